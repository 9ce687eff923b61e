"""Weekly counts of units, read back: all of them, those of a few weeks, or the past of a few units.

Weeks are Mondays in SQL and numbers in arrays (`veille.week_number`). A night reads the totals of
the weeks that it touches, and the past of the units to be proved: voice by voice the last weeks.
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

_NEAR = """
SELECT unit_key, week - DATE '1970-01-05' AS week, 0 AS rank, n_days, -1 AS source,
    week - DATE '1970-01-05' AS counts_from
FROM unit_total
WHERE week IN ({weeks})
"""

# Newcomers come by voice, as in a replay: their past is a sum of fractions, whose last bit depends
# on its order.
_ENTERING = f"""
SELECT unit_key, week - DATE '1970-01-05' AS week, 0 AS rank, n_days, source,
    counts_from - DATE '1970-01-05' AS counts_from
FROM ({_NEWCOMERS} WHERE n.week IN ({{weeks}}) OR e.until IN ({{weeks}}))
ORDER BY week, unit_key, voice, source
"""

# What units said in the past: voice by voice in the last weeks, added up before. Newcomers are few.
_TOTAL = "SELECT unit_key, week, '' AS voice, n_days FROM unit_total"
_VOICES = f"""
SELECT unit_key, week, voice, n_days FROM unit_week WHERE week BETWEEN $heard AND $last
UNION ALL
{_TOTAL}
WHERE week BETWEEN $recent AND $heard - 7
UNION ALL
{_TOTAL}
WHERE week BETWEEN $first AND $season
"""
_ENTERED = f"""
UNION ALL
SELECT unit_key, week, voice, n_days FROM ({_NEWCOMERS})
WHERE week BETWEEN $first AND $last AND counts_from <= $last
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
    asked = [_NEAR, _ENTERING] if _newcomers(db) else [_NEAR]
    parts = [_arrays(db.execute(sql.format(weeks=marks)).fetchnumpy(), ()) for sql in asked]
    rows = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _ROW}
    order = np.lexsort((rows["key"], rows["week"]))  # stable: newcomers stay after the others
    return Counts(voices=(), **{name: values[order] for name, values in rows.items()})


_ROW = ("key", "week", "voice", "days", "source", "counts_from")


def _newcomers(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether a source was ever new: if none was, planning the join costs more than the scan."""
    return bool(db.execute("SELECT 1 FROM newcomer_week LIMIT 1").fetchall())


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


@dataclass(frozen=True)
class Said:
    """What was said of a few units: one row a unit, week and voice, in no order."""

    key: Keys
    week: Ints
    voice: Ints  # rank in order of name; all the same where voices are added up
    days: NDArray[np.float64]


def by_week(db: duckdb.DuckDBPyConnection, keys: Keys, week: int, n_weeks: int) -> Said:
    """What all voices said of units in the weeks that end with this one.

    Newcomers that count have rows of their own.
    """
    first, last = week_monday(week - n_weeks + 1), week_monday(week)
    rows = f"{_TOTAL} WHERE week BETWEEN $first AND $last"
    return _said(db, keys, rows, "0", {"first": first, "last": last})


def by_voice(
    db: duckdb.DuckDBPyConnection, keys: Keys, week: int, spans: tuple[int, int, int, int]
) -> Said:
    """The same voice by voice in the last weeks, added up in those before.

    Args:
        db: the file being built.
        keys: the units.
        week: the last week, itself 0 weeks ago.
        spans: a, b, c, d: by voice the a weeks that end with it; added up, the b weeks that end
            with it, and those from c weeks ago to d, d excluded.
    """
    heard, recent, season, look_back = spans
    ago = {"heard": heard - 1, "recent": recent - 1, "season": season, "first": look_back - 1}
    days = {name: week_monday(week - n) for name, n in ago.items()}
    rank = "dense_rank() OVER (ORDER BY voice) - 1"
    return _said(db, keys, _VOICES, rank, days | {"last": week_monday(week)})


def _said(
    db: duckdb.DuckDBPyConnection, keys: Keys, rows: str, rank: str, days: dict[str, date]
) -> Said:
    give(db, "wanted_unit", keys)
    known = rows + _ENTERED if _newcomers(db) else rows
    found: dict[str, Any] = db.execute(
        f"SELECT unit_key, week - DATE '1970-01-05' AS week, {rank} AS rank, n_days"
        f" FROM ({known}) SEMI JOIN wanted_unit USING (unit_key)",
        days,
    ).fetchnumpy()
    return Said(
        found["unit_key"].astype(np.uint64),
        _numbers(found["week"]),
        found["rank"].astype(np.int64),
        found["n_days"].astype(np.float64),
    )


def _numbers(days: NDArray[Any]) -> Ints:
    """Numbers of the weeks that begin so many days after EPOCH."""
    return np.asarray(days.astype(np.int64) // 7 + week_number(EPOCH))
