"""Bytes and marked-up fragments to clean text. Never fails; never touches a visible character."""

import html
import re
import unicodedata
from contextlib import suppress

from lxml import etree
from lxml import html as lxml_html

MIN_TEXT = 200  # characters; below, a page is a notice, a teaser or a wall, not an article
MAX_TEXT = 1_000_000  # characters; spaCy refuses longer texts (its max_length)
MAX_ABSTRACT = 50_000  # characters of mark-up; the longest abstracts have 10,000

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_LEGACY = re.compile(r"iso-?8859|windows|cp\d|koi8|mac|latin|gb|big5|euc|shift|sjis|tis|viscii")
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9._-]{2,40})""")
# Soft hyphen, zero-width space, word joiner, BOM: they show nothing and cut words in two.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# Letters that a typesetter ties together, as PDF files keep them.
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_UNTIED = str.maketrans(LIGATURES)
# Joiners beside a letter of French; elsewhere they make an emoji, or a letter of another script.
_JOINERS = re.compile("(?<=[A-Za-zÀ-ſ])[\u200c\u200d]+|[\u200c\u200d]+(?=[A-Za-zÀ-ſ])")
# C0 and C1 controls except tab and line feed, and halves of surrogate pairs: no format takes them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# What UTF-8 becomes when read as cp1252 or Latin-1: the lead byte, then 1 to 3 continuations.
_TWICE = re.compile("[ÂÃÅâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}")
_ACCENTED = "éèàêçâîôûùëïœ«»’É"
_BLOCKS = re.compile(
    "address|article|blockquote|d[dlt]|div|fig(caption|ure)|footer|h[1-6r]|header|li|main|ol|p|pre"
    "|section|table|td|th|tr|ul"
)
_SILENT = ("script", "style", "template", "noscript", "iframe", "svg", "object", "head")
_TAG = re.compile(r"<[a-zA-Z/!]")
_BLOCK_END = "\x1e"  # record separator: clean() never leaves one in a text
_BLANKS = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """The same text in NFC, with line feeds only and without what shows nothing or ties letters."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE | _UNTIED)
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", _JOINERS.sub("", unified)))


def beyond(limit: int) -> str:
    """In French, what is left aside of a text that has more characters than this."""
    shown = f"{limit:,}".replace(",", "\u00a0")
    return f"la suite du texte, au-delà de {shown} caractères"


def decoded(body: bytes, announced: str | None = None) -> str:
    """The text these bytes hold, whatever charset they or the server claim.

    UTF-8 first when the bytes are valid UTF-8: other French text practically never is,
    while pages that wrongly announce another charset are common.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return mended(body[len(mark) :].decode(charset, errors="replace"))
    if unmarked := _utf16_without_mark(body):
        return body.decode(unmarked, errors="replace")
    utf8 = _utf8(body)
    if utf8 is not None:
        return mended(utf8)
    for name in (announced, _declared(body)):
        text = _strictly(body, name)
        if text is not None:
            return text
    return _best_french(body)


def mended(text: str) -> str:
    """The text with UTF-8 that was encoded twice read as meant; unchanged when it shows none.

    Three such pairs at least, and more of them than plain accents: a page may quote one.
    """
    pairs = _TWICE.findall(text)
    if len(pairs) < 3 or len(pairs) < _n_accents(text):
        return text
    return _TWICE.sub(_read_again, text)


def _read_again(match: re.Match[str]) -> str:
    try:
        return b"".join(_one_byte(c) for c in match[0]).decode()
    except UnicodeDecodeError:
        return match[0]


def _one_byte(character: str) -> bytes:
    if ord(character) < 256:
        return bytes([ord(character)])
    return character.encode("cp1252")


def _utf16_without_mark(body: bytes) -> str | None:
    """UTF-16 shows as NUL in every other byte of Latin text."""
    even, odd = body[:4096:2], body[1:4096:2]
    for charset, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if len(low) > 8 and high.count(0) > 0.7 * len(high) and low.count(0) == 0:
            return charset
    return None


def _utf8(body: bytes) -> str | None:
    """UTF-8, forgiving one stray byte in ten good characters, and a last one cut short."""
    with suppress(UnicodeDecodeError):
        return body.decode()
    text = body.decode(errors="replace").rstrip("\ufffd")
    n_bad = text.count("\ufffd")
    n_good = sum(character > "\x7f" for character in text) - n_bad
    return text if n_good > 0 and n_bad * 10 <= n_good else None


def _declared(body: bytes) -> str | None:
    found = _DECLARED.search(body[:4096])
    return found[1].decode("ascii") if found else None


def _strictly(body: bytes, name: str | None) -> str | None:
    """The text under this charset if it fits entirely; Latin-1 means cp1252, as in browsers."""
    name = (name or "").lower()
    if not _LEGACY.match(name):
        return None  # Unicode was tried; Python also calls charsets its escapes and punycode
    if name in ("iso-8859-1", "iso8859-1", "latin-1", "latin1"):
        name = "cp1252"
    try:
        return body.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None


def _best_french(body: bytes) -> str:
    """The Windows or Macintosh reading, whichever gives more French letters."""
    candidates = [body.decode(name, errors="replace") for name in ("cp1252", "mac_roman")]
    return max(candidates, key=_n_accents)


def _n_accents(text: str) -> int:
    return sum(text.count(letter) for letter in _ACCENTED)


def plain(fragment: str) -> str:
    """The text of an HTML fragment; paragraphs are separated by an empty line.

    Text without any tag only has its entities read. A fragment lxml refuses gives "".
    """
    if not _TAG.search(fragment):
        return _paragraphs(re.split(r"\n\s*\n", html.unescape(fragment)))
    try:
        root = lxml_html.fragment_fromstring(clean(fragment), create_parent="div")
    except (etree.LxmlError, ValueError):
        return ""
    etree.strip_elements(root, *_SILENT, etree.Comment, etree.PI, with_tail=False)
    pieces: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        said = node.text if event == "start" else node.tail
        if node.tag == "br" and event == "start":
            pieces.append("\n")
        elif _BLOCKS.fullmatch(str(node.tag)):
            pieces.append(_BLOCK_END)
        pieces.append((said or "").replace("\n", " "))
    return _paragraphs("".join(pieces).split(_BLOCK_END))


def _paragraphs(blocks: list[str]) -> str:
    lines = ("\n".join(_BLANKS.sub(" ", line).strip() for line in b.split("\n")) for b in blocks)
    return clean("\n\n".join(block for line in lines if (block := line.strip("\n "))))
