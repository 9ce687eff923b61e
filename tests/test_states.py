"""The states of a signal: each move of the table, dwell, cold start, lanes, reasons."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest

from nlp.states import (
    CONFIRMED,
    DWELL,
    LADDER,
    LANES,
    SETTINGS,
    Bar,
    Facts,
    Said,
    Standing,
    advance,
    bar,
    ruling,
)
from veille import STATES

BARS = (5.0, 8.0, 15.0, 30.0)  # visibility: P60, P75, P90, P95
RISING = Facts(
    week=100,
    cusum=12.0,
    confirmed=True,
    p_value=2.5e-4,
    returns=False,
    threshold=8.0,
    shape=1.0,
    lasting=1.0,
    effective=4.0,
    n_classes=2,
    visibility=6.0,
    active=10,
    fall=0.2,
    bars=BARS,
    history_weeks=60,
)
HINT = replace(RISING, cusum=9.0, confirmed=False, p_value=0.2)
QUIET = replace(HINT, cusum=1.0)
FALLING = replace(RISING, confirmed=False, fall=-1.0)
STRONG = replace(RISING, visibility=40.0, active=22.0, effective=9.0)


def moved(was, facts, **rest):
    """The state after one week, from a state held for ten weeks."""
    standing = Standing(was, 90, **rest)
    return advance(standing, facts)[0].state


def played(was, many, week=100):
    """The states of the weeks that follow, one for each facts."""
    standing, states = Standing(was, week - 10), []
    for k, facts in enumerate(many):
        standing, _ = advance(standing, replace(facts, week=week + k))
        states.append(standing.state)
    return states


@pytest.mark.parametrize(
    ("was", "facts", "then"),
    [
        ("bruit", HINT, "candidat"),
        ("bruit", QUIET, "bruit"),
        ("bruit", RISING, "signal_faible"),
        ("candidat", RISING, "signal_faible"),
        ("candidat", replace(RISING, confirmed=False), "candidat"),
        ("bruit", replace(HINT, effective=1.9), "source_unique"),
        ("bruit", replace(HINT, lasting=-2.3), "candidat"),  # -ln 10 = -2.303: too little to tell
        ("bruit", replace(HINT, lasting=-2.4), "evenement"),
        ("bruit", replace(HINT, lasting=-0.1, cusum=10.0), "evenement"),
        ("bruit", replace(HINT, returns=True), "saisonnier"),
        ("bruit", replace(RISING, returns=True), "signal_faible"),  # the proof counts the season
        ("evenement", RISING, "signal_faible"),
        ("source_unique", HINT, "candidat"),
        ("declin", RISING, "signal_faible"),
        ("declin", HINT, "declin"),
        ("signal_faible", RISING, "signal_faible"),
        ("signal_faible", replace(RISING, visibility=8.0), "tendance_emergente"),
        ("signal_faible", replace(RISING, n_classes=3), "tendance_emergente"),
        ("signal_faible", replace(RISING, n_classes=3, fall=-0.1), "signal_faible"),
        ("signal_faible", replace(RISING, n_classes=3, cusum=3.0), "signal_faible"),
        ("tendance_emergente", STRONG, "signal_fort"),
        ("tendance_emergente", replace(STRONG, active=19.0), "tendance_emergente"),
        ("tendance_emergente", replace(STRONG, effective=7.9), "tendance_emergente"),
        ("tendance_emergente", replace(STRONG, visibility=29.0), "tendance_emergente"),
    ],
)
def test_one_week_moves_a_settled_signal(was, facts, then):
    assert moved(was, facts) == then


def test_a_heavy_trend_is_strong_for_two_years():
    assert moved("signal_fort", STRONG, confirmed=-3) == "signal_fort"
    assert moved("signal_fort", STRONG, confirmed=-4) == "tendance_lourde"


@pytest.mark.parametrize(
    ("was", "facts", "n_weeks", "then"),
    [
        ("candidat", QUIET, 4, "bruit"),
        ("evenement", QUIET, 4, "bruit"),
        ("candidat", replace(HINT, lasting=-1.0, cusum=10.0), 4, "evenement"),
        ("evenement", replace(HINT, lasting=-0.1), 9, "evenement"),
        ("signal_faible", QUIET, 8, "bruit"),
        ("signal_faible", FALLING, 4, "declin"),
        ("tendance_lourde", replace(FALLING, visibility=40.0), 4, "declin"),
        ("tendance_emergente", replace(HINT, visibility=4.0), 8, "signal_faible"),
        ("signal_fort", replace(HINT, visibility=14.0), 12, "tendance_emergente"),
        ("tendance_lourde", replace(HINT, visibility=14.0), 12, "tendance_emergente"),
        ("declin", QUIET, 17, "bruit"),  # six months after it began, ten weeks before these
    ],
)
def test_a_state_is_left_after_weeks_running(was, facts, n_weeks, then):
    states = played(was, [facts] * n_weeks)
    assert states == [was] * (n_weeks - 1) + [then]


def test_an_event_is_not_a_candidate_again_within_four_weeks():
    told = Standing("evenement", 98)
    assert advance(told, HINT)[0].state == "evenement"
    assert advance(told, replace(HINT, week=102))[0].state == "evenement"
    assert advance(told, replace(HINT, week=103))[0].state == "candidat"


def test_a_second_voice_ends_a_single_source_at_once():
    assert advance(Standing("source_unique", 98), HINT)[0].state == "candidat"


def test_a_confirmed_rise_leaves_its_lane_at_once():
    assert advance(Standing("evenement", 99), RISING)[0].state == "signal_faible"


def test_a_good_week_starts_the_count_again():
    assert set(played("candidat", [QUIET] * 3 + [HINT] + [QUIET] * 3)) == {"candidat"}


def test_a_fresh_signal_is_not_promoted_within_eight_weeks():
    standing, _ = advance(Standing("candidat", 90), RISING)
    seen = replace(RISING, n_classes=3)
    for k in range(1, 8):
        standing, _ = advance(standing, replace(seen, week=100 + k))
        assert standing.state == "signal_faible"
    assert advance(standing, replace(seen, week=108))[0].state == "tendance_emergente"


def test_a_fresh_signal_does_not_decline_within_four_weeks():
    standing = Standing("signal_faible", 98, n_fall=9)
    assert advance(standing, FALLING)[0].state == "signal_faible"
    assert advance(standing, replace(FALLING, week=102))[0].state == "declin"


def test_nothing_is_confirmed_before_the_archive_is_old_enough():
    young = replace(RISING, history_weeks=25)
    assert moved("candidat", young) == "candidat"
    assert moved("candidat", replace(young, history_weeks=26)) == "signal_faible"
    assert moved("candidat", replace(young, cold_weeks=10)) == "signal_faible"


def test_the_cold_start_is_said():
    _, reason = advance(Standing("bruit", 99), replace(RISING, history_weeks=20))
    assert "20 semaines" in reason


def test_the_first_confirmation_is_remembered():
    first, _ = advance(Standing("candidat", 90), RISING)
    fallen = replace(first, state="declin", since=101)
    again, _ = advance(fallen, replace(RISING, week=130))
    assert (first.confirmed, again.confirmed) == (100, 100)


def test_the_week_of_entry_is_kept_while_the_state_holds():
    standing, _ = advance(Standing("bruit", 50), HINT)
    held, _ = advance(standing, replace(HINT, week=101))
    assert (standing.since, held.since) == (100, 100)


ODD = [
    replace(HINT, lasting=-1.0),
    replace(HINT, effective=1.5),
    replace(HINT, returns=True),
    QUIET,
    replace(HINT, effective=1.5, lasting=-1.0),
]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("was", ["bruit", "candidat", *LANES])
def test_alternating_facts_change_the_state_twice_at_most(was, odd):
    states = [was, *played(was, [odd, HINT] * 15)]
    assert sum(a != b for a, b in pairwise(states)) <= 2


@pytest.mark.parametrize("was", LANES)
def test_two_lanes_do_not_swap_within_four_weeks(was):
    states = [was, *played(was, [ODD[0], ODD[1]] * 15, week=92)]
    changes = [k for k in range(1, len(states)) if states[k] != states[k - 1]]
    assert all(b - a >= DWELL for a, b in pairwise(changes))


@pytest.mark.parametrize("facts", [RISING, HINT, QUIET, FALLING, STRONG, *ODD])
@pytest.mark.parametrize("was", STATES)
def test_every_week_gives_a_known_state_and_a_french_sentence(was, facts):
    standing, reason = advance(Standing(was, 60, 9, 20, 9, -20), facts)
    assert standing.state in STATES
    assert reason[0].isupper() and len(reason) > 8
    assert not {"the", "week", "None", "nan"} & set(reason.split())


@pytest.mark.parametrize("facts", [RISING, HINT, QUIET, FALLING, STRONG, *ODD])
@pytest.mark.parametrize("was", STATES)
def test_a_week_without_any_text_moves_nothing_and_says_so(was, facts):
    standing = Standing(was, 60, 9, 20, 9, -20)
    found, reason = advance(standing, replace(facts, heard=False))
    assert found == standing
    assert reason == "Aucun texte ne compte cette semaine\u00a0: rien n’est conclu"


@pytest.mark.parametrize("was", ["bruit", "candidat", *LANES])
def test_of_what_no_voice_speaks_of_nothing_is_told(was):
    nobody = replace(HINT, effective=0.0, lasting=-9.0)
    assert played(was, [nobody] * 9) == [was] * 9
    _, reason = advance(Standing(was, 90), nobody)
    assert reason == "Aucune voix ne compte en douze semaines\u00a0: rien n’est conclu"


def test_a_state_does_not_age_in_weeks_without_any_text():
    assert moved("signal_faible", replace(STRONG, silent=2)) == "tendance_emergente"
    assert moved("signal_faible", replace(STRONG, silent=3)) == "signal_faible"


def test_the_words_of_the_states_are_those_of_the_vocabulary():
    assert set(LADDER) | set(LANES) | {"declin"} == set(STATES)
    assert (LADDER[1], *CONFIRMED) == LADDER[1:]


def test_the_last_pin_holds_from_its_week_until_it_is_released():
    said = [
        Said("a", 3, "epingler", "signal_fort"),
        Said("a", 5, "epingler", "declin"),
        Said("a", 8, "liberer"),
    ]
    held = [ruling(said, week).pinned.get("a") for week in (2, 3, 4, 5, 7, 8)]
    assert held == [None, "signal_fort", "signal_fort", "declin", "declin", None]


def test_the_last_opinion_accepts_a_signal_and_a_pin_is_none():
    said = [Said("a", 3, "retenu"), Said("b", 3, "retenu"), Said("b", 4, "ecarte")]
    said.append(Said("a", 5, "epingler", "candidat"))
    assert ruling(said, 9).accepted == {"a"}


def test_an_opinion_taken_back_leaves_that_of_others():
    said = [
        Said("a", 3, "retenu", author="Ada"),
        Said("a", 4, "ecarte", author="Bob"),
        Said("a", 6, "retirer", author="Bob"),
        Said("a", 8, "retirer", author="Ada"),
    ]
    held = [bool(ruling(said, week).accepted) for week in (3, 5, 6, 7, 8)]
    assert held == [True, False, True, True, False]


def test_the_chance_is_told_in_words():
    _, reason = advance(Standing("candidat", 90), RISING)
    assert "on en verrait autant une fois sur 4\u202f000" in reason
    _, reason = advance(Standing("candidat", 90), replace(RISING, p_value=1e-9))
    assert "moins d’une fois sur un million" in reason


def test_settings_go_from_strict_to_wide():
    asked = [SETTINGS[name] for name in ("haute_precision", "equilibre", "large_filet")]
    for strict, wide in pairwise(asked):
        assert strict.alone.evidence > wide.alone.evidence
        assert strict.together.p_value < wide.together.p_value
        assert strict.alone.effect >= wide.alone.effect


def test_a_fall_needs_a_third_less():
    assert moved("signal_faible", replace(FALLING, fall=-math.log(1.49)), n_fall=9) != "declin"


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=list(SETTINGS))
def test_a_unit_alone_needs_more_evidence_and_no_other_proof(setting):
    alone, together = setting.alone, setting.together
    assert alone.evidence > together.evidence
    assert alone.voices >= together.voices
    assert (alone.p_value, alone.effect, alone.shape) == (
        together.p_value,
        together.effect,
        together.shape,
    )


def test_each_setting_asks_less_than_the_one_before():
    strict, middle, wide = (SETTINGS[n] for n in ("haute_precision", "equilibre", "large_filet"))
    for one, other in ((strict, middle), (middle, wide)):
        assert one.alone.evidence > other.alone.evidence
        assert one.alone.p_value < other.alone.p_value
        assert one.alone.effect > other.alone.effect
        assert one.alone.shape > other.alone.shape


def test_a_candidate_needs_little_before_anything_can_be_confirmed():
    assert bar(25, 1_000) == Bar(5, 5)


def test_a_unit_alone_needs_ten_nats_until_seasons_can_be_judged():
    assert bar(26, 1_000) == bar(60, 100_000) == Bar(10, 7)
    assert bar(13, 1_000, needs=14, cold=12) == Bar(10, 7)


@pytest.mark.parametrize("n_units", [1_000, 7_000, 15_000])
def test_the_bar_promises_as_many_false_candidates_whatever_a_week_says(n_units):
    nats = bar(61, n_units).alone
    assert n_units * 0.13 * math.exp(-nats) == pytest.approx(0.25)


@pytest.mark.parametrize(("n_units", "nats"), [(0, 6), (500, 6), (40_000, 9.5), (10**6, 9.5)])
def test_the_promise_has_bounds(n_units, nats):
    assert bar(61, n_units).alone == nats


def test_a_companion_is_worth_one_nat_and_two_in_a_wide_net():
    assert bar(61, 7_000).together == bar(61, 7_000).alone - 1
    assert bar(61, 7_000, less=2).together == bar(61, 7_000).alone - 2
    assert bar(26, 1_000, less=2).together == 6


def test_a_lowered_cold_start_asks_as_much_from_its_end_on():
    assert bar(8, 1_000, cold=8) == bar(26, 1_000)


def test_the_state_is_what_a_week_without_news_keeps_whatever_the_score():
    assert advance(Standing("signal_faible", 90), FALLING)[1] == "L’état se maintient"
