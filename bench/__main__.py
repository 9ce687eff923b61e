"""Time and memory of the stages, each in a child process of its own: `make bench`.

Machines are noisy: read the ratios of one run, not its seconds. Takes about three minutes on two
cores; with ../shared/data it also imports the questions of the Assemblée.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sample import stream

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "corpora"
REAL = "an_questions_ecrites_2022.jsonl.gz"


def main() -> None:
    """Run every measure and print a line of JSON for each."""
    if len(sys.argv) > 1:
        print(json.dumps(_measured(MEASURES[sys.argv[1]])))
        return
    for name in MEASURES:
        command = [sys.executable, "-m", "bench", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said = done.stdout.strip() or f'{{"error": {json.dumps(done.stderr[-300:])}}}'
        print(f"{name:28} {said}", flush=True)


def _measured(measure: Callable[[], dict[str, float]]) -> dict[str, float]:
    started, cpu = time.perf_counter(), time.process_time()
    found = measure()
    return {
        **found,
        "seconds": round(time.perf_counter() - started, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def help_starts() -> dict[str, float]:
    """How long `veille --help` takes, the best of three."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "--help"]
    times = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        times.append(time.perf_counter() - started)
    return {"help_seconds": round(min(times), 2)}


def understanding() -> dict[str, float]:
    """Words a second from text to passages, tags and mentions; the share of the language layer."""
    from flows import models, understanding
    from veille import Document, digest

    loaded = models.load(None)
    items = stream.items(0)[:1000]
    documents = [
        Document(digest(i.id), i.source, i.source, i.id, i.title, i.text, i.published_at,
                 i.published_at)
        for i in items
    ]  # fmt: skip
    understanding.understand(loaded, documents)
    spent = _cpu(lambda: understanding.understand(loaded, documents))
    language = _cpu(lambda: list(loaded.read(d.text for d in documents)))
    words = sum(len(d.text.split()) for d in documents)
    return {
        "words_per_cpu_second": round(words / spent),
        "language_words_per_cpu_second": round(words / language),
        "language_share": round(language / spent, 2),
    }


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def sample_import() -> dict[str, float]:
    """Documents a second through a whole import of the sample: store, commit, topics, publish."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.jsonl"
        with path.open("w", encoding="utf-8") as lines:
            for i in stream.items(0):
                record = {"id": i.id, "source": i.source, "title": i.title, "text": i.text}
                record |= {"url": f"https://example.org/{i.id}", "lang": "fr"}
                lines.write(json.dumps(record | {"published": i.published_at.isoformat()}) + "\n")
        return _imported(Path(folder), path)


def questions_import() -> dict[str, float]:
    """The same with the questions of the Assemblée, when ../shared/data is there."""
    if not (SHARED / REAL).exists():
        return {}
    with tempfile.TemporaryDirectory() as folder:
        return _imported(Path(folder), SHARED / REAL)


def _imported(folder: Path, path: Path) -> dict[str, float]:
    from flows import importing, models
    from flows.settings import Settings
    from warehouse.publish import Home

    settings = Settings(home=Home(folder / "home"))
    started = time.perf_counter()
    now = datetime(2026, 11, 23, tzinfo=UTC)
    done = importing.run(settings, models.load(None), [path], now, lambda line: None)
    spent = time.perf_counter() - started
    steps = {step.name: round(step.seconds, 2) for step in done.steps}
    size = settings.home.published.stat().st_size / 2**20
    rate = done.n_records / spent
    return {"documents_per_second": round(rate, 1), "database_mib": round(size, 1), **steps}


def night_cost() -> dict[str, float]:
    """CUSUM of a night of 200 documents after 2,000 and 400,000 of them: the ratio of the times."""
    import numpy as np

    from nlp.signals import Exposure, Seen, UnitStates, advance

    rng = np.random.default_rng(0)
    n_units, per_night, weeks = 400_000, 1_400, 290
    zipf = np.cumsum(1 / (np.arange(n_units) + 20.0) ** 1.05)
    states = UnitStates.empty(n_units)
    exposure = Exposure(0, np.full(weeks, float(per_night)))
    seen: list[Seen] = []
    times = []
    for week in range(weeks):
        units, counts = np.unique(
            np.searchsorted(zipf / zipf[-1], rng.random(per_night * 60)), return_counts=True
        )
        seen.append(Seen(units.astype(np.int64), counts.astype(float)))
        leaving = seen[week - 8] if week >= 8 else Seen(np.zeros(0, np.int64), np.zeros(0))
        started = time.perf_counter()
        advance(states, week, seen[week], leaving, exposure)
        times.append(time.perf_counter() - started)
    early, late = float(np.median(times[10:30])), float(np.median(times[-20:]))
    return {"early_ms": round(early * 1e3, 1), "late_over_early": round(late / early, 2)}


MEASURES: dict[str, Callable[[], dict[str, float]]] = {
    "help_starts": help_starts,
    "night_cost": night_cost,
    "understanding": understanding,
    "sample_import": sample_import,
    "questions_import": questions_import,
}

if __name__ == "__main__":
    main()
