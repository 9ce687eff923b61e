"""Fits the tag model: ridge regression in its dual form, whose leave-one-out answers are exact.

The kernel of the variables is a square, (OFFSET + cosine)², so that a model knows what words say
together; its squares are cut to the heaviest directions, hence no passage ships. Weights,
calibration and thresholds come from one matrix inverse: nothing iterates over seeds.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType
from typing import Final

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, eigsh

from nlp.manner import Telling
from nlp.tag_model import FAMILIES, LEVER, SHORTEST, Floats, TagModel, dense

from .calibration import calibrated
from .tag_space import Array, Space, counted, inverse_frequency, tfidf, unit

# Share of each family in a passage, the ridges, the offset: by leaving one source or one document
# out at a time on variables_train and our readings (25 to 27 Nov 2026; decision 0016).
SHARES: Final = {"words": 1.0, "vectors": 0.3, "topics": 0.3, "lexicon": 0.3, "grades": 0.3}
RIDGE: Final = 0.5
OFFSET: Final = 0.3  # beside the cosine, in the square
RANK: Final = 16  # squares kept for each variable: by documents left out, nearly what all give
NEAR: Final = 1e-2  # how exact: it moves eigenvalues of 1 to 4 by 0.0003
# Lever against trend stays a sum, which does as well there, and reads the manner too, traits and
# forms, which do nothing for the variables; of the grades, those of lever and trend alone.
LEVER_RIDGE: Final = 3.0
OF_A_KIND: Final = "LT"  # grades of words that suggest a lever or a trend: traits of the manner
TRAITS: Final = 0.3
FORMS: Final = 1.0
N_FORMS: Final = 4000
RARE_FORM: Final = 5  # passages of the training in which a form occurs, at least
DOUBT: Final = 0.35  # what one of our readings weighs beside one of the labelled set, to calibrate


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled passage, as the tagger sees it."""

    told: Mapping[str, float]  # what the lexicon says
    norms: Sequence[str]
    labels: frozenset[str]
    kind: str
    ours: bool  # one of our readings of the archive, not of the labelled set
    id: str = ""
    traits: Mapping[str, float] = field(default_factory=dict)  # of its manner
    forms: Sequence[str] = ()  # its words as written
    trend_type: str | None = None  # of a trend; None: none was told
    themes: Mapping[str, str] = field(default_factory=dict)  # the sub-theme of its variables


@dataclass(frozen=True, slots=True)
class Fit:
    """A model, and the leave-one-out scores of the examples it was trained on."""

    model: TagModel
    scores: Array  # (n, outputs)


def fit(
    examples: Sequence[Example],
    variables: Sequence[str],
    space: Space,
    *,
    types: Sequence[str] = (),
    themes: Mapping[str, Sequence[str]] = MappingProxyType({}),
    families: Sequence[str] = FAMILIES,
) -> Fit:
    """The model of these examples, of types and sub-themes if asked, and leave-one-out scores."""
    n = len(variables)
    named = [[f"{v}/{theme}" for theme in themes.get(v, ())] for v in variables]
    outputs = (*variables, LEVER, *types, *chain(*named))
    features = tuple(sorted({name for example in examples for name in example.told}))
    shares = np.array([SHARES[f] * (f in families) for f in FAMILIES], np.float32)
    empty = _empty(outputs, np.zeros((n, len(types)), np.float32), space, features, shares)
    parts = _parts(examples, empty)
    places = _placed(parts, empty.shares)
    ungraded = _placed(parts, empty.shares * [family != "grades" for family in FAMILIES])
    telling, manner = _manner(_leaning(examples, parts, space.grades))
    dual = _Dual(_targets(examples, variables, types, themes))
    cosines = (places @ places.T).toarray()
    dual.fill(((OFFSET + cosines) / (1 + OFFSET)) ** 2, 0, n, RIDGE)
    dual.bias[:n] += (OFFSET / (1 + OFFSET)) ** 2 * dual.alphas[:, :n].sum(axis=0)
    dual.fill((ungraded @ ungraded.T + manner @ manner.T).toarray(), n, 1, LEVER_RIDGE)
    carried = _carried(dual.targets[:, :n])
    dual.fill(cosines + carried @ carried.T, n + 1, len(types), RIDGE)
    for names in named:
        if names:
            dual.fill(cosines, outputs.index(names[0]), len(names), RIDGE)
    model = _weighted(empty, parts, *_columns(places, ungraded, dual.alphas, n))
    model = replace(
        model,
        bias=dual.bias.astype(np.float32),
        telling=_told(telling, np.asarray(manner.T @ dual.alphas[:, n])),
        typed=(carried.T @ dual.alphas[:, n + 1 : n + 1 + len(types)]).astype(np.float32),
    )
    return Fit(_calibrated(model, examples, dual), dual.scores)


def _calibrated(model: TagModel, examples: Sequence[Example], dual: "_Dual") -> TagModel:
    variables = model.outputs[: len(model.typed)]
    trust = np.array([DOUBT if e.ours else 1.0 for e in examples])
    totals = np.array([[e.told.get(f"{v}.total", 0.0) for v in variables] for e in examples])
    return calibrated(model, totals, trust, dual.targets, dual.scores)


