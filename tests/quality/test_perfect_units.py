"""What the detector would tell of a topic if one unit held all that is said of it.

Each topic of `emergence_truth.csv` is counted by its own expression, as if the reading lost
nothing, then goes through the same evidence. What is not told before it is strong is then no
fault of the units: too little was said. No text is understood: a minute of one core.
"""

import csv
import re
import tomllib
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from flows.backtest import Plan
from nlp import signals
from nlp.scoring import Share
from nlp.signals import Exposure, Seen, UnitStates
from tests.conftest import SHARED
from tests.quality.test_archives import MONTHLY, day_of, first_day, listed, records, shown
from veille import monday, week_monday, week_number

pytestmark = [pytest.mark.quality, pytest.mark.shared]

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["emergence"]
BARS = (4.0, 5.0, signals.LEAST, 7.0, 8.0)  # nats


@cache
def archive(corpus):
    """Day, step, text and voice of each record; documents by step."""
    plan = Plan(Path(), step="month" if corpus in MONTHLY else "week")
    held = [
        (day_of(r), week_number(monday(plan.counted(day_of(r)))),
         f"{r.get('title', '')} {r['text']}", r.get("voice") or r["source"])
        for r in records(corpus)
    ]  # fmt: skip
    first = min(step for _, step, *_ in held)
    documents = np.bincount([step - first for _, step, *_ in held]).astype(float)
    return plan, held, Exposure(first, documents, plan.rhythm)


def evidence(corpus, expression):
    """Nats at the end of each step, told by its Monday, of all that the expression finds."""
    plan, held, exposure = archive(corpus)
    said = defaultdict(set)
    for day, step, text, voice in held:
        if expression.search(text):
            said[step].add((voice, day))
    states = UnitStates.empty(1)
    for step in range(exposure.first, exposure.first + len(exposure.documents)):
        leaves = signals.leaving_week(step, exposure)
        signals.advance(states, step, seen(said[step]), seen(said[leaves]), exposure)
        nats = signals.evidence_at(states, np.array([0]), step, exposure)[0]
        yield plan.told(week_monday(step)), float(nats)


def seen(mentions):
    """One unit, said in so many days of a voice."""
    return Seen(
        np.zeros(min(len(mentions), 1), np.int64),
        np.full(min(len(mentions), 1), len(mentions), float),
    )


def strongest(row):
    """The most evidence of a topic at the end of a step that is over before it is strong."""
    strong, corpus = first_day(row["strong_period"]), row["corpus"]
    over = 0 if corpus in MONTHLY else 6
    found = evidence(corpus, re.compile(row["regex"], re.IGNORECASE))
    return max((nats for week, nats in found if (strong - week).days > over), default=0.0)


@pytest.fixture(scope="module")
def best():
    """The topics asked for, with the most evidence that they can give."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/data beside the checkout")
    asked = {tuple(line[:2]) for line in listed() if line[3] == "1"}
    with (SHARED / "gold" / "emergence_truth.csv").open(encoding="utf-8") as lines:
        rows = [r for r in csv.DictReader(lines) if (r["corpus"], r["topic_label"]) in asked]
    found = {(row["corpus"], row["topic_label"]): strongest(row) for row in rows}
    print()
    for (corpus, topic), nats in found.items():
        print(f"{corpus}, {topic}: at most {nats:.1f} nats before it is strong")
    for bar in BARS:
        told = sum(nats >= bar for nats in found.values())
        print(f"a bar of {bar:.0f} nats: {shown(Share(told, len(found)))}")
    return found


def test_units_lose_little_of_what_could_be_told(best):
    could = sum(nats >= signals.LEAST for nats in best.values())
    told = sum(is_early(line) for line in listed() if line[3] == "1")
    print(f"told as it is read: {told}; with units that lose nothing: {could}")
    assert told >= FLOORS["of_perfect_units"] * could


def is_early(line):
    """Whether a topic of the list is told in a step that is over before it is strong."""
    over = 0 if line[0] in MONTHLY else 6
    return line[6] != "" and (date.fromisoformat(line[5]) - date.fromisoformat(line[6])).days > over
