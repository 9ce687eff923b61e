"""Where something is, which is no part of what it is: « logement social à Redon »."""

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Doc

from nlp.named import Named
from nlp.words import NOTHING, Role, Word

_KEPT: Final = frozenset({"internet"})  # « accès à Internet »


def silence(words: list[Word], doc: Doc, named: Named) -> None:
    """Take for a place, in place, a name after « à », as it is nine times in ten.

    What is known as a thing or a body stays (« accès à Parcoursup »), and what has capitals
    within (« retour à FranceConnect »), and what a title in capitals says (« Aide à Domicile »).

    Args:
        words: those of a text.
        doc: the same text.
        named: whom and what it names.
    """
    known = {start for start, _ in (*named.actors, *named.names)}
    for i in range(2, len(words)):
        if doc[i - 1].lower_ == "à" and _is_place(words, doc, i, known):
            last = i
            while last + 1 < len(words) and _goes_on(words, last):
                last += 1
            words[i : last + 1] = [NOTHING] * (last + 1 - i)


def _is_place(words: Sequence[Word], doc: Doc, i: int, known: set[int]) -> bool:
    word, form = words[i], doc[i].text
    after = words[i + 1] if i + 1 < len(words) else NOTHING
    return (
        (word.is_name or (word.role == Role.ARTICLE and form[0].isupper() and after.is_name))
        and words[i - 2].is_small
        and not any(letter.isupper() for part in form.split("-") for letter in part[1:])
        and word.part not in _KEPT
        and doc[i].idx not in known
    )


def _goes_on(words: Sequence[Word], last: int) -> bool:
    """Whether the name of the place does: « Saint-Nazaire », « La Roche »."""
    after = words[last + 1]
    return after.role == Role.HYPHEN or words[last].role == Role.HYPHEN or after.is_name
