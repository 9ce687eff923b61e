"""From the scores of a tag model to probabilities and thresholds, by those of examples left out."""

from dataclasses import replace
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from nlp.tag_model import TagModel

from .tag_space import Array

# Of the best F1, to make a threshold: a source never met scores lower than those of the training.
# Leaving one source out, thresholds of 0.2 to 0.3 are worth 0.57 on variables_train, and 0.62
# where three passages in four speak of a variable; half of the best F1 is worth 0.56 and 0.60.
# With the grades of words an unknown source scores less low: 0.4 for the variables, 0.45 to 0.5 for
# the kind.
SHARE_OF_BEST: Final = 0.45


def calibrated(
    model: TagModel, totals: Array, trust: Array, targets: Array, scores: Array
) -> TagModel:
    """The model with its probabilities and thresholds; types and sub-themes need none.

    Args:
        model: V variables, then LEVER, whose threshold is one half, then what the best wins.
        totals: (n, V) what the lexicon says of each variable, by example.
        trust: (n,) what each example weighs.
        targets: (n, O) 1 or 0, nan where an example says nothing.
        scores: (n, O) with this example left out.
    """
    n = len(model.typed)
    slopes, shifts = model.slopes.copy(), model.shifts.copy()
    thresholds = model.thresholds.copy()
    for k in range(n + 1):
        known = ~np.isnan(targets[:, k])
        slope, shift = platt(scores[known, k], targets[known, k], trust[known])
        slopes[k], shifts[k] = slope, shift
        if k < n:
            sure = 1 / (1 + np.exp(-(slope * scores[known, k] + shift)))
            thresholds[k] = best_threshold(sure, targets[known, k], trust[known])
    return replace(
        model,
        slopes=slopes,
        shifts=shifts,
        thresholds=thresholds,
        alone=platt(totals.ravel(), targets[:, :n].ravel(), np.repeat(trust, n)),
    )


def platt(scores: Array, target: Array, trust: Array) -> tuple[float, float]:
    """Slope and shift of the probability (Platt 1999)."""
    regression = LogisticRegression(C=1e4)
    regression.fit(scores[:, None], target, sample_weight=trust)
    return float(regression.coef_[0, 0]), float(regression.intercept_[0])


def best_threshold(sure: Array, target: Array, trust: Array) -> float:
    """A share of the best F1: the threshold of calibrated probabilities that reaches it.

    Half, were they exact (Lipton, Elkan and Naryanaswamy 2014, « Optimal thresholding of
    classifiers to maximize F1 measure »); steadier than the place of the best on these passages.
    """
    grid = np.linspace(0.15, 0.75, 61)
    reached = [f1_score(target, sure >= x, sample_weight=trust, zero_division=0) for x in grid]
    smooth = np.convolve(np.pad(reached, 5, mode="edge"), np.ones(11) / 11, mode="valid")
    return float(smooth.max() * SHARE_OF_BEST)
