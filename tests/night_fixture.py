"""Nights and imports on a part of the sample: homes, their sources on this machine, instants."""

import json
import shutil
import tempfile
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path

from flows import importing, models, night
from flows.settings import Settings
from nlp.states import CONFIRMED
from sample import stream
from veille import PARIS
from warehouse import database
from warehouse.publish import Home

KNOWN = stream.truth()
HERE = frozenset({"127.0.0.1"})
NOBODY = "# No source.\n"

SOURCE = """
[[source]]
id = "{id}"
name = "{name}"
class = "presse"
kind = "feed"
url = "{url}"
variables = []
rights = "open"
retention_days = 0
language = "fr"
origin = "essai"
verified = true
follow = true
note = "Essai"
"""


@cache
def loaded():
    """The models, once for all tests."""
    return models.load(None)


@cache
def drawn(seed=0):
    """The stream of the sample."""
    return stream.items(seed)


def day_of(item):
    """The day a text was published, in Paris."""
    return item.published_at.astimezone(PARIS).date()


def items(first_week, last_week, every=1):
    """Every so many texts of the sample between two weeks, both included."""
    low, high = KNOWN.monday(first_week), KNOWN.monday(last_week + 1)
    return [item for item in drawn() if low <= day_of(item) < high][::every]


def night_of(week, day=0):
    """03:30 in Paris, so many days after the Monday of a week of the sample."""
    when = KNOWN.monday(week) + timedelta(days=day)
    return datetime.combine(when, time(3, 30), PARIS).astimezone(UTC)


def settings(folder, catalogue="", **rest):
    """Settings of a home in this folder, that follows the sources of this TOML text."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sources.toml"
    if catalogue:
        path.write_text(catalogue, encoding="utf-8")
    return Settings(home=Home(folder), allow=HERE, pace_s=0.0, catalogue=path, **rest)


def source(name, url):
    """The lines of a catalogue for one feed."""
    return SOURCE.format(id=name, name=name.title(), url=url)


def play(given, now, **rest):
    """A night at this instant, which lasts no time."""
    return night.run(given, loaded(), now, lambda: now, no_wait, **rest)


def no_wait(seconds):
    raise AssertionError(f"a night without pace waits {seconds} s")


def import_(given, paths, now=None, **options):
    """An import of these files."""
    at = now or night_of(KNOWN.weeks)
    return importing.run(given, loaded(), paths, at, lambda line: None, **options)


def record(item, **changes):
    """A text of the sample as a record of an archive."""
    url = f"https://{item.source}.example/{item.id}.html"
    published = item.published_at.isoformat()
    given = {"url": url, "source": item.source, "title": item.title, "text": item.text}
    return given | {"id": item.id, "published": published, "lang": "fr"} | changes


def archive(path, records):
    """A JSONL archive of these records; text lines are written as they are."""
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def opened(given):
    """The published file, closed at the end of the block."""
    return closing(database.connect(given.home.published, read_only=True))


def rows(given, sql, *values):
    """What a query finds in the published file."""
    with opened(given) as db:
        return db.execute(sql, list(values)).fetchall()


def sums(given, *, ledger=False):
    """The checksums of the published file."""
    with opened(given) as db:
        return database.checksums(db, ledger=ledger)


def changed(before, after):
    """The tables whose checksums differ."""
    return [name for name in before if before[name] != after[name]]


def alerts(given):
    """Title, first week at candidat or better and first week confirmed of every signal."""
    sql = (
        "SELECT label, min(week), min(week) FILTER (WHERE state <> 'candidat') FROM v_signal_week"
        " WHERE state IN (SELECT unnest(?)) GROUP BY signal_id, label ORDER BY ALL"
    )
    return rows(given, sql, ["candidat", *CONFIRMED])


_FOLDER = tempfile.TemporaryDirectory(prefix="veille-risen-", ignore_cleanup_errors=True)


@cache
def risen():
    """An archive of 28 weeks with living candidates and topics. Read it, or take a copy."""
    planted = {plant.theme for plant in KNOWN.plants}
    found = [i for k, i in enumerate(items(36, 63)) if i.theme in planted or k % 4 == 0]
    given = settings(Path(_FOLDER.name) / "home", NOBODY)
    path = archive(given.home.folder / "archive.jsonl", [record(item) for item in found])
    import_(given, [path], night_of(64))
    return given


def copy_of(given, folder):
    """The same archive in another folder."""
    made = settings(folder, given.catalogue.read_text("utf-8"))
    shutil.copy(given.home.published, made.home.published)
    return made
