"""The week that is not over: what it counts so far, and what is shown of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from .database import load
from .weeks import give

Row = tuple[date, int, str | None, int, float, float, float]

# Without the new-context rule, which would read six months of mentions each night.
_SEEN = """
SELECT m.unit_key, count(DISTINCT (d.voice, m.counted_on))::DOUBLE AS n
FROM v_mention AS m
JOIN passage AS p USING (passage_key)
JOIN document AS d ON d.document_id = p.document_id
LEFT JOIN story AS s ON s.document_id = p.document_id
WHERE m.counted_on BETWEEN $week AND $week + 6 AND NOT coalesce(s.is_copy, false)
  AND d.source_id NOT IN (SELECT unnest($aside))
GROUP BY m.unit_key
ORDER BY m.unit_key
"""

_DOCUMENTS = """
SELECT count(DISTINCT v.document_id)
FROM version AS v
JOIN document AS d USING (document_id)
LEFT JOIN story AS s ON s.document_id = v.document_id
WHERE v.counted_on BETWEEN $week AND $week + 6 AND v.language = 'fr'
  AND NOT coalesce(s.is_copy, false) AND d.source_id NOT IN (SELECT unnest($aside))
"""


def seen(
    db: duckdb.DuckDBPyConnection, week: date, aside: Sequence[str]
) -> tuple[NDArray[np.uint64], NDArray[np.float64], int]:
    """Units heard since this Monday, sorted, their mentions; and the documents read.

    Args:
        db: the file being built.
        week: the Monday of the week that is not over.
        aside: sources that do not count yet.
    """
    given = {"week": week, "aside": list(aside)}
    found: dict[str, Any] = db.execute(_SEEN, given).fetchnumpy()
    ((n_documents,),) = db.execute(_DOCUMENTS, given).fetchall()
    return found["unit_key"].astype(np.uint64), found["n"].astype(np.float64), n_documents


def said_in(
    db: duckdb.DuckDBPyConnection, keys: NDArray[np.uint64], week: date
) -> dict[int, float]:
    """The mentions of these units in a committed week."""
    give(db, "wanted_unit", keys)
    sql = (
        "SELECT unit_key, n_days::DOUBLE FROM unit_total SEMI JOIN wanted_unit USING (unit_key)"
        " WHERE week = ?"
    )
    return dict(db.execute(sql, [week]).fetchall())


def homes(db: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """The signal of each unit of a living one."""
    sql = (
        "SELECT u.unit_key, u.signal_id FROM signal_unit AS u JOIN signal AS s USING (signal_id)"
        " WHERE u.until IS NULL AND s.state <> 'bruit'"
    )
    return dict(db.execute(sql).fetchall())


def store(db: duckdb.DuckDBPyConnection, rows: Sequence[Row]) -> None:
    """Write what is shown of the running week in place of what stood."""
    db.execute("DELETE FROM signal_provisional")
    load(db, "signal_provisional", rows)
