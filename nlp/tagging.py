"""Which variables a passage speaks of: the lexicon proposes and explains, a trained model decides.

A tag says why it is there: each of its spans is a piece of the text, and what it shows holds them.
"""

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from nlp.boilerplate import NOTHING_HIDDEN, Hidden
from nlp.justification import extracts
from nlp.lexicon import Evidence, Lexicon
from nlp.manner import Manner
from nlp.passages import sentences
from nlp.tag_model import LEVER, Floats, TagModel, Words, dense, described, spread
from nlp.variables import Catalogue, Expression
from nlp.variants import WRITTEN
from veille import Passage, Tag, TagSpan

MOST: Final = 4  # variables of a passage (annotation guide)
TREND: Final = "tendance"
NONE: Final = 0.6  # probability that no variable is spoken of, from which a passage has no kind
KEPT: Final = 4  # expressions that justify a tag, the weightiest

# Without a model: probability = 1 / (1 + exp(-SLOPE (sum of weights - EVEN))): 0.20 for a hint (1),
# 0.35 for a strong expression (2), 0.55 for one that decides (3) or for 2 + 1, 0.93 for 6.
EVEN: Final = 2.75
SLOPE: Final = 0.8
DECISIVE: Final = 3.0  # one expression that decides alone: what a variable no model knows needs

_CLAUSE = re.compile(r"[.;:!?…\n()«»\"]|,(?=\s)|\s[–—-]\s")
_MARKUP = re.compile(r"</?[a-zA-Z!][^<>]*>|&(?:nbsp|#160|[lr]aquo|quot);")  # says nothing
# On variables_train (26 Nov 2026): pieces of 90 characters and a second one when it weighs nearly
# as much meet the labelled span for seven tags in eight; of 30, alone, for two in three.
SHORT: Final = 90  # characters: a shorter piece is read with the next of its sentence
SECOND: Final = 0.5  # of the weight of the best
# What a unit of weight of the lexicon is worth beside the model's words, to choose the clauses.
BESIDE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of one passage."""

    passage: Passage
    probabilities: Mapping[str, float]  # of each variable of the catalogue
    kind: str  # tendance or levier; aucun when there is no tag, and likely no variable either
    tags: tuple[Tag, ...]  # the most probable first


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The tokens of a document that begin with a letter, in order."""

    norms: NDArray[np.uint64]
    starts: list[int]
    ends: list[int]


