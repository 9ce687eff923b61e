"""How a replay compares: new alerts, verdicts, the table of methods, the summary."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial

from nlp import baselines, scoring, states
from nlp.baselines import Weekly
from nlp.scoring import Alerts, PlantedUnit, Share, Verdicts
from reports.backtest import Curve, Estimate, Leads, MethodRow, Point

BUDGET = 5  # alerts a step taken of each published rule on an archive without truth
SILENCE = 24  # steps out of a level after which a signal is new again
LEVELS: Mapping[str, tuple[str, ...]] = {
    "Veille, signal faible": states.CONFIRMED,
    "Veille, candidat": states.ALERTS,
}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A living signal in one step, its units as indices of the weekly counts."""

    step: int
    signal: str
    state: str
    score: float
    lead: int
    units: tuple[int, ...]


@dataclass(frozen=True)
class Run:
    """What a replay gave, and the counts that the published rules may see."""

    sightings: Sequence[Sighting]
    weekly: Weekly
    start: int  # first step judged

    @property
    def n_steps(self) -> int:
        """Steps judged."""
        return self.weekly.last_week - self.start + 1


@dataclass(frozen=True)
class Nulls:
    """The same replay where nothing can, or should, emerge."""

    shuffled: Run | None = None
    background: Run | None = None
    reversed: Run | None = None


@dataclass(frozen=True)
class Comparison:
    """Every method on one archive."""

    rows: list[MethodRow]
    verdicts: Mapping[str, Verdicts] = field(default_factory=dict)


def new_alerts(
    sightings: Iterable[Sighting], levels: Sequence[str], start: int, *, lead: bool
) -> Alerts:
    """(step, units) of each signal that enters these states, best score first within a step.

    Args:
        sightings: in any order.
        levels: states that count as an alert.
        start: first step told; a signal that was there before is not new.
        lead: give the unit that speaks for the signal alone.
    """
    last: dict[str, int] = {}
    found = []
    told = (s for s in sightings if s.state in levels)
    for seen in sorted(told, key=lambda s: (s.step, -s.score, s.signal)):
        is_new = seen.step - last.get(seen.signal, -SILENCE) >= SILENCE
        last[seen.signal] = seen.step
        if is_new and seen.step >= start:
            found.append((seen.step, (seen.lead,) if lead else seen.units))
    return found


def compared(
    run: Run, nulls: Nulls, planted: Sequence[PlantedUnit] | None, *, horizon: int
) -> Comparison:
    """The table of methods: ours at two levels, then the published rules on the same units.

    Args:
        run: the replay.
        nulls: the replays in which every alert is false.
        planted: the truth; None where there is none: hold-up is told, and published rules are
            held to BUDGET alerts a step.
        horizon: steps over which an alert must hold up.
    """
    kept: dict[str, Verdicts] = {}
    rows = []
    for name, alerts_of in _methods(planted is None).items():
        alerts = alerts_of(run)
        held = None if planted is not None else scoring.holding(alerts, run.weekly, horizon)
        if planted is not None:
            kept[name] = _verdicts(alerts, planted, run)
        rates = {
            what: None if null is None else _rate(alerts_of(null), null)
            for what, null in vars(nulls).items()
        }
        rows.append(_row(name, _rate(alerts, run), kept.get(name), held, rates))
    return Comparison(rows, kept)


def _rate(alerts: Alerts, run: Run) -> float:
    """Alerts a step, NaN where the cold start is all there is."""
    return len(alerts) / run.n_steps if run.n_steps > 0 else math.nan


def _methods(is_real: bool) -> dict[str, Callable[[Run], Alerts]]:
    found: dict[str, Callable[[Run], Alerts]] = {
        name: partial(_ours, levels=levels, lead=is_real) for name, levels in LEVELS.items()
    }
    budget = BUDGET if is_real else None
    theirs = {n: partial(_theirs, rule=r, budget=budget) for n, r in baselines.BASELINES.items()}
    return found | theirs


def _ours(run: Run, levels: Sequence[str], lead: bool) -> Alerts:
    return new_alerts(run.sightings, levels, run.start, lead=lead)


def _theirs(run: Run, rule: baselines.Rule, budget: int | None) -> Alerts:
    return baselines.alerts(rule(run.weekly, run.start), budget, SILENCE)


def _verdicts(alerts: Alerts, planted: Sequence[PlantedUnit], run: Run) -> Verdicts:
    return scoring.verdicts(
        alerts, planted, first_week=run.start, n_weeks=run.n_steps, weekly=run.weekly
    )


def _row(
    name: str,
    alerts: float,
    judged: Verdicts | None,
    held: Share | None,
    rates: Mapping[str, float | None],
) -> MethodRow:
    return MethodRow(
        method=name,
        alerts=alerts,
        precision=_estimate(judged.precision) if judged else None,
        first_five=judged.precision_at[5].value if judged else None,
        early=_estimate(judged.early) if judged else None,
        lead=judged.lead[1] if judged else None,
        held=_estimate(held) if held is not None else None,
        **rates,
    )


def _estimate(share: Share) -> Estimate:
    return Estimate(share.value, *share.interval)


def curves(judged: Mapping[str, Verdicts]) -> list[Curve]:
    """The early recall of each method by plateau."""
    return [
        Curve(
            name,
            tuple(
                Point(cut.low, cut.high, _estimate(cut.early), cut.early.total)
                for cut in found.by_plateau
            ),
        )
        for name, found in judged.items()
    ]


def leads(judged: Mapping[str, Verdicts]) -> list[Leads]:
    """The leads of each method."""
    return [Leads(name, found.leads) for name, found in judged.items()]


def as_data(compared: Comparison) -> list[dict[str, object]]:
    """The table as plain data, for `summary.json`; what was not measured is left out."""
    found = []
    for row in compared.rows:
        said = {k: _plain(v) for k, v in asdict(row).items() if v is not None}
        judged = compared.verdicts.get(row.method)
        if judged:
            small = judged.by_plateau[0].early
            said |= {
                "false_a_week": _plain(judged.false_a_week),
                "recall": _plain(judged.recall.value),
                "small_plants_early": _plain(small.value),
                "groups": judged.early.total,
                "mentions_at_alert": _plain(judged.mentions_at_alert[1]),
            }
        found.append(said)
    return found


def _plain(value: object) -> object:
    """NaN is no JSON: what could not be told is null."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 4)
    return value
