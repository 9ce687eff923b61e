from pathlib import Path

import pytest

from nlp.variables import Cue, parse
from veille import BadCatalogue

SHIPPED = Path(__file__).resolve().parents[1] / "nlp" / "variables.toml"
TEXT = """version = "1"
[[variable]]
id = "numerique"
label = "Le numérique"
definition = "Ce que le numérique change."
themes = [
  { id = "acces", label = "Accès" },
]
expressions = [
  { text = "illectronisme", theme = "acces", weight = 3, kind = "tendance" },
  { text = "en ligne", theme = "acces", weight = 1 },
]
exclusions = [
  { text = "demande en ligne" },
]
[kinds]
levier = [{ text = "mettre en place", weight = 2 }]
tendance = [{ text = "de plus en plus", weight = 3 }]
[trend_types.technologique]
label = "Technologique"
cues = ["numérique", { text = "robot", weight = 2 }]
[issues.risque]
label = "Risque"
expressions = [{ text = "menace", weight = 2 }]
"""
FIFTH = """
[[variable]]
id = "energie"
label = "L'énergie"
definition = "…"
expression = [{ text = "précarité énergétique", weight = 3 }]
exclusion = ["énergie solaire"]
"""


def line_of(part):
    return TEXT[: TEXT.index(part)].count("\n") + 1


def told(text):
    with pytest.raises(BadCatalogue) as caught:
        parse(text, "variables.toml")
    return str(caught.value)


def test_a_catalogue_is_read_whole():
    read = parse(TEXT, "variables.toml")
    (variable,) = read.variables
    assert (variable.id, variable.themes[0].label, variable.exclusions) == (
        "numerique",
        "Accès",
        ("demande en ligne",),
    )
    assert (variable.expressions[0].kind, variable.expressions[1].kind) == ("tendance", None)


def test_a_cue_given_as_bare_words_weighs_one():
    assert parse(TEXT, "v").trend_types[0].cues == (Cue("numérique", 1.0), Cue("robot", 2.0))


def test_another_variable_needs_no_code():
    assert [v.id for v in parse(TEXT + FIFTH, "v").variables] == ["numerique", "energie"]


def test_both_spellings_of_a_list_are_read():
    assert parse(TEXT + FIFTH, "v").variables[1].exclusions == ("énergie solaire",)


def test_a_comment_does_not_change_the_digest():
    assert parse(TEXT, "v").digest == parse(f"# Un mot\n{TEXT}", "w").digest


def test_a_weight_changes_the_digest():
    assert parse(TEXT, "v").digest != parse(TEXT.replace("weight = 1", "weight = 2"), "v").digest


@pytest.mark.parametrize(
    ("part", "wrong", "what"),
    [
        (
            'theme = "acces", weight = 1',
            'theme = "aces", weight = 1',
            "Sous-thème inconnu « aces »",
        ),
        ("weight = 3, kind", "weight = 9, kind", "Poids incorrect « 9 »"),
        ("weight = 3, kind", 'weight = "3", kind', "Poids incorrect « 3 »"),
        (", weight = 1 }", " }", "Poids manquant"),
        ('{ text = "demande en ligne" }', '{ texte = "x" }', "« text » manque"),
        ('text = "en ligne"', 'text = " "', "« text » manque"),
        ('"en ligne"', '"Illectronisme"', "Expression en double « illectronisme »"),
        ('kind = "tendance"', 'kind = "tendence"', "Nature inconnue « tendence »"),
        ('id = "numerique"', 'id = "Le numérique"', "Identifiant incorrect"),
        ('label = "Le numérique"', 'libelle = "Le numérique"', "Clé inconnue « libelle »"),
        ("weight = 3, kind", "poids = 3, weight = 3, kind", "Clé inconnue « poids »"),
    ],
)
def test_a_mistake_is_told_with_its_line(part, wrong, what):
    message = told(TEXT.replace(part, wrong, 1))
    assert message.startswith(what)
    assert f"variables.toml, ligne {line_of(part)}." in message


def test_a_syntax_error_is_told_with_its_line():
    assert "variables.toml, ligne 3." in told(TEXT.replace('id = "numerique"', "id = numerique"))


def test_a_variable_given_twice_is_refused_at_the_second():
    twice = TEXT + FIFTH.replace("energie", "numerique")
    assert f"ligne {TEXT.count(chr(10)) + 2}. Déjà employé ligne 2" in told(twice)


def test_a_catalogue_without_variable_is_refused():
    assert told('version = "1"').startswith("Aucune variable")


def test_a_missing_version_is_refused():
    assert told(TEXT.replace('version = "1"', "")).startswith("« version » manque")


def test_the_shipped_catalogue_holds_the_four_variables():
    read = parse(SHIPPED.read_text("utf-8"), SHIPPED.name)
    assert {"numerique", "partenariats"} <= {variable.id for variable in read.variables}
    assert len(read.trend_types) == 5
