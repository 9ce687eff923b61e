"""Tables of a TOML text that a team edits: every mistake is told with its line."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from veille import BadCatalogue, Doubt

WEIGHTS: Final = (3.0, 2.0, 1.0)  # of words that decide alone, are strong, only hint
# How tomllib begins what it says, and what to do; what it seldom says has a general advice.
_SYNTAX: Final = {
    "Unclosed": "Fermer le crochet ou l’accolade, ou ajouter la virgule qui manque",
    "Expected newline": "Retirer ce qui suit la valeur, ou fermer le guillemet ou le crochet",
    "Invalid value": "Donner une valeur : un texte se met entre guillemets droits",
    "Expected '='": "Écrire clé = valeur",
    "Expected ']": "Fermer le crochet du titre",
    "Invalid statement": "Écrire clé = valeur, ou un titre entre crochets",
    "Illegal character": "Fermer le guillemet, ou retirer le caractère invisible",
    "Unterminated string": "Fermer le guillemet",
    "Unescaped": "Doubler la barre oblique inverse",
    "Cannot ": "Ne donner qu’une fois chaque clé et chaque titre",
    "Duplicate inline": "Ne donner qu’une fois chaque clé",
    "Invalid initial": "Écrire une clé sans accent ; une table entre accolades tient sur une ligne",
}


def root(text: str, where: str) -> "Table":
    """The whole of a TOML text, as a table; what its readers find wrong is in its `errors`.

    Args:
        text: the content of the file.
        where: its name, for messages.

    Raises:
        BadCatalogue: the text is no TOML; the message names the file and the line.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(str(error), text, where) from error
    return Table(content, lambda: Block(where, tuple(text.splitlines()), 0), {})


