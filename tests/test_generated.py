"""The generated stream through the code of the night: the same counts, and what it finds."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from flows import generated
from flows.generated import FIRST, StreamBook, keys_of, units_of
from flows.judging import new_alerts
from nlp.scoring import verdicts
from nlp.states import CONFIRMED
from sample import synthetic
from sample.synthetic import Stream
from veille import week_number

WEEKS, START, N_BACKGROUND, N_VOICES = 44, 26, 60, 12
PLANT = (60, 61, 62)


@cache
def small(planted=True, weeks=WEEKS):
    """Eight documents a day of steady background; from week 30, three units that rise together."""
    draw = np.random.default_rng(3)
    day = np.repeat(np.arange(7 * weeks), 8)
    voice = draw.integers(N_VOICES, size=len(day))
    said = draw.random((len(day), N_BACKGROUND)) < 0.03
    rise = np.clip((day / 7 - 30) / 60, 0, 0.15) * planted
    together = draw.random(len(day)) < rise
    said = np.concatenate([said, np.repeat(together[:, None], 3, axis=1)], axis=1)
    document, unit = np.nonzero(said)
    copy = draw.random(len(day)) < 0.1
    return Stream(
        day, voice, copy, document, unit, N_BACKGROUND + 3, N_VOICES, weeks, START, planted=()
    )


@cache
def played(planted=True):
    return generated.play(small(planted), "equilibre", cold_weeks=START, documents=True)


def alerts(run):
    return new_alerts(run.sightings, CONFIRMED, run.start, lead=False)


def drawn():
    return synthetic.generate(1, docs_per_day=8, weeks=76)


@cache
def faint():
    """The same, the plant said no more from week 40 on: it falls silent, once confirmed."""
    stream = small(weeks=WEEKS + 12)
    late = stream.day[stream.mention_document] >= 7 * 40
    kept = ~(late & np.isin(stream.mention_unit, PLANT))
    return replace(
        stream,
        mention_document=stream.mention_document[kept],
        mention_unit=stream.mention_unit[kept],
    )


@pytest.mark.parametrize("stream", [small, drawn])
def test_counts_are_those_of_the_published_rules(stream):
    told, known = generated.told(stream()), synthetic.weekly_counts(stream())
    pairs, where = np.unique(told.week * 10**6 + told.unit, return_inverse=True)
    assert (pairs == (known.week + FIRST) * 10**6 + known.unit).all()
    assert np.bincount(where, weights=told.days) == pytest.approx(known.count)
    assert (told.documents == known.exposure).all()


def test_a_voice_counts_once_a_day():
    stream = replace(
        small(),
        day=np.array([3, 3, 4, 10]),
        voice=np.array([1, 1, 1, 2]),
        copy=np.array([False, False, False, True]),
        mention_document=np.array([0, 1, 2, 3]),
        mention_unit=np.array([5, 5, 5, 5]),
        weeks=2,
    )
    told = generated.told(stream)
    assert (told.unit.tolist(), told.voice.tolist(), told.days.tolist()) == ([5], [1], [2])
    assert told.documents.tolist() == [3, 0]


def test_keys_are_mixed_and_come_back():
    units = np.arange(100_000)
    keys = keys_of(units)
    assert len(np.unique(keys)) == len(units)
    assert (units_of(keys) == units).all()


def test_keys_are_scattered_so_that_the_first_are_a_fair_sample():
    units = np.arange(100_000)
    first = units[np.argsort(keys_of(units))[:4_000]]
    assert first.mean() == pytest.approx(50_000, rel=0.05)


def test_a_window_holds_twelve_weeks_and_no_copy():
    stream = small()
    found = StreamBook(stream).window(keys_of(np.array([4, 9])), FIRST + 40)
    assert (found.week.min(), found.week.max()) == (FIRST + 29, FIRST + 40)
    assert not stream.copy[found.document].any()
    assert set(units_of(found.key).tolist()) == {4, 9}


def test_a_window_sees_nothing_later():
    stream = small()
    known = stream.day < 7 * 38
    kept = known[stream.mention_document]
    cut = replace(
        stream,
        mention_document=stream.mention_document[kept],
        mention_unit=stream.mention_unit[kept],
    )
    keys = keys_of(np.array(PLANT))
    seen, then = (StreamBook(s).window(keys, FIRST + 37) for s in (stream, cut))
    assert (seen.document == then.document).all()


def test_a_planted_group_is_found_as_one_signal():
    found = [units for _, units in alerts(played().run) if set(units) & set(PLANT)]
    assert found == [PLANT]


def test_a_planted_group_is_found_within_ten_weeks():
    (week,) = [week for week, units in alerts(played().run) if units == PLANT]
    assert FIRST + 30 < week <= FIRST + 40


def test_where_nothing_is_planted_next_to_nothing_is_found():
    assert len(alerts(played(planted=False).run)) <= 1


def test_the_future_changes_nothing_before():
    stream = small()
    later = stream.day[stream.mention_document] >= 7 * 38
    unit = np.where(later, (stream.mention_unit + 17) % stream.n_units, stream.mention_unit)
    spoilt = generated.play(replace(stream, mention_unit=unit), "equilibre", cold_weeks=START)
    before = [row for row in played().rows if row.week < FIRST + 38]
    assert [row for row in spoilt.rows if row.week < FIRST + 38] == before != []


def test_a_replay_gives_the_same_lines_twice():
    again = generated.play(small(), "equilibre", cold_weeks=START, documents=True)
    assert list(generated.lines(again)) == list(generated.lines(played()))


def test_a_line_names_its_units_and_its_documents():
    stream = small()
    line = next(x for x in generated.lines(played()) if x["state"] in CONFIRMED)
    assert line["units"] == ["u60", "u61", "u62"]
    held = {f"d{d}" for d, u in zip(stream.mention_document, stream.mention_unit, strict=True)
            if u in PLANT}  # fmt: skip
    assert set(line["documents"]) <= held
    assert {passage["document"] for passage in line["passages"]} <= held


def ranks(line, field="passages"):
    return [int(passage["document"][1:]) for passage in line[field]]


def said(stream, units, week):
    """The documents that hold one of these units up to a week, copies left out."""
    is_said = np.isin(stream.mention_unit, units) & ~stream.copy[stream.mention_document]
    found = np.unique(stream.mention_document[is_said])
    return found[stream.day[found] // 7 + FIRST <= week]


@pytest.mark.parametrize("stream", [small, faint])
def test_each_line_is_proved_even_when_its_weeks_fall_silent(stream):
    given = stream()
    told = generated.play(given, "equilibre", cold_weeks=START, documents=True)
    found = list(generated.lines(told))
    assert {line["state"] for line in found} & {*CONFIRMED}
    for line in found:
        week = week_number(date.fromisoformat(line["week"]))
        ever = said(given, [int(unit[1:]) for unit in line["units"]], week)
        proofs = ranks(line)
        assert 3 <= len(proofs) <= 6
        assert len(set(given.voice[proofs].tolist())) >= min(3, len(set(given.voice[ever])))
        assert set(proofs) <= set(ever.tolist())


def test_the_first_document_that_says_a_signal_is_its_first_proof():
    stream = small()
    for line in generated.lines(played()):
        week = week_number(date.fromisoformat(line["week"]))
        firsts = {int(min(said(stream, [int(unit[1:])], week))) for unit in line["units"]}
        assert ranks(line)[0] in firsts


def test_the_truth_is_told_in_days_of_the_calendar():
    stream = drawn()
    shifted = generated.planted(stream)
    assert {p.onset_day - q.onset_day for p, q in zip(shifted, stream.planted, strict=True)} == {
        7 * FIRST
    }


def test_a_replay_is_judged_by_the_weeks_of_the_truth():
    run = played().run
    truth = [synthetic.PlantedUnit(u, 0, 7 * (FIRST + 30), 7 * (FIRST + 43), 1.0) for u in PLANT]
    told = verdicts(alerts(run), truth, first_week=run.start, n_weeks=run.n_steps)
    assert (told.early.hits, told.early.total) == (1, 1)
