"""The schedule serves both flows, and its clock fires them."""

import contextlib
import os
import subprocess
import sys
import time

import pytest

from sample.server import serving
from tests.night_fixture import items, night_of, rows, settings

WAIT_S = 240  # a server, a minute of cron and a night, on a loaded machine


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
