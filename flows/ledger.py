"""The ledger of one run: what each step received, gave and lost, and how long it took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reports.french import count, day, number
from veille import day_in_paris
from warehouse import begun, publish, write
from warehouse.begun import CUT, Begun
from warehouse.database import Connection
from warehouse.publish import Home

from .models import code_version

COMMANDS = {"nuit": "veille nightly", "import": "veille import"}
CUT_SHORT = "Arrêtée avant la fin"
NAMED = 5  # unfinished runs named in one line
Say = Callable[[str], None]


@dataclass
class Step:
    """One step; the counts are set while it runs."""

    name: str
    n_in: int = 0
    n_out: int = 0
    n_failed: int = 0
    message: str = ""
    seconds: float = 0.0

    def line(self) -> str:
        """The step in one line of French, for the terminal."""
        lost = f", {count(self.n_failed, 'écarté')}" if self.n_failed else ""
        said = f" ({self.message})" if self.message else ""
        taken = f"{number(self.n_out)} sur {number(self.n_in)}"
        return f"{self.name} : {taken}{lost}, {number(self.seconds, 1)} s{said}"


@dataclass
class Ledger:
    """The steps of a run, in order."""

    kind: str  # nuit, import
    as_of: datetime
    analysis: str
    say: Say = lambda line: None
    steps: list[Step] = field(default_factory=list)
    unfinished: list[Begun] = field(default_factory=list)  # before this run, told by it

    @property
    def run_id(self) -> str:
        """The kind and the instant the run is for: run again, it takes its own place."""
        return f"{self.kind}-{self.as_of.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    @property
    def remark(self) -> str:
        """« ; 1 exécution inachevée avant celle-ci : nuit du 2 mars 2026 »; empty for none."""
        if not self.unfinished:
            return ""
        n = count(len(self.unfinished), "exécution inachevée", "exécutions inachevées")
        days = [(r.kind, day_in_paris(datetime.fromisoformat(r.as_of))) for r in self.unfinished]
        named = ", ".join(f"{kind} du {day(on)}" for kind, on in days[:NAMED])
        return f" ; {n} avant celle-ci : {named}" + (" …" if len(days) > NAMED else "")

    @contextmanager
    def building(self, home: Home) -> Iterator[Connection]:
        """The file this run builds, under the lock; what earlier ones left unsaid is told in it.

        Raises:
            Locked: another run is at work.
            WarehouseError: the published file is damaged, or the disk is full.
        """
        versions = code_version(), self.analysis
        told = Begun(self.run_id, self.kind, self.as_of.isoformat(), CUT, CUT_SHORT, *versions)
        with (
            publish.locked(home, COMMANDS[self.kind]),
            begun.noted(home, told) as before,
            publish.building(home) as db,
        ):
            self.unfinished = write.unfinished(db, before)
            yield db

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Time a step and say its line when it ends."""
        step = Step(name)
        started = time.perf_counter()
        yield step
        step.seconds = time.perf_counter() - started
        self.steps.append(step)
        self.say(step.line())

    def store(self, db: Connection, outcome: str, message: str) -> None:
        """Write the run and its steps."""
        row = (self.run_id, self.kind, self.as_of, outcome, message, code_version(), self.analysis)
        steps = [(s.name, s.n_in, s.n_out, s.n_failed, s.message, s.seconds) for s in self.steps]
        write.run(db, row, steps)
