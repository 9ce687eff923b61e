"""RSS, Atom and JSON feeds to their entries. Malformed feeds give what they hold. Pure."""

import io
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import feedparser

from veille import Unreadable

from .addresses import canonical, is_web, joined, part
from .confine import Rows, confined
from .decoding import MAX_TEXT, clean, decoded, plain

MAX_BYTES = 10 << 20  # reliability, §4
MAX_ENTRIES = 2_000  # the longest of the 64 real feeds at hand has 225
# Up to here feedparser takes 1.2 s at worst (98 kB of attributes, of comment openings);
# its time is quadratic in both (18 s for 0.4 MB), so longer feeds go to a child.
IN_PROCESS_BYTES = 100_000
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,10}));")
_PROLOG = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_WRONG = "Ouvrir l’adresse dans un navigateur et chercher celle du flux"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, as plain text."""

    link: str  # absolute http(s)
    title: str
    text: str  # the longest of its summary and contents; may be empty
    published: str  # as written; empty if the feed gives none
    author: str
    is_part: bool = False  # of a page that several entries share: its own text is the document


@dataclass(frozen=True, slots=True)
class Feed:
    """The entries of a feed that lead somewhere, and how many do not."""

    entries: tuple[Entry, ...]
    n_without_link: int
    n_refused_link: int  # javascript:, data:, mailto: and the like
    n_beyond: int  # past MAX_ENTRIES


def read(body: bytes, url: str, charset: str | None = None) -> Feed:
    """The entries of a feed served at this URL, in its order.

    Raises:
        Unreadable: too large, or not a feed at all.
    """
    if len(body) > MAX_BYTES:
        raise Unreadable(f"Flux de plus de {MAX_BYTES >> 20} Mio", where=url, todo=_WRONG)
    if len(body) <= IN_PROCESS_BYTES:
        found = rows(body, url, charset or "")
    else:
        found = confined("feed", body, url, charset or "", where=url)
    linked = [row for row in found if row[0]]
    good = [row for row in linked if is_web(row[0])]
    return Feed(
        _parted(good[:MAX_ENTRIES]),
        n_without_link=len(found) - len(linked),
        n_refused_link=len(linked) - len(good),
        n_beyond=max(0, len(good) - MAX_ENTRIES),
    )


def _parted(found: Rows) -> tuple[Entry, ...]:
    """The entries; parts are those that name parts of one page, a changelog, and differ in text."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for link, _, text, *_ in found:
        if part(link) and text:
            said[canonical(link)][part(link)] = text
    pages = {page for page, told in said.items() if len(set(told.values())) > 1}
    return tuple(
        Entry(link, title, text, at, by, is_part=bool(part(link)) and canonical(link) in pages)
        for link, title, text, at, by in found
    )


def rows(body: bytes, url: str, charset: str = "") -> Rows:
    """Link, title, text, date and author of every entry, whatever its link.

    Raises:
        Unreadable: not a feed.
    """
    text = clean(decoded(body, charset or None)).lstrip()
    items = _json_items(text) if text.startswith("{") else _xml_items(text)
    if items is None:
        raise Unreadable("Ce n’est pas un flux RSS ou Atom", where=url, todo=_WRONG)
    return [_row(item, url) for item in items]


def _row(item: Mapping[str, str], url: str) -> list[str]:
    link = item["link"].strip()
    if link and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", link):
        link = joined(url, link)
    title, author = (" ".join(plain(item[key]).split()) for key in ("title", "author"))
    return [link, title, plain(item["text"])[:MAX_TEXT], item["published"].strip(), author]


def _xml_items(text: str) -> list[Mapping[str, str]] | None:
    """What feedparser finds, bozo or not; None if it recognises no feed.

    The prolog goes: the text is UTF-8 by now, whatever it announced.
    """
    # Bytes in a file object: a str would be opened as a path or a URL (reliability, §2).
    found = feedparser.parse(io.BytesIO(_sound(_PROLOG.sub("", text)).encode()))
    if not found.entries and not found.get("version"):
        return None
    return [_of_feedparser(entry) for entry in found.entries]


def _sound(text: str) -> str:
    """The text without the references that make feedparser stop: halves of a surrogate pair, as in
    « &#55357;&#56832; » for one emoji, are joined; what is no character is U+FFFD."""
    halves = _REFERENCE.sub(_half, text)
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _half(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    if 0xD800 <= code <= 0xDFFF:
        return chr(code)
    return found[0] if code <= 0x10FFFF else "\ufffd"


def _of_feedparser(entry: dict[str, object]) -> Mapping[str, str]:
    def first(*keys: str) -> str:
        # dict.get: feedparser's own get maps some keys to others, with warnings.
        values = (dict.get(entry, key) for key in keys)
        return next((value for value in values if isinstance(value, str) and value.strip()), "")

    contents = dict.get(entry, "content")
    parts = [part.get("value") or "" for part in contents] if isinstance(contents, list) else []
    return {
        "link": first("link"),
        "title": first("title"),
        "text": max([first("summary", "description"), *parts], key=len),
        "published": first("published", "updated", "created"),
        "author": first("author"),
    }


def _json_items(text: str) -> list[Mapping[str, str]] | None:
    """The items of a JSON Feed (jsonfeed.org, 1 and 1.1); None if it is not one."""
    try:
        feed = json.loads(text)
        items = [item for item in feed["items"] if isinstance(item, dict)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return [_of_json(item) for item in items]


def _of_json(item: dict[str, object]) -> Mapping[str, str]:
    def first(*keys: str) -> str:
        return next((clean(str(item[key])) for key in keys if item.get(key)), "")

    authors = item.get("authors") or [item.get("author")]
    named = [a for a in authors if isinstance(a, dict)] if isinstance(authors, list) else []
    return {
        "link": first("url", "external_url"),
        "title": first("title"),
        "text": first("content_html", "content_text", "summary"),
        "published": first("date_published", "date_modified"),
        "author": ", ".join(str(author.get("name") or "") for author in named),
    }
