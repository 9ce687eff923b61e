"""How variables meet: counted by the views, said and drawn by the reports."""

from dataclasses import replace
from datetime import timedelta

import pytest

from reports import charts, links
from tests.archive_fixture import FIRST, VARIABLES, VOICES, document, keep, measured, opened, told
from veille import Passage, Tag, digest
from warehouse.read import LinkRow, RisingPair
from warehouse.understood import Reading

BOTH, ONE, OTHER = ("numerique", "partenariats"), ("numerique",), ("partenariats",)
NOTHING = ()
LAST = FIRST + timedelta(weeks=24) - timedelta(days=1)
NOW, BEFORE = FIRST + timedelta(weeks=13), FIRST + timedelta(weeks=1)


def text(name, day, *carried, voice="voix00"):
    """A document of as many passages as sets of variables."""
    made = document(name, day, voice, f"{name} : " + "Un passage. " * len(carried))
    passages = [
        Passage(digest(made.version_id, str(k)), made.version_id, made.id, k, 10 * k, 10 * k + 9)
        for k in range(len(carried))
    ]
    tags = [
        Tag(passage.id, variable, 0.9, "levier", None, None, ())
        for passage, own in zip(passages, carried, strict=True)
        for variable in own
    ]
    return Reading(made, "fr", made.id.encode(), passages, tags, [])


def several(n, day, *carried, name=""):
    return [text(f"{name}{carried}{day}{k}", day, *carried) for k in range(n)]


def link(*readings, weeks=24):
    """The link of the two variables over the last 12 weeks."""
    with opened() as db:
        keep(db, [reading for group in readings for reading in group])
        for k in range(weeks):
            week = FIRST + timedelta(weeks=23 - k)
            db.execute("INSERT INTO week VALUES (?, 30, 30, 5)", [week])
        found = db.execute(
            "SELECT * FROM variable_link_over([{'first': ?::DATE - 83, 'last': ?::DATE}])",
            [LAST, LAST],
        )
        names = [column[0] for column in found.description]
        (row,) = found.fetchall()
        return dict(zip(names, row, strict=True))


def test_the_lift_is_what_is_observed_over_what_independence_would_give():
    found = link(several(10, NOW, BOTH), several(10, NOW, ONE), several(10, NOW, OTHER))
    assert (found["n_passages"], found["n_documents"]) == (10, 10)
    assert found["expected"] == pytest.approx(20 * 20 / 30)
    assert found["lift"] == pytest.approx(0.75)


def test_the_bounds_are_those_of_an_effective_count():
    # Sum of squares 10 (1/30)² + 20 (1/60)² = 1/60: as a Poisson count of 60.
    found = link(several(10, NOW, BOTH), several(10, NOW, ONE), several(10, NOW, OTHER))
    assert found["lift_low"] == pytest.approx(0.5723, abs=2e-4)
    assert found["lift_high"] == pytest.approx(0.9654, abs=2e-4)
    assert found["reading"] == "moins"


def test_passages_of_one_document_widen_the_bounds():
    apart = link(several(20, NOW, BOTH), several(20, NOW, ONE, NOTHING))
    together = link([text("un", NOW, *[BOTH] * 20)], several(20, NOW, ONE, NOTHING))
    assert together["lift_high"] - together["lift_low"] > apart["lift_high"] - apart["lift_low"]


def test_two_variables_that_keep_to_the_same_passages_meet_more_than_expected():
    found = link(several(30, NOW, BOTH, NOTHING, NOTHING))
    assert (found["lift"], found["reading"]) == (pytest.approx(3), "plus")


def test_variables_that_ignore_each_other_meet_as_often_as_expected():
    groups = [several(10, NOW, said) for said in (BOTH, ONE, OTHER, NOTHING)]
    found = link(*groups)
    assert (found["lift"], found["reading"]) == (pytest.approx(1), "autant")


def test_texts_in_another_language_change_nothing():
    told = [several(10, NOW, BOTH), several(10, NOW, ONE)]
    foreign = [replace(one, language="en") for one in several(50, NOW, NOTHING)]
    assert link(*told, foreign) == link(*told)


def test_under_five_documents_nothing_is_concluded():
    found = link(several(4, NOW, BOTH, NOTHING, NOTHING))
    assert found["reading"] == "trop_peu"


def test_a_few_documents_alike_are_no_certainty():
    # Three documents alike have no spread: their bounds are those of three passages, 0.62 to 8.77.
    found = link(several(3, NOW, BOTH, ONE, ONE), several(30, NOW, OTHER))
    assert (found["n_passages"], found["reading"]) == (3, "autant")
    assert found["lift_high"] == pytest.approx(8.77 / found["expected"], abs=0.01)


def test_a_link_expected_and_never_seen_is_less_than_expected():
    found = link(several(20, NOW, ONE), several(20, NOW, OTHER))
    assert (found["n_passages"], found["lift"], found["reading"]) == (0, 0, "moins")


def test_a_link_that_tightens_rises():
    past = [several(10, BEFORE, BOTH), several(30, BEFORE, ONE), several(30, BEFORE, OTHER)]
    now = [several(40, NOW, BOTH, NOTHING), several(5, NOW, ONE), several(5, NOW, OTHER)]
    found = link(*past, *now)
    assert (found["n_before"], found["n_passages"], found["trend"]) == (10, 40, "hausse")
    assert found["change"] == pytest.approx(found["lift"] / found["lift_before"])


