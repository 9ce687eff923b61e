"""The nightly flow: the plain functions of `flows.night`, ordered and timed by Prefect."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.task_runners import ThreadPoolTaskRunner

from warehouse import publish

from . import models, night
from .night import In, Out
from .settings import Settings

THREADS = 4  # sources collected at once; the work is waiting for servers


@task(retries=0)
def one(function: Callable[[In], Out], item: In) -> Out:
    """One source, or one batch of documents. Its errors are values, so it is never retried."""
    return function(item)


def by_tasks(name: str, function: Callable[[In], Out], items: Sequence[In]) -> Iterator[Out]:
    """Apply the function to each item as a task: sources together, batches in turn.

    spaCy holds one core whatever the number of threads: batches one by one keep memory low.
    """
    named = one.with_options(task_run_name=name, persist_result=False)
    if name == "collecter":
        submitted = [named.submit(function, item) for item in items]
        return (future.result() for future in submitted)
    return (named.submit(function, item).result() for item in items)


# Typed by Prefect as a runner of concurrent futures, and wanted as one of any futures.
RUNNER: Any = ThreadPoolTaskRunner(max_workers=THREADS)


def ticking(start: datetime) -> Callable[[], datetime]:
    """A clock that starts at the instant the night is for: the ledger tells one story."""
    begun = monotonic()
    return lambda: start + timedelta(seconds=monotonic() - begun)


@flow(name="nightly", task_runner=RUNNER, persist_result=False)
def nightly(as_of: str | None = None) -> str:
    """Run a night: collect, understand, keep, publish.

    Args:
        as_of: ISO instant the night is for, now if not given.
    """
    settings = Settings.from_env()
    publish.check_free(settings.home)
    now = datetime.fromisoformat(as_of).astimezone(UTC) if as_of else datetime.now(UTC)
    done = night.run(
        settings,
        models.load(settings.spacy_model, settings.variables),
        now,
        ticking(now),
        sleep,
        each=by_tasks,
        say=get_run_logger().info,
    )
    return done.message
