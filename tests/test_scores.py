"""The score of a signal: parts that add up, each with its sentence."""

import math

import numpy as np
import pytest

from nlp.confirm import Proof
from nlp.scores import WEIGHTS, Scope, parts
from nlp.states import SETTINGS

NAMES = ["croissance", "nouveaute", "diffusion", "classes", "forme", "variable"]


def proof(**given):
    """What the confirmation found of one unit; a plain rise unless said otherwise."""
    found = {"count": 14, "now": 3, "expected": 1.6, "usual": 1.6}
    found |= {"p_value": 2.5e-4, "p_without_season": 2e-4}
    found |= {
        "voices": 7,
        "effective": 4.0,
        "lasting": 1,
        "shape": 2.0,
        "effect": 0.9,
        "visibility": 12.0,
    }
    found |= {"active": 9, "fall": 0.3} | given
    known = found.pop("season_known", True)
    return Proof(**{k: np.array([float(v)]) for k, v in found.items()}, season_known=known)


NINE_IN_TEN = Scope(1, 22, 24)  # (22 + 0.5) / (24 + 1)


def scored(cusum=11.0, past=0.0, n_classes=3, scope=NINE_IN_TEN, n_said=24, **given):
    of = {"cusum": cusum, "past": past, "n_classes": n_classes, "scope": scope, "n_said": n_said}
    made = parts(proof(**given), 0, **of)
    return {part.name: part for part in made}


def test_the_score_is_the_hand_computed_sum():
    # 11 + 0.5 ln 17 + ln 4 + (3 - 1) + 0.5 x 2 + 0.5 ln 9 = 11 + 1.4166 + 1.3863 + 2 + 1 + 1.0986
    made = scored()
    assert list(made) == NAMES
    assert sum(part.value for part in made.values()) == pytest.approx(17.9015, abs=1e-4)


def test_a_rise_that_is_over_keeps_its_value():
    assert scored(count=9, expected=10.8)["croissance"].value == scored()["croissance"].value


def test_what_is_well_known_is_not_new():
    assert scored(past=8.0)["nouveaute"].value == 0
    assert scored(past=500.0)["nouveaute"].value == 0


def test_a_full_baseline_is_not_said_to_precede_the_rise():
    # Nine mentions may be those of the rise, of which nothing was said before it.
    part = scored(past=9.0)["nouveaute"]
    assert part.value == 0
    assert part.sentence == (
        "Dit plusieurs fois dans le passé de référence,"
        " début de la montée compris si elle dure déjà"
    )


def test_novelty_grows_as_the_past_is_thinner():
    values = [scored(past=past)["nouveaute"].value for past in (8, 4, 1, 0)]
    assert values == sorted(values)


def test_one_voice_brings_no_diffusion():
    assert scored(effective=1.0)["diffusion"].value == 0
    assert scored(effective=0.0)["diffusion"].value == 0


def test_an_event_loses_points_and_says_so():
    part = scored(shape=-3.0)["forme"]
    assert part.value == -1.5
    assert (
        part.sentence == "Sur 12 semaines, ressemble à un pic isolé, non à une montée progressive"
    )


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("shape", [2.0, 0.0, -0.01, -1.15, -1.16, -2.3, -2.31])
def test_what_a_setting_confirms_is_not_said_to_be_a_peak(setting, shape):
    said = scored(shape=shape)["forme"].sentence
    if shape >= SETTINGS[setting].alone.shape:
        assert "ressemble à un pic" not in said
    assert ("Montée progressive" in said) == (shape >= 0)
    assert ("À peine plus proche d’un pic" in said) == (-1.15 <= shape < 0)


@pytest.mark.parametrize("said", [0, 999])
def test_a_share_is_bounded_before_its_odds(said):
    part = scored(scope=Scope(1, said, 999))["variable"]
    assert abs(part.value) == pytest.approx(0.5 * math.log(99))


def test_a_signal_at_no_mention_says_plainly_that_nothing_was_said():
    silence = {"count": 0, "voices": 0, "effective": 0, "shape": 0, "n_classes": 0}
    silent = scored(scope=Scope(1, 0, 0), n_said=0, **silence)
    told = [part.sentence for part in silent.values()]
    assert told[0] == "Rien n’en a été dit en 12 semaines (1,6 attendue)"
    assert told[2:5] == [
        "Aucune voix ne compte en 12 semaines",
        "Aucune classe de sources connue en 12 semaines",
        "Ni montée ni pic en 12 semaines",
    ]


@pytest.mark.parametrize(
    ("n_said", "why"),
    [(3, "\u00a0: toutes redites, ou d’une source nouvelle encore à part"), (0, "")],
)
def test_passages_that_do_not_count_are_not_told_to_be_none(n_said, why):
    told = scored(count=0, voices=0, effective=0, scope=Scope(1, 3, 3), n_said=n_said)
    said = f"Aucune mention ne compte en 12 semaines (1,6 attendue){why}"
    assert told["croissance"].sentence == said


@pytest.mark.parametrize("scope", [Scope(None, 0, 0), Scope(1, 0, 0)])
def test_a_signal_that_nobody_says_has_no_share_of_passages(scope):
    part = scored(scope=scope)["variable"]
    assert (part.value, "%" in part.sentence) == (0.0, False)
    assert part.sentence.startswith("Aucun passage en 12 semaines\u00a0:")


@pytest.mark.parametrize(
    ("given", "part", "said"),
    [
        ({}, "croissance", "14 mentions en 12 semaines, 1,6 attendue, par 7 voix différentes"),
        (
            {"count": 1, "voices": 1, "expected": 0.4},
            "croissance",
            "1 mention en 12 semaines, 0,4 attendue, par 1 voix",
        ),
        (
            {"count": 9, "expected": 10.8, "voices": 3},
            "croissance",
            "Hausse passée, qui s’efface\u00a0: 9 mentions en 12 semaines, 10,8 attendues,"
            " par 3 voix différentes",
        ),
        (
            {},
            "nouveaute",
            "Presque jamais dit dans le passé de référence, où l’ancien s’efface",
        ),
        (
            {"past": 3.0},
            "nouveaute",
            "Rarement dit dans le passé de référence, début de la montée compris si elle dure déjà",
        ),
        ({}, "diffusion", "Paroles réparties comme entre 4,0 voix équivalentes"),
        ({"effective": 1.9}, "diffusion", "Paroles réparties comme entre 1,9 voix équivalente"),
        ({"n_classes": 1}, "classes", "Une seule classe de sources en 12 semaines"),
        ({"n_classes": 0}, "classes", "Aucune classe de sources connue en 12 semaines"),
        ({}, "variable", "92\u202f% de ses passages portent sa variable"),
        (
            {"scope": Scope(None, 2, 4)},
            "variable",
            "Hors des variables\u00a0: la plus présente l’est dans 50\u202f% de ses passages",
        ),
        (
            {"scope": Scope(None, 0, 4)},
            "variable",
            "Hors des variables\u00a0: aucun de ses passages n’en porte",
        ),
    ],
)
def test_each_part_is_said_in_french(given, part, said):
    assert scored(**given)[part].sentence == said


def test_weights_are_given_to_known_parts_only():
    assert set(WEIGHTS) < set(NAMES)
