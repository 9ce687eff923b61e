"""Whatever is wrong, the command says it in one French line: what, where, and what to do."""

import contextlib
import os
import subprocess
import sys

import duckdb
import pytest

from flows import cli, models
from tests.night_fixture import (
    archive,
    import_,
    items,
    loaded,
    night_of,
    play,
    record,
    rows,
    settings,
    source,
)
from tests.site_fixture import Site, running
from veille import BadInput
from warehouse import publish


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A published archive of a few weeks."""
    folder = tmp_path_factory.mktemp("bad-input")
    given = settings(folder / "home", "# aucune source\n")
    import_(given, [archive(folder / "past.jsonl", [record(i) for i in items(0, 8, every=3)])])
    return given.home


@pytest.fixture
def veille(home, monkeypatch, capsys):
    """Run the command on that archive: its exit code and the lines of stderr."""
    monkeypatch.setenv("VEILLE_HOME", str(home.folder))
    monkeypatch.setenv("VEILLE_SOURCES", str(home.folder / "sources.toml"))
    models = loaded()
    monkeypatch.setattr("flows.models.load", lambda *given: models)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["veille", *map(str, arguments)])
        code = cli._code()
        return code, [line for line in capsys.readouterr().err.splitlines() if line]

    return run


def told(result, code, *words):
    """Assert one line of French that holds these words, and this exit code."""
    found, lines = result
    assert found == code
    assert len(lines) == 1, lines
    assert lines[0].startswith("Erreur : ")
    assert [word for word in words if word not in lines[0]] == []


def test_a_missing_file(veille, tmp_path):
    told(veille("import", tmp_path / "absent.pdf"), 1, "introuvable", "absent.pdf", "Vérifier")


def test_an_empty_pdf(veille, tmp_path):
    path = tmp_path / "vide.pdf"
    path.write_bytes(b"")
    expected = ("Aucun texte à importer", "vide.pdf", "Fichier vide", "rien n’a été importé")
    told(veille("import", path), 1, *expected)


def test_an_empty_pdf_among_good_files(veille, tmp_path):
    (tmp_path / "vide.pdf").write_bytes(b"")
    archive(tmp_path / "one.jsonl", [record(items(0, 0)[0])])
    code, lines = veille("import", tmp_path)
    assert (code, len(lines)) == (0, 1)
    assert lines[0].startswith("Écarté : vide.pdf : Fichier vide. Télécharger")


def test_an_empty_pdf_behind_a_feed_costs_only_itself(tmp_path):
    with running(Site()) as site:
        link = site.page("/rapport.pdf", b"", Content_Type="application/pdf")
        entry = f"<item><title>Rapport</title><link>{link}</link></item>"
        feed = f"<rss version='2.0'><channel><title>X</title>{entry}</channel></rss>"
        lines = source("rapports", site.page("/feed.xml", feed.encode()))
        given = settings(tmp_path / "home", lines)
        done = play(given, night_of(60))
    assert (done.n_documents, done.n_failed_sources) == (0, 0)
    told_of_it = rows(given, "SELECT outcome, reason FROM attempt WHERE kind = 'pdf'")
    assert [(outcome, "Fichier vide" in why) for outcome, why in told_of_it] == [("vide", True)]


def test_a_variable_that_does_not_exist(veille):
    told(veille("brief", "numerik"), 2, "variable", "« numerik »", "Choisir parmi", "numerique")


def test_a_date_that_cannot_be_read(veille):
    told(veille("digest", "--week", "31/12"), 1, "Date illisible", "31/12", "AAAA-MM-JJ")


def test_an_instant_that_cannot_be_read(veille):
    told(veille("nightly", "--as-of", "hier"), 1, "Date illisible", "hier", "AAAA-MM-JJ")


def test_a_week_that_is_not_committed(veille):
    told(veille("digest", "--week", "2031-01-06"), 1, "Semaine non arrêtée", "2031", "AAAA-MM-JJ")


def test_a_signal_that_does_not_exist(veille):
    told(veille("decide", "zzzz", "retenu"), 2, "signal", "« zzzz »")


def test_a_decision_that_does_not_exist(veille):
    assert veille("decide", "zzzz", "peut-etre")[0] == 2


def test_a_faulty_query(veille):
    told(veille("query", "SELECT * FROM nulle_part"), 1, "Requête SQL fautive", "nulle_part")


def test_a_catalogue_of_sources_that_cannot_be_read(veille, tmp_path, monkeypatch):
    monkeypatch.setenv("VEILLE_SOURCES", str(tmp_path / "absent.toml"))
    told(veille("sources"), 1, "Catalogue de sources introuvable", "absent.toml", "VEILLE_SOURCES")
    (tmp_path / "absent.toml").write_text("[[source]]\nnom = 1\n")
    told(veille("sources"), 1, "Champ inconnu « nom »", "absent.toml:2")


def test_two_formats_of_one_answer(veille):
    told(veille("query", "SELECT 1", "--csv", "--json"), 1, "Deux formats", "--json --csv")


@pytest.mark.parametrize(
    "sql", ["COPY (SELECT 1) TO 'x.csv'", "ATTACH 'x.db'", "DELETE FROM document", "LOAD fts"]
)
def test_a_query_that_would_write_or_reach_out(veille, sql):
    assert veille("query", sql)[0] == 1


def test_a_recipe_that_does_not_exist(veille):
    told(veille("query", "inconnue"), 2, "recette", "« inconnue »", "naissances")


def test_a_setting_that_does_not_exist(veille, monkeypatch):
    monkeypatch.setenv("VEILLE_SETTING", "parfait")
    told(veille("digest"), 2, "parfait", "equilibre")


def test_a_faulty_catalogue(veille, tmp_path, monkeypatch):
    path = tmp_path / "sources.toml"
    path.write_text("[[source]]\nid = \n", encoding="utf-8")
    monkeypatch.setenv("VEILLE_SOURCES", str(path))
    document = archive(tmp_path / "one.jsonl", [record(items(0, 0)[0])])
    told(veille("import", document), 1, "sources.toml", "2")


def test_a_catalogue_that_is_not_in_utf_8(veille, tmp_path, monkeypatch):
    path = tmp_path / "sources.toml"
    path.write_bytes("# Mes sources\n# été\n".encode("latin-1"))
    monkeypatch.setenv("VEILLE_SOURCES", str(path))
    document = archive(tmp_path / "one.jsonl", [record(items(0, 0)[0])])
    told(veille("import", document), 1, "Caractère illisible", "sources.toml:2", "UTF-8")


@pytest.mark.parametrize("name", ["absent.toml", "."])
def test_a_catalogue_that_is_no_file(veille, tmp_path, monkeypatch, name):
    monkeypatch.setenv("VEILLE_SOURCES", str(tmp_path / name))
    document = archive(tmp_path / "one.jsonl", [record(items(0, 0)[0])])
    told(veille("import", document), 1, "introuvable", str(tmp_path), "VEILLE_SOURCES")


def test_a_home_that_is_no_folder(veille, tmp_path, monkeypatch):
    path = tmp_path / "home"
    path.touch()
    monkeypatch.setenv("VEILLE_HOME", str(path))
    told(veille("sources"), 1, "pas un dossier", str(path), "VEILLE_HOME")


@pytest.mark.parametrize("value", ["deux", "-1", "inf", ""])
def test_a_number_that_is_none(veille, monkeypatch, value):
    monkeypatch.setenv("VEILLE_PACE_S", value)
    told(veille("sources"), 1, "Réglage illisible", f"VEILLE_PACE_S = « {value} »", "positif")


def test_a_model_that_is_not_installed(monkeypatch):
    with pytest.raises(BadInput, match=r"introuvable : « fr_absent »\. .*VEILLE_SPACY_MODEL"):
        models.load("fr_absent")


def test_no_archive_yet(veille, tmp_path, monkeypatch):
    monkeypatch.setenv("VEILLE_HOME", str(tmp_path / "rien"))
    told(veille("digest"), 1, "Base absente", "veille demo")


def test_a_damaged_archive(veille, home, tmp_path, monkeypatch):
    damaged = tmp_path / "veille.duckdb"
    damaged.write_bytes(home.published.read_bytes()[:5000])
    monkeypatch.setenv("VEILLE_HOME", str(tmp_path))
    told(veille("digest"), 1, "Base", "veille.duckdb")


def opens_without(path, sql):
    """Whether the file opens, but does not answer this."""
    try:
        db = duckdb.connect(str(path), read_only=True)
    except duckdb.Error:
        return False
    with contextlib.closing(db):
        try:
            db.execute(sql).fetchall()
        except duckdb.Error:
            return True
        return False


@pytest.fixture
def spoilt(home, tmp_path, monkeypatch):
    """A published file that opens, but one block of whose texts is not what was written."""
    monkeypatch.setenv("VEILLE_HOME", str(tmp_path))
    damaged, whole = tmp_path / "veille.duckdb", home.published.read_bytes()
    for place in range(12_288, len(whole), 262_144):  # a place in every block
        damaged.write_bytes(whole[:place] + bytes(64) + whole[place + 64 :])
        if opens_without(damaged, TEXTS):
            return damaged
    raise AssertionError("no block holds texts")


TEXTS = "SELECT sum(hash(text)) FROM version"


@pytest.mark.parametrize("arguments", [["brief", "numerique"], ["query", TEXTS]], ids=str)
def test_a_damaged_block(veille, spoilt, arguments):
    told(veille(*arguments), 1, "Base illisible", "veille.duckdb", "sauvegarde")


def test_what_a_tool_left_beside_the_archive_when_it_died(veille, home, tmp_path, monkeypatch):
    copy = tmp_path / "veille.duckdb"
    copy.write_bytes(home.published.read_bytes())
    write = f"import duckdb, os; db = duckdb.connect({str(copy)!r});"
    write += "db.execute('CREATE TABLE mine (n INT)'); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", write], check=False)
    assert (tmp_path / "veille.duckdb.wal").exists()
    monkeypatch.setenv("VEILLE_HOME", str(tmp_path))
    document = archive(tmp_path / "one.jsonl", [record(items(0, 0)[0])])
    assert veille("import", document) == (0, [])
    assert veille("query", "SELECT count(*) FROM document") == (0, [])


def test_a_run_that_is_already_at_work(veille, home, tmp_path):
    document = archive(tmp_path / "one.jsonl", [record(items(0, 0)[0])])
    with publish.locked(home):
        told(veille("import", document), 75, "déjà en cours", str(home.folder), "Attendre")


def test_an_archive_that_another_program_holds(veille, home, tmp_path, monkeypatch):
    copy = tmp_path / "veille.duckdb"
    copy.write_bytes(home.published.read_bytes())
    hold = f"import duckdb, sys; db = duckdb.connect({str(copy)!r}); print(); sys.stdin.read()"
    monkeypatch.setenv("VEILLE_HOME", str(tmp_path))
    with subprocess.Popen(
        [sys.executable, "-uc", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        told(veille("digest"), 1, "autre programme", "veille.duckdb", "Fermer")
        process.stdin.close()


def test_what_is_right_says_nothing_on_stderr(veille, home):
    assert veille("sources") == (0, [])
    with contextlib.closing(duckdb.connect(str(home.published), read_only=True)) as db:
        assert db.execute("SELECT count(*) > 0 FROM document").fetchone() == (True,)


def test_help_is_french_and_loads_no_heavy_library():
    asked = (
        "import sys; sys.argv = ['veille', '--help']; from flows import cli; cli._code();"
        "print([m for m in ('spacy', 'prefect', 'sklearn', 'bertopic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert "la veille documentaire de la prospective" in " ".join(done.stdout.split())
    assert done.stdout.splitlines()[-1] == "[]"


# Errors inside a flow: Prefect must not tell them a second time, with its own trace.


@pytest.fixture
def ran(home, monkeypatch):
    """Run the command as a program, on the Prefect server of this process."""
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer()
    server.start(timeout=180)

    def run(*arguments, **environment):
        given = {"VEILLE_HOME": str(home.folder), "PREFECT_API_URL": server.api_url} | environment
        hidden = {k: v for k, v in os.environ.items() if k != "PREFECT_LOGGING_LEVEL"}
        asked = [sys.executable, "-c", "from flows.cli import main; main()", *arguments]
        done = subprocess.run(
            asked, env=hidden | given, capture_output=True, text=True, timeout=120, check=False
        )
        return done.returncode, done.stderr.splitlines()

    return run


@pytest.mark.slow
def test_a_faulty_catalogue_at_night(ran, tmp_path):
    path = tmp_path / "sources.toml"
    path.write_text("[[source]]\nid = \n", encoding="utf-8")
    told(ran("nightly", VEILLE_SOURCES=str(path)), 1, "sources.toml:2")


@pytest.mark.slow
def test_a_week_that_is_not_committed_on_monday(ran):
    told(ran("weekly", "--week", "2031-01-06"), 1, "Semaine non arrêtée", "2031")


@pytest.mark.slow
def test_a_night_while_another_is_at_work(ran, home):
    with publish.locked(home):
        found = ran("nightly", VEILLE_SOURCES=str(home.folder / "sources.toml"))
    told(found, 75, "déjà en cours")
