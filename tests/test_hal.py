"""The search API of HAL: its answers to documents."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from sources import hal
from sources.addresses import document_id
from sources.catalogue import Source
from sources.protocol import Page, Validators
from veille import FetchFailed, Unreadable

NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
BASE = "https://api.archives-ouvertes.fr/search/"
SOURCE = Source(
    id="hal-essai", name="HAL", class_="recherche", kind="hal", url=BASE,
    query='text:("non-recours") AND language_s:fr', variables=(), rights="open",
    retention_days=0, language="fr", origin="test", verified=True, follow=False, note="",
)  # fmt: skip
URL = hal.search_url(BASE, SOURCE.query)
NOTICE = {
    "uri_s": "https://hal.science/hal-01",
    "title_s": ["Take-up of rights", "Le recours aux droits"],
    "fr_title_s": ["Le recours aux droits"],
    "abstract_s": ["An abstract in English.", "Un résumé en français."],
    "fr_abstract_s": ["<p>Un résumé en français&nbsp;: 12&nbsp;% de non-recours.</p>"],
    "authFullName_s": ["Anne Durand", "Léa Petit"],
    "producedDate_s": "2024-03-05",
    "language_s": ["fr"],
}


def answer(*notices):
    body = json.dumps({"response": {"numFound": len(notices), "docs": notices}}).encode()
    return Page(URL, URL, body, "application/json", "utf-8", 200, NOW, '"v1"')


def collect(page, *, known=(), memory=None):
    def fetch(url, *, kind, validators):
        assert (url, kind) == (URL, "api")
        if isinstance(page, Exception):
            raise page
        return page

    return hal.collect(SOURCE, fetch, NOW, lambda name: name in known, memory or {})


def document(**changes):
    (found,) = collect(answer(NOTICE | changes)).documents
    return found


def row(harvest):
    (attempt,) = harvest.attempts
    return attempt.kind, attempt.outcome, attempt.reason, attempt.n_documents


def test_the_search_asks_for_the_latest_deposits_with_their_abstracts():
    asked = parse_qs(urlsplit(URL).query)
    assert asked["q"] == [SOURCE.query]
    assert asked["sort"] == ["submittedDate_tdate desc"]
    assert "fr_abstract_s" in asked["fl"][0].split(",")


def test_the_search_is_the_same_every_night():
    assert hal.search_url(BASE, "a") == hal.search_url(BASE, "a")


def test_the_french_abstract_and_title_come_first():
    found = document()
    assert found.text == "Un résumé en français : 12 % de non-recours."
    assert (found.title, found.language) == ("Le recours aux droits", "fr")


def test_another_language_serves_when_there_is_no_french():
    found = document(fr_abstract_s=[], fr_title_s=[], language_s=["en"])
    assert (found.text, found.title) == ("An abstract in English.", "Take-up of rights")
    assert found.language == "en"


def test_the_voice_is_the_first_author():
    assert (document().voice, document().author) == ("Anne Durand", "Anne Durand et al.")
    assert document(authFullName_s="Anne Durand").author == "Anne Durand"


def test_a_notice_without_author_speaks_for_its_source():
    found = document(authFullName_s=[])
    assert (found.voice, found.author) == ("hal-essai", None)


def test_a_notice_is_known_by_its_address():
    assert document().id == document_id("https://hal.science/hal-01")


@pytest.mark.parametrize(
    ("date", "instant", "note"),
    [
        ("2024-03-05", datetime(2024, 3, 4, 23, tzinfo=UTC), ""),
        ("2011", datetime(2010, 12, 31, 23, tzinfo=UTC), "jour inconnu"),
        ("2011-05", datetime(2011, 4, 30, 22, tzinfo=UTC), "jour inconnu"),
        ("2031-01-01", NOW, "date dans le futur"),
        (None, NOW, "date absente"),
    ],
)
def test_a_partial_or_missing_date_is_told(date, instant, note):
    found = document(producedDate_s=date)
    assert (found.published_at, found.date_note.partition(" (")[0]) == (
        instant,
        note if note != "date absente" else "date absente : date de collecte retenue",
    )


def test_notices_without_abstract_are_counted():
    harvest = collect(answer(NOTICE, {"uri_s": "https://hal.science/hal-02"}, {"title_s": ["x"]}))
    assert row(harvest) == ("api", "nouveau", "1 nouveaux sur 3 notices ; 2 sans résumé", 1)


def test_known_notices_are_left_out():
    harvest = collect(answer(NOTICE), known={document_id(NOTICE["uri_s"])})
    assert row(harvest)[1] == "inchange"


def test_the_row_keeps_the_validators():
    assert collect(answer(NOTICE)).attempts[0].etag == '"v1"'
    unchanged = collect(None, memory={URL: Validators('"v0"', None)}).attempts[0]
    assert (unchanged.outcome, unchanged.etag) == ("inchange", '"v0"')


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"response": 3}', b"[" * 100_000, b'{"error": {}}']
)
def test_an_answer_that_is_not_a_search_is_said_so(body):
    with pytest.raises(Unreadable, match="Réponse de HAL illisible"):
        hal.notices(body, URL)


def test_an_unreadable_answer_is_one_row():
    harvest = collect(replace(answer(), body=b"<html>"))
    assert row(harvest)[1] == "echec"


def test_a_failed_search_is_one_row():
    harvest = collect(FetchFailed("Serveur indisponible (503)", where=URL, status=503))
    assert row(harvest) == ("api", "echec", "Serveur indisponible (503)", 0)


def test_a_recorded_answer_is_read_whole(shared_data):
    body = (shared_data / "fixtures/academic/hal-api/search-numfound36.json").read_bytes()
    found, n_records = hal.notices(body, URL)
    # These 36 notices were asked without their abstracts: nothing there is worth keeping.
    assert (found, n_records) == ([], 36)


def test_recorded_notices_given_abstracts_become_documents(shared_data):
    body = (shared_data / "fixtures/academic/hal-api/search-numfound36.json").read_bytes()
    records = json.loads(body)["response"]["docs"]
    harvest = collect(answer(*({**record, "abstract_s": ["Texte."]} for record in records)))
    assert len(harvest.documents) == 36
    assert harvest.documents[0].author == "Anaïs Abramian et al."
    assert harvest.documents[2].date_note.startswith("jour inconnu")


def test_halves_of_a_character_are_left_out_of_a_notice():
    names = {"authFullName_s": ["Anne \ud83dDurand"], "producedDate_s": "\ud83d"}
    found = document(uri_s="https://hal.science/\ud83dhal-01", **names)
    assert (found.url, found.voice) == ("https://hal.science/hal-01", "Anne Durand")
    assert (found.author or "").isprintable() and found.date_note.isprintable()
