"""The rows of evidence as a commit writes them: stories once, contraries apart."""

from datetime import timedelta

import pytest

from flows import proofs
from tests.archive_fixture import FIRST, PLANT, document, keep, measured, opened, reading
from tests.warehouse_fixture import put
from veille import digest, key_of

WEEK = FIRST + timedelta(weeks=11)


def archive(*texts):
    """An archive where the plant rises: (day, voice, sentence that says it), a document each."""
    db = opened()
    for n, (day, voice, sentence) in enumerate(texts):
        text = f"{sentence} Le numéro {n} du bulletin paraît à Brumeval."
        made = document(f"t{n}", FIRST + timedelta(days=day), voice, text)
        keep(db, [reading(made, [PLANT])])
    measured(db, PLANT, WEEK)
    key = key_of(digest("unit", PLANT))
    put(db, "signal_unit", signal_id=PLANT, unit_key=key, since=FIRST)
    return db


def rows(db):
    """Role, words, document and mark of each row of evidence."""
    texts = dict(db.execute("SELECT passage_id, document_id FROM passage").fetchall())
    stored = dict(db.execute("SELECT passage_id, text FROM v_passage").fetchall())
    found = proofs.rows(db, WEEK, [PLANT])
    assert [row[2] for row in found] == list(range(1, len(found) + 1))
    return [(row[4], row[7], texts[row[3]], stored[row[3]]) for row in found]


def ordinary(n):
    said = ("Un {} siège", "Le {} délibère", "Voici le {} du bourg", "Au {} de trancher")
    return [
        (7 * k, f"voix{k:02}", said[k % 4].format(PLANT) + f" sur le sujet {k}.") for k in range(n)
    ]


def test_what_says_the_contrary_comes_last_with_its_words():
    with archive(*ordinary(6), (60, "voix10", f"Le conseil vote l’abandon du {PLANT}.")) as db:
        role, cue, _, text = rows(db)[-1]
        assert (role, cue) == ("contraire", "abandon du") and cue in text


def test_no_proof_is_one_of_the_contraries():
    with archive(*ordinary(6), (60, "voix10", f"Le conseil vote l’abandon du {PLANT}.")) as db:
        found = rows(db)
        assert len({document for *_, document, _ in found}) == len(found)
        assert {cue for role, cue, *_ in found if role != "contraire"} == {None}


@pytest.mark.parametrize("original", [0, 3])
def test_evidence_never_shows_two_documents_of_one_story(original):
    copy = (60, "voix10", f"Le conseil vote l’abandon du {PLANT}.")
    again = (62, "voix11", f"Le conseil a voté l’abandon du {PLANT}.")
    with archive(*ordinary(7), copy, again) as db:
        story = digest(f"t{original}")
        told_again = [digest(f"t{k}") for k in (5, 6)] + [digest("t8")]
        for name in told_again:
            head = story if name != digest("t8") else digest("t7")
            db.execute("DELETE FROM story WHERE document_id = ?", [name])
            put(db, "story", document_id=name, story_id=head, is_copy=True, similarity=0.9)
        documents = [document for *_, document, _ in rows(db)]
        assert not set(documents) & set(told_again)
        heads = dict(db.execute("SELECT document_id, story_id FROM story").fetchall())
        assert len({heads.get(d, d) for d in documents}) == len(documents)
        assert digest("t7") in documents


def test_a_later_contrary_is_not_seen_from_an_earlier_week():
    with archive(*ordinary(6), (90, "voix10", f"Le conseil vote l’abandon du {PLANT}.")) as db:
        assert "contraire" not in [role for role, *_ in rows(db)]


def test_the_first_proof_stays_when_the_signal_takes_another_title():
    with archive(*ordinary(6)) as db:
        first = "Le budget ouvert naît à Brumeval."
        keep(
            db,
            [
                reading(
                    document("avant", FIRST - timedelta(days=9), "voix09", first), ["budget ouvert"]
                )
            ],
        )
        key = key_of(digest("unit", "budget ouvert"))
        put(db, "signal_unit", signal_id=PLANT, unit_key=key, since=FIRST)
        assert rows(db)[0][3] != first  # a unit of the signal, that never was its title
        put(db, "signal_week", signal_id=PLANT, week=WEEK - timedelta(weeks=1), lead_key=key)
        assert (rows(db)[0][0], rows(db)[0][3]) == ("premier", first)


FOOTER = f"Retrouvez chaque semaine dans nos pages le {PLANT} et la vie des quartiers."


def repeated(db, start, day):
    """Tell the base that the footer of these texts is one, known since this day."""
    for (key,) in db.execute(
        "SELECT p.passage_key FROM passage AS p JOIN v_passage AS v USING (passage_id)"
        " WHERE contains(v.text, 'Retrouvez')"
    ).fetchall():
        db.execute("INSERT INTO block VALUES (?, 7, ?, ?)", [key, start, start + len(FOOTER)])
    db.execute("INSERT INTO repeated_block VALUES ('p', 1, 7, 0, 1, ?, 5)", [day])


def test_a_sentence_that_its_source_repeats_proves_nothing():
    with archive((0, "voix09", FOOTER), *ordinary(6)) as db:
        assert any("Retrouvez" in text for *_, text in rows(db))
        repeated(db, 0, FIRST + timedelta(days=70))
        assert not any("Retrouvez" in text for *_, text in rows(db))
        first = "SELECT first_title FROM signal_novelty_at(?)"
        assert db.execute(first, [WEEK]).fetchone() != ("t0",)


def test_what_was_not_known_to_be_repeated_yet_still_proves():
    with archive((0, "voix09", FOOTER), *ordinary(6)) as db:
        repeated(db, 0, WEEK + timedelta(days=7))
        assert any("Retrouvez" in text for *_, text in rows(db))


def test_repeated_sentences_prove_where_nothing_else_does():
    with archive((0, "voix09", FOOTER), (9, "voix08", FOOTER), *ordinary(2)) as db:
        repeated(db, 0, FIRST + timedelta(days=70))
        assert any("Retrouvez" in text for *_, text in rows(db))
