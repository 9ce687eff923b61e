"""The lives of signals, for those who compare them with a known truth."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .database import connect


@dataclass(frozen=True, slots=True)
class Life:
    """A signal: its highest state, when it got there, and where its units were read."""

    id: str
    label: str
    best: str
    alert_on: date | None  # first week in an alert state; None: never
    confirmed_on: date | None
    was_told: bool  # it was in an alert state the week before, so it is no new alert
    urls: tuple[str, ...]  # of its documents


_LIVES = """
WITH told AS (
    SELECT
        signal_id,
        max_by(label, week) AS label,
        min(week) FILTER (WHERE list_contains($alerts, state)) AS alert_on,
        min(week) FILTER (WHERE list_contains($confirmed, state)) AS confirmed_on,
        max_by(state, coalesce(list_position($alerts, state), 0)) AS best,
        max(week) AS last_week
    FROM signal_week
    WHERE week >= $since
    GROUP BY signal_id
)
SELECT
    t.signal_id,
    t.label,
    t.best,
    t.alert_on,
    t.confirmed_on,
    EXISTS (
        SELECT 1
        FROM signal_week AS w
        WHERE w.signal_id = t.signal_id AND w.week = $since - 7 AND list_contains($alerts, w.state)
    ),
    (
        SELECT list(DISTINCT d.url ORDER BY d.url)
        FROM signal_unit AS u
        JOIN v_mention AS m USING (unit_key)
        JOIN passage AS p USING (passage_key)
        JOIN document AS d ON d.document_id = p.document_id
        WHERE u.signal_id = t.signal_id AND d.counted_on BETWEEN t.alert_on - 77 AND t.last_week + 6
    )
FROM told AS t
ORDER BY t.alert_on, t.signal_id
"""


def lives(path: Path, alerts: Sequence[str], confirmed: Sequence[str], since: date) -> list[Life]:
    """Every signal that lived since a Monday, with its first weeks in these states."""
    given = {"alerts": list(alerts), "confirmed": list(confirmed), "since": since}
    with contextlib.closing(connect(path, read_only=True)) as db:
        rows = db.execute(_LIVES, given).fetchall()
    return [
        Life(id_, label, best, alert_on, confirmed_on, was_told, tuple(said or ()))
        for id_, label, best, alert_on, confirmed_on, was_told, said in rows
    ]
