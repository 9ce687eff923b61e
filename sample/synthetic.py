"""A dated stream of documents as it could be, with its truth: what was planted, and what misleads.

Its documents hold units, no words: it judges the statistics, not the language. Pure; the same seed
gives the same stream. The law and its figures: docs/decisions/0021-generated-stream.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from nlp.baselines import Weekly
from nlp.scoring import PlantedUnit

from .decoys import (
    EVENTS_A_DAY,
    JARGON,
    N_SEASONAL,
    N_TEMPLATES,
    TEMPLATE_TERMS,
    events,
    jargon,
    seasons,
    templates,
)
from .flow import (
    EVAL_FROM,
    GENERAL,
    N_VOICES,
    NEWCOMERS,
    POOL,
    Documents,
    Flags,
    Floats,
    Ints,
    Pairs,
    blocks,
    documents_of,
    syndicated,
    theme_weights,
    words,
)

VOLUME = 200  # documents a day for which events, seasons and plants are sized
N_GROUPS, GROUP = 66, 3  # planted groups, units of each
COMPANION = 0.7  # odds that a document with the first unit of a group holds another of it


@dataclass(frozen=True)
class Stream:
    """Documents in order of day, and the units that each mentions once."""

    day: Ints  # (D,) from 0
    voice: Ints  # (D,)
    copy: Flags  # (D,) a near-duplicate that was told: not counted
    mention_document: Ints  # (M,) ascending
    mention_unit: Ints  # (M,)
    n_units: int
    n_voices: int
    weeks: int
    eval_from: int
    planted: tuple[PlantedUnit, ...]
    kinds: Mapping[str, range] = field(default_factory=dict)  # units of each kind, the rest themes

    def kind(self, unit: int) -> str:
        """What a unit is, to explain a false alert; « theme » for the ordinary words."""
        return next((kind for kind, units in self.kinds.items() if unit in units), "theme")


@dataclass(frozen=True)
class _Plants:
    """The law of the planted groups, one entry each."""

    middle: Floats  # day of half the plateau
    half: Floats  # days from 5 % to 50 %
    plateau: Floats
    prior: Floats  # documents a day before and during
    most_voices: Ints
    rank: Ints  # (groups, voices) the order in which voices take it up

    def reached(self, days: Ints) -> Floats:
        """(groups, days) the share of its plateau that each has reached, logistic."""
        slope = (np.log(19) / self.half)[:, None]
        return np.asarray(1 / (1 + np.exp(-slope * (days - self.middle[:, None]))))


def generate(
    seed: int,
    *,
    docs_per_day: float = VOLUME,
    weeks: int = 120,
    planted: bool = True,
    autocorrelated: bool = True,
) -> Stream:
    """Draw a stream: themes that drift, voices, copies, what rises and what only looks like it.

    Without `planted` nothing emerges (the realistic null); without `autocorrelated` themes keep
    their weight.

    Raises:
        ValueError: fewer than 76 weeks, in which nothing could rise after the first judged one.
    """
    if weeks < EVAL_FROM + 14:
        raise ValueError(f"a stream takes {EVAL_FROM + 14} weeks at least, got {weeks}")
    draw = np.random.default_rng(seed)
    days, scale = 7 * weeks, docs_per_day / VOLUME
    newcomers = draw.choice(np.arange(N_VOICES // 2, N_VOICES), NEWCOMERS, replace=False)
    documents = documents_of(draw, days, docs_per_day, newcomers)
    event_days = np.repeat(np.arange(days), draw.poisson(EVENTS_A_DAY, days))
    kinds = _kinds(len(event_days))
    plants = _plants(draw, weeks)
    parts = [
        words(draw, documents, theme_weights(draw, days, autocorrelated)),
        *_misleading(draw, documents, event_days, newcomers, kinds, scale),
    ]
    if planted:
        parts += _mentions_of(draw, documents, plants, kinds["planted"].start, scale)
    return Stream(
        *syndicated(draw, documents, *_once(parts, kinds["planted"].stop)),
        n_units=kinds["planted"].stop,
        n_voices=N_VOICES,
        weeks=weeks,
        eval_from=EVAL_FROM,
        planted=_truth(plants, kinds["planted"].start) if planted else (),
        kinds=kinds,
    )


def _kinds(n_events: int) -> dict[str, range]:
    """Which units are what. Seasons are words of the pool, which themes draw like any other."""
    sizes = {
        "event": 2 * n_events,
        "template": N_TEMPLATES * TEMPLATE_TERMS,
        "new_voice": NEWCOMERS * JARGON,
        "planted": N_GROUPS * GROUP,
    }
    start = GENERAL + POOL
    kinds = {"season": range(start - N_SEASONAL, start)}
    for kind, size in sizes.items():
        kinds[kind] = range(start, start + size)
        start += size
    return kinds


def _misleading(
    draw: np.random.Generator,
    documents: Documents,
    event_days: Ints,
    newcomers: Ints,
    kinds: Mapping[str, range],
    scale: float,
) -> list[Pairs]:
    """All that looks like a rise and is none."""
    return [
        *events(draw, documents, event_days, kinds["event"].start, scale),
        seasons(draw, documents, kinds["season"], scale),
        *templates(draw, documents, kinds["template"]),
        *jargon(draw, documents, newcomers, kinds["new_voice"].start),
    ]


def _plants(draw: np.random.Generator, weeks: int) -> _Plants:
    """The law of each planted group."""
    return _Plants(
        middle=draw.uniform((EVAL_FROM + 4) * 7, (weeks - 8) * 7, N_GROUPS),
        half=draw.uniform(30, 110, N_GROUPS),
        plateau=np.exp(draw.uniform(np.log(0.4), np.log(4), N_GROUPS)),
        prior=draw.choice([0, 0, 0.01, 0.04], N_GROUPS),
        most_voices=draw.integers(6, 25, N_GROUPS),
        rank=np.stack([draw.permutation(N_VOICES) for _ in range(N_GROUPS)]),
    )


def _mentions_of(
    draw: np.random.Generator, documents: Documents, plants: _Plants, first_unit: int, scale: float
) -> list[Pairs]:
    """The documents that hold the planted units: few voices at first, then more."""
    reached = plants.reached(np.arange(documents.n_days))
    counts = draw.poisson((plants.prior[:, None] + plants.plateau[:, None] * reached) * scale)
    voices = np.rint(plants.most_voices[:, None] * np.maximum(reached, 0.1)).clip(2)
    pairs = []
    for group, day in np.argwhere(counts):
        today = documents.of(day)
        open_to = plants.rank[group, documents.voice[today]] < voices[group, day]
        able = today.start + np.flatnonzero(open_to)
        held = draw.choice(able, min(counts[group, day], len(able)), replace=False)
        for k in range(GROUP):
            own = held if k == 0 else held[draw.random(len(held)) < COMPANION]
            pairs.append((own, np.full(len(own), first_unit + group * GROUP + k)))
    return pairs


def _truth(plants: _Plants, first_unit: int) -> tuple[PlantedUnit, ...]:
    """What was planted: onset at 5 % of the plateau, strong at 80 %."""
    strong = plants.middle + plants.half * np.log(4) / np.log(19)
    return tuple(
        PlantedUnit(
            unit=first_unit + group * GROUP + k,
            group=group,
            onset_day=float(plants.middle[group] - plants.half[group]),
            strong_day=float(strong[group]),
            plateau=float(plants.plateau[group]),
        )
        for group in range(N_GROUPS)
        for k in range(GROUP)
    )


def _once(parts: Sequence[Pairs], n_units: int) -> Pairs:
    """Each unit once a document, in order of document."""
    keys = np.concatenate([document * n_units + unit for document, unit in parts])
    keys.sort()
    keys = keys[np.diff(keys, prepend=-1) > 0]
    return keys // n_units, keys % n_units


def shuffled(stream: Stream, seed: int) -> Stream:
    """The same documents with their days permuted: nothing can emerge (null N0)."""
    return _rearranged(stream, np.random.default_rng(seed).permutation(len(stream.day)))


def reversed_time(stream: Stream) -> Stream:
    """The same documents, the last day first: what rose declines (null N2)."""
    turned = replace(stream, day=7 * stream.weeks - 1 - stream.day[::-1])
    return _rearranged(turned, np.arange(len(stream.day))[::-1])


def _rearranged(stream: Stream, order: Ints) -> Stream:
    """The stream whose k-th day is that of the k-th document, and whose document is order[k]."""
    counts = np.bincount(stream.mention_document, minlength=len(order))
    mentions, held = blocks(np.cumsum(counts), order)
    return replace(
        stream,
        voice=stream.voice[order],
        copy=stream.copy[order],
        mention_document=held,
        mention_unit=stream.mention_unit[mentions],
        planted=(),
    )


def weekly_counts(stream: Stream, *, copies: bool = False) -> Weekly:
    """Mentions a week of each unit.

    Without copies, as the detector counts: once a voice and day, told copies out. With them, as
    the published rules do: every document. Exposure is counted the same way, in documents.
    """
    kept = np.ones(len(stream.day), np.bool_) if copies else ~stream.copy
    bounds = np.searchsorted(stream.day, 7 * np.arange(stream.weeks + 1))
    cuts = np.searchsorted(stream.mention_document, bounds)
    tables = []
    for start, end in pairwise(cuts):
        document, unit = stream.mention_document[start:end], stream.mention_unit[start:end]
        document, unit = document[kept[document]], unit[kept[document]]
        if not copies:
            day_voice = stream.day[document] % 7 * stream.n_voices + stream.voice[document]
            unit = np.unique(unit * 7 * stream.n_voices + day_voice) // (7 * stream.n_voices)
        tables.append(np.bincount(unit, minlength=stream.n_units))
    week, unit = np.nonzero(np.stack(tables))
    return Weekly(
        unit=unit,
        week=week,
        count=np.stack(tables)[week, unit].astype(np.float64),
        exposure=np.bincount(stream.day[kept] // 7, minlength=stream.weeks).astype(np.float64),
        first_week=0,
        n_units=stream.n_units,
    )
