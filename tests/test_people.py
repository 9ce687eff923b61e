import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from flows.models import known_first_names, known_names
from nlp.people import People

CASES = Path(__file__).resolve().parent / "cases" / "people" / "sentences.txt"


@cache
def people():
    names = known_names()
    others = frozenset({"france", "ccas", "google maps"})
    return People(known_first_names(), others, names.surnames, names.alone, names.words)


def named(text):
    return [text[start:end] for start, end in people().find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("M. Lebreuil et Mme Claire Morvan-Le Goff.", ["Lebreuil", "Claire Morvan-Le Goff"]),
        ("Jean DURANTEAU, puis DURANTEAU Jean.", ["Jean DURANTEAU", "DURANTEAU Jean"]),
        ("Charles de Monteil et Marie d’Artigny.", ["Charles de Monteil", "Marie d’Artigny"]),
        (
            "Paul de La Brosse et Didier van der Hecke.",
            ["Paul de La Brosse", "Didier van der Hecke"],
        ),
        ("J.-M. Roubaud et Castagnier P. enquêtent.", ["J.-M. Roubaud", "Castagnier P."]),
        ("Mme X a vu M. Y. hier.", ["X", "Y."]),
        ("La ministre Karmelic répond.", ["Karmelic"]),
        ("Avec Pierre, on rit. Pierre part.", ["Pierre", "Pierre"]),
        ("Sur BORNE, Elisabeth BORNE sourit. Une borne.", ["BORNE", "Elisabeth BORNE"]),
        ("GENEVIEVE MARTINEC parle.", ["GENEVIEVE MARTINEC"]),
        ("Le discours d’Emmanuel Morvan, qu’Odile LANGE suit.", ["Emmanuel Morvan", "Odile LANGE"]),
        ("Kévina MORVANEC témoigne.", ["Kévina MORVANEC"]),
        ("La rappeuse Boutiga et le poète breton Kervellec.", ["Boutiga", "Kervellec"]),
        ("Bonjour Président KENYATTAC, Monsieur le Maire Karmelic.", ["KENYATTAC", "Karmelic"]),
        ("La Proposition de Loi de Monsieur Fauverguet.", ["Fauverguet"]),
        (
            "Absents : MM. TESSIREC, PETIT et ABDALLAC, Maires, et Mmes Morvec et Roche, Paris.",
            ["TESSIREC", "PETIT", "ABDALLAC", "Morvec", "Roche"],
        ),
        ("Absents : M. Tessirec, Petit Bourg et Grand Site.", ["Tessirec"]),
        ("L’agent Couturier et la conseillère municipale Roche.", ["Couturier", "Roche"]),
        ("La veuve Meunier et le fils Boulanger.", ["Meunier", "Boulanger"]),
        ("Son ex-compagne Priscilliac et l’épouse TALLANDIEC.", ["Priscilliac", "TALLANDIEC"]),
        ("La belle-mère Courage, les compagnons Emmaüsien, un compagnon Médecin.", []),
        ("Ces chiffres (Petit, 2019 ; Meunier et Roux, 2003).", ["Petit", "Meunier", "Roux"]),
        ("L’agent Enedis, le délégué Unsa, l’élue Grand Âge, un Petit Couturier.", []),
    ],
)
def test_names_are_told_by_titles_first_names_initials_and_capitals(text, names):
    assert named(text) == names


def test_a_surname_written_without_a_first_name_is_known_from_a_list():
    found = People((), frozenset(), frozenset({"borloo", "borne"})).find
    text = "Le plan Borloo et la loi Borne. Borne sourit. UNE BORNE."
    assert [text[a:b] for a, b in found(text)] == ["Borloo", "Borne", "Borne", "BORNE"]
    assert found("Borne de recharge. Borne murale. La Borne est là. UNE BORNE.") == []
    assert found("Borne annonce une réforme.") == [(0, 5)]


def test_a_full_name_makes_its_surname_known():
    assert named("Louise Kermarrec parle. Puis Kermarrec se tait.") == [
        "Louise Kermarrec",
        "Kermarrec",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Parcoursup et MaPrimeRénov’ changent. Le Ségur aussi.",
        "Madame la Présidente, Monsieur le Maire de la Ville.",
        "À Saint-Pierre et à San Francisco.",
        "Les articles L. 262-2 et R. 147-1. A. Les aides.",
        "Écoute, Accueil et Orientation. Accompagnement social.",
        "Pierre après pierre, le mur monte. La Marine recrute. On fête Noël.",
        "LE CCAS RECRUTE UN CONSEILLER NUMERIQUE.",
        "Une comédienne de Kervellec, le poète breton de Kervellec.",
        "",
    ],
)
def test_headings_programmes_places_and_offices_are_no_people(text):
    assert named(text) == []


def test_spans_are_in_order_and_apart():
    text = CASES.read_text("utf-8") * 3
    spans = people().find(text)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_a_hostile_run_of_capitals_is_read_at_once():
    assert people().find("Jean " * 20_000 + "Al-" * 20_000 + "A." * 20_000)


def judged():
    """Names found and expected over our own sentences: (right, found, expected)."""
    right = found = expected = 0
    for line in CASES.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        gold = set(re.findall(r"\[(.+?)\]", line))
        got = set(named(re.sub(r"[\[\]]", "", line)))
        right, found, expected = right + len(gold & got), found + len(got), expected + len(gold)
    return right, found, expected


def test_of_our_own_sentences_few_names_are_missed_and_fewer_invented():
    right, found, expected = judged()
    assert expected >= 50
    assert right / found >= 0.9
    assert right / expected >= 0.7


def test_two_surnames_of_one_law_are_people():
    known = People((), frozenset(), frozenset({"claeys", "leonetti"}))
    text = "La loi Claeys-Leonetti, non la loi Claeys-Brumeval."
    assert [text[a:b] for a, b in known.find(text)] == ["Claeys-Leonetti"]
