"""What becomes of topics when a month is added, on real archives; read from ../shared/data.

`make quality` prints the table beside what a fit made anew each month would do; about two minutes.
"""

import tomllib
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from sklearn.metrics import adjusted_rand_score

from flows import archive, importing, topics
from flows.ledger import Ledger
from sources import folder
from tests.archive_fixture import noon
from tests.night_fixture import loaded
from warehouse import database

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "data" / "corpora"
pytestmark = [pytest.mark.quality, pytest.mark.shared]

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["topics"]
# The archives, how many of their records are read (None: all), and the months that are added.
ARCHIVES = {
    "domaine": (
        {
            "an_questions_ecrites_2022": None,
            "la27eregion": None,
            "vie_publique_discours_2020": None,
            "eig": None,
        },
        [date(2022, 8, 1), date(2022, 9, 1), date(2022, 10, 1)],
    ),
    "télévision": (
        {"jt_social_2013_2020": 5_000},
        [date(2015, 1, 1), date(2015, 2, 1), date(2015, 3, 1), date(2015, 4, 1)],
    ),
}


def read(corpora):
    """An archive in memory of these corpora, without its weeks."""
    db = database.connect(Path(":memory:"), read_only=False)
    database.migrate(db)
    archive.describe(db, loaded())
    done = importing.Imported()
    for name, n in corpora.items():
        records = folder.read(CORPORA / f"{name}.jsonl.gz", noon(date(2026, 11, 25)))
        importing.take(db, loaded(), islice(records, n), done)
    ledger = Ledger("import", noon(date(2026, 11, 25)), loaded().version)
    archive.group_stories(db, ledger, replay=True)
    return db


def fitted(db, day):
    """The topic of each passage in the fit of a day, and what the fit said."""
    said = topics.refit(db, day, imported=False)
    sql = "SELECT passage_id, topic_id FROM passage_topic WHERE fit_on = ?"
    return dict(db.execute(sql, [day]).fetchall()), said


def compared(before, now, old):
    """Share of ids kept, ARI of passages in a topic both times, and with « none » as a topic."""
    both = sorted(before.keys() & now.keys())
    ids = set(before.values())
    return (
        len(ids & set(now.values())) / len(ids),
        adjusted_rand_score([before[p] for p in both], [now[p] for p in both]),
        adjusted_rand_score([before.get(p, "") for p in old], [now.get(p, "") for p in old]),
    )


def anew(db, days):
    """What fits that know nothing of each other give on the same days."""
    found = []
    for day in days:
        for table in ("topic", "topic_variable", "passage_topic", "topic_lineage"):
            db.execute(f"DELETE FROM {table}")
        found.append(fitted(db, day)[0])
    return found


def passages(db, day):
    return [row[0] for row in topics.stored.passages(db, day, topics.MOST)]


@pytest.fixture(scope="module", params=ARCHIVES)
def months(request):
    """An archive, its fits month after month, and the figures of each month."""
    if not CORPORA.exists():
        pytest.skip("../shared/data is absent")
    corpora, days = ARCHIVES[request.param]
    db = read(corpora)
    alone = anew(db, days)
    for table in ("topic", "topic_variable", "passage_topic", "topic_lineage"):
        db.execute(f"DELETE FROM {table}")
    found, figures = [], []
    print(
        f"\n{request.param}: {'':>10} topics  in one  kept  ARI   ARI with none | anew: topics  ARI"
    )
    for k, day in enumerate(days):
        now, said = fitted(db, day)
        found.append(now)
        cover = len(now) / said.n_passages
        line = f"  {day} {said.n_passages:6} {said.n_topics:6} {cover:7.2f}"
        if k:
            old = passages(db, days[k - 1])
            figures.append(compared(found[k - 1], now, old))
            other = compared(alone[k - 1], alone[k], old)
            line += "  {:.2f}  {:.3f}  {:.3f}".format(*figures[-1])
            line += f"       | {len(set(alone[k].values())):12}  {other[1]:.3f}"
        print(f"{line}   {said.message}")
    return db, days, found, figures


def test_ids_are_kept_when_a_month_is_added(months):
    assert min(kept for kept, _, _ in months[3]) >= FLOORS["kept"]


def test_passages_stay_together_when_a_month_is_added(months):
    assert min(agreed for _, agreed, _ in months[3]) >= FLOORS["agreed"]
    assert min(agreed for *_, agreed in months[3]) >= FLOORS["agreed_with_none"]


def test_the_same_fit_twice_gives_the_same_tables(months):
    db, days, *_ = months
    before = database.checksums(db)
    topics.refit(db, days[-1], imported=False)
    assert database.checksums(db) == before


def test_topics_lose_no_passage_to_their_constancy(months):
    db, days, found, _ = months
    held = len(found[-1])
    assert held >= FLOORS["held_against_anew"] * len(anew(db, days[-1:])[0])


def test_every_name_and_every_word_is_in_a_passage_of_its_topic(months):
    db, *_ = months
    said = "SELECT fit_on, topic_id, unnest(list_append(words, label)) AS said FROM topic"
    texts = (
        "SELECT p.fit_on, p.topic_id, v.text FROM passage_topic AS p"
        " JOIN v_passage AS v USING (passage_id)"
    )
    sql = (
        f"SELECT said FROM ({said}) AS s WHERE NOT EXISTS (SELECT 1 FROM ({texts}) AS t"
        " WHERE t.fit_on = s.fit_on AND t.topic_id = s.topic_id AND contains(t.text, s.said))"
    )
    assert db.execute(sql).fetchall() == []


def test_names_are_given_once(months):
    db, *_ = months
    sql = "SELECT fit_on, label FROM topic GROUP BY ALL HAVING count(*) > 1"
    assert db.execute(sql).fetchall() == []


def test_a_fit_reads_nothing_of_its_own_day_or_later(months):
    db, days, *_ = months
    sql = (
        "SELECT count(*) FROM passage_topic AS p JOIN v_passage AS v USING (passage_id)"
        " WHERE v.counted_on >= p.fit_on"
    )
    assert db.execute(sql).fetchone() == (0,)
    assert max(days) - min(days) >= timedelta(days=59)
