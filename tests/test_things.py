"""The names of things make units; those of people, places, papers and offices make none."""

from functools import cache

import pytest

from flows import models
from nlp.actors import Finder
from nlp.lemmas import blank
from nlp.passages import split
from nlp.terms import mentions


@cache
def pipeline():
    nlp = blank()
    finder = Finder(nlp, models.known_actors(), models.known_first_names(), models.known_names())
    return nlp, finder


def units(text):
    nlp, finder = pipeline()
    doc, passages = nlp(text), split("d", "v", text, ())
    named = finder.find(doc, passages)
    return {m.unit for m in mentions(doc, passages, general=frozenset(), named=named)}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("La mairie finance le Pass Cantine cette saison.", "pass cantine"),
        ("Chacun ouvre Mon Carnet Logement sur son téléphone.", "mon carnet logement"),
        ("On relie la Base Sentiers Communale au cadastre.", "base sentier communal"),
        ("Le programme Villages de Demain est prolongé.", "village de demain"),
        ("Les inscrits de France Travail patientent.", "france travail"),
        ("Elle croit ce que dit ChatGPT.", "chatgpt"),
        ("Le dossier passe par TerraConnect, dit-elle.", "terraconnect"),
        ("Le logiciel Kestrelo est libre. On aime Kestrelo.", "kestrelo"),
        ("Il faut installer Kestrelo avant mardi.", "kestrelo"),
        ("On compare Kestrelo et OpenTiles, dit-il.", "kestrelo"),
        ("La 5G arrive au village.", "5g"),
        ("On trace avec Carto.js, plus léger.", "carto.js"),
        ("La carte est faite avec CartoLayers 3 et sans clé.", "cartolayer 3"),
        ("On teste kl3 ici, puis kl3 là.", "kl3"),
        ("Ils ont quitté la lande de Lyon.", "lande de lyon"),
        ("L’ANCX verse une aide.", "ancx"),
    ],
)
def test_the_name_of_a_thing_is_a_unit(text, unit):
    assert unit in units(text)


@pytest.mark.parametrize(
    "text",
    [
        "On entend Agnès Marchand et Karim Belkacem au micro.",
        "On suit le sociologue Aurel Kovarik.",
        "Il dort à Nantes, dans le Finistère, en Ukraine puis au Kazakhstan.",
        "Le maire de Lyon et la gare de Nantes.",
        "On le lit dans Le Monde, on le voit sur France 2 et sur France Inter.",
        "Selon le Ministère du Travail et le Conseil Régional.",
        "Le XIXème est loin, le Tableau 3 aussi.",
        "Lundi Matin, Mars 2020, Avenue Foch.",
    ],
)
def test_people_places_papers_offices_and_marks_are_no_things(text):
    nlp, finder = pipeline()
    doc, passages = nlp(text), split("d", "v", text, ())
    found = [text[slice(*span)] for span in finder.find(doc, passages).names]
    assert found == []


def test_a_capital_that_only_opens_a_sentence_makes_no_name():
    nlp, finder = pipeline()
    text = "Marché Couvert hier. On y mange."
    assert list(finder.find(nlp(text), split("d", "v", text, ())).names) == []


def test_a_heading_in_capitals_names_nothing_that_the_text_does_not_name_too():
    heading = "Les Nouveaux Chemins Du Jardin\n\n"
    assert "chemin du jardin" not in units(f"{heading}On y plante des choux.")
    assert "pass cantine" in units("Le Pass Cantine Partout\n\nOn étend le Pass Cantine à tous.")


def test_a_name_is_one_unit_however_often_its_parts_come():
    assert "pass cantine" in units("Le Pass Cantine arrive. Le pass cantine coûte peu.")


TRADES = [
    name
    for entry in models.known_actors().entries
    if entry.actor.facet == "metier"
    for name in (entry.actor.label,)
    if " " in name
]


@pytest.mark.parametrize("trade", TRADES)
def test_each_profession_of_several_words_is_a_unit_and_a_facet(trade):
    nlp, finder = pipeline()
    text = f"On cherche un {trade} ici."
    doc, passages = nlp(text), split("d", "v", text, ())
    named = finder.find(doc, passages)
    found = mentions(doc, passages, general=frozenset(), named=named)
    assert trade in {text[m.start : m.end] for m in found}
    assert trade in {text[m.start : m.end] for m in named.mentions}


@pytest.mark.parametrize(
    ("text", "kept", "out"),
    [
        ("Les résidents de l’EHPAD Marie-Curiec attendent.", "ehpad", "marie-curiec"),
        ("Un logement social près de l’école Kerbrumec.", "logement social", "kerbrumec"),
        ("Merci à jean-luc et à sophie kermadec du centre social.", "centre social", "kermadec"),
        ("Un logement social près de l’Hôpital Bichatec.", "logement social", "bichatec"),
        ("Le couple Dumontelec habite un logement social.", "logement social", "dumontelec"),
        ("Selon l’étude de Delvaumec, le logement social recule.", "logement social", "delvaumec"),
    ],
)
def test_no_unit_holds_a_name_of_people(text, kept, out):
    found = units(text)
    assert kept in found
    assert not any(out in unit for unit in found)


def test_an_acronym_or_a_word_after_a_site_is_a_subject():
    assert "gare tgv" in units("Une gare TGV ouvre à l’est de la ville.")
    assert "école oasis" in units("Une cour d’école Oasis est plantée.")


def test_a_body_written_as_a_name_stays_a_unit():
    assert units("L’avis du Cerema est attendu.") >= {"cerema"}


def test_a_name_that_a_line_end_cuts_is_one_unit():
    assert units("On lui ouvre « Mon Espace\nSanté », puis Mon Espace Santé.") >= {
        "mon espace santé"
    }
    assert not any("\n" in unit for unit in units("La Banque de\nFrance prête aux ménages."))


def test_what_announces_a_thing_is_neither_a_place_nor_a_body():
    lists = models.known_names()
    assert not lists.places & lists.contexts
    assert not lists.bodies & lists.contexts


def test_no_passage_gets_a_name_that_another_holds():
    nlp, finder = pipeline()
    text = "On compare Kestrelo et OpenTiles, dit-il. " * 3 + "\n\nFrance Travail attend.\n\n"
    text += "Il faut installer Kestrelo avant mardi."
    doc, passages = nlp(text), split("d", "v", text, ())
    named = finder.find(doc, passages)
    assert list(named.names) == sorted(named.names)
    where = {p.id: (p.start, p.end) for p in passages}
    found = mentions(doc, passages, general=frozenset(), named=named)
    assert found
    for m in found:
        start, end = where[m.passage_id]
        assert start <= m.start < m.end <= end
