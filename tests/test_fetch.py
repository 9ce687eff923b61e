"""Fetching, on a server of this machine: no other is ever asked."""

import gzip
import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest

from sources import guard
from sources.answer import Answer
from sources.fetch import user_agent
from sources.protocol import Validators
from tests.site_fixture import NOW, FakeTime, Site, fetcher, running
from veille import FetchFailed, FetchRefused


@pytest.fixture
def site():
    with running(Site()) as site:
        yield site


@pytest.fixture
def fake_time():
    return FakeTime()


@pytest.fixture
def fetch(fake_time):
    with fetcher(fake_time) as open_fetcher:
        yield open_fetcher


def test_a_page_comes_with_what_the_server_says_of_it(site, fetch):
    url = site.page("/a", "été".encode(), Content_Type="text/html; charset=UTF-8", ETag='"1"')
    page, after_robots = fetch(url), NOW + timedelta(seconds=2)
    assert (page.body.decode(), page.content_type, page.charset) == ("été", "text/html", "utf-8")
    assert (page.status, page.fetched_at, page.etag, page.last_modified) == (
        200,
        after_robots,
        '"1"',
        None,
    )


def test_the_request_says_who_we_are_and_nothing_else(site, fetch):
    fetch(site.page("/a"))
    sent = site.headers()
    assert sent["User-Agent"] == user_agent("https://exemple.fr/veille")
    assert sent["User-Agent"].startswith("Veille/")
    assert sent["Accept-Encoding"] == "gzip"
    assert not {"Cookie", "Referer"} & set(sent)


def test_validators_go_back_byte_for_byte(site, fetch):
    url = site.page("/a", ETag="W/\"é, 'x' \"", Last_Modified="lundi dernier,  vers midi")
    first = fetch(url)
    site.page("/a", b"", status=304)
    assert fetch(url, validators=Validators(first.etag, first.last_modified)) is None
    assert site.headers()["If-None-Match"] == "W/\"é, 'x' \""
    assert site.headers()["If-Modified-Since"] == "lundi dernier,  vers midi"


def test_what_time_a_site_says_it_is_is_remembered(site, fetch):
    fetch(site.page("/a", Date="Sun, 22 Nov 2026 03:30:00 GMT"))
    assert fetch.told_at == {"127.0.0.1": NOW - timedelta(days=1)}
    fetch(site.page("/b", Date="hier"))
    assert fetch.told_at == {"127.0.0.1": NOW - timedelta(days=1)}


def test_a_first_request_carries_no_condition(site, fetch):
    fetch(site.page("/a"))
    assert not {"If-None-Match", "If-Modified-Since"} & set(site.headers())


def test_a_gzip_answer_is_decoded(site, fetch):
    assert fetch(site.page("/a", gzip.compress(b"bonjour"), Content_Encoding="gzip")).body == (
        b"bonjour"
    )


def test_a_gzip_bomb_is_refused(site, fetch):
    bomb = gzip.compress(bytes(50 << 20), compresslevel=1)
    with pytest.raises(FetchFailed, match="trop volumineuse"):
        fetch(site.page("/a", bomb, Content_Encoding="gzip"))


@pytest.mark.parametrize("status", [404, 410, 500, 403])
def test_an_error_status_is_a_failure_with_its_number(site, fetch, status):
    with pytest.raises(FetchFailed, match=str(status)) as caught:
        fetch(site.page("/a", status=status))
    assert caught.value.status == status


def test_an_answer_cut_short_is_a_failure(site, fetch):
    with pytest.raises(FetchFailed, match="coupée avant la fin"):
        fetch(site.page("/a", b"abc", Content_Length="1000"))


def test_a_redirect_is_followed_and_told(site, fetch):
    url = site.page("/a", status=301, Location="/b?c=é")
    site.page("/b?c=%C3%A9", b"ici")
    page = fetch(url)
    assert (page.url, page.final_url, page.body) == (url, f"{site.url}/b?c=%C3%A9", b"ici")


def test_redirects_that_never_end_are_given_up_after_five(site, fetch):
    url = site.page("/a", status=302, Location="/a")
    with pytest.raises(FetchFailed, match="Trop de redirections"):
        fetch(url)
    assert site.asked().count("/a") == 6


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2/", "http://127.0.0.2:9/", "http://10.0.0.1/", "http://[::1]/",
        "file:///etc/passwd", "ftp://127.0.0.1/", "data:text/html,x", "http://moi@127.0.0.1/",
        "http://[exemple]/", "//[exemple",
    ],
)  # fmt: skip
def test_a_redirect_that_leads_inside_or_off_the_web_is_refused(site, fetch, location):
    with pytest.raises(FetchRefused):
        fetch(site.page("/a", status=302, Location=location))


