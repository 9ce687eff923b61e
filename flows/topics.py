"""The monthly fit of topics: read the passages, let nlp fit and name, keep ids that last."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from nlp import topics as model
from veille import day_in_paris, monday
from warehouse import topics as stored
from warehouse import weeks
from warehouse.database import Connection

MOST = 50_000  # passages a fit reads at the most: the latest ones (design, §4.2)


def due(db: Connection, now: datetime, *, imported: bool) -> date | None:
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


def refit(db: Connection, fit_on: date, *, imported: bool) -> tuple[int, int]:
    """Fit the topics up to a day (excluded) and store them. Passages read, topics found."""
    read = stored.passages(db, fit_on, MOST)
    passages = [passage for passage, _, _ in read]
    fitted = model.fit([text for _, text, _ in read])
    members: dict[int, list[int]] = defaultdict(list)
    for k, label in enumerate(fitted.labels):
        if label >= 0:
            members[int(label)].append(k)
    names = _names(db, passages, members)
    words = {k: list(fitted.words[k]) for k in sorted(members)}
    now = [
        model.TopicSketch(k, frozenset(passages[m] for m in members[k]), _ranked(said), fit_on)
        for k, said in words.items()
    ]
    # What this fit replaces goes first: ids must not tell how many imports an archive came in.
    stored.store(db, fit_on, _rows(fit_on, [], {}, {}, {}, {}, ""), imported=imported)
    ids = model.align(_before(db), now)
    rows = _rows(fit_on, read, members, words, names, ids, "import" if imported else "nuit")
    stored.store(db, fit_on, rows, imported=imported)
    return len(read), len(members)


def _before(db: Connection) -> list[model.TopicSketch]:
    """The topics of the latest fit, to be found again in this one."""
    fit_on = stored.last_fit(db)
    if fit_on is None:
        return []
    return [
        model.TopicSketch(k, frozenset(passages), _ranked(words), fit_on, topic_id)
        for k, (topic_id, words, passages) in enumerate(stored.sketches(db))
    ]


def _ranked(words: Sequence[str]) -> dict[str, float]:
    """Words by weight: the archive keeps their order, not their c-TF-IDF."""
    return {word: 1 / (rank + 1) for rank, word in enumerate(words)}


def _names(
    db: Connection, passages: Sequence[str], members: dict[int, list[int]]
) -> dict[int, str]:
    """A name for each topic: a phrase of its passages, as written there."""
    topic_of = {passages[m]: k for k, group in members.items() for m in group}
    inside: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    overall: Counter[str] = Counter()
    for passage, unit, surface in stored.surfaces(db, passages):
        overall[unit] += 1
        if passage in topic_of:
            inside[topic_of[passage]][unit].append(surface)
    return {k: model.name(inside[k], _outside(inside[k], overall)) for k in members}


def _outside(inside: dict[str, list[str]], overall: Counter[str]) -> dict[str, int]:
    return {unit: overall[unit] - len(forms) for unit, forms in inside.items()}


Rows = dict[str, list[tuple[Any, ...]]]


def _rows(
    fit_on: date,
    read: Sequence[tuple[str, str, list[str]]],
    members: dict[int, list[int]],
    words: dict[int, list[str]],
    names: dict[int, str],
    ids: dict[int, str],
    origin: str,
) -> Rows:
    rows: Rows = {"topic": [], "topic_variable": [], "passage_topic": []}
    for k, group in sorted(members.items()):
        topic = ids[k]
        label = names[k] or ", ".join(words[k][:3])
        rows["topic"].append((fit_on, topic, label, list(words[k]), len(group), origin))
        carried = Counter(variable for m in group for variable in read[m][2])
        for variable, n in sorted(carried.items()):
            rows["topic_variable"].append((fit_on, topic, variable, n / len(group)))
        rows["passage_topic"].extend((read[m][0], fit_on, topic) for m in group)
    return rows
