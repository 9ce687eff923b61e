"""What is kept beside the base of the runs that did not end."""

import errno
import os

import pytest

from tests.archive_fixture import opened
from veille import BadInput, WarehouseError
from warehouse import aside, begun, write
from warehouse.begun import Begun
from warehouse.publish import Home


def run(day, outcome="interrompu", message="Arrêtée"):
    instant = f"2026-03-0{day}T02:30:00+00:00"
    return Begun(f"nuit-{day}", "nuit", instant, outcome, message, "1", "a1")


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


def begin(home, day, error=None):
    """Begin a run, which ends, or by this error: what it is told of those before it."""
    with begun.noted(home, run(day)) as before:
        if error:
            raise error
    return before


def cut(home, *days):
    """Begin these runs and kill each: only a process that dies leaves by no exception."""
    for day in days:
        with pytest.raises(KeyboardInterrupt):
            begin(home, day, KeyboardInterrupt())


def test_a_run_that_ends_leaves_nothing(home):
    assert begin(home, 1) == []
    assert list(home.folder.iterdir()) == []


def test_a_run_that_is_cut_is_told_to_the_next_one_only(home):
    cut(home, 1)
    assert [begin(home, 2), begin(home, 3)] == [[run(1)], []]


def test_several_runs_that_are_cut_are_all_told(home):
    cut(home, 1, 2)
    assert begin(home, 3) == [run(1), run(2)]


def test_a_run_that_is_cut_and_run_again_is_told_to_nobody(home):
    cut(home, 1, 1)
    assert begin(home, 1) == []
    assert begin(home, 2) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (WarehouseError("Plus de place", where="data"), "Plus de place : data"),
        (ZeroDivisionError("boum"), "Erreur imprévue (ZeroDivisionError) : boum"),
    ],
)
def test_a_run_that_fails_is_told_with_its_reason(home, error, said):
    with pytest.raises(type(error)):
        begin(home, 1, error)
    assert begin(home, 2) == [run(1, "echec", said)]


def test_what_was_asked_for_wrongly_was_not_begun(home):
    cut(home, 1)
    with pytest.raises(BadInput):
        begin(home, 2, BadInput("Aucun texte à importer"))
    assert begin(home, 3) == [run(1)]


def test_a_disk_without_room_left_leaves_the_run_told_as_cut(home, monkeypatch):
    def full(*names):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(ZeroDivisionError), begun.noted(home, run(1)):
        monkeypatch.setattr(aside.os, "replace", full)
        raise ZeroDivisionError
    with pytest.raises(WarehouseError, match="Plus de place"):
        begin(home, 2)
    monkeypatch.undo()
    assert begin(home, 3) == [run(1)]


@pytest.mark.parametrize("spoilt", [b"", b"[", b"{}", b"[3]", b'[{"run_id": "x"}]', b"\xff"])
def test_a_file_that_is_spoilt_stops_nothing(home, spoilt):
    home.begun.write_bytes(spoilt)
    assert begin(home, 1) == []


def test_a_run_whose_line_is_there_is_not_told_unfinished():
    db = opened()
    assert write.unfinished(db, [run(1)]) == [run(1)]
    assert write.unfinished(db, [run(1), run(2)]) == [run(2)]
    found = db.execute("SELECT run_id, outcome, message FROM run ORDER BY 1").fetchall()
    assert found == [(f"nuit-{day}", "interrompu", "Arrêtée") for day in (1, 2)]
