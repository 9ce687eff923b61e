"""Files dropped by hand."""

import io
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sources import folder
from sources.addresses import document_id
from sources.folder import Problem, read
from veille import BadInput, Document, digest

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
FILE_DATE = datetime(2024, 6, 1, 12, tzinfo=UTC)
BEYOND = "la suite du texte, au-delà de 1\u00a0000\u00a0000 caractères"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
T = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
DOCX = f"""<w:document xmlns:w="{W}" xmlns:mc="m"><w:body>
<w:p><w:r><w:t>Le non</w:t></w:r><w:r><w:noBreakHyphen/><w:t xml:space="preserve">recours </w:t>
</w:r><w:r><w:t>baisse.</w:t></w:r></w:p>
<w:p/>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>12,5 %</w:t><w:tab/><w:t>2024</w:t></w:r></w:p></w:tc></w:tr>
</w:tbl>
<w:p><w:del><w:r><w:delText>effacé</w:delText></w:r></w:del>
<w:r><w:t>Fin</w:t><w:br/><w:t>vraiment</w:t></w:r></w:p>
<w:p><mc:AlternateContent><mc:Choice><w:t>une fois</w:t></mc:Choice>
<mc:Fallback><w:t>deux fois</w:t></mc:Fallback></mc:AlternateContent></w:p>
</w:body></w:document>"""
CORE = """<c xmlns:dc="d" xmlns:dcterms="t"><dc:title>Note de veille</dc:title>
<dc:creator>Anne Durand</dc:creator><dcterms:created>2024-03-05T10:00:00Z</dcterms:created></c>"""
ODT = f"""<o:document-content xmlns:o="o" xmlns:t="{T}"><o:body><o:text>
<t:tracked-changes><t:p>ancien</t:p></t:tracked-changes>
<t:h>Aller vers</t:h>
<t:p>Les équipes <t:span>vont</t:span> au<t:s/>devant<t:line-break/>des gens.</t:p>
<o:annotation><t:p>commentaire</t:p></o:annotation>
</o:text></o:body></o:document-content>"""


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.fixture
def dropped(tmp_path):
    """Write a file, dated, and read it back."""

    def read_back(name, body):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
        os.utime(path, (FILE_DATE.timestamp(),) * 2)
        return list(read(path, NOW))

    return read_back


def test_a_text_takes_the_date_of_its_file(dropped):
    (document,) = dropped("note.txt", "Le guichet ouvre mardi.\n\nIl est gratuit.")
    assert document == Document(
        id=digest("record", "fichiers", "note.txt", "Le guichet ouvre mardi.\n\nIl est gratuit."),
        source="fichiers",
        voice="fichiers",
        url="note.txt",
        title="Le guichet ouvre mardi.",
        text="Le guichet ouvre mardi.\n\nIl est gratuit.",
        published_at=FILE_DATE,
        available_at=FILE_DATE,
        origin="import",
        date_note="date absente du texte : date du fichier retenue",
    )


@pytest.mark.parametrize(
    "written",
    [
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(1980, 1, 1, tzinfo=UTC),
        datetime(2107, 12, 31, tzinfo=UTC),
    ],
)
def test_a_file_whose_date_says_nothing_has_none(tmp_path, written):
    path = tmp_path / "note.txt"
    path.write_text("Texte")
    os.utime(path, (written.timestamp(),) * 2)
    assert list(read(path, NOW)) == [
        Problem("note.txt", "ni le texte ni son fichier n’ont de date sûre")
    ]


def test_a_document_dated_in_the_future_takes_the_date_of_its_file(dropped):
    core = CORE.replace("2024", "2099")
    (found,) = dropped("n.docx", zipped(word__document_xml=DOCX, docProps__core_xml=core))
    assert found.published_at == FILE_DATE
    assert found.date_note.startswith("date dans le futur (« 2099-03-05T10:00:00Z ») : date du")


def test_a_text_cut_says_what_is_left_aside(dropped):
    document, problem = dropped("note.txt", "mot " * 300_000)
    assert len(document.text) == 1_000_000
    assert problem == Problem("note.txt", BEYOND)


RIS = "TY  - JOUR\nTI  - Titre\nAB  - Un résumé.\n{}\nER  - \n"


