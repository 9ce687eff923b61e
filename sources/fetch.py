"""Get one resource of the web: politely, safely, within limits. The only requests there are."""

import ssl
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self

import httpcore

from veille import FetchFailed, FetchRefused, VeilleError

from . import dates, guard, politeness
from .addresses import joined
from .answer import FIX, LATER, Answer, accepted, header_map, media_type, read_body
from .protocol import Page, Validators

# Limits (reliability, §4). Feed readers in service use 15 MiB and 20 s (miniflux).
CONNECT_S = 5.0
READ_S = 20.0  # between two chunks
WHOLE_S = 60.0  # redirects included, waiting for our turn not: stops slow drips
MAX_REDIRECTS = 5  # RFC 9309, 2.3.1.2

_REDIRECTS = (301, 302, 303, 307, 308)
_TIMEOUTS = {"connect": CONNECT_S, "read": READ_S, "write": READ_S, "pool": WHOLE_S}
_CERTIFICATE = "Prévenir le site : Veille ne passe jamais outre"
# By the codes of X509_V_ERR in OpenSSL.
_FAULTS = {10: "expiré", 18: "auto-signé", 19: "auto-signé", 62: "fait pour un autre nom"}
_OVER = f"Certificat {_FAULTS[10]}"


@dataclass(slots=True)
class _Host:
    """What this run remembers of one host. Its turn is held during a request."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    asking_robots: threading.Lock = field(default_factory=threading.Lock)
    robots: dict[str, politeness.Robots] = field(default_factory=dict)  # by origin
    delay_s: float = 0.0
    last_at: datetime | None = None  # None: not asked yet
    rest_until: datetime | None = None  # None: it did not ask for a pause
    rest_status: int | None = None


class Fetcher:
    """Fetches for one run, from any number of threads; see `__call__`.

    allow lists hosts or addresses that may be private and on any port (tests, demo).
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None],
        contact: str,
        allow: Collection[str] = (),
        pace_s: float = 2.0,
        resolve: guard.Resolve = guard.resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._clock, self._sleep, self._pace_s = clock, sleep, pace_s
        self._allow = frozenset(allow)
        self._agent = user_agent(contact)
        self._budget = guard.Budget(clock)
        backend = guard.PublicOnly(self._budget, allow=self._allow, resolve=resolve)
        # One connection per request: after 2 s idle, many servers have closed it already.
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, network_backend=backend, max_keepalive_connections=0
        )
        self.told_at: dict[str, datetime] = {}  # by site, the instant that its last answer says
        self.expired: set[str] = set()  # sites whose certificate is over, by the machine's clock
        self._hosts: dict[str, _Host] = {}
        self._hosts_lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.close()

    def __call__(
        self, url: str, *, kind: str = "page", validators: Validators | None = None
    ) -> Page | None:
        """The page; None when the server says it has not changed since these validators.

        Raises:
            FetchRefused: robots.txt, an address that is not public, a redirect to one.
            FetchFailed: no answer, an error status, too large, too slow, cut short.
        """
        asked = _conditions(validators)
        where, answer = self._follow(url, kind, asked, heed_robots=True)
        if answer.status == 304 and asked:
            return None
        media, charset = media_type(answer.headers.get("content-type", ""))
        return Page(
            url=url,
            final_url=where.url,
            body=answer.body,
            content_type=media,
            charset=charset,
            status=answer.status,
            fetched_at=self._clock(),
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
        )

    def _follow(
        self, url: str, kind: str, conditions: Mapping[str, str], *, heed_robots: bool
    ) -> tuple[guard.Target, Answer]:
        """The last answer of a chain of redirects, and where it was given."""
        left_s = WHOLE_S
        where = guard.target(url, self._allow)
        for _ in range(MAX_REDIRECTS + 1):
            host = self._host(where.host)
            if heed_robots:
                self._heed_robots(host, where)
            with self._turn(host, where):
                began = self._clock()
                self._budget.start(left_s)
                answer = self._exchange(where, kind, conditions)
                left_s -= (self._clock() - began).total_seconds()
            self._note_rest(host, answer)
            if said := dates.read(answer.headers.get("date", "")):
                self.told_at[where.host] = said
            if answer.status not in _REDIRECTS:
                return where, accepted(answer, where.url, conditional=bool(conditions))
            where = self._next(where, answer)
        raise FetchFailed("Trop de redirections", where=url, todo=FIX, status=answer.status)

    def _next(self, here: guard.Target, answer: Answer) -> guard.Target:
        location = answer.headers.get("location", "")
        if not location:
            what = f"Redirection sans adresse ({answer.status})"
            raise FetchFailed(what, where=here.url, todo=FIX, status=answer.status)
        there = guard.target(joined(here.url, location), self._allow)
        if here.scheme == "https" and there.scheme == "http":
            what = "Redirection de https vers http, sans chiffrement"
            raise FetchRefused(what, where=there.url, todo=FIX)
        return there

    def _host(self, name: str) -> _Host:
        with self._hosts_lock:
            return self._hosts.setdefault(name, _Host(delay_s=self._pace_s))

    @contextmanager
    def _turn(self, host: _Host, where: guard.Target) -> Iterator[None]:
        """Wait for the host to be free and for its delay to pass; others wait for us."""
        with host.turn:
            now = self._clock()
            if host.rest_until and now < host.rest_until:
                until = host.rest_until.strftime("%d/%m/%Y à %H:%M UTC")
                what = f"Le site demande une pause jusqu’au {until} (réponse {host.rest_status})"
                raise FetchFailed(what, where=where.url, todo=LATER, status=host.rest_status)
            wait_s = politeness.wait_s(host.last_at, host.delay_s, now)
            if wait_s > 0:
                self._sleep(wait_s)
            try:
                yield
            finally:
                host.last_at = self._clock()

    def _note_rest(self, host: _Host, answer: Answer) -> None:
        asked = answer.headers.get("retry-after")
        until = politeness.rest_until(answer.status, asked, self._clock())
        if until:
            host.rest_until, host.rest_status = until, answer.status

    def _heed_robots(self, host: _Host, where: guard.Target) -> None:
        """Ask a site for its robots.txt once per run, and obey it.

        Raises:
            FetchRefused: it forbids this address.
            FetchFailed: it cannot be read, so nothing may be asked (RFC 9309, 2.3.1.4).
        """
        with host.asking_robots:
            if where.origin not in host.robots:
                host.robots[where.origin] = self._ask_robots(where.origin)
                host.delay_s = host.robots[where.origin].delay_s(host.delay_s)
        rules, file = host.robots[where.origin], f"{where.origin}/robots.txt"
        if rules.trouble:
            what = f"robots.txt illisible ({rules.trouble}) : par prudence, rien n’est demandé"
            raise FetchFailed(what, where=file, todo=LATER)
        if not rules.allows(where.url):
            todo = "Demander l’accord du site, ou mettre la source en sommeil"
            raise FetchRefused(f"robots.txt n’autorise pas {where.path}", where=file, todo=todo)

    def _ask_robots(self, origin: str) -> politeness.Robots:
        try:
            _, answer = self._follow(f"{origin}/robots.txt", "robots", {}, heed_robots=False)
            return politeness.robots(answer.status, answer.body)
        except FetchFailed as error:
            return politeness.robots(error.status, b"", trouble=error.what)

    def _exchange(self, where: guard.Target, kind: str, conditions: Mapping[str, str]) -> Answer:
        """One request, one answer; its body only if it is one."""
        address = httpcore.URL(
            scheme=where.scheme.encode(),
            host=where.host.encode(),
            port=where.port,
            target=where.path.encode(),
        )
        headers = {"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "gzip"}
        headers |= {"Host": where.origin.partition("://")[2], "Connection": "close", **conditions}
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        try:
            with self._pool.stream(
                "GET", address, headers=pairs, extensions={"timeout": _TIMEOUTS}
            ) as response:
                found = header_map(response.headers)
                body = b""
                if 200 <= response.status < 300:
                    body = read_body(response.iter_stream(), found, kind, where.url)
                return Answer(response.status, found, body)
        except VeilleError:
            raise
        except Exception as error:  # httpcore's own and what the system lets through it
            failed = failure(error, where.url)
            if failed.what == _OVER:
                self.expired.add(where.host)
            raise failed from error


def user_agent(contact: str) -> str:
    """How Veille names itself: never a browser, with an address to complain to."""
    try:
        release = version("veille")
    except PackageNotFoundError:  # run from a checkout that was not installed
        release = "0"
    return f"{politeness.AGENT}/{release} (+{contact})"


def _conditions(validators: Validators | None) -> dict[str, str]:
    """The headers that ask for a change only, verbatim (reliability, A1)."""
    if validators is None:
        return {}
    headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in headers.items() if value}


