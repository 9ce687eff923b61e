"""Which units rise: a negative-binomial CUSUM per unit, updated only when the unit is seen.

Pure: arrays in, arrays out. Weeks are integers (`veille.week_number`), exposure is in documents.
Method and measures: docs/methode.md; Watkins et al. 2008 (BMC Medical Informatics 8:37) for the
NB-CUSUM, Lorden 1971 for its in-control run length.
"""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RATIOS = np.array([[2.0], [4.0], [8.0]])  # growth ratios watched together
LAG = 8  # steps left out of the baseline: a rise must not teach it
KAPPA = 0.15  # over-dispersion of weekly counts, kept unless measured otherwise (signals.md, §3.3)
PRIOR = 0.5  # mentions every unit is given: the unseen one is never impossible
ACTIVE = 26  # steps over which a unit is active, or falls
CAP = 2  # a week counts at most ceil(mean) + CAP mentions: one week cannot decide

# False candidates that one unit said in one week gives, evidence taken out (e^-nats), as measured
# with dates shuffled: 4.2e-5 at 8 nats on generated streams, 4.8e-5 on a real archive.
FALSE_RATE = 0.13
PROMISED = 0.25  # false candidates a week
LEAST, MOST = 6.0, 9.5  # nats between which the promise is kept
SEED = 7.0  # nats that join a group while an archive is too young to keep the promise
TOGETHER = 1.0  # nats fewer when another unit, of other words, rises in the same documents
YOUNG = 5.0  # nats; what a young archive may show « à lire »: it can confirm nothing anyway
ALERT = 10.0  # nats; 0.11
QUIET = 4.0  # nats; below, the evidence has melted


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How long things last, in steps: a week for the nights; for slow archives a month.

    A month is then told as a week: days of the calendar are squeezed (`warehouse.replays`).
    """

    half_life: int  # older counts weigh less
    year: int
    season_pad: int  # the same steps a year ago, give or take so many
    windows: tuple[tuple[int, int], ...]  # steps looked at, best steps taken out
    context_days: int  # a voice that repeats a context within this is not counted again
    season_needs: int  # steps of archive before the season can be judged
    cold: int  # steps of archive under which nothing is more than a candidate
    words: tuple[tuple[str, str], ...] = ()  # how sentences, which tell of weeks, tell of its steps

    def said(self, sentence: str) -> str:
        """A sentence on weeks, told in steps: « 12 semaines » of a slow archive are « 12 mois »."""
        for week, step in self.words:
            sentence = re.sub(week, step, sentence)
        return sentence

    @property
    def decay(self) -> float:
        """What a count of the step before still weighs."""
        return float(0.5 ** (1 / self.half_life))

    @property
    def look_back(self) -> int:
        """Steps of counts that a confirmation may need."""
        widest = max(size for size, _ in self.windows)
        return max(ACTIVE, self.year + widest + self.season_pad)

    @property
    def season(self) -> int:
        """Steps ago that the season ends; between it and ACTIVE, nothing is looked at."""
        return self.year - self.season_pad


WEEKLY = Rhythm(26, 52, 2, ((6, 1), (12, 3)), 180, season_needs=61, cold=26)
MONTHS = (
    ("meilleures semaines", "meilleurs mois"), ("cette semaine", "ce mois-ci"),
    (r"(\d|quatre|huit|douze) semaines", r"\1 mois"),  # not those of a title
)  # fmt: skip
MONTHLY = Rhythm(48, 12, 1, ((6, 1), (12, 2)), 42, season_needs=14, cold=24, words=MONTHS)


@dataclass(frozen=True)
class Exposure:
    """How many documents each week held, from the first week of the archive on.

    Weeks in which no source answered hold 0: nothing could be seen, nothing is concluded.
    """

    first: int  # number of the first week
    documents: Floats  # (T,) documents a week
    rhythm: Rhythm = WEEKLY
    # (T,) share of the past of each week said by sources that still speak; None: all of it.
    heard: Floats | None = None
    spoken: Ints | None = None  # (T,) weeks with a document so far; None: those that count

    def upto(self, week: int) -> Floats:
        """Documents of every week up to this one, included."""
        return self.documents[: max(0, week - self.first + 1)]

    def between(self, start: int, end: int) -> float:
        """Documents of weeks start to end, both included."""
        low = max(0, start - self.first)
        return float(self.documents[low : max(low, end - self.first + 1)].sum())

    def at(self, week: int) -> float:
        """Documents of one week, 0 outside the archive."""
        return self.between(week, week)

    def each(self, week: int, n_weeks: int) -> Floats:
        """(n_weeks,) Documents of each of the weeks that end with this one, oldest first."""
        return np.array([self.at(k) for k in range(week - n_weeks + 1, week + 1)])

    def lag(self, week: int) -> int:
        """Weeks left out of the baseline at this week: LAG, fewer while the archive is young.

        A quarter of its age, so that a short archive has a baseline at all: what rises in its
        first months is at most a candidate (states.COLD_START), and said to be so.
        """
        return min(LAG, max(1, self.age(week) // 4))

    @cached_property
    def lags(self) -> Ints:
        """(T,) the lag of every week."""
        return np.clip(self._ages // 4, 1, LAG)

    @cached_property
    def _ages(self) -> Ints:
        # A stray text of long ago makes no archive old: only weeks in which something was heard do.
        return np.cumsum(self.documents > 0) if self.spoken is None else self.spoken

    def past(self, week: int, lag: int) -> float:
        """Documents of weeks up to week - lag, each halved every half-life."""
        known = self.upto(week - lag)
        ages = np.arange(len(known) - 1, -1, -1)
        return float((known * self.rhythm.decay**ages).sum() * self._heard(week, 1)[0])

    def _heard(self, last: int, n_weeks: int) -> Floats:
        """(n_weeks,) share of the past still heard in each of the weeks that end with this one."""
        if self.heard is None:
            return np.ones(n_weeks)
        where = np.arange(last - self.first - n_weeks + 1, last - self.first + 1)
        return self.heard[np.clip(where, 0, len(self.heard) - 1)]

    def silences(self, week: int) -> tuple[Floats, Floats]:
        """What a unit was expected to say over the n weeks that end with this one, n from 0 on.

        Per mention of its baseline: one that does not age, and one that had just been seen.
        """
        known, decay = self.upto(week), self.rhythm.decay
        ages = np.arange(len(known))
        heard = np.concatenate([[-2], ages - self.lags[: len(ages)]])
        past = np.concatenate([[0.0], np.cumsum(known * decay**-ages) * decay**ages])
        earlier = past[np.maximum(heard[1:] + 1, 0)] * self._heard(week, len(known))
        rates = np.divide(known, earlier, out=np.zeros(len(known)), where=earlier > 0)[::-1]
        since = (heard[-1] - heard)[::-1]  # by how much the baseline has aged n weeks later
        steady = np.concatenate([[0.0], np.cumsum(rates)])
        fading = np.concatenate([[0.0], np.cumsum(rates * decay ** -since[:-1])])
        return steady, fading * decay**since

    def silent(self, since: int, week: int) -> int:
        """Weeks without a document after one week, up to another, included."""
        return int((self.upto(week)[max(0, since + 1 - self.first) :] == 0).sum())

    def age(self, week: int) -> int:
        """Weeks with at least one document, up to this one."""
        known = self._ages[: max(0, week - self.first + 1)]
        return int(known[-1]) if len(known) else 0


@dataclass
class UnitStates:
    """The CUSUM of U units, as of the last week that touched each of them."""

    past: Floats  # (U,) decayed count of weeks up to past_week, expressed at past_week
    past_week: Ints  # (U,)
    sums: Floats  # (3, U) cumulative evidence in nats, one row per ratio
    seen_week: Ints  # (U,) last week taken in

    @classmethod
    def empty(cls, n_units: int) -> "UnitStates":
        """States of units never seen."""
        zeros = np.zeros(n_units, np.int64)
        return cls(np.zeros(n_units), zeros.copy(), np.zeros((len(RATIOS), n_units)), zeros.copy())

    def take(self, units: Ints) -> "UnitStates":
        """A copy of the states of these units, in this order."""
        return UnitStates(
            self.past[units].copy(),
            self.past_week[units].copy(),
            self.sums[:, units].copy(),
            self.seen_week[units].copy(),
        )


@dataclass(frozen=True)
class Seen:
    """Which units were mentioned in one week, and how many times (voice x day)."""

    units: Ints  # (N,) distinct indices
    counts: Floats  # (N,)


def advance(states: UnitStates, week: int, now: Seen, leaving: Seen, exposure: Exposure) -> Ints:
    """Take in one week, in place, and return the units touched.

    Touches only the units mentioned this week and those whose mentions of a few weeks ago join
    their baseline: the cost is that of the week, whatever the archive.

    Raises:
        ValueError: a later week, or this one, was already taken in.
    """
    touched = np.union1d(now.units, leaving.units)
    if (states.seen_week[touched] >= week).any():
        raise ValueError(f"weeks are taken in order: {week} comes too late")
    fold = np.zeros(len(touched))
    fold[np.searchsorted(touched, leaving.units)] = leaving.counts
    count = np.zeros(len(touched))
    count[np.searchsorted(touched, now.units)] = now.counts

    sums = _after_silence(states, touched, week, exposure)
    lag = exposure.lag(week)
    gap = week - lag - states.past_week[touched]
    states.past[touched] = states.past[touched] * exposure.rhythm.decay**gap + fold
    states.past_week[touched] = week - lag
    past_documents = exposure.past(week, lag)
    if past_documents > 0 and exposure.at(week) > 0:
        past = states.past[touched] + PRIOR
        sums = _updated(sums, count, past, past * exposure.at(week) / past_documents)
    states.sums[:, touched] = sums
    states.seen_week[touched] = week
    return touched


def _after_silence(states: UnitStates, units: Ints, week: int, exposure: Exposure) -> Floats:
    """The sums after the weeks between the one each unit was seen and this one, both excluded.

    In closed form, as a Poisson silence: the negative binomial would melt the evidence a little
    less, so this errs on the quiet side.
    """
    steady, fading = exposure.silences(week - 1)
    n_silent = np.clip(week - 1 - states.seen_week[units], 0, len(steady) - 1)
    expected = PRIOR * steady[n_silent] + states.past[units] * fading[n_silent]
    melted: Floats = np.maximum(0, states.sums[:, units] - (RATIOS - 1) * expected)
    return melted


def _updated(sums: Floats, count: Floats, past: Floats, mean: Floats) -> Floats:
    """One CUSUM step: log-likelihood ratio of NB(ratio x mean) to NB(mean), floored at 0."""
    size = 1 / (1 / past + KAPPA)
    capped = np.minimum(count, np.ceil(mean) + CAP)
    growth = np.log(RATIOS * (mean + size) / (RATIOS * mean + size))
    silence = np.log((mean + size) / (RATIOS * mean + size))
    stepped: Floats = np.maximum(0, sums + capped * growth + size * silence)
    return stepped


def leaving_week(week: int, exposure: Exposure) -> int | None:
    """The week whose mentions join the baseline at this week, None while the lag grows."""
    leaves = week - exposure.lag(week)
    return leaves if leaves > week - 1 - exposure.lag(week - 1) else None


def baseline(states: UnitStates, units: Ints, week: int, exposure: Exposure) -> Floats:
    """(N,) the decayed past count of each unit, expressed at week - lag."""
    gap = np.maximum(0, week - exposure.lag(week) - states.past_week[units])
    past: Floats = states.past[units] * exposure.rhythm.decay**gap
    return past


def evidence_at(states: UnitStates, units: Ints, week: int, exposure: Exposure) -> Floats:
    """(N,) the strongest sum of each unit at the end of a week, silent weeks melted."""
    return np.asarray(_after_silence(states, units, week + 1, exposure).max(axis=0), np.float64)