class _Dual:
    """What is asked of the examples, and the ridges that answer: some outputs after the others."""

    def __init__(self, targets: Array) -> None:
        self.targets = targets  # (n, O)
        self.alphas, self.scores = np.zeros((2, *targets.shape))  # each example left out
        self.bias = np.zeros(targets.shape[1])

    def fill(self, kernel: Array, first: int, n: int, ridge: float) -> None:
        """Answer n outputs; what examples do not say of them, they answer by what others taught."""
        own = slice(first, first + n)
        if not n:
            return
        known = ~np.isnan(self.targets[:, first])
        alpha, told, means = _ridge(kernel[np.ix_(known, known)], self.targets[known, own], ridge)
        self.bias[own] = means
        self.alphas[known, own], self.scores[known, own] = alpha, told
        self.scores[~known, own] = kernel[np.ix_(~known, known)] @ alpha + means


def _carried(labels: Array) -> Array:
    """The variables of each example, of length 1."""
    return np.asarray(labels / np.sqrt(np.maximum(labels.sum(axis=1, keepdims=True), 1)))


def _placed(parts: Mapping[str, Array], shares: Floats) -> sparse.csr_matrix:
    """The families side by side, each row of length 1."""
    blocks = [
        sparse.csr_matrix(np.sqrt(s) * parts[f]) for f, s in zip(FAMILIES, shares, strict=True)
    ]
    places = sparse.hstack(blocks).tocsr()
    lengths = np.sqrt(np.asarray(places.multiply(places).sum(axis=1)).ravel())
    lengths = np.maximum(lengths, SHORTEST)
    return sparse.csr_matrix(sparse.diags(1 / lengths) @ places)


def _leaning(
    examples: Sequence[Example], parts: Mapping[str, Array], grades: Sequence[str]
) -> list[Example]:
    """The examples, with what their words suggest of lever or trend among their traits."""
    places = [k for k, grade in enumerate(grades) if grade[0] in OF_A_KIND]
    names, told = [grades[k] for k in places], parts["grades"] * parts["grade_scale"]
    return [
        replace(e, traits={**e.traits, **dict(zip(names, own, strict=True))})
        for e, own in zip(examples, told[:, places].tolist(), strict=True)
    ]


def _manner(examples: Sequence[Example]) -> tuple[Telling, sparse.csr_matrix]:
    """The traits and forms of the examples without their weights, and the examples in them."""
    names = tuple(sorted({name for e in examples for name in e.traits}))
    traits = np.array([[e.traits.get(name, 0.0) for name in names] for e in examples], float)
    traits = traits.reshape(len(examples), len(names))
    spread = np.maximum(traits.std(axis=0), SHORTEST)
    forms = _frequent([e.forms for e in examples])
    counts = counted([e.forms for e in examples], forms)
    rarity = inverse_frequency(counts)
    sides = [
        np.sqrt(TRAITS) * unit(traits / spread),
        np.sqrt(FORMS) * tfidf(counts, rarity),
    ]
    empty = Telling(
        names, spread.astype(np.float32), np.zeros(len(names), np.float32),
        forms, rarity, np.zeros(len(forms), np.float32),
    )  # fmt: skip
    return empty, sparse.csr_matrix(sparse.hstack([sparse.csr_matrix(side) for side in sides]))


