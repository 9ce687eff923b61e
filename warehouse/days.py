"""The day on which a version counts; its mentions bear it too, so that a week is read alone."""

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb
import pyarrow as pa


def of(db: duckdb.DuckDBPyConnection, version_ids: Sequence[str]) -> dict[str, date]:
    """The day of each of these versions; those not stored are absent."""
    sql = "SELECT version_id, counted_on FROM version WHERE version_id IN (SELECT unnest(?))"
    return dict(db.execute(sql, [list(version_ids)]).fetchall())


def move(db: duckdb.DuckDBPyConnection, days: Mapping[str, date]) -> None:
    """Count each of these versions, and all that it mentions, on the day given."""
    if not days:
        return
    given = {"version_id": list(days), "day": list(days.values())}
    db.register("incoming_day", pa.table(given))
    db.execute(
        "UPDATE version SET counted_on = i.day FROM incoming_day AS i"
        " WHERE i.version_id = version.version_id"
    )
    db.execute(
        "UPDATE mention SET counted_on = i.day"
        " FROM (SELECT passage_key, day FROM incoming_day JOIN passage USING (version_id)) AS i"
        " WHERE i.passage_key = mention.passage_key AND i.day <> mention.counted_on"
    )
    db.unregister("incoming_day")
