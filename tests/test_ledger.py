"""The ledger of a run: its steps, in order, and its own place."""

from datetime import datetime

import pytest

from flows.ledger import Ledger, Step
from tests.archive_fixture import opened

NIGHT = datetime.fromisoformat("2026-03-16T03:30:00+01:00")


def test_a_run_is_named_by_its_kind_and_its_instant_in_utc():
    assert Ledger("nuit", NIGHT, "a1").run_id == "nuit-2026-03-16T02:30:00Z"


def test_steps_are_said_as_they_end():
    said = []
    ledger = Ledger("nuit", NIGHT, "a1", said.append)
    with ledger.step("collecter") as step:
        step.n_in, step.n_out = 3, 2
        assert said == []
    assert said == [ledger.steps[0].line()]
    assert ledger.steps[0].seconds > 0


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (Step("compter", 4, 4, seconds=0.14), "compter : 4 sur 4, 0,1 s"),
        (Step("lire", 1, 0, 1), "lire : 0 sur 1, 1\u00a0écarté, 0,0 s"),
        (
            Step("lire", 9, 7, 2, "2 illisibles", 3),
            "lire : 7 sur 9, 2\u00a0écartés, 3,0 s (2 illisibles)",
        ),
    ],
)
def test_a_step_is_one_line_of_french(step, line):
    assert step.line() == line


def test_a_step_that_fails_is_not_counted():
    ledger = Ledger("nuit", NIGHT, "a1")
    with pytest.raises(ZeroDivisionError), ledger.step("collecter"):
        raise ZeroDivisionError
    assert ledger.steps == []


def test_the_same_run_stored_twice_is_one_run():
    db, ledger = opened(), Ledger("import", NIGHT, "a1")
    for name in ("importer", "rapprocher"):
        with ledger.step(name):
            pass
    ledger.store(db, "fait", "5 textes")
    ledger.store(db, "fait", "5 textes")
    steps = db.execute("SELECT step FROM step ORDER BY position").fetchall()
    assert steps == [("importer",), ("rapprocher",)]
    assert db.execute("SELECT as_of FROM run").fetchall() == [(datetime(2026, 3, 16, 2, 30),)]
