"""Vectors of French words by the company they keep, trained on texts that are free to reuse.

Positive pointwise mutual information of a word with the 1,500 most frequent words at each of the
four nearest places, then a truncated SVD (Schütze 1995, "Distributional part-of-speech tagging",
EACL; Levy & Goldberg 2014, "Neural word embedding as implicit matrix factorization", NIPS). The
place matters: what stands before a noun does not stand before a verb.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd
from spacy.vectors import Vectors  # type: ignore[import-not-found]  # compiled

# Licence Ouverte, official texts, Licence Ouverte, CC BY.
FREE: Final = (
    "an_questions_ecrites_2022",
    "vie_publique_discours_2020",
    "eig",
    "cybergeo_1996_2015",
)
N_CONTEXTS: Final = 1_500
RAREST: Final = 6  # occurrences
PLACES: Final = (-2, -1, 1, 2)
SMOOTHING: Final = 0.75  # of the contexts' counts, as Levy, Goldberg & Dagan 2015 (TACL)

# As nlp.lemmas cuts them, near enough: l' and qu' apart, compounds whole.
_TOKEN = re.compile(r"[^\W\d_]+['’]|[^\W_]+(?:-[^\W_]+)*|[^\w\s]")


def texts(corpora: Path) -> Iterator[str]:
    """The texts of the free corpora."""
    for name in FREE:
        with gzip.open(corpora / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                yield f"{record['title']}\n{record['text']}"


def train(found: Iterator[str], size: int, most: int) -> Vectors:
    """Vectors of the `most` most frequent words, in small letters, of `size` dimensions each."""
    running = [token for text in found for token in _tokens(text)]
    counts = Counter(running)
    words = [word for word, n in counts.most_common(most) if n >= RAREST]
    ranks = {word: rank for rank, word in enumerate(words)}
    ids = np.array([ranks.get(token, -1) for token in running], dtype=np.int64)
    table = _reduced(_associations(ids, len(words)), size)
    vectors = Vectors(data=table, attr="LOWER", name="veille")
    for row, word in enumerate(words):
        for spelling in {word, word.replace("’", "'"), word.replace("'", "’")}:
            vectors.add(spelling, row=row)
    return vectors


def _tokens(text: str) -> list[str]:
    low = text.lower().replace("’", "'")
    return ["0" if token.isdecimal() else token for token in _TOKEN.findall(low)]


def _associations(ids: NDArray[np.int64], n_words: int) -> sparse.csr_matrix:
    """(words, places x contexts): the positive pointwise mutual information."""
    blocks = []
    for place in PLACES:
        here, there = (ids[:-place], ids[place:]) if place > 0 else (ids[-place:], ids[:place])
        kept = (here >= 0) & (there >= 0) & (there < N_CONTEXTS)
        ones = np.ones(int(kept.sum()), dtype=np.float32)
        shape = (n_words, N_CONTEXTS)
        blocks.append(sparse.coo_matrix((ones, (here[kept], there[kept])), shape=shape).tocsr())
    joint = sparse.hstack(blocks).tocoo()
    by_word = np.asarray(joint.sum(axis=1)).ravel()
    by_context = np.asarray(joint.sum(axis=0)).ravel() ** SMOOTHING
    expected = by_word[joint.row] * by_context[joint.col] / by_context.sum()
    values = np.log(joint.data / np.maximum(expected, 1e-9))
    kept = values > 0
    return sparse.csr_matrix(
        (values[kept].astype(np.float32), (joint.row[kept], joint.col[kept])), shape=joint.shape
    )


def _reduced(table: sparse.csr_matrix, size: int) -> NDArray[np.float32]:
    """(words, size): rows of length 1, singular values to the power 0.5."""
    left, values, _ = randomized_svd(table, size, n_iter=4, random_state=0)
    found: NDArray[np.float32] = (left * np.sqrt(values)).astype(np.float32)
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return found
