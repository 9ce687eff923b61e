"""Texts given by anyone, a JSON line each, read one by one and never stored."""

import json
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Final, cast
from unicodedata import combining, is_normalized, normalize

from spacy.tokens import Doc

from nlp import boilerplate, language, passages
from nlp.pieces import Pieces
from nlp.tagging import Judgement
from nlp.variants import ACRONYMS, cuts
from reports.french import count
from sources import jsonl
from sources.decoding import LIGATURES, beyond
from veille import BadInput, Figure, Mention, Name, Passage, Unreadable

from .models import Models
from .understanding import MAX_CHARACTERS

Text = tuple[Name, str]  # id, text
Problem = Callable[[str], None]
INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # shows nothing in French
GROUP: Final = 100  # texts analysed together: what is held in memory


def read(path: Path, problem: Problem) -> Iterator[Text]:
    """The texts of a JSONL file: plain, .gz, or « - » for standard input.

    Args:
        path: lines {"id", "text"}; other keys are ignored.
        problem: told, in French, each line that cannot be read; it costs only itself.

    Raises:
        BadInput: the file cannot be opened, breaks off, or not one of its lines can be read.
    """
    n_read = n_lines = 0
    for n, line in _lines(path):
        if line is not None and not line.strip():
            continue
        n_lines += 1
        text = _parsed(line)
        if isinstance(text, str):
            problem(f"Ligne {n} écartée : {text}")
            continue
        if len(text[1]) > MAX_CHARACTERS:
            problem(f"Ligne {n}, écartée : {beyond(MAX_CHARACTERS)}")
        n_read += 1
        yield text
    if not n_read:
        todo = 'Donner des lignes {"id": "…", "text": "…"}'
        where = "entrée standard" if str(path) == "-" else path
        raise BadInput(
            "Aucun texte lisible", where=f"{where} ({count(n_lines, 'ligne')})", todo=todo
        )


def _lines(path: Path) -> Iterator[tuple[int, bytes | None]]:
    n = 0
    try:
        with _opened(path) as wire:
            for n, line in enumerate(jsonl.lines(wire, is_gzip=path.suffix.lower() == ".gz"), 1):
                yield n, line
    except Unreadable as error:
        raise BadInput("Fichier illisible", where=f"{path}, {error.what}") from error
    except (OSError, EOFError, zlib.error) as error:
        if n == 0:
            todo = "Vérifier le chemin et le format (.jsonl ou .jsonl.gz)"
            raise BadInput("Fichier illisible", where=str(path), todo=todo) from error
        todo = "Le recopier entier ; ce qui précède a été lu"
        where = f"{path}, après la ligne {n}"
        raise BadInput("Fichier tronqué ou abîmé", where=where, todo=todo) from error


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    if str(path) == "-":
        yield cast(BufferedReader, sys.stdin.buffer)
        return
    with path.open("rb") as wire:
        yield wire


def _parsed(line: bytes | None) -> Text | str:
    """The text of a line, or in French why it holds none."""
    record = jsonl.record(line)
    if isinstance(record, str):
        return record
    identity, text = record.get("id"), record.get("text")
    if not isinstance(identity, str | int | Figure) or isinstance(identity, bool):
        return "« id » manque ou n’est ni un texte ni un nombre"
    if not isinstance(text, str):
        return "« text » manque ou n’est pas un texte"
    return identity, text


