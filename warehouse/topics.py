"""What a fit of topics reads, and where it is kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from .database import load


def passages(
    db: duckdb.DuckDBPyConnection, fit_on: date, most: int
) -> list[tuple[str, str, list[str]]]:
    """The latest tagged passages before a day, copies out: id, text, variables; ordered by id."""
    return db.execute(
        """
        WITH latest AS (
            SELECT passage_id
            FROM v_passage
            WHERE counted_on < $fit_on AND NOT is_copy
              AND passage_id IN (SELECT passage_id FROM v_tag)
            ORDER BY counted_on DESC, passage_id
            LIMIT $most
        )
        SELECT p.passage_id, p.text, list(t.variable_id ORDER BY t.variable_id)
        FROM v_passage AS p
        SEMI JOIN latest USING (passage_id)
        JOIN v_tag AS t USING (passage_id)
        GROUP BY p.passage_id, p.text
        ORDER BY p.passage_id
        """,
        {"fit_on": fit_on, "most": most},
    ).fetchall()


def surfaces(
    db: duckdb.DuckDBPyConnection, passage_ids: Sequence[str]
) -> list[tuple[str, str, str]]:
    """The units of these passages as written: passage, lemma, surface; several words only."""
    return db.execute(
        "SELECT p.passage_id, u.lemma,"
        " substring(v.text, m.start_char + 1, m.end_char - m.start_char)"
        " FROM v_mention AS m JOIN passage AS p USING (passage_key)"
        " JOIN version AS v ON v.version_id = p.version_id JOIN unit AS u USING (unit_key)"
        " WHERE p.passage_id IN (SELECT unnest(?)) AND contains(u.lemma, ' ')"
        " ORDER BY p.passage_id, u.lemma",
        [list(passage_ids)],
    ).fetchall()


def sketches(db: duckdb.DuckDBPyConnection) -> list[tuple[str, list[str], list[str]]]:
    """The topics of the latest fit: id, words, passages."""
    return db.execute(
        "SELECT t.topic_id, t.words, list(p.passage_id ORDER BY p.passage_id)"
        " FROM topic AS t JOIN passage_topic AS p USING (fit_on, topic_id)"
        " WHERE t.fit_on = (SELECT max(fit_on) FROM topic)"
        " GROUP BY t.topic_id, t.words ORDER BY t.topic_id"
    ).fetchall()


def last_fit(db: duckdb.DuckDBPyConnection) -> date | None:
    """The day of the latest fit of topics, None before the first."""
    row = db.execute("SELECT max(fit_on) FROM topic").fetchone()
    return row[0] if row else None


def store(
    db: duckdb.DuckDBPyConnection,
    fit_on: date,
    rows: Mapping[str, Sequence[tuple[Any, ...]]],
    *,
    imported: bool,
) -> None:
    """Store one fit: rows of topic, topic_variable and passage_topic, by table.

    A fit by an import takes the place of the earlier ones by imports: how many imports an
    archive came in must not show.
    """
    gone = "SELECT fit_on FROM topic WHERE fit_on = ?" + (" OR origin = 'import'" * imported)
    fits = [row[0] for row in db.execute(gone, [fit_on]).fetchall()]
    for table in ("topic", "topic_variable", "passage_topic"):
        db.execute(f"DELETE FROM {table} WHERE fit_on IN (SELECT unnest(?))", [fits])
        load(db, table, rows[table])