@pytest.mark.parametrize(
    ("tags", "day"),
    [
        ("PY  - 2020/05//", (2020, 4, 30)),
        ("DA  - 2020/05/03/Printemps", (2020, 5, 2)),
        ("DA  - Mars\nPY  - 2020", (2019, 12, 31)),
        ("PY  - 2020/Printemps", (2019, 12, 31)),
    ],
)
def test_a_reference_has_the_day_that_its_tags_give(dropped, tags, day):
    (document,) = dropped("a.ris", RIS.format(tags))  # midnight in Paris is the day before in UTC
    assert document.published_at.timetuple()[:3] == day


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ("PY  - 2020/13/45", "date illisible (« 2020-13-45 »)"),
        ("DA  - 2020/13/45\nPY  - 2020", "date illisible (« 2020-13-45 »)"),
        ("PY  - 2099", "date dans le futur (« 2099 »)"),
    ],
)
def test_a_reference_whose_figures_are_no_date_is_a_problem(dropped, tags, why):
    (problem,) = dropped("a.ris", RIS.format(tags))
    assert problem == Problem("a.ris:1", f"référence sans date lisible (« Titre ») : {why}")


def test_a_summary_cut_says_what_is_left_aside(dropped):
    body = RIS.format("PY  - 2020").replace("Un résumé.", "mot " * 20_000)
    _, problem = dropped("a.ris", body)
    assert problem.reason.startswith("la suite du texte, au-delà de 50")


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "utf-16"])
def test_a_text_is_read_in_its_charset(dropped, charset):
    assert dropped("note.txt", "L’été à Orléans".encode(charset))[0].text == "L’été à Orléans"


def test_a_word_document_gives_its_paragraphs_and_who_wrote_it_when(dropped):
    (document,) = dropped("n.docx", zipped(word__document_xml=DOCX, docProps__core_xml=CORE))
    assert document.text == "Le non-recours baisse.\n\n12,5 % 2024\n\nFin\nvraiment\n\nune fois"
    assert (document.title, document.author) == ("Note de veille", "Anne Durand")
    assert document.published_at == datetime(2024, 3, 5, 10, tzinfo=UTC)
    assert document.date_note == ""


def test_a_word_document_of_the_library_is_read(dropped):
    docx = pytest.importorskip("docx")
    made, out = docx.Document(), io.BytesIO()
    made.add_heading("Titre", 1)
    made.add_paragraph("Un paragraphe, « entier ».")
    made.save(out)
    assert dropped("n.docx", out.getvalue())[0].text == "Titre\n\nUn paragraphe, « entier »."


def test_an_open_document_gives_its_paragraphs(dropped):
    (document,) = dropped("n.odt", zipped(content_xml=ODT))
    assert document.text == "Aller vers\n\nLes équipes vont au devant\ndes gens."
    assert document.title == "Aller vers"


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.docx", b"pas une archive", "Document abîmé ou protégé"),
        ("a.docx", zipped(autre_xml="<a/>"), "Ni document Word"),
        ("a.docx", zipped(word__document_xml="<w:document"), "Document abîmé ou protégé"),
        ("a.odt", zipped(content_xml=b"\x00chiffre"), "Document abîmé ou protégé"),
        ("a.docx", zipped(word__document_xml=bytes(60 << 20)), "démesuré une fois décompressé"),
        ("a.txt", b"", "Fichier sans texte"),
        ("a.pdf", b"<html></html>", "Page HTML servie à la place"),
        ("a.html", b"<html><body></body></html>", "Aucun texte d’article"),
        ("a.xlsx", b"PK", "format non pris en charge"),
        ("sans-extension", b"x", "format non pris en charge"),
    ],
)
def test_a_file_that_cannot_be_kept_is_a_named_problem(dropped, name, body, reason):
    (problem,) = dropped(name, body)
    assert isinstance(problem, Problem)
    assert (problem.where, reason in problem.reason) == (name, True)


def test_an_external_entity_of_a_document_is_not_read(dropped, tmp_path):
    (tmp_path / "secret").write_text("canari")
    entity = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    body = entity + DOCX.replace("baisse.", "&x;baisse.")
    found = dropped("n.docx", zipped(word__document_xml=body))
    assert "canari" not in repr(found)


def test_a_page_that_says_nothing_is_told_without_a_word_of_feeds(dropped):
    assert dropped("court.html", "<p>court") == [Problem("court.html", "Aucun texte d’article")]


def test_a_saved_page_is_the_document_of_its_address(dropped):
    lines = [f"<p>Le guichet {n} accueille désormais les habitants le mardi.</p>" for n in range(9)]
    head = '<html lang="fr"><head><link rel="canonical" href="https://exemple.fr/a"></head>'
    (document,) = dropped("page.html", f"{head}<body><article>{''.join(lines)}</article></body>")
    assert (document.url, document.id) == (
        "https://exemple.fr/a",
        document_id("https://exemple.fr/a"),
    )


@pytest.mark.parametrize("other", ["AU  - Petit\nPY  - 2020", "AU  - Durand\nPY  - 2021"])
def test_references_of_one_title_by_others_or_of_another_day_are_two_documents(dropped, other):
    ids = [dropped("a.ris", RIS.format(t))[0].id for t in ("AU  - Durand\nPY  - 2020", other)]
    assert len(set(ids)) == 2


