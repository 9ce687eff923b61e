"""Weekly counts and CUSUM states of units: what a committed week counts and leaves behind.

Weeks are Mondays in SQL and numbers in arrays (`veille.week_number`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from veille import week_number

CONTEXT_DAYS = 180  # a voice that repeats a context within this is not counted again
FEWEST_DOCUMENTS = 5  # of a source that hold a block before it is a repeated one
SMALLEST_SHARE = 0.05  # of the documents of its source
OFTEN = 20  # documents from which the share no longer matters
EPOCH = date(1970, 1, 5)  # a Monday: DuckDB counts days from 1970-01-01


def span(db: duckdb.DuckDBPyConnection) -> tuple[date, date] | None:
    """First and last day on which a text counts; None for an empty archive."""
    first, last = db.execute("SELECT min(counted_on), max(counted_on) FROM version").fetchone() or (
        None,
        None,
    )
    return (first, last) if first else None


def committed(db: duckdb.DuckDBPyConnection) -> date | None:
    """The Monday of the last committed week; None before the first."""
    row = db.execute("SELECT max(week) FROM week").fetchone()
    return row[0] if row else None


def forget(db: duckdb.DuckDBPyConnection) -> None:
    """Empty all that weeks leave behind, so that they can be replayed from the first."""
    for table in (
        "repeated_block",
        "source_week",
        "source_epoch",
        "newcomer_week",
        "unit_week",
        "unit_total",
        "week",
        "unit_state",
        "signal",
        "signal_unit",
        "signal_lineage",
        "signal_near",
        "unit_apart",
        "signal_week",
        "signal_provisional",
        "score_part",
        "evidence",
    ):
        db.execute(f"DELETE FROM {table}")


# A block is repeated from its fifth document on, if these are 5 % at least of those that its source
# published in CONTEXT_DAYS, or twenty: of the days up to its own, so that no later text tells of an
# earlier.
_REPEATED = """
INSERT INTO repeated_block
WITH said AS (
    SELECT b.*, p.passage_id, p.document_id, d.source_id, v.counted_on AS day
    FROM block AS b
    JOIN passage AS p USING (passage_key)
    JOIN version AS v ON v.version_id = p.version_id
    JOIN document AS d ON d.document_id = p.document_id
    LEFT JOIN story AS s ON s.document_id = p.document_id
    WHERE v.counted_on BETWEEN $first - $context AND $last + 6
      AND NOT coalesce(s.is_copy, false)
),
often AS (
    SELECT source_id, imprint
    FROM said
    GROUP BY ALL
    HAVING count(DISTINCT document_id) >= $fewest AND max(day) >= $first
),
recurring AS (
    SELECT *, count(DISTINCT document_id) OVER (
        PARTITION BY source_id, imprint ORDER BY day
        RANGE BETWEEN to_days($context) PRECEDING AND CURRENT ROW
    ) AS n_documents
    FROM said
    SEMI JOIN often USING (source_id, imprint)
),
published AS (
    SELECT d.source_id, v.counted_on AS day, v.document_id
    FROM version AS v
    JOIN document AS d USING (document_id)
    LEFT JOIN story AS s USING (document_id)
    WHERE v.counted_on BETWEEN $first - $context AND $last + 6 AND NOT coalesce(s.is_copy, false)
      AND d.source_id IN (SELECT source_id FROM often)
),
volume AS (
    SELECT DISTINCT source_id, day, count(DISTINCT document_id) OVER (
        PARTITION BY source_id ORDER BY day
        RANGE BETWEEN to_days($context) PRECEDING AND CURRENT ROW
    ) AS n_published
    FROM published
)
SELECT passage_id, passage_key, imprint, start_char, end_char, day, n_documents
FROM recurring
JOIN volume USING (source_id, day)
WHERE day >= $first AND n_documents >= $fewest
  AND (n_documents >= $share * n_published OR n_documents >= $often)
