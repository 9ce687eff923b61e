"""How many names of people the rules find: on our own sentences, and on OCR of the old press.

Europeana Newspapers (CC0) is far from our texts: a rough figure. A name is right there when it
touches one of the gold names; on our sentences, when it is the same.
"""

import gzip
import re
import tomllib
from bisect import bisect_right
from pathlib import Path

import pytest

from flows.models import known_first_names
from nlp.people import People
from tests.test_people import judged

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["people"]


def pressed(lines):
    """The text of a file of tokens and its names of people, marks glued to the word before."""
    text, gold, inside = "", [], False
    for line in lines:
        token, _, label = line.rstrip("\n").rpartition(" ")
        gap = "" if token in {".", ","} else " "
        start = len(text) + len(gap)
        text += gap + token
        if label.endswith("PER"):
            gold = [*gold[:-1], (gold[-1][0], len(text))] if inside else [*gold, (start, len(text))]
        inside = label.endswith("PER")
    return text, gold


def touching(some, others):
    """How many of these spans touch one of the others, which are in order and apart."""
    around = ((s, others[max(0, bisect_right(others, s) - 1) :][:3]) for s in some)
    return sum(any(a < s[1] and s[0] < b for a, b in near) for s, near in around)


def shown(name, precision, recall, n):
    print(f"{name:<12} {n:5} names  precision {precision:.3f}  recall {recall:.3f}")
    assert precision >= FLOORS[f"{name}_precision"]
    assert recall >= FLOORS[f"{name}_recall"]


def test_on_our_own_sentences():
    right, found, expected = judged()
    shown("own", right / found, right / expected, expected)


def test_on_the_old_press(shared_data):
    path = shared_data / "fixtures" / "ner" / "europeana-fr-bnf.bio.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        text, gold = pressed(file)
    found = People(known_first_names(), frozenset()).find(text)
    assert re.search(r"\w", text)
    precision = touching(found, gold) / len(found)
    shown("europeana", precision, touching(gold, found) / len(gold), len(gold))
