"""Weekly counts of units, read back: all of them, those of a few weeks, or the past of a few units.

Weeks are Mondays in SQL and numbers in arrays (`veille.week_number`). A night reads the weeks that
it touches whole, which lie together in the file, and the past of the units to be proved alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from veille import week_monday, week_number

from .database import load
from .weeks import EPOCH, give

Keys = NDArray[np.uint64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Counts:
    """Rows of unit_week and newcomer_week as arrays, ordered by (week, unit, voice)."""

    key: Keys
    week: Ints
    voice: Ints  # rank of the voice in `voices`; 0 where voices are added up
    days: NDArray[np.float64]
    voices: tuple[str, ...]
    source: Ints  # rank of the newcomer it comes from among the sources, -1 for none
    counts_from: Ints  # week from which the row counts


_NEWCOMERS = """
SELECT n.unit_key, n.week, n.voice, n.n_days, c.source, e.until AS counts_from
FROM newcomer_week AS n
JOIN (
    SELECT source_id, row_number() OVER (ORDER BY source_id) - 1 AS source
    FROM (SELECT DISTINCT source_id FROM source_week)
) AS c USING (source_id)
JOIN source_epoch AS e ON e.source_id = n.source_id AND e.change = 'arrivee'
"""

_ALL = f"""
SELECT u.unit_key, u.week - DATE '1970-01-05' AS week, r.rank, u.n_days, u.source,
    u.counts_from - DATE '1970-01-05' AS counts_from
FROM (
    SELECT *, -1 AS source, week AS counts_from FROM unit_week
    UNION ALL {_NEWCOMERS}
) AS u
JOIN voice_rank AS r ON r.voice = u.voice
WHERE u.week >= $since
ORDER BY u.week, u.unit_key, r.rank, u.source
"""

# The weeks are told to the table itself, so that blocks of other weeks are not read. Newcomers come
# by voice, as in a replay: their past is a sum of fractions, whose last bit depends on its order.
_NEAR = f"""
SELECT unit_key, week - DATE '1970-01-05' AS week, 0 AS rank, n_days, source,
    counts_from - DATE '1970-01-05' AS counts_from
FROM (
    SELECT unit_key, week, '' AS voice, sum(n_days) AS n_days, -1 AS source, week AS counts_from
    FROM unit_week
    WHERE week IN ({{weeks}})
    GROUP BY unit_key, week
    UNION ALL {_NEWCOMERS} WHERE n.week IN ({{weeks}}) OR e.until IN ({{weeks}})
)
ORDER BY week, unit_key, voice, source
"""

_PAST = f"""
FROM (
    SELECT unit_key, week, voice, n_days FROM unit_week
    WHERE week BETWEEN $first AND $last AND (week >= $recent OR week <= $season)
    UNION ALL
    SELECT unit_key, week, voice, n_days FROM ({_NEWCOMERS})
    WHERE week BETWEEN $first AND $last AND (week >= $recent OR week <= $season)
      AND counts_from <= $last
)
SEMI JOIN wanted_unit USING (unit_key)
"""


def since(db: duckdb.DuckDBPyConnection, first: date) -> Counts:
    """The counts of every unit since a Monday."""
    voices = db.execute(
        "SELECT voice FROM unit_week UNION SELECT voice FROM newcomer_week ORDER BY voice"
    ).fetchall()
    db.execute("CREATE OR REPLACE TEMP TABLE voice_rank (voice VARCHAR, rank INTEGER)")
    load(db, "voice_rank", [(voice, k) for k, (voice,) in enumerate(voices)])
    found: dict[str, Any] = db.execute(_ALL, {"since": first}).fetchnumpy()
    return _arrays(found, tuple(voice for (voice,) in voices))


def near(db: duckdb.DuckDBPyConnection, weeks: Sequence[date]) -> Counts:
    """The counts of these weeks, and of the sources that enter in one of them.

    Voices are added up, those of newcomers apart.
    """
    marks = ", ".join(f"DATE '{week.isoformat()}'" for week in weeks)
    return _arrays(db.execute(_NEAR.format(weeks=marks)).fetchnumpy(), ())


def _arrays(found: dict[str, Any], voices: tuple[str, ...]) -> Counts:
    return Counts(
        found["unit_key"].astype(np.uint64),
        _numbers(found["week"]),
        found["rank"].astype(np.int64),
        found["n_days"].astype(np.float64),
        voices,
        found["source"].astype(np.int64),
        _numbers(found["counts_from"]),
    )


def by_week(
    db: duckdb.DuckDBPyConnection, keys: Keys, week: int, n_weeks: int
) -> tuple[Keys, Ints, NDArray[np.float64]]:
    """What units said in each of the weeks that end with this one: keys, weeks, mentions."""
    sql = (
        f"SELECT unit_key, week - DATE '1970-01-05' AS week, sum(n_days) AS n {_PAST} GROUP BY ALL"
    )
    found = _past(db, sql, keys, week, (n_weeks, n_weeks, n_weeks))
    return found["unit_key"].astype(np.uint64), _numbers(found["week"]), found["n"].astype(float)


def by_voice(
    db: duckdb.DuckDBPyConnection, keys: Keys, week: int, spans: tuple[int, int, int]
) -> tuple[Keys, Ints, Ints, NDArray[np.float64]]:
    """The same by voice: keys, weeks, ranks of the voices in order of name, mentions.

    Args:
        db: the file being built.
        keys: the units.
        week: the last week, itself 0 weeks ago.
        spans: a, b, c: the a weeks that end with it, and those from b weeks ago to c, c excluded.
    """
    sql = (
        "SELECT unit_key, week - DATE '1970-01-05' AS week,"
        f" dense_rank() OVER (ORDER BY voice) - 1 AS rank, n_days AS n {_PAST}"
    )
    found = _past(db, sql, keys, week, spans)
    voice = found["rank"].astype(np.int64)
    return (
        found["unit_key"].astype(np.uint64),
        _numbers(found["week"]),
        voice,
        found["n"].astype(float),
    )


def _past(
    db: duckdb.DuckDBPyConnection, sql: str, keys: Keys, week: int, spans: tuple[int, int, int]
) -> dict[str, Any]:
    give(db, "wanted_unit", keys)
    recent, season, look_back = spans
    ago = {"first": look_back - 1, "recent": recent - 1, "season": season, "last": 0}
    days = {name: week_monday(week - n) for name, n in ago.items()}
    found: dict[str, Any] = db.execute(sql, days).fetchnumpy()
    return found


def _numbers(days: NDArray[Any]) -> Ints:
    """Numbers of the weeks that begin so many days after EPOCH."""
    return np.asarray(days.astype(np.int64) // 7 + week_number(EPOCH))
