import pytest
from spacy.tokens import Doc

from flows import models
from nlp.composition import Substance
from nlp.lemmas import blank
from nlp.passages import split
from nlp.terms import mentions, surface, unit_of
from nlp.variants import plain
from tests.night_fixture import loaded
from veille import Passage


@pytest.fixture(scope="module")
def nlp():
    return blank()


@pytest.fixture
def found(nlp):
    listed = Substance(compounds=loaded().substance.compounds)

    def read(text, general=frozenset()):
        return mentions(nlp(text), split("d", "v", text, ()), general=general, substance=listed)

    return read


@pytest.fixture
def units(found):
    return lambda text, **options: {m.unit for m in found(text, **options)}


def test_a_noun_and_its_adjective_make_a_term(units):
    assert units("Le jury observe une épicerie solidaire.") == {
        "jury",
        "épicerie",
        "épicerie solidaire",
    }


def test_a_term_may_hold_de_a_or_en_with_an_article(units):
    got = units("Le jury défend l'accès aux droits et la maison de l'autonomie.")
    assert {"accès à droit", "maison de l'autonomie"} <= got


@pytest.mark.parametrize(
    "text",
    ["un jury d'usagers", "des jurys d’usagers", "le Jury des usagers", "ce jury de l’usager·e"],
)
def test_variants_of_a_term_are_one_unit(units, text):
    assert {"jury d'usager", "jury de l'usager"} & units(f"On réunit {text}.")


def test_number_apostrophe_and_inclusive_spelling_do_not_part_a_unit(units):
    singular, plural = units("Un jury d'usager siège."), units("Des jurys d’usager·es siègent.")
    assert "jury d'usager" in singular & plural


def test_nested_terms_are_all_given(units):
    assert {"chèque", "chèque alimentaire", "chèque alimentaire rural"} <= units(
        "Un chèque alimentaire rural."
    )


def test_a_term_neither_begins_nor_ends_with_an_adjective_or_a_joiner_left_alone(units):
    got = units("Une prise en charge sanitaire et sociale des aidants.")
    assert not {"sanitaire", "charge en", "prise en", "social", "social de aidant"} & got


def test_a_term_has_at_most_four_content_words(units):
    got = units("Un réseau rural familial solidaire durable.")
    assert max(len(unit.split()) for unit in got) == 4


@pytest.mark.parametrize("noun", ["foyer", "métier", "quartier", "palier"])
def test_a_noun_in_er_is_no_verb(units, noun):
    assert f"{noun} solidaire" in units(f"Le {noun} solidaire.")


@pytest.mark.parametrize("verb", ["réunit", "réunissent", "réunir", "réunissaient", "réunissant"])
def test_a_verb_parts_two_terms(units, verb):
    got = units(f"Cette épicerie {verb} des retraités.")
    assert got == {"épicerie", "retraité"}


def test_a_participle_parts_two_terms(units):
    assert "aide versée" not in units("Une épicerie financée par un legs.")
    assert not {u for u in units("Une épicerie financée.") if "financ" in u}


def test_a_participle_of_public_action_is_an_adjective(units):
    assert "contrat aidé" in units("Des contrats aidés disparaissent.")


def test_an_adverb_parts_two_terms_but_a_noun_in_ment_makes_one(units):
    got = units("Une épicerie socialement utile et un logement social.")
    assert {"logement social", "épicerie"} <= got
    assert not {unit for unit in got if "socialement" in unit}


def test_the_power_to_act_is_a_term(units):
    assert "pouvoir d'agir" in units("Le pouvoir d'agir des habitants.")
    assert not {u for u in units("Ils peuvent agir.") if "pouvoir" in u}


@pytest.mark.parametrize(
    "text",
    [
        "Un autre jour de mars 2020, à 12 heures, en 2021.",
        "Plusieurs, certains, nous, ceux-ci, quelques-uns.",
        "https://exemple.fr/a?b=c et data.gouv.fr, h1, x2y.",
        "Le 3 janvier, lundi prochain, en XIXe et à B.",
        "Une grande chose nouvelle, cette année, en France.",
        "Elles sont soixante-quinze, puis trente-deux, et pèsent deux quintaux.",
    ],
)
def test_dates_numbers_mark_up_and_general_words_are_no_terms(units, text):
    assert units(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "On écoute Agnès Buzyn.",
        "Il vit à Nantes.",
        "Selon M. Thibault Bazin.",
        "Il cite le président Macron.",
    ],
)
def test_names_of_people_and_places_are_no_terms(units, text):
    assert not {
        u for u in units(text) if any(n in u for n in ("agnès", "nantes", "bazin", "macron"))
    }


