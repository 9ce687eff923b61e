"""Topics are fitted once a month, named by words of the texts, and keep their ids."""

from datetime import UTC, date, datetime, timedelta

import pytest

from flows import topics
from sample.server import serving
from tests import night_fixture as sample
from tests.archive_fixture import FIRST, keep, noon, opened, told
from tests.night_fixture import copy_of, import_, night_of, play, record, rows
from warehouse import topics as stored


@pytest.fixture(scope="module")
def shared():
    """An archive of 28 weeks, whose topics the import fitted."""
    return sample.risen()


def topics_of(given):
    return set(rows(given, "SELECT topic_id FROM topic"))


# When


def archive(*days):
    db = opened()
    keep(db, [told(f"t{k}", day, "voix00", ["rue"]) for k, day in enumerate(days)])
    return db


def fitted(db, day, origin="nuit"):
    row = (day, "abc", "guichet", ["guichet"], 6, origin)
    stored.store(db, {"topic": [row]})


def test_an_empty_archive_has_no_topics_to_fit():
    assert topics.due(opened(), noon(FIRST), imported=False) is None
    assert topics.due(opened(), noon(FIRST), imported=True) is None


def test_the_first_night_of_an_archive_fits_up_to_the_first_of_its_month():
    db = archive(date(2024, 1, 3))
    assert topics.due(db, noon(date(2024, 2, 14)), imported=False) == date(2024, 2, 1)


def test_the_month_is_that_of_paris():
    db = archive(date(2024, 1, 3))
    assert topics.due(db, datetime(2024, 1, 31, 23, 30, tzinfo=UTC), imported=False) == date(
        2024, 2, 1
    )


@pytest.mark.parametrize(
    ("last", "expected"),
    [(date(2024, 1, 1), date(2024, 2, 1)), (date(2024, 2, 1), None), (date(2024, 2, 12), None)],
)
def test_a_month_is_fitted_once(last, expected):
    db = archive(date(2024, 1, 3))
    fitted(db, last)
    assert topics.due(db, noon(date(2024, 2, 14)), imported=False) == expected


def test_an_import_fits_up_to_the_end_of_the_archive_whatever_was_fitted():
    db = archive(date(2024, 1, 3), date(2024, 1, 18))
    fitted(db, date(2024, 2, 1))
    assert topics.due(db, noon(date(2024, 2, 14)), imported=True) == date(2024, 1, 22)


def test_too_few_passages_make_no_topic():
    db = archive(*(FIRST + timedelta(days=k) for k in range(20)))
    done = topics.refit(db, date(2024, 2, 1), imported=False)
    assert (done.n_passages, done.n_topics, done.message) == (20, 0, "")
    assert stored.last_fit(db) is None


# What


def test_an_archive_of_half_a_year_has_topics(shared):
    found = rows(shared, "SELECT n_passages, len(words) FROM topic")
    assert len(found) > 5
    assert min(n for n, _ in found) >= 6
    assert {n for _, n in found} == {20}


def test_the_name_of_a_topic_is_said_in_one_of_its_passages(shared):
    sql = (
        "SELECT label FROM topic WHERE NOT EXISTS (SELECT 1 FROM passage_topic AS t JOIN v_passage"
        " AS p USING (passage_id) WHERE t.topic_id = topic.topic_id AND contains(p.text, label))"
    )
    assert rows(shared, sql) == []


def test_a_topic_holds_as_many_passages_as_it_says(shared):
    sql = "SELECT topic_id, n_passages, count(*) AS n FROM topic JOIN passage_topic"
    found = rows(shared, f"{sql} USING (fit_on, topic_id) GROUP BY ALL HAVING n <> n_passages")
    assert found == []


def test_a_topic_carries_the_variables_of_its_passages(shared):
    shares = rows(shared, "SELECT topic_id, variable_id, share FROM topic_variable")
    assert {topic for topic, _, _ in shares} == {topic for (topic,) in topics_of(shared)}
    assert all(0 < share <= 1 for _, _, share in shares)


def test_a_fit_reads_nothing_after_its_day(shared):
    with sample.opened(shared) as db:
        ((last,),) = db.execute("SELECT max(counted_on) FROM version").fetchall()
        read = stored.passages(db, last - timedelta(weeks=10), topics.MOST)
        days = dict(db.execute("SELECT passage_id, counted_on FROM v_passage").fetchall())
    assert max(days[passage] for passage, *_ in read) < last - timedelta(weeks=10)


