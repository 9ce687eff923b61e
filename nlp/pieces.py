"""Units that texts hardly say but as pieces of something longer: « entreprises du spectacle »."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence, Set
from typing import Final

from nlp.tracking import NESTED
from veille import Mention

LONGEST: Final = 300  # characters of a unit


class Pieces:
    """In how many texts each unit is but a piece; `v_unit.is_piece` says the same of an archive."""

    def __init__(self) -> None:
        """Know no text yet."""
        self._said, self._cut = Counter[str](), Counter[str]()
        self._held = Counter[tuple[str, str]]()  # each with every longer unit that holds it

    def take(self, mentions: Sequence[Mention]) -> None:
        """Count the units of a text, given in order of start, then end."""
        starts = [mention.start for mention in mentions]
        held: dict[str, set[str]] = {}
        for m in mentions:
            near = mentions[bisect_left(starts, m.start - LONGEST) : bisect_right(starts, m.start)]
            longer = {other.unit for other in near if other.end >= m.end and other.unit != m.unit}
            held[m.unit] = held.get(m.unit, longer) & longer
        whole = {mention.unit for mention in mentions if not mention.is_cut}
        self._said.update(held.keys())
        self._cut.update(held.keys() - whole)
        self._held.update((unit, longer) for unit in whole for longer in held[unit])

    def units(self, named: Set[str] = frozenset()) -> set[str]:
        """Those that 80 % of the texts that say them only cut, or hold within one longer unit.

        Args:
            named: units that are pieces of one another only: what the variables name is a subject,
                but « enfance » is none where the text says « protection de l'enfance ».
        """
        most = self._cut.copy()
        for (unit, longer), n in self._held.items():
            if unit not in named or longer in named:
                most[unit] = max(most[unit], self._cut[unit] + n)
        return {unit for unit, n in most.items() if n >= NESTED * self._said[unit]}
