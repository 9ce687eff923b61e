"""How much was said of a variable, against the period before, in sentences. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from warehouse.read import Tally, WeekRow

from .french import CLASSES, STAKES, change, count, day, listing, quoted, say

NAMED = 6  # voices or sub-themes named in a sentence


def changes(
    now: Tally, before: Tally, first: date, last: date, weeks: Sequence[WeekRow]
) -> tuple[str, ...]:
    """What changed since the period of the same length before, in sentences."""
    if not before.n_passages:
        alone = say(
            "La période précédente ne porte aucun passage de cette variable : rien à comparer."
        )
        return (alone, *_stakes(now, before))
    said = [
        say(
            "Passages : {} ; documents : {} ; voix : {}.",
            change(now.n_passages, before.n_passages),
            change(now.n_documents, before.n_documents),
            change(now.n_voices, before.n_voices),
        ),
        say(
            "Constats de tendance : {} ; leviers : {}.",
            change(now.n_trends, before.n_trends),
            change(now.n_levers, before.n_levers),
        ),
    ]
    said += _stakes(now, before)
    new = [quoted(theme) for theme in now.themes if theme not in before.themes]
    gone = [quoted(theme) for theme in before.themes if theme not in now.themes]
    if new:
        said.append(say("Sous-thèmes nouveaux : {}.", listing(new[:NAMED])))
    if gone:
        said.append(say("Sous-thèmes disparus : {}.", listing(gone[:NAMED])))
    length = last - first + timedelta(days=1)
    if weeks and weeks[0].week > first - length:
        start = day(weeks[0].week)
        said.append(say("L’archive commence le {} : la période précédente est incomplète.", start))
    return tuple(said)


def _stakes(now: Tally, before: Tally) -> list[str]:
    told = [
        f"{STAKES.get(stake, stake)}, {change(now.stakes.get(stake, 0), n)}"
        for stake, n in {**dict.fromkeys(now.stakes, 0), **before.stakes}.items()
    ]
    listed = "\u00a0; ".join(told)
    return [say("Enjeux dits, repérés d’après certains mots : {}.", listed)] if told else []


def absent(now: Tally, before: Tally) -> tuple[str, ...]:
    """The classes of sources and the voices that say nothing of the variable any more."""
    said = []
    classes = [name for key, name in CLASSES.items() if key not in now.classes]
    unknown = now.n_passages - sum(now.classes.values())  # an import may give no class
    silent = [voice for voice in before.voices if voice not in now.voices]
    if unknown and not now.classes:
        none = "Aucune source de la période n’a de classe connue : rien ne dit lesquelles manquent."
        said.append(say(none))
    elif classes:
        but = f" ({count(unknown, 'passage')} de classe inconnue)" if unknown else ""
        said.append(say("Classes de sources absentes de la période : {}{}.", listing(classes), but))
    if silent:
        rest = len(silent) - NAMED
        more = f" et {count(rest, 'autre')}" if rest > 0 else ""
        named = ", ".join(silent[:NAMED]) + more if more else listing(silent)
        said.append(say("Voix de la période précédente qui n’en parlent plus : {}.", named))
    return tuple(said)
