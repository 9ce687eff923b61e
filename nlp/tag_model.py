"""What a trained model makes of the words and the lexicon of a passage: a sum, and a few squares.

The squares say what words mean together (Rendle 2010, « Factorization machines »). The arrays are
made by training/tags.py and loaded by flows; nothing here learns.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from nlp.manner import Telling

Floats = NDArray[np.float32]
Columns = NDArray[np.int64]

FAMILIES: Final = ("words", "vectors", "topics", "lexicon", "grades")
LEVER: Final = "levier"  # the output that says lever (high) or trend (low)
CAPS: Final = {"total": 12.0, "strongest": 3.0, "count": 6.0, "deciding": 4.0, "share": 5.0}
SHORTEST: Final = 1e-3  # length of a passage of which nothing is known
SAID: Final = 0.08  # of a unit of weight of the lexicon, beside the score of a sub-theme
MOST_WEIGHT: Final = 6.0  # of a sub-theme, of the cues of a kind or of a type, in the features


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a passage the model knows: their columns, TF-IDF weights of norm 1."""

    columns: Columns
    weights: Floats


@dataclass(frozen=True)
class TagModel:
    """Trained weights. T terms, D vector dimensions, G topics, F lexicon features, H grades.

    O outputs. C columns: one for each output, that counts as it is; then those that count by their
    square.
    """

    outputs: tuple[str, ...]  # V variables, LEVER, types of a trend, then « variable/sub-theme »
    terms: tuple[str, ...]  # (T,) one norm or two; single ones first
    n_single: int
    idf: Floats  # (T,)
    words: Floats  # (T, C)
    space: Floats  # (n_single, D) from single words to vectors
    vectors: Floats  # (D, C)
    centroids: Floats  # (G, D) of norm 1
    topics: Floats  # (G, C)
    features: tuple[str, ...]  # (F,) names of what the lexicon says
    lexicon: Floats  # (F, C)
    grade_names: tuple[str, ...]  # (H,) « N3 », « T1 »: what readers say that a word suggests
    graded: Floats  # (T, H) 1 for the grades of a term
    grades: Floats  # (H, C)
    mixing: Floats  # (C - O, O) what a square adds to each output: 1, -1 or 0
    shares: Floats  # (5,) of each family in the length of a passage, in the order of FAMILIES
    scale: Floats  # (F,) of the lexicon features, in the length
    grade_scale: Floats  # (H,) of the grades
    bias: Floats  # (O,)
    slopes: Floats  # (O,) probability = 1 / (1 + exp(-(slope * score + shift)))
    shifts: Floats  # (O,)
    thresholds: Floats  # (O,) probability from which a passage carries the label
    alone: tuple[float, float]  # slope and shift for a variable that has a lexicon only
    typed: Floats  # (V, types) what a variable carried adds to each type of a trend
    telling: Telling  # what the manner of a passage adds to LEVER
    digest: str

    @cached_property
    def places(self) -> dict[str, int]:
        """The number of each output."""
        return {name: k for k, name in enumerate(self.outputs)}

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The types of a trend that the model knows."""
        first = self.places[LEVER] + 1
        return self.outputs[first : first + self.typed.shape[1]]

    @cached_property
    def themes(self) -> dict[str, dict[str, int]]:
        """By variable, the numbers of its sub-themes among the outputs."""
        found: dict[str, dict[str, int]] = {}
        for name, place in self.places.items():
            variable, _, theme = name.partition("/")
            if theme:
                found.setdefault(variable, {})[theme] = place
        return found

    @cached_property
    def feature_places(self) -> dict[str, int]:
        """The number of each lexicon feature."""
        return {name: k for k, name in enumerate(self.features)}

    def weigh(self, counts: Mapping[int, int]) -> Words:
        """The TF-IDF weights of terms given by column and count: 1 + log(count), norm 1."""
        columns = np.fromiter(counts, np.int64, len(counts))
        tf = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
        weights = tf * self.idf[columns]
        norm = np.sqrt(weights @ weights)
        return Words(columns, (weights / norm if norm else weights).astype(np.float32))

    def vector(self, words: Words) -> Floats:
        """The place of a passage in the reduced space, of norm 1; zeros if no word is known."""
        single = words.columns < self.n_single
        place = words.weights[single] @ self.space[words.columns[single]]
        norm = np.sqrt(place @ place)
        return (place / norm if norm else place).astype(np.float32)

    def nearness(self, vector: Floats) -> Floats:
        """How near a passage is to each topic: squared cosine, 0 for an angle over 90°."""
        near: Floats = np.maximum(self.centroids @ vector, 0) ** 2
        return near

    def suggested(self, words: Words) -> dict[str, float]:
        """What the words of a passage suggest by themselves: the weight of those of each grade."""
        return dict(zip(self.grade_names, self._graded(words).tolist(), strict=True))

    def _graded(self, words: Words) -> Floats:
        weighed: Floats = words.weights @ self.graded[words.columns]
        return weighed

    def score(self, words: Words, said: Floats, telling: float = 0.0) -> Floats:
        """The scores of the outputs, before calibration.

        Args:
            words: of the passage.
            said: (F,) what the lexicon says, in the order of `features`.
            telling: what `Telling.score` adds to LEVER.
        """
        columns = self.project(words, said)
        n = len(self.outputs)
        total: Floats = self.bias + columns[:n] + columns[n:] ** 2 @ self.mixing
        total[self.places[LEVER]] += telling
        return total

    def project(self, words: Words, said: Floats) -> Floats:
        """(C,) The columns of a passage brought to length 1, that a long one says no more."""
        vector = self.vector(words)
        near, graded = self.nearness(vector), self._graded(words)
        total: Floats = (
            words.weights @ self.words[words.columns]
            + vector @ self.vectors
            + near @ self.topics
            + said @ self.lexicon
            + graded @ self.grades
        )
        parts = (words.weights, vector, near, said / self.scale, graded / self.grade_scale)
        squares = self.shares * np.array([part @ part for part in parts], np.float32)
        whole, ungraded = np.sqrt(squares.sum()), np.sqrt(squares[:-1].sum())
        projected: Floats = total / max(float(whole), SHORTEST)
        lever = self.places[LEVER]  # its grades are traits of the manner
        projected[lever] = total[lever] / max(float(ungraded), SHORTEST)
        return projected

    def pull(self, words: Words, columns: Floats, place: int) -> Floats:
        """What each word adds to an output as the passage stands, save for a common factor.

        Args:
            words: of the passage.
            columns: (C,) its projection.
            place: of the output.
        """
        n = len(self.outputs)
        slopes = np.concatenate([np.eye(n, dtype=np.float32)[place], columns[n:]])
        slopes[n:] *= 2 * self.mixing[:, place]
        by_grade = self.graded[words.columns] @ (self.grades @ slopes)
        pulled: Floats = words.weights * (self.words[words.columns] @ slopes + by_grade)
        return pulled

    def trend_type(
        self, scores: Floats, carried: Sequence[str], among: Collection[str]
    ) -> str | None:
        """The type of a trend with the best score, None if none of these is known.

        Args:
            scores: (O,) of the passage.
            carried: the variables it carries; those that the model does not know add nothing.
            among: the types to choose from.
        """
        known = [self.places[v] for v in carried if v in self.outputs[: len(self.typed)]]
        first = len(self.typed) + 1
        told = scores[first : first + len(self.types)]
        if known:
            told = told + self.typed[known].sum(axis=0) / np.sqrt(len(known))
        ranked = zip(told.tolist(), self.types, strict=True)
        return max((pair for pair in ranked if pair[1] in among), default=(0.0, None))[1]

    def theme(
        self, scores: Floats, variable: str, said: Mapping[str, float], among: Collection[str]
    ) -> str | None:
        """The sub-theme with the best score, what the lexicon says added; None if none is known.

        Args:
            scores: (O,) of the passage.
            variable: that it carries.
            said: the weight of the expressions of each sub-theme.
            among: the sub-themes to choose from.
        """
        ranked = {
            theme: float(scores[place]) + SAID * min(said.get(theme, 0.0), MOST_WEIGHT)
            for theme, place in self.themes.get(variable, {}).items()
            if theme in among
        }
        return max(ranked, key=lambda theme: ranked[theme], default=None)

    def calibrated(self, scores: Floats) -> Floats:
        """Probabilities (Platt 1999, « Probabilistic outputs for support vector machines »)."""
        probabilities: Floats = expit(self.slopes * scores + self.shifts)
        return probabilities

    def from_lexicon(self, total: float) -> float:
        """The probability of a variable the model has not learnt, from its expressions' weight."""
        slope, shift = self.alone
        return float(expit(slope * total + shift))


