"""The child process that may die in our place."""

import json
from importlib import import_module

import pytest

from sources import confine
from sources.child import JOBS
from sources.confine import confined, heavy_markup
from veille import Unreadable

FEED = b'<rss version="2.0"><channel><item><link>https://exemple.fr/a</link></item></channel></rss>'


@pytest.fixture
def child(monkeypatch, tmp_path):
    """Replace the child by a program of the test."""

    def replaced(program):
        path = tmp_path / "child.py"
        path.write_text(program)
        monkeypatch.setattr(confine, "_CHILD", path)

    return replaced


def said(verdict, rows):
    return f"import sys; sys.stdin.read(); print({json.dumps(json.dumps([verdict, rows]))})"


@pytest.mark.parametrize("module", JOBS.values())
def test_every_job_is_there(module):
    assert callable(import_module(module).rows)


def test_rows_come_back_as_they_were_made():
    assert confined("feed", FEED, "https://exemple.fr") == [
        ["https://exemple.fr/a", "", "", "", ""]
    ]


def test_a_refusal_of_the_child_keeps_its_words():
    with pytest.raises(Unreadable, match=r"^Ce n’est pas un flux RSS ou Atom : ici\. Ouvrir"):
        confined("feed", b"<html></html>", "https://exemple.fr", "", where="ici")


def test_an_error_nobody_foresaw_is_a_refusal_too():
    with pytest.raises(Unreadable, match="Document illisible"):
        confined("page", b"", "one", "argument", "too", "many")


@pytest.mark.parametrize(
    "program",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import sys; sys.stdin.read(); x = [0]\nwhile True: x += x",
        "raise SystemExit(3)",
        "print('pas du JSON')",
        said("ok", [["a", 1]]),
        said("ok", "texte"),
        said("unreadable", 5),
    ],
    ids=["killed", "memory", "exit", "noise", "not text", "not rows", "bad refusal"],
)
def test_a_child_that_dies_or_lies_costs_its_document_only(child, program):
    limits = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28))\n"
    child(limits + program)
    with pytest.raises(Unreadable, match="Lecture abandonnée"):
        confined("pdf", b"x" * 1_000_000)


def test_a_child_that_never_ends_is_stopped(child, monkeypatch):
    monkeypatch.setattr(confine, "WALL_S", 0.3)
    child("import time\nwhile True: time.sleep(1)")
    with pytest.raises(Unreadable, match="Lecture abandonnée"):
        confined("pdf", b"x")


def test_a_child_that_never_stops_talking_is_stopped(child, monkeypatch):
    monkeypatch.setattr(confine, "_MAX_OUTPUT", 100_000)
    child("while True: print('x' * 1000)")
    with pytest.raises(Unreadable, match="Lecture abandonnée"):
        confined("pdf", b"x")


def test_the_child_sees_nothing_of_our_environment(child, monkeypatch):
    monkeypatch.setenv("VEILLE_SECRET", "canari")
    child("import json, os; print(json.dumps(['ok', [[str(dict(os.environ))]]]))")
    assert "canari" not in confined("pdf", b"")[0][0]


def test_the_child_can_write_no_file(child, tmp_path):
    program = confine._CHILD.read_text().replace("__file__", repr(str(confine._CHILD)))
    marker = tmp_path / "marque"
    child(f"{program}\nopen({str(marker)!r}, 'wb', buffering=0).write(b'x')")
    confined("feed", FEED, "https://exemple.fr")
    assert marker.read_bytes() == b""


def test_an_ordinary_page_needs_no_child():
    assert not heavy_markup(b"<p class='a'>un</p>" * 100)


@pytest.mark.parametrize("body", [b"<i>" * 9_000, b"<p " + b"a " * 5_000 + b">"])
def test_many_tags_or_a_long_one_need_a_child(body):
    assert heavy_markup(body)
