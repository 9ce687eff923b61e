"""What looks like a rise in a generated stream and is none: events, seasons, templates, jargon.
Pure.
"""

import numpy as np

from .flow import EVAL_FROM, N_VOICES, Documents, Ints, Pairs

EVENTS_A_DAY, EVENT_DAYS, LARGEST_EVENT = 3.0, 60, 250
EVENT_DECAYS, EVENT_ODDS = (1.5, 3.0, 6.0, 14.0), (0.4, 0.35, 0.18, 0.07)  # days
SECOND_NAME = 0.7  # odds that a document of an event holds both of its names
N_SEASONAL, SEASON_DAYS = 200, 18.0  # terms of the pool; spread of a season
N_TEMPLATES, TEMPLATE_TERMS = 6, 5
JARGON, JARGON_A_DOCUMENT = 300, 6  # terms of a newcomer


def events(
    draw: np.random.Generator, documents: Documents, born: Ints, first_unit: int, scale: float
) -> list[Pairs]:
    """Passing events, each with two new names: many small, few large, all of them short."""
    size = np.minimum((draw.pareto(1.1, len(born)) + 1) * 2, LARGEST_EVENT)
    decay = draw.choice(EVENT_DECAYS, len(born), p=EVENT_ODDS)
    age = np.arange(EVENT_DAYS)
    rates = (size / decay)[:, None] * np.exp(-age / decay[:, None]) * scale
    counts = draw.poisson(rates)
    counts[born[:, None] + age >= documents.n_days] = 0
    pairs = []
    for event, offset in np.argwhere(counts):
        held = _distinct(draw, documents, int(born[event] + offset), int(counts[event, offset]))
        other = held[draw.random(len(held)) < SECOND_NAME]
        first = first_unit + 2 * event
        pairs += [(held, np.full(len(held), first)), (other, np.full(len(other), first + 1))]
    return pairs


def _distinct(draw: np.random.Generator, documents: Documents, day: int, n: int) -> Ints:
    """n different documents of a day, all of them if it holds fewer."""
    first, end = documents.starts[day : day + 2]
    return np.asarray(first + draw.choice(end - first, min(n, end - first), replace=False))


def seasons(draw: np.random.Generator, documents: Documents, units: range, scale: float) -> Pairs:
    """Terms that come back at the same time of the year."""
    peak = draw.integers(0, 365, len(units))
    height = 3 * draw.uniform(0.05, 0.8, len(units))
    days = np.arange(documents.n_days)[:, None]
    distance = np.minimum((days - peak) % 365, (peak - days) % 365)
    counts = draw.poisson(height * np.exp(-0.5 * (distance / SEASON_DAYS) ** 2) * scale)
    held = np.diff(documents.starts)
    counts[held == 0] = 0
    day, season = np.nonzero(counts)
    day, season = (np.repeat(index, counts[day, season]) for index in (day, season))
    return documents.starts[day] + draw.integers(0, held[day]), units.start + season


def templates(draw: np.random.Generator, documents: Documents, units: range) -> list[Pairs]:
    """A voice that puts the same terms in each of its documents, from some week on."""
    voices = draw.choice(np.arange(5, N_VOICES), N_TEMPLATES, replace=False)
    changes = 7 * draw.integers(EVAL_FROM, documents.n_days // 7 - 4, N_TEMPLATES)
    pairs = []
    for k, (voice, change) in enumerate(zip(voices, changes, strict=True)):
        held = np.flatnonzero((documents.voice == voice) & (documents.day >= change))
        own = units.start + k * TEMPLATE_TERMS + np.arange(TEMPLATE_TERMS)
        pairs.append((np.repeat(held, TEMPLATE_TERMS), np.tile(own, len(held))))
    return pairs


def jargon(
    draw: np.random.Generator, documents: Documents, newcomers: Ints, first_unit: int
) -> list[Pairs]:
    """The words of its own that a voice brings when it is switched on."""
    pairs = []
    for k, voice in enumerate(newcomers):
        held = np.repeat(np.flatnonzero(documents.voice == voice), JARGON_A_DOCUMENT)
        rank = (JARGON * draw.random(len(held)) ** 2).astype(np.int64)
        pairs.append((held, first_unit + k * JARGON + rank))
    return pairs
