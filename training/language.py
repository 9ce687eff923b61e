"""Trains our French pipeline from scratch and writes nlp/model: `make model`.

About four minutes of a core, the same model each time on one machine. Needs ../shared/data.
"""

import json
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from typing import Final

from spacy.attrs import IDS  # type: ignore[import-not-found]  # compiled
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vectors import Vectors  # type: ignore[import-not-found]  # compiled
from thinc.api import Adam, fix_random_seed, warmup_linear

from nlp.french import LONGEST_ENDING, TABLE, lemma_as, n_shared
from nlp.lemmas import blank
from training import treebanks, vectors
from training.treebanks import Sentence, Word

ROOT: Final = Path(__file__).resolve().parents[1]
SHARED: Final = ROOT.parent / "shared" / "data"
MODEL: Final = ROOT / "nlp" / "model"

# 25,000 words a second of a core; half the time is Python, which a narrower network keeps.
WIDTH: Final = 96
DEPTH: Final = 3
# What it reads of a token, and the rows of each table.
ATTRIBUTES: Final = {
    "LOWER": 4000, "NORM": 3000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 1000, "ENT_KB_ID": 1500,
}  # fmt: skip
N_VECTORS: Final = 20_000
VECTOR_SIZE: Final = 64

STEPS: Final = 1_200  # twelve times over the sentences
RUNS: Final = 7  # runs of sentences a step: some 1,000 words
DROPOUT: Final = 0.2
RATE: Final = 0.002
SEED: Final = 0

FIXED: Final = ("veille_keys", "veille_classes", "veille_lemmas")  # nothing to train in them
META: Final = {
    "name": "veille",
    "version": "1.0.0",
    "description": "Tokens, parts of speech, features, lemmas and sentences of French",
    "author": "The Veille authors",
    "license": "CC BY-SA 4.0 and LGPL-LR: see README.md",
}

INFLECTED: Final = ("NOUN", "ADJ", "VERB", "ADV")
Banks = Sequence[Sequence[Sentence]]


@dataclass(frozen=True)
class Fold:
    """What a model is trained on, and what it is judged on."""

    train: Banks
    held: dict[str, Sequence[Sentence]]


def fold(treebank: Path) -> Fold:
    """The last 400 sentences of GSD and the dev part of Sequoia kept aside."""
    gsd, sequoia, pud, other = banks(treebank)
    return Fold([gsd[:-400], sequoia, pud], {"gsd": gsd[-400:], "sequoia": other})


def banks(treebank: Path) -> Banks:
    """GSD dev, Sequoia train, PUD, Sequoia dev."""
    names = ("gsd-ud-dev", "sequoia-ud-train", "pud-ud-test", "sequoia-ud-dev")
    return [treebanks.read(treebank / f"fr_{name}.conllu.gz") for name in names]


def main() -> None:
    """Train on all that is given and replace nlp/model, but for its README."""
    told = (MODEL / "README.md").read_text(encoding="utf-8")
    shutil.rmtree(MODEL)
    train(banks(SHARED / "fixtures" / "ud"), SHARED / "corpora", MODEL, print)
    (MODEL / "README.md").write_text(told, encoding="utf-8")


def train(given: Banks, corpora: Path, folder: Path, say: Callable[[str], None]) -> None:
    """Write in the folder a pipeline trained on these treebanks, with vectors of the free texts."""
    nlp = assembled(vectors.train(vectors.texts(corpora), VECTOR_SIZE, N_VECTORS))
    nlp.vocab.lookups.add_table(TABLE, table(s for bank in given for s in bank))
    fix_random_seed(SEED)
    rng = random.Random(SEED)
    first = examples(nlp, given, rng)
    nlp.initialize(lambda: first)
    schedule = warmup_linear(RATE, 100, STEPS)
    sgd = Adam(  # any iterable of rates will do
        schedule,  # type: ignore[arg-type]
        L2=0.01,
        L2_is_weight_decay=True,
        grad_clip=1.0,
        use_averages=True,
    )
    for step, batch in enumerate(_batches(nlp, given, rng), 1):
        losses = nlp.update(batch, drop=DROPOUT, sgd=sgd, exclude=FIXED)
        sgd.step_schedules()
        if step % 50 == 0:
            say(f"{step}/{STEPS} {json.dumps({name: round(v) for name, v in losses.items()})}")
    with nlp.use_params(sgd.averages):
        nlp.to_disk(folder)