def _frequent(forms: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The most frequent forms, of those that enough passages have."""
    passages = Counter(form for own in forms for form in set(own))
    totals = Counter(form for own in forms for form in own if passages[form] >= RARE_FORM)
    most = sorted(totals, key=lambda form: (-totals[form], form))[:N_FORMS]
    return tuple(sorted(most))


def _told(telling: Telling, weights: Array) -> Telling:
    """The telling with the weights of traits, then forms, in the space of the examples."""
    n = len(telling.traits)
    return replace(
        telling,
        trait_weights=(np.sqrt(TRAITS) * weights[:n]).astype(np.float32),
        form_weights=(np.sqrt(FORMS) * weights[n:]).astype(np.float32),
    )


def _columns(
    places: sparse.csr_matrix, ungraded: sparse.csr_matrix, alphas: Array, squared: int
) -> tuple[Array, Floats]:
    """The columns of the model in the space of the places, and how squares add to outputs.

    The first `squared` outputs have squares; the next, LEVER, reads no grades.

    The sum over examples of alpha (place . x)² is a quadratic form of x: its eigenvectors of
    largest eigenvalue, scaled by it, are the columns that count by their square.
    """
    linear = np.asarray(places.T @ alphas)
    linear[:, squared] = ungraded.T @ alphas[:, squared]
    linear[:, :squared] *= 2 * OFFSET / (1 + OFFSET) ** 2
    n, outputs = places.shape[1], alphas.shape[1]
    columns, signs = [linear], []
    back = places.T.tocsr()
    for k in range(squared):

        def form(x: Array, weights: Array = alphas[:, k]) -> Array:
            return np.asarray(back @ (weights * (places @ x.ravel())))

        operator = LinearOperator((n, n), matvec=form, dtype=np.float64)
        rank = min(RANK, n - 1)
        values, vectors = eigsh(operator, k=rank, which="LM", v0=np.ones(n), tol=NEAR)
        columns.append(vectors * np.sqrt(np.abs(values)) / (1 + OFFSET))
        mixed = np.zeros((rank, outputs), np.float32)
        mixed[:, k] = np.sign(values)
        signs.append(mixed)
    return np.hstack(columns), np.vstack(signs)


def _ridge(kernel: Array, targets: Array, ridge: float) -> tuple[Array, Array, Array]:
    """Dual weights, leave-one-out answers (Allen 1974, PRESS) and the means taken out."""
    means = targets.mean(axis=0)
    inverse = np.linalg.inv(kernel + ridge * np.eye(len(kernel)))
    alphas = inverse @ (targets - means)
    return alphas, targets - alphas / np.diag(inverse)[:, None], means


def _empty(
    outputs: tuple[str, ...], typed: Floats, space: Space, features: tuple[str, ...], shares: Floats
) -> TagModel:
    n = len(outputs)

    def zeros(*shape: int) -> Floats:
        return np.zeros(shape, np.float32)

    return TagModel(
        outputs=outputs,
        terms=space.terms,
        n_single=space.n_single,
        idf=space.idf,
        words=zeros(len(space.terms), n),
        space=space.space,
        vectors=zeros(space.space.shape[1], n),
        centroids=space.centroids,
        topics=zeros(len(space.centroids), n),
        features=features,
        lexicon=zeros(len(features), n),
        grade_names=space.grades,
        graded=space.graded,
        grades=zeros(space.graded.shape[1], n),
        mixing=zeros(0, n),
        shares=shares,
        scale=np.ones(len(features), np.float32),
        grade_scale=np.ones(space.graded.shape[1], np.float32),
        bias=zeros(n),
        slopes=np.ones(n, np.float32),
        shifts=zeros(n),
        thresholds=np.full(n, 0.5, np.float32),
        alone=(1.0, 0.0),
        typed=typed,
        telling=Telling((), zeros(0), zeros(0), (), zeros(0), zeros(0)),
        digest="",
    )


def _parts(examples: Sequence[Example], model: TagModel) -> dict[str, Array]:
    """The features of the examples by family, as the model computes them."""
    words = tfidf(counted([e.norms for e in examples], model.terms), model.idf)
    vectors = unit(words[:, : model.n_single] @ model.space)
    said = np.array([dense(e.told, model) for e in examples], float)
    graded = np.asarray(words @ model.graded)
    scale, grade_scale = _spread(said), _spread(graded)
    return {
        "words": words,
        "vectors": vectors,
        "topics": np.maximum(vectors @ model.centroids.T, 0) ** 2,
        "lexicon": said / scale,
        "grades": graded / grade_scale,
        "scale": scale,
        "grade_scale": grade_scale,
    }


def _spread(values: Array) -> Array:
    """What brings columns to one spread, and their rows to a length of 1 or so."""
    spread = values.std(axis=0)
    return np.asarray(np.where(spread > 0, spread, 1.0) * np.sqrt(max((spread > 0).sum(), 1)))


def _targets(
    examples: Sequence[Example],
    variables: Sequence[str],
    types: Sequence[str],
    themes: Mapping[str, Sequence[str]],
) -> Array:
    """1 or 0 for each output; nan where an example says nothing of it."""
    told = [[float(v in e.labels) for v in variables] for e in examples]
    lever = [float(e.kind == "levier") if e.labels else np.nan for e in examples]
    chosen = [
        _one_of(e.trend_type if e.labels else None, types)
        + [x for v in variables for x in _one_of(e.themes.get(v), themes.get(v, ()))]
        for e in examples
    ]
    return np.column_stack([np.array(told), lever, np.array(chosen).reshape(len(examples), -1)])


def _one_of(told: str | None, names: Sequence[str]) -> list[float]:
    """1 for the name that is told, 0 for the others; nan for all if it is none of them."""
    return [float(told == name) if told in names else np.nan for name in names]


def _weighted(
    model: TagModel, parts: Mapping[str, Array], columns: Array, mixing: Floats
) -> TagModel:
    """The model with the weights of columns given in the space of the places, family by family."""
    sizes = [parts[family].shape[1] for family in FAMILIES]
    shares = np.sqrt(np.repeat(model.shares, sizes))
    weights = np.split(columns * shares[:, None], np.cumsum(sizes)[:-1])
    told = dict(zip(FAMILIES, weights, strict=True))
    scale, grade_scale = parts["scale"], parts["grade_scale"]
    return replace(
        model,
        words=told["words"].astype(np.float32),
        vectors=told["vectors"].astype(np.float32),
        topics=told["topics"].astype(np.float32),
        lexicon=(told["lexicon"] / scale[:, None]).astype(np.float32),
        grades=(told["grades"] / grade_scale[:, None]).astype(np.float32),
        scale=scale.astype(np.float32),
        grade_scale=grade_scale.astype(np.float32),
        mixing=mixing,
    )
