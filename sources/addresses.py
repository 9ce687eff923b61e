"""Web addresses: which are links, and when two of them name one document."""

import re
from contextlib import suppress
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urljoin, urlsplit

from veille import BadInput, digest

_PORTS = {"http": 80, "https": 443}
# They say where the reader came from: Google, AT Internet (at_, xtor), Matomo, Facebook, mailers.
_TRACKING = re.compile(
    r"utm_\w+|at_\w+|xtor|xts|pk_\w+|mtm_\w+|piwik_\w+|matomo_\w+|fb_\w+|fbclid|gclid|dclid|gbraid"
    r"|wbraid|msclkid|yclid|igshid|twclid|ttclid|mc_[ce]id|_ga|_gl|_hs\w+|mkt_tok|wt_mc|cmpid"
)
# What follows a « # » and names no part of a page: tracking again, comments, quoted text.
_NO_PART = re.compile(rf"(?i)(?:{_TRACKING.pattern}|echobox|ref)=.*|comments?(-\d+)?|respond|:~:.*")
_SAFE = "!$&'()*+,;=:@/~-._"  # what RFC 3986 allows in a path as it is


def is_web(url: str) -> bool:
    """Whether this is an absolute http(s) address with a host."""
    try:
        parts = urlsplit(url.strip())
        return parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def joined(base: str, link: str) -> str:
    """The address that a link names on a page; the link itself if no address can be read in it."""
    try:
        return urljoin(base, link)
    except ValueError:  # « http://[exemple]/ »: one faulty link costs only itself
        return link


def canonical(url: str) -> str:
    """One spelling for all the addresses of a document: what its id is made of, not a link.

    http and https, www and bare host, with and without a final slash are one: the twins
    of French public sites hold the same text, and counting it twice would make a signal.
    Fragments, default ports and tracking parameters go; other parameters are sorted.

    Raises:
        BadInput: not an absolute http(s) address.
    """
    if not is_web(url):
        raise BadInput("Adresse web incorrecte", where=f"« {url[:200]} »")
    parts = urlsplit(url.strip())
    port = f":{parts.port}" if parts.port not in (None, _PORTS[parts.scheme]) else ""
    path = quote(unquote_to_bytes(parts.path), safe=_SAFE)
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name.lower())
    )
    query = f"?{urlencode(kept)}" if kept else ""
    return f"https://{_host(parts.hostname or '')}{port}{path.rstrip('/') or '/'}{query}"


def document_id(url: str) -> str:
    """The id of the document behind an address, the same for all its spellings.

    Raises:
        BadInput: not an absolute http(s) address.
    """
    return digest("url", canonical(url))


def part(url: str) -> str:
    """The part of a page that an address names after its « # »; empty if it names none."""
    fragment = urlsplit(url.strip()).fragment
    return "" if _NO_PART.fullmatch(fragment) else fragment


def record_id(url: str) -> str:
    """The id of a record, or of a part of a page: told from its neighbours by its fragment.

    Without a fragment it is the id that collecting the page would give.

    Raises:
        BadInput: not an absolute http(s) address.
    """
    fragment = urlsplit(url.strip()).fragment
    return digest("url", canonical(url) + (f"#{fragment}" if fragment else ""))


def _host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    with suppress(UnicodeError):  # a name DNS would refuse still has one spelling
        host = host.encode("idna").decode("ascii")
    return host.rstrip(".").removeprefix("www.")
