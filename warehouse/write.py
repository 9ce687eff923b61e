"""Keyed writes of what was collected and understood: the same input twice, the same tables."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from typing import Any

import duckdb

from veille import Attempt, Decision, Document, day_in_paris, digest, monday

from . import days, epochs
from .begun import Begun
from .database import load


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One line of table source, in the order of its columns."""

    id: str
    name: str
    class_: str | None  # None: an archive that does not say
    kind: str
    url: str | None
    variables: tuple[str, ...]
    rights: str
    retention_days: int
    language: str
    listed: bool
    note: str


def naive(instant: datetime) -> datetime:
    """The instant as the warehouse stores it: UTC, without zone."""
    return instant.astimezone(UTC).replace(tzinfo=None)


def catalogued(db: duckdb.DuckDBPyConnection, rows: Sequence[SourceRow], day: date) -> None:
    """Store the sources of the catalogue as read on a day; those no longer in it leave it."""
    said = db.execute("SELECT source_id FROM source WHERE listed").fetchall()
    db.execute("UPDATE source SET listed = false WHERE listed")
    sources(db, rows)
    epochs.relisted(db, {id_ for (id_,) in said}, {row.id for row in rows}, day)


def sources(db: duckdb.DuckDBPyConnection, rows: Iterable[SourceRow]) -> None:
    """Add or update sources.

    An archive gives a known source nothing but the class that it lacked.
    """
    for row in rows:
        values = [list(v) if isinstance(v, tuple) else v for v in astuple(row)]
        # An archive never overwrites what the catalogue says of a source.
        on_conflict = "REPLACE" if row.listed else "IGNORE"
        marks = ", ".join("?" * len(values))
        db.execute(f"INSERT OR {on_conflict} INTO source VALUES ({marks})", values)
        if row.class_ is not None and not row.listed:
            learnt = "UPDATE source SET class = ? WHERE source_id = ? AND class IS NULL"
            db.execute(learnt, [row.class_, row.id])


def catalogue(
    db: duckdb.DuckDBPyConnection,
    variables: Sequence[tuple[str, str, str]],
    themes: Sequence[tuple[str, str, str]],
) -> None:
    """Store the key variables (id, label, definition) and sub-themes (variable, id, label)."""
    db.execute("DELETE FROM variable")
    db.execute("DELETE FROM theme")
    load(db, "variable", [(*variable, k) for k, variable in enumerate(variables)])
    load(db, "theme", themes)


def attempts(db: duckdb.DuckDBPyConnection, run_id: str, tries: Sequence[Attempt]) -> None:
    """Store the attempts of a run; run again, they take the place of the first ones."""
    rows = {
        digest(run_id, t.source, t.kind, t.url): (
            digest(run_id, t.source, t.kind, t.url),
            run_id,
            t.source,
            t.url,
            t.kind,
            naive(t.at),
            t.outcome,
            t.reason,
            t.status,
            t.size_bytes,
            t.etag,
            t.last_modified,
            t.n_documents,
        )
        for t in tries
    }
    db.execute("DELETE FROM attempt WHERE run_id = ?", [run_id])
    load(db, "attempt", list(rows.values()))


def unknown(db: duckdb.DuckDBPyConnection, documents: Sequence[Document]) -> list[Document]:
    """The documents whose text is not stored yet, each version once.

    A version that comes back with an earlier date keeps the earlier one: the order in which
    archives are imported must not matter.
    """
    first: dict[str, Document] = {}
    for document in documents:
        held = first.get(document.version_id)
        if held is None or _seniority(document) < _seniority(held):
            first[document.version_id] = document
    if not first:
        return []
    known = _stored_dates(db, list(first))
    earlier = [first[v] for v, at in known.items() if naive(first[v].available_at) < at]
    _predate(db, earlier)
    # Twice the same text at the same instant: the description must not depend on the order.
    rivals = [first[v] for v, at in known.items() if naive(first[v].available_at) == at]
    describe(db, [d for d in rivals if d.origin == "import"], lambda d: counting_day(d, None))
    return [d for version_id, d in first.items() if version_id not in known]


def _stored_dates(db: duckdb.DuckDBPyConnection, version_ids: list[str]) -> dict[str, datetime]:
    sql = "SELECT version_id, available_at FROM version WHERE version_id IN (SELECT unnest(?))"
    return dict(db.execute(sql, [version_ids]).fetchall())


def _predate(db: duckdb.DuckDBPyConnection, found: Sequence[Document]) -> None:
    for document in found:
        db.execute(
            "UPDATE version SET available_at = ? WHERE version_id = ?",
            [naive(document.available_at), document.version_id],
        )
    days.move(db, {d.version_id: day_in_paris(d.published_at) for d in found})
    describe(db, found, lambda d: day_in_paris(d.published_at))