def _unreadable(said: str, text: str, where: str) -> BadCatalogue:
    """What to tell in French of what tomllib said."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", said)
    line, column = found.groups() if found else (max(1, len(text.splitlines())), "")
    place = f"colonne {column}" if column else "fin du fichier"
    usual = "Vérifier guillemets, crochets et signes = de cette ligne et de la précédente"
    todo = next((todo for start, todo in _SYNTAX.items() if said.startswith(start)), usual)
    what = f"Syntaxe TOML illisible, {place}"
    return BadCatalogue(what, where=f"{where}, ligne {line}", todo=todo)


def line_of(error: BadCatalogue) -> int:
    """The line of the file that a mistake names."""
    return int(error.where.rpartition(" ")[2])


def distinct(named: Sequence[tuple[str, "Table"]], what: str) -> None:
    """Note a name that two tables have, at the line of the second one."""
    seen: dict[str, Table] = {}
    for name, table in named:
        if name in seen:
            line = seen[name].block.first + 1
            table.refuse(f"{what} en double « {name} »", f"Déjà employé ligne {line}")
        elif name:  # empty: refused already
            seen[name] = table


# What TOML is made of, as far as places go: comments, strings, marks.
_MARK = re.compile(
    r'#[^\n]*|"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"'
    r"|'''.*?'''|'[^'\n]*'|[\[\]{},\n]|[^\s\[\]{},\"'#]+",
    re.DOTALL,
)
_OPENING, _CLOSING = ("[", "{"), ("]", "}")


@dataclass(frozen=True, slots=True)
class Block:
    """Where a table stands in the file: from a line on, counted from 0."""

    file: str
    lines: tuple[str, ...]
    first: int

    def header(self, name: str, n: int) -> "Block | None":
        """The n-th header [name] or [[name]] from here on."""
        header = re.compile(rf"\s*\[{{1,2}}\s*(?:\w+\.)*{re.escape(name)}\s*\]")
        found = [i for i in range(self.first, len(self.lines)) if header.match(self.lines[i])]
        return Block(self.file, self.lines, found[n]) if n < len(found) else None

    def key(self, name: str) -> "Block":
        """The line that gives this key, the block's own if none does."""
        key = re.compile(rf"[\s\[]*\"?{re.escape(name)}\"?\s*[=.]")  # or [name.part]
        for i in range(self.first, len(self.lines)):
            if key.match(self.lines[i]):
                return Block(self.file, self.lines, i)
        return self

    def item(self, name: str, n: int) -> "Block":
        """The line on which the n-th item of an array begins, that of its key if it has none."""
        start = self.key(name)
        line, depth, left, is_due = start.first, 0, n, False
        first = "=" + self.lines[line].partition("=")[2]
        for mark in _MARK.findall("\n".join((first, *self.lines[line + 1 :]))):
            if depth == 1 and is_due and mark[0] not in "#,]\n":
                left, is_due = left - 1, False
                if left < 0:
                    return Block(self.file, self.lines, line)
            depth += (mark in _OPENING) - (mark in _CLOSING)
            is_due = is_due or (depth == 1 and mark in ("[", ","))
            if mark == "]" and not depth:
                break
            line += mark.count("\n")
        return start


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file, which reads its own keys and notes what is wrong with its line.

    What cannot be read is given a harmless value, so that the rest of the file is read too.
    """

    content: Mapping[str, object]
    place: Callable[[], Block]  # asked only to complain: a search through the file
    errors: dict[str, BadCatalogue]  # of the whole file, by message

    @property
    def block(self) -> Block:
        """Where the table stands."""
        return self.place()

    def mistakes(self) -> list[BadCatalogue]:
        """All that was found wrong in the file so far, in the order of its lines."""
        return sorted(self.errors.values(), key=line_of)

    def check(self) -> None:
        """Refuse the file if something was found wrong in it.

        Raises:
            BadCatalogue: the first mistake found.
        """
        for error in self.errors.values():
            if not isinstance(error, Doubt):
                raise error

    def refuse(
        self, what: str, todo: str, *, key: str = "", kind: type[BadCatalogue] = BadCatalogue
    ) -> None:
        """Note a mistake, at the line of the key if the table has it on a line of its own."""
        block = self.block
        if key in self.content and "{" not in block.lines[block.first]:
            is_table = isinstance(self.content[key], Mapping | list)
            block = (block.header(key, 0) if is_table else None) or block.key(key)
        error = kind(what, where=f"{block.file}, ligne {block.first + 1}", todo=todo)
        self.errors.setdefault(str(error), error)

    def allows(self, *names: str) -> None:
        """Refuse any other key: a misspelt one would be silently lost."""
        for name in self.content:
            if name not in names:
                near = sorted(names, key=lambda known: -SequenceMatcher(None, name, known).ratio())
                todo = f"Clés possibles : {', '.join(near)}"
                self.refuse(f"Clé inconnue « {name} »", todo, key=name)

    def text(self, name: str, default: str | None = None) -> str:
        """The words under this key; without default (None) they are compulsory."""
        value = self.content.get(name, default)
        if isinstance(value, str) and (value.strip() or value == default):
            return value.strip()
        what = f"« {name} » manque ou n'est pas un texte"
        self.refuse(what, f'Écrire {name} = "…"', key=name)
        return ""

    def words(self, empty: Collection[str] = ()) -> str:
        """The words under `text`, one of which at least is no sign and none of the empty ones."""
        said = self.text("text")
        found = re.findall(r"\w+'?", said.casefold().replace("’", "'"))
        if said and all(word in empty for word in found):
            self.refuse(f"Rien à chercher dans « {said} »", "Y mettre un mot qui ait un sens")
        return said

    def id(self) -> str:
        """The identifier, which becomes a key in tables and addresses."""
        name = self.text("id")
        if name and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            todo = "Employer des minuscules sans accent, des chiffres et « _ »"
            self.refuse(f"Identifiant incorrect « {name} »", todo, key="id")
        return name

    def weight(self, default: float | None = None) -> float:
        """The weight; without default (None) it is compulsory."""
        value = self.content.get("weight", default)
        if value in WEIGHTS and not isinstance(value, bool):
            return float(str(value))
        what = f"Poids incorrect « {value} »" if value is not None else "Poids manquant"
        self.refuse(what, "Donner 3 (décide seule), 2 (forte) ou 1 (indice)", key="weight")
        return 1.0

    def choice(self, name: str, known: Sequence[str], what: str) -> str | None:
        """The value of an optional key that must be one of these."""
        if name not in self.content:
            return None
        value = self.text(name)
        if value and value not in known:
            todo = f"Choisir parmi : {', '.join(known)}"
            self.refuse(f"{what} « {value} »", todo, key=name)
        return value

    def table(self, name: str) -> "Table":
        """The table of this name, empty if there is none."""
        value = self.content.get(name, {})
        if not isinstance(value, Mapping):
            self.refuse(f"« {name} » doit être une table", f"Écrire [{name}]", key=name)
            value = {}
        return Table(value, lambda: self.block.header(name, 0) or self.block.key(name), self.errors)

    def tables(self, *names: str) -> list["Table"]:
        """The tables listed under one of these names, not under two; bare words are a text."""
        used = [name for name in names if name in self.content]
        for other in used[1:]:
            what = f"« {used[0]} » et « {other} » à la fois"
            self.refuse(what, f"N’employer que « {used[0]} »", key=other)
        return [table for name in used for table in self._listed(name)]

    def _listed(self, name: str) -> list["Table"]:
        values = self.content[name]
        if not isinstance(values, list):
            self.refuse(f"« {name} » doit être une liste", f"Écrire {name} = […]", key=name)
            values = []
        return [self._item(name, n, value) for n, value in enumerate(values)]

    def _item(self, name: str, n: int, value: object) -> "Table":
        def place() -> Block:
            return self.block.header(name, n) or self.block.item(name, n)

        if isinstance(value, str):
            return Table({"text": value}, place, self.errors)
        if not isinstance(value, Mapping):
            wrong = Table({}, place, self.errors)
            wrong.refuse(f"« {value} » n'est pas une table", "Écrire { text = … }")
            return Table({"text": str(value), "weight": 1.0}, place, {})
        return Table(value, place, self.errors)
