"""Collect a feed: what is new in it, read entry by entry. One failed page costs only itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from veille import Attempt, Document, FetchFailed, VeilleError

from . import dates, entries, page, protocol
from .addresses import document_id, part, record_id
from .catalogue import Source
from .decoding import MIN_TEXT
from .entries import Entry
from .protocol import Fetch, Harvest, Known, Memory

PASSING = (429, 500, 502, 503, 504)
PATIENCE = timedelta(days=2)  # two nights


@dataclass(frozen=True, slots=True)
class Followed:
    """What following one entry gave."""

    document: Document | None  # None: nothing worth keeping
    attempt: Attempt
    fell_back: bool = False  # the document is the entry's own text: its page failed


def collect(source: Source, fetch: Fetch, now: datetime, known: Known, memory: Memory) -> Harvest:
    """The documents of a feed that are not known yet, and every URL tried."""
    validators, got = memory.get(source.url), None
    try:
        got = fetch(source.url, kind="feed", validators=validators)
        if got is None:
            row = protocol.unchanged(source.url, source.id, "feed", now, validators)
            return Harvest((), (row,))
        feed = entries.read(got.body, got.final_url, got.charset)
    except VeilleError as error:
        return Harvest((), (protocol.failed(error, source.url, source.id, "feed", now, got),))
    fresh = list(unknown(feed.entries, known))
    waits = any(_age(entry, now) >= 2 * PATIENCE for entry in feed.entries)
    documents, tried, n_own = gather(source, fresh, fetch, now, memory, waits)
    outcome, reason = _outcome(feed, len(fresh), len(documents))
    row = protocol.answered(got, source.id, "feed", outcome, reason, n_own)
    return Harvest(documents, (row, *tried))


def unknown(found: Sequence[Entry], known: Known) -> Iterator[Entry]:
    """The entries whose document is not kept yet, each document once.

    An entry alone on its page tonight may be kept as one of its parts.
    """
    seen: set[str] = set()
    for entry in found:
        name = _id(entry)
        is_kept = known(name) or (bool(part(entry.link)) and known(record_id(entry.link)))
        if name not in seen and not is_kept:
            yield entry
        seen.add(name)


def _id(entry: Entry) -> str:
    return (record_id if entry.is_part else document_id)(entry.link)


def gather(
    source: Source, fresh: Sequence[Entry], fetch: Fetch, now: datetime, memory: Memory, waits: bool
) -> tuple[list[Document], list[Attempt], int]:
    """The documents of these entries, the pages tried, and how many documents are entries' own.

    waits: the entries will still be listed when a server in trouble is asked again.
    """
    to_follow = [entry for entry in fresh if source.follow and not entry.is_part]
    rest = [entry for entry in fresh if entry.is_part or not source.follow]
    own = [document for entry in rest if (document := of_entry(source, entry, now))]
    followed = [follow(source, entry, fetch, now, memory, waits) for entry in to_follow]
    documents = own + [result.document for result in followed if result.document]
    n_own = len(own) + sum(result.fell_back for result in followed)
    return documents, [result.attempt for result in followed], n_own


def _outcome(feed: entries.Feed, n_fresh: int, n_documents: int) -> tuple[str, str]:
    """How to tell what a feed gave, in French."""
    parts = [
        (n_documents, "document nouveau", "documents nouveaux"),
        (len(feed.entries) - n_fresh, "entrée déjà connue", "entrées déjà connues"),
        (n_fresh - n_documents, "entrée sans texte à garder", "entrées sans texte à garder"),
        (feed.n_without_link, "entrée sans lien", "entrées sans lien"),
        (feed.n_refused_link, "lien refusé (ni http ni https)", "liens refusés (ni http ni https)"),
        (feed.n_beyond, "entrée au-delà du maximum", "entrées au-delà du maximum"),
    ]
    said = [f"{n} {many if n > 1 else one}" for n, one, many in parts if n]
    if n_documents:
        return "nouveau", " ; ".join(said)
    return ("inchange" if feed.entries and not n_fresh else "vide"), " ; ".join(said) or "flux vide"


def follow(
    source: Source, entry: Entry, fetch: Fetch, now: datetime, memory: Memory, waits: bool
) -> Followed:
    """The document behind an entry; its own text if the page fails and it has 200 characters.

    A server in trouble is asked again the next night, while the entry is young and if its feed
    goes back far enough to list it then: what is kept of a text is never fetched again.
    """
    kind = "pdf" if entry.link.lower().partition("?")[0].endswith(".pdf") else "page"
    validators, got = memory.get(entry.link), None
    try:
        got = fetch(entry.link, kind=kind, validators=validators)
        if got is None:
            row = protocol.unchanged(entry.link, source.id, kind, now, validators)
            return Followed(None, row)
        kind = page.kind_of(got)
        article = page.readable(got)
    except VeilleError as error:
        row = protocol.failed(error, entry.link, source.id, kind, now, got, of_text=True)
        text = entry.text
        if len(text) < MIN_TEXT or (waits and _may_come(error, entry, now)):
            text = ""
        return Followed(_document(source, entry, text, now), row, fell_back=bool(text))
    whole = Entry(
        entry.link,
        entry.title or article.title,
        article.text,
        entry.published or article.published,
        entry.author or article.author,
    )
    document = _document(source, whole, article.text, now, article.pages)
    row = protocol.answered(got, source.id, kind, "nouveau", "1 document", 1)
    return Followed(document, row)


def _may_come(error: VeilleError, entry: Entry, now: datetime) -> bool:
    """Whether a night to come may get the page: its server was in trouble, and the entry is young.

    An entry without a date of its own may leave the feed by then: it never waits.
    """
    is_passing = isinstance(error, FetchFailed) and (
        error.status is None or error.status in PASSING
    )
    return is_passing and timedelta(0) <= _age(entry, now) < PATIENCE


def _age(entry: Entry, now: datetime) -> timedelta:
    """For how long an entry has been out; less than nothing without a date of its own."""
    published_at, note = dates.published(entry.published, now)
    return timedelta(days=-1) if note else now - published_at


def of_entry(source: Source, entry: Entry, now: datetime) -> Document | None:
    """The entry itself as a document; None if it has no text."""
    return _document(source, entry, entry.text, now)


def _document(
    source: Source, entry: Entry, text: str, now: datetime, pages: tuple[int, ...] = ()
) -> Document | None:
    if not text.strip():
        return None
    published_at, note = dates.published(entry.published, now)
    return Document(
        id=_id(entry),
        source=source.id,
        voice=source.id,
        url=entry.link,
        title=entry.title,
        text=text,
        published_at=published_at,
        available_at=now,
        author=entry.author or None,
        pages=pages,
        date_note=note,
        language=source.language,
    )