def described(
    totals: Mapping[str, Mapping[str, float]],
    themes: Mapping[tuple[str, str], float],
    cues: Mapping[str, float],
) -> dict[str, float]:
    """The lexicon features by name.

    Args:
        totals: by variable, the values named in CAPS.
        themes: the weight of the expressions of each (variable, sub-theme).
        cues: the weight of the cues of each kind and type of trend.
    """
    told = {
        f"{v}.{name}": min(x, CAPS[name]) for v, own in totals.items() for name, x in own.items()
    }
    told |= {f"{v}/{theme}": min(x, MOST_WEIGHT) for (v, theme), x in themes.items()}
    return told | {f"cue.{name}": min(x, MOST_WEIGHT) for name, x in cues.items()}


def pack(model: TagModel) -> dict[str, NDArray[np.generic]]:
    """The arrays to write in one .npz without pickle: texts as UTF-8 bytes, weights shortened."""
    telling = model.telling
    texts = {"outputs": model.outputs, "terms": model.terms, "features": model.features}
    texts |= {"traits": telling.traits, "forms": telling.forms, "grade_names": model.grade_names}
    packed: dict[str, NDArray[np.generic]] = {
        name: np.frombuffer("\n".join(lines).encode(), np.uint8) for name, lines in texts.items()
    }
    for name in ("space", "words"):
        array = getattr(model, name)
        steps = np.abs(array).max(axis=0) / 127 + 1e-12
        packed[name] = np.round(array / steps).astype(np.int8)
        packed[f"{name}_steps"] = steps.astype(np.float32)
    packed["graded"] = model.graded.astype(np.int8)
    packed["idf"] = model.idf.astype(np.float16)
    for name in _PLAIN:
        packed[name] = getattr(model, name).astype(np.float32)
    for name in _TOLD:
        packed[name] = getattr(telling, name).astype(np.float16)
    packed["n_single"] = np.array([model.n_single])
    packed["alone"] = np.array(model.alone, np.float32)
    return packed


