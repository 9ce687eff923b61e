import pytest

from nlp.passages import split
from tests.night_fixture import loaded


def units(text):
    models = loaded()
    doc, passages = models.nlp(text), split("d", "v", text, ())
    named = models.finder.find(doc, passages)
    return {m.unit for m in models.mentions(doc, passages, named=named)}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Un logement social à Redon reste rare.", "logement social"),
        ("L’habitat inclusif à Vannes ouvre au public.", "habitat inclusif"),
        ("Le foyer de jeunes travailleurs à Saint-Nazaire ferme.", "foyer de jeune travailleur"),
        ("Une colocation accompagnée à La Roche-sur-Yon.", "colocation accompagné"),
    ],
)
def test_where_a_thing_is_makes_no_part_of_it(text, kept):
    found = units(text)
    assert kept in found
    assert not {unit for unit in found if " à " in unit or "nazaire" in unit or "roche" in unit}


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("L’accès à Internet progresse.", "accès à internet"),
        ("L’inscription à Pôle emploi est automatique.", "inscription à pôle emploi"),
        ("Le recours à FranceConnect augmente.", "recours à franceconnect"),
        ("Le droit à la ville se partage.", "droit à la ville"),
        ("L’aide au Département baisse.", "aide à département"),
    ],
)
def test_a_thing_after_a_stays(text, whole):
    assert whole in units(text)


def test_a_title_in_capitals_is_no_place():
    assert "saad" in units("Le Service d’Aide à Domicile recrute.")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("La ressourcerie des Mauges-Nord emploie dix personnes.", "ressourcerie"),
        ("Le CCAS de Wambrechies et la mairie s’accordent.", "ccas"),
        ("L’école de la deuxième chance de Béthisy ouvre.", "école de la deuxième chance"),
        ("Le maire soutient la maison de santé de La Ferté-Bocage.", "maison de santé"),
        ("Les aidants familiaux d’Ustaritz se réunissent.", "aidant familial"),
    ],
)
def test_a_name_of_no_dictionary_after_de_says_where_too(text, kept):
    names = ("mauge", "wambrechie", "béthisy", "ferté", "ustaritz")
    found = units(text)
    assert kept in found
    assert not [unit for unit in found if any(name in unit for name in names)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Elle vit avec la maladie de Charcot.", "maladie de charcot"),
        ("L’indice de Gini progresse.", "indice de gini"),
        ("Les effets de la guerre d’Ukraine durent.", "guerre d'ukraine"),
        ("La pandémie de Covid-19 a tout changé.", "pandémie de covid 19"),
        ("Les droits de l’Homme reculent.", "droit de l'homme"),
        ("L’hébergement des Familles manque.", "hébergement de famille"),
        ("L’usage de Mastodon progresse.", "usage de mastodon"),
        ("Une Startup d’Etat ouvre ; la startup d’Etat recrute.", "startup d'état"),
    ],
)
def test_what_is_called_after_a_name_keeps_it(text, whole):
    assert whole in units(text)