def _valid(text: str) -> str:
    """The text with lone surrogates, which no encoding can write, replaced one for one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _groups(texts: Iterator[Text]) -> Iterator[list[Text]]:
    """The texts by GROUP; those read before a file breaks off come before its error."""
    group: list[Text] = []
    try:
        for text in texts:
            group.append(text)
            if len(group) == GROUP:
                yield group
                group = []
    except BadInput:
        if group:
            yield group
        raise
    if group:
        yield group


Places = Sequence[tuple[int, int]]  # of each character shown, from start to end in the text


def _shown(text: str) -> tuple[str, Places]:
    """The text without what shows nothing nor ties letters, accents composed, and their places.

    Nor what parts two halves of a word at a line end: hyphen and line end.
    """
    text = _valid(text[:MAX_CHARACTERS])
    cut = {i for start, end in cuts(text) for i in range(start, end)}
    seen = [i for i, c in enumerate(text) if c not in INVISIBLE and i not in cut]
    kept = [i for i in seen for _ in LIGATURES.get(text[i], text[i])]
    shown = "".join(LIGATURES.get(text[i], text[i]) for i in seen)
    if is_normalized("NFC", shown):
        return shown, [(i, i + 1) for i in kept]
    made = [(normalize("NFC", shown[a:b]), kept[a], kept[b - 1] + 1) for a, b in _composed(shown)]
    places = [(start, end) for letters, start, end in made for _ in letters]
    return "".join(letters for letters, *_ in made), places


def _composed(text: str) -> Iterator[tuple[int, int]]:
    """Each character with the marks that combine with it, from start to end."""
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not combining(text[i]):
            yield start, i
            start = i


def _piece(text: str, places: Places, start: int, end: int) -> dict[str, str | int]:
    """These characters of what is shown, as the text given has them."""
    first, last = places[start][0], places[end - 1][1]
    return {"text": text[first:last], "start": first, "end": last}


def tagged(models: Models, path: Path, problem: Problem) -> Iterator[str]:
    """The tags of each text, taken as one passage: a JSON line each, as soon as known."""
    for group in _groups(read(path, problem)):
        shown = [_shown(text) for _, text in group]
        found = _judged(models, [text for text, _ in shown])
        for (identity, text), (_, places), judged in zip(group, shown, found, strict=True):
            yield jsonl.written(_told(identity, text, places, judged))


def _judged(models: Models, group: Sequence[str]) -> Iterator[Judgement]:
    for doc in models.read(group):
        whole = Passage("", "", "", 0, 0, len(doc.text))
        hidden = boilerplate.furniture(boilerplate.blocks(doc.text, [whole]))
        yield models.tagger.judge(doc, [whole], hidden)[0]


def _told(identity: Name, text: str, places: Places, judged: Judgement) -> dict[str, object]:
    def pieces(variable: str, found: Iterable[tuple[int, int]]) -> list[dict[str, object]]:
        return [{"variable": variable, **_piece(text, places, *place)} for place in found]

    return {
        "id": identity,
        "variables": {name: round(p, 4) for name, p in judged.probabilities.items()},
        "labels": [tag.variable for tag in judged.tags],
        "kind": judged.kind,
        "trend_type": next((tag.trend_type for tag in judged.tags), None),
        "themes": {tag.variable: tag.theme for tag in judged.tags},
        "spans": [piece for t in judged.tags for piece in pieces(t.variable, t.extracts)],
        "expressions": [
            piece
            for t in judged.tags
            for piece in pieces(t.variable, ((s.start, s.end) for s in t.spans))
        ],
    }


def candidates(
    models: Models, path: Path, problem: Problem, *, pieces: bool = False
) -> Iterator[str]:
    """The candidate units of each text, a JSON line each: {id, terms: [{unit, text, start, end}]}.

    Offsets are in code points of the text given. A unit is left out if 80 % of the texts that say
    it only cut it from a whole (`nlp.wholes`) or say it within one longer unit, which the variables
    name too if they name it; long forms of acronyms stay. All texts are read before the first
    line, unless pieces are wanted too.
    """
    found = _found(models, path, problem)
    if pieces:
        yield from (line for line, _ in found)
        return
    counted = Pieces()
    broken: BadInput | None = None
    with tempfile.TemporaryFile("w+", encoding="utf-8") as kept:
        try:
            for line, mentions in found:
                counted.take(mentions)
                kept.write(line + "\n")
        except BadInput as error:  # the file breaks off: what was read before is told first
            broken = error
        left_out = counted.units(models.domain | ACRONYMS) - ACRONYMS
        kept.seek(0)
        for line in kept:
            told = json.loads(line, parse_float=Figure)
            told["terms"] = [term for term in told["terms"] if term["unit"] not in left_out]
            yield jsonl.written(told)
    if broken is not None:
        raise broken


def _found(models: Models, path: Path, problem: Problem) -> Iterator[tuple[str, list[Mention]]]:
    """The line of each text, pieces of longer units too, and its mentions in order."""
    for group in _groups(read(path, problem)):
        shown = [_shown(text) for _, text in group]
        docs = models.read(text for text, _ in shown)
        for (identity, text), (_, places), doc in zip(group, shown, docs, strict=True):
            mentions = sorted(_mentions(models, doc), key=lambda m: (m.start, m.end))
            terms = [{"unit": m.unit, **_piece(text, places, m.start, m.end)} for m in mentions]
            yield jsonl.written({"id": identity, "terms": terms}), mentions


def _mentions(models: Models, doc: Doc) -> list[Mention]:
    if language.detect(doc.text) != "fr":
        return []  # as a night does
    cut = passages.split("", "", doc.text, ())
    blocks = boilerplate.blocks(doc.text, cut)
    told = boilerplate.speaking(cut, blocks)
    named = models.finder.find(doc, told)
    return models.mentions(doc, told, blocks, named)
