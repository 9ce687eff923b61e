"""The evidence of signals at a week: reads the candidates, lets nlp choose, gives rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from nlp import contrary, evidence
from nlp.evidence import Candidate
from warehouse import read_back
from warehouse import signals as stored
from warehouse.database import Connection
from warehouse.read import Archive, Proofread

Row = tuple[str, date, int, str, str, int, int, str | None]
# Whether a passage holds the unit that speaks for the signal, and in repeated sentences alone.
POOLS = ((True, False), (False, False), (True, True), (False, True))


@cache
def rules() -> contrary.Rules:
    """The rules that tell what says the contrary of a signal."""
    return contrary.Rules(files("nlp").joinpath("contrary.toml").read_text(encoding="utf-8"))


def rows(db: Connection, week: date, signal_ids: Sequence[str]) -> list[Row]:
    """Rows of table evidence: signal, week, rank, passage, role, bounds of the motif, cue."""
    sizes = stored.voice_sizes(db, week)
    found: dict[tuple[str, bool, bool], list[Candidate]] = defaultdict(list)
    marks: dict[tuple[str, str], tuple[int, int]] = {}
    given = stored.candidates(db, week, signal_ids)
    starts = read_back.passage_starts(db, [passage for _, passage, *_ in given])
    lemmas = read_back.signal_lemmas(db, signal_ids)
    for signal, passage, document, day, voice, text, start, end, leads, repeated in given:
        at = starts[passage]
        against = _against(text, start - at, end - at, lemmas[signal]) if leads else (None, "")
        one = Candidate(passage, document, text, day, voice, sizes[voice], *against)
        found[signal, leads, repeated].append(one)
        marks[signal, passage] = (start, end)
    chosen: list[Row] = []
    for signal in sorted({signal for signal, *_ in found}):
        # What its source repeats comes last: it proves only where nothing else does.
        kept = evidence.prove(*(found[signal, *pool] for pool in POOLS))
        chosen += [
            (signal, week, rank, p.passage, p.role, *marks[signal, p.passage], p.cue)
            for rank, p in enumerate(kept, 1)
        ]
    return chosen


def _against(text: str, start: int, end: int, lemmas: str) -> tuple[str | None, str]:
    """The words that say the contrary, and their kind; none that the signal is made of.

    « suppression de la taxe » says nothing against the signal « suppression de la taxe ».
    """
    found = rules().find(text, start, end)
    cue = text[found.start : found.end] if found else ""
    if found is None or cue.split()[0].lower() in lemmas.split():
        return None, ""
    return cue, found.kind


def choose(
    archive: Archive, week: date, signal_ids: Sequence[str]
) -> Mapping[str, list[Proofread]]:
    """The evidence of signals as it would have been chosen at the end of a past week."""
    chosen = rows(archive.db, week, signal_ids)
    spots = [
        (signal, passage, role, start, end, cue)
        for signal, _, _, passage, role, start, end, cue in chosen
    ]
    return archive.proofread(spots)
