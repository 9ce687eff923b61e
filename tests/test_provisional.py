"""The week that is not over: told each night, never fed back."""

import pytest

from flows import provisional
from flows.committing import commit
from tests import archive_fixture as archive
from tests.archive_fixture import VARIABLES, keep, monday_of, opened
from veille import digest, key_of
from warehouse import database

N = 66  # weeks committed; the next one runs


@pytest.fixture(scope="module")
def stream():
    return archive.stream()


@pytest.fixture
def db(stream):
    """An archive whose last week is not over."""
    db = opened()
    keep(db, [reading for week in stream[:N] for reading in week])
    commit(db, upto=monday_of(N - 1), replay=True, variables=VARIABLES)
    keep(db, stream[N])
    return db


def told(db):
    sql = "SELECT unit_key, n_now, cusum_start, cusum FROM signal_provisional ORDER BY unit_key"
    return {key: rest for key, *rest in db.execute(sql).fetchall()}


def test_it_tells_what_the_commit_of_a_whole_week_would_give(db):
    provisional.show(db, monday_of(N), 26)
    shown = told(db)
    plant = key_of(digest("unit", archive.PLANT))
    assert plant in shown and shown[plant][0] == 4
    commit(db, upto=monday_of(N), replay=False, variables=VARIABLES)
    sql = "SELECT unit_key, greatest(s2, s4, s8) FROM unit_state"
    committed = dict(db.execute(sql).fetchall())
    assert {key: row[2] for key, row in shown.items()} == pytest.approx(
        {key: committed[key] for key in shown}
    )


def test_it_starts_from_the_last_committed_week(db):
    provisional.show(db, monday_of(N), 26)
    plant = key_of(digest("unit", archive.PLANT))
    sql = "SELECT cusum FROM v_signal_week WHERE lead_key = ? AND week = ?"
    unit = db.execute(sql.replace("v_signal", "signal"), [plant, monday_of(N - 1)]).fetchone()
    assert told(db)[plant][1] == pytest.approx(unit[0])


def test_it_changes_nothing_that_is_committed(db):
    before = database.checksums(db)
    provisional.show(db, monday_of(N), 26)
    after = database.checksums(db)
    assert [name for name in before if after[name] != before[name]] == ["signal_provisional"]
    provisional.show(db, monday_of(N), 26)
    assert database.checksums(db) == after


def test_units_of_living_signals_are_told_with_their_title(db):
    provisional.show(db, monday_of(N), 26)
    sql = "SELECT unit, label, state FROM v_signal_provisional WHERE signal_id IS NOT NULL"
    living = dict(db.execute("SELECT label, state FROM signal WHERE state <> 'bruit'").fetchall())
    rows = db.execute(sql).fetchall()
    assert rows and all(living[label] == state for _, label, state in rows)


def test_nothing_is_told_of_a_week_that_holds_no_text(db):
    provisional.show(db, monday_of(N), 26)
    assert told(db) != {}
    provisional.show(db, monday_of(N + 1), 26)
    assert told(db) == {}


def test_nothing_is_told_before_a_week_is_committed(stream):
    db = opened()
    keep(db, stream[0])
    assert provisional.show(db, monday_of(0), 26) == 0
