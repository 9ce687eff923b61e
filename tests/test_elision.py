import pytest

from nlp.elision import elides

MUTE = """
habitant habilitation haleine haltère hallucination halogène hameçon harmonie hebdomadaire
hébergement hélicoptère hémodialyse herbe hérédité héritage héroïne héroïsme hésitation heure
heuristique histoire hiver homme homosexuel honneur horaire horticulture hôpital hôte hôtel
hospitalisation huile huissier huître humain humeur hygiène usage yeux yvelines iode onde
ouate étude œuvre
"""
ASPIRATED = """
hub harcèlement hackathon hacking hasard haine haineux halte hall hameau handicap harki hausse
hauteur hiérarchie hockey honte hongrois horde hors huit hutte héros hérisson hêtre heurt hall
onze onzième oui ouistiti yaourt yoga youtubeur yougoslavie yuan droit
"""


@pytest.mark.parametrize("word", MUTE.split())
def test_de_elides_before_a_vowel_or_a_mute_h(word):
    assert elides(word)


@pytest.mark.parametrize("word", ASPIRATED.split())
def test_de_stays_whole_before_an_aspirated_h_or_the_like(word):
    assert not elides(word)
