"""A night collects, understands, keeps and publishes; what breaks costs only itself."""

import contextlib
import gzip
import shutil
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from flows import archive, listing, night, reporting
from sample.server import serving
from sources import collect
from tests import night_fixture as sample
from tests.night_fixture import changed, day_of, night_of, play, rows, sums
from tests.site_fixture import Site, running
from veille import BadCatalogue, Locked, WarehouseError
from warehouse import database, publish
from warehouse.read import Archive

DAY = timedelta(days=1)
FIRST, NEXT, WEEK_AFTER = night_of(71), night_of(71, day=1), night_of(72)
ITEMS = sample.items(69, 71, every=5)
SEEN = [item for item in ITEMS if item.published_at <= FIRST]  # by the first night


def spaced(text):
    """The words: extraction makes plain spaces of the narrow ones."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def shared_server():
    with serving(ITEMS, FIRST) as server:
        yield server


@pytest.fixture
def server(shared_server):
    """The sources as they stood at the first night; what a test does to them is undone."""
    before = {name: dict(getattr(shared_server, name)) for name in ("by_id", "by_source", "names")}
    yield shared_server
    shared_server.now = FIRST
    for name, held in before.items():
        setattr(shared_server, name, held)


@pytest.fixture(scope="module")
def first(shared_server, tmp_path_factory):
    """A home after its first night. Tests read it, or take a copy."""
    given = sample.settings(tmp_path_factory.mktemp("first"), shared_server.catalogue())
    play(given, FIRST)
    return given


@pytest.fixture
def home(first, tmp_path, server):
    """A home of one's own after the first night."""
    given = sample.settings(tmp_path / "home", server.catalogue())
    shutil.copy(first.home.published, given.home.published)
    return given


def hide(server, item):
    """Take a text out of the feed of its source."""
    server.by_source[item.source] = [i for i in server.by_source[item.source] if i != item]


def outcomes(given, now):
    """What the attempts of the night of this instant gave, counted by kind and outcome."""
    sql = "SELECT kind, a.outcome FROM attempt AS a JOIN run USING (run_id) WHERE as_of = ?"
    return Counter(rows(given, sql, now.replace(tzinfo=None)))


def test_what_is_collected_is_stored_with_its_source_and_dates(first, shared_server):
    sql = "SELECT url, source_id, voice, title, text, published_at, d.available_at, origin"
    found = rows(first, f"{sql} FROM document AS d JOIN version USING (document_id)")
    known = FIRST.replace(tzinfo=None)
    expected = {
        (shared_server.url(i), i.source, i.source, spaced(i.title), spaced(i.text), at, known, how)
        for i, at, how in ((i, i.published_at.replace(tzinfo=None), "collecte") for i in SEEN)
    }
    assert {(*row[:4], spaced(row[4]), *row[5:]) for row in found} == expected
    assert len(found) == len(SEEN) > 20


def test_a_text_of_an_open_week_counts_on_its_own_day(first, shared_server):
    found = dict(rows(first, "SELECT url, counted_on FROM document"))
    assert found == {shared_server.url(item): day_of(item) for item in SEEN}


def test_a_text_of_a_committed_week_counts_when_it_is_found(home, server, tmp_path):
    late = SEEN[-1]
    given = sample.settings(tmp_path / "late", server.catalogue())
    listed = dict(server.by_source)
    hide(server, late)
    play(given, FIRST)
    server.by_source = listed
    play(given, NEXT)
    sql = "SELECT published_at, counted_on FROM v_document WHERE url = ?"
    ((published_at, counted_on),) = rows(given, sql, server.url(late))
    assert published_at == late.published_at.replace(tzinfo=None)
    assert (counted_on, day_of(late) < counted_on) == (NEXT.date(), True)


def test_a_night_before_a_week_already_committed_is_refused(home):
    before = sums(home, ledger=True)
    with pytest.raises(WarehouseError, match="en avance sur l’horloge"):
        play(home, FIRST - DAY)
    assert sums(home, ledger=True) == before
    assert play(home, FIRST).run_id  # its own instant is not too early


