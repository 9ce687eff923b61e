"""Files dropped by hand to documents: PDF, HTML, DOCX, ODT, text, RIS and JSONL archives."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from veille import BadInput, Document, Unreadable, digest

from . import dates, page, pdf, records
from .addresses import document_id, is_web
from .confine import confined
from .decoding import MAX_ABSTRACT, MAX_TEXT, beyond, clean, decoded, plain
from .page import Article
from .protocol import Problem as Problem

SOURCE = "fichiers"  # the source of what names none
MAX_BYTES = 100 << 20  # of a file read whole; an archive is read line by line, whatever its size
_ARCHIVES = (".jsonl", ".jsonl.gz")
_READ = (".pdf", ".html", ".htm", ".xhtml", ".docx", ".odt", ".txt", ".md", ".ris", *_ARCHIVES)
_SIGNATURES = (b"%PDF", b"\x89PNG", b"PK\x03\x04", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LINE = re.compile(r"([A-Z][A-Z0-9])  ?- ?(.*)")
_NEITHER = "ni un fichier ni un dossier : l’enregistrer dans un fichier"  # a pipe, a device
# A file that says it is older bears the zero of Unix (1970) or of DOS and of ZIP (1980).
FIRST_FILES = datetime(1980, 1, 2, tzinfo=UTC)
Reference = dict[str, list[str]]


def read(path: Path, now: datetime) -> Iterator[Document | Problem]:
    """The documents of a file, or of all the files of a folder, and what could not be read.

    A text without a date of its own takes that of its file.

    Raises:
        BadInput: the path does not exist.
    """
    if not path.exists():
        raise BadInput("Fichier introuvable", where=str(path), todo="Vérifier le chemin")
    if path.is_file():
        yield from _file(path, path.name, now)
        return
    if not path.is_dir():
        yield Problem(str(path), _NEITHER)
        return
    closed: list[OSError] = []
    for file in sorted(_inside(path, closed)):
        name = _named(file.relative_to(path))
        if file.is_file():
            yield from _file(file, name, now)
        else:
            is_dead = not file.exists()
            yield Problem(name, "lien qui ne mène à aucun fichier" if is_dead else _NEITHER)
    for error in closed:
        where = _named(Path(error.filename or path).relative_to(path))
        yield Problem(where, f"dossier qui ne peut être lu : {_refusal(error)}")


def _inside(path: Path, closed: list[OSError]) -> Iterator[Path]:
    """The files of a folder and of those in it, hidden ones left out; those closed are noted."""
    for folder, inner, names in os.walk(path, onerror=closed.append):
        inner[:] = [name for name in inner if not name.startswith(".")]
        yield from (Path(folder, name) for name in names if not name.startswith("."))


def _refusal(error: OSError) -> str:
    return "droits insuffisants" if isinstance(error, PermissionError) else f"erreur {error.errno}"


def _named(path: Path) -> str:
    """The path as any text may say it: bytes that are not UTF-8 are replaced."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _file(path: Path, name: str, now: datetime) -> Iterator[Document | Problem]:
    """What one file gives; name is its path from the folder imported, the same everywhere."""
    try:
        yield from _opened(path, name, now)
    except OSError as error:
        yield Problem(name, f"fichier qui ne peut être lu : {_refusal(error)}")


def _opened(path: Path, name: str, now: datetime) -> Iterator[Document | Problem]:
    if name.lower().endswith((".ris", *_ARCHIVES)) and path.stat().st_size == 0:
        yield Problem(name, "fichier vide")
        return
    if name.lower().endswith(_ARCHIVES):
        yield from records.read(path, now)
        return
    suffix = path.suffix.lower()
    if suffix not in _READ:
        yield Problem(name, f"format non pris en charge ; formats lus : {', '.join(_READ)}")
        return
    if path.stat().st_size > MAX_BYTES:
        yield Problem(name, f"fichier de plus de {MAX_BYTES >> 20} Mio")
        return
    body = path.read_bytes()
    if suffix == ".ris":
        yield from references(body, name, now)
        return
    try:
        found = _article(suffix, body, name)
    except Unreadable as error:
        todo = "" if error.todo == page.LEAVE else error.todo  # no feed gave this file
        yield Problem(name, f"{error.what}. {todo}" if todo else error.what)
        return
    own_date = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    document = _document(found, name, own_date, now)
    yield document if document else Problem(name, "ni le texte ni son fichier n’ont de date sûre")
    if document and len(document.text) >= MAX_TEXT:
        yield Problem(name, beyond(MAX_TEXT))


def _article(suffix: str, body: bytes, name: str) -> Article:
    """What a file says.

    Raises:
        Unreadable: nothing that can be kept, with the reason in French.
    """
    if suffix == ".pdf":
        found = pdf.read(body, name)
        return Article(found.title, found.author, found.published, found.text, "", found.pages)
    if suffix in (".docx", ".odt"):
        title, author, published, text = confined("office", body, where=name)[0]
    elif suffix in (".txt", ".md"):
        if body.startswith(_SIGNATURES) or (b"\0" in body[:4096] and body[:2] not in _UTF16):
            raise Unreadable("Ce n’est pas un texte", where=name)
        title, author, published, text = "", "", "", clean(decoded(body)).strip()[:MAX_TEXT]
    else:
        return page.article(body, "")
    if not text:
        raise Unreadable("Fichier sans texte", where=name)
    return Article(title or text.partition("\n")[0][:200], author, published, text, "")


