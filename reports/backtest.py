"""What a backtest shows: methods side by side in a table, and three charts. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan, sqrt
from statistics import median, quantiles

from .drawing import INK, LINE, SERIES, SOFT, Axis, Drawing
from .french import listing, number, say

WIDTH, LEFT, RIGHT, TOP = 760, 170, 190, 64  # pixels; room for names, for labels, for the title
BOTTOM, NAME = 370, 17  # pixels: of nought on a share, and from one name to the next
ROW = 34  # pixels of a method
LOWEST, HIGHEST = 0.01, 1000.0  # alerts a week that the axis can show apart; below, « 0 »
LATEST = 90  # days after strong beyond which a lead is put at the edge
UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MethodRow:
    """One method; None is a measure that was not taken. A column none has taken is left out."""

    method: str
    alerts: float  # a week
    precision: Estimate | None = None
    first_five: float | None = None  # precision of the first five of each week
    early: Estimate | None = None
    lead: float | None = None  # median, days
    shuffled: float | None = None  # alerts a week, dates shuffled
    background: float | None = None  # alerts a week, nothing planted
    reversed: float | None = None  # alerts a week, time reversed
    held: Estimate | None = None  # share of alerts that held up


@dataclass(frozen=True, slots=True)
class Point:
    """The early recall of the groups of one range of plateaus."""

    low: float  # documents a day
    high: float
    share: Estimate
    total: int  # groups


@dataclass(frozen=True, slots=True)
class Curve:
    """The early recall of a method, by plateau."""

    method: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Leads:
    """The leads of a method: days between the alert and the day its rise was strong."""

    method: str
    days: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, its title, and the sentence that says the same."""

    title: str
    sentence: str
    svg: str


COLUMNS: tuple[tuple[str, Callable[[MethodRow], str | None]], ...] = (
    ("Méthode", lambda row: row.method),
    ("Alertes par semaine", lambda row: rate(row.alerts)),
    ("Précision", lambda row: _share(row.precision)),
    ("P@5", lambda row: None if row.first_five is None else number(row.first_five, 2)),
    ("Rappel précoce", lambda row: _share(row.early)),
    ("Avance médiane", lambda row: None if row.lead is None else _days(row.lead)),
    ("Tiennent", lambda row: _share(row.held)),
    ("Dates mélangées", lambda row: _rate(row.shuffled)),
    ("Fond sans plante", lambda row: _rate(row.background)),
    ("Temps renversé", lambda row: _rate(row.reversed)),
)


def rate(value: float) -> str:
    """Alerts a week with the digits that matter: « 0,06 », « 4,0 », « 437 »."""
    if isnan(value):
        return UNKNOWN
    return number(value, 2 if value < 1 else 1 if value < 100 else 0)


def _rate(value: float | None) -> str | None:
    return None if value is None else rate(value)


def _share(share: Estimate | None) -> str | None:
    if share is None:
        return None
    if isnan(share.value):
        return UNKNOWN
    decimals = 3 if share.value < 0.1 else 2
    low, high = (number(bound, decimals) for bound in (share.low, share.high))
    return f"{number(share.value, decimals)} ({low}–{high})"


def _days(value: float) -> str:
    return UNKNOWN if isnan(value) else f"{number(value)}\u00a0j"


def cells(rows: Sequence[MethodRow], step: str = "semaine") -> list[list[str]]:
    """The table as said, head first, without the columns that no method has measured."""
    columns = [
        (head.replace("semaine", step), [said(row) for row in rows]) for head, said in COLUMNS
    ]
    kept = [(head, found) for head, found in columns if any(cell is not None for cell in found)]
    heads = [head for head, _ in kept]
    return [heads, *([found[k] or UNKNOWN for _, found in kept] for k in range(len(rows)))]


def table_text(rows: Sequence[MethodRow], step: str = "semaine") -> str:
    """The table for a terminal: names to the left, figures to the right."""
    table = cells(rows, step)
    widths = [max(len(line[k]) for line in table) for k in range(len(table[0]))]
    lines = [
        "  ".join(
            cell.rjust(width) if k else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in table
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:], ""])


