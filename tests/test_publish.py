"""Build aside, check, swap; one run at a time."""

import contextlib
import errno
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys

import duckdb
import pytest

from tests import archive_fixture
from veille import Locked, WarehouseError
from warehouse import database, publish
from warehouse.publish import Home

EMPTY_TEXT = (
    "INSERT INTO version VALUES ('v', 'd', ' ', 1, 'fr', [], now(), current_date, '', 'a');"
    "INSERT INTO document VALUES ('d', 's', 's', 'u', 't', NULL, now(), now(), current_date,"
    " 'import', '', 'v', 's');"
    "INSERT INTO source VALUES ('s', 's', NULL, 'archive', NULL, [], 'open', 0, 'fr', false, '')"
)


@pytest.fixture
def home(tmp_path):
    """A home with an archive that holds no text yet."""
    home = Home(tmp_path / "data")
    home.folder.mkdir()
    shutil.copyfile(archive_fixture.model(), home.published)
    return home


def unit(key):
    return f"INSERT INTO unit VALUES ({key}, 'motif {key}')"


def night(home, sql, *, until_the_end=True):
    """One night that stores something; it may be cut before it publishes."""
    with publish.locked(home), publish.building(home) as db:
        db.execute(sql)
        if until_the_end:
            publish.publish(db, home)


def units(home):
    with contextlib.closing(database.connect(home.published, read_only=True)) as db:
        return [key for (key,) in db.execute("SELECT unit_key FROM unit ORDER BY 1").fetchall()]


def test_the_first_night_makes_the_base(tmp_path):
    home = Home(tmp_path / "neuf")
    night(home, unit(1))
    assert units(home) == [1]


def test_nights_add_up(home):
    night(home, unit(1))
    night(home, unit(2))
    assert units(home) == [1, 2]


def test_a_night_that_is_cut_leaves_the_published_file_as_it_was(home):
    night(home, unit(1))
    before = home.published.read_bytes()
    night(home, unit(2), until_the_end=False)
    assert home.published.read_bytes() == before


def test_a_night_that_fails_leaves_nothing_behind(home):
    with pytest.raises(ZeroDivisionError), publish.locked(home), publish.building(home) as db:
        db.execute(unit(1))
        raise ZeroDivisionError
    assert sorted(path.name for path in home.folder.iterdir()) == ["run.lock", "veille.duckdb"]
    assert units(home) == []


def test_a_check_that_fails_leaves_the_published_file_untouched(home):
    night(home, unit(1))
    before = home.published.read_bytes()
    with pytest.raises(WarehouseError, match=r"texts_are_not_empty.*n’a pas été touchée"):
        night(home, EMPTY_TEXT)
    assert home.published.read_bytes() == before


NARROW = """
import json, resource, sys
from pathlib import Path
from tests.test_publish import night, unit
from warehouse.publish import Home

home, told = Home(Path(sys.argv[1])), []
for room in map(int, sys.argv[2:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        night(home, unit(1))
    except Exception as error:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        told.append([type(error).__name__, str(error)])
print(json.dumps([told, sorted(path.name for path in home.folder.iterdir())]))
"""


def test_a_disk_without_room_left_is_said_and_nothing_stays_on_it(home):
    """Neither for the copy nor for what is written in it; the published file is as it was."""
    before = home.published.read_bytes()
    rooms = [str(len(before) + more) for more in (-4096, 1)]
    command = [sys.executable, "-c", NARROW, str(home.folder), *rooms]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    told, names = json.loads(done.stdout)
    said = f"Plus de place : {home.folder}. {publish.ROOM}"
    assert told == [["WarehouseError", said]] * 2
    assert names == ["run.lock", "veille.duckdb"]
    assert home.published.read_bytes() == before


@pytest.mark.parametrize("name", ["ENOSPC", "EDQUOT", "EFBIG"])
def test_a_copy_without_room_left_is_said_whatever_is_full(home, monkeypatch, name):
    def refuse(source, target):
        target.write_bytes(b"a beginning")
        raise OSError(getattr(errno, name), "full", str(source), None, str(target))

    monkeypatch.setattr(shutil, "copyfile", refuse)
    with pytest.raises(WarehouseError, match=r"Plus de place : .* intacte"):
        night(home, unit(1))
    assert not home.building.exists()


def test_a_reader_of_the_old_file_keeps_its_content(home):
    night(home, unit(1))
    with contextlib.closing(database.connect(home.published, read_only=True)) as reader:
        night(home, unit(2))
        assert reader.execute("SELECT unit_key FROM unit").fetchall() == [(1,)]
    assert units(home) == [1, 2]


def test_what_a_killed_night_left_is_thrown_away(home):
    wal = home.building.with_name("next.duckdb.wal")
    shutil.copyfile(home.published, home.building)
    with contextlib.closing(database.connect(home.building, read_only=False)) as db:
        db.execute(unit(99))
        log = wal.read_bytes()  # what a power cut would leave: written, not yet in the file
    wal.write_bytes(log)
    spilt = home.building.with_name("next.duckdb.tmp")
    spilt.mkdir()
    (spilt / "duckdb_temp_1_0_storage_DEFAULT-0.tmp").write_bytes(b"x")
    night(home, unit(1))
    assert units(home) == [1]
    assert not home.building.exists() and not wal.exists() and not spilt.exists()


