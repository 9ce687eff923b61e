"""What a fit of topics reads, and where it is kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from .database import load


def passages(
    db: duckdb.DuckDBPyConnection, fit_on: date, most: int
) -> list[tuple[str, str, list[str], date]]:
    """The latest tagged passages before a day, copies out: id, text, variables, day; by id.

    Without the sentences that their source was known to repeat by then.
    """
    found = db.execute(
        """
        WITH latest AS (
            SELECT passage_id
            FROM v_passage
            WHERE counted_on < $fit_on AND NOT is_copy
              AND passage_id IN (SELECT passage_id FROM v_tag)
            ORDER BY counted_on DESC, passage_id
            LIMIT $most
        )
        SELECT
            p.passage_id,
            p.text,
            list(t.variable_id ORDER BY t.variable_id),
            p.counted_on,
            (
                SELECT list(
                    [b.start_char - p.start_char, b.end_char - p.start_char] ORDER BY b.start_char
                )
                FROM passage AS q
                JOIN furniture_before($fit_on) AS b USING (passage_key)
                WHERE q.passage_id = p.passage_id
            ) AS repeated
        FROM v_passage AS p
        SEMI JOIN latest USING (passage_id)
        JOIN v_tag AS t USING (passage_id)
        GROUP BY p.passage_id, p.text, p.start_char, p.counted_on
        ORDER BY p.passage_id
        """,
        {"fit_on": fit_on, "most": most},
    ).fetchall()
    return [(id_, _without(text, cut or ()), *rest) for id_, text, *rest, cut in found]


def _without(text: str, spans: Sequence[Sequence[int]]) -> str:
    """The text without these characters, which are in order and apart."""
    for start, end in reversed(spans):
        text = f"{text[:start]} {text[end:]}"
    return text


def surfaces(
    db: duckdb.DuckDBPyConnection, passage_ids: Sequence[str]
) -> list[tuple[str, str, str]]:
    """The units of these passages as written: passage, lemma, surface.

    Of several words, and that cut nothing: « main à domicile » of « prise en main ».
    """
    return db.execute(
        "SELECT p.passage_id, u.lemma,"
        " substring(v.text, m.start_char + 1, m.end_char - m.start_char)"
        " FROM v_mention AS m JOIN passage AS p USING (passage_key)"
        " JOIN version AS v ON v.version_id = p.version_id JOIN unit AS u USING (unit_key)"
        " WHERE p.passage_id IN (SELECT unnest(?)) AND contains(u.lemma, ' ') AND NOT m.is_cut"
        " ORDER BY p.passage_id, u.lemma",
        [list(passage_ids)],
    ).fetchall()


def known(
    db: duckdb.DuckDBPyConnection, fit_on: date
) -> list[tuple[str, date, str, list[str], list[str]]]:
    """The topics of this fit, the oldest first: id, first fit, name, words, passages."""
    return db.execute(
        """
        SELECT t.topic_id, min(o.fit_on) AS since, t.label, t.words, list(DISTINCT p.passage_id)
        FROM topic AS t
        JOIN topic AS o ON o.topic_id = t.topic_id AND o.fit_on <= t.fit_on
        LEFT JOIN passage_topic AS p ON p.fit_on = t.fit_on AND p.topic_id = t.topic_id
        WHERE t.fit_on = ?
        GROUP BY t.topic_id, t.label, t.words
        ORDER BY since, t.topic_id
        """,
        [fit_on],
    ).fetchall()


def last_fit(db: duckdb.DuckDBPyConnection, before: date = date.max) -> date | None:
    """The day of the latest fit of topics earlier than a day, None if there is none."""
    row = db.execute("SELECT max(fit_on) FROM topic WHERE fit_on < ?", [before]).fetchone()
    return row[0] if row else None


def forget(db: duckdb.DuckDBPyConnection, fit_on: date, *, imported: bool) -> None:
    """Make room for a fit: that of the same day goes and, if an import fits, those of imports.

    How many imports an archive came in must not show.
    """
    gone = "SELECT fit_on FROM topic WHERE fit_on = ?" + (" OR origin = 'import'" * imported)
    fits = [row[0] for row in db.execute(gone, [fit_on]).fetchall()]
    for table in ("topic", "topic_variable", "passage_topic", "topic_lineage"):
        sql = f"DELETE FROM {table} WHERE fit_on = ? OR fit_on IN (SELECT unnest(?))"
        db.execute(sql, [fit_on, fits])


def store(db: duckdb.DuckDBPyConnection, rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> None:
    """Store one fit: rows of topic, topic_variable, passage_topic and topic_lineage, by table."""
    for table, found in rows.items():
        load(db, table, found)
