"""What documentalists decide: durable, validated, never overwritten."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest

from veille import MOTIVES, BadInput, UnknownName, WarehouseError
from warehouse.decisions import all_decisions, decide

NOON = datetime(2026, 3, 16, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "decisions.sqlite"


def said(path, decision="retenu", motive=None, *, note="", author="Ana", now=NOON, **rest):
    given = {"signal": "s1"} | rest
    return decide(
        path, decision=decision, motive=motive, note=note, author=author, now=now, **given
    )


def test_a_decision_is_read_back_as_it_was_made(path):
    made = said(path, "ecarte", "deja_connu", note="Vu à l’été ; « déjà » cité")
    assert all_decisions(path) == [made]


def test_nobody_decided_yet(path):
    assert all_decisions(path) == []
    assert not path.parent.exists()


def test_a_second_thought_does_not_overwrite_the_first(path):
    first = said(path)
    second = said(path, "doute", now=NOON + timedelta(minutes=1))
    assert all_decisions(path) == [first, second]


def test_the_same_decision_sent_twice_is_one(path):
    said(path)
    said(path)
    assert len(all_decisions(path)) == 1


def test_two_authors_may_say_the_same(path):
    said(path, author="Ana")
    said(path, author="Bo")
    assert {d.author for d in all_decisions(path)} == {"Ana", "Bo"}


def test_decisions_come_oldest_first_whatever_their_zone(path):
    later = said(path, now=NOON)
    paris = timezone(timedelta(hours=2))
    earlier = said(path, "doute", now=datetime(2026, 3, 16, 13, tzinfo=paris))  # 11:00 UTC
    assert all_decisions(path) == [earlier, later]
    assert earlier.decided_at.tzinfo is UTC


def test_a_decision_is_on_disk_once_acknowledged(path):
    said(path)
    with sqlite3.connect(path) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert other.execute("SELECT signal_id, author FROM decision").fetchall() == [("s1", "Ana")]
    other.close()


def test_a_decision_out_of_the_vocabulary_is_refused_in_french(path):
    with pytest.raises(UnknownName, match=r"décision.*« peut_etre ».*retenu, a_suivre"):
        said(path, "peut_etre")


def test_a_motive_out_of_the_vocabulary_is_refused_in_french(path):
    with pytest.raises(UnknownName, match=r"motif.*« humeur ».*bruit"):
        said(path, "ecarte", "humeur")


@pytest.mark.parametrize(("decision", "motive"), [("ecarte", None), ("retenu", "bruit")])
def test_a_motive_goes_with_a_rejection_and_nothing_else(path, decision, motive):
    with pytest.raises(BadInput, match=r"ne vont pas ensemble.*--motif"):
        said(path, decision, motive)


def test_a_refused_decision_is_not_stored(path):
    said(path)
    with pytest.raises(BadInput):
        said(path, "ecarte")
    assert len(all_decisions(path)) == 1


@pytest.mark.parametrize("motive", MOTIVES)
def test_every_motive_is_accepted(path, motive):
    assert said(path, "ecarte", motive).motive == motive


def test_a_pin_keeps_its_state(path):
    said(path, "epingler", state="signal_fort")
    said(path, "liberer", now=NOON + timedelta(days=1))
    assert [(d.decision, d.state) for d in all_decisions(path)] == [
        ("epingler", "signal_fort"),
        ("liberer", None),
    ]


@pytest.mark.parametrize(
    ("decision", "state"), [("epingler", None), ("liberer", "candidat"), ("retenu", "candidat")]
)
def test_a_state_goes_with_a_pin_and_nothing_else(path, decision, state):
    with pytest.raises(BadInput, match="--etat"):
        said(path, decision, state=state)


def test_a_state_out_of_the_vocabulary_is_refused_in_french(path):
    with pytest.raises(UnknownName, match=r"état.*« vif ».*signal_faible"):
        said(path, "epingler", state="vif")


def test_a_store_of_before_the_pins_is_read_and_written(path):
    old = "decision_id signal_id decision motive note author decided_at"
    columns = ", ".join(f"{name} TEXT" for name in old.split())
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"CREATE TABLE decision ({columns})")
        row = ("a", "s1", "retenu", None, "", "Ada", NOON.isoformat())
        db.execute("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    said(path, "epingler", state="candidat", now=NOON + timedelta(days=1))
    assert [d.decision for d in all_decisions(path)] == ["retenu", "epingler"]


def test_a_damaged_store_is_told_in_french(path):
    path.parent.mkdir()
    path.write_bytes(b"ceci n'est pas une base" * 99)
    with pytest.raises(WarehouseError, match=r"Décisions inaccessibles.*restaurer"):
        all_decisions(path)


@pytest.mark.parametrize("author", ["", "   ", "\x1b\x00"])
def test_a_blank_author_is_refused(path, author):
    with pytest.raises(BadInput, match="Auteur vide"):
        said(path, author=author)
    assert all_decisions(path) == []


def test_control_characters_are_not_kept(path):
    made = said(path, author="Ana\n\x1b[31mB", note="un\x00 mot\nou deux")
    assert (made.author, made.note) == ("Ana [31mB", "un mot\nou deux")