def failure(error: Exception, url: str) -> FetchFailed:
    """What went wrong on the way, in French."""
    if isinstance(error, httpcore.TimeoutException):
        slow = isinstance(error, httpcore.ConnectTimeout)
        what = "Connexion trop lente" if slow else f"Réponse trop lente (plus de {WHOLE_S:.0f} s)"
    elif encrypted := _encryption(error):
        return FetchFailed(encrypted, where=url, todo=_CERTIFICATE)
    elif isinstance(error, httpcore.ConnectError):
        what = "Connexion impossible"
    elif isinstance(error, httpcore.RemoteProtocolError) and "complete" in str(error):
        # h11: "peer closed connection without sending complete message body"
        what = "Réponse coupée avant la fin"
    elif isinstance(error, httpcore.ProtocolError | ValueError):
        what = "Réponse qui n’est pas du HTTP correct"
    elif isinstance(error, httpcore.NetworkError | OSError):
        what = "Connexion coupée par le serveur"
    else:
        raise error
    return FetchFailed(what, where=url, todo=LATER)


def _encryption(error: BaseException | None) -> str:
    """Why TLS was refused, empty if it was not."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"Certificat {_FAULTS.get(error.verify_code, 'non valable')}"
        if isinstance(error, ssl.SSLError):
            return "Chiffrement impossible avec ce serveur"
        error = error.__cause__ or error.__context__
    return ""
