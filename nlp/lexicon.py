"""The expressions of a catalogue found in passages, and what they weigh."""

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

from nlp.boilerplate import NOTHING_HIDDEN, Hidden
from nlp.lemmas import infinitive
from nlp.variables import Catalogue, Cue, Expression
from veille import Passage

REPEATED: Final = 0.25  # what an expression gains if the passage says it again, once for all
ENOUGH: Final = 2.0  # sum of weights from which cues give a passage its nature or type
USUAL: Final = 2.5  # what the usual type of trend of a variable weighs beside the cues

_WORD = re.compile(r"\w+")
_BLANK = re.compile(r"\n\s*\n")
_KINDS: Final = ("levier", "tendance")
T = TypeVar("T")
Place = tuple[int, int]  # offsets in the text


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


class Lexicon:
    """Finds the phrases of a catalogue; one pass over a document."""

    def __init__(self, nlp: Language, catalogue: Catalogue) -> None:
        self._roles = _roles(catalogue)
        self._variables = [v.id for v in catalogue.variables]
        self._strings = nlp.vocab.strings
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        for phrase in self._roles:
            self._matcher.add(phrase, [nlp(phrase)])

    def read(
        self, doc: Doc, passages: Sequence[Passage], hidden: Hidden = NOTHING_HIDDEN
    ) -> Iterator[tuple[Passage, "Evidence"]]:
        """What the phrases that lie wholly in each passage say, in the order of the text.

        Phrases that meet what is hidden say nothing.
        """
        ordered = sorted(passages, key=lambda passage: passage.start)
        starts = [passage.start for passage in ordered]
        by_passage: dict[int, list[_Hit]] = defaultdict(list)
        for hit in self._found(doc):
            n = bisect_right(starts, hit.start) - 1
            is_whole = n >= 0 and hit.end <= ordered[n].end
            if is_whole and not hidden.meets(hit.start, hit.end):
                by_passage[n].append(hit)
        for n, passage in enumerate(ordered):
            hits = sorted(by_passage[n], key=lambda hit: (hit.start, hit.end))
            size = passage.end - passage.start
            yield passage, Evidence(self._roles, self._variables, hits, size)

    def _found(self, doc: Doc) -> Iterator[_Hit]:
        text = doc.text
        dense, places = _without_spaces(doc)
        for match, first, last in self._matcher(dense):
            phrase = self._strings[match]
            token = doc[places[last - 1]]
            hit = _Hit(doc[places[first]].idx, token.idx + len(token), phrase)
            if not _is_misread(phrase, text[hit.start : hit.end]):
                yield hit


class Evidence:
    """What the catalogue's phrases say of one passage."""

    def __init__(
        self,
        roles: Mapping[str, _Roles],
        variables: Sequence[str],
        hits: Sequence[_Hit],
        size: int,
    ) -> None:
        self._size = max(size, 1)
        found: dict[str, list[tuple[_Hit, Expression]]] = defaultdict(list)
        erased: dict[str, list[_Hit]] = defaultdict(list)
        for hit in hits:
            for variable, expression in roles[hit.phrase].expressions:
                found[variable].append((hit, expression))
            for variable in roles[hit.phrase].excluded:
                erased[variable].append(hit)
        self._found = {
            v: _longest([pair for pair in found[v] if not _covered(pair[0], erased[v])])
            for v in variables
        }
        levers = [(hit, cue) for hit in hits if (cue := roles[hit.phrase].lever)]
        trends = [(hit, cue) for hit in hits if (cue := roles[hit.phrase].trend)]
        self._levers = {cue.text: cue.weight for _, cue in _longest(levers)}
        self._trends = {cue.text: cue.weight for _, cue in _longest(trends)}
        self._types: dict[str, dict[str, float]] = defaultdict(dict)
        for hit in hits:
            for trend_type, cue in roles[hit.phrase].types:
                self._types[trend_type][cue.text] = cue.weight

    def expressions(self, variable: str) -> list[tuple[Place, Expression]]:
        """The expressions of a variable and where they are, without overlap, in order."""
        return [((hit.start, hit.end), e) for hit, e in self._found[variable]]

    def total(self, variable: str) -> float:
        """The sum of weights: each expression weighs once, a little more if repeated."""
        pairs = self._found[variable]
        counts = Counter(expression.text for _, expression in pairs)
        weights = {expression.text: expression.weight for _, expression in pairs}
        return sum(weight + REPEATED * (counts[text] > 1) for text, weight in weights.items())

    def totals(self) -> dict[str, dict[str, float]]:
        """For each variable that has expressions: their weight, number and share of the text."""
        told = {}
        for variable, pairs in self._found.items():
            if pairs:
                weights = {e.text: e.weight for _, e in pairs}
                told[variable] = {
                    "total": self.total(variable),
                    "strongest": max(weights.values()),
                    "count": float(len(weights)),
                    "deciding": float(sum(weight >= 3 for weight in weights.values())),
                    "share": 5 * sum(hit.end - hit.start for hit, _ in pairs) / self._size,
                }
        return told

    def themes(self) -> dict[tuple[str, str], float]:
        """The weight of the expressions of each (variable, sub-theme)."""
        weights: dict[tuple[str, str], float] = defaultdict(float)
        for variable, pairs in self._found.items():
            for expression in {e.text: e for _, e in pairs}.values():
                if expression.theme is not None:
                    weights[variable, expression.theme] += expression.weight
        return dict(weights)

    def cues(self) -> dict[str, float]:
        """The weight of the cues of each kind and of each type of trend."""
        types = {name: sum(cues.values()) for name, cues in self._types.items()}
        own = {"levier": sum(self._levers.values()), "tendance": sum(self._trends.values())}
        return types | own

    def kind(self, variables: Iterable[str]) -> str:
        """tendance, levier or aucun, by the cues and what these variables' expressions say."""
        expressions = [e for v in variables for _, e in self._found[v]]
        own = {kind: {e.text: e.weight for e in expressions if e.kind == kind} for kind in _KINDS}
        lever = sum((self._levers | own["levier"]).values())
        trend = sum((self._trends | own["tendance"]).values())
        if max(lever, trend) < ENOUGH:
            return "aucun"
        acts = any(infinitive(text.split()[0].lower()) for text in self._levers)
        return "levier" if lever > trend or (lever == trend and acts) else "tendance"

    def trend_type(self, order: Sequence[str], usual: str | None) -> str | None:
        """The type with most weight, the first of the catalogue on ties, None if none shows.

        Args:
            order: the types of the catalogue.
            usual: the type that a trend of the variable mostly has; None if it has none.
        """
        weights = {name: sum(cues.values()) for name, cues in self._types.items()}
        if usual is not None:
            weights[usual] = weights.get(usual, 0.0) + USUAL
        known = [name for name in order if weights.get(name, 0.0) >= ENOUGH]
        return max(known, key=lambda name: weights[name], default=None)


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
