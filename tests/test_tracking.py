"""From rising units to signals: grouping, identity, titles, scores, life and death."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest

from nlp.confirm import Proof
from nlp.signals import Exposure
from nlp.states import Bar, Said, Standing
from nlp.tracking import Tracker, is_confirmed
from nlp.weekly import Mentions, Signal, Week
from veille import digest, key_of

FIRST = 105_000  # a week of 2013


def key(lemma):
    return key_of(digest("unit", lemma))


def proof(n_units):
    """A confirmed rise for every unit."""
    values = {"count": 14, "now": 3, "expected": 1.6, "usual": 1.6}
    values |= {"p_value": 1e-5, "p_without_season": 1e-5}
    values |= {
        "voices": 7,
        "effective": 5,
        "shape": 2,
        "lasting": 2,
        "effect": 0.9,
        "visibility": 12,
    }
    values |= {"active": 9, "fall": 0.3}
    return Proof(**{k: np.full(n_units, float(v)) for k, v in values.items()}, season_known=True)


def week(number, cusums, said=(), n_weeks=60, order=None, together=8.0, usual=0.0, repeated=()):
    """A week in which units have this evidence; said: (lemma, document, surface, class, mask).

    Each document is one sentence, but those of `repeated`, which are the same.
    """
    lemmas = sorted(cusums, key=key)
    said = [(*row, *("x", 0, 1)[len(row) - 2 :]) for row in said]
    random.Random(order).shuffle(said) if order is not None else None
    columns = list(zip(*said, strict=True)) or [(), (), (), (), ()]
    mentions = Mentions(
        np.array([key(lemma) for lemma in columns[0]], np.uint64),
        np.full(len(said), number),
        np.array(columns[1], np.int64),
        np.array([-1 if d in repeated else d for d in columns[1]], np.int64),
        np.array(columns[3], np.int64),
        np.array(columns[4], np.int64),
        [f"passage {document}" for document in columns[1]],
        columns[2],
    )
    return Week(
        number=number,
        keys=np.array([key(lemma) for lemma in lemmas], np.uint64),
        lemmas={key(lemma): lemma for lemma in lemmas},
        cusum=np.array([float(cusums[lemma]) for lemma in lemmas]),
        past=np.zeros(len(lemmas)),
        proof=proof(len(lemmas)),
        living=np.zeros(0),
        mentions=mentions,
        usual=np.full(2, usual),
        exposure=Exposure(number - n_weeks + 1, np.full(n_weeks, 30.0)),
        bar=Bar(8.0, together),
    )


def tracked(*weeks):
    tracker = Tracker()
    return tracker, [tracker.advance(one) for one in weeks]


def groups(tracker):
    """The lemma keys of each living signal."""
    return {frozenset(s.units) for s in tracker.signals.values() if s.alive}


def keys(*lemmas):
    return frozenset(key(lemma) for lemma in lemmas)


TOGETHER = [("jury citoyen", d) for d in range(6)] + [("budget ouvert", d) for d in range(2, 8)]
APART = [("jury citoyen", d) for d in range(6)] + [("budget ouvert", d) for d in range(5, 12)]
BOTH = {"jury citoyen": 12, "budget ouvert": 9}


def test_two_units_that_share_their_documents_are_one_signal():
    tracker, _ = tracked(week(FIRST, BOTH, TOGETHER))  # 4 documents of 8
    assert groups(tracker) == {keys("jury citoyen", "budget ouvert")}


def test_two_units_that_share_few_documents_are_two_signals():
    tracker, _ = tracked(week(FIRST, BOTH, APART))  # 1 document of 12
    assert groups(tracker) == {keys("jury citoyen"), keys("budget ouvert")}


def test_a_generic_word_does_not_bridge_two_themes():
    # « bourse » is in both, as half of each; the two themes share no document.
    said = [("jury", d) for d in range(6)] + [("panne", d) for d in range(6, 12)]
    said += [("bourse", d) for d in range(12)]
    tracker, _ = tracked(week(FIRST, {"jury": 12, "bourse": 10, "panne": 9}, said))
    assert len(groups(tracker)) == 2
    assert keys("jury", "panne") not in {group - keys("bourse") for group in groups(tracker)}


def test_a_unit_that_rises_later_joins_the_signal_it_rises_with():
    tracker, _ = tracked(
        week(FIRST, {"jury citoyen": 12, "budget ouvert": 2}, TOGETHER),
        week(FIRST + 1, BOTH, TOGETHER),
    )
    (signal,) = tracker.signals.values()
    assert signal.units == {key("jury citoyen"): FIRST, key("budget ouvert"): FIRST + 1}


def test_the_order_of_the_mentions_changes_nothing():
    said = [*TOGETHER, *(("panne", d, "La panne", d % 3) for d in range(20, 29))]
    cusums = BOTH | {"panne": 11}
    _, plain = tracked(week(FIRST, cusums, said), week(FIRST + 1, cusums, said))
    for order in range(5):
        _, mixed = tracked(
            week(FIRST, cusums, said, order=order), week(FIRST + 1, cusums, said, order=order)
        )
        assert mixed == plain


def test_the_id_is_that_of_the_first_unit_whenever_it_rises():
    name = digest("signal", "jury citoyen")
    later, _ = tracked(week(FIRST + 30, BOTH, TOGETHER))
    tracker, _ = tracked(week(FIRST, BOTH, TOGETHER))
    assert list(tracker.signals) == list(later.signals) == [name]
    assert tracker.signals[name].anchor == key("jury citoyen")


def test_a_unit_whose_signal_was_absorbed_founds_another_under_another_id():
    tracker, _ = tracked(week(FIRST, BOTH, TOGETHER))
    (first,) = tracker.signals
    second = tracker.unused("jury citoyen")
    assert second != first
    tracker.signals[second] = tracker.signals[first]
    assert tracker.unused("jury citoyen") not in (first, second)


def test_a_signal_keeps_its_id_when_another_unit_leads():
    tracker, rows = tracked(
        week(FIRST, BOTH, TOGETHER),
        week(FIRST + 1, {"jury citoyen": 9, "budget ouvert": 20}, TOGETHER),
    )
    assert [row.signal for (row,) in rows] == list(tracker.signals) * 2
    assert rows[1][0].lead == key("budget ouvert")


def test_of_units_with_no_evidence_left_the_most_mentioned_leads():
    later = week(FIRST + 1, {"jury citoyen": 0, "budget ouvert": 0}, TOGETHER)
    for lead in ("jury citoyen", "budget ouvert"):
        counts = np.array([5.0 if int(k) == key(lead) else 2.0 for k in later.keys])
        seen = replace(later, proof=replace(later.proof, count=counts))
        _, rows = tracked(week(FIRST, BOTH, TOGETHER), seen)
        assert rows[1][0].lead == key(lead)


def test_the_title_is_a_surface_of_the_texts():
    said = [("jury citoyen", d, "jury citoyen" if d else "Jurys citoyens") for d in range(6)]
    _, ((row,),) = tracked(week(FIRST, {"jury citoyen": 12}, said))
    assert row.label == "jury citoyen"


def test_the_title_prefers_the_longer_form():
    said = [("jury", d, "jury") for d in range(6)]
    said += [("jury de citoyen", d, "jury de citoyens") for d in range(5)]
    _, ((row,),) = tracked(week(FIRST, {"jury": 12, "jury de citoyen": 9}, said))
    assert row.label == "jury de citoyens"


def test_the_title_stays_when_nothing_is_said_any_more():
    said = [("jury", d, "jury") for d in range(6)]
    _, rows = tracked(week(FIRST, {"jury": 12}, said), week(FIRST + 1, {"jury": 11}))
    assert rows[1][0].label == "jury"


def test_the_variable_is_that_of_most_passages():
    said = [("jury", d, "jury", 0, 0b10 if d else 0b01) for d in range(6)]
    _, ((row,),) = tracked(week(FIRST, {"jury": 12}, said))
    assert row.variable == 1
    assert row.parts[-1].sentence == "83\u202f% de ses passages portent sa variable"
    assert row.parts[-1].value == pytest.approx(0.5 * math.log(5.5 / 1.5))


def test_a_signal_of_no_variable_is_not_said_to_carry_it():
    said = [("jury", d, "jury", 0, 0b01 if d < 6 else 0) for d in range(10)]
    _, ((row,),) = tracked(week(FIRST, {"jury": 12}, said, usual=0.9))
    told = "Hors des variables\u00a0: la plus présente l’est dans 60\u202f% de ses passages"
    assert (row.variable, row.parts[-1].sentence) == (None, told)
    assert row.parts[-1].value == pytest.approx(0.5 * math.log(6.5 / 4.5))


def unheard(number, cusums, said=()):
    made = week(number, cusums, said)
    return replace(made, exposure=replace(made.exposure, documents=np.zeros(60)))


def test_a_week_without_any_text_founds_no_signal():
    assert tracked(unheard(FIRST, BOTH, TOGETHER))[1] == [[]]


def test_a_week_without_any_text_leaves_signals_as_they_are():
    tracker, _ = two_signals(n_same=3)
    was = {s.id: replace(s) for s in tracker.signals.values()}
    counted = dict(tracker.kinship.near)
    rows = tracker.advance(unheard(FIRST + 4, BOTH, [("jury citoyen", 0, "Jury")]))
    assert {s.id: s for s in tracker.signals.values()} == was
    assert (tracker.kinship.near, len(rows)) == (counted, 2)
    assert all(row.state == row.was and "Aucun texte" in row.reason for row in rows)


def test_a_signal_silent_for_twelve_weeks_keeps_its_variable_and_claims_no_share():
    said = [("jury", d, "jury", 0, 0b01) for d in range(6)]
    _, (_, (row,)) = tracked(week(FIRST, {"jury": 12}, said), week(FIRST + 1, {"jury": 11}))
    assert row.variable == 0
    assert row.parts[-1].sentence.startswith("Aucun passage en 12 semaines")


@pytest.mark.parametrize(("usual", "variable"), [(0.0, 0), (0.4, 0), (0.5, None), (0.9, None)])
def test_a_variable_that_all_passages_carry_is_that_of_none(usual, variable):
    # 6 of 10 passages, drawn to what is usual as by two more: 0.5 at 0, 0.57 at 0.4, 0.58 at 0.5.
    said = [("jury", d, "jury", 0, 0b01 if d < 6 else 0) for d in range(10)]
    _, ((row,),) = tracked(week(FIRST, {"jury": 12}, said, usual=usual))
    assert row.variable == variable


def test_a_rare_variable_tells_more_than_one_that_is_everywhere():
    said = [("jury", d, "jury", 0, 0b01 | (d < 4) << 1) for d in range(10)]
    made = week(FIRST, {"jury": 12}, said)
    _, ((row,),) = tracked(replace(made, usual=np.array([0.7, 0.03])))
    assert row.variable == 1


def test_one_passage_in_ten_makes_no_variable():
    said = [("jury", d, "jury", 0, 0b01 if d < 1 else 0) for d in range(10)]
    _, ((row,),) = tracked(week(FIRST, {"jury": 12}, said))
    assert row.variable is None


def test_classes_are_counted_once_and_unknown_ones_not_at_all():
    said = [("jury", d, "jury", c) for d, c in enumerate([0, 0, 2, -1])]
    _, ((row,),) = tracked(week(FIRST, {"jury": 12}, said))
    assert row.n_classes == 2


def test_the_parts_hold_the_evidence_of_the_lead():
    _, ((row,),) = tracked(week(FIRST, BOTH, TOGETHER))
    parts = {part.name: part.value for part in row.parts}
    assert parts["croissance"] == row.cusum == 12
    assert len(parts) == 6


def test_evidence_under_the_threshold_makes_no_signal():
    tracker, rows = tracked(week(FIRST, {"jury": 7.9}, [("jury", 1)]))
    assert (tracker.signals, rows) == ({}, [[]])


def dead():
    """Two units rise together in a young archive, then are silent for four weeks."""
    born = week(FIRST, BOTH, TOGETHER, n_weeks=10)
    silent = [week(FIRST + k, dict.fromkeys(BOTH, 0), n_weeks=10 + k) for k in range(1, 5)]
    return tracked(born, *silent)


def test_a_dead_signal_frees_its_units_but_the_first():
    tracker, rows = dead()
    (signal,) = tracker.signals.values()
    assert (signal.alive, rows[-1][0].state) == (False, "bruit")
    assert set(signal.units) == keys("jury citoyen")
    assert signal.gone == [(key("budget ouvert"), FIRST, FIRST + 4)]
    assert tracker.tracked(FIRST + 5) == []


def test_a_dead_signal_writes_no_row():
    tracker, _ = dead()
    assert tracker.advance(week(FIRST + 5, {"jury citoyen": 3}, n_weeks=15)) == []


def test_its_first_unit_wakes_a_dead_signal_under_its_name():
    tracker, rows = dead()
    (again,) = tracker.advance(week(FIRST + 9, {"jury citoyen": 9}, TOGETHER[:6], n_weeks=19))
    assert again.signal == rows[0][0].signal
    assert (again.was, again.state) == ("bruit", "candidat")


def test_a_freed_unit_starts_a_signal_of_its_own():
    tracker, rows = dead()
    (new,) = tracker.advance(week(FIRST + 9, {"budget ouvert": 9}, TOGETHER[6:], n_weeks=19))
    assert new.signal != rows[0][0].signal


def test_a_tracker_resumed_goes_on_as_if_it_had_not_stopped():
    weeks = [week(FIRST + k, {u: c - k for u, c in BOTH.items()}, TOGETHER) for k in range(9)]
    tracker, _ = tracked(*weeks[:4])
    resumed = Tracker.resumed(tracker.signals.values())
    assert [resumed.advance(one) for one in weeks[4:]] == tracked(*weeks)[1][4:]


def test_an_unknown_setting_is_refused():
    tracker = Tracker(setting="au_hasard")
    with pytest.raises(KeyError, match="au_hasard"):
        tracker.advance(week(FIRST, {"jury": 12}, [("jury", 1)]))


def test_confirmed_states_start_at_signal_faible():
    confirmed = [is_confirmed(s) for s in ("candidat", "evenement", "declin", "signal_faible")]
    assert confirmed == [False, False, False, True]


def test_a_unit_nested_in_a_longer_form_is_no_signal_of_its_own():
    # Five units rose together, then went their ways: on average « jury » is far from them.
    group = ["jury citoyen", "budget", "panne", "carnet", "foire"]
    then = [(unit, d) for unit in group for d in range(6)]
    now = [("jury citoyen", d) for d in range(20, 26)] + [("jury", d) for d in range(20, 26)]
    now += [(unit, 100 * k + d) for k, unit in enumerate(group[1:], 1) for d in range(6)]
    first, later = dict.fromkeys(group, 12), dict.fromkeys([*group, "jury"], 12)
    tracker, _ = tracked(week(FIRST, first, then), week(FIRST + 1, later, now))
    assert groups(tracker) == {keys(*group, "jury")}


def test_a_unit_said_mostly_outside_its_longer_form_is_a_signal_of_its_own():
    group = ["jury citoyen", "budget", "panne", "carnet", "foire"]
    then = [(unit, d) for unit in group for d in range(6)]
    now = [("jury citoyen", d) for d in range(20, 26)] + [("jury", d) for d in range(20, 30)]
    now += [(unit, 100 * k + d) for k, unit in enumerate(group[1:], 1) for d in range(6)]
    first, later = dict.fromkeys(group, 12), dict.fromkeys([*group, "jury"], 12)
    tracker, _ = tracked(week(FIRST, first, then), week(FIRST + 1, later, now))
    assert groups(tracker) == {keys(*group), keys("jury")}


SAME = [("jury citoyen", d) for d in range(6)] + [("budget ouvert", d) for d in range(6)]


def two_signals(n_same=0, **rest):
    """Two signals born apart, that then say the same for so many weeks."""
    born = week(FIRST, BOTH, APART)
    later = [week(FIRST + k, BOTH, SAME) for k in range(1, n_same + 1)]
    tracker = Tracker(**rest)
    return tracker, [tracker.advance(one) for one in [born, *later]]


def named(tracker, lemma):
    return next(s for s in tracker.signals.values() if s.anchor == key(lemma))


def test_two_signals_that_say_the_same_for_four_weeks_are_one():
    tracker, _ = two_signals(n_same=3)
    assert len(groups(tracker)) == 2
    tracker, _ = two_signals(n_same=4)
    assert groups(tracker) == {keys("jury citoyen", "budget ouvert")}


def test_three_weeks_then_a_week_apart_start_the_count_again():
    tracker, _ = two_signals(n_same=3)
    tracker.advance(week(FIRST + 4, BOTH, APART))
    for k in range(5, 8):
        tracker.advance(week(FIRST + k, BOTH, SAME))
    assert len(groups(tracker)) == 2


@pytest.mark.parametrize("confirmed", ["jury citoyen", "budget ouvert"])
def test_of_two_signals_that_are_one_the_confirmed_survives_and_the_other_is_told(confirmed):
    tracker, _ = two_signals()
    kept = named(tracker, confirmed)
    (lost,) = [s for s in tracker.signals.values() if s is not kept]
    kept.standing = Standing("signal_faible", FIRST, confirmed=FIRST)
    lost.standing = Standing("candidat", FIRST)
    weak = {"jury citoyen": 9, "budget ouvert": 9}
    rows = [tracker.advance(week(FIRST + k, weak, SAME)) for k in range(1, 5)]
    (kin,) = tracker.kin.values()
    expected = (lost.id, "fusion", kept.id, FIRST + 4)
    assert (kin.signal, kin.relation, kin.other, kin.week) == expected
    last = {row.signal: row for row in rows[-1]}
    assert (last[lost.id].state, last[lost.id].reason) == ("bruit", kin.reason)
    assert kin.reason.startswith(f"Absorbé par «\u00a0{kept.label}\u00a0»")


def test_the_signal_that_was_retained_survives():
    for lemma in ("jury citoyen", "budget ouvert"):
        name = named(two_signals()[0], lemma).id
        tracker, _ = two_signals(n_same=4, said=[Said(name, FIRST + 1, "retenu")])
        assert [s.id for s in tracker.signals.values() if s.alive] == [name]


def test_a_pinned_signal_is_never_absorbed():
    names = [s.id for s in two_signals()[0].signals.values()]
    said = [Said(name, FIRST + 1, "epingler", "signal_faible") for name in names]
    tracker, _ = two_signals(n_same=6, said=said)
    assert len(groups(tracker)) == 2
    tracker, _ = two_signals(n_same=6, said=said[1:])
    assert [s.id for s in tracker.signals.values() if s.alive] == [said[1].signal]


def test_a_pin_on_an_absorbed_signal_keeps_its_heir_in_sight():
    tracker, _ = two_signals(n_same=4)
    kept, lost = sorted(tracker.signals.values(), key=lambda s: not s.alive)
    tracker.said = [Said(lost.id, FIRST + 5, "epingler", "signal_fort")]
    assert tracker.ruled(FIRST + 4).pinned == {}
    assert tracker.ruled(FIRST + 5).pinned == {kept.id: "signal_fort"}
    kept.standing = Standing("bruit", FIRST + 5)
    assert set(tracker.tracked(FIRST + 5)) == set(kept.units)


def test_an_absorbed_signal_never_wakes():
    tracker, _ = two_signals(n_same=4)
    (lost,) = [s for s in tracker.signals.values() if not s.alive]
    for k in range(5, 9):
        tracker.advance(week(FIRST + k, BOTH, APART))
    assert (lost.alive, lost.units) == (False, {})


DRIFT = [("jury citoyen", d) for d in range(6)] + [("budget ouvert", d) for d in range(20, 26)]


def drifting(n_weeks, cusum=9.0):
    """Two units rise together, then say nothing in common."""
    after = BOTH | {"budget ouvert": cusum}
    later = [week(FIRST + k, after, DRIFT) for k in range(1, n_weeks + 1)]
    return tracked(week(FIRST, BOTH, TOGETHER), *later)[0]


def test_a_unit_that_drifts_for_eight_weeks_founds_a_signal_of_its_own():
    assert groups(drifting(7)) == {keys("jury citoyen", "budget ouvert")}
    tracker = drifting(8)
    assert groups(tracker) == {keys("jury citoyen"), keys("budget ouvert")}
    child, parent = named(tracker, "budget ouvert"), named(tracker, "jury citoyen")
    (kin,) = tracker.kin.values()
    assert (kin.signal, kin.relation, kin.other) == (child.id, "division", parent.id)
    assert "« budget ouvert »" in kin.reason


def test_the_part_of_the_anchor_keeps_the_id():
    tracker = drifting(8)
    first = digest("signal", "jury citoyen")
    assert tracker.home[key("jury citoyen")] == first


def test_a_unit_that_drifts_without_rising_is_let_go():
    tracker = drifting(8, cusum=3.0)
    assert groups(tracker) == {keys("jury citoyen")}
    assert (len(tracker.signals), tracker.kin) == (1, {})


def test_a_silent_unit_has_not_drifted():
    silent = [(lemma, d) for lemma, d in DRIFT if lemma == "jury citoyen"]
    later = [week(FIRST + k, BOTH, silent) for k in range(1, 12)]
    tracker, _ = tracked(week(FIRST, BOTH, TOGETHER), *later)
    assert groups(tracker) == {keys("jury citoyen", "budget ouvert")}


def test_units_bound_by_a_third_one_have_not_drifted():
    third = [*DRIFT, *(("carnet", d) for d in (0, 1, 2, 20, 21, 22))]
    start = [*TOGETHER, *(("carnet", d) for d in range(2, 6))]
    cusums = BOTH | {"carnet": 8.5}
    later = [week(FIRST + k, cusums, third) for k in range(1, 12)]
    tracker, _ = tracked(week(FIRST, cusums, start), *later)
    assert groups(tracker) == {keys("jury citoyen", "budget ouvert", "carnet")}


def test_a_unit_of_a_dead_signal_that_rises_again_elsewhere_is_told():
    tracker, rows = dead()
    (new,) = tracker.advance(week(FIRST + 9, {"budget ouvert": 9}, TOGETHER[6:], n_weeks=19))
    (kin,) = tracker.kin.values()
    expected = (rows[0][0].signal, "redirection", new.signal)
    assert (kin.signal, kin.relation, kin.other) == expected


def test_a_signal_founded_on_too_little_leaves_no_trace():
    tracker, _ = dead()
    key_of_it = key("budget ouvert")
    born = Signal("new", FIRST + 9, key_of_it, Standing("bruit", FIRST + 9), {})
    tracker.signals["new"] = born
    tracker.welcome(born, key_of_it, FIRST + 9, "budget ouvert")
    assert [kin.relation for kin in tracker.kin.values()] == ["redirection"]
    tracker.let_go(born, FIRST + 9)
    assert (tracker.kin, "new" in tracker.signals, key_of_it in tracker.home) == ({}, False, False)
    assert tracker.left[key_of_it] == next(iter(tracker.signals))


@pytest.mark.parametrize("cut", [2, 4, 6, 9])
def test_a_tracker_resumed_merges_and_splits_as_if_it_had_not_stopped(cut):
    weeks = [week(FIRST, BOTH, TOGETHER), *(week(FIRST + k, BOTH, DRIFT) for k in range(1, 10))]
    weeks += [week(FIRST + k, BOTH, SAME) for k in range(10, 16)]
    whole, rows = tracked(*weeks)
    tracker, _ = tracked(*weeks[:cut])
    resumed = Tracker.resumed(list(tracker.signals.values()))
    resumed.kinship, resumed.kin = tracker.kinship, dict(tracker.kin)
    assert [resumed.advance(one) for one in weeks[cut:]] == rows[cut:]
    assert resumed.kin == whole.kin
    assert [kin.relation for kin in whole.kin.values()] == ["division", "fusion"]
    assert resumed.left == whole.left


# Alone or together


def seeded(number, cusums, said, **proved):
    """A week in which 7 nats are enough to be looked at; proved: what the proof says of all."""
    made = week(number, cusums, said, together=7.0)
    proved = {"p_without_season": proved.get("p_value", 1e-5)} | proved
    given = {name: np.full(len(made.keys), value) for name, value in proved.items()}
    return replace(made, proof=replace(made.proof, **given))


WEAK = {"jury citoyen": 8, "budget ouvert": 7.5}
NESTED = [(unit, d) for unit in ("jury citoyen", "jury") for d in range(6)]


def test_a_companion_rises_in_the_same_documents_with_other_words():
    _, ((row,),) = tracked(week(FIRST, BOTH, TOGETHER))
    assert row.companions == 1


@pytest.mark.parametrize(("repeated", "state"), [((), "signal_faible"), (range(2, 7), "candidat")])
def test_what_one_sentence_says_again_bears_no_witness(repeated, state):
    # « budget ouvert » is said in documents 2 to 7: six sentences, or two, of which one five times.
    told = week(FIRST, {"jury citoyen": 12, "budget ouvert": 9}, TOGETHER, repeated=repeated)
    _, ((row,),) = tracked(told)
    assert (row.state, row.companions) == (state, 1 if state == "signal_faible" else 0)


def test_a_unit_that_says_the_same_word_is_no_companion():
    _, ((row,),) = tracked(week(FIRST, {"jury citoyen": 12, "jury": 9}, NESTED))
    assert row.companions == 0


def test_two_units_that_share_a_word_are_one_companion():
    units = ("jury citoyen", "budget ouvert", "budget communal")
    said = [(unit, d) for unit in units for d in range(6)]
    _, ((row,),) = tracked(week(FIRST, dict.fromkeys(units, 9), said))
    assert row.companions == 1


def test_a_unit_that_no_longer_rises_is_no_companion():
    fallen, still = ({"jury citoyen": 12, "budget ouvert": nats} for nats in (6.9, 7))
    for later, companions in ((fallen, 0), (still, 1)):
        _, rows = tracked(week(FIRST, BOTH, TOGETHER), week(FIRST + 1, later, TOGETHER))
        assert rows[1][0].companions == companions


@pytest.mark.parametrize(("setting", "companions"), [("equilibre", 0), ("large_filet", 1)])
def test_a_wide_net_hears_weaker_companions(setting, companions):
    tracker = Tracker(setting=setting)
    tracker.advance(week(FIRST, BOTH, TOGETHER))
    (row,) = tracker.advance(week(FIRST + 1, {"jury citoyen": 12, "budget ouvert": 6.5}, TOGETHER))
    assert row.companions == companions


def test_words_that_only_tie_do_not_make_two_units_alike():
    units = ("baisse d'apl", "plan de répit")
    said = [(unit, d) for unit in units for d in range(6)]
    _, ((row,),) = tracked(week(FIRST, dict.fromkeys(units, 9), said))
    assert row.companions == 1


# One story, several wordings: « chômage partiel » in eight documents, then others beside it.

STORY = [("chômage partiel", d) for d in range(8)]


def told_beside(lemma, documents):
    """The groups once this unit rises in these documents, the week after « chômage partiel »."""
    then = week(FIRST, {"chômage partiel": 12}, STORY)
    said = STORY + [(lemma, d) for d in documents]
    tracker, _ = tracked(then, week(FIRST + 1, {"chômage partiel": 12, lemma: 9}, said))
    return groups(tracker)


@pytest.mark.parametrize(
    "lemma", ["recours à chômage partiel", "salarié à chômage", "emploi partiel"]
)
def test_a_wording_of_a_story_already_told_joins_it(lemma):
    assert told_beside(lemma, [0, 20]) == {keys("chômage partiel", lemma)}


@pytest.mark.parametrize(
    ("lemma", "documents"),
    [
        ("recours à chômage partiel", [0, 20, 21]),  # said elsewhere in most of its documents
        ("visioconférence", [0, 1, 20, 21]),  # no word in common, and few documents
        ("chômage", [0, 1, 20]),  # the part of a longer form has a rule of its own
        ("plan à l'emploi", [0, 20]),  # « à » is no word
    ],
)
def test_what_only_comes_near_a_story_is_a_signal_of_its_own(lemma, documents):
    assert told_beside(lemma, documents) == {keys("chômage partiel"), keys(lemma)}


def test_a_story_that_is_over_takes_no_wording_in():
    tracker, _ = dead()
    said = [("jury citoyen", d) for d in range(8)] + [("jury de riverain", d) for d in (0, 1)]
    tracker.advance(week(FIRST + 40, {"jury citoyen": 1, "jury de riverain": 9}, said))
    assert keys("jury de riverain") in groups(tracker)


def test_a_weak_rise_alone_leaves_no_trace():
    tracker, rows = tracked(seeded(FIRST, {"jury citoyen": 7.9}, TOGETHER[:6]))
    assert (tracker.signals, tracker.home, rows) == ({}, {}, [[]])


def test_two_weak_rises_together_are_a_candidate():
    tracker, ((row,),) = tracked(seeded(FIRST, WEAK, TOGETHER, p_value=0.5))
    assert (row.state, row.companions) == ("candidat", 1)
    assert groups(tracker) == {keys(*WEAK)}


def test_two_weak_rises_apart_are_nothing():
    tracker, rows = tracked(seeded(FIRST, {"jury citoyen": 7.9, "budget ouvert": 7.5}, APART))
    assert (tracker.signals, tracker.home, rows) == ({}, {}, [[]])


def test_two_weak_rises_of_one_word_are_nothing():
    tracker, rows = tracked(seeded(FIRST, {"jury citoyen": 7.5, "jury": 7}, NESTED))
    assert (tracker.signals, tracker.home, rows) == ({}, {}, [[]])


def test_what_left_no_trace_is_born_the_week_it_counts():
    tracker, rows = tracked(
        seeded(FIRST, {"jury citoyen": 7.9}, TOGETHER[:6]),
        seeded(FIRST + 1, {"jury citoyen": 8}, TOGETHER[:6]),
    )
    assert rows[1][0].signal == digest("signal", "jury citoyen")
    assert [s.born for s in tracker.signals.values()] == [FIRST + 1]


def test_a_dead_signal_does_not_wake_for_a_weak_rise_alone():
    tracker, rows = dead()
    assert tracker.advance(seeded(FIRST + 40, {"jury citoyen": 7.9}, TOGETHER[:6])) == []
    assert list(tracker.signals) == [rows[0][0].signal]
    assert tracker.home == {key("jury citoyen"): rows[0][0].signal}


def test_a_short_form_that_rises_enough_is_not_silenced_by_a_longer_one():
    tracker, rows = tracked(seeded(FIRST, {"jury": 9, "jury citoyen": 7.5}, NESTED, p_value=0.5))
    assert [row.state for row in rows[0]] == ["candidat"]
    assert groups(tracker) == {keys("jury", "jury citoyen")}


@pytest.mark.parametrize(("nats", "state"), [(19.9, "candidat"), (20, "signal_faible")])
def test_alone_a_rise_is_confirmed_from_20_nats(nats, state):
    _, ((row,),) = tracked(seeded(FIRST, {"jury citoyen": nats}, TOGETHER[:6], effect=1.2))
    assert row.state == state


@pytest.mark.parametrize(
    ("proved", "state"),
    [
        ({}, "signal_faible"),
        ({"p_value": 0.02, "effective": 2.0, "voices": 5.0}, "signal_faible"),
        ({"p_value": 0.021}, "candidat"),
        ({"effective": 1.9, "voices": 4.0}, "source_unique"),
        ({"effective": 2.0, "voices": 6.0}, "candidat"),
        ({"effect": 0.89}, "candidat"),
        ({"shape": -1.15}, "signal_faible"),  # -ln(10) / 2 = -1.1513
        ({"shape": -1.16}, "candidat"),
    ],
)
def test_together_a_rise_is_confirmed_on_less(proved, state):
    _, ((row,),) = tracked(seeded(FIRST, WEAK, TOGETHER, **proved))
    assert row.state == state


@pytest.mark.parametrize(
    "proved",
    [{"p_value": 0.021}, {"effective": 2.9, "voices": 3.0}, {"effect": 0.89}, {"shape": -1.16}],
)
def test_alone_a_rise_of_20_nats_must_be_proved_too(proved):
    given = {"effect": 1.2} | proved
    _, ((row,),) = tracked(seeded(FIRST, {"jury citoyen": 20}, TOGETHER[:6], **given))
    assert row.state == "candidat"
