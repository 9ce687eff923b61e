"""The gazetteer of actors, read from its TOML text: every mistake is told with its line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nlp.tables import Table, distinct, root
from veille import Actor, digest

FACETS: Final = ("acteur", "territoire", "metier")


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor of the gazetteer and how it is written."""

    actor: Actor
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    near: tuple[str, ...]  # lemmas, one of which must stand near; empty: none need
    is_common: bool  # a word or a river too


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All that is known by name."""

    version: str
    entries: tuple[Entry, ...]
    areas: frozenset[str]  # lemmas after which an ambiguous name is a territory
    heads: dict[str, str]  # first word of what a text defines itself: its facet
    digest: str  # of the content: comments and layout change nothing


def parse(text: str, where: str) -> Gazetteer:
    """The gazetteer written in a TOML text.

    Args:
        text: the content of the file.
        where: its name, for messages.

    Raises:
        BadCatalogue: something cannot be; the message names the file and the line.
    """
    whole = root(text, where)
    whole.allows("version", "areas", "bodies", "trades", "class")
    classes = whole.tables("class")
    distinct([(table.id(), table) for table in classes], "Classe")
    listed = [(table, entry) for table in classes for entry in table.tables("entries")]
    distinct([(entry.id(), entry) for _, entry in listed], "Identifiant")
    known = [entry.id() for _, entry in listed]
    entries = tuple(_entry(table, entry, known) for table, entry in listed)
    areas = frozenset(_texts(whole, "areas"))
    heads = dict.fromkeys(_texts(whole, "bodies"), "acteur")
    heads |= dict.fromkeys(_texts(whole, "trades"), "metier")
    version = whole.text("version")
    whole.check()
    parts = repr((version, entries, sorted(areas), sorted(heads.items())))
    return Gazetteer(version, entries, areas, heads, digest(parts))


def _entry(table: Table, entry: Table, known: Sequence[str]) -> Entry:
    table.allows("id", "label", "facet", "entries")
    entry.allows("id", "label", "names", "acronyms", "near", "common", "code", "parent")
    facet = table.choice("facet", FACETS, "Facette inconnue")
    if facet is None:
        table.refuse("Facette manquante", f"Choisir parmi : {', '.join(FACETS)}")
    parent = entry.choice("parent", known, "Parent inconnu")
    names, acronyms, near = (_texts(entry, name) for name in ("names", "acronyms", "near"))
    near = tuple(word.casefold() for word in near)
    for acronym in acronyms:
        if not acronym.isupper():
            entry.refuse(f"Sigle sans capitales « {acronym} »", "Le mettre dans names")
    code = entry.text("code", "") or (acronyms[0] if acronyms else None)
    actor = Actor(entry.id(), entry.text("label"), facet or "", table.id(), code, parent)
    is_common = entry.content.get("common", False)
    if not isinstance(is_common, bool):
        entry.refuse("« common » n'est pas un booléen", "Écrire common = true")
    return Entry(actor, (actor.label, *names), acronyms, near, is_common is True)


def _texts(entry: Table, name: str) -> tuple[str, ...]:
    return tuple(table.text("text") for table in entry.tables(name))
