"""Which variables a passage speaks of: the expressions of the catalogue found in it, weighed.

A tag says why it is there: each expression that counts is a span of the text.
"""

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import numpy as np
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nlp.lemmas import infinitive
from nlp.variables import Catalogue, Cue, Expression
from veille import Passage, Tag, TagSpan

MOST: Final = 4  # variables of a passage (annotation guide)

# Probability = 1 / (1 + exp(-SLOPE (sum of weights - EVEN))): 0.20 for a hint (1), 0.35 for a
# strong expression (2), 0.55 for one that decides (3) or for 2 + 1, 0.93 for 6.
EVEN: Final = 2.75
SLOPE: Final = 0.8
REPEATED: Final = 0.25  # what an expression gains if the passage says it again, once for all

_WORD = re.compile(r"\w+")
_BLANK = re.compile(r"\n\s*\n")
T = TypeVar("T")
_KINDS: Final = ("levier", "tendance")
ENOUGH: Final = 2.0  # sum of weights from which cues give a passage its nature or type

# An expression is matched as the pipeline sees it alone and within a sentence: a statistical
# pipeline may give it other lemmas there.
_CARRIERS: Final = ("", "Cela concerne ", "Il y a des ", "C'est une question de ")


@dataclass(frozen=True, slots=True)
class _Hit:
    """A phrase of the catalogue found at these offsets of the text."""

    start: int
    end: int
    phrase: str


@dataclass(slots=True)
class _Roles:
    """What one phrase stands for, in each part of the catalogue."""

    expressions: list[tuple[str, Expression]] = field(default_factory=list)  # by variable
    excluded: list[str] = field(default_factory=list)  # variables
    lever: Cue | None = None  # None: no lever cue
    trend: Cue | None = None  # None: no trend cue
    types: list[tuple[str, Cue]] = field(default_factory=list)  # by type of trend


class Tagger:
    """Tags passages with the variables of a catalogue; one pass over a document."""

    def __init__(self, nlp: Language, catalogue: Catalogue) -> None:
        self._roles = _roles(catalogue)
        self._themes = {v.id: [theme.id for theme in v.themes] for v in catalogue.variables}
        self._order = {v.id: i for i, v in enumerate(catalogue.variables)}
        self._types = [hints.id for hints in catalogue.trend_types]
        self._strings = nlp.vocab.strings
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        for phrase in self._roles:
            self._matcher.add(phrase, list(_patterns(nlp, phrase)))

    def tag(self, doc: Doc, passages: Sequence[Passage]) -> list[Tag]:
        """The tags of probability 0.5 or more, at most 4 a passage, the most probable first.

        Args:
            doc: the whole text of the version, analysed by the pipeline given to the tagger.
            passages: those of the version; their offsets and the spans' index its text.
        """
        tags: list[Tag] = []
        for passage, hits in self._hits(doc, passages):
            found = self._of(passage, hits)
            found.sort(key=lambda tag: (-tag.probability, self._order[tag.variable]))
            tags += found[:MOST]
        return tags

    def _hits(self, doc: Doc, passages: Sequence[Passage]) -> Iterator[tuple[Passage, list[_Hit]]]:
        """The phrases that lie wholly in each passage, in the order of the text."""
        ordered = sorted(passages, key=lambda passage: passage.start)
        starts = [passage.start for passage in ordered]
        by_passage: dict[int, list[_Hit]] = defaultdict(list)
        for hit in self._found(doc):
            n = bisect_right(starts, hit.start) - 1
            if n >= 0 and hit.end <= ordered[n].end:
                by_passage[n].append(hit)
        for n in sorted(by_passage):
            yield ordered[n], sorted(by_passage[n], key=lambda hit: (hit.start, hit.end))

    def _found(self, doc: Doc) -> Iterator[_Hit]:
        text = doc.text
        dense, places = _without_spaces(doc)
        for match, first, last in self._matcher(dense):
            phrase = self._strings[match]
            token = doc[places[last - 1]]
            hit = _Hit(doc[places[first]].idx, token.idx + len(token), phrase)
            if not _is_misread(phrase, text[hit.start : hit.end]):
                yield hit

    def _of(self, passage: Passage, hits: Sequence[_Hit]) -> list[Tag]:
        """The tags of one passage."""
        lexicon: dict[str, list[tuple[_Hit, Expression]]] = defaultdict(list)
        erased: dict[str, list[_Hit]] = defaultdict(list)
        for hit in hits:
            roles = self._roles[hit.phrase]
            for variable, expression in roles.expressions:
                lexicon[variable].append((hit, expression))
            for variable in roles.excluded:
                erased[variable].append(hit)
        nature = _Nature(self._roles, hits)
        tags = []
        for variable, candidates in lexicon.items():
            kept = [pair for pair in candidates if not _covered(pair[0], erased[variable])]
            spans = _longest(kept)
            probability = _probability(spans)
            if probability >= 0.5:
                tags.append(self._tag(passage, variable, probability, spans, nature))
        return tags

    def _tag(
        self,
        passage: Passage,
        variable: str,
        probability: float,
        spans: Sequence[tuple[_Hit, Expression]],
        nature: "_Nature",
    ) -> Tag:
        expressions = {expression.text: expression for _, expression in spans}.values()
        kind = nature.kind(expressions)
        weights: dict[str, float] = defaultdict(float)
        for expression in expressions:
            if expression.theme is not None:
                weights[expression.theme] += expression.weight
        return Tag(
            passage_id=passage.id,
            variable=variable,
            probability=probability,
            kind=kind,
            theme=_heaviest(weights, self._themes[variable]),
            trend_type=nature.trend_type(self._types) if kind == "tendance" else None,
            spans=tuple(TagSpan(hit.start, hit.end, e.text, e.weight) for hit, e in spans),
        )