class Tagger:
    """Tags passages with the variables of a catalogue; one pass over a document."""

    def __init__(self, nlp: Language, catalogue: Catalogue, model: TagModel | None = None) -> None:
        """None for the model: the lexicon decides alone."""
        self._lexicon = Lexicon(nlp, catalogue)
        self._variables = [v.id for v in catalogue.variables]
        self._themes = {v.id: [theme.id for theme in v.themes] for v in catalogue.variables}
        self._usual = {v.id: v.trend for v in catalogue.variables}
        self._types = [hints.id for hints in catalogue.trend_types]
        self._model = model
        strings = nlp.vocab.strings
        self._columns: dict[int, int] = {}
        self._pairs: dict[tuple[int, int], int] = {}
        for column, term in enumerate(model.terms if model else ()):
            first, _, second = term.partition(" ")
            if second:
                self._pairs[strings.add(first), strings.add(second)] = column
            else:
                self._columns[strings.add(first)] = column

    def tag(
        self, doc: Doc, passages: Sequence[Passage], hidden: Hidden = NOTHING_HIDDEN
    ) -> list[Tag]:
        """The tags of the passages, at most 4 each, the most probable first.

        Args:
            doc: the whole text of the version, analysed by the pipeline given to the tagger.
            passages: those of the version; their offsets and the spans' index its text.
            hidden: the places of sentences that furnish a page: they make no tag.
        """
        return [tag for judged in self.judge(doc, passages, hidden) for tag in judged.tags]

    def judge(
        self, doc: Doc, passages: Sequence[Passage], hidden: Hidden = NOTHING_HIDDEN
    ) -> list[Judgement]:
        """All that is said of each passage, in the order of the text."""
        tokens = _tokens(doc, hidden) if self._model else None
        manner = Manner(doc)
        # spaCy joins its tokens each time: once, not once a passage
        text = hidden.blanked(doc.user_data.get(WRITTEN) or doc.text)
        judged = []
        for passage, evidence in self._lexicon.read(doc, passages, hidden):
            told = manner.told(passage.start, passage.end)
            found = self._judged(text, passage, evidence, told, tokens)
            tags = tuple(_justified(tag, hidden) for tag in found.tags)
            judged.append(replace(found, tags=tags))
        return judged

    def observe(
        self, doc: Doc, passages: Sequence[Passage]
    ) -> Iterator[tuple[dict[str, float], dict[str, float], list[str]]]:
        """What training learns from, by passage: lexicon and traits by name, norms of the words."""
        manner = Manner(doc)
        for passage, evidence in self._lexicon.read(doc, passages):
            told = manner.told(passage.start, passage.end)
            yield _told(evidence), told, norms(doc, passage.start, passage.end)

    def _judged(
        self,
        text: str,
        passage: Passage,
        evidence: Evidence,
        told: Mapping[str, float],
        tokens: _Tokens | None,
    ) -> Judgement:
        found = {v: self._alone(evidence.total(v)) for v in self._variables}
        if self._model is None or tokens is None:
            carried = [v for v, p in found.items() if p >= 0.5]
            kind = evidence.kind(carried)
            return self._said(passage, evidence, found, carried, kind, {}, None)
        reading = _Reading(self._model, self._columns, self._pairs, tokens, passage)
        said = dense(_told(evidence), self._model)
        traits = {**told, **self._model.suggested(reading.words)}
        telling = self._model.telling.score(traits, text[passage.start : passage.end])
        scores = self._model.score(reading.words, said, telling)
        sure = self._model.calibrated(scores)
        carried = []
        for variable in self._variables:
            place = self._model.places.get(variable)
            if place is not None:
                found[variable] = float(sure[place])
                if sure[place] >= self._model.thresholds[place]:
                    carried.append(variable)
            elif evidence.total(variable) >= DECISIVE:
                carried.append(variable)
        lever = self._model.places[LEVER]
        kind = "levier" if sure[lever] >= self._model.thresholds[lever] else TREND
        columns = self._model.project(reading.words, said)
        clauses = {v: reading.clauses(text, v, columns, evidence.expressions(v)) for v in carried}
        return self._said(passage, evidence, found, carried, kind, clauses, scores)

    def _alone(self, total: float) -> float:
        if self._model is not None:
            return self._model.from_lexicon(total)
        return 1 / (1 + math.exp(-SLOPE * (total - EVEN)))

    def _said(
        self,
        passage: Passage,
        evidence: Evidence,
        found: Mapping[str, float],
        carried: Sequence[str],
        kind: str,
        clauses: Mapping[str, Sequence[TagSpan]],
        scores: Floats | None,
    ) -> Judgement:
        ordered = sorted(carried, key=lambda v: (-found[v], self._variables.index(v)))[:MOST]
        tags = []
        for variable in ordered:
            tags.append(
                Tag(
                    passage_id=passage.id,
                    variable=variable,
                    probability=found[variable],
                    kind=kind,
                    theme=self._theme(evidence, variable, scores),
                    trend_type=(
                        self._trend_type(evidence, variable, ordered, scores)
                        if kind == TREND
                        else None
                    ),
                    spans=_spans(evidence, variable, clauses.get(variable, ())),
                )
            )
        none = math.prod(1 - probability for probability in found.values())
        return Judgement(passage, found, kind if tags or none < NONE else "aucun", tuple(tags))

    def _trend_type(
        self, evidence: Evidence, variable: str, carried: Sequence[str], scores: Floats | None
    ) -> str | None:
        """The type of a trend: what the model tells, or cues of what it has not learnt.

        That may be the variable, or the type that has most cues.
        """
        cued = evidence.trend_type(self._types, self._usual[variable])
        if self._model is None or scores is None or variable not in self._model.outputs:
            return cued
        if cued is not None and cued not in self._model.types:
            return cued
        return self._model.trend_type(scores, carried, self._types) or cued

    def _theme(self, evidence: Evidence, variable: str, scores: Floats | None) -> str | None:
        """The sub-theme: what the model tells, or the heaviest in the lexicon if not learnt."""
        weights: dict[str, float] = defaultdict(float)
        expressions = evidence.expressions(variable)
        for theme, weight in {e.text: (e.theme, e.weight) for _, e in expressions}.values():
            if theme is not None:
                weights[theme] += weight
        order = self._themes[variable]
        heaviest = _heaviest(weights, order)
        if self._model is None or scores is None:
            return heaviest
        if heaviest is not None and heaviest not in self._model.themes.get(variable, {}):
            return heaviest
        return self._model.theme(scores, variable, weights, order) or heaviest


