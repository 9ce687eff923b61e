"""The catalogue of variables, read from its TOML text: every mistake is told with its line."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from veille import BadCatalogue, digest

KINDS: Final = ("levier", "tendance")
STRONGEST: Final = 3.0  # the weight of words that decide alone


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that hint at something, and what they weigh: 3 decides alone, 1 only with others."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Expression:
    """Words of a variable's lexicon."""

    text: str
    weight: float
    theme: str | None  # id of a sub-theme; None: the variable as a whole
    kind: str | None  # levier or tendance; None: the words say neither


@dataclass(frozen=True, slots=True)
class Theme:
    """A sub-theme of a variable, and what pages call it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A key variable: its definition, its sub-themes and the words that betray it."""

    id: str
    label: str
    definition: str
    excludes: str
    themes: tuple[Theme, ...]
    expressions: tuple[Expression, ...]
    exclusions: tuple[str, ...]  # turns of phrase that erase the expressions they cover
    trend: str | None = None  # the type that a trend of this variable mostly has; None: no such


@dataclass(frozen=True, slots=True)
class Hints:
    """A type of trend or an issue, and the words that hint at it."""

    id: str
    label: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The variables of a study, and the words that tell the nature of a passage."""

    version: str
    variables: tuple[Variable, ...]
    levers: tuple[Cue, ...]
    trends: tuple[Cue, ...]
    trend_types: tuple[Hints, ...]
    issues: tuple[Hints, ...]
    digest: str  # of the content: comments and layout change nothing


def parse(text: str, where: str) -> Catalogue:
    """The catalogue written in a TOML text; nothing in the code knows how many variables it has.

    Args:
        text: the content of the file.
        where: its name, for messages.

    Raises:
        BadCatalogue: something cannot be; the message names the file and the line.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{where}, ligne {line[1] if line else text.count(chr(10)) + 1}"
        todo = f"Corriger la syntaxe TOML ({error})"
        raise BadCatalogue("Fichier illisible", where=place, todo=todo) from error
    return _catalogue(_Table(content, lambda: _Block(where, tuple(text.splitlines()), 0)))


def _catalogue(root: "_Table") -> Catalogue:
    root.allows("version", "variable", "variables", "kinds", "trend_types", "issues")
    tables = root.tables("variable", "variables")
    if not tables:
        raise root.error("Aucune variable", "Ajouter au moins une table [[variable]]")
    _distinct([(table.id(), table) for table in tables], "Identifiant de variable")
    kinds, types = root.table("kinds"), root.table("trend_types")
    kinds.allows(*KINDS)
    parts = (
        root.text("version"),
        tuple(_variable(table, list(types.content)) for table in tables),
        _cues(kinds, "levier"),
        _cues(kinds, "tendance"),
        _hints(types),
        _hints(root.table("issues")),
    )
    return Catalogue(*parts, digest=digest(repr(parts)))


def _variable(table: "_Table", types: Sequence[str]) -> Variable:
    table.allows(
        "id", "label", "definition", "excludes", "theme", "themes",
        "expression", "expressions", "exclusion", "exclusions", "trend",
    )  # fmt: skip
    themes = table.tables("themes", "theme")
    _distinct([(theme.id(), theme) for theme in themes], "Identifiant de sous-thème")
    known = [theme.id() for theme in themes]
    expressions = table.tables("expressions", "expression")
    if not expressions:
        raise table.error("Variable sans expression", "Donner au moins une expression")
    _distinct([(e.text("text").casefold(), e) for e in expressions], "Expression")
    return Variable(
        id=table.id(),
        label=table.text("label"),
        definition=table.text("definition"),
        excludes=table.text("excludes", ""),
        themes=tuple(Theme(theme.id(), theme.text("label")) for theme in themes),
        expressions=tuple(_expression(expression, known) for expression in expressions),
        exclusions=tuple(e.text("text") for e in table.tables("exclusions", "exclusion")),
        trend=table.choice("trend", types, "Type de tendance inconnu"),
    )


def _expression(table: "_Table", themes: Sequence[str]) -> Expression:
    table.allows("text", "theme", "weight", "kind", "note")
    return Expression(
        text=table.text("text"),
        weight=table.weight(),
        theme=table.choice("theme", themes, "Sous-thème inconnu"),
        kind=table.choice("kind", KINDS, "Nature inconnue"),
    )


def _cues(table: "_Table", *names: str) -> tuple[Cue, ...]:
    """The cues listed under one of these names; a cue given as bare words weighs 1."""
    cues = table.tables(*names)
    for cue in cues:
        cue.allows("text", "weight", "note")
    return tuple(Cue(cue.text("text"), cue.weight(1.0)) for cue in cues)


def _hints(parent: "_Table") -> tuple[Hints, ...]:
    found = []
    for name in parent.content:
        table = parent.table(name)
        table.allows("label", "cue", "cues", "expression", "expressions")
        cues = _cues(table, "cues", "cue", "expressions", "expression")
        found.append(Hints(name, table.text("label", name), cues))
    return tuple(found)


def _distinct(named: Sequence[tuple[str, "_Table"]], what: str) -> None:
    seen: dict[str, _Table] = {}
    for name, table in named:
        if name in seen:
            line = seen[name].block.first + 1
            raise table.error(f"{what} en double « {name} »", f"Déjà employé ligne {line}")
        seen[name] = table


