"""Whatever is wrong, the command says it in one French line: what, where, and what to do."""

import contextlib
import subprocess
import sys

import duckdb
import pytest

from flows import cli
from tests.night_fixture import archive, import_, items, record, settings
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
    code, lines = veille("import", path)
    assert code == 1
    assert any("vide.pdf" in line for line in lines)


def test_a_variable_that_does_not_exist(veille):
    told(veille("brief", "numerik"), 2, "variable", "« numerik »", "Choisir parmi", "numerique")


def test_a_date_that_cannot_be_read(veille):
    told(veille("digest", "--week", "31/12"), 1, "Date illisible", "31/12", "AAAA-MM-JJ")


def test_an_instant_that_cannot_be_read(veille):
    told(veille("nightly", "--as-of", "hier"), 1, "Date illisible", "hier", "AAAA-MM-JJ")


def test_a_week_that_is_not_committed(veille):
    told(veille("digest", "--week", "2031-01-06"), 1, "Semaine non arrêtée", "2031-01-06", "2025")


def test_a_signal_that_does_not_exist(veille):
    told(veille("decide", "zzzz", "retenu"), 2, "signal", "« zzzz »")


def test_a_decision_that_does_not_exist(veille):
    assert veille("decide", "zzzz", "peut-etre")[0] == 2


def test_a_faulty_query(veille):
    told(veille("query", "SELECT * FROM nulle_part"), 1, "Requête SQL fautive", "nulle_part")


@pytest.mark.parametrize(
    "sql", ["COPY (SELECT 1) TO 'x.csv'", "ATTACH 'x.db'", "DELETE FROM document", "LOAD fts"]
)
def test_a_query_that_would_write_or_reach_out(veille, sql):
    assert veille("query", sql)[0] == 1


def test_a_recipe_that_does_not_exist(veille):
    told(veille("query", "inconnue"), 2, "recette", "« inconnue »", "signaux_en_cours")


def test_a_setting_that_does_not_exist(veille, monkeypatch):
    monkeypatch.setenv("VEILLE_SETTING", "parfait")
    told(veille("digest"), 2, "parfait", "equilibre")


def test_a_faulty_catalogue(veille, tmp_path, monkeypatch):
    path = tmp_path / "sources.toml"
    path.write_text("[[source]]\nid = \n", encoding="utf-8")
    monkeypatch.setenv("VEILLE_SOURCES", str(path))
    document = archive(tmp_path / "one.jsonl", [record(items(0, 0)[0])])
    told(veille("import", document), 1, "sources.toml", "2")


def test_no_archive_yet(veille, tmp_path, monkeypatch):
    monkeypatch.setenv("VEILLE_HOME", str(tmp_path / "rien"))
    told(veille("digest"), 1, "Base absente", "veille demo")


def test_a_damaged_archive(veille, home, tmp_path, monkeypatch):
    damaged = tmp_path / "veille.duckdb"
    damaged.write_bytes(home.published.read_bytes()[:5000])
    monkeypatch.setenv("VEILLE_HOME", str(tmp_path))
    told(veille("digest"), 1, "Base", "veille.duckdb")


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
