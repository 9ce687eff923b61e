"""Near-duplicates: documents that say the same are one story, whose first teller is the voice."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import rensa
from numpy.typing import NDArray

from veille import digest

WINDOW: Final = timedelta(days=30)  # a dispatch is copied within days; a month is ample
# Estimated Jaccard of shingles from which two texts are one story. Measured on 23 Nov 2026: the
# rewritten copies of sample/notices/depeche.toml are at 0.71 to 0.88 of their original. Among real
# texts, all pairs of an_questions_ecrites_2022 from 0.60 are one letter signed by several deputies
# (33 of 1,308), those of jt_social one report shown twice (101 of 19,376); below come templates.
SAME: Final = 0.60

N_SLOTS: Final = 128  # standard error of an estimate at 0.6: 0.043
SEED: Final = 20_181  # any; signatures made with another cannot be compared
ROWS: Final = 3  # slots of a band; 42 bands miss a pair at 0.6 once in 28,000
N_BANDS: Final = N_SLOTS // ROWS

TOO_SHORT: Final = 12  # words; below, only the same words in the same order are a copy
SHORT: Final = 30  # words; below, shingles of 4 words, else of 5

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Item:
    """A document as seen here: its day, its signature, and the story it is known to be in."""

    document_id: str
    day: date
    signature: bytes
    story_id: str = ""  # empty: not known, so the document founds its own


@dataclass(frozen=True, slots=True)
class Story:
    """Where a document stands: the story it belongs to, and the document it repeats if any."""

    document_id: str
    story_id: str  # id of the document that founds the story
    original_id: str | None  # the most similar earlier document; None: it founds the story
    similarity: float  # to that document, [0, 1]; 1 for a founder


def signature(text: str) -> bytes:
    """What tells copies of a text: 512 bytes, 8 for a text under 12 words, none for no word.

    MinHash of the 5-word shingles of the text in small letters (Broder 1997, "On the
    resemblance and containment of documents", SEQUENCES, pp. 21-29), 128 slots of 32 bits.
    """
    words = _WORD.findall(text.lower())
    if len(words) < TOO_SHORT:
        return bytes.fromhex(digest(*words)) if words else b""
    size = 4 if len(words) < SHORT else 5
    shingles = map(" ".join, zip(*(words[i:] for i in range(size)), strict=False))
    sketch = rensa.RMinHash(num_perm=N_SLOTS, seed=SEED)
    sketch.update(list(shingles))
    return np.array(sketch.digest(), "<u4").tobytes()


def stories(items: Sequence[Item], recent: Sequence[Item]) -> list[Story]:
    """The story of each item, in the order of (day, document_id).

    A document joins the story of the most similar document of the 30 days before it, if their
    estimated Jaccard is 0.60 or more; ties go to the earliest, then to the smallest id. It
    founds its own story otherwise. Where one night ends and the next begins changes nothing.

    Args:
        items: new documents.
        recent: documents already placed, with their story_id: those of the 30 days before the
            first item are enough.
    """
    new = {item.document_id for item in items}
    known = [item for item in recent if item.document_id not in new]
    index = _Index([*known, *items])
    found = []
    for item in sorted([*known, *items], key=lambda item: (item.day, item.document_id)):
        if item.document_id not in new:
            index.add(item, item.story_id or item.document_id)
            continue
        story = index.place(item)
        index.add(item, story.story_id)
        found.append(story)
    return found


@dataclass(frozen=True, slots=True)
class _Placed:
    day: date
    document_id: str
    story_id: str


class _Index:
    """Signatures met so far, each with the documents that bear it, and bands to find the like."""

    def __init__(self, items: Sequence[Item]) -> None:
        signatures = sorted({item.signature for item in items if item.signature})
        self._number = {signature: i for i, signature in enumerate(signatures)}
        self._placed: list[list[_Placed]] = [[] for _ in signatures]
        sketches = [s if len(s) == N_SLOTS * 4 else bytes(N_SLOTS * 4) for s in signatures]
        self._slots: NDArray[np.uint32] = np.frombuffer(b"".join(sketches), "<u4").reshape(
            -1, N_SLOTS
        )
        self._bands: dict[tuple[int, bytes], list[int]] = defaultdict(list)

    def add(self, item: Item, story_id: str) -> None:
        """Make the item one that later ones may repeat; call in order of day and id."""
        if not item.signature:
            return
        number = self._number[item.signature]
        if not self._placed[number]:
            for band in _bands(item.signature):
                self._bands[band].append(number)
        self._placed[number].append(_Placed(item.day, item.document_id, story_id))

    def place(self, item: Item) -> Story:
        """The story of an item among the documents added before it."""
        best = min(
            (
                (-similarity, first.day, first.document_id, first.story_id)
                for number, similarity in self._alike(item)
                if (first := self._first(number, item)) is not None
            ),
            default=None,
        )
        if best is None:
            return Story(item.document_id, item.document_id, None, 1.0)
        return Story(item.document_id, best[3], best[2], -best[0])

    def _first(self, number: int, item: Item) -> _Placed | None:
        """The earliest document of the window that bears this signature, None if there is none."""
        placed = self._placed[number]
        at = bisect_left(placed, item.day - WINDOW, key=lambda p: p.day)
        return placed[at] if at < len(placed) else None

    def _alike(self, item: Item) -> Iterator[tuple[int, float]]:
        """The signatures estimated at 0.60 or more, with their similarity."""
        if not item.signature:
            return
        number = self._number[item.signature]
        yield number, 1.0
        numbers = {n for band in _bands(item.signature) for n in self._bands.get(band, ())}
        others = np.array(sorted(numbers - {number}), np.intp)
        similar = np.mean(self._slots[others] == self._slots[number], axis=1)
        for i in np.flatnonzero(similar >= SAME):
            yield int(others[i]), float(similar[i])


def _bands(signature: bytes) -> list[tuple[int, bytes]]:
    """The keys under which a signature is looked up; none for a short text."""
    if len(signature) != N_SLOTS * 4:
        return []
    width = 4 * ROWS
    return [(i, signature[i * width : (i + 1) * width]) for i in range(N_BANDS)]
