"""Feeds to their entries, malformed ones included."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources import entries
from sources.entries import Entry, read
from veille import Unreadable

CASES = Path(__file__).parent / "cases" / "feed"
URL = "https://exemple.fr/flux.xml"


def case(name):
    return read((CASES / name).read_bytes(), URL)


def item(link="https://exemple.fr/a", title="Titre", more=""):
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def rss(*items):
    return f'<rss version="2.0"><channel><title>x</title>{"".join(items)}</channel></rss>'.encode()


def test_a_malformed_feed_gives_its_entries():
    first, relative = case("malforme.rss").entries
    assert first == Entry(
        "https://exemple.fr/guichet",
        "Un guichet unique & mobile & gratuit",
        "Le guichet ouvre mardi.\n\nIl est gratuit.",
        "12/03/2024 09:30",
        "Anne Durand",
    )
    assert relative.link == "https://exemple.fr/actualites/relatif"


def test_entries_that_lead_nowhere_are_counted():
    feed = case("malforme.rss")
    assert (feed.n_without_link, feed.n_refused_link, feed.n_beyond) == (1, 1, 0)


def test_a_malformed_link_costs_only_its_entry():
    feed = read(rss(item(link="//[exemple]/"), item(link="//[exemple/"), item()), URL)
    assert [entry.link for entry in feed.entries] == ["https://exemple.fr/a"]
    assert feed.n_refused_link == 2


def test_halves_of_a_character_are_joined_or_told_apart():
    said = item(title="Un &#55357;&#56832; et &#xD83D; et &#x110000;", more="<autre>")  # malformed
    (entry,) = read(rss(said), URL).entries
    assert entry.title == "Un \U0001f600 et \ufffd et \ufffd"


def test_halves_of_a_character_in_a_json_feed_are_left_out():
    one = {"url": "https://exemple.fr/\ud83d", "title": "T\ud83d", "date_published": "\ud83d"}
    body = json.dumps({"items": [one]}).encode()
    assert read(body, URL).entries == (Entry("https://exemple.fr/", "T", "", "", ""),)


def test_the_longest_text_of_an_entry_is_taken_without_its_scripts():
    (entry,) = case("contenu.atom").entries
    assert entry.text == "Les équipes vont au-devant des personnes.\n\n12,5 % y gagnent."
    assert (entry.title, entry.author) == ("Aller vers", "Léa Petit")
    assert entry.published == "2024-03-05T08:30:00Z"


def test_a_json_feed_is_a_feed_too():
    feed = case("carnet.json")
    assert feed.entries == (
        Entry(
            "https://exemple.fr/un",
            "Un",
            "Texte de l’entrée.",
            "2024-03-05T08:30:00Z",
            "Léa Petit, Anne Durand",
        ),
    )
    assert feed.n_without_link == 1


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///e"],
)
def test_a_link_that_would_run_something_is_refused(link):
    feed = read(rss(item(link)), URL)
    assert (feed.entries, feed.n_refused_link) == ((), 1)


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-8-sig", "cp1252", "mac_roman"])
def test_a_feed_that_lies_about_its_charset_is_read(charset):
    text = '<?xml version="1.0" encoding="UTF-8"?>' + rss(item(title="L’été à Orléans")).decode()
    (entry,) = read(text.encode(charset), URL).entries
    assert entry.title == "L’été à Orléans"


def test_a_stray_byte_does_not_spoil_the_other_accents():
    title = "Étés à la Forêt-Noëlle, où ça gèle très tôt"
    body = rss(item(title=title)).replace(b"<title>x", b"<title>\x92")
    assert read(body, URL).entries[0].title == title


def test_a_feed_cut_in_the_middle_gives_what_came():
    body = rss(item(title="Un"), item("https://exemple.fr/b", "Deux"))
    assert read(body[: body.index(b"Deux") + 4], URL).entries[0].title == "Un"


def test_control_characters_do_not_stop_the_reading():
    assert read(rss(item(title="a\x00b\x0bc")), URL).entries[0].title == "abc"


@pytest.mark.parametrize(
    "body", [b"", b"<html><body><p>Bonjour</p></body></html>", b"{}", b"{[", b"texte", b"\x00" * 9]
)
def test_what_is_not_a_feed_is_said_so(body):
    with pytest.raises(Unreadable, match="pas un flux"):
        read(body, URL)


def test_a_feed_over_ten_mebibytes_is_refused():
    with pytest.raises(Unreadable, match="10 Mio"):
        read(b" " * (entries.MAX_BYTES + 1), URL)


def test_a_long_feed_is_read_the_same_in_a_child_process():
    more = f"<description>{'mot ' * 50}</description>"
    body = rss(*(item(f"https://exemple.fr/{n}", f"Été {n}", more) for n in range(500)))
    assert len(body) > entries.IN_PROCESS_BYTES
    feed = read(body, URL)
    assert feed.entries == tuple(Entry(*row) for row in entries.rows(body, URL))


@pytest.mark.slow
def test_a_feed_that_would_take_ten_minutes_is_given_up():
    attributes = " ".join(f'a{n}="1"' for n in range(200_000))
    with pytest.raises(Unreadable, match="Lecture abandonnée"):
        read(f'<rss version="2.0" {attributes}><channel/></rss>'.encode(), URL)


def test_entries_past_the_maximum_are_counted(monkeypatch):
    monkeypatch.setattr(entries, "MAX_ENTRIES", 2)
    feed = read(rss(*(item(f"https://exemple.fr/{n}") for n in range(5))), URL)
    assert (len(feed.entries), feed.n_beyond) == (2, 3)


@settings(max_examples=60)
@given(st.binary(max_size=120), st.integers(0, 400))
def test_any_damage_gives_entries_or_a_named_refusal(noise, where):
    body = (CASES / "contenu.atom").read_bytes()
    try:
        read(body[:where] + noise + body[where + 20 :], URL)
    except Unreadable as refusal:
        assert refusal.where == URL


FRENCH = {
    "lemonde-sciences-2024-07-20-extrait.xml": (1, 0),
    "radiofrance-00-2026-08-02.xml": (87, 0),
    "radiofrance-01-2026-08-03.xml": (81, 0),
    "radiofrance-02-2026-08-03.xml": (81, 0),
    "socialgouv-rss-utf16.xml": (0, 8),  # its entries have no link at all
    "struct-doc-commentaires.xml": (28, 0),
    "youtube-politique-00-2026-05-31.xml": (225, 0),
    "youtube-politique-04-2026-06-19.xml": (100, 0),
}


@pytest.mark.parametrize("name", FRENCH)
def test_every_french_feed_yields_its_entries(shared_data, name):
    feed = read((shared_data / "fixtures/feeds/fr" / name).read_bytes(), URL)
    assert (len(feed.entries), feed.n_without_link) == FRENCH[name]


@pytest.mark.parametrize(
    "name",
    [
        "xml-billion-laughs.xml", "xml-xxe-file.xml", "xml-xxe-http-local.xml", "xml-xxe-param.xml",
        "xml-xinclude.xml", "enc-nul-controle.xml", "rss-xss.xml",
    ],
)  # fmt: skip
def test_hostile_xml_says_nothing_of_this_machine(shared_data, name):
    found = entries.rows((shared_data / "fixtures/hostile" / name).read_bytes(), URL)
    said = " ".join(" ".join(row) for row in found)
    assert "root:" not in said and len(said) < 10_000