def test_a_night_days_ahead_of_all_its_sites_is_refused(home, monkeypatch):
    def collect_by_other_clocks(db, ledger, followed, fetcher, *rest):
        harvests = collected(db, ledger, followed, fetcher, *rest)
        fetcher.told_at = {f"{n}.fr": NEXT - n * DAY for n in (3, 4, 5)}
        return harvests

    before, collected = sums(home, ledger=True), night._collect
    monkeypatch.setattr(night, "_collect", collect_by_other_clocks)
    with pytest.raises(WarehouseError, match="en avance sur les sites"):
        play(home, NEXT)
    assert sums(home, ledger=True) == before


@pytest.mark.parametrize("days", [(), (9, 9), (9, 9, 1), (9, 9, -400)])
def test_one_site_that_agrees_or_two_that_do_not_stop_no_night(days):
    archive.check_sites([NEXT - n * DAY for n in days], archive.Clock(NEXT))


def with_certificates_over(home, monkeypatch, expired, told_at, now):
    """A night for which so many certificates are over, and to which sites tell these instants."""

    def collect_in_vain(db, ledger, followed, fetcher, *rest):
        harvests = collected(db, ledger, followed, fetcher, *rest)
        fetcher.expired = {f"{n}.fr" for n in range(expired)}
        fetcher.told_at = {f"w{n}.fr": at for n, at in enumerate(told_at)}
        return harvests

    collected = night._collect
    monkeypatch.setattr(night, "_collect", collect_in_vain)
    return play(home, now)


@pytest.mark.parametrize("told_at", [(), (NEXT, NEXT)])
def test_a_night_for_which_no_certificate_holds_long_after_the_last_is_refused(
    home, monkeypatch, told_at
):
    before = sums(home, ledger=True)
    said = r"certificats : .* de 3 sites .* exécution est du 18\smai\s2026\. Vérifier la date"
    with pytest.raises(WarehouseError, match=said):
        with_certificates_over(home, monkeypatch, 3, told_at, FIRST + 900 * DAY)
    assert sums(home, ledger=True) == before


@pytest.mark.parametrize(
    ("expired", "told_at", "n_days"), [(0, (), 60), (2, (), 60), (9, (60,), 60), (9, (), 6)]
)
def test_an_offline_night_or_one_that_a_site_dates_is_played(
    home, monkeypatch, expired, told_at, n_days
):
    at = [FIRST + n * DAY for n in told_at]
    assert with_certificates_over(home, monkeypatch, expired, at, FIRST + n_days * DAY).run_id


@pytest.fixture(scope="module")
def again(first, shared_server, tmp_path_factory):
    """The first night played a second time: the home, and the digests before and after."""
    given = sample.settings(tmp_path_factory.mktemp("again"), shared_server.catalogue())
    shutil.copy(first.home.published, given.home.published)
    before = [path.read_bytes() for path in reporting.weekly_digest(given.home, None)]
    shared_server.now = FIRST
    done = play(given, FIRST)
    after = [path.read_bytes() for path in reporting.weekly_digest(given.home, None)]
    return given, done, before, after


def test_a_night_without_news_counts_in_the_right_number(again):
    assert again[1].message.startswith("0\u00a0texte nouveau de 10\u00a0sources")


def test_the_same_night_again_changes_no_table(first, again):
    given, done, _, _ = again
    assert (done.n_documents, changed(sums(first), sums(given))) == (0, [])


def test_the_same_night_again_gives_the_same_digest(again):
    _, _, before, after = again
    assert after == before


def test_the_same_night_again_takes_its_own_place_in_the_ledger(first, again):
    names = ["SELECT run_id, as_of FROM run", "SELECT run_id, position, step FROM step"]
    names.append("SELECT run_id, source_id FROM attempt WHERE kind = 'feed' ORDER BY ALL")
    assert [rows(again[0], sql) for sql in names] == [rows(first, sql) for sql in names]


