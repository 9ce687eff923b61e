"""An archive replayed by a backtest: the names and days of its records, the alerts it gives.

A backtest works in a file of its own; the table `replayed` exists there alone. It keeps names as
JSON in ASCII: any name (a number, controls, decomposed accents) is given back as it was given.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from veille import Document, Figure, Name, day_in_paris, name_as_json, week_number

from .database import load
from .days import move
from .weeks import EPOCH
from .write import naive

UNHEARD = date(9999, 1, 1)  # the day of texts that a replay must not hear: no week reaches it

_TABLES = """
CREATE TABLE IF NOT EXISTS replayed (version_id VARCHAR NOT NULL, name VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS replayed_from (reading VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS left_aside (rank INTEGER, place VARCHAR, reason VARCHAR);
CREATE TEMP TABLE IF NOT EXISTS record (version_id VARCHAR, name VARCHAR, said_at TIMESTAMP)
"""
# A version bears the name of the record that said it first: no order of the file shows.
_NAMED = """
INSERT INTO replayed
SELECT version_id, min_by(name, (said_at, name)) FROM record GROUP BY version_id ORDER BY 1
"""


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of the records."""
    db.execute(_TABLES)


def reading(db: duckdb.DuckDBPyConnection) -> str:
    """What the records of this file were read from, and by which models; "" if unfinished."""
    row = db.execute("SELECT max(reading) FROM replayed_from").fetchone()
    return (row[0] if row else None) or ""


def finish(db: duckdb.DuckDBPyConnection, given: str, rejected: Sequence[tuple[str, str]]) -> None:
    """Name the versions, and say that all was read but what is left aside: place and reason."""
    db.execute(_NAMED)
    load(db, "left_aside", [(rank, *told) for rank, told in enumerate(rejected)])
    db.execute("INSERT INTO replayed_from VALUES (?)", [given])


def left_aside(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """The place and the reason of each record left aside, in order."""
    return db.execute("SELECT place, reason FROM left_aside ORDER BY rank").fetchall()


def name(db: duckdb.DuckDBPyConnection, found: Sequence[tuple[Name, Document]]) -> None:
    """Note the names of records and when each was said; `finish` chooses among those of a text."""
    rows = [(d.version_id, name_as_json(given), naive(d.available_at)) for given, d in found]
    load(db, "record", rows)


def holds_texts(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether the database holds texts, of a replay or of nights."""
    return db.execute("SELECT EXISTS (FROM version)").fetchone() == (True,)


def days(db: duckdb.DuckDBPyConnection) -> list[tuple[str, date]]:
    """The own day of each version, the earliest on which a record said it; in their order."""
    rows = db.execute("SELECT version_id, available_at FROM version ORDER BY available_at, 1")
    return [(version, day_in_paris(at.replace(tzinfo=UTC))) for version, at in rows.fetchall()]


def foreign(db: duckdb.DuckDBPyConnection) -> int:
    """How many of the texts heard are not in French: they are not counted."""
    sql = "SELECT count(*) FROM version WHERE counted_on < ? AND language <> 'fr'"
    (n_texts,) = db.execute(sql, [UNHEARD]).fetchone() or (0,)
    return int(n_texts)


def redate(db: duckdb.DuckDBPyConnection, given: Sequence[tuple[str, date]]) -> None:
    """Count each version on the day given; a document counts on the first of its versions.

    Versions without a day given are not heard.
    """
    move(db, dict.fromkeys((version for version, _ in days(db)), UNHEARD) | dict(given))
    db.execute(
        "UPDATE document SET counted_on = v.day FROM (SELECT document_id, min(counted_on) AS day"
        " FROM version GROUP BY document_id) AS v WHERE v.document_id = document.document_id"
    )


def span(db: duckdb.DuckDBPyConnection) -> tuple[date, date] | None:
    """First and last day on which a text is heard; None if none is."""
    sql = "SELECT min(counted_on), max(counted_on) FROM version WHERE counted_on < ?"
    first, last = db.execute(sql, [UNHEARD]).fetchone() or (None, None)
    return (first, last) if first else None


_ALERTS = """
WITH lived AS (
    SELECT w.signal_id, w.week, w.label, w.variable_id, w.state, w.score, w.lead_key
    FROM signal_week AS w
    WHERE w.week BETWEEN $first AND $last AND w.state <> 'bruit'
),
held AS (
    SELECT l.signal_id, l.week, u.unit_key
    FROM lived AS l
    JOIN signal_unit AS u ON u.signal_id = l.signal_id AND u.since <= l.week
     AND (u.until IS NULL OR u.until > l.week)
),
units AS (
    SELECT h.signal_id, h.week, list(n.lemma ORDER BY n.lemma) AS units
    FROM held AS h
    JOIN unit AS n USING (unit_key)
    GROUP BY ALL
),
said AS (
    SELECT DISTINCT m.unit_key, p.version_id, m.counted_on
    FROM v_mention AS m
    SEMI JOIN (SELECT DISTINCT unit_key FROM held) AS k ON k.unit_key = m.unit_key
    JOIN passage AS p USING (passage_key)
    LEFT JOIN story AS s ON s.document_id = p.document_id
    WHERE NOT coalesce(s.is_copy, false)
),
texts AS (
    SELECT h.signal_id, h.week, list(DISTINCT r.name ORDER BY r.name) AS documents
    FROM held AS h
    JOIN said AS s ON s.unit_key = h.unit_key AND s.counted_on BETWEEN h.week - 77 AND h.week + 6
    JOIN replayed AS r USING (version_id)
    GROUP BY ALL
)
SELECT l.*, coalesce(u.units, []), coalesce(t.documents, [])
FROM lived AS l
LEFT JOIN units AS u ON u.signal_id = l.signal_id AND u.week = l.week
LEFT JOIN texts AS t ON t.signal_id = l.signal_id AND t.week = l.week
ORDER BY l.week, l.signal_id
"""


@dataclass(frozen=True, slots=True)
class Alert:
    """What a signal was in a week."""

    signal: str
    week: date
    label: str
    variable: str | None  # that most of its passages carry; None: outside the variables
    state: str
    score: float
    lead: int
    units: tuple[str, ...]
    documents: tuple[Name, ...]  # names of the records of the last 12 weeks that hold its units


def alerts(db: duckdb.DuckDBPyConnection, first: date, last: date) -> list[Alert]:
    """The living signals of each week between two Mondays, by week then signal."""
    rows = db.execute(_ALERTS, {"first": first, "last": last}).fetchall()
    return [
        Alert(
            signal,
            week,
            label,
            variable,
            state,
            score,
            lead,
            tuple(units),
            tuple(map(_given, names)),
        )
        for signal, week, label, variable, state, score, lead, units, names in rows
    ]


def _given(name: str) -> Name:
    given: Name = json.loads(name, parse_float=Figure)
    return given


def quotes(db: duckdb.DuckDBPyConnection, passages: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """Name of the record, start, end and text of passages."""
    rows = db.execute(
        "SELECT p.passage_id, r.name, p.start_char, p.end_char,"
        " substring(v.text, p.start_char + 1, p.end_char - p.start_char)"
        " FROM passage AS p JOIN replayed AS r USING (version_id)"
        " JOIN version AS v USING (version_id) WHERE p.passage_id IN (SELECT unnest(?))",
        [list(set(passages))],
    ).fetchall()
    return {passage: (_given(name), *place) for passage, name, *place in rows}


@dataclass(frozen=True)
class Weekly:
    """Mentions by unit and week, ordered by week then unit, voices added up."""

    keys: NDArray[np.uint64]  # (U,) sorted
    unit: NDArray[np.int64]  # (R,) index in keys
    week: NDArray[np.int64]
    count: NDArray[np.float64]
    first: int  # number of the first week
    exposure: NDArray[np.float64]  # documents a week


def weekly(db: duckdb.DuckDBPyConnection, first: int, exposure: NDArray[np.float64]) -> Weekly:
    """The counts of all units, for the rules that others have published."""
    found: dict[str, Any] = db.execute(
        "SELECT unit_key, (week - DATE '1970-01-05') // 7 AS week, sum(n_days)::DOUBLE AS n"
        " FROM unit_week GROUP BY ALL ORDER BY 2, 1"
    ).fetchnumpy()
    keys, unit = np.unique(found["unit_key"].astype(np.uint64), return_inverse=True)
    week = found["week"].astype(np.int64) + week_number(EPOCH)
    return Weekly(keys, unit.astype(np.int64), week, found["n"].astype(np.float64), first, exposure)