def test_an_acronym_is_a_term(units):
    assert {"rsa", "ia"} <= units("Elle perçoit le RSA grâce à l'IA.")


def test_a_capital_that_opens_a_sentence_makes_no_name(units):
    assert "épicerie solidaire" in units("Épicerie solidaire. Épiceries fermées.")


def test_the_long_title_of_a_minister_is_no_term(units):
    got = units(
        "Il interroge M. le ministre de l'économie, des finances et de la souveraineté "
        "industrielle et numérique sur l'épicerie solidaire."
    )
    assert got == {"épicerie", "épicerie solidaire"}


def test_a_compound_preposition_is_no_part_of_a_term(units):
    assert "droit en matière" not in units("Les droits en matière d'hébergement.")
    assert "hébergement" in units("Les droits en matière d'hébergement.")


def test_words_the_caller_calls_general_make_no_term_alone(units):
    general = frozenset({"épicerie"})
    found = units("Une épicerie solidaire.", general=general)
    assert found == {"épicerie solidaire"}


def test_a_unit_is_mentioned_once_a_passage_at_its_first_place(found):
    text = "Une épicerie ferme. Cette épicerie manque."
    assert [(m.start, m.end) for m in found(text) if m.unit == "épicerie"] == [(4, 12)]


def test_a_unit_is_mentioned_in_each_passage(found):
    one = "Une épicerie " + "ferme ici " * 25 + "hélas. Rien de plus ne vient."
    assert [m.unit for m in found(f"{one}\n\n{one}")].count("épicerie") == 2


def test_the_offsets_are_those_of_the_words_as_written(found):
    text = "On ouvre des Épiceries\nsolidaires et l’accès aux   droits."
    surfaces = {m.unit: text[m.start : m.end] for m in found(text)}
    assert surfaces["épicerie solidaire"] == "Épiceries\nsolidaires"


def test_the_context_is_the_two_words_on_either_side(found):
    def context(text):
        return next(m.context for m in found(text) if m.unit == "épicerie solidaire")

    same = context("Hier, on ouvre une épicerie solidaire, ici même demain.")
    assert same == context("Jadis on ouvre une épicerie solidaire ici même !")
    assert same != context("Hier, on ouvre une épicerie solidaire, là même demain.")
    assert 0 <= same < 2**64


def test_the_order_of_passages_changes_no_mention(nlp):
    text = "Une épicerie ferme ici. " * 30
    passages, doc = split("d", "v", text, ()), nlp(text)
    forward = mentions(doc, passages, general=frozenset())
    backward = mentions(doc, passages[::-1], general=frozenset())
    assert sorted(forward, key=repr) == sorted(backward, key=repr)


def test_parts_of_speech_are_used_where_the_pipeline_gives_them(nlp):
    words = ["La", "coordinatrice", "coordonne", "des", "aide", "-", "soignants"]
    spaces = [True, True, True, True, False, False, False]
    doc = Doc(
        nlp.vocab,
        words=words,
        spaces=spaces,
        pos=["DET", "NOUN", "VERB", "DET", "NOUN", "PUNCT", "ADJ"],
    )
    for token, key in zip(
        doc, ["le", "coordinatrice", "coordonner", "un", "aide", "-", "soignant"], strict=True
    ):
        token.norm_ = key
    passage = Passage("p", "v", "d", 0, 0, len(doc.text))
    units = {m.unit for m in mentions(doc, [passage], general=frozenset())}
    assert units == {"coordinatrice", "aide soignant"}


def test_the_form_to_show_is_the_most_frequent_then_the_first_of_the_alphabet():
    assert surface(["b", "a", "b"]) == "b"
    assert surface(["b", "a"]) == "a"


@pytest.mark.parametrize(
    ("one", "other", "unit"),
    [
        ("Le tiers-lieu ouvre.", "Des tiers lieux ouvrent.", "tiers lieu"),
        ("Le non-recours grandit.", "Le non recours grandit.", "non recours"),
        ("Une co-construction commence.", "Une coconstruction commence.", "coconstruction"),
        ("On forme à l’aller-vers.", "On forme à l’aller vers.", "aller vers"),
        ("La PRECARITE gagne du terrain.", "La précarité gagne du terrain.", "précarité"),
        ("Le RSA change.", "Le revenu de solidarité active change.", "rsa"),
    ],
)
def test_spellings_of_a_term_are_one_unit(units, one, other, unit):
    assert unit in units(one) & units(other)


