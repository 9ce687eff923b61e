"""How many names of people the rules find: on our own sentences, and on OCR of the old press.

On two sets of sentences that were written apart from the rules, how many of them units hold.

Europeana Newspapers (CC0) is far from our texts: a rough figure. A name is right there when it
touches one of the gold names; on our sentences, when it is the same.
"""

import gzip
import re
import tomllib
from bisect import bisect_right
from pathlib import Path

import pytest

from flows import models
from flows.models import known_first_names, known_names
from nlp.passages import split
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
    names = known_names()
    lists = names.surnames, names.alone, names.words
    people = People(known_first_names(), names.places, *lists)
    found = people.find(text)
    assert re.search(r"\w", text)
    precision = touching(found, gold) / len(found)
    shown("europeana", precision, touching(gold, found) / len(gold), len(gold))


CASES = Path(__file__).resolve().parents[1] / "cases" / "people"


def judged_apart(name):
    """Part, text and names (start, end) of each sentence of a set that no rule was written from."""
    part = ""
    for line in (CASES / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            part = line[2:3]
            continue
        text, gold = "", []
        for piece in re.split(r"(\[[^]]*\])", line):
            if piece.startswith("["):
                gold.append((len(text), len(text) + len(piece) - 2))
            text += piece.strip("[]")
        yield part, text, gold


@pytest.mark.parametrize("name", ["hard", "press", "minutes", "notes"])
def test_hardly_a_unit_holds_a_name_of_people(name):
    loaded = models.load(None)
    counted = {"names": 0, "found": 0, "in a unit": 0, "invented": 0}
    halves = [[0, 0], [0, 0]]  # names, and those in a unit, of odd and of even lines
    eponyms = [0, 0]  # what is called after someone is a thing: told, not judged
    for n, (part, text, gold) in enumerate(judged_apart(name)):
        doc, passages = loaded.nlp(text), split("d", "v", text, ())
        named = loaded.finder.find(doc, passages)
        units = [(m.start, m.end) for m in loaded.mentions(doc, passages, named=named)]
        held = touching(gold, units)
        assert not any(named.is_person(*unit) for unit in units)  # who is told makes no unit
        if part == "E":
            eponyms = [eponyms[0] + len(gold), eponyms[1] + held]
            continue
        counted["names"] += len(gold)
        counted["found"] += touching(gold, named.silent)
        counted["in a unit"] += held
        counted["invented"] += 0 if gold else len(named.people)
        halves[n % 2] = [halves[n % 2][0] + len(gold), halves[n % 2][1] + held]
    print(f"\n{name}: {counted}; halves, names and held: {halves}; eponyms, held: {eponyms}")
    assert counted["found"] >= FLOORS[f"{name}_found"] * counted["names"]
    assert counted["in a unit"] <= FLOORS[f"{name}_in_units"] * counted["names"]
    assert counted["invented"] <= FLOORS[f"{name}_invented"]
