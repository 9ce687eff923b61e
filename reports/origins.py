"""Where a signal comes from, and how far it has gone among the classes of sources. Pure."""

from collections.abc import Sequence
from itertools import groupby

from warehouse.read import ClassReached, Origin

from .french import LADDER, count, day, listing, quoted, say, unstopped

UNKNOWN = "classe inconnue"


def path(reached: Sequence[ClassReached]) -> str:
    """The classes a signal has reached, in order, and those it has not; empty if none is known.

    Args:
        reached: first come first; those of one day have the same rank.
    """
    known = [row for row in reached if row.class_ in LADDER]
    if not known:
        return ""
    told = [_together(list(rows)) for _, rows in groupby(reached, key=lambda row: row.rank)]
    missing = [words for name, words in LADDER.items() if name not in {r.class_ for r in known}]
    came = "d’abord " + ", puis ".join(told) if len(told) > 1 else told[0]
    end = say(" ; pas encore : {}", listing(missing)) if missing else ""
    return say("Chemin : {}{}.", came, end)


def _together(rows: Sequence[ClassReached]) -> str:
    """The classes that came one day, which is told once: no order between them is known."""
    said = [row.first_voice_name for row in rows]
    said[0] += f", {day(rows[0].first_day)}"
    classes = [LADDER.get(row.class_ or "", UNKNOWN) for row in rows]
    named = [f"{name} ({words})" for name, words in zip(classes, said, strict=True)]
    return listing(named) + (", le même jour" if len(rows) > 1 else "")


def novelty(origin: Origin | None) -> str:
    """The first document of a signal and how new it was; empty if no document is known."""
    if origin is None:
        return ""
    first = say(
        "Premier document : {}, {}, {}",
        quoted(unstopped(origin.first_title)),
        origin.first_voice_name,
        day(origin.first_day),
    )
    weeks = count(origin.weeks_before, "semaine")
    before = count(origin.n_before, "document")
    return first + say(
        {
            "inedit": " ; avant sa montée, rien en {} d’archive.",
            "rare": " ; avant sa montée, {} seulement en {} d’archive.",
            "connu": " ; avant sa montée, déjà {} en {} d’archive.",
            "sans_recul": " ; archive trop courte avant sa montée ({}) pour le dire nouveau.",
        }[origin.novelty],
        *((before, weeks) if origin.novelty in ("rare", "connu") else (weeks,)),
    )
