"""Which sentences make a brief: taken as they stand, never rewritten. Pure and repeatable.

Centrality after LexRank (Erkan & Radev 2004, JAIR 22, pp. 457-479), variety after MMR (Carbonell &
Goldstein 1998, SIGIR, pp. 335-336).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from .passages import sentences
from .quotable import stands_alone
from .signals import WEEKLY, Floats
from .stakes import acts, face, harms, moves

WANTED, AIM = 5, 8  # sentences in a part: what it needs, what it stops at
VOICES = 4  # a part needs
PER_DOCUMENT = 2  # sentences, over the whole brief
TEMPLATE = 3  # documents from which the same sentence is a form, not a statement
SAME_TOKENS, SAME_VECTOR = 0.5, 0.6  # Jaccard and cosine from which two sentences say the same
POOL = 600  # sentences of each kind that are compared, best passages first
DAMPING, TURNS = 0.85, 40  # of the power iteration; 0.85^40 is under 0.2 %
RELEVANCE = 0.7  # lambda of the maximal marginal relevance
THEMES = 4  # sub-themes under which the synthesis and the levers are told

PARTS = ("synthese", "tendances", "leviers")
TREND_TYPES = (
    "societale",
    "socio_economique",
    "institutionnelle",
    "technologique",
    "environnementale",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage tagged with the variable; offsets index its version."""

    passage: str
    document: str
    voice: str
    text: str
    start: int
    kind: str
    theme: str | None  # None: no sub-theme dominates
    trend_type: str | None  # None: not a trend, or of no known type
    probability: float
    day: date
    spans: tuple[tuple[int, int], ...]  # what justifies the tag; empty: a model does
    longest: int | None = None  # characters that may be quoted; None: no limit


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence kept, at its place in the version."""

    passage: str
    document: str
    voice: str
    start: int
    end: int
    text: str
    group: str | None  # sub-theme, or type of trend; None: none shows
    face: str  # gain, risque, or empty: says neither


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a brief, and what it lacks, in French; empty if nothing does."""

    sentences: tuple[Sentence, ...]
    shortfall: str


@dataclass(frozen=True, slots=True)
class Extract:
    """The sentences of a brief."""

    parts: dict[str, Part]  # by name, see PARTS
    faces: dict[str, tuple[int, int]]  # sub-theme -> quotable sentences that say a gain, a risk


@dataclass(frozen=True, slots=True)
class _Line:
    """A quotable sentence, with what its passage says of it."""

    of: Candidate
    start: int
    end: int
    text: str
    prior: float
    face: str
    acts: bool
    harms: bool
    moves: bool
    tokens: frozenset[str]


def extract(candidates: Sequence[Candidate], *, until: date) -> Extract:
    """The three parts of a brief on these passages; a part that falls short says so.

    Args:
        candidates: passages of one variable and one period.
        until: last day of the period; a sentence loses half its weight every 26 weeks before it.
    """
    lines = _without_templates([line for c in candidates for line in _quotable(c, until)])
    pool = _pool(sorted(lines, key=lambda line: (line.of.passage, line.start)))
    choice = _Choice(pool)
    for _ in range(AIM):
        # The narrowest part first: the synthesis may take any kind of passage.
        for part in reversed(PARTS):
            choice.take_one(part)
    return Extract({part: choice.part(part) for part in PARTS}, _faces(lines))


def _quotable(candidate: Candidate, until: date) -> Iterator[_Line]:
    age = max(0, (until - candidate.day).days) / 7
    prior = candidate.probability * WEEKLY.decay**age
    for begin, finish in sentences(candidate.text):
        text = candidate.text[begin:finish]
        start, end = candidate.start + begin, candidate.start + finish
        if not stands_alone(text) or (candidate.longest and len(text) > candidate.longest):
            continue
        # What tags a passage may be said by one of its sentences only: the others are off topic.
        if candidate.spans and not any(start <= a and b <= end for a, b in candidate.spans):
            continue
        told = face(text), acts(text), harms(text), moves(text)
        yield _Line(candidate, start, end, text, prior, *told, _tokens(text))


