"""Judge the signals of a demonstration against what was planted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from nlp.states import ALERTS, CONFIRMED
from reports.french import STATES
from sample.stream import Item, Plant, Truth, peak
from warehouse import judged
from warehouse.publish import Home

NATURES = {  # of the traps of the sample
    "event": "événement",
    "fading": "retombée",
    "mute": "silence",
    "seasonal": "saison",
    "template": "gabarit",
    "wire": "dépêche",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a plant or a trap."""

    theme: str
    nature: str
    strong: date | None  # first week at 95 % of its plateau; None: a trap
    peak: date | None  # end of its four busiest weeks; None: a trap
    candidate_on: date | None  # first week as candidat or better; None: never
    confirmed_on: date | None  # first week as signal_faible or better; None: never

    @property
    def early(self) -> bool:
        """True if a plant was at least candidat before its peak."""
        return bool(self.peak and self.candidate_on and self.candidate_on < self.peak)

    @property
    def before_strong(self) -> bool:
        """True if a plant was at least candidat before it was strong."""
        return bool(self.strong and self.candidate_on and self.candidate_on < self.strong)


@dataclass(frozen=True, slots=True)
class Other:
    """An alert of the played weeks, not of the archive before, that answers to nothing planted."""

    label: str
    theme: str
    week: date
    state: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How well the planted truth was told."""

    plants: tuple[Found, ...]
    traps: tuple[Found, ...]
    others: tuple[Other, ...]

    def lines(self) -> list[str]:
        """The verdict in French, a line a theme."""
        return [
            *(_plant_line(plant) for plant in self.plants),
            *(_trap_line(trap) for trap in self.traps),
            f"Autres alertes sur 26 semaines : {len(self.others)}",
            *(
                f"  « {o.label} » ({STATES[o.state]}, {o.week:%d/%m/%Y}, {o.theme})"
                for o in self.others
            ),
        ]


def judge(home: Home, known: Truth, items: Sequence[Item]) -> Verdict:
    """Compare the signals of the played weeks with the truth.

    A signal answers to a theme when most of its documents were drawn from it.
    """
    theme_of = {item.id: item.theme for item in items}
    played_from = known.monday(known.archive_weeks)
    first: dict[str, dict[str, date]] = {}
    others: list[Other] = []
    named = {p.theme for p in known.plants} | {t.theme for t in known.traps}
    for life in judged.lives(home.published, ALERTS, CONFIRMED, played_from):
        themes = Counter(theme_of.get(_item_id(url), "?") for url in life.urls)
        theme = themes.most_common(1)[0][0] if themes else "?"
        theme = "gabarit" if _is_template(life.label, known) else theme
        if theme in named:
            kept = first.setdefault(theme, {})
            for state, week in (("alert", life.alert_on), ("confirmed", life.confirmed_on)):
                if week:
                    kept[state] = min(week, kept.get(state, week))
        elif life.alert_on and (life.confirmed_on or not life.was_told):
            others.append(Other(life.label, theme, life.alert_on, life.best))
    return Verdict(
        tuple(_plant(plant, known, items, first) for plant in known.plants),
        tuple(_found(t.theme, t.nature, None, None, first) for t in known.traps),
        tuple(others),
    )


def _item_id(url: str) -> str:
    """The id of the text served at an address of the sample."""
    return url.rsplit("/", 1)[-1].removesuffix(".html")


def as_json(verdict: Verdict) -> dict[str, object]:
    """The verdict as plain data."""
    return {
        "plants": [
            asdict(plant) | {"early": plant.early, "before_strong": plant.before_strong}
            for plant in verdict.plants
        ],
        "traps": [asdict(trap) for trap in verdict.traps],
        "others": [asdict(other) for other in verdict.others],
    }


def _is_template(label: str, known: Truth) -> bool:
    words = known.trap("template").wordings
    return any(label.lower() in wording.lower() for wording in words)


def _plant(
    plant: Plant, known: Truth, items: Sequence[Item], first: dict[str, dict[str, date]]
) -> Found:
    busiest = peak(known, list(items), plant.theme)
    return _found(plant.theme, "plant", known.monday(plant.strong), busiest, first)


def _found(
    theme: str,
    nature: str,
    strong: date | None,
    busiest: date | None,
    first: dict[str, dict[str, date]],
) -> Found:
    kept = first.get(theme, {})
    return Found(theme, nature, strong, busiest, kept.get("alert"), kept.get("confirmed"))


def _plant_line(plant: Found) -> str:
    if plant.candidate_on is None:
        return (
            f"{plant.theme} : jamais vu (pic le {plant.peak:%d/%m/%Y},"
            f" fort le {plant.strong:%d/%m/%Y})"
        )
    firm = f", signal faible le {plant.confirmed_on:%d/%m/%Y}" if plant.confirmed_on else ""
    when = "avant" if plant.early else "après"
    return (
        f"{plant.theme} : candidat le {plant.candidate_on:%d/%m/%Y} ({when} son pic du"
        f" {plant.peak:%d/%m/%Y}, fort le {plant.strong:%d/%m/%Y}){firm}"
    )


def _trap_line(trap: Found) -> str:
    nature = NATURES[trap.nature]
    if trap.confirmed_on:
        return f"PIÈGE {trap.theme} ({nature}) : signal faible le {trap.confirmed_on:%d/%m/%Y}"
    seen = "candidat, non confirmé" if trap.candidate_on else "silencieux"
    return f"piège {trap.theme} ({nature}) : {seen}"
