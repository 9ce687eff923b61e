"""When sources come and go: what shows, when, and what is compared with what."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from flows.committing import commit
from nlp.epochs import GONE, NEWCOMER, Listing, Sources
from nlp.signals import WEEKLY, Exposure
from tests.archive_fixture import (
    VARIABLES,
    document,
    keep,
    monday_of,
    opened,
    reading,
    told,
)
from warehouse import database, write
from warehouse.read import Archive
from warehouse.write import SourceRow

FIRST = 105_000


def sources(*rows, listings=()):
    """Documents by source and week; the catalogue's changes as (source, change, week)."""
    changes = [Listing(source, change, FIRST + week) for source, change, week in listings]
    return Sources(FIRST, np.array(rows, float), changes)


def shown(given):
    return [(e.source, e.change, e.week - FIRST, round(e.share, 2)) for e in given.epochs()]


def test_the_sources_an_archive_starts_with_are_no_change():
    assert shown(sources([5] * 20, [0] * 7 + [9] * 13)) == []


def test_a_large_source_that_starts_later_is_a_change():
    assert shown(sources([15] * 20, [0] * 10 + [5] * 10)) == [(1, "arrivee", 10, 0.25)]


def test_a_small_source_changes_nothing():
    assert shown(sources([100] * 30, [0] * 10 + [5] * 20)) == []


def test_a_source_shows_once_it_has_said_enough():
    # Three texts a week: five of them in the second.
    assert shown(sources([10] * 20, [0] * 10 + [3] * 10)) == [(1, "arrivee", 11, 0.23)]


def test_a_large_source_that_stops_is_a_change_after_four_weeks():
    assert shown(sources([10] * 20, [10] * 12 + [0] * 8)) == [(1, "depart", 11 + GONE, 0.5)]


def test_a_source_that_often_falls_silent_has_not_stopped():
    monthly = ([9] + [0] * 4) * 6
    assert shown(sources([10] * 30, monthly)) == []


def test_an_outage_of_all_is_the_stop_of_none():
    row = [10] * 12 + [0] * 6 + [10] * 4
    assert shown(sources(row, row)) == []


MANY = [[0] * 20 + [1, 0] * 10] * 4  # four small sources, 2 % of the texts each
LISTED = [(1 + k, "arrivee", 20) for k in range(4)]


def test_small_sources_listed_together_wait_together():
    assert shown(sources([25] * 40, *MANY)) == []
    given = sources([25] * 40, *MANY, listings=LISTED)
    # The fifth document comes in the third week: 8 of 83.
    assert shown(given) == [(1 + k, "arrivee", 22, 0.02) for k in range(4)]
    assert {(e.until - FIRST, e.origin) for e in given.epochs()} == {(22 + NEWCOMER, "catalogue")}


def test_one_that_speaks_later_waits_from_its_first_text_to_the_end_of_the_others():
    late = [0] * 30 + [1] * 10
    given = sources([25] * 40, *MANY, late, listings=[*LISTED, (5, "arrivee", 20)])
    assert [(e.week - FIRST, e.until - FIRST) for e in given.epochs() if e.source == 5] == [
        (30, 22 + NEWCOMER)
    ]


def test_a_source_listed_twice_before_it_speaks_arrives_once():
    twice = [(1, "arrivee", 17), (1, "depart", 18), (1, "arrivee", 19)]
    given = sources([10] * 40, [0] * 20 + [5] * 20, listings=twice)
    assert shown(given) == [(1, "arrivee", 20, 0.33)]


def test_a_source_that_spoke_before_it_was_listed_is_none_that_comes():
    given = sources([25] * 40, [3] * 40, listings=[(1, "arrivee", 20)])
    assert shown(given) == []


