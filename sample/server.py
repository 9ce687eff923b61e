"""Serve the sample on this machine as the fictional sources would: feeds, pages, robots.txt."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .stream import Item, sources

PORT = 47811  # fixed, so that two demonstrations give the same addresses
FEED_DAYS = 14  # a feed shows its last two weeks
NAVIGATION = "<nav><a href='/'>Accueil</a> <a href='/rubriques'>Rubriques</a></nav>"
BANNER = "<div class='cookies'>Ce site emploie des cookies de mesure d’audience. Accepter</div>"
RELATED = "<aside><h2>Lire aussi</h2><ul><li>Nos archives</li><li>Abonnez-vous</li></ul></aside>"


class SampleServer(ThreadingHTTPServer):
    """The sources of the sample, as they stand at the instant `now`."""

    daemon_threads = True

    def __init__(self, items: list[Item], now: datetime, port: int) -> None:
        self.by_source: dict[str, list[Item]] = {}
        self.by_id = {item.id: item for item in items}
        for item in items:
            self.by_source.setdefault(item.source, []).append(item)
        self.names = {source["id"]: source["name"] for source in sources()}
        self.now = now
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def address(self) -> str:
        """The start of every address served."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def url(self, item: Item) -> str:
        """Where a text is served."""
        return f"{self.address}/{item.source}/{item.id}.html"

    def catalogue(self) -> str:
        """The TOML catalogue of these sources, as Veille reads it."""
        return "\n".join(
            f'[[source]]\nid = {s["id"]!r}\nname = "{s["name"]}"\nclass = {s["class"]!r}\n'
            f"kind = 'feed'\nurl = '{self.address}/{s['id']}/feed.xml'\nvariables = []\n"
            "rights = 'open'\nretention_days = 0\nlanguage = 'fr'\norigin = 'démonstration'\n"
            "verified = true\nfollow = true\nnote = 'Source fictive de la démonstration'\n"
            for s in sources()
        )


@contextmanager
def serving(items: list[Item], now: datetime) -> Iterator[SampleServer]:
    """A running server, on its usual port or on any free one if that is taken."""
    try:
        server = SampleServer(items, now, PORT)
    except OSError:
        server = SampleServer(items, now, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: SampleServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer robots.txt, a feed or a page; 404 for anything else."""
        parts = self.path.strip("/").split("/")
        if self.path == "/robots.txt":
            self._answer(b"User-agent: *\nAllow: /\n", "text/plain; charset=utf-8")
        elif len(parts) == 2 and parts[1] == "feed.xml" and parts[0] in self.server.names:
            self._answer(_feed(self.server, parts[0]), "application/rss+xml; charset=utf-8")
        elif len(parts) == 2 and (item := self.server.by_id.get(parts[1].removesuffix(".html"))):
            self._answer(_page(self.server, item), "text/html; charset=utf-8")
        else:
            self.send_error(404)

    def _answer(self, body: bytes, content_type: str) -> None:
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.send_header("ETag", tag)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the ledger of Veille tells the requests."""


def _feed(server: SampleServer, source: str) -> bytes:
    """The RSS feed of a source: the texts of the last two weeks, latest first."""
    since = server.now - timedelta(days=FEED_DAYS)
    shown = [i for i in server.by_source.get(source, []) if since < i.published_at <= server.now]
    entries = "".join(
        f"<item><title>{escape(i.title)}</title><link>{server.url(i)}</link>"
        f"<guid>{server.url(i)}</guid>"
        f"<pubDate>{format_datetime(i.published_at.astimezone(UTC))}</pubDate>"
        f"<description>{escape(i.text[:140])}…</description></item>"
        for i in reversed(shown)
    )
    head = f"<title>{escape(server.names[source])}</title><link>{server.address}/{source}/</link>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"{head}<description>Source fictive</description>{entries}</channel></rss>"
    ).encode()


def _page(server: SampleServer, item: Item) -> bytes:
    """An article page, with what surrounds articles on real sites."""
    day = item.published_at.isoformat()
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in item.text.split("\n\n"))
    name = escape(server.names[item.source])
    return (
        f"<!DOCTYPE html><html lang='fr'><head><meta charset='utf-8'><title>{escape(item.title)}"
        f" – {name}</title><meta property='og:title' content=\"{escape(item.title)}\">"
        f"<meta property='article:published_time' content='{day}'></head><body>{BANNER}"
        f"<header><p>{name}</p>{NAVIGATION}</header><main><article><h1>{escape(item.title)}</h1>"
        f"<time datetime='{day}'>{day[:10]}</time>{body}</article></main>{RELATED}"
        f"<footer><p>© {name}, mentions légales</p></footer></body></html>"
    ).encode()