def _batches(nlp: Language, given: Banks, rng: random.Random) -> Iterator[list[Example]]:
    epochs = (examples(nlp, given, rng) for _ in count())
    batches = (epoch[i : i + RUNS] for epoch in epochs for i in range(0, len(epoch), RUNS))
    return islice(batches, STEPS)


def assembled(table_of_vectors: Vectors) -> Language:
    """The pipeline before its training."""
    nlp = blank()
    nlp.meta.update(META)
    nlp.vocab.vectors = table_of_vectors
    nlp.add_pipe("veille_classes")
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": WIDTH,
        "attrs": [
            IDS[name] for name in ATTRIBUTES
        ],  # numbers: a Span, unlike a Doc, reads no names
        "rows": list(ATTRIBUTES.values()),
        "include_static_vectors": True,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": WIDTH,
        "depth": DEPTH,
        "window_size": 1,
        "maxout_pieces": 3,
    }
    layer = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    model = {"@architectures": "veille.Bounded.v1", "layer": layer}
    nlp.add_pipe("tok2vec", config={"model": model})
    vector = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "*"}
    head = {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": vector}
    nlp.add_pipe("morphologizer", config={"model": head})
    nlp.add_pipe("veille_sentences", config={"model": head})
    nlp.add_pipe("veille_lemmas")
    return nlp


def examples(nlp: Language, given: Banks, rng: random.Random) -> list[Example]:
    """One epoch: runs of 1 to 12 sentences in the order of each treebank, the runs in any order."""
    found = []
    for bank in given:
        start = 0
        while start < len(bank):
            size = rng.randint(1, 12)
            gold = treebanks.document(nlp.vocab, _varied(bank[start : start + size], rng))
            spaces = [bool(token.whitespace_) for token in gold]
            guess = Doc(nlp.vocab, words=[token.text for token in gold], spaces=spaces)
            for name in FIXED[:2]:
                guess = nlp.get_pipe(name)(guess)
            found.append(Example(guess, gold))
            start += size
    rng.shuffle(found)
    return found


def _varied(run: Sequence[Sentence], rng: random.Random) -> Sequence[Sentence]:
    """The run as it is, or with the apostrophes of the web, or with line ends after sentences."""
    if rng.random() < 0.4:
        run = [tuple(replace(w, form=w.form.replace("'", "’")) for w in s) for s in run]
    if rng.random() < 0.3:
        end = Word("\n", "\n", "SPACE", "", False)
        run = [(*s[:-1], replace(s[-1], space=False), end) for s in run]
    return run


def table(sentences: Iterable[Sentence]) -> dict[str, str]:
    """The lemmas to remember, as nlp.french.lemma_as reads them: endings, then exceptions."""
    exact: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    small: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for word in (word for sentence in sentences for word in sentence):
        exact[word.form, word.pos][word.lemma] += 1
        if word.pos != "PROPN":
            small[word.form.lower(), word.pos][word.lemma] += 1
    found = endings({key: _most(counts) for key, counts in small.items()})
    for forms in (small, exact):
        for (form, pos), counts in forms.items():
            if lemma_as(form, pos, found) != _most(counts):
                found[f"{form}|{pos}"] = _most(counts)
    return found


def endings(lemmas: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """What a form drops and takes to become its lemma, by its last letters.

    Kept if two forms show it and six in ten with that ending do.
    """
    changes: dict[str, Counter[str]] = defaultdict(Counter)
    for (form, pos), lemma in lemmas.items():
        if pos not in INFLECTED or len(form) < 4:
            continue
        shared = n_shared(form, lemma.lower())
        off, on = len(form) - shared, lemma.lower()[shared:]
        for n in range(1, min(LONGEST_ENDING, len(form) - 2) + 1):
            changes[f"*{form[-n:]}|{pos}"][f"{off}{on}" if off <= n and off < 10 else ""] += 1
    kept = {ending: _most(counts) for ending, counts in changes.items()}
    return {
        ending: change
        for ending, change in kept.items()
        if change and changes[ending][change] >= max(2, 0.6 * changes[ending].total())
    }


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda one: (-counts[one], one))


if __name__ == "__main__":
    main()
