"""Collecting a feed: what is new in it, and one row per URL tried."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from sources import feed
from sources.addresses import document_id
from sources.catalogue import Source
from sources.protocol import Page, Validators
from veille import FetchFailed, FetchRefused

NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
FLUX = "https://exemple.fr/flux.xml"
SENTENCE = "Le guichet unique accueille désormais les habitants du quartier chaque mardi matin. "
SOURCE = Source(
    id="essai", name="Essai", class_="presse", kind="feed", url=FLUX, query=None, variables=(),
    rights="open", retention_days=0, language="fr", origin="test", verified=True, follow=True,
    note="",
)  # fmt: skip
ENTRIES = Source(**{name: getattr(SOURCE, name) for name in Source.__slots__} | {"follow": False})


class FakeWeb:
    """Answers by URL: bytes, a page, an error to raise, or None for a 304."""

    def __init__(self, **answers):
        self.answers, self.log = {}, []

    def __call__(self, url, *, kind="page", validators=None):
        self.log.append((url, kind, validators))
        answer = self.answers.get(url, FetchFailed("Page introuvable (404)", where=url, status=404))
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, bytes):
            return Page(url, url, answer, "text/html", "utf-8", 200, NOW, '"v1"', "hier")
        return answer


@pytest.fixture
def web():
    return FakeWeb()


def item(name, summary="", date="Mon, 04 Nov 2024 08:00:00 +0100"):
    link = f"https://exemple.fr/{name}"
    return (
        f"<item><title>{name}</title><link>{link}</link><pubDate>{date}</pubDate>"
        f"<description>{summary}</description></item>"
    )


def flux(*items):
    return f'<rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()


def article(text=SENTENCE * 5):
    return f"<html><body><article><h1>Un</h1><p>{text}</p></article></body></html>".encode()


def collect(web, *, source=SOURCE, known=(), memory=None):
    return feed.collect(source, web, NOW, lambda name: name in known, memory or {})


def rows(harvest):
    return [(a.url.rpartition("/")[2], a.kind, a.outcome, a.n_documents) for a in harvest.attempts]


def test_a_new_entry_is_followed_to_its_article(web):
    web.answers = {FLUX: flux(item("a", "résumé")), "https://exemple.fr/a": article()}
    harvest = collect(web)
    (document,) = harvest.documents
    assert document.text == (SENTENCE * 5).strip()
    assert document.id == document_id("https://exemple.fr/a")
    assert (document.source, document.voice, document.origin) == ("essai", "essai", "collecte")
    assert document.published_at == datetime(2024, 11, 4, 7, tzinfo=UTC)
    assert document.available_at == NOW
    assert rows(harvest) == [("flux.xml", "feed", "nouveau", 0), ("a", "page", "nouveau", 1)]


def test_the_row_of_a_feed_keeps_its_validators(web):
    web.answers = {FLUX: flux(item("a", "texte"))}
    row = collect(web, source=ENTRIES).attempts[0]
    assert (row.etag, row.last_modified, row.status) == ('"v1"', "hier", 200)


def test_a_feed_is_asked_with_its_validators(web):
    web.answers = {FLUX: None}
    collect(web, memory={FLUX: Validators('"v0"', None)})
    assert web.log == [(FLUX, "feed", Validators('"v0"', None))]


def test_an_unchanged_feed_gives_one_row_that_keeps_the_validators(web):
    web.answers = {FLUX: None}
    harvest = collect(web, memory={FLUX: Validators('"v0"', None)})
    assert rows(harvest) == [("flux.xml", "feed", "inchange", 0)]
    assert (harvest.attempts[0].etag, harvest.attempts[0].status) == ('"v0"', 304)


def test_a_known_entry_is_not_asked_again(web):
    web.answers = {FLUX: flux(item("a"))}
    harvest = collect(web, known={document_id("http://www.exemple.fr/a/")})
    assert [url for url, *_ in web.log] == [FLUX]
    assert rows(harvest) == [("flux.xml", "feed", "inchange", 0)]
    assert harvest.attempts[0].reason == "1 entrée déjà connue"


def test_an_entry_given_twice_is_one_document(web):
    web.answers = {FLUX: flux(item("a", "texte"), item("a?utm_source=rss", "texte"))}
    assert len(collect(web, source=ENTRIES).documents) == 1


def test_an_entry_that_is_not_followed_gives_its_own_text(web):
    web.answers = {FLUX: flux(item("a", "Un texte court mais entier."), item("b"))}
    harvest = collect(web, source=ENTRIES)
    assert [d.text for d in harvest.documents] == ["Un texte court mais entier."]
    assert rows(harvest) == [("flux.xml", "feed", "nouveau", 1)]
    assert harvest.attempts[0].reason == "1 document nouveau ; 1 entrée sans texte à garder"


def test_one_failed_page_costs_only_itself(web):
    web.answers = {FLUX: flux(item("a"), item("b")), "https://exemple.fr/b": article()}
    harvest = collect(web)
    assert [d.title for d in harvest.documents] == ["b"]
    assert rows(harvest)[1:] == [("a", "page", "echec", 0), ("b", "page", "nouveau", 1)]
    assert harvest.attempts[1].status == 404


def test_a_long_summary_stands_in_for_a_page_that_fails(web):
    web.answers = {FLUX: flux(item("a", SENTENCE * 3))}
    harvest = collect(web)
    assert [d.text for d in harvest.documents] == [(SENTENCE * 3).strip()]
    assert rows(harvest) == [("flux.xml", "feed", "nouveau", 1), ("a", "page", "echec", 0)]


@pytest.mark.parametrize(
    ("status", "age", "oldest", "kept"),
    [(503, 1, 9, 0), (None, 1, 9, 0), (503, 3, 9, 1), (410, 1, 9, 1), (503, 1, 3, 1)],
)
def test_a_server_in_trouble_is_waited_for_while_the_feed_lists(web, status, age, oldest, kept):
    date, before = (format_datetime(NOW - timedelta(days=n)) for n in (age, oldest))
    trouble = FetchFailed("Panne", where="a", status=status)
    entries = flux(item("a", SENTENCE * 3, date), item("b", "", before))
    web.answers = {FLUX: entries, "https://exemple.fr/a": trouble}
    harvest = collect(web)
    assert (len(harvest.documents), rows(harvest)[1]) == (kept, ("a", "page", "echec", 0))


def test_an_entry_without_a_date_does_not_wait(web):
    trouble = FetchFailed("Panne", where="a", status=503)
    web.answers = {FLUX: flux(item("a", SENTENCE * 3, "")), "https://exemple.fr/a": trouble}
    assert len(collect(web).documents) == 1


def test_a_short_summary_does_not(web):
    web.answers = {FLUX: flux(item("a", "x" * 199))}
    assert collect(web).documents == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "Page vide"),
        (article("Trop court."), "Texte trop court"),
        (article("Début du texte. Cet article est réservé aux abonnés."), "Mur d’abonnement"),
    ],
)
def test_a_page_without_usable_text_is_empty_not_failed(web, body, reason):
    web.answers = {FLUX: flux(item("a")), "https://exemple.fr/a": body}
    row = collect(web).attempts[1]
    assert (row.outcome, row.size_bytes) == ("vide", len(body))
    assert row.reason.startswith(reason)


def test_a_refusal_by_robots_is_a_row_of_its_own_kind(web):
    refusal = FetchRefused("robots.txt n’autorise pas /a", where="https://exemple.fr/robots.txt")
    web.answers = {FLUX: flux(item("a")), "https://exemple.fr/a": refusal}
    assert rows(collect(web))[1] == ("a", "robots", "refuse", 0)


def test_a_private_address_is_a_refusal_of_the_page(web):
    refusal = FetchRefused("Adresse privée ou réservée (10.0.0.1)", where="exemple.fr")
    web.answers = {FLUX: flux(item("a")), "https://exemple.fr/a": refusal}
    assert rows(collect(web))[1] == ("a", "page", "refuse", 0)


def test_a_feed_that_fails_is_one_row_with_its_reason(web):
    web.answers = {
        FLUX: FetchFailed("Page supprimée (410)", where=FLUX, todo="Retirer", status=410)
    }
    harvest = collect(web)
    assert rows(harvest) == [("flux.xml", "feed", "echec", 0)]
    assert (harvest.attempts[0].reason, harvest.attempts[0].status) == (
        "Page supprimée (410). Retirer",
        410,
    )


def test_a_page_instead_of_a_feed_is_a_failure(web):
    web.answers = {FLUX: b"<html><body><p>Accueil</p></body></html>"}
    assert rows(collect(web)) == [("flux.xml", "feed", "echec", 0)]


def test_a_feed_without_entries_is_empty(web):
    web.answers = {FLUX: flux()}
    assert (rows(collect(web))[0][2], collect(web).attempts[0].reason) == ("vide", "flux vide")


def test_links_that_would_run_something_are_counted_never_asked(web):
    trap = "<item><title>x</title><link>javascript:alert(1)</link></item>"
    web.answers = {FLUX: flux(trap, trap, "<item><title>y</title></item>")}
    harvest = collect(web)
    assert harvest.attempts[0].reason == "1 entrée sans lien ; 2 liens refusés (ni http ni https)"
    assert [url for url, *_ in web.log] == [FLUX]


def test_a_feed_that_moved_says_where(web):
    moved = Page(FLUX, "https://exemple.fr/nouveau.xml", flux(), "", None, 200, NOW)
    web.answers = {FLUX: moved}
    assert collect(web).attempts[0].reason.startswith("déplacé vers https://exemple.fr/nouveau.xml")


def test_a_date_in_the_future_is_that_of_collection_with_a_note(web):
    web.answers = {FLUX: flux(item("a", "texte", date="2099-01-01"))}
    (document,) = collect(web, source=ENTRIES).documents
    assert document.published_at == NOW
    assert document.date_note.startswith("date dans le futur")


def test_the_date_of_the_page_serves_when_the_entry_has_none(web):
    page = b'<html><head><meta property="article:published_time" content="2024-03-05"></head>'
    web.answers = {FLUX: flux(item("a", date="")), "https://exemple.fr/a": page + article()}
    assert collect(web).documents[0].published_at == datetime(2024, 3, 4, 23, tzinfo=UTC)


def test_a_link_to_a_pdf_is_asked_as_one(web):
    web.answers = {FLUX: flux(item("rapport.pdf?v=2"))}
    collect(web)
    assert web.log[1][:2] == ("https://exemple.fr/rapport.pdf?v=2", "pdf")


def test_what_is_served_as_pdf_is_read_as_pdf(web):
    url = "https://exemple.fr/a"
    html = Page(url, url, b"<html>erreur</html>", "application/pdf", None, 200, NOW)
    web.answers = {FLUX: flux(item("a")), url: html}
    row = collect(web).attempts[1]
    assert (row.kind, row.outcome) == ("pdf", "vide")
    assert row.reason.startswith("Page HTML servie à la place d’un PDF")


SCAN = "https://exemple.fr/scan.pdf"
SILENT = {SCAN: Validators('"v1"', "hier")}


def test_a_text_that_said_nothing_is_asked_whether_it_changed(web):
    web.answers = {FLUX: flux(item("scan.pdf")), SCAN: None}
    row = collect(web, memory=SILENT).attempts[1]
    assert web.log[1] == (SCAN, "pdf", SILENT[SCAN])
    assert (row.outcome, row.status, row.size_bytes, row.etag) == ("inchange", 304, 0, '"v1"')


def test_a_text_that_changed_is_read(web):
    web.answers = {FLUX: flux(item("scan.pdf")), SCAN: article()}
    assert [d.url for d in collect(web, memory=SILENT).documents] == [SCAN]


def test_the_parts_of_one_page_are_documents_of_their_own_text(web):
    web.answers = {FLUX: flux(item("suivi#v1", "Le guichet ouvre."), item("suivi#v2", "Il ferme."))}
    first = collect(web)
    assert [d.text for d in first.documents] == ["Le guichet ouvre.", "Il ferme."]
    assert (rows(first), web.log) == ([("flux.xml", "feed", "nouveau", 2)], [(FLUX, "feed", None)])
    again = collect(web, known={d.id for d in first.documents})
    assert rows(again) == [("flux.xml", "feed", "inchange", 0)]


def test_a_part_that_is_alone_another_night_is_kept_already(web):
    web.answers = {FLUX: flux(item("suivi#v1", "Le guichet ouvre."), item("suivi#v2", "Il ferme."))}
    kept = {d.id for d in collect(web).documents}
    web.answers = {FLUX: flux(item("suivi#v2", "Il ferme.")), "https://exemple.fr/suivi": article()}
    assert rows(collect(web, known=kept)) == [("flux.xml", "feed", "inchange", 0)]


def test_a_part_without_text_costs_no_page(web):
    told = [item("suivi#v1", "Le guichet ouvre."), item("suivi#v2", "Il ferme."), item("suivi#v3")]
    web.answers = {FLUX: flux(*told)}
    assert (len(collect(web).documents), len(web.log)) == (2, 1)


@pytest.mark.parametrize(
    "items",
    [
        [item("a#xtor=RSS-1", "Un."), item("a#xtor=RSS-2", "Deux.")],
        [item("a#comment-1", "Un."), item("a#comment-2", "Deux.")],
        [item("a#haut", "Un."), item("a#bas", "Un.")],
        [item("a#v1", "Un.")],
        [item("a#v1"), item("a#v2")],
    ],
)
def test_addresses_of_one_text_are_one_document(web, items):
    web.answers = {FLUX: flux(*items)}
    collect(web)
    web.answers |= {url: article() for url, *_ in web.log[1:]}
    assert [d.id for d in collect(web).documents] == [document_id("https://exemple.fr/a")]
