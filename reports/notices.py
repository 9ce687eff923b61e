"""What limits a week, said in French: a young archive, a list of sources that changed. Pure."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from veille import day_in_paris
from warehouse.read import EpochRow, RunRow, SourceHealth

from .french import capital, count, day, listing, number, quoted, say

COLD_START = 26  # weeks of archive under which nothing is confirmed, unless it was lowered
NAMED = 5  # sources named in one sentence
WEEK = 7  # days: a night that comes later had another week to read


def cold_start(n_weeks: int, cold: int = COLD_START, *, confirmed: bool = False) -> str:
    """The notice of a young archive, empty for an old enough one.

    Args:
        n_weeks: weeks of archive.
        cold: weeks under which nothing is confirmed, as the settings say.
        confirmed: a signal stands as confirmed all the same: the nights had a lower threshold.
    """
    known = count(n_weeks, "semaine")
    if n_weeks >= max(cold, COLD_START):
        return ""
    if n_weeks < cold and not confirmed:
        young = (
            "Archive de {} : candidats seulement. Il en faut {}{} pour qu’un signal soit confirmé."
        )
        return say(young, known, cold, f" au lieu de {COLD_START}" if cold < COLD_START else "")
    if n_weeks < cold:
        early = (
            "Archive de {} : des signaux sont confirmés avant les {} demandées, donc moins sûrs."
        )
        return say(early, known, cold)
    lowered = (
        "Archive de {} : le seuil de confirmation est abaissé à {} au lieu de {} ;"
        " les signaux faibles sont moins sûrs."
    )
    return say(lowered, known, count(cold, "semaine"), COLD_START)


def outage(last_day: date, run: RunRow | None, sources: Sequence[SourceHealth]) -> str:
    """That nothing came since this week, as the latest night knows; empty if something may have.

    Args:
        last_day: of the week shown, the last with a text.
        run: the latest of all; None: none is later than the week.
        sources: how they were doing then.
    """
    if run is None or run.kind != "nuit" or (day_in_paris(run.as_of) - last_day).days <= WEEK:
        return ""
    broken = sum(source.health == "en_panne" for source in sources)
    why = say(" : {} en panne", count(broken, "source")) if broken else ""
    told = "Aucun texte depuis le {}{} (nuit du {}) ; c’est la dernière semaine connue."
    return say(told, day(last_day), why, day(day_in_paris(run.as_of)))


def notice(young: str, epochs: Sequence[EpochRow]) -> str:
    """What limits this week: a young archive, a list of sources that changed; empty if neither.

    Sources that came or left together are told in one sentence, in the order given.
    """
    together = groupby(sorted(epochs, key=_key), key=_key)
    told = sorted((list(rows) for _, rows in together), key=lambda rows: epochs.index(rows[0]))
    return " ".join(filter(None, [young, *map(_epoch, told)]))


def _key(row: EpochRow) -> tuple[object, ...]:
    return row.change, row.origin, row.until


def _epoch(rows: Sequence[EpochRow]) -> str:
    one = len(rows) == 1
    sources = _named(rows)
    if rows[0].change == "arrivee":
        return say(
            "{}, {} : {}, mais ne {} dans les montées qu’à partir de la semaine du {}.",
            "Source nouvelle" if one else "Sources nouvelles",
            sources,
            "elle est lue" if one else "elles sont lues",
            "compte" if one else "comptent",
            day(rows[0].until),
        )
    if rows[0].origin == "catalogue":
        gone = "a quitté le catalogue" if one else "ont quitté le catalogue"
    else:
        gone = say("{} depuis un mois", "se tait" if one else "se taisent")
    without = "elle" if one else "elles"
    return say("{} {} : on compare sans {}.", capital(sources), gone, without)


def _named(rows: Sequence[EpochRow]) -> str:
    """The sources by name, and their share of the texts together."""
    names = [quoted(row.name) for row in rows[:NAMED]]
    if more := len(rows) - len(names):
        names.append(count(more, "autre source", "autres sources"))
    share = number(100 * sum(row.share for row in rows))
    return say("{} ({} % des textes)", listing(names), share)
