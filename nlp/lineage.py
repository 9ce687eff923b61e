"""Topics from one month to the next: carried over, split, merged, closed or born, never redrawn.

A passage that had a topic keeps it, unless another is plainly nearer. Only what has no topic is
clustered anew. So ids last by construction, and what changes is an event that can be told.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import normalize

Vectors = NDArray[np.float64]
Labels = NDArray[np.int64]
Flags = NDArray[np.bool_]

SMALLEST: Final = 6  # passages of a topic, at least
# A topic is born of what is new: without this share, nine new passages made a topic of two hundred
# that the fits before had left out (written questions of September 2022).
NEW: Final = 0.6
# A passage joins the nearest topic if it is as near as this share of its members, and near enough
# in itself: without a floor, the topics of small talk swallow the rest.
INSIDE: Final = 0.75
NEAR: Final = 0.5  # cosine
MOVES: Final = 0.15  # cosine by which another topic must be nearer for a passage to leave its own
# Cosine of two centroids from which they are one topic. At 0.85 two topics of one name stay apart;
# at 0.70 the mean cosine of passages to their topic falls from 0.69 to 0.67 in two months of
# parliamentary questions (25 Nov 2026).
MERGED: Final = 0.75
SPLIT: Final = 0.35  # cosine of the two halves of a topic under which they are two
# A half holds as much of the topic at least: less is a fringe, not a second subject.
HALF: Final = 0.2

# A change after which more ids would be lost, or more passages moved, is refused: the adjusted
# Rand index is that of the passages that have a topic in both. An archive of few topics may still
# merge or split one: the first such change of a fit is held to the least index alone.
KEPT: Final = 0.95
AGREED: Final = 0.95
LEAST_AGREED: Final = 0.85


@dataclass(frozen=True, slots=True)
class Known:
    """A topic of the previous fit."""

    id: str
    since: date  # its first fit
    members: Sequence[int]  # places of its passages among the texts of now
    at: Vectors  # (dims,) unit norm: where its words stand, used if too few passages are left


@dataclass(frozen=True, slots=True)
class Edge:
    """What became of a topic: `parent` (an id of the previous fit) is now `topic`, a number."""

    topic: int  # -1: it is closed
    relation: str  # suite, scission, fusion, fin or naissance
    parent: str | None  # None: naissance
    share: float  # of the parent's passages still read, those that are now in the topic


@dataclass(frozen=True, slots=True)
class Carried:
    """The topics of now. Topic k has the id ids[k], empty for one that is new."""

    labels: Labels  # (n,) -1 for none
    ids: tuple[str, ...]
    edges: tuple[Edge, ...]
    refused: tuple[str, ...]  # the changes that were not made: déplacements, fusion, scission


@dataclass
class _Topics:
    """The topics while they change. Numbers are never reused; a number without passage is gone."""

    vectors: Vectors
    before: Labels  # in the previous fit
    labels: Labels
    known: Sequence[Known]
    absorbed: dict[int, int] = field(default_factory=dict)  # known topic -> the one that took it
    parents: dict[int, int] = field(default_factory=dict)  # new topic -> the one it left
    n: int = 0
    faded: int = 0  # known topics whose passages are too few before anything changes
    refused: list[str] = field(default_factory=list)
    least: float = LEAST_AGREED  # index under which a change is refused

    def gone(self) -> int:
        """How many known topics are absorbed or have too few passages left."""
        sizes = np.bincount(self.labels[self.labels >= 0], minlength=self.n)
        return int((sizes[: len(self.known)] < SMALLEST).sum())

    def alive(self) -> list[int]:
        return [k for k in range(self.n) if k not in self.absorbed]

    def centroid(self, k: int) -> Vectors:
        members = self.vectors[self.labels == k]
        if k < len(self.known) and len(members) < SMALLEST:
            return self.known[k].at
        return unit(members.mean(axis=0))

    def age(self, k: int) -> tuple[date, str, int]:
        """What ranks two topics: the least is the older."""
        known = self.known[k] if k < len(self.known) else None
        return (known.since if known else date.max, known.id if known else "", k)


Cluster = Callable[[NDArray[np.int64]], Labels]


def unit(vector: Vectors) -> Vectors:
    """The vector at unit norm; zero stays zero."""
    return np.asarray(normalize(vector.reshape(1, -1))[0], dtype=np.float64)


def carry(vectors: Vectors, known: Sequence[Known], fresh: Flags, cluster: Cluster) -> Carried:
    """The topics of these passages, those of the previous fit carried over.

    Args:
        vectors: (n, dims) unit norm, or zero.
        known: the topics of the previous fit; none the first time.
        fresh: (n,) True for the passages that the previous fit had not read: only they, six at
            least and three fifths of the group, give birth to a topic.
        cluster: the groups of the passages at these places, -1 for none.
    """
    before = _anchors(len(vectors), known)
    topics = _Topics(vectors, before, before.copy(), known, n=len(known))
    if known:
        _join(topics)
        topics.faded = topics.gone()
        _attempt(topics, "déplacements", lambda: _move(topics))
        _merge(topics)
        _split(topics)
    _bear(topics, fresh, cluster)
    return _told(topics)


def _anchors(n: int, known: Sequence[Known]) -> Labels:
    labels = np.full(n, -1, dtype=np.int64)
    for k, topic in enumerate(known):
        labels[list(topic.members)] = k
    return labels


def _attempt(topics: _Topics, what: str, change: Callable[[], None]) -> bool:
    """Whether this change was made: not if it would cost too much of what readers know."""
    saved = topics.labels.copy(), dict(topics.absorbed), dict(topics.parents), topics.n
    change()
    if _affordable(topics):
        if topics.n > saved[3] or topics.absorbed != saved[1]:
            topics.least = AGREED  # a topic was split or merged
        return True
    topics.labels, topics.absorbed, topics.parents, topics.n = saved
    topics.refused.append(what)
    return False


def _affordable(topics: _Topics) -> bool:
    if topics.gone() - topics.faded > max(1, (1 - KEPT) * len(topics.known)):
        return False
    both = (topics.before >= 0) & (topics.labels >= 0)
    agreed = adjusted_rand_score(topics.before[both], topics.labels[both]) if both.any() else 1.0
    return bool(agreed >= topics.least)


def _likeness(topics: _Topics, since: int = 0) -> tuple[list[int], Vectors, Vectors]:
    """The living topics from a number on; the cosine of each passage with each; their bars."""
    alive = [k for k in topics.alive() if k >= since]
    likeness = topics.vectors @ np.vstack([topics.centroid(k) for k in alive]).T
    bars = np.array([_bar(likeness[topics.labels == k, i]) for i, k in enumerate(alive)])
    return alive, likeness, bars


def _bar(members: Vectors) -> float:
    return max(NEAR, float(np.quantile(members, 1 - INSIDE))) if len(members) >= SMALLEST else NEAR


def _join(topics: _Topics, since: int = 0) -> None:
    """Each passage that has no topic joins the nearest one, if near enough.

    Whether the fit before had read it or not: what a topic would take of a newcomer, it takes of
    a passage that it had left out.
    """
    alive, likeness, bars = _likeness(topics, since)
    best = likeness.argmax(axis=1)
    near = likeness[np.arange(len(best)), best] >= bars[best]
    topics.labels = np.where((topics.labels < 0) & near, np.array(alive)[best], topics.labels)


def _move(topics: _Topics) -> None:
    """A passage leaves its topic for one that is plainly nearer."""
    alive, likeness, bars = _likeness(topics)
    place = {k: i for i, k in enumerate(alive)}
    rows = np.flatnonzero(topics.labels >= 0)
    own = likeness[rows, [place[int(k)] for k in topics.labels[rows]]]
    best = likeness[rows].argmax(axis=1)
    nearest = likeness[rows, best]
    leaves = (nearest >= own + MOVES) & (nearest >= bars[best])
    topics.labels[rows[leaves]] = np.array(alive)[best[leaves]]


def _merge(topics: _Topics, since: int = 0) -> None:
    """Topics that are one: the older keeps its id, the other, from a number on, is absorbed."""
    while pair := _closest(topics, since):
        older, younger = sorted(pair, key=topics.age)
        if not _attempt(topics, "fusion", partial(_absorb, topics, older, younger)):
            return


def _absorb(topics: _Topics, older: int, younger: int) -> None:
    topics.absorbed[younger] = older
    topics.labels[topics.labels == younger] = older


def _closest(topics: _Topics, since: int) -> tuple[int, int] | None:
    alive = topics.alive()
    if len(alive) < 2:
        return None
    centroids = np.vstack([topics.centroid(k) for k in alive])
    likeness = np.triu(centroids @ centroids.T, k=1) * (np.array(alive) >= since)
    i, j = np.unravel_index(int(likeness.argmax()), likeness.shape)
    return (alive[i], alive[j]) if likeness[i, j] >= MERGED else None


def _split(topics: _Topics) -> None:
    """A topic of two subjects gives two: the one with most of what it was keeps the id."""
    for k in topics.alive():
        members = np.flatnonzero(topics.labels == k)
        halves = _halves(topics.vectors[members])
        if halves is not None:
            mass = np.bincount(halves, weights=topics.before[members] == k, minlength=2)
            size = np.bincount(halves, minlength=2)
            leaves = int((mass[1], size[1]) < (mass[0], size[0]))
            _attempt(topics, "scission", partial(_leave, topics, k, members[halves == leaves]))


def _leave(topics: _Topics, parent: int, members: Labels) -> None:
    topics.labels[members] = topics.n
    topics.parents[topics.n] = parent
    topics.n += 1


def _halves(vectors: Vectors) -> Labels | None:
    """The half of each vector, 0 or 1, if the two are large and unlike enough; None otherwise."""
    least = max(SMALLEST, HALF * len(vectors))
    if len(vectors) < 2 * least:
        return None
    first = vectors[int((vectors @ unit(vectors.mean(axis=0))).argmin())]
    start = np.vstack([first, vectors[int((vectors @ first).argmin())]])
    halves = KMeans(2, init=start, n_init=1).fit_predict(vectors)
    if np.bincount(halves, minlength=2).min() < least:
        return None
    one, other = (unit(vectors[halves == half].mean(axis=0)) for half in (0, 1))
    return np.asarray(halves, dtype=np.int64) if one @ other < SPLIT else None


def _bear(topics: _Topics, fresh: Flags, cluster: Cluster) -> None:
    """Topics born of the passages without one."""
    # Passages without known words are all alike: they would be a topic of nothing.
    pool = np.flatnonzero((topics.labels < 0) & topics.vectors.any(axis=1))
    if fresh[pool].sum() < SMALLEST:
        return
    found, first = cluster(pool), topics.n
    for group in range(int(found.max(initial=-1)) + 1):
        members = pool[found == group]
        if fresh[members].sum() >= max(SMALLEST, NEW * len(members)):
            topics.labels[members] = topics.n
            topics.n += 1
    if topics.n > first:
        _merge(topics, first)
    if any(k >= first for k in topics.alive()):
        _join(topics, first)


def _told(topics: _Topics) -> Carried:
    """The topics numbered from 0, without those that are gone, and what became of each."""
    sizes = np.bincount(topics.labels[topics.labels >= 0], minlength=topics.n)
    alive = [k for k in topics.alive() if sizes[k] >= SMALLEST]
    number = {k: i for i, k in enumerate(alive)}
    labels = np.array([number.get(int(k), -1) for k in topics.labels], dtype=np.int64)
    ids = tuple(topics.known[k].id if k < len(topics.known) else "" for k in alive)
    edges = tuple(_edges(topics, labels, number))
    return Carried(labels, ids, edges, tuple(topics.refused))


def _edges(topics: _Topics, labels: Labels, number: Mapping[int, int]) -> Iterator[Edge]:
    def share(parent: int, child: int) -> float:
        mass = topics.before == parent
        return float((labels[mass] == child).mean()) if mass.any() else 0.0

    for k, known in enumerate(topics.known):
        heir = topics.absorbed.get(k, k)
        while heir in topics.absorbed:
            heir = topics.absorbed[heir]
        if heir not in number:
            yield Edge(-1, "fin", known.id, 0.0)
        else:
            relation = "suite" if heir == k else "fusion"
            yield Edge(number[heir], relation, known.id, share(k, number[heir]))
    for k, i in number.items():
        if k in topics.parents:
            parent = topics.parents[k]
            yield Edge(i, "scission", topics.known[parent].id, share(parent, i))
        elif k >= len(topics.known):
            yield Edge(i, "naissance", None, 0.0)