def test_a_feed_that_did_not_change_is_not_sent_again(home, server):
    for now in (NEXT, WEEK_AFTER):  # twice: the validators outlive a night without news
        done = play(home, now)
        sql = "SELECT outcome, status, size_bytes FROM attempt WHERE attempted_at >= ?"
        found = rows(home, sql, now.replace(tzinfo=None))
        assert (done.n_documents, found) == (0, [("inchange", 304, 0)] * 10)


def test_a_feed_that_lists_known_texts_only_has_nothing_new(home, server):
    item = SEEN[-1]
    hide(server, item)
    done = play(home, NEXT)
    sql = "SELECT outcome, status FROM attempt WHERE source_id = ? AND attempted_at >= ?"
    found = rows(home, sql, item.source, NEXT.replace(tzinfo=None))
    expected = "inchange" if server.by_source[item.source] else "vide"
    assert (done.n_documents, found) == (0, [(expected, 200)])


def test_the_next_week_brings_its_own_texts(home, server):
    server.now = WEEK_AFTER
    done = play(home, WEEK_AFTER)
    assert done.n_documents == len(ITEMS) - len(SEEN) > 0
    assert len(rows(home, "FROM document")) == len(ITEMS)


def test_a_week_is_committed_by_the_first_night_after_its_sunday(home, server):
    weeks = "SELECT max(week) FROM week"
    assert rows(home, weeks) == [(sample.KNOWN.monday(70),)]
    server.now = WEEK_AFTER
    play(home, WEEK_AFTER - timedelta(days=1))
    assert rows(home, weeks) == [(sample.KNOWN.monday(70),)]
    play(home, WEEK_AFTER)
    assert rows(home, weeks) == [(sample.KNOWN.monday(71),)]


@pytest.fixture(scope="module")
def mended(shared_server, tmp_path_factory):
    """A night with a page missing, then one where it is there: the home after each."""
    page = shared_server.by_id.pop(SEEN[0].id)
    given = sample.settings(tmp_path_factory.mktemp("broken"), shared_server.catalogue())
    nights = [play(given, FIRST)]
    found = [rows(given, "SELECT url FROM document")]
    shared_server.by_id[page.id] = page
    nights.append(play(given, NEXT))
    found.append(rows(given, "SELECT url FROM document"))
    return given, nights, found


def test_one_broken_page_costs_only_itself(first, shared_server, mended):
    _, nights, found = mended
    whole = set(rows(first, "SELECT url FROM document"))
    assert whole - set(found[0]) == {(shared_server.url(SEEN[0]),)}
    assert (nights[0].n_documents, nights[0].n_failed_sources) == (len(SEEN) - 1, 0)


def test_a_broken_page_is_asked_again_the_next_night(first, shared_server, mended):
    given, nights, found = mended
    sql = "SELECT outcome FROM attempt WHERE url = ? ORDER BY attempted_at"
    assert rows(given, sql, shared_server.url(SEEN[0])) == [("echec",), ("nouveau",)]
    assert nights[1].n_documents == 1
    assert set(found[1]) == set(rows(first, "SELECT url FROM document"))


def test_a_dead_feed_is_named_and_costs_only_its_source(first, server, tmp_path):
    dead = SEEN[0].source
    name = server.names.pop(dead)
    given = sample.settings(tmp_path / "home", server.catalogue())
    done = play(given, FIRST)
    assert (done.n_failed_sources, name in done.message) == (1, True)
    assert rows(given, "SELECT outcome FROM run") == [("incomplet",)]
    sql = "SELECT url FROM document WHERE source_id <> ?"
    assert set(rows(given, "SELECT url FROM document")) == set(rows(first, sql, dead))


def refused_feed(site):
    site.page("/robots.txt", b"User-agent: *\nDisallow: /feed.xml\n")


