"""Read heavy or hostile bytes in a child process under limits: it may die, Veille does not."""

import json
import re
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from veille import Unreadable

WALL_S = 30.0  # reliability, §4; the child also has 20 s of processor and 1 GiB, see child.py
_MAX_OUTPUT = 64 << 20  # bytes; 1 M characters of JSON take 6 MB, the largest feed some 20
_CHILD = Path(__file__).with_name("child.py")
_TODO = "Rien à faire : le document est laissé de côté"
# HTML parsers are quadratic and worse in the tags of a paragraph and the attributes of a tag:
# 0.4 MB of <span> keep trafilatura over a minute, 4 MB of attributes keep libxml2 ten. 8,000
# tags take 1 to 4 s; what has more, or a tag of 8,000 characters, is for a child (20 of the
# 278 real pages at hand, 0.4 s each; 23 Nov 2026).
_MANY_TAGS = 8_000
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{8000}")

Rows = list[list[str]]


def heavy_markup(body: bytes) -> bool:
    """Whether HTML should be read in a child, for the time its shape may take."""
    return body.count(b"<") > _MANY_TAGS or _LONG_TAG.search(body) is not None


def confined(job: str, body: bytes, *arguments: str, where: str = "") -> Rows:
    """The rows of text that a job of child.py makes of these bytes.

    Raises:
        Unreadable: the job says why in French, or it went past a limit.
    """
    command = [sys.executable, "-I", "-B", str(_CHILD), job, *arguments]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},  # no secret of ours goes in there
    ) as child:
        alarm = threading.Timer(WALL_S, child.kill)
        alarm.start()
        try:
            said = _conversation(child, body)
        finally:
            alarm.cancel()
            child.kill()
    return _understood(said, where)


def _conversation(child: subprocess.Popen[bytes], body: bytes) -> bytes:
    """Give the child everything, then hear it out; b"" if it says more than it may."""
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("pipes were asked for")
    with suppress(BrokenPipeError):  # it died: what it said before, if anything, tells why
        child.stdin.write(body)
    with suppress(BrokenPipeError):
        child.stdin.close()
    said = child.stdout.read(_MAX_OUTPUT + 1)
    return said if len(said) <= _MAX_OUTPUT else b""


def _understood(said: bytes, where: str) -> Rows:
    """The rows a child sent, checked: what a document took over may say anything."""
    try:
        verdict, rows = json.loads(said)
    except (ValueError, TypeError, RecursionError):
        verdict, rows = "dead", None
    if verdict == "ok" and _is_table(rows):
        return [list(row) for row in rows]
    if verdict == "unreadable" and _is_table(rows) and [len(row) for row in rows] == [2]:
        raise Unreadable(rows[0][0], where=where, todo=rows[0][1])
    what = f"Lecture abandonnée : plus de {WALL_S:.0f} s ou de 1 Gio pour un seul document"
    raise Unreadable(what, where=where, todo=_TODO)


def _is_table(rows: object) -> bool:
    return isinstance(rows, list) and all(
        isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in rows
    )
