"""What counting a week costs after a short and a long past: from mentions to counts by voice."""

import time
from pathlib import Path

from veille import week_monday
from warehouse import database, weeks
from warehouse.database import Connection

from .nights import A_WEEK, FIRST, MENTIONS, PASSAGES, PAST, UNITS, VOICES

NIGHTS, JUDGED = 20, 5  # weeks of nights, of which the last are counted and timed

# One mention in ten is in a context that many texts share, as forms and agency copy have.
_DRAWN = """
CREATE OR REPLACE TEMP TABLE drawn AS
WITH texts AS (
    SELECT
        printf('%016x', hash($week::BIGINT * 10000000 + n)) AS document_id,
        printf('voix%02d', hash($week::BIGINT, n) % $voices) AS voice,
        $monday + (n % 7)::INTEGER AS day
    FROM range($n_documents) AS t(n)
)
SELECT
    *,
    hash(document_id, p) AS passage_key,
    (pow(hash(document_id, p, m) / 18446744073709551616.0, 6) * $units)::UBIGINT AS unit,
    hash(m, document_id, p) AS draw
FROM texts, range($passages) AS a(p), range($mentions) AS b(m)
"""
_KEPT = (
    "INSERT INTO document SELECT DISTINCT document_id, voice, voice, '', '', NULL, day, day, day,"
    " 'import', '', document_id, voice FROM drawn",
    "INSERT INTO version SELECT DISTINCT document_id, document_id, '', 0, 'fr', [], day, day,"
    " ''::BLOB, '' FROM drawn",
    "INSERT INTO passage SELECT DISTINCT printf('%016x', passage_key), passage_key, document_id,"
    " document_id, p, 0, 1, NULL FROM drawn",
    "INSERT INTO mention SELECT hash(unit), passage_key, 0, 1,"
    " CASE WHEN draw % 10 = 0 THEN draw % 10_000 ELSE draw END, day, false FROM drawn",
)


def cost(folder: Path, n_passages: int) -> float:
    """CPU seconds that counting the last weeks takes, one by one, after so many passages."""
    path = folder / f"counted{n_passages}.duckdb"
    with database.connect(path, read_only=False) as db:
        database.migrate(db)
        for week in range(PAST + NIGHTS):
            _keep(db, FIRST + week, n_passages // PASSAGES // PAST if week < PAST else A_WEEK)
        db.execute("CHECKPOINT")
        mondays = [week_monday(FIRST + PAST + NIGHTS - JUDGED + k) for k in range(JUDGED)]
        started = time.process_time()
        for monday in mondays:
            weeks.count(db, monday, monday)
        return time.process_time() - started


def _keep(db: Connection, week: int, n_documents: int) -> None:
    sizes = {"voices": VOICES, "units": UNITS, "passages": PASSAGES, "mentions": MENTIONS}
    when = {"week": week, "monday": week_monday(week), "n_documents": n_documents}
    db.execute(_DRAWN, sizes | when)
    for sql in _KEPT:
        db.execute(sql)
