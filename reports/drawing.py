"""The marks of a chart, as SVG that loads nothing and reads aloud as its sentence. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from math import log10

INK, SOFT, LINE, PAPER = "#1d1b18", "#57524a", "#d9d3c4", "#fdfcf8"
# Told apart without colour too: each comes with its own shape. Dark enough on paper (4.5 to 1).
SERIES = (
    ("#12475a", "disc"),
    ("#a0421b", "square"),
    ("#6a4a5e", "triangle"),
    ("#4d6b1e", "diamond"),
    ("#7d4e00", "ring"),
    ("#57524a", "cross"),
    ("#8a1c4a", "frame"),
    ("#2f5e4f", "tent"),
)
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from values to pixels, by their logarithm if asked; beyond its ends, the end."""

    low: float
    high: float
    start: float  # pixel of low
    end: float
    is_log: bool = False

    def __call__(self, value: float) -> float:
        """The pixel of a value."""
        value = min(max(value, self.low), self.high)
        if self.is_log:
            place = log10(value / self.low) / log10(self.high / self.low)
        else:
            place = (value - self.low) / (self.high - self.low)
        return round(self.start + place * (self.end - self.start), 1)


@dataclass
class Drawing:
    """A sheet on which marks are put one after the other."""

    width: int
    height: int
    marks: list[str] = field(default_factory=list)

    def line(
        self, points: Sequence[tuple[float, float]], colour: str, width: float = 1, dash: str = ""
    ) -> None:
        """A line through these points."""
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.marks.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}'
            f' points="{path}"/>'
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A plain rectangle."""
        self.marks.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"/>'
        )

    def words(
        self,
        x: float,
        y: float,
        said: str,
        *,
        anchor: str = "start",
        colour: str = INK,
        size: int = 13,
        is_bold: bool = False,
    ) -> None:
        """A line of text on its base line."""
        weight = ' font-weight="600"' if is_bold else ""
        self.marks.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}"'
            f' fill="{colour}"{weight}>{escape(said)}</text>'
        )

    def point(self, x: float, y: float, series: int) -> None:
        """The mark of a series, in its shape and colour."""
        colour, shape = SERIES[series % len(SERIES)]
        if shape in {"disc", "ring"}:
            fill = colour if shape == "disc" else PAPER
            self.marks.append(
                f'<circle cx="{x:g}" cy="{y:g}" r="5" fill="{fill}"'
                f' stroke="{colour}" stroke-width="2"/>'
            )
            return
        path = {
            "frame": f"M{x - 4.5:g} {y - 4.5:g}h9v9h-9z",
            "tent": f"M{x:g} {y + 6:g}l6-10.5h-12z",
            "square": f"M{x - 4.5:g} {y - 4.5:g}h9v9h-9z",
            "triangle": f"M{x:g} {y - 6:g}l6 10.5h-12z",
            "diamond": f"M{x:g} {y - 6.5:g}l6 6.5-6 6.5-6-6.5z",
            "cross": f"M{x - 4.5:g} {y - 4.5:g}l9 9m0-9l-9 9",
        }[shape]
        fill = PAPER if shape in {"frame", "tent"} else colour
        self.marks.append(f'<path d="{path}" fill="{fill}" stroke="{colour}" stroke-width="2"/>')

    def svg(self, title: str, sentence: str) -> str:
        """The whole file: what a screen reader says first, then the marks."""
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}"'
                f' width="{self.width}" height="{self.height}" role="img" aria-labelledby="t d"'
                f' lang="fr" font-family="{FONT}">',
                f'<title id="t">{escape(title)}</title>',
                f'<desc id="d">{escape(sentence)}</desc>',
                f'<rect width="100%" height="100%" fill="{PAPER}"/>',
                *self.marks,
                "</svg>",
                "",
            ]
        )
