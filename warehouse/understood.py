"""Keyed writes of what was understood of each version: passages, tags, actors, mentions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

import duckdb

from veille import ActorMention, Block, Document, Mention, Passage, Stake, Tag, digest, key_of

from . import actors, days, write
from .database import load


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of one version: all that the tables need of it."""

    document: Document
    language: str
    signature: bytes
    passages: Sequence[Passage]
    tags: Sequence[Tag]
    mentions: Sequence[Mention]
    actors: Sequence[ActorMention] = ()
    stakes: Sequence[Stake] = ()
    blocks: Sequence[Block] = ()


@dataclass(frozen=True, slots=True)
class Tagged:
    """What is said of the variables in the passages of one version."""

    tags: Sequence[Tag]
    stakes: Sequence[Stake]


def unread(db: duckdb.DuckDBPyConnection, version_ids: Sequence[str]) -> None:
    """Forget what was understood of these versions; their texts stay."""
    gone = "SELECT passage_id, passage_key FROM passage WHERE version_id IN (SELECT unnest($1))"
    for table in ("tag", "tag_span", "justification", "passage_actor", "passage_stake", "evidence"):
        sql = f"DELETE FROM {table} WHERE passage_id IN (SELECT passage_id FROM ({gone}))"
        db.execute(sql, [list(version_ids)])
    for table in ("mention", "block", "repeated_block"):
        sql = f"DELETE FROM {table} WHERE passage_key IN (SELECT passage_key FROM ({gone}))"
        db.execute(sql, [list(version_ids)])
    db.execute("DELETE FROM passage WHERE version_id IN (SELECT unnest($1))", [list(version_ids)])


def reread(db: duckdb.DuckDBPyConnection, found: Sequence[Reading], *, analysis: str) -> None:
    """Store anew what was understood of versions already kept."""
    for reading in found:
        db.execute(
            "UPDATE version SET language = ?, signature = ?, analysis = ? WHERE version_id = ?",
            [reading.language, reading.signature, analysis, reading.document.version_id],
        )
    _understood(db, found, days.of(db, [r.document.version_id for r in found]))


def retag(db: duckdb.DuckDBPyConnection, found: Mapping[str, Tagged], *, analysis: str) -> None:
    """Store anew the tags and stakes of versions already kept, by version id; the rest stays."""
    given = [list(found)]
    gone = "SELECT passage_id FROM passage WHERE version_id IN (SELECT unnest(?))"
    for table in ("tag", "tag_span", "justification", "passage_stake"):
        db.execute(f"DELETE FROM {table} WHERE passage_id IN ({gone})", given)
    _tags(db, list(found.values()))
    sql = "UPDATE version SET analysis = ? WHERE version_id IN (SELECT unnest(?))"
    db.execute(sql, [analysis, *given])


def _tags(db: duckdb.DuckDBPyConnection, found: Sequence[Tagged | Reading]) -> None:
    tags = [tag for tagged in found for tag in tagged.tags]
    load(db, "tag", [_tag_row(t) for t in tags])
    load(db, "tag_span", [row for t in tags for row in _span_rows(t)])
    load(db, "justification", [(t.passage_id, t.variable, *e) for t in tags for e in t.extracts])
    load(db, "passage_stake", [astuple(s) for tagged in found for s in tagged.stakes])


def sweep_units(db: duckdb.DuckDBPyConnection) -> None:
    """Forget the units and actors that no text mentions, and the topics of lost passages."""
    # A passage cut the same way as before keeps its topic: ids last through a change of models.
    db.execute("DELETE FROM passage_topic WHERE passage_id NOT IN (SELECT passage_id FROM passage)")
    db.execute("DELETE FROM unit WHERE unit_key NOT IN (SELECT unit_key FROM mention)")
    actors.sweep(db)


def store(
    db: duckdb.DuckDBPyConnection,
    found: Sequence[Reading],
    *,
    analysis: str,
    counted_on: Callable[[Document], date],
) -> None:
    """Store documents, versions and all that was understood of versions not stored yet."""
    write.describe(db, [reading.document for reading in found], counted_on)
    counted = {r.document.version_id: counted_on(r.document) for r in found}
    load(db, "version", [_version_row(r, analysis, counted[r.document.version_id]) for r in found])
    _understood(db, found, counted)


def _understood(
    db: duckdb.DuckDBPyConnection, found: Sequence[Reading], counted: Mapping[str, date]
) -> None:
    load(db, "passage", [_passage_row(p) for r in found for p in r.passages])
    blocks = [block for r in found for block in r.blocks if block.imprint]
    load(db, "block", [(key_of(b.passage_id), b.imprint, b.start, b.end) for b in blocks])
    _tags(db, found)
    actors.named(db, [mention for r in found for mention in r.actors])
    mentions = [(m, counted[r.document.version_id]) for r in found for m in r.mentions]
    keys = {m.unit: key_of(digest("unit", m.unit)) for m, _ in mentions}
    _units(db, keys)
    load(db, "mention", [_mention_row(m, keys[m.unit], day) for m, day in mentions])


def _version_row(reading: Reading, analysis: str, counted_on: date) -> tuple[Any, ...]:
    document = reading.document
    return (
        document.version_id,
        document.id,
        document.text,
        len(document.text),
        reading.language,
        list(document.pages),
        write.naive(document.available_at),
        counted_on,
        reading.signature,
        analysis,
    )


def _passage_row(p: Passage) -> tuple[Any, ...]:
    return (p.id, key_of(p.id), p.version_id, p.document_id, p.ordinal, p.start, p.end, p.page)


def _tag_row(t: Tag) -> tuple[Any, ...]:
    return (t.passage_id, t.variable, t.probability, t.kind, t.theme, t.trend_type)


def _span_rows(t: Tag) -> list[tuple[Any, ...]]:
    return [(t.passage_id, t.variable, s.start, s.end, s.expression, s.weight) for s in t.spans]


def _mention_row(m: Mention, key: int, day: date) -> tuple[Any, ...]:
    return (key, key_of(m.passage_id), m.start, m.end, m.context, day, m.is_cut)


def _units(db: duckdb.DuckDBPyConnection, keys: dict[str, int]) -> None:
    db.execute("CREATE OR REPLACE TEMP TABLE incoming_unit AS SELECT * FROM unit LIMIT 0")
    load(db, "incoming_unit", [(key, lemma) for lemma, key in keys.items()])
    db.execute(
        "INSERT INTO unit SELECT * FROM incoming_unit AS i"
        " WHERE NOT EXISTS (SELECT 1 FROM unit AS u WHERE u.unit_key = i.unit_key)"
    )
    db.execute("DROP TABLE incoming_unit")
