"""The evidence of signals at a week: reads the candidates, lets nlp choose, gives rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import duckdb

from nlp import evidence
from nlp.evidence import Candidate
from warehouse import signals as stored
from warehouse.read import Archive, Proofread

Row = tuple[str, date, int, str, str, int, int]


def rows(db: duckdb.DuckDBPyConnection, week: date, signal_ids: Sequence[str]) -> list[Row]:
    """Rows of table evidence: signal, week, rank, passage, role, start and end of the motif."""
    sizes = stored.voice_sizes(db, week)
    found: dict[str, list[Candidate]] = defaultdict(list)
    marks: dict[tuple[str, str], tuple[int, int]] = {}
    for signal, passage, document, day, voice, text, start, end in stored.candidates(
        db, week, signal_ids
    ):
        found[signal].append(Candidate(passage, document, text, day, voice, sizes[voice]))
        marks[signal, passage] = (start, end)
    return [
        (signal, week, rank, kept.passage, kept.role, *marks[signal, kept.passage])
        for signal in sorted(found)
        for rank, kept in enumerate(evidence.choose(found[signal]), 1)
    ]


def choose(
    archive: Archive, week: date, signal_ids: Sequence[str]
) -> Mapping[str, list[Proofread]]:
    """The evidence of signals as it would have been chosen at the end of a past week."""
    chosen = rows(archive.db, week, signal_ids)
    spots = [
        (signal, passage, role, start, end) for signal, _, _, passage, role, start, end in chosen
    ]
    return archive.proofread(spots)
