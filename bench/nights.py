"""What the statistics of a night cost after a short and a long past: the same texts, counted."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from flows.committing import placed, store_states
from flows.past import Past
from nlp import confirm, surveillance
from nlp.signals import Exposure, Floats, Ints, leaving_week
from nlp.surveillance import Counts
from nlp.tracking import Keys, Mentions, Tracker
from veille import week_monday
from warehouse import counts, database, weeks
from warehouse.database import Connection

UNITS, VOICES = 400_000, 60
MENTIONS = 4  # a passage
PASSAGES = 3  # a document
PAST, NIGHTS, JUDGED = 52, 27, 15  # weeks: of history, of nights, of nights timed
A_WEEK = 7 * 500  # documents
FIRST = 104_000  # number of the first week
SPREAD = np.uint64(0x9E3779B97F4A7C15)  # keys spread over 64 bits, as digests are


@dataclass(frozen=True)
class Drawn:
    """Mentions by week: in each, one row a unit and voice."""

    key: Keys
    week: Ints
    exposure: Exposure

    def of(self, keys: Keys, first: int, last: int) -> Ints:
        """Rows of these units between two weeks, both included, in order of week."""
        low, high = np.searchsorted(self.week, [first, last + 1])
        rows: Ints = low + np.flatnonzero(np.isin(self.key[low:high], keys))
        return rows


class Book:
    """Lemmas and mentions of units that have no words; each row is a document of its own."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.spent = 0.0  # CPU seconds: texts are not what is measured

    def lemmas(self, keys: Keys) -> dict[int, str]:
        """A name for each unit."""
        return {key: f"u{key}" for key in keys.tolist()}

    def usual(self, week: int) -> Floats:
        """One variable, of which nothing is usual."""
        return np.zeros(1)

    def window(self, keys: Keys, week: int) -> Mentions:
        """The mentions of the last 12 weeks."""
        started = time.process_time()
        rows = self.drawn.of(keys, week - confirm.SPAN + 1, week)
        names = [str(row) for row in rows.tolist()]
        ones = np.ones(len(rows), np.int64)
        weeks = self.drawn.week[rows]
        found = Mentions(self.drawn.key[rows], weeks, rows, rows, -ones, ones, names, names)
        self.spent += time.process_time() - started
        return found


def draw(db: Connection, n_passages: int) -> Drawn:
    """A year of so many passages, then half a year of nights, which are always the same."""
    rank = 1 / (np.arange(UNITS) + 20.0) ** 1.05
    law, names = np.cumsum(rank) / rank.sum(), np.random.default_rng(0).permutation(UNITS)
    sizes = [n_passages * MENTIONS // PAST] * PAST + [A_WEEK * PASSAGES * MENTIONS] * NIGHTS
    found = []
    for k, size in enumerate(sizes):
        dice = np.random.default_rng(k)
        unit = names[np.searchsorted(law, dice.random(size))]
        cell, days = np.unique(unit * VOICES + dice.integers(VOICES, size=size), return_counts=True)
        found.append((cell // VOICES).astype(np.uint64) * SPREAD)
        told = {"unit_key": found[-1], "voice": cell % VOICES, "n_days": np.minimum(days, 7)}
        _store(db, week_monday(FIRST + k), pa.table(told))
    week = np.repeat(FIRST + np.arange(len(sizes)), [len(keys) for keys in found])
    documents = np.array(sizes) / (PASSAGES * MENTIONS)
    return Drawn(np.concatenate(found), week, Exposure(FIRST, documents))


def _store(db: Connection, monday: date, told: pa.Table) -> None:
    db.register("drawn", told)
    db.execute(
        "INSERT INTO unit_week SELECT unit_key, $1, printf('voix%02d', voice), n_days FROM drawn",
        [monday],
    )
    db.unregister("drawn")


@dataclass
class Cost:
    """CPU seconds of 105 nights of 500 documents, and the rows they touched."""

    statistics: float = 0.0  # units advance, those that rise are proved, their past is read
    base: float = 0.0  # counts of the weeks touched and states read, states written
    n_touched: int = 0


def costs(folder: Path, *n_passages: int) -> list[Cost]:
    """What the nights cost after so many passages; as a night does, on a base on disk.

    The pasts advance side by side, week by week: a busy machine then slows them all.
    """
    spent = [Cost() for _ in n_passages]
    runs = [_nights(folder, n, told) for n, told in zip(n_passages, spent, strict=True)]
    for _ in zip(*runs, strict=True):
        pass
    return spent


def _nights(folder: Path, n_passages: int, spent: Cost) -> Iterator[int]:
    """Commit the weeks one by one, adding to what the judged ones cost."""
    tracker = Tracker()
    with database.connect(folder / f"{n_passages}.duckdb", read_only=False) as db:
        database.migrate(db)
        drawn = draw(db, n_passages)
        db.execute("CHECKPOINT")
        book = Book(drawn)
        for week in range(FIRST, FIRST + PAST + NIGHTS):
            started, before = time.process_time(), book.spent
            weeks.add_up(db, week_monday(week), week_monday(week))
            with database.together(db):
                held = _load(db, tracker, week, drawn.exposure)
                loaded = time.process_time()
                surveillance.advance(held, tracker, book, week)
                advanced = time.process_time()
                store_states(db, held)
            if week >= FIRST + PAST + NIGHTS - JUDGED:
                spent.base += loaded - started + time.process_time() - advanced
                spent.statistics += advanced - loaded - (book.spent - before)
                spent.n_touched += len(held.touched)
            yield week


def _load(db: Connection, tracker: Tracker, week: int, exposure: Exposure) -> Counts:
    leaves = leaving_week(week, exposure)
    near = [week_monday(w) for w in (leaves, week) if w is not None]
    told = counts.near(db, near)
    keys = np.union1d(told.key, np.array(tracker.tracked(week), np.uint64))
    unit = np.searchsorted(keys, told.key).astype(np.int64)
    states = placed(weeks.take_states(db, keys), keys)
    return Counts(
        keys, states, exposure, unit, told.week, told.voice, told.days, 0, ledger=Past(db)
    )
