"""Which signals say the same, and which units leave a signal: counted week after week. Pure.

Told from the documents of the last 12 weeks, as the grouping is. Only the signals that live are
looked at, and only counters of weeks are kept: nights and replays agree.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from .signals import Floats, Ints

SAME_WEEKS = 4  # running, before two signals that hold the same documents are one
APART = 0.1  # Jaccard under which two units have nothing to do with each other
APART_WEEKS = 8  # running, before a unit that drifts leaves its signal
SPEAKS = 3  # documents of a unit under which nothing is told of it

# Words that only tie the others; elided ones are written against the next word.
TIES = frozenset(("de", "à", "en", "le", "la", "les", "l", "d", "sur", "sans", "non", "pour"))
_ELIDED = re.compile(r"\b[dl]'")

Group = tuple[int, Sequence[int]]  # anchor and units of a signal
Pair = tuple[str, str]  # ids of two signals, the least first
Bond = tuple[int, int]  # keys of two units


def words(lemma: str) -> frozenset[str]:
    """The words of a unit that say something: « baisse d'apl » gives baisse and apl."""
    return frozenset(_ELIDED.sub(" ", lemma).split()) - TIES


@dataclass(frozen=True)
class Likeness:
    """The units that share documents, two by two, both ways round, in order."""

    keys: list[int]  # units that are said, sorted
    one: Ints  # (P,) places in keys
    other: Ints  # (P,)
    jaccard: Floats  # (P,) of their documents, never null

    def homes(self, groups: Mapping[str, Group]) -> tuple[list[str], Ints]:
        """The signals, sorted, and (U,) the place of that of each unit, -1 for none."""
        names = sorted(groups)
        home = {key: k for k, name in enumerate(names) for key in groups[name][1]}
        return names, np.array([home.get(key, -1) for key in self.keys], np.int64)


def likeness(documents: Mapping[int, set[int]]) -> Likeness:
    """The Jaccard of the documents of every two units that share one."""
    keys = sorted(key for key, said in documents.items() if said)
    row = np.repeat(np.arange(len(keys)), [len(documents[key]) for key in keys])
    column = np.fromiter((d for key in keys for d in documents[key]), np.int64, len(row))
    _, column = np.unique(column, return_inverse=True)
    shape = (len(keys), int(column.max(initial=-1)) + 1)
    held = csr_array((np.ones(len(row), np.int64), (row, column)), shape=shape)
    shared = (held @ held.T).tocsr()
    shared.sort_indices()
    one = np.repeat(np.arange(len(keys)), np.diff(shared.indptr))
    other, sizes = shared.indices.astype(np.int64), np.bincount(row, minlength=len(keys))
    jaccard = shared.data / (sizes[one] + sizes[other] - shared.data)
    kept = one != other
    return Likeness(keys, one[kept], other[kept], jaccard[kept])


@dataclass
class Kinship:
    """Counters of weeks, kept from one week to the next."""

    near: dict[Pair, int] = field(default_factory=dict)  # weeks running of the same documents
    apart: dict[int, int] = field(default_factory=dict)  # by unit, weeks running out of its signal

    def drifted(
        self, groups: Mapping[str, Group], documents: Mapping[int, set[int]], alike: Likeness
    ) -> dict[str, list[int]]:
        """Take in a week: the units that leave each signal, those of its anchor stay."""
        bound = _bound(groups, alike)
        counted: dict[int, int] = {}
        for anchor, units in groups.values():
            for key in _strays(anchor, units, documents, bound):
                counted[key] = self.apart.get(key, 0) + 1
        leaving = {key for key, n_weeks in counted.items() if n_weeks >= APART_WEEKS}
        self.apart = {key: n for key, n in counted.items() if key not in leaving}
        left = {name: sorted(leaving & set(units)) for name, (_, units) in groups.items()}
        return {name: keys for name, keys in left.items() if keys}

    def same(self, groups: Mapping[str, Group], alike: Likeness, join: float) -> list[Pair]:
        """Take in a week: the pairs of signals that have held the same documents long enough."""
        close = {pair for pair, value in _closeness(groups, alike).items() if value >= join}
        self.near = {pair: self.near.get(pair, 0) + 1 for pair in sorted(close)}
        return [pair for pair, n_weeks in self.near.items() if n_weeks >= SAME_WEEKS]

    def forget(self, name: str) -> None:
        """Drop the counters of a signal that is no more."""
        self.near = {pair: n for pair, n in self.near.items() if name not in pair}


def _strays(
    anchor: int, units: Sequence[int], documents: Mapping[int, set[int]], bound: set[Bond]
) -> list[int]:
    """The units that no chain of shared documents binds to the anchor.

    While the anchor is silent, to the part that says most. Units that hardly speak tell nothing.
    """
    spoken = sorted(key for key in units if len(documents.get(key, ())) >= SPEAKS)
    parts = list(_parts(spoken, bound))
    if len(parts) < 2:
        return []

    def weight(part: set[int]) -> tuple[bool, int, int]:
        return anchor in part, len(set().union(*(documents[key] for key in part))), -min(part)

    kept = max(parts, key=weight)
    return [key for key in spoken if key not in kept]


def _bound(groups: Mapping[str, Group], alike: Likeness) -> set[Bond]:
    """The units of one signal of a Jaccard of APART at least, two by two."""
    _, home = alike.homes(groups)
    mine = (home[alike.one] == home[alike.other]) & (home[alike.one] >= 0)
    rows = np.flatnonzero(mine & (alike.jaccard >= APART))
    keys = alike.keys
    met = zip(alike.one[rows].tolist(), alike.other[rows].tolist(), strict=True)
    return {(keys[i], keys[j]) for i, j in met}


def _parts(keys: Sequence[int], bound: set[Bond]) -> Iterator[set[int]]:
    """The units that chains of bonds hold together."""
    waiting = list(keys)
    while waiting:
        part, fresh = {waiting[0]}, [waiting[0]]
        while fresh:
            one = fresh.pop()
            held = [key for key in waiting if key not in part and (one, key) in bound]
            part.update(held)
            fresh += held
        waiting = [key for key in waiting if key not in part]
        yield part


def _closeness(groups: Mapping[str, Group], alike: Likeness) -> dict[Pair, float]:
    """The mean Jaccard of the units of every two signals that share a document."""
    names, home = alike.homes(groups)
    one, other = home[alike.one], home[alike.other]
    rows = np.flatnonzero((one >= 0) & (one < other))
    codes, where = np.unique(one[rows] * len(names) + other[rows], return_inverse=True)
    # In the order of the units: the same to the last bit, night or replay.
    total = np.bincount(where, weights=alike.jaccard[rows], minlength=len(codes))
    size = np.bincount(home[home >= 0], minlength=len(names))
    a, b = np.divmod(codes, max(len(names), 1))
    mean = total / (size[a] * size[b])
    pairs = zip(a.tolist(), b.tolist(), mean.tolist(), strict=True)
    return {(names[i], names[j]): value for i, j, value in pairs}
