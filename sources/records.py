"""JSONL archives, plain or gzip: one record a line, read as it comes, in constant memory."""

import os
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path

from veille import Document, Figure, Name, Unreadable, digest, name_as_json

from . import dates, jsonl
from .addresses import is_web, record_id
from .decoding import MAX_TEXT, beyond, clean
from .protocol import Problem

_DAY = 86_400  # seconds
_UNITS = ((1e17, 10**9), (1e14, 10**6), (1e11, 1_000))  # of a second, from which Unix time
_BEYOND = 10**20  # no Unix time, in any unit
# A Unix time given as text; other lengths are read as dates first.
_WRITTEN_TIME = re.compile(r"(?:\d{10}|\d{13}|\d{16}|\d{19})(?:\.\d+)?")
_ZERO = 2 * 365 * _DAY  # seconds: Unix times under it are of 1970 and 1971


def read(path: Path, now: datetime) -> Iterator[Document | Problem]:
    """Every record of an archive as a document, or the reason why it is not one.

    Fields: text, published or timestamp, url or id; and source (by default the name of the
    file), voice (by default the source), title, author, lang.
    """
    return (found for _, found in _named(path, now))


def named(path: Path, now: datetime) -> Iterator[tuple[Name, Document | Problem]]:
    """The same, each with the name that its record bears, as it is written: its id, else its url.

    Ids that only their spelling parts ("a" and "a ", 12 and "12") name two documents.
    """
    for name, found in _named(path, now):
        yield name, _apart(name, found) if isinstance(found, Document) else found


def _named(path: Path, now: datetime) -> Iterator[tuple[Name, Document | Problem]]:
    name, n_lines = os.fsencode(path.name).decode("utf-8", "replace"), 0
    try:
        with path.open("rb") as wire:
            for n_lines, line in enumerate(_lines(path, wire), start=1):
                yield from _of_line(line, f"{name}:{n_lines}", _stem(name), now)
    except Unreadable as error:
        yield "", Problem(name, error.what)
    except (OSError, EOFError, zlib.error) as error:
        yield "", Problem(f"{name}:{n_lines + 1}", _interrupted(error))


def _apart(name: Name, document: Document) -> Document:
    """The document, under an id of its own if its record is told by a name that was cleaned."""
    if document.url or name == _text({"id": name}, "id"):
        return document
    return replace(document, id=digest(document.id, name_as_json(name)))


def count(path: Path) -> int:
    """How many records an archive holds, readable or not; those before the cut of a broken one."""
    n_records = 0
    with suppress(Unreadable, OSError, EOFError, zlib.error), path.open("rb") as wire:
        for line in _lines(path, wire):
            n_records += line is None or bool(line.strip())
    return n_records


def _lines(path: Path, wire: BufferedReader) -> Iterator[bytes | None]:
    return jsonl.lines(wire, is_gzip=path.suffix.lower() == ".gz")


def _interrupted(error: Exception) -> str:
    what = (
        "décompression démesurée" if isinstance(error, jsonl.Bomb) else "archive abîmée ou coupée"
    )
    return f"{what} : la suite du fichier n’est pas lue"


def _stem(name: str) -> str:
    return name.removesuffix(".gz").removesuffix(".jsonl")


def _of_line(
    line: bytes | None, where: str, stem: str, now: datetime
) -> Iterator[tuple[Name, Document | Problem]]:
    if line is not None and not line.strip():
        return
    record = jsonl.record(line)
    if isinstance(record, str):
        yield "", Problem(where, record)
        return
    found = _document(record, stem, now)
    name = _name(record)
    yield name, found if isinstance(found, Document) else Problem(where, found)
    if isinstance(found, Document) and len(str(record["text"])) > MAX_TEXT:
        yield "", Problem(where, beyond(MAX_TEXT))


def _document(record: Mapping[str, object], stem: str, now: datetime) -> Document | str:
    """The document of a record, or in French why there is none."""
    text = record.get("text")
    if not isinstance(text, str) or not (body := clean(text)[:MAX_TEXT]).strip():
        return "texte vide ou absent"
    source = _text(record, "source") or stem
    url, given = _text(record, "url"), _text(record, "id")
    if not url and not given:
        return "ni url ni id : le document n’a pas d’identité"
    dated = _dated(record, now)
    if isinstance(dated, str):
        return dated
    published_at, note = dated
    return Document(
        id=record_id(url) if is_web(url) else digest("record", source, url or given),
        source=source,
        voice=_text(record, "voice") or source,
        url=url,
        title=" ".join(_text(record, "title").split()),
        text=body,
        published_at=published_at,
        available_at=published_at,  # an archive could be known when it was published
        origin="import",
        author=_text(record, "author") or None,
        date_note=note,
        language=(_text(record, "lang") or "fr")[:2].lower(),
    )


def _name(record: Mapping[str, object]) -> Name:
    names = (record[key] for key in ("id", "url") if _text(record, key))
    return next((name for name in names if isinstance(name, str | int | Figure)), "")


def _text(record: Mapping[str, object], field: str) -> str:
    value = record.get(field)
    if isinstance(value, int | Figure) and not isinstance(value, bool):
        value = str(value)
    return clean(value).strip() if isinstance(value, str) else ""


def _dated(record: Mapping[str, object], now: datetime) -> tuple[datetime, str] | str:
    """When the record was published and a note, or in French why that cannot be told."""
    raw = next((record[key] for key in ("published", "timestamp") if record.get(key)), None)
    if isinstance(raw, str) and _WRITTEN_TIME.fullmatch(raw.strip()):
        raw = float(raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raw = _of_number(raw) if abs(raw) < _BEYOND else "nombre trop grand"
    return dates.stated(raw, now) if isinstance(raw, str) else "date absente"


def _of_number(number: float) -> str:
    """The date that a number writes (2014, 20140506, 20140506103000), else that of its Unix time.

    A number of the first two years of Unix time is no date: a year, a rank or a mistake. Nor is
    one just under zero: -1 stands for a date that nobody knows.
    """
    written = f"{number:.0f}"
    is_date = len(written) in (4, 8, 14) and dates.read(written) is not None
    return written if is_date or -_DAY < number < _ZERO else _epoch(number)


def _epoch(seconds: float) -> str:
    """ISO 8601 of a Unix time in seconds, in milliseconds (JavaScript), µs or ns (pandas)."""
    unit = next((unit for least, unit in _UNITS if seconds > least), 1)
    try:
        return datetime.fromtimestamp(seconds / unit, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return str(seconds)
