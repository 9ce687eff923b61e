"""May we ask, and when."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from sources.politeness import rest_until, robots, wait_s

NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
PAGE = "https://exemple.fr/prive/page"
CLOSED = b"User-agent: *\nDisallow: /prive/\n"


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, CLOSED, False),
        (200, b"", True),
        (200, b"User-agent: *\nDisallow: /prive/\nAllow: /prive/page\n", True),
        (200, CLOSED + b"User-agent: veille\nDisallow:\n", True),  # our own group wins
        (200, b"User-agent: Veille\nDisallow: /\nUser-agent: *\nDisallow:\n", False),
        (200, b"\xef\xbb\xbf" + CLOSED, False),  # with a byte order mark
        (200, CLOSED + "# privé".encode("latin-1"), False),
        (200, b"<!doctype html><html><body>Introuvable</body></html>", True),
        (301, b"", True),  # five redirects and more to come: unavailable
        (401, b"", True),
        (404, b"", True),
        (500, b"", False),
        (503, b"", False),
        (None, b"", False),  # no answer
    ],
)
def test_robots_is_read_as_rfc_9309_says(status, body, allowed):
    assert robots(status, body).allows(PAGE) is allowed


def test_robots_that_cannot_be_read_says_why():
    assert robots(None, b"", trouble="délai dépassé").trouble == "délai dépassé"


def test_the_crawl_delay_is_honoured_up_to_a_minute():
    delays = [robots(200, f"User-agent: *\nCrawl-delay: {s}".encode()) for s in (7, 1, 600, "0,5")]
    assert [found.delay_s(2.0) for found in delays] == [7.0, 2.0, 60.0, 2.0]


def test_a_host_not_asked_yet_needs_no_wait():
    assert wait_s(None, 2.0, NOW) == 0


@pytest.mark.parametrize(("ago", "wait"), [(0, 7), (3, 4), (7, 0), (60, 0)])
def test_the_wait_is_what_is_left_of_the_delay(ago, wait):
    assert wait_s(NOW - timedelta(seconds=ago), 7.0, NOW) == wait


@pytest.mark.parametrize(
    ("status", "asked", "seconds"),
    [
        (429, "120", 120),
        (503, "120", 120),
        (429, "Mon, 23 Nov 2026 03:32:00 GMT", 120),
        (503, "Mon, 23 Nov 2026 03:32:00 GMT", 120),
        (429, "bientôt", 3600),
        (503, "bientôt", 3600),
        (429, None, 3600),
        (429, "315360000", 86400),  # ten years
        (503, "Mon, 23 Nov 2036 03:32:00 GMT", 86400),
        (429, "Mon, 23 Nov 2020 03:32:00 GMT", 0),
        (429, "9" * 5000, 86400),
    ],
)
def test_a_server_that_asks_for_a_pause_gets_it_up_to_a_day(status, asked, seconds):
    assert rest_until(status, asked, NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(("status", "asked"), [(200, "120"), (404, None), (503, None)])
def test_other_answers_ask_for_no_pause(status, asked):
    assert rest_until(status, asked, NOW) is None


def test_real_and_twisted_robots_files_are_read(shared_data):
    files = sorted((shared_data / "fixtures/robots").rglob("*.robots.txt*"))
    for file in files:
        body = file.read_bytes()
        if file.suffix == ".gz":
            body = gzip.decompress(body)
        found = robots(200, body)
        assert found.trouble == ""
        assert 2.0 <= found.delay_s(2.0) <= 60.0
        assert found.allows("https://exemple.fr/robots.txt")
    assert len(files) > 100
