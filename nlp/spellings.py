"""What spellings say by themselves, whatever the sentence: told once, then remembered."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore
from spacy.tokens import Doc

MOST_KNOWN: Final = 500_000  # spellings remembered: some 60 MB


class Spellings:
    """What a function tells of the spelling of each token."""

    def __init__(self, strings: StringStore, tell: Callable[[str], str]) -> None:
        self._strings, self._tell = strings, tell
        self._known: dict[int, int] = {}  # both as spaCy's 64-bit hashes

    def __call__(self, doc: Doc) -> NDArray[np.uint64]:
        """The hashes of what is told, one a token."""
        known = self._known
        if len(known) > MOST_KNOWN:
            known.clear()
        spellings = doc.to_array(["ORTH"]).tolist()
        for spelling in set(spellings).difference(known):
            known[spelling] = self._strings.add(self._tell(self._strings[spelling]))
        return np.fromiter(map(known.__getitem__, spellings), np.uint64, len(spellings))
