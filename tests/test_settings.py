"""What the environment says, and the ledger of a run."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from flows import settings as module
from flows.settings import Settings, quiet_prefect
from nlp import states
from veille import BadInput, UnknownName
from warehouse.publish import Home


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    """No setting in the environment but the home of the tests."""
    for name in [name for name in os.environ if name.startswith("VEILLE_")]:
        monkeypatch.delenv(name)


def test_defaults_work_offline():
    given = Settings.from_env()
    assert given == Settings(home=Home(Path("data")))
    assert (given.setting, given.history_weeks, given.pace_s) == ("equilibre", 26, 2.0)
    assert given.allow == frozenset()


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("VEILLE_HOME", "/srv/v", "home", Home(Path("/srv/v"))),
        ("VEILLE_SPACY_MODEL", "fr_core_news_md", "spacy_model", "fr_core_news_md"),
        ("VEILLE_CONTACT", "https://exemple.fr", "contact", "https://exemple.fr"),
        ("VEILLE_SETTING", "large_filet", "setting", "large_filet"),
        ("VEILLE_HISTORY_WEEKS", "12", "history_weeks", 12),
        ("VEILLE_PACE_S", "0.5", "pace_s", 0.5),
        ("VEILLE_PACE_S", "0", "pace_s", 0.0),
        ("VEILLE_ALLOW", "127.0.0.1 ::1", "allow", frozenset({"127.0.0.1", "::1"})),
        ("VEILLE_SOURCES", "a/b.toml", "catalogue", Path("a/b.toml")),
        ("VEILLE_VARIABLES", "v.toml", "variables", Path("v.toml")),
    ],
)
def test_each_variable_gives_its_setting(monkeypatch, name, value, field, read):
    monkeypatch.setenv(name, value)
    assert getattr(Settings.from_env(), field) == read


@pytest.mark.parametrize(
    "name", ["VEILLE_HOME", "VEILLE_SPACY_MODEL", "VEILLE_CONTACT", "VEILLE_SETTING"]
)
def test_an_empty_variable_is_none_at_all(monkeypatch, name):
    monkeypatch.setenv(name, "")
    assert Settings.from_env() == Settings(home=Home(Path("data")))


def test_a_home_whose_name_is_not_in_utf_8_is_refused(monkeypatch):
    monkeypatch.setenv("VEILLE_HOME", os.fsdecode(b"archive\xff"))
    with pytest.raises(BadInput, match="Nom de dossier illisible : archive\ufffd"):
        Settings.from_env()


@pytest.mark.parametrize("value", ["deux", "", "2,5", "-1", "nan", "inf"])
def test_a_number_that_cannot_be_is_refused_in_french(monkeypatch, value):
    monkeypatch.setenv("VEILLE_PACE_S", value)
    with pytest.raises(BadInput, match=r"Réglage illisible : VEILLE_PACE_S.*pour garder 2\.0"):
        Settings.from_env()


def test_weeks_are_whole(monkeypatch):
    monkeypatch.setenv("VEILLE_HISTORY_WEEKS", "2.5")
    with pytest.raises(BadInput, match="VEILLE_HISTORY_WEEKS"):
        Settings.from_env()


def test_an_unknown_setting_is_refused_with_those_that_exist(monkeypatch):
    monkeypatch.setenv("VEILLE_SETTING", "moyen")
    with pytest.raises(
        UnknownName, match=r"VEILLE_SETTING=moyen.*haute_precision, equilibre, large_filet"
    ):
        Settings.from_env()


def test_the_settings_are_those_of_the_states():
    assert set(module.SETTINGS) == set(states.SETTINGS)


def test_the_history_asked_for_is_that_of_the_states():
    assert module.HISTORY_WEEKS == states.COLD_START


OTHER = Settings(
    home=Home(Path("ailleurs")),
    spacy_model="fr_core_news_sm",
    contact="https://exemple.fr",
    setting="large_filet",
    history_weeks=8,
    pace_s=0.25,
    allow=frozenset({"127.0.0.1", "::1"}),
    catalogue=Path("sources.toml"),
    variables=Path("variables.toml"),
)


@pytest.mark.parametrize("given", [OTHER, Settings(home=Home(Path("data")))], ids=["all", "none"])
def test_exported_settings_come_back_the_same(monkeypatch, given):
    monkeypatch.setenv("VEILLE_SOURCES", "autre.toml")
    monkeypatch.setenv("VEILLE_SPACY_MODEL", "autre")
    with given.exported():
        assert Settings.from_env() == given


def test_exported_settings_leave_the_environment_as_it_was(monkeypatch):
    monkeypatch.setenv("VEILLE_CONTACT", "https://avant.example")
    before = dict(os.environ)
    with pytest.raises(ZeroDivisionError), OTHER.exported():
        raise ZeroDivisionError
    assert dict(os.environ) == before


def test_settings_do_not_change_once_read():
    with pytest.raises(AttributeError):
        Settings.from_env().pace_s = 0
    assert replace(OTHER, pace_s=1.0).home == OTHER.home


def test_prefect_is_told_to_stay_quiet_but_obeys_the_operator(monkeypatch):
    monkeypatch.delenv("DO_NOT_TRACK")
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "DEBUG")
    quiet_prefect()
    assert (os.environ["DO_NOT_TRACK"], os.environ["PREFECT_LOGGING_LEVEL"]) == ("1", "DEBUG")
