"""The demonstration plays the whole chain on this machine and says what it found."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from flows import demo, truth
from nlp.states import ALERTS, CONFIRMED
from sample import stream
from sample.server import serving
from tests import night_fixture as sample
from tests import warehouse_fixture as made
from tests.night_fixture import day_of, night_of, rows
from warehouse import judged
from warehouse.publish import Home

# Two weeks are played after the archive: one by plain functions, one by Prefect.
ARCHIVE_WEEKS, WEEKS = 66, 68


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A demonstration on one text in twelve, two weeks after the archive. What it made and said."""
    known, said = replace(sample.KNOWN, archive_weeks=ARCHIVE_WEEKS, weeks=WEEKS), []
    items, loaded = sample.items(0, WEEKS - 1, every=12), sample.loaded()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "truth", lambda seed: known)
        patch.setattr(stream, "items", lambda seed: items)
        patch.setattr(demo.models, "load", lambda *asked: loaded)
        home = tmp_path_factory.mktemp("demo") / "data"
        given = sample.Settings(home=Home(home))
        return demo.play(given, 0, said.append), said


def test_the_archive_is_imported_and_the_rest_is_collected(played):
    given = played[0].settings
    found = dict(rows(given, "SELECT origin, count(*) FROM document GROUP BY ALL"))
    items = sample.items(0, WEEKS - 1, every=12)
    past = sum(day_of(item) < sample.KNOWN.monday(ARCHIVE_WEEKS) for item in items)
    assert found == {"import": past, "collecte": len(items) - past}


def test_the_last_night_and_the_reports_are_those_of_the_last_week(played):
    given = played[0].settings
    runs = rows(given, "SELECT kind, as_of, outcome FROM v_run ORDER BY as_of, kind")
    nights = [night_of(week).replace(tzinfo=None) for week in (66, 67, 68)]
    assert runs == [("import", nights[0], "fait"), *(("nuit", n, "fait") for n in nights[1:])]
    assert rows(given, "SELECT max(week) FROM week") == [(sample.KNOWN.monday(WEEKS - 1),)]


def test_a_digest_and_a_brief_per_variable_are_written(played):
    names = sorted(path.name for path in played[0].reports)
    last = sample.KNOWN.monday(WEEKS - 1)
    variables = [v for (v,) in rows(played[0].settings, "SELECT variable_id FROM variable")]
    briefs = [f"brief-{v}-{last + timedelta(days=6)}.html" for v in sorted(variables)]
    assert names == [*briefs, f"digest-{last}.html", f"digest-{last}.txt"]
    assert all(path.stat().st_size > 500 for path in played[0].reports)


def test_the_end_says_what_to_read_and_to_try(played):
    told = "\n".join(demo.closing(played[0]))
    assert [path for path in played[0].reports if str(path) not in told] == []
    assert str(played[0].settings.home.published) in told
    assert told.count("  veille query ") == 3
    assert "Durée : " in told


def test_the_queries_it_proposes_answer(played):
    from flows import listing

    asked = [line for line in demo.closing(played[0]) if line.startswith("  veille query ")]
    for line in asked:
        sql = line.removeprefix("  veille query ").strip('"')
        assert listing.ask(played[0].settings, sql, as_json=False, csv=True)


def test_progress_is_told_stage_by_stage(played):
    _, said = played
    stages = [line.partition(" :")[0] for line in said if not line.startswith("  ")]
    assert stages == list(played[0].seconds)
    assert [line for line in said if line.startswith("  semaine 1/2, ")]


def test_the_summary_is_plain_data(played):
    told = json.loads(json.dumps(demo.summary(played[0]), default=str))
    assert set(told) == {"verdict", "reports", "database", "seconds"}
    assert [plant["theme"] for plant in told["verdict"]["plants"]] == [
        plant.theme for plant in sample.KNOWN.plants
    ]


def test_the_demonstration_works_in_a_folder_of_its_own(played, tmp_path):
    assert played[0].settings.home.folder.name == "demo"
    given = sample.Settings(home=Home(tmp_path))
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "old").touch()
    (tmp_path / "kept").touch()
    with serving([], night_of(52)) as server:
        demo._prepared(given, server)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["demo", "kept", "sources.toml"]


# What it says of the truth.


def found(**given):
    monday = sample.KNOWN.monday
    known = {"strong": monday(62), "peak": monday(66), "candidate_on": None, "confirmed_on": None}
    return truth.Found("pacte", "plant", **(known | given))


def test_a_plant_is_early_when_it_is_seen_before_its_peak():
    monday = sample.KNOWN.monday
    assert not found().early
    assert (found(candidate_on=monday(64)).early, found(candidate_on=monday(66)).early) == (
        True,
        False,
    )
    assert found(candidate_on=monday(61)).before_strong
    assert not found(candidate_on=monday(62)).before_strong


def test_the_verdict_tells_plants_traps_and_other_alerts_in_french():
    monday = sample.KNOWN.monday
    seen = found(candidate_on=monday(58), confirmed_on=monday(60))
    trap = truth.Found("panne", "event", None, None, None, None)
    caught = truth.Found("depeche", "wire", None, None, monday(63), monday(64))
    other = truth.Other("carnet", "social", monday(70), "candidat")
    told = truth.Verdict((seen, found()), (trap, caught), (other,)).lines()
    assert told[0].startswith("pacte : candidat le 16/02/2026 (avant son pic du 13/04/2026")
    assert told[1].startswith("pacte : jamais vu (pic le 13/04/2026, fort le ")
    assert told[2:4] == [
        "piège panne (événement) : silencieux",
        "PIÈGE depeche (dépêche) : signal faible le 30/03/2026",
    ]
    assert told[4:] == [
        "Autres alertes sur 26 semaines : 1",
        "  « carnet » (candidat, 11/05/2026, social)",
    ]


def test_every_trap_of_the_sample_has_a_nature_in_french():
    assert {trap.nature for trap in sample.KNOWN.traps} <= set(truth.NATURES)


@pytest.mark.slow
def test_the_whole_demonstration_finds_what_was_planted(tmp_path):
    environment = os.environ | {"VEILLE_HOME": str(tmp_path), "PREFECT_HOME": str(tmp_path / "p")}
    done = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", "demo", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    verdict = told["verdict"]
    assert sum(plant["early"] for plant in verdict["plants"]) >= 3
    assert [trap["theme"] for trap in verdict["traps"] if trap["confirmed_on"]] == []
    assert len(verdict["others"]) <= 2
    assert len(told["reports"]) == 6
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("weeks_ago", "was_told"), [(3, False), (2, True)])
def test_an_alert_told_the_week_before_is_no_new_alert(tmp_path, weeks_ago, was_told):
    # « guichet conversationnel » is a candidate three weeks running, the first three weeks ago.
    since = made.WEEK - timedelta(weeks=weeks_ago)
    home = made.build(tmp_path)
    lives = {life.label: life for life in judged.lives(home.published, ALERTS, CONFIRMED, since)}
    assert lives["guichet conversationnel"].alert_on == since
    assert lives["guichet conversationnel"].was_told is was_told
