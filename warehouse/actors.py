"""Who and what the passages name: keyed writes, and what a page shows of a signal."""

from collections.abc import Sequence
from dataclasses import astuple

import duckdb

from veille import Actor, ActorMention

from .database import load

FROM_TEXTS = "('defini', 'reconnu')"  # classes of the actors that the gazetteer does not hold


def gazetteer(db: duckdb.DuckDBPyConnection, known: Sequence[Actor]) -> None:
    """Store the actors of the gazetteer in place of those it had; those of the texts stay."""
    db.execute(f"DELETE FROM actor WHERE class NOT IN {FROM_TEXTS}")
    load(db, "actor", [astuple(actor) for actor in known])


def named(db: duckdb.DuckDBPyConnection, mentions: Sequence[ActorMention]) -> None:
    """Store the mentions of passages not stored yet, and the actors that only texts know."""
    learned = {m.actor.id: m.actor for m in mentions}
    db.execute("CREATE OR REPLACE TEMP TABLE incoming_actor AS SELECT * FROM actor LIMIT 0")
    load(db, "incoming_actor", [astuple(actor) for actor in learned.values()])
    db.execute("INSERT INTO actor SELECT * FROM incoming_actor ANTI JOIN actor USING (actor_id)")
    db.execute("DROP TABLE incoming_actor")
    load(db, "passage_actor", [(m.passage_id, m.actor.id, m.start, m.end) for m in mentions])


def sweep(db: duckdb.DuckDBPyConnection) -> None:
    """Forget the actors known from texts alone that no text names any more."""
    db.execute(
        f"DELETE FROM actor WHERE class IN {FROM_TEXTS}"
        " AND actor_id NOT IN (SELECT actor_id FROM passage_actor)"
    )
