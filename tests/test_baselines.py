"""Tests of nlp.baselines: each published rule on tiny series, by hand."""

import numpy as np
import pytest

from nlp.baselines import (
    BASELINES,
    Report,
    Weekly,
    alerts,
    bertrend,
    chance,
    kem_kim,
    kleinberg,
    raw_growth,
    signitrend,
)


def weekly(*series, documents=100, first=0):
    """Counts of a few units, one series each, in weeks of so many documents."""
    counts = np.array(series, dtype=float).T
    week, unit = np.nonzero(counts)
    exposure = np.full(len(counts), float(documents))
    return Weekly(unit, week + first, counts[week, unit], exposure, first, counts.shape[1])


def reported(report):
    return dict(zip(report.units.tolist(), report.strengths.tolist(), strict=True))


def last(rule, counts, **options):
    return reported(list(rule(counts, counts.last_week, **options))[-1])


def report(week, *units):
    return Report(week, np.array(units), np.linspace(1, 0, len(units)))


def test_raw_growth_compares_four_weeks_with_the_four_before():
    # (8 + 0.5) / (2 + 0.5); the steady unit has ratio 1
    got = last(raw_growth, weekly([1, 0, 1, 0, 2, 2, 2, 2], [2] * 8))
    assert got == {0: pytest.approx(3.4)}


def test_raw_growth_is_relative_to_the_volume():
    counts = weekly([1, 1, 1, 1, 2, 2, 2, 2])
    doubled = Weekly(
        counts.unit, counts.week, counts.count, np.array([100.0] * 4 + [200.0] * 4), 0, 1
    )
    assert last(raw_growth, doubled) == {}


def test_raw_growth_asks_for_five_mentions():
    assert last(raw_growth, weekly([0, 0, 0, 0, 1, 1, 1, 1])) == {}


def test_kem_kim_keeps_what_is_rare_and_grows():
    # Of four units the medians part the two rare from the two frequent, the two growing from the
    # others: only the first is both.
    rare_up = [0] * 20 + [2] * 4
    rare_flat = [1] + [0] * 3 + [1] + [0] * 3 + [1, 0, 0, 0] * 4
    often_up, often_flat = [2] * 20 + [9] * 4, [5] * 24
    counts = weekly(rare_up, rare_flat, often_up, often_flat)
    # DoV_1 = 0, DoV_6 = 8/400, half a mention added: (8.5 / 0.5)^(1/5) - 1
    assert last(kem_kim, counts) == {0: pytest.approx(17 ** (1 / 5) - 1)}


def test_kem_kim_weighs_older_periods_less():
    # 12 mentions a period, the oldest of six weighs 1 - 5 x 0.05: ((12.5) / (9.5))^(1/5) - 1;
    # the other unit falls, so the steady one is above the median of growths, and rarer.
    counts = weekly([3] * 24, [9] * 12 + [5] * 12)
    assert last(kem_kim, counts) == {0: pytest.approx((12.5 / 9.5) ** 0.2 - 1)}


def test_kem_kim_asks_to_be_rare_in_both_maps():
    rare_up, steady = [0] * 20 + [2] * 4, [5] * 24
    counts = weekly(rare_up, steady)
    assert list(last(kem_kim, counts, occurrences=counts.count)) == [0]
    repeated = np.where(counts.unit == 0, 30.0, counts.count)
    assert last(kem_kim, counts, occurrences=repeated) == {}


def test_kem_kim_says_nothing_before_six_periods():
    assert last(kem_kim, weekly([5] * 23, [1] * 23)) == {}


def test_signitrend_measures_deviations_above_the_moving_mean():
    # One week of 10 after a silent one: (10 - 2) / (0 + 2)
    assert last(signitrend, weekly([0, 10]), bias=2) == {0: pytest.approx(4.0)}


def test_signitrend_learns_mean_and_variance_with_its_half_life():
    # Half-life 1: mean 4, variance 0.5 (0 + 0.5 x 8²) = 16; then (20 - 4) / (4 + 2)
    assert last(signitrend, weekly([8, 20]), half_life=1, bias=2, least=2.5) == {
        0: pytest.approx(16 / 6)
    }


def test_signitrend_counts_in_weeks_of_average_volume():
    counts = Weekly(np.array([0]), np.array([1]), np.array([20.0]), np.array([100.0, 300.0]), 0, 1)
    # 20 x 200 / 300 = 13.3; (13.3 - 2) / 2
    assert last(signitrend, counts, bias=2) == {0: pytest.approx((40 / 3 - 2) / 2)}


