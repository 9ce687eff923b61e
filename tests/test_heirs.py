"""Decisions outlive the reading of the archive under which they were taken."""

from datetime import date, datetime
from pathlib import Path

import pytest

from flows import heirs
from nlp.registry import founded
from warehouse import database
from warehouse import signals as stored

NIGHT, WEEK = datetime(2026, 3, 30, 3, 30), date(2026, 3, 2)


def first(lemma):
    return next(founded(lemma))


def hold(db, signal, *lemmas):
    """A signal that holds these units."""
    row = [signal, WEEK, 1, lemmas[0], "candidat", WEEK]
    db.execute("INSERT INTO signal VALUES (?, ?, ?, ?, NULL, ?, ?, 0, 0, 0, NULL)", row)
    for lemma in lemmas:
        (key,) = db.execute("SELECT hash(?)", [lemma]).fetchone()
        db.execute("INSERT INTO unit VALUES (?, ?)", [key, lemma])
        db.execute("INSERT INTO signal_unit VALUES (?, ?, ?, NULL)", [signal, key, WEEK])


def decide(db, signal, decision="retenu"):
    row = [f"{signal}-{decision}", signal, decision, NIGHT]
    sql = "INSERT INTO decision VALUES (?, ?, ?, NULL, '', 'Anne', ?, NULL)"
    db.execute(sql, row)


@pytest.fixture
def db():
    """An archive whose reading founds « énergie », which holds « chèque énergie » too."""
    made = database.connect(Path(":memory:"), read_only=False)
    database.migrate(made)
    hold(made, first("énergie"), "énergie", "chèque énergie")
    return made


def shown(db):
    return db.execute("SELECT signal_id, decision FROM v_signal").fetchall()


def test_a_decision_goes_to_the_signal_that_holds_the_unit_which_founded_the_old_one(db):
    decide(db, first("chèque énergie"))
    assert heirs.follow(db) == 1
    assert shown(db) == [(first("énergie"), "retenu")]
    assert stored.survivors(db) == {first("chèque énergie"): first("énergie")}


def test_what_follows_is_told_in_the_lineage_since_the_unit_joined(db):
    decide(db, first("chèque énergie"))
    heirs.follow(db)
    found = db.execute(
        "SELECT week, relation, other_label, reason FROM v_signal_lineage"
    ).fetchall()
    reason = "« chèque énergie », qui fondait ce signal, est un motif de l’autre"
    assert found == [(WEEK, "relecture", "énergie", reason)]


def test_the_second_signal_that_a_unit_founded_is_found_too(db):
    _, second = (name for _, name in zip(range(2), founded("chèque énergie"), strict=False))
    decide(db, second)
    assert heirs.follow(db) == 1


def test_following_twice_tells_nothing_new(db):
    decide(db, first("chèque énergie"))
    heirs.follow(db)
    assert heirs.follow(db) == 0


def test_a_decision_on_a_living_signal_stays_where_it_is(db):
    decide(db, first("énergie"))
    assert heirs.follow(db) == 0


def test_a_decision_whose_unit_no_signal_holds_waits(db):
    decide(db, first("tarif social"))
    assert heirs.follow(db) == 0
    hold(db, first("tarif"), "tarif", "tarif social")
    assert heirs.follow(db) == 1


def test_a_signal_founded_again_takes_its_decisions_back(db):
    decide(db, first("chèque énergie"))
    heirs.follow(db)
    hold(db, first("chèque énergie"), "chèque énergie vert")
    heirs.follow(db)
    assert stored.survivors(db) == {}
    assert (first("chèque énergie"), "retenu") in shown(db)


def test_an_archive_with_such_decisions_passes_its_checks(db):
    decide(db, first("chèque énergie"))
    heirs.follow(db)
    sql = Path(database.__file__).with_name("checks") / "references_are_whole.sql"
    tables = {name for name, _ in db.execute(sql.read_text("utf-8")).fetchall()}
    assert "signal_lineage" not in tables
