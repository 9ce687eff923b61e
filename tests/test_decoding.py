"""Bytes and fragments to clean text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.decoding import clean, decoded, mended, plain

TEXT = "Où l’évêque s’étonna : « ça, c’est l’œuvre » — 12,5 % et 100 € !"


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
def test_french_is_read_whatever_the_charset(charset):
    assert decoded(TEXT.encode(charset)) == TEXT


def test_utf8_announced_as_latin1_is_read_as_utf8():
    assert decoded(f'<meta charset="iso-8859-1">{TEXT}'.encode(), "iso-8859-1").endswith(TEXT)


def test_a_charset_announced_in_the_page_is_followed_when_utf8_fails():
    page = '<meta charset="windows-1251">Привет, мир'
    assert decoded(page.encode("cp1251")) == page


def test_a_last_character_cut_short_costs_only_itself():
    assert decoded("L’accueil des réfugié".encode()[:-1]) == "L’accueil des réfugi"


def test_one_stray_byte_does_not_spoil_a_page_of_utf8():
    body = (TEXT * 3).encode() + b"\x92" + TEXT.encode()
    assert decoded(body) == TEXT * 3 + "\ufffd" + TEXT


def test_utf8_encoded_twice_is_mended():
    assert mended(TEXT.encode().decode("latin-1")) == TEXT


def test_a_text_that_quotes_a_broken_word_is_left_alone():
    text = "Le mot « élève » devient « Ã©lÃ¨ve » dans un mauvais logiciel, à éviter désormais."
    assert mended(text) == text


def test_clean_keeps_every_visible_character():
    text = "Non-recours, co‑construction : 12,5 %, 1 200 €, « aller-vers » – H₂O"
    assert clean(text) == text


def test_clean_composes_accents_and_drops_what_shows_nothing():
    assert clean("e\u0301te\u0301 co\u00adordi\u200bné\x00\r\n\ud800fin") == "été coordiné\nfin"


def test_clean_drops_joiners_of_french_words_and_keeps_those_of_emoji():
    assert clean("allo\u200dcataire\u200c 👩\u200d⚕") == "allocataire 👩\u200d⚕"


@given(st.binary(max_size=200))
def test_any_bytes_give_text_that_can_be_stored(body):
    clean(decoded(body)).encode()


def test_a_fragment_becomes_paragraphs():
    fragment = "<p>Un <b>premier</b>\n point.</p><ul><li>a</li><li>b<br>c</li></ul>reste &amp; fin"
    assert plain(fragment) == "Un premier point.\n\na\n\nb\nc\n\nreste & fin"


def test_scripts_and_comments_of_a_fragment_say_nothing():
    assert plain("<p>a<script>alert(1)</script><!-- b --> c<style>d</style></p>") == "a c"


def test_text_without_tags_only_has_its_entities_read():
    assert plain("Tom &amp; Léa, 3 < 4") == "Tom & Léa, 3 < 4"


@given(st.text(alphabet="<>/abp &;!-\"'\n", max_size=80))
def test_any_fragment_gives_text(fragment):
    assert isinstance(plain(fragment), str)
