"""Signals as they are shown: in the state that a documentalist pinned, else in the computed one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from veille import Decision, day_in_paris
from warehouse.read import SignalRow

from .french import STATES, day, quoted, say


def pinned(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The pin of each signal that has one: the last one, unless it was released since."""
    held: dict[str, Decision] = {}
    for made in sorted(decisions, key=lambda d: (d.decided_at, d.id)):
        if made.decision == "epingler":
            held[made.signal_id] = made
        elif made.decision == "liberer":
            held.pop(made.signal_id, None)
    return held


def shown(rows: Iterable[SignalRow], decisions: Sequence[Decision]) -> list[SignalRow]:
    """The rows in the state to show. What stays silent without a pin is left out.

    A pinned signal does not move by its state: nothing but its score tells whether it rises.
    """
    held = pinned(decisions)
    kept = [_shown(row, held.get(row.signal_id)) for row in rows]
    return [row for row in kept if row.pinned or not row.now.state == row.was == "bruit"]


def is_off(row: SignalRow) -> bool:
    """Whether a documentalist pinned the signal as extinct: it is listed apart, to be freed."""
    return row.pinned != "" and row.now.state == "bruit"


def _shown(row: SignalRow, pin: Decision | None) -> SignalRow:
    if pin is None or pin.state is None:
        return row
    said = say("épinglé par {} le {}", pin.author, day(day_in_paris(pin.decided_at)))
    since = say(" depuis la semaine du {}", day(row.since)) if row.now.state == "bruit" else ""
    reason = say("État calculé : {}{}", STATES[row.now.state], since) + (
        f". {quoted(pin.note.rstrip(' .'))}" if pin.note else ""
    )
    now = replace(row.now, state=pin.state)
    return replace(row, now=now, was=pin.state, reason=reason, pinned=said)
