"""Free SQL on the published file, which it cannot change, and the recipes we ship."""

import contextlib
import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeVar

import duckdb

from veille import BadInput, UnknownName

from . import database

T = TypeVar("T")
_ANSWERS: Final = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)

# How what a spreadsheet obeys begins (OWASP, CSV injection), but for numbers.
_FORMULA: Final = re.compile(r"[=@\t\r]|[+-](?![\d.,]+\Z)")


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a query."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    is_cut: bool  # there were more rows than asked for


@dataclass(frozen=True, slots=True)
class Recipe:
    """A query we ship, with what it shows, in French."""

    name: str
    title: str
    sql: str


def sealed_query(path: Path, sql: str, *, at_most: int | None = None) -> Table:
    """The rows this SQL gives, without any way to write, or to reach a file or the network.

    Args:
        path: the published file.
        sql: one query; statements that give no rows may come before it.
        at_most: rows wanted; None for all.

    Raises:
        WarehouseError: the file is missing, damaged, or held by another process.
        BadInput: the SQL is faulty, or asks for what a reader may not do, or for two answers.
    """
    with _opened(path, sql) as db:
        columns, rows = _answered(db, lambda: _rows(db, sql, at_most))
    kept = rows if at_most is None else rows[:at_most]
    return Table(columns, kept, len(kept) < len(rows))


def _rows(
    db: duckdb.DuckDBPyConnection, sql: str, at_most: int | None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    found = db.execute(sql)
    columns = tuple(column[0] for column in found.description or ())
    return columns, found.fetchall() if at_most is None else found.fetchmany(at_most + 1)


def _answered(db: duckdb.DuckDBPyConnection, ask: Callable[[], T]) -> T:
    """What is asked, from another thread: this one must be free to hear Ctrl-C.

    DuckDB looks for signals between two tasks only, and one of an endless query may not end.
    """
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask)
        try:
            return answer.result()
        except KeyboardInterrupt:
            db.interrupt()
            raise


@contextlib.contextmanager
def _opened(path: Path, sql: str) -> Iterator[duckdb.DuckDBPyConnection]:
    with contextlib.closing(database.sealed(path)) as db:
        try:
            asked = db.extract_statements(sql)
            if not asked:
                raise BadInput("Requête vide", todo="Donner un SELECT, ou le nom d’une recette")
            if sum(statement.type in _ANSWERS for statement in asked) > 1:
                todo = "Les poser une par une : une requête rend un seul tableau"
                raise BadInput("Plusieurs requêtes à la fois", todo=todo)
            yield db
        except duckdb.Error as error:
            if database.is_damage(error):
                raise database.explained(error, path) from error
            raise _explained(error) from error


def _explained(error: duckdb.Error) -> BadInput:
    if isinstance(error, duckdb.OutOfMemoryException):
        where = f"plus de {database.MEMORY_LIMIT} de mémoire et de {database.SPILL_LIMIT} de disque"
        todo = "La réduire : moins de colonnes, un WHERE, un LIMIT, un calcul par groupe"
        return BadInput("Requête trop lourde", where=where, todo=todo)
    said = str(error).strip().partition("\n")[0].rstrip("!.")
    refused = ("read-only", "disabled by configuration", "locked")
    if isinstance(error, duckdb.PermissionException) or any(word in said for word in refused):
        todo = "La base publiée se lit seulement : écrire un SELECT sur ses vues (v_signal, …)"
        return BadInput("Requête refusée", where=said, todo=todo)
    todo = (
        "Corriger la requête ; « SHOW TABLES » donne les noms, « DESCRIBE v_signal » les colonnes"
    )
    return BadInput("Requête SQL fautive", where=said, todo=todo)


def as_csv(table: Table) -> str:
    """The table as CSV, names of columns first; values as in JSON, nothing for null.

    A text that a spreadsheet would run as a formula (« =HYPERLINK(…) », « - 12 % ») comes after an
    apostrophe: texts are of anyone.
    """
    lines = io.StringIO()
    rows = ([_cell(value) for value in row] for row in table.rows)
    csv.writer(lines, lineterminator="\n").writerows([table.columns, *rows])
    return lines.getvalue()


def as_json(table: Table) -> str:
    """The table as a JSON list of objects; what JSON cannot say (NaN) is null.

    Raises:
        BadInput: two columns have one name: an object would keep the last alone.
    """
    twice = sorted({name for name in table.columns if table.columns.count(name) > 1})
    if twice:
        todo = "Les nommer dans la requête : SELECT … AS autre_nom"
        raise BadInput("Deux colonnes du même nom", where=", ".join(twice), todo=todo)
    objects = [
        {name: _said(value) for name, value in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]
    return json.dumps(objects, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _cell(value: object) -> str:
    said = _text(value)
    return f"'{said}" if isinstance(value, str) and _FORMULA.match(said) else said


def _text(value: object) -> str:
    """The cell of a CSV file, or the key of a JSON object."""
    said = format(value, "f") if isinstance(value, Decimal) else _said(value)
    said = "" if said is None else said
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)


def _said(value: object) -> object:
    """The value as JSON has it: ISO 8601 for what is dated (UTC if zoned), bytes in hexadecimal."""
    match value:
        case float() | Decimal():
            return float(value) if math.isfinite(value) else None
        case list() | tuple():
            return [_said(part) for part in value]
        case dict():
            return {_text(key): _said(part) for key, part in value.items()}
        case datetime():
            return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            days, seconds = divmod(abs(value), timedelta(days=1))
            exact = f"{seconds.seconds}.{seconds.microseconds:06}".rstrip("0").rstrip(".")
            return f"{'-' if value < timedelta() else ''}P{days}DT{exact}S"
        case bytes():
            return value.hex()
    return value if value is None or isinstance(value, int) else str(value)


def recipes() -> list[Recipe]:
    """The queries we ship, by name."""
    return [
        Recipe(name, sql.partition("\n")[0].removeprefix("--").strip(), sql)
        for name, sql in database.scripts("recipes")
    ]


def recipe(name: str) -> Recipe:
    """The recipe of this name.

    Raises:
        UnknownName: there is none; those that exist are listed.
    """
    known = {found.name: found for found in recipes()}
    if name not in known:
        raise UnknownName("Recette", name, list(known))
    return known[name]
