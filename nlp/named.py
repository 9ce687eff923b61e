"""Who and what a text names, so that terms may leave people out and keep the names of things."""

import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nlp.surnames import Span
from veille import ActorMention


@dataclass(frozen=True, slots=True)
class Named:
    """Who and what a text names."""

    mentions: Sequence[ActorMention]  # each actor at its first place in a passage
    people: Sequence[Span]
    actors: Sequence[Span]  # organisations and professions
    places: Sequence[Span]
    names: Sequence[Span]  # proper names of things; they may lie in one another
    silent: Sequence[Span]  # names that make no term: of people, and of where a site is

    def is_person(self, start: int, end: int) -> bool:
        """Whether these characters touch the name of a person."""
        return touches(self.people, start, end)

    def is_silent(self, start: int, end: int) -> bool:
        """Whether these characters touch a name that makes no term."""
        return touches(self.silent, start, end)

    def is_place(self, start: int, end: int) -> bool:
        """Whether these characters touch the name of a territory."""
        return touches(self.places, start, end)


NOBODY: Final = Named((), (), (), (), (), ())


def touches(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether these characters touch one of the spans, which are in order and apart."""
    n = bisect_right(spans, (start, sys.maxsize))
    return any(a < end and start < b for a, b in spans[max(0, n - 1) : n + 1])
