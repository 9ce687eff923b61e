"""The runs that were begun on a base, kept beside it until one ends: decision 0035."""

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from veille import BadInput, VeilleError

from . import aside
from .database import room
from .publish import ROOM, Home

CUT, FAILED = UNFINISHED = ("interrompu", "echec")  # outcomes of a run that published nothing


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that was begun, in the order of the columns of table run."""

    run_id: str
    kind: str
    as_of: str  # ISO, with its zone
    outcome: str
    message: str
    code_version: str
    analysis_version: str


@contextlib.contextmanager
def noted(home: Home, run: Begun) -> Iterator[list[Begun]]:
    """Keep beside the base that this run is begun, until it ends: those before it that never did.

    Run again, a run takes its own place. It is for who holds the lock.

    Raises:
        WarehouseError: the disk is full.
    """
    before = [other for other in _read(home.begun) if other.run_id != run.run_id]
    with room(home.folder, ROOM):
        _write(home.begun, [*before, run])
    try:
        yield before
    except BadInput:  # there was nothing to run on, and who asked is told so
        _write(home.begun, before)
        raise
    except Exception as error:
        with contextlib.suppress(OSError):  # on a full disk it stays told as cut
            _write(home.begun, [*before, replace(run, outcome=FAILED, message=_why(error))])
        raise
    _write(home.begun, [])


def _why(error: Exception) -> str:
    foreseen = isinstance(error, VeilleError)
    return str(error) if foreseen else f"Erreur imprévue ({type(error).__name__}) : {error}"


def _read(path: Path) -> list[Begun]:
    try:
        return [Begun(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):  # none, or spoilt by a power cut: worth no night
        return []


def _write(path: Path, runs: Sequence[Begun]) -> None:
    if not runs:
        path.unlink(missing_ok=True)
        return
    with aside.whole(path) as file:
        file.write(json.dumps([asdict(run) for run in runs], ensure_ascii=False))
