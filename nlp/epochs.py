"""When a large source starts or stops, what may be compared with what. Pure.

Without this a new source makes all its own words rise, and one that stops all the words of the
others: nothing emerged, the mix changed. Every rule looks at the weeks up to its own, no further.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .signals import Exposure, Floats, Ints, Rhythm

LARGE = 0.05  # share of the documents from which a source that comes or goes changes the mix
SEEN = 5  # documents before anything is said of a source
FOUNDING = 8  # weeks in which the sources of the first list are met
NEWCOMER = 12  # weeks a new source is only listened to: the span of what is compared
GONE = 4  # weeks of silence at least before a source is thought to have stopped


@dataclass(frozen=True, slots=True)
class Epoch:
    """A change of the list of sources."""

    source: int
    change: str  # arrivee or depart
    week: int  # in which it shows
    until: int  # week in which all counts again, for an arrival
    share: float


@dataclass(frozen=True)
class Sources:
    """Documents by source and week, from the first week of the archive on."""

    first: int  # number of the first week
    documents: Floats  # (S, T)

    def epochs(self) -> list[Epoch]:
        """The changes of the list of sources, by source then week."""
        total = self.documents.sum(axis=0)
        lit = np.flatnonzero(total)  # an outage of all sources says nothing of one
        found: list[Epoch] = []
        for source, row in enumerate(self.documents):
            spoken = np.flatnonzero(row)
            if not len(spoken):
                continue
            found += self._arrival(source, row, total, int(spoken[0]))
            found += self._departures(source, row[lit], total[lit], lit)
        return found

    def _arrival(self, source: int, row: Floats, total: Floats, start: int) -> Iterator[Epoch]:
        if start < FOUNDING:
            return
        span = slice(start, start + NEWCOMER)
        mine, all_ = np.cumsum(row[span]), np.cumsum(total[span])
        large = np.flatnonzero((mine >= SEEN) & (mine >= LARGE * all_))
        if len(large):
            week = self.first + start + int(large[0])
            share = float(mine[large[0]] / all_[large[0]])
            yield Epoch(source, "arrivee", week, week + NEWCOMER, share)

    def _departures(self, source: int, row: Floats, total: Floats, lit: Ints) -> Iterator[Epoch]:
        """The weeks in which a large source has just been silent longer than ever."""
        spoken = np.flatnonzero(row)
        ends = np.append(spoken[1:], len(row) + 1)
        longest = GONE - 1
        for last, back in zip(spoken.tolist(), ends.tolist(), strict=True):
            week = last + longest + 1
            if back > week and FOUNDING <= week < len(row):
                past, mine = total[: last + 1], row[: last + 1]
                share = float(mine[-52:].sum() / past[-52:].sum())
                if mine.sum() >= SEEN and share >= LARGE:
                    shows = self.first + int(lit[week])
                    yield Epoch(source, "depart", shows, shows + GONE, share)
            longest = max(longest, back - last - 1)

    def heard(self, epochs: Sequence[Epoch], rhythm: Rhythm) -> Floats:
        """(T,) share of the decayed past of each week that sources still heard have said."""
        weeks = np.arange(self.documents.shape[1])
        plain = Exposure(self.first, self.documents.sum(axis=0), rhythm)
        known = np.maximum(0, weeks - [plain.lag(self.first + int(k)) for k in weeks])
        all_ = _decayed(plain.documents, rhythm.decay)[known]
        gone = np.zeros(len(weeks))
        for one in epochs:
            if one.change == "depart":
                start = one.week - self.first
                back = np.flatnonzero(self.documents[one.source, start:])
                silent = slice(start, start + int(back[0]) if len(back) else None)
                mine = _decayed(self.documents[one.source], rhythm.decay)[known]
                gone[silent] += mine[silent]
        return np.asarray(1 - np.divide(gone, all_, out=np.zeros_like(gone), where=all_ > 0))

    def exposure(self, epochs: Sequence[Epoch], rhythm: Rhythm, week: int) -> Exposure:
        """The documents to count with at a week: newcomers out, those of before as if always here.

        A source that has been listened to long enough counts from its first week on, and before it
        at the pace of its first weeks: its words then have the past they would have had.
        """
        counted = self.documents.sum(axis=0)
        spoke = counted > 0
        for one in epochs:
            if one.change != "arrivee":
                continue
            aside = slice(one.week - self.first, one.until - self.first)
            if week < one.until:
                counted[aside] -= self.documents[one.source, aside]
            else:
                counted[: aside.start] += spoke[: aside.start] * self._pace(one)
        return Exposure(self.first, counted, rhythm, self.heard(epochs, rhythm))

    def _pace(self, one: Epoch) -> float:
        said = self.documents[one.source, one.week - self.first : one.until - self.first]
        return float(said.mean())

    def weight(self, one: Epoch, exposure: Exposure) -> tuple[float, Floats]:
        """What the mentions of a newcomer are worth in the past at the week it enters.

        Returns:
            What one mention of its first weeks adds for the weeks before it came; and what it adds
            by itself, by age in weeks at the end of the past: 0 if it is not in the past yet.
        """
        end, decay = one.until - exposure.lag(one.until), exposure.rhythm.decay
        before = np.flatnonzero(self.documents[:, : one.week - self.first].sum(axis=0))
        ages = end - (self.first + before)
        told = float((decay**ages).sum()) / NEWCOMER
        weeks = np.arange(one.week, one.until)
        # The week that joins the past just now is counted with the others.
        return told, np.where(weeks < end, decay ** (end - weeks.astype(float)), 0.0)


def _decayed(documents: Floats, decay: float) -> Floats:
    """(T,) documents up to each week, each halved every half-life."""
    past, held = np.zeros(len(documents)), 0.0
    for week, said in enumerate(documents.tolist()):
        held = held * decay + said
        past[week] = held
    return past


def entering(epochs: Sequence[Epoch], week: int) -> list[Epoch]:
    """The arrivals that count from this week on."""
    return [one for one in epochs if one.change == "arrivee" and one.until == week]