def test_a_source_dropped_is_gone_from_the_next_week_however_small():
    given = sources([30] * 40, [1] * 25 + [0] * 15, listings=[(1, "depart", 24)])
    (one,) = given.epochs()
    assert (one.week - FIRST, one.origin, round(one.share, 3)) == (25, "catalogue", 0.032)
    heard = given.heard([one], WEEKLY)
    assert (heard[24], heard[25] < 1) == (1.0, True)


def test_a_source_dropped_long_after_it_fell_silent_is_gone_when_it_shows_first():
    row, steady = [10] * 15 + [0] * 15, [10] * 30
    given = sources(steady, row, listings=[(1, "depart", 26)])
    assert shown(given) == shown(sources(steady, row)) == [(1, "depart", 15 + GONE - 1, 0.5)]
    small = [1] * 15 + [0] * 15
    given = sources([30] * 30, small, listings=[(1, "depart", 26)])
    assert shown(given) == [(1, "depart", 26, 0.03)]


def test_a_source_dropped_by_mistake_and_listed_again_changes_nothing():
    row = [10] * 30
    given = sources(row, row, listings=[(1, "depart", 20), (1, "arrivee", 21)])
    assert shown(given) == []


@pytest.mark.parametrize("cut", range(8, 40, 3))
def test_no_change_of_the_catalogue_is_told_from_later_weeks(cut):
    rng = np.random.default_rng(4)
    rows = rng.integers(0, 6, (6, 40)) * (rng.random((6, 40)) < 0.6)
    rows[3, :14], rows[4, :17], rows[5, 25:] = 0, 0, 0
    changes = [(3, "arrivee", 14), (4, "arrivee", 14), (5, "depart", 25)]
    whole = sources(*rows, listings=changes)
    part = sources(*rows[:, :cut], listings=[c for c in changes if c[2] < cut])
    assert [e for e in whole.epochs() if e.week < FIRST + cut] == part.epochs()
    heard = whole.heard(whole.epochs(), WEEKLY)[:cut]
    assert heard.tolist() == part.heard(part.epochs(), WEEKLY).tolist()


@pytest.mark.parametrize("cut", range(8, 40, 3))
def test_no_change_is_told_from_later_weeks(cut):
    rng = np.random.default_rng(3)
    rows = rng.integers(0, 6, (5, 40)) * (rng.random((5, 40)) < 0.6)
    rows[3, :14], rows[4, 25:] = 0, 0
    whole, part = sources(*rows), sources(*rows[:, :cut])
    assert [e for e in whole.epochs() if e.week < FIRST + cut] == part.epochs()
    heard = whole.heard(whole.epochs(), WEEKLY)[:cut]
    assert heard.tolist() == part.heard(part.epochs(), WEEKLY).tolist()


def test_a_newcomer_is_exposed_only_once_it_counts_and_then_from_its_first_week():
    given = sources([10] * 40, [0] * 10 + [5] * 30)
    found = given.epochs()
    before = given.exposure(found, WEEKLY, FIRST + 10 + NEWCOMER - 1)
    after = given.exposure(found, WEEKLY, FIRST + 10 + NEWCOMER)
    assert before.documents[:22].tolist() == [10] * 22
    assert after.documents[:22].tolist() == [15] * 22


def test_the_past_of_a_source_that_stopped_is_not_expected_of_the_others():
    given = sources([10] * 30, [30] * 20 + [0] * 10)
    exposure = given.exposure(given.epochs(), WEEKLY, FIRST + 29)
    alone = Exposure(FIRST, np.full(30, 10.0))
    assert exposure.past(FIRST + 25, 8) == pytest.approx(alone.past(FIRST + 25, 8))
    assert exposure.past(FIRST + 22, 8) == pytest.approx(4 * alone.past(FIRST + 22, 8))


def test_a_source_that_comes_back_is_heard_again():
    given = sources([10] * 30, [30] * 15 + [0] * 8 + [30] * 7)
    heard = given.heard(given.epochs(), WEEKLY)
    assert (heard[17] == 1.0, heard[18] < 0.3, heard[22] < 0.3, heard[23] == 1.0) == (True,) * 4


