"""The published rules for weak signals, on the same weekly counts as ours. Pure.

Each rule is a generator `rule(weekly, start)`: from the week `start` on, what it reports each
week, strongest first, from the weeks up to that one. What is known of each, and what it reports
when nothing can emerge: docs/decisions/0021-generated-stream.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEAST = 5  # mentions over its span without which a rule leaves a unit out
# Mentions a week: 2 in 1,400 documents at the 1,840 a week of the generated stream (decision 0021).
BIAS = 2.6
ONE_FRESH = 0.99  # popularity of one mention, a week old at most
SILENCE = 24  # weeks unreported after which a unit counts as new again


@dataclass(frozen=True)
class Weekly:
    """Mentions a week of each unit, rows in order of week, weeks without documents at 0."""

    unit: Ints  # (R,) indices under n_units
    week: Ints  # (R,) ascending
    count: Floats  # (R,) above 0, one row a unit and week
    exposure: Floats  # (W,) documents a week, from first_week on
    first_week: int
    n_units: int

    @cached_property
    def _cuts(self) -> Ints:
        """(W + 1,) where the rows of each week begin."""
        weeks = self.first_week + np.arange(len(self.exposure) + 1)
        return np.searchsorted(self.week, weeks).astype(np.int64)

    @property
    def last_week(self) -> int:
        """The last week of the archive."""
        return self.first_week + len(self.exposure) - 1

    def rows(self, first: int, last: int) -> slice:
        """The rows of weeks first to last, both included, those of the archive only."""
        low, high = np.clip([first - self.first_week, last + 1 - self.first_week], 0, None)
        top = len(self.exposure)
        return slice(int(self._cuts[min(low, top)]), int(self._cuts[min(high, top)]))

    def documents(self, first: int, last: int) -> Floats:
        """Documents of each week from first to last, both included and in the archive."""
        low = first - self.first_week
        if low < 0 or last > self.last_week:
            raise ValueError(f"weeks {first} to {last} are not all in the archive")
        return self.exposure[low : last + 1 - self.first_week]

    def table(self, first: int, last: int) -> tuple[Ints, Floats]:
        """The N units seen over these weeks, ascending, and their (weeks, N) counts."""
        rows = self.rows(first, last)
        seen = np.zeros(self.n_units, np.bool_)
        seen[self.unit[rows]] = True
        units, column = np.flatnonzero(seen), np.cumsum(seen) - 1
        counts = np.zeros((last - first + 1, len(units)))
        counts[self.week[rows] - first, column[self.unit[rows]]] = self.count[rows]
        return units, counts

    @cached_property
    def _by_unit(self) -> tuple[Ints, Ints]:
        """(R,) the rows in order of unit, and (n_units + 1,) where those of each begin."""
        order = np.argsort(self.unit, kind="stable").astype(np.int64)
        cuts = np.searchsorted(self.unit[order], np.arange(self.n_units + 1))
        return order, cuts.astype(np.int64)

    def series(self, unit: int) -> Floats:
        """(W,) the mentions of one unit, every week."""
        order, cuts = self._by_unit
        rows = order[cuts[unit] : cuts[unit + 1]]
        counts = np.zeros(len(self.exposure))
        counts[self.week[rows] - self.first_week] = self.count[rows]
        return counts

    def total(self, unit: int, first: int, last: int) -> float:
        """Mentions of one unit over these weeks, both included."""
        low, high = np.clip([first - self.first_week, last + 1 - self.first_week], 0, None)
        return float(self.series(unit)[low:high].sum())


@dataclass(frozen=True)
class Report:
    """What a rule reports one week, strongest first."""

    week: int
    units: Ints  # (N,)
    strengths: Floats  # (N,) descending, each rule's own


Rule = Callable[[Weekly, int], Iterator[Report]]


def alerts(
    reports: Iterable[Report], budget: int | None = None, silence: int = SILENCE
) -> list[tuple[int, tuple[int, ...]]]:
    """The new alerts of each week, (week, (unit,)), strongest first.

    A unit is new when no report held it as a known alert for `silence` weeks.

    Args:
        reports: in order of week.
        budget: alerts a week that a reader takes, None for all. What does not fit is not shown,
            so it is still new the week after.
        silence: weeks.
    """
    last: dict[int, int] = {}
    shown: list[tuple[int, tuple[int, ...]]] = []
    for report in reports:
        left = len(report.units) if budget is None else budget
        for unit in report.units.tolist():
            if unit in last and report.week - last[unit] < silence:
                last[unit] = report.week
            elif left > 0:
                left -= 1
                last[unit] = report.week
                shown.append((report.week, (unit,)))
    return shown


def _report(week: int, units: Ints, strengths: Floats, taken: Flags) -> Report:
    """The units taken, strongest first; of equals, the lowest index first."""
    places = np.flatnonzero(taken)
    places = places[np.argsort(-strengths[places], kind="stable")]
    return Report(week, units[places], strengths[places])


def _nothing(week: int) -> Report:
    return Report(week, np.zeros(0, np.int64), np.zeros(0))


def _weeks(weekly: Weekly, start: int) -> range:
    return range(max(start, weekly.first_week), weekly.last_week + 1)


def raw_growth(
    weekly: Weekly, start: int, *, span: int = 4, least: float = 1.5
) -> Iterator[Report]:
    """Units whose share of the last 4 weeks is over 1.5 times that of the 4 weeks before.

    Half a mention is added on both sides; five mentions are asked of the last weeks.
    """
    for week in _weeks(weekly, start):
        middle, first = week - span + 1, week - 2 * span + 1
        if first < weekly.first_week or not weekly.documents(first, middle - 1).any():
            yield _nothing(week)
            continue
        units, counts = weekly.table(first, week)
        before, now = counts[:span].sum(0), counts[span:].sum(0)
        ratio = weekly.documents(middle, week).sum() / weekly.documents(first, middle - 1).sum()
        growth = (now + 0.5) / (ratio * before + 0.5)
        yield _report(week, units, growth, (now >= LEAST) & (growth > least))


def kem_kim(
    weekly: Weekly,
    start: int,
    *,
    periods: int = 6,
    discount: float = 0.05,
    occurrences: Floats | None = None,
) -> Iterator[Report]:
    """Units in the weak quadrant, rare and growing, of both the KEM and the KIM of Yoon.

    Yoon 2012, Expert Systems with Applications 39:12543-12550. Over 6 periods of four weeks,
    DoV_j = TF_j / NN_j (1 - tw (n - j)), DoD with DF for TF; growth is the geometric mean from the
    first to the last; the quadrants are cut at the medians. Strongest: fastest growth of the DoD.

    Args:
        occurrences: (R,) of each row of the weekly counts; None where they were not kept: the
            two maps are then one, which on the generated stream changes nothing (decision 0021).
    """
    terms = weekly if occurrences is None else replace(weekly, count=occurrences)
    for week in _weeks(weekly, start):
        first = week - 4 * periods + 1
        if first < weekly.first_week:
            yield _nothing(week)
            continue
        documents = weekly.documents(first, week).reshape(periods, 4).sum(axis=1)
        units, mentions = weekly.table(first, week)
        held = mentions.sum(axis=0) >= LEAST
        weak, growth = _weak_quadrant(mentions[:, held], documents, discount)
        if occurrences is not None:
            weak &= _weak_quadrant(terms.table(first, week)[1][:, held], documents, discount)[0]
        yield _report(week, units[held], growth, weak)


def _weak_quadrant(weeks: Floats, documents: Floats, discount: float) -> tuple[Flags, Floats]:
    """(N,) whether each unit is rarer and grows faster than the median unit; its growth."""
    n = len(documents)
    counts = weeks.reshape(n, len(weeks) // n, -1).sum(axis=1)
    heard = np.maximum(documents, 1)[:, None]
    weights = 1 - discount * (n - 1 - np.arange(n))[:, None]
    degree, least = counts / heard * weights, 0.5 / heard  # half a mention: growth from 0 is finite
    growth = ((degree[-1] + least[-1]) / (degree[0] + least[0])) ** (1 / (n - 1)) - 1
    mean = counts.mean(axis=0)
    if not counts.shape[1]:
        return np.zeros(0, np.bool_), growth
    return (mean < np.median(mean)) & (growth > np.median(growth)), growth


def signitrend(
    weekly: Weekly, start: int, *, half_life: float = 8, bias: float = BIAS, least: float = 3.0
) -> Iterator[Report]:
    """Units whose week is 3 deviations above their moving mean.

    Schubert, Weiler, Kriegel 2014, KDD, pp. 871-880: (x - max(mean, beta)) / (deviation + beta),
    mean and variance exponentially weighted, from the weeks before. Here x is mentions in a week
    of average volume, the average being that of the weeks so far.
    """
    rate = 1 - 0.5 ** (1 / half_life)
    mean, variance = np.zeros(weekly.n_units), np.zeros(weekly.n_units)
    every = np.arange(weekly.n_units)
    for k, week in enumerate(range(weekly.first_week, weekly.last_week + 1)):
        if weekly.exposure[k] > 0:
            rows = weekly.rows(week, week)
            value = np.zeros(weekly.n_units)
            value[weekly.unit[rows]] = weekly.count[rows]
            value *= weekly.exposure[: k + 1].mean() / weekly.exposure[k]
            strength = (value - np.maximum(mean, bias)) / (np.sqrt(variance) + bias)
            gap = value - mean
            mean += rate * gap
            variance = (1 - rate) * (variance + rate * gap * gap)
        else:
            strength = np.zeros(weekly.n_units)
        if week >= start:
            yield _report(week, every, strength, strength >= least)


def kleinberg(
    weekly: Weekly, start: int, *, span: int = 26, ratio: float = 2.0, gamma: float = 1.0
) -> Iterator[Report]:
    """Units in a burst this week, by the automaton of two states over the last 26 weeks.

    Kleinberg 2003, Data Mining and Knowledge Discovery 7:373-397, batched arrivals: the burst has
    twice the rate of the span; entering it costs gamma ln n, leaving it nothing. Strongest: the
    weight of the burst, the sum of what it saves.
    """
    for week in _weeks(weekly, start):
        first = max(weekly.first_week, week - span + 1)
        units, counts = weekly.table(first, week)
        held = counts.sum(axis=0) >= LEAST
        units, counts = units[held], counts[:, held]
        documents = np.maximum(weekly.documents(first, week)[:, None], counts)
        if not len(units):
            yield _nothing(week)
            continue
        calm, burst = _costs(counts, documents, ratio)
        bursting, weight = _burst(calm, burst, gamma * np.log(len(counts)))
        yield _report(week, units, weight, bursting)


def _costs(counts: Floats, documents: Floats, ratio: float) -> tuple[Floats, Floats]:
    """(weeks, N) the cost of each state: minus its binomial log-likelihood, but for C(n, k)."""
    base = np.minimum(counts.sum(axis=0) / documents.sum(axis=0), 0.99 / ratio)
    rest = documents - counts
    calm, burst = (
        -(counts * np.log(rate) + rest * np.log1p(-rate)) for rate in (base, ratio * base)
    )
    return calm, burst


def _burst(calm: Floats, burst: Floats, entry: float) -> tuple[Flags, Floats]:
    """(N,) whether the cheapest path ends in a burst, and the weight of that burst (Viterbi)."""
    low, high = calm[0].copy(), burst[0] + entry
    from_burst = np.zeros((len(calm), 2, calm.shape[1]), np.bool_)  # [week, state]: where from
    for week in range(1, len(calm)):
        from_burst[week] = high < low, high < low + entry
        low, high = (
            np.minimum(low, high) + calm[week],
            np.minimum(low + entry, high) + burst[week],
        )
    ends = high < low
    inside, weight = ends.copy(), np.zeros(calm.shape[1])
    for week in range(len(calm) - 1, -1, -1):
        weight += np.where(inside, calm[week] - burst[week], 0.0)
        inside &= from_burst[week, 1]
    return ends, weight


def bertrend(
    weekly: Weekly, start: int, *, decay: float = 0.01, low: float = 10, high: float = 75
) -> Iterator[Report]:
    """Units of middling popularity that rises, by the rule of BERTrend with perfect topics.

    Boutaleb, Picault, Grosjean 2024, arXiv:2411.05930: popularity adds what is new, and in a week
    without mention is multiplied by exp(-0.01 t²), t the weeks since the last; weak is between the
    10th and 75th percentiles of the popularities of four weeks, and rising over two. Each unit
    stands for a topic, so the topic model makes no error here. Strongest: relative rise.
    """
    popularity = np.zeros(weekly.n_units)
    silent = np.full(weekly.n_units, 1000.0)  # weeks; beyond, exp is 0
    every = np.arange(weekly.n_units)
    window: list[Floats] = []
    for week in range(weekly.first_week, weekly.last_week + 1):
        rows = weekly.rows(week, week)
        silent += 1
        silent[weekly.unit[rows]] = 0
        popularity = popularity * np.exp(-decay * np.minimum(silent, 1000) ** 2)
        popularity[weekly.unit[rows]] += weekly.count[rows]
        window = [*window[-3:], popularity]
        if week >= start:
            known = np.concatenate([past[past > 1e-5] for past in window])
            if len(window) < 3 or not len(known):
                yield _nothing(week)
                continue
            bounds = np.percentile(known, [low, high])
            rise = popularity - window[-3]
            weak = (
                (popularity >= max(bounds[0], ONE_FRESH)) & (popularity <= bounds[1]) & (rise > 0)
            )
            yield _report(week, every, rise / np.maximum(window[-3], 0.5), weak)


def chance(weekly: Weekly, start: int, *, seed: int = 0) -> Iterator[Report]:
    """The units of the week in random order: what any list owes to luck."""
    draw = np.random.default_rng(seed)
    for week in _weeks(weekly, start):
        units = draw.permutation(np.unique(weekly.unit[weekly.rows(week, week)]))
        yield Report(week, units, np.linspace(1, 0, len(units), endpoint=False))


BASELINES: Mapping[str, Rule] = {
    "KEM/KIM": kem_kim,
    "SigniTrend": signitrend,
    "Kleinberg": kleinberg,
    "BERTrend (popularité)": bertrend,
    "Croissance brute": raw_growth,
    "Hasard": chance,
}
