"""How many of the candidate terms that were judged blind, and are still made, a reader would keep.

Four draws read without knowing what came from where, each the 200 most frequent units of an
archive, 200 others of three documents or more, 100 raw runs of words, with a verdict for a
foresight reader and its reason. `candidates.csv`, by one reader, guided the rules of that time:
what it kept must still be made. Three come from the ten collections of the domain, each by the
majority of three readers of its own: `candidates_domain.csv` guided the rules of paths and
templates, `candidates_domain_2.csv` two of them, and seven lines of the two were examples for
those who read words; `candidates_domain_3.csv`, drawn after all that, guided nothing.
"""

import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from nlp.passages import split
from tests.night_fixture import loaded

pytestmark = pytest.mark.quality

HERE = Path(__file__).parent
DRAWS = ["candidates_domain", "candidates_domain_2", "candidates_domain_3"]
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))["candidates"]


def still_made(row):
    """Whether the reader still makes this unit of a sentence that holds the words."""
    text = f"Il est question de {row['text']} dans ce dossier."
    models = loaded()
    found = models.mentions(models.nlp(text), split("d", "v", text, ()))
    return row["unit"] in {m.unit for m in found}


def read(name):
    """The lines of a draw that are still made; prints them by draw."""
    with (HERE / "cases" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = [row for row in rows if still_made(row)]
    print(f"\n{name}: {len(rows)} judged, {len(found)} still made")
    for draw in ("frequent", "random", "raw"):
        of = Counter(row["draw"] for row in rows)[draw]
        mine = Counter(row["verdict"] for row in found if row["draw"] == draw)
        print(f"  {draw:9} judged {of:4}  made {mine.total():4}  kept {mine['keep']:4}")
    return found


@pytest.fixture(scope="module")
def made():
    return read("candidates")


@pytest.fixture(scope="module", params=DRAWS)
def fresh(request):
    """The lines of a draw from the archive of the domain, and its floors."""
    return read(request.param), FLOORS[request.param]


def share_kept(rows):
    return sum(row["verdict"] == "keep" for row in rows) / len(rows)


def test_most_candidates_are_worth_reading(made):
    ours = [row for row in made if row["draw"] != "raw"]
    assert share_kept(ours) >= FLOORS["kept"]


def test_most_of_what_was_worth_reading_is_still_made(made):
    kept = [row for row in made if row["draw"] != "raw" and row["verdict"] == "keep"]
    assert len(kept) >= FLOORS["still_made"]


def test_most_candidates_of_a_fresh_draw_are_worth_reading(fresh):
    rows, floors = fresh
    for draw in ("frequent", "random"):
        share = share_kept([row for row in rows if row["draw"] == draw])
        print(f"  {draw}: {share:.3f}")
        assert share >= floors[draw]
    together = share_kept([row for row in rows if row["draw"] != "raw"])
    print(f"  together: {together:.3f}")
    assert together >= floors["together"]


def test_no_frequent_candidate_is_a_name_a_date_or_mark_up(made, fresh):
    told = ("nom de personne", "date ou durée", "mot de page ou d’outil")
    assert [
        row["text"]
        for row in (*made, *fresh[0])
        if row["draw"] == "frequent" and row["reason"] in told
    ] == []