def refused_page(site):
    _feed(site, _entry(site.page("/secret")), _entry("http://10.0.0.1/a"))
    site.page("/robots.txt", b"User-agent: *\nDisallow: /secret\n")


def one_source(tmp_path, sets, kind, path="/feed.xml"):
    """A first night with one source, whose site is set so: what it did, and its home."""
    with running(Site()) as site:
        sets(site)
        line = sample.source("close", site.url + path).replace('"feed"', f'"{kind}"')
        line += '\nquery = "aide"\n' if kind == "hal" else ""
        given = sample.settings(tmp_path / "home", line)
        return play(given, FIRST), given


@pytest.mark.parametrize(
    ("sets", "kind", "path", "missed"),
    [
        (refused_feed, "feed", "/feed.xml", 1),
        (refused_feed, "page", "/feed.xml", 1),
        (refused_feed, "hal", "/feed.xml", 1),
        (refused_page, "feed", "/feed.xml", 0),
    ],
)
def test_a_source_that_is_refused_is_missing_a_text_that_is_refused_is_not(
    tmp_path, sets, kind, path, missed
):
    done, given = one_source(tmp_path, sets, kind, path)
    assert done.n_failed_sources == missed
    sql = "SELECT outcome, n_failures, contains(message, 'en panne : ') FROM v_run"
    assert rows(given, sql) == [("incomplet" if missed else "fait", missed, bool(missed))]


def test_a_night_whose_list_of_allowed_hosts_is_wrong_names_every_source(server, tmp_path):
    given = sample.settings(tmp_path / "home", server.catalogue())
    done = play(replace(given, allow=frozenset()), FIRST)
    n = len(server.names)
    assert (done.n_failed_sources, done.n_documents) == (n, 0)
    assert rows(given, "SELECT outcome, n_failures FROM v_run") == [("incomplet", n)]


def test_a_source_that_left_the_catalogue_keeps_its_texts(home, server):
    left = SEEN[0].source
    blocks = server.catalogue().split("\n\n")
    kept = "\n\n".join(block for block in blocks if f"id = {left!r}" not in block)
    home.catalogue.write_text(kept, encoding="utf-8")
    play(home, NEXT)
    assert rows(home, "SELECT source_id FROM source WHERE NOT listed") == [(left,)]
    sql = "SELECT count(*) FROM document WHERE source_id = ?"
    assert rows(home, sql, left)[0][0] == sum(item.source == left for item in SEEN)
    listing = "SELECT source_id, day FROM source_listing WHERE change = 'depart'"
    assert rows(home, listing) == [(left, NEXT.date())]


# What a hostile or broken source may answer. Each takes a site and sets its pages.


def _feed(site, *entries, **headers):
    body = "<?xml version='1.0'?><rss version='2.0'><channel><title>X</title>{}</channel></rss>"
    site.page("/feed.xml", body.format("".join(entries)).encode(errors="surrogatepass"), **headers)


def _entry(link, date="Mon, 18 May 2026 00:00:00 GMT", text=""):
    when = f"<pubDate>{date}</pubDate>"
    return f"<item><link>{link}</link>{when}<description>{text}</description></item>"


def garbage(site):
    site.page("/feed.xml", bytes(range(256)) * 40)


def server_error(site):
    site.page("/feed.xml", b"", status=500)


def nothing(site):
    site.page("/feed.xml", b"")


def redirect_to_itself(site):
    site.page("/feed.xml", b"", status=302, Location="/feed.xml")


def redirect_to_a_private_address(site):
    site.page("/feed.xml", b"", status=302, Location="http://169.254.169.254/latest/meta-data")


def closed_by_robots(site):
    site.page("/robots.txt", b"User-agent: *\nDisallow: /\n")


def broken_robots(site):
    site.page("/robots.txt", b"", status=503)


def gzip_bomb(site):
    site.page("/feed.xml", gzip.compress(bytes(40 << 20)), Content_Encoding="gzip")


