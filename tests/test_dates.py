"""Dates as the web writes them."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sources.dates import published, read

NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("Thu, 18 Jul 2024 05:45:05 +0200", utc(2024, 7, 18, 3, 45, 5)),
        ("18 Jul 2024 05:45 -0000", utc(2024, 7, 18, 5, 45)),
        ("Thu, 18 Jul 2024 05:45:05", utc(2024, 7, 18, 3, 45, 5)),  # no zone: Paris, summer
        ("Fri, 01 Mar 99 10:00:00 GMT", utc(1999, 3, 1, 10)),
        ("2018-08-31T15:50:00+02:00", utc(2018, 8, 31, 13, 50)),
        ("2018-08-31T15:50:00Z", utc(2018, 8, 31, 15, 50)),
        ("2024-01-15 10:00:00", utc(2024, 1, 15, 9)),  # no zone: Paris, winter
        ("2024-01-15", utc(2024, 1, 14, 23)),  # midnight in Paris
        ("2011", utc(2010, 12, 31, 23)),
        ("2011-05", utc(2011, 4, 30, 22)),
        ("10/05/2018 15:10", utc(2018, 5, 10, 13, 10)),
        ("12/03/24", utc(2024, 3, 11, 23)),
        ("31.12.1999", utc(1999, 12, 30, 23)),
        ("1er avril 2024 à 9h30", utc(2024, 4, 1, 7, 30)),
        ("Mardi 3 décembre 2024 à 18 h 05", utc(2024, 12, 3, 17, 5)),
        ("jeu., 12 sept. 2024 10:00:00 +0200", utc(2024, 9, 12, 8)),
        ("12 août 2023", utc(2023, 8, 11, 22)),
        ("2024/07/20/", utc(2024, 7, 19, 22)),
        ("2024/7/5", utc(2024, 7, 4, 22)),
        ("2024-7-5", utc(2024, 7, 4, 22)),
        ("2024.07.05 10:30", utc(2024, 7, 5, 8, 30)),
        ("2024-07-05 10:30:15.5 UTC", utc(2024, 7, 5, 10, 30, 15)),
        ("20240705T103015Z", utc(2024, 7, 5, 10, 30, 15)),
        ("2024-07-05T10:30+02:00[Europe/Paris]", utc(2024, 7, 5, 8, 30)),
        ("July 5, 2024", utc(2024, 7, 4, 22)),
        ("August 5, 2024", utc(2024, 8, 4, 22)),
        ("5 May 2024", utc(2024, 5, 4, 22)),
        ("Jul. 5, 2024 10:30", utc(2024, 7, 5, 8, 30)),
        ("2024-W27-5", utc(2024, 7, 4, 22)),
        ("D:20240720101500+02'00'", utc(2024, 7, 20, 8, 15)),
        ("1900-01-01", utc(1899, 12, 31, 23, 50, 39)),  # Paris was 9 min 21 s ahead of UTC
    ],
)
def test_a_date_is_read_in_utc(raw, instant):
    assert published(raw, NOW)[0] == read(raw) == instant


@pytest.mark.parametrize(
    "raw",
    [
        "jeu., 31 févr. 2024 25:61:00 +0200",
        "0000-00-00",
        "Mon, 01 Jan 9999999 00:00:00 GMT",
        "hier",
        "-1",
        "2024-13-45T99:99:99Z",
        "2024-W54",
        "2024-7/5",
        "Juillet 5",
        "Tue, 03 Jun 2036 10:00:00 +9999",
        "1899-12-30",
        "0001-01-01T00:00:00+14:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "1970-01-01T01:00:00+01:00",
    ],
)
def test_an_unreadable_date_is_that_of_collection_with_a_note(raw):
    assert read(raw) is None
    assert published(raw, NOW) == (NOW, f"date illisible (« {raw} ») : date de collecte retenue")


def test_a_missing_date_is_that_of_collection_with_a_note():
    assert published(None, NOW) == (NOW, "date absente : date de collecte retenue")


def test_a_date_more_than_a_day_ahead_is_that_of_collection_with_a_note():
    instant, note = published("2099-01-01", NOW)
    assert (instant, note.partition(" (")[0]) == (NOW, "date dans le futur")


def test_a_date_a_few_hours_ahead_is_kept():
    assert published("2026-11-23T20:00:00Z", NOW) == (utc(2026, 11, 23, 20), "")


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("2011", utc(2010, 12, 31, 23)),
        ("2011-05", utc(2011, 4, 30, 22)),
        ("mai 2011", utc(2011, 4, 30, 22)),
        ("2011-W18", utc(2011, 5, 1, 22)),
    ],
)
def test_a_period_is_its_first_day_and_says_that_the_day_is_unknown(raw, instant):
    found, note = published(raw, NOW)
    assert found == instant and "jour inconnu" in note


def test_a_parsed_date_is_taken_as_utc():
    assert published(time.strptime("2024-07-18", "%Y-%m-%d"), NOW) == (utc(2024, 7, 18), "")


def test_an_hour_that_the_clock_change_skipped_is_still_an_instant():
    assert read("2024-03-31T02:30:00") == utc(2024, 3, 31, 1, 30)


@given(st.text(max_size=50))
def test_any_text_gives_an_instant_in_utc(raw):
    assert published(raw, NOW)[0].tzinfo is UTC


@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2026, 11, 22)))
def test_an_iso_instant_comes_back_unchanged(naive):
    instant = naive.replace(tzinfo=UTC)
    assume(instant.timestamp() != 0)  # what a field left at 0 gives
    assert published(instant.isoformat(), NOW) == (instant, "")
