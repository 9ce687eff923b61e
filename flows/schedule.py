"""Serve both flows with their clock: every night at 03:30, every Monday at 06:00, in Paris.

Between 02:00 and 03:00 one night a year does not exist: 03:30 always does.
"""

from prefect import serve
from prefect.client.schemas.schedules import CronSchedule

from .nightly import nightly
from .weekly import weekly

ZONE = "Europe/Paris"
NIGHT, MONDAY = "30 3 * * *", "0 6 * * 1"


def serve_both(*, night: str = NIGHT, monday: str = MONDAY) -> None:
    """Serve the flows until interrupted. The arguments are cron lines, in Paris time."""
    serve(
        nightly.to_deployment(name="nuit", schedule=CronSchedule(cron=night, timezone=ZONE)),
        weekly.to_deployment(name="semaine", schedule=CronSchedule(cron=monday, timezone=ZONE)),
        limit=1,
    )
