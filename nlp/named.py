"""Who and what a text names, so that terms may leave people out and keep named programmes."""

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from simplemma import is_known

from nlp.lemmas import lemma
from nlp.people import Span
from veille import ActorMention

# Words after which a capital names a thing; two words in one: « FranceConnect », « StopCovid ».
_THING = re.compile(
    r"(?:\b(?:plateforme|dispositif|application|appli|logiciel|outil|programme|procédure|algorithme"
    r"|portail|via|site)\s(?:[«“]\s?)?|(?<![\w’'-])(?=[A-ZÀ-Þ][a-zà-ÿ]+[A-ZÀ-Þ][a-zà-ÿ]))"
    r"(?P<name>[A-ZÀ-Þ]\w{3,})(?![\w’'-])"
)


@dataclass(frozen=True, slots=True)
class Named:
    """Who and what a text names."""

    mentions: Sequence[ActorMention]  # each actor at its first place in a passage
    people: Sequence[Span]
    actors: Sequence[Span]  # organisations and professions
    places: Sequence[Span]
    things: frozenset[str]  # keys of capitalised words that name a tool, a plan: « parcoursup »

    def is_person(self, start: int, end: int) -> bool:
        """Whether these characters touch the name of a person."""
        return touches(self.people, start, end)

    def is_actor(self, start: int, end: int) -> bool:
        """Whether these characters touch the name of an organisation or a profession."""
        return touches(self.actors, start, end)

    def is_place(self, start: int, end: int) -> bool:
        """Whether these characters touch the name of a territory."""
        return touches(self.places, start, end)


NOBODY: Final = Named((), (), (), (), frozenset())


def touches(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether these characters touch one of the spans, which are in order and apart."""
    n = bisect_right(spans, (start, sys.maxsize))
    return any(a < end and start < b for a, b in spans[max(0, n - 1) : n + 1])


def things(text: str, is_other: Callable[[int, int], bool]) -> frozenset[str]:
    """The keys of the words that a text uses as names of tools, plans and services.

    Args:
        text: the whole text.
        is_other: whether these characters name a person, an actor or a place.
    """
    found = (place for place in _THING.finditer(text) if not is_other(*place.span("name")))
    names = {place["name"] for place in found}
    return frozenset(lemma(name) for name in names if not is_known(name.lower(), lang="fr"))
