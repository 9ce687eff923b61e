"""Verbs that the tagger takes for nouns or adjectives: « la fracture numérique ferme la porte »."""

from typing import Final

from spacy import symbols as UD
from spacy.tokens import Doc, Token

from nlp.french import conjugated
from nlp.words import NOTHING, Word

_NOMINAL: Final = (UD.NOUN, UD.ADJ)
_PLURALS: Final = frozenset({"les", "des", "ces", "ses", "leurs", "nos", "vos", "plusieurs"})
_OF: Final = frozenset({"de", "d'", "du", "des"})


def silence(words: list[Word], doc: Doc) -> None:
    """Take for a verb, in place, what ends a whole group where its sentence has no other verb.

    « La cour alerte ainsi »: a determiner and a noun before, the object or an adverb after.

    Args:
        words: those of a text.
        doc: the same text.
    """
    for i in range(2, len(words) - 1):
        if words[i].is_small and _may_act(doc, i) and _has_subject(doc, i) and _is_only(doc, i):
            words[i] = NOTHING


def _may_act(doc: Doc, i: int) -> bool:
    """Whether the form is a verb's too, of the third person, and what follows suits a verb."""
    token, after = doc[i], doc[i + 1]
    suits = after.pos == UD.ADV or (after.pos == UD.DET and after.lower_ not in _OF)
    if token.pos not in _NOMINAL or not suits:
        return False
    is_whole = token.norm_ == token.lower_ or token.lower_.endswith("ent")  # no « comprise »
    return is_whole and token.lower_.endswith(("e", "ent")) and conjugated(token.lower_)


def _has_subject(doc: Doc, i: int) -> bool:
    """Whether a determiner, a noun and its adjectives stand before, of the same number."""
    first = i - 1
    while first >= 0 and doc[first].pos in _NOMINAL and doc[first].text[0].isalpha():
        first -= 1
    if first < 0 or doc[first].pos != UD.DET:
        return False
    has_noun = any(token.pos == UD.NOUN for token in doc[first + 1 : i])
    is_plural = doc[first].lower_ in _PLURALS
    return has_noun and is_plural == doc[i].lower_.endswith("ent")


def _is_only(doc: Doc, i: int) -> bool:
    """Whether no other word is a verb between the marks around, nor any relative before."""
    first, last = i - 1, i + 1
    while first >= 0 and not _parts(doc[first]):
        first -= 1
    while last < len(doc) and not _parts(doc[last]):
        last += 1
    others = [*doc[first + 1 : i], *doc[i + 1 : last]]
    return not any(map(_acts, others)) and not any(t.pos == UD.PRON for t in doc[first + 1 : i])


def _parts(token: Token) -> bool:
    return token.pos in (UD.PUNCT, UD.SCONJ) or "\n" in token.text


def _acts(token: Token) -> bool:
    return token.pos == UD.AUX or (
        token.pos == UD.VERB and "Fin" in token.morph.get("VerbForm", [])
    )
