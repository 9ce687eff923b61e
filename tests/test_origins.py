"""Where a signal comes from: its first document, and the classes of sources it reaches in order."""

from datetime import date, timedelta

import pytest

from reports import french, origins
from tests.archive_fixture import FIRST, PLANT, VOICES, document, keep, measured, opened, reading
from tests.archive_fixture import told as said
from tests.warehouse_fixture import put
from veille import SOURCE_CLASSES, digest, key_of
from warehouse.read import ClassReached, Origin

BORN = FIRST + timedelta(weeks=40)
PRESS, ASSOCIATION, COUNCIL, RESEARCH = VOICES[:4]  # of these classes, see CLASSES of the fixture


def after(n_days):
    return BORN + timedelta(days=n_days)


def archive(*texts, week=BORN, n_weeks=41):
    """An archive where these voices say the plant on these days; its signal born at BORN."""
    db = opened()
    keep(db, [said(f"{voice} {day}", day, voice, [PLANT]) for voice, day in texts])
    measured(db, PLANT, week, born=BORN)
    for k in range(n_weeks):
        db.execute("INSERT INTO week VALUES (?, 30, 30, 5)", [BORN - timedelta(weeks=k)])
    return db


def rungs(db):
    sql = "SELECT class, rung, rank, first_day FROM v_signal_maturity ORDER BY rank, rung"
    return db.execute(sql).fetchall()


def novelty(db):
    sql = "SELECT first_day, first_voice, n_before, novelty FROM v_signal_novelty"
    return db.execute(sql).fetchone()


def test_classes_come_in_the_order_in_which_they_said_it():
    with archive((COUNCIL, after(3)), (ASSOCIATION, after(1)), (PRESS, after(2))) as db:
        assert rungs(db) == [
            ("association", 1, 1, after(1)),
            ("presse", 3, 2, after(2)),
            ("collectivite", 2, 3, after(3)),
        ]


def test_classes_of_one_day_come_together():
    with archive((PRESS, after(1)), (ASSOCIATION, after(1)), (RESEARCH, after(2))) as db:
        assert [rank for _, _, rank, _ in rungs(db)] == [1, 1, 2]


def test_a_class_is_reached_by_its_first_voice():
    texts = [(PRESS, after(2)), (VOICES[4], after(1)), (PRESS, after(3))]  # both of the press
    with archive(*texts) as db:
        sql = "SELECT first_voice, first_day, n_documents, n_voices FROM v_signal_maturity"
        assert db.execute(sql).fetchall() == [(VOICES[4], after(1), 3, 2)]


def test_a_past_week_does_not_see_the_classes_of_later():
    with archive((PRESS, after(1)), (ASSOCIATION, after(9))) as db:
        found = db.execute("SELECT class FROM signal_maturity_at(?::DATE)", [BORN]).fetchall()
        assert found == [("presse",)]


def test_an_unknown_class_has_no_rung():
    with archive((PRESS, after(1))) as db:
        db.execute("UPDATE source SET class = NULL")
        assert rungs(db) == [(None, None, 1, after(1))]


def test_copies_are_no_first_voice():
    with archive((PRESS, after(1)), (ASSOCIATION, after(2))) as db:
        db.execute("DELETE FROM story")
        first = "SELECT document_id, 'x', true, 1.0 FROM document WHERE voice = ?"
        db.execute(f"INSERT INTO story {first}", [PRESS])
        assert [name for name, *_ in rungs(db)] == ["association"]


def test_a_signal_never_said_before_it_rose_is_new():
    with archive((PRESS, after(-60)), (COUNCIL, after(1))) as db:
        assert novelty(db) == (after(-60), PRESS, 0, "inedit")


@pytest.mark.parametrize(("n", "word"), [(1, "rare"), (7, "rare"), (8, "connu")])
def test_what_was_said_before_the_twelve_weeks_counts_as_known(n, word):
    texts = [(VOICES[k], after(-100 - k)) for k in range(n)]
    with archive((PRESS, after(1)), *texts) as db:
        assert novelty(db)[2:] == (n, word)


def test_a_short_archive_cannot_tell_what_is_new():
    with archive((PRESS, after(1)), n_weeks=30) as db:
        assert novelty(db)[3] == "sans_recul"


def test_a_text_without_the_title_of_the_signal_is_not_its_first():
    with archive((PRESS, after(1))) as db:
        keep(db, [reading(document("autre", after(-9)))])
        assert novelty(db)[0] == after(1)


@pytest.mark.parametrize(
    ("was", "first"),
    [
        ("budget ouvert", after(-30)),  # another title of the same signal
        (PLANT.split()[0], after(1)),  # a part of the present title, that others say too
    ],
)
def test_a_signal_that_takes_another_title_keeps_its_first_document(was, first):
    with archive((PRESS, after(1))) as db:
        keep(db, [said("avant", after(-30), COUNCIL, [was])])
        put(
            db, "signal_week", signal_id=PLANT, week=BORN - timedelta(weeks=1),
            lead_key=key_of(digest("unit", was)),
        )  # fmt: skip
        assert novelty(db)[0] == first
        assert min(day for *_, day in rungs(db)) == first


def test_every_class_of_sources_has_a_rung():
    assert set(french.LADDER) == set(SOURCE_CLASSES)


def flat(words):
    return words.replace("\u00a0", " ")


def reached(name, rank, voice):
    return ClassReached(name, 1, rank, date(2026, 3, rank), voice, 1)


def test_the_path_says_who_opened_each_class_and_what_is_not_reached():
    rows = [reached("association", 1, "Entraide"), reached("presse", 2, "Le Courrier")]
    assert flat(origins.path(rows)) == (
        "Chemin : d’abord associations (Entraide, 1er mars 2026), puis presse (Le Courrier,"
        " 2 mars 2026) ; pas encore : collectivités, recherche et textes officiels."
    )


def test_classes_that_came_one_day_are_told_together():
    rows = [reached("presse", 1, "Le Fanal"), reached("institution", 1, "Caisse")]
    same = "presse (Le Fanal, 1er mars 2026) et textes officiels (Caisse), le même jour"
    assert flat(origins.path(rows)).startswith(f"Chemin : {same} ; pas encore : ")
    rows.append(reached("recherche", 2, "Le Laboratoire"))
    after = ", puis recherche (Le Laboratoire, 2 mars 2026) ; pas encore : "
    assert flat(origins.path(rows)).startswith(f"Chemin : d’abord {same}{after}")


def test_a_path_of_unknown_classes_is_not_told():
    assert origins.path([reached(None, 1, "Archive")]) == origins.path([]) == ""


@pytest.mark.parametrize(
    ("word", "end"),
    [
        ("inedit", "avant sa montée, rien en 53 semaines d’archive."),
        ("rare", "avant sa montée, 3 documents seulement en 53 semaines d’archive."),
        ("connu", "avant sa montée, déjà 3 documents en 53 semaines d’archive."),
        ("sans_recul", "archive trop courte avant sa montée (53 semaines) pour le dire nouveau."),
    ],
)
def test_the_first_document_is_told_with_how_new_it_was(word, end):
    told = flat(origins.novelty(Origin(date(2026, 1, 14), "Titre", "Le Courrier", 3, 53, word)))
    assert told == f"Premier document : « Titre », Le Courrier, 14 janvier 2026 ; {end}"


def test_a_signal_without_a_document_tells_nothing():
    assert origins.novelty(None) == ""
