"""How the variables meet in the texts, said and drawn: the cross-impact matrix. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.read import LinkRow, RisingPair, SignalRow

from .charts import Matrix, matrix
from .french import capital, count, listing, number, quoted, say

READINGS = {
    "plus": "Plus qu’attendu",
    "moins": "Moins qu’attendu",
    "autant": "Autant qu’attendu",
    "trop_peu": "Trop peu de textes pour en juger",
}
VERDICTS = {
    "plus": "c’est plus que si les deux variables étaient indépendantes",
    "moins": "c’est moins que si les deux variables étaient indépendantes",
    "autant": "c’est ce que donneraient deux variables indépendantes, à l’incertitude près",
    "trop_peu": "trop peu de textes pour en juger",
}
TRENDS = {"hausse": "lien plus serré qu’avant", "baisse": "lien moins serré qu’avant"}
COMPARED = {
    "hausse": "le lien est plus serré qu’avant",
    "baisse": "le lien est moins serré qu’avant",
    "stable": "le lien n’a pas changé nettement",
    "trop_peu": "trop peu de textes pour comparer",
}
NO_PAST = "L’archive ne remonte pas assez loin pour dire ce qui a changé."
RISING_TOLD = 4  # pairs of signals that rise together
ARTICLES = ("Le ", "La ", "Les ", "L’", "L'")


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a period: a paragraph, and its picture where there is something to show."""

    paragraph: str
    picture: Matrix | None  # None: no passage carries two variables


def tell(rows: Sequence[LinkRow], rising: Sequence[RisingPair], n_weeks: int) -> Links:
    """The links between all the variables; rows come in the order of the catalogue."""
    if not any(row.n_passages for row in rows):
        return Links(say("Sur {} semaines, aucun passage ne porte deux variables.", n_weeks), None)
    said = [
        say(
            "Sur {} semaines, les passages qui portent deux variables, comparés à ce qu’on"
            " attendrait de variables indépendantes.",
            n_weeks,
        )
    ]
    for reading, words in READINGS.items():
        mine = [row for row in rows if row.reading == reading]
        if mine:
            told = "\u00a0; ".join(_pair(row) for row in mine)
            said.append(say("{} : {}.", words, told))
    said += [*_compared(rows, n_weeks), *_together(rising)]
    return Links(" ".join(said), matrix(rows))


def standing(rising: Sequence[RisingPair], kept: Sequence[SignalRow]) -> list[RisingPair]:
    """The pairs of which nobody set a signal aside, or pinned it as extinct.

    Args:
        rising: pairs of signals.
        kept: the signals that stand.
    """
    ids = {row.signal_id for row in kept}
    return [pair for pair in rising if {pair.first_id, pair.second_id} <= ids]


def of_variable(
    rows: Sequence[LinkRow], rising: Sequence[RisingPair], variable_id: str
) -> tuple[str, ...]:
    """The links of one variable, a sentence for each other variable."""
    mine = [row for row in rows if variable_id in (row.first_id, row.second_id)]
    pairs = [p for p in rising if variable_id in (p.first_variable_id, p.second_variable_id)]
    said = [_one(row, variable_id) for row in mine if row.n_passages]
    if said and all(row.trend == "sans_passe" for row in mine):
        said.append(NO_PAST)
    return (*said, *_together(pairs))


def _pair(row: LinkRow) -> str:
    both = f"{_inside(row.first)} et {_inside(row.second)}"
    if row.reading == "trop_peu":
        return f"{both} ({count(row.n_passages, 'passage')})"
    trend = f", {TRENDS[row.trend]}" if row.trend in TRENDS else ""
    times = f"{number(row.lift or 0, 2)} fois" if row.reading == "autant" else _times(row)
    return f"{both} ({count(row.n_passages, 'passage')}, {times}{trend})"


def _times(row: LinkRow) -> str:
    """How many times what is expected, with the bounds."""
    bounds = f"entre {number(row.lift_low or 0, 2)} et {number(row.lift_high or 0, 2)}"
    return f"{number(row.lift or 0, 2)} fois l’attendu, {bounds}"


def _inside(label: str) -> str:
    """The label within a sentence: « le numérique »."""
    return label[:1].lower() + label[1:] if label.startswith(ARTICLES) else label


def _compared(rows: Sequence[LinkRow], n_weeks: int) -> list[str]:
    if all(row.trend == "sans_passe" for row in rows):
        return [NO_PAST]
    if any(row.trend in TRENDS for row in rows):
        return []
    if all(row.trend == "trop_peu" for row in rows):
        return [say("Trop peu de textes pour les comparer aux {} semaines d’avant.", n_weeks)]
    return [say("Aucun lien n’a changé nettement depuis les {} semaines d’avant.", n_weeks)]


def _together(rising: Sequence[RisingPair]) -> list[str]:
    if not rising:
        return []
    told = [
        f"{quoted(p.first)} et {quoted(p.second)} ({count(p.n_documents, 'document')} communs,"
        f" {count(p.n_voices, 'voix', 'voix')})"
        for p in rising[:RISING_TOLD]
    ]
    more = len(rising) - RISING_TOLD
    if more > 0:
        told.append(count(more, "autre paire", "autres paires"))
    return [say("Signaux de deux variables qui montent ensemble : {}.", listing(told))]


def _one(row: LinkRow, variable_id: str) -> str:
    other = row.second if row.first_id == variable_id else row.first
    passages = count(row.n_passages, "passage")
    carry = "porte" if row.n_passages < 2 else "portent"
    told = say("{} : {} {} les deux variables", other, passages, carry)
    if row.reading != "trop_peu":
        told += f", {_times(row)}"
    told += say(" : {}.", VERDICTS[row.reading])
    if row.trend not in COMPARED:
        return told
    before = capital(number(row.n_before))
    return told + say(" {} sur la période précédente : {}.", before, COMPARED[row.trend])
