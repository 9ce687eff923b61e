"""When two web addresses name one document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.addresses import canonical, document_id, is_web, part
from veille import BadInput

PLAIN = "https://exemple.fr/social/article?id=7&page=2"


@pytest.mark.parametrize(
    "twin",
    [
        "http://exemple.fr/social/article?id=7&page=2",
        "https://www.exemple.fr/social/article?id=7&page=2",
        "https://EXEMPLE.fr:443/social/article/?page=2&id=7",
        "http://exemple.fr:80/social/article?id=7&page=2#haut",
        "https://exemple.fr/social/article?id=7&page=2#xtor=RSS-1",
        "https://exemple.fr/social/article?utm_source=rss&id=7&utm_medium=flux&page=2",
        "https://exemple.fr/social/article?id=7&at_medium=RSS&at_campaign=une&page=2",
        "https://exemple.fr/social/article?fbclid=x&gclid=y&xtor=RSS-1&mtm_kwd=z&id=7&page=2",
        "https://exemple.fr./social/article?id=7&page=2",
        "  https://exemple.fr/soci%61l/article?id=7&page=2 ",
    ],
)
def test_twins_are_one_document(twin):
    assert document_id(twin) == document_id(PLAIN)


@pytest.mark.parametrize(
    "other",
    [
        "https://exemple.fr/social/article?id=8&page=2",
        "https://exemple.fr/social/Article?id=7&page=2",
        "https://exemple.fr:8443/social/article?id=7&page=2",
        "https://social.exemple.fr/social/article?id=7&page=2",
    ],
)
def test_other_documents_stay_apart(other):
    assert document_id(other) != document_id(PLAIN)


def test_accented_hosts_and_paths_have_one_spelling():
    assert canonical("https://www.musée.fr/été") == canonical(
        "https://xn--muse-dpa.fr/%C3%A9t%c3%a9"
    )


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.fr", "/relatif", "", "http://"]
)
def test_what_is_not_a_web_address_is_refused(link):
    assert not is_web(link)
    with pytest.raises(BadInput, match="Adresse web incorrecte"):
        canonical(link)


@given(st.text(max_size=60))
def test_a_canonical_address_is_its_own_canonical(tail):
    url = f"http://exemple.fr/{tail}"
    if is_web(url):
        assert canonical(canonical(url)) == canonical(url)


@given(st.text(max_size=60))
def test_any_text_is_a_web_address_or_a_named_refusal(text):
    try:
        canonical(text)
    except BadInput:
        assert not is_web(text)


@pytest.mark.parametrize(
    "fragment",
    [
        "",
        "xtor=RSS-1",
        "utm_source=rss",
        "Echobox=17",
        "comment-12",
        "respond",
        ":~:text=le%20jury",
    ],
)
def test_a_fragment_that_says_where_the_reader_comes_from_names_no_part(fragment):
    assert part(f"https://exemple.fr/a#{fragment}") == ""


@pytest.mark.parametrize("fragment", ["v1", "2026-11-23", "/actualites/12", "id=3", "commentaire"])
def test_other_fragments_name_a_part_of_a_page(fragment):
    assert part(f"https://exemple.fr/a#{fragment}") == fragment