def test_a_mention_of_a_newcomer_is_worth_what_its_source_would_have_said_before():
    # One mention a week in the newcomer: expected as often as any source that always said it.
    given = sources([10] * 40, [0] * 20 + [10] * 20)
    (one,) = given.epochs()
    exposure = given.exposure([one], WEEKLY, one.until)
    before, aged = given.weight(one, exposure)
    past = NEWCOMER * before + aged.sum() + 1  # the week that joins the past now
    end = one.until - exposure.lag(one.until)
    always = sum(WEEKLY.decay ** (end - k) for k in range(FIRST, end + 1))
    assert past == pytest.approx(always)


JARGON = [f"jargon {k:02}" for k in range(10)]


def weeks_with_a_newcomer(n_weeks=46, at=20):
    """A steady source, then another of many voices with words of its own."""
    rng = np.random.default_rng(5)
    found = []
    for w in range(n_weeks):
        texts = [told(f"rue {w} {k}", monday_of(w), f"voix{k:02}", ["rue"]) for k in range(10)]
        for k in range(10 if w >= at else 0):
            units = [u for u in JARGON if rng.random() < 0.25]
            text = f"Neuf {w} {k} : " + " ".join(f"Le {u} avance." for u in units)
            day = monday_of(w) + timedelta(days=k % 7)
            made = document(f"neuf {w} {k}", day, f"neuve{k}", text, source="neuve")
            texts.append(reading(made, units))
        found.append(texts)
    return found


def committed(weeks, every=None):
    db = opened()
    row = SourceRow("neuve", "Neuve", "presse", "archive", None, (), "open", 0, "fr", False, "")
    write.sources(db, [row])
    for number, texts in enumerate(weeks):
        keep(db, texts)
        if every and number % every == 0:
            commit(db, upto=monday_of(number), replay=False, variables=VARIABLES)
    commit(db, upto=monday_of(len(weeks) - 1), replay=every is None, variables=VARIABLES)
    return db


@pytest.fixture(scope="module")
def grown():
    return committed(weeks_with_a_newcomer())


def jargon(db):
    sql = "SELECT count(DISTINCT signal_id) FROM signal_week WHERE label LIKE 'jargon%'"
    return db.execute(sql).fetchone()[0]


def test_the_words_of_a_new_source_are_no_signals(grown, monkeypatch):
    assert jargon(grown) <= 1
    monkeypatch.setattr(Sources, "epochs", lambda self: [])
    assert jargon(committed(weeks_with_a_newcomer())) >= 5


def test_a_source_that_stops_does_not_make_the_words_of_the_others_rise(monkeypatch):
    rng = np.random.default_rng(7)

    def stopped():
        rates, found = np.linspace(0.1, 0.5, len(JARGON)), []
        for w in range(50):
            texts = [
                told(f"g {w} {k}", monday_of(w), "voix00", ["rue"]) for k in range(40 * (w < 34))
            ]
            for k in range(8):
                units = [u for u, rate in zip(JARGON, rates, strict=True) if rng.random() < rate]
                day = monday_of(w) + timedelta(days=k % 7)
                texts.append(told(f"p {w} {k}", day, f"voix{k + 1:02}", units))
            found.append(texts)
        return found

    assert jargon(committed(stopped())) == 0
    monkeypatch.setattr(Sources, "epochs", lambda self: [])
    assert jargon(committed(stopped())) >= 3


def test_a_new_source_counts_after_twelve_weeks(grown):
    row = grown.execute("SELECT source_id, change, week, until FROM source_epoch").fetchall()
    assert row == [("neuve", "arrivee", monday_of(20), monday_of(20 + NEWCOMER))]
    sql = "SELECT min(week), max(week) FROM newcomer_week"
    assert grown.execute(sql).fetchone() == (monday_of(20), monday_of(19 + NEWCOMER))
    sql = "SELECT min(week) FROM unit_week WHERE voice LIKE 'neuve%'"
    assert grown.execute(sql).fetchone() == (monday_of(20 + NEWCOMER),)