def _tokens(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{3,}", text.lower()))


def _without_templates(lines: list[_Line]) -> list[_Line]:
    documents = defaultdict(set)
    for line in lines:
        documents[line.text].add(line.of.document)
    return [line for line in lines if len(documents[line.text]) < TEMPLATE]


def _pool(lines: list[_Line]) -> list[_Line]:
    """At most POOL lines of each kind, those of the surest and most recent passages."""
    ranked = sorted(range(len(lines)), key=lambda k: (-lines[k].prior, k))
    taken: Counter[str] = Counter()
    kept = []
    for k in ranked:
        taken[lines[k].of.kind] += 1
        if taken[lines[k].of.kind] <= POOL:
            kept.append(k)
    return [lines[k] for k in sorted(kept)]


def _faces(lines: list[_Line]) -> dict[str, tuple[int, int]]:
    counts = Counter((line.of.theme, line.face) for line in lines if line.of.theme)
    themes = sorted({theme for theme, _ in counts if theme})
    return {theme: (counts[theme, "gain"], counts[theme, "risque"]) for theme in themes}


class _Choice:
    """What is kept so far, and the next best sentence of a part."""

    def __init__(self, pool: list[_Line]) -> None:
        self.pool = pool
        self.likeness = _likeness(pool)
        self.relevance = _relevance(pool, self.likeness)
        self.repeated = np.zeros(len(pool))  # likeness to the nearest sentence kept
        self.free = set(range(len(pool)))
        self.documents: Counter[str] = Counter()
        self.kept: dict[str, list[int]] = {part: [] for part in PARTS}
        self.told = {part: self._told(part) for part in PARTS}

    def _told(self, part: str) -> tuple[str, ...]:
        """The groups a part is told under: types of trend, or the themes that weigh most."""
        if part == "tendances":
            return TREND_TYPES
        weight: defaultdict[str, float] = defaultdict(float)
        for k, line in enumerate(self.pool):
            if line.of.theme and _fits(line, part):
                weight[line.of.theme] += float(self.relevance[k])
        return tuple(sorted(weight, key=lambda theme: (-weight[theme], theme))[:THEMES])

    def group(self, part: str, k: int) -> str | None:
        """The group of a line in a part; None: none of those it is told under."""
        of = self.pool[k].of
        group = of.trend_type if part == "tendances" else of.theme
        return group if group in self.told[part] else None

    def take_one(self, part: str) -> None:
        """Keep the next sentence of a part, if one is left."""
        mine = self.kept[part]
        voices = Counter(self.pool[k].of.voice for k in mine)
        groups = Counter(self.group(part, k) for k in mine)
        faces = Counter(self.pool[k].face for k in mine)

        def order(k: int) -> tuple[bool, int, bool, int, int, float, int]:
            line, group = self.pool[k], self.group(part, k)
            heard = len(voices) < VOICES and line.of.voice in voices
            # First what acts for the levers, what moves for the trends; for the synthesis, both
            # faces in turn, then what moves.
            idle = _idle(line, part)
            faced = faces[line.face] if line.face else AIM + (not line.moves)
            faced *= part == "synthese"
            merit = RELEVANCE * self.relevance[k] - (1 - RELEVANCE) * self.repeated[k]
            cost = 0.1 * voices[line.of.voice] - merit
            return heard, idle, group is None, groups[group], faced, cost, k

        fit = [k for k in self.free if _fits(self.pool[k], part)]
        if fit:
            best = min(fit, key=order)
            mine.append(best)
            self._close(best)

    def _close(self, kept: int) -> None:
        """Take out of the choice this sentence, what says the same, and a document that is full."""
        line = self.pool[kept]
        self.documents[line.of.document] += 1
        self.repeated = np.maximum(self.repeated, self.likeness[kept])
        self.free = {
            k
            for k in self.free
            if k != kept
            and self.likeness[kept, k] < SAME_VECTOR
            and _jaccard(line.tokens, self.pool[k].tokens) < SAME_TOKENS
            and self.documents[self.pool[k].of.document] < PER_DOCUMENT
        }

    def part(self, name: str) -> Part:
        """A part as chosen, its sentences by group, and what it lacks."""
        order = (*self.told[name], None)
        found = [(self.group(name, k), self.pool[k]) for k in self.kept[name]]
        kept = tuple(
            Sentence(x.of.passage, x.of.document, x.of.voice, x.start, x.end, x.text, group, x.face)
            for group, x in sorted(found, key=lambda pair: order.index(pair[0]))
        )
        return Part(kept, _shortfall(len(kept), len({sentence.voice for sentence in kept})))


def _fits(line: _Line, part: str) -> bool:
    if part == "leviers" and line.harms:  # rather a part that says it is incomplete
        return False
    wanted = {"tendances": "tendance", "leviers": "levier"}.get(part)
    return wanted is None or line.of.kind == wanted


def _idle(line: _Line, part: str) -> int:
    """How little a sentence says what its part is for: of a passage, some tell the other kind."""
    if part == "tendances":
        return int(not line.moves)  # « une charte fixe des règles communes »
    return int(not line.acts) + int(line.moves) if part == "leviers" else 0


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / max(1, len(a | b))


def _shortfall(n: int, n_voices: int) -> str:
    if n >= WANTED and n_voices >= VOICES:
        return ""
    found = f"{n} {'phrase' if n == 1 else 'phrases'} de {n_voices} voix" if n else "aucune phrase"
    return (
        f"Partie incomplète\u00a0: {found}, pour {WANTED} phrases de {VOICES} voix attendues."
        " Les passages de la période n’en donnent pas davantage qui puissent être cités."
    )


def _likeness(pool: list[_Line]) -> Floats:
    """(N, N) cosines of the TF-IDF vectors of the sentences."""
    if not pool:
        return np.zeros((0, 0))
    words = re.compile(r"\w+")
    vectorizer = TfidfVectorizer(tokenizer=words.findall, token_pattern=None, sublinear_tf=True)
    vectors = vectorizer.fit_transform([line.text for line in pool])
    return np.asarray((vectors @ vectors.T).toarray(), np.float64)


def _relevance(pool: list[_Line], likeness: Floats) -> Floats:
    """(N,) centrality times prior, the best being 1. A document does not vote for itself."""
    if not pool:
        return np.zeros(0)
    _, owner = np.unique([line.of.document for line in pool], return_inverse=True)
    votes = np.where(owner[:, None] == owner[None, :], 0.0, likeness)
    given = np.maximum(votes.sum(axis=1, keepdims=True), 1e-12)
    rank = np.full(len(pool), 1 / len(pool))
    for _ in range(TURNS):
        rank = (1 - DAMPING) / len(pool) + DAMPING * ((votes / given).T @ rank)
    worth = rank * np.array([line.prior for line in pool])
    # Rounded: the last bits of a sum may change with the machine, not the choice.
    relevance: Floats = np.round(worth / worth.max(), 9)
    return relevance
