"""The evidence of signals at a week: reads the candidates, lets nlp choose, gives rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from nlp import evidence
from nlp.evidence import Candidate
from warehouse import signals as stored
from warehouse.database import Connection
from warehouse.read import Archive, Proofread

Row = tuple[str, date, int, str, str, int, int]


def rows(db: Connection, week: date, signal_ids: Sequence[str]) -> list[Row]:
    """Rows of table evidence: signal, week, rank, passage, role, start and end of the motif.

    Passages that hold the unit that speaks for the signal, others only when these are too few, or
    of one voice: a passage on any « pacte » proves nothing of « pacte de voisinage ».
    """
    sizes = stored.voice_sizes(db, week)
    found: dict[tuple[str, bool], list[Candidate]] = defaultdict(list)
    marks: dict[tuple[str, str], tuple[int, int]] = {}
    voices: dict[str, str] = {}
    for signal, passage, document, day, voice, text, start, end, leads in stored.candidates(
        db, week, signal_ids
    ):
        found[signal, leads].append(Candidate(passage, document, text, day, voice, sizes[voice]))
        marks[signal, passage], voices[passage] = (start, end), voice
    chosen: list[Row] = []
    for signal in sorted({signal for signal, _ in found}):
        kept = evidence.choose(found[signal, True])
        if len(kept) < evidence.NEEDED or len({voices[proof.passage] for proof in kept}) < 2:
            kept = evidence.choose([*found[signal, True], *found[signal, False]])
        chosen += [
            (signal, week, rank, proof.passage, proof.role, *marks[signal, proof.passage])
            for rank, proof in enumerate(kept, 1)
        ]
    return chosen


def choose(
    archive: Archive, week: date, signal_ids: Sequence[str]
) -> Mapping[str, list[Proofread]]:
    """The evidence of signals as it would have been chosen at the end of a past week."""
    chosen = rows(archive.db, week, signal_ids)
    spots = [
        (signal, passage, role, start, end) for signal, _, _, passage, role, start, end in chosen
    ]
    return archive.proofread(spots)
