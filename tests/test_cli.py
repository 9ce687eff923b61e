"""The command: what it prints where, its exit codes, and what a decision becomes."""

import csv
import io
import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
import typer

import flows.weekly
from flows import cli
from tests import night_fixture as sample
from tests.night_fixture import copy_of, night_of, play, record, rows
from veille import DECISIONS, MOTIVES, PINS, WITHDRAWAL
from warehouse import database, publish, query
from warehouse.decisions import all_decisions

COMMANDS = sorted(typer.main.get_command(cli.app).commands)
HEAVY = ("spacy", "prefect", "duckdb", "pyarrow", "numpy", "pandas", "sklearn", "rich")


@pytest.fixture(scope="module")
def shared():
    """An archive with living candidates. Commands that write take a copy."""
    return sample.risen()


@pytest.fixture
def home(shared, tmp_path):
    return copy_of(shared, tmp_path / "home")


@pytest.fixture
def veille(monkeypatch, capsys):
    """Run the command on a home: exit code, stdout, stderr."""
    loaded = sample.loaded()

    def run(given, *arguments):
        monkeypatch.setenv("VEILLE_HOME", str(given.home.folder))
        monkeypatch.setenv("VEILLE_SOURCES", str(given.catalogue))
        monkeypatch.setattr("flows.models.load", lambda *given: loaded)
        monkeypatch.setattr(sys, "argv", ["veille", *map(str, arguments)])
        capsys.readouterr()
        code = cli._code()
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def answer(veille):
    """Run a command that must succeed and say nothing on stderr: what it printed."""

    def run(given, *arguments):
        code, out, err = veille(given, *arguments)
        assert (code, err) == (0, "")
        return out

    return run


@pytest.mark.parametrize(
    "command",
    [["nightly"], ["import", "archive.jsonl"], ["backtest", "--input", "a.jsonl", "--out", "."]],
    ids=" ".join,
)
def test_a_run_that_must_wait_says_so_before_anything_heavy_is_loaded(tmp_path, command):
    asked = f"import sys; sys.argv = ['veille', *{command!r}]; from flows import cli;"
    asked += "code = cli._code(); print(code, {'spacy', 'prefect'} & {*sys.modules})"
    given = {**os.environ, "VEILLE_HOME": str(tmp_path)}
    with publish.locked(publish.Home(tmp_path), "veille nightly"):
        done = subprocess.run(
            [sys.executable, "-c", asked],
            capture_output=True,
            text=True,
            env=given,
            timeout=60,
            cwd=tmp_path,
        )
    assert done.stdout == "75 set()\n"
    assert f"(processus {os.getpid()}, « veille nightly », depuis le " in done.stderr


# Help


def helped(*arguments):
    """The help and the heavy modules that giving it loaded, in a process of its own."""
    asked = (
        f"import sys; sys.argv = ['veille', *{arguments!r}]; from flows import cli; cli._code();"
    )
    asked += f"print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True
    )
    *text, modules = done.stdout.splitlines()
    return " ".join(" ".join(text).split()), modules


def test_help_is_in_french_and_loads_nothing_heavy():
    text, modules = helped("--help")
    assert "la veille documentaire de la prospective" in text
    assert [name for name in COMMANDS if f" {name} " not in text] == []
    assert modules == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_what_it_does_in_french(veille, shared, command):
    code, out, err = veille(shared, command, "--help")
    assert (code, err) == (0, "")
    told = typer.main.get_command(cli.app).commands[command].help.splitlines()[0]
    assert told in " ".join(out.split())
    assert re.match(r"[A-ZÉ][a-zé’]+er,? |Écrire ", told), told  # a verb, as all of them


@pytest.mark.parametrize("group", ["", "variables"])
def test_the_list_of_commands_tells_each_in_a_whole_sentence(veille, shared, group):
    _, out, _ = veille(shared, *group.split(), "--help")
    listed = out.partition("Commandes :\n")[2].splitlines()
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []
    assert all(line.startswith("  ") and line[2] != " " for line in listed)  # a line each


@pytest.mark.parametrize("command", COMMANDS)
def test_each_option_has_a_word_of_help(command):
    options = typer.main.get_command(cli.app).commands[command].params
    assert [option.name for option in options if not getattr(option, "help", "")] == []


