"""The command `veille backtest`: replay, judge beside the published rules, write, draw."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path

import numpy as np

from nlp.scoring import PlantedUnit
from reports.backtest import MethodRow, alerts_by_week, power_curve, table_text
from reports.backtest import leads as leads_chart
from reports.french import count
from sample import synthetic
from sources import jsonl, records
from veille import BadInput, Document, UnknownName, day_in_paris, week_monday
from warehouse import aside
from warehouse.database import room
from warehouse.publish import Home, locked
from warehouse.replays import Weekly

from . import backtest, generated, importing, judging
from .backtest import Plan, Replayed
from .judging import Comparison, Nulls, Run
from .ledger import Say
from .models import Models
from .settings import SETTINGS

STEPS = {"week": "semaine", "month": "mois"}  # as tables say them
CHARTS = ("puissance", "avances", "alertes")
OF_A_STREAM = ("truth.jsonl", *(f"{name}.svg" for name in CHARTS))
Load = Callable[[], Models]
YEAR = {"week": 52, "month": 12}  # steps over which an alert must hold up


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a backtest found, as it is told and written."""

    rows: list[MethodRow]
    notes: list[str]
    n_lines: int
    step: str = "semaine"


def archive(
    load: Load, paths: Sequence[Path], plan: Plan, now: datetime, say: Say, *, nulls: bool
) -> Outcome:
    """Replay an archive, judge it, and write `alerts.jsonl` and `summary.json`.

    Args:
        load: gives what reads the texts, once nothing else can be refused.
        paths: JSONL files, plain or gzip.
        plan: how to replay.
        now: no record may be later.
        say: where progress goes.
        nulls: replay the archive with its dates shuffled, then reversed, too.

    Raises:
        BadInput: a file is missing, nothing could be read, the vectors or the period are not its.
        OSError: nothing can be written in the folder.
        UnknownName: a step or a setting that does not exist.
        Locked: another run works in the folder.
    """
    _checked(plan)
    period = _prepared(plan, paths, now)
    models = load()
    with locked(Home(plan.out), "veille backtest"):
        done = backtest.replay(models, paths, plan, now, say)
        told = _archive_nulls(models, plan, say) if nulls else Nulls()
    found = judging.compared(done.run(plan), told, None, horizon=YEAR[plan.step])
    notes = [*_notes(done, plan), *period, *importing.rejected(done.problems, "summary.json")]
    rejected = [{"where": p.where, "reason": p.reason} for p in done.problems]
    said: dict[str, object] = {"records": done.n_records, "not_french": done.n_foreign}
    said |= {"problems": len(rejected), "shuffled": nulls, "rejected": rejected}
    with room(plan.out):
        for name in OF_A_STREAM:  # its truth is none of this archive
            (plan.out / name).unlink(missing_ok=True)
        n_lines = _write_lines(plan.out, backtest.lines(done, plan))
        _write_summary(plan, found, said, notes)
    return Outcome(found.rows, notes, n_lines, STEPS[plan.step])


def stream(plan: Plan, seed: int, docs_per_day: float, say: Say, *, nulls: bool) -> Outcome:
    """Replay the generated stream of a seed, judged against its truth.

    Raises:
        UnknownName: a step or a setting that does not exist.
        BadInput: a period, a step or vectors are asked for, that a generated stream has not.
        OSError: nothing can be written in the folder.
        Locked: another run works in the folder.
    """
    _checked(plan)
    _whole(plan)
    _ready(plan.out)
    with locked(Home(plan.out), "veille backtest"):
        given = synthetic.generate(seed, docs_per_day=docs_per_day)
        say(f"Rejouer {count(len(given.day), 'document engendré', 'documents engendrés')}")
        played = generated.play(given, plan.setting, cold_weeks=plan.cold, documents=True)
        truth = generated.planted(given)
        found = judging.compared(
            played.run, _nulls(plan, seed, docs_per_day, given, say) if nulls else Nulls(), truth,
            horizon=YEAR["week"],
        )  # fmt: skip
        notes = _cold(played.run, plan)
        with room(plan.out):
            n_lines = _write_lines(plan.out, generated.lines(played))
            _write_truth(plan.out, truth)
            _draw(plan.out, found)
            _write_summary(plan, found, {"seed": seed, "docs_per_day": docs_per_day}, notes)
    return Outcome(found.rows, notes, n_lines)


def _archive_nulls(models: Models, plan: Plan, say: Say) -> Nulls:
    say("Rejouer : dates mélangées")
    shuffled = backtest.shuffled(models, plan, 1)
    say("Rejouer : temps renversé")
    return Nulls(shuffled, reversed=backtest.reversed_time(models, plan))


