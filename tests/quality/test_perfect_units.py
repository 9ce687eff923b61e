"""What the detector would tell of a topic if one unit held all that is said of it.

Each topic of `emergence_truth.csv` is counted by its own expression, as if the reading lost
nothing, then goes through the same evidence. What is not told before it is strong is then no
fault of the units: too little was said. Then what the best window in hindsight could tell, had
dates been shuffled. No text is understood: two minutes of a core.
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
def topics():
    """The topics asked for."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/data beside the checkout")
    asked = {tuple(line[:2]) for line in listed() if line[3] == "1"}
    with (SHARED / "gold" / "emergence_truth.csv").open(encoding="utf-8") as lines:
        return [r for r in csv.DictReader(lines) if (r["corpus"], r["topic_label"]) in asked]


@pytest.fixture(scope="module")
def best(topics):
    """The topics asked for, with the most evidence that they can give."""
    found = {(row["corpus"], row["topic_label"]): strongest(row) for row in topics}
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


SHUFFLES = 199  # so that the least chance is 0.005
SHORTEST_PAST = 8  # steps before one may be told
BEYOND_CHANCE = 0.05
CHANCES = (0.005, 0.01, 0.025, BEYOND_CHANCE, 0.1, 0.15)


def in_hindsight(said, documents):
    """The most that the last steps say against all before: any window, any step, in nats.

    The log-likelihood ratio of two Poisson rates, the best of all windows.
    """
    counted = np.concatenate([[0], np.cumsum(said)])
    heard = np.concatenate([[0], np.cumsum(documents)])
    best = 0.0
    for end in range(SHORTEST_PAST + 1, len(counted)):
        begun, total = np.arange(4, end), counted[end]
        if not total:
            continue
        inside, share = (total - counted[begun]) / total, 1 - heard[begun] / heard[end]
        rises = (inside > share) & (share > 0)
        q, p = inside[rises], share[rises]
        low = np.where(q < 1, (1 - q) * np.log(np.maximum(1 - q, 1e-300) / (1 - p)), 0.0)
        best = max(best, float((total * (q * np.log(q / p) + low)).max(initial=0.0)))
    return best


def chance(row, rng):
    """Share of shuffled pasts whose best window in hindsight is as strong as that of a topic."""
    plan, held, exposure = archive(row["corpus"])
    strong, over = first_day(row["strong_period"]), 0 if row["corpus"] in MONTHLY else 6
    steps = np.array([step for _, step, *_ in held]) - exposure.first
    ends = [plan.told(week_monday(exposure.first + k)) for k in range(len(exposure.documents))]
    past = max(k for k, end in enumerate(ends) if (strong - end).days > over) + 1
    expression = re.compile(row["regex"], re.IGNORECASE)
    found = np.array([expression.search(text) is not None for _, _, text, _ in held])
    steps, found, heard = steps[steps < past], found[steps < past], exposure.documents[:past]
    told = in_hindsight(np.bincount(steps[found], minlength=past), heard)
    null = (
        in_hindsight(np.bincount(steps[rng.permutation(found)], minlength=past), heard)
        for _ in range(SHUFFLES)
    )
    return (1 + sum(one >= told for one in null)) / (1 + SHUFFLES)


def test_what_is_not_told_could_hardly_be_by_a_scan_of_all_windows(topics):
    """A topic that is as strong on shuffled dates is told early by chance, by such a test.

    One test of one topic over its whole past: thousands of units are watched every week.
    """
    rng = np.random.default_rng(0)
    chances = {(row["corpus"], row["topic_label"]): chance(row, rng) for row in topics}
    early = {tuple(line[:2]) for line in listed() if is_early(line)}
    for topic, p in sorted(chances.items(), key=lambda one: one[1]):
        print(f"{', '.join(topic)}: chance {p:.3f}{', told' if topic in early else ''}")
    for level in CHANCES:
        share = Share(sum(p <= level for p in chances.values()), len(chances))
        print(f"stronger than all but {level} of shuffled pasts: {shown(share)}")
    beyond = sum(p <= BEYOND_CHANCE for p in chances.values())
    assert len(early & chances.keys()) >= FLOORS["of_those_beyond_chance"] * beyond


def is_early(line):
    """Whether a topic of the list is told in a step that is over before it is strong."""
    over = 0 if line[0] in MONTHLY else 6
    return line[6] != "" and (date.fromisoformat(line[5]) - date.fromisoformat(line[6])).days > over
