"""Tags made again, when nothing but the lexicon or the model of the tags has changed."""

from collections.abc import Mapping, Sequence

import duckdb

from veille import Tag

from . import write


def stale(db: duckdb.DuckDBPyConnection, analysis: str, reading: str) -> set[str]:
    """The stale versions of which only the tags are to be made again.

    Args:
        db: the archive.
        analysis: the version of the analysis, which begins with that of the reading.
        reading: the version of all but the tags.
    """
    rows = db.execute(
        "SELECT version_id FROM version WHERE analysis <> $1 AND length(analysis) = length($1)"
        " AND starts_with(analysis, $2 || '-')",
        [analysis, reading],
    ).fetchall()
    return {row[0] for row in rows}


def store(
    db: duckdb.DuckDBPyConnection, found: Mapping[str, Sequence[Tag]], *, analysis: str
) -> None:
    """Store anew the tags of versions already kept, by version id; the rest stays."""
    given = [list(found)]
    gone = "SELECT passage_id FROM passage WHERE version_id IN (SELECT unnest(?))"
    for table in ("tag", "tag_span"):
        db.execute(f"DELETE FROM {table} WHERE passage_id IN ({gone})", given)
    write.tags(db, [tag for version in found.values() for tag in version])
    sql = "UPDATE version SET analysis = ? WHERE version_id IN (SELECT unnest(?))"
    db.execute(sql, [analysis, *given])
