"""Headings in capitals, told from acronyms."""

import pytest

from nlp import headings
from nlp.lemmas import blank

NLP = blank()


def words(text):
    doc = NLP.make_doc(text)
    return [doc[i].text for i in headings.words(doc)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("AIDES À DOMICILE", ["AIDES"]),
        ("LE PLAN POUR L’AIDE DES ÂGÉS\nLe reste suit.", ["PLAN", "AIDE", "ÂGÉS"]),
        ("Un titre\nPERSONNES ÂGÉES", ["ÂGÉES"]),
        ("LES AIDES DE LA CAF ET DE L’ASE", ["AIDES"]),  # a known acronym stays one
    ],
)
def test_short_words_of_a_heading_are_words(text, told):
    assert words(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "La CAF ou le RSA.",
        "Le dispositif AIDE se déploie.",  # alone
        "Le SAGE CAP PLAN.",  # side by side, nothing says a heading
        "AIDES\nÀ DOMICILE",  # each on its line
        "Aides à domicile",
    ],
)
def test_capitals_elsewhere_are_acronyms(text):
    assert words(text) == []


def test_a_heading_and_a_sentence_give_one_key():
    loud, small = NLP("AIDES À DOMICILE"), NLP("aides à domicile")
    assert [t.norm_ for t in loud] == [t.norm_ for t in small]
