"""Verbs that pass for nouns: « la fracture numérique ferme la porte », « tient lieu de ».

And which words are forms of a verb, for those who have no analysis of their text.
"""

import re
from typing import Final

import simplemma
from spacy import symbols as UD
from spacy.tokens import Doc, Token

from nlp.french import conjugated
from nlp.lemmas import infinitive
from nlp.words import NOTHING, Word

_NOMINAL: Final = (UD.NOUN, UD.ADJ)
_PLURALS: Final = frozenset({"les", "des", "ces", "ses", "leurs", "nos", "vos", "plusieurs"})
# What a verb makes one with when nothing stands between: « tient lieu de », « fait preuve de ».
_LOCUTIONS: Final = {
    "tenir": frozenset({"compte", "lieu"}),
    "faire": frozenset({
        "abstraction", "acte", "cas", "don", "étalage", "état", "fi", "figure", "fonction",
        "mention", "montre", "office", "part", "partie", "preuve", "usage",
    }),
    "prendre": frozenset({
        "acte", "connaissance", "conscience", "congé", "note", "part", "possession", "soin",
    }),
    "donner": frozenset({"acte", "lieu", "naissance"}),
    "rendre": frozenset({"compte", "hommage"}),
    "avoir": frozenset({"connaissance", "conscience", "vocation"}),
}  # fmt: skip
_OF: Final = frozenset({"de", "d'", "du", "des"})
# Forms of the commonest verbs, that the dictionary gives to other words or to no regular verb.
AUXILIARY = re.compile(
    r"a|ont|ai(?:en)?t|avai(?:en)?t|aur(?:a|ont)|est|sont|soi(?:en)?t|étai(?:en)?t|ser(?:a|ont)|fut"
    r"|furent|\w{2,}rai(?:en)?t|va|vont|vit|peut|peuvent|doit|doivent|faut|fait|font|dit|voit|sait"
)
# Participles, plurals, the persons of who speaks, and words that only look like a verb.
_NOT_THIRD = re.compile(
    r"(?:[szuûi]|(?<!cr)ée?|ante?|^(?:entre|contre|outre|cela|data|monde|œuvre|oeuvre|mise|prise|faite))$"
)


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
    for i in range(1, len(words) - 1):
        if _is_locution(doc, i):
            words[i] = NOTHING
        elif doc[i + 1].lower_ == "des" and doc[i - 1].lower_ == "en" and _puts(doc, i - 1):
            words[i + 1] = NOTHING  # « met en relation des aidants »: the object of the verb


def _is_locution(doc: Doc, i: int) -> bool:
    """Whether a verb makes one with this noun, which has no determiner."""
    before = doc[i - 2] if i > 1 and doc[i - 1].pos == UD.ADV else doc[i - 1]
    is_verb = before.pos in (UD.VERB, UD.AUX)
    return is_verb and doc[i].lower_ in _LOCUTIONS.get(before.lemma_, ())


def _puts(doc: Doc, i: int) -> bool:
    """Whether « mettre » stands before « en », an adverb or two between."""
    first = i - 1
    while first > 0 and doc[first].pos == UD.ADV:
        first -= 1
    return first >= 0 and doc[first].pos == UD.VERB and doc[first].lemma_ in ("mettre", "remettre")


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


def is_finite(word: str) -> bool:
    """Whether the word, in small letters, may be a verb of the third person with a subject."""
    if AUXILIARY.fullmatch(word):
        return True
    if _NOT_THIRD.search(word) or infinitive(word):
        return False
    found = simplemma.lemmatize(word, lang="fr").lower()
    plain = word.replace("è", "e")  # « mène », of « mener »
    return (found != word and infinitive(found)) or conjugated(plain) or _is_third(word)


def _is_third(word: str) -> bool:
    """« Réduit », « construit », that the dictionary takes for participles alone."""
    return word.endswith("t") and infinitive(word[:-1] + "re")
