"""Start with a past: files and JSONL archives, counted at their own dates."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from pathlib import Path

from reports.french import count, number
from sources import folder
from veille import SOURCE_CLASSES, BadInput, Document, UnknownName
from warehouse import publish, read_back, write
from warehouse.database import Connection
from warehouse.write import SourceRow

from . import archive, following
from .ledger import Ledger, Say, Step
from .models import Models
from .settings import Settings
from .understanding import BATCH, understand

SHOWN = 5  # problems told in full; the rest are counted


@dataclass
class Imported:
    """What an import took in."""

    source_class: str | None = None  # of the sources that nobody classed
    n_records: int = 0
    steps: list[Step] = field(default_factory=list)
    n_new: int = 0
    n_foreign: int = 0  # of these, not in French: kept, neither tagged nor counted
    problems: list[folder.Problem] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    remark: str = ""  # on the runs before it that never ended


def run(
    settings: Settings,
    models: Models,
    paths: Sequence[Path],
    now: datetime,
    say: Say,
    *,
    source_class: str | None = None,
) -> Imported:
    """Import files and archives, then replay every week. A bad record costs only itself.

    The class is that of the sources of these files which nobody classed; None: unknown.

    Raises:
        UnknownName: the class is none of `veille.SOURCE_CLASSES`.
        BadInput: a path does not exist, or nothing at all could be read.
        Locked: another run is at work.
        WarehouseError: the archive holds weeks that are to come at this instant.
    """
    _check(paths, source_class)
    followed = following.known(settings, models.catalogue)
    ledger = Ledger("import", now, models.version, say)
    with ledger.building(settings.home) as db:
        archive.check_clock(db, archive.Clock(now))
        archive.describe(db, models)
        following.list_in(db, followed, now)
        archive.refresh(db, models, ledger)
        done = Imported(source_class)
        with ledger.step("importer") as step:
            take(db, models, chain.from_iterable(folder.read(p, now) for p in paths), done)
            step.n_in, step.n_out = done.n_records, done.n_new
            step.n_failed = len(done.problems)
        if done.n_records == len(done.problems):
            raise nothing_read(paths, done.problems)
        archive.bring_decisions(db, settings, ledger)
        finish(db, models, settings, archive.Clock(now), ledger)
        ledger.store(db, "incomplet" if done.problems else "fait", taken(done) + ledger.remark)
        publish.publish(db, settings.home)
        done.steps, done.remark = ledger.steps, ledger.remark
    return done


def _check(paths: Sequence[Path], source_class: str | None) -> None:
    if source_class is not None and source_class not in SOURCE_CLASSES:
        raise UnknownName("Classe de sources", source_class, SOURCE_CLASSES)
    for path in paths:
        if not path.exists():
            todo = "Vérifier le chemin ; rien n’a été importé"
            raise BadInput("Fichier introuvable", where=str(path), todo=todo)


def nothing_read(
    paths: Sequence[Path], problems: Sequence[folder.Problem], stem: str = "import"
) -> BadInput:
    """The error of an import, or of what the stem of a verb says, that found no text at all.

    The archive stays as it was.
    """
    where = ", ".join(str(path) for path in paths[:SHOWN])
    if problems:
        where = " ; ".join(f"{p.where} ({p.reason.rstrip('.')})" for p in problems[:SHOWN])
    todo = f"Vérifier les fichiers donnés ; rien n’a été {stem}é"
    return BadInput(f"Aucun texte à {stem}er", where=where, todo=todo)


def closing(done: Imported) -> list[str]:
    """What the import did, in French, a line a step."""
    lines = [step.line() for step in done.steps]
    rate = done.n_records / max(sum(step.seconds for step in done.steps), 0.001)
    return [*lines, f"{taken(done)}, {number(rate)} par seconde{done.remark}"]


def rejected(problems: Sequence[folder.Problem], listing: str) -> list[str]:
    """The first records that were left aside, how many others, and what names them all."""
    lines = [f"Écarté : {p.where} : {p.reason}" for p in problems[:SHOWN]]
    if (more := len(problems) - SHOWN) > 0:
        others = count(more, "autre enregistrement écarté", "autres enregistrements écartés")
        lines.append(f"… et {others} : {listing} les nomme tous")
    return lines


def taken(done: Imported) -> str:
    """« 2 textes nouveaux sur 5 lus, dont 1 hors du français, gardé sans être compté »."""
    new = count(done.n_new, "texte nouveau", "textes nouveaux")
    return f"{new} sur {count(done.n_records, 'lu')}{foreign(done.n_foreign)}"


def foreign(n_texts: int) -> str:
    """« , dont 2 hors du français, gardés sans être comptés »; nothing if there are none."""
    kept = "gardé sans être compté", "gardés sans être comptés"
    told = f", dont {number(n_texts)} hors du français, {kept[n_texts > 1]}"
    return told if n_texts else ""


def summary(done: Imported) -> dict[str, object]:
    """What the import did, for scripts."""
    return {
        "records": done.n_records,
        "new": done.n_new,
        "not_french": done.n_foreign,
        "problems": [{"where": p.where, "reason": p.reason} for p in done.problems],
        "steps": {step.name: round(step.seconds, 2) for step in done.steps},
    }


def take(
    db: Connection, models: Models, records: Iterable[Document | folder.Problem], done: Imported
) -> None:
    """Understand and keep the records that are new, batch by batch."""
    for group in _groups(records):
        documents = _as_kept(db, [record for record in group if isinstance(record, Document)])
        done.problems.extend(r for r in group if isinstance(r, folder.Problem))
        done.n_records += len(group)
        _name_sources(db, documents, done)
        fresh = write.unknown(db, documents)
        readings = understand(models, fresh)
        archive.store(db, readings, models, committed=None)
        done.n_new += len(fresh)
        done.n_foreign += len(archive.language_problems(readings))


def _as_kept(db: Connection, documents: Sequence[Document]) -> list[Document]:
    """The documents; a file that an archive keeps by its name alone stays the one that it is."""
    named = [folder.by_name(document) for document in documents]
    held = read_back.held_versions(db, [document.version_id for document in named])
    pairs = zip(named, documents, strict=True)
    return [old if old.version_id in held else new for old, new in pairs]


def finish(
    db: Connection, models: Models, settings: Settings, clock: archive.Clock, ledger: Ledger
) -> None:
    """Stories, weeks and topics over the whole archive."""
    archive.group_stories(db, ledger, replay=True)
    archive.commit_weeks(db, models, settings, clock, ledger, replay=True)
    archive.refit_topics(db, clock, ledger, imported=True)


def _groups(
    records: Iterable[Document | folder.Problem],
) -> Iterator[list[Document | folder.Problem]]:
    rest = iter(records)
    while group := list(islice(rest, BATCH)):
        yield group


def _name_sources(db: Connection, documents: Sequence[Document], done: Imported) -> None:
    """An archive names its sources: each gets a line, unless the catalogue knows it."""
    names = {document.source for document in documents} - done.sources
    rows = [
        SourceRow(name, name, done.source_class, "archive", None, (), "tdm", 0, "fr", False, "")
        for name in sorted(names)
    ]
    write.sources(db, rows)
    done.sources |= names
