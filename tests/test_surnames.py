"""Surnames that only the noun before, a citation or small letters tell."""

import pytest

from nlp.people import People
from nlp.surnames import apart

FIRST = ("sophie", "jean", "marie", "claire", "rosa", "said", "denis")
LISTED = frozenset({"lefebvrec", "dumontec"})
OTHERS = frozenset({"insee", "oxfam"})


def named(text):
    return [text[a:b] for a, b in People(FIRST, OTHERS, LISTED).find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Le couple Brumevalec demande un logement.", ["Brumevalec"]),
        ("La famille Oulad Kermadi et les frères Tarnowek.", ["Oulad Kermadi", "Tarnowek"]),
        ("Selon l’étude de Delvaumonec, le rapport Karmelic et la mort d’Ezrahic.",
         ["Delvaumonec", "Karmelic", "Ezrahic"]),
        ("La honte freine (Ferreirec et Lungu, 2019 ; Ozturkec et al., 2021).",
         ["Ferreirec", "Lungu", "Ozturkec"]),
        ("Dumontec et Varnesic (2015) le disent, Okonkwec et al. (2018) aussi.",
         ["Dumontec", "Varnesic", "Okonkwec"]),
        ("Willem van der Meulenec plaide, Inês dos Santosec aussi.",
         ["Willem van der Meulenec", "Inês dos Santosec"]),
        ("J’ai vu jean dumontec et mme petit, merci à sophie karamec.",
         ["jean dumontec", "petit", "sophie karamec"]),
        ("Merci à sophie. Écrire à lefebvrec claire.", ["sophie", "lefebvrec claire"]),
        ("Le général Brumevalec, la colonelle Tarnowek et M. Le Rouxec.",
         ["Brumevalec", "Tarnowek", "Le Rouxec"]),
        ("Mme LE GOFFEC répond à Madame LA PRÉSIDENTE.", ["LE GOFFEC"]),
        ("L’administration Bidenec, le régime de Karmelic, la sœur de Tarnowek.",
         ["Bidenec", "Karmelic", "Tarnowek"]),
        ("Ursula von der Leyenec appelle mme da costec.", ["Ursula von der Leyenec", "da costec"]),
        ("JM Dumontec et MarieDumontec. Photo credit: AshLark",
         ["JM Dumontec", "MarieDumontec", "AshLark"]),
    ],
)  # fmt: skip
def test_a_surname_is_told_by_what_is_around_it(text, names):
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "La famille monoparentale et le couple franco-allemand.",
        "Le rapport d’Oxfam, l’enquête de l’Insee (Insee, 2019).",
        "Le rapport PISA, la commission DALO.",
        "Il porte un jean neuf. Une claire explication. Un jean slim.",
        "Le parti de saint denis, age max etudiant, he said mechanical things.",
        "Madame la présidente, monsieur le maire, mme et monsieur.",
        "Photo : La Transfo. UK Territoria, JM Motors, MarieService. L’accord Mercosurec.",
        "La tempête Sophie a privé le bourg de courant.",
        "Chargé de mission Territoria. La Direction générale Connectia.",
        "Le plan Ecophytoc et la loi Egalimec (2018).",
    ],
)
def test_other_capitals_and_small_words_are_no_people(text):
    assert named(text) == []


def test_long_runs_are_read_at_once():
    hostile = ("Al-" * 20_000, "(Jean, " * 20_000, "van der " * 20_000, "sophie " * 20_000)
    for text in (*hostile, "famille " + "Kermadi " * 20_000, "mme " * 20_000):
        spans = People(FIRST, OTHERS, LISTED).find(text)
        assert all(a < b for a, b in spans)


def test_of_spans_that_touch_the_first_and_longest_is_kept():
    assert apart([(3, 5), (0, 2), (0, 4), (6, 7)]) == [(0, 4), (6, 7)]
