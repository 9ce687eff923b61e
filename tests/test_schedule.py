"""Prefect orders the flows and adds nothing to them; the schedule fires them on its clock."""

import contextlib
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows import night
from flows.settings import quiet_prefect
from sample.server import serving
from tests.night_fixture import KNOWN, changed, items, night_of, play, rows, settings, sums
from veille import Locked
from warehouse import publish

quiet_prefect()  # before Prefect is imported
FIRST = night_of(60)
WAIT_S = 240  # a server, a minute of cron and a night, on a loaded machine


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """One night by plain functions and one by the real flow, on the same sources."""
    with serving(items(58, 59, every=6), FIRST) as server:
        homes = [tmp_path_factory.mktemp(name) / "home" for name in ("plain", "flow")]
        plain, flowed = (settings(home, server.catalogue()) for home in homes)
        play(plain, FIRST)
        with flowed.exported():
            from flows.nightly import nightly

            message = nightly(FIRST.isoformat())
    return plain, flowed, message


def test_the_flow_of_the_night_is_found_in_the_ledger(nights):
    _, flowed, message = nights
    sql = "SELECT kind, as_of, outcome, message, n_documents FROM v_run"
    texts = rows(flowed, "SELECT count(*) FROM document")[0][0]
    assert message == f"{texts}\u00a0textes nouveaux de 10\u00a0sources"
    assert rows(flowed, sql) == [("nuit", FIRST.replace(tzinfo=None), "fait", message, texts)]


def test_tasks_in_threads_give_the_tables_of_plain_functions(nights):
    plain, flowed, _ = nights
    assert changed(sums(plain, ledger=True), sums(flowed, ledger=True)) == []


def test_the_weekly_flow_writes_the_digest_and_a_brief_per_variable(nights):
    with nights[1].exported():
        from flows.weekly import weekly

        written = weekly()
    names = [Path(path).name for path in written]
    week = KNOWN.monday(59)
    assert names[:2] == [f"digest-{week}.html", f"digest-{week}.txt"]
    assert [name.partition("-")[0] for name in names[2:]] == ["brief"] * 4
    assert all(Path(path).stat().st_size > 0 for path in written)


def test_an_error_of_the_night_keeps_its_kind_through_prefect(nights):
    with nights[1].exported(), publish.locked(nights[1].home):
        from flows.nightly import nightly

        with pytest.raises(Locked, match="déjà en cours"):
            nightly(FIRST.isoformat())


def test_a_scheduled_night_that_must_wait_loads_no_model(nights, monkeypatch):
    from flows import nightly

    monkeypatch.setattr(nightly.models, "load", lambda *given: pytest.fail("loaded"))
    with nights[1].exported(), publish.locked(nights[1].home), pytest.raises(Locked):
        nightly.nightly.fn(FIRST.isoformat())


def test_a_night_without_an_instant_is_for_now(nights, monkeypatch):
    asked = []
    with nights[1].exported():
        from flows import nightly

        def noted(settings, models, now, clock, *rest, **named):
            asked.append((now, clock()))
            return night.Night("", 0, 0, "noté")

        monkeypatch.setattr(nightly.night, "run", noted)
        assert nightly.nightly() == "noté"
    ((now, ticked),) = asked
    assert timedelta(0) <= ticked - now < timedelta(seconds=10)
    assert timedelta(0) <= datetime.now(UTC) - now < timedelta(minutes=2)


def test_the_clock_of_the_schedule_is_one_that_paris_always_has():
    from flows import schedule

    assert (schedule.NIGHT, schedule.MONDAY, schedule.ZONE) == (
        "30 3 * * *",
        "0 6 * * 1",
        "Europe/Paris",
    )


@pytest.mark.slow
def test_the_night_fires_on_its_cron_and_is_in_the_ledger(tmp_path):
    with serving(items(59, 59), night_of(60)) as server:
        given = settings(tmp_path / "home", server.catalogue())
        environment = os.environ | {
            "VEILLE_HOME": str(given.home.folder),
            "VEILLE_SOURCES": str(given.catalogue),
            "VEILLE_ALLOW": "127.0.0.1",
            "VEILLE_PACE_S": "0",
            "PREFECT_HOME": str(tmp_path / "prefect"),
            "PREFECT_SERVER_API_PORT": "47909",
        }
        serve = "from flows.settings import quiet_prefect; quiet_prefect();"
        serve += "from flows.schedule import serve_both; serve_both(night='* * * * *')"
        process = subprocess.Popen([sys.executable, "-c", serve], env=environment)
        try:
            assert _waited(given, time.monotonic() + WAIT_S), "no run within the time allowed"
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
            process.kill()
            process.wait()
    assert rows(given, "SELECT kind, outcome FROM v_run")[0] == ("nuit", "fait")


def _waited(given, deadline):
    while time.monotonic() < deadline:
        if given.home.published.exists():
            return True
        time.sleep(1)
    return False
