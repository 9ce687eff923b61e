"""What justifies a tag, read together."""

import json

from flows.texts import tagged
from flows.understanding import understand
from nlp.boilerplate import Hidden
from nlp.justification import extracts
from tests.archive_fixture import FIRST, document, keep, opened
from tests.night_fixture import loaded
from veille import Block
from warehouse import weeks

PASSAGE = (
    "La fracture numérique éloigne des droits les habitants des bourgs. Un conseiller numérique "
    "tient une permanence à la mairie, où il aide chacun à faire ses démarches en ligne."
)


def test_pieces_at_most_160_characters_apart_make_one_extract():
    assert extracts([(200, 210), (0, 40)]) == [(0, 210)]
    assert extracts([(0, 39), (200, 210)]) == [(0, 39), (200, 210)]


def test_a_piece_within_another_adds_nothing():
    assert extracts([(10, 90), (20, 30), (85, 95)]) == [(10, 95)]
    assert extracts([]) == []


def test_the_first_piece_may_begin_anywhere():
    assert extracts([(0, 1)]) == [(0, 1)]
    assert extracts([(161, 170)]) == [(161, 170)]


def test_what_furnishes_a_page_parts_two_extracts():
    hidden = Hidden([Block("p", 50, 60, "")])
    assert extracts([(0, 40), (70, 90)], hidden) == [(0, 40), (70, 90)]
    assert extracts([(0, 40), (45, 50), (70, 90)], hidden) == [(0, 50), (70, 90)]


def test_a_label_is_justified_by_an_extract_that_holds_its_expressions(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text(json.dumps({"id": "a", "text": PASSAGE}) + "\n", encoding="utf-8")
    (row,) = [json.loads(line) for line in tagged(loaded(), path, print)]
    mine = [span for span in row["spans"] if span["variable"] == "numerique"]
    inner = [span for span in row["expressions"] if span["variable"] == "numerique"]
    assert len(mine) == 1 < len(inner)
    assert all(mine[0]["start"] <= s["start"] and s["end"] <= mine[0]["end"] for s in inner)
    assert {mine[0]["start"], mine[0]["end"]} <= {s[k] for s in inner for k in ("start", "end")}
    assert mine[0]["text"] == PASSAGE[mine[0]["start"] : mine[0]["end"]]


def test_what_justifies_the_tags_of_an_archive_is_told_with_its_words():
    db = opened()
    keep(db, understand(loaded(), [document("a", FIRST, text=PASSAGE)]))
    weeks.count(db, FIRST, FIRST)
    told = db.execute("SELECT start_char, end_char, text FROM v_justification").fetchall()
    assert told and all(text == PASSAGE[start:end] for start, end, text in told)
    outside = """SELECT * FROM tag_span AS s ANTI JOIN v_justification AS j ON
        (j.passage_id, j.variable_id) = (s.passage_id, s.variable_id)
        AND j.start_char <= s.start_char AND s.end_char <= j.end_char"""
    assert db.execute("SELECT count(*) FROM tag_span").fetchone() > (0,)
    assert db.execute(outside).fetchall() == []
