"""The drawings of a page, each with the sentence that says the same. Pure.

A signal has its bars, one a week; the variables have their matrix, one cell a pair.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from warehouse.read import LinkRow

from .french import count, day, number, quoted, say

BAR, GAP, HEIGHT = 8, 2, 44  # pixels of the drawing; the page may scale it
LEAST = 2  # pixels of a week without mention, so that it is seen to have been looked at
CELL, ROW = 118, 52  # pixels of the matrix: a cell, a line
LETTER = 9  # pixels that a letter of a name takes at most, on average
WORDS = {"plus": "plus", "moins": "moins", "autant": "autant", "trop_peu": "trop peu"}
ARROWS = {"hausse": " ↗", "baisse": " ↘"}


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A drawing, as SVG paths, with its title and its text."""

    width: int
    height: int
    past: str  # path of the bars, the last week's apart
    now: str  # path of the last bar
    title: str
    sentence: str


def sparkline(label: str, counts: Sequence[int], week: date, *, known: int) -> Sparkline:
    """The weekly mentions of a signal as bars, the last week apart.

    Args:
        label: title of the signal.
        counts: mentions a week, oldest first.
        week: Monday of the last one.
        known: weeks of archive; those before it are left blank, they are no silence.
    """
    n, top = len(counts), max([*counts, 1])
    bars = [
        _bar(k, round(max(LEAST, mentions / top * HEIGHT), 1))
        for k, mentions in enumerate(counts)
        if k >= n - known
    ]
    return Sparkline(
        width=n * (BAR + GAP) - GAP,
        height=HEIGHT,
        past="".join(bars[:-1]),
        now="".join(bars[-1:]),
        title=say("Mentions de {} par semaine", quoted(label)),
        sentence=_sentence(counts[max(0, n - known) :], week),
    )


def _bar(k: int, height: float) -> str:
    return f"M{k * (BAR + GAP)} {HEIGHT}v-{height:g}h{BAR}v{height:g}z"


def _sentence(counts: Sequence[int], week: date) -> str:
    now, past = counts[-1], counts[:-1]
    said = f"{count(now, 'mention')} cette semaine"
    if past:
        said += f", {past[-1]} la précédente"
    seen = [k for k, mentions in enumerate(counts) if mentions]
    if not seen:
        return say("Aucune mention ne compte en {}.", count(len(counts), "semaine"))
    said += say(" ; au plus {} en {}", max(counts), count(len(counts), "semaine"))
    if seen[0] > 0:
        first = week - timedelta(weeks=len(counts) - 1 - seen[0])
        said += say(" ; la première la semaine du {}", day(first))
    return f"{said}."


@dataclass(frozen=True, slots=True)
class Cell:
    """Where two variables meet: its corner, what it says and how it is filled."""

    x: int
    y: int
    kind: str  # plus, moins, autant or trop_peu
    above: str  # passages
    below: str  # times the expected count, how that reads, how it moved


@dataclass(frozen=True, slots=True)
class Matrix:
    """A triangle of cells, a variable named at the end of its line and over its column."""

    width: int
    height: int
    cells: tuple[Cell, ...]
    names: tuple[tuple[int, int, str], ...]  # x, y of the base line, label
    title: str
    sentence: str


def matrix(rows: Sequence[LinkRow]) -> Matrix:
    """The cross-impact matrix; rows come in the order of the catalogue."""
    labels = {row.first_id: row.first for row in rows} | {row.second_id: row.second for row in rows}
    place = {variable: k for k, variable in enumerate(labels)}
    cells = [
        Cell(
            x=place[row.first_id] * CELL,
            y=place[row.second_id] * ROW,
            kind=row.reading,
            above=count(row.n_passages, "passage"),
            below=_cell(row),
        )
        for row in rows
    ]
    return Matrix(
        width=max(k * CELL + 16 + LETTER * len(labels[name]) for name, k in place.items()),
        height=len(place) * ROW,
        cells=tuple(cells),
        names=tuple((k * CELL + 8, k * ROW + 31, labels[name]) for name, k in place.items()),
        title=say("Matrice des liens entre variables"),
        sentence=" ".join(_said(row) for row in rows),
    )


def _cell(row: LinkRow) -> str:
    if row.reading == "trop_peu":
        return WORDS[row.reading]
    times = f"× {number(row.lift or 0, 2)}"
    return f"{times} {WORDS[row.reading]}{ARROWS.get(row.trend, '')}"


def _said(row: LinkRow) -> str:
    times = "trop peu de textes pour en juger"
    if row.reading != "trop_peu":
        times = f"{number(row.lift or 0, 2)} fois l’attendu"
    return say("{} et {} : {}, {}.", row.first, row.second, count(row.n_passages, "passage"), times)
