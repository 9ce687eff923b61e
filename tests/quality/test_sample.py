"""What the detector makes of the planted truth, for the seeds that were never used to set it.

`make quality` prints the table; about a minute and a half on two cores.
"""

import tomllib
from pathlib import Path

import pytest

from flows import importing, truth
from flows.settings import Settings
from sample import stream
from tests.night_fixture import archive, loaded, night_of, record
from warehouse.publish import Home

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["sample"]
SEEDS = (0, 1, 2, 3)


@pytest.fixture(scope="module", params=SEEDS)
def judged(request, tmp_path_factory):
    """The verdict on the stream of a seed, and on the same with its dates shuffled."""
    seed = request.param
    folder = tmp_path_factory.mktemp(f"seed-{seed}")
    told = _verdict(folder / "real", seed, stream.items(seed))
    null = _verdict(folder / "null", seed, stream.shuffled(stream.items(seed), seed))
    print(f"\nseed {seed}")
    print("\n".join(f"  {line}" for line in told.lines()))
    for plant in told.plants:
        if plant.candidate_on:
            lead = (plant.peak - plant.candidate_on).days
            before = (plant.strong - plant.candidate_on).days
            print(f"  {plant.theme}: {lead} days before its peak, {before} before it is strong")
    print(f"  shuffled dates: {len(null.others)} candidate(s), {_confirmed(null)} confirmed")
    return told, null


def _verdict(folder, seed, items):
    settings = Settings(home=Home(folder), catalogue=_no_source(folder))
    known = stream.truth(seed)
    path = archive(folder / "sample.jsonl", [_record(item) for item in items])
    importing.run(settings, loaded(), [path], night_of(known.weeks), lambda line: None)
    return truth.judge(settings.home, known, items)


def _no_source(folder):
    folder.mkdir(parents=True)
    path = folder / "sources.toml"
    path.write_text("", encoding="utf-8")
    return path


def _record(item):
    return record(item)


def _confirmed(verdict):
    planted = [*verdict.plants, *verdict.traps]
    return sum(found.confirmed_on is not None for found in planted) + sum(
        other.state in truth.CONFIRMED for other in verdict.others
    )


def test_plants_are_candidates_before_their_peak(judged):
    assert sum(plant.early for plant in judged[0].plants) >= FLOORS["early"]


def test_plants_are_confirmed(judged):
    told = judged[0].plants
    assert sum(plant.confirmed_on is not None for plant in told) >= FLOORS["confirmed"]


def test_no_trap_is_confirmed(judged):
    trapped = [trap.theme for trap in judged[0].traps if trap.confirmed_on]
    assert len(trapped) <= FLOORS["trapped"], trapped


def test_few_alerts_answer_to_nothing(judged):
    assert len(judged[0].others) <= FLOORS["others"]


def test_nothing_is_confirmed_once_dates_are_shuffled(judged):
    assert _confirmed(judged[1]) <= FLOORS["null_confirmed"]
