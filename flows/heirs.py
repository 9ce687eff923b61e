"""Who answers for a signal that documentalists judged and that today's reading no longer founds."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from nlp.registry import founded
from warehouse import signals as stored
from warehouse.database import Connection

AT_MOST = 4  # signals that one unit may have founded in turn; each costs a digest a unit


def follow(db: Connection) -> int:
    """Hand decisions on signals that are no more to those that hold their units; how many went.

    An id tells the founding unit, so whoever holds this unit now is the heir. A signal whose unit
    is in none waits: the nights look again.
    """
    wanted = set(stored.orphans(db))
    if not wanted:
        return 0
    rows = [
        (
            name,
            "relecture",
            heir,
            since,
            f"« {lemma} », qui fondait ce signal, est un motif de l’autre",
        )
        for name, lemma, heir, since in _founded(db)
        if name in wanted
    ]
    stored.add_lineage(db, rows)
    return len(rows)


def answers(db: Connection, vanished: str) -> str | None:
    """The signal that answers for one nobody judged before it was gone; None if nothing tells.

    The lineage follows judged signals only: an archive would else tell of all that it ever held.
    """
    heir = next((heir for name, _, heir, _ in _founded(db) if name == vanished), None)
    return None if heir is None else stored.survivors(db).get(heir, heir)


def _founded(db: Connection) -> Iterator[tuple[str, str, str, date]]:
    """Each id that a unit may have founded: the unit, who holds it now or held it last, since."""
    for lemma, heir, since in stored.homes(db):
        for name in islice(founded(lemma), AT_MOST):
            yield name, lemma, heir, since
