"""Help those who edit the variables: list them, check a file, try it on the published archive."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from nlp import variables
from nlp.tables import line_of
from nlp.variables import Catalogue, Variable
from reports.french import count, number
from reports.quotes import SHOWN, window
from veille import Doubt, Tag
from warehouse.read import Archive, StoredTag, TaggedText

from . import models
from .understanding import MAX_CHARACTERS, batches, tagged

_LEVELS = ("Erreur", "Avertissement")
EXAMPLES = 10  # passages shown, gained and lost, of each variable


@dataclass(frozen=True, slots=True)
class Example:
    """A passage gained or lost, with the expressions that made the difference."""

    passage_id: str
    excerpt: str
    expressions: tuple[str, ...]


@dataclass
class Change:
    """What an edit does to one variable, on the texts tried."""

    variable_id: str
    n_before: int = 0
    n_after: int = 0
    n_gained: int = 0
    n_lost: int = 0
    gained: tuple[Example, ...] = ()
    lost: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What an edit does to the archive."""

    n_texts: int  # read again
    n_all: int  # French texts of the archive
    is_stale: bool  # the archive was tagged by other models or variables than those of today
    changes: tuple[Change, ...]


def listed(catalogue: Catalogue) -> list[str]:
    """Each variable with its sub-themes and how many expressions betray it."""
    lines = []
    for variable in catalogue.variables:
        n = len(variable.expressions)
        lines.append(f"{variable.id} : {variable.label} ({number(n)} expressions)")
        for theme in variable.themes:
            n = sum(e.theme == theme.id for e in variable.expressions)
            lines.append(f"  {theme.id:32} {n:>4}  {theme.label}")
    return lines


def as_rows(catalogue: Catalogue) -> str:
    """The same as JSON, a line a variable."""

    def row(variable: Variable) -> dict[str, object]:
        named = {"id": variable.id, "label": variable.label}
        themes = [asdict(theme) for theme in variable.themes]
        return named | {"themes": themes, "n_expressions": len(variable.expressions)}

    return "\n".join(json.dumps(row(v), ensure_ascii=False) for v in catalogue.variables)


def mistakes(path: Path | None) -> tuple[str, list[dict[str, object]]]:
    """What the catalogue is called, and all that is wrong or doubtful in it, by line.

    Raises:
        BadInput: the file cannot be read.
        BadCatalogue: it is not in UTF-8.
    """
    text, where = models.catalogue_text(path)
    return where, [
        {"line": line_of(e), "message": str(e), "level": _LEVELS[isinstance(e, Doubt)]}
        for e in variables.mistakes(text, where)
    ]


def attempt(home: Path, today: models.Models, edited: Catalogue, limit: int) -> Trial:
    """What the edited catalogue gains and loses on the published archive, which is only read.

    Args:
        home: the published file.
        today: the models in use, with the catalogue in use.
        edited: the catalogue to try.
        limit: texts to read again, drawn by their id; 0 for all.

    Raises:
        WarehouseError: there is no archive.
    """
    then = replace(today, catalogue=edited)
    ids = [v.id for v in edited.variables]
    ids += [v.id for v in today.catalogue.variables if v.id not in ids]
    changes = {name: Change(name) for name in ids}
    n_texts = 0
    with Archive.open(home) as archive:
        for group in batches(archive.tagged_texts(limit or None)):
            n_texts += len(group)
            for text, tags in zip(group, _tagged(then, group), strict=True):
                _compare(changes, text, tags, _weights(today.catalogue), _weights(edited))
        n_all, analyses = archive.analyses()
    return Trial(n_texts, n_all, analyses != {today.version}, tuple(changes.values()))


def _tagged(loaded: models.Models, group: Sequence[TaggedText]) -> Iterator[Sequence[Tag]]:
    docs = loaded.read(text.text[:MAX_CHARACTERS] for text in group)
    for text, doc in zip(group, docs, strict=True):
        yield tagged(loaded, doc, text.passages)


Weights = Mapping[str, Mapping[str, float]]  # variable -> expression -> weight


def _weights(catalogue: Catalogue) -> Weights:
    return {v.id: {e.text: e.weight for e in v.expressions} for v in catalogue.variables}


def _compare(
    changes: Mapping[str, Change], text: TaggedText, tags: Sequence[Tag], old: Weights, new: Weights
) -> None:
    """Count what one text gains and loses."""
    now = {
        (t.passage_id, t.variable): StoredTag(
            tuple((s.start, s.end, s.expression, s.weight) for s in t.spans)
        )
        for t in tags
    }
    for _, variable in text.tags:
        if variable in changes:
            changes[variable].n_before += 1
    for _, variable in now:
        changes[variable].n_after += 1
    for key in sorted(now.keys() - text.tags.keys()):
        change = changes[key[1]]
        change.n_gained += 1
        if len(change.gained) < EXAMPLES:
            change.gained += (_example(text, key[0], now[key], old.get(key[1], {})),)
    for key in sorted(key for key in text.tags.keys() - now.keys() if key[1] in changes):
        change = changes[key[1]]
        change.n_lost += 1
        if len(change.lost) < EXAMPLES:
            change.lost += (_example(text, key[0], text.tags[key], new.get(key[1], {})),)


def _example(
    text: TaggedText, passage_id: str, tag: StoredTag, elsewhere: Mapping[str, float]
) -> Example:
    """The passage, about the expressions that the other catalogue does not weigh the same."""
    (passage,) = (p for p in text.passages if p.id == passage_id)
    own = [span for span in tag.spans if elsewhere.get(span[2]) != span[3]] or list(tag.spans)
    start, end = (own[0][0], own[0][1]) if own else (passage.start, passage.start)
    said = text.text[passage.start : passage.end]
    first, last = window(said, start - passage.start, end - passage.start, SHOWN)
    expressions = dict.fromkeys(span[2] for span in own)
    return Example(passage_id, " ".join(said[first:last].split()), tuple(expressions)[:3])


def told(trial: Trial) -> list[str]:
    """The trial in French, for the terminal."""
    lines = [f"{count(trial.n_texts, 'texte relu', 'textes relus')} sur {number(trial.n_all)}."]
    if trial.n_texts < trial.n_all:
        lines.append("Ils sont tirés par leur identifiant, toujours les mêmes ; --limit 0 : tous.")
    if trial.is_stale:
        lines.append(
            "L’archive a été étiquetée par d’autres modèles ou variables que ceux d’aujourd’hui :"
            " une part des écarts vient de là. Une nuit ou un import la relit."
        )
    lines.append("Ce que chaque source répète est compté ici ; la vue v_tag le met à part.")
    lines += ["", f"{'variable':32}{'avant':>8}{'après':>8}{'gagnés':>8}{'perdus':>8}"]
    for c in trial.changes:
        counts = (c.n_before, c.n_after, c.n_gained, c.n_lost)
        lines.append(f"{c.variable_id:32}" + "".join(f"{n:>8}" for n in counts))
    for c in trial.changes:
        for what, found in (("gagnés", c.gained), ("perdus", c.lost)):
            if found:
                lines += ["", f"{c.variable_id}, passages {what} :"]
                lines += [_line(example) for example in found]
    return lines


def _line(example: Example) -> str:
    why = ", ".join(f"« {said} »" for said in example.expressions) or "aucune expression seule"
    return f"  {example.passage_id}  [{why}]  {example.excerpt}"


def as_json(trial: Trial) -> str:
    """The trial as one JSON object."""
    return json.dumps(asdict(trial), ensure_ascii=False)
