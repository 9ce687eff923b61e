"""What the week that is not over shows so far: read from the states, never fed back to them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from nlp import signals, states
from nlp.epochs import Epoch
from nlp.signals import WEEKLY, Exposure, Floats, Rhythm, Seen
from nlp.weekly import Keys
from veille import week_monday, week_number
from warehouse import epochs, weeks
from warehouse import provisional as stored
from warehouse.database import Connection

from .committing import heard_of, placed


def show(db: Connection, running: date, cold_weeks: int, rhythm: Rhythm = WEEKLY) -> int:
    """Tell what the week of this Monday shows so far; how many units are told.

    Nothing is told before a week was committed, nor while the running one holds no text.
    """
    stored.store(db, [])
    committed = weeks.committed(db)
    if committed is None or committed >= running:
        return 0
    week, origin = week_number(running), epochs.origin(db, committed)
    names, sources = heard_of(db, origin, committed)
    changes = sources.epochs()
    keys, counts, n_documents = stored.seen(db, running, _aside(names, changes, week))
    if not n_documents or not len(keys):
        return 0
    exposure = _extended(sources.exposure(changes, rhythm, week), week, n_documents)
    rows = list(_rows(db, keys, counts, running, exposure, cold_weeks))
    stored.store(db, rows)
    return len(rows)


def _rows(
    db: Connection, keys: Keys, counts: Floats, running: date, exposure: Exposure, cold_weeks: int
) -> Iterator[stored.Row]:
    """The units over the threshold, and those of living signals."""
    week, units = week_number(running), np.arange(len(keys))
    held, homes = placed(weeks.states(db, keys), keys), stored.homes(db)
    start = signals.evidence_at(held, units, week - 1, exposure)
    signals.advance(held, week, Seen(units, counts), _leaving(db, keys, week, exposure), exposure)
    past = (signals.baseline(held, units, week, exposure) + signals.PRIOR) * exposure.at(week)
    expected = past / max(exposure.past(week, exposure.lag(week)), 1.0)
    cusum = held.sums.max(axis=0)
    asked = states.bar(exposure.age(week), int((counts > 0).sum()), cold=cold_weeks)
    for k, key in enumerate(keys.tolist()):
        if cusum[k] >= asked.alone or key in homes:
            said = int(counts[k]), float(expected[k]), float(start[k]), float(cusum[k])
            yield (running, key, homes.get(key), *said)


def _aside(names: list[str], changes: list[Epoch], week: int) -> list[str]:
    """The new sources that do not count yet."""
    return [names[e.source] for e in changes if e.change == "arrivee" and e.until > week]


def _extended(exposure: Exposure, week: int, n_documents: int) -> Exposure:
    """The exposure with what the running week has read so far."""
    known = np.zeros(week - exposure.first + 1)
    known[: len(exposure.documents)] = exposure.documents[: len(known)]
    known[-1] = n_documents
    spoken = [exposure.age(exposure.first + k) for k in range(len(known) - 1)]
    return replace(exposure, documents=known, spoken=np.array([*spoken, spoken[-1] + 1]))


def _leaving(db: Connection, keys: Keys, week: int, exposure: Exposure) -> Seen:
    """What joins the baseline of these units when the running week is committed."""
    leaves = signals.leaving_week(week, exposure)
    said = stored.said_in(db, keys, week_monday(leaves)) if leaves is not None else {}
    units = np.flatnonzero([int(key) in said for key in keys])
    return Seen(units, np.array([said[int(keys[k])] for k in units]))
