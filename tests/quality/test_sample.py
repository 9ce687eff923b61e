"""What the detector makes of the planted truth, for the seeds that were never used to set it.

`make quality` prints the table; about a minute and a half on two cores.
"""

import tomllib
from pathlib import Path

import pytest

from flows import importing, truth
from flows.settings import Settings
from sample import stream
from tests.night_fixture import archive, loaded, night_of, record, rows
from warehouse.publish import Home

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["sample"]
SEEDS = (0, 1, 2, 3)


@pytest.fixture(scope="module", params=SEEDS)
def judged(request, tmp_path_factory):
    """The verdict on the stream of a seed, and on the same with its dates shuffled."""
    seed = request.param
    folder = tmp_path_factory.mktemp(f"seed-{seed}")
    told, _ = _verdict(folder / "real", seed, stream.items(seed))
    null, risen = _verdict(folder / "null", seed, stream.shuffled(stream.items(seed), seed))
    print("\n".join(_table(seed, told)))
    print(f"shuffled dates: {len(null.others)} candidate(s), {len(risen)} confirmed in 78 weeks")
    return told, risen


HEAD = (
    "thème / theme",
    "candidat",
    "signal faible",
    "fort / strong",
    "pic / peak",
    "avance / lead",
)


def _table(seed, told):
    """What was planted and what was said of it, a line a theme; leads in days before the peak."""
    lines = [f"\ngraine / seed {seed}", _line(HEAD)]
    for plant in told.plants:
        days = (plant.candidate_on, plant.confirmed_on, plant.strong, plant.peak)
        lead = (plant.peak - plant.candidate_on).days if plant.candidate_on else "–"
        lines.append(_line((plant.theme, *(day or "–" for day in days), lead)))
    for trap in told.traps:
        days = (trap.candidate_on, trap.confirmed_on)
        lines.append(_line((f"piège / trap {trap.theme}", *(day or "–" for day in days))))
    return [*lines, *(f"  autre / other: « {o.label} » {o.state} {o.week}" for o in told.others)]


def _line(cells):
    name, *rest = map(str, cells)
    return f"  {name:32}" + "".join(f"{cell:15}" for cell in rest)


def _verdict(folder, seed, items):
    """How the planted truth was told, and every signal ever confirmed."""
    settings = Settings(home=Home(folder), catalogue=_no_source(folder))
    known = stream.truth(seed)
    path = archive(folder / "sample.jsonl", [_record(item) for item in items])
    importing.run(settings, loaded(), [path], night_of(known.weeks), lambda line: None)
    confirmed = rows(settings, "SELECT label FROM signal WHERE confirmed_on IS NOT NULL")
    return truth.judge(settings.home, known, items), confirmed


def _no_source(folder):
    folder.mkdir(parents=True)
    path = folder / "sources.toml"
    path.write_text("", encoding="utf-8")
    return path


def _record(item):
    return record(item)


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
    assert len(judged[1]) <= FLOORS["null_confirmed"], judged[1]