def test_the_same_weeks_twice_are_stable():
    found = link(*(several(15, day, said) for day in (BEFORE, NOW) for said in (BOTH, ONE, OTHER)))
    assert (found["change"], found["trend"]) == (pytest.approx(1), "stable")


def test_a_young_archive_has_no_past_to_compare_with():
    found = link(several(20, NOW, BOTH), several(20, NOW, ONE), weeks=20)
    assert (found["change"], found["trend"]) == (None, "sans_passe")


def test_copies_do_not_count():
    with opened() as db:
        keep(db, several(3, NOW, BOTH))
        db.execute("UPDATE story SET is_copy = true")
        if not db.execute("SELECT count(*) FROM story").fetchone()[0]:
            db.execute("INSERT INTO story SELECT document_id, 'x', true, 1.0 FROM document")
        found = db.execute(
            "SELECT n_passages FROM variable_link_over([{'first': ?::DATE, 'last': ?::DATE}])",
            [NOW, LAST],
        )
        assert found.fetchall() == [(0,)]


def test_nothing_at_all_says_too_little():
    assert link()["reading"] == "trop_peu"


def together(shared, alone=0, voices=VOICES, state="candidat"):
    """Pairs of signals that rise together: two units, so many documents in common."""
    with opened() as db:
        texts = [("commun", shared, ["jury citoyen", "borne publique"])]
        texts += [("un", alone, ["jury citoyen"]), ("autre", alone, ["borne publique"])]
        for name, n, units in texts:
            keep(db, [told(f"{name}{k}", NOW, voices[k % len(voices)], units) for k in range(n)])
        for unit, variable in zip(("jury citoyen", "borne publique"), VARIABLES, strict=True):
            measured(db, unit, NOW, variable, state)
        db.execute("INSERT INTO week VALUES (?, 100, 100, 5)", [NOW])
        return db.execute("SELECT n_documents, n_voices, expected FROM v_signal_link").fetchall()


def test_signals_of_two_variables_in_the_same_documents_rise_together():
    assert together(3, alone=5) == [(3, 3, pytest.approx(8 * 8 / 100))]


def test_one_voice_binds_no_signals():
    assert together(3, voices=VOICES[:1]) == []


def test_signals_that_meet_as_often_as_chance_has_it_are_not_bound():
    assert together(2, alone=15) == []


def test_a_signal_that_does_not_rise_is_bound_to_nothing():
    assert together(3, state="evenement") == []


ROW = LinkRow(
    "n", "Le numérique", "p", "Les partenariats", 12, 9, 6.0, 2.0, 1.2, 3.1, "plus",
    4, 5.0, 0.8, 2.5, "hausse",
)  # fmt: skip
FEW = replace(
    ROW, second_id="c", second="Le contexte", n_passages=1, reading="trop_peu", trend="trop_peu"
)
PAIR = RisingPair("n", "jury citoyen", "p", "borne publique", 3, 2, "a", "b")


def flat(words):
    return words.replace("\u00a0", " ")


def test_the_paragraph_says_how_many_times_what_is_expected_and_how_sure():
    said = flat(links.tell([ROW, FEW], [], 12).paragraph)
    assert (
        "Plus qu’attendu : le numérique et les partenariats (12 passages, 2,00 fois l’attendu,"
        " entre 1,20 et 3,10, lien plus serré qu’avant)." in said
    )
    assert "Trop peu de textes pour en juger : le numérique et le contexte (1 passage)." in said


def test_the_paragraph_names_the_signals_that_rise_together():
    said = flat(links.tell([ROW], [PAIR], 12).paragraph)
    assert "« jury citoyen » et « borne publique » (3 documents communs, 2 voix)." in said


def test_the_paragraph_says_when_there_is_no_past():
    alone = replace(ROW, trend="sans_passe", change=None)
    assert "ne remonte pas assez loin" in links.tell([alone], [], 12).paragraph


def test_without_a_passage_there_is_no_picture():
    told = links.tell([replace(ROW, n_passages=0)], [], 12)
    assert told.picture is None and "aucun passage" in told.paragraph


def test_a_variable_has_a_sentence_for_each_other_it_meets():
    said = links.of_variable([ROW, FEW], [PAIR], "p")
    assert flat(said[0]) == (
        "Le numérique : 12 passages portent les deux variables, 2,00 fois l’attendu, entre 1,20 et"
        " 3,10 : c’est plus que si les deux variables étaient indépendantes. 4 sur la période"
        " précédente : le lien est plus serré qu’avant."
    )
    assert len(said) == 2


def test_the_matrix_has_a_cell_for_each_pair_in_the_order_of_the_catalogue():
    drawn = charts.matrix([ROW, FEW, replace(FEW, first_id="p", first="Les partenariats")])
    assert [(cell.x, cell.y) for cell in drawn.cells] == [(0, 52), (0, 104), (118, 104)]
    assert [name for _, _, name in drawn.names] == [
        "Le numérique",
        "Les partenariats",
        "Le contexte",
    ]


def test_a_cell_says_its_reading_without_its_colour():
    drawn = charts.matrix([ROW, FEW])
    assert [cell.below for cell in drawn.cells] == ["× 2,00 plus ↗", "trop peu"]
    assert "2,00 fois l’attendu" in drawn.sentence and "trop peu de textes" in drawn.sentence


def test_a_variable_says_when_there_is_no_past():
    alone = replace(ROW, trend="sans_passe", change=None)
    assert links.of_variable([alone], [], "p")[-1] == links.NO_PAST
