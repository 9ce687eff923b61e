"""The verdicts of a backtest: which alerts were right, how early, and how many were false. Pure.

Alerts are pairs (week, units), in the order in which a reader would be shown them; weeks are
counted as the truth counts them, from the day 0 of its stream.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby, pairwise
from operator import add

import numpy as np
from numpy.typing import NDArray

from .baselines import Weekly

Floats = NDArray[np.float64]
Alerts = Sequence[tuple[int, tuple[int, ...]]]

CUTS = (3, 5, 10)  # alerts a week that a reader may have time for
PLATEAUS = (0.4, 0.8, 1.6, 4.0)  # documents a day of 200
RISES = (0, 90, 120, 180)  # days from onset to strong
MARGIN = 28  # days: a rise that began so shortly before the first judged week is judged too
Z = 1.96  # of a 95 % interval
HORIZON = 12  # periods after the alert over which a rise must hold: months; weeks are told 52
WINDOW = 12  # periods before the alert that may hold its rise: left out of what was before
HELD_RATIO, HELD_MENTIONS = 2.0, 3  # what holding up means: rate against before, mentions


@dataclass(frozen=True, slots=True)
class PlantedUnit:
    """A unit made to emerge. The units of one group rise together and count once."""

    unit: int
    group: int
    onset_day: float  # 5 % of the plateau
    strong_day: float  # 80 % of it
    plateau: float  # documents a day, at 200 documents a day

    @property
    def rise_days(self) -> float:
        """Days from onset to strong."""
        return self.strong_day - self.onset_day


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the interval that such a sample allows."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share, NaN of nothing."""
        return self.hits / self.total if self.total else math.nan

    def __add__(self, other: "Share") -> "Share":
        return Share(self.hits + other.hits, self.total + other.total)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of Wilson (1927, J. Am. Stat. Assoc. 22:209-212)."""
        return wilson(self.hits, self.total)


@dataclass(frozen=True, slots=True)
class Slice:
    """The groups of one range of plateaus or of rises: low included, high not."""

    low: float
    high: float
    early: Share
    recall: Share
    leads: tuple[float, ...]  # days, one a group found

    @property
    def lead(self) -> float:
        """Median days, NaN if none was found."""
        return quartiles(self.leads)[1]

    def __add__(self, other: "Slice") -> "Slice":
        early, recall = self.early + other.early, self.recall + other.recall
        return Slice(self.low, self.high, early, recall, self.leads + other.leads)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What a backtest says of one method."""

    n_weeks: int
    precision: Share  # of all alerts
    precision_at: Mapping[int, Share]  # of the first k of each week
    recall: Share  # of the groups whose whole rise lies in the judged span
    early: Share  # of them, those found before they were strong
    leads: tuple[float, ...]  # days from alert to strong, one a group found, negative if late
    mentions: tuple[float, ...]  # since its onset, one a group found; empty without counts
    by_plateau: tuple[Slice, ...]
    by_rise: tuple[Slice, ...]

    @property
    def alerts_a_week(self) -> float:
        """Alerts a week, right or false."""
        return self.precision.total / self.n_weeks

    @property
    def false_a_week(self) -> float:
        """Alerts a week that were not right."""
        return (self.precision.total - self.precision.hits) / self.n_weeks

    @property
    def lead(self) -> tuple[float, float, float]:
        """First quartile, median and third quartile of the leads, in days."""
        return quartiles(self.leads)

    @property
    def mentions_at_alert(self) -> tuple[float, float, float]:
        """Quartiles of the mentions that the alert had seen since the onset."""
        return quartiles(self.mentions)


