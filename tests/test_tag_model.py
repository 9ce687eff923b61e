"""The trained model of the tags: what it computes, and what it leaves to the lexicon."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from flows import models
from nlp.lemmas import blank
from nlp.manner import Telling
from nlp.passages import split
from nlp.tag_model import TagModel, dense, described, pack, spread, unpack
from nlp.tagging import Tagger
from nlp.variables import parse

SHIPPED = Path(__file__).resolve().parents[1] / "nlp" / "variables.toml"
FIFTH = """
[[variable]]
id = "eau"
label = "L'eau"
definition = "Une cinquième variable, qui n'a que son lexique."
expressions = [{ text = "sécheresse", weight = 3 }, { text = "nappe phréatique", weight = 3 }]
"""
CATALOGUE = """
version = "1"
[[variable]]
id = "numerique"
label = "Le numérique"
definition = "…"
trend = "technologique"
expressions = [{ text = "fracture numérique", weight = 3 }]
[[variable]]
id = "eau"
label = "L'eau"
definition = "Une variable que le modèle n'a pas apprise."
expressions = [{ text = "sécheresse", weight = 3 }, { text = "rivière", weight = 1 }]
[trend_types.technologique]
label = "Technologique"
"""


def numbers(*rows):
    return np.array(rows, np.float32)


@pytest.fixture
def model():
    """Two outputs: « écran » and « petit écran » speak of numerique, « mur » against it."""
    return TagModel(
        outputs=("numerique", "levier"),
        terms=("mur", "écran", "petit écran"),
        n_single=2,
        idf=numbers(1, 2, 2),
        words=numbers([-2, 0, 1], [2, 1, 0], [1, 0, 0]),
        space=numbers([1, 0], [0, 1]),
        vectors=numbers([0, 0, 0], [0.5, 0, 0]),
        centroids=numbers([0, 1]),
        topics=numbers([0.25, 0, 0]),
        features=("numerique.total",),
        lexicon=numbers([0.5, 0, 0.5]),
        grade_names=("N3",),
        graded=numbers([0], [0], [1]),
        grades=numbers([3, 0, 0]),
        mixing=numbers([-1, 0]),
        shares=numbers(1, 0, 0, 0, 0),
        scale=numbers(1),
        grade_scale=numbers(2),
        bias=numbers(0, 0),
        slopes=numbers(2, 2),
        shifts=numbers(-1, 0),
        thresholds=numbers(0.5, 0.5),
        alone=(1.0, -2.0),
        typed=np.zeros((1, 0), np.float32),
        telling=Telling(("Fut",), numbers(1), numbers(3), ("mur",), numbers(1), numbers(-2)),
        digest="d",
    )


@pytest.fixture(scope="module")
def nlp():
    return blank()


def judged(nlp, model, text):
    passages = split("d", "v", text, ())
    (found,) = Tagger(nlp, parse(CATALOGUE, "c.toml"), model).judge(nlp(text), passages)
    return found


def test_the_score_adds_words_vectors_topics_lexicon_and_squares(model):
    words = model.weigh({1: 1})
    said = dense({"numerique.total": 2.0}, model)
    assert model.score(words, said)[0] == pytest.approx(2 + 0.5 + 0.25 + 1 - 1**2)


def test_the_grade_of_a_term_counts_as_much_as_the_term_itself(model):
    words = model.weigh({2: 1})
    assert model.score(words, dense({}, model))[0] == pytest.approx(1 + 3)
    # With a share of 1 a grade lengthens the passage: sqrt(1 + (1 / 2)²).
    longer = replace(model, shares=numbers(1, 0, 0, 0, 1))
    assert longer.project(words, dense({}, model))[0] == pytest.approx(4 / np.sqrt(1.25))
    pulled = model.pull(words, model.project(words, dense({}, model)), 0)
    assert pulled.tolist() == [4.0]


def test_a_lever_is_told_by_no_grade(model):
    words = model.weigh({2: 1})
    longer = replace(model, shares=numbers(1, 0, 0, 0, 1), words=numbers([0] * 3, [0] * 3, [1] * 3))
    assert longer.project(words, dense({}, model))[1] == pytest.approx(1)


def test_a_passage_of_which_more_is_said_is_brought_to_the_same_length(model):
    long = replace(model, shares=numbers(4, 0, 0, 0, 0))
    words, said = model.weigh({1: 1}), dense({}, model)
    assert long.project(words, said) == pytest.approx(model.project(words, said) / 2)


def test_no_known_word_gives_the_bias(model):
    assert model.score(model.weigh({}), dense({}, model)).tolist() == [0, 0]


def test_the_manner_counts_for_levers_alone(model):
    words, said = model.weigh({1: 1}), dense({}, model)
    told = model.score(words, said, 2.0) - model.score(words, said)
    assert told.tolist() == [0, 2]


def test_the_forms_of_a_passage_make_a_trend_of_it(nlp, model):
    text = "Des enfants restent devant leur écran"
    assert judged(nlp, model, f"{text}.").kind == "levier"
    assert judged(nlp, model, f"{text} mural, au mur.").kind == "tendance"


def test_features_that_the_model_ignores_are_left_out(model):
    assert dense({"eau.total": 9.0, "numerique.total": 1.0}, model).tolist() == [1.0]


def test_features_are_capped():
    told = described({"n": {"total": 99.0}}, {("n", "t"): 99.0}, {"levier": 99.0})
    assert told == {"n.total": 12.0, "n/t": 6.0, "cue.levier": 6.0}


def test_what_words_add_sums_to_their_part_of_the_score(model):
    words = model.weigh({1: 2, 2: 1})
    pulled = model.pull(words, numbers(9, 9, 0), 0)
    added = spread(words, [(2,), (1, 2), (1,)], pulled)
    by_term = model.words[words.columns] + model.graded[words.columns] @ model.grades
    assert sum(added) == pytest.approx(float(words.weights @ by_term[:, 0]))


def test_a_word_pulls_as_the_square_it_takes_part_in_leans(model):
    words = model.weigh({0: 1})
    assert model.pull(words, numbers(0, 0, 3), 0) == pytest.approx([-2 - 2 * 3 * 1])


@pytest.fixture
def typing(model):
    """Three types of trend, of which the second is that of « écran », the third of numerique."""
    columns = {name: getattr(model, name) for name in ("words", "vectors", "topics", "lexicon")}
    columns |= {"grades": model.grades}
    wider = {
        name: np.hstack([array[:, :2], np.zeros((len(array), 3), np.float32), array[:, 2:]])
        for name, array in columns.items()
    }
    wider["words"][1, 3] = 2
    return replace(
        model,
        outputs=(*model.outputs, "societale", "technologique", "sanitaire"),
        mixing=numbers([-1, 0, 0, 0, 0]),
        bias=numbers(0, 0, 0.1, 0, 0),
        slopes=numbers(2, 2, 1, 1, 1),
        shifts=numbers(-1, 0, 0, 0, 0),
        thresholds=numbers(0.5, 0.5, 0.5, 0.5, 0.5),
        typed=numbers([0, 0, 1]),
        **wider,
    )


ALL_TYPES = ("societale", "technologique", "sanitaire")


def test_the_type_of_a_trend_is_the_best_of_those_of_the_catalogue(typing):
    said = dense({}, typing)
    scores = typing.score(typing.weigh({1: 1}), said)
    assert typing.trend_type(scores, [], ALL_TYPES) == "technologique"
    assert typing.trend_type(scores, [], ["societale", "autre"]) == "societale"
    assert typing.trend_type(scores, [], []) is None
    plain = typing.score(typing.weigh({0: 1}), said)
    assert typing.trend_type(plain, [], ALL_TYPES) == "societale"
    assert typing.trend_type(plain, ["numerique", "eau"], ALL_TYPES) == "sanitaire"


def test_variables_carried_share_what_they_add_to_a_type(typing):
    two = replace(
        typing,
        outputs=("numerique", "eau", *typing.outputs[1:]),
        typed=numbers([0, 1.5, 0], [0.2, 0, 1.9]),
    )
    even = numbers(0, 0, 0, 0, 0, 0)
    assert two.trend_type(even, ["numerique"], ALL_TYPES) == "technologique"
    assert two.trend_type(even, ["numerique", "eau"], ALL_TYPES) == "sanitaire"  # by the root of 2
    near = numbers(0, 0, 0, 1.25, 0, 0)  # 1.25 + 0.2 / sqrt(2) = 1.39 > 1.9 / sqrt(2) = 1.34
    assert two.trend_type(near, ["numerique", "eau"], ALL_TYPES) == "societale"


def test_what_the_lexicon_says_is_added_to_the_score_of_a_sub_theme(model):
    filed = replace(model, outputs=("numerique", "levier", "numerique/outils", "numerique/jeux"))
    scores = numbers(0, 0, 0.4, 0.2)
    both = ["outils", "jeux"]
    assert filed.theme(scores, "numerique", {}, both) == "outils"
    assert filed.theme(scores, "numerique", {"jeux": 2.4}, both) == "outils"  # 0.2 + 0.192
    assert filed.theme(scores, "numerique", {"jeux": 2.6}, both) == "jeux"
    least = numbers(0, 0, 0.69, 0.2)
    assert filed.theme(least, "numerique", {"jeux": 99.0}, both) == "outils"  # 6 at most
    assert filed.theme(scores, "numerique", {}, ["jeux", "autre"]) == "jeux"


def test_types_change_neither_variables_nor_kind(model, typing):
    words, said = model.weigh({1: 1, 2: 1}), dense({"numerique.total": 2.0}, model)
    assert typing.score(words, said)[:2].tolist() == model.score(words, said).tolist()
    assert unpack(pack(typing), "d").types == ALL_TYPES


def test_a_packed_model_comes_back_as_it_was(model):
    again = unpack(pack(model), "d")
    assert (again.terms, again.outputs, again.alone) == (model.terms, model.outputs, model.alone)
    words = model.weigh({1: 1, 2: 1})
    said = dense({"numerique.total": 2.0}, model)
    assert again.score(words, said) == pytest.approx(model.score(words, said), abs=0.01)
    assert again.telling.score({"Fut": 1.0}, "un mur") == 1


def test_the_model_tags_without_any_expression_of_the_lexicon(nlp, model):
    text = "Des enfants restent devant leur écran toute la journée."
    (tag,) = judged(nlp, model, text).tags
    assert tag.variable == "numerique"
    assert "écran" in text[tag.spans[0].start : tag.spans[0].end]


def test_the_model_may_refuse_what_the_lexicon_proposes(nlp, model):
    sober = replace(model, words=numbers([-9, 0, 0], [2, 1, 0], [1, 0, 0]))
    found = judged(nlp, sober, "La fracture numérique est peinte sur un mur, puis sur un mur.")
    assert (found.tags, found.kind) == ((), "aucun")


def test_a_variable_not_learnt_is_tagged_by_its_lexicon_alone(nlp, model):
    found = judged(nlp, model, "La sécheresse vide la rivière et les puits du village.")
    (tag,) = found.tags
    assert (tag.variable, [s.expression for s in tag.spans]) == ("eau", ["sécheresse", "rivière"])
    assert tag.probability == pytest.approx(1 / (1 + np.exp(-2)))


def test_a_type_that_the_model_has_not_learnt_is_told_by_its_cues(nlp, typing):
    late = replace(typing, thresholds=numbers(0.5, 1, 0.5, 0.5, 0.5), typed=numbers([0, 0, 0]))
    text = "Des enfants restent devant leur écran."
    (tag,) = judged(nlp, late, text).tags
    assert tag.trend_type == "technologique"
    # Of the types of the catalogue the model knows none: cues, and what is usual, tell it.
    other = replace(late, outputs=("numerique", "levier", "a", "b", "c"))
    (tag,) = judged(nlp, other, text).tags
    assert tag.trend_type == "technologique"


def test_a_type_added_to_the_catalogue_needs_no_code(nlp, typing):
    late = replace(typing, thresholds=numbers(0.5, 1, 0.5, 0.5, 0.5))
    cue = '[trend_types.familiale]\nlabel = "F"\nexpressions = [{ text = "enfant", weight = 3 }]'
    tagger = Tagger(nlp, parse(f"{CATALOGUE}{cue}\n", "v"), late)
    for text, told in (
        ("Des enfants restent devant leur écran.", "familiale"),
        ("Des chats restent devant leur écran.", "technologique"),
    ):
        (found,) = tagger.judge(nlp(text), split("d", "v", text, ()))
        assert [tag.trend_type for tag in found.tags] == [told]


def test_the_usual_type_of_a_trend_stands_when_no_cue_says_otherwise(nlp, model):
    late = replace(model, thresholds=numbers(0.5, 1))
    (tag,) = judged(nlp, late, "Des enfants restent devant leur écran.").tags
    assert (tag.kind, tag.trend_type) == ("tendance", "technologique")


def test_a_fifth_variable_needs_no_code(nlp):
    shipped = SHIPPED.read_text("utf-8").replace("\n[kinds]", f"{FIFTH}\n[kinds]", 1)
    tagger = Tagger(nlp, parse(shipped, "variables.toml"), models.tag_model())
    text = "La sécheresse dure, et la nappe phréatique baisse sous les vergers du plateau."
    (found,) = tagger.judge(nlp(text), split("d", "v", text, ()))
    assert "eau" in [tag.variable for tag in found.tags]
    assert set(found.probabilities) == {
        "eau",
        *(v.id for v in parse(SHIPPED.read_text("utf-8"), "v").variables),
    }


def test_no_text_of_the_training_is_in_the_model_that_ships():
    assert max(len(term.split(" ")) for term in models.tag_model().terms) == 2


def test_a_score_beyond_measure_is_a_plain_no_or_yes(model):
    assert model.calibrated(numbers(-500, 500)).tolist() == [0, 1]
    assert (model.from_lexicon(-1e9), model.from_lexicon(1e9)) == (0, 1)