def power_curve(curves: Sequence[Curve]) -> Chart:
    """Early recall by the plateau of what was planted, with 95 % intervals."""
    title = "Part des sujets plantés signalés avant d’être forts, selon leur taille"
    drawing = Drawing(WIDTH, 430)
    bounds = [bound for curve in curves for p in curve.points for bound in (p.low, p.high)]
    across = Axis(min(bounds), max(bounds), 60, WIDTH - RIGHT, is_log=True)
    up = Axis(0, 1, BOTTOM, TOP)
    drawing.words(20, 26, title, size=16, is_bold=True)
    drawing.words(20, 46, say("Intervalles à 95 %"), colour=SOFT)
    for share in (0, 0.25, 0.5, 0.75, 1):
        drawing.line([(across.start, up(share)), (across.end, up(share))], LINE)
        drawing.words(52, up(share) + 4, say("{} %", number(100 * share)), anchor="end")
    for bound in sorted(set(bounds)):
        drawing.words(across(bound), 390, number(bound, 1), anchor="middle")
    middle = (across.start + across.end) / 2
    drawing.words(middle, 414, "Documents par jour au plateau", anchor="middle", colour=SOFT)
    ends = [_curve(drawing, curve, k, len(curves), across, up) for k, curve in enumerate(curves)]
    for curve, (x, y), k in _spread(curves, ends):
        drawing.words(x + 14, y + 4, curve.method, colour=SERIES[k % len(SERIES)][0])
    said = [_said_curve(curve) for curve in curves]
    return _chart(title, ["Par documents par jour au plateau", *said], drawing)


def _curve(
    drawing: Drawing, curve: Curve, k: int, n: int, across: Axis, up: Axis
) -> tuple[float, float]:
    """Draw a curve, a little aside of the others, and return where it ends."""
    aside = 7 * (k - (n - 1) / 2)
    points = [p for p in curve.points if p.total]
    places = [(across(sqrt(p.low * p.high)) + aside, up(p.share.value)) for p in points]
    colour = SERIES[k % len(SERIES)][0]
    for (x, _), p in zip(places, points, strict=True):
        drawing.line([(x, up(p.share.low)), (x, up(p.share.high))], colour, 1.5)
    drawing.line(places, colour, 2)
    for x, y in places:
        drawing.point(x, y, k)
    return places[-1] if places else (across.end, up(0))


def _spread(
    curves: Sequence[Curve], ends: Sequence[tuple[float, float]]
) -> list[tuple[Curve, tuple[float, float], int]]:
    """Each curve with the place of its name, between the ends of the axis; no two names meet."""
    order, edge = sorted(range(len(curves)), key=lambda k: ends[k][1]), max(x for x, _ in ends)
    heights, under = [], float("-inf")
    for k in order:
        under = max(ends[k][1], under + NAME)
        heights.append(under)
    over = float(BOTTOM + NAME)
    for n in reversed(range(len(heights))):
        over = heights[n] = min(heights[n], over - NAME)
    return [(curves[k], (edge, y), k) for k, y in zip(order, heights, strict=True)]


def _said_curve(curve: Curve) -> str:
    parts = [
        say("{} % de {} à {}", number(100 * p.share.value), number(p.low, 1), number(p.high, 1))
        for p in curve.points
        if p.total
    ]
    return say("{} : {}", curve.method, listing(parts) or "rien à mesurer")


def leads(found: Sequence[Leads]) -> Chart:
    """How many days before a rise was strong each method told it: every one, quartiles, median."""
    title = "Avance de la première alerte sur le jour où le sujet est fort"
    drawing, bottom = _rows(title, [one.method for one in found])
    every = [day for one in found for day in one.days]
    across = Axis(-LATEST, max([60.0, *every]), LEFT, WIDTH - RIGHT)
    said = "Jours ; à gauche du trait, l’alerte vient trop tard, et au bord, de {} jours ou plus"
    drawing.words(20, 46, say(said, LATEST), colour=SOFT)
    for day in range(-LATEST, 361, 30):
        if across.low <= day <= across.high:
            drawing.line([(across(day), TOP), (across(day), bottom)], LINE if day else INK)
            drawing.words(across(day), bottom + 18, number(day), anchor="middle")
    for k, one in enumerate(found):
        y = TOP + ROW * (k + 0.5)
        if one.days:
            _lead_marks(drawing, one, across, y)
        drawing.words(WIDTH - RIGHT + 14, y + 4, _said_lead(one))
    return _chart(title, [f"{one.method}, {_said_lead(one)}" for one in found], drawing)


