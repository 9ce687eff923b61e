"""The monthly fit of topics: read the passages, let nlp fit and name, keep ids that last."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from flows.models import known_people
from nlp import topics as model
from veille import day_in_paris, monday
from warehouse import topics as stored
from warehouse import weeks
from warehouse.database import Connection

Members = dict[int, list[int]]  # topic -> places of its passages
Rows = dict[str, list[tuple[Any, ...]]]

MOST = 50_000  # passages a fit reads at the most: the latest ones (design, §4.2)


@dataclass(frozen=True, slots=True)
class Refitted:
    """What a fit did."""

    n_passages: int
    n_topics: int
    message: str  # what became of the topics, for the ledger


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


def refit(db: Connection, fit_on: date, *, imported: bool) -> Refitted:
    """Fit the topics up to a day (excluded) and store them, those of the fit before carried on."""
    # What this fit replaces goes first: ids must not tell how many imports an archive came in.
    stored.forget(db, fit_on, imported=imported)
    before = stored.last_fit(db, fit_on)
    known = stored.known(db, before) if before else []
    read = stored.passages(db, fit_on, MOST)
    place = {row[0]: k for k, row in enumerate(read)}
    past = [
        model.Past(id_, since, sorted(place[p] for p in passages if p in place), words)
        for id_, since, _, words, passages in known
    ]
    # An import may bring what is older than the fit before, which had not read it.
    fresh = [imported or before is None or day >= before for *_, day in read]
    texts = [row[1] for row in read]
    fitted = model.fit(texts, past, np.array(fresh, dtype=np.bool_), people=known_people())
    labels = {id_: label for id_, _, label, _, _ in known}
    stored.store(db, _rows(db, fit_on, read, fitted, labels, "import" if imported else "nuit"))
    relations = Counter(edge.relation for edge in fitted.carried.edges)
    return Refitted(len(read), fitted.n_topics, _said(relations, fitted.carried.refused))


def _said(relations: Counter[str], refused: Sequence[str]) -> str:
    """What became of the topics, for the ledger."""
    told = (
        ("suite", "suivis"),
        ("naissance", "nés"),
        ("scission", "issus d’une scission"),
        ("fusion", "absorbés"),
        ("fin", "clos"),
    )
    said = [f"{relations[key]} {words}" for key, words in told if relations[key]]
    if refused:
        costs = ", ".join(f"{what} ({n})" for what, n in sorted(Counter(refused).items()))
        said.append(f"refusés, car trop d’identifiants ou de passages changeraient : {costs}")
    return ", ".join(said)


def _names(
    db: Connection,
    passages: Sequence[str],
    members: Members,
    fitted: model.Fitted,
    before: Mapping[str, str],
) -> dict[int, str]:
    """A name for each topic, its own: words of one of its passages, as written there."""
    topic_of = {passages[m]: k for k, group in members.items() for m in group}
    inside: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    overall: Counter[str] = Counter()
    for passage, unit, surface in stored.surfaces(db, passages):
        overall[unit] += 1
        if passage in topic_of and " ".join(surface.split()) == surface:
            inside[topic_of[passage]][unit].append(surface)
    names: dict[int, str] = {}
    for k in sorted(members, key=lambda k: (-len(members[k]), k)):
        taken = set(names.values())
        outside = {unit: overall[unit] - len(forms) for unit, forms in inside[k].items()}
        had = before.get(fitted.carried.ids[k], "")
        free = [said for said in fitted.words[k] if said not in taken]
        names[k] = model.name(inside[k], outside, had, taken) or (free or list(fitted.words[k]))[0]
    return names


def _rows(
    db: Connection,
    fit_on: date,
    read: Sequence[tuple[str, str, list[str], date]],
    fitted: model.Fitted,
    labels: Mapping[str, str],
    origin: str,
) -> Rows:
    members: Members = defaultdict(list)
    for m, label in enumerate(fitted.labels.tolist()):
        if label >= 0:
            members[label].append(m)
    passages = [row[0] for row in read]
    ids = {
        k: fitted.carried.ids[k] or model.new_id(fit_on, k, [passages[m] for m in group])
        for k, group in members.items()
    }
    names = _names(db, passages, members, fitted, labels)
    rows: Rows = {"topic": [], "topic_variable": [], "passage_topic": []}
    for k, group in sorted(members.items()):
        words = list(fitted.words[k])
        rows["topic"].append((fit_on, ids[k], names[k], words, len(group), origin))
        carried = Counter(variable for m in group for variable in read[m][2])
        for variable, n in sorted(carried.items()):
            rows["topic_variable"].append((fit_on, ids[k], variable, n / len(group)))
        rows["passage_topic"].extend((passages[m], fit_on, ids[k]) for m in group)
    rows["topic_lineage"] = [
        (fit_on, ids.get(edge.topic, edge.parent), edge.relation, edge.parent, edge.share)
        for edge in fitted.carried.edges
    ]
    return rows
