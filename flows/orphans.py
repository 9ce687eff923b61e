"""End the Prefect servers that killed commands left behind; nothing else is ever ended."""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

from .settings import STARTED_BY

SERVER = b"prefect.server.api.server:create_app"
PROCESSES = Path("/proc")  # elsewhere than on Linux there is none: nothing is found, nor ended


def end() -> None:
    """End every Prefect server that one of our commands started and did not live to end.

    Each bears the process of that command in its environment (`settings.quiet_prefect`): it is
    ours, and an orphan once another process is its parent.
    """
    for process in _orphans():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)


def _orphans() -> Iterator[int]:
    for folder in PROCESSES.glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):  # it has just ended, or is of another user
            started_by = _started_by(folder)
            if (
                started_by
                and SERVER in _words(folder / "cmdline")
                and _parent(folder) != started_by
            ):
                yield int(folder.name)


def _started_by(folder: Path) -> int | None:
    name = f"{STARTED_BY}=".encode()
    said = (word for word in _words(folder / "environ") if word.startswith(name))
    return next((int(word.removeprefix(name)) for word in said), None)


def _words(path: Path) -> list[bytes]:
    return path.read_bytes().split(b"\0")


def _parent(folder: Path) -> int:
    """The parent of a process: the second field after its name, which may hold anything."""
    return int((folder / "stat").read_bytes().rpartition(b")")[2].split()[1])
