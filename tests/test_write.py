"""Keyed writes: the same input twice, or in another order, the same tables."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from tests.archive_fixture import FIRST, document, keep, noon, opened, reading, told
from veille import Attempt, Decision, digest
from warehouse import database, understood, weeks, write
from warehouse.write import SourceRow

MONDAY = FIRST
SUNDAY = FIRST + timedelta(days=6)


def imported(*batches):
    """An archive that takes in batches of documents one after the other, as an import does."""
    db = opened()
    for batch in batches:
        keep(db, [reading(made, ["texte"]) for made in write.unknown(db, batch)])
    weeks.count(db, FIRST, FIRST + timedelta(weeks=3))
    return db


def rows(db, sql):
    return db.execute(sql).fetchall()


def day(n):
    return FIRST + timedelta(days=n)


SIX = [
    document("a", day(0), text="Un texte."),
    document("b", day(9), text="Un texte sur b."),
    document("b", day(3), text="Un texte sur b."),  # the same version, known earlier
    document("b", day(5), text="Un texte revu sur b."),  # another version
    document("c", day(2), "voix01", text="Un texte sur c.", title="C"),
    document("c", day(2), "voix02", text="Un texte sur c.", title="D"),  # described otherwise
]


@pytest.fixture(scope="module")
def plain():
    return database.checksums(imported(SIX))


def test_the_same_batch_twice_changes_nothing(plain):
    assert database.checksums(imported(SIX, SIX)) == plain


@pytest.mark.parametrize("order", list(permutations(SIX))[7::90])
def test_the_order_of_the_documents_does_not_matter(plain, order):
    assert database.checksums(imported(order)) == plain


@pytest.mark.parametrize("cut", range(1, 6))
@pytest.mark.parametrize("order", [SIX, SIX[::-1]], ids=["forward", "backward"])
def test_where_an_import_is_cut_does_not_matter(plain, order, cut):
    assert database.checksums(imported(order[:cut], order[cut:])) == plain


def test_one_document_at_a_time_gives_the_same(plain):
    assert database.checksums(imported(*([one] for one in SIX))) == plain


def test_only_unknown_versions_are_to_be_read():
    db = imported(SIX[:1])
    assert write.unknown(db, SIX[:2]) == SIX[1:2]


def test_a_version_given_twice_is_read_once_at_its_earliest_date():
    assert write.unknown(opened(), SIX[1:3]) == [SIX[2]]


def test_two_versions_of_one_document_are_both_kept():
    db = imported(SIX[2:4])
    assert rows(db, "SELECT counted_on FROM version ORDER BY 1") == [(day(3),), (day(5),)]
    assert rows(db, "SELECT counted_on, first_version_id FROM document") == [
        (day(3), SIX[2].version_id)
    ]


def test_an_earlier_date_for_a_known_version_wins():
    db = imported([SIX[1]], [SIX[2]])
    sql = "SELECT counted_on, available_at FROM "
    expected = [(day(3), noon(day(3)).replace(tzinfo=None))]
    assert rows(db, sql + "version") == rows(db, sql + "document") == expected


def test_a_later_date_for_a_known_version_is_ignored():
    db = imported([SIX[2]], [SIX[1]])
    assert rows(db, "SELECT counted_on FROM version") == [(day(3),)]


def test_instants_are_stored_in_utc_without_zone():
    noon_in_paris = datetime.fromisoformat("2024-07-01T12:00:00+02:00")
    assert write.naive(noon_in_paris) == datetime(2024, 7, 1, 10)


@pytest.mark.parametrize(
    ("published", "known", "origin", "committed", "counted"),
    [
        (MONDAY, MONDAY, "collecte", None, MONDAY),
        (SUNDAY, day(8), "collecte", MONDAY - timedelta(days=7), SUNDAY),
        (SUNDAY, day(8), "collecte", MONDAY, day(8)),  # its week is over: the day it became known
        (SUNDAY, day(8), "import", MONDAY, SUNDAY),  # an import replays every week
        (day(7), day(8), "collecte", MONDAY, day(7)),
    ],
)
def test_a_document_counts_on(published, known, origin, committed, counted):
    made = document("d", published, available_at=noon(known), origin=origin)
    assert write.counting_day(made, committed) == counted


def test_a_day_is_that_of_paris():
    late = datetime(2024, 1, 7, 23, 30, tzinfo=UTC)  # Monday the 8th in Paris
    made = document("d", SUNDAY, available_at=late, origin="collecte")
    assert write.counting_day(made, None) == date(2024, 1, 7)
    assert write.counting_day(made, MONDAY) == date(2024, 1, 8)


def test_what_was_understood_can_be_forgotten_and_read_again():
    db = imported(SIX)
    before = database.checksums(db)
    found = [reading(made, ["texte"]) for made in (SIX[0], SIX[2], SIX[3], SIX[4])]
    understood.unread(db, [one.document.version_id for one in found])
    assert rows(db, "SELECT count(*) FROM passage") == rows(db, "SELECT count(*) FROM mention")
    assert rows(db, "SELECT count(*) FROM tag") == [(0,)]
    understood.reread(db, found, analysis="essai")
    assert database.checksums(db) == before


def test_reading_again_stores_the_new_analysis():
    db = imported(SIX[:1])
    understood.unread(db, [SIX[0].version_id])
    understood.reread(db, [reading(SIX[0])], analysis="autre")
    assert rows(db, "SELECT analysis FROM version") == [("autre",)]
    assert rows(db, "SELECT count(*) FROM mention") == [(0,)]


def test_a_unit_is_stored_once():
    db = opened()
    keep(db, [told("x", day(0), "voix00", ["jury"]), told("y", day(1), "voix01", ["jury"])])
    keep(db, [told("z", day(2), "voix00", ["jury", "mairie"])])
    assert rows(db, "SELECT lemma FROM unit ORDER BY 1") == [("jury",), ("mairie",)]


def source(name, *, listed, label="Nom"):
    return SourceRow(name, label, "presse", "feed", None, (), "tdm", 30, "fr", listed, "")


def test_an_archive_does_not_overwrite_what_the_catalogue_says():
    db = opened()
    write.catalogued(db, [source("s", listed=True, label="Le Fanal")], MONDAY)
    write.sources(db, [source("s", listed=False, label="s")])
    assert rows(db, "SELECT name, listed FROM source WHERE source_id = 's'") == [("Le Fanal", True)]


def test_a_source_out_of_the_catalogue_is_kept_but_not_listed():
    db = opened()
    write.catalogued(db, [source("s", listed=True), source("t", listed=True)], MONDAY)
    write.catalogued(db, [source("t", listed=True)], MONDAY)
    assert rows(db, "SELECT source_id FROM source WHERE listed") == [("t",)]
    assert rows(db, "SELECT count(*) FROM source WHERE source_id = 's'") == [(1,)]


def test_a_change_of_the_catalogue_is_kept_with_its_day():
    db = opened()
    for k, names in enumerate(["st", "st", "tu", "tu"]):
        write.catalogued(db, [source(name, listed=True) for name in names], day(k))
    assert rows(db, "SELECT * FROM source_listing ORDER BY day, change, source_id") == [
        ("s", "arrivee", day(0)),
        ("t", "arrivee", day(0)),
        ("u", "arrivee", day(2)),
        ("s", "depart", day(2)),
    ]


def test_the_attempts_of_a_run_take_their_own_place():
    db = opened()
    tries = [Attempt(f"https://x.example/{k}", "s", "page", noon(MONDAY), "nouveau") for k in "ab"]
    write.attempts(db, "r1", tries)
    write.attempts(db, "r2", tries[:1])
    write.attempts(db, "r1", tries[:1])
    assert rows(db, "SELECT run_id, url FROM attempt ORDER BY 1") == [
        ("r1", "https://x.example/a"),
        ("r2", "https://x.example/a"),
    ]


def test_decisions_come_in_once():
    db = opened()
    made = [Decision(digest(str(k)), "s", "retenu", None, "", "Ana", noon(MONDAY)) for k in "ab"]
    assert write.decisions(db, made[:1]) == 1
    assert write.decisions(db, made) == 1
    assert rows(db, "SELECT count(*) FROM decision") == [(2,)]


def test_a_run_again_takes_its_own_place():
    db = opened()
    row = ("nuit-1", "nuit", noon(MONDAY), "fait", "", "0.1.0", "a")
    steps = [("collecter", 3, 2, 1, "", 0.5), ("compter", 2, 2, 0, "", 0.1)]
    write.run(db, row, steps)
    write.run(db, row, steps)
    assert rows(db, "SELECT run_id FROM run") == [("nuit-1",)]
    assert rows(db, "SELECT position, step FROM step") == [(1, "collecter"), (2, "compter")]


def test_stories_are_added_or_told_again():
    db = opened()
    write.stories(db, [("d1", "d1", False, 1.0)], replay=False)
    write.stories(db, [("d2", "d1", True, 0.8)], replay=False)
    assert len(rows(db, "FROM story")) == 2
    write.stories(db, [("d1", "d1", False, 1.0)], replay=True)
    assert rows(db, "FROM story") == [("d1", "d1", False, 1.0)]