@dataclass(frozen=True, slots=True)
class _Block:
    """Where a table stands in the file: from a line on, counted from 0."""

    file: str
    lines: tuple[str, ...]
    first: int

    def header(self, name: str, n: int) -> "_Block | None":
        """The n-th header [name] or [[name]] from here on."""
        header = re.compile(rf"\s*\[{{1,2}}\s*(?:\w+\.)*{re.escape(name)}\s*\]")
        found = [i for i in range(self.first, len(self.lines)) if header.match(self.lines[i])]
        return _Block(self.file, self.lines, found[n]) if n < len(found) else None

    def key(self, name: str) -> "_Block":
        """The line that gives this key, the block's own if none does."""
        key = re.compile(rf"\s*\"?{re.escape(name)}\"?\s*=")
        for i in range(self.first, len(self.lines)):
            if key.match(self.lines[i]):
                return _Block(self.file, self.lines, i)
        return self

    def item(self, name: str, n: int, *, opening: str) -> "_Block":
        """The line of the n-th item of an array, whose items all begin with this mark."""
        start = self.key(name)
        left = n
        for i in range(start.first, len(self.lines)):
            line = self.lines[i].partition("=")[2] if i == start.first else self.lines[i]
            bare = re.sub(r'"(?:\\.|[^"\\])*"', '"', line).partition("#")[0]
            left -= bare.count(opening)
            if left < 0:
                return _Block(self.file, self.lines, i)
        return start


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file, which reads its own keys and complains with its line."""

    content: Mapping[str, object]
    place: Callable[[], _Block]  # asked only to complain: a search through the file

    @property
    def block(self) -> _Block:
        """Where the table stands."""
        return self.place()

    def error(self, what: str, todo: str, *, key: str = "") -> BadCatalogue:
        """The exception to raise, at the line of the key if it is on a line of its own."""
        block = self.block
        if key and "{" not in block.lines[block.first]:
            block = block.key(key)
        return BadCatalogue(what, where=f"{block.file}, ligne {block.first + 1}", todo=todo)

    def allows(self, *names: str) -> None:
        """Refuse any other key: a misspelt one would be silently lost."""
        for name in self.content:
            if name not in names:
                todo = f"Clés possibles : {', '.join(names)}"
                raise self.error(f"Clé inconnue « {name} »", todo, key=name)

    def text(self, name: str, default: str | None = None) -> str:
        """The words under this key; without default (None) they are compulsory."""
        value = self.content.get(name, default)
        if not isinstance(value, str) or (not value.strip() and value != default):
            key = name if name in self.content else ""
            what = f"« {name} » manque ou n'est pas un texte"
            raise self.error(what, f'Écrire {name} = "…"', key=key)
        return value.strip()

    def id(self) -> str:
        """The identifier, which becomes a key in tables and addresses."""
        name = self.text("id")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            todo = "Employer des minuscules sans accent, des chiffres et « _ »"
            raise self.error(f"Identifiant incorrect « {name} »", todo, key="id")
        return name

    def weight(self, default: float | None = None) -> float:
        """The weight; without default (None) it is compulsory."""
        value = self.content.get("weight", default)
        right = isinstance(value, int | float) and not isinstance(value, bool)
        if not right or not 0 < float(str(value)) <= STRONGEST:
            what = f"Poids incorrect « {value} »" if value is not None else "Poids manquant"
            raise self.error(what, "Donner 3 (décide seule), 2 (forte) ou 1 (indice)", key="weight")
        return float(str(value))

    def choice(self, name: str, known: Sequence[str], what: str) -> str | None:
        """The value of an optional key that must be one of these."""
        if name not in self.content:
            return None
        value = self.text(name)
        if value not in known:
            todo = f"Choisir parmi : {', '.join(known)}"
            raise self.error(f"{what} « {value} »", todo, key=name)
        return value

    def table(self, name: str) -> "_Table":
        """The table of this name, empty if there is none."""
        value = self.content.get(name, {})
        if not isinstance(value, Mapping):
            raise self.error(f"« {name} » doit être une table", f"Écrire [{name}]", key=name)
        return _Table(value, lambda: self.block.header(name, 0) or self.block.key(name))

    def tables(self, *names: str) -> list["_Table"]:
        """The tables listed under the one of these names that is used; bare words are a text."""
        name = next((name for name in names if name in self.content), names[0])
        values = self.content.get(name, [])
        if not isinstance(values, list):
            raise self.error(f"« {name} » doit être une liste", f"Écrire {name} = […]", key=name)
        return [self._item(name, n, value) for n, value in enumerate(values)]

    def _item(self, name: str, n: int, value: object) -> "_Table":
        opening = '"' if isinstance(value, str) else "{"

        def place() -> _Block:
            return self.block.header(name, n) or self.block.item(name, n, opening=opening)

        if isinstance(value, str):
            return _Table({"text": value}, place)
        if not isinstance(value, Mapping):
            raise _Table({}, place).error(f"« {value} » n'est pas une table", "Écrire { text = … }")
        return _Table(value, place)
