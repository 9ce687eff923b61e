"""The sample: what is planted, what is not, and the server that shows it."""

import http.client
import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise

import feedparser
import pytest

from sample import stream
from sample.server import serving
from veille import PARIS

SEEDS = range(4)
KNOWN = stream.truth()


@cache
def drawn(seed=0):
    return stream.items(seed)


def week_of(item, known=KNOWN):
    return (item.published_at.astimezone(PARIS).date() - known.first_monday).days // 7


def of(theme, seed=0):
    return [item for item in drawn(seed) if item.theme == theme]


def notices():
    """Every hand-written notice, by theme."""
    folder = files("sample").joinpath("notices")
    read = {f.name: tomllib.loads(f.read_text("utf-8")) for f in folder.iterdir()}
    return {name: [n["text"] for n in data.get("notice", [])] for name, data in read.items()}


def banks():
    folder = files("sample").joinpath("background")
    return [line for f in folder.iterdir() for line in f.read_text("utf-8").splitlines() if line]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_week_holds_25_documents_at_least(seed):
    known = stream.truth(seed)
    counts = Counter(week_of(item, known) for item in drawn(seed))
    assert sorted(counts) == list(range(KNOWN.weeks))
    assert min(counts.values()) >= 25


def test_the_same_seed_gives_the_same_stream():
    assert stream.items(1) == drawn(1)


def test_another_seed_gives_another_stream_and_other_dates():
    assert not {item.text for item in drawn(1)} >= {item.text for item in drawn(2)}
    assert stream.truth(1).plants != stream.truth(2).plants


def test_every_text_has_its_own_id():
    assert len({item.id for item in drawn()}) == len(drawn())


def test_texts_come_oldest_first_in_utc():
    assert all(a.published_at <= b.published_at for a, b in pairwise(drawn()))
    assert {item.published_at.tzinfo for item in drawn()} == {UTC}


def test_300_notices_were_written_by_hand():
    texts = [text for found in notices().values() for text in found]
    assert len(set(texts)) == len(texts) >= 300


def test_the_background_rests_on_800_sentences():
    sentences = [line for line in banks() if not line.startswith("# ")]
    assert len(set(sentences)) >= 800


def test_no_planted_wording_is_in_the_background():
    told = "\n".join(banks()).lower().replace("'", "’")
    planted = [w for one in (*KNOWN.plants, *KNOWN.traps) for w in one.wordings]
    assert len(planted) > 15
    assert [wording for wording in planted if wording.lower() in told] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plant_is_absent_before_its_onset(seed):
    known = stream.truth(seed)
    for plant in known.plants:
        weeks = [week_of(item, known) for item in of(plant.theme, seed)]
        assert min(weeks) >= plant.onset >= known.archive_weeks
        assert len(weeks) >= 20


def test_a_plant_starts_with_few_voices_and_ends_with_many():
    for plant in KNOWN.plants:
        found = of(plant.theme)
        first = {item.source for item in found if plant.share(week_of(item)) < 0.3}
        assert 0 < len(first) <= stream.FIRST_VOICES < 6 <= len({item.source for item in found})


def test_a_plant_reaches_5_and_95_percent_when_it_says():
    # 1 / (1 + e^(ln 19)) = 1/20 at the onset, 19/20 when strong
    for plant in KNOWN.plants:
        shares = [plant.share(week) for week in (plant.onset - 1, plant.onset, plant.strong)]
        assert shares == [0, pytest.approx(0.05), pytest.approx(0.95)]


def test_each_notice_of_a_plant_is_published_once_at_most():
    for plant in KNOWN.plants:
        assert max(Counter(item.title for item in of(plant.theme)).values()) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mute_source_says_nothing_more(seed):
    known = stream.truth(seed)
    mute = known.trap("mute")
    weeks = [week_of(item, known) for item in drawn(seed) if item.source == mute.source]
    assert mute.week - 3 <= max(weeks) < mute.week


def test_the_dispatch_is_copied_by_the_five_other_papers():
    wire = of("depeche")
    papers = {s["id"] for s in stream.sources() if s["class"] == "presse"}
    assert wire[0].source == "agence-meridienne"
    assert len(wire) == 6 and {item.source for item in wire} == papers
    assert wire[-1].published_at - wire[0].published_at < timedelta(days=2)
    assert {week_of(item) for item in wire} == {KNOWN.trap("wire").week}


def test_an_event_lasts_one_day_in_many_voices():
    for trap in KNOWN.traps:
        if trap.nature == "event":
            found = of(trap.theme)
            days = {item.published_at.astimezone(PARIS).date() for item in found}
            assert len(days) == 1 and len({item.source for item in found}) >= 8


