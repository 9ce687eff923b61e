"""The time machine: a dated archive replayed week by week by the code of the night.

Works in a folder of its own: its archive (`veille.duckdb`, read again only if what reads it
changed; another input is refused), `alerts.jsonl` and `summary.json`.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from nlp import baselines, evidence
from nlp.signals import MONTHLY, WEEKLY, Floats, Rhythm
from reports.french import count
from sources import records
from sources.protocol import Problem
from veille import BadInput, Document, monday, week_number
from warehouse import publish, replays, weeks
from warehouse.database import Connection
from warehouse.publish import Home
from warehouse.replays import Alert, Weekly

from . import archive, importing, proofs
from .committing import commit
from .judging import Run, Sighting
from .ledger import Ledger, Say
from .models import Models
from .understanding import BATCH, batches

MONTH_DAYS = 30.44
SQUEEZED = date(1970, 1, 5)  # a Monday: the month of January 1970, told as a week

# How the names of records are kept: folders that keep them otherwise are read again.
NAMES = "figures"


@dataclass(frozen=True, slots=True)
class Plan:
    """How to replay."""

    out: Path
    setting: str = "equilibre"
    step: str = "week"
    history_weeks: int | None = None  # None: what the step asks for
    first: date | None = None
    last: date | None = None
    embeddings: Path | None = None  # checked, and of no use: decision 0024

    @property
    def rhythm(self) -> Rhythm:
        """Steps of a week, or of a month."""
        return MONTHLY if self.step == "month" else WEEKLY

    @property
    def cold(self) -> int:
        """Steps of archive before anything is confirmed."""
        if self.history_weeks is None:
            return self.rhythm.cold
        months = max(1, round(self.history_weeks * 7 / MONTH_DAYS))
        return months if self.step == "month" else self.history_weeks

    def counted(self, day: date) -> date:
        """The day on which a text of this day counts: its own, or that of its squeezed month."""
        if self.step == "week":
            return day
        month = (day.year - 1970) * 12 + day.month - 1
        return SQUEEZED + timedelta(days=7 * month + min((day.day - 1) // 5, 6))

    def told(self, week: date) -> date:
        """The Monday of a step: of the last week of its month, when months are squeezed."""
        if self.step == "week":
            return week
        month = (week - SQUEEZED).days // 7 + 1
        return monday(date(1970 + month // 12, month % 12 + 1, 1) - timedelta(days=1))


Said = dict[tuple[str, date], list[str]]  # ids of passages


@dataclass(frozen=True)
class Replayed:
    """What a replay gave."""

    alerts: list[Alert]  # living signals by step, on the days that were counted
    passages: Said  # proofs, by signal and step
    contrary: Said  # the same of passages that say the contrary, which prove nothing
    quotes: dict[str, tuple[Any, ...]]  # record, start, end, text of all these passages
    weekly: Weekly
    n_records: int
    n_foreign: int  # of these, not in French
    problems: list[Problem]

    def run(self, plan: Plan) -> Run:
        """The replay as it is judged."""
        return as_run(self.alerts, self.weekly, plan)


def replay(models: Models, paths: Sequence[Path], plan: Plan, now: datetime, say: Say) -> Replayed:
    """Read an archive, replay it step by step, and keep it in the folder of the plan.

    Raises:
        BadInput: nothing could be read, or the folder is of another archive.
    """
    home = Home(plan.out)
    given = f"{models.version}/{NAMES}/{_fingerprint(paths)}"
    anew = _is_read_otherwise(home, given)
    if anew:
        say("Veille a changé : l’archive gardée est jetée, les textes sont relus")
    with publish.building(home, anew=anew) as db:
        replays.prepare(db)
        if replays.reading(db) != given:
            left_aside = _read(db, models, paths, now, say)
            replays.finish(db, given, [(p.where, p.reason) for p in left_aside])
        problems = [Problem(*told) for told in replays.left_aside(db)]
        n_heard, n_foreign = _hear(db, plan), replays.foreign(db)
        say(f"Rejouer {count(n_heard, 'texte')}")
        found = step_by_step(db, models, plan)
        proved, contrary = _evidence(db, found)
        quotes = replays.quotes(db, list(chain(*proved.values(), *contrary.values())))
        weekly = replays.weekly(db, *weeks.exposure(db))
        publish.publish(db, home)
    return Replayed(found, proved, contrary, quotes, weekly, n_heard, n_foreign, problems)


def shuffled(models: Models, plan: Plan, seed: int) -> Run:
    """The archive of the plan once the days of its texts are dealt out anew."""

    def dealt(days: list[date]) -> list[date]:
        drawn = np.random.default_rng(seed).permutation(len(days))
        return [days[k] for k in drawn.tolist()]

    return _redated(models, plan, dealt)


def reversed_time(models: Models, plan: Plan) -> Run:
    """The archive of the plan told from its last day to its first: what fades then rises."""
    return _redated(models, plan, lambda days: [min(days) + (max(days) - day) for day in days])


def _redated(models: Models, plan: Plan, deal: Callable[[list[date]], list[date]]) -> Run:
    """The replay of the archive under other days; it stays as it is, nothing is kept."""
    with publish.building(Home(plan.out)) as db:
        _hear(db, plan, deal)
        return as_run(step_by_step(db, models, plan), replays.weekly(db, *weeks.exposure(db)), plan)


def _hear(db: Connection, plan: Plan, deal: Callable[[list[date]], list[date]] = list) -> int:
    """Count the texts on their days, or on those dealt to them, and give how many they are.

    Those that follow the last day of the plan are not heard: a week cut there, or a month, must
    be what the archive cut there gives.
    """
    held = replays.days(db)
    heard = [(version, day) for version, day in held if plan.last is None or day <= plan.last]
    days = [plan.counted(day) for day in deal([day for _, day in heard])]
    replays.redate(db, list(zip([version for version, _ in heard], days, strict=True)))
    return len(heard)


def as_run(alerts: Sequence[Alert], weekly: Weekly, plan: Plan) -> Run:
    """The alerts of an archive, judged once its cold start is over."""
    leads = np.searchsorted(weekly.keys, np.array([a.lead for a in alerts], np.uint64)).tolist()
    seen = [
        Sighting(week_number(a.week), a.signal, a.state, a.score, lead, ())
        for a, lead in zip(alerts, leads, strict=True)
    ]
    given = baselines.Weekly(
        weekly.unit, weekly.week, weekly.count, weekly.exposure, weekly.first, len(weekly.keys)
    )
    return Run(seen, given, weekly.first + _cold_end(weekly.exposure, plan.cold))


def _cold_end(exposure: Floats, cold: int) -> int:
    """The place of the step after so many with a text; what was never heard of ages no archive."""
    lit = np.flatnonzero(exposure)
    return int(lit[cold - 1]) + 1 if cold <= len(lit) else len(exposure)


def step_by_step(db: Connection, models: Models, plan: Plan) -> list[Alert]:
    """Commit every step of an archive, as an import does, and list what lived."""
    held = replays.span(db)
    if held is None:
        return []
    first = plan.counted(plan.first) if plan.first else held[0]
    last = min(plan.counted(plan.last), held[1]) if plan.last else held[1]
    commit(
        db,
        upto=monday(last),
        replay=True,
        variables=[v.id for v in models.catalogue.variables],
        setting=plan.setting,
        cold_weeks=plan.cold,
        rhythm=plan.rhythm,
    )
    return replays.alerts(db, monday(first), monday(last))


def _is_read_otherwise(home: Home, given: str) -> bool:
    """Whether the folder keeps the same texts, as other models or an older Veille read them."""
    if not home.published.exists():
        return False
    with publish.building(home) as db:
        replays.prepare(db)
        held = replays.reading(db)
    return held != given and held.rpartition("/")[2] == given.rpartition("/")[2]


def _fingerprint(paths: Sequence[Path]) -> str:
    """What tells one archive from another: the bytes of its files."""
    seen = hashlib.blake2b(digest_size=16)
    for path in paths:
        with path.open("rb") as handle:
            while piece := handle.read(1 << 20):
                seen.update(piece)
    return seen.hexdigest()


def _read(
    db: Connection, models: Models, paths: Sequence[Path], now: datetime, say: Say
) -> list[Problem]:
    """Understand every record and note its name; those that could not be read."""
    if replays.holds_texts(db):  # of another archive, or the home of a base
        todo = "Choisir un autre dossier de sortie, ou vider celui-ci"
        raise BadInput("Dossier d’une autre archive", where="--out", todo=todo)
    ledger = Ledger("backtest", now, models.version, say)
    archive.describe(db, models)
    done = importing.Imported()
    for group in batches(chain.from_iterable(records.named(path, now) for path in paths), BATCH):
        importing.take(db, models, [found for _, found in group], done)
        replays.name(db, [(name, found) for name, found in group if isinstance(found, Document)])
        say(f"Compris : {count(done.n_records, 'texte')}")
    if done.n_records == len(done.problems):
        raise importing.nothing_read(paths, done.problems, "rejou")
    archive.group_stories(db, ledger, replay=True)
    return done.problems


def _evidence(db: Connection, found: Sequence[Alert]) -> tuple[Said, Said]:
    """The passages that prove each living signal, as they would have been chosen in its week.

    Beside them, those that say the contrary: to count them as proofs would be to lie.
    """
    proved: Said = {}
    contrary: Said = {}
    by_week: dict[date, list[str]] = {}
    for alert in found:
        by_week.setdefault(alert.week, []).append(alert.signal)
    for week, names in by_week.items():
        for signal, _, _, passage, role, *_ in proofs.rows(db, week, names):
            kept = contrary if role == evidence.CONTRARY else proved
            kept.setdefault((signal, week), []).append(passage)
    return proved, contrary


def lines(done: Replayed, plan: Plan) -> Iterator[dict[str, object]]:
    """The lines of `alerts.jsonl`."""
    for alert in done.alerts:
        where = (alert.signal, alert.week)
        yield {
            "week": plan.told(alert.week).isoformat(),
            "signal": alert.signal,
            "label": alert.label,
            "variable": alert.variable,
            "units": alert.units,
            "state": alert.state,
            "score": round(alert.score, 6),
            "documents": alert.documents,
            "passages": _quoted(done, done.passages.get(where, [])),
            "contrary": _quoted(done, done.contrary.get(where, [])),
        }


def _quoted(done: Replayed, passages: Sequence[str]) -> list[dict[str, object]]:
    fields = ("document", "start", "end", "text")
    return [dict(zip(fields, done.quotes[passage], strict=True)) for passage in passages]
