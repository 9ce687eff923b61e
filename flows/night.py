"""The night as plain functions: collect, understand, keep, commit, publish.

`flows.nightly` gives these functions to Prefect; nothing here knows of it.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

from reports.french import count
from sources import addresses, collect, fetch
from sources.catalogue import Source
from sources.protocol import Harvest, Validators
from veille import Attempt, Document, VeilleError
from warehouse import publish, read_back, weeks, write
from warehouse.database import Connection
from warehouse.understood import Reading

from . import archive, following
from .ledger import Ledger, Say
from .models import Models
from .settings import Settings
from .understanding import batches, understand

In = TypeVar("In")
Out = TypeVar("Out")


class Each(Protocol):
    """Apply a function to every item: one after the other, or as Prefect tasks."""

    def __call__(
        self, name: str, function: Callable[[In], Out], items: Sequence[In]
    ) -> Iterator[Out]:
        """The results, in the order of the items."""


def in_turn(name: str, function: Callable[[In], Out], items: Sequence[In]) -> Iterator[Out]:
    """Apply the function to the items one after the other, in this thread."""
    return map(function, items)


@dataclass(frozen=True, slots=True)
class Night:
    """What a night did, for the terminal and the exit code."""

    run_id: str
    n_documents: int
    n_failed_sources: int
    message: str


def run(
    settings: Settings,
    models: Models,
    now: datetime,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    *,
    each: Each = in_turn,
    say: Say = lambda line: None,
) -> Night:
    """Run one night and publish it. A source that fails costs only itself.

    Raises:
        Locked: another run is at work.
        BadCatalogue: the catalogue of sources cannot be read.
        WarehouseError: the built file failed a check, or holds weeks that are to come, or would;
            the published one is untouched.
    """
    followed = following.known(settings, models.catalogue)
    ledger = Ledger("nuit", now, models.version, say)
    with ledger.building(settings.home) as db:
        archive.check_clock(db, moment := archive.Clock(now))
        archive.describe(db, models)
        following.list_in(db, followed, now)
        replay = archive.refresh(db, models, ledger)
        with _fetcher(settings, clock, sleep) as fetcher:
            harvests = _collect(db, ledger, followed, fetcher, now, each)
        archive.check_sites(fetcher.told_at.values(), moment)
        archive.check_certificates(db, fetcher.expired, fetcher.told_at.values(), moment)
        n_documents = _keep(db, models, ledger, harvests, each)
        archive.group_stories(db, ledger, replay=replay)
        archive.bring_decisions(db, settings, ledger)
        archive.commit_weeks(db, models, settings, moment, ledger, replay=replay)
        if replay:  # passages read anew are other passages: the topics of the old ones are gone
            archive.refit_topics(db, moment, ledger, imported=True)
        archive.refit_topics(db, moment, ledger, imported=False)
        night = _summary(ledger, followed, harvests, n_documents)
        ledger.store(db, "incomplet" if night.n_failed_sources else "fait", night.message)
        publish.publish(db, settings.home)
    return night


def _fetcher(
    settings: Settings, clock: Callable[[], datetime], sleep: Callable[[float], None]
) -> fetch.Fetcher:
    return fetch.Fetcher(
        clock=clock,
        sleep=sleep,
        allow=settings.allow,
        pace_s=settings.pace_s,
        contact=settings.contact,
    )


def _collect(
    db: Connection,
    ledger: Ledger,
    followed: Sequence[Source],
    fetcher: fetch.Fetcher,
    now: datetime,
    each: Each,
) -> list[Harvest]:
    validators = {url: Validators(*v) for url, v in read_back.validators(db).items()}
    silent = read_back.silent_texts(db)
    validators |= {url: Validators(*said) for url, *said, _ in silent}
    waiting = {addresses.document_id(url) for url, *_, until in silent if until > now}
    # What was kept as the page of an entry that was alone on it, and may be one of its parts now.
    as_pages = {addresses.record_id(url) for url in read_back.links_to_parts(db)}
    lock = threading.Lock()  # one DuckDB connection, several collecting threads

    def known(document_id: str) -> bool:
        with lock:
            return document_id in as_pages or read_back.holds(db, document_id)

    def settled(document_id: str) -> bool:
        return document_id in waiting or known(document_id)

    def gather(source: Source) -> Harvest:
        heard = settled if source.follow else known  # an entry's own text waits for no page
        return _one_source(source, fetcher, now, heard, validators)

    with ledger.step("collecter") as step:
        found = list(each("collecter", gather, followed))  # no thread reads the base any more
        harvests = [_retry_later(_fresh(db, harvest)) for harvest in found]
        tries = [attempt for harvest in harvests for attempt in harvest.attempts]
        step.n_in, step.n_out = len(tries), sum(len(h.documents) for h in harvests)
        pairs = [(s, a) for s, h in zip(followed, harvests, strict=True) for a in h.attempts]
        step.n_failed = sum(a.outcome == "echec" or _is_missed(s, a) for s, a in pairs)
    write.attempts(db, ledger.run_id, tries)
    return harvests


def _one_source(
    source: Source,
    fetcher: fetch.Fetcher,
    now: datetime,
    known: Callable[[str], bool],
    validators: dict[str, Validators],
) -> Harvest:
    """What a source gives tonight; an error that nobody foresaw is a line of the ledger too."""
    try:
        return collect.collect(source, fetcher, now, known, validators)
    except VeilleError as error:
        reason = str(error)
    except Exception as error:  # the border of a source: one of them never stops the night
        reason = f"Erreur imprévue ({type(error).__name__}) : {error}"
    failed = Attempt(source.url, source.id, "feed", now, "echec", reason)
    return Harvest(documents=[], attempts=[failed])


def _fresh(db: Connection, harvest: Harvest) -> Harvest:
    """The harvest without the pages that say, word for word, what they said before: no news."""
    held = read_back.held_versions(db, [d.version_id for d in harvest.documents])
    if not held:
        return harvest
    same = {d.url for d in harvest.documents if d.version_id in held}
    attempts = [
        replace(a, outcome="inchange", n_documents=0, reason=f"{a.reason}, texte inchangé")
        if a.url in same
        else a
        for a in harvest.attempts
    ]
    return Harvest([d for d in harvest.documents if d.version_id not in held], attempts)


def _retry_later(harvest: Harvest) -> Harvest:
    """Forget the validators of a feed some pages of which failed: tomorrow must read it again."""
    if not any(a.outcome == "echec" and a.kind in ("page", "pdf") for a in harvest.attempts):
        return harvest
    attempts = [replace(a, etag=None, last_modified=None) for a in harvest.attempts]
    return replace(harvest, attempts=attempts)


def _keep(
    db: Connection, models: Models, ledger: Ledger, harvests: Sequence[Harvest], each: Each
) -> int:
    """Understand and store the documents that are new. How many there were."""
    fresh = write.unknown(db, [d for harvest in harvests for d in harvest.documents])
    committed = weeks.committed(db)

    def read(group: list[Document]) -> list[Reading]:
        return understand(models, group)

    with ledger.step("comprendre") as step:
        step.n_in = len(fresh)
        for readings in each("comprendre", read, list(batches(fresh))):
            archive.store(db, readings, models, committed)
            step.n_out += len(readings)
            foreign = archive.language_problems(readings)
            step.n_failed += len(foreign)
            step.message = f"{step.n_failed} hors du français" if step.n_failed else ""
    return len(fresh)


def _is_missed(source: Source, attempt: Attempt) -> bool:
    """Whether the source itself gave nothing, by a failure or a refusal; not one of its texts."""
    # robots.txt may forbid one text of a feed: it is the source's where the source is refused.
    own = attempt.kind in ("feed", "api") or attempt.url == source.url
    asked = own or (attempt.kind == "robots" and source.kind == "hal")
    return attempt.outcome in ("echec", "refuse") and asked


def _summary(
    ledger: Ledger, followed: Sequence[Source], harvests: Sequence[Harvest], n_documents: int
) -> Night:
    broken = [
        source.name
        for source, harvest in zip(followed, harvests, strict=True)
        if any(_is_missed(source, attempt) for attempt in harvest.attempts)
    ]
    new = count(n_documents, "texte nouveau", "textes nouveaux")
    message = f"{new} de {count(len(followed), 'source')}{ledger.remark}"
    if broken:
        message += f" ; en panne : {', '.join(broken[:5])}" + (" …" if len(broken) > 5 else "")
    return Night(ledger.run_id, n_documents, len(broken), message)