"""

# A mention counts when its voice has not used the unit in this context for CONTEXT_DAYS, in a
# document that copies no other, outside repeated blocks: templates and agency copy cannot rise.
# What a source says in the weeks it is new is counted apart.
_TOLD = """
    SELECT m.unit_key, d.voice, m.counted_on AS day, m.context, m.passage_key, e.source_id
    FROM {mentions} AS m
    JOIN passage AS p USING (passage_key)
    JOIN document AS d ON d.document_id = p.document_id
    LEFT JOIN story AS s ON s.document_id = p.document_id
    LEFT JOIN source_epoch AS e ON e.source_id = d.source_id AND e.change = 'arrivee'
     AND m.counted_on >= e.week AND m.counted_on < e.until
    WHERE m.counted_on BETWEEN {first} AND {last} AND NOT coalesce(s.is_copy, false)
"""
# Of the months before, only what says again a unit in a context of these weeks can matter.
_NOW = _TOLD.format(mentions="v_mention", first="$first", last="$last + 6")
_BEFORE = "UNION ALL " + _TOLD.format(
    mentions="(SELECT * FROM v_mention SEMI JOIN now USING (unit_key, context))",
    first="$first - $context",
    last="$first - 1",
)
_COUNT = """
CREATE OR REPLACE TEMP TABLE counted AS
WITH now AS MATERIALIZED ({now}),
told AS (SELECT * FROM now {before}),
spaced AS (
    SELECT
        unit_key,
        voice,
        source_id,
        day,
        lag(day) OVER (PARTITION BY unit_key, voice, context ORDER BY day, passage_key) AS before
    FROM told
)
SELECT
    unit_key,
    CAST(date_trunc('week', day) AS DATE) AS week,
    voice,
    CAST(count(DISTINCT day) AS UTINYINT) AS n_days,
    source_id
FROM spaced
WHERE day >= $first AND (before IS NULL OR day - before > $context)
GROUP BY ALL
"""

_EXPOSE = """
INSERT INTO week
WITH days AS (
    SELECT
        CAST(date_trunc('week', v.counted_on) AS DATE) AS week,
        d.document_id,
        d.voice,
        v.language = 'fr' AND NOT coalesce(s.is_copy, false) AS is_counted
    FROM version AS v
    JOIN document AS d USING (document_id)
    LEFT JOIN story AS s ON s.document_id = v.document_id
    WHERE v.counted_on BETWEEN $first AND $last + 6
)
SELECT
    w.week,
    count(DISTINCT document_id) FILTER (WHERE is_counted),
    count(DISTINCT document_id),
    count(DISTINCT voice)
