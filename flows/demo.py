"""The demonstration: the whole chain on the sample, served on this machine.

The first 52 weeks are imported as an archive, the last 26 are played night by night; the last
night and the weekly reports go through Prefect, as in production.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path

from sample import stream
from sample.server import SampleServer, serving
from veille import PARIS
from warehouse import decisions
from warehouse.publish import Home
from warehouse.read import Archive

from . import importing, models, night, truth
from .ledger import Say
from .settings import Settings, quiet_prefect


@dataclass
class Budget:
    """Where the time of the demonstration went."""

    say: Say
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage under its French name."""
        started = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
        self.say(f"{name} : {self.seconds[name]:.0f} s")


@dataclass(frozen=True)
class Played:
    """What the demonstration made."""

    settings: Settings
    reports: list[Path]
    verdict: truth.Verdict
    seconds: dict[str, float]


def play(settings: Settings, seed: int, say: Say, *, shuffle: bool = False) -> Played:
    """Play the demonstration in its own folder, emptied first.

    Args:
        settings: where to work; the demonstration uses the folder `demo` inside that home.
        seed: 0 plays sample/truth.toml; another number draws other dates for the plants.
        say: where progress goes.
        shuffle: permute the dates of the documents, so that nothing can emerge.
    """
    budget = Budget(say)
    known = stream.truth(seed)
    items = stream.items(seed)
    if shuffle:
        items = stream.shuffled(items, seed)
    with budget.stage("Charger les modèles"):
        loaded = models.load(settings.spacy_model, settings.variables)
    first_night = _monday_night(known.monday(known.archive_weeks))
    with serving(items, first_night) as server:
        own = _prepared(settings, server)
        with budget.stage(f"Importer {known.archive_weeks} semaines d’archive"):
            archive = _write_archive(own, server, items, known.monday(known.archive_weeks))
            importing.run(own, loaded, [archive], first_night, lambda line: None)
        nights = [
            _monday_night(known.monday(week + 1))
            for week in range(known.archive_weeks, known.weeks)
        ]
        with budget.stage(f"Jouer {len(nights) - 1} semaines de collecte"):
            for k, instant in enumerate(nights[:-1], 1):
                server.now = instant
                done = night.run(own, loaded, instant, _stopped(instant), time.sleep)
                say(f"  semaine {k}/{len(nights)}, {instant:%d/%m/%Y} : {done.message}")
        server.now = nights[-1]
        _decide_one(own, nights[-2])
        with budget.stage("Dernière nuit, bulletin et fiches, par Prefect"):
            reports = _by_prefect(own, nights[-1])
    verdict = truth.judge(own.home, known, items)
    return Played(own, reports, verdict, budget.seconds)


def _prepared(settings: Settings, server: SampleServer) -> Settings:
    """Settings of the demonstration: its own empty home, this machine allowed, no waiting."""
    folder = settings.home.folder / "demo"
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    catalogue = folder / "sources.toml"
    catalogue.write_text(server.catalogue(), encoding="utf-8")
    return replace(
        settings, home=Home(folder), catalogue=catalogue, allow=frozenset({"127.0.0.1"}), pace_s=0.0
    )


def _write_archive(
    settings: Settings, server: SampleServer, items: list[stream.Item], until: date
) -> Path:
    """The texts published before a day, as the JSONL archive that `veille import` reads."""
    path = settings.home.folder / "archive.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for item in items:
            if item.published_at.astimezone(PARIS).date() < until:
                record = {
                    "id": item.id,
                    "url": server.url(item),
                    "source": item.source,
                    "title": item.title,
                    "published": item.published_at.isoformat(),
                    "lang": "fr",
                    "text": item.text,
                }
                lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def _monday_night(monday: date) -> datetime:
    return datetime.combine(monday, clock_time(3, 30), PARIS).astimezone(UTC)


def _decide_one(settings: Settings, now: datetime) -> None:
    """Follow the best signal, as a documentalist would: the last night brings the decision in."""
    with Archive.open(settings.home.published) as archive:
        rows = archive.signals(archive.weeks()[-1].week)
    if rows:
        decisions.decide(
            settings.home.decisions,
            signal=rows[0].signal_id,
            decision="a_suivre",
            motive=None,
            note="Décision d’exemple, prise par la démonstration",
            author="démonstration",
            now=now,
        )


def _stopped(instant: datetime) -> Callable[[], datetime]:
    """The clock of a played night: the ledger shows the day that is played."""
    return lambda: instant


def _by_prefect(settings: Settings, instant: datetime) -> list[Path]:
    """Run the last night and the weekly reports as the scheduler would."""
    quiet_prefect()
    with settings.exported():
        from .nightly import nightly
        from .weekly import weekly

        nightly(instant.isoformat())
        return [Path(path) for path in weekly()]


def closing(played: Played) -> list[str]:
    """What to read and to try next, and how the planted truth was told, in French."""
    home = played.settings.home
    total = sum(played.seconds.values())
    return [
        "",
        "Ce qui était planté, et ce que Veille en a dit :",
        *(f"  {line}" for line in played.verdict.lines()),
        "",
        "À lire :",
        *(f"  {path}" for path in played.reports),
        f"Base : {home.published}",
        "",
        f"Trois requêtes à essayer (VEILLE_HOME={home.folder}) :",
        "  veille query signaux_en_cours",
        "  veille query leviers_recents",
        '  veille query "SELECT label, state, score FROM v_signal ORDER BY score DESC"',
        "",
        f"Durée : {total:.0f} s. "
        + " ; ".join(f"{name} : {seconds:.0f} s" for name, seconds in played.seconds.items()),
    ]


def summary(played: Played) -> dict[str, object]:
    """The verdict and the time of each stage, for scripts."""
    return {
        "verdict": truth.as_json(played.verdict),
        "reports": [str(path) for path in played.reports],
        "database": str(played.settings.home.published),
        "seconds": {name: round(seconds, 1) for name, seconds in played.seconds.items()},
    }
