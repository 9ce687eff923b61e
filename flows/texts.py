"""Candidate units of any texts: JSONL in, JSONL out, offsets in code points of the given text."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from nlp import boilerplate, passages, terms
from veille import BadInput

from .models import Models
from .understanding import MAX_CHARACTERS

Problem = Callable[[int, str], None]  # number of the line, what is wrong with it, in French


def read(path: Path, problem: Problem) -> Iterator[tuple[str, str]]:
    """The (id, text) of each line of a JSONL file; a bad line is told and left out.

    Raises:
        BadInput: the file cannot be read.
    """
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield from _record(line, number, problem)
    except OSError as error:
        todo = "Vérifier le chemin et les droits de lecture"
        raise BadInput("Fichier illisible", where=str(path), todo=todo) from error


def _record(line: bytes, number: int, problem: Problem) -> Iterator[tuple[str, str]]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        problem(number, "ce n’est pas du JSON en UTF-8")
        return
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        problem(number, "il faut un objet avec « id » et « text »")
    elif not isinstance(record.get("id"), str | int):
        problem(number, "il manque « id »")
    else:
        yield str(record["id"]), record["text"]


def found_terms(models: Models, path: Path, problem: Problem) -> Iterator[dict[str, object]]:
    """For each text {id, terms: [{unit, text, start, end}]}, in the order of the file."""
    for given, text in read(path, problem):
        doc = models.nlp(text[:MAX_CHARACTERS])
        cut = passages.split(given, given, doc.text, ())
        blocks = boilerplate.blocks(doc.text, cut)
        furniture = [block for block in blocks if block.imprint == boilerplate.FURNITURE]
        told = boilerplate.speaking(cut, blocks)
        mentions = terms.mentions(doc, told, general=models.general, outside=furniture)
        shown = [
            {"unit": m.unit, "text": text[m.start : m.end], "start": m.start, "end": m.end}
            for m in sorted(mentions, key=lambda m: (m.start, m.end))
        ]
        yield {"id": given, "terms": shown}
