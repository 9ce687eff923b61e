"""Digests and briefs laid out as HTML and plain text. What comes from outside is always escaped."""

import re
import textwrap
import unicodedata
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from . import french
from .brief import Brief
from .digest import Digest

TEXT_WIDTH = 78  # characters, so that a mail quoted once still fits


def digest_html(digest: Digest) -> str:
    """The digest as one HTML file that loads nothing and runs nothing."""
    return _laid_out("digest.html", digest=digest)


def digest_text(digest: Digest) -> str:
    """The digest as plain text, complete by itself."""
    return _laid_out("digest.txt", digest=digest)


def brief_html(brief: Brief) -> str:
    """The brief as one HTML file that loads nothing and runs nothing."""
    return _laid_out("brief.html", brief=brief)


def _laid_out(template: str, **given: object) -> str:
    return _ENVIRONMENT.get_template(template).render(given)


# The space before « : », « ? » or « » », and after « « ».
_TIED = re.compile(r" (?=[:;?!%»](?:\W|$))|(?<=«) ")


def plain(words: object) -> str:
    """The words on one line, without the characters that a terminal would obey or hide."""
    kinds = [(c, unicodedata.category(c)) for c in str(words)]
    return "".join(" " if kind == "Cc" else c for c, kind in kinds if kind != "Cf").strip()


def wrapped(words: object, indent: int = 0, first: str = "") -> str:
    """The words on lines of 78 characters; `first` opens the first line, the others are indented.

    Addresses are never cut, nor does a line begin with a mark that stands after a space.
    """
    said = _TIED.sub("\u00a0", plain(words))
    return textwrap.fill(
        said,
        TEXT_WIDTH,
        initial_indent=" " * (indent - len(first)) + first,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters |= {
        "plain": plain,
        "wrapped": wrapped,
        "jour": french.day,
        "nombre": french.number,
        "signe": french.signed,
        "guillemets": french.quoted,
        "sans_point": french.unstopped,
    }
    return found


_ENVIRONMENT = _environment()