def entity_bomb(site):
    levels = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 10))
    head = f'<!DOCTYPE rss [<!ENTITY a0 "lol">{levels}]>'
    site.page("/feed.xml", f"{head}<rss><channel><title>&a9;</title></channel></rss>".encode())


def cut_short(site):
    site.page("/feed.xml", b"<rss><channel>", Content_Length="5000")


def links_that_are_no_pages(site):
    _feed(site, *map(_entry, ("javascript:alert(1)", "file:///etc/passwd", "http://10.0.0.1/a")))


def pages_that_loop(site):
    _feed(site, _entry(site.page("/loop", b"", status=301, Location="/loop")))


def heavy_page(site):
    _feed(site, _entry(site.page("/page", b"<p>" + b"<b>" * 60_000)))


HOSTILE = [garbage, server_error, nothing, redirect_to_itself, redirect_to_a_private_address]
HOSTILE += [closed_by_robots, broken_robots, gzip_bomb, entity_bomb, cut_short]
HOSTILE += [links_that_are_no_pages, pages_that_loop, heavy_page]


@pytest.mark.parametrize("kind", ["feed", "page"])
@pytest.mark.parametrize("sets", [server_error, cut_short, broken_robots, garbage, nothing])
def test_a_source_that_cannot_be_read_is_told_broken_whatever_its_kind(tmp_path, sets, kind):
    done, given = one_source(tmp_path, sets, kind)
    sql = "SELECT health, last_outcome, last_reason <> '' FROM v_source_health"
    assert (done.n_failed_sources, rows(given, sql)) == (1, [("en_panne", "echec", True)])


def test_a_page_that_says_the_same_again_brings_nothing_new(tmp_path):
    words = "Le guichet accueille les habitants du quartier chaque mardi matin. " * 9
    with running(Site()) as site:
        url = site.page("/aide", f"<article><h1>Aide</h1><p>{words}</p></article>".encode())
        line = sample.source("aide", url).replace('"feed"', '"page"')
        line = line.replace("follow = true", "follow = false")
        given = sample.settings(tmp_path / "home", line)
        for night in (FIRST, NEXT):
            play(given, night)
    sql = "SELECT outcome, n_documents FROM attempt ORDER BY attempted_at"
    assert rows(given, sql) == [("nouveau", 1), ("inchange", 0)]
    told = rows(given, "SELECT n_documents, message[:1] FROM v_run ORDER BY as_of")
    assert told == [(1, "1"), (0, "0")]


@pytest.mark.parametrize("counts", [(1, 2), (2, 1), (1, 2, 1), (2, 3, 1)])
def test_an_entry_alone_on_its_page_one_night_and_a_part_the_next_is_kept_once(tmp_path, counts):
    told = [
        f"{what} Les habitants du quartier viennent. " * 6 for what in ("Un.", "Deux.", "Trois.")
    ]
    with running(Site()) as site:
        site.page("/suivi", f"<article><p>{told[0]}</p></article>".encode())
        line = sample.source("suivi", f"{site.url}/feed.xml")
        given = sample.settings(tmp_path / "home", line)
        for day, n in enumerate(counts):
            links = [f"{site.url}/suivi#v{k}" for k in range(n)]
            _feed(site, *(_entry(link, text=told[k]) for k, link in enumerate(links)))
            play(given, NEXT + day * DAY)
    kept = [text.strip() for (text,) in rows(given, "SELECT text FROM version")]
    assert sorted(kept) == sorted(text.strip() for text in told[: max(counts)])


def test_a_text_that_says_nothing_is_asked_again_less_and_less(tmp_path):
    with running(Site()) as site:
        _feed(site, _entry(site.page("/avis", "<p>Bientôt.</p>".encode(), ETag='"un"')))
        given = sample.settings(tmp_path / "home", sample.source("avis", f"{site.url}/feed.xml"))
        told = [play(given, FIRST + k * DAY).n_failed_sources for k in range(5)]
        asked = [sent.get("If-None-Match") for path, sent in site.log if path == "/avis"]
    assert asked == [None, '"un"', '"un"', '"un"']  # not on the fourth night
    assert told == [0] * 5