class _Nature:
    """What the cues of a passage say of it: an action, an observation, a type of trend."""

    def __init__(self, roles: dict[str, _Roles], hits: Sequence[_Hit]) -> None:
        levers = [(hit, cue) for hit in hits if (cue := roles[hit.phrase].lever)]
        trends = [(hit, cue) for hit in hits if (cue := roles[hit.phrase].trend)]
        self._levers = {cue.text: cue.weight for _, cue in _longest(levers)}
        self._trends = {cue.text: cue.weight for _, cue in _longest(trends)}
        self._acts = any(infinitive(text.split()[0].lower()) for text in self._levers)
        self._types: dict[str, dict[str, float]] = defaultdict(dict)
        for hit in hits:
            for trend_type, cue in roles[hit.phrase].types:
                self._types[trend_type][cue.text] = cue.weight

    def kind(self, expressions: Iterable[Expression]) -> str:
        """tendance, levier or aucun, with what the expressions of the tag say themselves."""
        own = {kind: {e.text: e.weight for e in expressions if e.kind == kind} for kind in _KINDS}
        lever = sum((self._levers | own["levier"]).values())
        trend = sum((self._trends | own["tendance"]).values())
        if max(lever, trend) < ENOUGH:
            return "aucun"
        return "levier" if lever > trend or (lever == trend and self._acts) else "tendance"

    def trend_type(self, order: Sequence[str]) -> str | None:
        """The type with most weight, the first of the catalogue on ties, None if none shows."""
        weights = {name: sum(self._types[name].values()) for name in order if name in self._types}
        return _heaviest({n: w for n, w in weights.items() if w >= ENOUGH}, order)


def _roles(catalogue: Catalogue) -> dict[str, _Roles]:
    """What each phrase of the catalogue stands for."""
    roles: dict[str, _Roles] = defaultdict(_Roles)
    for variable in catalogue.variables:
        for expression in variable.expressions:
            roles[expression.text].expressions.append((variable.id, expression))
        for phrase in variable.exclusions:
            roles[phrase].excluded.append(variable.id)
    for cue in catalogue.levers:
        roles[cue.text].lever = cue
    for cue in catalogue.trends:
        roles[cue.text].trend = cue
    for hints in catalogue.trend_types:
        for cue in hints.cues:
            roles[cue.text].types.append((hints.id, cue))
    return dict(roles)


def _patterns(nlp: Language, phrase: str) -> Iterator[Doc]:
    """The phrase as the pipeline analyses it, alone and in a few sentences, once each."""
    seen = set()
    for carrier in _CARRIERS:
        doc = nlp(f"{carrier}{phrase}")
        span = doc.char_span(len(carrier), len(carrier) + len(phrase))
        lemmas = tuple(token.norm_ for token in span or ())
        if span is not None and lemmas not in seen:
            seen.add(lemmas)
            yield span.as_doc()


def _without_spaces(doc: Doc) -> tuple[Doc, Sequence[int]]:
    """The document without its tokens of spaces, and the place in it of each token left.

    A line end or a no-break space within an expression must not hide it.
    """
    spaces = doc.to_array(["IS_SPACE"])
    if not spaces.any():
        return doc, range(len(doc))
    places = np.flatnonzero(spaces == 0)
    lemmas = doc.to_array(["NORM"])[places]
    words = [token.text for token in doc if not token.is_space]
    dense = Doc(doc.vocab, words=words)
    dense.from_array(["NORM"], lemmas.reshape(-1, 1))  # type: ignore[arg-type]
    return dense, places.tolist()


def _is_misread(phrase: str, surface: str) -> bool:
    """Whether the words found are others: « clic » for CLIC, or words on two sides of a blank."""
    acronyms = [i for i, word in enumerate(_WORD.findall(phrase)) if word[1:].isupper()]
    words = _WORD.findall(surface)
    return bool(_BLANK.search(surface)) or any(
        i < len(words) and not words[i][:2].isupper() for i in acronyms
    )


def _covered(hit: _Hit, covers: Iterable[_Hit]) -> bool:
    return any(cover.start <= hit.start and hit.end <= cover.end for cover in covers)


def _longest(pairs: Iterable[tuple[_Hit, T]]) -> list[tuple[_Hit, T]]:
    """The pairs left when, of two that overlap, the longer wins, then the earlier; in order."""
    kept: list[tuple[_Hit, T]] = []
    for hit, meaning in sorted(pairs, key=lambda p: (p[0].start - p[0].end, p[0].start)):
        if all(hit.end <= other.start or other.end <= hit.start for other, _ in kept):
            kept.append((hit, meaning))
    return sorted(kept, key=lambda pair: pair[0].start)


def _probability(spans: Sequence[tuple[_Hit, Expression]]) -> float:
    """How sure the tag is: each expression weighs once, a little more if repeated."""
    counts = Counter(expression.text for _, expression in spans)
    weights = {expression.text: expression.weight for _, expression in spans}
    total = sum(weight + REPEATED * (counts[text] > 1) for text, weight in weights.items())
    return 1 / (1 + math.exp(-SLOPE * (total - EVEN)))


def _heaviest(weights: Mapping[str, float], order: Sequence[str]) -> str | None:
    """The name with most weight, the first in this order on ties; None if there is none."""
    known = [name for name in order if name in weights]
    return max(known, key=lambda name: weights[name], default=None)
