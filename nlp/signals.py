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

    def silences(self, week: int) -> tuple[Floats, Floats]:
        """What a unit was expected to say over the n weeks that end with this one, n from 0 on.

        Per mention of its baseline: one that does not age, and one that had just been seen.
        """
        known = self.upto(week)
        aged = DECAY ** np.arange(len(known) + 1)
        past = np.concatenate([np.zeros(LAG), np.cumsum(known / aged[:-1]) * aged[:-1]])
        past = past[: len(known)]
        rates = np.divide(known, past, out=np.zeros(len(known)), where=past > 0)[::-1]
        steady = np.concatenate([[0.0], np.cumsum(rates)])
        fading = np.concatenate([[0.0], np.cumsum(rates / aged[:-1])])
        return steady, fading * aged

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

    Touches only the units mentioned this week and those whose mentions of LAG weeks ago join
    their baseline: the cost is that of the week, whatever the archive.
    """
    touched = np.union1d(now.units, leaving.units)
    fold = np.zeros(len(touched))
    fold[np.searchsorted(touched, leaving.units)] = leaving.counts
    count = np.zeros(len(touched))
    count[np.searchsorted(touched, now.units)] = now.counts

    sums = _after_silence(states, touched, week, exposure)
    gap = week - LAG - states.past_week[touched]
    states.past[touched] = states.past[touched] * DECAY**gap + fold
    states.past_week[touched] = week - LAG
    past_documents = exposure.past(week)
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


def evidence_at(states: UnitStates, units: Ints, week: int, exposure: Exposure) -> Floats:
    """(N,) the strongest sum of each unit at the end of a week, silent weeks melted."""
    return np.asarray(_after_silence(states, units, week + 1, exposure).max(axis=0), np.float64)
