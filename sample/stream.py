"""Draw the 78 weeks of the sample: which text is published by whom, and when. Pure but for reading
its own files; the same seed gives the same stream.
"""

import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

import numpy as np

from veille import PARIS, digest

# « à » and « de » must fit: no place with an article or a vowel.
PLACES = (
    "Brumeval", "Port-Galène", "Saint-Arvel", "Montclairac", "Valdorne", "Roquefière",
    "Castelbrun", "Lormoy-sur-Aigre", "Pierrelongue", "Vauvignac",
)  # fmt: skip
OFF_DOMAIN = ("culture_locale", "transports_sports")
OFF_DOMAIN_SHARE = 0.12
# Weekly AR(1) of the log weight of each background theme: real flows drift, shuffled dice do not.
DRIFT, DRIFT_SD = 0.8, 0.2
FIRST_VOICES = 3  # a planted theme starts with so many sources, and ends with most of them


@dataclass(frozen=True, slots=True)
class Item:
    """One text of the sample, with the theme it was drawn from (the label of the truth)."""

    id: str
    source: str
    title: str
    text: str
    published_at: datetime  # UTC
    theme: str


@dataclass(frozen=True, slots=True)
class Plant:
    """A theme that rises, with its weeks counted from 0."""

    theme: str
    variable: str
    wordings: tuple[str, ...]
    onset: int
    rise_weeks: int

    @property
    def strong(self) -> int:
        """The first week at 95 % of the plateau."""
        return self.onset + self.rise_weeks

    def share(self, week: int) -> float:
        """The share of its plateau that the theme has reached, by a logistic curve."""
        middle, slope = self.onset + self.rise_weeks / 2, 2 * math.log(19) / self.rise_weeks
        return 0.0 if week < self.onset else 1 / (1 + math.exp(-slope * (week - middle)))


@dataclass(frozen=True, slots=True)
class Trap:
    """A theme that must not become a signal."""

    theme: str
    nature: str
    wordings: tuple[str, ...]
    week: int = 0
    weeks: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """What is planted for one seed."""

    seed: int
    first_monday: date
    weeks: int
    archive_weeks: int
    documents_per_week: int
    plants: tuple[Plant, ...]
    traps: tuple[Trap, ...]

    def trap(self, nature: str) -> Trap:
        """The first trap of this nature."""
        return next(trap for trap in self.traps if trap.nature == nature)

    def monday(self, week: int) -> date:
        """The Monday of a week counted from 0."""
        return self.first_monday + timedelta(weeks=week)


def truth(seed: int = 0) -> Truth:
    """The plants and traps: those of truth.toml for seed 0, redrawn inside [draw] otherwise."""
    data = _toml("truth.toml")
    plants = [
        Plant(p["theme"], p["variable"], tuple(p["wordings"]), p["onset"], p["rise_weeks"])
        for p in data["plant"]
    ]
    traps = [
        Trap(
            t["theme"],
            t["nature"],
            tuple(t["wordings"]),
            t.get("week", t.get("first_week", 0)),
            t.get("weeks", 0),
            t.get("source", ""),
        )
        for t in data["trap"]
    ]
    if seed:
        plants, traps = _redrawn(plants, traps, data["draw"], np.random.default_rng(seed))
    return Truth(
        seed,
        data["first_monday"],
        data["weeks"],
        data["archive_weeks"],
        data["documents_per_week"],
        tuple(plants),
        tuple(traps),
    )


def _redrawn(
    plants: list[Plant], traps: list[Trap], ranges: dict[str, list[int]], rng: np.random.Generator
) -> tuple[list[Plant], list[Trap]]:
    def between(name: str) -> int:
        low, high = ranges[name]
        return int(rng.integers(low, high + 1))

    plants = [replace(p, onset=between("onset"), rise_weeks=between("rise_weeks")) for p in plants]
    named = {"event", "wire", "mute", "template"}
    traps = [
        replace(t, week=between(f"{t.nature}_week")) if t.nature in named else t for t in traps
    ]
    return plants, traps


