"""How a passage is told: tenses, figures, questions."""

from spacy.tokens import Doc
from spacy.vocab import Vocab

from nlp.manner import Manner

WORDS = ["Le", "guichet", "ouvrira", ".", "Il", "aide", "12", "familles", "?"]
FUTURE, PRESENT = ("Mood=Ind|Tense=Fut|VerbForm=Fin", "Mood=Ind|Tense=Pres|VerbForm=Fin")


def manner():
    morphs = ["", "", FUTURE, "", "", PRESENT, "", "", ""]
    return Manner(Doc(Vocab(), words=WORDS, morphs=morphs))


def test_a_tense_weighs_by_its_share_of_the_verbs():
    assert manner().told(0, 40)["manner.Fut"] == 0.5


def test_only_what_lies_between_the_offsets_counts():
    told = manner().told(0, 20)
    assert told["manner.Fut"] == 1 and "manner.figures" not in told


def test_figures_and_questions_are_counted():
    told = manner().told(0, 60)
    assert told["manner.figures"] == 1 / 6 and told["manner.questions"] == 0.5


def test_a_text_without_verbs_says_little():
    assert set(Manner(Doc(Vocab(), words=["Annexe"])).told(0, 6)) == {"manner.length"}
