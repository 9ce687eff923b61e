"""PDF to text with its pages: hyphens joined, running heads removed, broken accents mended.

The bytes are read in a child process; what is done here is text in, text out.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from veille import Unreadable

from .confine import confined
from .decoding import MAX_TEXT, clean

_MIN_CHARACTERS = 50  # on the whole file; scans carry a page number or a stamp (0, 6, 45 seen)
_MIN_WORDS = 50  # below, the share of function words says nothing
# Share of French and English function words among the words: 0.29 and more on the readable
# French files at hand, 0.25 and more on the English ones, 0.009 at most on text layers whose
# fonts lack a table (fixtures, §3c). Between, anything does: 0.02 keeps lists and tables.
MIN_FUNCTION_WORDS = 0.02
# Share of control, private-use and replacement characters: 0.008 at most on readable files,
# 0.2 and more on broken layers.
MAX_ODD_CHARACTERS = 0.1
_FUNCTION_WORD = re.compile(
    r"\b(?:à|aux?|avec|ce|d|dans|de|des|du|en|est|et|la?|les?|ne|on|ou|par|pas|pour|qu[ei]?|se|sur"
    r"|une?|and|are|by|for|in|is|of|the|to|with)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
# How pdfium writes the hyphen of a word it joined over a line end.
_HYPHEN = re.compile(r"\b(\w{1,40})[\ufffe\x02](\w{0,40})|[\ufffe\x02]")
_COMPOUND = re.compile(r"\b\w{1,40}-\w{1,40}\b")
_FILE_NAME = re.compile(
    r"(?i)\.(docx?|odt|pdf|tex|dvi|indd)$|^Microsoft Word|^Document\d*$|^sans titre"
)
_EDGE = 3  # lines at the top and the bottom of a page where heads and numbers stand
_MIN_REPEATS = 3
_MIN_SHARE = 0.3  # of the pages: heads alternate between left and right pages

_OCR = "Il faudrait une reconnaissance de caractères : chercher une version texte"
_AGAIN = "Télécharger le fichier à la main pour voir s’il s’ouvre"

# Per character of text. The faulty files at hand have 15 to 27 per 1,000, the others 0.1.
_MIN_RATE = 0.005
_FRENCH = "éèàêçùôîûâëïœÉÈÀÊ"
# What é è à ê î ï ô û ù ç ’ become when Latin-1 bytes are read as Macintosh Roman.
_MACINTOSH = "ÈË‡ÍÓÔÙ˚˘Áí"

# Accents that stand alone, with their combining twin: as printed by PDF producers, then as
# the OT1 fonts of TeX number them (grave 18, acute 19, cedilla 24, circumflex 94, dieresis 127).
_ALONE = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "¸": "\u0327"}
_ALONE |= {"\x13": "\u0301", "\x12": "\u0300", "\x18": "\u0327", "\x7f": "\u0308"}
_TAKERS = {  # the letters each accent goes on, in French
    "\u0301": "eE",
    "\u0300": "aeuAEU",
    "\u0302": "aeiouıAEIOU",
    "\u0308": "aeiuıyEIU",
    "\u0327": "cC",
}


@dataclass(frozen=True, slots=True)
class Pdf:
    """The text of a PDF file."""

    text: str
    pages: tuple[int, ...]  # offset where each page starts; a page without text has no length
    title: str  # from the metadata; empty if none, or if it is only a file name
    author: str
    published: str  # creation date as the file writes it, empty if none


def read(body: bytes, where: str) -> Pdf:
    """The text of a PDF, at most 2,000 pages and 1 M characters.

    Raises:
        Unreadable: empty, not a PDF, cut short, protected, scanned, or with a text layer
            that says nothing; each with its reason in French.
    """
    _refuse_what_is_not_a_pdf(body, where)
    try:
        meta, *raw = confined("pdf", body, where=where)
    except Unreadable as error:
        if b"%%EOF" not in body[-2048:] and "abîmé" in error.what:
            raise Unreadable("PDF coupé avant la fin", where=where, todo=_AGAIN) from error
        raise
    pages = mended_accents(_without_hyphens([page for page, *_ in raw]))
    _refuse_what_says_nothing("\n".join(pages), n_images=int(meta[3]), where=where)
    text, starts = _joined(_without_running_heads([clean(page) for page in pages]))
    title, author, created = (" ".join(clean(value).split()) for value in meta[:3])
    return Pdf(text, starts, "" if _FILE_NAME.search(title) else title, author, created)


def _refuse_what_is_not_a_pdf(body: bytes, where: str) -> None:
    if not body:
        raise Unreadable("Fichier vide", where=where, todo=_AGAIN)
    head = body[:1024].lstrip().lower()
    if b"%pdf-" in head:
        return
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise Unreadable("Page HTML servie à la place d’un PDF", where=where, todo=_AGAIN)
    raise Unreadable("Ce n’est pas un PDF", where=where, todo=_AGAIN)


def _refuse_what_says_nothing(text: str, *, n_images: int, where: str) -> None:
    """Raise if the text layer is absent, or made of glyphs that stand for no letter."""
    visible = "".join(text.split())
    if len(visible) < _MIN_CHARACTERS:
        if n_images:
            raise Unreadable("PDF numérisé, sans couche texte", where=where, todo=_OCR)
        raise Unreadable("PDF sans texte ou presque", where=where, todo=_AGAIN)
    n_words, n_function = len(_WORD.findall(text)), len(_FUNCTION_WORD.findall(text.lower()))
    odd = len(_ODD.findall(text)) > MAX_ODD_CHARACTERS * len(visible)
    if odd or (n_words >= _MIN_WORDS and n_function < MIN_FUNCTION_WORDS * n_words):
        raise Unreadable("PDF dont la couche texte est illisible", where=where, todo=_OCR)


def _without_hyphens(pages: list[str]) -> list[str]:
    """Words cut at line ends made whole, with the hyphen only if the document has it elsewhere."""
    compounds = set(_COMPOUND.findall("\n".join(pages).lower()))

    def whole(found: re.Match[str]) -> str:
        left, right = found[1] or "", found[2] or ""
        return f"{left}-{right}" if f"{left}-{right}".lower() in compounds else left + right

    return [_HYPHEN.sub(whole, page) for page in pages]


def _without_running_heads(pages: list[str]) -> list[str]:
    """Pages without the lines that come back at their edges, their numbers apart.

    When that is more than half of the text, the pages are forms: they are left alone.
    """
    split = [page.split("\n") for page in pages]
    edges = [_edges(lines) for lines in split]
    seen = Counter(key for found in edges for key in set(found.values()))
    enough = max(_MIN_REPEATS, _MIN_SHARE * len(pages))
    stripped = [
        "\n".join(
            line
            for number, line in enumerate(lines)
            if number not in found or seen[found[number]] < enough
        )
        for lines, found in zip(split, edges, strict=True)
    ]
    return stripped if 2 * len("".join(stripped)) > len("".join(pages)) else pages


def _edges(lines: list[str]) -> dict[int, str]:
    """The first and last lines that say something, by number; digits made alike."""
    full = [number for number, line in enumerate(lines) if line.strip()]
    near = full[:_EDGE] + full[_EDGE:][-_EDGE:]
    return {number: re.sub(r"\d+", "#", lines[number]).strip() for number in near}


def _joined(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    """One text, an empty line between pages that have text, and where each page starts."""
    text, starts = "", []
    for page in pages:
        body = "\n".join(line.rstrip() for line in page.split("\n")).strip()
        if text and body:
            text += "\n\n"
        starts.append(len(text))
        text += body
    return text[:MAX_TEXT], tuple(min(start, MAX_TEXT) for start in starts)


def mended_accents(pages: list[str]) -> list[str]:
    """The pages of one document with their French accents where they belong."""
    whole = "".join(pages)
    n_sound = sum(whole.count(letter) for letter in _FRENCH)
    enough = max(1.0, _MIN_RATE * len(whole))
    n_macintosh = sum(whole.count(letter) for letter in _MACINTOSH)
    if n_macintosh > max(enough, n_sound):
        return [page.translate(_from_macintosh()) for page in pages]
    if len(_beside().findall(whole)) > max(enough, n_sound):
        return [_rejoined(page) for page in pages]
    return pages


@cache
def _from_macintosh() -> dict[int, str]:
    """Each letter of Macintosh Roman to the cp1252 letter of the same byte."""
    table = {}
    for byte in range(128, 256):
        meant = bytes([byte]).decode("cp1252", errors="ignore")
        if meant:
            table[ord(bytes([byte]).decode("mac_roman"))] = meant
    return table


@cache
def _beside() -> re.Pattern[str]:
    """An accent and its letter, with the blanks that the producer put around."""
    pairs = (f"{re.escape(alone)} ?[{_TAKERS[sign]}]" for alone, sign in _ALONE.items())
    return re.compile(f"(?P<before> ?)(?P<pair>{'|'.join(pairs)})")


def _rejoined(page: str) -> str:
    return _beside().sub(_composed, page)


def _composed(found: re.Match[str]) -> str:
    """The accented letter. A blank on both sides of the accent cut a word: "r ´ e" was "ré"."""
    pair = found["pair"]
    sign, letter = _ALONE[pair[0]], pair[-1].replace("ı", "i")
    composed = unicodedata.normalize("NFC", letter + sign)
    ends_a_word = not found.string[found.end() : found.end() + 1].isalpha()
    inside = len(pair) == 3 and not (composed == "à" and ends_a_word)
    return composed if inside else found["before"] + composed
