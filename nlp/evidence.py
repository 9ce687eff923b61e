"""Which passages prove a signal: few, different, from the first to the most peripheral. Pure.

Passages that say the contrary are chosen apart, and prove nothing.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from .signals import Floats

WANTED = 6
NEEDED = 3  # under which passages that say the same are kept too: a signal must be proved
RELEVANCE = 0.7  # lambda of the maximal marginal relevance (Carbonell & Goldstein 1998)
QUALITY = 0.2  # what a passage of a readable length adds to its relevance
READABLE = (40, 120)  # words
WORD = r"(?u)\b\w{3,}\b"
SAME = 0.8  # cosine from which two passages say the same
# Share of the passages from which what they say is no contrary but the signal: a tax is spoken of
# because it is abolished. An opinion may be more common and still be against.
OPINION, FACT = 1 / 3, 0.15
CONTRARY = "contraire"  # the role of what says the contrary
FACTS = ("recul", "abandon")  # kinds of nlp.contrary that tell what happens, not what is thought


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that holds a unit of the signal."""

    passage: str
    document: str
    text: str
    day: date
    voice: str
    weight: int  # documents of this voice in the archive: few means peripheral
    cue: str | None = None  # words that say the contrary; None: nothing says it
    kind: str = ""  # of contrary, see nlp.contrary; empty: none


@dataclass(frozen=True, slots=True)
class Chosen:
    """A passage kept as evidence, with why."""

    passage: str
    role: str  # premier, peripherique, represente or contraire
    cue: str | None = None  # words that say the contrary


def choose(candidates: Sequence[Candidate], wanted: int = WANTED) -> list[Chosen]:
    """The passages that prove a signal best, one a document, voices as different as they come.

    Always the earliest first; then one of the most peripheral voice; then the most relevant,
    each least like those already kept. Last, apart, those that say the contrary, if the signal
    is proved without them.
    """
    pool = sorted(candidates, key=lambda c: (c.day, c.passage))
    against = _against(pool)
    apart = {c.document for c in against}
    kept = _proofs([c for c in pool if c.document not in apart], wanted)
    if against and not _is_proved(kept):
        against, kept = [], _proofs(pool, wanted)
    return [Chosen(c.passage, role) for c, role in kept] + [
        Chosen(c.passage, CONTRARY, c.cue) for c in against
    ]


def prove(*pools: Sequence[Candidate]) -> list[Chosen]:
    """The same among the first pool; with the next ones while these are too few or of one voice.

    First what holds the unit that speaks for the signal: a passage on any « pacte » proves nothing
    of « pacte de voisinage ».
    """
    known: list[Candidate] = []
    kept: list[Chosen] = []
    for pool in pools:
        known += pool
        kept = choose(known)
        voices = {c.passage: c.voice for c in known}
        if len(kept) >= NEEDED and len({voices[proof.passage] for proof in kept}) > 1:
            break
    return kept


def _is_proved(kept: Sequence[tuple[Candidate, str]]) -> bool:
    return len(kept) >= NEEDED and len({c.voice for c, _ in kept}) > 1


def _proofs(pool: Sequence[Candidate], wanted: int) -> list[tuple[Candidate, str]]:
    if not pool:
        return []
    likeness = _likeness([c.text for c in pool])
    relevance = likeness.mean(axis=1) + QUALITY * np.array([_readable(c.text) for c in pool])
    kept = [0]
    roles = ["premier"]
    rare = _peripheral(pool, likeness)
    if rare is not None:
        kept.append(rare)
        roles.append("peripherique")
    while len(kept) < wanted:
        best = _next(pool, kept, relevance, likeness)
        if best is None:
            break
        kept.append(best)
        roles.append("represente")
    return [(pool[k], role) for k, role in zip(kept, roles, strict=True)]


def _against(pool: Sequence[Candidate]) -> list[Candidate]:
    """The latest passages that say the contrary, of two voices and two documents.

    None that say what too many passages say, facts together: that is what the signal says. None of
    the document of the earliest passage, which is always a proof.
    """
    told = Counter(_family(c) for c in pool if c.cue)
    too_many = {name: (FACT if name == "fact" else OPINION) * len(pool) for name in told}
    found = [
        c
        for c in reversed(pool)
        if c.cue and told[_family(c)] < too_many[_family(c)] and c.document != pool[0].document
    ]
    if not found:
        return []
    first = found[0]
    others = (c for c in found if c.voice != first.voice and c.document != first.document)
    second = next((c for c in others if _likeness([first.text, c.text])[0, 1] < SAME), None)
    return [first] if second is None else [first, second]


def _family(c: Candidate) -> str:
    return "fact" if c.kind in FACTS else c.kind


def _likeness(texts: list[str]) -> Floats:
    """(N, N) cosines of the TF-IDF vectors of the passages; without words, none is like another."""
    if not any(re.search(WORD, text) for text in texts):
        return np.eye(len(texts))
    vectors = TfidfVectorizer(token_pattern=WORD, sublinear_tf=True).fit_transform(texts)
    return np.asarray((vectors @ vectors.T).toarray(), np.float64)


def _readable(text: str) -> float:
    return float(READABLE[0] <= len(text.split()) <= READABLE[1])


def _peripheral(pool: Sequence[Candidate], likeness: Floats) -> int | None:
    """The earliest passage of the voice heard least in the archive, the first passage's apart.

    One that does not say again what the first says, as a text taken up after a month does, if any.
    """
    others = [k for k, c in enumerate(pool) if c.voice != pool[0].voice]
    fresh = [k for k in others if likeness[k, 0] < SAME]
    return min(fresh or others, key=lambda k: (pool[k].weight, k), default=None)


def _next(
    pool: Sequence[Candidate], kept: list[int], relevance: Floats, likeness: Floats
) -> int | None:
    documents = {pool[k].document for k in kept}
    others = [k for k, c in enumerate(pool) if c.document not in documents]
    free = [k for k in others if likeness[k, kept].max() < SAME]
    if not free and len(kept) < NEEDED:
        free = others
    voices = [pool[k].voice for k in kept]
    days = {pool[k].day for k in kept}
    if not free:
        return None

    def merit(k: int) -> tuple[int, bool, float, int]:
        novelty = (1 - RELEVANCE) * likeness[k, kept].max()
        # A new voice comes before anything else, then a new day.
        repeated = voices.count(pool[k].voice)
        return -repeated, pool[k].day not in days, RELEVANCE * relevance[k] - novelty, -k

    return max(free, key=merit)