def test_a_redirect_that_drops_encryption_is_refused(fetch):
    moved = Answer(301, {"location": "http://exemple.fr/a"}, b"")
    with pytest.raises(FetchRefused, match="sans chiffrement"):
        fetch._next(guard.target("https://exemple.fr/a"), moved)


def test_a_redirect_to_a_name_that_leads_inside_is_refused(site, fake_time):
    inside = {"127.0.0.1": ["127.0.0.1"], "intranet.exemple.fr": ["10.0.0.1"]}
    url = site.page("/a", status=302, Location="http://intranet.exemple.fr/")
    with (
        fetcher(fake_time, resolve=lambda host, port: inside[host]) as fetch,
        pytest.raises(FetchRefused, match=r"privée ou réservée \(10\.0\.0\.1\)"),
    ):
        fetch(url)


def test_loopback_is_refused_unless_allowed(site, fake_time):
    with fetcher(fake_time, allow=()) as fetch, pytest.raises(FetchRefused, match="Port"):
        fetch(site.page("/a"))
    assert site.asked() == []


def test_a_name_without_address_is_named(fake_time):
    with (
        fetcher(fake_time, resolve=lambda host, port: []) as fetch,
        pytest.raises(FetchFailed, match="Nom de serveur introuvable"),
    ):
        fetch("https://exemple.fr/flux")


def test_a_closed_port_is_a_failed_connection(fetch):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(FetchFailed, match="Connexion impossible"):
        fetch(f"http://127.0.0.1:{port}/")


