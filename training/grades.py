"""What words suggest by themselves: readers graded them without sight of any passage.

grades.tsv gives, for a lemma, how far it suggests that a passage speaks of a variable (N, P, C, I:
1 a little, 2 clearly, 3 nearly says so), of none (X: 1, 2), of a lever or of a trend (L, T: 1, 2).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from nlp.tag_model import Floats

FILE: Final = Path(__file__).with_name("grades.tsv")
GRADES: Final = tuple(
    f"{letter}{grade}"
    for letter, most in (("N", 3), ("P", 3), ("C", 3), ("I", 3), ("X", 2), ("L", 2), ("T", 2))
    for grade in range(1, most + 1)
)


def grades() -> dict[str, list[str]]:
    """The grades of each lemma: « guichet »: I2."""
    lines = FILE.read_text("utf-8").splitlines()
    told = (line.partition("\t") for line in lines if line and line[0] != "#")
    return {word: given.split() for word, _, given in told}


def marked(terms: Sequence[str], given: Mapping[str, Sequence[str]]) -> Floats:
    """(terms, GRADES) 1 where a term has a grade."""
    marks = np.zeros((len(terms), len(GRADES)), np.float32)
    for row, term in enumerate(terms):
        for grade in given.get(term, ()):
            marks[row, GRADES.index(grade)] = 1
    return marks