def _lead_marks(drawing: Drawing, one: Leads, across: Axis, y: float) -> None:
    low, high = _quarters(one.days)
    drawing.box(across(low), y - 8, max(1, across(high) - across(low)), 16, "#c9d6d9")
    for day in one.days:
        drawing.line([(across(day), y - 4), (across(day), y + 4)], SOFT)
    centre = across(median(one.days))
    drawing.line([(centre, y - 11), (centre, y + 11)], SERIES[0][0], 3)


def _quarters(days: Sequence[float]) -> tuple[float, float]:
    if len(days) < 2:
        return days[0], days[0]
    low, _, high = quantiles(days, n=4, method="inclusive")
    return low, high


def _said_lead(one: Leads) -> str:
    if not one.days:
        return "aucun sujet trouvé"
    return f"médiane {_days(median(one.days))} ({number(len(one.days))} sujets)"


def alerts_by_week(rows: Sequence[MethodRow]) -> Chart:
    """Alerts a week of each method on the stream, on nothing planted and on shuffled dates."""
    title = "Nouvelles alertes par semaine, échelle logarithmique"
    drawing, bottom = _rows(title, [row.method for row in rows])
    across = Axis(LOWEST / 3, HIGHEST, LEFT, WIDTH - RIGHT, is_log=True)
    series = (
        ("flux avec plantes", "alerts"),
        ("sans plante", "background"),
        ("dates mélangées", "shuffled"),
    )
    for k, (said, _) in enumerate(series):
        drawing.point(26 + 170 * k, 42, k)
        drawing.words(38 + 170 * k, 46, said, colour=SOFT)
    for value in (0, 0.01, 0.1, 1, 10, 100, 1000):
        x = across(value)
        drawing.line([(x, TOP), (x, bottom)], LINE)
        drawing.words(x, bottom + 18, f"{value:g}".replace(".", ","), anchor="middle")
    for k, row in enumerate(rows):
        y = TOP + ROW * (k + 0.5)
        values = [(n, getattr(row, name)) for n, (_, name) in enumerate(series)]
        for n, value in values:
            if value is not None:
                drawing.point(across(value), y + 6 * (n - 1), n)  # so that equals are all seen
        figures = [UNKNOWN if value is None else rate(value) for _, value in values]
        drawing.words(WIDTH - RIGHT + 14, y + 4, " · ".join(figures))
    return _chart(title, [_said_alerts(row) for row in rows], drawing)


def _said_alerts(row: MethodRow) -> str:
    said = [rate(row.alerts)]
    said += [] if row.background is None else [f"{rate(row.background)} sans plante"]
    said += [] if row.shuffled is None else [f"{rate(row.shuffled)} dates mélangées"]
    return say("{} : {}", row.method, ", ".join(said))


def _rows(title: str, methods: Sequence[str]) -> tuple[Drawing, float]:
    """A sheet with a line a method, and the pixel of its foot."""
    bottom = TOP + ROW * len(methods)
    drawing = Drawing(WIDTH, bottom + 36)
    drawing.words(20, 26, title, size=16, is_bold=True)
    for k, method in enumerate(methods):
        drawing.words(LEFT - 12, TOP + ROW * (k + 0.5) + 4, method, anchor="end")
    return drawing, bottom


def _chart(title: str, said: Sequence[str], drawing: Drawing) -> Chart:
    sentence = f"{say(' ; ').join(said)}."
    return Chart(title, sentence, drawing.svg(title, sentence))
