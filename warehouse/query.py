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
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import duckdb

from veille import BadInput, UnknownName

from . import database

T = TypeVar("T")
_ANSWERS: Final = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)

# What is refused, by the word that begins it and the engine's words; what it does; what to do.
_BESIDE: Final = "l’ouvrir depuis Python ou R (guide de l’analyste)"
_REFUSED: Final = (
    (
        r"\A(?:COPY|EXPORT):",
        "écrit ou lit un fichier",
        'pour garder une réponse, veille query "SELECT …" --csv > reponse.csv (ou --json)',
    ),
    (
        r"\A(?:ATTACH|DETACH|USE|IMPORT):",
        "mène à une autre base",
        f"pour la joindre à une autre, {_BESIDE}",
    ),
    (
        r"\A(?:INSTALL|LOAD):|required extension|the \w+ extension|duckdb/extensions",
        "demande une extension du moteur",
        f"pour s’en servir avec une extension, {_BESIDE}",
    ),
    (
        r"configuration has been locked",
        "change un réglage",
        f"se passer de ce réglage, ou {_BESIDE}",
    ),
    (
        r"read-only mode|stored_secrets",
        "écrit dans la base",
        "écrire un SELECT sur ses vues (v_signal, …) ; WITH et CREATE TEMP TABLE gardent un calcul"
        " le temps de la requête",
    ),
    (
        r"\bPermission Error:|disabled (?:by|through) configuration",
        "demande un fichier ou le réseau",
        f"pour la joindre à un fichier, {_BESIDE}",
    ),
)

# What analysts get wrong: the engine's words, ours, what to do.
_NAMES: Final = (
    "Corriger la requête ; « SHOW TABLES » donne les noms, « DESCRIBE v_signal » les colonnes"
)
_QUOTED: Final = "« DESCRIBE v_signal » donne les colonnes ; un texte s’écrit entre apostrophes"
_APOSTROPHE: Final = "Doubler l’apostrophe droite d’un texte : 'l''eau'"
_FROM: Final = "Prendre le nom que le FROM donne à la table"
_UNION: Final = "Donner autant de colonnes de part et d’autre"
_DOUBLE: Final = "Le convertir : CAST(x AS DOUBLE)"
_HAVING: Final = "Le mettre dans HAVING, après GROUP BY"
_DUCKDB: Final = "Corriger son nom : les fonctions sont celles de DuckDB"
_GROUPED: Final = "Finir par GROUP BY ALL, ou prendre any_value(…)"
_CAST: Final = "Convertir d’abord : CAST(x AS DATE), ou try_cast(…), qui rend NULL s’il ne peut pas"
_DATE: Final = "L’écrire DATE '2026-06-29', ou la lire : strptime(x, '%d/%m/%Y')"
_PERIOD: Final = "Prendre 'day', 'week', 'month', 'quarter' ou 'year'"
_WORDS: Final = "Corriger la requête : mot mal écrit ou oublié, virgule, parenthèse"
_FAULTS: Final = (
    (r'Table with name "?(.+?)"? does not exist', "table ou vue inconnue, « {} »", _NAMES),
    (r'Referenced column "(.+?)" not found', "colonne inconnue, « {} »", _QUOTED),
    (r'"(.+?)" does not have a column named "(.+?)"', "« {} » n’a pas de colonne « {} »", _NAMES),
    (r'Referenced table "(.+?)" not found', "« {} » n’est pas dans le FROM", _FROM),
    (r'Ambiguous .* name "(.+?)"', "« {} » est dans plusieurs tables", "Écrire table.colonne"),
    (r'Function with name "?(.+?)"? does not exist', "fonction inconnue, « {} »", _DUCKDB),
    (r'syntax error at or near "(.+?)"', "syntaxe, à partir de « {} »", _WORDS),
    (r"syntax error|without selection list", "syntaxe : la requête n’est pas finie", _WORDS),
    (r"unterminated (?:string|quoted)", "un texte ou un nom n’est pas refermé", _APOSTROPHE),
    (r"Division by zero", "division par zéro", "Diviser par nullif(x, 0), qui rend alors NULL"),
    (r"Could not convert string '(.*?)' to (\w+)", "« {} » ne se lit pas comme {}", _CAST),
    (r'field[^"]*"(.*?)"', "« {} » n’est pas une date", _DATE),
    (r'specifier "(.+?)" not recognized', "unité de temps inconnue, « {} »", _PERIOD),
    (r'column "(.+?)" must appear in', "colonne « {} » ni groupée, ni agrégée", _GROUPED),
    (r"WHERE clause cannot contain aggregates", "calcul de groupe dans WHERE", _HAVING),
    (r"Cannot compare .* type (\S+) and type (\S+)", "{} et {} ne se comparent pas", _CAST),
    (r"argument types '(.+)'\.|call \"(.+)\"\.", "types qui ne conviennent pas, {}", _CAST),
    (r"same number of result columns", "colonnes en nombre inégal autour d’UNION", _UNION),
    (r"More than one row returned", "sous-requête de plusieurs lignes", "Prendre IN ou LIMIT 1"),
    (r"Overflow|out of range for", "nombre hors des bornes de son type", _DOUBLE),
    (r"Values were not provided", "paramètre (« ? », « $nom ») sans valeur", "Écrire la valeur"),
)
_PATH: Final = re.compile(r"""(?<![\w:/])(?:(?<=["'])/[^"']*|/[^\s"']*\w/[^\s"']*)""")

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
    with contextlib.closing(database.sealed(path)) as db:
        with _told(path, sql):
            asked = _statements(db, sql)
        for statement in asked:
            with _told(path, statement.query):
                columns, rows = _answered(db, partial(_rows, db, statement, at_most))
    kept = rows if at_most is None else rows[:at_most]
    return Table(columns, kept, len(kept) < len(rows))


