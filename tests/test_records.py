"""JSONL archives, record by record."""

import gzip
import json
import os
import random
import string
import unicodedata
from datetime import UTC, datetime

import pytest

from sources import folder, jsonl, records
from sources.protocol import Problem
from tests.test_folder import BEYOND
from veille import Document, digest

NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
RECORD = {
    "id": "q-1",
    "url": "https://exemple.fr/questions#q-1",
    "source": "questions",
    "voice": "Mme Durand",
    "title": "Le non-recours",
    "published": "2022-07-05",
    "lang": "fr",
    "text": "Le non-recours atteint 34 % selon l’étude, « un chiffre qui inquiète ».",
}


@pytest.fixture
def kept(tmp_path):
    """Write lines (records or raw bytes) to an archive and read it back."""

    def read(*lines, name="essai.jsonl"):
        path = tmp_path / name
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        body = b"\n".join(raw)
        path.write_bytes(gzip.compress(body) if name.endswith(".gz") else body)
        return list(records.read(path, NOW))

    return read


def without(*fields, **changes):
    return {name: value for name, value in (RECORD | changes).items() if name not in fields}


def test_a_record_becomes_a_document(kept):
    (document,) = kept(RECORD)
    assert document == Document(
        id=digest("url", "https://exemple.fr/questions#q-1"),
        source="questions",
        voice="Mme Durand",
        url="https://exemple.fr/questions#q-1",
        title="Le non-recours",
        text=RECORD["text"],
        published_at=datetime(2022, 7, 4, 22, tzinfo=UTC),  # midnight in Paris
        available_at=datetime(2022, 7, 4, 22, tzinfo=UTC),
        origin="import",
    )


def test_a_name_that_is_not_in_utf_8_is_told_as_it_can_be(tmp_path):
    path = tmp_path / os.fsdecode(b"essai-\xe9.jsonl")
    path.write_text(json.dumps(without("source", "voice", "url")) + "\n{", encoding="utf-8")
    document, problem = records.read(path, NOW)
    assert (document.source, problem.where) == ("essai-\ufffd", "essai-\ufffd.jsonl:2")


def test_gzip_changes_nothing(kept):
    assert kept(RECORD, name="essai.jsonl.gz") == kept(RECORD)


def test_gzip_without_its_extension_is_read(kept, tmp_path):
    expected = kept(RECORD, name="essai.jsonl.gz")
    (tmp_path / "essai.jsonl.gz").rename(path := tmp_path / "essai.jsonl")
    assert list(records.read(path, NOW)) == expected
    assert records.count(path) == 1


def test_the_fragment_tells_two_records_of_one_page_apart(kept):
    one, two = kept(RECORD, without(url="https://exemple.fr/questions#q-2"))
    assert one.id != two.id


@pytest.mark.parametrize(
    ("record", "parts"),
    [
        (without(url="/fr/publications/1/"), ("record", "questions", "/fr/publications/1/")),
        (without("url"), ("record", "questions", "q-1")),
        (without("url", "source"), ("record", "essai", "q-1")),
        (without("url", id=17), ("record", "questions", "17")),
    ],
)
def test_a_record_without_a_web_address_is_known_by_its_source_and_name(kept, record, parts):
    assert kept(record)[0].id == digest(*parts)


def test_the_voice_is_the_source_unless_the_record_says_more(kept):
    assert kept(without("voice"))[0].voice == "questions"


