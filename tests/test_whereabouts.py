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
