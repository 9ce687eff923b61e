"""What the statistics of a night cost after a short and a long past: the same texts, counted."""

import time
from dataclasses import dataclass

import numpy as np

from nlp import confirm, surveillance
from nlp.signals import WEEKLY, Exposure, Floats, Ints, UnitStates, leaving_week
from nlp.surveillance import Counts
from nlp.tracking import Keys, Mentions, Tracker

UNITS, VOICES = 400_000, 60
MENTIONS = 4  # a passage
PASSAGES = 3  # a document
PAST, NIGHTS, JUDGED = 52, 27, 15  # weeks: of history, of nights, of nights timed
A_WEEK = 7 * 500  # documents
FIRST = 104_000  # number of the first week


@dataclass(frozen=True)
class Past:
    """Mentions by unit, week and voice, in order of unit then week."""

    unit: Ints
    week: Ints
    voice: Ints
    days: Floats
    exposure: Exposure

    def of(self, units: Ints, first: int, last: int) -> Ints:
        """Rows of these units between two weeks, both included, in order of week."""
        low, high = np.searchsorted(self.unit, [units, units + 1])
        rows = np.concatenate([np.arange(a, b) for a, b in zip(low, high, strict=True)])
        rows = rows[(self.week[rows] >= first) & (self.week[rows] <= last)]
        order: Ints = rows[np.argsort(self.week[rows], kind="stable")]
        return order

    def seen(self, week: int) -> Ints:
        """Units of a week."""
        return np.unique(self.unit[self.week == week])


class Book:
    """Lemmas and mentions of units that have no words; each row is a document of its own."""

    def __init__(self, past: Past) -> None:
        self.past = past

    def lemmas(self, keys: Keys) -> dict[int, str]:
        """A name for each unit."""
        return {key: f"u{key}" for key in keys.tolist()}

    def usual(self, week: int) -> Floats:
        """One variable, of which nothing is usual."""
        return np.zeros(1)

    def window(self, keys: Keys, week: int) -> Mentions:
        """The mentions of the last 12 weeks."""
        rows = self.past.of(keys.astype(np.int64), week - confirm.SPAN + 1, week)
        names = [str(row) for row in rows.tolist()]
        ones = np.ones(len(rows), np.int64)
        keys = self.past.unit[rows].astype(np.uint64)
        return Mentions(keys, self.past.week[rows], rows, -ones, ones, names, names)


def drawn(n_passages: int) -> Past:
    """A year of so many passages, then half a year of nights, which are always the same."""
    rank = 1 / (np.arange(UNITS) + 20.0) ** 1.05
    law, names = np.cumsum(rank) / rank.sum(), np.random.default_rng(0).permutation(UNITS)
    sizes = [n_passages * MENTIONS // PAST] * PAST + [A_WEEK * PASSAGES * MENTIONS] * NIGHTS
    cells = []
    for week, size in enumerate(sizes):
        draw = np.random.default_rng(week)
        unit = names[np.searchsorted(law, draw.random(size))]
        cells.append((unit * (PAST + NIGHTS) + week) * VOICES + draw.integers(VOICES, size=size))
    found, days = np.unique(np.concatenate(cells), return_counts=True)
    pairs, voice = found // VOICES, found % VOICES
    documents = np.array(sizes) / (PASSAGES * MENTIONS)
    return Past(
        pairs // (PAST + NIGHTS), FIRST + pairs % (PAST + NIGHTS), voice,
        np.minimum(days, 7).astype(np.float64), Exposure(FIRST, documents),
    )  # fmt: skip


def cost(n_passages: int) -> tuple[float, int]:
    """Seconds of the statistics of 105 nights of 500 documents, and the rows they touched.

    As a night does, each week loads only the units that it touches; loading is not timed.
    """
    past, states = drawn(n_passages), UnitStates.empty(UNITS)
    tracker, book = Tracker(), Book(past)
    seconds, n_touched = 0.0, 0
    for week in range(FIRST, FIRST + PAST + NIGHTS):
        leaves = leaving_week(week, past.exposure)
        near = [past.seen(w) for w in (week, leaves) if w is not None]
        tracked = np.array(tracker.tracked(week), np.int64)
        units = np.unique(np.concatenate([*near, tracked]))
        rows = past.of(units, week - WEEKLY.look_back, week)
        held = states.take(units)
        counts = Counts(
            units.astype(np.uint64), held, past.exposure, np.searchsorted(units, past.unit[rows]),
            past.week[rows], past.voice[rows], past.days[rows], VOICES,
        )  # fmt: skip
        started = time.process_time()
        surveillance.advance(counts, tracker, book, week)
        if week >= FIRST + PAST + NIGHTS - JUDGED:
            seconds += time.process_time() - started
            n_touched += len(counts.touched)
        states.past[units], states.past_week[units] = held.past, held.past_week
        states.sums[:, units], states.seen_week[units] = held.sums, held.seen_week
    return seconds, n_touched
