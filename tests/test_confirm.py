"""Is a rise more than one voice, one week, one season, one event?"""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import nbinom

from nlp import confirm
from nlp.confirm import SPAN, History, Level, negative_binomial_tail, over_dispersion, prove
from nlp.signals import MONTHLY, WEEKLY, Exposure
from nlp.states import SETTINGS

LAST = 99  # 100 weeks of archive, of 100 documents each


def exposure(n_weeks=100, documents=100.0):
    return Exposure(LAST + 1 - n_weeks, np.full(n_weeks, documents))


def history(rows, n_units=1, n_voices=20):
    """Rows of (unit, weeks ago, voice, days)."""
    unit, ago, voice, days = np.array(rows or np.zeros((0, 4)), int).T
    return History(unit, LAST - ago, voice, days.astype(float), n_units, n_voices)


def weekly(counts, last_ago=0):
    """One mention of a new voice each, oldest week first."""
    return [
        (0, len(counts) - 1 - k + last_ago, voice, 1)
        for k, count in enumerate(counts)
        for voice in range(count)
    ]


def proved(rows, past=0.0, given=None, n_units=1):
    known = given or exposure()
    past = np.full(n_units, past)
    return prove(history(rows, n_units), past, LAST, known)


RISE = [0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("count", [1, 4, 30])
@pytest.mark.parametrize(("mean", "size"), [(0.3, 0.5), (2.0, 5.0), (12.0, 60.0)])
def test_the_tail_is_that_of_scipy(count, mean, size):
    got = negative_binomial_tail(np.array([count]), np.array([mean]), np.array([size]))
    assert got[0] == pytest.approx(nbinom.sf(count - 1, size, size / (size + mean)), rel=1e-9)


def test_nothing_is_never_surprising():
    assert negative_binomial_tail(np.zeros(1), np.ones(1), np.ones(1)) == [1]


def test_expected_mentions_by_hand():
    # past 0.5 + 0.5 over 100 / (1 - DECAY) documents, 88 weeks of it; 1,200 documents in 12 weeks
    past_documents = 100 * (1 - WEEKLY.decay**88) / (1 - WEEKLY.decay)
    found = proved([(0, 0, 0, 1)], past=0.5 * WEEKLY.decay**4, given=exposure())
    season = 0.5 * 12 / 16  # nothing was said in the 16 weeks around, a year ago
    assert found.expected[0] == pytest.approx(max(1.0 * 1200 / past_documents, season))


def test_the_effect_is_the_hand_computed_bound():
    # 34 mentions, 0.5 of past: ln(34.5/m) - 1.645 sqrt(1/34.5 + 1/0.5 + 0.15), without a season
    known = exposure(50)
    mean = 0.5 * 600 / known.past(LAST, 6 + 6)
    bound = math.log(27.5 / mean) - 1.645 * math.sqrt(1 / 27.5 + 1 / 0.5 + 0.15)
    found = proved(weekly([0] * 5 + [1, 3, 4, 5, 5, 5, 5]), given=known)
    assert found.effect[0] == pytest.approx(bound)


def test_the_best_voice_is_left_out():
    # Voice 3 said 5 + 1, voice 4 said 2, voice 5 said 1: 9 - 6 are left, with 6 weeks in sight.
    rows = [(0, 0, 3, 5), (0, 2, 3, 1), (0, 1, 4, 2), (0, 0, 5, 1), (0, 6, 3, 7)]
    left = confirm._without_best_voice(history(rows), np.array([9.0]), LAST, 6)
    assert left.tolist() == [3]


def test_the_best_weeks_are_left_out_with_their_documents():
    # The rates are 1, 5, 3, 0 per 100 documents: the second week goes, 300 documents of 400 stay.
    counts = np.array([[1.0, 5.0, 3.0, 0.0]])
    left, share = confirm._without_best_weeks(counts, 1, LAST, exposure())
    assert (left.tolist(), share.tolist()) == ([4], [0.75])


def test_a_rise_of_one_voice_proves_nothing():
    assert proved([(0, ago, 7, 5) for ago in range(10)]).p_value[0] == 1


def test_a_rise_of_one_week_proves_nothing():
    assert proved(weekly([0] * 11 + [15])).p_value[0] == 1


def test_a_rise_of_many_voices_and_weeks_is_proved():
    found = proved(weekly(RISE))
    assert found.p_value[0] < 1e-4
    assert found.stands(0, 20.0, SETTINGS["equilibre"].alone)
    assert not found.stands(0, 19.9, SETTINGS["equilibre"].alone)


def test_more_past_makes_the_same_count_less_surprising():
    p_values = [proved(weekly(RISE), past=past).p_value[0] for past in (2, 8, 30, 90)]
    assert p_values == sorted(p_values)
    assert p_values[-1] > 0.05


def test_four_equal_voices_count_for_four():
    found = proved([(0, 0, voice, 2) for voice in range(4)])
    assert found.effective[0] == pytest.approx(4)
    assert found.voices[0] == 4


def test_unequal_voices_count_for_fewer():
    # Shares 3/4 and 1/4: exp(0.75 ln(4/3) + 0.25 ln 4) = 1.7548
    found = proved([(0, 0, 0, 3), (0, 0, 1, 1)])
    assert found.effective[0] == pytest.approx(1.7548, abs=1e-4)


def test_the_shape_of_one_mention_this_week_by_hand():
    # Event: (1 + 0.02) / 1.24. Rise: (e^(11/3) / 135.48 + 0.02) / 1.24 = 0.30876 / 1.24
    found = proved([(0, 0, 0, 1)])
    assert found.shape[0] == pytest.approx(math.log(0.30876 / 1.02), abs=1e-4)


def test_the_shape_of_one_mention_in_each_of_the_last_two_weeks_by_hand():
    # Event of the last two weeks, tau 3: 1 and e^(-1/3) over 1.7165, so 0.5826 and 0.4174.
    # Rise, tau 3: e^(10/3) and e^(11/3) over 135.48, so 0.2069 and 0.2888; 0.02 a week is added.
    found = proved(weekly([0] * 10 + [1, 1]))
    by_hand = math.log(0.2269 * 0.3088 / (0.6026 * 0.4374))
    assert found.shape[0] == pytest.approx(by_hand, abs=1e-3) == pytest.approx(-1.325, abs=1e-3)


YOUNG = [0] * 6 + [1, 0, 2, 1, 3, 2]


@pytest.mark.parametrize(
    ("setting", "least"),
    [("haute_precision", 0.0), ("equilibre", -math.log(10) / 2), ("large_filet", -math.log(10))],
)
@pytest.mark.parametrize("level", ["alone", "together"])
def test_an_event_must_explain_a_rise_better_by_the_odds_of_the_setting(setting, least, level):
    asked = getattr(SETTINGS[setting], level)
    found = proved(weekly(RISE))
    assert replace(found, shape=np.array([least])).stands(0, 40.0, asked)
    assert not replace(found, shape=np.array([least - 1e-6])).stands(0, 40.0, asked)


def test_a_young_rise_is_not_taken_for_an_event_at_even_odds():
    found = proved(weekly(YOUNG))
    assert -0.2 < found.shape[0] < 0
    assert found.stands(0, 16.0, Level(16, 0.02, 2, 0.5, -0.2))
    assert not found.stands(0, 16.0, Level(16, 0.02, 2, 0.5))


def test_the_shape_of_a_rise_is_positive():
    assert proved(weekly(RISE)).shape[0] > 3


@pytest.mark.parametrize("week", range(12))
def test_the_shape_of_one_day_is_negative(week):
    counts = [0] * 12
    counts[week] = 12
    assert proved(weekly(counts)).shape[0] < -1


def test_an_outage_is_not_the_end_of_an_event():
    documents = np.full(100, 100.0)
    documents[-8:] = 0  # nothing could be seen
    counts = [3] * 4 + [0] * 8
    assert proved(weekly(counts)).shape[0] < -5
    assert proved(weekly(counts), given=Exposure(0, documents)).shape[0] > -1


def test_the_same_count_last_year_makes_the_rise_unsurprising():
    found = proved(weekly(RISE) + weekly(RISE, last_ago=52))
    assert found.season_known
    assert found.p_without_season[0] < 1e-4
    assert found.p_value[0] > 0.05


def test_a_year_that_said_nothing_is_no_season():
    found = proved(weekly(RISE[:6]))
    assert found.p_without_season[0] == found.p_value[0]


@pytest.mark.parametrize(("last_year", "returns"), [(4, False), (5, True)])
def test_what_rose_half_as_much_last_year_returns(last_year, returns):
    # 8 mentions, of a word new to the past. The 16 weeks of a year ago make one expect
    # (4 + 0.5) x 12/16 = 3.375, and 8 is twice that; (5 + 0.5) x 12/16 = 4.125, and it is not.
    found = proved(weekly([2, 2, 2, 2]) + weekly([last_year], last_ago=54))
    assert found.returns(0, 1e-6) is returns  # too little was said for such a probability


def test_what_last_year_said_as_usual_is_no_season():
    # 4.125 expected from last year, less than twice the 2.12 of the past alone.
    rows = weekly([2, 2, 2, 2]) + weekly([5], last_ago=54)
    assert proved(rows, past=4.5).returns(0, 0.02)
    found = proved(rows, past=5.0)
    assert 2 * found.usual[0] > found.expected[0] == pytest.approx(4.125)
    assert not found.returns(0, 0.02)


@pytest.mark.parametrize(("without", "returns"), [(0.02, True), (0.021, False)])
def test_a_rise_that_only_the_season_makes_likely_returns(without, returns):
    # 34 mentions are more than twice what last year makes one expect; the chance alone tells.
    found = proved(weekly(RISE) + weekly([9], last_ago=54))
    assert found.count[0] > 2 * found.expected[0] > 4 * found.usual[0]
    told = {"p_value": np.array([0.021]), "p_without_season": np.array([without])}
    assert replace(found, **told).returns(0, 0.02) is returns


def test_a_slope_of_two_years_by_month_is_no_season():
    # Twelve months are no season: what last year said more than half as much is the slope itself.
    months = Exposure(LAST - 99, np.full(100, 100.0), MONTHLY)
    rows = weekly([1] * 12) + weekly([1] * 6, last_ago=14)
    found = proved(rows, given=months)
    assert found.count[0] < 2 * found.expected[0] > 4 * found.usual[0]
    assert not found.returns(0, 0.02)
    assert replace(found, season_told=True).returns(0, 0.02)


def test_nothing_returns_before_the_season_can_be_judged():
    rows = weekly([2, 2, 2, 2]) + weekly([5], last_ago=54)
    assert not proved(rows, given=exposure(60)).returns(0, 0.02)


def test_the_season_is_not_judged_under_fourteen_months():
    young = exposure(60)
    rows = weekly(RISE) + weekly(RISE, last_ago=48)
    assert not proved(rows, given=young).season_known
    assert proved(rows, given=exposure(61)).season_known


@pytest.mark.parametrize(("n_units", "kappa"), [(99, 0.15), (100, 1e-4)])
def test_over_dispersion_is_measured_on_a_hundred_units_at_least(n_units, kappa):
    # All units alike: no spread, so the floor 0.0001; under a hundred, 0.15 is taken.
    rows = [(unit, 0, voice, 1) for unit in range(n_units) for voice in range(9)]
    past = np.full(n_units, 10 * WEEKLY.decay**4)
    known = exposure(50)
    counts = history(rows, n_units).counts(LAST, SPAN)
    assert over_dispersion(counts, past, LAST, known) == kappa


def test_over_dispersion_grows_with_the_spread_of_the_units():
    # Half of the units say nine, half three.
    def kappa(counts):
        rows = [(unit, 0, voice, 1) for unit in range(100) for voice in range(counts[unit % 2])]
        said = history(rows, 100).counts(LAST, SPAN)
        return over_dispersion(said, np.full(100, 10.0), LAST, exposure())

    assert kappa((9, 3)) > kappa((9, 9)) + 0.2


def test_over_dispersion_lowers_the_bound_of_the_effect():
    past = np.full(1, 10 * WEEKLY.decay**4)
    rows = [(0, 0, voice, 1) for voice in range(9)]
    found = prove(history(rows), past, LAST, exposure(50), kappa=0.4)
    # The six weeks are the more surprising: half of what the twelve expect.
    bound = math.log(9.5 / (found.expected[0] / 2)) - 1.645 * math.sqrt(1 / 9.5 + 1 / 10.5 + 0.4)
    assert found.effect[0] == pytest.approx(bound)


def test_visibility_by_hand():
    # One mention now, one 4 weeks ago: 1.5 over 100 x (1 - 2^-3) / (1 - 2^-0.25) = 549.96 documents
    found = proved([(0, 0, 0, 1), (0, 4, 1, 1)])
    assert found.visibility[0] == pytest.approx(1000 * 1.5 / 549.96, abs=1e-4)


def test_a_fall_by_hand():
    # 0 in 8 weeks, 36 in 26: ln(0.5 / (36 x 8/26 + 0.5)) + 1.645 sqrt(1/0.5 + 1/36.5)
    found = proved([(0, ago, voice, 1) for ago in range(8, 26) for voice in range(2)])
    assert found.fall[0] == pytest.approx(math.log(0.5 / 11.5769) + 1.645 * 1.42388, abs=1e-4)
    assert found.fall[0] < -math.log(1.5)


def test_what_lasts_does_not_fall():
    assert proved([(0, ago, 0, 2) for ago in range(26)]).fall[0] > 0


def test_active_weeks_are_counted_over_half_a_year():
    assert proved([(0, ago, 0, 1) for ago in (0, 5, 25, 26, 40)]).active[0] == 3


def test_units_are_proved_apart():
    rows = weekly(RISE)
    both = proved([*rows, *((1, *row[1:]) for row in weekly([1] * 12))], n_units=2)
    alone = proved(rows)
    assert both.p_value[0] == alone.p_value[0]
    assert both.count.tolist() == [34, 12]


@pytest.mark.parametrize("last", [[1, 2, 2, 3], [2, 4, 4, 5], [3, 3]])
def test_what_is_at_its_highest_has_not_faded(last):
    counts = [0] * (12 - len(last)) + last
    assert proved(weekly(counts)).lasting[0] >= 0
    assert proved(weekly([*counts[1:], 1])).lasting[0] < 0  # a week later it falls


def test_the_highest_is_told_for_as_many_documents():
    counts = [0] * 8 + [1, 2, 2, 3]
    assert proved(weekly(counts)).lasting[0] == 0
    documents = np.array([500.0] * 99 + [5000.0])  # a large week: its 3 are few
    assert proved(weekly(counts), given=Exposure(0, documents)).lasting[0] < 0


def test_a_history_that_looks_ahead_is_refused():
    with pytest.raises(ValueError, match="beyond week 99: 100"):
        proved([(0, -1, 0, 1)])


def test_what_began_this_week_is_not_yet_an_event():
    found = proved(weekly([0] * 10 + [2, 6]))
    assert found.shape[0] < 0  # an event that starts now explains it better than a rise
    assert found.lasting[0] > found.shape[0]


def test_what_faded_is_an_event():
    found = proved(weekly([0, 0, 0, 0, 9, 4, 1, 0, 0, 0, 0, 0]))
    assert found.lasting[0] == found.shape[0] < 0


def test_a_rise_carried_by_one_voice_and_repeated_by_others_does_not_stand():
    rows = [(0, ago, 0, 5) for ago in range(10)] + [(0, k, k + 1, 1) for k in range(9)]
    found = proved(rows)
    assert found.effective[0] < 0.4 * found.voices[0]
    assert not found.stands(0, 40.0, Level(6, 1.0, 1, -9.0))


@pytest.mark.parametrize("level", ["alone", "together"])
@pytest.mark.parametrize(("effective", "stands"), [(3.9, False), (4.0, True)])
def test_a_rise_that_one_voice_carries_does_not_stand(level, effective, stands):
    # Ten voices told it, the first so often that they are worth fewer than four.
    found = replace(proved(weekly(RISE)), voices=np.array([10.0]), effective=np.array([effective]))
    assert found.stands(0, 30.0, getattr(SETTINGS["equilibre"], level)) is stands


def test_voices_of_equal_weight_are_even_whatever_their_number():
    found = replace(proved(weekly(RISE)), voices=np.array([3.0]), effective=np.array([3.0]))
    assert found.stands(0, 20.0, SETTINGS["equilibre"].alone)
    assert not replace(found, effective=np.array([2.9])).stands(
        0, 20.0, SETTINGS["equilibre"].alone
    )
