import gzip
import io
import json
import sys
import unicodedata
from pathlib import Path

import pytest

from flows import texts
from flows.texts import candidates, read, tagged
from tests.night_fixture import loaded
from veille import BadInput

NUMERIQUE = (
    "La dématérialisation des démarches laisse de côté les personnes éloignées du numérique, "
    "et la fracture numérique grandit dans les quartiers."
)
PLAIN = "Le chat dort sur le mur du jardin, et la pluie tombe sur les pommiers."


def lines(path, *records):
    path.write_text("\n".join(json.dumps(r) for r in records) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    given = [{"id": "n", "text": NUMERIQUE}, {"id": "p", "text": PLAIN}, {"id": "v", "text": ""}]
    path = lines(tmp_path_factory.mktemp("texts") / "t.jsonl", *given)
    return [json.loads(line) for line in tagged(loaded(), path, print)]


def test_each_text_gets_a_line_in_its_order(told):
    assert [row["id"] for row in told] == ["n", "p", "v"]


def test_every_variable_of_the_catalogue_has_a_probability(told):
    known = {variable.id for variable in loaded().catalogue.variables}
    assert all(set(row["variables"]) == known for row in told)
    assert all(0 <= p <= 1 for row in told for p in row["variables"].values())


def test_a_text_is_labelled_with_what_it_speaks_of(told):
    assert "numerique" in told[0]["labels"]
    assert told[0]["kind"] in ("tendance", "levier")


@pytest.mark.parametrize("row", [1, 2])
def test_a_text_on_another_matter_carries_nothing(told, row):
    assert (told[row]["labels"], told[row]["kind"], told[row]["spans"]) == ([], "aucun", [])


def test_each_label_is_justified_by_pieces_of_the_text(told):
    spans = told[0]["spans"]
    assert {span["variable"] for span in spans} == set(told[0]["labels"])
    assert all(NUMERIQUE[s["start"] : s["end"]] == s["text"] != "" for s in spans)


def test_letters_tied_by_a_typesetter_are_read_apart_at_their_places(tmp_path):
    plain = "La fiscalité locale finance l’efficacité des bénéficiaires de la dématérialisation."
    tied = plain.replace("ffi", "ﬃ").replace("fi", "ﬁ")
    path = lines(tmp_path / "t.jsonl", {"id": "a", "text": plain}, {"id": "b", "text": tied})
    whole, same = [json.loads(line) for line in tagged(loaded(), path, print)]
    assert (same["labels"], same["variables"]) == (whole["labels"], whole["variables"])
    units, found = [json.loads(line)["terms"] for line in candidates(loaded(), path, print)]
    assert [term["unit"] for term in found] == [term["unit"] for term in units]
    assert "fiscalité local" in [term["unit"] for term in found]
    for piece in (*same["spans"], *found):
        assert tied[piece["start"] : piece["end"]] == piece["text"]


def test_decomposed_accents_are_read_as_composed_ones_at_their_places(tmp_path):
    apart = unicodedata.normalize("NFD", NUMERIQUE)
    given = [{"id": "c", "text": NUMERIQUE}, {"id": "d", "text": apart}]
    path = lines(tmp_path / "t.jsonl", *given)
    whole, decomposed = [json.loads(line) for line in tagged(loaded(), path, print)]
    assert (decomposed["labels"], decomposed["variables"]) == (whole["labels"], whole["variables"])
    assert [unicodedata.normalize("NFC", s["text"]) for s in decomposed["spans"]] == [
        s["text"] for s in whole["spans"]
    ]
    units, same = [json.loads(line)["terms"] for line in candidates(loaded(), path, print)]
    assert [term["unit"] for term in same] == [term["unit"] for term in units]
    for piece in (*decomposed["spans"], *same):
        found = apart[piece["start"] : piece["end"]]
        assert found == piece["text"]
        assert unicodedata.normalize("NFC", found) in NUMERIQUE
        assert not unicodedata.combining(apart[piece["end"]])  # no letter is parted from its accent


def test_a_bad_line_costs_only_itself(tmp_path):
    bad = ['{"id": "a"}', "{", "[1]", '{"id": true, "text": "x"}', '{"id": "b", "text": "mot"}', ""]
    path = tmp_path / "t.jsonl"
    path.write_bytes("\n".join(bad).encode() + b'\n{"id": "c", "text": "\xff"}\n')
    problems = []
    assert list(read(path, problems.append)) == [("b", "mot")]
    assert [p.partition(" écartée")[0] for p in problems] == [f"Ligne {n}" for n in (1, 2, 3, 4, 7)]


def test_compressed_lines_are_read(tmp_path):
    path = tmp_path / "t.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": 7, "text": "mot"}\n'))
    assert list(read(path, print)) == [(7, "mot")]


