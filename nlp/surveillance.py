"""A committed week, from counts to signals: units advance, those that rise are proved and named.

Pure: the night, an import and a backtest give the same counts and get the same rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from . import confirm, signals, states
from .epochs import Epoch, Sources, entering
from .signals import Exposure, Floats, Ints, Rhythm, Seen, UnitStates
from .tracking import Tracker
from .weekly import Keys, Mentions, SignalWeek, Week

CALIBRATE = 4_000  # units on which over-dispersion is measured; keys are digests: a fair sample


class Book(Protocol):
    """Where the mentions of units are looked up."""

    def lemmas(self, keys: Keys) -> dict[int, str]:
        """The lemmatised forms of these units, and maybe of others."""
        ...

    def window(self, keys: Keys, week: int) -> Mentions:
        """The mentions of these units over the 12 weeks that end with this one."""
        ...

    def usual(self, week: int) -> Floats:
        """(n_variables,) share of all passages of these 12 weeks that carry each variable."""
        ...


class Ledger(Protocol):
    """Where the counts of the past are looked up, for the few units that need it."""

    def by_week(self, keys: Keys, week: int, n_weeks: int) -> Floats:
        """(U, n_weeks) mentions of these units, sorted, over the weeks that end with this one."""
        ...

    def by_voice(self, keys: Keys, week: int, rhythm: Rhythm) -> confirm.History:
        """The same voice by voice, over the weeks that a confirmation looks at."""
        ...


@dataclass
class Counts:
    """The counts and states of the units that the weeks to commit may touch.

    With a ledger, the rows need only be those of the weeks to commit, of the weeks that leave and
    of the sources that enter; without, they hold the past as well.
    """

    keys: Keys  # (U,) sorted
    states: UnitStates
    exposure: Exposure
    unit: Ints  # (R,) index in keys; rows ordered by week
    week: Ints  # (R,)
    voice: Ints  # (R,)
    days: Floats  # (R,)
    n_voices: int
    touched: set[int] = field(default_factory=set)
    counts_from: Ints | None = None  # (R,) week from which each row counts; None: its own
    source: Ints | None = None  # (R,) newcomer that each row comes from, -1 for none
    sources: Sources | None = None  # None: the list of sources never changes
    epochs: Sequence[Epoch] = ()
    ledger: Ledger | None = None

    def seen(self, week: int) -> Seen:
        """Units mentioned in a week, voices added up."""
        return self._seen(week, week)

    def _seen(self, week: int, now: int) -> Seen:
        low, high = np.searchsorted(self.week, [week, week + 1])
        rows = np.arange(low, high)[self._counts(slice(low, high), now)]
        return _added_up(self.unit[rows], self.days[rows])

    def _counts(self, rows: slice | Ints, week: int) -> NDArray[np.bool_]:
        """Which of these rows count at a week."""
        held = self.week[rows] if self.counts_from is None else self.counts_from[rows]
        return np.asarray(held <= week)

    def leaving(self, week: int) -> Seen:
        """Units whose mentions join their baseline this week, those of entering sources too."""
        leaves = signals.leaving_week(week, self.exposure)
        plain = self._seen(leaves, week) if leaves is not None else _added_up(_NONE, np.zeros(0))
        told = [self._imputed(one) for one in entering(self.epochs, week)]
        units = np.concatenate([plain.units, *(seen.units for seen in told)])
        return _added_up(units, np.concatenate([plain.counts, *(seen.counts for seen in told)]))

    def _imputed(self, one: Epoch) -> Seen:
        """The past of units that a newcomer brings: as if it had always said what it says."""
        if self.sources is None or self.source is None:
            return _added_up(_NONE, np.zeros(0))
        mine = self.source == one.source
        rows = np.flatnonzero(mine & (self.week >= one.week) & (self.week < one.until))
        before, aged = self.sources.weight(one, self.exposure)
        worth = before + aged[self.week[rows] - one.week]
        return _added_up(self.unit[rows], self.days[rows] * worth)

    def enter(self, week: int) -> None:
        """Count with the sources that have been listened to long enough, from this week on."""
        if self.sources is not None and entering(self.epochs, week):
            rhythm = self.exposure.rhythm
            self.exposure = self.sources.exposure(self.epochs, rhythm, week)

    def recent(self, units: Ints, week: int) -> Floats:
        """(U, SPAN) weekly mentions of these units."""
        if self.ledger is not None:
            return self.ledger.by_week(self.keys[units], week, confirm.SPAN)
        return self._rows(units, week, confirm.SPAN).counts(week, confirm.SPAN)

    def history(self, units: Ints, week: int) -> confirm.History:
        """The counts of these units over the weeks that the confirmation looks at."""
        if self.ledger is not None:
            return self.ledger.by_voice(self.keys[units], week, self.exposure.rhythm)
        return self._rows(units, week, self.exposure.rhythm.look_back)

    def _rows(self, units: Ints, week: int, n_weeks: int) -> confirm.History:
        recent = slice(*np.searchsorted(self.week, [week - n_weeks + 1, week + 1]))
        place = np.full(len(self.keys), -1)
        place[units] = np.arange(len(units))
        which = place[self.unit[recent]]
        kept = np.flatnonzero((which >= 0) & self._counts(recent, week))
        return confirm.History(
            which[kept],
            self.week[recent][kept],
            self.voice[recent][kept],
            self.days[recent][kept],
            len(units),
            max(1, self.n_voices),
        )


_NONE = np.zeros(0, np.int64)


def _added_up(units: Ints, counts: Floats) -> Seen:
    """The units, each once, their counts added up."""
    found, where = np.unique(units, return_inverse=True)
    total = np.bincount(where, weights=counts, minlength=len(found))
    return Seen(found, np.asarray(total, np.float64))


def advance(counts: Counts, tracker: Tracker, book: Book, week: int) -> list[SignalWeek]:
    """Advance the units, then the signals, by one week; the rows of the living signals."""
    counts.enter(week)
    held = counts.states
    now, leaving = counts.seen(week), counts.leaving(week)
    touched = signals.advance(held, week, now, leaving, counts.exposure)
    counts.touched.update(touched.tolist())
    bar = states.bar(
        counts.exposure.age(week),
        len(now.units),
        cold=tracker.cold_weeks,
        needs=counts.exposure.rhythm.season_needs,
        less=states.SETTINGS[tracker.setting].less,
    )
    rising = touched[held.sums[:, touched].max(axis=0) >= bar.together]
    tracked = np.searchsorted(counts.keys, np.array(tracker.tracked(week), np.uint64))
    look = np.union1d(rising, tracked).astype(np.int64)
    if not len(look):
        return []
    solid = now.units[held.past[now.units] >= confirm.SOLID_PAST][:CALIBRATE]
    return tracker.advance(_proved(counts, book, week, look, solid, bar))


def _proved(
    counts: Counts, book: Book, week: int, look: Ints, solid: Ints, bar: states.Bar
) -> Week:
    """What the tracker needs of a week: the units to look at, held against the solid ones.

    Those calibrate, on their last 12 weeks; only the units to look at have their past read.
    """
    held, exposure = counts.states, counts.exposure
    recent, told = counts.recent(solid, week), signals.baseline(held, solid, week, exposure)
    kappa = confirm.over_dispersion(recent, told, week, exposure)
    past = signals.baseline(held, look, week, exposure)
    return Week(
        number=week,
        keys=counts.keys[look],
        lemmas=book.lemmas(counts.keys[look]),
        cusum=signals.evidence_at(held, look, week, exposure),
        past=past,
        proof=confirm.prove(counts.history(look, week), past, week, exposure, kappa=kappa),
        living=confirm.visibility(recent, week, exposure),
        mentions=book.window(counts.keys[look], week),
        usual=book.usual(week),
        exposure=exposure,
        bar=bar,
    )