def test_the_season_comes_back_the_next_year():
    season = KNOWN.trap("seasonal")
    weeks = {week_of(item) for item in of(season.theme)}
    first = set(range(season.week, season.week + season.weeks))
    assert weeks <= first | {week + 52 for week in first}
    assert weeks & first and weeks - first


def test_a_paper_changes_its_footer_once():
    template = KNOWN.trap("template")
    told = [item for item in drawn() if item.source == template.source]
    after = [template.wordings[0] in item.text for item in told]
    assert after == sorted(after)
    assert week_of(told[after.index(True)]) == template.week


def test_shuffling_keeps_the_texts_and_the_voices():
    null = stream.shuffled(drawn(), 5)
    assert {(i.id, i.source, i.text) for i in null} == {(i.id, i.source, i.text) for i in drawn()}
    assert null == sorted(null, key=lambda item: (item.published_at, item.id))
    assert null == stream.shuffled(drawn(), 5) != stream.shuffled(drawn(), 6)


def test_nothing_rises_once_shuffled():
    null = stream.shuffled(drawn(), 5)
    for plant in KNOWN.plants:
        weeks = [week_of(item) for item in null if item.theme == plant.theme]
        assert sum(week < plant.onset for week in weeks) > len(weeks) / 2
    assert len({item.published_at for item in null if item.theme == "depeche"}) == 1


NOW = datetime(2025, 6, 2, 2, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def server():
    with serving(drawn(), NOW) as running:
        yield running


def got(server, path, **headers):
    """Status, headers and body of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=5)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def test_robots_may_read_everything(server):
    status, _, body = got(server, "/robots.txt")
    assert (status, body) == (200, b"User-agent: *\nAllow: /\n")


def test_a_feed_shows_the_last_two_weeks_and_nothing_later(server):
    _, headers, body = got(server, "/fanal-du-ponant/feed.xml")
    feed = feedparser.parse(body)
    shown = [i for i in drawn() if i.source == "fanal-du-ponant"]
    shown = [i for i in shown if NOW - timedelta(days=14) < i.published_at <= NOW]
    assert [e.title for e in feed.entries] == [i.title for i in reversed(shown)] != []
    assert (feed.bozo, headers["Content-Type"].split(";")[0]) == (False, "application/rss+xml")


def test_a_page_holds_its_whole_text(server):
    item = next(item for item in drawn() if "&" not in item.text)
    status, _, body = got(server, server.url(item).removeprefix(server.address))
    assert status == 200
    assert all(f"<p>{part}</p>" in body.decode() for part in item.text.split("\n\n"))


@pytest.mark.parametrize("page", ["feed", "article"])
def test_what_has_not_changed_is_not_sent_again(server, page):
    item = drawn()[0]
    path = f"/{item.source}/" + ("feed.xml" if page == "feed" else f"{item.id}.html")
    _, headers, _ = got(server, path)
    status, again, body = got(server, path, **{"If-None-Match": headers["ETag"]})
    assert (status, again["ETag"], body) == (304, headers["ETag"], b"")


def test_a_feed_that_moved_on_is_sent_again(server):
    _, headers, _ = got(server, "/fanal-du-ponant/feed.xml")
    server.now = NOW + timedelta(days=7)
    status, *_ = got(server, "/fanal-du-ponant/feed.xml", **{"If-None-Match": headers["ETag"]})
    server.now = NOW
    assert status == 200


@pytest.mark.parametrize("path", ["/", "/inconnue/feed.xml", "/fanal-du-ponant/0.html", "/a/b/c"])
def test_anything_else_is_not_found(server, path):
    assert got(server, path)[0] == 404


def test_the_feed_of_a_mute_source_still_answers(server):
    mute = KNOWN.trap("mute")
    server.now = datetime(2026, 6, 29, tzinfo=UTC)
    status, _, body = got(server, f"/{mute.source}/feed.xml")
    server.now = NOW
    assert (status, feedparser.parse(body).entries) == (200, [])


def test_the_catalogue_names_the_ten_feeds(server):
    listed = tomllib.loads(server.catalogue())["source"]
    assert [s["id"] for s in listed] == [s["id"] for s in stream.sources()]
    assert {got(server, s["url"].removeprefix(server.address))[0] for s in listed} == {200}


def test_two_servers_do_not_share_a_port(server):
    with serving(drawn()[:1], NOW) as other:
        assert other.address != server.address
        assert got(other, "/robots.txt")[0] == 200
