"""Signals, their units, weeks and evidence: what the tracker reads and leaves behind."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from veille import answering, week_number

from .database import load
from .weeks import EPOCH, give

MOST = 150  # passages of the last 12 weeks that may prove a signal, latest first
VOICES = 12  # whose latest passage may prove a signal, however old

_MENTIONS = """
WITH tags AS (
    SELECT passage_id, list(variable_id ORDER BY variable_id) AS variables
    FROM v_tag
    GROUP BY passage_id
)
SELECT
    m.unit_key,
    (CAST(date_trunc('week', m.counted_on) AS DATE) - DATE '1970-01-05') // 7 AS week,
    p.document_id,
    p.passage_id,
    coalesce(b.imprint, m.passage_key) AS sentence,
    d.voice,
    c.class,
    substring(v.text, m.start_char + 1, m.end_char - m.start_char) AS surface,
    coalesce(g.variables, []) AS variables
FROM v_mention AS m
SEMI JOIN wanted_unit AS w ON w.unit_key = m.unit_key
JOIN passage AS p USING (passage_key)
JOIN version AS v ON v.version_id = p.version_id
JOIN document AS d ON d.document_id = p.document_id
JOIN source AS c ON c.source_id = d.source_id
LEFT JOIN story AS s ON s.document_id = p.document_id
LEFT JOIN tags AS g ON g.passage_id = p.passage_id
LEFT JOIN block AS b
    ON b.passage_key = m.passage_key AND m.start_char >= b.start_char AND m.start_char < b.end_char
WHERE NOT coalesce(s.is_copy, false) AND m.counted_on BETWEEN ? AND ?
ORDER BY m.counted_on, m.unit_key, p.passage_id
"""


def mentions(
    db: duckdb.DuckDBPyConnection, keys: NDArray[np.uint64], first: date, last: date
) -> dict[str, NDArray[Any]]:
    """Where these units were mentioned between two days, both included, copies left out.

    Columns: unit_key, week (number), document_id, passage_id, sentence (its imprint, or the passage
    where it is too short to have one), voice, class, surface, variables.
    """
    give(db, "wanted_unit", keys)
    found: dict[str, Any] = dict(db.execute(_MENTIONS, [first, last]).fetchnumpy())
    found["week"] = found["week"].astype(np.int64) + week_number(EPOCH)
    return found


_CARRIED = """
WITH said AS (
    SELECT
        p.passage_id,
        (CAST(date_trunc('week', v.counted_on) AS DATE) - DATE '1970-01-05') // 7 AS week
    FROM passage AS p
    JOIN version AS v ON v.version_id = p.version_id
    WHERE v.counted_on BETWEEN $first AND $last
)
SELECT week, t.variable_id, count(*) AS n
FROM said
JOIN v_tag AS t USING (passage_id)
GROUP BY ALL
UNION ALL
SELECT week, NULL, count(*)
FROM said
GROUP BY ALL
"""


def carried(
    db: duckdb.DuckDBPyConnection, variables: Sequence[str], first: date, last: date
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """By week between two days: its number; the passages that carry each variable, then all."""
    rows = db.execute(_CARRIED, {"first": first, "last": last}).fetchall()
    numbers = np.array(sorted({week for week, *_ in rows}), np.int64)
    place = {name: k for k, name in enumerate((*variables, None))}
    found = np.zeros((len(numbers), len(place)))
    for week, name, n in rows:
        if name in place:
            found[np.searchsorted(numbers, week), place[name]] = n
    return numbers + week_number(EPOCH), found


def lemmas(db: duckdb.DuckDBPyConnection, keys: NDArray[np.uint64]) -> dict[int, str]:
    """The lemmatised form of each unit."""
    give(db, "wanted_unit", keys)
    sql = "SELECT unit_key, lemma FROM unit SEMI JOIN wanted_unit USING (unit_key)"
    return dict(db.execute(sql).fetchall())


def signals(db: duckdb.DuckDBPyConnection) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The stored signals and their units, in the column order of the tables."""
    return (
        db.execute("SELECT * FROM signal ORDER BY signal_id").fetchall(),
        db.execute("SELECT * FROM signal_unit ORDER BY signal_id, since, unit_key").fetchall(),
    )


