"""Build aside, check, swap: the published file is always a whole night (reliability, §4)."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

import duckdb

from veille import PARIS, BadInput, Locked, WarehouseError

from . import aside, database

# The copy, and what a replay writes anew before it drops the old.
ROOM = "Libérer deux fois la taille de la base, puis relancer : la base publiée est intacte"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds everything (VEILLE_HOME), and the names inside it."""

    folder: Path

    def __post_init__(self) -> None:
        """Refuse a name that is not in UTF-8, which no database takes."""
        shown = os.fsencode(self.folder).decode(errors="replace")
        if shown != str(self.folder):
            todo = "Donner à ce dossier un nom en UTF-8 (VEILLE_HOME, ou --out)"
            raise BadInput("Nom de dossier illisible", where=shown, todo=todo)

    @property
    def published(self) -> Path:
        """What everybody reads."""
        return self.folder / "veille.duckdb"

    @property
    def building(self) -> Path:
        """What the running night writes; its remains are thrown away by the next one."""
        return self.folder / "next.duckdb"

    @property
    def decisions(self) -> Path:
        """What documentalists said, written by pages and `veille decide`."""
        return self.folder / "decisions.sqlite"

    @property
    def reports(self) -> Path:
        """Digests and briefs."""
        return self.folder / "reports"

    @property
    def begun(self) -> Path:
        """The runs that were begun and are not known to have ended; none once one has."""
        return self.folder / "begun.json"

    @property
    def lock(self) -> Path:
        """Who is running, or ran last."""
        return self.folder / "run.lock"


@contextlib.contextmanager
def locked(home: Home, command: str = "") -> Iterator[None]:
    """Hold the lock of this home: one run at a time. The system frees it if the process dies.

    The command is the one told to who comes meanwhile; empty: none is told.

    Raises:
        Locked: another run holds it; its process, command and start are named.
        WarehouseError: the disk is full.
    """
    with database.room(home.folder, ROOM):
        home.folder.mkdir(parents=True, exist_ok=True)
        opened = home.lock.open("a+", encoding="utf-8")
    with opened as handle:
        _take(handle, home)
        with database.room(home.folder, ROOM):
            handle.truncate(0)
            handle.write(f"{os.getpid()} {command}".rstrip())
            handle.flush()
        yield


def check_free(home: Home) -> None:
    """Raise if another run holds the lock, before what takes seconds is loaded in vain.

    Raises:
        Locked: as `locked`, which still decides.
    """
    if home.lock.exists():
        with home.lock.open("r+", encoding="utf-8") as handle:  # closing it frees it
            _take(handle, home)


def _take(handle: TextIO, home: Home) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.seek(0)
        pid, _, command = handle.read().strip().partition(" ")
        # Whoever takes the lock writes in it at once: since then it is held.
        since = datetime.fromtimestamp(os.fstat(handle.fileno()).st_mtime, PARIS)
        who = f"processus {pid or 'inconnu'}" + (f", « {command} »" if command else "")
        where = f"{home.folder} ({who}, depuis le {since:%d/%m/%Y à %H:%M}, heure de Paris)"
        todo = "Attendre la fin de cette exécution, puis recommencer"
        raise Locked("Une exécution est déjà en cours", where=where, todo=todo) from error


@contextlib.contextmanager
def building(home: Home, *, anew: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file of the next night, a copy of the published one, with the schema up to date.

    Anew, it starts empty: the published file is of no use any more, until it is replaced.

    Left without calling `publish`, the published file is untouched. What a tool that died wrote
    in a journal beside the published file is thrown away: that file is not for writing.

    Raises:
        WarehouseError: the published file is damaged, or the disk is full.
    """
    with database.room(home.folder, ROOM), contextlib.ExitStack() as remains:
        _discard(home.building)
        remains.callback(_discard, home.building)
        if home.published.exists() and not anew:
            shutil.copyfile(home.published, home.building)
        db = database.connect(home.building, read_only=False, copy_of=home.published)
        remains.enter_context(contextlib.closing(db))
        try:
            database.migrate(db)
            yield db
        except duckdb.Error as error:
            if not database.is_damage(error):
                raise
            raise database.explained(error, home.published) from error


def _discard(path: Path) -> None:
    for leftover in (path, _journal(path)):
        leftover.unlink(missing_ok=True)
    # What the engine put there for want of memory: it never takes away that of a process killed.
    shutil.rmtree(path.with_name(path.name + ".tmp"), ignore_errors=True)


def _journal(path: Path) -> Path:
    """What the engine writes beside a file until its next checkpoint."""
    return path.with_name(path.name + ".wal")


def publish(db: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Check the built file, read it whole, then put it in place of the published one.

    Raises:
        WarehouseError: a check found faulty rows, or the file cannot be read back.
    """
    check(db)
    before = database.checksums(db, ledger=True)
    db.execute("CHECKPOINT")
    db.close()
    with contextlib.closing(database.connect(home.building, read_only=True)) as copy:
        # Opening is not enough: of 60 flipped bytes, 50 showed only in a full scan (measured).
        if database.checksums(copy, ledger=True) != before:
            todo = "Vérifier le disque ; la base publiée n’a pas été touchée"
            raise WarehouseError("Base relue différente", where=str(home.building), todo=todo)
    # A journal left there by a tool that died belongs to the file that goes.
    _journal(home.published).unlink(missing_ok=True)
    aside.swap(home.building, home.published)


def check(db: duckdb.DuckDBPyConnection) -> None:
    """Run warehouse/checks: each query returns the faulty rows, so none must return any."""
    for name, sql in database.scripts("checks"):
        found = db.execute(sql).fetchmany(3)
        if found:
            todo = "La base publiée n’a pas été touchée ; signaler ces lignes à l’équipe technique"
            raise WarehouseError(f"Contrôle « {name} » en échec", where=str(found), todo=todo)
