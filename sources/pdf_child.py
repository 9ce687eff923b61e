"""PDF bytes to the raw text of their pages. Runs in the child process only, see confine.py."""

import io
import logging
from contextlib import closing

import pypdf
import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_PAGEOBJ_IMAGE

from veille import Unreadable

from .confine import Rows

MAX_PAGES = 2_000  # a file of 0.5 kB may announce a million (fixtures, §3c)
MAX_CHARACTERS = 1_000_000
_PAGES_SEEN_FOR_IMAGES = 5
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
    except MemoryError:
        raise
    except Exception as error:  # whatever pypdf meets in a file that is broken anyway
        raise Unreadable("PDF abîmé", todo=_BROKEN) from error


def _by_pdfium(body: bytes) -> Rows:
    document = pypdfium2.PdfDocument(body)
    meta = document.get_metadata_dict()
    pages, n_images, n_left = [], 0, MAX_CHARACTERS
    for number in range(min(len(document), MAX_PAGES)):
        text, images = _page(document, number)
        n_images += images
        pages.append([text[:n_left]])
        n_left -= len(text)
        if n_left <= 0:
            break
    said = [meta.get("Title", ""), meta.get("Author", ""), meta.get("CreationDate", "")]
    return [[*said, str(n_images)], *pages]


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[str, int]:
    """The text of a page and its number of images; a page that cannot be loaded is empty."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return "", 0
    with closing(page), closing(page.get_textpage()) as layer:
        text = layer.get_text_range()
        if number >= _PAGES_SEEN_FOR_IMAGES:
            return text, 0
        return text, sum(1 for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))


def _by_pypdf(body: bytes) -> Rows:
    reader = pypdf.PdfReader(io.BytesIO(body))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("PDF protégé par un mot de passe", todo=_LOCKED)
    meta = reader.metadata
    pages, n_left = [], MAX_CHARACTERS
    for page in reader.pages[:MAX_PAGES]:
        text = page.extract_text()
        pages.append([text[:n_left]])
        n_left -= len(text)
        if n_left <= 0:
            break
    title, author = (meta.title or "", meta.author or "") if meta else ("", "")
    return [[title, author, "", "0"], *pages]
