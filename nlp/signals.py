"""Which units rise: a negative-binomial CUSUM per unit, updated only when the unit is seen.

Pure: arrays in, arrays out. Weeks are integers (`veille.week_number`), exposure is in documents.
Method and measures: docs/methode.md; Watkins et al. 2008 (BMC Medical Informatics 8:37) for the
NB-CUSUM, Lorden 1971 for its in-control run length.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RATIOS = np.array([[2.0], [4.0], [8.0]])  # growth ratios watched together
LAG = 8  # weeks left out of the baseline: a rise must not teach it
HALF_LIFE = 26  # weeks; older counts weigh less
DECAY = 0.5 ** (1 / HALF_LIFE)
KAPPA = 0.15  # over-dispersion of weekly counts, kept unless measured otherwise (signals.md, §3.3)
PRIOR = 0.5  # mentions every unit is given: the unseen one is never impossible
CAP = 2  # a week counts at most ceil(mean) + CAP mentions: one week cannot decide

CANDIDATE = 8.0  # nats; 0.75 false alerts a week over 40,000 units on shuffled dates
ALERT = 10.0  # nats; 0.11
QUIET = 4.0  # nats; below, the evidence has melted


@dataclass(frozen=True)
class Exposure:
    """How many documents each week held, from the first week of the archive on.

    Weeks in which no source answered hold 0: nothing could be seen, nothing is concluded.
    """

    first: int  # number of the first week
    documents: Floats  # (T,) documents a week

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

    def past(self, week: int, lag: int = LAG) -> float:
        """Documents of weeks up to week - lag, each halved every HALF_LIFE weeks."""
        known = self.upto(week - lag)
        ages = np.arange(len(known) - 1, -1, -1)
        return float((known * DECAY**ages).sum())

    def age(self, week: int) -> int:
        """Weeks with at least one document, up to this one."""
        return int((self.upto(week) > 0).sum())


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
        return cls(np.zeros(n_units), zeros.copy(), np.zeros((3, n_units)), zeros.copy())

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

    Touches only the units mentioned this week and those whose mentions of LAG weeks ago join
    their baseline: the cost is that of the week, whatever the archive.
    """
    touched = np.union1d(now.units, leaving.units)
    fold = np.zeros(len(touched))
    fold[np.searchsorted(touched, leaving.units)] = leaving.counts
    count = np.zeros(len(touched))
    count[np.searchsorted(touched, now.units)] = now.counts

    gap = week - LAG - states.past_week[touched]
    states.past[touched] = states.past[touched] * DECAY**gap + fold
    states.past_week[touched] = week - LAG
    past_documents = exposure.past(week)
    if past_documents > 0 and exposure.at(week) > 0:
        rate = (states.past[touched] + PRIOR) / past_documents
        sums = _after_silence(states, touched, rate, week, exposure)
        states.sums[:, touched] = _updated(
            sums, count, states.past[touched] + PRIOR, rate * exposure.at(week)
        )
    states.seen_week[touched] = week
    return touched


def _after_silence(
    states: UnitStates, units: Ints, rate: Floats, week: int, exposure: Exposure
) -> Floats:
    """The sums after the weeks since each unit was seen, in closed form: a Poisson silence.

    The negative binomial would melt the evidence a little less: this errs on the quiet side.
    """
    known = np.concatenate([[0.0], np.cumsum(exposure.upto(week - 1))])
    seen = np.clip(states.seen_week[units] - exposure.first + 1, 0, len(known) - 1)
    silent = known[-1] - known[seen]
    melted: Floats = np.maximum(0, states.sums[:, units] - (RATIOS - 1) * rate * silent)
    return melted


def _updated(sums: Floats, count: Floats, past: Floats, mean: Floats) -> Floats:
    """One CUSUM step: log-likelihood ratio of NB(ratio x mean) to NB(mean), floored at 0."""
    size = 1 / (1 / past + KAPPA)
    capped = np.minimum(count, np.ceil(mean) + CAP)
    growth = np.log(RATIOS * (mean + size) / (RATIOS * mean + size))
    silence = np.log((mean + size) / (RATIOS * mean + size))
    stepped: Floats = np.maximum(0, sums + capped * growth + size * silence)
    return stepped


def evidence_at(states: UnitStates, units: Ints, week: int, exposure: Exposure) -> Floats:
    """(N,) the strongest sum of each unit at the end of a week, silent weeks melted."""
    past_documents = exposure.past(week)
    if past_documents <= 0:
        return np.zeros(len(units))
    gap = np.maximum(0, week - LAG - states.past_week[units])
    rate = (states.past[units] * DECAY**gap + PRIOR) / past_documents
    strongest: Floats = _after_silence(states, units, rate, week + 1, exposure).max(axis=0)
    return strongest
