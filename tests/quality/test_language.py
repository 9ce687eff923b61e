"""One scorer for all systems on treebanks that none of them saw, in one table: `make quality`.

Ours is trained here on the other sentences, exactly as `make model` trains the shipped one on all
of them: 4 minutes of a core, once; the result is kept in .cache until the training changes.
"""

import math
import shutil
import time
import tomllib
from dataclasses import astuple
from importlib.util import find_spec
from pathlib import Path

import pytest
import simplemma
import spacy

from nlp import passages
from nlp.lemmas import blank
from training import language, treebanks
from veille import digest

pytestmark = pytest.mark.quality

ROOT = Path(__file__).resolve().parents[2]
FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["language"]
LIKE = ("gsd", "sequoia")
PLAIN, OURS = "our pipeline", "our pipeline + rules"


@pytest.fixture(scope="module")
def held(shared_data):
    """The sentences kept aside, in blocks of ten joined by a space."""
    fold = language.fold(shared_data / "fixtures" / "ud")
    return {name: treebanks.blocks(fold.held[name]) for name in LIKE}


@pytest.fixture(scope="module")
def trained(shared_data):
    """Where the model of the fold is; trained if it is not there yet."""
    code = "".join(
        (ROOT / path).read_text("utf-8")
        for path in ("training/language.py", "training/treebanks.py", "training/vectors.py")
    )
    folder = ROOT / ".cache" / f"fold-{digest(code)}"
    if not folder.exists():
        fold = language.fold(shared_data / "fixtures" / "ud")
        folder.parent.mkdir(exist_ok=True)  # of a fresh clone
        fresh = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        language.train(fold.train, shared_data / "corpora", fresh, print)
        fresh.rename(folder)
    return folder


def ruled(nlp):
    """The same pipeline with the sentences of nlp.passages in place of its own."""

    def sentences(doc):
        starts = {start for start, _ in passages.sentences(doc.text)}
        for token in doc:
            token.is_sent_start = token.idx in starts
        return doc

    spacy.language.Language.component("rules_alone", func=sentences)
    nlp.add_pipe("rules_alone")
    return nlp


def by_dictionary():
    """Our tokens, simplemma's lemmas, the sentences of spaCy's sentencizer."""
    nlp = blank()
    nlp.add_pipe("sentencizer")

    def lemmas(doc):
        for token in doc:
            token.lemma_ = simplemma.lemmatize(token.text, lang="fr")
        return doc

    spacy.language.Language.component("dictionary", func=lemmas)
    nlp.add_pipe("dictionary")
    return nlp


def by_lookups():
    """What spaCy offers without a trained model, if its tables are installed."""
    nlp = spacy.blank("fr")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    return nlp


def systems(folder):
    """The pipelines to compare, by the name of their line in the table."""
    plain = spacy.load(folder)
    plain.get_pipe("veille_sentences").rules = False
    found = {
        PLAIN: plain,
        OURS: spacy.load(folder),
        "rules of nlp.passages alone": ruled(blank()),
        "simplemma + sentencizer": by_dictionary(),
    }
    if find_spec("spacy_lookups_data"):
        found["spaCy lookups + sentencizer"] = by_lookups()
    return found


@pytest.fixture(scope="module")
def table(trained, held):
    """The scores of each system on each treebank, and its words a second; printed."""
    told = {}
    found = systems(trained)
    for name, nlp in found.items():
        for like in LIKE:
            gold = [treebanks.document(nlp.vocab, block) for block in held[like]]
            told[name, like] = treebanks.score(nlp.pipe(doc.text for doc in gold), gold)
    told |= {(name, "speed"): n for name, n in speeds(found, held).items()}
    print("\n" + "\n".join(lines(told)))
    return told


def speeds(found, held):
    """Words a second of CPU on texts read before, the best of ten, each system in turn.

    In turn, as the machine is noisy: a slow minute must not fall on one of them.
    """
    vocab = next(iter(found.values())).vocab
    texts = [treebanks.document(vocab, block).text for like in LIKE for block in held[like]]
    best = dict.fromkeys(found, math.inf)
    for _ in range(10):
        for name, nlp in found.items():
            started = time.process_time()
            list(nlp.pipe(texts))
            best[name] = min(best[name], time.process_time() - started)
    n_words = sum(len(text.split()) for text in texts)
    return {name: n_words / spent for name, spent in best.items()}


HEAD = ("tokens", "UPOS", "morph", "lemma", "sentences")


def lines(told):
    """The table: % of each treebank, a dash where a system says nothing, then words a second."""
    for like in LIKE:
        yield _line(f"{like}-like, never seen", HEAD)
        for (name, which), scores in told.items():
            if which == like:
                yield _line(f"  {name}", [f"{s:.2f}" if s else "–" for s in astuple(scores)])
    yield "words a second of a core"
    for (name, which), rate in told.items():
        if which == "speed":
            yield _line(f"  {name}", [f"{rate:.0f}"])


def _line(name, cells):
    return f"{name:34}" + "".join(f"{cell:>11}" for cell in cells)


@pytest.mark.parametrize("like", LIKE)
@pytest.mark.parametrize("what", ["tokens", "pos", "morph", "lemma", "sentences"])
def test_our_pipeline_keeps_its_floors(table, like, what):
    assert getattr(table[OURS, like], what) >= FLOORS[like][what]


def test_the_rules_cost_less_than_a_tenth_of_the_speed(table):
    assert table[OURS, "speed"] >= FLOORS["speed"] * table[PLAIN, "speed"]
