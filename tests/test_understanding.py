"""Texts are understood in batches, in their order, and again when the analysis changes."""

import re
from datetime import UTC, datetime

import pytest

from flows import archive, models, understanding
from flows.ledger import Ledger
from flows.understanding import batches, understand
from sample.server import serving
from tests import night_fixture as sample
from tests.archive_fixture import document, noon, opened
from tests.night_fixture import changed, import_, night_of, play, record, rows, sums
from warehouse import database, read_back

FRENCH = (
    "La commune ouvre un guichet numérique pour les démarches en ligne. Les travailleurs sociaux"
    " y accompagnent les personnes éloignées du numérique. Le département finance le dispositif."
)
ENGLISH = (
    "The council opens a new digital desk for online applications. Social workers help people"
    " who are far from digital tools. The county pays for the whole scheme this year."
)
DAY = datetime(2026, 5, 4, tzinfo=UTC).date()


def told(text, name="a"):
    return document(name, DAY, text=text)


@pytest.mark.parametrize("n", [0, 1, 3, 4, 7])
def test_batches_hold_everything_in_order(n):
    found = list(batches(range(n), size=3))
    assert [one for group in found for one in group] == list(range(n))
    assert all(len(group) == 3 for group in found[:-1])


def test_readings_come_in_the_order_of_the_documents():
    given = [told(f"{FRENCH} Voici le texte numéro {k}.", str(k)) for k in range(5)]
    assert [reading.document for reading in understand(sample.loaded(), given)] == given


def test_a_french_text_is_cut_tagged_and_has_units():
    (reading,) = understand(sample.loaded(), [told(FRENCH)])
    assert (reading.language, len(reading.passages) > 0) == ("fr", True)
    assert "numerique" in {tag.variable for tag in reading.tags}
    assert "guichet numérique" in {m.unit for m in reading.mentions}


def test_every_offset_points_into_the_text_as_it_is():
    text = f"« Œuvrer » à l’été.\n\n{FRENCH}\n\n{FRENCH.upper()}"
    (reading,) = understand(sample.loaded(), [told(text)])
    passages = {passage.id: passage for passage in reading.passages}
    for mention in reading.mentions:
        held = passages[mention.passage_id]
        assert held.start <= mention.start < mention.end <= held.end <= len(text)
    spans = [span for tag in reading.tags for span in tag.spans]
    assert {text[span.start : span.end].casefold() for span in spans} >= {"guichet numérique"}


def test_a_text_not_in_french_is_kept_but_neither_tagged_nor_counted():
    (reading,) = understand(sample.loaded(), [told(ENGLISH)])
    assert (reading.language, len(reading.passages) > 0) == ("en", True)
    assert (reading.tags, reading.mentions) == ([], [])
    assert archive.language_problems([reading]) == [reading.document]


def test_a_text_beyond_the_limit_is_read_up_to_it(monkeypatch):
    monkeypatch.setattr(understanding, "MAX_CHARACTERS", len(FRENCH))
    (reading,) = understand(sample.loaded(), [told(FRENCH + "\n\n" + FRENCH)])
    assert max(passage.end for passage in reading.passages) == len(FRENCH)


def test_one_text_reads_the_same_alone_and_among_others():
    others = [told(f"{FRENCH} {k}", str(k)) for k in range(60)]
    alone, among = understand(sample.loaded(), [told(FRENCH)])[0], others[:30]
    (again,) = understand(sample.loaded(), [*among, told(FRENCH), *others[30:]])[30:31]
    assert again == alone


def test_the_version_of_the_analysis_names_code_models_and_variables(monkeypatch):
    before = sample.loaded().version
    monkeypatch.setattr(models, "ANALYSIS", "99")
    after = sample.loaded().version
    assert (before.partition("-")[0], after.partition("-")[0]) == (models_number(before), "99")
    assert before.partition("-")[2] == after.partition("-")[2]


def models_number(version):
    return version.split("-", 1)[0]


def test_nothing_is_read_again_under_the_same_analysis():
    db = opened()
    found = understand(sample.loaded(), [told(FRENCH)])
    archive.store(db, found, sample.loaded(), None)
    ledger = Ledger("nuit", noon(DAY), sample.loaded().version)
    assert (archive.refresh(db, sample.loaded(), ledger), ledger.steps) == (False, [])


# A new analysis: other units for the same texts.


@pytest.fixture
def changed_analysis(monkeypatch):
    """A version of the analysis that keeps one unit in two, and longer passages' tags only."""
    mentions = models.terms.mentions

    def fewer(doc, told, **given):
        return [m for m in mentions(doc, told, **given) if len(m.unit) % 2]

    sample.loaded()

    def change():
        monkeypatch.setattr(models, "ANALYSIS", "autre")
        monkeypatch.setattr(models.terms, "mentions", fewer)

    return change


ITEMS = sample.items(0, 45, every=14)


