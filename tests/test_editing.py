"""Those who edit the variables: they list them, check a file, and try it on the archive."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows import editing, importing, models, reporting
from nlp import variables
from tests.night_fixture import archive, loaded, rows, settings
from veille import BadCatalogue, BadInput
from warehouse.read import Archive

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SHIPPED, _ = models.catalogue_text()
FIFTH = """
[[variable]]
id = "energie"
label = "L’énergie des ménages"
definition = "Ce que le prix de l’énergie change."
themes = [{ id = "prix", label = "Prix de l’énergie" }]
expressions = [{ text = "facture de chauffage", theme = "prix", weight = 3 }]
"""
TEXTS = [
    "Les factures de chauffage pèsent sur les familles du quartier, qui réduisent leurs autres"
    " dépenses. Le conseil départemental verse une aide aux foyers les plus modestes, et la"
    " fracture numérique empêche certains d’entre eux de la demander en temps utile.",
    "La fracture numérique touche un habitant sur cinq dans le canton, selon une enquête menée au"
    " printemps. Des aidants numériques reçoivent ceux qui ne savent pas faire leurs démarches.",
    "Le comité des fêtes prépare la kermesse du village. Les enfants décorent la salle avec des"
    " guirlandes de papier, et la fanfare répète chaque soir devant la mairie du bourg voisin.",
]


def edited(text):
    return variables.parse(text, "variables.toml")


def with_fifth():
    return SHIPPED.replace("\n[kinds]", f"{FIFTH}\n[kinds]", 1)


def imported(folder, catalogue=None, texts=TEXTS):
    """A small archive, tagged with this catalogue, and its models."""
    given = settings(folder, "# No source.\n")
    found = replace(loaded(), catalogue=catalogue) if catalogue else loaded()
    records = [
        {
            "id": f"t{k}",
            "url": f"https://presse.example/{k}",
            "source": "presse",
            "title": f"Texte {k}",
            "text": text,
            "published": f"2026-05-{4 + 7 * (k % 3):02}",
            "lang": "fr",
        }
        for k, text in enumerate(texts)
    ]
    path = archive(folder / "a.jsonl", records)
    importing.run(given, found, [path], NOW, lambda line: None)
    return given


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return imported(tmp_path_factory.mktemp("archive"))


def tried(home, text, limit=0):
    return editing.attempt(home.home.published, loaded(), edited(text), limit)


def change(trial, variable):
    (found,) = (c for c in trial.changes if c.variable_id == variable)
    return found


# A fifth variable


def test_a_fifth_variable_needs_no_code(tmp_path):
    given = imported(tmp_path, edited(with_fifth()))
    found = rows(given, "SELECT theme, expressions FROM v_tag WHERE variable_id = 'energie'")
    assert found == [("Prix de l’énergie", ["facture de chauffage"])]
    brief = reporting.variable_brief(given.home, "energie", None)
    assert "L’énergie des ménages" in brief.read_text("utf-8")
    pages = reporting.weekly_digest(given.home, None)
    (page,) = [page for page in pages if page.suffix == ".html"]
    assert "L’énergie des ménages" in page.read_text("utf-8")


def test_a_trial_tells_what_a_fifth_variable_would_gain(home):
    found = change(tried(home, with_fifth()), "energie")
    assert (found.n_before, found.n_after, found.n_gained, found.n_lost) == (0, 1, 1, 0)
    assert found.gained[0].expressions == ("facture de chauffage",)
    assert "factures de chauffage" in found.gained[0].excerpt


# Trials


def test_the_same_catalogue_gains_and_loses_nothing(home):
    trial = tried(home, SHIPPED)
    assert (trial.n_texts, trial.n_all, trial.is_stale) == (3, 3, False)
    assert {(c.n_gained, c.n_lost) for c in trial.changes} == {(0, 0)}
    assert change(trial, "numerique").n_before == change(trial, "numerique").n_after == 2


def test_what_furnishes_a_page_is_neither_gained_nor_lost(tmp_path):
    also = "\n\nLire aussi : la fracture numérique et les factures de chauffage gagnent le Jura."
    trial = tried(imported(tmp_path, texts=[TEXTS[2] + also]), with_fifth())
    assert {(c.n_after, c.n_gained, c.n_lost) for c in trial.changes} == {(0, 0, 0)}


def test_a_lost_passage_names_the_expression_that_held_it(home):
    shipped = edited(SHIPPED)
    digital = next(v for v in shipped.variables if v.id == "numerique")
    bare = replace(digital, expressions=(replace(digital.expressions[0], text="cassure"),))
    others = tuple(bare if v is digital else v for v in shipped.variables)
    weaker = replace(shipped, variables=others, digest="")
    trial = editing.attempt(home.home.published, loaded(), weaker, 0)
    found = change(trial, "numerique")
    assert found.n_lost == found.n_before - found.n_after > 0
    assert all("fracture numérique" in example.expressions for example in found.lost)


def test_a_variable_taken_out_loses_all_its_passages(home):
    start = SHIPPED.index('[[variable]]\nid = "numerique"')
    end = SHIPPED.index("[[variable]]", start + 1)
    found = change(tried(home, SHIPPED[:start] + SHIPPED[end:]), "numerique")
    assert (found.n_after, found.n_lost) == (0, found.n_before)


def test_a_trial_reads_no_more_texts_than_asked_and_says_so(home):
    trial = tried(home, SHIPPED, limit=2)
    assert trial.n_texts == 2
    assert "2\u00a0textes relus sur 3" in " ".join(editing.told(trial))
    assert "--limit 0" in " ".join(editing.told(trial))


def test_a_trial_changes_nothing_in_the_archive(home):
    before = home.home.published.read_bytes()
    tried(home, with_fifth())
    assert home.home.published.read_bytes() == before


def test_an_archive_tagged_by_other_variables_is_said_to_be(home, tmp_path):
    given = imported(tmp_path, edited(with_fifth()))
    trial = tried(given, SHIPPED)
    assert trial.is_stale
    assert any("d’autres modèles ou variables" in line for line in editing.told(trial))


def test_examples_are_ten_at_most(home):
    with Archive.open(home.home.published) as opened:
        text = next(t for t in opened.tagged_texts(None) if t.tags)
    found = editing.Change("numerique")
    passage, _ = next(iter(text.tags))
    tags = {(passage, "numerique"): text.tags[next(iter(text.tags))]}
    for _ in range(12):
        editing._compare({"numerique": found}, replace(text, tags=tags), [], {}, {})
    assert (found.n_lost, len(found.lost)) == (12, editing.EXAMPLES)


def test_a_new_definition_is_shown_without_tagging_again(tmp_path):
    imported(tmp_path)
    told = "Ce que les outils changent."
    start = SHIPPED.index("Ce que la généralisation")
    known = edited(SHIPPED[:start] + told + SHIPPED[SHIPPED.index('"\n', start) :] + "\n# Fin\n")
    given = imported(tmp_path, known)
    assert rows(given, "SELECT definition FROM variable WHERE variable_id = 'numerique'") == [
        (told,)
    ]
    assert rows(given, "SELECT step FROM step WHERE step LIKE 'étiqueter%'") == []
    weaker = edited(SHIPPED.replace('text = "fracture numérique"', 'text = "fracture du réseau"'))
    given = imported(tmp_path, weaker)
    assert rows(given, "SELECT n_in FROM step WHERE step LIKE 'étiqueter%'") == [(3,)]


# The command


@pytest.fixture
def veille(capsys, monkeypatch, home):
    import sys

    from flows import cli

    def run(*arguments, **environment):
        monkeypatch.setenv("VEILLE_HOME", str(home.home.folder))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("flows.models.load", lambda *given: loaded())
        monkeypatch.setattr(sys, "argv", ["veille", "variables", *map(str, arguments)])
        code = cli._code()
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_the_variables_are_listed_with_their_themes(veille):
    code, out, _ = veille()
    assert code == 0
    assert "numerique : Le numérique (" in out
    assert "fracture_numerique" in out
    (first, *_) = veille("--json")[1].splitlines()
    assert json.loads(first)["id"] == "numerique"


def test_the_catalogue_of_the_team_is_read(veille, tmp_path):
    path = tmp_path / "mes-variables.toml"
    path.write_text(with_fifth(), encoding="utf-8")
    assert "energie : " in veille(VEILLE_VARIABLES=str(path))[1]


def test_check_says_that_the_shipped_catalogue_is_right(veille):
    code, out, err = veille("check")
    assert (code, out, err) == (0, "nlp/variables.toml : aucune erreur.\n", "")


def test_check_tells_a_doubt_and_does_not_fail(veille, tmp_path):
    path = tmp_path / "essai.toml"
    double = ', { text = "factures de chauffage", weight = 2 }]'
    path.write_text(with_fifth().replace('"prix", weight = 3 }]', f'"prix", weight = 3 }}{double}'))
    code, out, err = veille("check", path)
    assert (code, out) == (0, f"{path} : aucune erreur.\n")
    assert "Avertissement : « factures de chauffage » trouve les mêmes mots que" in err
    told = [row for row in json.loads(veille("check", path, "--json")[1]) if "factures" in str(row)]
    assert [row["level"] for row in told] == ["Avertissement"]


def test_check_tells_every_mistake_with_its_line_and_fails(veille, tmp_path):
    path = tmp_path / "faux.toml"
    path.write_text(
        FIFTH.replace("weight = 3", "weight = 7").replace("label", "labels", 1), "utf-8"
    )
    code, out, err = veille("check", path)
    assert (code, out) == (1, "")
    assert all(line.startswith("Erreur : ") for line in err.splitlines())
    code, out, err = veille("check", path, "--json")
    assert (code, err) == (1, "")
    assert [row["line"] for row in json.loads(out)] == [1, 2, 4, 7]
    assert {row["level"] for row in json.loads(out)} == {"Erreur"}


def test_check_of_a_missing_file_is_one_line(veille, tmp_path):
    code, _, err = veille("check", tmp_path / "absent.toml")
    assert code == 1
    assert err.startswith("Erreur : Catalogue de variables illisible")


def test_try_prints_counts_and_passages(veille, tmp_path):
    path = tmp_path / "essai.toml"
    path.write_text(with_fifth(), encoding="utf-8")
    code, out, _ = veille("try", path)
    assert code == 0
    assert "energie, passages gagnés :" in out
    read = json.loads(veille("try", path, "--json")[1])
    assert [c["n_gained"] for c in read["changes"] if c["variable_id"] == "energie"] == [1]


def test_a_wrong_file_is_not_tried(veille, tmp_path):
    path = tmp_path / "faux.toml"
    path.write_text(FIFTH, encoding="utf-8")
    code, out, err = veille("try", path)
    assert (code, out) == (1, "")
    assert "ligne 1" in err


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_catalogue_that_is_not_in_utf_8_is_refused_at_the_first_bad_byte(tmp_path, mark):
    path = tmp_path / "v.toml"
    path.write_bytes(mark + "version = '1'\r\n# é\n# été".encode() + b"\n# \xe9t\xe9\n")
    with pytest.raises(BadCatalogue, match=r"Caractère illisible : .*v\.toml, ligne 4\. Enr"):
        models.catalogue(path)


def test_a_catalogue_that_is_a_folder_is_refused(tmp_path):
    with pytest.raises(BadInput, match="illisible"):
        models.catalogue(tmp_path)
