"""How a passage is told, whatever it speaks of: tenses, persons, figures, the forms of its words.

An action is told in the infinitive or the future, a situation in the present with figures: the
words alone, which the model reads as lemmas, do not say so.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

Floats = NDArray[np.float32]

# What is counted in the text, and the count from which more says no more.
_MARKS: Final = {
    "figures": (re.compile(r"\d+"), 6),
    "percents": (re.compile("%"), 2),
    "questions": (re.compile(r"\?"), 2),
    "colons": (re.compile(":"), 4),
    # Lines that end or begin something: a title, a sentence, an item. Where a page wraps, nothing.
    "lines": (
        re.compile(
            r"\n(?=\s*(?:[-•–*▪◦]|\d{1,2}[.)])\s)|(?<=[.:;!?»])[^\S\n]*\n|(?:^|(?<=\n))[^\n]{0,39}\n"
        ),
        8,
    ),
    "quotes": (re.compile('[«"“]'), 1),
}
LONGEST: Final = 1500  # characters
_FORM: Final = re.compile(r"[^\Wʼ]+")


@dataclass(frozen=True)
class Telling:
    """What the manner of a passage adds to lever against trend: traits and forms, weighed.

    Traits, then forms, are brought to norm 1. T traits, F forms.
    """

    traits: tuple[str, ...]  # (T,) names that Manner.told gives
    spread: Floats  # (T,) standard deviation of each in the training
    trait_weights: Floats  # (T,)
    forms: tuple[str, ...]  # (F,) words as written, in small letters
    rarity: Floats  # (F,) inverse document frequency
    form_weights: Floats  # (F,)

    @cached_property
    def _traits(self) -> dict[str, int]:
        return {name: k for k, name in enumerate(self.traits)}

    @cached_property
    def _forms(self) -> dict[str, int]:
        return {form: k for k, form in enumerate(self.forms)}

    def score(self, told: Mapping[str, float], text: str) -> float:
        """What is added, more for a lever and less for a trend.

        Args:
            told: the traits of a passage.
            text: the passage.
        """
        known = [
            (k, value) for name, value in told.items() if (k := self._traits.get(name, -1)) >= 0
        ]
        counts = Counter(k for form in forms(text) if (k := self._forms.get(form, -1)) >= 0)
        columns = np.fromiter(counts, np.int64, len(counts))
        seen = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self.rarity[
            columns
        ]
        places = np.array([k for k, _ in known], np.int64)
        values = np.array([value for _, value in known], np.float32) / self.spread[places]
        added = _along(values, self.trait_weights[places]) + _along(
            seen, self.form_weights[columns]
        )
        return float(added)


def forms(text: str) -> list[str]:
    """The words of a text as written, in small letters: « permettra », « 2019 », « l »."""
    return _FORM.findall(text.lower())


def _along(values: Floats, weights: Floats) -> float:
    """The product of weights and values brought to norm 1; 0 for no value."""
    norm = float(np.sqrt(values @ values))
    return float(values @ weights) / norm if norm else 0.0


class Manner:
    """How the passages of one document are told."""

    def __init__(self, doc: Doc) -> None:
        self._text = doc.text
        self._starts = doc.to_array(["IDX"]).ravel().astype(np.int64)
        morphs, places = np.unique(doc.to_array(["MORPH"]).ravel(), return_inverse=True)
        self._traits = [_traits(doc.vocab.strings[int(morph)]) for morph in morphs]
        self._places = places

    def told(self, start: int, end: int) -> dict[str, float]:
        """The traits of the text between two offsets, by name, each from 0 to 1."""
        low, high = np.searchsorted(self._starts, [start, end]).tolist()
        counts: Counter[str] = Counter()
        for place, n in enumerate(np.bincount(self._places[low:high])):
            for trait in self._traits[place]:
                counts[trait] += int(n)
        verbs = counts.pop("verbs", 0)
        found = {trait: n / verbs for trait, n in counts.items() if n}
        found["verbs"] = verbs / max(high - low, 1)
        text = self._text[start:end]
        for name, (mark, most) in _MARKS.items():
            found[name] = min(len(mark.findall(text)), most) / most
        found["length"] = min(len(text), LONGEST) / LONGEST
        return {name: float(value) for name, value in found.items() if value}


def _traits(morph: str) -> tuple[str, ...]:
    """What a form of a verb says: that it is one, its tense or mood, its person; else nothing.

    Args:
        morph: « Mood=Ind|Person=3|Tense=Fut|VerbForm=Fin », as Universal Dependencies write it.
    """
    said = dict(part.partition("=")[::2] for part in morph.split("|"))
    form = said.get("VerbForm")
    if form is None:
        return ()
    tense = "Cnd" if said.get("Mood") == "Cnd" else said.get("Tense", "none")
    person = said.get("Person")
    told = ("verbs", tense if form == "Fin" else form)
    return (*told, f"person {person}") if person in ("1", "2") else told
