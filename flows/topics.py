"""The monthly fit of topics: read the passages, let nlp fit and name, keep ids that last."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import duckdb

from nlp import topics as model
from veille import day_in_paris, monday
from warehouse import topics as stored
from warehouse import weeks

MOST = 50_000  # passages a fit reads at the most: the latest ones (design, §4.2)


def due(db: duckdb.DuckDBPyConnection, now: datetime, *, imported: bool) -> date | None:
    """The day up to which topics must be fitted now, None if they are fresh.

    A night fits once a month, up to the first day of the month. An import fits once, up to the
    end of the archive.
    """
    held = weeks.span(db)
    if held is None:
        return None
    if imported:
        return monday(held[1]) + timedelta(days=7)
    month = day_in_paris(now).replace(day=1)
    last = stored.last_fit(db)
    return month if last is None or last < month else None


def refit(db: duckdb.DuckDBPyConnection, fit_on: date, *, imported: bool) -> tuple[int, int]:
    """Fit the topics up to a day (excluded) and store them. Passages read, topics found."""
    read = stored.passages(db, fit_on, MOST)
    passages = [passage for passage, _, _ in read]
    fitted = model.fit([text for _, text, _ in read])
    members: dict[int, list[int]] = defaultdict(list)
    for k, label in enumerate(fitted.labels):
        if label >= 0:
            members[int(label)].append(k)
    names = _names(db, passages, members)
    before = [model.TopicSketch(*row) for row in stored.sketches(db)]
    now = {
        k: model.TopicSketch(str(k), list(fitted.words[k]), [passages[m] for m in members[k]])
        for k in sorted(members)
    }
    ids = model.align(before, list(now.values()), fit_on)
    rows = _rows(fit_on, read, members, fitted.words, names, ids, "import" if imported else "nuit")
    stored.store(db, fit_on, rows, imported=imported)
    return len(read), len(members)


def _names(
    db: duckdb.DuckDBPyConnection, passages: Sequence[str], members: dict[int, list[int]]
) -> dict[int, str]:
    """A name for each topic: a phrase of its passages, as written there."""
    topic_of = {passages[m]: k for k, group in members.items() for m in group}
    inside: dict[int, Counter[str]] = defaultdict(Counter)
    overall: Counter[str] = Counter()
    for passage, _, surface in stored.surfaces(db, passages):
        overall[surface] += 1
        if passage in topic_of:
            inside[topic_of[passage]][surface] += 1
    return {k: model.name(inside[k], overall) for k in members}


Rows = dict[str, list[tuple[object, ...]]]


def _rows(
    fit_on: date,
    read: Sequence[tuple[str, str, list[str]]],
    members: dict[int, list[int]],
    words: dict[int, Sequence[str]],
    names: dict[int, str],
    ids: dict[str, str],
    origin: str,
) -> Rows:
    rows: Rows = {"topic": [], "topic_variable": [], "passage_topic": []}
    for k, group in sorted(members.items()):
        topic = ids[str(k)]
        label = names[k] or ", ".join(words[k][:3])
        rows["topic"].append((fit_on, topic, label, list(words[k]), len(group), origin))
        carried = Counter(variable for m in group for variable in read[m][2])
        for variable, n in sorted(carried.items()):
            rows["topic_variable"].append((fit_on, topic, variable, n / len(group)))
        rows["passage_topic"].extend((read[m][0], fit_on, topic) for m in group)
    return rows
