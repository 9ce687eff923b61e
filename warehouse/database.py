"""Open a DuckDB file, bring its schema up to date, and compare contents. Nothing here decides."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from veille import FULL, WarehouseError

# Half of the 2 GiB an import may use: the rest is for the text models (measured by `make bench`).
MEMORY_LIMIT = "900MB"
# On the disk, of a free query: the engine would take nine tenths of what is left beside the base.
SPILL_LIMIT = "2GB"

Connection = duckdb.DuckDBPyConnection  # what the other stages hold without knowing the engine

# Columns that say when and how long, not what: they differ between two identical runs.
VOLATILE = {("step", "seconds"), ("attempt", "attempted_at")}
# The ledger tells the story of the runs; two imports in halves are two lines, one import is one.
LEDGER = ("run", "step", "attempt")

# What the engine says of bytes that changed, and of a file cut short.
_DAMAGE = ("Corrupt", "Could not read enough bytes")


def connect(
    path: Path, *, read_only: bool, copy_of: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """An open connection that cannot reach out of its file.

    The errors of a copy name what it was made from.

    Raises:
        WarehouseError: the file is missing, damaged, or held by another process.
    """
    if read_only and not path.exists():
        raise WarehouseError(
            "Base absente",
            where=str(path),
            todo="Lancer d’abord « veille demo », « veille import » ou « veille nightly »",
        )
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "threads": "2",
        "autoinstall_known_extensions": "false",
    }
    try:
        db = duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        if is_full(error):  # whoever writes there tells it: see `room`
            raise
        raise explained(error, copy_of or path) from error
    db.execute("SET enable_progress_bar = false")  # it writes on the terminal of whoever waits
    return db


def is_damage(error: duckdb.Error) -> bool:
    """Whether the engine says that what it reads is not what was written.

    A flipped byte shows only when its block is read: long after the file was opened.
    """
    return any(words in str(error) for words in _DAMAGE)


def is_full(error: Exception) -> bool:
    """Whether the system, or the engine that repeats it, says that nothing more can be written."""
    if isinstance(error, OSError):
        return error.errno in FULL
    return any(os.strerror(number) in str(error) for number in FULL)


@contextlib.contextmanager
def room(folder: Path, todo: str = "Libérer de la place, puis relancer") -> Iterator[None]:
    """What is written in this block, in this folder, finds room there.

    Raises:
        WarehouseError: the disk, the quota or the size allowed to a file is full.
    """
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if not is_full(error):
            raise
        raise WarehouseError("Plus de place", where=str(folder), todo=todo) from error


def is_of_another_version(error: duckdb.Error) -> bool:
    """Whether what the program asks for is not in the file: no night was run since an update."""
    return isinstance(error, (duckdb.CatalogException, duckdb.BinderException))


def explained(error: duckdb.Error, path: Path) -> WarehouseError:
    """Our error for a file that cannot be used: held by another program, of another version of
    Veille, or damaged."""
    if is_of_another_version(error):
        todo = "Lancer « veille nightly » : elle met la base à jour, sans rien perdre"
        return WarehouseError(
            "Base écrite par une autre version de Veille", where=str(path), todo=todo
        )
    if "set lock on file" in str(error):
        todo = "Fermer l’outil qui la tient ouverte en écriture, ou lire la base publiée"
        return WarehouseError("Base ouverte par un autre programme", where=str(path), todo=todo)
    if path.exists() and not os.access(path, os.R_OK):
        todo = "Donner le droit de lire ce fichier : il n’est pas dit qu’il soit abîmé"
        return WarehouseError("Base fermée à la lecture", where=str(path), todo=todo)
    todo = (
        "Mettre veille.duckdb de côté (le renommer), puis restaurer la dernière sauvegarde, "
        "ou reconstruire par « veille import » (un rejeu : par « veille backtest »)"
    )
    return WarehouseError("Base illisible", where=f"{path} ({type(error).__name__})", todo=todo)


def sealed(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection for free SQL: no file, no network, no setting can be reached."""
    db = connect(path, read_only=True)
    db.execute(f"SET max_temp_directory_size = '{SPILL_LIMIT}'")
    db.execute("SET enable_external_access = false")
    db.execute("SET lock_configuration = true")
    return db


def migrate(db: duckdb.DuckDBPyConnection) -> None:
    """Apply the missing migrations in order, then define every view again."""
    db.execute("CREATE TABLE IF NOT EXISTS meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)")
    db.execute("COMMENT ON TABLE meta IS 'Réglages internes de la base'")
    db.execute("COMMENT ON COLUMN meta.key IS 'Nom'")
    db.execute("COMMENT ON COLUMN meta.value IS 'Valeur'")
    done = {row[0] for row in db.execute("SELECT key FROM meta").fetchall()}
    for name, sql in scripts("schema"):
        if name not in done:
            with together(db):
                db.execute(sql)
                db.execute("INSERT INTO meta VALUES (?, 'fait')", [name])
    for _, sql in scripts("views"):
        db.execute(sql)


@contextlib.contextmanager
def together(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """What is written in this block is kept whole, or not at all."""
    db.execute("BEGIN")
    try:
        yield
    except BaseException:
        with contextlib.suppress(duckdb.Error):  # a damaged file refuses it: its error is told
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def scripts(folder: str) -> list[tuple[str, str]]:
    """The SQL files of schema/, views/ or checks/: (name without extension, text), in order."""
    found = [f for f in files("warehouse").joinpath(folder).iterdir() if f.name.endswith(".sql")]
    return sorted((f.name.removesuffix(".sql"), f.read_text(encoding="utf-8")) for f in found)


def load(db: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Append rows, given in the column order of the table. The caller keeps the keys."""
    if not rows:
        return
    described = db.execute(f"DESCRIBE {table}").fetchall()
    names = [column[0] for column in described]
    columns = zip(*rows, strict=True)
    arrays = [
        pa.array(values, type=_arrow_type(column[1]))
        for values, column in zip(columns, described, strict=True)
    ]
    db.register("incoming_rows", pa.table(arrays, names=names))
    db.execute(f"INSERT INTO {table} SELECT * FROM incoming_rows")
    db.unregister("incoming_rows")


_ARROW = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "UBIGINT": pa.uint64(),
    "UTINYINT": pa.uint8(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BLOB": pa.binary(),
    "VARCHAR[]": pa.list_(pa.string()),
    "INTEGER[]": pa.list_(pa.int32()),
}


def _arrow_type(sql_type: str) -> pa.DataType:
    return _ARROW[sql_type]


def tables(db: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of the stored tables, in alphabetical order."""
    rows = db.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY 1"
    ).fetchall()
    return [row[0] for row in rows]


def checksums(db: duckdb.DuckDBPyConnection, *, ledger: bool = False) -> dict[str, str]:
    """A checksum of the content of every table, whatever the order of its rows.

    Durations are left out; the ledger (run, step, attempt) too unless asked for.
    """
    return {name: _checksum(db, name) for name in tables(db) if ledger or name not in LEDGER}


def _checksum(db: duckdb.DuckDBPyConnection, table: str) -> str:
    described = db.execute(f"DESCRIBE {table}").fetchall()
    columns = [f'"{c[0]}"' for c in described if (table, c[0]) not in VOLATILE]
    row = f"hash(row({', '.join(columns)}))"
    # Two independent sums of 64-bit hashes: order-free, and a pair of errors cannot cancel out.
    sql = f"SELECT count(*), sum({row}), bit_xor({row}) FROM {table}"
    return "-".join(str(value) for value in db.execute(sql).fetchone() or ())