def decisions(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str, datetime, str | None, str]]:
    """What was said, oldest first: signal, decision, instant (UTC, naive), state, author."""
    sql = (
        "SELECT signal_id, decision, decided_at, state, author FROM decision"
        " ORDER BY decided_at, decision_id"
    )
    return db.execute(sql).fetchall()


def kinship(db: duckdb.DuckDBPyConnection) -> tuple[list[tuple[Any, ...]], ...]:
    """The stored rows of signal_lineage, signal_near and unit_apart, in the order of columns."""
    names = ("signal_lineage", "signal_near", "unit_apart")
    return tuple(db.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in names)


def store_kinship(
    db: duckdb.DuckDBPyConnection,
    lineage: Sequence[tuple[Any, ...]],
    near: Sequence[tuple[Any, ...]],
    apart: Sequence[tuple[Any, ...]],
) -> None:
    """Write what signals become, and its counters, in place of what stands."""
    for table, rows in (("signal_lineage", lineage), ("signal_near", near), ("unit_apart", apart)):
        db.execute(f"DELETE FROM {table}")
        load(db, table, rows)


def survivors(db: duckdb.DuckDBPyConnection, week: date | None = None) -> dict[str, str]:
    """The signal that answers for each one that is no more, at the end of a week; None: now.

    For an absorbed one, and for one that a new reading of the archive no longer founds.
    """
    sql = "SELECT signal_id, other_id FROM signal_lineage WHERE relation IN ('fusion', 'relecture')"
    found = db.execute(sql + (" AND week <= ?" if week else ""), [week] if week else [])
    heirs = dict(found.fetchall())

    return {name: answering(heirs, name) for name in heirs}


def orphans(db: duckdb.DuckDBPyConnection) -> list[str]:
    """The signals that decisions name and that a new reading of the archive no longer founds.

    What was told of one that is founded again is forgotten first.
    """
    db.execute(
        "DELETE FROM signal_lineage WHERE relation = 'relecture'"
        " AND (signal_id IN (FROM (SELECT signal_id FROM signal))"
        " OR other_id NOT IN (FROM (SELECT signal_id FROM signal)))"
    )
    sql = (
        "SELECT DISTINCT signal_id FROM decision ANTI JOIN signal USING (signal_id)"
        " ANTI JOIN signal_lineage USING (signal_id) ORDER BY signal_id"
    )
    return [name for (name,) in db.execute(sql).fetchall()]


def homes(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str, date]]:
    """Each unit ever held by a signal: its lemma, who holds it or held it last, since when."""
    sql = (
        "SELECT u.lemma, h.signal_id, h.since FROM signal_unit AS h JOIN unit AS u USING (unit_key)"
        " QUALIFY row_number() OVER (PARTITION BY h.unit_key"
        " ORDER BY h.until DESC NULLS FIRST, h.since DESC, h.signal_id) = 1 ORDER BY u.lemma"
    )
    return db.execute(sql).fetchall()