def test_to_go_towards_is_a_verb_without_its_article(units):
    assert "aller vers" not in units("Il faut aller vers la paix.")


def test_speakers_in_capitals_are_no_terms(units):
    got = units("SONIA MABROUK Bonjour. Votre épicerie solidaire ? SONIA MABROUK Merci.")
    assert got == {"épicerie", "épicerie solidaire"}


def test_a_surname_in_capitals_is_no_term_wherever_it_stands(units):
    got = units("Gérald DARMANIN visite une épicerie. La loi DARMANIN suit.")
    assert not {unit for unit in got if "darmanin" in unit}


def test_a_heading_in_capitals_makes_terms(units):
    assert "revenu de base" in units("LE REVENU DE BASE\n\nUn département l’essaie.")


def test_formulas_are_no_terms(units):
    assert not {"mise en place", "projet de loi"} & units("La mise en place du projet de loi.")


def tagged(nlp, tokens):
    """A document of these (word, part of speech)."""
    words, pos = zip(*tokens, strict=True)
    return nlp.get_pipe("veille_keys")(Doc(nlp.vocab, words=list(words), pos=list(pos)))


def units_of(doc):
    passage = Passage("p", "v", "d", 0, 0, len(doc.text))
    return {m.unit for m in mentions(doc, [passage], general=frozenset())}


def test_a_participle_tagged_as_an_adjective_ends_a_term(nlp):
    doc = tagged(nlp, [("Un", "DET"), ("jardin", "NOUN"), ("cultivé", "ADJ")])
    assert "jardin cultivé" in units_of(doc)


def test_a_verb_that_looks_like_a_noun_is_told_by_its_tag(nlp):
    doc = tagged(nlp, [("Il", "PRON"), ("marche", "VERB"), ("boulangerie", "NOUN")])
    assert units_of(doc) == {"boulangerie"}


def test_an_adverb_tagged_as_a_noun_is_no_term(nlp):
    assert units_of(tagged(nlp, [("Une", "DET"), ("socialement", "NOUN")])) == set()


def test_a_noun_tagged_as_a_verb_is_told_by_its_ending(nlp):
    doc = tagged(nlp, [("La", "DET"), ("végétalisation", "VERB")])
    assert units_of(doc) == {"végétalisation"}


def test_what_the_variables_name_is_a_term_however_general_its_words(nlp):
    text = "Le guichet unique ouvre demain."
    passages, doc = split("d", "v", text, ()), nlp(text)
    general = frozenset({"guichet"})
    domain = frozenset({unit_of(nlp("guichets uniques"))})
    assert domain == {"guichet unique"}
    assert mentions(doc, passages, general=general) == []
    (found,) = mentions(doc, passages, general=general, domain=domain)
    assert (found.unit, text[found.start : found.end]) == ("guichet unique", "guichet unique")


@pytest.mark.parametrize(
    "text",
    [
        "Trois quarts des foyers",
        "Un tiers des foyers",
        "Les deux tiers du foyer",
        "La moitié du foyer",
    ],
)
def test_a_fraction_makes_no_term(units, text):
    assert units(f"{text} répondent.") == set()


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Le pouvoir d’agir des habitants grandit.", "pouvoir d'agir"),
        ("On calcule le reste à vivre des ménages.", "reste à vivre"),
        ("Le montant du reste à charge augmente.", "reste à charge"),
        ("Une permanence hors les murs ouvre.", "hors le mur"),
        ("Des équipes hors-les-murs partent.", "équipe hors le mur"),
        ("Des démarches d’aller vers, ici.", "démarche d'aller vers"),
        ("La Poste est un tiers de confiance.", "tiers de confiance"),
    ],
)
def test_terms_of_the_field_are_units_whatever_their_grammar(text, unit):
    doc = loaded().nlp(text)
    assert unit in {m.unit for m in loaded().mentions(doc, split("d", "v", text, ()))}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("On suit les enfants placés en famille.", "enfant placé"),
        ("La protection des personnes accompagnées progresse.", "personne accompagné"),
        ("Des personnes isolées appellent.", "personne isolé"),
        ("Le foyer reçoit des mineurs confiés au département.", "mineur confié"),
        ("Les logements vacants dorment.", "logement vacant"),
        ("Le juge des majeurs protégés statue.", "majeur protégé"),
    ],
)
def test_a_public_and_its_participle_are_a_unit(text, unit):
    doc = loaded().nlp(text)
    assert unit in {m.unit for m in loaded().mentions(doc, split("d", "v", text, ()))}


