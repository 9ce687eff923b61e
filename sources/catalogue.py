"""The catalogue of sources: a TOML file that documentalists edit, read with care.

Every error names the file and the line, and says what may stand there.
"""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from veille import SOURCE_CLASSES, BadCatalogue

from .addresses import is_web

KINDS = ("feed", "hal", "page")
RIGHTS = ("open", "licensed", "tdm")
_FIELDS: dict[str, type] = {
    "id": str,
    "name": str,
    "class": str,
    "kind": str,
    "url": str,
    "query": str,
    "variables": list,
    "rights": str,
    "retention_days": int,
    "language": str,
    "origin": str,
    "verified": bool,
    "follow": bool,
    "note": str,
}
_WRITTEN = {
    str: "un texte entre guillemets",
    int: "un nombre entier",
    bool: "true ou false",
    list: "une liste entre crochets",
}
_CHOICES = {"class": SOURCE_CLASSES, "kind": KINDS, "rights": RIGHTS}
_PATTERNS = {
    "id": (r"[a-z0-9]+(?:[-_][a-z0-9]+)*", "minuscules sans accent, chiffres et tirets"),
    "name": (r"(?s).*\S.*", "un nom à afficher"),
    "language": (r"[a-z]{2}", "deux lettres, par exemple fr"),
}
_BLOCK = re.compile(r"\s*\[\[\s*source\s*\]\]")


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the catalogue; the header of catalogue.toml says what each field means."""

    id: str
    name: str
    class_: str  # one of veille.SOURCE_CLASSES
    kind: str  # one of KINDS
    url: str
    query: str | None  # for hal only
    variables: tuple[str, ...]
    rights: str  # one of RIGHTS
    retention_days: int  # 0: no limit
    language: str
    origin: str
    verified: bool
    follow: bool
    note: str


@dataclass(frozen=True, slots=True)
class _Block:
    """One [[source]] of the file, with the lines it was read from."""

    values: Mapping[str, object]
    lines: Sequence[str]
    first: int  # 1-based number of the first of these lines
    where: str

    def wrong(self, field: str, what: str, allowed: str) -> BadCatalogue:
        """The error to raise for a field, at its line, or at the block's if it has none."""
        pattern = re.compile(rf"\s*[\"']?{re.escape(field)}[\"']?\s*=")
        offset = next((i for i, line in enumerate(self.lines) if pattern.match(line)), 0)
        return BadCatalogue(what, where=f"{self.where}:{self.first + offset}", todo=allowed)


def parse(text: str, where: str, variables: Collection[str]) -> tuple[Source, ...]:
    """The sources of a catalogue, in its order; where is the name errors give to the file.

    Raises:
        BadCatalogue: TOML syntax, a field missing, unknown or out of what is allowed, an id
            or an address given twice.
    """
    blocks = _blocks(text, where)
    sources = tuple(_source(block, variables) for block in blocks)
    first_with: dict[tuple[str, str], _Block] = {}
    for block, source in zip(blocks, sources, strict=True):
        for field, value in (("id", source.id), ("url", f"{source.url} {source.query or ''}")):
            twin = first_with.setdefault((field, value), block)
            if twin is not block:
                allowed = f"Le bloc de la ligne {twin.first} l’emploie déjà : en changer un"
                raise block.wrong(field, f"« {value.strip()} » donné deux fois", allowed)
    return sources


def _blocks(text: str, where: str) -> list[_Block]:
    lines = text.splitlines()
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(error, lines, where) from None
    tables = content.pop("source", [])
    starts = [number for number, line in enumerate(lines) if _BLOCK.match(line)]
    whole = _Block(content, lines, 1, where)
    for name in content:
        raise whole.wrong(name, f"« {name} » hors d’un bloc", "Le placer sous une ligne [[source]]")
    if not isinstance(tables, list) or len(tables) != len(starts):
        raise whole.wrong("source", "Sources mal délimitées", "Une ligne [[source]] par source")
    ends = [*starts, len(lines)][1:]
    return [
        _Block(table, lines[start:end], start + 1, where)
        for table, start, end in zip(tables, starts, ends, strict=True)
    ]


def _syntax(error: tomllib.TOMLDecodeError, lines: Sequence[str], where: str) -> BadCatalogue:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line, column = (found[1], f", colonne {found[2]}") if found else (str(len(lines)), "")
    todo = "Vérifier guillemets, crochets et signes = de cette ligne et de la précédente"
    return BadCatalogue(f"Écriture TOML incorrecte{column}", where=f"{where}:{line}", todo=todo)


def _source(block: _Block, variables: Collection[str]) -> Source:
    _check_fields(block)
    for field, choices in _CHOICES.items():
        _check_choice(block, field, block.values[field], choices)
    for field, (pattern, allowed) in _PATTERNS.items():
        if not re.fullmatch(pattern, str(block.values[field])):
            raise block.wrong(field, f"« {field} » incorrect", f"Attendu : {allowed}")
    found = _texts(block.values["variables"])
    for name in found:
        _check_choice(block, "variables", name, tuple(variables))
    return Source(
        id=_text(block, "id"),
        name=_text(block, "name"),
        class_=_text(block, "class"),
        kind=_text(block, "kind"),
        url=_url(block),
        query=_query(block),
        variables=found,
        rights=_text(block, "rights"),
        retention_days=_days(block),
        language=_text(block, "language"),
        origin=_text(block, "origin"),
        verified=block.values["verified"] is True,
        follow=block.values["follow"] is True,
        note=_text(block, "note"),
    )


def _check_fields(block: _Block) -> None:
    for name in block.values:
        if name not in _FIELDS:
            raise block.wrong(name, f"Champ inconnu « {name} »", f"Champs : {', '.join(_FIELDS)}")
    for name, expected in _FIELDS.items():
        if name not in block.values and name != "query":
            raise block.wrong(name, f"Champ « {name} » absent", f"Y mettre {_WRITTEN[expected]}")
        # type(), not isinstance: true is an int for Python.
        if name in block.values and type(block.values[name]) is not expected:
            raise block.wrong(name, f"« {name} » incorrect", f"Attendu : {_WRITTEN[expected]}")


def _check_choice(block: _Block, field: str, value: object, choices: Sequence[str]) -> None:
    if value not in choices:
        raise block.wrong(
            field, f"« {value} » inconnu dans {field}", f"Choisir parmi : {', '.join(choices)}"
        )


def _text(block: _Block, field: str) -> str:
    return str(block.values[field]).strip()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _url(block: _Block) -> str:
    url = _text(block, "url")
    if not is_web(url) or "@" in url.partition("//")[2].partition("/")[0]:
        allowed = "Attendu : une adresse complète, http:// ou https://, sans mot de passe"
        raise block.wrong("url", f"Adresse incorrecte « {url} »", allowed)
    return url


def _query(block: _Block) -> str | None:
    given = str(block.values.get("query", "")).strip()
    if bool(given) != (block.values["kind"] == "hal"):
        allowed = "Les sources hal en ont une, les autres non"
        raise block.wrong("query", "Champ « query » " + ("en trop" if given else "absent"), allowed)
    return given or None


def _days(block: _Block) -> int:
    days = block.values["retention_days"]
    if not isinstance(days, int) or days < 0:
        allowed = "Attendu : un nombre de jours, 0 pour une garde sans limite"
        raise block.wrong("retention_days", "Durée négative", allowed)
    return days
