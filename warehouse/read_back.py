"""What the running night reads back from the file it builds."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb

from veille import Document

STORY_DAYS = 30  # a copy is looked for among the texts of the last thirty days
StoryRow = tuple[str, date, bytes, str]  # document, day, MinHash signature, story if known


def stale(db: duckdb.DuckDBPyConnection, analysis: str) -> list[Document]:
    """The stored versions that another analysis read, as documents, in the order of their ids."""
    rows = db.execute(
        "SELECT d.document_id, d.source_id, d.voice_written, d.url, d.title, v.text,"
        " d.published_at, v.available_at, d.origin, d.author, v.pages, d.date_note"
        " FROM version AS v JOIN document AS d USING (document_id)"
        " WHERE v.analysis <> ? ORDER BY v.version_id",
        [analysis],
    ).fetchall()
    return [_document(row) for row in rows]


def tagged_otherwise(db: duckdb.DuckDBPyConnection, analysis: str, reading: str) -> set[str]:
    """The stale versions of which only the tags are to be made again.

    Args:
        db: the archive.
        analysis: the version of the analysis, which begins with that of the reading.
        reading: the version of all but the tags.
    """
    rows = db.execute(
        "SELECT version_id FROM version WHERE analysis <> $1 AND length(analysis) = length($1)"
        " AND starts_with(analysis, $2 || '-')",
        [analysis, reading],
    ).fetchall()
    return {row[0] for row in rows}


def _document(row: tuple[Any, ...]) -> Document:
    document_id, source, voice, url, title, text, published_at, available_at, *rest = row
    origin, author, pages, note = rest
    return Document(
        document_id,
        source,
        voice,
        url,
        title,
        text,
        published_at=_utc(published_at),
        available_at=_utc(available_at),
        origin=origin,
        author=author,
        pages=tuple(pages),
        date_note=note,
    )


def _utc(stored: datetime) -> datetime:
    return stored.replace(tzinfo=UTC)


def without_story(
    db: duckdb.DuckDBPyConnection, *, replay: bool
) -> tuple[list[StoryRow], list[StoryRow]]:
    """Documents that need a story, oldest first, and those of the thirty days before them.

    A text that comes late may be what later ones copied: those are told again too, as a replay
    would. Their weeks are not committed yet (write.counting_day).
    """
    late = (
        "WHERE d.counted_on >= (SELECT min(counted_on) FROM document"
        " WHERE document_id NOT IN (SELECT document_id FROM story))"
    )
    waiting = [(*row[:3], "") for row in _signatures(db, "" if replay else late, [])]
    if replay or not waiting:
        return waiting, []
    first = waiting[0][1]
    only = "WHERE d.counted_on >= ? AND d.counted_on < ?"
    return waiting, _signatures(db, only, [first - timedelta(days=STORY_DAYS), first])


def _signatures(db: duckdb.DuckDBPyConnection, only: str, given: Sequence[date]) -> list[StoryRow]:
    return db.execute(
        "SELECT d.document_id, d.counted_on, v.signature, coalesce(s.story_id, '')"
        " FROM document AS d JOIN version AS v ON v.version_id = d.first_version_id"
        f" LEFT JOIN story AS s ON s.document_id = d.document_id {only}"
        " ORDER BY d.counted_on, d.document_id",
        list(given),
    ).fetchall()


def validators(db: duckdb.DuckDBPyConnection) -> dict[str, tuple[str | None, str | None]]:
    """The validators (ETag, Last-Modified) that each feed gave last, verbatim."""
    rows = db.execute(
        "SELECT url, etag, last_modified FROM attempt"
        " WHERE kind IN ('feed', 'api') AND outcome IN ('nouveau', 'inchange', 'vide')"
        " QUALIFY row_number() OVER (PARTITION BY url ORDER BY attempted_at DESC, attempt_id) = 1"
    ).fetchall()
    return {url: (etag, modified) for url, etag, modified in rows if etag or modified}


def silent_texts(
    db: duckdb.DuckDBPyConnection,
) -> list[tuple[str, str | None, str | None, datetime]]:
    """The texts that said nothing: address, validators given last, when to ask again (UTC)."""
    rows = db.execute("FROM silent_text()").fetchall()
    return [(*said, _utc(until)) for *said, until in rows]


def holds(db: duckdb.DuckDBPyConnection, document_id: str) -> bool:
    """True if a document is already in the archive."""
    sql = "SELECT 1 FROM document WHERE document_id = ? LIMIT 1"
    return db.execute(sql, [document_id]).fetchone() is not None


def last_run(db: duckdb.DuckDBPyConnection) -> datetime | None:
    """The instant of the last run that was published; None: there was none."""
    row = db.execute("SELECT max(as_of) FROM run WHERE is_finished(outcome)").fetchone()
    return _utc(row[0]) if row and row[0] else None


def links_to_parts(db: duckdb.DuckDBPyConnection) -> list[str]:
    """The addresses of the documents that name something after a « # »."""
    sql = "SELECT url FROM document WHERE regexp_matches(url, '^https?://.*#')"
    return [url for (url,) in db.execute(sql).fetchall()]


def held_versions(db: duckdb.DuckDBPyConnection, version_ids: Sequence[str]) -> set[str]:
    """Those of these versions that are already in the archive."""
    sql = "SELECT version_id FROM version WHERE version_id IN (SELECT unnest(?))"
    return {row[0] for row in db.execute(sql, [list(version_ids)]).fetchall()}


def passage_starts(db: duckdb.DuckDBPyConnection, passages: Sequence[str]) -> dict[str, int]:
    """Where each of these passages starts in its version."""
    sql = "SELECT passage_id, start_char FROM passage WHERE passage_id IN (SELECT unnest(?))"
    return dict(db.execute(sql, [sorted(set(passages))]).fetchall())


def signal_lemmas(db: duckdb.DuckDBPyConnection, signals: Sequence[str]) -> dict[str, str]:
    """The lemmas of all the units each of these signals ever had, in one text."""
    sql = (
        "SELECT signal_id, string_agg(lemma, ' ' ORDER BY lemma) FROM signal_unit"
        " JOIN unit USING (unit_key) WHERE signal_id IN (SELECT unnest(?)) GROUP BY signal_id"
    )
    return dict(db.execute(sql, [list(signals)]).fetchall())