def test_an_entry_that_is_not_followed_any_more_waits_for_no_page(tmp_path):
    with running(Site()) as site:
        _feed(site, _entry(site.page("/avis", "<p>Bientôt.</p>".encode()), text="Le texte."))
        line = sample.source("avis", f"{site.url}/feed.xml")
        play(given := sample.settings(tmp_path / "home", line), FIRST)
        play(given, NEXT)
        sample.settings(tmp_path / "home", line.replace("follow = true", "follow = false"))
        assert play(given, NEXT + DAY).n_documents == 1


def test_a_source_without_a_text_of_its_own_is_told_for_what_it_is(tmp_path):
    with running(Site()) as site:
        _feed(site, _entry("https://exemple.fr/a", text="Le guichet ouvre."))
        site.pages["/again.xml"] = site.pages["/feed.xml"]
        addresses = {"a": "/feed.xml", "b": "/again.xml", "c": "/missing.xml"}
        lines = "".join(sample.source(name, site.url + path) for name, path in addresses.items())
        lines = lines.replace("follow = true", "follow = false")
        play(given := sample.settings(tmp_path / "home", lines), FIRST)
    told = {row["source_id"]: listing.source_line(row) for row in listing.sources(given)}
    assert " 1 texte, dernier le 2026-05-18" in told["a"]
    assert "aucun texte gardé sous son nom — " in told["b"]
    assert "aucun texte encore — Page introuvable (404)" in told["c"]


def test_a_source_that_was_never_asked_is_told_so():
    row = {"source_id": "un", "health": "jamais_lue", "n_documents": 0, "last_reason": ""}
    assert "jamais demandée" in listing.source_line(row | {"last_outcome": None})


def texts_that_fail(site):
    _feed(site, *map(_entry, (site.page("/secret"), "/gone", "http://10.0.0.1/a", site.page("/b"))))
    site.page("/robots.txt", b"User-agent: *\nDisallow: /secret\n")


def test_a_feed_whose_texts_are_refused_or_missing_is_not_told_broken(tmp_path):
    _, given = one_source(tmp_path, texts_that_fail, "feed")
    found = rows(given, "SELECT outcome FROM attempt WHERE kind <> 'feed' ORDER BY ALL")
    assert found == [("echec",), ("refuse",), ("refuse",), ("vide",)]
    sql = "SELECT health, last_outcome, last_reason FROM v_source_health"
    assert rows(given, sql) == [("jamais_lue", "vide", "4 entrées sans texte à garder")]


@pytest.fixture(scope="module")
def besieged(shared_server, tmp_path_factory):
    """A home after a first night among all the hostile sources at once."""
    with contextlib.ExitStack() as stack:
        lines = [shared_server.catalogue()]
        for attack in HOSTILE:
            site = stack.enter_context(running(Site()))
            attack(site)
            lines.append(sample.source(attack.__name__, f"{site.url}/feed.xml"))
        given = sample.settings(tmp_path_factory.mktemp("besieged"), "\n".join(lines))
        done = play(given, FIRST)
    return given, done


def test_hostile_sources_change_no_row_of_the_others(first, besieged):
    assert changed(sums(first), sums(besieged[0])) == ["source", "source_listing"]


@pytest.mark.parametrize("attack", HOSTILE, ids=lambda attack: attack.__name__)
def test_a_hostile_source_is_told_in_the_ledger(besieged, attack):
    sql = "SELECT outcome, reason FROM attempt WHERE source_id = ?"
    found = rows(besieged[0], sql, attack.__name__)
    assert {outcome for outcome, _ in found} & {"echec", "refuse", "vide"}
    assert all(reason and "imprévue" not in reason for _, reason in found)


def test_hostile_sources_are_counted_in_the_message(besieged):
    assert f"de {10 + len(HOSTILE)}\u00a0sources ; en panne : " in besieged[1].message


