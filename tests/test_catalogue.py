"""The catalogue of sources, and what is said of its mistakes."""

from pathlib import Path

import pytest

from sources.catalogue import Source, parse
from veille import SOURCE_CLASSES, BadCatalogue

FILE = Path(__file__).parents[1] / "sources" / "catalogue.toml"
VARIABLES = (
    "numerique",
    "partenariats",
    "contexte_socio_economique",
    "transition_institutionnelle",
)
ONE = """# Une source d'essai.
[[source]]
id = "essai"
name = "Essai"
class = "presse"
kind = "feed"
url = "https://exemple.fr/flux.xml"
variables = ["numerique"]
rights = "tdm"
retention_days = 90
language = "fr"
origin = "test"
verified = false
follow = true
note = "Pour voir."
"""
HAL = ONE.replace('"feed"', '"hal"').replace('"essai"', '"hal"').replace("flux.xml", "search")
HAL += 'query = "text:non-recours"\n'


def test_a_source_is_read_field_by_field():
    assert parse(ONE, "c.toml", VARIABLES) == (
        Source(
            id="essai",
            name="Essai",
            class_="presse",
            kind="feed",
            url="https://exemple.fr/flux.xml",
            query=None,
            variables=("numerique",),
            rights="tdm",
            retention_days=90,
            language="fr",
            origin="test",
            verified=False,
            follow=True,
            note="Pour voir.",
        ),
    )


def test_sources_keep_their_order_and_hal_its_query():
    assert [(s.id, s.query) for s in parse(ONE + HAL, "c.toml", VARIABLES)] == [
        ("essai", None),
        ("hal", "text:non-recours"),
    ]


def test_an_empty_catalogue_has_no_source():
    assert parse("# rien\n", "c.toml", VARIABLES) == ()


@pytest.mark.parametrize(
    ("change", "line", "what", "todo"),
    [
        (('class = "presse"', 'class = "journal"'), 5, "« journal » inconnu", "association"),
        (('kind = "feed"', 'kind = "rss"'), 6, "« rss » inconnu dans kind", "feed, hal, page"),
        (('rights = "tdm"', 'rights = "libre"'), 9, "« libre » inconnu", "open, licensed, tdm"),
        (('["numerique"]', '["numerik"]'), 8, "« numerik » inconnu", "partenariats"),
        (('["numerique"]', '"numerique"'), 8, "« variables » incorrect", "liste entre crochets"),
        (("retention_days = 90", "retention_days = -1"), 10, "négative", "0 pour une garde"),
        (("retention_days = 90", 'retention_days = "90"'), 10, "incorrect", "nombre entier"),
        (("retention_days = 90", "retention_days = true"), 10, "incorrect", "nombre entier"),
        (("verified = false", "verified = 0"), 13, "« verified » incorrect", "true ou false"),
        (('url = "https:', 'url = "javascript:'), 7, "Adresse incorrecte", "http:// ou https://"),
        (
            ("https://exemple", "https://moi:x@exemple"),
            7,
            "Adresse incorrecte",
            "sans mot de passe",
        ),
        (('id = "essai"', 'id = "L\'été"'), 3, "« id » incorrect", "sans accent"),
        (('name = "Essai"', 'name = " "'), 4, "« name » incorrect", "un nom"),
        (('language = "fr"', 'language = "français"'), 11, "« language »", "deux lettres"),
        (('url = "https://exemple.fr/flux.xml"\n', ""), 2, "« url » absent", "guillemets"),
        (('origin = "test"', 'source = "test"'), 12, "Champ inconnu « source »", "retention_days"),
        (('note = "Pour', 'query = "x"\nnote = "Pour'), 15, "« query » en trop", "hal"),
        (('kind = "feed"', 'kind = "hal"'), 2, "« query » absent", "hal"),
        (("# Une source", "titre = 1\n#"), 1, "« titre » hors d’un bloc", "[[source]]"),
        (("[[source]]", "[source]"), 1, "Sources mal délimitées", "Une ligne [[source]]"),
        (('name = "Essai"', 'name = "Essai'), 4, "Écriture TOML incorrecte", "guillemets"),
        (('name = "Essai"', "name = Essai"), 4, "Écriture TOML incorrecte", "guillemets"),
    ],
)
def test_a_mistake_names_its_line_and_what_may_stand_there(change, line, what, todo):
    with pytest.raises(BadCatalogue) as caught:
        parse(ONE.replace(*change), "c.toml", VARIABLES)
    error = caught.value
    assert (error.where, what in error.what, todo in error.todo) == (f"c.toml:{line}", True, True)


def test_a_mistake_in_the_second_source_names_the_line_of_the_second():
    with pytest.raises(BadCatalogue, match=r"c\.toml:20\. Choisir"):
        parse(ONE + HAL.replace('"presse"', '"journal"'), "c.toml", VARIABLES)


def test_an_id_given_twice_names_both_lines():
    other = ONE.replace("flux.xml", "autre.xml")
    with pytest.raises(BadCatalogue, match=r"donné deux fois : c\.toml:18\. Le bloc de la ligne 2"):
        parse(ONE + other, "c.toml", VARIABLES)


def test_an_address_given_twice_is_refused_unless_its_queries_differ():
    with pytest.raises(BadCatalogue, match="donné deux fois"):
        parse(ONE + ONE.replace('"essai"', '"autre"'), "c.toml", VARIABLES)
    other = HAL.replace('"hal"\nname', '"hal-2"\nname').replace("non-recours", "précarité")
    assert len(parse(HAL + other, "c.toml", VARIABLES)) == 2


def test_the_catalogue_that_ships_is_sound():
    sources = parse(FILE.read_text(encoding="utf-8"), "sources/catalogue.toml", VARIABLES)
    assert {s.class_ for s in sources} == set(SOURCE_CLASSES)
    assert {s.kind for s in sources} == {"feed", "hal", "page"}
