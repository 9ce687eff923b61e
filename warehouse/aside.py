"""Write a file aside, then give it its name: who reads finds the one of before, or the whole."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

_MARK = ".veille-"  # then the process that writes, so that another knows what a dead one left


@contextlib.contextmanager
def whole(path: Path) -> Iterator[TextIO]:
    """A text file to write, that takes its name once the block ends well.

    Nothing stays of it otherwise; what a killed process left in the folder is thrown away.
    """
    _clear(path.parent)
    new = path.with_name(f"{_MARK}{os.getpid()}-{path.name}")
    try:
        with new.open("w", encoding="utf-8") as file:
            yield file
        swap(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def swap(new: Path, path: Path) -> None:
    """Put a file that is closed in place of another of its folder, at once and for good."""
    _sync(new)
    os.replace(new, path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(folder: Path) -> None:
    for left in folder.glob(f"{_MARK}*-*"):
        try:
            os.kill(int(left.name.split("-")[1]), 0)
        except ProcessLookupError:
            left.unlink(missing_ok=True)
        except (ValueError, OverflowError, OSError):  # not ours, or of somebody else
            continue
