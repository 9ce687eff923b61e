"""DOCX and ODT to text. Runs in the child process only, see confine.py."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from veille import Unreadable

from .confine import Rows
from .decoding import MAX_TEXT, clean

_MAX_MEMBER = 50 << 20  # bytes of one part once inflated; the text of a 1,000-page book is 10
_AGAIN = "L’ouvrir et l’enregistrer de nouveau en DOCX ou en ODT"
_PARTS = (("word/document.xml", "docProps/core.xml"), ("content.xml", "meta.xml"))
_PARAGRAPHS = ("p", "h")
# Said twice (mc:Fallback repeats mc:Choice) or no longer said (deleted, comments, versions).
_LEFT_OUT = ("Fallback", "del", "annotation", "tracked-changes", "instrText", "delText")
_SAID = {"tab": " ", "br": "\n", "cr": "\n", "line-break": "\n", "s": " ", "noBreakHyphen": "-"}


def rows(body: bytes) -> Rows:
    """One row: title, author, date and text, paragraphs separated by an empty line.

    Raises:
        Unreadable: neither DOCX nor ODT, protected, damaged, or too large once inflated.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
            for content, about in _PARTS:
                if content in names:
                    text = "\n\n".join(_paragraphs(_tree(archive, content)))
                    meta = _meta(_tree(archive, about)) if about in names else ["", "", ""]
                    return [[*meta, clean(text)[:MAX_TEXT]]]
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError) as error:
        # RuntimeError: a member is encrypted; NotImplementedError: compressed in a rare way
        raise Unreadable("Document abîmé ou protégé", todo=_AGAIN) from error
    raise Unreadable("Ni document Word (DOCX) ni OpenDocument (ODT)", todo=_AGAIN)


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element:
    with archive.open(name) as member:
        data = member.read(_MAX_MEMBER + 1)
    if len(data) > _MAX_MEMBER:
        raise Unreadable("Document démesuré une fois décompressé", todo=_AGAIN)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def _paragraphs(root: etree._Element) -> Iterator[str]:
    """Paragraphs in the order they end: those of a text frame before the one it hangs on.

    OpenDocument writes text between tags, Word only inside <w:t>: elsewhere its blanks are
    indentation.
    """
    etree.strip_elements(root, *(f"{{*}}{name}" for name in _LEFT_OUT), with_tail=False)
    is_word = etree.QName(root).localname == "document" and "wordprocessingml" in (root.tag or "")
    open_paragraphs: list[list[str]] = []
    for event, node in etree.iterwalk(root, events=("start", "end"), tag="*"):
        name = etree.QName(node).localname
        is_paragraph = name in _PARAGRAPHS
        if event == "start":
            if is_paragraph:
                open_paragraphs.append([])
            if open_paragraphs:
                text = node.text if not is_word or name == "t" else ""
                open_paragraphs[-1].append(_SAID.get(name, "") + (text or ""))
        else:
            if is_paragraph and (said := "".join(open_paragraphs.pop()).strip()):
                yield said
            if open_paragraphs and not is_word:
                open_paragraphs[-1].append(node.tail or "")


def _meta(root: etree._Element) -> list[str]:
    """Title, author and date; empty when absent."""
    said = {etree.QName(node).localname: (node.text or "").strip() for node in root.iter("*")}
    author = said.get("creator") or said.get("initial-creator") or ""
    date = said.get("created") or said.get("creation-date") or said.get("date") or ""
    return [said.get("title", ""), author, date]
