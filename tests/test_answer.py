"""Answers made safe: statuses, headers, bodies that cannot overflow."""

import gzip
import tracemalloc

import pytest

from sources.answer import MAX_BYTES, Answer, accepted, header_map, media_type, read_body
from veille import FetchFailed

URL = "https://exemple.fr/flux"
GZIP = {"content-encoding": "gzip"}


def body(*chunks, headers=None, kind="page"):
    return read_body(chunks, headers or {}, kind, URL)


def in_chunks(data, size=1000):
    return [data[i : i + size] for i in range(0, len(data), size)]


def test_a_plain_body_is_read_whole():
    assert body(b"un ", b"deux") == b"un deux"


def test_a_gzip_body_is_decoded():
    assert body(*in_chunks(gzip.compress(b"un deux " * 5000)), headers=GZIP) == b"un deux " * 5000


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_a_gzip_body_in_several_members_is_read_whole_without_its_padding(size):
    members = gzip.compress(b"un ") + gzip.compress(b"") + gzip.compress(b"deux") + b"\0\0"
    assert body(*in_chunks(members, size), headers=GZIP) == b"un deux"


def test_a_body_over_its_limit_is_refused():
    with pytest.raises(FetchFailed, match="plus de 5 Mio"):
        body(b"x" * MAX_BYTES["page"], b"x")


def test_a_pdf_behind_a_page_link_has_the_limit_of_a_pdf():
    headers = {"content-type": "application/pdf"}
    assert len(body(b"x" * (6 << 20), headers=headers)) == 6 << 20


def test_a_long_robots_file_is_cut_not_refused():
    assert len(body(b"x" * 600_000, kind="robots")) == 500 << 10


def test_a_gzip_bomb_is_refused_in_bounded_memory():
    bomb = gzip.compress(bytes(100 << 20), compresslevel=1)
    tracemalloc.start()
    with pytest.raises(FetchFailed, match="trop volumineuse"):
        body(*in_chunks(bomb, 65_536), headers=GZIP)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20


def test_a_bomb_of_the_hostile_set_is_refused(shared_data):
    bomb = (shared_data / "fixtures/hostile/gzip-bombe-200Mo.gz").read_bytes()
    with pytest.raises(FetchFailed, match="trop volumineuse"):
        body(*in_chunks(bomb), headers=GZIP, kind="pdf")


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "gzip,br", "inconnu"])
def test_an_encoding_we_did_not_ask_for_is_refused(encoding):
    with pytest.raises(FetchFailed, match="Encodage non demandé"):
        body(b"x", headers={"content-encoding": encoding})


def test_gzip_cut_short_is_said_so():
    with pytest.raises(FetchFailed, match="coupée avant la fin"):
        body(gzip.compress(b"un deux trois " * 99)[:-20], headers=GZIP)


def test_gzip_that_is_not_gzip_is_said_so():
    with pytest.raises(FetchFailed, match="gzip abîmée"):
        body(b"un deux", headers=GZIP)


def test_gzip_that_decodes_to_nothing_for_ever_is_refused():
    empty_block = b"\x00\x00\x00\xff\xff"
    header = gzip.compress(b"")[:10]
    endless = (header if n == 0 else empty_block * 10_000 for n in range(1_000_000))
    with pytest.raises(FetchFailed, match="gzip abîmée"):
        read_body(endless, GZIP, "page", URL)


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (401, "Accès réservé"),
        (403, "Accès refusé"),
        (404, "Page introuvable"),
        (410, "supprimée définitivement"),
        (429, "Trop de demandes"),
        (500, "Erreur du serveur"),
        (503, "momentanément indisponible"),
        (418, "Réponse inattendue"),
        (304, "Réponse inattendue"),  # nothing conditional was asked
    ],
)
def test_an_error_status_is_told_in_french_with_its_number(status, what):
    with pytest.raises(FetchFailed, match=f"{what}.*{status}") as caught:
        accepted(Answer(status, {}, b""), URL, conditional=False)
    assert (caught.value.status, caught.value.where) == (status, URL)
    assert caught.value.todo


def test_unchanged_is_accepted_as_an_answer_to_a_condition():
    assert accepted(Answer(304, {}, b""), URL, conditional=True).status == 304


def test_headers_keep_every_byte_and_the_first_of_a_name():
    pairs = [(b"ETag", b'W/"\xe9-1"'), (b"etag", b"autre")]
    assert header_map(pairs)["etag"].encode("latin-1") == b'W/"\xe9-1"'


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("Text/HTML; charset=UTF-8", ("text/html", "utf-8")),
        ('application/rss+xml;charset="iso-8859-1"', ("application/rss+xml", "iso-8859-1")),
        ("", ("", None)),
    ],
)
def test_a_content_type_is_taken_apart(given, read):
    assert media_type(given) == read
