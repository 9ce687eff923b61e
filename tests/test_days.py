"""The day on which versions count, and their mentions with them."""

from datetime import timedelta

from tests.archive_fixture import FIRST, document, keep, opened, reading, told
from warehouse import database, days, understood, write


def day(n):
    return FIRST + timedelta(days=n)


def holding(*found):
    db = opened()
    keep(db, list(found))
    return db


def mentioned(db):
    return db.execute("SELECT counted_on FROM v_mention ORDER BY ALL").fetchall()


def test_a_mention_bears_the_day_of_its_version():
    db = holding(told("a", day(0), "voix00", ["jury"]), told("b", day(9), "voix01", ["jury"]))
    assert mentioned(db) == [(day(0),), (day(9),)]


def test_moved_versions_take_their_mentions_along_and_no_others():
    first = told("a", day(0), "voix00", ["jury", "budget"])
    db = holding(first, told("b", day(9), "voix01", ["jury"]))
    days.move(db, {first.document.version_id: day(3)})
    assert mentioned(db) == [(day(3),), (day(3),), (day(9),)]
    assert days.of(db, [first.document.version_id, "absente"]) == {
        first.document.version_id: day(3)
    }


def test_a_text_known_earlier_moves_what_it_mentions():
    late = document("a", day(5), text="Un jury.")
    db = holding(reading(late, ["jury"]))
    write.unknown(db, [document("a", day(2), text="Un jury.")])
    assert mentioned(db) == [(day(2),)]


def test_a_text_read_again_keeps_its_day():
    found = told("a", day(4), "voix00", ["jury"])
    db = holding(found)
    days.move(db, {found.document.version_id: day(6)})
    understood.unread(db, [found.document.version_id])
    understood.reread(db, [found], analysis="autre")
    assert mentioned(db) == [(day(6),)]


def test_mentions_of_before_are_given_their_day():
    db = holding(told("b", day(9), "voix01", ["jury"]), told("a", day(0), "voix00", ["jury"]))
    expected = database.checksums(db)
    db.execute("ALTER TABLE mention DROP COLUMN counted_on")
    db.execute("ALTER TABLE mention DROP COLUMN is_cut")
    db.execute("DELETE FROM meta WHERE key IN ('0012_mention_day', '0014_cut')")
    database.migrate(db)
    assert mentioned(db) == [(day(0),), (day(9),)]
    assert database.checksums(db) == expected
