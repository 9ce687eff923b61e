"""What reports need from the published file, one typed method a need. It writes nothing.

Every method that takes a week or days looks no further than them: a past week reads the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import duckdb

from veille import PARIS, Decision, Passage

from . import database
from . import signals as stored
from .begun import UNFINISHED
from .rows import (
    ClassReached,
    EpochRow,
    LinkRow,
    Measures,
    Origin,
    PartRow,
    Proofread,
    RisingPair,
    RunRow,
    SignalRow,
    SourceHealth,
    StoredTag,
    TaggedPassage,
    TaggedText,
    Tally,
    TopicRow,
    VariableRow,
    WeekRow,
)

__all__ = [
    "Archive",
    "ClassReached",
    "EpochRow",
    "LinkRow",
    "Measures",
    "Origin",
    "PartRow",
    "Proofread",
    "RisingPair",
    "RunRow",
    "SignalRow",
    "SourceHealth",
    "StoredTag",
    "TaggedPassage",
    "TaggedText",
    "Tally",
    "TopicRow",
    "VariableRow",
    "WeekRow",
]

Row = TypeVar("Row")
# signal_id, passage_id, role, start and end of the mark, words that say the contrary
Spot = tuple[str, str, str, int, int, str | None]

_QUERIES = dict(database.scripts("queries"))
TEXTS_READ = 200  # held in memory together
PASSAGES_READ = 4_000  # of a variable and a period, surest first: what a brief chooses from


def week_end(week: date) -> datetime:
    """The instant a week ends for readers in France, in UTC."""
    monday = week + timedelta(days=7)
    return datetime(monday.year, monday.month, monday.day, tzinfo=PARIS).astimezone(UTC)


class Archive:
    """The published file, open for reading."""

    def __init__(self, db: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.db = db  # read-only, for the readers that take a connection
        self._path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """The archive kept in this file; use it in a `with` block, which closes it.

        Raises:
            WarehouseError: the file is missing, damaged, or held by another process; a damage, or
                what another version of Veille wrote otherwise, may only show within the block.
        """
        return cls(database.connect(path, read_only=True), path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.db.close()
        if isinstance(error, duckdb.Error) and (
            database.is_damage(error) or database.is_of_another_version(error)
        ):
            raise database.explained(error, self._path) from error

    def _dicts(self, sql: str, given: object = None) -> list[dict[str, Any]]:
        found = self.db.execute(sql, given)
        names = [column[0] for column in found.description]
        return [
            {name: _value(value) for name, value in zip(names, row, strict=True)}
            for row in found.fetchall()
        ]

    def _rows(self, kind: type[Row], sql: str, given: object = None) -> list[Row]:
        return [kind(**row) for row in self._dicts(sql, given)]

    def weeks(self) -> list[WeekRow]:
        """The committed weeks, oldest first."""
        return self._rows(WeekRow, _QUERIES["weeks"])

    def runs(self) -> list[RunRow]:
        """The ledger, oldest run first; those that published nothing are left out."""
        sql = "SELECT * FROM run WHERE NOT list_contains($1, outcome) ORDER BY as_of, run_id"
        return self._rows(RunRow, sql, [list(UNFINISHED)])

    def closing_run(self, week: date) -> RunRow | None:
        """The run that committed a week: the first after its end, else the last of all."""
        runs = self.runs()
        after = (run for run in runs if run.as_of >= week_end(week))
        return next(after, runs[-1] if runs else None)

    def signals(self, week: date, pinned: Iterable[str] = ()) -> list[SignalRow]:
        """The signals of a week, best score first; those that stayed noise are left out.

        Not those that someone pinned by then: extinct and no longer measured, they count nothing.
        """
        given = {"week": week, "pinned": list(pinned)}
        return [
            SignalRow(**row | {"now": _measures(row["now"]), "before": _before(row["before"])})
            for row in self._dicts(_QUERIES["signals"], given)
        ]

    def series(self, units: Iterable[int], week: date, n_weeks: int = 26) -> dict[int, list[int]]:
        """Mentions of each unit in each of the last weeks, the week given being the last."""
        series = {unit: [0] * n_weeks for unit in units}
        first = week - timedelta(weeks=n_weeks - 1)
        given = {"units": list(series), "first": first, "last": week}
        for row in self._dicts(_QUERIES["series"], given):
            series[row["unit_key"]][(row["week"] - first).days // 7] = int(row["n"])
        return series

    def score_parts(self, week: date) -> dict[str, list[PartRow]]:
        """The parts of the score of each signal of a week, weightiest first."""
        found = self._dicts(
            "SELECT signal_id, part, value, sentence FROM score_part WHERE week = ?"
            " ORDER BY signal_id, value DESC, part",
            [week],
        )
        return _grouped((row.pop("signal_id"), PartRow(**row)) for row in found)

    def wordings(self, signals: Sequence[str], week: date) -> dict[str, list[str]]:
        """How each signal is worded in the texts up to a week, most frequent first, title apart."""
        found = self._dicts(_QUERIES["wordings"], {"signals": list(signals), "week": week})
        return _grouped((row["signal_id"], row["wording"]) for row in found)

    def named(self, signals: Sequence[str], week: date) -> dict[str, list[tuple[str, str]]]:
        """Who and what each signal names (facet, wording) over twelve weeks, most named first."""
        found = self._dicts(_QUERIES["named"], {"signals": list(signals), "week": week})
        return _grouped((row["signal_id"], (row["facet"], row["wording"])) for row in found)

    def maturity(self, signals: Sequence[str], week: date) -> dict[str, list[ClassReached]]:
        """The classes of sources each signal has reached by the end of a week, first come first."""
        found = self._dicts(_QUERIES["maturity"], {"signals": list(signals), "week": week})
        return _grouped((row.pop("signal_id"), ClassReached(**row)) for row in found)

    def origins(self, signals: Sequence[str], week: date) -> dict[str, Origin]:
        """The first document of each signal, and what was said of it before it rose."""
        found = self._dicts(_QUERIES["origins"], {"signals": list(signals), "week": week})
        return {row.pop("signal_id"): Origin(**row) for row in found}

    def evidence(self, week: date) -> dict[str, list[Proofread]]:
        """The passages stored as evidence of each signal that week; none for an older week."""
        found = self.db.execute(
            "SELECT signal_id, passage_id, role, start_char, end_char, cue FROM evidence"
            " WHERE week = ? ORDER BY signal_id, rank",
            [week],
        )
        return self.proofread(found.fetchall())

    def proofread(self, spots: Sequence[Spot]) -> dict[str, list[Proofread]]:
        """These passages with their words, by signal, in the order given."""
        found = self._dicts(_QUERIES["passages"], [[spot[1] for spot in spots]])
        passages = {row["passage_id"]: row for row in found}
        return _grouped((spot[0], _proofread(passages[spot[1]], spot)) for spot in spots)

    def texts(self, versions: Iterable[str]) -> dict[str, str]:
        """The stored text of each version."""
        sql = "SELECT version_id, text FROM version WHERE version_id IN (SELECT unnest(?))"
        return dict(self.db.execute(sql, [sorted(set(versions))]).fetchall())

    def decisions(self) -> list[Decision]:
        """The decisions brought in by the last night, oldest first."""
        sql = (
            "SELECT decision_id AS id, * EXCLUDE decision_id FROM decision ORDER BY decided_at, id"
        )
        return self._rows(Decision, sql)

    def survivors(self, week: date) -> dict[str, str]:
        """The signal that answers at the end of a week for each one absorbed by then."""
        return stored.survivors(self.db, week)

    def open_epochs(self, week: date) -> list[EpochRow]:
        """The changes of the list of sources still open at the end of a week, largest first."""
        sql = (
            "SELECT coalesce(s.name, e.source_id) AS name, e.change, e.week, e.until, e.share,"
            " e.origin"
            " FROM source_epoch AS e LEFT JOIN source AS s USING (source_id)"
            " WHERE e.week <= $1 AND e.until > $1 ORDER BY e.share DESC, name"
        )
        return self._rows(EpochRow, sql, [week])

    def sources(self, as_of: datetime, instant: datetime | None = None) -> list[SourceHealth]:
        """How the sources were doing at an instant, as the run of `as_of` knew it, by name.

        No instant: at the end of the run.
        """
        given = [moment.replace(tzinfo=None) for moment in (as_of, instant or as_of)]
        return self._rows(SourceHealth, _QUERIES["sources"], given)

    def sources_then(self, week: date, run: RunRow | None) -> list[SourceHealth]:
        """How the sources were doing after a week, as the run that committed it tells it.

        The night that follows tells them at its own instant. An import, or a night that catches
        weeks up, knows what came next: it tells them at the end of the week.
        """
        if run is None:
            return []
        end = week_end(week)
        is_due = run.kind == "nuit" and run.as_of < end + timedelta(weeks=1)
        return self.sources(run.as_of, None if is_due else min(run.as_of, end))

    def variables(self) -> list[VariableRow]:
        """The key variables, in the order of the catalogue."""
        themes: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self._dicts("SELECT * FROM theme ORDER BY variable_id, theme_id"):
            themes[row["variable_id"]][row["theme_id"]] = row["label"]
        found = self._dicts("SELECT * EXCLUDE position FROM variable ORDER BY position")
        return [VariableRow(**row, themes=themes[row["variable_id"]]) for row in found]

    def passages(
        self, variable: str, first: date, last: date, at_most: int = PASSAGES_READ
    ) -> list[TaggedPassage]:
        """What was said of a variable between two days, both included, surest first."""
        given = {"variable": variable, "first": first, "last": last, "n": at_most}
        return self._rows(TaggedPassage, _QUERIES["tagged"], given)

    def tagged_texts(self, at_most: int | None) -> Iterator[TaggedText]:
        """The French texts with their passages and tags, in the order of their ids.

        Ids are digests: the first so many are drawn as at random, and always the same.
        """
        sql = "SELECT version_id FROM version WHERE language = 'fr' ORDER BY 1 LIMIT ?"
        ids = [row[0] for row in self.db.execute(sql, [at_most]).fetchall()]
        for first in range(0, len(ids), TEXTS_READ):
            yield from self._tagged_texts(ids[first : first + TEXTS_READ])

    def _tagged_texts(self, ids: Sequence[str]) -> Iterator[TaggedText]:
        passages = _grouped(
            (row["version_id"], Passage(**row)) for row in self._dicts(_QUERIES["cut"], [ids])
        )
        tags: dict[str, dict[tuple[str, str], StoredTag]] = defaultdict(dict)
        for row in self._dicts(_QUERIES["spans"], [ids]):
            spans = tuple((s["start"], s["end"], s["said"], s["weight"]) for s in row["spans"])
            tags[row["version_id"]][row["passage_id"], row["variable_id"]] = StoredTag(spans)
        texts = self.texts(ids)
        for id_ in ids:
            yield TaggedText(id_, texts[id_], tuple(passages.get(id_, ())), tags[id_])

    def analyses(self) -> tuple[int, set[str]]:
        """How many French texts there are, and which versions of the analysis read them."""
        sql = "SELECT count(*), list(DISTINCT analysis) FROM version WHERE language = 'fr'"
        n, found = self.db.execute(sql).fetchall()[0]
        return n, set(found or ())

    def tally(self, variable: str, first: date, last: date) -> Tally:
        """How much was said of a variable between two days, both included."""
        given = {"variable": variable, "first": first, "last": last}
        found = self._dicts(_QUERIES["tally"], given)
        named = {
            part: {r["name"]: r["n_passages"] for r in found if r["part"] == part and r["name"]}
            for part in ("theme", "class", "voice")
        }
        total = next(row for row in found if row["part"] == "all")
        counts = {name: total[name] for name in Tally.__slots__ if name.startswith("n_")}
        counts["stakes"] = dict(self.db.execute(_QUERIES["stakes"], given).fetchall())
        return Tally(**counts, themes=named["theme"], classes=named["class"], voices=named["voice"])

    def links(self, first: date, last: date) -> list[LinkRow]:
        """How each pair of variables meets between two days, against as many days before."""
        return self._rows(LinkRow, _QUERIES["links"], {"first": first, "last": last})

    def rising_pairs(self, week: date) -> list[RisingPair]:
        """The signals of two variables that rise together at a week, most documents first."""
        return self._rows(RisingPair, _QUERIES["rising_pairs"], [week])

    def topics(self) -> list[TopicRow]:
        """The topics of the latest fit, largest first."""
        return self._rows(TopicRow, _QUERIES["topics"])


def _value(value: object) -> object:
    """A value as Python likes it: instants with their zone, lists that nobody can change."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC)
    return tuple(map(_value, value)) if isinstance(value, list) else value


def _measures(row: Mapping[str, Any]) -> Measures:
    return Measures(**{name: row[name] for name in Measures.__slots__})


def _before(row: Mapping[str, Any]) -> Measures | None:
    return None if row["week"] is None else _measures(row)


def _grouped(pairs: Iterable[tuple[str, Row]]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for key, row in pairs:
        groups[key].append(row)
    return dict(groups)


def _proofread(row: Mapping[str, Any], spot: Spot) -> Proofread:
    _, _, role, start, end, cue = spot
    mark = row["text"][max(0, start - row["start"]) : max(0, end - row["start"])]
    return Proofread(**row, mark_start=start, mark_end=end, mark=mark, role=role, cue=cue)
