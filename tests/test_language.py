import pytest

from nlp.language import detect


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Les démarches en ligne éloignent une partie des habitants de leurs droits."),
        ("en", "The council will review its housing policy before the end of the year."),
        ("es", "La vivienda social sigue siendo una prioridad para los ayuntamientos."),
        ("de", "Die Gemeinden wollen den Zugang zu sozialen Diensten erleichtern."),
    ],
)
def test_the_language_of_a_sentence_is_found(language, text):
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "RSA", "123 45", "Social", "Open data", "\n"])
def test_a_short_text_in_doubt_is_french(text):
    assert detect(text) == "fr"


def test_a_short_text_without_doubt_is_what_it_is():
    assert detect("The new housing policy of the Council") == "en"


def test_a_long_text_without_a_letter_is_french():
    assert detect("12 345,67 " * 50) == "fr"
