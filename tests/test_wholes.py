"""What a term may not cut: names, long forms, nouns and their adjectives."""

import pytest

from nlp.passages import split
from nlp.wholes import Term, judged
from tests.night_fixture import loaded

TERMS = [
    Term(*t)
    for t in (
        ("a", 0, 1),
        ("b", 1, 3),
        ("c", 2, 3),
        ("d", 2, 5),
        ("e", 0, 5),
        ("f", 4, 6),
        ("g", 7, 8),
    )
]


def left(**wholes):
    told = judged(TERMS, wholes.pop("closed", ()), wholes.pop("tied", ()), **wholes)
    return "".join(term.unit for term in told if not term.is_cut)


def test_nothing_lies_within_what_is_closed_nor_reaches_beyond_half_of_it():
    assert left(closed=[(2, 5)]) == "adeg"  # c lies within, b and f end and begin in its midst


def test_a_term_may_lie_within_what_is_tied():
    assert left(tied=[(2, 5)]) == "acdeg"


def test_a_single_word_is_no_whole():
    assert left(closed=[(2, 2)], tied=[(4, 4)]) == "abcdefg"


def test_wholes_that_cut_one_another_are_both_kept():
    assert left(tied=[(2, 5), (1, 3)]) == "bcdeg"


def test_what_is_free_may_lie_anywhere():
    assert left(closed=[(2, 5)], free=[(2, 3)]) == "acdeg"


@pytest.fixture(scope="module")
def units():
    def read(text):
        doc, passages = loaded().nlp(text), split("d", "v", text, ())
        named = loaded().finder.find(doc, passages)
        return {m.unit: m.is_cut for m in loaded().mentions(doc, passages, named=named)}

    return read


@pytest.mark.parametrize(
    ("text", "whole", "cut"),
    [
        ("La production d’énergies renouvelables baisse.",
         "production d'énergie renouvelable", "production d'énergie"),
        ("Les missions de la police rurale changent.",
         "mission de la police rural", "mission de la police"),
        ("Les entreprises du spectacle vivant demandent une aide.",
         "spectacle vivant", "entreprise de spectacle"),
        ("Les allocataires du revenu de solidarité active attendent.",
         "rsa", "allocataire de revenu de solidarité"),
        ("La prise en charge de la maladie de Charcot reste rare.",
         "maladie de charcot", "charge de la maladie"),
        ("Les délibérations du conseil municipal sont publiées.",
         "délibération de conseil municipal", "délibération de conseil"),
    ],
)  # fmt: skip
def test_a_term_leaves_nothing_out_that_its_last_noun_asks_for(units, text, whole, cut):
    found = units(text)
    assert found[cut]
    assert not found[whole]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Les conditions de travail difficiles usent les équipes.", "condition de travail"),
        ("Un flux de données existant alimente la plateforme.", "flux de donnée"),
        ("Le tramway de Nantes et la solidarité active des voisins.", "solidarité"),
    ],
)
def test_an_adjective_of_the_first_noun_cuts_nothing(units, text, unit):
    assert not units(text)[unit]


def test_an_adjective_of_a_noun_farther_left_is_no_part_of_a_term(units):
    found = units("On revalorise les pensions de retraite agricoles et une base de données privée.")
    assert found["retraite agricole"]
    assert not found["pension de retraite agricole"]


def test_a_term_said_whole_once_in_a_passage_is_not_cut(units):
    text = "Les missions de la police rurale changent. Les missions de la police aussi."
    assert not units(text)["mission de la police"]


def test_a_department_keeps_its_name(units):
    assert any(
        "seine saint denis" in unit
        for unit in units("Le département de la Seine-Saint-Denis agit.")
    )