def test_proxies_of_the_environment_are_ignored(site, fetch, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://192.0.2.1:3128")
    assert fetch(site.page("/a")).body == b"bonjour"


# robots.txt


def test_what_robots_forbids_is_not_asked(site, fetch):
    site.page("/robots.txt", b"User-agent: *\nDisallow: /prive")
    with pytest.raises(FetchRefused, match=r"robots\.txt n’autorise pas /prive/a"):
        fetch(site.page("/prive/a"))
    assert site.asked() == ["/robots.txt"]


def test_robots_is_asked_once_per_run(site, fetch):
    for path in ("/a", "/b", "/c"):
        fetch(site.page(path))
    assert site.asked() == ["/robots.txt", "/a", "/b", "/c"]


@pytest.mark.parametrize("status", [500, 503])
def test_a_broken_robots_closes_the_whole_site(site, fetch, status):
    site.page("/robots.txt", status=status)
    for path in ("/a", "/b"):
        with pytest.raises(FetchFailed, match=r"robots\.txt illisible .*rien n’est demandé"):
            fetch(site.page(path))
    assert site.asked() == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_missing_robots_opens_the_whole_site(site, fetch, status):
    site.page("/robots.txt", status=status)
    assert fetch(site.page("/a")).body == b"bonjour"


def test_robots_behind_six_redirects_counts_as_missing(site, fetch):
    for n in range(7):
        site.page("/robots.txt" if n == 0 else f"/r{n}", status=302, Location=f"/r{n + 1}")
    assert fetch(site.page("/a")).body == b"bonjour"


def test_a_huge_robots_is_read_up_to_its_limit(site, fetch):
    site.page("/robots.txt", b"User-agent: *\nDisallow: /prive\n" + b"#" * (5 << 20))
    with pytest.raises(FetchRefused):
        fetch(site.page("/prive"))


def test_a_redirect_obeys_the_robots_of_where_it_leads(site, fetch):
    site.page("/robots.txt", b"User-agent: *\nDisallow: /prive")
    with pytest.raises(FetchRefused):
        fetch(site.page("/a", status=302, Location="/prive"))
    assert "/prive" not in site.asked()


# pace


def test_requests_to_one_host_are_two_seconds_apart(site, fetch, fake_time):
    for path in ("/a", "/b"):
        fetch(site.page(path))
    assert fake_time.slept == [2.0, 2.0]  # robots, a, b


def test_a_crawl_delay_spaces_the_requests(site, fetch, fake_time):
    site.page("/robots.txt", b"User-agent: *\nCrawl-delay: 7")
    for n in range(3):
        fetch(site.page(f"/{n}"))
    assert fake_time.slept == [7.0, 7.0, 7.0]


def test_one_host_is_asked_one_request_at_a_time(site, fetch):
    running, most = [], []
    answer = site.answer

    def counted(path):
        running.append(path)
        most.append(len(running))
        found = answer(path)
        running.remove(path)
        return found

    site.answer = counted
    urls = [site.page(f"/{n}") for n in range(8)]
    threads = [threading.Thread(target=fetch, args=(url,)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert site.asked().count("/robots.txt") == 1


def test_a_host_that_asks_for_a_pause_is_left_alone(site, fetch, fake_time):
    with pytest.raises(FetchFailed, match="429"):
        fetch(site.page("/a", status=429, Retry_After="600"))
    with pytest.raises(FetchFailed, match="demande une pause jusqu’au 23/11/2026 à 03:40 UTC"):
        fetch(site.page("/b"))
    assert "/b" not in site.asked()
    fake_time.now += timedelta(seconds=601)
    assert fetch(site.page("/b")).body == b"bonjour"


# slow and hostile servers


@pytest.fixture
def raw_server():
    """A server that sends the given pieces one by one to whoever connects, whatever is asked."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads = []

    def serve(pieces):
        def run():
            for _ in range(2):  # robots.txt, then the page
                client, _ = listener.accept()
                with client:
                    asked = client.recv(65_536)
                    try:
                        if b"/robots.txt" in asked:
                            client.sendall(b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n")
                            continue
                        for piece in pieces:
                            client.sendall(piece)
                    except OSError:  # the fetcher gave up, as it should
                        return

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/a"

    yield serve
    for thread in threads:
        thread.join()
    listener.close()


OK = b"HTTP/1.1 200 OK\r\n"


def dripping(start, drop):
    yield start
    while True:
        yield drop


@pytest.mark.parametrize(
    "pieces",
    [
        dripping(OK + b"Content-Length: 9000000\r\n\r\n", b"x"),
        dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        dripping(OK, b"X"),  # headers that never end
    ],
    ids=["body", "chunks", "headers"],
)
def test_a_slow_drip_is_given_up_at_the_deadline(raw_server, pieces):
    drifting = FakeTime(drift_s=7)  # each look at the clock costs seven seconds
    with (
        fetcher(drifting) as fetch,
        pytest.raises(FetchFailed, match="Réponse trop lente"),
    ):
        fetch(raw_server(pieces))


@pytest.mark.parametrize(
    "answer",
    [
        b"\x00\x01\x02 nothing like HTTP\r\n\r\n",
        OK + b"A" * 200_000 + b": 1\r\n\r\n",
        OK + b"".join(b"X-%d: 1\r\n" % n for n in range(20_000)) + b"\r\n",
        OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"",
    ],
    ids=["noise", "long header", "many headers", "two lengths", "bad chunk", "nothing"],
)
def test_what_is_not_http_is_a_clean_failure(raw_server, fetch, answer):
    with pytest.raises(FetchFailed):
        fetch(raw_server([answer]))


# encryption


@contextmanager
def encrypted(folder, *, is_here=False, since=-1):
    """A site with a certificate of nine days it signed itself, for another name or also its own."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "autre.fr")])
    start = datetime.now(UTC) + timedelta(days=since)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + timedelta(9))
    given = [x509.DNSName("autre.fr"), x509.IPAddress(ip_address("127.0.0.1"))][: 1 + is_here]
    made = made.add_extension(x509.SubjectAlternativeName(given), False)
    pem, encoding = folder / "site.pem", serialization.Encoding.PEM
    secret = key.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(encoding) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    site = Site()
    site.socket = context.wrap_socket(site.socket, server_side=True)
    with running(site):
        yield f"https://127.0.0.1:{site.server_port}/", pem


@pytest.fixture
def encrypted_site(tmp_path):
    with encrypted(tmp_path) as found:
        yield found


def test_a_certificate_nobody_vouches_for_is_refused(encrypted_site, fetch):
    url, _ = encrypted_site
    with pytest.raises(FetchFailed, match="Certificat auto-signé"):
        fetch(url)


def test_a_certificate_for_another_name_is_refused(encrypted_site, fake_time):
    url, pem = encrypted_site
    trusting = ssl.create_default_context(cafile=pem)
    with (
        fetcher(fake_time, tls=trusting) as fetch,
        pytest.raises(FetchFailed, match="Certificat"),
    ):
        fetch(url)


def test_a_certificate_that_is_over_is_told_and_its_site_noted(tmp_path, fake_time):
    with encrypted(tmp_path, is_here=True, since=-30) as (url, pem):
        trusting = ssl.create_default_context(cafile=pem)
        with fetcher(fake_time, tls=trusting) as fetch:
            with pytest.raises(FetchFailed, match="Certificat expiré"):
                fetch(url)
            assert fetch.expired == {"127.0.0.1"}


def test_a_server_that_does_not_encrypt_is_a_clean_failure(site, fetch):
    with pytest.raises(FetchFailed, match="Chiffrement impossible"):
        fetch(site.url.replace("http://", "https://") + "/")
