"""Trains the model of the tags: python -m training.tags [SHARED], some three minutes on one core.

Reads the labelled passages (`variables_train`, never `variables_dev`), our own readings of the
archive (readings.csv: places and labels, no text), the grades of words (grades.tsv) and the archive
itself; writes nlp/tags.npz.
"""

import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from unicodedata import normalize

import numpy as np
from spacy.language import Language

from flows import models
from nlp import passages, topics
from nlp.manner import forms
from nlp.tag_model import pack
from nlp.tagging import Tagger, norms
from nlp.variables import Catalogue
from veille import Passage, digest

from .tag_fit import Example, fit
from .tag_space import Space, grades, reduced

HERE: Final = Path(__file__).parent
SHIPPED: Final = HERE.parent / "nlp" / "tags.npz"
SHARED: Final = HERE.parents[1] / "shared" / "data"
# Passages taken from each corpus, to know the words of the field; television and the off-domain
# reviews are left out, the one for its rights, the other for its words.
ARCHIVE: Final = {
    "an_questions_ecrites_2022": 4000, "vie_publique_discours_2020": 2000, "eig": 900,
    "cybergeo_1996_2015": 1500, "beta_startups": 1500, "beta_blog": 900, "la27eregion": 1500,
    "xavcc": 300, "signaux_levy": 100, "aides_jeunes": 400, "openfisca_changelog": 200,
    "geotribu_revue_2010_2017": 300,
}  # fmt: skip
WITH_TOPICS: Final = 4000  # passages the topics are found in
TYPED: Final = 30  # trends of a type from which it is learnt: environmental ones are 19
THEMED: Final = 10  # passages of a sub-theme from which it is learnt: all have as many
LONGEST: Final = 60_000  # characters read of a document: one long article must not weigh ten


def main() -> None:
    """Train, and write the file that ships."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    loaded = models.load(None)
    tagger = Tagger(loaded.nlp, loaded.catalogue)
    space = field(loaded.nlp, archive(shared))
    given = examples(loaded.nlp, tagger, [*labelled(shared), *readings(shared)])
    variables = [v.id for v in loaded.catalogue.variables]
    types, themes = learnt_types(loaded.catalogue, given), learnt_themes(loaded.catalogue, given)
    model = fit(given, variables, space, types=types, themes=themes).model
    np.savez_compressed(SHIPPED, allow_pickle=False, **pack(model))
    size = SHIPPED.stat().st_size / 1e6
    print(f"{len(given)} passages, {len(model.terms)} termes, {size:.1f} Mo : {SHIPPED.name}")


# Text, labels, kind, ours, id, type of trend, sub-themes by variable.
Labelled = tuple[str, frozenset[str], str, bool, str, str | None, dict[str, str]]


def labelled(shared: Path, name: str = "variables_train") -> list[Labelled]:
    """The passages of a gold file."""
    lines = (shared / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        (
            normalize("NFC", r["text"]), frozenset(r["labels"]), r["kind"], False, str(r["id"]),
            (r.get("trend_type") or "").replace("-", "_") or None, {},
        )
        for r in rows
    ]  # fmt: skip


def readings(shared: Path) -> Iterator[Labelled]:
    """Our own readings, whose texts are looked up in the archive."""
    letters = dict(zip("NPCI", _VARIABLES, strict=True))
    with (HERE / "readings.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for corpus in sorted({row["corpus"] for row in rows}):
        texts = dict(_records(shared, corpus))
        for row in rows:
            if row["corpus"] == corpus:
                text = texts[row["id"]][int(row["start"]) : int(row["end"])]
                labels = frozenset(letters[x] for x in row["variables"] if x in letters)
                told = (one.partition(":") for one in row["themes"].split())
                themes = {letters[letter]: theme for letter, _, theme in told}
                trend = row["trend_type"] or None
                yield normalize("NFC", text), labels, row["kind"], True, row["id"], trend, themes


_VARIABLES: Final = (
    "numerique", "partenariats", "contexte_socio_economique", "transition_institutionnelle",
)  # fmt: skip


def _records(shared: Path, corpus: str) -> Iterator[tuple[str, str]]:
    with gzip.open(shared / "corpora" / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield record["id"], record["text"]


def archive(shared: Path) -> list[str]:
    """Passages of the archive, drawn from each corpus by their text, gold documents left out.

    So that a passage cut otherwise changes that passage in the draw, not all that follow.
    """
    gold = {
        json.loads(line)["doc_id"]
        for name in ("variables_train", "variables_dev")
        for line in (shared / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()
    }
    taken: list[str] = []
    for corpus, most in ARCHIVE.items():
        found = [
            normalize("NFC", text[p.start : p.end])
            for identity, text in _records(shared, corpus)
            if identity not in gold
            for p in passages.split(identity, "v", text[:LONGEST], ())
        ]
        taken += sorted(found, key=digest)[:most]
    return taken


def learnt_types(catalogue: Catalogue, given: Sequence[Example]) -> list[str]:
    """The types of trends that enough examples have; of the others, cues tell."""
    held = Counter(example.trend_type for example in given)
    return [hints.id for hints in catalogue.trend_types if held[hints.id] >= TYPED]


def learnt_themes(catalogue: Catalogue, given: Sequence[Example]) -> dict[str, list[str]]:
    """By variable, the sub-themes that enough examples have; of the others, the lexicon tells."""
    held = Counter(pair for example in given for pair in example.themes.items())
    return {
        variable.id: [t.id for t in variable.themes if held[variable.id, t.id] >= THEMED]
        for variable in catalogue.variables
    }


def field(nlp: Language, texts: Sequence[str]) -> Space:
    """The words, vectors and BERTopic topics of the archive."""
    words = [norms(doc) for doc in nlp.pipe(texts)]
    chosen = np.arange(0, len(texts), max(len(texts) // WITH_TOPICS, 1))
    found = topics.fit([texts[i] for i in chosen.tolist()])
    labels = np.full(len(texts), -1, np.int64)
    labels[chosen] = found.labels
    return reduced(words, labels, grades())


def examples(nlp: Language, tagger: Tagger, given: Sequence[Labelled]) -> list[Example]:
    """What the tagger sees of labelled passages."""
    seen = []
    docs = nlp.pipe([text for text, *_ in given])
    for (text, labels, kind, ours, name, trend, themes), doc in zip(given, docs, strict=True):
        ((told, traits, words),) = tagger.observe(doc, [Passage("p", "v", "d", 0, 0, len(text))])
        own = forms(text)
        seen.append(Example(told, words, labels, kind, ours, name, traits, own, trend, themes))
    return seen


if __name__ == "__main__":
    main()