def sources() -> list[dict[str, str]]:
    """The fictional sources: id, name, class."""
    return [dict(source) for source in _toml("sources.toml")["source"]]


def items(seed: int = 0) -> list[Item]:
    """Every text of the 78 weeks, oldest first. At least 25 a week."""
    known = truth(seed)
    # 7919 keeps the stream of texts apart from the draw of the dates, which uses the bare seed.
    rng = np.random.default_rng(seed + 7919)
    found = [
        *_background(known, rng),
        *(item for plant in known.plants for item in _rising(known, plant, rng)),
        *(item for trap in known.traps for item in _trapped(known, trap, rng)),
    ]
    mute = known.trap("mute")
    silent_from = known.monday(mute.week)
    found = [i for i in found if i.source != mute.source or i.published_at.date() < silent_from]
    return sorted((_with_footer(i, known) for i in found), key=lambda i: (i.published_at, i.id))


def peak(known: Truth, stream: list[Item], theme: str) -> date:
    """The Monday of the last of the four weeks in which a theme is published most."""
    weeks = [(i.published_at.date() - known.first_monday).days // 7 for i in stream]
    drawn = [week for week, item in zip(weeks, stream, strict=True) if item.theme == theme]
    counts = np.bincount(np.clip(drawn, 0, known.weeks - 1), minlength=known.weeks)
    moving = np.convolve(counts, np.ones(4, np.int64))[: known.weeks]
    return known.monday(int(np.argmax(moving)))


def shuffled(stream: list[Item], seed: int) -> list[Item]:
    """The null: the same texts and voices, dates permuted, so that nothing can emerge.

    The copies of the dispatch keep one date, as near-duplicates would (signals.md, prototype).
    """
    rng = np.random.default_rng(seed)
    dates = [stream[k].published_at for k in rng.permutation(len(stream))]
    pairs = list(zip(stream, dates, strict=True))
    wire = next((when for item, when in pairs if item.theme == "depeche"), None)
    moved = [
        replace(item, published_at=wire if wire and item.theme == "depeche" else when)
        for item, when in pairs
    ]
    return sorted(moved, key=lambda i: (i.published_at, i.id))


def _background(known: Truth, rng: np.random.Generator) -> Iterator[Item]:
    banks = _banks()
    names = sorted(banks)
    ids = [source["id"] for source in sources()]
    weight = np.zeros(len(names))
    for week in range(known.weeks):
        weight = DRIFT * weight + rng.normal(0, DRIFT_SD * math.sqrt(1 - DRIFT**2), len(names))
        share = np.exp(weight)
        off = np.array([name in OFF_DOMAIN for name in names])
        share[off] *= OFF_DOMAIN_SHARE / share[off].sum()
        share[~off] *= (1 - OFF_DOMAIN_SHARE) / share[~off].sum()
        for k in range(max(30, int(rng.poisson(known.documents_per_week)))):
            theme = names[int(rng.choice(len(names), p=share))]
            title, text = _recombined(banks[theme], rng)
            yield _item(known, week, str(rng.choice(ids)), (title, text), theme, k, rng)


def _recombined(bank: tuple[list[str], list[str]], rng: np.random.Generator) -> tuple[str, str]:
    headlines, sentences = bank
    chosen = rng.choice(len(sentences), int(rng.integers(3, 7)), replace=False)
    place = str(rng.choice(PLACES))
    title = headlines[int(rng.integers(len(headlines)))]
    text = " ".join(sentences[int(k)] for k in chosen)
    return title.replace("{lieu}", place), text.replace("{lieu}", place)


def _rising(known: Truth, plant: Plant, rng: np.random.Generator) -> Iterator[Item]:
    notices = _notices(plant.theme)
    order = list(rng.permutation(len(notices)))
    ids = [source["id"] for source in sources()]
    voices = list(rng.permutation(ids))
    expected = sum(plant.share(week) for week in range(known.weeks))
    plateau = min(5.0, 0.92 * len(notices) / expected)  # each notice is published once at most
    for week in range(known.weeks):
        share = plant.share(week)
        heard = max(FIRST_VOICES, round(share * (len(ids) - 1)))
        for _ in range(min(int(rng.poisson(plateau * share)), len(order))):
            k = int(order.pop())
            voice = str(voices[int(rng.integers(heard))])
            yield _item(known, week, voice, notices[k], plant.theme, k, rng)


def _trapped(known: Truth, trap: Trap, rng: np.random.Generator) -> Iterator[Item]:
    ids = [source["id"] for source in sources()]
    match trap.nature:
        case "fading":
            rates = [1.2 * math.exp(-week / 25) for week in range(known.weeks)]
        case "seasonal":
            rates = [2.0 * ((week - trap.week) % 52 < trap.weeks) for week in range(known.weeks)]
        case "event":
            yield from _one_day(known, trap, rng)
            return
        case "wire":
            yield from _dispatch(known, trap, rng)
            return
        case _:
            return
    waiting = list(enumerate(_notices(trap.theme)))
    for week, rate in enumerate(rates):
        for _ in range(min(int(rng.poisson(rate)), len(waiting))):
            k, text = waiting.pop(0)
            yield _item(known, week, str(rng.choice(ids)), text, trap.theme, k, rng)


def _one_day(known: Truth, trap: Trap, rng: np.random.Generator) -> Iterator[Item]:
    ids = [source["id"] for source in sources()]
    voices = [str(voice) for voice in rng.permutation(ids)]
    day = known.monday(trap.week) + timedelta(days=2)
    for k, text in enumerate(_notices(trap.theme)):
        item = _item(known, trap.week, voices[k % len(voices)], text, trap.theme, k, rng)
        yield replace(item, published_at=_instant(day, 7 + k))


def _dispatch(known: Truth, trap: Trap, rng: np.random.Generator) -> Iterator[Item]:
    data = _toml("notices/depeche.toml")
    papers = [s["id"] for s in sources() if s["class"] == "presse"]
    texts = [(t["title"], t["text"]) for t in [*data["notice"], *data["copies"]["variants"]]]
    day = known.monday(trap.week) + timedelta(days=1)
    for k, (paper, text) in enumerate(zip(papers, texts, strict=True)):
        item = _item(known, trap.week, paper, text, trap.theme, k, rng)
        yield replace(item, published_at=_instant(day + timedelta(days=k // 4), 7 + 2 * k))


def _with_footer(item: Item, known: Truth) -> Item:
    template = known.trap("template")
    if item.source != template.source:
        return item
    words = _toml("notices/gabarit.toml")
    changed = item.published_at.date() >= known.monday(template.week)
    return replace(item, text=f"{item.text}\n\n{words['after' if changed else 'before']}")


def _item(
    known: Truth,
    week: int,
    source: str,
    text: tuple[str, str],
    theme: str,
    k: int,
    rng: np.random.Generator,
) -> Item:
    name = digest(str(known.seed), str(week), source, theme, str(k))
    day = known.monday(week) + timedelta(days=int(rng.integers(7)))
    return Item(name, source, *text, _instant(day, int(rng.integers(6, 22))), theme)


def _instant(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(min(hour, 22)), PARIS).astimezone(UTC)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("sample").joinpath(name).read_text(encoding="utf-8"))


def _notices(theme: str) -> list[tuple[str, str]]:
    return [(n["title"], n["text"]) for n in _toml(f"notices/{theme}.toml")["notice"]]


def _banks() -> dict[str, tuple[list[str], list[str]]]:
    banks = {}
    for file in files("sample").joinpath("background").iterdir():
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        headlines = [line[2:] for line in lines if line.startswith("# ")]
        sentences = [line for line in lines if line and not line.startswith("# ")]
        banks[file.name.removesuffix(".txt")] = (headlines, sentences)
    return banks
