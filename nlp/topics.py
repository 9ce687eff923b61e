"""Monthly topics of passages: found, named by words of the texts, and kept the same over time.

For navigation, naming and as slow units; never an alarm by themselves.
"""

import re
import warnings
from collections import Counter
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log1p, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.cluster import HDBSCAN
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import normalize

from nlp.lineage import SMALLEST, Carried, Known, Labels, Vectors, carry
from nlp.stopwords import ARTICLES, DATES, FUNCTION_WORDS, JOINERS
from nlp.terms import surface
from veille import digest

if TYPE_CHECKING:
    from bertopic import BERTopic

TOO_FEW: Final = 60  # passages; below, no topic is worth a name
SPREAD: Final = 0.12  # a group holds SPREAD * sqrt(n) passages at least, SMALLEST if that is less
# Neighbours that make a place dense. At 2, with leaves: 45 to 68 topics for 4,000 passages of
# three corpora, the largest of 83, and 70 to 84 % of passages in none; at 4, half as many topics.
# The other way to cut the tree (eom) puts most passages in one topic as soon as N_PCA falls.
DENSE: Final = 2
# Passages that are clustered; the others join the topic they are nearest to. HDBSCAN is
# quadratic: 259 s for 50,000 passages on one core (23 Nov 2026), 24 s for 15,000.
CLUSTERED: Final = 15_000
N_SVD: Final = 128
N_PCA: Final = 50  # fewer merge topics (shared/stack.md §4)
N_WORDS: Final = 20
STILL: Final = 0.7  # of the best score, what the name a topic had must keep to stay

# What a term of 1, 2, 3… words gains as a name: two or three words say more, five are a sentence.
_LENGTHS: Final = (1.0, 2.0, 2.2, 2.0, 1.6)

_TOKEN = r"(?u)\b[^\W\d_]{3,}(?:-[^\W\d_]+)*\b"  # noqa: S105 (a pattern, not a secret)
# Formulas of questions to a minister: they would make topics of their own.
_FORMULAS: Final = frozenset({
    "alerte", "appelle", "attention", "attire", "auprès", "chargé", "chargée", "demande",
    "déléguée", "délégué", "interroge", "ministre", "ministres", "question", "savoir",
    "situation", "souhaite",
})  # fmt: skip
_STOP_WORDS: Final = sorted(FUNCTION_WORDS | DATES | ARTICLES | JOINERS.keys() | _FORMULAS)


@dataclass(frozen=True, slots=True)
class Past:
    """A topic of the previous fit, as the archive keeps it."""

    id: str
    since: date  # its first fit
    places: Sequence[int]  # of its passages, among the texts of now
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Topics of a set of texts. Item k of words is topic k."""

    carried: Carried  # labels, ids that go on, and what became of the previous topics
    words: tuple[dict[str, float], ...]  # 20 words as in the texts, with their c-TF-IDF

    @property
    def labels(self) -> Labels:
        """(n,) topic of each text, -1 for none."""
        return self.carried.labels

    @property
    def n_topics(self) -> int:
        """How many topics were found."""
        return len(self.words)


def fit(
    texts: Sequence[str],
    past: Sequence[Past] = (),
    fresh: NDArray[np.bool_] | None = None,
    *,
    people: Container[str] = (),
    seed: int = 0,
) -> Fitted:
    """The topics of these passages, the same each time for the same texts in the same order.

    BERTopic (Grootendorst 2022, arXiv:2203.05794) on TF-IDF vectors reduced by SVD, with PCA in
    place of UMAP and scikit-learn's HDBSCAN: no network, no weights. Under 60 texts, no topic.

    Args:
        texts: the passages, in the order of their ids.
        past: the topics of the previous fit, which go on (nlp.lineage); none the first time.
        fresh: (n,) True where the previous fit had not read the passage; None: everywhere.
        people: names of people, in small letters: no words of a topic.
        seed: of the reduction.
    """
    space = _space(texts, seed)
    if space is None:
        return _nothing(len(texts), past)

    def cluster(places: NDArray[np.int64]) -> Labels:
        return _clusters(texts, places, space, seed)

    known = [Known(p.id, p.since, p.places, space.place(p.words)) for p in past]
    everywhere = np.ones(len(texts), dtype=np.bool_)
    carried = carry(space.vectors, known, everywhere if fresh is None else fresh, cluster)
    if not carried.ids:
        return Fitted(carried, ())
    return Fitted(carried, _words(texts, carried.labels, space.counted.vocabulary_, people))


def _nothing(n: int, past: Sequence[Past]) -> Fitted:
    vectors, nowhere = np.zeros((n, 1)), np.zeros(1)
    known = [Known(p.id, p.since, (), nowhere) for p in past]
    carried = carry(vectors, known, np.zeros(n, dtype=np.bool_), lambda places: -1 - 0 * places)
    return Fitted(carried, ())


@dataclass(frozen=True, slots=True)
class _Space:
    """Where texts stand: TF-IDF reduced by SVD."""

    vectors: Vectors  # (n, dims) unit norm, zero for a text without known words
    counted: TfidfVectorizer
    reduced: TruncatedSVD

    def place(self, words: Sequence[str]) -> Vectors:
        """(dims,) where a text of these words would stand."""
        weights = self.counted.transform([" ".join(words)])
        return np.asarray(normalize(self.reduced.transform(weights))[0], dtype=np.float64)


def _space(texts: Sequence[str], seed: int) -> _Space | None:
    """The space of these texts; None if there is too little to make one."""
    counted = TfidfVectorizer(
        token_pattern=_TOKEN, stop_words=_STOP_WORDS, min_df=3, max_df=0.5, sublinear_tf=True
    )
    if len(texts) < TOO_FEW:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # hyphened stop words
        try:
            weights = counted.fit_transform(texts)
        except ValueError:  # no word is left
            return None
    dims = min(N_SVD, weights.shape[1] - 1, len(texts) - 1)
    if dims < 2:
        return None
    reduced = TruncatedSVD(dims, random_state=seed)
    vectors = normalize(reduced.fit_transform(weights))
    return _Space(np.asarray(vectors, dtype=np.float64), counted, reduced)


def _evenly(n: int, most: int) -> NDArray[np.int64]:
    """At most so many places out of n, evenly spread."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(np.int64))