ENGLISH = re.compile(
    r"Usage|Show |\bexit\b|Commands|required|default:|\bARGS\b|COMMAND\b|<(?:str|int|float|path|li)"
)


@pytest.mark.parametrize(
    "command", ["", *COMMANDS, *(f"variables {name}" for name in ("check", "try"))]
)
def test_the_headings_and_markers_of_help_are_in_french(veille, shared, command):
    _, out, _ = veille(shared, *command.split(), "--help")
    assert out.startswith(f"Utilisation : veille {command}".rstrip())
    assert "Afficher cette aide et s’arrêter." in out
    assert ENGLISH.findall(out) == []


def test_help_tells_the_default_and_what_is_compulsory(veille, shared):
    _, out, _ = veille(shared, "brief", "--help")
    assert {"[par défaut\u00a0: 52]", "[obligatoire]"} <= set(re.findall(r"\[.+?\]", out))


def test_no_command_shows_the_help(veille, shared):
    _, out, err = veille(shared)
    assert [name for name in COMMANDS if f"  {name} " not in out + err] == []


# Exit codes


def test_success_is_0_an_error_1_a_name_unknown_2(veille, shared):
    asked = [("query",), ("digest", "--week", "31/12"), ("brief", "numerik"), ("inconnu",)]
    assert [veille(shared, *arguments)[0] for arguments in asked] == [0, 1, 2, 2]


def test_a_missing_argument_is_2(veille, shared):
    assert [veille(shared, *a)[0] for a in (["brief"], ["decide", "x"], ["import"])] == [2, 2, 2]


def test_an_interruption_is_130_and_says_that_nothing_was_touched(veille, shared, monkeypatch):
    def interrupted(*args, **rest):
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.listing.sources", interrupted)
    code, _, err = veille(shared, "sources")
    assert (code, err) == (130, "Interrompu ; la base publiée n’a pas été touchée.\n")


