"""Texts cut into sentences, sentences grouped into passages: offsets only, no text is changed."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from veille import Passage, digest

MAX_SENTENCE = 1_500  # characters; longer is a table or a list without punctuation
CUT = 400  # characters of its pieces: some 60 words, so that two make a passage
SHORT, LONG = 40, 120  # words aimed at in a passage, those of the annotated ones
MOST = 5  # sentences in a passage

# Costs of a grouping, in the unit of _cost (one word too many is 1).
BLANK_LINE = 25  # joins two paragraphs: worth 8 missing words
HEADING_LAST = 30  # parts a heading from what it heads
IMPOSSIBLE = 10**6

_LINE = r"\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BULLETS = "•▪◦‣■●►"
_CAPITAL = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ"
_OPENING = "«“\"‘'(\\[—–-"

# Strong punctuation with its closing marks, a space and a capital; or an end of line; or a bullet.
# Possessive, and anchored on the first mark of a run: linear on any input.
_BOUNDARY = re.compile(
    rf"(?P<end>(?<![.!?…])(?P<mark>[.!?…]++)(?:[ \u00a0\u202f]?[»”]|[\"’')\]])*+)"
    rf"[^\S{_LINE}]++(?=[{_OPENING}]*\s?[{_CAPITAL}0-9])"
    rf"|(?:\r\n|[{_LINE}])(?P<lead>(?:\s|[-–—*·{_BULLETS}](?=\s))*+)"
    rf"|[{_BULLETS}]\s*+"
)
_LEAD = re.compile(rf"(?:\s|[-–—*·](?=\s)|[{_BULLETS}])*+")
_BLANK = re.compile(rf"(?:\r\n|[{_LINE}])[^\S{_LINE}]*+[{_LINE}]")
_MORE_THAN_SPACES = re.compile(rf"[{_LINE}\S]")  # after a line end: a blank line or a bullet
_CLOSED = re.compile(r"[.!?…:;]\W*$")
# A word that leaves the line open, whatever begins the next: « le conseil départemental de ».
_HANGS = re.compile(
    r"(?i)(?:(?<![\w'’=/.-])(?:d[eu]s?|l[ae]s?|les|aux?|à|en|et|ou|par|pour|sur|dans|avec|sans|entre|chez"
    r"|vers|une?|que|qui|dont|cet?|ces|cette|leurs?|s(?:on|a|es)|[nv]o(?:s|tre)|MM?\.|Mm?es?|Dr|Pr)"
    rf"|\b(?:[dlnsc]|qu)['’])[^\S{_LINE}]*$"
)
_WORD = re.compile(r"\w")
_STOP = re.compile(r"[.!?…;]\W{0,4}$")

# Never an end: a name or a number must follow.
_TITLE = re.compile(
    r"(?<![\w.’'-])(?:MM?|M(?:mes?|lles?|gr|e)|[DPM]rs?|Prof|Ste?|[Cc]f|pp?|n|nos?|vs)$"
)
# An end only if what follows can open a sentence: abbreviations, initials, dotted acronyms.
_SHORTENED = re.compile(
    r"(?<![\w&-])(?:[Aa]rt|al|av|[Cc]onf|[Cc]hap|[Vv]ol|[Ff]ig|[Tt]ab|[Rr][ée]f|[Tt][ée]l|[Nn]um"
    r"|[ÉEée]ds?|[Dd]ir|[Cc]oll|[Tt]rad|[Ee]x|[Ee]nv|[Hh]ab|[Mm]ax|[Mm]in|[Bb]v?d|[Dd][ée]pt?|sqq?"
    r"|[Oo]p|cit|[Ii]b(?:id)?|[Ii]d|resp|janv|f[ée]vr?|avr|juill?|sept|oct|nov|d[ée]c"
    rf"|[Bb]ull|[Rr]ev|[Rr]app|[Aa]nn|[Aa]rr|(?<![’'])(?:\w\.-?)*[{_CAPITAL}])$"
)
_OPENER = re.compile(
    rf"[{_OPENING}]*\s?(?:(?:[LDCJN]|Qu)[’']|(?:L[ae]|Les|Une?|Des?|Ils?|Elles?|On|Nous|Je|Ce|Cet|Cette"
    r"|Ces|Mais|Or|Et|En|Dans|Pour|Par|Aux?|À|Sur|Avec|Sans|Selon|Depuis|Ainsi|Enfin|Si|Qui|Que"
    r"|Quand|Comment|Pourquoi|S(?:on|a|es)|Leurs?|Notre|Nos|Votre|T(?:out|ous|outes)|Plusieurs"
    r"|Certaine?s)(?!\w))"
)
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[IVX]{1,4}|\w)$")
# « Article L. 262-2 », « Art. 3 », before the point and the dash that lead to what it says.
_ARTICLE = re.compile(
    rf"[{_OPENING}]*\s?Art(?:icle|\.)?\s+(?:(?:[LRDA]\*?\.?\s?)?\d[\w-]*|premier|[IVX]+)",
    re.IGNORECASE,
)
# What opens an item, and nothing else: « 1. », « Art. 1er. », « II. – », « 4° », « [1] », « → ».
_MARK = re.compile(
    r"(?:(?:art(?:icle)?\.?\s*)?(?:\d{1,3}|[IVX]{1,4}|[a-z])(?:er|bis)?\s?[.)°]?(?:\s*[–-])?"
    rf"|\[\d+\]|[→*–{_BULLETS}-])",
    re.IGNORECASE,
)
_BEFORE_DIGITS = re.compile(r"(?:(?!art)[a-zà-öø-ÿœ]{3}|\d{4}|[%»)\]])$")


def is_mark(line: str) -> bool:
    """Whether these characters, without spaces around, are but the mark of an item or article."""
    return _MARK.fullmatch(line) is not None


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences as (start, end) offsets in the text, in order, stripped and never empty.

    Strong punctuation, a space and a capital end a sentence, outside abbreviations, initials and
    numbering (rule measured in shared/fixtures.md §3d); so do a line end and a bullet, which
    itself belongs to none. A line end that only wraps a sentence (nothing closes it, a small
    letter follows; or its last word hangs, as « de ») ends nothing. A run over 1,500 characters is
    cut at spaces.
    """
    found: list[tuple[int, int]] = []
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    for boundary in _BOUNDARY.finditer(text, start):
        if boundary["mark"] is None:
            end = boundary.start()
            goes_on = boundary["lead"] is not None and _wraps(text, start, boundary)
        else:
            end = boundary.end("end")
            goes_on = not _ends_here(text, start, boundary)
        if not goes_on:
            found.extend(_bounded(text, start, end))
            start = boundary.end()
    found.extend(_bounded(text, start, len(text)))
    return found


