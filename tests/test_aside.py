"""Files written aside that take their name once they are whole."""

import os
import subprocess
import sys

import pytest

from warehouse import aside


def write(path, text, error=None):
    with aside.whole(path) as file:
        file.write(text)
        if error:
            raise error


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_a_file_takes_its_name_once_it_is_whole(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("avant")
    with aside.whole(path) as file:
        file.write("après")
        assert path.read_text() == "avant"
    assert (path.read_text("utf-8"), names(tmp_path)) == ("après", {"a.txt"})


@pytest.mark.parametrize("error", [ValueError(), KeyboardInterrupt()])
def test_nothing_stays_of_a_file_that_could_not_be_written(tmp_path, error):
    path = tmp_path / "a.txt"
    path.write_text("avant")
    with pytest.raises(type(error)):
        write(path, "après", error)
    assert (path.read_text(), names(tmp_path)) == ("avant", {"a.txt"})


def test_nothing_stays_of_a_file_that_cannot_take_its_name(tmp_path):
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(IsADirectoryError):
        write(tmp_path / "a.txt", "après")
    assert names(tmp_path) == {"a.txt"}


KILLED = """
import os, pathlib, signal, sys
from warehouse import aside
with aside.whole(pathlib.Path(sys.argv[1])) as file:
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_is_thrown_away_by_the_next_file_of_its_folder(tmp_path):
    subprocess.run([sys.executable, "-c", KILLED, tmp_path / "a.txt"], check=False)
    assert len(names(tmp_path)) == 1
    write(tmp_path / "b.txt", "autre")
    assert names(tmp_path) == {"b.txt"}


def test_what_a_living_process_writes_is_left_alone(tmp_path):
    others = {f".veille-{os.getppid()}-c.txt", ".veille-notes-de-claire", f".veille-{9**30}-d"}
    for name in others:
        (tmp_path / name).write_text("")
    write(tmp_path / "a.txt", "texte")
    assert names(tmp_path) == {"a.txt", *others}
