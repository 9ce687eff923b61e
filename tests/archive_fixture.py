"""An archive in memory, made of texts that we write: what the pipeline leaves to the weeks."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from flows.committing import commit
from veille import Document, Mention, Passage, Tag, digest, key_of
from warehouse import database, understood, write
from warehouse.understood import Reading
from warehouse.write import SourceRow

FIRST = date(2024, 1, 1)  # a Monday
N_WEEKS = 70
EMPTY_WEEK = 45
VARIABLES = ["numerique", "partenariats"]
CLASSES = ("presse", "association", "collectivite", "recherche")
VOICES = [f"voix{k:02}" for k in range(12)]
BACKGROUND = [f"motif {k:02}" for k in range(40)]
PLANT, COMPANION = "jury citoyen", "budget ouvert"
FADED, EVENT, CRISIS = "chèque culture", "panne générale", "crise du lait"
SINGLE, ANNUAL = "carnet maison", "foire annuelle"


_FOLDER = tempfile.TemporaryDirectory(prefix="veille-model-", ignore_cleanup_errors=True)


@cache
def model():
    """The file of an empty archive with its catalogue: copying it is faster than migrating."""
    path = Path(_FOLDER.name) / "model.duckdb"
    with database.connect(path, read_only=False) as db:
        database.migrate(db)
        write.catalogue(db, [(name, name.title(), "Défini ici.") for name in VARIABLES], [])
        rows = [
            SourceRow(name, name, CLASSES[k % 4], "archive", None, (), "open", 0, "fr", False, "")
            for k, name in enumerate(VOICES)
        ]
        write.sources(db, rows)
    return path


def opened():
    """An empty archive in memory, with its catalogue."""
    path = model()
    db = database.connect(Path(":memory:"), read_only=False)
    db.execute(f"ATTACH '{path}' AS model (READ_ONLY)")
    db.execute("COPY FROM DATABASE model TO memory")
    db.execute("DETACH model")
    return db


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def document(name, day, voice="voix00", text="Un texte.", **rest):
    """A document, imported and known on its own day unless said otherwise."""
    given = {"source": voice, "voice": voice, "url": f"https://{voice}.example/{name}"}
    given |= {"title": name, "available_at": noon(day), "origin": "import"} | rest
    return Document(id=digest(name), text=text, published_at=noon(day), **given)


def reading(made, units=(), variables=("numerique",), contexts=None, cut=()):
    """One passage, the whole text; each unit is mentioned where it first stands."""
    passage = Passage(digest(made.version_id, "0"), made.version_id, made.id, 0, 0, len(made.text))
    tags = [Tag(passage.id, name, 0.9, "levier", None, None, ()) for name in variables]
    mentions = [
        Mention(
            unit,
            passage.id,
            made.text.index(unit),
            made.text.index(unit) + len(unit),
            key_of(digest(unit, (contexts or {}).get(unit, made.version_id))),
            unit in cut,
        )
        for unit in units
    ]
    return Reading(made, "fr", made.id.encode(), [passage], tags, mentions)


def told(name, day, voice, units, **rest):
    """The reading of a text that says these units, each in a context of its own."""
    text = f"Ici, {name} : " + " ".join(f"Le {unit} avance à grands pas." for unit in units)
    return reading(document(name, day, voice, text), units, **rest)


def keep(db, found, committed=None):
    """Store these readings, each counted on its day."""
    understood.store(
        db, found, analysis="essai", counted_on=lambda d: write.counting_day(d, committed)
    )


def stream(seed=0):
    """Readings by week: steady background, one plant, one faded plant, an event, one voice."""
    rng = np.random.default_rng(seed)
    return [_week(week, rng) if week != EMPTY_WEEK else [] for week in range(N_WEEKS)]


def _week(week, rng):
    monday = FIRST + timedelta(weeks=week)
    rates = np.linspace(0.05, 0.15, len(BACKGROUND))
    found = []
    for k in range(30):
        units = [u for u, said in zip(BACKGROUND, rng.random(40) < rates, strict=True) if said]
        day = monday + timedelta(days=int(rng.integers(7)))
        voice = VOICES[int(rng.integers(12))]
        found.append(told(f"fond {week} {k}", day, voice, [*units, "rue"]))
    return found + [told(*args) for args in _specials(week, monday)]


def _specials(week, monday):
    rise = {60 + k: n for k, n in enumerate((1, 1, 2, 2, 3, 4, 4, 5, 6, 7))}
    faded = {28 + k: n for k, n in enumerate((1, 2, 2, 3, 3, 4, 5, 5, 6, 6))}
    for k in range(rise.get(week, 0)):
        units = [PLANT, COMPANION] if k % 4 else [PLANT]
        yield f"pousse {week} {k}", monday + timedelta(days=k % 7), VOICES[(k + week) % 12], units
    for k in range(faded.get(week, 0)):
        yield f"fanée {week} {k}", monday + timedelta(days=k % 7), VOICES[k], [FADED]
    for k in range(10 if week == 62 else 0):
        yield f"panne {week} {k}", monday + timedelta(days=2), VOICES[k], [EVENT]
    crisis = {34: 10, 35: 7, 36: 3} | dict.fromkeys(range(62, 70), 8)
    for k in range(crisis.get(week, 0)):
        units = [CRISIS, COMPANION] if week < 40 else [CRISIS]
        yield f"crise {week} {k}", monday + timedelta(days=k % 7), VOICES[k], units
    for k in range(4 if week % 52 in range(10, 15) else 0):
        voice = VOICES[(3 * k + week) % 12]
        yield f"foire {week} {k}", monday + timedelta(days=k), voice, [ANNUAL]
    for k in range(5 if week >= 60 else 0):
        yield f"maison {week} {k}", monday + timedelta(days=k), VOICES[3], [SINGLE]


def monday_of(week):
    return FIRST + timedelta(weeks=week)


def replayed(weeks):
    """The archive of these weeks, committed at once."""
    db = opened()
    keep(db, [reading for week in weeks for reading in week])
    commit(db, upto=monday_of(len(weeks)), replay=True, variables=VARIABLES)
    return db


def played(weeks, every=1):
    """The same archive, each week stored then committed in its turn, or every few weeks."""
    db = opened()
    for number, found in enumerate(weeks):
        keep(db, found)
        if number % every == every - 1 or number == len(weeks) - 1:
            commit(db, upto=monday_of(number), replay=False, variables=VARIABLES)
    return db


def measured(db, unit, week, variable="numerique", state="candidat", born=None):
    """A signal that this unit speaks for, as measured one week; it is called by its unit."""
    key = "SELECT unit_key FROM unit WHERE lemma = $unit"
    given = {"unit": unit, "week": week, "variable": variable, "state": state}
    db.execute(
        "INSERT INTO signal_week BY NAME SELECT $unit AS signal_id, $week::DATE AS week,"
        f" $unit AS label, $variable AS variable_id, ({key}) AS lead_key, $state AS state,"
        " 'bruit' AS was, '' AS reason, 0 AS score, 0 AS cusum, 0 AS n_mentions, 0 AS n_now,"
        " 0 AS expected, 0 AS n_voices, 0 AS n_effective, 0 AS n_classes, 0 AS p_value,"
        " 0 AS shape, 0 AS effect, 0 AS visibility",
        given,
    )
    db.execute(
        f"INSERT INTO signal SELECT $unit, $born::DATE, ({key}), $unit, $variable, $state,"
        " $week::DATE, 0, 0, 0, NULL",
        given | {"born": born or week},
    )
