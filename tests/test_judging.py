"""How a replay is judged: which alerts are new, what the nulls say, what the summary holds."""

import json
import math

import numpy as np
import pytest

from flows import judging
from flows.judging import SILENCE, Nulls, Run, Sighting, new_alerts
from nlp.baselines import BASELINES, Weekly
from nlp.scoring import PlantedUnit
from nlp.states import CONFIRMED

ASKED = ("candidat", *CONFIRMED)


def seen(step, signal="s", state="candidat", score=1.0, units=(0, 1)):
    return Sighting(step, signal, state, score, units[0], units)


def alerts(*sightings, levels=ASKED, start=0, lead=False):
    return new_alerts(sightings, levels, start, lead=lead)


def counts(n_weeks=60, n_units=3):
    """One mention of each unit a week, and 100 documents."""
    week = np.repeat(np.arange(n_weeks), n_units)
    unit = np.tile(np.arange(n_units), n_weeks)
    return Weekly(unit, week, np.ones(len(week)), np.full(n_weeks, 100.0), 0, n_units)


def run(*sightings, start=50):
    return Run(sightings, counts(), start)


def compared(ours, nulls=None, planted=None):
    return judging.compared(ours, nulls or Nulls(), planted, horizon=52)


# New alerts


def test_a_signal_is_new_once():
    assert alerts(seen(3), seen(4), seen(5)) == [(3, (0, 1))]


def test_a_signal_is_new_at_each_level_for_itself():
    told = (seen(3), seen(4, state="signal_faible"), seen(5, state="tendance_emergente"))
    assert alerts(*told, levels=CONFIRMED) == [(4, (0, 1))]
    assert alerts(*told) == [(3, (0, 1))]


def test_a_signal_silent_for_long_is_new_again():
    assert alerts(seen(3), seen(3 + SILENCE - 1)) == [(3, (0, 1))]
    assert alerts(seen(3), seen(3 + SILENCE)) == [(3, (0, 1)), (3 + SILENCE, (0, 1))]


def test_silence_counts_from_the_last_step_at_the_level():
    told = [seen(3), seen(20), seen(3 + SILENCE)]
    assert alerts(*told) == [(3, (0, 1))]
    assert len(alerts(seen(3), seen(20, state="evenement"), seen(3 + SILENCE))) == 2


def test_what_was_there_before_the_first_step_judged_is_not_new():
    assert alerts(seen(3), seen(5), start=5) == []
    assert alerts(seen(5), start=5) == [(5, (0, 1))]


def test_the_best_score_comes_first_then_the_order_of_the_ids():
    told = [
        seen(3, "b", score=1, units=(2,)),
        seen(3, "c", score=9, units=(3,)),
        seen(3, "a", score=1, units=(1,)),
    ]
    assert alerts(*told) == [(3, (3,)), (3, (1,)), (3, (2,))]


def test_the_order_of_the_sightings_does_not_show():
    told = [seen(step, name, score=k) for k, name in enumerate("abc") for step in (3, 4, 40)]
    assert alerts(*reversed(told)) == alerts(*told)


def test_the_lead_alone_may_speak_for_a_signal():
    assert alerts(seen(3, units=(7, 2)), lead=True) == [(3, (7,))]


# The comparison


def test_every_method_has_a_line_ours_first():
    names = [row.method for row in compared(run(seen(52))).rows]
    assert names == ["Veille, signal faible", "Veille, candidat", *BASELINES]


def test_alerts_are_told_a_step():
    row = compared(run(seen(52), seen(55, "t"))).rows[1]
    assert row.alerts == pytest.approx(2 / 10)


def test_no_step_judged_is_no_rate():
    rows = compared(run(start=60)).rows
    assert all(math.isnan(row.alerts) for row in rows)


def test_a_null_that_was_not_replayed_has_no_rate():
    row = compared(run(), Nulls(shuffled=run(seen(52)))).rows[1]
    assert (row.shuffled, row.background, row.reversed) == (0.1, None, None)


def test_without_truth_hold_up_is_told_and_precision_is_not():
    row = compared(run(seen(52))).rows[0]
    assert (row.precision, row.early, row.lead) == (None, None, None)
    assert row.held is not None


def test_with_truth_precision_is_told_and_hold_up_is_not():
    planted = [PlantedUnit(unit, 0, 7 * 51, 7 * 57, 1.0) for unit in (0, 1)]
    wrong = seen(53, "t", units=(2,))
    row = compared(run(seen(52), wrong), planted=planted).rows[1]
    assert (row.precision.value, row.early.value, row.held) == (0.5, 1.0, None)
    assert row.lead == 7 * 57 - (7 * 52 + 6)


def test_published_rules_are_held_to_a_budget_where_no_truth_is_known():
    # Chance reports ninety units at each step, all new at first: five of them are taken a step.
    many = Run([], counts(n_units=90), 50)
    rows = {row.method: row for row in compared(many).rows}
    assert rows["Hasard"].alerts == judging.BUDGET


# The summary


def test_nothing_measured_is_null_in_the_summary():
    planted = [PlantedUnit(0, 0, 7 * 51, 7 * 57, 1.0)]
    told = judging.as_data(compared(run(), planted=planted))
    text = json.dumps(told, allow_nan=False)
    assert json.loads(text)[0]["precision"]["value"] is None
    assert json.loads(text)[0]["lead"] is None


def test_figures_of_the_summary_have_four_decimals():
    assert judging._plain({"a": 1 / 3, "b": [1], "c": math.nan}) == {
        "a": 0.3333,
        "b": [1],
        "c": None,
    }


def test_the_summary_leaves_out_what_has_no_meaning():
    told = judging.as_data(compared(run(seen(52))))
    assert not {"precision", "early", "shuffled"} & set(told[0])
    assert {"method", "alerts", "held"} <= set(told[0])


def test_curves_and_leads_have_one_entry_a_method():
    planted = [PlantedUnit(0, 0, 7 * 51, 7 * 57, 1.0)]
    found = compared(run(seen(52, units=(0,))), planted=planted)
    assert [c.method for c in judging.curves(found.verdicts)] == list(found.verdicts)
    assert {one.method: one.days for one in judging.leads(found.verdicts)}["Veille, candidat"] == (
        29.0,
    )
