"""How a passage is told, whatever it speaks of: tenses, persons, figures, questions.

An action is told in the infinitive or the future, a situation in the present with figures: the
words alone, which the model reads as lemmas, do not say so.
"""

import re
from collections import Counter
from typing import Final

import numpy as np
from spacy.tokens import Doc

PREFIX: Final = "manner."  # of the names of these features
# What is counted in the text, and the count from which more says no more.
_MARKS: Final = {
    "figures": (re.compile(r"\d+"), 6),
    "percents": (re.compile("%"), 2),
    "questions": (re.compile(r"\?"), 2),
    "colons": (re.compile(":"), 4),
    "lines": (re.compile("\n"), 8),
    "quotes": (re.compile('[«"“]'), 1),
}
LONGEST: Final = 1500  # characters


class Manner:
    """How the passages of one document are told."""

    def __init__(self, doc: Doc) -> None:
        self._text = doc.text
        self._starts = doc.to_array(["IDX"]).ravel().astype(np.int64)
        morphs, places = np.unique(doc.to_array(["MORPH"]).ravel(), return_inverse=True)
        self._traits = [_traits(doc.vocab.strings[int(morph)]) for morph in morphs]
        self._places = places

    def told(self, start: int, end: int) -> dict[str, float]:
        """The features of the text between two offsets, by name, each from 0 to 1."""
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
        return {PREFIX + name: float(value) for name, value in found.items() if value}


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
