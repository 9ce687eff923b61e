"""List pages: the articles they lead to; and pages watched for themselves."""

from datetime import UTC, datetime

import pytest

from sources import listing
from sources.addresses import document_id
from sources.catalogue import Source
from sources.protocol import Page, Validators
from veille import FetchFailed, Unreadable

NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
URL = "https://www.exemple.fr/actualites"
TITLE = "Un guichet unique ouvre dans le quartier"
TEXT = "Le guichet unique accueille désormais les habitants du quartier chaque mardi matin. " * 4
ARTICLE = f"<html><body><article><h1>Un</h1><p>{TEXT}</p></article></body></html>"


def source(follow=True):
    return Source(
        id="essai", name="Essai", class_="institution", kind="page", url=URL, query=None,
        variables=(), rights="open", retention_days=0, language="fr", origin="test",
        verified=True, follow=follow, note="",
    )  # fmt: skip


def page(*anchors, around="main"):
    return f"<html><body><{around}>{''.join(anchors)}</{around}></body></html>".encode()


def link(href, text=TITLE, more=""):
    return f'<a href="{href}"{more}>{text}</a>'


def links(*anchors, **options):
    return listing.article_links(page(*anchors, **options), URL)


def test_a_malformed_link_costs_only_itself():
    found = links(link("http://[exemple]/un"), link("//[exemple/deux"), link("/trois"))
    assert found == ["https://www.exemple.fr/trois"]


def collect(answers, *, follow=True, known=(), memory=None):
    def fetch(url, *, kind="page", validators=None):
        answer = answers.get(url, FetchFailed("Page introuvable (404)", where=url, status=404))
        if isinstance(answer, Exception):
            raise answer
        return (
            None
            if answer is None
            else Page(url, url, answer, "text/html", "utf-8", 200, NOW, '"v1"')
        )

    return listing.collect(source(follow), fetch, NOW, lambda name: name in known, memory or {})


def rows(harvest):
    return [(a.url, a.outcome, a.n_documents) for a in harvest.attempts]


def test_links_with_a_title_are_articles_each_once():
    found = links(link("/a/1"), link("https://exemple.fr/a/1/?utm_source=x"), link("/a/2#haut"))
    assert found == ["https://www.exemple.fr/a/1", "https://www.exemple.fr/a/2#haut"]


@pytest.mark.parametrize(
    "anchor",
    [
        link("/missions", "Nos missions"),
        link("https://autre.fr/a/1"),
        link("javascript:alert(1)"),
        link("mailto:contact@exemple.fr"),
        link("#contenu"),
        link(URL + "/?utm_source=rss"),
        link("/"),
        link("/logo-de-la-fondation.png"),
    ],
)
def test_other_links_are_left_alone(anchor):
    assert links(anchor, link("/a/1")) == ["https://www.exemple.fr/a/1"]


def test_an_image_named_by_its_title_is_a_link_too():
    assert links(link("/a/1", "<img src='x'>", f' title="{TITLE}"')) == [
        "https://www.exemple.fr/a/1"
    ]


@pytest.mark.parametrize("around", ["nav", "header", "footer"])
def test_menus_are_no_articles(around):
    with pytest.raises(Unreadable, match="Aucun lien vers un article"):
        links(link("/a/1"), around=around)


def test_a_page_of_many_tags_is_read_the_same_in_a_child_process():
    assert links(link("/a/1"), "<i></i>" * 9_000) == ["https://www.exemple.fr/a/1"]


def test_new_articles_of_a_list_are_followed():
    one, two = "https://www.exemple.fr/a/1", "https://www.exemple.fr/a/2"
    harvest = collect({URL: page(link("/a/1"), link("/a/2")), one: ARTICLE.encode()})
    assert [d.id for d in harvest.documents] == [document_id(one)]
    assert rows(harvest) == [(URL, "nouveau", 0), (one, "nouveau", 1), (two, "echec", 0)]
    assert harvest.attempts[0].reason == "2 liens nouveaux sur 2"


def test_a_list_without_news_is_unchanged():
    known = {document_id("https://exemple.fr/a/1")}
    assert rows(collect({URL: page(link("/a/1"))}, known=known)) == [(URL, "inchange", 0)]


def test_a_list_that_says_unchanged_keeps_its_validators():
    harvest = collect({URL: None}, memory={URL: Validators('"v0"', None)})
    assert (rows(harvest), harvest.attempts[0].etag) == ([(URL, "inchange", 0)], '"v0"')


def test_a_list_without_links_is_a_failure():
    assert rows(collect({URL: page("<p>Rien</p>")})) == [(URL, "echec", 0)]


def test_a_page_that_is_not_followed_is_itself_the_document():
    harvest = collect({URL: ARTICLE.encode()}, follow=False, known={document_id(URL)})
    assert [(d.id, d.text) for d in harvest.documents] == [(document_id(URL), TEXT.strip())]
    assert rows(harvest) == [(URL, "nouveau", 1)]


def test_a_page_that_is_not_followed_and_says_nothing_is_a_failure():
    assert rows(collect({URL: b""}, follow=False)) == [(URL, "echec", 0)]
