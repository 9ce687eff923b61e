"""What the archive says, unit by unit: forms, voices, days, and parts of longer units."""

from datetime import timedelta

import pytest

from tests.archive_fixture import FIRST, document, keep, opened, reading

LONG, PART = "bourse de répit", "répit"


def archive(*texts):
    """An archive of these texts, one a day; each is said by a voice of its own."""
    db = opened()
    made = [
        (document(f"t{k}", FIRST + timedelta(days=k), f"voix{k:02}", text), units)
        for k, (text, units) in enumerate(texts)
    ]
    keep(db, [reading(*one) for one in made])
    return db


def unit(db, lemma, columns="*"):
    return db.execute(f"SELECT {columns} FROM v_unit WHERE lemma = $1", [lemma]).fetchone()


def test_a_unit_tells_its_documents_voices_and_days():
    db = archive(("Une bourse de répit.", [LONG]), ("Rien.", []), ("La bourse de répit.", [LONG]))
    told = unit(db, LONG, "n_documents, n_voices, n_passages, first_day, last_day")
    assert told == (2, 2, 2, FIRST, FIRST + timedelta(days=2))


def test_its_form_is_the_most_frequent_as_written_then_the_first_of_the_alphabet():
    texts = ["Le répit.", "Un répit.", "Ce répit."]
    assert unit(archive(*((t, [PART]) for t in texts)), PART, "form") == (PART,)


@pytest.mark.parametrize(("n_alone", "within"), [(0, LONG), (1, LONG), (2, None)])
def test_a_part_is_within_the_longer_unit_that_holds_four_fifths_of_it(n_alone, within):
    both = [("Une bourse de répit.", [LONG, PART])] * 4
    alone = [("Un long répit.", [PART])] * n_alone
    db = archive(*both, *alone)
    assert unit(db, PART, "within") == (within,)
    assert unit(db, LONG, "within") == (None,)
