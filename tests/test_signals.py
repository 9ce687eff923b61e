"""The NB-CUSUM of units: one step by hand, silence, lag, order."""

import inspect
import math
import re

import numpy as np
import pytest

from nlp import registry, scores, states
from nlp.signals import (
    ALERT,
    LAG,
    MONTHLY,
    PRIOR,
    WEEKLY,
    Exposure,
    Seen,
    UnitStates,
    advance,
    baseline,
    evidence_at,
    leaving_week,
)

NOBODY = Seen(np.zeros(0, np.int64), np.zeros(0))
ONE = np.array([0])


def seen(count):
    return Seen(ONE, np.array([float(count)])) if count else NOBODY


def lived(counts, documents, *, every_week=False):
    """The states and evidence of one unit, mentioned so many times in weeks 0, 1, 2…"""
    states, exposure, told = UnitStates.empty(1), Exposure(0, np.array(documents, float)), []
    states.seen_week -= 1
    for week, count in enumerate(counts):
        now = Seen(ONE, np.array([float(count)])) if every_week else seen(count)
        leaves = leaving_week(week, exposure)
        leaving = seen(counts[leaves] if leaves is not None and leaves >= 0 else 0)
        advance(states, week, now, leaving, exposure)
        told.append(evidence_at(states, ONE, week, exposure)[0])
    return states, np.array(told)


def steady(n_weeks, documents=30):
    return [documents] * n_weeks


def no_longer_young(first, documents):
    """The exposure where something was heard every week, as where a source of then is set aside."""
    return Exposure(first, np.array(documents), spoken=np.arange(1, len(documents) + 1))


def one_step(count):
    """A unit never seen: 10 documents in the past, 10 this week, so 0.5 mention expected."""
    states = UnitStates.empty(1)
    exposure = no_longer_young(100, [0.0] * 32 + [10.0] + [0.0] * 7 + [10.0])
    advance(states, 140, seen(count), NOBODY, exposure)
    return states.sums[:, 0]


def test_one_week_adds_the_hand_computed_evidence():
    # mean 0.5, size 1 / (1/0.5 + 0.15) = 0.465116, two mentions:
    # r = 2: 2 ln(1.930233/1.465116) + 0.465116 ln(0.965116/1.465116) = 0.551412 - 0.194159
    # r = 4: 2 ln(3.860465/2.465116) + 0.465116 ln(0.965116/2.465116) = 0.897097 - 0.436161
    # r = 8: 2 ln(7.720930/4.465116) + 0.465116 ln(0.965116/4.465116) = 1.095279 - 0.712466
    assert one_step(2) == pytest.approx([0.357253, 0.460937, 0.382813], abs=1e-6)


def test_a_week_counts_at_most_two_mentions_over_the_mean_rounded_up():
    assert one_step(50) == pytest.approx(one_step(3))
    assert (one_step(3) > one_step(2)).all()


def test_evidence_never_goes_below_zero():
    states, _ = lived([1, 0, 0, 2] * 10, steady(40))
    assert (states.sums >= 0).all()


def test_a_rise_passes_the_alert():
    _, told = lived([0] * 30 + [1, 1, 2, 2, 3, 3, 4, 4], steady(38))
    assert told[29] < 1
    assert told[-1] >= ALERT


def test_a_steady_unit_stays_quiet():
    _, told = lived([2] * 80, steady(80))
    assert told[30:].max() < 4


def test_silence_melts_the_evidence_and_never_brings_it_back():
    _, told = lived([0] * 30 + [1, 1, 2, 2, 3, 3, 4, 4] + [0] * 160, steady(198))
    after = told[37:]
    assert (np.diff(after) <= 1e-12).all()
    assert after[-1] == 0


@pytest.mark.parametrize("seed", range(6))
def test_a_silence_in_closed_form_is_never_above_the_weekly_steps(seed):
    rng = np.random.default_rng(seed)
    documents = rng.integers(0, 60, 160) * (rng.random(160) > 0.1)
    counts = (rng.random(160) < 0.1) * rng.integers(1, 4, 160) * (documents > 0)
    counts[70:110] = 0
    _, lazy = lived(counts, documents)
    _, weekly = lived(counts, documents, every_week=True)
    assert (lazy <= weekly + 1e-9).all()


def test_a_silence_in_closed_form_stays_within_its_error_bound():
    # Each week a Poisson melts (r-1)m, a negative binomial at least (r-1)m size / (r m + size).
    counts = [0] * 60 + [3, 3] + [0] * 7  # no mention has joined the baseline yet
    exposure = Exposure(0, np.array(steady(69), float))
    _, lazy = lived(counts, steady(69))
    _, weekly = lived(counts, steady(69), every_week=True)
    m = np.array([PRIOR * 30 / exposure.past(week, LAG) for week in range(62, 69)])
    size = 1 / (1 / PRIOR + 0.15)
    assert 0 < weekly[-1] - lazy[-1] <= (7 * m * 8 * m / (8 * m + size)).sum()


def test_the_last_eight_weeks_do_not_teach_the_baseline():
    counts = [0] * 40 + [4] + [0] * 8
    assert lived(counts[:-1], steady(48))[0].past[0] == 0
    assert lived(counts, steady(49))[0].past[0] == 4


def test_the_baseline_is_halved_every_26_weeks():
    # 4 mentions joined at week 48, 1 at week 48 + 26: 4 / 2 + 1
    counts = [0] * 40 + [4] + [0] * (WEEKLY.half_life - 1) + [1] + [0] * LAG
    states, _ = lived(counts, steady(len(counts)))
    assert states.past[0] == pytest.approx(3.0)


