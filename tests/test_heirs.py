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


def decide(db, signal, decision="retenu", state=None, at=NIGHT):
    row = [f"{signal}-{decision}", signal, decision, at, state]
    sql = "INSERT INTO decision VALUES (?, ?, ?, NULL, '', 'Anne', ?, ?)"
    db.execute(sql, row)


def absorb(db, signal, other):
    row = [signal, other, WEEK]
    db.execute("INSERT INTO signal_lineage VALUES (?, 'fusion', ?, ?, 'Absorbé')", row)


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


def pins(db):
    return db.execute("SELECT signal_id, state FROM v_pin").fetchall()


def pinned_and_absorbed(db):
    """A signal read anew is pinned; its heir was absorbed: the id of the one that answers."""
    decide(db, first("chèque énergie"), "epingler", "signal_fort")
    heirs.follow(db)
    hold(db, "tarifs", "tarif")
    absorb(db, first("énergie"), "tarifs")
    return "tarifs"


def test_a_pin_follows_its_signal_from_heir_to_heir(db):
    last = pinned_and_absorbed(db)
    assert pins(db) == [(last, "signal_fort")]
    sql = "SELECT state, computed_state, pinned_by FROM v_signal WHERE signal_id = ?"
    assert db.execute(sql, [last]).fetchone() == ("signal_fort", "candidat", "Anne")


def test_a_pin_is_shown_once_and_its_heir_can_be_freed(db):
    last = pinned_and_absorbed(db)
    states = dict(db.execute("SELECT signal_id, pinned_by FROM v_signal").fetchall())
    assert states == {last: "Anne", first("énergie"): None}
    decide(db, last, "liberer", at=NIGHT.replace(day=31))
    assert pins(db) == []


def test_the_pin_of_a_signal_read_anew_is_told_of_its_heir(db):
    decide(db, first("chèque énergie"), "epingler", "signal_fort")
    heirs.follow(db)
    heir = first("énergie")
    row = [heir, WEEK, "énergie", "candidat", "bruit", "Monte"]
    figures = ", ".join("0" * 12)
    db.execute(f"INSERT INTO signal_week VALUES (?, ?, ?, NULL, 1, ?, ?, ?, {figures})", row)
    sql = "SELECT signal_id, label, was, state FROM v_signal_transition WHERE origin = 'Anne'"
    assert db.execute(sql).fetchall() == [(heir, "énergie", "candidat", "signal_fort")]


def test_an_opinion_of_a_signal_read_anew_is_listed_under_the_title_of_its_heir(db):
    decide(db, first("chèque énergie"))
    heirs.follow(db)
    sql = "SELECT signal_id, label, decision FROM v_decision"
    assert db.execute(sql).fetchall() == [(first("énergie"), "énergie", "retenu")]


def test_heirs_that_go_round_in_a_loop_are_followed_once(db):
    for one, other in ("ab", "bc", "ca"):
        absorb(db, one, other)
    loop = {"a": "c", "b": "a", "c": "b"}
    assert stored.survivors(db) == loop
    assert dict(db.execute("FROM v_signal_survivor").fetchall()) == loop


def test_a_signal_nobody_judged_is_answered_for_too(db):
    assert heirs.answers(db, first("chèque énergie")) == first("énergie")
    assert heirs.answers(db, first("tarif")) is None
