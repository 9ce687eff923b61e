"""Connect only to public addresses, to the very address that was checked, before a deadline."""

import ipaddress
import socket
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ssl import SSLContext
from urllib.parse import quote, urlsplit

import httpcore

from veille import FetchFailed, FetchRefused

# The only IPv6 addresses given out on the Internet (IANA): is_global is True for others, among them
# site-local ones (fec0::/10) and IPv4 in disguise (::127.0.0.1, ::ffff:0:127.0.0.1, NAT64).
_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
# It is True for these too, yet they lead inside (Teredo, 6to4), nowhere or to one's own network.
_TUNNELS = tuple(
    ipaddress.ip_network(block)
    for block in ("2001::/32", "2002::/16", "3fff::/20", "192.0.0.0/24", "192.88.99.0/24")
)
_PORTS = {"http": 80, "https": 443}
_TRIED = 3  # addresses of one host; all were checked, the first may be an IPv6 without a route
_UNSAFE = frozenset(map(chr, range(33))) | {"\x7f", "\\"}

Resolve = Callable[[str, int], Sequence[str]]
SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked for, taken apart and spelt in ASCII."""

    scheme: str
    host: str  # without brackets
    port: int
    path: str  # with its query

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """The whole address, without its fragment."""
        return self.origin + self.path


def target(url: str, allow: Collection[str] = ()) -> Target:
    """The parts of an address Veille may ask for; hosts in allow may have any port.

    Raises:
        FetchRefused: another scheme, a name or password inside, another port, malformed.
    """
    text = url.strip()
    try:
        parts = urlsplit(text)
        port = parts.port or _PORTS.get(parts.scheme, 0)
        host = _ascii(parts.hostname or "")
    except (ValueError, UnicodeError):
        raise _refused("Adresse mal formée", url) from None
    if parts.scheme not in _PORTS:
        raise _refused("Adresse qui n’est ni http ni https", url)
    if not host or _UNSAFE & set(parts.netloc) or {"\\", "\r", "\n", "\t", "\0"} & set(text):
        raise _refused("Adresse mal formée", url)
    if "@" in parts.netloc:
        raise _refused("Adresse avec un nom d’utilisateur ou un mot de passe", url)
    if port not in _PORTS.values() and host not in allow:
        raise _refused(f"Port {port} au lieu de 80 ou 443", url)
    path = parts.path or "/"
    if parts.query:
        path += f"?{parts.query}"
    return Target(parts.scheme, host, port, quote(path, safe="!#$%&'()*+,/:;=?@[]~"))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public Internet, whatever its disguise."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.version == 6 and ip not in _GIVEN_OUT:
        return False
    tunnelled = any(ip in block for block in _TUNNELS)  # False where the versions differ
    return ip.is_global and not ip.is_multicast and not tunnelled


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the system orders them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class Budget(threading.local):
    """The time one thread may still spend on the resource it is getting."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._ends_at: datetime | None = None  # None: no exchange is running

    def start(self, seconds: float) -> None:
        """Let an exchange run for so long, from now."""
        self._ends_at = self._clock() + timedelta(seconds=seconds)

    def left_s(self) -> float:
        """Seconds until the deadline, 0 when it is past."""
        if self._ends_at is None:
            return 0.0
        return max(0.0, (self._ends_at - self._clock()).total_seconds())


class PublicOnly(httpcore.SyncBackend):
    """Resolve once, refuse if any answer is not public, connect to what was checked."""

    def __init__(
        self, budget: Budget, *, allow: Collection[str] = (), resolve: Resolve = resolve
    ) -> None:
        self._budget, self._allow, self._resolve = budget, frozenset(allow), resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to a public address of this host.

        Raises:
            FetchRefused: one of its addresses is private, reserved or a tunnel.
            FetchFailed: the name has no address.
            httpcore.ConnectError, httpcore.ConnectTimeout: nobody answers there.
        """
        addresses = self._checked(host, port)[:_TRIED]
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, timeout)

    def _connect(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        limit = _within(timeout, self._budget, httpcore.ConnectTimeout)
        return _Timed(super().connect_tcp(address, port, limit), self._budget)

    def _checked(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError):
            addresses = []
        if not addresses:
            todo = "Vérifier l’adresse dans le catalogue ; le site a peut-être changé de nom"
            raise FetchFailed("Nom de serveur introuvable", where=host, todo=todo)
        for address in addresses:
            if not (is_public(address) or address in self._allow or host in self._allow):
                raise _refused(f"Adresse privée ou réservée ({address})", host)
        return addresses


class _Timed(httpcore.NetworkStream):
    """A stream whose every wait also ends with the budget: slow drips cannot hold a thread."""

    def __init__(self, stream: httpcore.NetworkStream, budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _within(timeout, self._budget, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _within(timeout, self._budget, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        limit = _within(timeout, self._budget, httpcore.ConnectTimeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, limit), self._budget)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _within(timeout: float | None, budget: Budget, late: type[Exception]) -> float:
    left = budget.left_s()
    if left <= 0:
        raise late("deadline of the whole resource")
    return left if timeout is None else min(timeout, left)


def _ascii(host: str) -> str:
    """The host as DNS spells it: full-width digits and dots become plain ones here."""
    return host.encode("idna").decode("ascii").rstrip(".") if host else ""


def _refused(what: str, where: str) -> FetchRefused:
    todo = "Corriger l’adresse dans le catalogue si c’est la nôtre ; sinon ne rien faire"
    return FetchRefused(what, where=where[:300], todo=todo)
