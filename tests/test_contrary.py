"""The words that say the contrary of a signal, and those that only look as if they did."""

import pytest

from flows.proofs import rules

WORDING = "jury citoyen"


def found(text, wording=WORDING):
    """The kind of contrary and its words, or None."""
    start = text.index(wording)
    cue = rules().find(text, start, start + len(wording))
    return cue and (cue.kind, text[cue.start : cue.end])


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("La commune annonce l’abandon du jury citoyen.", "abandon", "abandon du"),
        ("Le maire veut supprimer le jury citoyen de Brumeval.", "abandon", "supprimer le"),
        ("Depuis mai, le jury citoyen est suspendu.", "abandon", "est suspendu"),
        ("On observe une baisse du nombre de jury citoyen.", "recul", "baisse du"),
        ("Partout, le jury citoyen recule nettement.", "recul", "recule"),
        ("Les élus s'opposent au jury citoyen.", "refus", "s'opposent au"),
        ("Des opposants au nouveau jury citoyen se réunissent.", "refus", "opposants au"),
        ("Un rapport dénonce le jury citoyen.", "critique", "dénonce le"),
        ("Le jury citoyen de Brumeval peine à se réunir.", "critique", "peine"),
        ("Le jury citoyen reste largement contesté.", "critique", "reste largement contesté"),
        ("Les habitants ne veulent plus du jury citoyen.", "negation", "ne veulent plus du"),
        ("Le jury citoyen ne suffit pas à décider.", "negation", "ne suffit pas"),
        ("Le jury citoyen n’est pas la solution.", "negation", "n’est pas la solution"),
    ],
)
def test_a_word_that_bears_on_the_wording_says_the_contrary(text, kind, words):
    assert found(text) == (kind, words)


@pytest.mark.parametrize(
    "text",
    [
        "Le jury citoyen a rendu son avis.",
        "Ici, pas de jury citoyen : une enquête suffit.",
        "Le problème, ce n’est pas le jury citoyen.",
        "Il ne faut pas supprimer le jury citoyen.",
        "Le maire refuse d’abandonner le jury citoyen.",
        "Pas question d’imaginer un retrait du jury citoyen.",
        "« Je n’y crois plus », déplore le jury citoyen.",
        "Le budget a été supprimé. Le jury citoyen continue.",
        "Les avis du jury citoyen ne suffisent pas.",
        "On attribue ce recul au jury citoyen.",
        "Le jury citoyen n’a pas faibli.",
        "Afin que le jury citoyen ne profite pas aux mêmes, on tire au sort.",
        "On votera si le jury citoyen ne progresse pas.",
        "Il dénonce une atteinte au jury citoyen.",
        "Le jury citoyen entraînera la baisse des tarifs.",
    ],
)
def test_a_word_that_bears_on_something_else_says_nothing(text):
    assert found(text) is None


def test_apostrophes_of_both_kinds_are_read():
    assert found("Le jury citoyen s’effondre.") == ("recul", "s’effondre")
    assert found("Le jury citoyen s'effondre.") == ("recul", "s'effondre")


def test_the_sentence_of_the_wording_alone_is_read():
    assert found("La fête est annulée. On salue le jury citoyen. Le car est supprimé.") is None


def test_the_rules_are_linear_on_hostile_text():
    text = "ne " * 5_000 + WORDING + " de la" * 5_000
    assert found(text) is None


def test_the_kinds_of_contrary_come_surest_first():
    assert rules().kinds == ("recul", "abandon", "refus", "critique", "negation")