def counting_day(document: Document, committed: date | None) -> date:
    """The day on which a document counts: its own, unless its week was already committed.

    Args:
        document: what was collected or imported.
        committed: Monday of the last committed week, None before the first.
    """
    own = day_in_paris(document.published_at)
    if document.origin == "import" or committed is None or monday(own) > committed:
        return own
    return day_in_paris(document.available_at)


def stories(
    db: duckdb.DuckDBPyConnection, rows: Sequence[tuple[str, str, bool, float]], *, replay: bool
) -> None:
    """Store the story of each document (document, story, is_copy, similarity), in place of those
    it had; with replay, in place of all.
    """
    told = [row[0] for row in rows]
    db.execute("DELETE FROM story WHERE ? OR document_id IN (SELECT unnest(?))", [replay, told])
    load(db, "story", rows)


def describe(
    db: duckdb.DuckDBPyConnection, found: Sequence[Document], counted_on: Callable[[Document], date]
) -> None:
    """Store documents; each is described by its first version, the earliest, then the least id."""
    if not found:
        return
    described = sorted(found, key=_seniority, reverse=True)
    rows = {d.id: _document_row(d, counted_on(d)) for d in described}
    db.execute("CREATE OR REPLACE TEMP TABLE incoming_document AS SELECT * FROM document LIMIT 0")
    load(db, "incoming_document", list(rows.values()))
    db.execute(
        "DELETE FROM incoming_document AS i USING document AS d WHERE i.document_id = d.document_id"
        f" AND ({_senior('d')}) <= ({_senior('i')})"
    )
    db.execute(
        "DELETE FROM document WHERE document_id IN (SELECT document_id FROM incoming_document)"
    )
    counts = "SELECT * REPLACE (one_voice(voice) AS voice) FROM incoming_document"
    db.execute(f"INSERT INTO document {counts}")
    db.execute("DROP TABLE incoming_document")


def _seniority(d: Document) -> tuple[datetime | str, ...]:
    """What ranks two descriptions of one document: the least is kept. `_senior` says it in SQL."""
    said = (d.version_id, d.source, d.voice, d.url, d.title, d.author or "", d.origin, d.date_note)
    return (d.available_at, *said, d.published_at)


def _senior(table: str) -> str:
    names = (
        "available_at first_version_id source_id voice_written url title author origin date_note"
    )
    columns = [f"{table}.{name}" for name in (*names.split(), "published_at")]
    return ", ".join(f"coalesce({c}, '')" if c.endswith(".author") else c for c in columns)


def _document_row(d: Document, counted_on: date) -> tuple[Any, ...]:
    told = (d.id, d.source, d.voice, d.url, d.title, d.author)
    dated = (naive(d.published_at), naive(d.available_at), counted_on)
    return (*told, *dated, d.origin, d.date_note, d.version_id, d.voice)


def decisions(db: duckdb.DuckDBPyConnection, made: Sequence[Decision]) -> int:
    """Bring the decisions of the review store in; how many were new."""
    known = {row[0] for row in db.execute("SELECT decision_id FROM decision").fetchall()}
    fresh = [d for d in made if d.id not in known]
    rows = [
        (d.id, d.signal_id, d.decision, d.motive, d.note, d.author, naive(d.decided_at), d.state)
        for d in fresh
    ]
    load(db, "decision", rows)
    return len(fresh)


def run(
    db: duckdb.DuckDBPyConnection,
    row: tuple[str, str, datetime, str, str, str, str],
    steps: Sequence[tuple[str, int, int, int, str, float]],
) -> None:
    """Store one line of the ledger and its steps; the same run again takes its place.

    Args:
        db: the file being built.
        row: run_id, kind, as_of (UTC), outcome, message, code version, analysis version.
        steps: step, n_in, n_out, n_failed, message, seconds; in order.
    """
    run_id, kind, as_of, *rest = row
    db.execute("DELETE FROM run WHERE run_id = ?", [run_id])
    db.execute("DELETE FROM step WHERE run_id = ?", [run_id])
    load(db, "run", [(run_id, kind, naive(as_of), *rest)])
    load(db, "step", [(run_id, k, *step) for k, step in enumerate(steps, 1)])


def unfinished(db: duckdb.DuckDBPyConnection, runs: Sequence[Begun]) -> list[Begun]:
    """Store the runs that were begun and never ended, but for those whose line is there.

    A run killed after its file was put in place has ended; so had one that was run again in vain.
    The runs that were stored.
    """
    known = {row[0] for row in db.execute("SELECT run_id FROM run").fetchall()}
    found = [run for run in runs if run.run_id not in known]
    instants = [naive(datetime.fromisoformat(run.as_of)) for run in found]
    rows = [(r.run_id, r.kind, at, *astuple(r)[3:]) for r, at in zip(found, instants, strict=True)]
    load(db, "run", rows)
    return found
