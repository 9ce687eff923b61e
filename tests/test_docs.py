"""What the documentation says exists: commands, options, jobs, links, columns, settings."""

import re
import shlex
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pytest
from typer.main import get_command

from flows.cli import app
from flows.settings import SETTINGS
from nlp import variables
from nlp.language import detect
from sources import catalogue
from tests.warehouse_fixture import build, edit
from veille import DECISIONS, MOTIVES, STATES, WITHDRAWAL
from warehouse import database, dictionary, query
from warehouse.read import Archive

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
GUIDE = sorted((DOCS / "guide").glob("*.md"))
COMMANDS = get_command(app).commands
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def name(page):
    return str(page.relative_to(ROOT))


@cache
def text(page):
    return page.read_text(encoding="utf-8")


def blocks(page, *languages):
    return [body for language, body in FENCE.findall(text(page)) if language in languages]


def prose(page):
    return FENCE.sub("", text(page))


def words_of(line):
    """The words of one shell command, up to a pipe, a redirection or a comment."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|<>&;")
    lexer.whitespace_split = True
    words = []
    for word in lexer:
        if set(word) <= set("|<>&;"):
            break
        words.append(word)
    while words and re.fullmatch(r"\w+=\S*", words[0]):
        del words[0]
    return words


def commands(program):
    """Every call of a program in a shell block: (page, its arguments)."""
    found = []
    for page in PAGES:
        for line in "".join(blocks(page, "sh")).splitlines():
            words = words_of(line)
            if words and words[0].rpartition("/")[2] == program:
                found.append((name(page), words[1:]))
    return found


VEILLE = commands("veille")
QUERIES = [(page, words[1]) for page, words in VEILLE if words[0] == "query" and len(words) > 1]
SQL = [(page, sql) for page, sql in QUERIES if not sql.isidentifier() and sql[0] != "-"]
SQL += [(name(page), body) for page in PAGES for body in blocks(page, "sql")]


@pytest.fixture(scope="module")
def empty():
    with duckdb.connect() as db:
        database.migrate(db)
        yield db


def test_the_documentation_calls_the_command_often_enough():
    assert len(VEILLE) > 40


@pytest.mark.parametrize(("page", "words"), VEILLE, ids=lambda v: v if isinstance(v, str) else "")
def test_every_command_line_of_the_documentation_parses(page, words):
    if words[0].startswith("-"):
        assert words in (["--help"], ["-h"])
    else:
        command = COMMANDS[words[0]]
        command.make_context(words[0], list(words[1:]))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_guide_and_explains_itself_in_french(command):
    said = COMMANDS[command].help
    assert any(f"veille {command}" in text(page) for page in GUIDE)
    assert detect(said) == "fr"
    assert said.endswith(".")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_has_a_help(command):
    options = [p for p in COMMANDS[command].params if p.name != "help"]
    assert [p.name for p in options if not getattr(p, "help", None)] == []


@pytest.mark.parametrize(("page", "sql"), SQL, ids=lambda value: value[:40])
def test_every_query_of_the_documentation_runs(empty, page, sql):
    empty.execute(sql).fetchall()


def test_the_share_of_a_variable_is_told_for_the_months_of_the_days_told(tmp_path):
    home = build(tmp_path)
    for table in ("document", "version"):  # a Sunday, in a week whose Monday is in February
        edit(home, f"UPDATE {table} SET counted_on = '2026-03-01'")
    (sql,) = [body for _, body in SQL if body.startswith("-- La part des documents")]
    with Archive.open(home.published) as archive:
        shares = {row[:2]: row[2] for row in archive.db.execute(sql).fetchall()}
        n = archive.db.execute("SELECT count(*) FROM v_document WHERE NOT is_copy").fetchone()[0]
        told = archive.db.execute("SELECT variable_id, n_documents FROM v_variable_week").fetchall()
    assert shares == {(name, date(2026, 3, 1)): round(k / n, 3) for name, k in told}


def test_every_recipe_named_in_a_command_exists():
    named = {sql for _, sql in QUERIES if sql.isidentifier()}
    assert named <= {recipe.name for recipe in query.recipes()}


def slug(heading):
    """The anchor a forge gives to a heading."""
    bare = re.sub(r"[`*]", "", heading).strip().lower()
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", bare))


@cache
def anchors(page):
    return {slug(heading) for heading in re.findall(r"(?m)^#+ (.+)$", prose(page))}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_internal_link_leads_somewhere(page):
    lost = []
    for link in LINK.findall(prose(page)):
        path, _, anchor = link.partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        paths = [link.partition("#")[0] for link in LINK.findall(prose(page)) if "://" not in link]
        found = [(page.parent / path).resolve() for path in paths if path]
        waiting += [target for target in found if target.suffix == ".md" and target.exists()]
    assert [name(page) for page in PAGES if page not in reached] == []


MISSING = (
    "UPDATE source SET class = NULL",
    "UPDATE signal SET variable_id = NULL",
    "UPDATE signal_week SET variable_id = NULL",
    "INSERT INTO decision SELECT 'd', signal_id, 'retenu', NULL, '', 'Ada', '2026-03-12', NULL"
    " FROM signal LIMIT 1",
    "INSERT INTO topic VALUES ('2026-03-09', 't', 'Thème', ['mot'], 1, 'nuit')",
    "INSERT INTO topic_lineage VALUES ('2026-03-09', 't', 'naissance', NULL, 0)",
)


def test_every_column_of_a_view_that_may_be_null_says_when(tmp_path):
    home = build(tmp_path)
    for sql in MISSING:
        edit(home, sql)
    columns = (
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
        " AND table_name IN (SELECT view_name FROM duckdb_views() WHERE NOT internal)"
    )
    with Archive.open(home.published) as archive:
        unsaid = [
            f"{view}.{column}"
            for view, column, said in archive.db.execute(columns).fetchall()
            if not re.search(r"\bvide\b|\bNULL\b", said)
            and archive.db.execute(f"SELECT 1 FROM {view} WHERE {column} IS NULL").fetchone()
        ]
    assert unsaid == []


def test_the_dictionary_is_that_of_the_database(empty):
    assert text(DOCS / "dictionnaire.md") == dictionary.markdown(empty)


def test_every_job_named_exists_in_run_and_in_the_makefile():
    known = re.search(r"(?m)^    ([a-z |]+)\) shift", (ROOT / "run").read_text("utf-8"))[1]
    jobs = {job.strip() for job in known.split("|")}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = {words[0] for _, words in commands("make") if words}
    named |= {words[1] for _, words in commands("sh") if words[0] == "./run" and len(words) > 1}
    assert {"demo", "test"} <= named <= jobs
    assert named <= set(re.search(r"JOBS := (.*)", makefile)[1].split())


def test_the_readme_opens_on_its_two_commands():
    first = blocks(ROOT / "README.md", "sh")[0]
    assert [words_of(line)[:2] for line in first.splitlines()] == [
        ["make", "demo"],
        ["make", "test"],
    ]


def test_the_guide_knows_every_setting():
    source = (ROOT / "flows" / "settings.py").read_text("utf-8")
    page = text(DOCS / "guide" / "administrer.md")
    assert [
        v for v in set(re.findall(r"VEILLE_[A-Z_]*[A-Z]", source)) if f"`{v}`" not in page
    ] == []
    assert [setting for setting in SETTINGS if f"`{setting}`" not in page] == []


@pytest.mark.parametrize("word", [*DECISIONS, WITHDRAWAL, *MOTIVES, *STATES])
def test_the_guide_knows_every_word_of_a_decision(word):
    assert f"`{word}`" in text(DOCS / "guide" / "documentaliste.md")


def test_the_guide_knows_every_view_and_every_recipe(empty):
    page = text(DOCS / "guide" / "analyste.md")
    views = empty.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    names = [view for (view,) in views] + [recipe.name for recipe in query.recipes()]
    assert [name for name in names if f"`{name}`" not in page] == []


def test_the_index_of_decisions_is_whole():
    index = text(DOCS / "decisions" / "README.md")
    pages = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    titles = [re.match(r"# (\d{4})\. (.+)\n", text(page)).groups() for page in pages]
    assert [number for number, _ in titles] == [f"{n:04}" for n in range(1, len(pages) + 1)]
    assert [title for _, title in titles if title not in index] == []


def test_the_source_shown_in_the_guide_is_a_right_one():
    (shown,) = blocks(DOCS / "guide" / "administrer.md", "toml")
    lexicon = (ROOT / "nlp" / "variables.toml").read_text("utf-8")
    ids = [variable.id for variable in variables.parse(lexicon, "variables.toml").variables]
    assert len(catalogue.parse(shown, "administrer.md", ids)) == 1
    assert [name for name in ids if f"`{name}`" not in text(DOCS / "guide" / "corpus.md")] == []


def test_the_variable_shown_in_the_guide_is_a_right_one():
    shown = tomllib.loads(blocks(DOCS / "guide" / "variables.md", "toml")[0])
    assert set(shown["variable"][0]) == {
        "id", "label", "definition", "excludes", "themes", "expressions", "exclusions"
    }  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_python_examples_compile(page):
    for body in blocks(page, "python"):
        compile(body, name(page), "exec")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_pages_name_no_folder_of_a_machine_and_no_registry(page):
    machine = r"(?<![\w.*])/(?:home|root|Users|work|opt|mnt|srv|tmp)/|file://|pypi\.|pythonhosted"
    assert re.findall(machine, text(page)) == []