def test_standard_input_is_read(monkeypatch):
    given = io.TextIOWrapper(io.BufferedReader(io.BytesIO(b'{"id": "a", "text": "mot"}\n')))
    monkeypatch.setattr(sys, "stdin", given)
    assert list(read(Path("-"), print)) == [("a", "mot")]


def test_a_cut_archive_gives_what_it_holds(tmp_path):
    rows = b"".join(b'{"id": "%d", "text": "mot %d"}\n' % (n, n * 7919) for n in range(20_000))
    path = tmp_path / "t.jsonl.gz"
    path.write_bytes(gzip.compress(rows)[:40_000])
    found = []
    with pytest.raises(BadInput, match="tronqué"):
        for text in read(path, print):
            found.append(text)
    assert len(found) > 100


def test_what_precedes_the_cut_is_tagged_before_the_error(tmp_path):
    def cut():
        yield from [("a", "mot"), ("b", "mot")]
        raise BadInput("Fichier tronqué", where="ici", todo="Le recopier")

    seen = []
    with pytest.raises(BadInput):
        for group in texts._groups(cut()):
            seen += group
    assert seen == [("a", "mot"), ("b", "mot")]


@pytest.mark.parametrize("name", ["7", "1.50", "15e-1", '"7"', '"\\ud800"', '"a\\u2028b"'])
def test_an_id_comes_back_as_it_was_given(tmp_path, name):
    path = tmp_path / "t.jsonl"
    path.write_text(f'{{"id": {name}, "text": "mot"}}\n', encoding="utf-8")
    for line in (*tagged(loaded(), path, print), *candidates(loaded(), path, print)):
        assert line.startswith(f'{{"id": {name}, ')
        assert line.encode() and len(line.splitlines()) == 1


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xff\xfe", b"\x28\xb5\x2f\xfd"])
def test_no_line_of_another_format_is_read(tmp_path, start):
    path = tmp_path / "t.jsonl"
    path.write_bytes(start + b'\n{"id": 1, "text": "mot"}\n')
    with pytest.raises(BadInput, match="d’abord"):
        list(read(path, print))


def test_gzip_is_read_from_standard_input_and_under_any_name(tmp_path, monkeypatch):
    body = gzip.compress(b'{"id": 7, "text": "mot"}\n')
    (tmp_path / "t.jsonl").write_bytes(body)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(body))))
    assert list(read(tmp_path / "t.jsonl", print)) == list(read(Path("-"), print)) == [(7, "mot")]


@pytest.mark.parametrize("content", [None, b"", b"{\n", b"\x1f\x8bnot gzip"])
def test_a_file_without_a_text_is_an_error(tmp_path, content):
    path = tmp_path / "t.jsonl.gz"
    if content is not None:
        path.write_bytes(content if content[:1] == b"\x1f" else gzip.compress(content))
    with pytest.raises(BadInput):
        list(read(path, lambda _: None))


@pytest.mark.parametrize("mark", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
def test_what_shows_nothing_breaks_no_word_and_moves_no_offset(tmp_path, mark):
    odd = NUMERIQUE.replace("i", f"i{mark}").replace("la ", "la\u00a0").replace("’", "´")
    path = lines(tmp_path / "t.jsonl", {"id": "n", "text": NUMERIQUE}, {"id": "o", "text": odd})
    for command, kept in ((tagged, "spans"), (candidates, "terms")):
        first, second = (json.loads(line)[kept] for line in command(loaded(), path, print))
        shown = [s["text"].replace(mark, "").replace("\u00a0", " ") for s in second]
        assert shown == [s["text"] for s in first] != []
        assert all(odd[s["start"] : s["end"]] == s["text"] for s in second)


def test_a_text_typed_without_accents_is_read_with_them_and_shown_without(tmp_path):
    accented = (
        "L’aide sociale à l’enfance des départements et l’accès au numérique des allocataires."
    )
    bare = "".join(
        c for c in unicodedata.normalize("NFD", accented) if not unicodedata.combining(c)
    )
    path = lines(tmp_path / "t.jsonl", {"id": "a", "text": accented}, {"id": "b", "text": bare})
    first, second = (json.loads(line)["terms"] for line in candidates(loaded(), path, print))
    assert [s["unit"] for s in second] == [s["unit"] for s in first] != []
    assert all(bare[s["start"] : s["end"]] == s["text"] for s in second)
    first, second = (json.loads(line) for line in tagged(loaded(), path, print))
    assert first["labels"] == second["labels"] != []


def test_what_justifies_a_tag_holds_the_half_of_a_pair_that_the_text_has(tmp_path):
    path = tmp_path / "t.jsonl"
    text = "\ud83d " + NUMERIQUE.replace(" des ", " \ude00 des ")
    path.write_text(json.dumps({"id": "a", "text": text}) + "\n", encoding="utf-8")
    spans = json.loads(next(tagged(loaded(), path, print)))["spans"]
    assert any("\ude00" in span["text"] for span in spans)
    assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)