def test_a_participle_of_another_noun_or_after_an_auxiliary_makes_no_unit():
    text = "Les projets suivis avancent. Les enfants sont placés. Des personnes ont accompagné."
    doc = loaded().nlp(text)
    assert loaded().mentions(doc, split("d", "v", text, ())) == []


def test_verbs_that_look_like_terms_of_the_field_make_none():
    text = "Il lui reste à vivre deux ans. Il faut aller vers les jeunes et pouvoir agir."
    doc = loaded().nlp(text)
    assert loaded().mentions(doc, split("d", "v", text, ())) == []


@pytest.mark.parametrize("name", ["plan Borloo", "loi Borne", "dispositif Pinel", "loi Veil"])
def test_what_is_named_after_a_person_is_no_unit(name):
    text = f"Le préfet applique la {name} aux logements insalubres."
    doc, cut = loaded().nlp(text), split("d", "v", text, ())
    units = {m.unit for m in loaded().mentions(doc, cut, (), loaded().finder.find(doc, cut))}
    assert units == {"logement", "logement insalubre"}


def test_a_capital_after_a_line_that_wraps_is_a_name(units):
    assert "ruche" not in units("Il habite la commune de\nRuche. Une épicerie ouvre.")


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_the_space_of_a_quotation_mark_hides_no_compound(units, space):
    assert "aller vers" in units(f"La démarche d’«{space}aller vers{space}» suppose du temps.")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Des foyers non accompagnés arrivent.", "foyer non accompagné"),
        ("Un logement non décent est loué.", "logement non décent"),
        ("Des personnes sans abri appellent.", "personne sans abri"),
        ("Des élèves sans diplôme partent.", "élève sans diplôme"),
    ],
)
def test_a_term_may_hold_a_negation(units, text, unit):
    assert unit in units(text)


def test_brackets_of_inclusive_writing_change_no_unit(units):
    text = "Un jury(s) décide. Les médiateurs(trices) du canton."
    assert units(text) >= {"jury", "médiateur"}
    assert not any("(" in unit for unit in units(text))


def test_function_words_are_none_in_inclusive_writing_either(units):
    assert units("Quel(s) jury(s) pour chacun.e, d’après lui/elle ?") == {"jury"}


def test_not_between_two_clauses_is_no_part_of_a_term(units):
    assert not {u for u in units("Il veut un jardin, non une épicerie.") if "non" in u.split()}


@pytest.mark.parametrize(
    "word", ["gouvernance", "ségrégation", "souveraineté", "rénovation", "dignité", "apprentissage"]
)
def test_a_general_noun_that_names_a_theme_is_a_term(units, word):
    assert word in units(f"On parle de {word} ici.", general=models.load(None).general)


def test_a_crisis_takes_its_adjective(units):
    assert "crise économique" in units("Une crise économique dure.")
    assert "action économique" not in units("Une action économique dure.")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Les maçons de la direction protestent.", "maçon de direction"),
        ("Des maçons isolés à l'image.", "maçon isolé à l'image"),
        ("Un marteau de mise en sûreté.", "marteau de mise"),
        ("Une épicerie épicerie solidaire.", "épicerie épicerie"),
    ],
)
def test_a_chance_complement_makes_no_term(units, text, unit):
    got = units(text)
    assert unit not in got
    assert not {u for u in got if u.endswith("direction")}


def test_a_complement_that_names_a_subject_stays(units):
    assert "accès à l'emploi" in units("L'accès à l'emploi des maçons.")
    assert "maçon de direction" in units("Des maçons de direction.")


def test_an_adviser_is_a_noun_not_a_verb(units):
    assert "conseiller numérique" in units("Des conseillers numériques arrivent.")


@pytest.mark.parametrize(
    "path", ["logement loyer plafond", "prestations sociales éducation", "aide logement forfait"]
)
def test_nouns_that_only_stand_side_by_side_are_no_term(units, path):
    first, last = path.split()[0], path.split()[-1]
    found = units(f"La ligne {path} est ajoutée.")
    assert not [unit for unit in found if unit.startswith(first[:4]) and unit.endswith(last)]


@pytest.mark.parametrize("end", ["en moyenne", "en question", "en référence", "en situation"])
def test_how_things_stand_ends_no_term(units, end):
    assert units(f"La plateforme {end} grandit.") <= {"plateforme"}


