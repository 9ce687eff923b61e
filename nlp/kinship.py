"""Which signals say the same, and which units leave a signal: counted week after week. Pure.

Told from the documents of the last 12 weeks, as the grouping is. Only the signals that live are
looked at, and only counters of weeks are kept: nights and replays agree.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

SAME_WEEKS = 4  # running, before two signals that hold the same documents are one
APART = 0.1  # Jaccard under which two units have nothing to do with each other
APART_WEEKS = 8  # running, before a unit that drifts leaves its signal
SPEAKS = 3  # documents of a unit under which nothing is told of it

Group = tuple[int, Sequence[int]]  # anchor and units of a signal
Pair = tuple[str, str]  # ids of two signals, the least first
Likeness = dict[tuple[int, int], float]  # Jaccard of the documents of two units, not null


def likeness(documents: Mapping[int, set[int]]) -> Likeness:
    """The Jaccard of the documents of every two units that share one, both ways round."""
    keys = sorted(key for key, said in documents.items() if said)
    row = np.repeat(np.arange(len(keys)), [len(documents[key]) for key in keys])
    column = np.fromiter((d for key in keys for d in documents[key]), np.int64, len(row))
    _, column = np.unique(column, return_inverse=True)
    shape = (len(keys), int(column.max(initial=-1)) + 1)
    held = csr_array((np.ones(len(row), np.int64), (row, column)), shape=shape)
    shared = (held @ held.T).tocoo()
    sizes = np.bincount(row, minlength=len(keys))
    a, b = shared.coords
    values = shared.data / (sizes[a] + sizes[b] - shared.data)
    met = zip(a.tolist(), b.tolist(), values.tolist(), strict=True)
    return {(keys[i], keys[j]): value for i, j, value in met if i != j}


@dataclass
class Kinship:
    """Counters of weeks, kept from one week to the next."""

    near: dict[Pair, int] = field(default_factory=dict)  # weeks running of the same documents
    apart: dict[int, int] = field(default_factory=dict)  # by unit, weeks running out of its signal

    def drifted(
        self, groups: Mapping[str, Group], documents: Mapping[int, set[int]], alike: Likeness
    ) -> dict[str, list[int]]:
        """Take in a week: the units that leave each signal, those of its anchor stay."""
        counted: dict[int, int] = {}
        for anchor, units in groups.values():
            for key in _strays(anchor, units, documents, alike):
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
    anchor: int, units: Sequence[int], documents: Mapping[int, set[int]], alike: Likeness
) -> list[int]:
    """The units that no chain of shared documents binds to the anchor.

    While the anchor is silent, to the part that says most. Units that hardly speak tell nothing.
    """
    spoken = sorted(key for key in units if len(documents.get(key, ())) >= SPEAKS)
    parts = list(_parts(spoken, alike))
    if len(parts) < 2:
        return []

    def weight(part: set[int]) -> tuple[bool, int, int]:
        return anchor in part, len(set().union(*(documents[key] for key in part))), -min(part)

    kept = max(parts, key=weight)
    return [key for key in spoken if key not in kept]


def _parts(keys: Sequence[int], alike: Likeness) -> Iterator[set[int]]:
    """The units bound by chains of a Jaccard of APART at least."""
    waiting = list(keys)
    while waiting:
        part, fresh = {waiting[0]}, [waiting[0]]
        while fresh:
            one = fresh.pop()
            bound = [k for k in waiting if k not in part and alike.get((one, k), 0.0) >= APART]
            part.update(bound)
            fresh += bound
        waiting = [key for key in waiting if key not in part]
        yield part


def _closeness(groups: Mapping[str, Group], alike: Likeness) -> dict[Pair, float]:
    """The mean Jaccard of the units of every two signals that share a document."""
    home = {key: name for name, (_, units) in groups.items() for key in units}
    spoken = {key for pair in alike for key in pair}
    met: dict[Pair, float] = defaultdict(float)
    for (one, other), value in sorted(alike.items()):  # sorted: the same to the last bit
        if one in home and other in home and home[one] < home[other]:
            met[home[one], home[other]] += value
    size = {name: len(spoken.intersection(units)) for name, (_, units) in groups.items()}
    return {(a, b): total / (size[a] * size[b]) for (a, b), total in met.items()}
