"""Who and what a text names: the gazetteer, ambiguous names, definitions, places in the text."""

from functools import cache
from pathlib import Path

import pytest

from flows import models
from nlp import gazetteer
from nlp.actors import Finder
from nlp.lemmas import blank
from nlp.passages import split
from nlp.terms import mentions
from veille import BadCatalogue

SHIPPED = Path(__file__).resolve().parents[1] / "nlp" / "actors.toml"
TEXT = """version = "1"
areas = ["préfet"]
bodies = ["observatoire"]
trades = ["agent"]
[[class]]
id = "organisme"
label = "Organismes"
facet = "acteur"
entries = [
  { id = "caf", label = "caisse d'allocations familiales", acronyms = ["CAF"] },
  { id = "as", label = "assistant de service social", acronyms = ["AS"], near = ["social"] },
]
[[class]]
id = "departement"
label = "Départements"
facet = "territoire"
entries = [
  { id = "dep_59", label = "Nord", code = "59", common = true },
]
"""


@cache
def finder():
    return Finder(blank(), models.known_actors(), models.known_first_names(), models.known_names())


@cache
def nlp():
    return blank()


def find(text):
    return finder().find(nlp()(text), split("d", "v", text, ()))


def ids(text):
    return [mention.actor.id for mention in find(text).mentions]


def wordings(text):
    return {m.actor.id: text[m.start : m.end] for m in find(text).mentions}


def told(text):
    with pytest.raises(BadCatalogue) as caught:
        gazetteer.parse(text, "acteurs.toml")
    return str(caught.value)


def test_a_gazetteer_is_read_whole():
    read = gazetteer.parse(TEXT, "acteurs.toml")
    assert [entry.actor.id for entry in read.entries] == ["caf", "as", "dep_59"]
    assert (read.entries[0].actor.code, read.entries[2].actor.code) == ("CAF", "59")
    assert read.heads == {"observatoire": "acteur", "agent": "metier"}


def test_the_layout_of_a_gazetteer_does_not_change_its_digest():
    first, second = (gazetteer.parse(t, "x").digest for t in (TEXT, f"# note\n\n{TEXT}"))
    other = gazetteer.parse(TEXT.replace('"CAF"', '"CAFF"'), "x").digest
    assert first == second != other


@pytest.mark.parametrize(
    ("old", "new", "said", "line"),
    [
        ('id = "as"', 'id = "caf"', "Identifiant en double « caf »", 11),
        ('["AS"]', '["As"]', "Sigle sans capitales « As »", 11),
        ("common = true", 'common = "oui"', "« common » n'est pas un booléen", 18),
        ('code = "59"', 'parent = "reg_0"', "Parent inconnu « reg_0 »", 18),
        ('facet = "territoire"', 'facet = "lieu"', "Facette inconnue « lieu »", 16),
        ("near =", "pres =", "Clé inconnue « pres »", 11),
        ('label = "Nord"', 'label = ""', "« label » manque", 18),
        ('version = "1"', "version = 1", "« version » manque", 1),
        ("[[class]]", "[[class", "Syntaxe TOML illisible", 5),
    ],
)
def test_a_mistake_is_told_with_its_line(old, new, said, line):
    message = told(TEXT.replace(old, new, 1))
    assert said in message
    assert f"acteurs.toml, ligne {line}" in message


def test_the_shipped_gazetteer_covers_what_the_study_needs():
    entries = models.known_actors().entries
    n = {f: sum(e.actor.facet == f for e in entries) for f in gazetteer.FACETS}
    classes = [entry.actor.class_ for entry in entries]
    assert n["acteur"] >= 250
    assert n["metier"] >= 100
    assert classes.count("departement") == 101
    assert classes.count("region") == 18
    assert classes.count("ville") >= 60


