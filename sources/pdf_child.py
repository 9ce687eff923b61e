"""PDF bytes to the raw text of their pages. Runs in the child process only, see confine.py."""

import io
import logging
from collections.abc import Iterable
from contextlib import closing

import pypdf
import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_PAGEOBJ_IMAGE

from veille import Unreadable

from .confine import Rows

MAX_PAGES = 2_000  # a file of 0.5 kB may announce a million (fixtures, §3c)
MAX_CHARACTERS = 1_100_000  # more than is kept, blanks gone: what is cut is then told
IMAGE_PAGES = 5  # looked at to tell a scan from an empty file
_LOCKED = "Demander une version sans mot de passe"
_BROKEN = "Télécharger le fichier à la main pour voir s’il s’ouvre"


def rows(body: bytes) -> Rows:
    """A row of metadata (title, author, date, number of images seen), then one per page.

    pypdf reads what pdfium refuses.

    Raises:
        Unreadable: protected by a password, or broken for both.
    """
    try:
        return _by_pdfium(body)
    except pypdfium2.PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise Unreadable("PDF protégé par un mot de passe", todo=_LOCKED) from error
    logging.disable()  # pypdf tells every oddity of a broken file
    try:
        return _by_pypdf(body)
    except (MemoryError, Unreadable):
        raise
    except Exception as error:  # whatever pypdf meets in a file that is broken anyway
        raise Unreadable("PDF abîmé", todo=_BROKEN) from error


def _by_pdfium(body: bytes) -> Rows:
    document = pypdfium2.PdfDocument(body)
    n_pages = min(len(document), MAX_PAGES)
    meta = document.get_metadata_dict()
    said = [meta.get("Title", ""), meta.get("Author", ""), meta.get("CreationDate", "")]
    n_images = sum(_n_images(document, number) for number in range(min(n_pages, IMAGE_PAGES)))
    return [[*said, str(n_images)], *_bounded(_text(document, n) for n in range(n_pages))]


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    """The text of a page; a page that cannot be loaded is empty."""
    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as layer:
            return str(layer.get_text_range())
    except pypdfium2.PdfiumError:
        return ""


def _n_images(document: pypdfium2.PdfDocument, number: int) -> int:
    try:
        with closing(document[number]) as page:
            return sum(1 for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))
    except pypdfium2.PdfiumError:
        return 0


def _by_pypdf(body: bytes) -> Rows:
    reader = pypdf.PdfReader(io.BytesIO(body))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("PDF protégé par un mot de passe", todo=_LOCKED)
    meta = reader.metadata
    title, author = (meta.title or "", meta.author or "") if meta else ("", "")
    return [[title, author, "", "0"], *_bounded(p.extract_text() for p in reader.pages[:MAX_PAGES])]


def _bounded(texts: Iterable[str]) -> Rows:
    """A row per page, up to the page where the characters allowed run out."""
    pages, n_left = [], MAX_CHARACTERS
    for text in texts:
        pages.append([text[:n_left]])
        n_left -= len(text)
        if n_left <= 0:
            break
    return pages
