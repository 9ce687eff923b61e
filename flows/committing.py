"""Commit weeks: count them, let units rise, name signals, choose evidence.

One night commits the week that ended; an import replays every week from the first. Both go
through the same steps, so that they agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from nlp import confirm, signals, states, tracking
from nlp.signals import Exposure, Floats, Ints, Seen, UnitStates
from veille import UnknownName, monday, week_monday, week_number
from warehouse import signals as stored
from warehouse import weeks
from warehouse.database import Connection

from . import proofs
from .mentions import Book

LOOK_BACK = confirm.YEAR + confirm.SPAN + confirm.SEASON_PAD  # weeks of counts a week may need
CALIBRATE = 4_000  # units on which over-dispersion is measured; keys are digests: a fair sample


@dataclass(frozen=True, slots=True)
class Committed:
    """What the commit did."""

    n_weeks: int
    n_units: int
    n_signals: int
    n_alive: int


def commit(
    db: Connection,
    *,
    upto: date,
    replay: bool,
    variables: Sequence[str],
    setting: str = "equilibre",
    cold_weeks: int = states.COLD_START,
) -> Committed:
    """Commit the weeks not committed yet, up to the Monday `upto` included.

    Args:
        db: the file being built.
        upto: Monday of the last week that may be committed.
        replay: start again from the first week of the archive.
        variables: ids of the key variables, in the order of the catalogue.
        setting: one of nlp.states.SETTINGS.
        cold_weeks: weeks of archive before which nothing is confirmed.
    """
    if setting not in states.SETTINGS:
        raise UnknownName("Réglage", setting, list(states.SETTINGS))
    if replay:
        weeks.forget(db)
    todo = _todo(db, upto)
    if not todo:
        return Committed(0, 0, 0, 0)
    first, last = week_monday(todo[0]), week_monday(todo[-1])
    weeks.count(db, first, last)
    tracker = _resumed(db, variables, setting, cold_weeks)
    archive = _load(db, todo, tracker.tracked(), replay=replay)
    book = Book(db, variables, first - timedelta(weeks=confirm.SPAN), last + timedelta(days=6))
    rows = [row for week in todo for row in _one_week(archive, tracker, book, week)]
    _store(db, archive, tracker, rows, variables)
    stored.store_evidence(db, proofs.rows(db, last, [s.id for s in _alive(tracker)]))
    return Committed(len(todo), len(archive.keys), len(tracker.signals), len(_alive(tracker)))


def _todo(db: Connection, upto: date) -> list[int]:
    held = weeks.span(db)
    if held is None:
        return []
    done = weeks.committed(db)
    first = done + timedelta(days=7) if done else monday(held[0])
    # Beyond the last text nothing was read: no exposure, so no week (an outage is no silence).
    last = min(upto, monday(held[1]))
    return list(range(week_number(first), week_number(last) + 1))


@dataclass
class _Archive:
    """The counts and states of the units that the weeks to commit may touch."""

    keys: tracking.Keys  # sorted
    states: UnitStates
    exposure: Exposure
    unit: Ints  # (R,) rows ordered by (week, unit): index in keys
    week: Ints
    voice: Ints
    days: Floats
    n_voices: int
    order: Ints  # rows reordered by (unit, week)
    starts: Ints  # (U + 1,) where each unit starts in `order`
    touched: set[int]

    def seen(self, week: int) -> Seen:
        """Units mentioned in a week, voices added up."""
        low, high = np.searchsorted(self.week, [week, week + 1])
        units, first = np.unique(self.unit[low:high], return_index=True)
        if not len(units):
            return Seen(units, np.zeros(0))
        return Seen(units, np.add.reduceat(self.days[low:high], first))

    def leaving(self, week: int) -> Seen:
        """Units whose mentions join their baseline this week."""
        leaves = signals.leaving_week(week, self.exposure)
        return self.seen(leaves) if leaves is not None else Seen(np.zeros(0, np.int64), np.zeros(0))

    def history(self, units: Ints, week: int) -> confirm.History:
        """The counts of these units over the weeks that the confirmation looks at."""
        sizes = self.starts[units + 1] - self.starts[units]
        which = np.repeat(np.arange(len(units)), sizes)
        offset = np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        rows = self.order[np.repeat(self.starts[units], sizes) + offset]
        kept = (self.week[rows] > week - LOOK_BACK) & (self.week[rows] <= week)
        rows = rows[kept]
        return confirm.History(
            which[kept],
            self.week[rows],
            self.voice[rows],
            self.days[rows],
            len(units),
            max(1, self.n_voices),
        )


def _load(db: Connection, todo: list[int], tracked: list[int], *, replay: bool) -> _Archive:
    exposure = Exposure(*weeks.exposure(db))
    near = [] if replay else _near(todo, exposure)
    since = week_monday(todo[0] - LOOK_BACK) if not replay else week_monday(todo[0])
    counts = weeks.counts(db, near=near, since=since)
    # Tracked units are looked at even when they have been silent for longer than LOOK_BACK.
    keys = np.union1d(counts.key, np.array(tracked, np.uint64))
    unit = np.searchsorted(keys, counts.key).astype(np.int64)
    order = np.lexsort((counts.week, unit))
    starts = np.searchsorted(unit[order], np.arange(len(keys) + 1))
    return _Archive(
        keys=keys,
        states=_states(db, keys, replay=replay),
        exposure=exposure,
        unit=unit,
        week=counts.week,
        voice=counts.voice,
        days=counts.days,
        n_voices=len(counts.voices),
        order=order,
        starts=starts,
        touched=set(),
    )


def _near(todo: list[int], exposure: Exposure) -> list[date]:
    """The weeks whose units the weeks to commit touch: themselves, and those that leave."""
    leaving = [signals.leaving_week(week, exposure) for week in todo]
    return sorted({week_monday(week) for week in (*todo, *leaving) if week is not None})


def _states(db: Connection, keys: tracking.Keys, *, replay: bool) -> UnitStates:
    held = UnitStates.empty(len(keys))
    if replay or not len(keys):
        return held
    stored = weeks.states(db, keys)
    where = np.searchsorted(keys, stored.key)
    held.past[where], held.past_week[where] = stored.past, stored.past_week
    held.sums[:, where], held.seen_week[where] = stored.sums, stored.seen_week
    return held


def _resumed(
    db: Connection, variables: Sequence[str], setting: str, cold_weeks: int
) -> tracking.Tracker:
    rows, units = stored.signals(db)
    found = {row[0]: _signal(row, variables) for row in rows}
    for signal_id, key, since, until in units:
        if until is None:
            found[signal_id].units[key] = week_number(since)
        else:
            found[signal_id].gone.append((key, week_number(since), week_number(until)))
    tracker = tracking.Tracker.resumed(found.values(), n_variables=len(variables))
    tracker.setting, tracker.cold_weeks = setting, cold_weeks
    return tracker


def _signal(row: tuple[Any, ...], variables: Sequence[str]) -> tracking.Signal:
    signal_id, born, anchor, label, variable, state, since, quiet, low, fall, confirmed = row
    standing = states.Standing(
        state,
        week_number(since),
        quiet,
        low,
        fall,
        week_number(confirmed) if confirmed else None,
    )
    index = variables.index(variable) if variable in variables else None
    return tracking.Signal(signal_id, week_number(born), anchor, standing, {}, [], label, index)


def _one_week(
    archive: _Archive, tracker: tracking.Tracker, book: Book, week: int
) -> list[tracking.SignalWeek]:
    """Advance the units, then the signals, by one week."""
    held = archive.states
    now, leaving = archive.seen(week), archive.leaving(week)
    touched = signals.advance(held, week, now, leaving, archive.exposure)
    archive.touched.update(touched.tolist())
    threshold = states.threshold(archive.exposure.age(week), tracker.cold_weeks)
    rising = touched[held.sums[:, touched].max(axis=0) >= threshold]
    tracked = np.searchsorted(archive.keys, np.array(tracker.tracked(), np.uint64))
    look = np.union1d(rising, tracked).astype(np.int64)
    if not len(look):
        return []
    solid = now.units[held.past[now.units] >= confirm.SOLID_PAST][:CALIBRATE]
    return tracker.advance(_proved(archive, book, week, look, solid, threshold))


def _proved(
    archive: _Archive, book: Book, week: int, look: Ints, solid: Ints, threshold: float
) -> tracking.Week:
    """What the tracker needs of a week: the units to look at, beside those that calibrate."""
    held, exposure = archive.states, archive.exposure
    units = np.union1d(look, solid).astype(np.int64)
    calibrate = np.searchsorted(units, solid)
    past = signals.baseline(held, units, week, exposure)
    proof = confirm.prove(archive.history(units, week), past, week, exposure, calibrate=calibrate)
    evidence = signals.evidence_at(held, units, week, exposure)
    return tracking.Week(
        number=week,
        keys=archive.keys[units],
        lemmas=book.lemmas(archive.keys[look]),
        cusum=np.where(np.isin(units, look), evidence, 0.0),
        past=past,
        proof=proof,
        living=calibrate,
        mentions=book.window(archive.keys[look], week),
        exposure=exposure,
        threshold=threshold,
    )


def _alive(tracker: tracking.Tracker) -> list[tracking.Signal]:
    return sorted((s for s in tracker.signals.values() if s.alive), key=lambda s: s.id)


def _store(
    db: Connection,
    archive: _Archive,
    tracker: tracking.Tracker,
    rows: list[tracking.SignalWeek],
    variables: Sequence[str],
) -> None:
    touched = np.array(sorted(archive.touched), np.int64)
    held = archive.states.take(touched)
    weeks.store_states(
        db,
        weeks.States(archive.keys[touched], held.past, held.past_week, held.sums, held.seen_week),
    )
    found = sorted(tracker.signals.values(), key=lambda s: s.id)
    stored.store_signals(
        db,
        [_signal_row(s, variables) for s in found],
        [row for s in found for row in _unit_rows(s)],
    )
    stored.store_weeks(
        db, [_week_row(row, variables) for row in rows], [p for row in rows for p in _parts(row)]
    )


def _name(variables: Sequence[str], index: int | None) -> str | None:
    return None if index is None else variables[index]


def _signal_row(s: tracking.Signal, variables: Sequence[str]) -> tuple[Any, ...]:
    standing = s.standing
    return (
        s.id,
        week_monday(s.born),
        s.anchor,
        s.label,
        _name(variables, s.variable),
        standing.state,
        week_monday(standing.since),
        standing.n_quiet,
        standing.n_low,
        standing.n_fall,
        week_monday(standing.confirmed) if standing.confirmed is not None else None,
    )


def _unit_rows(s: tracking.Signal) -> Iterator[tuple[Any, ...]]:
    for key, since in s.units.items():
        yield (s.id, key, week_monday(since), None)
    for key, since, until in s.gone:
        yield (s.id, key, week_monday(since), week_monday(until))


def _week_row(row: tracking.SignalWeek, variables: Sequence[str]) -> tuple[Any, ...]:
    return (
        row.signal,
        week_monday(row.week),
        row.label,
        _name(variables, row.variable),
        row.lead,
        row.state,
        row.was,
        row.reason,
        sum(part.value for part in row.parts),
        row.cusum,
        row.n_mentions,
        row.n_now,
        row.expected,
        row.n_voices,
        row.n_effective,
        row.n_classes,
        row.p_value,
        row.shape,
        row.effect,
        row.visibility,
    )


def _parts(row: tracking.SignalWeek) -> Iterator[tuple[Any, ...]]:
    for part in row.parts:
        yield (row.signal, week_monday(row.week), part.name, part.value, part.sentence)
