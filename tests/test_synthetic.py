"""Tests of sample.synthetic: what a generated stream promises."""

from dataclasses import fields

import numpy as np
import pytest

from sample.synthetic import generate, reversed_time, shuffled, weekly_counts

WEEKS = 80


@pytest.fixture(scope="module")
def stream():
    return generate(3, docs_per_day=20, weeks=WEEKS)


def same(a, b):
    return all(
        np.array_equal(getattr(a, f.name), getattr(b, f.name))
        if isinstance(getattr(a, f.name), np.ndarray)
        else getattr(a, f.name) == getattr(b, f.name)
        for f in fields(a)
    )


def mentions(stream, kind):
    """The mentions of the units of a kind, in originals."""
    units = stream.kinds[kind]
    held = (stream.mention_unit >= units.start) & (stream.mention_unit < units.stop)
    return held & ~stream.copy[stream.mention_document]


def test_the_same_seed_gives_the_same_stream(stream):
    assert same(stream, generate(3, docs_per_day=20, weeks=WEEKS))


def test_another_seed_gives_another_stream(stream):
    other = generate(4, docs_per_day=20, weeks=WEEKS)
    assert len(other.mention_unit) != len(stream.mention_unit)


def test_documents_come_in_order_of_day(stream):
    assert (np.diff(stream.day) >= 0).all()
    assert stream.day[-1] < 7 * WEEKS


def test_mentions_come_in_order_of_document_and_once(stream):
    keys = stream.mention_document * stream.n_units + stream.mention_unit
    assert (np.diff(keys) > 0).all()
    assert stream.mention_document[-1] < len(stream.day)


def test_week_ends_hold_fewer_documents(stream):
    weekend = (stream.day % 7 >= 5).mean()
    # 2 x 0.45 of 5 x 1.2 + 2 x 0.45
    assert weekend == pytest.approx(0.9 / 6.9, abs=0.015)


def test_a_copy_holds_what_another_document_of_its_day_holds(stream):
    copy = int(np.flatnonzero(stream.copy)[50])
    held = [
        set(stream.mention_unit[stream.mention_document == document])
        for document in np.flatnonzero(stream.day == stream.day[copy])
        if document != copy
    ]
    assert set(stream.mention_unit[stream.mention_document == copy]) in held


def test_a_quarter_of_the_documents_are_told_copies(stream):
    # 8 % are taken up 1 + 3 times, of which 80 % are told: 0.256 of 1.32
    assert stream.copy.mean() == pytest.approx(0.256 / 1.32, abs=0.02)


def test_planted_groups_rise(stream):
    days = stream.day[stream.mention_document[mentions(stream, "planted")]]
    assert (days > 7 * 70).sum() > 3 * (days < 7 * 60).sum()


def test_planted_units_are_three_a_group_with_one_onset(stream):
    assert len(stream.planted) == 198
    assert len({(one.group, one.onset_day) for one in stream.planted}) == 66
    assert {one.unit for one in stream.planted} == set(stream.kinds["planted"])


def test_a_plant_is_strong_where_its_law_says(stream):
    # From 5 % to 50 % in h days of a logistic, 80 % comes h ln 4 / ln 19 later
    half = stream.planted[0].rise_days / (1 + np.log(4) / np.log(19))
    assert 30 <= half <= 110


def test_a_plant_spreads_to_more_voices(stream):
    def voices(held):
        group = (stream.mention_unit[held] - stream.kinds["planted"].start) // 3
        pairs = set(zip(group, stream.voice[stream.mention_document[held]], strict=True))
        return np.bincount([group for group, _ in pairs], minlength=66)

    day = stream.day[stream.mention_document]
    first = min(one.onset_day for one in stream.planted)
    planted = mentions(stream, "planted")
    # Two at first, and who copies them untold
    assert voices(planted & (day < first)).max() <= 4
    assert voices(planted & (day > 7 * 72)).max() > 8


def test_nothing_is_planted_in_the_realistic_null():
    null = generate(3, docs_per_day=20, weeks=WEEKS, planted=False)
    assert null.planted == ()
    assert not mentions(null, "planted").any()


def test_events_pass(stream):
    event = mentions(stream, "event")
    unit, day = stream.mention_unit[event], stream.day[stream.mention_document[event]]
    spans = [np.ptp(day[unit == one]) for one in np.unique(unit)]
    assert max(spans) < 60


def test_newcomers_are_silent_before_they_are_switched_on(stream):
    jargon = mentions(stream, "new_voice")
    assert stream.day[stream.mention_document[jargon]].min() >= 7 * (stream.eval_from + 6)


def test_a_template_is_one_voice_but_for_untold_copies(stream):
    template = stream.mention_document[mentions(stream, "template")]
    unit = stream.mention_unit[mentions(stream, "template")]
    first = np.bincount(stream.voice[template[unit == unit[0]]])
    assert first.max() > 0.8 * first.sum() > 0


def test_themes_keep_their_weight_when_not_autocorrelated():
    steady, drifting = (
        weekly_counts(generate(5, docs_per_day=40, weeks=WEEKS, autocorrelated=drift))
        for drift in (False, True)
    )

    def spread(weekly):
        units, counts = weekly.table(0, 59)
        pool = counts[:, (units >= 6000) & (counts.sum(axis=0) > 300)]
        return np.median(pool.var(axis=0) / pool.mean(axis=0))

    # Poisson counts have variance 1 per mention
    assert spread(steady) < 1.2
    assert spread(drifting) > 1.5


def test_shuffling_keeps_documents_whole_and_days_as_they_were(stream):
    null = shuffled(stream, 1)
    assert np.array_equal(null.day, stream.day)
    assert null.planted == ()
    sizes = [np.bincount(s.mention_document, minlength=len(s.day)) for s in (null, stream)]
    assert not np.array_equal(*sizes)
    assert np.array_equal(*map(np.sort, sizes))
    assert np.array_equal(*(np.bincount(s.mention_unit) for s in (null, stream)))


def test_time_reversed_twice_is_the_stream(stream):
    back = reversed_time(reversed_time(stream))
    assert np.array_equal(back.day, stream.day)
    assert np.array_equal(back.voice, stream.voice)
    assert np.array_equal(back.mention_document, stream.mention_document)


def test_what_rose_declines_in_reversed_time(stream):
    back = reversed_time(stream)
    days = back.day[back.mention_document[mentions(back, "planted")]]
    assert (days < 7 * 10).sum() > 3 * (days > 7 * 20).sum()


def test_weekly_counts_take_a_voice_once_a_day_and_leave_copies_out(stream):
    document = stream.mention_document[~stream.copy[stream.mention_document]]
    unit = stream.mention_unit[~stream.copy[stream.mention_document]]
    week = stream.day[document] // 7 == 30
    expected = {
        (stream.day[d], stream.voice[d]) for d, u in zip(document, unit, strict=True) if u == 40
    }
    counted = weekly_counts(stream)
    assert counted.total(40, 0, WEEKS - 1) == len(expected)
    assert week.any()
    assert counted.exposure.sum() == (~stream.copy).sum()


def test_weekly_counts_with_copies_take_every_document(stream):
    counted = weekly_counts(stream, copies=True)
    assert counted.count.sum() == len(stream.mention_unit)
    assert counted.exposure.sum() == len(stream.day)


def test_each_unit_has_a_kind(stream):
    assert stream.kind(stream.planted[0].unit) == "planted"
    assert stream.kind(0) == "theme"


def test_too_short_a_stream_is_refused():
    with pytest.raises(ValueError, match="76 weeks"):
        generate(0, weeks=75)
