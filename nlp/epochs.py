"""When the list of sources changes, what may be compared with what. Pure.

Without this a new source makes all its own words rise, and one that stops all the words of the
others: nothing emerged, the mix changed. A change is known from the catalogue, or else seen in the
texts. Every rule looks at the weeks up to its own, no further.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .signals import Exposure, Floats, Ints, Rhythm

LARGE = 0.05  # share of the documents from which a source that comes or goes changes the mix
SEEN = 5  # documents before anything is said of a source
FOUNDING = 8  # weeks with a text in which the sources of the first list are met
NEWCOMER = 12  # weeks a new source is only listened to: the span of what is compared
GONE = 4  # weeks of silence at least before a source is thought to have stopped


@dataclass(frozen=True, slots=True)
class Listing:
    """A source that the catalogue took in or dropped."""

    source: int
    change: str  # arrivee or depart
    week: int


@dataclass(frozen=True, slots=True)
class Epoch:
    """A change of the list of sources."""

    source: int
    change: str  # arrivee or depart
    week: int  # in which it shows
    until: int  # week in which all counts again, for an arrival
    share: float
    origin: str  # catalogue or textes: what tells of the change


@dataclass(frozen=True)
class Sources:
    """Documents by source and week, from the first week of the archive on."""

    first: int  # number of the first week
    documents: Floats  # (S, T)
    listings: Sequence[Listing] = ()  # what changed in the catalogue

    def epochs(self) -> list[Epoch]:
        """The changes of the list of sources, by source then week."""
        total = self.documents.sum(axis=0)
        lit = np.flatnonzero(total)  # an outage of all sources says nothing of one
        found = [one for group in self._groups() for one in self._joined(group, total)]
        joined = {one.source for one in found}
        for source, row in enumerate(self.documents):
            spoken = np.flatnonzero(row)
            if len(spoken):
                if source not in joined:
                    found += self._arrival(source, row, total, int(spoken[0]))
                found += self._departures(source, row[lit], total[lit], lit)
        return sorted(found, key=lambda one: (one.source, one.week))

    def _groups(self) -> list[list[int]]:
        """The sources that the catalogue took in in one week and that had said nothing before.

        One listed twice before it speaks is of the last time: it arrives once.
        """
        listed: dict[int, int] = {}
        for one in sorted(self.listings, key=lambda one: one.week):
            spoken = np.flatnonzero(self.documents[one.source])
            # What a source said before it was listed is at most the week that was not over.
            if one.change == "arrivee" and len(spoken) and self.first + spoken[0] >= one.week - 1:
                listed[one.source] = one.week
        groups = defaultdict(list)
        for source, week in sorted(listed.items()):
            groups[week].append(source)
        return list(groups.values())

    def _joined(self, group: list[int], total: Floats) -> Iterator[Epoch]:
        """The arrivals of sources listed together: they weigh together, so they wait together."""
        spoken = [int(np.flatnonzero(self.documents[source])[0]) for source in group]
        start = min(spoken)
        large = self._large(self.documents[group].sum(axis=0), total, start)
        if large is None:
            return
        for source, own in zip(group, spoken, strict=True):
            week, until = self.first + max(large, own), self.first + large + NEWCOMER
            if week < until:
                said = self.documents[source, start : large + 1].sum()
                share = float(said / total[start : large + 1].sum())
                yield Epoch(source, "arrivee", week, until, share, "catalogue")

    def _large(self, row: Floats, total: Floats, start: int) -> int | None:
        """The place of the week from which what starts at a place changes the mix."""
        span = slice(start, start + NEWCOMER)
        mine, all_ = np.cumsum(row[span]), np.cumsum(total[span])
        large = np.flatnonzero((mine >= SEEN) & (mine >= LARGE * all_))
        is_founding = np.count_nonzero(total[:start]) < FOUNDING
        return start + int(large[0]) if len(large) and not is_founding else None

    def _arrival(self, source: int, row: Floats, total: Floats, start: int) -> Iterator[Epoch]:
        large = self._large(row, total, start)
        if large is not None:
            share = float(row[start : large + 1].sum() / total[start : large + 1].sum())
            week = self.first + large
            yield Epoch(source, "arrivee", week, week + NEWCOMER, share, "textes")

    def _departures(self, source: int, row: Floats, total: Floats, lit: Ints) -> Iterator[Epoch]:
        """When the catalogue dropped the source, or a large one has been silent longer than ever.

        Only the weeks with a text are looked at; row and total are theirs.
        """
        spoken = np.flatnonzero(row)
        ends = np.append(spoken[1:], len(row) + 1)
        dropped = self._dropped(source, lit)
        longest = GONE - 1
        for last, back in zip(spoken.tolist(), ends.tolist(), strict=True):
            past, mine = total[: last + 1], row[: last + 1]
            share = float(mine[-52:].sum() / past[-52:].sum())
            is_large = mine.sum() >= SEEN and share >= LARGE
            told = [(max(last + 1, week), "catalogue") for week in dropped if last <= week < back]
            if is_large and last + longest + 1 >= FOUNDING:
                told.append((last + longest + 1, "textes"))
            week, origin = min(told, default=(back, ""))
            if week < min(back, len(row)) and share > 0:
                shows = self.first + int(lit[week])
                yield Epoch(source, "depart", shows, shows + GONE, share, origin)
            if not any(origin == "catalogue" for _, origin in told):
                longest = max(longest, back - last - 1)

    def _dropped(self, source: int, lit: Ints) -> list[int]:
        """The places, among the weeks with a text, in which the catalogue dropped the source."""
        weeks = [
            one.week - self.first
            for one in self.listings
            if one.source == source and one.change == "depart"
        ]
        return [int(place) for place in np.searchsorted(lit, weeks)]

    def heard(self, epochs: Sequence[Epoch], rhythm: Rhythm) -> Floats:
        """(T,) share of the decayed past of each week that sources still heard have said."""
        weeks = np.arange(self.documents.shape[1])
        plain = Exposure(self.first, self.documents.sum(axis=0), rhythm)
        known = np.maximum(0, weeks - plain.lags)
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
        return Exposure(self.first, counted, rhythm, self.heard(epochs, rhythm), np.cumsum(spoke))

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
        told = float((decay**ages).sum()) / (one.until - one.week)
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
