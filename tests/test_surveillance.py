"""A committed week looks no further back than it must."""

import numpy as np

from nlp import confirm, surveillance
from nlp.confirm import History
from nlp.signals import WEEKLY, Exposure, UnitStates
from nlp.surveillance import Counts
from nlp.tracking import Mentions, Tracker

FIRST, WEEK = 1_000, 1_069
QUIET, SOLID, RISING = range(3)
KEYS = np.array([10, 20, 30], np.uint64)
NONE = np.zeros(0, np.int64)


class Ledger:
    """A past in which nothing was said, which keeps what it is asked."""

    def __init__(self):
        self.asked = []

    def by_week(self, keys, week, n_weeks):
        self.asked.append(("by week", keys.tolist(), n_weeks))
        return np.zeros((len(keys), n_weeks))

    def by_voice(self, keys, week, rhythm):
        self.asked.append(("by voice", keys.tolist(), rhythm.look_back))
        return History(NONE, NONE, NONE, np.zeros(0), len(keys), 1)


class Book:
    def lemmas(self, keys):
        return {key: f"u{key}" for key in keys.tolist()}

    def usual(self, week):
        return np.zeros(1)

    def window(self, keys, week):
        return Mentions(KEYS[:0], NONE, NONE, NONE, NONE, NONE, [], [])


def asked(units, nats):
    """What is asked of the past when these units are said once, the last with so much evidence."""
    states = UnitStates.empty(len(KEYS))
    states.seen_week[:] = states.past_week[:] = WEEK - 1
    states.past_week -= 8
    states.past[SOLID] = 2 * confirm.SOLID_PAST
    states.sums[:, RISING] = nats
    unit = np.array(units)
    ones, exposure = np.ones(len(units)), Exposure(FIRST, np.full(WEEK + 1 - FIRST, 100.0))
    ledger = Ledger()
    counts = Counts(
        KEYS, states, exposure, unit, np.full(len(units), WEEK), unit, ones, 3, ledger=ledger
    )
    surveillance.advance(counts, Tracker(), Book(), WEEK)
    return ledger.asked


def test_the_past_is_read_for_the_units_that_rise_and_for_twelve_weeks_of_those_that_calibrate():
    assert asked([QUIET, SOLID, RISING], 20.0) == [
        ("by week", [20], confirm.SPAN),
        ("by voice", [30], WEEKLY.look_back),
    ]


def test_no_past_is_read_in_a_week_in_which_nothing_rises():
    assert asked([QUIET, SOLID], 0.0) == []