def _nulls(plan: Plan, seed: int, docs_per_day: float, given: synthetic.Stream, say: Say) -> Nulls:
    def run(what: str, null: synthetic.Stream) -> Run:
        say(f"Rejouer : {what}")
        return generated.play(null, plan.setting, cold_weeks=plan.cold).run

    empty = synthetic.generate(seed, docs_per_day=docs_per_day, planted=False)
    return Nulls(
        shuffled=run("dates mélangées", synthetic.shuffled(given, seed)),
        background=run("fond sans plante", empty),
        reversed=run("temps renversé", synthetic.reversed_time(given)),
    )


def told(outcome: Outcome, out: Path) -> list[str]:
    """What the command prints."""
    return [
        table_text(outcome.rows, outcome.step),
        *outcome.notes,
        f"{count(outcome.n_lines, 'ligne')} dans {out / 'alerts.jsonl'} ;"
        " mesures dans summary.json",
    ]


def _checked(plan: Plan) -> None:
    if plan.step not in STEPS:
        raise UnknownName("Pas", plan.step, list(STEPS))
    if plan.setting not in SETTINGS:
        raise UnknownName("Réglage", plan.setting, SETTINGS)
    if plan.first and plan.last and plan.first > plan.last:
        todo = "Donner une date de fin qui suit celle du début"
        raise BadInput("Période vide", where=f"--from {plan.first} --to {plan.last}", todo=todo)


def _whole(plan: Plan) -> None:
    """Refuse what a generated stream would not heed, and its summary repeat all the same."""
    given = {"--from": plan.first, "--to": plan.last, "--embeddings": plan.embeddings}
    idle = [name for name, value in given.items() if value]
    idle += [f"--step {plan.step}"] if plan.step != "week" else []
    if idle:
        what = "Un flux engendré se rejoue entier, semaine par semaine, sans vecteurs"
        todo = "Retirer ces options, ou donner une archive par --input"
        raise BadInput(what, where=f"--synthetic {' '.join(idle)}", todo=todo)


def _prepared(plan: Plan, paths: Sequence[Path], now: datetime) -> list[str]:
    """Refuse at once what cannot be; what the archive covers, if more is asked."""
    for path in paths:
        if not path.is_file():
            what = "Ce n’est pas un fichier" if path.exists() else "Fichier introuvable"
            todo = "Vérifier le chemin, donner un fichier par --input"
            raise BadInput(what, where=str(path), todo=todo)
    _ready(plan.out)
    if plan.embeddings:
        _check_vectors(plan.embeddings, paths)
    return _period(plan, paths, now)


def _ready(out: Path) -> None:
    """Refuse at once, before hours of reading, a folder that takes no results."""
    is_made = not out.exists()
    with room(out):
        out.mkdir(parents=True, exist_ok=True)
        for path in (out / "alerts.jsonl", out / "summary.json"):
            is_new = not path.exists()
            path.open("a").close()
            if is_new:  # an empty file of alerts would say that there were none
                path.unlink()
        if is_made:
            out.rmdir()


def _check_vectors(path: Path, archives: Sequence[Path]) -> None:
    """Refuse at once what is no table with a row a record, before hours of reading."""
    try:
        given = np.load(path, mmap_mode="r", allow_pickle=False)
        is_table = isinstance(given, np.ndarray) and given.ndim == 2 and given.dtype.kind == "f"
    except (OSError, ValueError, EOFError):
        is_table = False
    if not is_table:
        todo = "Donner un fichier .npy : une ligne de nombres par enregistrement"
        raise BadInput("Vecteurs illisibles", where=str(path), todo=todo)
    n_records = sum(map(records.count, archives))
    if len(given) != n_records:
        held = count(n_records, "enregistrement")
        where = f"{path}, {count(len(given), 'ligne')} pour {held}"
        todo = "Donner une ligne de nombres par enregistrement de l’archive, dans son ordre"
        raise BadInput("Vecteurs d’une autre archive", where=where, todo=todo)


def _period(plan: Plan, paths: Sequence[Path], now: datetime) -> list[str]:
    """What the archive covers, if more is asked for; refused at once if it has nothing of it."""
    asked = paths if plan.first or plan.last else ()
    found = chain.from_iterable(records.read(path, now) for path in asked)
    days = sorted(day_in_paris(text.published_at) for text in found if isinstance(text, Document))
    if not days:  # nothing asked; or nothing read, and what reads it says why
        return []
    covered = f"L’archive va du {days[0]:%d/%m/%Y} au {days[-1]:%d/%m/%Y}"
    first, last = plan.first or days[0], plan.last or days[-1]
    if not any(first <= day <= last for day in days):
        where = f"--from {plan.first or '…'} --to {plan.last or '…'}"
        todo = f"{covered} : donner une période qui en contient des textes"
        raise BadInput("Aucun texte dans la période demandée", where=where, todo=todo)
    return [f"{covered} : la période demandée en sort"] * (first < days[0] or last > days[-1])


