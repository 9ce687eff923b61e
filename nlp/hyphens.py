"""Words that a line end cuts in two: « préven-/tion » of a page pasted as it was set."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from simplemma import is_known

from nlp.stopwords import FUNCTION_WORDS

_LETTER: Final = r"[^\W\d_]"
# A hyphen, soft or not, that ends a line within a word; what is before and after it.
_CUT = re.compile(
    rf"(?<!{_LETTER})(?P<left>{_LETTER}{{1,40}})(?P<mark>[-‐\u00ad])"
    rf"(?P<line>[ \t]*(?:\r\n|[\n\r])[ \t]*)(?P<right>{_LETTER}+)"
)


def cuts(text: str) -> Iterator[tuple[int, int]]:
    """The places, from start to end, that part two halves of one word; in order.

    The line end alone if the word has a hyphen of its own: « coffre-/fort ».
    """
    at = 0
    while found := _CUT.search(text, at):
        own = found["mark"] != "\u00ad" and has_hyphen(found["left"], found["right"])
        yield found.start("line") if own else found.start("mark"), found.end("line")
        at = found.start("right")


@lru_cache(maxsize=10_000)
def has_hyphen(left: str, right: str) -> bool:
    """Whether these two make a word with a hyphen rather than one without."""
    if right[0].isupper() and not left.isupper():
        return True  # Seine-/Saint-Denis
    low, after = left.lower(), right.lower()
    if after == "t":
        return True  # « y a-/t-il »
    if _known(low + after):
        return False
    return _known(f"{low}-{after}") or (_known(low) and _known(after))


def _known(word: str) -> bool:
    return word in FUNCTION_WORDS or bool(is_known(word, "fr"))