def abbreviates(text: str, point: int) -> bool:
    """Whether the point at this offset shortens a word (M., art., J.): rarely a sentence's end."""
    before = text[max(0, point - 12) : point]
    return (_TITLE.search(before) or _SHORTENED.search(before)) is not None


def _ends_here(text: str, start: int, boundary: re.Match[str]) -> bool:
    """Whether these marks end the sentence begun at start."""
    if boundary["mark"] != ".":
        return True
    point, following = boundary.start(), boundary.end()
    before = text[max(start, point - 12) : point]
    if _TITLE.search(before) or _numbers(text, start, point):
        return False
    if _SHORTENED.search(before):
        return _OPENER.match(text, following) is not None
    return not text[following].isdigit() or _BEFORE_DIGITS.search(before) is not None


def _numbers(text: str, start: int, end: int) -> bool:
    """Whether the sentence is, so far, only the number of an item: 2, (3, IV, a, article 5."""
    shape = _NUMBERING if end - start <= 5 else _ARTICLE
    return end - start <= 40 and shape.fullmatch(text, start, end) is not None


def _wraps(text: str, start: int, boundary: re.Match[str]) -> bool:
    """Whether this line end only wraps a sentence: a word hangs, or a small letter follows."""
    end = boundary.start()
    if _MORE_THAN_SPACES.search(boundary["lead"]):
        return False
    if _HANGS.search(text, max(start, end - 12), end):
        return True
    is_small = text[boundary.end() : boundary.end() + 1].islower()
    return is_small and _CLOSED.search(text, max(start, end - 8), end) is None


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The run without the spaces around it, in pieces if it is too long, none if it has no word."""
    start, end = _trimmed(text, start, end)
    while end - start > MAX_SENTENCE:
        space = max(text.rfind(" ", start, start + CUT), text.rfind("\t", start, start + CUT))
        cut = space if space > start else start + CUT
        piece = _trimmed(text, start, cut)
        if _WORD.search(text, *piece):
            yield piece
        start, end = _trimmed(text, cut, end)
    if _WORD.search(text, start, end):
        yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    run = text[start:end]
    return end - len(run.lstrip()), start + len(run.rstrip())


def split(document_id: str, version_id: str, text: str, pages: tuple[int, ...]) -> list[Passage]:
    """The passages of a version: 2 to 5 sentences, 40 to 120 words where the text allows.

    The grouping with the least cost over the whole text. Two paragraphs that can each stand
    alone (2 sentences, 40 words) never share a passage; a heading goes with what it heads. A
    passage has one sentence only if the text has one.

    Args:
        document_id, version_id: what the passages belong to; version_id makes their ids.
        text: the stored text; offsets index it.
        pages: offset where each page starts; empty if the text has no pages.
    """
    found = sentences(text)
    spans = [(found[i][0], found[j][1]) for i, j in _grouped(text, found)]
    return [
        Passage(
            id=digest(version_id, str(start), str(end)),
            version_id=version_id,
            document_id=document_id,
            ordinal=ordinal,
            start=start,
            end=end,
            page=max(1, bisect_right(pages, start)) if pages else None,
        )
        for ordinal, (start, end) in enumerate(spans)
    ]


def _grouped(text: str, found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """First and last sentence of each group, by dynamic programming over the cut points."""
    n = len(found)
    if n <= 1:
        return [(0, 0)] * n
    words = [len(text[start:end].split()) for start, end in found]
    total = [0, *accumulate(words)]
    crossed = [0, *accumulate(_gaps(text, found, words))]
    heading = [_heads(text[start:end], w) for (start, end), w in zip(found, words, strict=True)]
    best = [(0, 0), (IMPOSSIBLE, 0)]  # (cost, first sentence of the last group) of the j first
    for j in range(2, n + 1):
        orphan = HEADING_LAST if heading[j - 1] and j < n else 0
        best.append(
            min(
                (
                    best[i][0] + _cost(total[j] - total[i]) + crossed[j - 1] - crossed[i] + orphan,
                    i,
                )
                for i in range(max(0, j - MOST), j - 1)
            )
        )
    return _walked_back([first for _, first in best])


def _walked_back(firsts: Sequence[int]) -> list[tuple[int, int]]:
    groups = []
    j = len(firsts) - 1
    while j > 0:
        groups.append((firsts[j], j - 1))
        j = firsts[j]
    return groups[::-1]


def _cost(n_words: int) -> int:
    """What a group of so many words costs: missing words most, then words too many."""
    return 3 * max(0, SHORT - n_words) + max(0, n_words - LONG) + abs(n_words - 80) // 4


def _heads(sentence: str, n_words: int) -> bool:
    """Whether it looks like a heading: short, without the mark that ends a sentence."""
    return n_words < 15 and _STOP.search(sentence) is None


def _gaps(text: str, found: Sequence[tuple[int, int]], words: Sequence[int]) -> list[int]:
    """What it costs to group each sentence with the next: something only over a blank line."""
    blank = [_BLANK.search(text, a[1], b[0]) is not None for a, b in pairwise(found)]
    paragraph = [0, *accumulate(blank)]
    n_sentences, n_words = Counter(paragraph), Counter[int]()
    for number, count in zip(paragraph, words, strict=True):
        n_words[number] += count
    alone = {p for p, n in n_sentences.items() if n >= 2 and n_words[p] >= SHORT}
    return [
        0 if a == b else IMPOSSIBLE if a in alone and b in alone else BLANK_LINE
        for a, b in pairwise(paragraph)
    ]
