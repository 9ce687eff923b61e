"""What is at stake in a passage, by rules on words."""

import pytest

from flows.models import catalogue
from nlp.lemmas import blank
from nlp.stakes import Stakes
from nlp.variables import Cue, Hints
from veille import Passage

NLP = blank()
HINTS = (
    Hints(
        "risque",
        "Risque",
        (Cue("au risque de", 3), Cue("risque de", 3), Cue("danger", 2), Cue("crise", 1)),
    ),
    Hints("marge", "Marge", (Cue("pouvoir d'agir", 3),)),
    Hints("opportunite", "Opportunité", (Cue("atout", 3), Cue("danger", 1))),
)
RULES = Stakes(NLP, HINTS)


def found(text, *spans):
    """The stakes of a text, cut in passages at these places; one passage if none is given."""
    cuts = spans or ((0, len(text)),)
    passages = [Passage(f"p{k}", "v", "d", k, a, b) for k, (a, b) in enumerate(cuts)]
    told = RULES.find(NLP(text), passages)
    return [(s.passage_id, s.stake, text[s.start : s.end]) for s in told]


def test_a_strong_cue_tells_a_stake_alone_whatever_its_form():
    assert found("Le réseau a de vrais atouts.") == [("p0", "opportunite", "atouts")]


@pytest.mark.parametrize("text", ["Le danger est là.", "Un danger, des dangers."])
def test_a_hint_alone_or_said_twice_tells_nothing(text):
    assert found(text) == []


def test_hints_add_up():
    told = found("La crise et ses dangers inquiètent.")
    assert told == [("p0", "risque", "crise"), ("p0", "risque", "dangers")]


@pytest.mark.parametrize(
    "text",
    [
        "Cela se fait sans aucun atout.",
        "Ce quartier n’a pas d’atout.",
        "Le collectif Pouvoir d’Agir se réunit.",
        "Il n'est pas un atout.",
        "Il n’y a pour le moment pas d’atouts.",
        "Loin d’être un atout, cela coûte.",
        "Ils sont loin de cet atout, loin des autres.",
        "La ronde vise à limiter les crises et les dangers.",
        "Réduisant ce danger, elle prévient la crise.",
        "La lutte contre la crise et le danger continue.",
        "La mission suit les élèves à risque de décrochage.",
        "Un atelier reçoit les jeunes en risque de rupture.",
    ],
)
def test_what_is_denied_or_a_name_tells_nothing(text):
    assert found(text) == []


def test_the_longest_cue_at_a_place_counts_alone():
    rules = Stakes(NLP, (Hints("r", "R", (Cue("risque", 3), Cue("prise de risque", 1))),))
    text = "La prise de risque est grande."
    assert rules.find(NLP(text), [Passage("p", "v", "d", 0, 0, len(text))]) == []


def test_cues_of_two_passages_do_not_add_up():
    text = "La crise dure. Le danger est là."
    assert found(text, (0, 14), (15, len(text))) == []


def test_a_cue_outside_the_given_passages_is_left_out():
    text = "Le réseau a des atouts. Le danger et la crise sont là."
    assert {passage for passage, *_ in found(text, (24, len(text)))} == {"p0"}
    assert [stake for _, stake, _ in found(text, (24, len(text)))] == ["risque", "risque"]


def test_one_passage_may_tell_several_stakes():
    text = "Ce pouvoir d’agir est un atout, au risque de lasser."
    assert {stake for _, stake, _ in found(text)} == {"risque", "marge", "opportunite"}


def test_no_passage_no_stake():
    assert RULES.find(NLP("Un atout."), []) == []


def test_the_shipped_catalogue_knows_the_three_stakes_of_the_workshops():
    assert [issue.id for issue in catalogue().issues] == [
        "risque",
        "marge_de_manoeuvre",
        "opportunite",
    ]