def test_a_baseline_is_read_at_any_later_week():
    # 4 mentions joined at week 48, read 26 weeks later, no mention in between
    states, _ = lived([0] * 40 + [4] + [0] * 8, steady(49))
    exposure = Exposure(0, np.array(steady(80), float))
    assert baseline(states, ONE, 48 + WEEKLY.half_life, exposure) == pytest.approx([2.0])


def test_past_exposure_is_lagged_and_decayed_by_hand():
    # Week 10 hears weeks up to 2: 10 DECAY² + 20 WEEKLY.decay + 40
    exposure = Exposure(0, np.array([10.0, 20.0, 40.0] + [80.0] * 8))
    assert exposure.past(10, 8) == pytest.approx(10 * WEEKLY.decay**2 + 20 * WEEKLY.decay + 40)
    assert exposure.past(7, 8) == 0


def test_a_young_archive_waits_for_a_quarter_of_its_age():
    exposure = Exposure(100, np.array(steady(60), float))
    assert [exposure.lag(100 + age - 1) for age in (1, 7, 8, 31, 32, 60)] == [1, 1, 2, 7, 8, 8]


def test_a_stray_text_of_long_ago_makes_no_archive_old():
    exposure = Exposure(100, np.array([1.0] + [0.0] * 500 + steady(40)))
    assert [exposure.lag(week) for week in (100, 400, 600, 605, 630)] == [1, 1, 1, 1, 7]
    assert exposure.lags.tolist() == [exposure.lag(100 + k) for k in range(541)]


def test_each_week_joins_the_baseline_once():
    exposure = Exposure(0, np.array(steady(60), float))
    leaves = [leaving_week(week, exposure) for week in range(60)]
    assert [week for week in leaves if week is not None] == list(range(-1, 52))


def test_silences_expect_what_the_baseline_said():
    # Past exposure 10 at week 40, 10 d at week 41, with 10 documents each: 1 and 1 / d.
    exposure = no_longer_young(0, [0.0] * 32 + [10.0] + [0.0] * 7 + [10.0, 10.0])
    steady_said, fading = exposure.silences(41)
    assert steady_said[2] == pytest.approx(1 + 1 / WEEKLY.decay)
    # A mention just seen has aged one week, then two: WEEKLY.decay + DECAY² / WEEKLY.decay
    assert fading[2] == pytest.approx(2 * WEEKLY.decay)


def test_a_week_without_documents_changes_nothing():
    counts = [0] * 40 + [3, 3, 3]
    _, told = lived(counts, steady(43))
    _, with_outage = lived([*counts, 2], [*steady(43), 0])
    assert with_outage[-1] == told[-1] > 4


def test_an_outage_does_not_hide_the_silence_before_it():
    # The mentions of week 41 join the baseline during the outage of week 49.
    _, told = lived([0] * 40 + [3, 3] + [0] * 8, [*steady(49), 0])
    assert told[-1] == pytest.approx(told[-2])
    assert told[-1] < told[41]


def test_a_unit_never_seen_has_no_evidence():
    exposure = Exposure(100, np.array(steady(40), float))
    assert evidence_at(UnitStates.empty(2), np.array([0, 1]), 139, exposure).tolist() == [0, 0]


def test_units_do_not_touch_each_other():
    states, exposure = UnitStates.empty(3), Exposure(100, np.array(steady(30), float))
    touched = advance(states, 129, Seen(np.array([2]), np.array([3.0])), NOBODY, exposure)
    assert touched.tolist() == [2]
    assert states.sums[:, :2].sum() == 0 < states.sums[:, 2].min()


def test_weeks_are_taken_in_order():
    states, exposure = UnitStates.empty(1), Exposure(100, np.array(steady(30), float))
    advance(states, 120, seen(1), NOBODY, exposure)
    with pytest.raises(ValueError, match="119 comes too late"):
        advance(states, 119, seen(1), NOBODY, exposure)


def test_a_copy_of_states_is_apart():
    states = UnitStates.empty(2)
    taken = states.take(np.array([1]))
    taken.sums += math.pi
    assert states.sums.sum() == 0


def test_age_counts_the_weeks_that_hold_documents():
    exposure = Exposure(10, np.array([5.0, 0.0, 5.0, 5.0]))
    assert [exposure.age(week) for week in (9, 10, 12, 13)] == [0, 1, 2, 3]


def test_silent_weeks_are_those_without_a_document_since_one():
    exposure = Exposure(10, np.array([5.0, 0.0, 0.0, 5.0, 0.0]))
    spans = [(10, 11), (10, 13), (11, 14), (12, 13), (14, 14), (3, 14)]
    assert [exposure.silent(*span) for span in spans] == [1, 2, 2, 0, 0, 3]


@pytest.mark.parametrize("module", [registry, scores, states])
def test_every_sentence_on_weeks_can_be_told_in_months(module):
    written = re.sub(r"{.*?}", "9", inspect.getsource(module))
    assert "semaine" in written and "semaine" not in MONTHLY.said(written)


def test_a_title_keeps_its_weeks_and_a_night_says_weeks():
    said = "« semaine de quatre jours » : 3 mentions en 12 semaines"
    assert MONTHLY.said(said) == "« semaine de quatre jours » : 3 mentions en 12 mois"
    assert WEEKLY.said(said) == said