def test_every_entry_is_found_by_each_of_its_names():
    lost = []
    for entry in models.known_actors().entries:
        near = f" {entry.near[0]}" if entry.near else ""
        lead = "dans" if entry.actor.class_ == "departement" else "à"
        for name in (*entry.names, *entry.acronyms):
            text = f"On parle de ceci {lead} {name},{near} hier." if entry.is_common else ""
            if name not in wordings(text or f"On parle de ceci : {name},{near} hier.").values():
                lost.append(name)
    assert lost == []


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Les caisses d’allocations\nfamiliales répondent.", "caf"),
        ("L’Ehpad recrute.", "ehpad"),
        ("Des assistantes de service social témoignent.", "m_ass"),
        ("Les éducateur·rice·s spécialisé·e·s manquent.", "m_es"),
        ("Une technicienne de l’intervention sociale et familiale.", "m_tisf"),
        ("Les conseillères numériques sont là.", "m_conseiller_numerique"),
        ("Pôle emploi a changé de nom.", "france_travail"),
        ("Elle vit en Seine Saint Denis.", "dep_93"),
        ("Un appel en Ile-de-France.", "reg_11"),
        ("Le Val d’Oise répond.", "dep_95"),
        ("Au ministre de l’intérieur et des outre-mer.", "min_interieur"),
    ],
)
def test_variants_meet_in_one_actor(text, actor):
    assert ids(text) == [actor]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le préfet du Nord répond.", ["prefecture", "dep_59"]),
        ("On recrute dans la Creuse.", ["dep_23"]),
        ("Lille et le Nord (59) attendent.", ["v_lille", "dep_59"]),
        ("Elle vient de Montreuillon (93).", ["dep_93"]),
        ("Cela change dans le 93, dit-elle.", ["dep_93"]),
        ("Le Nord de la France a froid, et l’Europe du Nord aussi.", ["europe"]),
        ("La Manche est une mer. La Loire déborde.", []),
        ("Le Lot numéro 2 est vendu. La réunion commence. La poste ouvre.", []),
        ("Voir la figure (59) et la page (93).", []),
        ("Elle habite à Tours.", ["v_tours"]),
        ("Tours et détours. Nice ! Lens.", []),
        ("Une AS et une CESF, en polyvalence.", ["m_ass", "m_cesf"]),
        ("Une carte : AS de pique, ES en physique.", []),
        ("ON PLIE BAGAGE, MAS CONNU", []),
        ("Les villes de France et les régions de France.", []),
    ],
)
def test_ambiguous_names_need_their_context(text, expected):
    assert ids(text) == expected


def test_a_name_within_a_person_s_is_no_place():
    text = "Mme Claire Valence et M. Angers arrivent à Nantes."
    assert ids(text) == ["v_nantes"]
    assert len(find(text).people) == 2


def test_a_text_may_define_its_own_actors():
    text = "L’observatoire des besoins locaux (OBL) publie. L’OBL compte. Un revenu social (RS)."
    (mention,) = find(text).mentions
    assert mention.actor.label == "observatoire des besoins locaux"
    assert (mention.actor.facet, mention.actor.class_, mention.actor.code) == (
        "acteur",
        "defini",
        "OBL",
    )
    assert [text[a:b] for a, b in find(text).actors] == [
        "observatoire des besoins locaux",
        "OBL",
        "OBL",
    ]


def test_a_definition_overrules_the_gazetteer_and_lifts_doubt():
    assert ids("L’aide à la rentrée scolaire (ARS) baisse. L’ARS manque.") == []
    assert ids("Un assistant de service social (AS) passe.\n\nL’AS revient.") == ["m_ass"]


def test_each_actor_is_told_once_a_passage_at_its_first_place():
    text = "La CAF ouvre. La CAF ferme. La caisse d’allocations familiales aussi."
    (mention,) = find(text).mentions
    assert text[mention.start : mention.end] == "CAF"
    assert mention.start == text.index("CAF")


def test_what_is_named_can_be_asked_by_place():
    text = "Mme Morvan dirige le CCAS de Lille."
    named = find(text)
    spans = {word: (text.index(word), text.index(word) + len(word)) for word in text[:-1].split()}
    assert [w for w, s in spans.items() if named.is_person(*s)] == ["Morvan"]
    assert [w for w, s in spans.items() if named.is_place(*s)] == ["Lille"]


def test_people_make_no_unit():
    text = "Mme Jardinel arrive. Le jardin partagé de Rose Boulanger, ou de DUPONTEL Jean."
    assert units(text) == {"jardin", "jardin partagé"}


