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
from tests.night_fixture import HERE, archive, import_, items, night_of, record, settings, sums
from warehouse import database
from warehouse.publish import Home

pytestmark = pytest.mark.faults

N_KILLS = 5
NIGHT = """
import sys
from datetime import datetime
from pathlib import Path
from flows import models, night
from flows.settings import Settings
from warehouse.publish import Home
folder, instant = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
given = Settings(
    home=Home(folder), allow=frozenset({"127.0.0.1"}), pace_s=0.0, catalogue=folder / "sources.toml"
)
night.run(given, models.load(None), instant, lambda: instant, lambda seconds: None)
"""


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    """A home before its night, the checksums after it, and how long it lasted."""
    folder = tmp_path_factory.mktemp("kills")
    now = night_of(60)
    with serving(items(59, 59), now) as server:
        before = settings(folder / "before", server.catalogue())
        past = [record(item) for item in items(20, 58, every=4)]
        import_(before, [archive(folder / "past.jsonl", past)], night_of(59))
        after = _copied(before, folder / "after")
        started = time.monotonic()
        _night(after, now).wait(timeout=300)
        lasted = time.monotonic() - started
        yield before, sums(after, ledger=True), lasted, now


def _copied(given, folder):
    shutil.copytree(given.home.folder, folder)
    return Settings(home=Home(folder), allow=HERE, pace_s=0.0, catalogue=folder / "sources.toml")


def _night(given, now):
    command = [sys.executable, "-c", NIGHT, str(given.home.folder), now.isoformat()]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("kill", range(N_KILLS))
def test_a_killed_night_run_again_gives_the_same_tables(uninterrupted, tmp_path, kill):
    before, expected, lasted, now = uninterrupted
    given = _copied(before, tmp_path / "home")
    process = _night(given, now)
    time.sleep(random.Random(kill).uniform(0.3, 0.98) * lasted)
    process.kill()
    process.wait(timeout=60)
    with contextlib.closing(database.connect(given.home.published, read_only=True)) as db:
        database.checksums(db, ledger=True)  # whole, whatever the instant
    assert _night(given, now).wait(timeout=300) == 0
    assert sums(given, ledger=True) == expected
