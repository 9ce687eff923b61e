"""What a week counts: voices and days, new contexts, no copies; and the exposure."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from tests.archive_fixture import FIRST, document, keep, opened, reading, told
from veille import digest, key_of, week_monday, week_number
from warehouse import counts, database, read_back, understood, weeks, write


def day(n):
    return FIRST + timedelta(days=n)


def counted(found, n_weeks=1, copies=(), first=FIRST):
    """The archive of these readings, its weeks counted; `copies` names documents that copy."""
    db = opened()
    keep(db, found)
    rows = [(digest(name), "story", True, 0.9) for name in copies]
    write.stories(db, rows, replay=False)
    weeks.count(db, first, first + timedelta(weeks=n_weeks - 1))
    return db


def unit_weeks(db, lemma="jury"):
    sql = (
        "SELECT week, voice, n_days FROM unit_week JOIN unit USING (unit_key)"
        " WHERE lemma = ? ORDER BY week, voice"
    )
    return [
        ((week - FIRST).days // 7, *rest) for week, *rest in db.execute(sql, [lemma]).fetchall()
    ]


def says(name, n, voice="voix00", context=None):
    contexts = {"jury": context} if context else None
    return told(name, day(n), voice, ["jury"], contexts=contexts)


def test_days_are_counted_by_voice_and_week():
    found = [says("a", 0), says("b", 2), says("c", 2, "voix01"), says("d", 7)]
    assert unit_weeks(counted(found, 2)) == [(0, "voix00", 2), (0, "voix01", 1), (1, "voix00", 1)]


def test_a_name_in_capitals_or_without_accents_is_the_same_voice():
    names = ["Chloé Dupont", "chloe dupont", "CHLOÉ DUPONT", "Chloé Dupond"]
    db = opened()
    keep(db, [reading(document(n, day(0), n, "jury", source="voix00"), ["jury"]) for n in names])
    weeks.count(db, FIRST, FIRST)
    assert unit_weeks(db) == [(0, "chloe dupond", 1), (0, "chloe dupont", 1)]
    assert exposed(db) == [(4, 4, 2)]
    kept = db.execute("SELECT voice_written FROM v_passage ORDER BY ALL").fetchall()
    assert kept == [(name,) for name in sorted(names)]
    assert {one.voice for one in read_back.stale(db, "autre")} == set(names)


def test_an_archive_of_before_the_voices_were_one_has_them_added_up():
    db = counted([says("a", 0, "Chloé"), says("b", 0, "CHLOE"), says("c", 7)], 2)
    expected = database.checksums(db)
    db.execute("ALTER TABLE document DROP voice_written")
    db.execute("UPDATE document SET voice = source_id")
    db.execute("UPDATE unit_week SET n_days = 6, voice = 'Chloé' WHERE voice = 'chloe'")
    other = "SELECT * REPLACE ('CHLOE' AS voice) FROM unit_week WHERE voice = 'Chloé'"
    db.execute(f"INSERT INTO unit_week {other}")
    db.execute("DELETE FROM meta WHERE key = '0017_voices'")
    database.migrate(db)
    assert unit_weeks(db) == [(0, "chloe", 7), (1, "voix00", 1)]
    assert totals(db) == [(FIRST, key("jury"), 7), (day(7), key("jury"), 1)]
    db.execute("DELETE FROM unit_week")
    weeks.count(db, FIRST, day(7))
    assert database.checksums(db) == expected


def test_two_texts_of_a_day_count_once():
    assert unit_weeks(counted([says("a", 0), says("b", 0)])) == [(0, "voix00", 1)]


def test_a_week_goes_from_monday_to_sunday():
    found = [says("a", 6), says("b", 7)]
    assert unit_weeks(counted(found, 2)) == [(0, "voix00", 1), (1, "voix00", 1)]


def test_a_copy_does_not_count():
    found = [says("a", 0), says("b", 1, "voix01")]
    assert unit_weeks(counted(found, copies=["b"])) == [(0, "voix00", 1)]


@pytest.mark.parametrize(("gap", "n_counted"), [(1, 1), (180, 1), (181, 2)])
def test_a_repeated_context_counts_again_after_180_days(gap, n_counted):
    found = [says("a", 0, context="le pied de page"), says("b", gap, context="le pied de page")]
    assert len(unit_weeks(counted(found, 30))) == n_counted


def test_a_context_repeated_all_along_never_counts_again():
    found = [says(f"t{k}", 100 * k, context="le pied de page") for k in range(5)]
    assert unit_weeks(counted(found, 60)) == [(0, "voix00", 1)]


def test_two_voices_may_share_a_context():
    found = [says("a", 0, "voix00", "une formule"), says("b", 1, "voix01", "une formule")]
    assert len(unit_weeks(counted(found))) == 2


def test_a_context_seen_in_a_copy_is_still_new():
    found = [says("a", 0, context="une formule"), says("b", 9, context="une formule")]
    assert unit_weeks(counted(found, 2, copies=["a"])) == [(1, "voix00", 1)]


def test_weeks_counted_one_by_one_are_those_counted_at_once():
    found = [says(f"t{k}", 3 * k, f"voix0{k % 3}", f"formule {k % 4}") for k in range(80)]
    at_once = counted(found, 36)
    by_week = counted(found)
    for k in range(1, 36):
        weeks.count(by_week, day(7 * k), day(7 * k))
    assert database.checksums(by_week) == database.checksums(at_once)


def test_counting_twice_changes_nothing():
    db = counted([says("a", 0), says("b", 9)], 2)
    before = database.checksums(db)
    weeks.count(db, FIRST, day(7))
    assert database.checksums(db) == before


def totals(db):
    sql = "SELECT week, unit_key, n_days FROM unit_total ORDER BY ALL"
    return db.execute(sql).fetchall()


def test_totals_add_up_what_voices_say():
    found = [says("a", 0), says("b", 2), says("c", 2, "voix01"), says("d", 7)]
    assert totals(counted(found, 2)) == [(FIRST, key("jury"), 3), (day(7), key("jury"), 1)]


def test_an_archive_of_before_the_totals_is_given_them():
    db = many()
    expected = database.checksums(db)
    db.execute("DROP TABLE unit_total")
    db.execute("DELETE FROM meta WHERE key = '0010_totals'")
    database.migrate(db)
    assert len(totals(db)) > 0
    assert database.checksums(db) == expected


def exposed(db):
    return db.execute("SELECT n_documents, n_all, n_voices FROM week ORDER BY week").fetchall()


def test_exposure_counts_french_documents_that_copy_no_other():
    english = replace(says("c", 1, "voix02"), language="en")
    found = [says("a", 0), says("b", 1, "voix01"), english]
    assert exposed(counted(found, copies=["b"])) == [(1, 3, 3)]


def test_a_document_without_tag_is_exposed_all_the_same():
    plain = reading(document("c", day(1), "voix02", "Sans étiquette."), variables=())
    assert exposed(counted([plain])) == [(1, 1, 1)]


def test_a_document_with_two_tags_counts_once():
    two = told("a", day(0), "voix00", ["jury"], variables=("numerique", "partenariats"))
    assert exposed(counted([two])) == [(1, 1, 1)]


def test_a_text_without_any_passage_is_a_text_all_the_same():
    blank = understood.Reading(document("a", day(0)), "fr", b"", [], [], [])
    assert exposed(counted([blank])) == [(1, 1, 1)]


def test_an_empty_week_is_there_with_zero():
    db = counted([says("a", 0), says("b", 15)], 3)
    assert exposed(db) == [(1, 1, 1), (0, 0, 0), (1, 1, 1)]
    first, documents = weeks.exposure(db)
    assert (week_monday(first), documents.tolist()) == (FIRST, [1, 0, 1])


def test_an_empty_archive_has_no_week():
    db = opened()
    assert weeks.span(db) is weeks.committed(db) is None
    assert weeks.exposure(db)[1].tolist() == []


def test_the_span_is_that_of_the_days_that_count():
    db = counted([says("a", 3), says("b", 15)], 3)
    assert weeks.span(db) == (day(3), day(15))
    assert weeks.committed(db) == day(14)


def test_forgetting_leaves_the_texts_and_nothing_of_the_weeks():
    db = counted([says("a", 0)])
    kept = database.checksums(db)
    weeks.forget(db)
    assert (unit_weeks(db), exposed(db)) == ([], [])
    changed = {name for name, value in database.checksums(db).items() if value != kept[name]}
    assert changed == {"unit_week", "unit_total", "week"}


def many():
    found = [
        told(f"t{k}", day(k), f"voix0{k % 3}", ["jury", "mairie"][: k % 2 + 1]) for k in range(20)
    ]
    return counted(found, 3)


def test_counts_come_ordered_by_week_unit_and_voice():
    got = counts.since(many(), day(7))
    order = list(zip(got.week.tolist(), got.key.tolist(), got.voice.tolist(), strict=True))
    assert order == sorted(order)
    assert set(got.week.tolist()) == {week_number(day(7)), week_number(day(14))}
    assert got.voices == ("voix00", "voix01", "voix02")


def test_counts_near_some_weeks_are_those_of_these_weeks_voices_added_up():
    got, whole = counts.near(many(), [FIRST, day(14)]), counts.since(many(), FIRST)
    told = zip(got.week.tolist(), got.key.tolist(), got.days.tolist(), strict=True)
    assert list(told) == [
        (week, unit, whole.days[(whole.week == week) & (whole.key == unit)].sum())
        for week in (week_number(FIRST), week_number(day(14)))
        for unit in sorted([key("jury"), key("mairie")])
    ]


def test_the_past_of_a_unit_is_its_own_and_ends_with_the_week_asked_for():
    asked = np.array([key("jury")], np.uint64), week_number(day(7))
    for n_weeks, said in ((2, [FIRST, day(7)]), (1, [day(7)])):
        told = counts.by_week(many(), *asked, n_weeks)
        assert set(told.key.tolist()) == {key("jury")}
        assert sorted(told.week.tolist()) == [week_number(monday) for monday in said]
        by_voice = counts.by_voice(many(), *asked, (n_weeks,) * 4)
        assert set(by_voice.voice.tolist()) == {0, 1, 2}
        assert by_voice.days.sum() == told.days.sum()


def test_voices_are_told_in_the_last_weeks_and_added_up_before():
    asked = np.array([key("jury")], np.uint64), week_number(day(14))
    added = counts.by_voice(many(), *asked, (1, 3, 3, 3))
    last = added.week == asked[1]
    assert len(set(added.voice[last].tolist())) == last.sum() == 3
    assert set(added.voice[~last].tolist()) == {0}
    assert sorted(added.week[~last].tolist()) == [asked[1] - 2, asked[1] - 1]
    assert added.days.sum() == counts.by_week(many(), *asked, 3).days.sum()


def test_weeks_between_the_last_and_those_of_a_year_ago_are_not_read():
    asked = np.array([key("jury")], np.uint64), week_number(day(14))
    week = counts.by_voice(many(), *asked, (1, 1, 2, 3)).week
    assert set(week.tolist()) == {week_number(FIRST), week_number(day(14))}


def key(lemma):
    return key_of(digest("unit", lemma))


def test_states_are_read_back_as_they_were_stored():
    db = many()
    keys = np.array(sorted([key("jury"), key("mairie")]), np.uint64)
    week = np.array([week_number(day(7)), week_number(date(2031, 6, 2))])
    sums = np.array([[0.1, 1 / 3], [2.5, 1e-17], [9.0, 0.0]])
    weeks.store_states(db, weeks.States(keys, np.array([1 / 7, 0.0]), week - 8, sums, week))
    got = weeks.states(db, keys)
    assert (got.past.tolist(), got.sums.tolist()) == ([1 / 7, 0.0], sums.tolist())
    assert (got.past_week.tolist(), got.seen_week.tolist()) == ((week - 8).tolist(), week.tolist())


def test_a_state_takes_the_place_of_the_one_before():
    db, keys, week = many(), np.array([key("jury")], np.uint64), np.array([week_number(day(7))])
    for value in (1.0, 2.0):
        taken = weeks.take_states(db, keys)
        weeks.store_states(db, weeks.States(keys, np.array([value]), week, np.ones((3, 1)), week))
    assert taken.past.tolist() == [1.0]
    assert weeks.states(db, keys).past.tolist() == [2.0]
    assert len(weeks.states(db, np.array([5], np.uint64)).key) == 0
