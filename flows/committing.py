"""Commit weeks: count them, let units rise, name signals, choose evidence.

One night commits the week that ended; an import replays every week from the first. Both go
through the same steps, so that they agree.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from nlp import confirm, signals, states, surveillance, tracking
from nlp.epochs import Listing, Sources
from nlp.kinship import Kinship
from nlp.signals import WEEKLY, Exposure, Rhythm, UnitStates
from nlp.surveillance import Counts
from nlp.weekly import Keys, Kin, Signal, SignalWeek
from veille import UnknownName, day_in_paris, monday, week_monday, week_number
from warehouse import counts as counted
from warehouse import epochs, weeks
from warehouse import signals as stored
from warehouse.database import Connection, together

from . import proofs
from .mentions import Book
from .past import Past

Said = Callable[[str], str]  # a sentence on weeks, in the steps of the archive


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
    rhythm: Rhythm = WEEKLY,
) -> Committed:
    """Commit the weeks not committed yet, up to the Monday `upto` included.

    Args:
        db: the file being built.
        upto: Monday of the last week that may be committed.
        replay: start again from the first week of the archive.
        variables: ids of the key variables, in the order of the catalogue.
        setting: one of nlp.states.SETTINGS.
        cold_weeks: weeks of archive before which nothing is confirmed.
        rhythm: how long things last, in steps.
    """
    if setting not in states.SETTINGS:
        raise UnknownName("Réglage", setting, list(states.SETTINGS))
    if replay:
        weeks.forget(db)
    todo = _todo(db, upto)
    if not todo:
        return Committed(0, 0, 0, 0)
    first, last = week_monday(todo[0]), week_monday(todo[-1])
    sources = _listen(db, first, last)
    weeks.count(db, first, last, rhythm.context_days)
    tracker = _resumed(db, variables, setting, cold_weeks, todo[-1])
    tracked = sorted({key for week in todo for key in tracker.tracked(week)})
    book = Book(db, variables, first - timedelta(weeks=confirm.SPAN), last + timedelta(days=6))
    with together(db):  # the states taken out are put back, or were never taken
        counts = _load(db, todo, tracked, rhythm, sources, replay=replay)
        rows = [row for week in todo for row in surveillance.advance(counts, tracker, book, week)]
        _store(db, counts, tracker, rows, variables)
    stored.store_evidence(db, proofs.rows(db, last, _in_sight(tracker, todo[-1])))
    return Committed(len(todo), len(counts.keys), len(tracker.signals), len(_alive(tracker)))


def _todo(db: Connection, upto: date) -> list[int]:
    held = weeks.span(db)
    if held is None:
        return []
    done = weeks.committed(db)
    first = done + timedelta(days=7) if done else monday(held[0])
    # Beyond the last text nothing was read: no exposure, so no week (an outage is no silence).
    last = min(upto, monday(held[1]))
    return list(range(week_number(first), week_number(last) + 1))


def _listen(db: Connection, first: date, last: date) -> Sources:
    """Count the sources of the weeks to commit; the changes of their list since the first."""
    origin = epochs.origin(db, first)
    # An archive of before the sources were counted is counted from its first week.
    epochs.count(db, first if epochs.held(db) else origin, last)
    names, sources = heard_of(db, origin, last)
    rows = [
        (names[e.source], e.change, week_monday(e.week), week_monday(e.until), e.share, e.origin)
        for e in sources.epochs()
    ]
    epochs.store(db, rows)
    return sources


def heard_of(db: Connection, first: date, last: date) -> tuple[list[str], Sources]:
    """The sources from one Monday to another, by name, and what is known of them."""
    names, documents = epochs.by_week(db, first, last)
    place = {name: k for k, name in enumerate(names)}
    listings = [
        Listing(place[name], change, week_number(week))
        for name, change, week in epochs.listings(db, last)
        if name in place
    ]
    return names, Sources(week_number(first), documents, listings)


def _load(
    db: Connection,
    todo: list[int],
    tracked: list[int],
    rhythm: Rhythm,
    sources: Sources,
    *,
    replay: bool,
) -> Counts:
    changes = sources.epochs()
    exposure = sources.exposure(changes, rhythm, todo[0] - 1)
    # A replay holds every count anyway; a night reads the past of the few units that it looks at.
    if replay:
        told = counted.since(db, week_monday(todo[0]))
    else:
        told = counted.near(db, _near(todo, exposure))
    # Tracked units are looked at even when they are silent.
    keys = np.union1d(told.key, np.array(tracked, np.uint64))
    return Counts(
        keys=keys,
        states=UnitStates.empty(len(keys)) if replay else placed(weeks.take_states(db, keys), keys),
        exposure=exposure,
        unit=np.searchsorted(keys, told.key).astype(np.int64),
        week=told.week,
        voice=told.voice,
        days=told.days,
        n_voices=len(told.voices),
        counts_from=told.counts_from,
        source=told.source,
        sources=sources,
        epochs=changes,
        ledger=None if replay else Past(db),
    )


def _near(todo: list[int], exposure: Exposure) -> list[date]:
    """The weeks whose units the weeks to commit touch: themselves, and those that leave."""
    leaving = [signals.leaving_week(week, exposure) for week in todo]
    return sorted({week_monday(week) for week in (*todo, *leaving) if week is not None})


def placed(stored: weeks.States, keys: Keys) -> UnitStates:
    """The states of these units, sorted, as last stored; empty where never stored."""
    held = UnitStates.empty(len(keys))
    where = np.searchsorted(keys, stored.key)
    held.past[where], held.past_week[where] = stored.past, stored.past_week
    held.sums[:, where], held.seen_week[where] = stored.sums, stored.seen_week
    return held


def _resumed(
    db: Connection, variables: Sequence[str], setting: str, cold_weeks: int, last: int
) -> tracking.Tracker:
    rows, units = stored.signals(db)
    found = {row[0]: _signal(row, variables) for row in rows}
    for signal_id, key, since, until in units:
        if until is None:
            found[signal_id].units[key] = week_number(since)
        else:
            found[signal_id].gone.append((key, week_number(since), week_number(until)))
    tracker = tracking.Tracker.resumed(found.values())
    lineage, near, apart = stored.kinship(db)
    for name, relation, other, week, reason in lineage:
        told = Kin(name, relation, other, week_number(week), reason)
        tracker.kin[name, relation, other] = told
    tracker.kinship = Kinship({(one, other): n for one, other, n in near}, dict(apart))
    tracker.setting, tracker.cold_weeks = setting, cold_weeks
    heirs = {name: other for name, relation, other, *_ in lineage if relation == "relecture"}
    tracker.said = [
        states.Said(heirs.get(signal, signal), _holds_from(at, last), word, state, author)
        for signal, word, at, state, author in stored.decisions(db)
    ]
    return tracker


def _holds_from(at: datetime, last: int) -> int:
    """The week from which what was said then holds; said long after the last one, from that one.

    In the week that follows the last one, it waits as a night makes it wait.
    """
    week = week_number(monday(day_in_paris(at.replace(tzinfo=UTC))))
    return last if week > last + 1 else week


def _signal(row: tuple[Any, ...], variables: Sequence[str]) -> Signal:
    signal_id, born, anchor, label, variable, state, since, quiet, low, fall, confirmed = row
    standing = states.Standing(
        state, week_number(since), quiet, low, fall, week_number(confirmed) if confirmed else None
    )
    index = variables.index(variable) if variable in variables else None
    return Signal(signal_id, week_number(born), anchor, standing, {}, [], label, index)


def _alive(tracker: tracking.Tracker) -> list[Signal]:
    return sorted((s for s in tracker.signals.values() if s.alive), key=lambda s: s.id)


def _in_sight(tracker: tracking.Tracker, week: int) -> list[str]:
    """The signals that live, or that a documentalist keeps in sight."""
    pinned = set(tracker.ruled(week).pinned) & set(tracker.signals)
    return sorted({s.id for s in _alive(tracker)} | pinned)


def _store(
    db: Connection,
    counts: Counts,
    tracker: tracking.Tracker,
    rows: list[SignalWeek],
    variables: Sequence[str],
) -> None:
    store_states(db, counts)
    found = sorted(tracker.signals.values(), key=lambda s: s.id)
    stored.store_signals(
        db,
        [_signal_row(s, variables) for s in found],
        [row for s in found for row in _unit_rows(s)],
    )
    said = counts.exposure.rhythm.said
    stored.store_kinship(
        db,
        [_kin_row(kin, said) for kin in tracker.kin.values()],
        [(*pair, n_weeks) for pair, n_weeks in tracker.kinship.near.items()],
        list(tracker.kinship.apart.items()),
    )
    stored.store_weeks(
        db,
        [_week_row(row, variables, said) for row in rows],
        [part for row in rows for part in _parts(row, said)],
    )


def store_states(db: Connection, counts: Counts) -> None:
    """Write the states of the units, put back those that no week touched."""
    held = np.flatnonzero(counts.states.seen_week)  # 0: never seen
    told = counts.states.take(held)
    weeks.store_states(
        db, weeks.States(counts.keys[held], told.past, told.past_week, told.sums, told.seen_week)
    )


def _name(variables: Sequence[str], index: int | None) -> str | None:
    return None if index is None else variables[index]


def _signal_row(s: Signal, variables: Sequence[str]) -> tuple[Any, ...]:
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


def _kin_row(k: Kin, said: Said) -> tuple[Any, ...]:
    return (k.signal, k.relation, k.other, week_monday(k.week), said(k.reason))


def _unit_rows(s: Signal) -> Iterator[tuple[Any, ...]]:
    for key, since in s.units.items():
        yield (s.id, key, week_monday(since), None)
    for key, since, until in s.gone:
        yield (s.id, key, week_monday(since), week_monday(until))


def _week_row(row: SignalWeek, variables: Sequence[str], said: Said) -> tuple[Any, ...]:
    return (
        row.signal,
        week_monday(row.week),
        row.label,
        _name(variables, row.variable),
        row.lead,
        row.state,
        row.was,
        said(row.reason),
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


def _parts(row: SignalWeek, said: Said) -> Iterator[tuple[Any, ...]]:
    for part in row.parts:
        yield (row.signal, week_monday(row.week), part.name, part.value, said(part.sentence))