def test_a_fit_reads_the_latest_passages_when_there_are_too_many(shared):
    with sample.opened(shared) as db:
        days = dict(db.execute("SELECT passage_id, counted_on FROM v_passage").fetchall())
        everything = stored.passages(db, date.max, topics.MOST)
        few = stored.passages(db, date.max, 40)
    left_out = {passage for passage, *_ in everything} - {passage for passage, *_ in few}
    assert len(few) == 40
    assert min(days[p] for p, *_ in few) >= max(days[p] for p in left_out)


# From month to month


@pytest.fixture(scope="module")
def months(shared, tmp_path_factory):
    """The archive after a night in the next month, and after another night in that month."""
    given = copy_of(shared, tmp_path_factory.mktemp("months") / "home")
    fits = []
    with serving([], night_of(65)) as server:
        given.catalogue.write_text(server.catalogue(), encoding="utf-8")
        for now in (night_of(65), night_of(66)):
            play(given, now)
            fits.append(rows(given, "SELECT fit_on, origin, topic_id FROM topic ORDER BY ALL"))
    return given, fits


def test_a_night_fits_the_month_and_the_next_night_does_not(shared, months):
    _, (first, second) = months
    assert {(day, origin) for day, origin, _ in first} == {
        (night_of(64).date(), "import"),
        (night_of(65).date().replace(day=1), "nuit"),
    }
    assert second == first


def test_topics_that_last_keep_their_ids(shared, months):
    before = {topic for (topic,) in topics_of(shared)}
    after = [topic for _, origin, topic in months[1][0] if origin == "nuit"]
    assert len(after) == len(set(after))
    assert len(before & set(after)) >= 0.8 * len(before)


def test_what_becomes_of_every_topic_is_told_once(months):
    given, _ = months

    def of(sql):
        return sorted(topic for (topic,) in rows(given, sql))

    first, night = (f"(SELECT fit_on FROM topic WHERE origin = '{o}')" for o in ("import", "nuit"))
    lineage = f"FROM topic_lineage WHERE fit_on IN {night} AND relation"
    told = of(f"SELECT parent_id {lineage} IN ('suite', 'fusion', 'fin')")
    assert told == of(f"SELECT topic_id FROM topic WHERE fit_on IN {first}")
    left = of(f"SELECT DISTINCT topic_id {lineage} <> 'fin'")
    assert left == of(f"SELECT topic_id FROM topic WHERE fit_on IN {night}")


def test_the_first_fit_of_an_archive_has_births_only(shared):
    found = rows(shared, "SELECT DISTINCT relation, parent_id FROM topic_lineage")
    assert found == [("naissance", None)]


def test_the_lineage_is_shown_with_names(months):
    given, _ = months
    found = rows(given, "SELECT label, parent_label FROM v_topic_lineage WHERE relation = 'suite'")
    assert found
    assert all(label and parent for label, parent in found)


def test_the_ledger_says_what_became_of_the_topics(months):
    given, _ = months
    sql = "SELECT message FROM step WHERE step = 'ajuster les thèmes' AND run_id LIKE 'nuit-%'"
    assert all("suivis" in message for (message,) in rows(given, sql))


def test_no_two_topics_of_a_fit_bear_one_name(months):
    given, _ = months
    assert rows(given, "SELECT 1 FROM topic GROUP BY fit_on, label HAVING count(*) > 1") == []


def test_the_fit_of_an_import_takes_the_place_of_that_of_the_import_before(shared, tmp_path):
    given = copy_of(shared, tmp_path / "home")
    more = [record(item) for item in sample.items(64, 64, every=4)]
    import_(given, [sample.archive(tmp_path / "more.jsonl", more)], night_of(65))
    fits = rows(given, "SELECT DISTINCT fit_on, origin FROM topic")
    assert fits == [(night_of(65).date(), "import")]


def test_the_fit_of_an_import_leaves_those_of_nights(months, tmp_path):
    given = copy_of(months[0], tmp_path / "home")
    before = rows(given, "FROM topic WHERE origin = 'nuit' ORDER BY ALL")
    more = [record(item) for item in sample.items(64, 64, every=4)]
    import_(given, [sample.archive(tmp_path / "more.jsonl", more)], night_of(66))
    assert rows(given, "FROM topic WHERE origin = 'nuit' ORDER BY ALL") == before