def told_by(given, name):
    """What other sources than this one left in the large tables."""
    of = "JOIN document USING (document_id) WHERE source_id <> ?"
    tables = ["document WHERE source_id <> ?", f"version {of}", f"passage {of}"]
    tables += [f"tag JOIN passage USING (passage_id) {of}"]
    tables += [f"mention JOIN passage USING (passage_key) {of}"]
    return [rows(given, f"FROM {table} ORDER BY ALL", name) for table in tables]


def test_odd_texts_of_one_source_leave_the_rows_of_the_others(first, server, tmp_path):
    long = "Le guichet unique de la commune ouvre ses portes au mois de mai. " * 5
    odd = [
        _entry("/a", "Fri, 31 Dec 9999 23:59:59 GMT", "\x00\ud800&#0;" + long),
        _entry("/b", "0001-01-01", long.upper()),
        _entry("/c", "hier", "&amp;lt;script&amp;gt;" + long),
        _entry("/d", text="x" * 30_000),
        _entry("/e", text="’" * 300),
    ]
    with running(Site()) as site:
        _feed(site, *odd)
        lines = sample.source("hostile", f"{site.url}/feed.xml") + server.catalogue()
        given = sample.settings(tmp_path / "home", lines)
        done = play(given, FIRST)
    assert done.n_documents > len(SEEN)
    assert told_by(given, "hostile") == told_by(first, "hostile")


def test_an_error_nobody_foresaw_is_a_line_of_the_ledger(first, server, tmp_path, monkeypatch):
    struck = SEEN[0].source

    def fails(source, *rest):
        if source.id == struck:
            raise RuntimeError("boum")
        return collected(source, *rest)

    collected = collect.collect
    monkeypatch.setattr(night.collect, "collect", fails)
    given = sample.settings(tmp_path / "home", server.catalogue())
    done = play(given, FIRST)
    sql = "SELECT outcome, reason FROM attempt WHERE source_id = ?"
    assert rows(given, sql, struck) == [("echec", "Erreur imprévue (RuntimeError) : boum")]
    assert done.n_failed_sources == 1
    assert told_by(given, struck) == told_by(first, struck)


def as_it_was(given, before):
    """The published file is untouched, nothing lies beside it, the lock is free."""
    assert given.home.published.read_bytes() == before
    assert not list(given.home.folder.glob("next.duckdb*"))
    with publish.locked(given.home):
        pass


def test_a_night_that_fails_leaves_the_published_file(home, server, monkeypatch):
    def fails(*args, **rest):
        raise RuntimeError("boum")

    before = home.home.published.read_bytes()
    monkeypatch.setattr(archive, "commit_weeks", fails)
    server.now = WEEK_AFTER
    with pytest.raises(RuntimeError, match="boum"):
        play(home, WEEK_AFTER)
    as_it_was(home, before)


@pytest.fixture
def broken_off(home, server, monkeypatch):
    """A home whose night of the next day was cut, and that of the day after failed."""
    for error, now in ((KeyboardInterrupt(), NEXT), (RuntimeError("boum"), NEXT + DAY)):

        def fails(*args, error=error, **rest):
            raise error

        with monkeypatch.context() as patch, pytest.raises(type(error)):
            patch.setattr(archive, "commit_weeks", fails)
            play(home, now)
    return home


def test_nights_that_never_ended_are_told_by_the_next_one(broken_off):
    done = play(broken_off, NEXT + 2 * DAY)
    told = "2\u00a0exécutions inachevées avant celle-ci : nuit du 19\u00a0mai\u00a02026, nuit du 20"
    assert told in done.message
    sql = "SELECT as_of, outcome, message, n_attempts, steps FROM v_run WHERE as_of >= ?"
    assert rows(broken_off, f"{sql} ORDER BY 1", NEXT.replace(tzinfo=None))[:2] == [
        (NEXT.replace(tzinfo=None), "interrompu", "Arrêtée avant la fin", 0, None),
        (
            (NEXT + DAY).replace(tzinfo=None),
            "echec",
            "Erreur imprévue (RuntimeError) : boum",
            0,
            None,
        ),
    ]
    assert "inachevée" not in play(broken_off, NEXT + 3 * DAY).message


