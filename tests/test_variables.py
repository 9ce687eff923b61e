from pathlib import Path

import pytest

from nlp.tables import Block, line_of
from nlp.variables import Cue, mistakes, parse
from veille import BadCatalogue, Doubt

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


def line_with(part):
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


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ('version = "1"', '# Un mot\nversion  =  "2"'),
        ("# fin", "# Un autre mot"),
        ("Le numérique", "Numérique"),
        ("Ce que le numérique change.", "Ce que change le numérique."),
        ("Accès", "Accès aux droits"),
        ("Technologique", "Techniques"),
        ("Risque", "Risques"),
        ('label = "Le', 'excludes = "La technique"\nlabel = "Le'),
    ],
)
def test_what_is_only_shown_does_not_change_the_digest(part, other):
    text = TEXT + "# fin\n"
    assert part in text
    assert parse(text, "v").digest == parse(text.replace(part, other), "w").digest


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ('id = "numerique"', 'id = "energie"'),
        ('id = "numerique"', 'id = "numerique"\ntrend = "technologique"'),
        ('theme = "acces", weight = 1', "weight = 1"),
        ("weight = 1", "weight = 2"),
        (', kind = "tendance"', ""),
        ('"en ligne"', '"en réseau"'),
        ('"demande en ligne"', '"payer en ligne"'),
        ('"mettre en place"', '"créer"'),
        ('"de plus en plus"', '"de moins en moins"'),
        ("trend_types.technologique", "trend_types.societale"),
        ('"robot"', '"automate"'),
        ('"menace"', '"danger"'),
        ("issues.risque", "issues.opportunite"),
    ],
)
def test_what_tags_or_stakes_come_from_changes_the_digest(part, other):
    assert part in TEXT
    assert parse(TEXT, "v").digest != parse(TEXT.replace(part, other), "v").digest


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
        ('{ text = "demande en ligne" }', '{ texte = "x" }', "Clé inconnue « texte »"),
        ('{ text = "demande en ligne" }', '{ text = "x", mot = 1 }', "Clé inconnue « mot »"),
        ('text = "en ligne"', 'text = "???"', "Rien à chercher dans « ??? »"),
        ('text = "en ligne"', 'text = "de l’"', "Rien à chercher dans « de l’ »"),
        ('text = "mettre en place"', 'text = "…"', "Rien à chercher dans « … »"),
        ('{ text = "demande en ligne" }', '"--"', "Rien à chercher dans « -- »"),
        ("weight = 3, kind", "weight = 2.5, kind", "Poids incorrect « 2.5 »"),
        ("weight = 3, kind", "weight = true, kind", "Poids incorrect « True »"),
        ("[kinds]", "[kindz]", "Clé inconnue « kindz »"),
        ("[kinds]", "[tendances]\nx = 1\n[kinds]", "Clé inconnue « tendances »"),
        ("[kinds]\nlevier", "[kindz.levier]\ncue", "Clé inconnue « kindz »"),
        ("[trend_types.technologique]", "[type.technologique]", "Clé inconnue « type »"),
        ("[issues.risque]", "[issues.peril]", "Clé inconnue « peril »"),
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
    assert f"variables.toml, ligne {line_with(part)}." in message


def test_the_keys_that_exist_are_told_nearest_first():
    assert "Clés possibles : kinds, " in told(TEXT.replace("[kinds]", "[kindz]"))
    assert "Clés possibles : risque, " in told(TEXT.replace("[issues.risque]", "[issues.risques]"))


def test_variables_written_both_ways_are_refused_where_the_second_way_begins():
    both = TEXT + FIFTH.replace("[[variable]]", "[[variables]]")
    (found,) = mistakes(both, "v")
    assert found.what == "« variable » et « variables » à la fois"
    assert line_of(found) == both[: both.index("[[variables]]")].count("\n") + 1
    wrong = both.replace("weight = 3 }]\nexclusion =", "weight = 9 }]\nexclusion =")
    assert [error.what for error in mistakes(wrong, "v")][1:] == ["Poids incorrect « 9 »"]


def test_a_missing_weight_is_told_at_its_own_table():
    own = FIFTH.replace('expression = [{ text = "précarité énergétique", weight = 3 }]\n', "")
    own += '[[variable.expression]]\ntext = "froid"\n[[variable.expression]]\ntext = "feu"\n'
    (found,) = mistakes(TEXT + own + "weight = 1\n", "v")
    assert (found.what, line_of(found)) == ("Poids manquant", (TEXT + own).count("\n") - 3)


ITEMS = '''x = 1
expressions = [
  { text = "a" },  # { none
  3,
  "b", 'c {d}',
  { text = "e", also = ["f", 2] },
  [ "g" ],
  { text = """h
i""" }, { text = "j" },
]
others = ["k"]
'''


