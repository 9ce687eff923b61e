"""A command line that cannot be read is answered in one line of French, exit code 2."""

import os
import sys
from datetime import date

import pytest

from flows import cli, usage
from veille import BadInput


class Said:
    """A mistake of which only the English words are known."""

    def __init__(self, words):
        self.words = words

    def format_message(self):
        return self.words


@pytest.fixture
def veille(capsys, monkeypatch):
    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["veille", *arguments])
        code = cli._code()
        said = capsys.readouterr()
        assert said.out == ""
        return code, said.err

    return run


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("brief", "Argument manquant : « variable ». Voir « veille brief -h »."),
        ("decide x", "Argument manquant : « decision ». Voir « veille decide -h »."),
        ("inconnu", "Commande inconnue : « inconnu ». Voir « veille -h »."),
        ("nightly --as-of", "L’option « --as-of » demande une valeur. Voir « veille nightly -h »."),
        (
            "backtest --synthetic 1 --docs-per-day 1e12 --out o",
            "« --docs-per-day » : au plus 5000. Voir « veille backtest -h ».",
        ),
        (
            "backtest --history-weeks 1.5 --out o",
            "« --history-weeks » : écrire un nombre entier. Voir « veille backtest -h ».",
        ),
        (
            "variables chek",
            "Commande inconnue : « chek », proche de check. Voir « veille variables",
        ),
        (
            "query --jsonn",
            "Option inconnue : « --jsonn », proche de --json. Voir « veille query -h",
        ),
        ("query --zzz", "Option inconnue : « --zzz ». Voir « veille query -h »."),
        ("brief a b c", "En trop : « b c ». Voir « veille brief -h »."),
        ("digest --week", "L’option « --week » demande une valeur. Voir « veille"),
        ("sources --json=1", "L’option « --json » ne prend pas de valeur. Voir « veille"),
        (
            "brief numerique --weeks abc",
            "« --weeks » : écrire un nombre entier. Voir « veille brief -h ».",
        ),
        (
            "variables try x --limit -3",
            "« --limit » : au moins 0. Voir « veille variables try -h ».",
        ),
    ],
)
def test_a_mistake_of_usage_is_told_in_french(veille, line, told):
    code, err = veille(*line.split())
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith(f"Erreur : {told}")


def test_an_interruption_within_a_query_is_told_as_any_other(veille, monkeypatch):
    def interrupted(*given, **named):
        raise RuntimeError("Query interrupted")  # as DuckDB says it

    monkeypatch.setattr(cli, "app", interrupted)
    assert veille("sources") == (130, "Interrompu ; la base publiée n’a pas été touchée.\n")


def test_a_bare_command_shows_its_help(veille):
    code, err = veille()
    assert code == 2
    assert "la veille documentaire de la prospective" in err


def test_what_is_not_known_is_told_in_french_with_what_the_parser_says():
    said = usage.french(Said("Strange\n  words."))
    assert said == "Commande mal écrite (Strange words)"


def test_no_value_is_lost_in_what_is_told():
    assert usage.french(Said("Missing option '--auteur'.")) == "Option manquante : « --auteur »"
    assert usage.french(
        Said("Invalid value for '--x': Input should be less than or equal to 4")
    ) == ("« --x » : au plus 4")


@pytest.mark.parametrize("line", ["tag {}", "import {}", "variables check {}"])
def test_a_file_that_may_not_be_read_is_named_with_what_to_do(veille, tmp_path, monkeypatch, line):
    path = tmp_path / "l’été.jsonl"
    path.touch()
    monkeypatch.setattr(os, "access", lambda *given: False)  # root may read everything
    code, err = veille(*line.format(path).split())
    assert (code, err.count("\n")) == (2, 1)
    assert f"pas le droit de lire « {path} » ; le donner, ou choisir un autre fichier" in err


def test_a_week_is_its_monday_or_its_sunday_where_it_ends_a_period():
    assert usage.day("2024-W03") == date(2024, 1, 15)
    assert usage.day("2024-W03", ends=True) == date(2024, 1, 21)
    assert usage.day("2024-01-15", ends=True) == date(2024, 1, 15)


@pytest.mark.parametrize("given", ["3000-01-01", "9999-12-31"])
def test_a_day_beyond_the_calendar_is_refused(given):
    with pytest.raises(BadInput, match="calendrier"):
        usage.day(given)


def test_bytes_that_are_no_text_are_refused_but_in_names_of_files():
    broken = b"caf\xe9".decode("utf-8", "surrogateescape")
    usage.check_encoding(["import", broken])
    with pytest.raises(BadInput, match="illisible"):
        usage.check_encoding(["decide", "82ff", "retenu", "--auteur", broken])


@pytest.mark.parametrize("given", ["0001-01-01", "1970-01-01T00:00", "9999-12-31"])
def test_an_instant_out_of_the_calendar_is_refused(given):
    with pytest.raises(BadInput, match="hors du calendrier"):
        usage.instant(given)
