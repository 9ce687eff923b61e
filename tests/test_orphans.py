"""A server left by a killed command is ended; that of a living one never is."""

import os
import subprocess
import sys

import pytest

from flows import orphans
from flows.settings import STARTED_BY

LIKE_A_SERVER = [
    sys.executable,
    "-c",
    "print('up', flush=True); print(input())",
    orphans.SERVER.decode(),
]
COMMAND = f"""
import subprocess, sys
from flows.settings import quiet_prefect
quiet_prefect()
inherited = open(int(sys.argv[1]))
subprocess.Popen({LIKE_A_SERVER!r}, stdin=inherited)
sys.stdin.read()
"""


@pytest.fixture
def command():
    """A command and its server, started: ours holds the other end of what the server reads."""
    theirs, ours = os.pipe()
    asked = [sys.executable, "-c", COMMAND, str(theirs)]
    pipe = subprocess.PIPE
    with subprocess.Popen(asked, stdin=pipe, stdout=pipe, pass_fds=[theirs]) as process:
        os.close(theirs)
        assert process.stdout.readline() == b"up\n"
        with open(ours, "wb", buffering=0) as said:  # closed, it ends the server
            yield process, said


def test_the_server_of_a_living_command_is_left_alone(command):
    process, said = command
    orphans.end()
    said.write(b"alive\n")
    assert process.stdout.readline() == b"alive\n"


def test_the_server_of_a_killed_command_is_ended(command):
    process, _ = command
    process.kill()
    process.wait()
    orphans.end()
    assert process.stdout.read() == b""  # its end closes what it held


@pytest.mark.parametrize(
    ("started_by", "last"), [(None, orphans.SERVER.decode()), ("1", "another.program")]
)
def test_what_is_not_ours_or_no_server_is_left_alone(started_by, last):
    given = {k: v for k, v in os.environ.items() if k != STARTED_BY}
    given |= {STARTED_BY: started_by} if started_by else {}
    pipe, asked = subprocess.PIPE, [*LIKE_A_SERVER[:-1], last]
    with subprocess.Popen(asked, stdin=pipe, stdout=pipe, env=given) as process:
        assert process.stdout.readline() == b"up\n"
        orphans.end()
        assert process.communicate(b"alive\n")[0] == b"alive\n"