def add_lineage(db: duckdb.DuckDBPyConnection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add rows of signal_lineage, in the order of its columns."""
    load(db, "signal_lineage", rows)


def store_signals(
    db: duckdb.DuckDBPyConnection,
    rows: Sequence[tuple[Any, ...]],
    units: Sequence[tuple[Any, ...]],
) -> None:
    """Write signals and their units in place of those that stand."""
    db.execute("DELETE FROM signal")
    db.execute("DELETE FROM signal_unit")
    load(db, "signal", rows)
    load(db, "signal_unit", units)


def store_weeks(
    db: duckdb.DuckDBPyConnection,
    rows: Sequence[tuple[Any, ...]],
    parts: Sequence[tuple[Any, ...]],
) -> None:
    """Add the rows of signal_week and score_part of newly committed weeks."""
    load(db, "signal_week", rows)
    load(db, "score_part", parts)


def store_evidence(db: duckdb.DuckDBPyConnection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write the evidence of the last committed week in place of what stands."""
    db.execute("DELETE FROM evidence")
    load(db, "evidence", rows)


_CANDIDATES = """
WITH members AS (
    SELECT u.signal_id, u.unit_key, t.label IS NOT NULL AS is_lead
    FROM signal_unit AS u
    LEFT JOIN signal_title_at($week) AS t USING (signal_id, unit_key)
    WHERE u.signal_id IN (SELECT unnest($signals)) AND u.since <= $week
      AND (u.until IS NULL OR u.until > $week)
),
said AS (
    SELECT
        u.signal_id,
        p.passage_id,
        p.document_id,
        m.counted_on,
        d.voice,
        substring(v.text, p.start_char + 1, p.end_char - p.start_char) AS text,
        bool_or(u.is_lead) AS is_lead,
        bool_and(f.passage_key IS NOT NULL) AS is_furniture,
        min_by(m.start_char, (NOT u.is_lead, m.start_char, -m.end_char)) AS start_char,
        min_by(m.end_char, (NOT u.is_lead, m.start_char, -m.end_char)) AS end_char
    FROM members AS u
    JOIN v_mention AS m USING (unit_key)
    JOIN passage AS p USING (passage_key)
    JOIN version AS v ON v.version_id = p.version_id
    JOIN document AS d ON d.document_id = p.document_id
    LEFT JOIN story AS s ON s.document_id = p.document_id
    LEFT JOIN furniture_before($week + 7) AS f
        ON f.passage_key = m.passage_key
        AND m.start_char >= f.start_char AND m.end_char <= f.end_char
    WHERE NOT coalesce(s.is_copy, false) AND m.counted_on < $week + 7
    GROUP BY ALL
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY signal_id, is_lead, is_furniture
            ORDER BY counted_on, passage_id
        ) AS age,
        row_number()
            OVER (PARTITION BY signal_id, is_lead ORDER BY counted_on DESC, passage_id) AS youth,
        row_number() OVER (
            PARTITION BY signal_id, is_lead, voice
            ORDER BY counted_on DESC, passage_id
        ) AS said_ago
    FROM said
),
turns AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY signal_id, is_lead
            ORDER BY said_ago, counted_on DESC, passage_id
        ) AS turn
    FROM ranked
)
SELECT
    signal_id, passage_id, document_id, counted_on, voice, text, start_char, end_char, is_lead,
    is_furniture
FROM turns
WHERE age = 1 OR turn <= $voices OR (youth <= $most AND counted_on >= $week - 77)
ORDER BY signal_id, counted_on, passage_id
"""


def candidates(
    db: duckdb.DuckDBPyConnection, week: date, signal_ids: Sequence[str], most: int = MOST
) -> list[tuple[Any, ...]]:
    """Passages that may prove these signals at a week.

    The first ever; the latest `most` of the last 12 weeks; the latest of the VOICES voices heard
    last, so that a signal that falls silent keeps its proofs.

    Columns: signal, passage, document, day, voice, text, start and end of the mention to mark,
    whether the passage holds the unit that speaks for the signal, and only says it in sentences
    that its source repeats.
    """
    given = {"signals": list(signal_ids), "week": week, "most": most, "voices": VOICES}
    return db.execute(_CANDIDATES, given).fetchall()


def voice_sizes(db: duckdb.DuckDBPyConnection, week: date) -> dict[str, int]:
    """Documents of each voice up to the end of a week."""
    sql = "SELECT voice, count(*) FROM document WHERE counted_on < $1 + 7 GROUP BY voice"
    return dict(db.execute(sql, [week]).fetchall())


def labels(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """The id and the title of every signal, the living ones first."""
    sql = "SELECT signal_id, label FROM signal ORDER BY state = 'bruit', signal_id"
    return db.execute(sql).fetchall()


def is_extinct(db: duckdb.DuckDBPyConnection, signal: str) -> bool:
    """Whether the last night computed this signal extinct."""
    sql = "SELECT 1 FROM signal WHERE signal_id = $1 AND state = 'bruit'"
    return db.execute(sql, [signal]).fetchone() is not None
