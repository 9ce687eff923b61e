"""Acronyms that a text defines itself: « conseil départemental de l'accès au droit (CDAD) »."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 180  # characters of a long form

_BRACKET = re.compile(r"\((?:ou |dite? |sigle |: )?([A-ZÀ-Þ][A-Za-zÀ-ÿ]{1,9})\)")
_SPELT = re.compile(r"\b([A-ZÀ-Þ][A-Za-zÀ-ÿ]{1,9})\s\(([^\W\d_](?:[^\W\d_]|[\s'’-]){1,180})\)")
_STOP = re.compile(r"[.;:!?()\[\]«»\"“”]|\n\s*\n")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL: Final = frozenset({
    "a", "à", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par",
    "pour", "sur", "dans",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym and the words it stands for, as places in the text."""

    acronym: str
    acronym_start: int
    start: int
    end: int
    head: str  # first word of the long form, in small letters

    def __len__(self) -> int:
        """Characters of the long form."""
        return self.end - self.start


def definitions(text: str) -> Iterator[Definition]:
    """The acronyms in brackets after the words whose initials they are, then those before them.

    Each content word gives one letter, in order (a strict form of Schwartz & Hearst 2003, « A
    simple algorithm for identifying abbreviation definitions »); small words may give one.
    """
    for found in _BRACKET.finditer(text):
        letters = [c for c in _bare(found[1]) if c.isupper()]
        before = text[max(0, found.start() - LONGEST) : found.start()]
        if len(letters) < 2 or not before[-1:].isspace():
            continue
        offset = found.start() - len(before)
        cut = max((stop.end() for stop in _STOP.finditer(before)), default=0)
        first = _first(list(_WORD.finditer(before, cut)), letters)
        if first is not None:
            end = offset + len(before.rstrip())
            head = first[0].lower()
            yield Definition(found[1], found.start(1), first.start() + offset, end, head)
    for found in _SPELT.finditer(text):
        letters = [c for c in _bare(found[1]) if c.isupper()]
        first = _first(list(_WORD.finditer(text, *found.span(2))), letters)
        if len(letters) > 1 and first is not None and first.start() == found.start(2):
            yield Definition(found[1], found.start(1), *found.span(2), first[0].lower())


def _first(words: Sequence[re.Match[str]], letters: Sequence[str]) -> re.Match[str] | None:
    """The word at which the last words spell the letters; None if they do not."""
    ways = [(len(words), len(letters))]  # words and letters left to read, from the end
    while ways:
        left, wanted = ways.pop()
        if left == 0 or wanted == 0:
            continue
        word = words[left - 1]
        small = word[0].lower() in _SMALL
        if _bare(word[0])[:1].upper() == letters[wanted - 1]:
            if wanted == 1:
                if not small:
                    return word
            else:
                ways.append((left - 1, wanted - 1))
        if small:
            ways.append((left - 1, wanted))
    return None


def _bare(text: str) -> str:
    """The text without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