def test_references_with_an_abstract_become_documents():
    found = list(read(CASES / "ris" / "zotero.ris", NOW))
    article, missing, book, undated = found
    assert article.text == "Premier paragraphe du résumé, qui se poursuit à la ligne."
    assert (article.voice, article.author) == ("Durand, Anne", "Durand, Anne et al.")
    assert article.published_at == article.available_at == datetime(2024, 3, 4, 23, tzinfo=UTC)
    assert article.id == document_id("https://exemple.fr/revue/12")
    assert (book.url, book.text) == ("https://doi.org/10.1234/livre.9", "Un résumé d’éditeur.")
    assert book.date_note.startswith("jour inconnu")
    assert missing == Problem("zotero.ris:13", "référence sans résumé (« Rapport sans résumé »)")
    assert undated.where == "zotero.ris:26"
    assert undated.reason == "référence sans date lisible (« Sans date ») : date absente"


def test_a_folder_gives_its_files_in_order_named_from_it(tmp_path):
    for name in ("b.txt", "2023/a.txt", ".cache/c.txt", "z.bin"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Texte")
    found = list(read(tmp_path, NOW))
    assert [getattr(item, "url", None) or item.where for item in found] == [
        "2023/a.txt",
        "b.txt",
        "z.bin",
    ]


def test_a_file_too_large_is_left_out(dropped, monkeypatch):
    monkeypatch.setattr(folder, "MAX_BYTES", 3)
    assert dropped("a.txt", "quatre")[0].reason.startswith("fichier de plus de")


def test_a_path_that_does_not_exist_is_said_so(tmp_path):
    with pytest.raises(BadInput, match="Fichier introuvable"):
        list(read(tmp_path / "rien", NOW))


def test_a_real_report_is_read_with_its_pages(shared_data):
    path = shared_data / "fixtures/pdf/beta-rapportannuel.pdf"
    (document,) = read(path, NOW)
    assert len(document.pages) == 11
    assert document.published_at == datetime(2018, 6, 19, 12, 38, 2, tzinfo=UTC)


def test_the_zip_bomb_of_the_hostile_set_is_a_named_problem(shared_data, dropped):
    (problem,) = dropped(
        "bombe.docx", (shared_data / "fixtures/hostile/zip-bombe-160Mo.zip").read_bytes()
    )
    assert problem.reason.startswith("Ni document Word")


def problems(path):
    for file in filter(Path.is_file, path.iterdir()):
        os.utime(file, (FILE_DATE.timestamp(),) * 2)
    return {found.where: found.reason for found in read(path, NOW) if isinstance(found, Problem)}


def test_a_file_whose_name_is_not_utf_8_costs_nothing_to_the_others(tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/inv\xff.txt")).write_text("Un texte.")
    (tmp_path / "b.txt").write_text("Un autre texte.")
    assert [found.url for found in read(tmp_path, datetime.now(UTC))] == ["b.txt", "inv\ufffd.txt"]


def test_what_cannot_be_read_in_a_folder_is_named(tmp_path, monkeypatch):
    (tmp_path / "a.ris").write_text("@article{cle, title = {Titre}}")
    (tmp_path / "b.ris").touch()
    (tmp_path / "c.jsonl").touch()
    (tmp_path / "d.txt").symlink_to("nulle-part")
    (tmp_path / "e.txt").write_bytes(b"%PDF-1.3 \x00\x01")
    (tmp_path / "f.txt").write_text("Un texte.")
    monkeypatch.setattr(Path, "read_bytes", refuse_f(Path.read_bytes))
    told = problems(tmp_path)
    assert sorted(told) == ["a.ris", "b.ris", "c.jsonl", "d.txt", "e.txt", "f.txt"]
    assert told["f.txt"] == "fichier qui ne peut être lu : droits insuffisants"


def test_a_pipe_is_named_alone_or_in_a_folder(tmp_path):
    os.mkfifo(tmp_path / "tube.jsonl")
    for given in (tmp_path, tmp_path / "tube.jsonl"):
        (told,) = read(given, NOW)
        assert told.where.endswith("tube.jsonl") and told.reason.startswith("ni un fichier ni")


def refuse_f(read_bytes):
    """Reads bytes, but those of f.txt, as if its rights forbade it."""

    def opened(path):
        if path.name == "f.txt":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    return opened


def test_a_folder_that_cannot_be_opened_is_named(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("Un texte.")
    walk = os.walk

    def closed(path, onerror):
        onerror(PermissionError(13, "Permission denied", str(tmp_path / "fermé")))
        return walk(path, onerror=onerror)

    monkeypatch.setattr(folder.os, "walk", closed)
    assert problems(tmp_path) == {"fermé": "dossier qui ne peut être lu : droits insuffisants"}