def test_what_is_not_read_of_a_long_text_is_said(tmp_path):
    said = []
    path = lines(tmp_path / "t.jsonl", {"id": "a", "text": "mot " * 300_000})
    assert len(list(read(path, said.append))) == 1
    assert said == [
        "Ligne 1, écartée : la suite du texte, au-delà de 1\u00a0000\u00a0000 caractères"
    ]


def test_a_unit_of_words_cut_at_line_ends_keeps_its_place(tmp_path):
    text = "La préven-\ntion de la perte d’auto-\nnomie avance dans les départements."
    row = json.loads(
        next(candidates(loaded(), lines(tmp_path / "t.jsonl", {"id": 1, "text": text}), print))
    )
    found = {term["unit"]: term for term in row["terms"]}
    term = found["perte d'autonomie"]
    assert text[term["start"] : term["end"]] == term["text"] == "perte d’auto-\nnomie"
    assert "tion" not in found


def test_a_text_in_another_language_has_no_terms(tmp_path):
    text = "Municipalities share data with regional health authorities to coordinate home care."
    row = json.loads(
        next(candidates(loaded(), lines(tmp_path / "t.jsonl", {"id": 1, "text": text}), print))
    )
    assert row["terms"] == []


def units_of(path, **options):
    told = [json.loads(line) for line in candidates(loaded(), path, print, **options)]
    return [{term["unit"] for term in row["terms"]} for row in told]


def test_a_piece_that_is_never_said_apart_is_no_candidate(tmp_path):
    long = "La commune ouvre une cantine solidaire de gare."
    path = lines(tmp_path / "t.jsonl", *({"id": i, "text": long} for i in range(5)))
    assert all("cantine solidaire de gare" in units for units in units_of(path))
    assert not any({"cantine solidaire"} & units for units in units_of(path))
    assert all({"cantine solidaire"} <= units for units in units_of(path, pieces=True))


def test_what_the_variables_name_is_a_piece_of_what_they_name_only(tmp_path):
    apart = {"id": 1, "text": "Le service social écoute. L’aide sociale tarde."}
    assert {"service social", "aide social"} <= units_of(lines(tmp_path / "t.jsonl", apart))[0]
    whole = {
        "id": 1,
        "text": "L’aide sociale à l’enfance reçoit la caisse d’allocations familiales.",
    }
    told = units_of(lines(tmp_path / "t.jsonl", whole))[0]
    assert {"ase", "caf"} <= told and not {"aide social", "allocation familial"} & told


def test_a_piece_that_some_texts_say_apart_stays(tmp_path):
    said = ["La commune ouvre une cantine solidaire de gare."] * 3 + [
        "Le village ouvre une cantine solidaire."
    ]
    path = lines(tmp_path / "t.jsonl", *({"id": i, "text": t} for i, t in enumerate(said)))
    assert all("cantine solidaire" in units for units in units_of(path))


def test_what_the_variables_name_stays_within_a_longer_unit(tmp_path):
    path = lines(
        tmp_path / "t.jsonl", {"id": 1, "text": "Les aides de la protection de l’enfance."}
    )
    assert "protection de l'enfance" in units_of(path)[0]


def test_texts_read_before_a_file_breaks_off_are_told_first(tmp_path):
    whole = gzip.compress(
        "".join(
            json.dumps({"id": n, "text": f"{NUMERIQUE} {n}"}) + "\n" for n in range(900)
        ).encode(),
        compresslevel=0,
    )
    path = tmp_path / "t.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    told = []
    with pytest.raises(BadInput):
        told.extend(candidates(loaded(), path, print))
    assert [json.loads(line)["id"] for line in told] == list(range(len(told)))
    assert 100 <= len(told) < 900
    assert all(json.loads(line)["terms"] for line in told)
