"""Serve both flows with their clock: every night at 03:30, every Monday at 06:00, in Paris.

Between 02:00 and 03:00 one night a year does not exist: 03:30 always does.
"""

from typing import cast

from prefect import serve
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

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
    # Coroutines only inside an event loop, where nobody calls this.
    serve(*(cast(RunnerDeployment, deployment) for deployment in both), limit=1)
