"""Monthly topics of passages: found, named by words of the texts, and kept the same over time.

For navigation, naming and as slow units; never an alarm by themselves.
"""

import re
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log1p, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import HDBSCAN
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import normalize

from nlp.stopwords import ARTICLES, DATES, FUNCTION_WORDS, JOINERS
from nlp.terms import surface
from veille import digest

if TYPE_CHECKING:
    from bertopic import BERTopic

Vectors = NDArray[np.float64]

TOO_FEW: Final = 60  # passages; below, no topic is worth a name
SMALLEST: Final = 6  # passages of a topic, at least; SPREAD * sqrt(n) when there are many
SPREAD: Final = 0.12
# Neighbours that make a place dense. At 2, with leaves: 45 to 68 topics for 4,000 passages of
# three corpora, the largest of 83, and 70 to 84 % of passages in none; at 4, half as many topics.
# The other way to cut the tree (eom) puts most passages in one topic as soon as N_PCA falls.
DENSE: Final = 2
# Passages that are clustered; the others join the topic they are nearest to. HDBSCAN is
# quadratic: 259 s for 50,000 passages on one core (23 Nov 2026), 24 s for 15,000.
CLUSTERED: Final = 15_000
N_SVD: Final = 128
N_PCA: Final = 50  # fewer merge topics (shared/stack.md §4)
# A passage left out joins the nearest topic if it is as near as this share of its members, and
# near enough in itself: without a floor, the topics of small talk swallow the rest.
INSIDE: Final = 0.75
NEAR: Final = 0.5  # cosine
N_WORDS: Final = 20

# What a term of 1, 2, 3… words gains as a name: two or three words say more, five are a sentence.
_LENGTHS: Final = (1.0, 2.0, 2.2, 2.0, 1.6)
ACCEPTED: Final = 0.35  # likeness of two topics, a month apart, from which they are one

_TOKEN = r"(?u)\b[^\W\d_]{3,}(?:-[^\W\d_]+)*\b"  # noqa: S105 (a pattern, not a secret)
# Formulas of questions to a minister: they would make topics of their own.
_FORMULAS: Final = frozenset({
    "alerte", "appelle", "attention", "attire", "auprès", "chargé", "chargée", "demande",
    "déléguée", "délégué", "interroge", "ministre", "ministres", "question", "savoir",
    "situation", "souhaite",
})  # fmt: skip
_STOP_WORDS: Final = sorted(FUNCTION_WORDS | DATES | ARTICLES | JOINERS.keys() | _FORMULAS)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Topics of a set of texts. Row k of centroids, words and phrases is topic k."""

    labels: NDArray[np.int64]  # (n,) topic of each text, -1 for none
    words: tuple[dict[str, float], ...]  # 20 words as in the texts, with their c-TF-IDF
    phrases: tuple[tuple[str, ...], ...]  # as written, from one of its words to another
    centroids: Vectors  # (topics, dims) unit norm; of no use with those of another fit

    @property
    def n_topics(self) -> int:
        """How many topics were found."""
        return len(self.words)


@dataclass(frozen=True, slots=True)
class TopicSketch:
    """What is compared from one month to the next: a topic's passages and words."""

    number: int  # in its fit
    passage_ids: frozenset[str]
    words: Mapping[str, float]
    fitted_on: date
    id: str = ""  # empty: not given yet


