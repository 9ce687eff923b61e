"""What the night reads back: stale versions, stories to tell, validators; and what topics keep."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nlp.duplicates import Item, signature, stories
from tests.archive_fixture import FIRST, document, keep, noon, opened, reading, told
from veille import Attempt
from warehouse import database, read_back, topics, understood, write


def day(n):
    return FIRST + timedelta(days=n)


STORY = (
    "Le guichet du quartier ouvre le samedi matin pour les familles qui travaillent la semaine,"
    " et deux agents y reçoivent sans rendez-vous jusqu’à la fermeture de la mairie voisine"
)


def said(name, n, text=STORY):
    """A reading that bears its true signature."""
    made = document(name, day(n), text=f"{text}.")
    return replace(reading(made), signature=signature(made.text))


def group(db, *, replay=False):
    """What flows.archive does of the stories of a night."""
    waiting, recent = read_back.without_story(db, replay=replay)
    found = stories([Item(*row) for row in waiting], [Item(*row) for row in recent])
    rows = [(s.document_id, s.story_id, s.original_id is not None, s.similarity) for s in found]
    write.stories(db, rows, replay=replay)
    return [row[0] for row in waiting]


def nights(*found):
    """An archive after these nights, each with its new texts."""
    db = opened()
    for texts in found:
        keep(db, texts)
        group(db)
    return db


def copies(db):
    sql = (
        "SELECT d.title FROM story JOIN document AS d USING (document_id) WHERE is_copy ORDER BY 1"
    )
    return [title for (title,) in db.execute(sql).fetchall()]


def test_a_copy_of_the_night_before_is_seen():
    assert copies(nights([said("a", 0)], [said("b", 1)])) == ["b"]


def test_a_copy_is_looked_for_over_thirty_days():
    assert copies(nights([said("a", 0)], [said("b", 30)])) == ["b"]
    assert copies(nights([said("a", 0)], [said("b", 31)])) == []


@pytest.mark.parametrize(
    "found",
    [
        [[said("a", 0)], [said("b", 1)], [said("c", 2)]],
        [[said("b", 1)], [said("a", 0)], [said("c", 2)]],  # the first text comes late
        [[said("c", 2)], [said("b", 1)], [said("a", 0)]],
        [[said("a", 0), said("c", 2)], [], [said("b", 1)]],
    ],
)
def test_nights_tell_the_stories_that_a_replay_tells(found):
    db = nights(*found)
    before = database.checksums(db)["story"]
    group(db, replay=True)
    assert (copies(db), database.checksums(db)["story"]) == (["b", "c"], before)


def test_a_night_looks_again_at_no_text_older_than_its_own():
    db = nights([said("a", 0)], [said("b", 3)])
    keep(db, [said("c", 2)])
    late = {said("b", 3).document.id, said("c", 2).document.id}
    assert set(group(db)) == late


def test_a_night_without_new_texts_tells_no_story():
    db = nights([said("a", 0)])
    assert read_back.without_story(db, replay=False) == ([], [])


def test_versions_read_by_another_analysis_are_stale():
    db = opened()
    made = document("a", day(0), text="Un texte.", pages=(0,), author="Ana", date_note="Douteuse")
    keep(db, [reading(made)])
    assert read_back.stale(db, "essai") == []
    assert read_back.stale(db, "autre") == [made]


def test_known_documents_are_known():
    db = opened()
    keep(db, [told("a", day(0), "voix00", ["jury"])])
    assert read_back.holds(db, document("a", day(0)).id)
    assert not read_back.holds(db, document("b", day(0)).id)


def attempt(n, outcome, etag, kind="feed"):
    url = "https://s.example/flux"
    return Attempt(url, "s", kind, noon(day(n)), outcome, etag=etag, last_modified=None)


def validators(*tries):
    db = opened()
    for k, one in enumerate(tries):
        write.attempts(db, f"r{k}", [one])
    return read_back.validators(db)


def test_the_validators_are_those_of_the_last_answer():
    found = validators(attempt(0, "nouveau", '"un"'), attempt(1, "inchange", '"deux"'))
    assert found == {"https://s.example/flux": ('"deux"', None)}


def test_an_outage_does_not_forget_the_validators():
    found = validators(attempt(0, "nouveau", '"un"'), attempt(1, "echec", None))
    assert found == {"https://s.example/flux": ('"un"', None)}


def test_an_answer_without_validators_forgets_those_before():
    assert validators(attempt(0, "nouveau", '"un"'), attempt(1, "nouveau", None)) == {}


def test_pages_have_no_validators():
    assert validators(attempt(0, "nouveau", '"un"', kind="page")) == {}


def fit(db, n, origin, *, imported):
    """One fit of one topic over one passage."""
    rows = {
        "topic": [(day(n), "t1", f"Thème {n}", ["jury"], 1, origin)],
        "topic_variable": [(day(n), "t1", "numerique", 1.0)],
        "passage_topic": [("p1", day(n), "t1")],
        "topic_lineage": [(day(n), "t1", "naissance", None, 0.0)],
    }
    topics.forget(db, day(n), imported=imported)
    topics.store(db, rows)


def fits(db):
    return [row[0] for row in db.execute("SELECT label FROM topic ORDER BY fit_on").fetchall()]


def test_fits_of_nights_follow_each_other():
    db = opened()
    assert topics.last_fit(db) is None
    fit(db, 0, "nuit", imported=False)
    fit(db, 31, "nuit", imported=False)
    assert (fits(db), topics.last_fit(db)) == (["Thème 0", "Thème 31"], day(31))


def test_a_fit_of_the_same_day_takes_its_own_place():
    db = opened()
    fit(db, 0, "nuit", imported=False)
    before = database.checksums(db)
    fit(db, 0, "nuit", imported=False)
    assert database.checksums(db) == before


def test_a_passage_cut_the_same_way_keeps_its_topic_when_read_again():
    db = opened()
    one, two = (told(f"t{n}", day(n), "voix00", ["jury citoyen"]) for n in (0, 1))
    keep(db, [one, two])
    found = [(r.passages[0].id, day(2), "t1") for r in (one, two)]
    topics.store(db, {"passage_topic": found})
    understood.unread(db, [one.document.version_id, two.document.version_id])
    understood.reread(db, [one, replace(two, passages=(), tags=(), mentions=())], analysis="autre")
    understood.sweep_units(db)
    assert db.execute("FROM passage_topic").fetchall() == found[:1]


def test_how_many_imports_an_archive_came_in_does_not_show():
    once, twice = opened(), opened()
    fit(twice, 0, "import", imported=True)
    for db in (once, twice):
        fit(db, 31, "import", imported=True)
    assert database.checksums(once) == database.checksums(twice)


def test_topics_read_the_latest_tagged_passages_that_copy_no_other():
    db = opened()
    found = [told(f"t{n}", day(n), "voix00", ["jury citoyen"]) for n in range(4)]
    found += [reading(document("brut", day(2), text="Sans étiquette."), variables=())]
    keep(db, found)
    write.stories(db, [(found[2].document.id, "s", True, 1.0)], replay=False)
    got = topics.passages(db, day(3), most=5)
    expected = [
        (found[n].passages[0].id, found[n].document.text, ["numerique"], day(n)) for n in (0, 1)
    ]
    assert got == sorted(expected)
    assert len(topics.passages(db, day(3), most=1)) == 1


def test_topics_are_named_with_words_of_the_texts():
    db = opened()
    one = told("t", day(0), "voix00", ["jury citoyen", "rue"])
    keep(db, [one])
    passage = one.passages[0].id
    assert topics.surfaces(db, [passage]) == [(passage, "jury citoyen", "jury citoyen")]


def test_topics_are_not_named_by_words_that_cut_a_term():
    db = opened()
    one = told("t", day(0), "voix00", ["jury citoyen", "main à domicile"], cut=["main à domicile"])
    keep(db, [one])
    assert [unit for _, unit, _ in topics.surfaces(db, [one.passages[0].id])] == ["jury citoyen"]


def test_topics_do_not_read_what_a_source_repeats():
    db = opened()
    footer = "Retrouvez chaque semaine dans nos pages la vie des associations."
    texts = [document(f"t{n}", day(n), f"voix{n:02}", f"Le jury siège. {footer}") for n in range(2)]
    found = [reading(text) for text in texts]
    keep(db, found)
    start = len("Le jury siège. ")
    for one in found:
        key = db.execute(
            "SELECT passage_key FROM passage WHERE document_id = ?", [one.document.id]
        ).fetchone()[0]
        db.execute("INSERT INTO block VALUES (?, 7, ?, ?)", [key, start, start + len(footer)])
    got = topics.passages(db, day(3), most=5)
    assert all(footer in text for _, text, *_ in got)
    db.execute("INSERT INTO repeated_block VALUES ('p', 1, 7, 0, 1, ?, 5)", [day(2)])
    assert [text.split() for _, text, *_ in topics.passages(db, day(3), most=5)] == [
        ["Le", "jury", "siège."]
    ] * 2
    assert footer in topics.passages(db, day(2), most=5)[0][1]  # not known by then


def silent(*tries):
    """The texts that said nothing, after these tries: day, outcome, etag, and more if need be."""
    db = opened()
    db.execute("UPDATE source SET url = 'https://s.example/flux' WHERE source_id = 'voix00'")
    for k, (n, outcome, etag, *rest) in enumerate(tries):
        url, reason = rest if rest else (SCAN, "")
        made = Attempt(url, "voix00", "pdf", noon(day(n)), outcome, reason, etag=etag)
        write.attempts(db, f"r{k}", [made])
    return read_back.silent_texts(db)


SCAN = "https://s.example/scan.pdf"


def test_a_text_that_said_nothing_is_asked_again_after_longer_and_longer():
    tried = [0]
    for n in range(1, 40):
        ((*_, until),) = silent(*((k, "vide", None) for k in tried))
        if noon(day(n)) >= until:
            tried.append(n)
    assert tried == [0, 1, 2, 4, 8, 16, 32]


def test_a_text_that_said_nothing_keeps_the_validators_given_last():
    found = silent((0, "vide", '"un"'), (1, "inchange", '"deux"'))
    assert found == [(SCAN, '"deux"', None, noon(day(1)) + timedelta(hours=12))]


def test_an_outage_tells_nothing_of_a_text():
    found = silent((0, "vide", '"un"'), (1, "echec", None))
    assert found == [(SCAN, '"un"', None, noon(day(0)) + timedelta(hours=12))]


def test_a_source_that_is_a_page_is_no_text_that_said_nothing():
    assert silent((0, "vide", '"un"', "https://s.example/flux", "")) == []


def test_a_text_whose_reading_was_cut_short_is_to_be_read_again():
    assert silent((0, "vide", '"un"', SCAN, "Lecture abandonnée : plus de 30 s")) == []
