"""The test network is closed: conftest.py refuses all but this machine."""

import socket
import urllib.request

import pytest


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
        lambda: socket.create_connection(("2001:db8::1", 80), timeout=1),
        lambda: socket.getaddrinfo("example.org", 443),
        lambda: urllib.request.urlopen("http://example.org/", timeout=1),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"?", ("192.0.2.1", 53)),
    ],
    ids=["IPv4", "IPv6", "name", "URL", "UDP"],
)
def test_the_outside_is_refused_and_noted(reach, refused_connections):
    with pytest.raises(RuntimeError, match="only reach this machine"):
        reach()
    assert len(refused_connections) == 1
    refused_connections.clear()


def test_this_machine_answers():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5).close()