def shipped(text):
    """The units by the pipeline that ships, which tells parts of speech."""
    doc = loaded().nlp(text)
    return {m.unit for m in mentions(doc, split("d", "v", text, ()), general=frozenset())}


def test_an_adjective_may_follow_another():
    assert "mineur isolé étranger" in shipped("Les mineurs isolés étrangers arrivent.")


def test_what_stands_before_its_complement_is_still_a_term():
    assert "élève en situation de handicap" in shipped("Un élève en situation de handicap arrive.")
    assert "prise en charge de malade" in shipped("La prise en charge des malades coûte.")


def test_a_verb_that_ends_as_a_noun_is_no_term(nlp):
    doc = tagged(nlp, [("Elle", "PRON"), ("finance", "VERB"), ("tout", "PRON")])
    assert units_of(doc) == set()


def test_tags_of_a_page_are_no_words(units):
    told = units("<p>Le <strong>logement d’abord</strong> avance.</p>")
    assert not {unit for unit in told if "strong" in unit} and "logement" in told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le non\u2011recours recule.", {"non recours"}),
        ("Le non\u2013recours recule.", {"non recours"}),
        ("Les aides\u2010soignantes partent.", {"aide soignant"}),
        ("Les travailleurs.ses sociaux.ales partent.", {"travailleur social"}),
        ("Les éducateurs/trices partent.", {"éducateur"}),
    ],
)
def test_marks_of_the_web_do_not_part_a_unit(text, expected):
    models = loaded()
    (doc,) = models.read([text])
    found = models.mentions(doc, split("d", "v", text, ()))
    assert {m.unit for m in found} == expected


@pytest.mark.parametrize(
    "text",
    [
        "Voir www.caf.es/les pages",
        "2023\u20132027",
        "un débit en km/s",
        "La fin.les autres",
        "et/ou",
    ],
)
def test_what_is_no_inclusive_writing_is_left(text):
    assert plain(text) == text


def test_inclusive_spellings_of_an_adjective_are_one_unit():
    doc = models.load(None).nlp("Les éducateur·rice·s spécialisé·e·s.")
    assert "éducateur spécialisé" in units_of(doc) and not {u for u in units_of(doc) if "·" in u}


def test_two_nouns_on_two_lines_are_items_of_a_list():
    assert "ressource revenu" not in shipped("On compte la ressource\nrevenus et loyers compris.")
    assert "ressource revenu" in shipped("On compte la ressource revenus et loyers compris.")


@pytest.mark.parametrize(
    "text", ["Une épicerie\nsolidaire ouvre.", "Le droit au\nlogement avance."]
)
def test_a_term_goes_on_over_the_end_of_a_line(text):
    assert {"épicerie solidaire", "droit à logement"} & shipped(text)


def test_the_words_of_a_path_make_no_term_two_by_two():
    path = "Zones : prestations aides logement ressources plafond."
    assert not {unit for unit in shipped(path) if " " in unit}
    assert "aide à logement" in shipped("Zones : prestations, aides au logement et ressources.")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Le lieu vit grâce à ses bénévoles.", "bénévole"),
        ("La santé mentale des jeunes se dégrade.", "santé mental de jeune"),
        ("La Caf et l’Udaf signent.", "caf"),
        ("Il attend son rsa.", "rsa"),
        ("La MSA finance le projet.", "msa"),
        ("La famille cherche un lieu de vie.", "lieu de vie"),
    ],
)
def test_publics_bodies_and_what_is_kept_by_name_are_units(text, unit):
    doc = loaded().nlp(text)
    assert unit in {m.unit for m in loaded().mentions(doc, split("d", "v", text, ()))}


@pytest.mark.parametrize(
    "text",
    [
        "La commune met un logement à disposition.",
        "Un emploi à temps complet.",
        "Le travail à l’épreuve de la dématérialisation.",
        "Une démarche d’« aller vers ».",
        "Un logement en partenariat. Un logement à l’ensemble du territoire.",
    ],
)
def test_manners_and_compound_prepositions_end_no_term(text):
    doc = loaded().nlp(text)
    found = {m.unit for m in loaded().mentions(doc, split("d", "v", text, ()))}
    assert found <= {"logement", "dématérialisation", "aller vers"}


