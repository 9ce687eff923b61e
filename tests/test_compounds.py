"""Names of a subject that their grammar hides: one unit, wherever they stand."""

import pytest

from nlp.passages import split
from tests.night_fixture import loaded


def units(text):
    doc = loaded().nlp(text)
    return {m.unit for m in loaded().mentions(doc, split("d", "v", text, ()))}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("L’insertion par l’activité économique recrute.", "insertion par l'activité économique"),
        ("Les coopératives d’activité et d’emploi.", "coopérative d'activité et d'emploi"),
        ("Un centre d’accueil de jour ouvre.", "centre d'accueil de jour"),
        ("Des liens sociaux se défont.", "lien social"),
        ("La perte de pouvoir d’achat inquiète.", "perte de pouvoir d'achat"),
        ("Elle travaille dans l’éducation spécialisée.", "éducation spécialisé"),
        ("Les familles recomposées arbitrent entre deux modes.", "famille recomposé"),
        ("Le titre de séjour expire.", "titre de séjour"),
        ("L’économie sociale et solidaire emploie.", "ess"),  # as its acronym
        ("L’évaluation externe des services commence.", "évaluation externe"),
        ("La dotation globale remplace le prix de journée.", "dotation global"),
        ("La dotation globale remplace le prix de journée.", "prix de journée"),
        ("Le premier mode de garde reste la famille.", "mode de garde"),
        ("Les métiers du lien recrutent.", "métier du lien"),
        ("La Haute Autorité de santé publie un avis.", "haut autorité de santé"),
        ("Les aides-soignantes demandent du répit.", "répit"),
        ("Une personne à mobilité réduite attend.", "personne à mobilité réduite"),
    ],
)
def test_what_grammar_hides_is_a_unit(text, unit):
    assert unit in units(text)


def test_a_compound_holds_over_a_line_that_wraps():
    assert "insertion par l'activité économique" in units(
        "On aide l’insertion\npar l’activité\néconomique."
    )


def test_pieces_of_a_compound_are_no_units():
    assert units("L’économie sociale et solidaire, l’accueil de jour.") == {
        "ess",
        "accueil de jour",
    }


def test_what_a_participle_qualifies_stays_a_term():
    assert units("On visite l’habitat partagé.") == {"habitat", "habitat partagé"}


def test_verbs_spelt_as_a_compound_make_none():
    assert units("Il faut savoir faire vite et aller vers eux.") == set()


def test_at_home_is_a_thing_only_after_a_determiner():
    assert units("Il faut rester chez soi.") == set()
    assert units("On leur offre un chez soi.") == {"chez soi"}


def test_compounds_are_listed_once():
    told = loaded().substance.compounds
    listed = [*told.whole, *told.qualified]
    assert len(set(listed)) == len(listed) > 100