def test_the_published_file_is_replaced_and_never_rewritten(home):
    with home.published.open("rb") as old:
        before = old.read()
        night(home, unit(1))
        old.seek(0)
        assert old.read() == before != home.published.read_bytes()


def test_only_the_published_file_stays(home):
    night(home, unit(1))
    assert sorted(path.name for path in home.folder.iterdir()) == ["run.lock", "veille.duckdb"]


@pytest.mark.parametrize("where", [slice(0, 1), slice(12_288, None, 1_000)], ids=["head", "rows"])
def test_a_damaged_file_is_refused_in_french(home, where):
    night(home, "INSERT INTO unit SELECT hash(i), 'lemme ' || i FROM range(50000) AS t(i)")
    body = bytearray(home.published.read_bytes())
    body[where] = bytes(byte ^ 0xFF for byte in body[where])
    home.published.write_bytes(body)
    with pytest.raises(WarehouseError, match=r"Base illisible.*restaurer"):
        night(home, unit(1))
    assert home.published.read_bytes() == body


@pytest.mark.parametrize("kept", [0.99, 0.5])
def test_a_file_cut_short_is_named_and_its_copy_thrown_away(home, kept):
    night(home, "INSERT INTO unit SELECT hash(i), 'lemme ' || i FROM range(50000) AS t(i)")
    os.truncate(home.published, int(home.published.stat().st_size * kept))
    with pytest.raises(WarehouseError, match=r"Base illisible : \S*veille\.duckdb .*restaurer"):
        night(home, unit(1))
    assert sorted(path.name for path in home.folder.iterdir()) == ["run.lock", "veille.duckdb"]


def test_a_block_that_cannot_be_read_whole_is_damage(home):
    told = duckdb.IOException("IO Error: Could not read enough bytes from file “next.duckdb”")
    named = pytest.raises(WarehouseError, match=r"Base illisible : \S*veille\.duckdb")
    with named, publish.building(home):
        raise told


def test_another_error_of_the_base_is_not_called_damage(home):
    with pytest.raises(Exception, match="inconnue") as caught:
        night(home, "SELECT * FROM inconnue")
    assert not isinstance(caught.value, WarehouseError)


def test_a_file_that_does_not_read_back_is_not_published(home, monkeypatch):
    night(home, unit(1))
    read = database.checksums
    sums = iter(["as built", "as read"])
    monkeypatch.setattr(database, "checksums", lambda db, **rest: (read(db, **rest), next(sums)))
    with pytest.raises(WarehouseError, match="relue différente"):
        night(home, unit(2))
    assert units(home) == [1]


@pytest.mark.parametrize("ask", [publish.locked, publish.check_free])
def test_a_second_run_is_told_who_holds_the_lock_and_since_when(home, ask):
    told = rf"\(processus {os.getpid()}, « veille import », depuis le 02/03/2026 à 04:30, heure de"
    with publish.locked(home, "veille import"):
        os.utime(home.lock, (1_772_422_200, 1_772_422_200))  # 2026-03-02T03:30Z
        with pytest.raises(Locked, match=told) as caught:
            contextlib.ExitStack().enter_context(ask(home))
    assert caught.value.exit_code == 75


def test_a_base_that_nobody_holds_is_free(tmp_path, home):
    publish.check_free(Home(tmp_path / "neuf"))
    with publish.locked(home):
        pass
    before = home.lock.stat().st_mtime_ns
    publish.check_free(home)
    assert (home.lock.read_text(), home.lock.stat().st_mtime_ns) == (str(os.getpid()), before)
    assert not (tmp_path / "neuf").exists()


LEAVE_A_CHILD = """
import subprocess, sys
from pathlib import Path
from warehouse import publish
with publish.locked(publish.Home(Path(sys.argv[1]))):
    child = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL)
    print(child.pid, flush=True)
    sys.stdin.read()
"""


def test_a_lock_left_by_a_killed_run_blocks_nobody_even_if_its_child_lives_on(home):
    command = [sys.executable, "-c", LEAVE_A_CHILD, str(home.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        child = int(process.stdout.readline())
        process.kill()
    try:
        with publish.locked(home):
            os.kill(child, 0)
    finally:
        os.kill(child, signal.SIGKILL)


def test_the_lock_is_free_once_the_run_is_over(home):
    with contextlib.suppress(ZeroDivisionError), publish.locked(home):
        raise ZeroDivisionError
    with publish.locked(home), home.lock.open() as handle:
        with pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert handle.read() == str(os.getpid())


def test_everything_lies_in_the_home(home):
    names = [home.published, home.building, home.decisions, home.reports, home.lock, home.begun]
    assert {path.parent for path in names} == {home.folder}
    assert len(set(names)) == 6
