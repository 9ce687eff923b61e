"""A night killed at any instant and run again gives what an uninterrupted night gives.

`make faults`; each night is a process of its own, killed with SIGKILL by its pid.
"""

import contextlib
import random
import shutil
import subprocess
import sys
import time

import pytest

from flows.settings import Settings
from sample.server import serving
from tests.night_fixture import (
    HERE,
    archive,
    changed,
    import_,
    items,
    night_of,
    opened,
    record,
    settings,
    sums,
)
from veille import Locked
from warehouse import database, publish
from warehouse.publish import Home

pytestmark = pytest.mark.faults

N_KILLS = 5
NIGHT = """
import sys
from datetime import datetime
from pathlib import Path
from flows import models, night
from flows.settings import Settings
from warehouse import publish
from warehouse.publish import Home
folder, instant = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
given = Settings(
    home=Home(folder), allow=frozenset({"127.0.0.1"}), pace_s=0.0, catalogue=folder / "sources.toml"
)
loaded = models.load(None)
loaded.tagger
print("started", flush=True)
night.run(given, loaded, instant, lambda: instant, lambda seconds: None)
"""
# What dies just before or just after the file is put in place of the published one.
AT_THE_SWAP = """
import os, signal
replace = os.replace
def dying(*names):
    at_the_swap = names[1].suffix == ".duckdb"
    if {after} or not at_the_swap: replace(*names)
    if at_the_swap: os.kill(os.getpid(), signal.SIGKILL)
os.replace = dying
"""
HOLD = """
import sys
from pathlib import Path
from warehouse import publish
with publish.locked(publish.Home(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    """A home before its night, the home after it, how long the night lasted, and its instant."""
    folder = tmp_path_factory.mktemp("kills")
    now = night_of(60)
    with serving(items(59, 59), now) as server:
        before = settings(folder / "before", server.catalogue())
        past = [record(item) for item in items(20, 58, every=4)]
        import_(before, [archive(folder / "past.jsonl", past)], night_of(59))
        after = _copied(before, folder / "after")
        with _night(after, now) as process:
            started = time.monotonic()
            assert process.wait(timeout=300) == 0
        yield before, after, time.monotonic() - started, now


def _copied(given, folder):
    shutil.copytree(given.home.folder, folder)
    return Settings(home=Home(folder), allow=HERE, pace_s=0.0, catalogue=folder / "sources.toml")


@contextlib.contextmanager
def _night(given, now, first=""):
    """A process whose night has just begun; killed at the end of the block if it still runs."""
    command = [sys.executable, "-c", first + NIGHT, str(given.home.folder), now.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout.readline() == b"started\n"
            yield process
        finally:
            process.kill()


def _run_again(given, expected, now):
    """The published file is whole; the night run again leaves it as the uninterrupted one did."""
    with opened(given) as db:
        is_published = (now.replace(tzinfo=None),) in db.execute("SELECT as_of FROM run").fetchall()
        database.checksums(db, ledger=True)  # reads everything
    with _night(given, now) as process:
        assert process.wait(timeout=300) == 0
    # A night run again after its file was published finds nothing new: its own line says so.
    ledger = not is_published
    assert changed(sums(expected, ledger=ledger), sums(given, ledger=ledger)) == []
    assert not list(given.home.folder.glob("next.duckdb*")) and not given.home.begun.exists()
    return is_published


@pytest.mark.parametrize("kill", range(N_KILLS))
def test_a_killed_night_run_again_gives_the_same_tables(uninterrupted, tmp_path, kill):
    before, after, lasted, now = uninterrupted
    given = _copied(before, tmp_path / "home")
    share = (kill + random.Random(kill).random()) / N_KILLS  # one in each fifth of the night
    with _night(given, now) as process:
        time.sleep(share * lasted)
        process.kill()
    _run_again(given, after, now)


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
def test_a_night_killed_at_the_swap_run_again_gives_the_same_tables(
    uninterrupted, tmp_path, is_after
):
    before, after, _, now = uninterrupted
    given = _copied(before, tmp_path / "home")
    with _night(given, now, AT_THE_SWAP.format(after=is_after)) as process:
        assert process.wait(timeout=300) == -9
    assert _run_again(given, after, now) is is_after


def test_a_lock_is_held_by_a_living_process_and_freed_by_its_death(tmp_path):
    home = Home(tmp_path)
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(Locked, match=f"processus {process.pid}"), publish.locked(home):
            pass
        process.kill()
    assert home.lock.read_text() == str(process.pid)
    with publish.locked(home):
        pass