def test_kleinberg_finds_a_burst_and_its_weight():
    # Rate 10/400 = 0.025, burst 0.05. A week of 10 in 100 saves 10 ln 2 + 90 ln(0.95 / 0.975)
    # = 4.594; entering the burst costs ln 4 = 1.386.
    weight = 10 * np.log(2) + 90 * np.log(0.95 / 0.975)
    assert last(kleinberg, weekly([0, 0, 0, 10])) == {0: pytest.approx(weight)}


def test_kleinberg_sums_the_weeks_of_the_burst():
    # Rate 20/400 = 0.05, burst 0.1: two weeks of 10 save 10 ln 2 + 90 ln(0.9 / 0.95) each.
    weight = 2 * (10 * np.log(2) + 90 * np.log(0.9 / 0.95))
    assert last(kleinberg, weekly([0, 0, 10, 10])) == {0: pytest.approx(weight)}


def test_kleinberg_leaves_out_a_burst_that_is_over():
    assert last(kleinberg, weekly([0, 10, 10, 0, 0])) == {}


def test_kleinberg_looks_back_so_many_weeks_only():
    # Over the last four weeks, the unit is as frequent as ever: no burst.
    assert last(kleinberg, weekly([0] * 10 + [5] * 4), span=4) == {}


def test_bertrend_keeps_a_middling_popularity_that_rises():
    # Popularities of the last weeks: units 0 to 4 end at 3, 30, 40, 50, 60; only 0 is under P75
    # of all, is over P10, and rose over two weeks: from 1 to 3, by 2 / 1.
    counts = weekly([1, 1, 1], [10] * 3, [40, 0, 0], [50, 0, 0], [60, 0, 0])
    assert last(bertrend, counts)[0] == pytest.approx(2.0)


def test_bertrend_fades_what_is_not_fed():
    # 40 x exp(-0.01) x exp(-0.04) after two silent weeks: below its level, so not reported.
    counts = weekly([1, 1, 1], [40, 0, 0])
    assert 1 not in last(bertrend, counts)


def test_chance_reports_each_unit_of_the_week_once():
    counts = weekly([1, 0, 1], [0, 1, 1], [1, 1, 0])
    assert sorted(last(chance, counts)) == [0, 1]


@pytest.mark.parametrize("name", BASELINES)
def test_no_rule_looks_ahead(name):
    draw = np.random.default_rng(1)
    past = draw.poisson(1.5, (30, 40))
    futures = [np.vstack([past, draw.poisson(9, (10, 40))]) for _ in range(2)]
    known = [
        [reported(r) for r in BASELINES[name](weekly(*f.T), 20) if r.week < 30] for f in futures
    ]
    assert known[0] == known[1]
    assert len(known[0]) == 10


@pytest.mark.parametrize("name", BASELINES)
def test_every_rule_reports_the_strongest_first(name):
    counts = weekly(*np.random.default_rng(2).poisson(1.5, (200, 40)))
    for found in BASELINES[name](counts, 30):
        assert (np.diff(found.strengths) <= 0).all()


@pytest.mark.parametrize("name", BASELINES)
def test_every_rule_bears_an_archive_of_silent_weeks(name):
    empty = Weekly(*(np.zeros(0, np.int64),) * 2, np.zeros(0), np.zeros(30), 0, 3)
    assert [len(found.units) for found in BASELINES[name](empty, 28)] == [0, 0]


def test_weeks_need_not_start_at_zero():
    counts = weekly([1, 0, 1, 0, 2, 2, 2, 2], first=2900)
    assert [found.week for found in raw_growth(counts, 2906)] == [2906, 2907]
    assert last(raw_growth, counts) == {0: pytest.approx(3.4)}


def test_an_alert_is_new_once():
    assert alerts([report(0, 7), report(1, 7), report(2, 7)]) == [(0, (7,))]


def test_an_alert_is_new_again_after_a_silence():
    shown = alerts([report(0, 7), report(3, 7), report(9, 7)], silence=4)
    assert shown == [(0, (7,)), (9, (7,))]


def test_what_exceeds_the_budget_is_new_the_week_after():
    shown = alerts([report(0, 7, 8), report(1, 7, 8)], budget=1)
    assert shown == [(0, (7,)), (1, (8,))]


def test_a_table_holds_the_units_seen_in_its_weeks():
    units, counts = weekly([1, 0, 0], [0, 2, 3], [0, 0, 0]).table(1, 2)
    assert units.tolist() == [1]
    assert counts.tolist() == [[2], [3]]


def test_documents_outside_the_archive_are_refused():
    with pytest.raises(ValueError, match="not all in the archive"):
        weekly([1, 1]).documents(1, 2)
