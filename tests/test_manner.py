"""How a passage is told: tenses, figures, questions, forms."""

import math

import numpy as np
import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from nlp.manner import Manner, Telling

WORDS = ["Le", "guichet", "ouvrira", ".", "Il", "aide", "12", "familles", "?"]
FUTURE, PRESENT = ("Mood=Ind|Tense=Fut|VerbForm=Fin", "Mood=Ind|Tense=Pres|VerbForm=Fin")


def manner():
    morphs = ["", "", FUTURE, "", "", PRESENT, "", "", ""]
    return Manner(Doc(Vocab(), words=WORDS, morphs=morphs))


def test_a_tense_weighs_by_its_share_of_the_verbs():
    assert manner().told(0, 40)["Fut"] == 0.5


def test_only_what_lies_between_the_offsets_counts():
    told = manner().told(0, 20)
    assert told["Fut"] == 1 and "figures" not in told


def test_figures_and_questions_are_counted():
    told = manner().told(0, 60)
    assert told["figures"] == 1 / 6 and told["questions"] == 0.5


def lines(text):
    words = text.split(" ")
    return Manner(Doc(Vocab(), words=words)).told(0, len(text) + 1)


def test_lines_that_end_something_are_counted_and_wrapped_ones_are_not():
    whole = "Ce qu’une commune de montagne fait pour ses habitants\n"
    said = lines(f"Un titre\n{whole}les plus âgés.\n{whole}- agir,\n{whole}qui restent")
    assert said["lines"] == pytest.approx(4 / 8)  # title, sentence, before an item, item
    assert "lines" not in lines(f"{whole}{whole}qui restent.")


def test_a_text_without_verbs_says_little():
    assert set(Manner(Doc(Vocab(), words=["Annexe"])).told(0, 6)) == {"length"}


def telling():
    """Two traits, of weights 2 and -1 when as wide as each other; two forms, one twice as rare."""

    def row(*values):
        return np.array(values, np.float32)

    return Telling(
        ("Fut", "figures"), row(0.5, 0.25), row(2, -1),
        ("ouvrira", "le"), row(2, 1), row(1, 0),
    )  # fmt: skip


def test_traits_are_measured_by_their_spread_and_brought_to_one():
    # 0.5 / 0.5 and 0.5 / 0.25 are 1 and 2, of norm √5.
    assert telling().score({"Fut": 0.5, "figures": 0.5}, "") == pytest.approx(0 / math.sqrt(5))
    assert telling().score({"Fut": 0.1}, "") == pytest.approx(2)


def test_forms_are_read_as_written_and_weighed_by_their_rarity():
    assert telling().score({}, "Le guichet OUVRIRA.") == pytest.approx(2 / math.sqrt(5))
    assert telling().score({}, "Le guichet ouvre.") == 0


def test_a_form_said_twice_counts_by_its_logarithm():
    twice = 1 + math.log(2)
    assert telling().score({}, "le le ouvrira") == pytest.approx(2 / math.hypot(2, twice))


def test_traits_and_forms_that_the_model_ignores_say_nothing():
    assert telling().score({"Cnd": 1.0}, "Un guichet.") == 0
