"""Where something is, which is no part of what it is: « logement social à Redon »."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from simplemma import is_known
from spacy.tokens import Doc

from nlp.lists import word_list
from nlp.named import Named
from nlp.words import NOTHING, Role, Word

_KEPT: Final = frozenset({"internet"})  # « accès à Internet »
# Words that no dictionary has, and no place: networks, epidemics, treaties, English of the trade.
_NO_PLACE: Final = _KEPT | {
    "alzheimer", "big", "blockchain", "bluetooth", "brexit", "chatbot", "coronavirus", "covid",
    "dataviz", "ebola", "erasmus", "europe", "fablab", "grenelle", "hackathon", "hub", "lab",
    "lean", "living", "low", "open", "parkinson", "schengen", "ségur", "smart", "start", "startup",
    "startups", "troie", "unesco", "web", "wifi",
}  # fmt: skip
# What is called after a place or a person, and a subject with its name (lemmas): « maladie de
# Charcot », « accord de Nouméa », « indice de Gini »; « département de la Meuse » is a body. And
# what is done with a tool, which may be as new as its name: « usage de Mastodon ».
_CALLED: Final = word_list("""
accord algorithme axiome charte classification coefficient collectivité concept conflit conférence
conjecture constante convention corrélation courbe critère cycle diagramme dilemme distance
distribution doctrine déclaration décret département effet entropie estimateur groupe guerre
hypothèse indicateur indice inégalité loi malade maladie matrice modèle méthode nombre norme ordre
pacte paradoxe phénomène plan polynôme principe processus procédure projection protocole pyramide
régime résolution score statistique stratégie syndrome table taxe test théorie théorème traité
transformée triangle trouble virus échelle équation
adoption application compte donnée déploiement essor fonctionnalité généralisation interface
logiciel outil plateforme serveur usage utilisateur utilisation version
""")


def silence(words: list[Word], doc: Doc, named: Named) -> None:
    """Take for a place, in place, a name after « à », and after « de » one of no dictionary.

    What is known as a thing or a body stays (« accès à Parcoursup »), and what has capitals
    within (« retour à FranceConnect »), what a title in capitals says (« Aide à Domicile »), and
    what a disease, a treaty or a measure is called after (« indice de Gini »).

    Args:
        words: those of a text.
        doc: the same text.
        named: whom and what it names.
    """
    known = {start for start, _ in (*named.actors, *named.names)}
    small = {token.lower_ for token in doc if token.text.islower()}
    for i in range(2, len(words)):
        is_place = doc[i - 1].lower_ == "à" and _is_place(words, doc, i, known)
        if not is_place and _is_stranger(words, doc, i, known) and doc[i].lower_ not in small:
            head = _head(words, doc, i)
            is_place = head >= 0 and doc[head].norm_ not in _CALLED
            if head >= 0 and not is_place:  # no lemma of a name: « guerre d’Ukraine »
                words[i] = replace(words[i], part=doc[i].lower_)
        if is_place:
            last = i
            while last + 1 < len(words) and _goes_on(words, last):
                last += 1
            words[i : last + 1] = [NOTHING] * (last + 1 - i)


def _is_place(words: Sequence[Word], doc: Doc, i: int, known: AbstractSet[int]) -> bool:
    return words[i - 2].is_small and _may_be(words, doc, i, known) and words[i].part not in _KEPT


def _may_be(words: Sequence[Word], doc: Doc, i: int, known: AbstractSet[int]) -> bool:
    """Whether a name begins here that is no thing, no body, and no title in capitals."""
    word, form = words[i], doc[i].text
    after = words[i + 1] if i + 1 < len(words) else NOTHING
    return (
        (word.is_name or (word.role == Role.ARTICLE and form[0].isupper() and after.is_name))
        and not any(letter.isupper() for part in form.split("-") for letter in part[1:])
        and doc[i].idx not in known
    )


def _is_stranger(words: Sequence[Word], doc: Doc, i: int, known: AbstractSet[int]) -> bool:
    """Whether a name that no dictionary has begins here."""
    n = i + (words[i].role == Role.ARTICLE)  # « La Ferté-Bocage »
    if n == len(words) or not words[n].is_strange or not _may_be(words, doc, i, known):
        return False
    form = doc[n].lower_
    is_word = form[0] == "e" and is_known("é" + form[1:], "fr")  # Etat
    return _NO_PLACE.isdisjoint(form.split("-")) and not is_word


def _head(words: Sequence[Word], doc: Doc, i: int) -> int:
    """The place of the noun from which « de » leads to this word, -1 if none does."""
    of = i - 1 - (words[i - 1].role == Role.ARTICLE)
    if of < 1 or words[of].part != "de" or not doc[of].text[0].islower():
        return -1
    head = of - 1
    while head and words[head].role == Role.CONTENT and not words[head].opens:
        head -= 1
    opens = head == 0 or words[head - 1].stops
    is_common = words[head].is_small or words[head].is_shouted or (opens and words[head].is_known)
    return head if is_common else -1


def _goes_on(words: Sequence[Word], last: int) -> bool:
    """Whether the name of the place does: « Saint-Nazaire », « La Roche »."""
    after = words[last + 1]
    return after.role == Role.HYPHEN or words[last].role == Role.HYPHEN or after.is_name
