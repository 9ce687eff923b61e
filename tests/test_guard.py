"""Which addresses may be asked, decided on the address really connected to."""

import json
import socket
from datetime import UTC, datetime

import httpcore
import pytest

from sources import guard
from veille import FetchFailed, FetchRefused

PRIVATE = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "198.18.0.1", "192.0.2.1", "224.0.0.1", "0.0.0.0",  # noqa: S104
    "255.255.255.255", "::1", "::",
    "fd00:ec2::254", "fe80::1%eth0", "ff02::1", "::ffff:127.0.0.1", "::ffff:7f00:1",
    "fec0::1", "::127.0.0.1", "::ffff:0:127.0.0.1", "5f00::1", "3fff::1",
    "192.0.0.8", "192.88.99.1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:53aa:64c:0:0:0:1", "2001:db8::1",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_leads_inside_is_not_public(address):
    assert not guard.is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_public(address):
    assert guard.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://exemple.fr/", "gopher://exemple.fr/", "data:text/html,x",
        "http://moi@exemple.fr/", "http://moi:secret@exemple.fr/", "http://exemple.fr:22/",
        "http://exemple.fr:8080/", "http://exemple.fr\\@127.0.0.1/", "http://exe mple.fr/",
        "http://exemple.fr/\r\nHost: autre.fr", "http://exe\tmple.fr/", "http://[::1/",
        "http:///chemin", "http://exemple.fr:99999/", "http://a..fr/", f"http://{'a' * 64}.fr/",
        "", "exemple.fr",
    ],
)  # fmt: skip
def test_an_address_that_is_not_plain_web_is_refused(url):
    with pytest.raises(FetchRefused):
        guard.target(url)


def test_an_address_is_spelt_in_ascii():
    asked = guard.target("https://www.musée.fr./été?q=à b#haut")
    assert asked.url == "https://www.xn--muse-dpa.fr/%C3%A9t%C3%A9?q=%C3%A0%20b"


def test_percent_signs_already_there_are_kept():
    assert guard.target("https://a.fr/%C3%A9%2F").path == "/%C3%A9%2F"


def test_an_allowed_host_may_have_any_port():
    assert guard.target("http://127.0.0.1:8000/", {"127.0.0.1"}).port == 8000


class Dialled(Exception):
    """The guard let a connection go."""


@pytest.fixture
def dial(monkeypatch):
    """Connect through the guard with the addresses a stub resolver gives; nothing leaves."""

    def no_socket(self, host, port, *args):
        raise Dialled(host)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", no_socket)
    budget = guard.Budget(lambda: datetime(2026, 11, 23, tzinfo=UTC))
    budget.start(60)

    def connect(host, *answers, allow=()):
        calls = iter(answers)
        backend = guard.PublicOnly(budget, allow=allow, resolve=lambda name, port: next(calls))
        backend.connect_tcp(host, 80)

    return connect


@pytest.mark.parametrize("address", PRIVATE)
def test_no_connection_goes_to_a_private_address(dial, address):
    with pytest.raises(FetchRefused, match="privée ou réservée"):
        dial("exemple.fr", [address])


def test_one_private_address_among_public_ones_is_enough_to_refuse(dial):
    with pytest.raises(FetchRefused):
        dial("exemple.fr", ["93.184.216.34", "10.0.0.1"])


def test_the_connection_goes_to_the_address_that_was_checked(dial):
    # A second resolution would give the private address: rebinding.
    with pytest.raises(Dialled, match=r"93\.184\.216\.34"):
        dial("exemple.fr", ["93.184.216.34"], ["127.0.0.1"])


def test_an_allowed_host_may_lead_inside(dial):
    with pytest.raises(Dialled, match=r"127\.0\.0\.1"):
        dial("localhost", ["127.0.0.1"], allow={"localhost"})


def test_a_name_without_address_is_a_failure_not_a_refusal(dial):
    with pytest.raises(FetchFailed, match="Nom de serveur introuvable : exemple"):
        dial("exemple.fr", [])


def as_the_system_would(host):
    """The address glibc reads in a disguised one, without asking any server."""
    try:
        return [socket.inet_ntoa(socket.inet_aton(host))]
    except OSError:
        return [host] if ":" in host else ["127.0.0.1"]  # names made to lead inside


def test_none_of_the_hostile_addresses_is_reached(shared_data, dial):
    urls = json.loads((shared_data / "fixtures/hostile/ssrf-urls.json").read_text())
    for url in urls:
        with pytest.raises(FetchRefused):
            host = guard.target(url).host
            dial(host, as_the_system_would(host))


def test_all_of_the_legitimate_addresses_are_let_through(shared_data, dial):
    urls = json.loads((shared_data / "fixtures/hostile/ssrf-urls-legitimes.json").read_text())
    for url in urls:
        with pytest.raises(Dialled):
            dial(guard.target(url).host, ["93.184.216.34"])