@pytest.mark.parametrize(
    ("record", "instant"),
    [
        (without(published="2022-07-05T10:30:00+02:00"), datetime(2022, 7, 5, 8, 30, tzinfo=UTC)),
        (without(published=2014), datetime(2013, 12, 31, 23, tzinfo=UTC)),
        (without(published=20140506), datetime(2014, 5, 5, 22, tzinfo=UTC)),
        (without(published=20140506.0), datetime(2014, 5, 5, 22, tzinfo=UTC)),
        (without(published=99_000_000), datetime(1973, 2, 19, 20, tzinfo=UTC)),
        (without("published", timestamp="2022-07-05"), datetime(2022, 7, 4, 22, tzinfo=UTC)),
        (without("published", timestamp=1657009800), datetime(2022, 7, 5, 8, 30, tzinfo=UTC)),
        (without("published", timestamp=1657009800000), datetime(2022, 7, 5, 8, 30, tzinfo=UTC)),
        (without(published=1657009800_000_000), datetime(2022, 7, 5, 8, 30, tzinfo=UTC)),
        (without(published=1657009800_000_000_000), datetime(2022, 7, 5, 8, 30, tzinfo=UTC)),
        (without(published="1657009800"), datetime(2022, 7, 5, 8, 30, tzinfo=UTC)),
        (without(published="1657009800000"), datetime(2022, 7, 5, 8, 30, tzinfo=UTC)),
        (without(published="1657009800.0"), datetime(2022, 7, 5, 8, 30, tzinfo=UTC)),
        (without(published=20220705103000), datetime(2022, 7, 5, 8, 30, tzinfo=UTC)),
    ],
)
def test_dates_are_read_in_their_usual_forms(kept, record, instant):
    (document,) = kept(record)
    assert document.published_at == document.available_at == instant


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{pas du JSON", "n’est pas du JSON"),
        (b"[" * 100_000, "n’est pas du JSON"),
        (b'["une liste"]', "n’est pas un objet JSON"),
        (b'{"text": "\xe9t\xe9"}', "n’est pas en UTF-8"),
        (without(text="  "), "texte vide ou absent"),
        (without("text"), "texte vide ou absent"),
        (without(text=12), "texte vide ou absent"),
        (without("published"), "date absente"),
        (without(published="naguère"), "date illisible (« naguère »)"),
        (without(published=True), "date absente"),
        (without(published=201405), "date illisible (« 201405 »)"),
        (without(published=20141345), "date illisible (« 20141345 »)"),
        (without(published=-1), "date illisible (« -1 »)"),
        (without("published", timestamp=-1000), "date illisible (« -1000 »)"),
        (without(published=10**400), "date illisible (« nombre trop grand »)"),
        (without(published=1234), "date illisible (« 1234 »)"),
        (without(published=20990101), "date dans le futur (« 20990101 »)"),
        (without(published="2099-01-01"), "date dans le futur (« 2099-01-01 »)"),
        (without("url", "id"), "ni url ni id"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(kept, line, reason):
    found = kept(RECORD, line, RECORD)
    assert [type(item) for item in found] == [Document, Problem, Document]
    assert found[1].where == "essai.jsonl:2"
    assert reason in found[1].reason


def test_empty_lines_and_a_byte_order_mark_are_nothing(kept):
    line = b"\xef\xbb\xbf" + json.dumps(RECORD).encode()
    assert [type(item) for item in kept(line, b"", b"  ", RECORD)] == [Document, Document]


def test_the_text_is_verbatim_but_composed(kept):
    (document,) = kept(without(text="E\u0301tat :\u00a012,5\u202f% – non-recours, co-construit"))
    assert document.text == "État :\u00a012,5\u202f% – non-recours, co-construit"
    assert unicodedata.is_normalized("NFC", document.text)


def test_half_a_surrogate_pair_does_not_reach_the_store(kept):
    (document,) = kept(b'{"id": "1", "published": "2022", "text": "a\\ud800b"}')
    assert document.text == "ab"


def test_a_very_long_text_is_cut_and_said_so(kept):
    document, problem = kept(without(text="mot " * 300_000))
    assert len(document.text) == 1_000_000
    assert problem == Problem("essai.jsonl:1", BEYOND)


def test_a_line_too_long_is_skipped_and_the_next_one_read(kept, monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_LINE", 1000)
    found = kept(RECORD, b'{"text": "' + b"x" * 5000 + b'"}', RECORD)
    assert [type(item) for item in found] == [Document, Problem, Document]
    assert found[1].where == "essai.jsonl:2"


def test_an_archive_cut_short_gives_what_came(tmp_path):
    lines = [json.dumps(without(id=str(n), text=noise(n))).encode() for n in range(200)]
    path = tmp_path / "essai.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(lines))[:-4000])
    *documents, problem = records.read(path, NOW)
    assert 0 < len(documents) < 200
    assert problem.where == f"essai.jsonl.gz:{len(documents) + 1}"
    assert "abîmée ou coupée" in problem.reason


def noise(seed):
    return "".join(random.Random(seed).choices(string.ascii_letters, k=500))


def test_what_is_not_gzip_is_said_so(tmp_path):
    path = tmp_path / "essai.jsonl.gz"
    path.write_bytes(b"{}")
    (problem,) = records.read(path, NOW)
    assert problem.reason.startswith("archive abîmée")


@pytest.mark.parametrize(
    ("start", "told"),
    [(b"PK\x03\x04", "zip"), (b"\x28\xb5\x2f\xfd", "Zstandard"), (b"\xff\xfe{\0", "UTF-16")],
)
def test_another_format_is_named_and_none_of_its_lines_is_read(kept, tmp_path, start, told):
    (problem,) = kept(start + b"\n" + json.dumps(RECORD).encode() + b"\n")
    assert problem.where == "essai.jsonl" and told in problem.reason
    assert records.count(tmp_path / "essai.jsonl") == 0


def test_a_decimal_id_names_its_record_as_it_is_written(tmp_path):
    path = tmp_path / "essai.jsonl"
    line = json.dumps(without("url", id=0)) + "\n"
    spelt = ("1.5", "1.50", "15e-1", '"1.50"')
    path.write_text("".join(line.replace('"id": 0', f'"id": {name}') for name in spelt))
    names, documents = zip(*records.named(path, NOW), strict=True)
    assert jsonl.written(names) == '[1.5, 1.50, 15e-1, "1.50"]'
    assert len({document.id for document in documents}) == 4


def test_a_bomb_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_LINE", 1 << 20)
    path = tmp_path / "essai.jsonl.gz"
    path.write_bytes(gzip.compress(bytes(80 << 20), compresslevel=1))
    *_, problem = records.read(path, NOW)
    assert problem.reason.startswith("décompression démesurée")


def test_the_bomb_of_the_hostile_set_is_given_up(shared_data, tmp_path):
    path = tmp_path / "bombe.jsonl.gz"
    path.write_bytes((shared_data / "fixtures/hostile/gzip-bombe-200Mo.gz").read_bytes())
    *_, problem = records.read(path, NOW)
    assert problem.reason.startswith("décompression démesurée")


def test_the_recorded_questions_are_read_whole(shared_data):
    path = shared_data / "corpora/an_questions_ecrites_2022.jsonl.gz"
    found = list(folder.read(path, NOW))
    assert len({document.id for document in found}) == len(found) == 1308
    assert len({document.voice for document in found}) > 300  # the deputies


@pytest.mark.slow
def test_every_record_of_the_corpora_is_read_once(shared_data):
    ids = [
        item.id
        for path in sorted((shared_data / "corpora").glob("*.jsonl.gz"))
        for item in folder.read(path, NOW)
    ]
    assert (len(ids), len(set(ids))) == (28_271, 27_896)


@pytest.mark.parametrize("name", ["essai.jsonl", "essai.jsonl.gz"])
def test_records_are_counted_readable_or_not_blank_lines_left_out(kept, tmp_path, name):
    kept(RECORD, b"", b"{", RECORD | {"text": ""}, b"  ", name=name)
    assert records.count(tmp_path / name) == 3


def test_the_records_of_a_broken_archive_are_counted_up_to_its_cut(tmp_path):
    path = tmp_path / "essai.jsonl"
    path.write_bytes(b"{}\n" * 3)
    assert records.count(path) == 3
    path.rename(cut := tmp_path / "essai.jsonl.gz")
    assert records.count(cut) == 0
