"""Collect the open archive HAL by its search API: abstracts in French first."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from veille import Document, Unreadable, VeilleError

from . import dates, protocol
from .addresses import document_id, is_web
from .catalogue import Source
from .decoding import MAX_ABSTRACT, clean, plain
from .protocol import Fetch, Harvest, Known, Memory

ROWS = 200  # latest deposits; the busiest query of the catalogue gets a few a week
_FIELDS = (
    "uri_s",
    "halId_s",
    "title_s",
    "fr_title_s",
    "abstract_s",
    "fr_abstract_s",
    "authFullName_s",
    "producedDate_s",
    "publicationDate_s",
    "language_s",
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One record of HAL that has an abstract."""

    url: str
    title: str
    text: str
    authors: tuple[str, ...]
    published: str  # as written: a day, a month or a year
    language: str


def search_url(base: str, query: str) -> str:
    """The address of a search, latest deposits first. The same every night: it can be cached."""
    asked = {
        "q": query,
        "wt": "json",
        "fl": ",".join(_FIELDS),
        "sort": "submittedDate_tdate desc",
        "rows": str(ROWS),
    }
    return f"{base}{'&' if '?' in base else '?'}{urlencode(asked)}"


def notices(body: bytes, where: str) -> tuple[list[Notice], int]:
    """The records of an answer that have an abstract, and how many there are in all.

    Raises:
        Unreadable: not the JSON of a HAL search.
    """
    try:
        records = json.loads(body)["response"]["docs"]
        found = [record for record in records if isinstance(record, dict)]
    except (ValueError, KeyError, TypeError, RecursionError):
        todo = "Essayer la requête sur api.archives-ouvertes.fr, puis corriger le champ query"
        raise Unreadable("Réponse de HAL illisible", where=where, todo=todo) from None
    return list(_with_abstract(found)), len(found)


def _with_abstract(records: Sequence[Mapping[str, object]]) -> Iterator[Notice]:
    for record in records:
        french = plain(_first(record, "fr_abstract_s")[:MAX_ABSTRACT])
        text = french or plain(_first(record, "abstract_s")[:MAX_ABSTRACT])
        url = _first(record, "uri_s")
        if text and is_web(url):
            title = _first(record, "fr_title_s") if french else ""
            yield Notice(
                url,
                " ".join(plain((title or _first(record, "title_s"))[:MAX_ABSTRACT]).split()),
                text,
                tuple(_all(record, "authFullName_s")),
                _first(record, "publicationDate_s") or _first(record, "producedDate_s"),
                "fr" if french else _first(record, "language_s")[:2],
            )


def _all(record: Mapping[str, object], field: str) -> list[str]:
    """The values of a field, which HAL gives as a list or alone."""
    value = record.get(field)
    values = value if isinstance(value, list) else [value]
    return [clean(item) for item in values if isinstance(item, str) and item.strip()]


def _first(record: Mapping[str, object], field: str) -> str:
    return next(iter(_all(record, field)), "")


def collect(source: Source, fetch: Fetch, now: datetime, known: Known, memory: Memory) -> Harvest:
    """The abstracts a search gives that are not known yet, and the one URL tried."""
    url, got = search_url(source.url, source.query or ""), None
    try:
        got = fetch(url, kind="api", validators=memory.get(url))
        if got is None:
            return Harvest((), (protocol.unchanged(url, source.id, "api", now, memory.get(url)),))
        found, n_records = notices(got.body, url)
    except VeilleError as error:
        return Harvest((), (protocol.failed(error, url, source.id, "api", now, got),))
    fresh = {document_id(notice.url): notice for notice in found}
    documents = [_document(source, n, now) for name, n in fresh.items() if not known(name)]
    reason = f"{len(documents)} nouveaux sur {n_records} notices"
    if n_records > len(found):
        reason += f" ; {n_records - len(found)} sans résumé"
    outcome = "nouveau" if documents else "inchange" if found else "vide"
    row = protocol.answered(got, source.id, "api", outcome, reason, len(documents))
    return Harvest(documents, (row,))


def _document(source: Source, notice: Notice, now: datetime) -> Document:
    """A notice as a document. Its voice is the first author: HAL itself says nothing.

    The first author alone, without « et al. »: the same team with another co-author must
    not count as a second, independent voice.
    """
    published_at, note = dates.published(notice.published, now)
    others = " et al." if len(notice.authors) > 1 else ""
    return Document(
        id=document_id(notice.url),
        source=source.id,
        voice=notice.authors[0] if notice.authors else source.id,
        url=notice.url,
        title=notice.title,
        text=notice.text,
        published_at=published_at,
        available_at=now,
        author=notice.authors[0] + others if notice.authors else None,
        date_note=note,
        language=notice.language or source.language,
    )