def fit(texts: Sequence[str], *, seed: int = 0) -> Fitted:
    """The topics of these passages, the same each time for the same texts in the same order.

    BERTopic (Grootendorst 2022, arXiv:2203.05794) on TF-IDF vectors reduced by SVD, with PCA in
    place of UMAP and scikit-learn's HDBSCAN: no network, no weights. Under 60 texts, no topic.
    """
    counted = TfidfVectorizer(
        token_pattern=_TOKEN, stop_words=_STOP_WORDS, min_df=3, max_df=0.5, sublinear_tf=True
    )
    chosen = _evenly(len(texts), CLUSTERED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # hyphened stop words, and BERTopic's own
        vectors = _vectors(texts, counted, seed)
        if vectors is None:
            return _nothing(len(texts))
        model = _model(len(chosen), vectors.shape[1], counted.vocabulary_, seed)
        found, _ = model.fit_transform([texts[i] for i in chosen], embeddings=vectors[chosen])
    labels = np.full(len(texts), -1, dtype=np.int64)
    labels[chosen] = found
    if labels.max() < 0:
        return _nothing(len(texts))
    centroids = _centroids(vectors, labels)
    labels = _joined(vectors, labels, centroids)
    words = tuple(_words(model, topic) for topic in range(len(centroids)))
    phrases = tuple(
        _phrases([texts[i] for i in _nearest(vectors, labels, centroids, topic)], words[topic])
        for topic in range(len(centroids))
    )
    return Fitted(labels, words, phrases, centroids)


def _nothing(n: int) -> Fitted:
    return Fitted(np.full(n, -1, dtype=np.int64), (), (), np.zeros((0, 0)))


def _evenly(n: int, most: int) -> NDArray[np.int64]:
    """At most so many places out of n, evenly spread."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(np.int64))


def _vectors(texts: Sequence[str], counted: TfidfVectorizer, seed: int) -> Vectors | None:
    """(n, dims) unit vectors, zero for a text without known words; None if there is too little."""
    if len(texts) < TOO_FEW:
        return None
    try:
        weights = counted.fit_transform(texts)
    except ValueError:  # no word is left
        return None
    dims = min(N_SVD, weights.shape[1] - 1, len(texts) - 1)
    if dims < 2:
        return None
    reduced = TruncatedSVD(dims, random_state=seed).fit_transform(weights)
    return np.asarray(normalize(reduced), dtype=np.float64)


def _model(n: int, dims: int, vocabulary: Mapping[str, int], seed: int) -> "BERTopic":
    from bertopic import BERTopic  # 4 s to import: only where topics are made

    return BERTopic(
        language="french",
        umap_model=PCA(min(N_PCA, dims), svd_solver="covariance_eigh", random_state=seed),
        hdbscan_model=HDBSCAN(
            min_cluster_size=max(SMALLEST, round(SPREAD * sqrt(n))),
            min_samples=DENSE,
            cluster_selection_method="leaf",
            copy=True,
        ),
        vectorizer_model=CountVectorizer(token_pattern=_TOKEN, vocabulary=vocabulary),
        top_n_words=N_WORDS,
        calculate_probabilities=False,
        verbose=False,
    )


def _centroids(vectors: Vectors, labels: NDArray[np.int64]) -> Vectors:
    means = [vectors[labels == topic].mean(axis=0) for topic in range(labels.max() + 1)]
    return np.asarray(normalize(np.vstack(means)), dtype=np.float64)


def _joined(vectors: Vectors, labels: NDArray[np.int64], centroids: Vectors) -> NDArray[np.int64]:
    """The labels once each passage left out joined the nearest topic, if near enough."""
    likeness = vectors @ centroids.T
    bars = np.array(
        [
            np.quantile(likeness[labels == topic, topic], 1 - INSIDE)
            for topic in range(len(centroids))
        ]
    )
    nearest = likeness.argmax(axis=1)
    near = likeness[np.arange(len(labels)), nearest] >= bars[nearest]
    return np.where((labels < 0) & near, nearest, labels)


def _words(model: "BERTopic", topic: int) -> dict[str, float]:
    return {word: float(weight) for word, weight in model.get_topic(topic) or [] if word}


def _nearest(
    vectors: Vectors, labels: NDArray[np.int64], centroids: Vectors, topic: int
) -> list[int]:
    """The 30 passages of a topic that are the most like it, best first."""
    members = np.flatnonzero(labels == topic)
    order = np.argsort(-(vectors[members] @ centroids[topic]), kind="stable")
    return [int(i) for i in members[order[:30]]]


def _phrases(passages: Sequence[str], words: Mapping[str, float]) -> tuple[str, ...]:
    """At most 5 runs of words, verbatim, from one top word to another, the most frequent first."""
    top = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    if not top:
        return ()
    link = r"(?: (?:de|du|des|à|au|aux|en)(?: la)? | (?:de )?[ld]['’]| )"
    run = re.compile(rf"\b(?:{top})(?:{link}(?:{top}))+\b", re.IGNORECASE)
    counts = Counter(match[0] for passage in passages for match in run.finditer(passage))
    return tuple(sorted(counts, key=lambda phrase: (-counts[phrase], phrase))[:5])


def align(previous: Sequence[TopicSketch], current: Sequence[TopicSketch]) -> dict[int, str]:
    """The id of each current topic, by its number: that of the previous topic it continues.

    Topics are matched one to one so that their total likeness is greatest (Hungarian method); a
    match under 0.35 is none, and a topic without match gets an id of its own.
    """
    before = sorted(previous, key=lambda topic: topic.id)
    now = sorted(current, key=lambda topic: topic.number)
    ids = {topic.number: topic.id or _new_id(topic) for topic in now}
    if before and now:
        likeness = np.array([[_likeness(a, b) for b in now] for a in before])
        for i, j in zip(*linear_sum_assignment(-likeness), strict=True):
            if likeness[i, j] >= ACCEPTED:
                ids[now[j].number] = before[i].id
    return ids


def _likeness(a: TopicSketch, b: TopicSketch) -> float:
    """In [0, 1]: 0.6 of shared passages (Jaccard), 0.4 of shared words (weighted Jaccard)."""
    union = len(a.passage_ids | b.passage_ids)
    shared = len(a.passage_ids & b.passage_ids) / union if union else 0.0
    words = sorted(a.words.keys() | b.words.keys())
    pairs = [(a.words.get(word, 0.0), b.words.get(word, 0.0)) for word in words]
    total = sum(max(pair) for pair in pairs)
    return 0.6 * shared + 0.4 * (sum(min(pair) for pair in pairs) / total if total else 0.0)


def _new_id(topic: TopicSketch) -> str:
    """An id that the day of the fit and the topic's first passages make its own."""
    first = sorted(topic.passage_ids)[:20]
    return digest("topic", topic.fitted_on.isoformat(), str(topic.number), *first)


def name(inside: Mapping[str, Sequence[str]], outside: Mapping[str, int]) -> str:
    """The phrase that names a topic: a form found in its passages, accents included; "" for none.

    The term with the best class-based TF-IDF (Grootendorst 2022, eq. 2), longer terms first.

    Args:
        inside: the forms of each unit as written in the topic's passages, one a mention.
        outside: mentions of each unit in all other passages.
    """
    n_inside = sum(map(len, inside.values()))
    scores = {
        unit: len(forms)
        / n_inside
        * log1p(n_inside / (len(forms) + outside.get(unit, 0)))
        * _LENGTHS[min(len(unit.split()), len(_LENGTHS)) - 1]
        for unit, forms in inside.items()
        if forms
    }
    best = min(scores, key=lambda unit: (-scores[unit], unit), default="")
    return surface(inside[best]) if best else ""