@pytest.mark.parametrize(
    "text",
    ["Les habitants de Vergt-le-Clos.", "Rendez-vous rue des Tilleuls.", "La gare de Nantes."],
)
def test_where_a_site_is_makes_no_unit(text):
    models = loaded()
    doc = models.nlp(text)
    cut = split("d", "v", text, ())
    assert models.mentions(doc, cut, (), models.finder.find(doc, cut)) == []


def test_a_word_in_capitals_after_a_site_is_no_town():
    text = "Rencontre Nationale des Agences d’Urbanisme et du Centre de Santé."
    models = loaded()
    doc = models.nlp(text)
    cut = split("d", "v", text, ())
    found = {m.unit for m in models.mentions(doc, cut, (), models.finder.find(doc, cut))}
    assert "urbanisme" in found


@pytest.mark.parametrize("name", ["Bachar al-Assad", "Myriam El-Kaderi", "Anna di Castelbianco"])
def test_a_small_particle_opens_no_unit_within_a_name(name):
    text = f"Le discours de {name} à la télévision a surpris."
    doc, passages = loaded().nlp(text), split("d", "v", text, ())
    named = loaded().finder.find(doc, passages)
    last = name.split()[-1].split("-")[-1].casefold()
    assert not any(last in m.unit for m in loaded().mentions(doc, passages, named=named))


@pytest.mark.parametrize(
    ("text", "expected", "refused"),
    [
        ("LE DROIT AUX VACANCES", "droit à vacance", "aux"),
        ("LES SALARIÉS PARTENT À LA RETRAITE", "retraite", "la retraite"),
        ("LA CAF ET LA MSA", "msa", "la msa"),
        ("LA CAF DE LA SEINE", "caf", "la"),
    ],
)
def test_tool_words_in_capitals_stay_tool_words(text, expected, refused):
    found = shipped(text)
    assert expected in found and refused not in found


@pytest.mark.parametrize(
    ("text", "expected", "refused"),
    [
        ("La réclamation relative au service public dure.", "réclamation", "relatif"),
        ("Les résidences sociales proches du bassin d’emploi.", "résidence social", "proche"),
        ("Les charges inhérentes à la parentalité pèsent.", "parentalité", "inhérent"),
        ("Faute de place en foyer, elle attend.", "place en foyer", "faute"),
        ("Elle passe au rang de frein à la transformation.", "frein à la transformation", "rang"),
        ("La crise du logement relègue les familles.", "crise de logement", "relèg"),
        ("La crèche ouvre les lundis et les samedis.", "crèche", "lundi"),
    ],
)
def test_what_only_leads_to_the_subject_is_no_part_of_it(text, expected, refused):
    found = shipped(text)
    assert expected in found
    assert not {unit for unit in found if refused in unit}


def test_a_noun_spelt_as_an_adjective_that_leans_stays():
    assert "aide à proche" in shipped("L’aide aux proches de malades reste rare.")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Un contrat à durée déterminée suffit.", "cdd"),
        ("L’allocation personnalisée d’autonomie augmente.", "apa"),
        ("L’aide personnalisée au logement baisse.", "apl"),
        ("Un établissement d’hébergement pour personnes âgées dépendantes.", "ehpad"),
        ("Le règlement général sur la protection des données.", "rgpd"),
        ("L’agence régionale de santé finance.", "ars"),
        ("elle touche l’aah depuis mai", "aah"),
    ],
)
def test_a_long_form_is_its_acronym(text, unit):
    models = loaded()
    doc, passages = models.nlp(text), split("d", "v", text, ())
    assert unit in {m.unit for m in models.mentions(doc, passages)}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("La garde alternée se répand.", "garde alterné"),
        ("Un traitement automatisé décide.", "traitement automatisé"),
        ("Des horaires décalés fatiguent.", "horaire décalé"),
        ("Les infirmiers en pratique avancée arrivent.", "pratique avancée"),
    ],
)
def test_a_noun_and_a_participle_of_the_field_name_a_subject(text, unit):
    models = loaded()
    doc, passages = models.nlp(text), split("d", "v", text, ())
    assert unit in {m.unit for m in models.mentions(doc, passages)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On attend SERAFIN-PH.", {"serafin ph"}),
        ("Le PLF-2024 passe en commission.", {"plf"}),
        ("La COVID-19 recule.", {"covid 19"}),
    ],
)
def test_an_acronym_may_hold_a_hyphen_but_no_year(text, expected):
    models = loaded()
    doc, passages = models.nlp(text), split("d", "v", text, ())
    named = models.finder.find(doc, passages)
    assert {m.unit for m in models.mentions(doc, passages, named=named)} == expected
