import pytest

from nlp.measures import counts

COUNTS = (
    "vingt-sept Trente-deux soixante-quinze quatre-vingt-dix-sept vingt-et-unième hectolitre"
    " kelvins demi-centimètre kilowattheures années-lumière once"
)


@pytest.mark.parametrize("form", COUNTS.split())
def test_a_number_in_letters_or_a_unit_of_measure_counts(form):
    assert counts(form)


@pytest.mark.parametrize(
    "form", ["trois-quarts", "deux-roues", "demi-pension", "tiers-lieu", "thermomètre", "ACRE"]
)
def test_a_word_that_holds_one_does_not(form):
    assert not counts(form)
