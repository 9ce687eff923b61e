"""The weekly flow: the digest of the last committed week, and a brief per variable."""

from datetime import date

from prefect import flow, get_run_logger

from . import proofs, reporting
from .settings import Settings


@flow(name="weekly", persist_result=False)
def weekly(week: str | None = None) -> list[str]:
    """Write the digest and the briefs of a week.

    Args:
        week: Monday of the week (ISO), the last committed one if not given.
    """
    monday = date.fromisoformat(week) if week else None
    settings = Settings.from_env()
    written = reporting.weekly_reports(
        settings.home, monday, evidence=proofs.choose, history_weeks=settings.history_weeks
    )
    for path in written:
        get_run_logger().info("Écrit : %s", path)
    return [str(path) for path in written]
