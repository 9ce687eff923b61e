"""The catalogue of variables, read from its TOML text: every mistake is told with its line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from nlp.stopwords import ARTICLES, FUNCTION_WORDS, JOINERS
from nlp.tables import Table, distinct, root
from veille import BadCatalogue, Doubt, digest

KINDS: Final = ("levier", "tendance")
STAKES: Final = ("risque", "marge_de_manoeuvre", "opportunite")
# Longer ones may say something beside each other: « en lien avec ».
_EMPTY: Final = {w for w in (*FUNCTION_WORDS, *ARTICLES, *JOINERS) if len(w) <= 3}
_PLURAL: Final = re.compile(r"(?<=\w\w)[sx]\b")


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
    label: str = field(repr=False)  # only shown: out of the repr, of which the digest is made


@dataclass(frozen=True, slots=True)
class Variable:
    """A key variable: its definition, its sub-themes and the words that betray it."""

    id: str
    label: str = field(repr=False)
    definition: str = field(repr=False)
    excludes: str = field(repr=False)
    themes: tuple[Theme, ...]
    expressions: tuple[Expression, ...]
    exclusions: tuple[str, ...]  # turns of phrase that erase the expressions they cover
    trend: str | None = None  # the type that a trend of this variable mostly has; None: no such


@dataclass(frozen=True, slots=True)
class Hints:
    """A type of trend or an issue, and the words that hint at it."""

    id: str
    label: str = field(repr=False)
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
    digest: str  # of what tags and stakes come from, not of what is only shown


def parse(text: str, where: str) -> Catalogue:
    """The catalogue written in a TOML text; nothing in the code knows how many variables it has.

    Args:
        text: the content of the file.
        where: its name, for messages.

    Raises:
        BadCatalogue: something cannot be; the message names the file and the line.
    """
    found = root(text, where)
    catalogue = _catalogue(found)
    found.check()
    return catalogue


def mistakes(text: str, where: str) -> list[BadCatalogue]:
    """All that `parse` would refuse in this text, and its doubts, in the order of the lines.

    A mistake of TOML syntax hides the others: it is then the only one.
    """
    try:
        found = root(text, where)
    except BadCatalogue as error:
        return [error]
    _catalogue(found)
    return found.mistakes()


def _catalogue(whole: Table) -> Catalogue:
    whole.allows("version", "variable", "variables", "kinds", "trend_types", "issues")
    tables = whole.tables("variable", "variables")
    if not tables:
        whole.refuse("Aucune variable", "Ajouter au moins une table [[variable]]")
    distinct([(table.id(), table) for table in tables], "Identifiant de variable")
    kinds, types, issues = map(whole.table, ("kinds", "trend_types", "issues"))
    kinds.allows(*KINDS)
    issues.allows(*STAKES)
    deciding = (
        tuple(_variable(table, list(types.content)) for table in tables),
        _cues(kinds, "levier"),
        _cues(kinds, "tendance"),
        _hints(types),
        _hints(issues),
    )
    return Catalogue(whole.text("version"), *deciding, digest=digest(repr(deciding)))


def _variable(table: Table, types: Sequence[str]) -> Variable:
    table.allows(
        "id", "label", "definition", "excludes", "theme", "themes",
        "expression", "expressions", "exclusion", "exclusions", "trend",
    )  # fmt: skip
    themes, exclusions = table.tables("themes", "theme"), table.tables("exclusions", "exclusion")
    for theme in themes:
        theme.allows("id", "label", "note")
    for exclusion in exclusions:
        exclusion.allows("text", "note")
    distinct([(theme.id(), theme) for theme in themes], "Identifiant de sous-thème")
    known = [name for theme in themes if (name := theme.id())]
    expressions = table.tables("expressions", "expression")
    if not expressions:
        table.refuse("Variable sans expression", "Donner au moins une expression")
    distinct([(e.text("text").casefold(), e) for e in expressions], "Expression")
    _doubt_plurals(expressions)
    return Variable(
        id=table.id(),
        label=table.text("label"),
        definition=table.text("definition"),
        excludes=table.text("excludes", ""),
        themes=tuple(Theme(theme.id(), theme.text("label")) for theme in themes),
        expressions=tuple(_expression(expression, known) for expression in expressions),
        exclusions=tuple(exclusion.words() for exclusion in exclusions),
        trend=table.choice("trend", types, "Type de tendance inconnu"),
    )


def _doubt_plurals(expressions: Sequence[Table]) -> None:
    """Tell the expressions that one before says already: texts are compared on their lemmas."""
    said: dict[str, str] = {}
    for table in expressions:
        text = table.text("text")
        first = said.setdefault(_PLURAL.sub("", text.casefold()), text)
        if first.casefold() != text.casefold():
            what = f"« {text} » trouve les mêmes mots que « {first} »"
            table.refuse(what, "N’en garder qu’une", kind=Doubt)


def _expression(table: Table, themes: Sequence[str]) -> Expression:
    table.allows("text", "theme", "weight", "kind", "note")
    return Expression(
        text=table.words(_EMPTY),
        weight=table.weight(),
        theme=table.choice("theme", themes, "Sous-thème inconnu"),
        kind=table.choice("kind", KINDS, "Nature inconnue"),
    )


def _cues(table: Table, *names: str) -> tuple[Cue, ...]:
    """The cues listed under one of these names; a cue given as bare words weighs 1."""
    cues = table.tables(*names)
    for cue in cues:
        cue.allows("text", "weight", "note")
    return tuple(Cue(cue.words(), cue.weight(1.0)) for cue in cues)


def _hints(parent: Table) -> tuple[Hints, ...]:
    found = []
    for name in parent.content:
        table = parent.table(name)
        table.allows("label", "cue", "cues", "expression", "expressions")
        cues = _cues(table, "cues", "cue", "expressions", "expression")
        found.append(Hints(name, table.text("label", name), cues))
    return tuple(found)