def imported(folder, items=ITEMS):
    given = sample.settings(folder, sample.NOBODY)
    records = [record(item) for item in items]
    import_(given, [sample.archive(folder / "archive.jsonl", records)])
    return given


def test_a_new_analysis_gives_what_a_fresh_import_under_it_gives(tmp_path, changed_analysis):
    old = imported(tmp_path / "old")
    before = sums(old)
    changed_analysis()
    again = imported(tmp_path / "new")
    import_(old, [sample.archive(tmp_path / "one.jsonl", [record(ITEMS[0])])])
    assert changed(sums(again), sums(old)) == []
    assert {"mention", "unit_week", "unit_state", "version"} <= set(changed(before, sums(old)))


def test_a_new_analysis_leaves_no_unit_of_the_old_one(tmp_path, changed_analysis):
    given = imported(tmp_path / "old", ITEMS[:20])
    changed_analysis()
    import_(given, [sample.archive(tmp_path / "one.jsonl", [record(ITEMS[0])])])
    gone = "SELECT count(*) FROM unit WHERE unit_key NOT IN (SELECT unit_key FROM mention)"
    assert rows(given, gone) == [(0,)]


def test_a_night_reads_again_what_an_older_analysis_read(tmp_path, changed_analysis):
    now = night_of(47)
    old = imported(tmp_path / "old")
    changed_analysis()
    new = imported(tmp_path / "new")
    with serving([], now) as server:
        for given in (old, new):
            given.catalogue.write_text(server.catalogue(), encoding="utf-8")
            play(given, now)
    assert changed(sums(new), sums(old)) == []
    assert rows(old, "SELECT DISTINCT analysis FROM version") == [(sample.loaded().version,)]
    steps = "SELECT step, n_in, message FROM step WHERE run_id LIKE 'nuit-%' AND step = 'relire'"
    found = rows(old, steps)
    assert [(name, n) for name, n, _ in found] == [("relire", len(ITEMS))]
    assert "modèles ou variables changés" in found[0][2]
    assert rows(new, steps) == []


def test_what_was_read_before_is_known_by_its_version(tmp_path):
    given = imported(tmp_path / "old", ITEMS[:4])
    with sample.opened(given) as db:
        assert read_back.stale(db, sample.loaded().version) == []
        stale = read_back.stale(db, "another")
    assert {document.text for document in stale} == {item.text for item in ITEMS[:4]}


def test_another_lexicon_makes_the_tags_again_and_nothing_else(tmp_path):
    given = imported(tmp_path, ITEMS[:8])
    before = sums(given)
    changed_tags = "UPDATE version SET analysis = left(analysis, -1) || 'x'"
    gone = "DELETE FROM tag; DELETE FROM tag_span"
    with database.connect(given.home.published, read_only=False) as db:
        db.execute(f"{changed_tags}; {gone}")
    import_(given, [sample.archive(tmp_path / "one.jsonl", [record(ITEMS[0])])])
    assert changed(before, sums(given)) == []
    steps = "SELECT step FROM step WHERE step IN ('relire', 'étiqueter de nouveau')"
    assert rows(given, steps) == [("étiqueter de nouveau",)]


def test_a_justification_never_runs_over_the_end_of_a_sentence():
    opens = "Le département agit (CAF). "
    rest = (
        "Les familles pauvres demandent le RSA en ligne. Un conseiller numérique aide ; c’est peu. "
        "Le non-recours aux droits augmente. Les allocataires restent éloignés du numérique."
    )
    (read,) = understand(sample.loaded(), [told(opens + rest)])
    clauses = [s.expression for tag in read.tags for s in tag.spans if " " in s.expression]
    assert clauses
    assert [said for said in clauses if re.search(r"[.!?]\)? [A-ZÀ-Þ]", said)] == []


@pytest.mark.parametrize("mark", "‘´`′ʼ＇")
def test_apostrophes_and_spaces_of_the_web_change_nothing_but_how_it_is_written(mark):
    """Units, tags, actors; what is shown is the stored text."""
    plain = (
        "Le conseil départemental de l’Ain simplifie l’accès aux droits de l’usager. "
        "L’État aide les personnes éloignées du numérique, faute d’accès aux démarches en ligne."
    )
    odd = plain.replace("’", mark).replace(" droits", "\u00a0droits").replace("aux ", "aux\u202f")
    first, second = understand(sample.loaded(), [told(plain), told(odd)])
    assert [(m.unit, m.start, m.end) for m in first.mentions] == [
        (m.unit, m.start, m.end) for m in second.mentions
    ]
    assert [(a.actor, a.start) for a in first.actors] == [(a.actor, a.start) for a in second.actors]
    assert [(t.variable, t.probability) for t in first.tags] == [
        (t.variable, t.probability) for t in second.tags
    ]
    clauses = [s for t in second.tags for s in t.spans if len(s.expression) > 40]
    assert clauses and all(s.expression == odd[s.start : s.end] for s in clauses)
