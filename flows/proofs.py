"""The evidence of signals at a week: reads the candidates, lets nlp choose, gives rows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import duckdb

from nlp.evidence import Candidate, choose
from warehouse import signals as stored

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
        for rank, kept in enumerate(choose(found[signal]), 1)
    ]
