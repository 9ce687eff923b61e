"""The sentences that briefs would choose, against readers who saw each of them alone.

`cases/quotes.csv` holds places and answers, no text: can the sentence be read alone, does it speak
of the variable, does it say a trend or a lever, would it stay in a brief (decision 0036).
"""

import csv
import gzip
import json
import random
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from flows import models
from nlp.extract import PARTS, Candidate, extract
from nlp.quotable import stands_alone
from veille import Passage, digest

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["quotes"]
VARIABLES = dict(
    zip(
        "NPCI",
        ("numerique", "partenariats", "contexte_socio_economique", "transition_institutionnelle"),
        strict=True,
    )
)
SAYS = {"tendances": ("T",), "leviers": ("L",), "synthese": ("T", "L")}
DAY = date(2024, 1, 1)
N_DRAWS = 6  # of half of the sentences each
VOICES = 4  # of a collection


@pytest.fixture(scope="module")
def read(shared_data):
    """Each sentence with its answers, its text and that of its passage."""
    path = Path(__file__).with_name("cases") / "quotes.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for corpus in sorted({row["corpus"] for row in rows}):
        packed = shared_data / "corpora" / f"{corpus}.jsonl.gz"
        with gzip.open(packed, "rt", encoding="utf-8") as lines:
            texts = {r["id"]: normalize("NFC", r["text"]) for r in map(json.loads, lines)}
        for row in (row for row in rows if row["corpus"] == corpus):
            text = texts[row["id"]]
            row["text"] = text[int(row["start"]) : int(row["end"])]
            row["passage"] = text[int(row["passage_start"]) : int(row["passage_end"])]
    return rows


def test_what_stands_alone_by_rule_does_for_a_reader(read):
    told = [row for row in read if stands_alone(row["text"])]
    lost = sum(row["kept"] == "1" for row in read) - sum(row["kept"] == "1" for row in told)
    print(
        f"\nsentences read: {len(read)}, {share(read, 'alone')} alone, {share(read, 'kept')} kept"
    )
    print(f"told to stand alone: {len(told)}, {share(told, 'alone')} alone", end="")
    print(f", {share(told, 'kept')} kept; kept by the reader and refused: {lost}")
    assert share(told, "alone") >= FLOORS["alone"]
    assert lost <= FLOORS["lost"]


def share(rows, answer):
    return round(sum(row[answer] == "1" for row in rows) / len(rows), 3)


def test_sentences_that_briefs_choose_are_kept_by_a_reader(read):
    loaded = models.load(None)
    docs = loaded.nlp.pipe([row["passage"] for row in read])
    found = [candidate(loaded, doc, row) for doc, row in zip(docs, read, strict=True)]
    counted = Counter()
    for draw in range(N_DRAWS):
        rng = random.Random(draw)
        pool = [pair for pair in zip(found, read, strict=True) if rng.random() < 0.5]
        for letter in VARIABLES:
            mine = {c.passage: (c, row) for c, row in pool if c and row["variable"] == letter}
            made = extract([c for c, _ in mine.values()], until=DAY)
            for part in PARTS:
                chosen = [mine[s.passage][1] for s in made.parts[part].sentences]
                fit = [row for row in chosen if row["says"] in SAYS[part]]
                counted[part, "chosen"] += len(chosen)
                counted[part, "kept"] += sum(row["kept"] == "1" for row in fit)
                counted[part, "right"] += sum(row["alone"] == row["topical"] == "1" for row in fit)
    print("\npart: chosen, kept by the reader, at least right")
    for part in PARTS:
        n = counted[part, "chosen"]
        print(f"  {part:10} {n} {counted[part, 'kept'] / n:.3f} {counted[part, 'right'] / n:.3f}")
    n = sum(counted[part, "chosen"] for part in PARTS)
    kept, right = (sum(counted[part, x] for part in PARTS) / n for x in ("kept", "right"))
    print(f"  all        {n} {kept:.3f} {right:.3f}")
    assert kept >= FLOORS["kept"]
    assert right >= FLOORS["right"]


def candidate(loaded, doc, row):
    """The sentence as a brief would find it; None if its passage no longer carries the variable."""
    whole = Passage(digest(row["id"], row["start"], row["variable"]), "v", "d", 0, 0, len(doc.text))
    tags = {tag.variable: tag for tag in loaded.tagger.tag(doc, [whole])}
    tag = tags.get(VARIABLES[row["variable"]])
    return tag and Candidate(
        passage=whole.id,
        document=row["id"],
        voice=f"{row['corpus']} {int(digest(row['id'])[:8], 16) % VOICES}",
        text=row["text"],
        start=0,
        kind=tag.kind,
        theme=tag.theme,
        trend_type=tag.trend_type,
        probability=tag.probability,
        day=DAY,
        spans=(),
    )
