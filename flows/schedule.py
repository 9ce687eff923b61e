"""Serve both flows with their clock: every night at 03:30, every Monday at 06:00, in Paris.

Between 02:00 and 03:00 one night a year does not exist: 03:30 always does.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import cast

from prefect import serve, settings
from prefect.client.orchestration import get_client
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

from veille import BadInput

from .nightly import nightly
from .weekly import weekly

ZONE = "Europe/Paris"
NIGHT, MONDAY = "30 3 * * *", "0 6 * * 1"


def serve_both(*, night: str = NIGHT, monday: str = MONDAY) -> None:
    """Serve the flows until interrupted. The arguments are cron lines, in Paris time."""
    both = (
        nightly.to_deployment(name="nuit", schedule=Cron(night, timezone=ZONE)),
        weekly.to_deployment(name="semaine", schedule=Cron(monday, timezone=ZONE)),
    )
    with _server():
        # Coroutines only inside an event loop, where nobody calls this.
        serve(*(cast(RunnerDeployment, deployment) for deployment in both), limit=1)


@contextmanager
def _server() -> Iterator[None]:
    """A Prefect server with a clock and a page: the temporary one of a single flow has neither."""
    host, port = settings.PREFECT_SERVER_API_HOST.value(), settings.PREFECT_SERVER_API_PORT.value()
    app = ["uvicorn", "--log-level", "warning", "--factory", "prefect.server.api.server:create_app"]
    command = [sys.executable, "-m", *app, "--host", host, "--port", str(port)]
    address = {settings.PREFECT_API_URL: f"http://{host}:{port}/api"}
    with subprocess.Popen(command) as process, settings.temporary_settings(address):
        try:
            while get_client(sync_client=True).api_healthcheck():
                if process.poll() is not None:
                    todo = "Libérer ce port, ou en donner un autre par PREFECT_SERVER_API_PORT"
                    raise BadInput("Serveur Prefect arrêté", where=f"port {port}", todo=todo)
                sleep(1)
            yield
        finally:
            process.terminate()
