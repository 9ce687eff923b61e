"""The data dictionary, from the comments of the database: `python -m warehouse.dictionary`."""

import re

import duckdb

from . import database

_HEAD = """# Dictionnaire des données

Écrit par `python -m warehouse.dictionary` d’après les commentaires de la base : ne pas corriger
ici, mais dans `warehouse/schema/` et `warehouse/views/`. Pour s’en servir :
[guide de l’analyste](guide/analyste.md).

Les instants sont en UTC ; les jours et les semaines, ceux de Paris ; une semaine est son lundi.
"""
_PARTS = (
    ("Vues", "Ce que les analystes interrogent ; leurs noms changent le moins possible."),
    ("Tables", "Ce qui est stocké ; leurs colonnes peuvent changer d’une version à l’autre."),
)
_RELATIONS = """
SELECT 'Vues' AS part, view_name AS name, comment FROM duckdb_views() WHERE NOT internal
UNION ALL
SELECT 'Tables', table_name, comment FROM duckdb_tables() WHERE NOT internal AND NOT temporary
ORDER BY name
"""
_COLUMNS = """
SELECT column_name, data_type, comment FROM duckdb_columns()
WHERE table_name = ? AND NOT internal ORDER BY column_index
"""


def markdown(db: duckdb.DuckDBPyConnection) -> str:
    """Every view and table with its columns, in French, as a page of the documentation."""
    known = db.execute(_RELATIONS).fetchall()
    lines = [_HEAD]
    for part, introduction in _PARTS:
        mine = [(name, comment) for where, name, comment in known if where == part]
        links = " · ".join(f"[`{name}`](#{name})" for name, _ in mine)
        lines += [f"## {part}\n\n{introduction}\n\n{links}\n"]
        lines += [_relation(db, name, comment) for name, comment in mine]
    return "\n".join(lines)


def _relation(db: duckdb.DuckDBPyConnection, name: str, comment: str | None) -> str:
    rows = db.execute(_COLUMNS, [name]).fetchall()
    table = "\n".join(f"| `{column}` | {kind} | {_cell(said)} |" for column, kind, said in rows)
    head = "| colonne | type | sens |\n|---|---|---|"
    return f"### {name}\n\n{comment or ''}.\n\n{head}\n{table}\n"


def _cell(said: str | None) -> str:
    return re.sub(r"\s+", " ", said or "").replace("|", "\\|")


if __name__ == "__main__":
    with duckdb.connect() as fresh:
        database.migrate(fresh)
        print(markdown(fresh), end="")