_PLAIN: Final = (
    "vectors", "centroids", "topics", "lexicon", "grades", "mixing", "shares", "scale",
    "grade_scale", "bias", "slopes", "shifts", "thresholds", "typed",
)  # fmt: skip
_TOLD: Final = ("spread", "trait_weights", "rarity", "form_weights")


def unpack(packed: Mapping[str, NDArray[np.generic]], digest: str) -> TagModel:
    """The model that `pack` wrote; its digest is that of the file."""
    slope, shift = packed["alone"].tolist()
    return TagModel(
        outputs=_lines(packed["outputs"]),
        terms=_lines(packed["terms"]),
        n_single=int(packed["n_single"][0]),
        idf=packed["idf"].astype(np.float32),
        words=_stepped(packed, "words"),
        space=_stepped(packed, "space"),
        grade_names=_lines(packed["grade_names"]),
        graded=packed["graded"].astype(np.float32),
        features=_lines(packed["features"]),
        alone=(slope, shift),
        telling=Telling(
            traits=_lines(packed["traits"]),
            forms=_lines(packed["forms"]),
            **{name: packed[name].astype(np.float32) for name in _TOLD},
        ),
        digest=digest,
        **{name: packed[name].astype(np.float32) for name in _PLAIN},
    )


def _stepped(packed: Mapping[str, NDArray[np.generic]], name: str) -> Floats:
    steps: Floats = packed[f"{name}_steps"].astype(np.float32)
    return packed[name].astype(np.float32) * steps


def _lines(encoded: NDArray[np.generic]) -> tuple[str, ...]:
    return tuple(encoded.tobytes().decode().split("\n"))


def dense(told: Mapping[str, float], model: TagModel) -> Floats:
    """The lexicon features in the model's order; those it does not know are left out."""
    said = np.zeros(len(model.features), np.float32)
    for name, value in told.items():
        place = model.feature_places.get(name)
        if place is not None:
            said[place] = value
    return said


def spread(words: Words, shares: Sequence[tuple[int, ...]], pulled: Floats) -> list[float]:
    """What each word adds to a score, given the terms it takes part in (their columns).

    A term's contribution is shared evenly among its occurrences and words.
    """
    added = dict(zip(words.columns.tolist(), pulled.tolist(), strict=True))
    uses: dict[int, int] = {}
    for columns in shares:
        for column in columns:
            uses[column] = uses.get(column, 0) + 1
    return [sum(added[c] / uses[c] for c in columns) for columns in shares]