def test_each_item_of_an_array_has_its_line_whatever_stands_before():
    block = Block("f", tuple(ITEMS.splitlines()), 0)
    lines = [block.item("expressions", n).first + 1 for n in range(8)]
    assert lines == [3, 4, 5, 5, 6, 7, 8, 9]
    assert block.item("expressions", 8).first + 1 == 2  # there is none
    assert block.item("others", 0).first + 1 == 11


def test_a_syntax_error_is_told_with_its_line():
    assert "variables.toml, ligne 3." in told(TEXT.replace('id = "numerique"', "id = numerique"))


@pytest.mark.parametrize(
    ("wrong", "line", "place", "todo"),
    [
        ("a = [1,\n2\nb = 3", 3, "colonne 1", "Fermer le crochet ou l’accolade"),
        ("a = 1\na = 2\nb = 3", 2, "colonne 6", "Ne donner qu’une fois"),
        ("[a]\n[a]", 2, "colonne 3", "Ne donner qu’une fois"),
        ("a = oui", 1, "colonne 5", "Donner une valeur"),
        ("\na = 1 2", 2, "colonne 7", "Retirer ce qui suit la valeur"),
        ('a = "x', 1, "fin du fichier", "Fermer le guillemet"),
        ('a "x"', 1, "colonne 3", "Écrire clé = valeur"),
        ("[a\n", 1, "colonne 3", "Fermer le crochet du titre"),
        ('a = "\\ud800"', 1, "colonne 12", "Vérifier guillemets"),
    ],
)
def test_a_syntax_error_is_told_in_french_without_a_word_of_english(wrong, line, place, todo):
    message = told(wrong)
    start = f"Syntaxe TOML illisible, {place} : variables.toml, ligne {line}. {todo}"
    assert message.startswith(start)
    english = {"array", "value", "line", "column", "document", "declare", "at", "character", "end"}
    assert english.isdisjoint(message.split())


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


def test_all_the_mistakes_of_a_file_are_told_by_line():
    wrong = TEXT.replace("weight = 3, kind", "weight = 9, kind")
    wrong = wrong.replace('theme = "acces", weight = 1', 'theme = "aces"')
    wrong = wrong.replace('label = "Technologique"', 'libelle = "Technologique"')
    wrong = wrong.replace('id = "numerique"\n', "")
    found = mistakes(wrong, "variables.toml")
    assert [(line_of(error), error.what) for error in found] == [
        (2, "« id » manque ou n'est pas un texte"),
        (line_with("illectronisme") - 1, "Poids incorrect « 9 »"),
        (line_with("en ligne") - 1, "Poids manquant"),
        (line_with("en ligne") - 1, "Sous-thème inconnu « aces »"),
        (line_with("Technologique") - 1, "Clé inconnue « libelle »"),
    ]


def test_what_is_refused_first_is_one_of_the_mistakes():
    wrong = TEXT.replace("weight = 3, kind", "weight = 9, kind").replace('"acces", w', '"aces", w')
    assert told(wrong) in {str(error) for error in mistakes(wrong, "variables.toml")}


def test_a_mistake_of_syntax_is_the_only_one():
    (found,) = mistakes(TEXT.replace('id = "numerique"', "id = numerique"), "v")
    assert line_of(found) == 3


def test_an_expression_said_twice_but_for_a_plural_is_a_doubt_with_its_line():
    twice = TEXT.replace('text = "en ligne"', 'text = "Illectronismes"')
    (found,) = mistakes(twice, "v")
    assert (type(found), line_of(found)) == (Doubt, line_with("en ligne"))
    assert found.what == "« Illectronismes » trouve les mêmes mots que « illectronisme »"


def test_a_doubt_does_not_prevent_reading():
    twice = TEXT.replace('text = "en ligne"', 'text = "illectronismes"')
    assert len(parse(twice, "v").variables[0].expressions) == 2


@pytest.mark.parametrize("other", ["illéctronisme", "ligne", "mis"])
def test_other_words_are_no_doubt(other):
    assert mistakes(TEXT.replace('text = "en ligne"', f'text = "{other}"'), "v") == []


def test_numbers_and_small_words_are_looked_for_beside_others():
    said = 'text = "en lien avec le 115"'
    assert mistakes(TEXT.replace('text = "en ligne"', said), "v") == []
    assert mistakes(TEXT.replace('text = "en ligne"', 'text = "115"'), "v") == []


def test_the_shipped_file_has_doubts_at_most():
    found = mistakes(SHIPPED.read_text("utf-8"), "variables.toml")
    assert {type(error) for error in found} <= {Doubt}


@pytest.mark.parametrize("part", ["variable = 3", "variable = [3]", "kinds = 3", "issues = [1]"])
def test_a_value_of_another_shape_is_told_and_the_rest_is_read(part):
    found = mistakes(f'version = "1"\n{part}\n', "v")
    assert any(error.what.startswith("« ") for error in found)
