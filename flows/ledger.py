"""The ledger of one run: what each step received, gave and lost, and how long it took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reports.french import count, number
from warehouse import write
from warehouse.database import Connection

from .models import code_version

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

    @property
    def run_id(self) -> str:
        """The kind and the instant the run is for: run again, it takes its own place."""
        return f"{self.kind}-{self.as_of.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

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
