"""What the tag model knows before any label: terms, their rarity and grades, a space, topics."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.utils.extmath import randomized_svd

from nlp.tag_model import Floats

Array = NDArray[np.float64]

RARE: Final = 4  # passages of the archive in which a term occurs, at least
COMMON: Final = 0.25  # share of the passages, at most
N_TERMS: Final = 40_000  # kept by frequency before training
N_SINGLE: Final = 12_000
N_DIMENSIONS: Final = 64
# What words suggest by themselves, graded by readers without sight of any passage: how far a lemma
# suggests that a passage speaks of a variable (N, P, C, I: 1 a little, 2 clearly, 3 nearly says
# so), of none (X: 1, 2), of a lever or of a trend (L, T: 1, 2).
GRADED: Final = Path(__file__).with_name("grades.tsv")
GRADES: Final = tuple(
    f"{letter}{grade}"
    for letter, most in (("N", 3), ("P", 3), ("C", 3), ("I", 3), ("X", 2), ("L", 2), ("T", 2))
    for grade in range(1, most + 1)
)


@dataclass(frozen=True, slots=True)
class Space:
    """Terms, their rarity, the reduced space and the topics of an archive; the grades of terms."""

    terms: tuple[str, ...]
    n_single: int
    idf: Floats
    space: Floats
    centroids: Floats
    grades: tuple[str, ...]
    graded: Floats  # (terms, grades)


def reduced(
    norms: Sequence[Sequence[str]],
    topics: NDArray[np.int64],
    given: Mapping[str, Sequence[str]] | None = None,
) -> Space:
    """The terms, vectors and topics of the passages of an archive.

    Args:
        norms: the words of each passage.
        topics: the topic of each passage, -1 for none.
        given: the grades of words, which are terms, however rare.
    """
    given = given or {}
    frequent = _vocabulary(norms, (1, 1), N_SINGLE)
    singles = sorted({*frequent, *given})
    pairs = _vocabulary(norms, (2, 2), N_TERMS - len(frequent))
    terms = (*singles, *pairs)
    counts = counted(norms, terms)
    idf = inverse_frequency(counts)
    weights = tfidf(counts, idf)[:, : len(singles)]
    _, _, axes = randomized_svd(weights, N_DIMENSIONS, n_iter=4, random_state=0)
    space = axes.T.astype(np.float32)
    places = unit(weights @ space)
    found = [places[topics == k].mean(axis=0) for k in range(int(topics.max()) + 1)]
    centroids = unit(np.array(found)) if found else np.zeros((0, space.shape[1]))
    return Space(
        terms, len(singles), idf, space, centroids.astype(np.float32), GRADES, marked(terms, given)
    )


def _vocabulary(norms: Sequence[Sequence[str]], sizes: tuple[int, int], most: int) -> list[str]:
    counter = CountVectorizer(
        analyzer=lambda words: _grams(words, sizes[0]),
        min_df=RARE,
        max_df=COMMON,
        max_features=most,
        binary=True,
    )
    counter.fit(norms)
    return sorted(counter.vocabulary_)


def _grams(words: Sequence[str], size: int) -> list[str]:
    return list(words) if size == 1 else [f"{a} {b}" for a, b in pairwise(words)]


def counted(norms: Sequence[Sequence[str]], terms: Sequence[str]) -> csr_matrix:
    """How often each term occurs in each passage."""
    places = {term: k for k, term in enumerate(terms)}
    rows, columns, values = [], [], []
    for row, words in enumerate(norms):
        for term, n in Counter([*words, *_grams(words, 2)]).items():
            if term in places:
                rows.append(row)
                columns.append(places[term])
                values.append(float(n))
    return csr_matrix((values, (rows, columns)), shape=(len(norms), len(terms)))


def inverse_frequency(counts: csr_matrix) -> Floats:
    """The rarity of each term: log((1 + passages) / (1 + those that have it)) + 1."""
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity: Floats = (np.log((1 + counts.shape[0]) / (1 + seen)) + 1).astype(np.float32)
    return rarity


def tfidf(counts: csr_matrix, idf: Floats) -> csr_matrix:
    """The weights of the terms, by row of norm 1: (1 + log of the count) times the rarity."""
    weights = counts.copy()
    weights.data = (1 + np.log(weights.data)) * idf[weights.indices]
    norms = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    weights.data /= np.repeat(np.maximum(norms, 1e-12), np.diff(weights.indptr))
    return weights


def unit(places: Array) -> Array:
    """The rows brought to norm 1; those of zeros stay."""
    norms = np.sqrt((places**2).sum(axis=1, keepdims=True))
    return np.asarray(places / np.maximum(norms, 1e-12))


def grades() -> dict[str, list[str]]:
    """The grades of each lemma: « guichet »: I2."""
    lines = GRADED.read_text("utf-8").splitlines()
    told = (line.partition("\t") for line in lines if line and line[0] != "#")
    return {word: given.split() for word, _, given in told}


def marked(terms: Sequence[str], given: Mapping[str, Sequence[str]]) -> Floats:
    """(terms, GRADES) 1 where a term has a grade."""
    marks = np.zeros((len(terms), len(GRADES)), np.float32)
    for row, term in enumerate(terms):
        for grade in given.get(term, ()):
            marks[row, GRADES.index(grade)] = 1
    return marks
