"""Documents by source and week, and the changes of the list of sources."""

from collections.abc import Collection, Sequence
from datetime import date

import duckdb
import numpy as np
from numpy.typing import NDArray

from veille import week_number

from .database import load

_COUNT = """
INSERT INTO source_week
SELECT d.source_id, CAST(date_trunc('week', v.counted_on) AS DATE), count(DISTINCT v.document_id)
FROM version AS v
JOIN document AS d USING (document_id)
LEFT JOIN story AS s ON s.document_id = v.document_id
WHERE v.counted_on BETWEEN $first AND $last + 6 AND v.language = 'fr'
  AND NOT coalesce(s.is_copy, false)
GROUP BY ALL
"""


def count(db: duckdb.DuckDBPyConnection, first: date, last: date) -> None:
    """Count the documents of each source from Monday `first` to Monday `last`."""
    db.execute("DELETE FROM source_week WHERE week BETWEEN $1 AND $2", [first, last])
    db.execute(_COUNT, {"first": first, "last": last})


def held(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether sources were counted before."""
    return bool(db.execute("SELECT 1 FROM source_week LIMIT 1").fetchall())


def origin(db: duckdb.DuckDBPyConnection, first: date) -> date:
    """The Monday of the first week of the archive, committed or about to be."""
    ((committed,),) = db.execute("SELECT min(week) FROM week").fetchall()
    return min(first, committed) if committed else first


def by_week(
    db: duckdb.DuckDBPyConnection, first: date, last: date
) -> tuple[list[str], NDArray[np.float64]]:
    """The sources, in the order of their ids, and (S, T) their documents from week to week."""
    rows = db.execute(
        "SELECT source_id, week, n_documents FROM source_week WHERE week BETWEEN ? AND ?"
        " ORDER BY source_id",
        [first, last],
    ).fetchall()
    names = list(dict.fromkeys(name for name, *_ in rows))
    place = {name: k for k, name in enumerate(names)}
    documents = np.zeros((len(names), week_number(last) - week_number(first) + 1))
    for name, week, n_documents in rows:
        documents[place[name], week_number(week) - week_number(first)] = n_documents
    return names, documents


def listings(db: duckdb.DuckDBPyConnection, last: date) -> list[tuple[str, str, date]]:
    """What changed in the catalogue up to the week of a Monday: source, change, Monday."""
    return db.execute(
        "SELECT DISTINCT source_id, change, CAST(date_trunc('week', day) AS DATE) AS week"
        " FROM source_listing WHERE day <= $1 + 6 ORDER BY ALL",
        [last],
    ).fetchall()


def relisted(
    db: duckdb.DuckDBPyConnection, before: Collection[str], now: Collection[str], day: date
) -> None:
    """Keep what changed in the catalogue on a day; the first one lists all its sources."""
    changes = [(source, "arrivee", day) for source in sorted({*now} - {*before})]
    changes += [(source, "depart", day) for source in sorted({*before} - {*now})]
    load(db, "source_listing", changes)


def store(
    db: duckdb.DuckDBPyConnection, rows: Sequence[tuple[str, str, date, date, float, str]]
) -> None:
    """Write the changes (source, change, week, until, share, origin) in place of those there."""
    db.execute("DELETE FROM source_epoch")
    load(db, "source_epoch", rows)
