"""Time and memory of the stages, each in a child process of its own: `make bench`.

Machines are noisy: read the ratios of one run, not its seconds. Takes about four minutes on two
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
ASKED = {  # ceilings; a busy machine may pass one: run it again before you blame the code
    "night_cost": {"long_over_short": 1.2, "rows_long_over_short": 1.0},
    "toy_detection": {"detection_seconds": 2.0},
}
TOY = SHARED.parents[1] / "prototypes" / "toy_corpus.py"
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
        print(f"{name:28} {said}{_over(name, json.loads(said))}", flush=True)


def _over(name: str, found: dict[str, float]) -> str:
    """What passes the ceilings of a measure, in words."""
    asked = ASKED.get(name, {})
    over = [f"{key} > {most}" for key, most in asked.items() if found.get(key, 0) > most]
    return f"  OVER: {', '.join(over)}" if over else ""


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
    """Statistics of 105 nights of 500 documents after 10,000 and 1,000,000 passages."""
    from . import nights

    with tempfile.TemporaryDirectory() as name:
        short, long = nights.costs(Path(name), 10_000, 1_000_000)
    whole = (long.statistics + long.base) / (short.statistics + short.base)
    return {
        "short_past_seconds": round(short.statistics + short.base, 2),
        "long_over_short": round(whole, 2),
        "statistics_long_over_short": round(long.statistics / short.statistics, 2),
        "base_long_over_short": round(long.base / short.base, 2),
        "rows_long_over_short": round(long.n_touched / short.n_touched, 4),
    }


def count_cost() -> dict[str, float]:
    """Counting five weeks of 3,500 documents, one by one, after the same two pasts.

    Apart: the mentions of six months are looked up, those of one week counted.
    """
    from . import counting

    with tempfile.TemporaryDirectory() as name:
        short, long = (counting.cost(Path(name), n) for n in (10_000, 1_000_000))
    return {"short_past_seconds": round(short, 2), "long_over_short": round(long / short, 2)}


def toy_detection() -> dict[str, float]:
    """Weeks of the toy corpus from counts to signals, its texts read before and not timed."""
    from flows import backtest, models
    from warehouse.publish import Home, building

    if not TOY.exists():
        return {}
    loaded = models.load(None)
    with tempfile.TemporaryDirectory() as name:
        plan = backtest.Plan(Path(name), history_weeks=8)
        path = Path(name) / "toy.jsonl"
        subprocess.run([sys.executable, str(TOY), str(path)], check=True)
        now = datetime(2026, 11, 23, tzinfo=UTC)
        done = backtest.replay(loaded, [path], plan, now, lambda line: None)
        with building(Home(Path(name))) as db:
            started = time.perf_counter()
            found = backtest.step_by_step(db, loaded, plan)
            spent = time.perf_counter() - started
    return {"documents": done.n_records, "lines": len(found), "detection_seconds": round(spent, 2)}


MEASURES: dict[str, Callable[[], dict[str, float]]] = {
    "help_starts": help_starts,
    "night_cost": night_cost,
    "count_cost": count_cost,
    "toy_detection": toy_detection,
    "understanding": understanding,
    "sample_import": sample_import,
    "questions_import": questions_import,
}

if __name__ == "__main__":
    main()
