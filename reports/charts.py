"""The small chart of a signal: one bar a week, and the sentence that says the same. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .french import count, day, quoted, say

BAR, GAP, HEIGHT = 8, 2, 44  # pixels of the drawing; the page may scale it
LEAST = 2  # pixels of a week without mention, so that it is seen to have been looked at


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
        return say("Aucune mention en {}.", count(len(counts), "semaine"))
    said += say(" ; au plus {} en {}", max(counts), count(len(counts), "semaine"))
    if seen[0] > 0:
        first = week - timedelta(weeks=len(counts) - 1 - seen[0])
        said += say(" ; la première la semaine du {}", day(first))
    return f"{said}."