def units(text):
    doc, passages = nlp()(text), split("d", "v", text, ())
    return {m.unit for m in mentions(doc, passages, general=frozenset(), named=find(text))}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("La plateforme Parcoursup ouvre. Puis on attend Parcoursup.", "parcoursup"),
        ("On entre par FranceConnect.", "franceconnect"),
        ("L’application « Doudouvisio » plaît.", "doudouvisio"),
    ],
)
def test_the_name_of_a_tool_is_a_unit(text, unit):
    assert unit in units(text)


@pytest.mark.parametrize("text", ["On attend Parcoursup.", "Via Nantes.", "Le site Karmelic Jean"])
def test_any_other_capital_is_none(text):
    assert units(text) <= {"site"}


# Acronyms with points, with a code, before their long form


@pytest.mark.parametrize(
    ("text", "id_", "said"),
    [
        ("Le C.C.A.S. de la ville reçoit les familles.", "ccas", "C.C.A.S."),
        ("Selon l’A.R.S., les lits manquent.", "ars", "A.R.S."),
        ("Elle a saisi la C.A.F, puis la mairie.", "caf", "C.A.F"),
    ],
)
def test_an_acronym_is_seen_with_its_points(text, id_, said):
    assert wordings(text)[id_] == said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La MDPH93 a rendu sa décision.", {"mdph": "MDPH", "dep_93": "93"}),
        ("La CPAM2A ferme un accueil.", {"cpam": "CPAM", "dep_2a": "2A"}),
        ("La CAF 75 verse l’aide.", {"caf": "CAF", "dep_75": "75"}),
        ("Le CD 93 finance le projet.", {"conseil_departemental": "CD", "dep_93": "93"}),
        ("La CAF 12 ans après la réforme.", {"caf": "CAF"}),
        ("Pour la CAF 93 % des dossiers sont à jour.", {"caf": "CAF"}),
        ("Pour la CAF 92 000 dossiers sont à jour.", {"caf": "CAF"}),
        ("Le CD est rayé, et le PDF93 aussi.", {}),
    ],
)
def test_the_code_after_a_local_body_is_its_department(text, found):
    assert wordings(text) == found


def test_a_text_defines_an_acronym_before_its_long_form_too():
    before = find("Le GLES (groupement local d’entraide sociale) agit. Le GLES recrute.").mentions
    after = find("Le groupement local d’entraide sociale (GLES) agit.").mentions
    assert [m.actor for m in before] == [m.actor for m in after]
    assert before[0].actor.code == "GLES"
    assert ids("Le GLES (groupement local d’entraide) agit. Le GLES recrute.") == []
    assert ids("Le GLES (un groupement local d’entraide sociale) agit.") == []


def test_an_ambiguous_acronym_stands_when_its_long_form_follows():
    assert ids("Un CIP (conseiller en insertion professionnelle) le reçoit.") == ["m_cip"]
    assert ids("Un CIP le reçoit.") == []


@pytest.mark.parametrize(
    ("said", "id_"),
    [
        ("Le SIAO", "siao"),
        ("La conseillère ESF", "m_cesf"),
        ("La travailleuse familiale", "m_tisf"),
        ("L’inspectrice de l’enfance", "m_inspecteur_enfance"),
        ("La conseillère d’insertion", "m_cip"),
    ],
)
def test_a_usual_name_of_the_field_needs_no_context(said, id_):
    assert ids(f"{said} reçoit la famille le mardi.") == [id_]


def test_an_acronym_in_small_letters_is_the_same_body():
    assert ids("La caf et la cpam de Brumeval ont fermé.") == ["caf", "cpam"]
    assert ids("Le ccas reçoit, la mdph répond.") == ["ccas", "mdph"]


def test_what_a_text_calls_by_an_acronym_wins_over_the_gazetteer_in_any_letters():
    assert "caf" not in ids("La caisse autonome de formation (CAF) agit. La CAF recrute.")


def test_a_list_of_acronyms_is_no_heading():
    assert ids("PMI, CCAS, MDS : qui fait quoi ?") == ["pmi", "ccas", "mds"]
    assert "pmi" not in ids("NOUVELLE PMI POUR TOUS")


def test_departments_overseas_and_corsican_are_told_by_their_code():
    assert wordings("On ouvre dans le 974, puis dans le 2B.") == {"dep_974": "974", "dep_2b": "2B"}