def test_a_night_that_never_ended_is_taken_for_no_night(broken_off):
    latest, ahead = NEXT + 2 * DAY, NEXT + 60 * DAY
    play(broken_off, latest)
    told = "INSERT INTO run SELECT 'nuit-x', kind, ?, 'interrompu', '', '', '' FROM run LIMIT 1"
    with contextlib.closing(database.connect(broken_off.home.published, read_only=False)) as db:
        db.execute(told, [ahead.replace(tzinfo=None)])
    with Archive.open(broken_off.home.published) as read:
        assert [run.as_of for run in read.runs()] == [FIRST, latest]
    health = rows(broken_off, "SELECT health, count(*) FROM v_source_health GROUP BY ALL")
    assert dict(health).get("vivante", 0) > 0  # by the other, all would have been mute for weeks


def test_a_night_told_unfinished_gives_way_once_it_is_run_again(broken_off):
    for now in (NEXT + 2 * DAY, NEXT):
        play(broken_off, now)
    sql = "SELECT outcome FROM run ORDER BY as_of"
    assert rows(broken_off, sql) == [("fait",), ("fait",), ("echec",), ("fait",)]


def test_a_night_cut_and_run_again_leaves_the_ledger_of_one_never_cut(
    home, server, tmp_path, monkeypatch
):
    def cut(*args, **rest):
        raise KeyboardInterrupt

    whole = sample.copy_of(home, tmp_path / "whole")
    play(whole, NEXT)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(publish, "publish", cut)
        play(home, NEXT)
    play(home, NEXT)
    assert changed(sums(whole, ledger=True), sums(home, ledger=True)) == []


def test_a_night_whose_file_fails_a_check_is_not_published(home, server, monkeypatch):
    def spoilt(db, *args, **rest):
        committed(db, *args, **rest)
        db.execute("INSERT INTO version SELECT * FROM version LIMIT 1")

    committed, before = archive.refit_topics, home.home.published.read_bytes()
    monkeypatch.setattr(archive, "refit_topics", spoilt)
    with pytest.raises(WarehouseError, match=r"keys_are_unique.*n’a pas été touchée"):
        play(home, NEXT)
    as_it_was(home, before)


def test_a_catalogue_that_cannot_be_read_starts_nothing(home, server):
    home.catalogue.write_text("[[source]]\nid = ???\n", encoding="utf-8")
    before = home.home.published.read_bytes()
    with pytest.raises(BadCatalogue, match=r"sources\.toml:2"):
        play(home, NEXT)
    as_it_was(home, before)


def test_two_nights_at_once_are_one_too_many(home, server):
    before = home.home.published.read_bytes()
    with publish.locked(home.home), pytest.raises(Locked, match="déjà en cours"):
        play(home, NEXT)
    as_it_was(home, before)


def test_the_ledger_tells_the_steps_of_the_night(first):
    ((run_id, kind, as_of, outcome, analysis),) = rows(
        first, "SELECT run_id, kind, as_of, outcome, analysis_version FROM run"
    )
    assert (kind, as_of, outcome) == ("nuit", FIRST.replace(tzinfo=None), "fait")
    assert (run_id, analysis) == ("nuit-2026-05-18T01:30:00Z", sample.loaded().version)
    steps = rows(first, "SELECT step, n_out FROM step ORDER BY position")
    assert steps[:3] == [(name, len(SEEN)) for name in ("collecter", "comprendre", "rapprocher")]


def test_every_address_asked_for_is_in_the_ledger(first, shared_server):
    found = Counter(rows(first, "SELECT kind, outcome FROM attempt"))
    assert found[("page", "nouveau")] == len(SEEN)
    assert found[("feed", "nouveau")] + found[("feed", "vide")] == len(shared_server.names)
