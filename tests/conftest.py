"""What every test stands on: no network beyond this machine, no trace outside a scratch folder."""

import ipaddress
import os
import socket
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

# On a busy machine a slow example is no failure: time is the subject of bench.
settings.register_profile("veille", deadline=None)
settings.load_profile("veille")

# Before any test module imports Prefect.
_scratch = tempfile.TemporaryDirectory(prefix="veille-tests-", ignore_cleanup_errors=True)
os.environ |= {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_HOME": f"{_scratch.name}/prefect",
    "VEILLE_HOME": f"{_scratch.name}/data",
}


class OutsideConnection(RuntimeError):
    """A test reached for the network. No OSError, which code under test may take for an outage."""


REFUSED: list[str] = []


def _refuse(target):
    REFUSED.append(str(target))
    raise OutsideConnection(f"tests may only reach this machine, not {target!r}")


def _address(host):
    """The address written in a host, None if it is a name."""
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return None


def _is_local(host):
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    address = _address(host)
    return address is not None and (address.is_loopback or address.is_unspecified)


def _guarded(method):
    """Wrap a socket method whose last argument is an address; a path is a Unix socket."""

    def call(self, *args):
        if isinstance(args[-1], tuple) and not _is_local(args[-1][0]):
            self.close()
            _refuse(args[-1])
        return method(self, *args)

    return call


def _guarded_lookup(lookup):
    """Wrap a name look-up; a written address asks nobody."""

    def call(host, *args, **kwargs):
        if not _is_local(host) and _address(host) is None:
            _refuse(host)
        return lookup(host, *args, **kwargs)

    return call


def pytest_configure():
    """Close the network before any test module is imported: an import may connect too."""
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, _guarded_lookup(getattr(socket, name)))


def pytest_collection_modifyitems(items):
    """Whoever asks for the shared data carries its marker."""
    for item in items:
        if "shared_data" in item.fixturenames:
            item.add_marker("shared")


@pytest.fixture(autouse=True)
def refused_connections():
    """Fail the test that reached outside, even if the code under test swallowed the refusal."""
    REFUSED.clear()
    yield REFUSED
    assert REFUSED == [], f"reached outside this machine: {REFUSED}"


@pytest.fixture(scope="session")
def shared_data():
    """The corpora, gold sets and fixtures kept beside the checkout, not in it."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/data beside the checkout")
    return SHARED
