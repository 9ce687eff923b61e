"""A source collected from end to end, on a site of this machine."""

import gzip
import json

import pytest

from sources import collect
from sources.catalogue import Source
from sources.protocol import Validators
from tests.site_fixture import NOW, FakeTime, Site, fetcher, running

SENTENCE = "Le guichet unique accueille désormais les habitants du quartier chaque mardi matin. "
ARTICLE = f"<html><body><article><h1>Un</h1><p>{SENTENCE * 4}</p></article></body></html>"


@pytest.fixture
def site():
    with running(Site()) as site:
        yield site


def source(site, kind, path, query=None):
    return Source(
        id="essai", name="Essai", class_="presse", kind=kind, url=site.url + path, query=query,
        variables=(), rights="open", retention_days=0, language="fr", origin="test",
        verified=True, follow=True, note="",
    )  # fmt: skip


def feed(site, *paths):
    items = "".join(f"<item><title>x</title><link>{site.url}{p}</link></item>" for p in paths)
    return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()


def gathered(site, line, *, known=(), memory=None):
    with fetcher(FakeTime()) as fetch:
        return collect.collect(line, fetch, NOW, lambda name: name in known, memory or {})


def outcomes(harvest):
    return [(a.kind, a.outcome) for a in harvest.attempts]


def test_a_feed_is_collected(site):
    site.page("/flux.xml", feed(site, "/a", "/b"), ETag='"1"')
    site.page("/a", ARTICLE.encode(), Content_Type="text/html")
    harvest = gathered(site, source(site, "feed", "/flux.xml"))
    assert [d.text for d in harvest.documents] == [(SENTENCE * 4).strip()]
    assert outcomes(harvest) == [("feed", "nouveau"), ("page", "nouveau"), ("page", "echec")]


def test_the_second_night_asks_for_a_change_only(site):
    site.page("/flux.xml", feed(site, "/a"), ETag='W/"1"', Last_Modified="hier")
    site.page("/a", ARTICLE.encode())
    line = source(site, "feed", "/flux.xml")
    first = gathered(site, line).attempts[0]
    site.page("/flux.xml", b"", status=304)
    site.log.clear()
    memory = {line.url: Validators(first.etag, first.last_modified)}
    assert outcomes(gathered(site, line, memory=memory)) == [("feed", "inchange")]
    assert site.asked() == ["/robots.txt", "/flux.xml"]
    assert site.headers()["If-None-Match"] == 'W/"1"'
    assert site.headers()["If-Modified-Since"] == "hier"


def test_a_list_page_is_collected(site):
    anchor = '<a href="/a">Un guichet unique ouvre dans le quartier</a>'
    site.page("/actualites", f"<html><body><main>{anchor}</main></body></html>".encode())
    site.page("/a", ARTICLE.encode())
    harvest = gathered(site, source(site, "page", "/actualites"))
    assert outcomes(harvest) == [("page", "nouveau"), ("page", "nouveau")]


def test_hal_is_collected(site):
    notice = {"uri_s": "https://hal.science/hal-01", "title_s": ["Un"], "abstract_s": [SENTENCE]}
    site.answer = lambda path: (
        (404, {}, b"")
        if path == "/robots.txt"
        else (200, {}, json.dumps({"response": {"docs": [notice]}}).encode())
    )
    harvest = gathered(site, source(site, "hal", "/search/", query="text:a"))
    assert [d.url for d in harvest.documents] == ["https://hal.science/hal-01"]
    assert outcomes(harvest) == [("api", "nouveau")]


@pytest.mark.parametrize("kind", ["feed", "page", "hal"])
def test_a_site_whose_robots_is_broken_is_one_failed_row(site, kind):
    site.page("/robots.txt", status=500)
    harvest = gathered(site, source(site, kind, "/x", query="a" if kind == "hal" else None))
    assert [(a.outcome, a.n_documents) for a in harvest.attempts] == [("echec", 0)]
    assert "robots.txt illisible" in harvest.attempts[0].reason
    assert site.asked() == ["/robots.txt"]


def test_a_feed_that_robots_forbids_is_one_refused_row(site):
    site.page("/robots.txt", b"User-agent: *\nDisallow: /")
    harvest = gathered(site, source(site, "feed", "/flux.xml"))
    assert outcomes(harvest) == [("robots", "refuse")]
    assert site.asked() == ["/robots.txt"]


def test_a_hostile_source_does_not_change_what_another_gives(site):
    site.page("/bon.xml", feed(site, "/a"))
    site.page("/a", ARTICLE.encode())
    alone = gathered(site, source(site, "feed", "/bon.xml"))
    bomb = gzip.compress(bytes(30 << 20), compresslevel=1)
    site.page("/mauvais.xml", bomb, Content_Encoding="gzip", Retry_After="bientôt")
    with fetcher(FakeTime()) as fetch:
        for path in ("/mauvais.xml", "/bon.xml"):
            line = source(site, "feed", path)
            both = collect.collect(line, fetch, NOW, lambda name: False, {})
    assert both.documents == alone.documents
