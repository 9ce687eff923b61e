"""Collect a page: the articles it lists, or itself, version after version, if not followed."""

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree
from lxml import html as lxml_html

from veille import Unreadable, VeilleError

from . import page, protocol
from .addresses import canonical, is_web, joined
from .catalogue import Source
from .confine import Rows, confined, heavy_markup
from .decoding import decoded, plain
from .entries import Entry
from .feed import gather, of_entry, unknown
from .protocol import Fetch, Harvest, Known, Memory, Page

MAX_LINKS = 40  # two months of news on the list pages of the catalogue
_MIN_ANCHOR = 25  # characters; menus say « Nos missions », articles have a title
_ELSEWHERE = ("nav", "header", "footer", "form")
_NOT_A_TEXT = re.compile(
    r"(?i)\.(?:jpe?g|png|gif|svg|webp|mp[34]|avi|zip|docx?|xlsx?|pptx?|ics|css|js)$"
)


def collect(source: Source, fetch: Fetch, now: datetime, known: Known, memory: Memory) -> Harvest:
    """The new articles a list page leads to, or the page as it is today if it is not followed."""
    validators, got = memory.get(source.url), None
    try:
        got = fetch(source.url, kind="page", validators=validators)
        if got is None:
            row = protocol.unchanged(source.url, source.id, "page", now, validators)
            return Harvest((), (row,))
        if not source.follow:
            return _itself(source, got, now)
        found = article_links(got.body, got.final_url, got.charset)
    except VeilleError as error:
        return Harvest((), (protocol.failed(error, source.url, source.id, "page", now, got),))
    fresh = list(unknown([Entry(link, "", "", "", "") for link in found], known))
    documents, tried, _ = gather(source, fresh, fetch, now, memory, False)
    outcome = "nouveau" if documents else "vide" if fresh else "inchange"
    reason = f"{len(fresh)} liens nouveaux sur {len(found)}"
    row = protocol.answered(got, source.id, "page", outcome, reason, 0)
    return Harvest(documents, (row, *tried))


def _itself(source: Source, got: Page, now: datetime) -> Harvest:
    read = page.readable(got)
    entry = Entry(source.url, read.title, read.text, read.published, read.author)
    document = of_entry(source, entry, now)
    row = protocol.answered(got, source.id, page.kind_of(got), "nouveau", "page relue", 1)
    return Harvest([document] if document else [], (row,))


def article_links(body: bytes, url: str, charset: str | None = None) -> list[str]:
    """Links of a page to texts of the same site, in its order, each document once.

    Raises:
        Unreadable: no HTML, or none of its links looks like an article.
    """
    if heavy_markup(body):
        found = confined("links", body, url, charset or "", where=url)
    else:
        found = rows(body, url, charset or "")
    return [link for link, *_ in found]


def rows(body: bytes, url: str, charset: str = "") -> Rows:
    """One row per link: its address.

    Raises:
        Unreadable: as `article_links`.
    """
    kept: dict[str, str] = {}
    for link in _candidates(decoded(body, charset or None), url):
        kept.setdefault(canonical(link), link)
    kept.pop(canonical(url), None)
    if not kept:
        todo = "Ouvrir l’adresse dans un navigateur ; la liste est peut-être écrite par un script"
        raise Unreadable("Aucun lien vers un article", where=url, todo=todo)
    return [[link] for link in list(kept.values())[:MAX_LINKS]]


def _candidates(markup: str, url: str) -> Iterator[str]:
    try:
        root = lxml_html.document_fromstring(markup.encode(), parser=_parser())
    except (etree.LxmlError, ValueError):
        return
    etree.strip_elements(root, *_ELSEWHERE, with_tail=False)
    for anchor in root.iter("a"):
        link = joined(url, (anchor.get("href") or "").strip())
        if _says_enough(anchor) and is_web(link) and _is_a_text_of(link, url):
            yield link


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)


def _says_enough(anchor: lxml_html.HtmlElement) -> bool:
    """Whether the link is named as an article is: by its text, or its title if an image."""
    said = [" ".join(anchor.itertext()), anchor.get("title") or "", anchor.get("aria-label") or ""]
    return any(len(" ".join(plain(text).split())) >= _MIN_ANCHOR for text in said)


def _is_a_text_of(link: str, url: str) -> bool:
    there, here = urlsplit(link), urlsplit(url)
    same_site = (there.hostname or "").removeprefix("www.") == (here.hostname or "").removeprefix(
        "www."
    )
    return same_site and len(there.path) > 1 and not _NOT_A_TEXT.search(there.path)