def test_an_error_of_ours_that_nobody_foresaw_is_not_hidden(veille, shared, monkeypatch):
    monkeypatch.setattr("flows.listing.sources", lambda settings: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        veille(shared, "sources")


def test_the_program_itself_ends_with_the_code_of_the_command(shared):
    environment = os.environ | {"VEILLE_HOME": str(shared.home.folder)}
    done = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", "query", "nulle_part"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"Erreur : .*« nulle_part »\. Choisir parmi : .*\n", done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_an_output_without_room_left_is_said_in_french(shared):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from flows.cli import main; main()", "query", "SELECT 1"],
            env=os.environ | {"VEILLE_HOME": str(shared.home.folder)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert re.fullmatch(r"Erreur : Réponse coupée : plus de place.*\n", done.stderr)


PROGRAM = f"{sys.executable} -c 'from flows.cli import main; main()'"


@pytest.mark.parametrize(
    ("line", "code", "out"),
    [
        ("query 'FROM range(100000)' --csv | head -n 1", 141, "range\n"),
        ("query 'FROM range(100000)' --csv >&-", 141, ""),
        ("query 'SELECT 1' >&-", 141, ""),
        ("sources >&- 2>&-", 141, ""),
        ("variables >&- <&-", 141, ""),
        ("--help >&-", 141, ""),
        ("query nulle_part 2>&-", 2, ""),
        ("query nulle_part 2>&1 >&- | true", 141, ""),
        ("query 'SELECT 1 AS x' --csv 2>&- <&-", 0, "x\n1\n"),
    ],
)
def test_who_closes_what_the_command_says_ends_it_without_a_word(shared, line, code, out):
    done = subprocess.run(
        ["/bin/bash", "-c", f"{PROGRAM} {line}; exit ${{PIPESTATUS[0]}}"],
        env=os.environ | {"VEILLE_HOME": str(shared.home.folder), "PYTHONUNBUFFERED": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, out, "")


@pytest.mark.parametrize("command", ["tag", "terms"])
def test_a_closed_input_holds_no_text(shared, command):
    done = subprocess.run(
        ["/bin/bash", "-c", f"{PROGRAM} {command} - <&-"],
        env=os.environ | {"VEILLE_HOME": str(shared.home.folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("Erreur : Aucun texte lisible : entrée standard (0\u00a0ligne). ")


def test_an_empty_name_is_no_folder_to_import(veille, shared, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = veille(shared, "import", "")
    assert (code, err.startswith("Erreur : Nom de fichier vide")) == (1, True)


# Reading


def test_sources_are_told_a_line_each_the_ones_in_trouble_first(answer, shared):
    lines = answer(shared, "sources").splitlines()
    assert len(lines) == 10
    assert all(" textes, dernier le 20" in line for line in lines)


def test_sources_as_json_are_an_object_a_line(answer, shared):
    found = [json.loads(line) for line in answer(shared, "sources", "--json").splitlines()]
    assert {row["health"] for row in found} == {"archive"}
    assert sum(row["n_documents"] for row in found) == len(rows(shared, "FROM document"))


def test_the_digest_prints_the_files_it_wrote(answer, home):
    html, text = answer(home, "digest").splitlines()
    assert (html[-5:], text[-4:]) == (".html", ".txt")
    assert "guichet conversationnel" in Path(text).read_text("utf-8")


@pytest.mark.parametrize("command", ["digest", "weekly"])
def test_reports_tell_the_cold_start_of_the_settings(answer, home, monkeypatch, command):
    monkeypatch.setenv("VEILLE_HISTORY_WEEKS", "52")
    monkeypatch.setattr("flows.weekly.get_run_logger", lambda: logging.getLogger("weekly"))
    monkeypatch.setattr("flows.weekly.weekly", flows.weekly.weekly.fn)
    text = Path(answer(home, command).split()[1]).read_text("utf-8")
    assert "Il en faut 52 pour" in text


def test_a_past_digest_is_written_for_any_day_of_its_week(answer, home):
    html, _ = answer(home, "digest", "--week", "2026-03-12").splitlines()
    assert html.endswith("digest-2026-03-09.html")


def test_the_brief_of_a_variable_is_a_file(answer, home):
    path = answer(home, "brief", "numerique", "--weeks", "26").strip()
    assert path.endswith("brief-numerique-2026-03-29.html")
    assert "<!DOCTYPE html>" in Path(path).read_text("utf-8")


def test_a_query_without_argument_lists_the_recipes(answer, shared):
    names = [line.split()[0] for line in answer(shared, "query").splitlines()]
    assert names == sorted(names)
    assert "signaux_en_cours" in names


@pytest.mark.parametrize("recipe", [recipe.name for recipe in query.recipes()])
def test_every_recipe_answers(answer, shared, recipe):
    found = json.loads(answer(shared, "query", recipe, "--json"))
    assert isinstance(found, list)
    empty = ["decisions", "reprises", "sources_a_surveiller", "voix_nouvelles"]
    empty += ["lignees", "semaine_en_cours", "signaux_lies"]  # nothing of it in the sample
    assert found or recipe in (*empty, "territoires_cites")  # the places of the sample are invented


def test_an_unknown_recipe_is_told_with_all_those_there_are(veille, shared):
    code, _, err = veille(shared, "query", "nulle_part")
    assert (code, err.count("\n")) == (2, 1)
    assert [r.name for r in query.recipes() if r.name not in err] == []


def test_a_query_answers_as_a_table_as_csv_and_as_json(answer, shared):
    sql = "SELECT label, state FROM v_signal WHERE label = 'guichet conversationnel'"
    found = {"label": "guichet conversationnel", "state": "candidat"}
    assert json.loads(answer(shared, "query", sql, "--json")) == [found]
    assert list(csv.DictReader(io.StringIO(answer(shared, "query", sql, "--csv")))) == [found]
    assert re.search(r"guichet conversationnel\W+candidat", answer(shared, "query", sql))


def test_a_long_answer_is_cut_on_the_terminal_and_whole_as_csv(answer, shared):
    sql = "SELECT * FROM range(1000)"
    assert answer(shared, "query", sql).endswith(
        "(les 200 premières lignes ; --csv les donne toutes)\n"
    )
    assert len(answer(shared, "query", sql, "--csv").splitlines()) == 1001


def test_an_answer_of_too_many_columns_for_the_terminal_is_given_row_by_row(answer, shared):
    (told, *_) = json.loads(
        answer(shared, "query", "FROM v_document ORDER BY url LIMIT 2", "--json")
    )
    lines = answer(shared, "query", "FROM v_document ORDER BY url LIMIT 2").splitlines()
    assert lines[0] == "Ligne 1" and "Ligne 2" in lines
    assert [line.split()[0] for line in lines[1 : 1 + len(told)]] == list(told)
    assert any(line.split() == ["url", told["url"]] for line in lines)
    none = answer(shared, "query", "FROM v_document WHERE false")
    assert none.startswith("Aucune ligne ; colonnes : document_id, source_id, ")


WRITES = [
    "COPY v_signal TO '{0}/out.csv'",
    "ATTACH '{0}/out.duckdb'",
    "CREATE TABLE mine AS SELECT 1",
    "DELETE FROM document",
    "DROP VIEW v_signal",
    "SELECT * FROM read_text('/etc/hostname')",
    "EXPORT DATABASE '{0}/out'",
    "INSTALL httpfs",
    "SET enable_external_access = true",
    "SELECT 1; UPDATE document SET title = 'x'",
    "PRAGMA disable_checkpoint_on_shutdown; CHECKPOINT",
]


@pytest.mark.parametrize("sql", WRITES, ids=lambda sql: " ".join(sql.split()[:2]))
def test_a_query_can_neither_write_nor_reach_out(veille, home, tmp_path, sql):
    before = home.home.published.read_bytes()
    code, out, err = veille(home, "query", sql.format(tmp_path))
    assert (code, out, err.startswith("Erreur : Requête ")) == (1, "", True)
    assert not list(tmp_path.glob("out*"))
    assert home.home.published.read_bytes() == before


# Importing


def test_an_import_tells_its_steps_on_stdout(answer, home, tmp_path):
    path = sample.archive(tmp_path / "new.jsonl", [record(i) for i in sample.items(64, 64)[:3]])
    *steps, last = answer(home, "import", path).splitlines()
    assert steps[0].startswith("importer : 3 sur 3, ")
    assert re.fullmatch(r"3\stextes nouveaux sur 3\slus, \d+ par seconde", last)


def test_an_import_names_bad_records_on_stderr_and_as_json(veille, home, tmp_path):
    path = sample.archive(tmp_path / "mixed.jsonl", ["{", record(sample.items(64, 64)[0])])
    code, _, err = veille(home, "import", path)
    assert (code, err) == (0, "Écarté : mixed.jsonl:1 : la ligne n’est pas du JSON\n")
    code, out, err = veille(home, "import", path, "--json")
    told = json.loads(out)
    assert (code, err, told["records"], told["new"]) == (0, "", 2, 0)
    assert told["problems"] == [{"where": "mixed.jsonl:1", "reason": "la ligne n’est pas du JSON"}]


def test_an_import_counts_the_bad_records_that_it_does_not_name(veille, home, tmp_path):
    path = sample.archive(tmp_path / "bad.jsonl", [*["{"] * 7, record(sample.items(64, 64)[0])])
    _, _, err = veille(home, "import", path)
    assert re.fullmatch(r"… et 2\s?autres enregistrements écartés : --json.*", err.splitlines()[-1])


# Deciding


def leading(given):
    """The ids of the living signals, best score first."""
    sql = "SELECT signal_id FROM v_signal WHERE state <> 'bruit' ORDER BY score DESC"
    return [name for (name,) in rows(given, sql)]


def digest_of(given, answer):
    """The digest of the last week, as text."""
    text = Path(answer(given, "digest").split()[1]).read_text("utf-8")
    return re.sub(r"[^\S\n]+", " ", text)


def told_in(given, answer):
    """The titles of the candidates of the digest in their order, and its last list."""
    text = digest_of(given, answer)
    last = text.partition("ÉCARTÉS")[2]
    return re.findall(r"(?m)^\d+\. « (.*) »", text), last


def test_a_decision_is_stored_and_said(answer, home):
    best = leading(home)[0]
    said = answer(home, "decide", best, "retenu", "--note", "À lire", "--auteur", "Ada")
    assert said == f"Noté par Ada : « retenu » pour « pacte de voisinage » (signal {best}).\n"


def test_a_decision_that_nobody_signs_says_so_with_its_motive(answer, home):
    said = answer(home, "decide", leading(home)[0], "ecarte", "--motif", "deja_connu")
    assert said.startswith("Noté sans auteur : « écarté » (déjà connu) pour « ")


def test_a_decision_on_an_extinct_signal_says_that_no_digest_shows_it(answer, home):
    best = leading(home)[0]
    with duckdb.connect(str(home.home.published)) as db:
        db.execute("UPDATE signal SET state = 'bruit' WHERE signal_id = ?", [best])
    pin = ("epingler", "--etat", "candidat", "--auteur", "Ada")
    said = [answer(home, "decide", best, *a) for a in (["retenu"], pin, ["doute"], ["liberer"])]
    assert ["Ce signal est éteint" in line for line in said] == [True, False, False, True]


def test_a_decision_shows_in_the_digest_at_once_with_what_it_changed(answer, home):
    best, _, last = leading(home)
    before, _ = told_in(home, answer)
    answer(home, "decide", best, "ecarte", "--motif", "deja_connu", "--auteur", "Ada")
    answer(home, "decide", last, "retenu", "--auteur", "Bob")
    after, aside = told_in(home, answer)
    assert (len(before), before[0], after) == (3, "pacte de voisinage", before[1:])
    assert re.search(r"« pacte de voisinage »\. Mis de côté.*\(Ada,", aside, re.DOTALL)
    text = digest_of(home, answer)
    assert "+2,00 Décision : retenu" in text
    assert "Remonté par une décision : retenu (Bob" in text


def test_a_pin_is_shown_at_once_and_outlives_the_night(answer, home):
    best = leading(home)[0]
    pin = ("epingler", "--etat", "signal_fort", "--note", "Dossier suivi", "--auteur", "Ada")
    said = answer(home, "decide", best, *pin)
    assert said.startswith("Noté par Ada : « épinglé signal fort » pour « pacte de voisinage »")
    assert "[signal fort, " in digest_of(home, answer)
    play(home, night_of(64, day=1))
    sql = "SELECT state, computed_state, pinned_by FROM v_signal WHERE pinned_by IS NOT NULL"
    assert rows(home, sql) == [("signal_fort", "candidat", "Ada")]
    assert "épinglé par Ada" in digest_of(home, answer)
    answer(home, "decide", best, "liberer", "--auteur", "Ada")
    assert "épinglé" not in digest_of(home, answer)


def test_freeing_what_nothing_pins_is_refused_and_not_stored(veille, answer, home):
    best = leading(home)[0]
    free = ("decide", best, "liberer", "--auteur", "Ada")
    code, out, err = veille(home, *free)
    assert (code, out) == (1, "") and "Aucune épingle ne tient" in err and best in err
    answer(home, "decide", best, "epingler", "--etat", "bruit", "--auteur", "Ada")
    answer(home, *free)
    assert veille(home, *free)[0] == 1
    assert len(all_decisions(home.home.decisions)) == 2


def test_an_opinion_is_taken_back_by_who_gave_it(veille, answer, home):
    best = leading(home)[0]
    before = digest_of(home, answer)
    answer(home, "decide", best, "ecarte", "--motif", "bruit", "--auteur", "Ada")
    code, _, err = veille(home, "decide", best, "retirer", "--auteur", "ada")
    assert code == 1 and "Aucun avis à retirer" in err and "en cours : Ada" in err
    said = answer(home, "decide", best, "retirer", "--note", "Erreur", "--auteur", " Ada ")
    assert said.startswith("Noté par Ada : « avis retiré » pour « pacte de voisinage »")
    assert digest_of(home, answer) == before
    assert [d.note for d in all_decisions(home.home.decisions)] == ["", "Erreur"]
    code, _, err = veille(home, "decide", best, "retirer", "--auteur", "Ada")
    assert code == 1 and "Personne n’a d’avis en cours" in err
    play(home, night_of(64, day=1))
    assert rows(home, "FROM v_decision") == []


def test_the_next_night_brings_decisions_in(answer, home):
    best = leading(home)[0]
    answer(home, "decide", best, "ecarte", "--motif", "bruit", "--auteur", "Ada")
    assert rows(home, "FROM v_decision") == []
    listed = told_in(home, answer)
    play(home, night_of(64, day=1))
    sql = "SELECT signal_id, label, decision, motive, author FROM v_decision"
    assert rows(home, sql) == [(best, "pacte de voisinage", "ecarte", "bruit", "Ada")]
    (said,) = csv.DictReader(io.StringIO(answer(home, "query", "decisions", "--csv")))
    assert (said["signal_id"], said["decision"], said["author"]) == (best, "ecarte", "Ada")
    sql = "SELECT n_out FROM step WHERE step = 'reprendre les décisions' AND run_id LIKE 'nuit%'"
    assert rows(home, sql) == [(1,)]
    assert told_in(home, answer) == listed
    play(home, night_of(64, day=2))
    assert len(rows(home, "FROM decision")) == 1


def test_an_import_keeps_the_decisions_of_the_archive(answer, home, tmp_path):
    answer(home, "decide", leading(home)[0], "a_suivre")
    play(home, night_of(64, day=1))
    path = sample.archive(tmp_path / "more.jsonl", [record(sample.items(40, 40)[1])])
    answer(home, "import", path)
    assert rows(home, "SELECT decision FROM v_decision") == [("a_suivre",)]


def test_the_beginning_of_an_id_is_enough(answer, home):
    best = leading(home)[0]
    assert best in answer(home, "decide", best[:5], "doute")


def test_capitals_and_blanks_around_an_id_are_nothing(answer, home):
    best = leading(home)[0]
    for name in (best.upper(), f" {best}\n", f"\u00a0{best[:5].upper()} "):
        assert f"(signal {best})" in answer(home, "decide", name, "doute")


def test_a_decision_on_an_absorbed_signal_goes_to_the_one_that_answers(answer, home):
    lost, kept, _ = leading(home)
    with closing(database.connect(home.home.published, read_only=False)) as db:
        row = [lost, kept, sample.KNOWN.monday(63)]
        db.execute("INSERT INTO signal_lineage VALUES (?, 'fusion', ?, ?, 'Absorbé')", row)
    said = answer(home, "decide", lost, "retenu")
    assert f"(signal {kept}). Il répond pour {lost}, absorbé ou relu depuis." in said


def test_a_decision_takes_the_id_of_an_old_digest(answer, home):
    lost, kept, other = leading(home)
    with closing(database.connect(home.home.published, read_only=False)) as db:
        db.execute("UPDATE signal_unit SET signal_id = ? WHERE signal_id = ?", [kept, lost])
        db.execute("DELETE FROM signal WHERE signal_id = ?", [lost])
        row = [other, kept, sample.KNOWN.monday(63)]
        db.execute("INSERT INTO signal_lineage VALUES (?, 'relecture', ?, ?, 'Relu')", row)
        db.execute("DELETE FROM signal WHERE signal_id = ?", [other])
    for name in (lost, other):
        said = answer(home, "decide", f"{name.upper()} ", "retenu")
        assert f"(signal {kept}). Il répond pour {name}," in said


def test_a_beginning_that_several_signals_share_is_refused(veille, home, monkeypatch):
    monkeypatch.setattr("flows.listing.stored.labels", lambda db: [("abc1", "a"), ("abd2", "b")])
    code, _, err = veille(home, "decide", "ab", "retenu")
    assert (code, "abc1, abd2" in err, not home.home.decisions.exists()) == (1, True, True)


@pytest.mark.parametrize("name", ["zzzz", "", " "])
def test_a_signal_that_does_not_exist_is_told_where_to_read_the_ids(veille, home, name):
    code, _, err = veille(home, "decide", name, "retenu")
    assert (code, err) == (
        2,
        f"Erreur : Il n’y a pas de signal de ce nom : « {name} ». Prendre l’identifiant au bas du"
        " signal, dans le bulletin, ou : veille query signaux_en_cours\n",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["peut-etre"], 2, "retenu, a_suivre"),
        (["ecarte"], 1, "--motif"),
        (["retenu", "--motif", "bruit"], 1, "--motif"),
        (["ecarte", "--motif", "ennui"], 2, "hors_variable"),
    ],
)
def test_a_decision_that_means_nothing_is_not_stored(veille, home, arguments, code, word):
    found, _, err = veille(home, "decide", leading(home)[0], *arguments)
    assert (found, word in err) == (code, True)
    assert not home.home.decisions.exists()


def test_help_of_decide_names_the_vocabulary(answer, shared):
    told = answer(shared, "decide", "--help")
    words = (*DECISIONS, WITHDRAWAL, *PINS, *MOTIVES)
    assert [word for word in words if word not in told] == []


def test_terms_gives_units_at_their_places_and_tells_bad_lines(veille, home, tmp_path):
    text = "Un 🙂 jury d’usagers se réunit. Lire aussi : le chèque alimentaire."
    lines = [json.dumps({"id": "a", "text": text}), "{", '{"id": "b"}', ""]
    path = tmp_path / "texts.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    code, out, err = veille(home, "terms", path, "--morceaux")
    (found,) = map(json.loads, out.splitlines())
    assert {(t["unit"], text[t["start"] : t["end"]], t["text"]) for t in found["terms"]} == {
        ("jury", "jury", "jury"),
        ("jury d'usager", "jury d’usagers", "jury d’usagers"),
    }
    assert (code, err.count("Ligne 2"), err.count("Ligne 3"), len(err.splitlines())) == (0, 1, 1, 2)
    (whole,) = map(json.loads, veille(home, "terms", path)[1].splitlines())
    assert [term["unit"] for term in whole["terms"]] == ["jury d'usager"]


def test_terms_of_a_missing_file_is_one_line_of_french(veille, home, tmp_path):
    code, out, err = veille(home, "terms", tmp_path / "absent.jsonl")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "Fichier illisible" in err


def test_ctrl_c_ends_an_endless_query(veille, shared):
    endless = "SELECT sum(hash(a.range * b.range)) FROM range(10000000) AS a, range(10000000) AS b"
    main_thread = threading.main_thread().ident
    press = threading.Timer(0.5, signal.pthread_kill, (main_thread, signal.SIGINT))
    # Tests run in the background inherit a Ctrl-C that does nothing: the query would never end.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    press.start()
    try:
        code, _, err = veille(shared, "query", endless)
    finally:
        signal.signal(signal.SIGINT, before)
        press.join()
    assert (code, "Interrompu" in err) == (130, True)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["brief", "numerique", "--weeks", "99999"], "trop longue"),
        (["digest", "--week", "9999-12-31"], "calendrier"),
        (
            ["backtest", "--out=o", "--input=a", "--from=2026-06-01", "--to=2026-01-01"],
            "Période vide",
        ),
    ],
)
def test_periods_that_cannot_be_are_refused_in_a_line(veille, shared, arguments, word):
    code, _, err = veille(shared, *arguments)
    assert (code, word in err, "Traceback" in err) == (1, True, False)


# Paths and SQL as users give them


def test_a_recipe_may_be_pasted_with_the_comment_that_opens_it(shared, answer):
    assert "letter" in answer(shared, "query", "-- Une note\nSELECT 'é' AS letter")


@pytest.mark.parametrize("said", ["[communiqué] Avis", "avis [/] clos", "[b]x[/b]", "un :car:"])
def test_what_looks_like_markup_is_shown_as_it_is(shared, answer, said):
    found = answer(shared, "query", f"SELECT '{said}' AS \"[i]titre\"")
    assert (said in found, "[i]titre" in found) == (True, True)


def test_a_comment_alone_is_an_empty_query(shared, veille):
    code, _, said = veille(shared, "query", "-- rien")
    assert (code, "Requête vide" in said) == (1, True)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(13, "no", "data/reports"), "Droits insuffisants : data/reports. "),
        (FileExistsError(17, "no", "data/reports"), "Chemin inutilisable : data/reports. "),
        (OSError(30, "no", "data/reports"), "Droits insuffisants : data/reports. "),
        (OSError(5, "no", "data/reports"), "Fichier inutilisable : data/reports (EIO). "),
        (OSError(28, "no", "data/reports"), "Plus de place : data/reports. Libérer"),
    ],
)
def test_a_path_that_cannot_be_used_is_told_in_french(shared, veille, monkeypatch, error, told):
    def refuse(*given, **options):
        raise error

    monkeypatch.setattr("flows.listing.ask", refuse)
    code, out, said = veille(shared, "query", "SELECT 1")
    assert (code, out) == (1, "") and said.startswith(f"Erreur : {told}")


def test_a_trouble_of_the_system_that_names_no_file_is_not_hidden(shared, veille, monkeypatch):
    def refuse(*given, **options):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("flows.listing.ask", refuse)
    with pytest.raises(OSError, match="Input/output"):
        veille(shared, "query", "SELECT 1")
