"""A committed week, from counts to signals: units advance, those that rise are proved and named.

Pure: the night, an import and a backtest give the same counts and get the same rows.
"""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from . import confirm, signals, states
from .signals import Exposure, Floats, Ints, Seen, UnitStates
from .tracking import Keys, Mentions, SignalWeek, Tracker, Week

CALIBRATE = 4_000  # units on which over-dispersion is measured; keys are digests: a fair sample


class Book(Protocol):
    """Where the mentions of units are looked up."""

    def lemmas(self, keys: Keys) -> dict[int, str]:
        """The lemmatised forms of these units, and maybe of others."""
        ...

    def window(self, keys: Keys, week: int) -> Mentions:
        """The mentions of these units over the 12 weeks that end with this one."""
        ...


@dataclass
class Counts:
    """The counts and states of the units that the weeks to commit may touch."""

    keys: Keys  # (U,) sorted
    states: UnitStates
    exposure: Exposure
    unit: Ints  # (R,) index in keys; rows ordered by week
    week: Ints  # (R,)
    voice: Ints  # (R,)
    days: Floats  # (R,)
    n_voices: int
    touched: set[int] = field(default_factory=set)

    def seen(self, week: int) -> Seen:
        """Units mentioned in a week, voices added up."""
        low, high = np.searchsorted(self.week, [week, week + 1])
        units, where = np.unique(self.unit[low:high], return_inverse=True)
        total = np.bincount(where, weights=self.days[low:high], minlength=len(units))
        return Seen(units, np.asarray(total, np.float64))

    def leaving(self, week: int) -> Seen:
        """Units whose mentions join their baseline this week."""
        leaves = signals.leaving_week(week, self.exposure)
        return self.seen(leaves) if leaves is not None else Seen(np.zeros(0, np.int64), np.zeros(0))

    def history(self, units: Ints, week: int) -> confirm.History:
        """The counts of these units over the weeks that the confirmation looks at."""
        since = week - self.exposure.rhythm.look_back
        recent = slice(*np.searchsorted(self.week, [since + 1, week + 1]))
        place = np.full(len(self.keys), -1)
        place[units] = np.arange(len(units))
        which = place[self.unit[recent]]
        kept = np.flatnonzero(which >= 0)
        return confirm.History(
            which[kept],
            self.week[recent][kept],
            self.voice[recent][kept],
            self.days[recent][kept],
            len(units),
            max(1, self.n_voices),
        )


def advance(counts: Counts, tracker: Tracker, book: Book, week: int) -> list[SignalWeek]:
    """Advance the units, then the signals, by one week; the rows of the living signals."""
    held = counts.states
    now, leaving = counts.seen(week), counts.leaving(week)
    touched = signals.advance(held, week, now, leaving, counts.exposure)
    counts.touched.update(touched.tolist())
    age = counts.exposure.age(week)
    threshold = states.threshold(age, tracker.cold_weeks, together=True)
    rising = touched[held.sums[:, touched].max(axis=0) >= threshold]
    tracked = np.searchsorted(counts.keys, np.array(tracker.tracked(), np.uint64))
    look = np.union1d(rising, tracked).astype(np.int64)
    if not len(look):
        return []
    solid = now.units[held.past[now.units] >= confirm.SOLID_PAST][:CALIBRATE]
    return tracker.advance(_proved(counts, book, week, look, solid, threshold))


def _proved(
    counts: Counts, book: Book, week: int, look: Ints, solid: Ints, threshold: float
) -> Week:
    """What the tracker needs of a week: the units to look at, beside those that calibrate."""
    held, exposure = counts.states, counts.exposure
    units = np.union1d(look, solid).astype(np.int64)
    calibrate = np.searchsorted(units, solid)
    past = signals.baseline(held, units, week, exposure)
    proof = confirm.prove(counts.history(units, week), past, week, exposure, calibrate=calibrate)
    evidence = signals.evidence_at(held, units, week, exposure)
    return Week(
        number=week,
        keys=counts.keys[units],
        lemmas=book.lemmas(counts.keys[look]),
        cusum=np.where(np.isin(units, look), evidence, 0.0),
        past=past,
        proof=proof,
        living=calibrate,
        mentions=book.window(counts.keys[look], week),
        exposure=exposure,
        threshold=threshold,
    )
