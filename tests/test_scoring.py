"""Tests of nlp.scoring: verdicts on a handful of alerts, by hand."""

import math

import numpy as np
import pytest

from nlp.baselines import Weekly
from nlp.scoring import (
    PlantedUnit,
    Share,
    found_group,
    held_up,
    holding,
    pooled,
    quartiles,
    verdicts,
    wilson,
)


def plant(unit, group, onset=70.0, strong=140.0, plateau=1.0):
    return PlantedUnit(unit, group, onset, strong, plateau)


GROUPS = (plant(1, 0), plant(2, 0), plant(3, 1, plateau=0.5), plant(4, 2, strong=171.0))
TRUTH = {one.unit: one for one in GROUPS}


def judge(*alerts, planted=GROUPS, weekly=None):
    return verdicts(alerts, planted, first_week=10, n_weeks=20, weekly=weekly)


def test_wilson_matches_the_hand_computed_interval():
    # 8 of 10: (0.8 + 3.8416/20) / 1.38416 -/+ 1.96 sqrt(0.016 + 0.009604) / 1.38416
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_wilson_of_nothing_says_nothing():
    assert wilson(0, 0) == (0, 1)
    assert math.isnan(Share(0, 0).value)


def test_wilson_stays_between_0_and_1():
    assert wilson(5, 5) == (pytest.approx(0.5655, abs=1e-4), 1.0)


def test_an_alert_is_right_from_the_week_of_the_onset_on():
    assert found_group(8, [1], TRUTH) is None  # read on day 62
    assert found_group(10, [1], TRUTH) == 0  # read on day 76


def test_an_alert_is_right_by_the_majority_of_its_units():
    assert found_group(11, [1, 99], TRUTH) is None
    assert found_group(11, [1, 2, 99], TRUTH) == 0


def test_an_alert_that_mixes_groups_finds_one():
    assert found_group(11, [3, 1, 2], TRUTH) == 0


def test_precision_counts_alerts_and_recall_counts_groups():
    found = judge((11, (1,)), (12, (2,)), (12, (99,)))
    assert (found.precision.hits, found.precision.total) == (2, 3)
    assert (found.recall.hits, found.recall.total) == (1, 3)


def test_false_alerts_are_given_a_week():
    found = judge((11, (99,)), (12, (98,)), (13, (1,)))
    assert found.alerts_a_week == pytest.approx(3 / 20)
    assert found.false_a_week == pytest.approx(2 / 20)


def test_the_lead_is_that_of_the_first_right_alert():
    # Strong on day 140; the alert of week 12 is read on day 90
    found = judge((12, (1,)), (14, (2,)))
    assert found.leads == (50,)


def test_an_alert_after_strong_is_found_but_not_early():
    found = judge((20, (1,)))
    assert (found.early.hits, found.recall.hits, found.leads) == (0, 1, (-6,))


def test_precision_at_k_takes_the_first_k_of_each_week():
    found = judge((11, (99,)), (11, (98,)), (11, (97,)), (11, (1,)), (12, (2,)))
    assert (found.precision_at[3].hits, found.precision_at[3].total) == (1, 4)
    assert (found.precision_at[5].hits, found.precision_at[5].total) == (2, 5)


def test_groups_whose_rise_leaves_the_judged_span_are_not_asked():
    # The span is days 70 - 28 to 209: the first begins too early, the second is strong too late.
    outside = (plant(1, 0, onset=41), plant(2, 1, strong=210), plant(3, 2, onset=42))
    assert judge(planted=outside).recall.total == 1


def test_groups_are_cut_by_plateau_and_by_rise():
    found = judge((11, (3,)), (11, (4,)))
    assert [(s.low, s.early.hits, s.early.total) for s in found.by_plateau] == [
        (0.4, 1, 1),
        (0.8, 1, 2),
        (1.6, 0, 0),
    ]
    # Rises of 70, 70 and 101 days
    assert [(s.low, s.early.hits, s.early.total) for s in found.by_rise] == [
        (0, 1, 2),
        (90, 1, 1),
        (120, 0, 0),
    ]


def test_the_largest_plateau_is_in_the_last_range():
    found = judge(planted=(plant(1, 0, plateau=4.0),))
    assert found.by_plateau[-1].recall.total == 1


def test_mentions_are_counted_from_the_onset_to_the_alert():
    weeks = np.array([9, 10, 11, 12])
    seen = Weekly(np.ones(4, np.int64), weeks, np.array([5.0, 2, 3, 9]), np.ones(30), 0, 5)
    assert judge((11, (1,)), weekly=seen).mentions == (5,)


def test_quartiles_of_nothing_are_not_numbers():
    assert all(math.isnan(value) for value in quartiles([]))


def test_alerts_in_disorder_are_refused():
    with pytest.raises(ValueError, match="order of weeks"):
        judge((12, (1,)), (11, (1,)))


def rising(after):
    return np.array([1.0] * 20 + [3.0] * 4 + [after] * 12), np.full(36, 100.0)


def test_a_rise_holds_up_at_twice_the_earlier_rate():
    # 11 weeks of 1 before; 2.25 x 12 / 1200 >= 2 (11 + 0.25) / 1100
    assert held_up(*rising(2.25), 23) is True


def test_a_rise_that_falls_back_does_not_hold_up():
    assert held_up(*rising(1.5), 23) is False


def test_two_later_mentions_hold_nothing_up():
    counts = np.zeros(30)
    counts[20] = 2
    assert held_up(counts, np.full(30, 10.0), 15) is False


def test_holding_up_is_unknown_before_six_more_periods():
    assert held_up(*rising(2.0), 30) is None
    assert held_up(*rising(2.0), 29) is not None


def test_the_share_that_held_up_leaves_out_what_is_not_known_yet():
    rows = [rising(3.0)[0], rising(1.0)[0]]
    counts, exposure = np.array(rows), rising(1.0)[1]
    unit, week = np.nonzero(counts)
    order = np.argsort(week, kind="stable")
    seen = Weekly(unit[order], week[order], counts[unit, week][order], exposure, 0, 2)
    share = holding([(23, (0,)), (23, (1,)), (34, (0,))], seen)
    assert (share.hits, share.total) == (1, 2)


def test_pooled_verdicts_add_up():
    one, other = judge((11, (1,)), (12, (99,))), judge((20, (1,)), (20, (3,)))
    both = pooled([one, other])
    assert both.n_weeks == 40
    assert (both.precision.hits, both.precision.total) == (3, 4)
    assert (both.early.hits, both.recall.hits, both.recall.total) == (1, 3, 6)
    assert both.leads == one.leads + other.leads
    assert both.by_plateau[1].recall.total == 4


def test_nothing_cannot_be_pooled():
    with pytest.raises(ValueError, match="no verdicts"):
        pooled([])