def _notes(done: Replayed, plan: Plan) -> list[str]:
    """What bounds the measures of an archive."""
    heard = count(done.n_records, "texte rejoué", "textes rejoués")
    idle = "Les vecteurs donnés ne servent pas : ils n’ont rien apporté (décision 0024)"
    return [
        *_cold(done.run(plan), plan),
        *_gap(done.weekly, plan),
        *([heard + importing.foreign(done.n_foreign)] if done.n_foreign else []),
        f"Règles publiées : {judging.BUDGET} alertes au plus par pas, sur les mêmes motifs",
        *([idle] if plan.embeddings else []),
    ]


def _cold(run: Run, plan: Plan) -> list[str]:
    """Said plainly: what a short archive cannot confirm."""
    n_known = int(np.count_nonzero(run.weekly.exposure))
    known = f"Archive de {_steps(n_known, plan)}"
    cold = _steps(plan.cold, plan)
    lower = f"{cold} (--history-weeks abaisse ce seuil)"
    if n_known < plan.cold:
        return [f"{known} : trop courte, rien n’y est confirmé avant {lower}"]
    if n_known == plan.cold:  # what the last step confirms is told, no rate can be
        return [f"{known} : trop courte pour être jugée, rien n’est confirmé avant {lower}"]
    lowered = plan.cold < plan.rhythm.cold
    more = f" au lieu de {plan.rhythm.cold} : les signaux faibles y sont moins sûrs"
    return [f"Rien n’est confirmé avant {cold} d’archive{more if lowered else ''}"]


def _gap(weekly: Weekly, plan: Plan) -> list[str]:
    """The longest silence, once it outlasts a cold start: a text before it may be misdated."""
    heard = np.flatnonzero(weekly.exposure)
    silences = np.diff(heard) - 1
    if not len(silences) or silences.max() < plan.rhythm.cold:
        return []
    at = int(silences.argmax())
    last, first = (plan.told(week_monday(weekly.first + k)) for k in heard[at : at + 2].tolist())
    silent = f"Aucun texte pendant {_steps(int(silences[at]), plan)}"
    between = f"entre les semaines du {last:%d/%m/%Y} et du {first:%d/%m/%Y}"
    return [f"{silent}, {between} : vérifier les dates d’avant"]


def _steps(n_steps: int, plan: Plan) -> str:
    return count(n_steps, STEPS[plan.step], "mois" if plan.step == "month" else "")


def _write_lines(out: Path, lines: Iterable[dict[str, object]]) -> int:
    n_lines = 0
    with aside.whole(out / "alerts.jsonl") as file:
        for line in lines:
            file.write(jsonl.written(line) + "\n")
            n_lines += 1
        (out / "summary.json").unlink(missing_ok=True)  # it sums up the lines that go
    return n_lines


def _write_truth(out: Path, truth: Sequence[PlantedUnit]) -> None:
    with (out / "truth.jsonl").open("w", encoding="utf-8") as file:
        for plant in truth:
            days = {"onset": plant.onset_day, "strong": plant.strong_day}
            line = {"unit": generated.name(plant.unit), "group": plant.group}
            line |= {k: date.fromordinal(int(day) + 1).isoformat() for k, day in days.items()}
            file.write(json.dumps(line | {"plateau": round(plant.plateau, 4)}) + "\n")


def _write_summary(
    plan: Plan, found: Comparison, said: Mapping[str, object], notes: Sequence[str]
) -> None:
    summary = {
        **said,
        "step": plan.step,
        "setting": plan.setting,
        "cold_steps": plan.cold,
        "methods": judging.as_data(found),
        "notes": list(notes),
    }
    with aside.whole(plan.out / "summary.json") as file:
        file.write(json.dumps(summary, ensure_ascii=False, indent=1) + "\n")


def _draw(out: Path, found: Comparison) -> None:
    """The three charts of a stream whose truth is known, as SVG beside the alerts."""
    charts = (
        power_curve(judging.curves(found.verdicts)),
        leads_chart(judging.leads(found.verdicts)),
        alerts_by_week(found.rows),
    )
    for name, chart in zip(CHARTS, charts, strict=True):
        (out / f"{name}.svg").write_text(chart.svg, encoding="utf-8")