def test_the_drawn_mentions_of_a_signal_are_those_it_is_measured_by():
    found = weeks_with_a_newcomer()
    for w, k in [(week, k) for week in range(28, 40) for k in range(week - 26)]:
        day = monday_of(w) + timedelta(days=k % 7)
        text = f"Essor {w} {k} : Le pacte local avance."
        made = document(f"essor {w} {k}", day, f"neuve{k % 5}", text, source="neuve")
        old = told(f"ancien {w} {k}", day, f"voix{k % 9:02}", ["pacte local"])
        found[w] += [old, reading(made, ["pacte local"])]
    db = committed(found)
    rows = db.execute("SELECT lead_key, week, n_mentions FROM signal_week").fetchall()
    drawn = [sum(Archive(db, Path()).series([key], week, 12)[key]) for key, week, _ in rows]
    assert rows and drawn == [n_mentions for *_, n_mentions in rows]


def test_nights_and_replay_agree_on_a_new_source(grown):
    found, expected = (
        database.checksums(db) for db in (committed(weeks_with_a_newcomer(), every=3), grown)
    )
    assert [name for name in expected if found[name] != expected[name]] == []


def listed(*names):
    """Rows of a catalogue."""
    return [SourceRow(n, n, "presse", "feed", None, (), "open", 0, "fr", True, "") for n in names]


def small_sources(n_weeks=40, at=20):
    """Ten steady voices, then eight new sources with one document each, every other week."""
    rng = np.random.default_rng(6)
    for w in range(n_weeks):
        texts = [told(f"rue {w} {k}", monday_of(w), f"voix{k:02}", ["rue"]) for k in range(10)]
        for k in range((w + 1) % 2, 8 if w >= at else 0, 2):
            units = [u for u in JARGON if rng.random() < 0.4]
            day = monday_of(w) + timedelta(days=k % 7)
            text = f"Neuf {w} {k} : " + " ".join(f"Le {u} avance." for u in units)
            made = document(f"neuf {w} {k}", day, f"neuve{k}", text, source=f"s{k}")
            texts.append(reading(made, units))
        yield texts


def played(*, catalogued=(), every=None, at=20):
    """An archive of small sources, which the catalogue of some weeks lists from a week on."""
    db = opened()
    small = listed(*(f"s{k}" for k in range(8)))
    write.sources(db, [replace(row, listed=False) for row in small])
    for number, texts in enumerate(small_sources(at=at)):
        if number in catalogued:
            names = [f"s{k}" for k in range(8) if number >= at]
            write.catalogued(db, listed("steady", *names), monday_of(number))
        keep(db, texts)
        if every and number % every == 0:
            commit(db, upto=monday_of(number), replay=False, variables=VARIABLES)
    commit(db, upto=monday_of(number), replay=every is None, variables=VARIABLES)
    return db


@pytest.mark.parametrize("catalogued", [(0, 20), (20,)])  # added to it, or the first one
def test_the_words_of_small_sources_listed_together_are_no_signals(catalogued):
    db = played(catalogued=catalogued)
    assert jargon(db) == 0
    sql = "SELECT DISTINCT change, origin, week, until FROM v_source_epoch"
    ((change, origin, week, until),) = db.execute(sql).fetchall()
    assert (change, origin, until - week) == ("arrivee", "catalogue", timedelta(weeks=NEWCOMER))


def test_the_words_of_small_sources_that_no_catalogue_tells_of_rise():
    assert jargon(played()) >= 2  # so the test above shows something


def test_nights_and_replay_agree_on_a_changed_catalogue():
    found, expected = (
        database.checksums(played(catalogued=(0, 20), every=every)) for every in (3, None)
    )
    assert [name for name in expected if found[name] != expected[name]] == []