class _Reading:
    """The words of one passage, as the model knows them."""

    def __init__(
        self,
        model: TagModel,
        columns: Mapping[int, int],
        pairs: Mapping[tuple[int, int], int],
        tokens: _Tokens,
        passage: Passage,
    ) -> None:
        low = bisect_left(tokens.starts, passage.start)
        high = bisect_left(tokens.starts, passage.end)
        norms = tokens.norms[low:high].tolist()
        singles = [columns.get(norm) for norm in norms]
        doubles = [pairs.get(pair) for pair in pairwise(norms)]
        self._model, self._passage = model, passage
        self._starts, self._ends = tokens.starts[low:high], tokens.ends[low:high]
        self._singles, self._doubles = singles, [*doubles, None] if norms else []
        counts = Counter(c for c in (*singles, *doubles) if c is not None)
        self.words: Words = model.weigh(counts)

    def clauses(
        self,
        text: str,
        variable: str,
        columns: Floats,
        expressions: Sequence[tuple[tuple[int, int], Expression]],
    ) -> list[TagSpan]:
        """The pieces of the passage that speak most for a variable, none if it is not learnt.

        The best, and the second if it weighs SECOND times as much. The columns are those of the
        passage, as the model projects it.
        """
        place = self._model.places.get(variable)
        if place is None:
            return []
        shares = [
            tuple(c for c in pair if c is not None)
            for pair in zip(self._singles, self._doubles, strict=True)
        ]
        added = spread(self.words, shares, self._model.pull(self.words, columns, place))
        weighed = []
        for start, end in _clauses(text, self._passage.start, self._passage.end):
            low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
            weight = sum(added[low:high])
            weight += BESIDE * sum(e.weight for (a, _), e in expressions if start <= a < end)
            weighed.append((-weight, start, end))
        best = sorted(weighed)[:2]
        return [
            TagSpan(start, end, text[start:end], round(max(-weight, 0.0), 3))
            for weight, start, end in best
            if weight <= SECOND * best[0][0] or (weight, start, end) == best[0]
        ]


def norms(doc: Doc, start: int = 0, end: int | None = None) -> list[str]:
    """The norms of the tokens that begin with a letter, between two offsets of the text."""
    tokens = _tokens(doc)
    low = bisect_left(tokens.starts, start)
    high = len(tokens.starts) if end is None else bisect_left(tokens.starts, end)
    return [doc.vocab.strings[norm] for norm in tokens.norms[low:high].tolist()]


def _told(evidence: Evidence) -> dict[str, float]:
    return described(evidence.totals(), evidence.themes(), evidence.cues())


def _tokens(doc: Doc, hidden: Hidden = NOTHING_HIDDEN) -> _Tokens:
    table = doc.to_array(["NORM"]).astype(np.uint64)
    kept = [
        token.i
        for token in doc
        if token.text[0].isalpha() and not hidden.meets(token.idx, token.idx + 1)
    ]
    starts = [doc[i].idx for i in kept]
    ends = [start + len(doc[i]) for start, i in zip(starts, kept, strict=True)]
    return _Tokens(table[kept] if kept else table[:0], starts, ends)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces of a passage between two marks of punctuation, none over the end of a sentence.

    Without marks at their beginning, nor stops at their end; mark-up is as blank there.
    """
    said = _MARKUP.sub(lambda tag: " " * len(tag[0]), text[start:end])
    for begin, stop in sentences(said):
        pieces: list[tuple[int, int]] = []
        for mark in _CLAUSE.finditer(said, begin, stop):
            if mark.start() - begin >= SHORT:
                pieces.append((begin, mark.start()))
                begin = mark.end()
        if pieces and stop - begin < SHORT / 2:  # what is left says little alone
            begin = pieces.pop()[0]
        for first, last in (*pieces, (begin, stop)):
            while first < last and not said[first].isalnum():
                first += 1
            last = first + len(said[first:last].rstrip(" \u00a0\u202f\n\t\r.;:!?…,"))
            if first < last:
                yield start + first, start + last


def _spans(evidence: Evidence, variable: str, clauses: Sequence[TagSpan]) -> tuple[TagSpan, ...]:
    """The weightiest expressions of the lexicon, and the clauses that weigh most."""
    heavy = sorted(evidence.expressions(variable), key=lambda pair: (-pair[1].weight, pair[0]))
    spans = [TagSpan(start, end, e.text, e.weight) for (start, end), e in heavy[:KEPT]]
    return tuple(sorted((*spans, *clauses), key=lambda span: (span.start, span.end)))


def _justified(tag: Tag, hidden: Hidden) -> Tag:
    pieces = ((span.start, span.end) for span in tag.spans)
    return replace(tag, extracts=tuple(extracts(pieces, hidden)))


def _heaviest(weights: Mapping[str, float], order: Sequence[str]) -> str | None:
    """The name with most weight, the first in this order on ties; None if there is none."""
    known = [name for name in order if name in weights]
    return max(known, key=lambda name: weights[name], default=None)