@dataclass(frozen=True, slots=True)
class _Found:
    """The first right alert of a group."""

    group: int
    lead: float
    mentions: float | None  # None without counts


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score, (0, 1) of nothing."""
    if not total:
        return 0.0, 1.0
    share, spread = hits / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """First quartile, median and third quartile, NaN of nothing."""
    if not values:
        return math.nan, math.nan, math.nan
    low, middle, high = np.percentile(values, [25, 50, 75])
    return float(low), float(middle), float(high)


def last_day(week: int) -> int:
    """The day on which the alerts of a week are read."""
    return 7 * week + 6


def found_group(week: int, units: Sequence[int], truth: Mapping[int, PlantedUnit]) -> int | None:
    """The planted group that an alert has found, None if the alert is false.

    An alert is right when more than half of its units are planted and past their onset. It then
    finds one group, that of most of these units: one alert that mixes two is credited with one.
    """
    rising = [truth[unit] for unit in units if unit in truth]
    groups = [plant.group for plant in rising if last_day(week) >= plant.onset_day]
    if 2 * len(groups) <= len(units):
        return None
    return max(sorted(set(groups)), key=groups.count)


def judged(planted: Sequence[PlantedUnit], first_week: int, n_weeks: int) -> dict[int, PlantedUnit]:
    """The groups whose whole rise lies in the judged span, each by one of its units."""
    start, end = 7 * first_week - MARGIN, last_day(first_week + n_weeks - 1)
    return {
        plant.group: plant
        for plant in planted
        if start <= plant.onset_day and plant.strong_day <= end
    }


def verdicts(
    alerts: Alerts,
    planted: Sequence[PlantedUnit],
    *,
    first_week: int,
    n_weeks: int,
    weekly: Weekly | None = None,
) -> Verdicts:
    """Judge the alerts of one method against what was planted.

    Args:
        alerts: (week, units), in order of week, and within a week best first.
        planted: the truth; empty for a null, where every alert is false.
        first_week: the first week judged.
        n_weeks: weeks judged.
        weekly: mentions, to say how many an alert had seen; None to leave it out.

    Raises:
        ValueError: no week is judged, or the alerts are not in the order of weeks.
    """
    weeks = [week for week, _ in alerts]
    if n_weeks <= 0 or weeks != sorted(weeks):
        raise ValueError(f"alerts come in the order of weeks, over one at least, got {n_weeks}")
    truth = {plant.unit: plant for plant in planted}
    hits = [found_group(week, units, truth) for week, units in alerts]
    groups = judged(planted, first_week, n_weeks)
    found = _first_found(alerts, hits, groups, truth, weekly)
    plants = list(groups.values())
    return Verdicts(
        n_weeks=n_weeks,
        precision=_right(hits),
        precision_at={k: _right(_heads(weeks, hits, k)) for k in CUTS},
        recall=Share(len(found), len(groups)),
        early=Share(sum(one.lead > 0 for one in found.values()), len(groups)),
        leads=tuple(one.lead for one in found.values()),
        mentions=tuple(one.mentions for one in found.values() if one.mentions is not None),
        by_plateau=_slices(plants, found, PLATEAUS, lambda plant: plant.plateau),
        by_rise=_slices(plants, found, RISES, lambda plant: plant.rise_days),
    )


def pooled(runs: Sequence[Verdicts]) -> Verdicts:
    """The verdicts of one method over several streams, as if they were one after the other.

    Raises:
        ValueError: there is none.
    """
    if not runs:
        raise ValueError("no verdicts to pool")
    return Verdicts(
        n_weeks=sum(run.n_weeks for run in runs),
        precision=_added([run.precision for run in runs]),
        precision_at={k: _added([run.precision_at[k] for run in runs]) for k in CUTS},
        recall=_added([run.recall for run in runs]),
        early=_added([run.early for run in runs]),
        leads=tuple(lead for run in runs for lead in run.leads),
        mentions=tuple(seen for run in runs for seen in run.mentions),
        by_plateau=tuple(map(_joined, zip(*(run.by_plateau for run in runs), strict=True))),
        by_rise=tuple(map(_joined, zip(*(run.by_rise for run in runs), strict=True))),
    )


def _added(shares: Sequence[Share]) -> Share:
    return sum(shares, Share(0, 0))


def _joined(slices: Sequence[Slice]) -> Slice:
    return reduce(add, slices)


def _right(hits: Sequence[int | None]) -> Share:
    return Share(sum(hit is not None for hit in hits), len(hits))


def _heads(weeks: Sequence[int], hits: Sequence[int | None], k: int) -> list[int | None]:
    """The verdicts of the first k alerts of each week."""
    by_week = groupby(zip(weeks, hits, strict=True), key=lambda pair: pair[0])
    return [hit for _, pairs in by_week for _, hit in list(pairs)[:k]]


def _first_found(
    alerts: Alerts,
    hits: Sequence[int | None],
    groups: Mapping[int, PlantedUnit],
    truth: Mapping[int, PlantedUnit],
    weekly: Weekly | None,
) -> dict[int, _Found]:
    """The first right alert of each judged group."""
    found: dict[int, _Found] = {}
    for (week, units), group in zip(alerts, hits, strict=True):
        if group is None or group in found or group not in groups:
            continue
        own = [unit for unit in units if unit in truth and truth[unit].group == group]
        onset = int(groups[group].onset_day // 7)
        seen = None if weekly is None else max(weekly.total(unit, onset, week) for unit in own)
        found[group] = _Found(group, groups[group].strong_day - last_day(week), seen)
    return found


def _slices(
    plants: Sequence[PlantedUnit],
    found: Mapping[int, _Found],
    bounds: Sequence[float],
    measure: Callable[[PlantedUnit], float],
) -> tuple[Slice, ...]:
    """The judged groups cut by a measure of theirs; the last range holds its upper bound."""
    slices = []
    for k, (low, high) in enumerate(pairwise(bounds)):
        top = math.inf if k == len(bounds) - 2 else high
        groups = [plant.group for plant in plants if low <= measure(plant) < top]
        leads = tuple(found[group].lead for group in groups if group in found)
        early = sum(lead > 0 for lead in leads)
        recall = Share(len(leads), len(groups))
        slices.append(Slice(low, high, Share(early, len(groups)), recall, leads))
    return tuple(slices)


def held_up(counts: Floats, exposure: Floats, period: int, horizon: int = HORIZON) -> bool | None:
    """Whether what was alerted at this period kept its rise, by counts alone.

    The rate of the next periods is at least twice the rate of the periods up to 12 before, a
    quarter of a mention added, and holds three mentions. It is no human judgement.

    Args:
        counts: (P,) mentions a period.
        exposure: (P,) documents a period.
        period: index of the alert's.
        horizon: periods over which it must hold, a year.

    Returns:
        None when fewer than half of them follow.
    """
    if period + 1 + horizon // 2 > len(counts):
        return None
    after = slice(period + 1, period + 1 + horizon)
    before = slice(0, max(1, period - WINDOW))
    later = counts[after].sum() / max(exposure[after].sum(), 1)
    earlier = (counts[before].sum() + 0.25) / max(exposure[before].sum(), 1)
    return bool(later >= HELD_RATIO * earlier and counts[after].sum() >= HELD_MENTIONS)


def holding(alerts: Alerts, weekly: Weekly, horizon: int = HORIZON) -> Share:
    """How many alerts held up, of those whose next periods are known; units of one alert add up."""
    held = [
        held_up(
            np.sum([weekly.series(unit) for unit in units], axis=0),
            weekly.exposure,
            week - weekly.first_week,
            horizon,
        )
        for week, units in alerts
    ]
    return Share(held.count(True), len(held) - held.count(None))
