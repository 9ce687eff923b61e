"""Headings in capitals, whose short words are no acronyms: « AIDES À DOMICILE »."""

from collections.abc import Iterator, Sequence
from typing import Final

from simplemma import is_known
from spacy.tokens import Doc

from nlp.stopwords import ARTICLES, FUNCTION_WORDS, JOINERS
from nlp.variants import ACRONYMS

_LONGEST: Final = 6  # letters of what capitals alone make an acronym
_SHORTEST: Final = 2
_TOOLS: Final = FUNCTION_WORDS | ARTICLES | JOINERS.keys()
_KEPT: Final = _TOOLS | ACRONYMS  # as they are written


def words(doc: Doc) -> list[int]:
    """The places of the words of at most six letters that a heading in capitals holds.

    What runs in capitals on one line is a heading if it holds a tool word, or a longer word that
    the dictionary knows; in it, what the dictionary knows and what is no known acronym is a word.
    """
    spellings = set(doc.to_array(["ORTH"]).tolist())
    if sum(_is_loud(doc.vocab.strings[code]) for code in spellings) < _SHORTEST:
        return []
    return [
        i
        for run in _runs([token.text for token in doc])
        if any(map(_is_telling, run.values()))
        for i, form in run.items()
        if len(form) <= _LONGEST and form.lower() not in _KEPT and is_known(form.lower(), "fr")
    ]


def _runs(forms: Sequence[str]) -> Iterator[dict[int, str]]:
    """The words side by side on a line without a small letter, two at least, by their places."""
    run: dict[int, str] = {}
    for i, form in enumerate([*forms, "\n"]):
        if _is_loud(form):
            run[i] = form
        elif "\n" in form or form.lower() != form.upper() != form:
            if len(run) >= _SHORTEST:
                yield run
            run = {}


def _is_loud(form: str) -> bool:
    return len(form) >= _SHORTEST and form.isupper() and form.isalpha()


def _is_telling(form: str) -> bool:
    low = form.lower()
    return low in _TOOLS or (len(form) > _LONGEST and is_known(low, "fr"))