FROM (SELECT unnest(generate_series($first, $last, INTERVAL 7 DAY))::DATE AS week) AS w
LEFT JOIN days USING (week)
GROUP BY w.week
"""


def count(
    db: duckdb.DuckDBPyConnection, first: date, last: date, context_days: int = CONTEXT_DAYS
) -> None:
    """Count weeks, first to last Monday: repeated_block, unit_week, unit_total, week."""
    for table in ("unit_week", "newcomer_week", "unit_total"):
        db.execute(f"DELETE FROM {table} WHERE week BETWEEN $1 AND $2", [first, last])
    db.execute("DELETE FROM week WHERE week BETWEEN $1 AND $2", [first, last])
    window = {"first": first, "last": last, "context": context_days}
    db.execute("DELETE FROM repeated_block WHERE day BETWEEN $1 AND $2 + 6", [first, last])
    shares = {"fewest": FEWEST_DOCUMENTS, "share": SMALLEST_SHARE, "often": OFTEN}
    db.execute(_REPEATED, window | shares)
    held = span(db)
    before = _BEFORE if held and held[0] < first else ""  # a replay holds nothing before
    db.execute(_COUNT.format(now=_NOW, before=before), window)
    db.execute(
        "INSERT INTO unit_week SELECT * EXCLUDE source_id FROM counted WHERE source_id IS NULL"
        " ORDER BY week, unit_key, voice"  # blocks of other weeks are then not read
    )
    db.execute("INSERT INTO newcomer_week SELECT * FROM counted WHERE source_id IS NOT NULL")
    db.execute("DROP TABLE counted")
    add_up(db, first, last)
    db.execute(_EXPOSE, {"first": first, "last": last})


def add_up(db: duckdb.DuckDBPyConnection, first: date, last: date) -> None:
    """Add up the voices of these weeks, none of which is there: unit_total."""
    db.execute(
        "INSERT INTO unit_total SELECT unit_key, week, sum(n_days) FROM unit_week"
        " WHERE week BETWEEN $1 AND $2 GROUP BY ALL ORDER BY week, unit_key",
        [first, last],
    )


def exposure(db: duckdb.DuckDBPyConnection) -> tuple[int, NDArray[np.float64]]:
    """The number of the first week, and the documents counted in every week since."""
    rows = db.execute("SELECT week, n_documents FROM week ORDER BY week").fetchall()
    if not rows:
        return 0, np.zeros(0)
    first = week_number(rows[0][0])
    documents = np.zeros(week_number(rows[-1][0]) - first + 1)
    for week, n_documents in rows:
        documents[week_number(week) - first] = n_documents
    return first, documents


@dataclass(frozen=True)
class States:
    """Rows of unit_state as arrays, ordered by key."""

    key: NDArray[np.uint64]
    past: NDArray[np.float64]
    past_week: NDArray[np.int64]
    sums: NDArray[np.float64]  # (3, U)
    seen_week: NDArray[np.int64]


_WANTED = "FROM unit_state WHERE unit_key IN (SELECT unit_key FROM wanted_unit)"


def states(db: duckdb.DuckDBPyConnection, keys: NDArray[np.uint64]) -> States:
    """The stored states of these units; units never stored are absent."""
    return _states(db, keys, f"SELECT * {_WANTED}")


def take_states(db: duckdb.DuckDBPyConnection, keys: NDArray[np.uint64]) -> States:
    """The same, taken out until `store_states`: the table is searched once, not twice.

    In one transaction with it (`database.together`), so that no state is ever lost.
    """
    return _states(db, keys, f"DELETE {_WANTED} RETURNING *")


def _states(db: duckdb.DuckDBPyConnection, keys: NDArray[np.uint64], sql: str) -> States:
    give(db, "wanted_unit", keys)
    found: dict[str, Any] = db.execute(sql).fetchnumpy()
    order = np.argsort(found["unit_key"])
    held = {name: values[order] for name, values in found.items()}
    return States(
        held["unit_key"].astype(np.uint64),
        held["past"].astype(np.float64),
        _numbers(held["past_week"]),
        np.stack([held[name].astype(np.float64) for name in ("s2", "s4", "s8")]),
        _numbers(held["seen_week"]),
    )


def store_states(db: duckdb.DuckDBPyConnection, given: States) -> None:
    """Write the states of these units, which have none or had theirs taken out."""
    table = pa.table(
        {
            "unit_key": given.key,
            "past": given.past,
            "past_week": _dates(given.past_week),
            "s2": given.sums[0],
            "s4": given.sums[1],
            "s8": given.sums[2],
            "seen_week": _dates(given.seen_week),
        }
    )
    db.register("incoming_state", table)
    db.execute("INSERT INTO unit_state SELECT * FROM incoming_state")
    db.unregister("incoming_state")


def _dates(weeks: NDArray[np.int64]) -> pa.Array:
    days = (weeks - week_number(EPOCH)) * 7 + 4
    return pa.array(days.astype(np.int32)).cast(pa.date32())


def _numbers(mondays: NDArray[Any]) -> NDArray[np.int64]:
    days = mondays.astype("datetime64[D]").astype(np.int64) - 4
    return np.asarray(days // 7 + week_number(EPOCH))


def give(db: duckdb.DuckDBPyConnection, name: str, keys: NDArray[np.uint64]) -> None:
    """Put keys in a temporary table of this name, column unit_key."""
    db.register("incoming_keys", pa.table({"unit_key": keys}))
    db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM incoming_keys")
    db.unregister("incoming_keys")
