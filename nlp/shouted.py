"""Names in capitals, as those who speak are told in an interview: « SONIA MABROUK »."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Doc

from nlp import headings
from nlp.variants import ACRONYMS, SAID
from nlp.words import NOTHING, Role, Word, classify

_BODIES: Final = SAID | ACRONYMS
SPEAKS: Final = 3  # times that a name in capitals comes back in the text of an interview


def silence(words: list[Word], norms: Sequence[int]) -> None:
    """Take for names, in place, what runs in capitals: « SONIA MABROUK », « Gérald DARMANIN ».

    If a word too long for an acronym is unknown, or if the run comes back as that of a
    speaker does; then wherever else the text shouts them. « REVENU DE BASE » stays.

    Args:
        words: those of a text.
        norms: the lemma of each, as a hash.
    """
    found = list(_runs(words))
    often = Counter(tuple(norms[k] for k in run) for run in found)
    named: set[int] = set()
    for run in found:
        said = [words[k] for k in run]
        stranger = said[0].is_name or not said[0].is_known  # Marine LE PEN, BRUNO LE MAIRE
        stranger = stranger and said[0].part not in _BODIES  # « CAF DE LA SEINE »
        between = [word.role for word in said[1:-1]]
        has_article = stranger and Role.ARTICLE in between and Role.BREAK not in between
        key = tuple(norms[k] for k in run)
        is_loud = any(word.is_strange and word.is_shouted for word in said)
        if has_article or often[key] >= SPEAKS or is_loud:
            named.update(key)
        elif said[0].is_strange:  # Emmanuel MACRON: here only, MACRON may be an acronym
            for k in run:
                words[k] = NOTHING
    for i in range(len(norms) if named else 0):
        if norms[i] in named and (words[i].is_shouted or words[i].is_name):
            words[i] = NOTHING


def soften(words: list[Word], doc: Doc) -> None:
    """Read in small letters, in place, the short words of a heading in capitals, but for names."""
    for i in headings.words(doc):
        if words[i] is not NOTHING:
            words[i] = classify(doc[i].lower_, doc[i].norm_, doc[i].pos_)


def _runs(words: Sequence[Word]) -> Iterator[list[int]]:
    """Words side by side in capitals, two at least; a first name in small letters may open."""
    run: list[int] = []
    for i, word in enumerate([*words, NOTHING]):
        opens = bool(run) or word.role == Role.CONTENT or word.is_strange
        if opens and (word.is_shouted or (word.is_name and not run)):
            run.append(i)
        elif run:
            if len(run) > 1:
                yield run
            run = [i] if word.is_name else []