def _document(found: Article, name: str, own_date: datetime, now: datetime) -> Document | None:
    """What a file says, at its date or at that of the file; None: neither is known."""
    dated = dates.stated(found.published, now)
    if isinstance(dated, str):
        if not FIRST_FILES < own_date <= now + dates.FUTURE:
            return None
        reason = dated if found.published.strip() else "date absente du texte"
        dated = min(own_date, now), f"{reason} : date du fichier retenue"
    published_at, note = dated
    is_saved_page = is_web(found.url)
    return Document(
        id=document_id(found.url) if is_saved_page else digest("record", SOURCE, name, found.text),
        source=SOURCE,
        voice=SOURCE,
        url=found.url if is_saved_page else name,
        title=found.title or Path(name).stem,
        text=found.text,
        published_at=published_at,
        available_at=published_at,
        origin="import",
        author=found.author or None,
        pages=found.pages,
        date_note=note,
        language=found.language or "fr",
    )


def by_name(document: Document) -> Document:
    """The document under the id that its name alone gave a file; others of that name had it too."""
    return replace(document, id=digest("record", SOURCE, document.url))


def references(body: bytes, name: str, now: datetime) -> Iterator[Document | Problem]:
    """One document per reference that has an abstract, a problem for each that cannot be kept."""
    given = list(_references(decoded(body)))
    if not given:
        yield Problem(name, "aucune notice RIS (une notice commence par « TY  - »)")
    for line, reference in given:
        found = _of_reference(reference, now)
        yield found if isinstance(found, Document) else Problem(f"{name}:{line}", found)
        if isinstance(found, Document) and len(_first(reference, "AB", "N2")) > MAX_ABSTRACT:
            yield Problem(f"{name}:{line}", beyond(MAX_ABSTRACT))


def _references(text: str) -> Iterator[tuple[int, Reference]]:
    """The references of a file, with the line where each starts. A line without tag goes on."""
    reference: Reference = {}
    first, tag = 1, ""
    for number, line in enumerate(text.splitlines(), start=1):
        found = _LINE.fullmatch(line.strip())
        if found and found[1] == "TY":
            reference, first = {}, number
        if found and found[1] == "ER":
            yield first, reference
            reference = {}
        elif found:
            tag = found[1]
            reference.setdefault(tag, []).append(found[2].strip())
        elif line.strip() and tag in reference:
            reference[tag][-1] += " " + line.strip()
    if reference:  # a file cut before its last ER
        yield first, reference


def _of_reference(reference: Reference, now: datetime) -> Document | str:
    """The document of a reference, or in French why there is none."""
    text = plain(_first(reference, "AB", "N2")[:MAX_ABSTRACT])
    title = " ".join(plain(_first(reference, "TI", "T1", "CT")[:MAX_ABSTRACT]).split())
    if not text.strip():
        return f"référence sans résumé (« {title[:60]} »)"
    dated = _dated(reference, now)
    if isinstance(dated, str):
        return f"référence sans date lisible (« {title[:60]} ») : {dated}"
    published_at, note = dated
    url, authors = _url(reference), reference.get("AU") or reference.get("A1") or []
    # Not its title alone: « Éditorial » is that of many texts, none a version of another.
    told_apart = (title or text, *authors[:1], published_at.isoformat())
    return Document(
        id=document_id(url) if url else digest("record", SOURCE, *told_apart),
        source=SOURCE,
        voice=authors[0] if authors else SOURCE,
        url=url,
        title=title,
        text=text,
        published_at=published_at,
        available_at=published_at,
        origin="import",
        author=(authors[0] + (" et al." if len(authors) > 1 else "")) if authors else None,
        date_note=note,
        language=_first(reference, "LA")[:2].lower() or "fr",
    )


def _dated(reference: Reference, now: datetime) -> tuple[datetime, str] | str:
    """When a reference is of: year/month/day/other; figures that are no date hide no other tag."""
    year = _first(reference, "PY", "Y1")
    for given in (_first(reference, "DA"), year, year.partition("/")[0]):
        dated = dates.stated("-".join(re.findall(r"[^/\s][^/]*", given)[:3]), now)
        if not isinstance(dated, str) or (given and not re.search(r"[^\W\d]", given)):
            return dated
    return "date absente"


def _first(reference: Reference, *tags: str) -> str:
    return next((value for tag in tags for value in reference.get(tag, []) if value), "")


def _url(reference: Reference) -> str:
    """The address of the text, that of its DOI if it gives no other, or nothing."""
    url, doi = _first(reference, "UR", "L2"), _first(reference, "DO")
    if is_web(url):
        return url
    found = re.search(r"10\.\d{4,9}/\S+", doi)
    return f"https://doi.org/{found[0]}" if found else ""
