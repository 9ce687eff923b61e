"""How the model of the tags is trained: exact leave-one-out, and what ships is what was fitted."""

from dataclasses import replace
from unicodedata import normalize

import numpy as np
import pytest

from nlp.tag_model import dense
from training.calibration import SHARE_OF_BEST, best_threshold
from training.tag_fit import Example, fit
from training.tag_space import GRADES, Space, counted, grades, reduced

WATER = ("rivière", "source", "pluie", "puits")
STONE = ("mur", "roche", "sable", "pont")


def example(n, words, label):
    norms = [words[n % 4], words[(n + 1) % 4], words[(n // 4) % 4], "village"]
    told = {"eau.total": 3.0} if label and n % 2 else {}
    kind = ("levier" if n % 3 else "tendance") if label else "aucun"
    return Example(told, norms, frozenset({"eau"} if label else ()), kind, n % 5 == 0, str(n))


EXAMPLES = [example(n, WATER, True) for n in range(16)] + [
    example(n, STONE, False) for n in range(16)
]


@pytest.fixture(scope="module")
def space():
    norms = [list(e.norms) * 2 + [f"mot{k}" for k in range(n % 9)] for n, e in enumerate(EXAMPLES)]
    norms += [[f"mot{k}" for k in range(80)] for _ in range(40)]
    return reduced(norms, np.array([0] * 16 + [1] * 16 + [-1] * 40))


@pytest.fixture(scope="module")
def fitted(space):
    return fit(EXAMPLES, ["eau"], space)


def test_types_of_trends_are_learnt_from_those_that_have_one(space, fitted):
    words = {"societale": "rivière", "institutionnelle": "puits"}
    given = [
        replace(e, trend_type=next((t for t, word in words.items() if word in e.norms), None))
        for e in EXAMPLES
    ]
    types = [*words, "environnementale"]
    model = fit(given, ["eau"], space, types=types).model
    assert model.types == tuple(types)
    told = scores(fitted.model, given[1])
    assert scores(model, given[1])[:2] == pytest.approx(told)
    for trend, word in words.items():
        lone = replace(given[0], norms=[word, "village"], told={})
        assert model.trend_type(scores(model, lone), ["eau"], types) == trend


def test_sub_themes_are_learnt_by_variable(space, fitted):
    words = {"cours": "rivière", "nappe": "puits"}
    told = [[t for t, word in words.items() if word in e.norms[:2]] for e in EXAMPLES]
    pairs = zip(EXAMPLES, told, strict=True)
    given = [replace(e, themes={"eau": found[0]} if found else {}) for e, found in pairs]
    model = fit(given, ["eau"], space, themes={"eau": [*words, "glace"]}).model
    assert list(model.themes["eau"]) == ["cours", "nappe", "glace"]
    assert model.types == ()
    assert scores(model, given[1])[:2] == pytest.approx(scores(fitted.model, given[1]))
    for theme, word in words.items():
        told = scores(model, replace(given[0], norms=[word, "village"], told={}))
        assert model.theme(told, "eau", {}, words) == theme
        assert model.theme(told, "eau", {}, ["glace"]) == "glace"
        assert model.theme(told, "pierre", {}, words) is None


def test_without_an_example_no_type_is_learnt(fitted):
    assert fitted.model.types == ()
    assert fitted.model.trend_type(np.zeros(2, np.float32), ["eau"], ["societale"]) is None


def test_leave_one_out_is_what_leaving_one_out_gives(fitted, space):
    # The mean taken out and the scale of the lexicon see all examples: hence the tolerance.
    alone = fit(EXAMPLES[1:], ["eau"], space).model
    assert score(alone, EXAMPLES[0]) == pytest.approx(fitted.scores[0, 0], abs=0.05)


def score(model, given):
    return float(scores(model, given)[0])


def scores(model, given):
    row = counted([given.norms], model.terms)
    counts = dict(zip(row.indices.tolist(), row.data.astype(int).tolist(), strict=True))
    return model.score(model.weigh(counts), dense(given.told, model))


def test_the_model_tells_what_it_learnt(fitted):
    assert score(fitted.model, EXAMPLES[0]) > 0.6
    assert score(fitted.model, EXAMPLES[-1]) < 0.4


def test_two_trainings_give_the_same_model(fitted, space):
    again = fit(EXAMPLES, ["eau"], space).model
    assert np.array_equal(again.words, fitted.model.words)


def test_a_family_left_out_weighs_nothing(space):
    model = fit(EXAMPLES, ["eau"], space, families=("words", "lexicon")).model
    assert not model.vectors.any()
    assert not model.topics.any()


def test_the_threshold_is_a_share_of_the_best_f1():
    target = np.array([1.0, 1.0, 0.0, 0.0])
    assert best_threshold(np.array([0.9, 0.8, 0.1, 0.1]), target, np.ones(4)) == pytest.approx(
        SHARE_OF_BEST
    )


def test_a_word_never_met_weighs_by_its_grade():
    given = {word: ["N3"] for word in (*WATER, "ruisseau")} | {word: ["X2"] for word in STONE}
    norms = [list(e.norms) for e in EXAMPLES] + [["ailleurs", "encore"]] * 40
    graded = reduced(norms, np.full(len(norms), -1), given)
    assert "ruisseau" in graded.terms
    model = fit(EXAMPLES, ["eau"], graded).model
    unknown = Example({}, ["ruisseau", "ailleurs"], frozenset(), "aucun", False)
    neutral = replace(unknown, norms=["ailleurs"])
    assert score(model, unknown) > score(model, neutral) + 0.1


def test_what_words_suggest_of_a_lever_is_a_trait_of_the_manner():
    given = {"aider": ["L2"], "baisser": ["T2"], "rivière": ["N3"]}
    told = [
        Example({}, [word, "rivière", "village"], frozenset({"eau"}), kind, False)
        for word, kind in (("aider", "levier"), ("baisser", "tendance")) * 8
    ]
    told += [Example({}, ["mur", "pont"], frozenset(), "aucun", False)] * 8
    norms = [list(e.norms) for e in told] + [["ailleurs", "encore"]] * 40
    graded = reduced(norms, np.full(len(norms), -1), given)
    telling = fit(told, ["eau"], graded).model.telling
    assert {"L2", "T2"} <= set(telling.traits) and "N3" not in telling.traits
    assert telling.score({"L2": 1.0}, "") > 0.1 > -0.1 > telling.score({"T2": 1.0}, "")


def test_every_grade_that_ships_is_one_that_is_known():
    given = grades()
    assert len(given) > 5000
    assert all(set(told) <= set(GRADES) for told in given.values())
    assert all(word == normalize("NFC", word.lower()) and " " not in word for word in given)


def test_what_words_say_only_together_is_learnt():
    # Each word is in as many passages of the one as of the other: no sum tells them apart.
    pairs = [("rive", "droite"), ("aile", "gauche"), ("rive", "gauche"), ("aile", "droite")]
    given = [
        Example({}, pairs[k], frozenset({"eau"} if k < 2 else ()), kind, False)
        for kind in ("levier", "tendance") * 4
        for k in range(4)
    ]
    ones, terms = np.eye(4, dtype=np.float32), ("aile", "droite", "gauche", "rive")
    alone = Space(terms, 4, ones.sum(axis=0), ones, ones[:0], (), ones[:, :0])
    model = fit(given, ["eau"], alone, families=("words",)).model
    assert score(model, given[0]) > 0.6
    assert score(model, given[2]) < 0.4


def test_levers_are_told_from_trends_by_their_manner_alone(space):
    # The same words of the same subject; only tenses and forms differ.
    given = [
        Example(
            {}, ["rivière", "source"], frozenset({"eau"} if n % 4 < 3 else ()),
            "aucun" if n % 4 == 3 else "levier" if n % 2 else "tendance", False, str(n),
            {"Fut": 1.0} if n % 2 else {"figures": 0.5}, ["il", "aidera" if n % 2 else "aidait"],
        )
        for n in range(40)
    ]  # fmt: skip
    model = fit(given, ["eau"], space).model
    lever = model.telling.score({"Fut": 1.0}, "Il aidera.")
    trend = model.telling.score({"figures": 0.5}, "Il aidait.")
    assert lever > 0.2 and trend < -0.2
    assert model.telling.score({}, "Il aidera.") > model.telling.score({}, "Il aidait.")
