import pytest

from tests.test_whereabouts import units


@pytest.mark.parametrize(
    ("text", "subject", "verb"),
    [
        ("La fracture numérique ferme la seconde porte.", "fracture numérique", "ferme"),
        ("Un propriétaire d’un véhicule électrique recharge son véhicule.", "véhicule", "recharge"),
        ("Le médicament cher gonfle artificiellement les comptes.", "médicament", "gonfle"),
    ],
)
def test_the_only_verb_of_a_sentence_is_part_of_no_unit(text, subject, verb):
    found = units(text)
    assert subject in found or any(subject in unit for unit in found)
    assert not [unit for unit in found if unit.endswith(verb)]


def test_an_adjective_that_a_verb_also_spells_stays_where_another_verb_is():
    assert "laïcité ferme" in units("Elle défend une laïcité ferme aussi.")


@pytest.mark.parametrize(
    ("text", "lost", "kept"),
    [
        ("La honte tient lieu de vigile.", "lieu de vigile", "vigile"),
        ("Le service met en relation des aidants.", "relation d'aidant", "aidant"),
        ("Elle fait état de factures impayées.", "état de facture", "facture"),
    ],
)
def test_the_noun_that_a_verb_makes_its_own_is_part_of_no_unit(text, lost, kept):
    found = units(text)
    assert lost not in found
    assert kept in found or any(unit.startswith(kept) for unit in found)
