import pytest

from tests.test_whereabouts import units


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Nadège Oudin, formatrice, rappelle les faits aux élus.", "formateur"),
        ("La rapporteure, Clotilde Sauvagnargues, propose une aide.", "rapporteure"),
        ("« Trop peu », estime la gériatre dans la salle.", "gériatre"),
        ("L’ethnologue explique que les jeunes partent.", "ethnologue"),
        ("Le négociateur Nicolas Martin a quitté la table.", "négociateur"),
    ],
)
def test_the_role_of_who_speaks_is_no_subject(text, role):
    assert role not in units(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("La pénurie d’infirmières et d’éducateurs dure.", "éducateur"),
        ("Le métier de formateur change.", "formateur"),
        ("Claire Dubois, infirmière, renonce à son poste.", "infirmier"),
        ("Le simulateur précise que l’aide est versée.", "simulateur"),
        ("Jean Dupont, éducateur spécialisé, parle.", "éducateur spécialisé"),
    ],
)
def test_a_trade_is_a_subject_elsewhere(text, unit):
    assert unit in units(text)
