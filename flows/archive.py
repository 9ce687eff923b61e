"""What every run does to the archive being built, once texts are in: stories, weeks, topics."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nlp.duplicates import Item, stories
from reports.french import count, day, number, week
from veille import Document, WarehouseError, day_in_paris, monday
from warehouse import actors, decisions, read_back, understood, weeks, write
from warehouse.database import Connection
from warehouse.understood import Reading

from . import heirs, provisional, topics
from .committing import Committed, commit
from .ledger import Ledger
from .models import Models
from .settings import Settings
from .understanding import batches, retag, understand

SET_RIGHT = "Vérifier la date de cette machine, ou l’instant demandé (--as-of)"
AHEAD = timedelta(days=2)  # of what sites say: their own clocks are seldom right to the hour


@dataclass(frozen=True, slots=True)
class Clock:
    """The instant a run is for, and what it may commit."""

    now: datetime

    @property
    def last_full_week(self) -> date:
        """The Monday of the last week that is over."""
        return monday(day_in_paris(self.now)) - timedelta(days=7)


def check_clock(db: Connection, clock: Clock) -> None:
    """Raise if a week that is over for the archive is not over at this instant.

    A text that came then would count in a week that no night counts again.

    Raises:
        WarehouseError: the clock of the machine went back, or the instant asked for is too early.
    """
    committed = weeks.committed(db)
    if committed is not None and committed > clock.last_full_week:
        where = f"{week(committed)} déjà arrêtée, et l’on serait le {day(day_in_paris(clock.now))}"
        raise WarehouseError("Base en avance sur l’horloge", where=where, todo=SET_RIGHT)


def check_sites(told: Collection[datetime], clock: Clock) -> None:
    """Raise if all sites, three at least, say that it is days before: weeks to come would be
    committed, and the nights to come refused until then.

    Raises:
        WarehouseError: the clock of the machine, or the instant asked for, is ahead.
    """
    if len(told) > 2 and (latest := max(told)) < clock.now - AHEAD:
        said = (day(day_in_paris(at)) for at in (clock.now, latest))
        where = "l’on serait le {}, et les sites répondent du {}".format(*said)
        raise WarehouseError("Horloge en avance sur les sites", where=where, todo=SET_RIGHT)


def check_certificates(
    db: Connection, expired: Collection[str], told: Collection[datetime], clock: Clock
) -> None:
    """Raise if no site says that it is now, certificates of three at least are over, and no run
    was for a week.

    Years ahead no certificate holds, so no site can be asked the date. Offline, none is seen.

    Raises:
        WarehouseError: the clock of the machine is ahead.
    """
    last = read_back.last_run(db)
    is_now = any(at >= clock.now - AHEAD for at in told)
    if len(expired) > 2 and not is_now and last and clock.now - last > timedelta(days=7):
        today, then = (day(day_in_paris(at)) for at in (clock.now, last))
        where = f"l’on serait le {today}, où les certificats de {len(expired)} sites sont expirés ;"
        where += f" aucun site ne répond de ce jour, et la dernière exécution est du {then}"
        raise WarehouseError("Horloge en avance sur les certificats", where=where, todo=SET_RIGHT)


def store(
    db: Connection, readings: Sequence[Reading], models: Models, committed: date | None
) -> None:
    """Keep readings, each counted on its day."""
    understood.store(
        db,
        readings,
        analysis=models.version,
        counted_on=lambda document: write.counting_day(document, committed),
    )


def describe(db: Connection, models: Models) -> None:
    """Store the catalogue of key variables and the gazetteer of actors."""
    known = models.catalogue.variables
    write.catalogue(
        db,
        [(v.id, v.label, v.definition) for v in known],
        [(v.id, theme.id, theme.label) for v in known for theme in v.themes],
    )
    actors.gazetteer(db, [entry.actor for entry in models.actors.entries])


def refresh(db: Connection, models: Models, ledger: Ledger) -> bool:
    """Read again the versions that an older analysis read. True if there were any."""
    stale = read_back.stale(db, models.version)
    if not stale:
        return False
    only_tags = read_back.tagged_otherwise(db, models.version, models.reading)
    _retag(db, models, ledger, [d for d in stale if d.version_id in only_tags])
    _reread(db, models, ledger, [d for d in stale if d.version_id not in only_tags])
    return True


def _retag(db: Connection, models: Models, ledger: Ledger, stale: Sequence[Document]) -> None:
    if not stale:
        return
    with ledger.step("étiqueter de nouveau") as step:
        step.n_in, step.message = len(stale), "lexique ou modèle des étiquettes changé"
        for group in batches(stale):
            found = retag(models, group)
            understood.retag(db, found, analysis=models.version)
            step.n_out += len(found)


def _reread(db: Connection, models: Models, ledger: Ledger, stale: Sequence[Document]) -> None:
    if not stale:
        return
    with ledger.step("relire") as step:
        step.n_in, step.message = len(stale), "modèles ou variables changés"
        for group in batches(stale):
            understood.unread(db, [document.version_id for document in group])
            found = understand(models, group)
            understood.reread(db, found, analysis=models.version)
            step.n_out += len(found)
        understood.sweep_units(db)


def group_stories(db: Connection, ledger: Ledger, *, replay: bool) -> None:
    """Give a story to the documents that have none; to all of them when replaying."""
    with ledger.step("rapprocher") as step:
        waiting, recent = read_back.without_story(db, replay=replay)
        found = stories([Item(*row) for row in waiting], [Item(*row) for row in recent])
        write.stories(
            db,
            [(s.document_id, s.story_id, s.original_id is not None, s.similarity) for s in found],
            replay=replay,
        )
        step.n_in, step.n_out = len(waiting), len({s.story_id for s in found})
        copies = sum(s.original_id is not None for s in found)
        step.message = count(copies, "reprise") if copies else ""


def bring_decisions(db: Connection, settings: Settings, ledger: Ledger) -> None:
    """Bring in what documentalists said since the last night."""
    with ledger.step("reprendre les décisions") as step:
        made = decisions.all_decisions(settings.home.decisions)
        step.n_in, step.n_out = len(made), write.decisions(db, made)


def commit_weeks(
    db: Connection,
    models: Models,
    settings: Settings,
    clock: Clock,
    ledger: Ledger,
    *,
    replay: bool,
) -> Committed:
    """Commit the weeks that are over, and tell what the running one shows so far."""
    with ledger.step("arrêter les semaines") as step:
        done = commit(
            db,
            upto=clock.last_full_week,
            replay=replay,
            variables=[v.id for v in models.catalogue.variables],
            setting=settings.setting,
            cold_weeks=settings.history_weeks,
        )
        running = clock.last_full_week + timedelta(days=7)
        provisional.show(db, running, settings.history_weeks)
        step.n_in = step.n_out = done.n_weeks
        units = count(done.n_units, "motif suivi", "motifs suivis")
        known = count(done.n_signals, "signal connu", "signaux connus")
        step.message = f"{units}, {known} dont {number(done.n_alive)} en cours"
        if n_followed := heirs.follow(db):
            judged = "signal jugé autrefois retrouvé", "signaux jugés autrefois retrouvés"
            step.message += f", {count(n_followed, *judged)} sous un autre"
    return done


def refit_topics(db: Connection, clock: Clock, ledger: Ledger, *, imported: bool) -> None:
    """Fit the topics if the month has changed, or if an import changed the past."""
    fit_on = topics.due(db, clock.now, imported=imported)
    if fit_on is None:
        return
    with ledger.step("ajuster les thèmes") as step:
        done = topics.refit(db, fit_on, imported=imported)
        step.n_in, step.n_out, step.message = done.n_passages, done.n_topics, done.message


def language_problems(readings: Sequence[Reading]) -> list[Document]:
    """The documents that are not in French: kept, but neither tagged nor counted."""
    return [r.document for r in readings if r.language != "fr"]
