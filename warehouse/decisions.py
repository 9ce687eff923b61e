"""The review store: what documentalists say, in SQLite, the one thing written outside the night."""

import contextlib
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from veille import (
    DECIDED,
    MOTIVES,
    STATES,
    BadInput,
    Decision,
    UnknownName,
    WarehouseError,
    digest,
)

_TABLE = """
CREATE TABLE IF NOT EXISTS decision (
    decision_id TEXT PRIMARY KEY,
    signal_id   TEXT NOT NULL,
    decision    TEXT NOT NULL,
    motive      TEXT,
    note        TEXT NOT NULL,
    author      TEXT NOT NULL,
    decided_at  TEXT NOT NULL,
    state       TEXT
)
"""


def decide(
    path: Path,
    *,
    signal: str,
    decision: str,
    motive: str | None,
    note: str,
    author: str,
    now: datetime,
    state: str | None = None,
) -> Decision:
    """Store one decision, durably, and return it. A decision is never overwritten.

    Raises:
        UnknownName: the decision, its motive or its state is not one of the vocabulary.
        BadInput: a motive without « ecarte », a state without « epingler », or the reverse; a
            blank author.
        WarehouseError: the store cannot be opened or written.
    """
    _check(decision, motive, state)
    author, note = signed(author), _written(note)
    at = now.astimezone(UTC)  # stored in one zone: their order is that of their text
    said = (decision, motive or "", note, author, at.isoformat(), *filter(None, [state]))
    made = Decision(digest(signal, *said), signal, decision, motive, note, author, at, state)
    with _opened(path) as db:
        db.execute(
            "INSERT OR IGNORE INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (made.id, signal, decision, motive, note, author, at.isoformat(), state),
        )
    return made


def signed(author: str) -> str:
    """The name of who decides, on one line.

    Raises:
        BadInput: it is blank.
    """
    name = " ".join(_written(author).split())
    if not name:
        raise BadInput("Auteur vide", where="--auteur", todo="Donner un nom, ou retirer l’option")
    return name


def _written(text: str) -> str:
    """The text without the control characters that a terminal would obey; line ends stay."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def _check(decision: str, motive: str | None, state: str | None) -> None:
    if decision not in DECIDED:
        raise UnknownName("Décision", decision, DECIDED)
    if state is not None and state not in STATES:
        raise UnknownName("État", state, STATES)
    if (decision == "epingler") != (state is not None):
        raise BadInput(
            "État et décision ne vont pas ensemble",
            where=f"décision « {decision} », état « {state or 'aucun'} »",
            todo=f"Donner --etat avec « epingler » seulement, parmi : {', '.join(STATES)}",
        )
    if motive is not None and motive not in MOTIVES:
        raise UnknownName("Motif", motive, MOTIVES)
    if (decision == "ecarte") != (motive is not None):
        raise BadInput(
            "Motif et décision ne vont pas ensemble",
            where=f"décision « {decision} », motif « {motive or 'aucun'} »",
            todo=f"Donner --motif avec « ecarte » seulement, parmi : {', '.join(MOTIVES)}",
        )


def all_decisions(path: Path) -> list[Decision]:
    """Every decision ever taken, oldest first; none if nobody decided yet."""
    if not path.exists():
        return []
    with _opened(path) as db:
        rows = db.execute("SELECT * FROM decision ORDER BY decided_at, decision_id").fetchall()
    return [
        Decision(id_, signal, decision, motive, note, author, _utc(decided_at), state)
        for id_, signal, decision, motive, note, author, decided_at, state in rows
    ]


def answered(made: Iterable[Decision], heirs: Mapping[str, str]) -> list[Decision]:
    """Each decision once; what was said of a signal that is no more is said of its heir."""
    once = {d.id: d for d in made}.values()
    return [replace(d, signal_id=heirs.get(d.signal_id, d.signal_id)) for d in once]


def _utc(stored: str) -> datetime:
    return datetime.fromisoformat(stored).astimezone(UTC)


def _upgrade(db: sqlite3.Connection) -> None:
    """Give a store of before the pins its last column."""
    if "state" not in {column[1] for column in db.execute("PRAGMA table_info(decision)")}:
        db.execute("ALTER TABLE decision ADD COLUMN state TEXT")


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=10)) as db:
            # An acknowledged decision must survive a power cut (reliability, F3).
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute(_TABLE)
            _upgrade(db)
            with db:
                yield db
    except sqlite3.Error as error:
        todo = "Fermer ce qui la tient ouverte ; si elle est abîmée, restaurer une sauvegarde"
        where = f"{path} ({error})"
        raise WarehouseError("Décisions inaccessibles", where=where, todo=todo) from error
