"""The rules of CONTRIBUTING.md that a machine can check: who imports whom, sizes, names."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ["flows", "nlp", "sources", "warehouse", "reports", "sample", "bench", "training"]

MAY_IMPORT = {
    "veille": set(),
    "sources": {"veille"},
    "nlp": {"veille"},
    "warehouse": {"veille"},
    "reports": {"veille", "warehouse"},
    "flows": {"veille", "sources", "nlp", "warehouse", "reports", "sample"},
    "sample": {"veille", "sources", "nlp", "warehouse", "reports", "flows"},
    "bench": {"veille", "sources", "nlp", "warehouse", "reports", "flows", "sample"},
    "training": {"veille", "sources", "nlp", "warehouse", "reports", "flows", "sample", "bench"},
}
STAGES = ["veille", "sources", "nlp", "warehouse", "reports", "flows"]
NETWORK = {
    "aiohttp", "ftplib", "http.client", "httpcore", "httpx", "requests",
    "socket", "socketserver", "ssl", "urllib.request", "urllib3",
}  # fmt: skip
SQL = {"duckdb", "sqlite3"}
IMPURE = NETWORK | SQL | {"os", "pathlib", "prefect", "shutil", "subprocess", "tempfile", "time"}
VAGUE = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}


def files(name):
    """The Python files of a package or root module, none if it is not written yet."""
    module = ROOT / f"{name}.py"
    return [module] if module.exists() else sorted((ROOT / name).rglob("*.py"))


CODE = [file for name in ["veille", *PACKAGES] for file in files(name)]


def parsed(file):
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(tree):
    """Every dotted name a module imports, with the line: ``from a import b`` gives a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def reads_environment(node):
    return isinstance(node, ast.Attribute | ast.alias) and (
        getattr(node, "attr", None) or getattr(node, "name", None)
    ) in {"environ", "environb", "getenv", "putenv"}


def within(name, forbidden):
    """Whether a dotted name is one of the forbidden modules or lies under one."""
    return any(name == module or name.startswith(f"{module}.") for module in forbidden)


def places(files, forbidden):
    return [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for file in files
        for name, line in imports(parsed(file))
        if within(name, forbidden)
    ]


def stage_files(*, outside=()):
    """Files of the pipeline itself, without the given paths."""
    excluded = [ROOT / path for path in outside]
    found = [file for stage in STAGES for file in files(stage)]
    return [f for f in found if not any(f == path or path in f.parents for path in excluded)]


@pytest.mark.parametrize("importer", MAY_IMPORT)
def test_each_stage_imports_only_what_the_rule_allows(importer):
    forbidden = set(MAY_IMPORT) - MAY_IMPORT[importer] - {importer}
    assert places(files(importer), forbidden | {"tests"}) == []


def test_nlp_imports_nothing_that_touches_the_world():
    assert places(files("nlp"), IMPURE) == []


def test_nlp_opens_no_file_and_reads_no_clock():
    impure = {"open", "print", "input"} | {"now", "today", "utcnow", "read_text", "read_bytes"}
    calls = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in files("nlp")
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) or getattr(node.func, "attr", None)) in impure
    ]
    assert calls == []


def test_only_fetch_and_guard_open_sockets():
    assert places(stage_files(outside=["sources/fetch.py", "sources/guard.py"]), NETWORK) == []


def test_only_the_warehouse_speaks_to_databases():
    assert places(stage_files(outside=["warehouse"]), SQL) == []


def test_only_settings_reads_the_environment():
    readers = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in CODE
        for node in ast.walk(parsed(file))
        if reads_environment(node) and file != ROOT / "flows" / "settings.py"
    ]
    assert readers == []


def test_veille_imports_the_standard_library_only():
    stdlib = sys.stdlib_module_names
    names = [name for file in files("veille") for name, _ in imports(parsed(file))]
    assert [name for name in names if name.partition(".")[0] not in stdlib] == []


def test_modules_are_350_lines_at_most():
    sizes = {str(f.relative_to(ROOT)): len(f.read_text("utf-8").splitlines()) for f in CODE}
    assert {name: n for name, n in sizes.items() if n > 350} == {}


def test_functions_are_40_lines_at_most():
    long = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in CODE
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > 40
    ]
    assert long == []


def test_there_are_fewer_than_180_python_files_and_23800_lines_of_text():
    # docs/decisions/0014: small modules cost files, not lines.
    assert len(CODE) < 180
    assert (
        sum(1 for file in CODE for line in file.read_text().splitlines() if line.strip()) < 23_800
    )


def is_second_face(function):
    """Whether it completes a documented one: a property's setter, a typing overload."""
    return any(ast.unparse(d).endswith((".setter", "overload")) for d in function.decorator_list)


def public_parts(node, name):
    """A module or class and all that is public in it, named."""
    yield node, name
    for child in node.body:
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        if getattr(child, "name", "_").startswith("_"):
            continue
        if isinstance(child, ast.ClassDef):
            yield from public_parts(child, f"{name}:{child.name}")
        elif is_function and not is_second_face(child):
            yield child, f"{name}:{child.name}"


def test_everything_public_has_a_docstring():
    parts = [part for f in CODE for part in public_parts(parsed(f), str(f.relative_to(ROOT)))]
    assert [name for node, name in parts if not ast.get_docstring(node)] == []


def test_no_module_has_a_name_that_says_nothing():
    assert [str(file.relative_to(ROOT)) for file in CODE if file.stem in VAGUE] == []


def config_files():
    patterns = ["*.toml", "*.lock", "*.cfg", "*.ini", "*.yaml", "*.yml", "Makefile", "run"]
    hidden = [ROOT / ".gitignore", ROOT / ".editorconfig", ROOT / ".ci" / "run"]
    return [f for p in patterns for f in ROOT.glob(p) if f.name != "uv.lock"] + hidden


@pytest.mark.parametrize("file", config_files(), ids=lambda file: file.name)
def test_config_names_no_registry_and_no_folder_of_a_machine(file):
    registry = r"pypi\.|pythonhosted|index-url|find-links|registry *=|://[^\s]*/simple\b"
    machine = r"(?<![\w.*])/(?:home|root|Users|work|opt|mnt|srv)/|file://|\b[A-Z]:\\"
    text = file.read_text(encoding="utf-8").replace("--no-emit-index-url", "")
    assert re.findall(f"{registry}|{machine}", text) == []


def test_the_lock_holds_no_address_and_no_torch():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert (
        re.findall(r"(?m)^(?:torch|transformers|sentence-transformers|umap-learn|numba)\b", lock)
        == []
    )


@pytest.mark.parametrize("name", ["veille", *PACKAGES[:-2]])
def test_no_other_distribution_gives_one_of_our_top_level_names(name):
    assert packages_distributions().get(name) == ["veille"]
