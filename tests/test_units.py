"""What the archive says, unit by unit: forms, voices, days, and parts of longer units."""

from datetime import timedelta

import pytest

from tests.archive_fixture import FIRST, document, keep, opened, reading

LONG, PART = "bourse de répit", "répit"


def archive(*texts, cut=()):
    """An archive of these texts, one a day; each is said by a voice of its own.

    Texts that begin with « Coupé » cut the units told.
    """
    db = opened()
    made = [
        (document(f"t{k}", FIRST + timedelta(days=k), f"voix{k:02}", text), units)
        for k, (text, units) in enumerate(texts)
    ]
    keep(db, [reading(*one, cut=cut if one[0].text[:5] == "Coupé" else ()) for one in made])
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


@pytest.mark.parametrize(
    ("n_cut", "n_held", "n_alone", "is_piece"),
    [(4, 0, 1, True), (0, 4, 1, True), (2, 2, 1, True), (2, 1, 1, False), (0, 0, 1, False)],
)
def test_a_piece_is_cut_or_held_in_four_fifths_of_its_documents(n_cut, n_held, n_alone, is_piece):
    texts = [("Coupé : répit.", [PART])] * n_cut
    texts += [("Une bourse de répit.", [LONG, PART])] * n_held + [("Un répit.", [PART])] * n_alone
    db = archive(*texts, cut=[PART])
    assert unit(db, PART, "is_piece") == (is_piece,)
    assert unit(db, LONG, "is_piece") in ((False,), None)
