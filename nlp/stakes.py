"""What is at stake in a passage: a risk, room for manoeuvre, an opportunity. Rules on words.

They tell that a passage speaks of one, never that it is right, nor for whom.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from nlp.boilerplate import NOTHING_HIDDEN, Hidden
from nlp.variables import Hints
from veille import Passage, Stake

ENOUGH: Final = 3.0  # sum of the weights of distinct cues from which a passage tells a stake
# A cue that these words deny: « sans risque », « n’a aucun atout », « ne menace pas ».
_DENIALS: Final = frozenset({"sans", "aucun", "aucune", "ni", "éviter", "évite", "évitent"})
_NOT: Final = frozenset({"pas", "plus", "guère", "jamais", "nullement"})
_NEG: Final = frozenset({"ne", "n'", "n’"})
# « pas de », « loin de »; « les élèves à risque », « en risque de »: a public.
_NONE: Final = {("à", "risque"), ("en", "risque")} | {
    (word, of) for word in (*_NOT, "loin") for of in ("de", "d'", "d’")
}
# What is fought is not at stake: « réduire les risques ». Lemmas.
_FOUGHT: Final = frozenset({"prévenir", "prévention", "limiter", "réduire", "réduction", "éliminer",
    "minimiser", "lutter", "lutte", "protéger"})  # fmt: skip
_BEFORE: Final = 4  # words before a cue that may deny it
# The cue alone and within a sentence: a statistical pipeline may give other keys there.
_CARRIERS: Final = ("", "Cela concerne ", "Il y a des ", "Il faut ")


class Stakes:
    """Finds what is at stake in the passages of a document, by the cues of a catalogue."""

    def __init__(self, nlp: Language, issues: Sequence[Hints]) -> None:
        self._order = [hints.id for hints in issues]
        self._weights: dict[str, dict[str, float]] = defaultdict(dict)  # cue -> stake -> weight
        self._strings = nlp.vocab.strings
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        for hints in issues:
            for cue in hints.cues:
                self._weights[cue.text][hints.id] = cue.weight
        for cue_text in self._weights:
            self._matcher.add(cue_text, list(_patterns(nlp, cue_text)))

    def find(
        self, doc: Doc, passages: Sequence[Passage], hidden: Hidden = NOTHING_HIDDEN
    ) -> list[Stake]:
        """The stakes of these passages, each word that tells one at its place in the text.

        Args:
            doc: the whole text of the version, analysed by the pipeline given at the start.
            passages: those that carry a variable; their offsets index the text.
            hidden: the places of sentences that furnish a page.
        """
        if not passages:
            return []
        cues = [cue for cue in self._cues(doc) if not hidden.meets(cue[1], cue[2])]
        return [
            stake
            for passage in passages
            for stake in self._of(passage, [c for c in cues if _within(passage, c[1], c[2])])
        ]

    def _cues(self, doc: Doc) -> Iterator[tuple[str, int, int]]:
        """The cues that nothing denies, with their offsets; the longest of those at a place."""
        for span in filter_spans(self._matcher(doc, as_spans=True)):
            is_name = len(span) > 1 and span[-1].is_title  # « le collectif Pouvoir d’Agir »
            if not is_name and not _is_denied(doc, span.start, span.end):
                yield self._strings[span.label], span.start_char, span.end_char

    def _of(self, passage: Passage, cues: Sequence[tuple[str, int, int]]) -> Iterator[Stake]:
        for name in self._order:
            own = [(cue, start, end) for cue, start, end in cues if name in self._weights[cue]]
            if sum(self._weights[cue][name] for cue in {c for c, *_ in own}) >= ENOUGH:
                yield from (Stake(passage.id, name, start, end) for _, start, end in own)


def _within(passage: Passage, start: int, end: int) -> bool:
    return passage.start <= start and end <= passage.end


def _is_denied(doc: Doc, first: int, last: int) -> bool:
    low = max(0, first - _BEFORE)
    around = {token.lower_ for token in doc[low : last + 2]}
    return (
        any(token.lower_ in _DENIALS or token.norm_ in _FOUGHT for token in doc[low:first])
        or any(pair in _NONE for pair in pairwise(token.lower_ for token in doc[low:last]))
        or bool(around & _NEG and around & _NOT)
    )


def _patterns(nlp: Language, phrase: str) -> Iterator[Doc]:
    """The phrase as the pipeline keys it, alone and in a few sentences, once each."""
    seen = set()
    for carrier in _CARRIERS:
        doc = nlp(f"{carrier}{phrase}")
        span = doc.char_span(len(carrier), len(carrier) + len(phrase))
        keys = tuple(token.norm_ for token in span or ())
        if span is not None and keys not in seen:
            seen.add(keys)
            yield span.as_doc()
