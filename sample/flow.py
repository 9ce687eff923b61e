"""The ordinary flow of a generated stream: days, voices, themes that drift, copies. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Pairs = tuple[Ints, Ints]  # (documents, units), aligned; a pair may come twice

EVAL_FROM = 62  # weeks: more than a year, so that a season has been seen once
WEEKDAY, WEEKEND = 1.2, 0.45  # of the documents a day
N_VOICES = 60
NEWCOMERS = 6  # voices switched on together, in the judged span
GENERAL, POOL = 6000, 30_000  # words of all documents, words that themes share out
N_THEMES, THEME_WORDS = 120, 500
GENERAL_SHARE = 0.45  # of the words of a document
PERSISTENCE, DRIFT_SD = 0.97, 0.5  # daily AR(1) of the log weight of a theme
SHOCK_EVERY, SHOCK_DAYS, SHOCK = 200, 7, 3.0  # days between shocks, days of one, weight
COPIED, COPY_FOUND = 0.08, 0.8  # share of documents taken up by others; of copies told


@dataclass(frozen=True)
class Documents:
    """The originals, in order of day, with the calendar that drew them."""

    day: Ints
    voice: Ints
    starts: Ints  # (days + 1,) the first document of each day
    shares: Floats  # (days, voices) how each day shares its documents out

    @property
    def n_days(self) -> int:
        """Days drawn, those without a document too."""
        return len(self.starts) - 1

    def of(self, day: int) -> slice:
        """The documents of a day."""
        return slice(int(self.starts[day]), int(self.starts[day + 1]))


def documents_of(
    draw: np.random.Generator, days: int, docs_per_day: float, newcomers: Ints
) -> Documents:
    """How many documents each day holds, and whose they are."""
    weekend = np.arange(days) % 7 >= 5
    n = draw.poisson(docs_per_day * np.where(weekend, WEEKEND, WEEKDAY))
    weeks = days // 7
    opening = 7 * (EVAL_FROM + int(draw.integers(6, weeks - EVAL_FROM - 6)))
    shares = np.tile(1 / (np.arange(N_VOICES) + 3) ** 0.8, (days, 1))
    shares[:opening, newcomers] = 0
    shares /= shares.sum(axis=1, keepdims=True)
    day = np.repeat(np.arange(days), n)
    starts = np.concatenate([[0], np.cumsum(n)])
    return Documents(day, drawn(draw, shares, day), starts, shares)


def drawn(draw: np.random.Generator, shares: Floats, day: Ints) -> Ints:
    """One column drawn for each day given, by the shares of that day's row."""
    n_days, n = shares.shape
    cumulated = np.cumsum(shares, axis=1)
    cumulated /= cumulated[:, -1:]
    flat = (cumulated + np.arange(n_days)[:, None]).ravel()
    places = np.searchsorted(flat, day + draw.random(len(day))) - n * day
    return np.asarray(np.minimum(places, n - 1), np.int64)


def theme_weights(draw: np.random.Generator, days: int, autocorrelated: bool) -> Floats:
    """(days, themes) the share of each theme a day: autocorrelated drift and rare shocks."""
    weights = np.tile(1 / (np.arange(N_THEMES) + 5) ** 0.6, (days, 1))
    if autocorrelated:
        steps = draw.normal(0, DRIFT_SD, (days, N_THEMES))
        steps[1:] *= np.sqrt(1 - PERSISTENCE**2)
        for day in range(1, days):
            steps[day] += PERSISTENCE * steps[day - 1]
        weights *= np.exp(steps)
        for theme, n in enumerate(draw.poisson(days / SHOCK_EVERY, N_THEMES)):
            for start in draw.integers(0, days, n):
                weights[start : start + SHOCK_DAYS, theme] *= SHOCK
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _zipf(size: int, shift: float, power: float) -> Floats:
    """Cumulated shares of ranks 0 to size - 1, by Zipf's law with a shift."""
    shares = 1 / (np.arange(size) + shift) ** power
    cumulated = np.cumsum(shares)
    return np.asarray(cumulated / cumulated[-1])


def words(draw: np.random.Generator, documents: Documents, weights: Floats) -> Pairs:
    """The ordinary words: some of all documents, the others of the document's theme."""
    theme = drawn(draw, weights, documents.day)
    vocabulary = GENERAL + np.stack(
        [draw.choice(POOL, THEME_WORDS, replace=False) for _ in range(N_THEMES)]
    )
    lengths = np.clip(draw.lognormal(3.6, 0.6, len(theme)), 8, 250).astype(np.int64)
    document = np.repeat(np.arange(len(theme)), lengths)
    general = draw.random(len(document)) < GENERAL_SHARE
    units = np.empty(len(document), np.int64)
    units[general] = np.searchsorted(_zipf(GENERAL, 12, 1.05), draw.random(int(general.sum())))
    ranks = np.searchsorted(_zipf(THEME_WORDS, 3, 1.1), draw.random(int((~general).sum())))
    units[~general] = vocabulary[theme[document[~general]], ranks]
    return document, units


def syndicated(
    draw: np.random.Generator, documents: Documents, document: Ints, unit: Ints
) -> tuple[Ints, Ints, Flags, Ints, Ints]:
    """Day, voice, told copies and mentions, once some documents were taken up the same day."""
    n = len(documents.day)
    taken = np.flatnonzero(draw.random(n) < COPIED)
    parent = np.repeat(taken, 1 + draw.poisson(3, len(taken)))
    voice = np.concatenate([documents.voice, drawn(draw, documents.shares, documents.day[parent])])
    told = np.concatenate([np.zeros(n, np.bool_), draw.random(len(parent)) < COPY_FOUND])
    source = np.concatenate([np.arange(n), parent])
    order = np.argsort(documents.day[source], kind="stable")
    source = source[order]
    ends = np.cumsum(np.bincount(document, minlength=n))
    mentions, held = blocks(ends, source)
    return documents.day[source], voice[order], told[order], held, unit[mentions]


def blocks(ends: Ints, source: Ints) -> Pairs:
    """The mentions of these documents one after the other, and the rank of each one's document."""
    starts = np.concatenate([[0], ends[:-1]])[source]
    lengths = ends[source] - starts
    before = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    held = np.repeat(np.arange(len(source)), lengths)
    return np.arange(len(held)) + (starts - before)[held], held
