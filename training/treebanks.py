"""UD treebanks as sentences of tokens; the contractions they split (du: de le) are one token here.

A contraction carries the part of speech, the features and the lemma of its first word: the
tokenizer, like the texts, keeps it whole.
"""

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

COLUMNS = 10


@dataclass(frozen=True)
class Word:
    """A token of a treebank, as a reader sees it."""

    form: str
    lemma: str
    pos: str  # UPOS
    morph: str  # UD features, "" for none
    space: bool  # followed by one


Sentence = tuple[Word, ...]


def read(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL-U file, in its order, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [tuple(_words(rows)) for rows in _blocks(lines)]


def _blocks(lines: Iterator[str]) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    for line in lines:
        if line.startswith("#"):
            continue
        fields = line.rstrip("\n").split("\t")
        if len(fields) == COLUMNS:
            rows.append(fields)
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def _words(rows: Sequence[list[str]]) -> Iterator[Word]:
    """The tokens of a sentence; an empty node (8.1) is none, a range (3-4) covers its words."""
    by_id = {row[0]: row for row in rows}
    covered_to = 0
    for row in rows:
        first, _, last = row[0].partition("-")
        if "." in first or (not last and int(first) <= covered_to):
            continue
        covered_to = int(last or first)
        _, _, lemma, pos, _, morph, *_ = by_id[first]
        yield Word(
            form=row[1].replace(" ", "\u00a0"),
            lemma=lemma,
            pos="X" if pos == "_" else pos,
            morph="" if morph == "_" else morph,
            space="SpaceAfter=No" not in row[9],
        )


def blocks(sentences: Sequence[Sentence], size: int = 10) -> list[Sequence[Sentence]]:
    """Runs of so many sentences, in order; the last may be shorter."""
    return [sentences[i : i + size] for i in range(0, len(sentences), size)]


def document(vocab: Vocab, sentences: Sequence[Sentence]) -> Doc:
    """The sentences joined by a space, annotated."""
    words: list[Word] = []
    starts: list[bool | int | None] = []
    spaces: list[bool] = []
    for sentence in sentences:
        starts += [True] + [False] * (len(sentence) - 1)
        spaces += [*(word.space for word in sentence[:-1]), sentence[-1].pos != "SPACE"]
        words += sentence
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=spaces,
        pos=[word.pos for word in words],
        morphs=[word.morph for word in words],
        lemmas=[word.lemma for word in words],
        sent_starts=starts,
    )


@dataclass(frozen=True)
class Scores:
    """How near a reading is to the treebank, in %; a token cut otherwise counts as wrong."""

    tokens: float  # F1 of the spans
    pos: float  # of all tokens
    morph: float  # all features right, of all tokens
    lemma: float  # exact, capitals too, of all tokens but punctuation
    sentences: float  # F1 of the boundaries inside each block


def score(found: Iterable[Doc], gold: Iterable[Doc]) -> Scores:
    """The one scorer of all systems, on raw texts: their own tokens against the treebank's."""
    spans, bounds = Counter[str](), Counter[str]()
    right, n_tokens, n_words = Counter[str](), 0, 0
    for ours, theirs in zip(found, gold, strict=True):
        read = {(t.idx, t.idx + len(t)): t for t in ours if not t.is_space}
        _count(spans, set(read), {(t.idx, t.idx + len(t)) for t in theirs})
        _count(bounds, _starts(ours), _starts(theirs))
        for token in theirs:
            other = read.get((token.idx, token.idx + len(token)))
            n_tokens += 1
            n_words += token.pos_ != "PUNCT"
            if other is not None:
                right["pos"] += other.pos == token.pos
                right["morph"] += other.morph == token.morph
                right["lemma"] += token.pos_ != "PUNCT" and other.lemma == token.lemma
    return Scores(
        tokens=_f1(spans),
        pos=100 * right["pos"] / n_tokens,
        morph=100 * right["morph"] / n_tokens,
        lemma=100 * right["lemma"] / n_words,
        sentences=_f1(bounds),
    )


def _starts(doc: Doc) -> set[int]:
    """Where each sentence but the first starts, in characters."""
    starts = [next((t.idx for t in s if not t.is_space), -1) for s in doc.sents]
    return {start for start in starts[1:] if start >= 0}


def _count(counts: Counter[str], found: Set[object], expected: Set[object]) -> None:
    counts["both"] += len(found & expected)
    counts["all"] += len(found) + len(expected)


def _f1(counts: Counter[str]) -> float:
    return 200 * counts["both"] / max(1, counts["all"])
