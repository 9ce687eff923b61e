"""Words cut at a line end: made whole, with the hyphen of those that have one."""

import pytest

from nlp.variants import cuts


def whole(text):
    for start, end in reversed(list(cuts(text))):
        text = text[:start] + text[end:]
    return text


@pytest.mark.parametrize(
    ("cut", "word"),
    [
        ("la préven-\ntion", "la prévention"),
        ("l'auto-\nnomie", "l'autonomie"),
        ("un pré- \n  coce", "un précoce"),
        ("le coffre-\nfort", "le coffre-fort"),
        ("le non-\nrecours", "le non-recours"),
        ("la sous-\ntraitance", "la sous-traitance"),
        ("sous-\ncrire", "souscrire"),
        ("la Seine-\nSaint-Denis", "la Seine-Saint-Denis"),
        ("le MÉDI-\nCAL", "le MÉDICAL"),
        ("combien y a-\nt-il", "combien y a-t-il"),
        ("une dé\u00ad\r\nmarche", "une démarche"),
    ],
)
def test_a_word_cut_at_a_line_end_is_whole(cut, word):
    assert whole(cut) == word


@pytest.mark.parametrize(
    "text", ["2020-\n2024", "une liste -\nun mot", "- un\n- deux", "aide\nsociale"]
)
def test_other_line_ends_stay(text):
    assert whole(text) == text


def test_a_long_text_of_hyphens_is_read_to_its_end():
    assert list(cuts("a'" * 200_000 + "a- " * 200_000)) == []  # would never end if it went back