def _rows(
    db: duckdb.DuckDBPyConnection, asked: duckdb.Statement, at_most: int | None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    found = db.execute(asked)
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


def _statements(db: duckdb.DuckDBPyConnection, sql: str) -> list[duckdb.Statement]:
    asked = db.extract_statements(sql)
    if not asked:
        raise BadInput("Requête vide", todo="Donner un SELECT, ou le nom d’une recette")
    if sum(map(_answers, asked)) > 1:
        todo = "Les poser une par une : une requête rend un seul tableau"
        raise BadInput("Plusieurs requêtes à la fois", todo=todo)
    return asked


def _answers(statement: duckdb.Statement) -> bool:
    try:
        return statement.type in _ANSWERS
    except ValueError:  # UPDATE EXTENSIONS has a type that the binding does not know
        return False


@contextlib.contextmanager
def _told(path: Path, sql: str) -> Iterator[None]:
    """What the engine says of this SQL is told in French; of a damaged file, by its path."""
    try:
        with database.room(path.parent, "Libérer de la place, ou réduire la requête"):
            yield
    except duckdb.Error as error:
        if database.is_damage(error):
            raise database.explained(error, path) from error
        raise _explained(error, sql) from error


def _explained(error: duckdb.Error, sql: str) -> BadInput:
    if isinstance(error, duckdb.OutOfMemoryException):
        where = f"plus de {database.MEMORY_LIMIT} de mémoire et de {database.SPILL_LIMIT} de disque"
        todo = "La réduire : moins de colonnes, un WHERE, un LIMIT, un calcul par groupe"
        return BadInput("Requête trop lourde", where=where, todo=todo)
    said, _, more = str(error).strip().partition("\n")
    verb = _verb(sql, said)
    for pattern, does, todo in _REFUSED:
        if re.search(pattern, f"{verb}: {said} {more}"):
            todo = f"La base publiée se lit seulement, et seule : {todo}"
            return BadInput("Requête refusée", where=f"{verb} {does}", todo=todo)
    return _fault(said, more, sql)


def _verb(sql: str, said: str) -> str:
    """The word that begins a statement, or what it runs (WITH, EXPLAIN), if the engine says it."""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/", " ", sql, flags=re.DOTALL)
    first = re.search(r"\w+", bare)
    verb = first[0].upper() if first else ""
    beneath = re.search(r'statement of type "(\w+)"', said)
    return beneath[1] if beneath and verb in ("WITH", "EXPLAIN", "PREPARE", "EXECUTE") else verb


def _fault(said: str, more: str, sql: str) -> BadInput:
    """The error for SQL that cannot be run: what, the line, the place and the names that are near.

    What we have no words for is quoted, without the paths that the query did not give.
    """
    for pattern, french, advice in _FAULTS:
        if found := re.search(pattern, said):
            names = (name.replace("_LITERAL", "") for name in found.groups() if name)
            where, todo = french.format(*names), advice
            break
    else:
        own = _PATH.sub(lambda path: path[0] if path[0] in sql else "…", said.rstrip("!."))
        french, where, todo = "", f"le moteur de la base en dit « {own} »", _NAMES
    if spot := re.search(r"^LINE (\d+): (.*)\n( *)(\^+)", more, re.MULTILINE):
        start = len(spot[3]) - len(f"LINE {spot[1]}: ")
        pointed = spot[2][start : start + len(spot[4])]
        where += f", ligne {spot[1]}" + ("" if "«" in french else f" (« {pointed} »)")
    if near := re.search(r"^(?:Did you mean|Candidate \w+:)[: ]*(.*?)\??$", more, re.MULTILINE):
        where += f" ; noms proches : {near[1].replace(chr(34), '')}"
    return BadInput("Requête SQL fautive", where=where, todo=todo)


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
        todo = f"Choisir parmi : {', '.join(known)} ; une vue se lit par « FROM {name} »"
        raise UnknownName("Recette", name, todo=todo)
    return known[name]
