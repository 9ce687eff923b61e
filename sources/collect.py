"""Collect a source, whatever its kind: the one place that knows which module reads what."""

from datetime import datetime

from . import feed, hal, listing
from .catalogue import Source
from .protocol import Fetch, Harvest, Known, Memory

_COLLECTORS = {"feed": feed.collect, "hal": hal.collect, "page": listing.collect}


def collect(
    source: Source, fetch: Fetch, now: datetime, known: Known, validators: Memory
) -> Harvest:
    """The documents of a source that are not known yet, and every URL tried with its outcome.

    known says whether a document id is kept already; validators gives, by URL, what the
    server said last time. Never raises a VeilleError: failures are rows.
    """
    return _COLLECTORS[source.kind](source, fetch, now, known, validators)
