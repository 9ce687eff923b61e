"""Actors kept in the archive: whatever the order, and read anew when the gazetteer changes."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from flows import archive, models
from flows.ledger import Ledger
from flows.understanding import understand
from nlp import gazetteer
from tests.archive_fixture import document, noon, opened
from tests.night_fixture import loaded
from tests.test_actors import TEXT
from warehouse import actors, database

DAY = datetime(2026, 5, 4, tzinfo=UTC).date()
SAID = (
    "Le guichet ouvre lundi et la CAF y tient une permanence. L’observatoire des besoins locaux"
    " (OBL) suit les demandes des familles de la commune.",
    "Les familles attendent une réponse. L’observatoire des besoins locaux (OBL) publie ses"
    " chiffres, que le préfet du Nord commente devant les élus de la commune.",
)
TEXTS = [document(str(k), DAY, text=text) for k, text in enumerate(SAID)]


def kept(given, documents=TEXTS):
    """An archive that these models read, a document at a time."""
    db = opened()
    archive.describe(db, given)
    for one in documents:
        archive.store(db, understand(given, [one]), given, None)
    return db


@cache
def smaller():
    """The models with a gazetteer of three entries."""
    given = replace(loaded(), actors=gazetteer.parse(TEXT, "acteurs.toml"))
    vars(given)["tagger"] = loaded().tagger  # the same, and slow to make
    return given


def named(db):
    sql = "SELECT label, wording FROM v_actor ORDER BY ALL"
    return db.execute(sql).fetchall()


def test_every_actor_of_the_gazetteer_has_its_line():
    n = opened().execute("SELECT count(*) FROM actor").fetchone()
    with_them = kept(loaded(), []).execute("SELECT count(*) FROM actor").fetchone()
    assert (n, with_them) == ((0,), (len(models.known_actors().entries),))


def test_passages_keep_who_they_name_and_what_texts_define():
    assert named(kept(smaller())) == [
        ("Nord", "Nord"),
        ("caisse d'allocations familiales", "CAF"),
        ("observatoire des besoins locaux", "observatoire des besoins locaux"),
        ("observatoire des besoins locaux", "observatoire des besoins locaux"),
    ]


def test_the_order_of_the_texts_does_not_matter():
    first, second = kept(loaded()), kept(loaded(), TEXTS[::-1])
    assert database.checksums(first) == database.checksums(second)


def test_another_gazetteer_is_another_analysis_and_reads_everything_anew():
    db, fresh = kept(loaded()), kept(smaller())
    assert loaded().version != smaller().version
    archive.describe(db, smaller())
    ledger = Ledger("nuit", noon(DAY), smaller().version)
    assert archive.refresh(db, smaller(), ledger)
    assert database.checksums(db) == database.checksums(fresh)


def test_an_actor_that_only_a_forgotten_text_defined_is_swept():
    db = kept(smaller())
    db.execute("DELETE FROM passage_actor")
    actors.sweep(db)
    assert db.execute("SELECT DISTINCT class FROM actor ORDER BY 1").fetchall() == [
        ("departement",),
        ("organisme",),
    ]