def _clusters(texts: Sequence[str], places: NDArray[np.int64], space: _Space, seed: int) -> Labels:
    """The groups of the passages at these places, as BERTopic finds them; -1 for none."""
    labels = np.full(len(places), -1, dtype=np.int64)
    if len(places) < TOO_FEW:
        return labels
    chosen = _evenly(len(places), CLUSTERED)
    vectors = space.vectors[places[chosen]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # BERTopic's own
        model = _model(len(chosen), vectors.shape[1], space.counted.vocabulary_, seed)
        found, _ = model.fit_transform([texts[places[i]] for i in chosen], embeddings=vectors)
    labels[chosen] = found
    return labels


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


def _words(
    texts: Sequence[str], labels: Labels, vocabulary: Mapping[str, int], people: Container[str]
) -> tuple[dict[str, float], ...]:
    """The words of each topic by c-TF-IDF (Grootendorst 2022, eq. 2), best first, as written."""
    from bertopic.vectorizers import ClassTfidfTransformer

    counter = CountVectorizer(token_pattern=_TOKEN, vocabulary=vocabulary)
    inside = np.flatnonzero(labels >= 0)
    counts = counter.transform([texts[i] for i in inside.tolist()])
    of_topic = csr_matrix(
        (np.ones(len(inside)), (labels[inside], np.arange(len(inside)))),
        shape=(labels.max() + 1, len(inside)),
    )
    with np.errstate(divide="ignore"):  # words of no topic
        weights = ClassTfidfTransformer().fit_transform(of_topic @ counts).toarray()
    names = counter.get_feature_names_out()
    found = []
    for topic, row in enumerate(weights):
        ranked = [i for i in np.argsort(-row, kind="stable").tolist() if row[i] > 0]
        best = [i for i in ranked if names[i] not in people][:N_WORDS] or ranked[:N_WORDS]
        forms = _forms([texts[i] for i in np.flatnonzero(labels == topic).tolist()])
        found.append({forms.get(names[i], names[i]): float(row[i]) for i in best})
    return tuple(found)


def _forms(texts: Sequence[str]) -> dict[str, str]:
    """How each word, in small letters, is written most often in these texts."""
    written = Counter(word for text in texts for word in re.findall(_TOKEN, text))
    forms: dict[str, str] = {}
    for word in sorted(written, key=lambda word: (-written[word], word)):
        forms.setdefault(word.lower(), word)
    return forms


def new_id(fitted_on: date, number: int, passages: Sequence[str]) -> str:
    """The id of a topic born of a fit, which its day and its first passages make its own."""
    return digest("topic", fitted_on.isoformat(), str(number), *sorted(passages)[:20])


def name(
    inside: Mapping[str, Sequence[str]],
    outside: Mapping[str, int],
    before: str = "",
    taken: Collection[str] = (),
) -> str:
    """The phrase that names a topic: a form found in its passages, accents included; "" for none.

    The term with the best class-based TF-IDF (Grootendorst 2022, eq. 2), longer terms first; the
    name it had, if that is still nearly as good: readers know the topic by it.

    Args:
        inside: the forms of each unit as written in the topic's passages, one a mention.
        outside: mentions of each unit in all other passages.
        before: its name in the previous fit.
        taken: the names of other topics.
    """
    n_inside = sum(map(len, inside.values()))
    shown = {unit: surface(forms) for unit, forms in inside.items() if forms}
    scores = {
        unit: len(forms)
        / n_inside
        * log1p(n_inside / (len(forms) + outside.get(unit, 0)))
        * _LENGTHS[min(len(unit.split()), len(_LENGTHS)) - 1]
        for unit, forms in inside.items()
        if forms and shown[unit] not in taken
    }
    best = min(scores, key=lambda unit: (-scores[unit], unit), default="")
    kept = (unit for unit in scores if before in inside[unit] and before not in taken)
    if any(scores[unit] >= STILL * scores[best] for unit in kept):
        return before
    return shown.get(best, "")
