"""The generated stream through the code of the night: its counts, its mentions, its signals."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from nlp import evidence, surveillance
from nlp.confirm import SPAN
from nlp.evidence import Candidate
from nlp.scoring import PlantedUnit
from nlp.signals import Exposure, Floats, Ints, UnitStates
from nlp.surveillance import Counts
from nlp.tracking import Keys, Mentions, SignalWeek, Tracker
from sample.synthetic import Stream, weekly_counts
from veille import week_monday
from warehouse.signals import MOST, VOICES

from .judging import Run, Sighting

FIRST = 104_000  # number of the first week: any, late enough to be a date
MIX, UNMIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xF1DE83E19937733D)  # inverses modulo 2^64


@dataclass(frozen=True)
class Told:
    """The stream as the night counts it: copies left out, one mention a voice and day."""

    unit: Ints  # (R,) ordered by week
    week: Ints  # (R,) from FIRST on
    voice: Ints
    days: Floats
    documents: Floats  # (W,) a week


def told(stream: Stream) -> Told:
    """Count a stream."""
    kept = ~stream.copy[stream.mention_document]
    document, unit = stream.mention_document[kept], stream.mention_unit[kept]
    day, voice = stream.day[document], stream.voice[document]
    week = day // 7
    days = np.unique(((week * stream.n_units + unit) * stream.n_voices + voice) * 7 + day % 7)
    cells, n_days = np.unique(days // 7, return_counts=True)
    pairs = cells // stream.n_voices
    documents = np.bincount(stream.day[~stream.copy] // 7, minlength=stream.weeks)
    return Told(
        unit=pairs % stream.n_units,
        week=FIRST + pairs // stream.n_units,
        voice=cells % stream.n_voices,
        days=n_days.astype(np.float64),
        documents=documents.astype(np.float64),
    )


def keys_of(units: Ints) -> Keys:
    """Keys scattered as digests are: the night takes the first few thousand for a fair sample."""
    return units.astype(np.uint64) * MIX


def units_of(keys: Keys) -> Ints:
    """The units of these keys."""
    return (keys * UNMIX).astype(np.int64)


class StreamBook:
    """The mentions of a stream, by unit; a unit is its number, a document its own passage."""

    def __init__(self, stream: Stream) -> None:
        kept = np.flatnonzero(~stream.copy[stream.mention_document])
        order = kept[np.lexsort((stream.mention_document[kept], stream.mention_unit[kept]))]
        self._unit = stream.mention_unit[order]
        self._document = stream.mention_document[order]
        self._week = FIRST + stream.day[self._document] // 7
        self._stream = stream

    def lemmas(self, keys: Keys) -> dict[int, str]:
        """A name for each unit."""
        units = units_of(keys).tolist()
        return {key: name(unit) for key, unit in zip(keys.tolist(), units, strict=True)}

    def window(self, keys: Keys, week: int) -> Mentions:
        """The mentions of these units over the 12 weeks that end with this one."""
        spans = [self._rows(unit, week - SPAN + 1, week) for unit in units_of(keys).tolist()]
        rows = np.concatenate([np.zeros(0, np.int64), *spans])
        document = self._document[rows]
        return Mentions(
            key=keys_of(self._unit[rows]),
            week=self._week[rows],
            document=document,
            sentence=document,
            source_class=np.full(len(rows), -1),
            variables=np.ones(len(rows), np.int64),
            passage=[str(d) for d in document.tolist()],
            surface=[name(u) for u in self._unit[rows].tolist()],
        )

    def usual(self, week: int) -> Floats:
        """A stream has one variable, of which nothing is usual."""
        return np.zeros(1)

    def proofs(self, lead: int, units: Keys, week: int) -> list[int]:
        """The documents that prove a signal at a week, by the rules of passages."""
        leading, *said = (
            self._document[self._rows(unit, FIRST, week)]
            for unit in (lead, *units_of(units).tolist())
        )
        others = np.setdiff1d(np.concatenate([leading, *said]), leading)
        chosen = evidence.prove(self._candidates(leading, week), self._candidates(others, week))
        return [int(proof.passage) for proof in chosen]

    def _candidates(self, documents: Ints, week: int) -> list[Candidate]:
        """Those that `warehouse.signals.candidates` would give of these documents, in order."""
        days, voices = self._stream.day, self._stream.voice
        latest = documents[::-1]
        turns = np.argsort(_said_ago(voices[latest]), kind="stable")
        recent = latest[:MOST][days[latest[:MOST]] >= 7 * (week - FIRST - SPAN + 1)]
        kept = np.unique(np.concatenate([documents[:1], latest[turns[:VOICES]], recent]))
        sizes = np.bincount(voices[: np.searchsorted(days, 7 * (week - FIRST + 1))])
        dates = [week_monday(FIRST) + timedelta(days=day) for day in days[kept].tolist()]
        return [
            Candidate(str(k), str(k), "", day, str(voices[k]), int(sizes[voices[k]]))
            for k, day in zip(kept.tolist(), dates, strict=True)
        ]

    def _rows(self, unit: int, first: int, last: int) -> Ints:
        """The mentions of a unit from one week to another."""
        low, high = np.searchsorted(self._unit, [unit, unit + 1])
        start, end = np.searchsorted(self._week[low:high], [first, last + 1])
        return np.arange(low + start, low + end)


@dataclass(frozen=True)
class Played:
    """What the stream gave."""

    run: Run
    rows: list[SignalWeek]
    documents: dict[tuple[str, int], list[int]]  # of the last 12 weeks, by signal and week
    proofs: dict[tuple[str, int], list[int]]  # documents that prove the same, older ones too


def play(stream: Stream, setting: str, *, cold_weeks: int, documents: bool = False) -> Played:
    """Replay a stream week by week.

    Args:
        stream: what to replay.
        setting: one of nlp.states.SETTINGS.
        cold_weeks: weeks before which nothing is confirmed.
        documents: look up the documents and proofs of each signal and week, for `alerts.jsonl`.
    """
    counted = told(stream)
    keys, place = np.unique(keys_of(counted.unit), return_inverse=True)
    counts = Counts(
        keys=keys,
        states=UnitStates.empty(len(keys)),
        exposure=Exposure(FIRST, counted.documents),
        unit=place.astype(np.int64),
        week=counted.week,
        voice=counted.voice,
        days=counted.days,
        n_voices=stream.n_voices,
    )
    tracker = Tracker(setting=setting, cold_weeks=cold_weeks)
    book = StreamBook(stream)
    seen: list[Sighting] = []
    rows: list[SignalWeek] = []
    texts: dict[tuple[str, int], list[int]] = {}
    proofs: dict[tuple[str, int], list[int]] = {}
    for week in range(FIRST, FIRST + stream.weeks):
        for row in surveillance.advance(counts, tracker, book, week):
            units = np.array(sorted(tracker.signals[row.signal].units), np.uint64)
            rows.append(row)
            seen.append(_sighting(row, units))
            if documents and row.state != "bruit":
                held = book.window(units, week).document
                texts[row.signal, week] = np.unique(held).tolist()
                proofs[row.signal, week] = book.proofs(seen[-1].lead, units, week)
    weekly = replace(weekly_counts(stream), first_week=FIRST)
    weekly = replace(weekly, week=weekly.week + FIRST)
    return Played(Run(seen, weekly, FIRST + stream.eval_from), rows, texts, proofs)


def planted(stream: Stream) -> list[PlantedUnit]:
    """What was planted, in days of the calendar."""
    shift = 7 * FIRST
    return [
        replace(p, onset_day=p.onset_day + shift, strong_day=p.strong_day + shift)
        for p in stream.planted
    ]


def name(unit: int) -> str:
    """How a unit is called; it has no words."""
    return f"u{unit}"


def lines(played: Played) -> Iterator[dict[str, object]]:
    """The lines of `alerts.jsonl`; a document is its rank in the stream, and its own passage."""
    for row, seen in zip(played.rows, played.run.sightings, strict=True):
        if row.state == "bruit":
            continue
        where = (row.signal, row.week)
        yield {
            "week": week_monday(row.week).isoformat(),
            "signal": row.signal,
            "label": row.label,
            "variable": None,
            "units": [name(unit) for unit in seen.units],
            "state": row.state,
            "score": round(seen.score, 6),
            "documents": [f"d{document}" for document in played.documents.get(where, [])],
            "passages": [{"document": f"d{proof}"} for proof in played.proofs.get(where, [])],
            "contrary": [],  # documents without words deny nothing
        }


def _said_ago(voices: Ints) -> Ints:
    """How many times each of these voices, latest first, was heard since."""
    order = np.argsort(voices, kind="stable")
    ago = np.empty(len(voices), np.int64)
    ago[order] = np.arange(len(voices)) - np.searchsorted(voices[order], voices[order])
    return ago


def _sighting(row: SignalWeek, units: Keys) -> Sighting:
    lead = int(units_of(np.array([row.lead], np.uint64))[0])
    members = tuple(sorted(units_of(units).tolist())) or (lead,)
    score = sum(part.value for part in row.parts)
    return Sighting(row.week, row.signal, row.state, score, lead, members)
