"""Quotations: checked against the stored text, cut to what may be shown. Pure.

Nothing is shown between quotation marks that did not pass here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from veille import WarehouseError, day_in_paris
from warehouse.read import Proofread

from .french import ROLES

SHOWN = 200  # characters of a passage that are shown without a licence (reliability.md, §6)
FREE = ("open", "licensed")


@dataclass(frozen=True, slots=True)
class Quote:
    """What is shown of a passage, the wording of the signal apart; it may be cut at both ends."""

    before: str
    mark: str
    after: str
    is_cut_before: bool
    is_cut_after: bool
    voice: str  # who speaks, as counted
    voice_name: str  # the same, as shown
    title: str
    url: str | None  # None: no address that a reader may follow
    day: date
    role: str  # in French, empty for an ordinary passage
    page: int | None  # None: the text has no pages
    cue: str | None  # words that say the contrary; None: it proves


def longest(rights: str) -> int | None:
    """How many characters of a text may be shown together; None if its rights set no limit."""
    return None if rights in FREE else SHOWN


def checked(words: str, stored: Mapping[str, str], version: str, start: int, end: int) -> str:
    """The words, if they are those of the stored text at these offsets.

    Raises:
        WarehouseError: they are not, and nothing may be published.
    """
    text = stored.get(version)
    if text is None or not 0 <= start < end <= len(text) or text[start:end] != words:
        raise WarehouseError(
            "Citation différente du texte conservé",
            where=f"version {version}, caractères {start} à {end}",
            todo="Rien n’est publié ; relancer la nuit, puis signaler à l’équipe technique",
        )
    return words


def quote(proof: Proofread, stored: Mapping[str, str]) -> Quote:
    """What may be shown of this passage, its wording marked, after both were checked.

    Raises:
        WarehouseError: the passage or the wording is not in the stored text where it should be.
    """
    text = checked(proof.text, stored, proof.version_id, proof.start, proof.end)
    checked(proof.mark, stored, proof.version_id, proof.mark_start, proof.mark_end)
    start, end = proof.mark_start - proof.start, proof.mark_end - proof.start
    if start < 0 or end > len(text) or _cuts_word(text, start) or _cuts_word(text, end):
        raise WarehouseError(
            "Motif hors de son passage ou coupé au milieu d’un mot",
            where=f"passage {proof.passage_id}, caractères {proof.mark_start} à {proof.mark_end}",
            todo="Rien n’est publié ; relancer la nuit, puis signaler à l’équipe technique",
        )
    first, last = window(text, start, end, longest(proof.rights))
    return Quote(
        before=text[first:start],
        mark=text[start:end],
        after=text[end:last],
        is_cut_before=first > 0,
        is_cut_after=last < len(text),
        voice=proof.voice,
        voice_name=proof.voice_name,
        title=proof.title,
        url=web_address(proof.url),
        day=day_in_paris(proof.published_at),
        role=ROLES.get(proof.role, ""),
        page=proof.page,
        cue=proof.cue,
    )


def _cuts_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalpha() and text[at].isalpha()


def window(text: str, start: int, end: int, most: int | None) -> tuple[int, int]:
    """The bounds of at most so many characters around text[start:end], at the edges of words.

    What follows gets the room that what precedes does not use, and conversely.
    """
    if most is None or len(text) <= most:
        return 0, len(text)
    room = max(0, most - (end - start))
    before = min(start, max(room // 2, room - (len(text) - end)))
    first, last = start - before, min(len(text), end + room - before)
    while first < start and first > 0 and not text[first - 1].isspace():
        first += 1
    while last > end and last < len(text) and not text[last].isspace():
        last -= 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def web_address(url: str) -> str | None:
    """The address if a reader may follow it: http or https, a host, nothing hidden in it."""
    if any(c.isspace() or not c.isprintable() for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
