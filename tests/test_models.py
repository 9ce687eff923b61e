"""Which language pipeline reads the texts, and under which name its readings are kept."""

from pathlib import Path

import pytest

from flows import models
from nlp.lemmas import blank
from tests.night_fixture import loaded

MODEL = Path(__file__).resolve().parents[1] / "nlp" / "model"


@pytest.fixture
def asked(monkeypatch):
    """The pipelines that spaCy was asked for; it gives an empty one, none is installed."""
    found = []

    def load(where, exclude):
        found.append(where)
        return blank()

    monkeypatch.setattr(models.spacy, "load", load)
    monkeypatch.setattr(models, "find_spec", lambda name: None)
    return found


def test_our_pipeline_is_the_default(asked):
    models.load(None)
    assert asked == [MODEL]


def test_an_installed_one_is_preferred_the_largest_first(asked, monkeypatch):
    monkeypatch.setattr(models, "find_spec", lambda name: name != "fr_core_news_lg" or None)
    models.load(None)
    assert asked == ["fr_core_news_md"]


def test_the_one_asked_for_wins(asked, monkeypatch):
    monkeypatch.setattr(models, "find_spec", lambda name: True)
    models.load("fr_autre")
    assert asked == ["fr_autre"]


def test_a_path_is_a_name_too():
    assert models.load(str(MODEL)).name == loaded().name


def test_the_version_of_the_analysis_names_the_pipeline_and_its_version():
    assert f"-fr_veille-{loaded().nlp.meta['version']}-" in loaded().version


def test_a_pipeline_without_our_keys_gets_them(monkeypatch):
    bare = models.spacy.blank("fr")
    monkeypatch.setattr(models.spacy, "load", lambda where, exclude: bare)
    (doc,) = models.load("fr_autre").read(["Les aidants"])
    assert doc[1].norm_ == "aidant"


def test_texts_are_read_in_their_order_whatever_their_length(monkeypatch):
    monkeypatch.setattr(models, "TOGETHER", 20)
    texts = ["Un guichet.", "", "Une très longue phrase de plus.", "Fin.", "Oui."]
    assert [doc.text for doc in loaded().read(texts)] == texts


def test_a_batch_holds_a_bounded_number_of_characters(monkeypatch):
    monkeypatch.setattr(models, "TOGETHER", 10)
    assert list(models._groups(["abcd", "efgh", "ijkl", "m" * 30, "n"])) == [
        ["abcd", "efgh"],
        ["ijkl"],
        ["m" * 30],
        ["n"],
    ]
