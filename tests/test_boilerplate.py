"""Sentences that furnish a page or that a source repeats: known, neither tagged nor counted."""

from datetime import timedelta

import pytest

from flows import understanding
from nlp.boilerplate import FURNITURE, Hidden, blocks, furnishes, imprint, speaking
from nlp.passages import split
from tests.archive_fixture import FIRST, document, keep, opened
from tests.night_fixture import loaded
from veille import Block
from warehouse import weeks

FOOTER = "Retrouvez toutes nos fiches sur la bourse de répit dans votre mairie."


@pytest.mark.parametrize(
    "sentence",
    [
        "Nous utilisons des cookies pour mesurer l’audience.",
        "En poursuivant votre navigation, vous acceptez nos conditions.",
        "Veuillez activer JavaScript pour lire cette page.",
        "Lire aussi : les jurys d’usagers gagnent le Jura",
        "À lire également",
        "Abonnez-vous à notre lettre d’information !",
        "La suite de cet article est réservée aux abonnés.",
        "© 2024 La Gazette du Val, tous droits réservés.",
        "Partager sur Facebook",
        "Partagez cette page par courriel",
        "Crédit photo : mairie de Belval",
        "Mentions légales – Plan du site – Contact",
        "Retour en haut",
        "Nous et nos 842 partenaires stockons des informations sur votre appareil.",
        "Nous, et nos 842 partenaires, stockons et/ou accédons à des données sur votre terminal.",
        "Avec votre accord, nos partenaires et nous utilisons des cookies.",
        "Vos choix concernant les cookies",
        "Gestion des traceurs",
        "Accepter tout",
        "Gérer mes préférences",
        "En cliquant sur « J’accepte », vous consentez au dépôt de traceurs.",
        "Pour continuer la lecture, abonnez-vous.",
        "Il vous reste 70 % de cet article à lire.",
        "S’abonner à partir de 1 €",
        "Cet article vous a plu ? Partagez-le !",
        "À lire : le RSA en dix dates",
        "Lire aussi Le RSA en dix questions",
        "À découvrir également : les tiers-lieux du Jura",
        "Mis à jour le 3 mars 2024 à 18h02",
        "Accueil > Actualités > Social",
        "Commentaires (12)",
        "À : reseau-referents",
        "Offre d’emploi – auxiliaire de vie, temps plein",
        "Contact presse : 01 02 03 04 05",
        "Les plus lus",
        "prestations familiales logement plafond zone",
        "- impot revenu deductions taux 22",
        "sudo apt-get install veille",
        "Zones touchées : prestations familiales logement plafond.",
    ],
)
def test_what_furnishes_a_page_is_known_by_its_words(sentence):
    assert furnishes(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "La fin des cookies tiers inquiète les médias locaux.",
        "carte mobilité inclusion invalidité",
        "aide sociale locale",
        "Publics : jeunes isolés, parents, retraités précaires",
        "lutte contre la pauvrete des enfants",
        "Accueil social inconditionnel rural",
        "insertion, logement, transport, garde",
        "Les élèves apprennent JavaScript au collège dès la rentrée.",
        "La mairie a dû refaire son site, écrit en JavaScript.",
        "L’école prépare des cookies avec les résidents de la maison de retraite.",
        "Les abonnés au gaz seront remboursés en mars.",
        "Les agents partagent un bureau avec les bénévoles.",
        "Une lettre d’information présente les aides de la commune.",
        "La photo de famille devient un outil de mémoire.",
        "Le médiateur numérique recommande de gérer les cookies avant chaque démarche.",
        "Les seniors apprennent à refuser les cookies et à repérer les arnaques.",
        "Ce service utilise des cookies sans le dire, déplore une association d’usagers.",
        "L’atelier montre comment activer JavaScript sur une tablette.",
        "La gestion des cookies préoccupe les élus de la commune.",
        "Nous et nos partenaires utilisons un minibus pour les tournées.",
        "La politique de cookies des sites publics exclut les aveugles.",
        "Vous recevez une alerte de la CAF dès qu’un indu est détecté.",
        "Tout accepter de l’employeur devient la règle pour les intérimaires.",
        "Mis à jour le 3 mars, le barème du RSA augmente de 1,7 %.",
        "Voir aussi la situation des familles monoparentales, trois fois plus pauvres.",
        "Lire aussi aux enfants fait partie du projet de la crèche.",
        "Partager : c’est le mot d’ordre de la colocation solidaire.",
        "Pour partager sur les réseaux sociaux des contenus fiables, les éducateurs se forment.",
        "Les mentions légales du site de la caisse ne disent rien de l’accessibilité.",
    ],
)
def test_a_real_sentence_with_the_same_words_is_kept(sentence):
    assert not furnishes(sentence)


def test_case_marks_numbers_and_months_change_no_imprint():
    same = imprint("Ce sujet est issu du journal du 2 janvier 2017.")
    assert imprint("Ce sujet est issu du JOURNAL du 12 mars 2018 !") == same
    assert imprint("Ce sujet est issu du magazine du 2 janvier 2017.") != same


def test_the_names_in_a_template_change_no_imprint():
    said = "C’est une aide de la CAF {} pour vous aider à financer votre session."
    places = (
        "de l’Ain",
        "du Puy-de-Dôme",
        "des Côtes-d’Armor",
        "de La Réunion",
        "d’Ille-et-Vilaine",
    )
    assert len({imprint(said.format(place)) for place in places}) == 1
    assert imprint(said.format("qui aide")) != imprint(said.format("de l’Ain"))


def test_a_sentence_of_names_has_no_imprint():
    assert (
        imprint("Paul Durand et Anne Petit rencontrent Jean Blanc à Paris, Lyon et Dijon") is None
    )


def test_a_short_sentence_has_no_imprint():
    assert imprint("Pacte de voisinage.") is None


def test_blocks_are_the_sentences_at_their_places():
    text = "Une épicerie solidaire ouvre à Belval ce matin. Partager sur Facebook"
    found = blocks(text, split("d", "v", text, ()))
    assert [text[b.start : b.end] for b in found] == [
        "Une épicerie solidaire ouvre à Belval ce matin.",
        "Partager sur Facebook",
    ]
    assert [b.imprint == FURNITURE for b in found] == [False, True]


def test_a_passage_of_furniture_alone_does_not_speak():
    text = "Partager sur Facebook. Tous droits réservés."
    cut = split("d", "v", text, ())
    assert speaking(cut, blocks(text, cut)) == []


def test_furniture_gives_neither_tag_nor_unit():
    text = (
        "Lire aussi : la fracture numérique et le non-recours aux droits\n\n"
        "Un jury d’usagers siège au centre social de Belval depuis lundi dernier."
    )
    read = understanding.understand(loaded(), [document("a", FIRST, text=text)])[0]
    units = {m.unit for m in read.mentions}
    assert "jury d'usager" in units
    assert not {u for u in units if "fracture" in u or "recours" in u}


def said(name, n, text, voice="voix00"):
    return document(name, FIRST + timedelta(days=n), voice, text)


TOPICS = ["Le lavoir ferme", "Un marché ouvre", "La halle rouvre", "Le gué déborde", "Un bac coule"]
TOPICS += ["La crèche déménage", "Le four refroidit", "Un pré fleurit"]


def archive(found, n_weeks=4):
    db = opened()
    keep(db, understanding.understand(loaded(), found))
    weeks.count(db, FIRST, FIRST + timedelta(weeks=n_weeks - 1))
    return db


def footed(n, voice="voix00", start=0):
    """Texts of one source, each with the same sentence at its foot."""
    return [
        said(f"{voice} {k}", k, f"{TOPICS[k]} ce matin dans le bourg voisin.\n\n{FOOTER}", voice)
        for k in range(start, start + n)
    ]


def days_counted(db, unit="bourse de répit"):
    sql = "SELECT sum(n_days) FROM unit_week JOIN unit USING (unit_key) WHERE lemma = ?"
    return (db.execute(sql, [unit]).fetchone() or (0,))[0]


def repeated(db):
    sql = "SELECT (day - ?)::INTEGER, n_documents FROM repeated_block ORDER BY day"
    return db.execute(sql, [FIRST]).fetchall()


def test_a_sentence_is_repeated_from_the_fifth_document_of_its_source():
    assert repeated(archive(footed(7))) == [(4, 5), (5, 6), (6, 7)]


def test_four_documents_make_no_repeated_block():
    assert repeated(archive(footed(4))) == []


def test_other_sources_do_not_make_a_block_repeated():
    assert repeated(archive(footed(3) + footed(3, "voix01"))) == []


def test_a_rare_sentence_of_a_large_source_is_no_block():
    others = [said(f"autre {k}", k % 5, "Un puits de plus.") for k in range(110)]
    assert repeated(archive(footed(5) + others)) == []


def test_twenty_documents_make_a_block_however_large_the_source():
    others = [said(f"autre {k}", k % 5, "Un puits de plus.") for k in range(410)]
    feet = [said(f"pied {k}", k % 5, f"Le puits {k} gèle.\n\n{FOOTER}") for k in range(20)]
    assert repeated(archive(feet[:19] + others)) == []
    assert set(repeated(archive(feet + others))) == {(4, 20)}


def test_a_mention_in_a_repeated_block_does_not_count():
    db = archive(footed(7))
    shown = db.execute(
        "SELECT count(*) FROM v_mention JOIN unit USING (unit_key) WHERE lemma = 'bourse de répit'"
    ).fetchone()
    assert shown == (4,)


def test_the_same_term_counts_outside_the_block():
    own = said("à part", 6, "La bourse de répit soulage trois familles du plateau.", "voix00")
    alone, with_own = archive(footed(6)), archive([*footed(6), own])
    assert days_counted(with_own) == days_counted(alone) + 1


def test_a_passage_wholly_repeated_is_not_tagged():
    foot = "La fracture numérique éloigne des droits. Le non-recours aux droits grandit chez nous."
    found = [said(f"t{k}", k, foot) for k in range(1)]
    found += [said(f"u{k}", k, f"{foot} ") for k in range(1, 7)]
    db = archive(found)
    tagged = "SELECT count(DISTINCT passage_id) FROM {} WHERE variable_id = 'numerique'"
    stored = db.execute(tagged.format("tag")).fetchone()
    shown = db.execute(tagged.format("v_tag")).fetchone()
    assert (stored, shown) == ((7,), (4,))


def test_weeks_committed_one_by_one_see_the_blocks_that_a_replay_sees():
    found = footed(8)
    at_once = archive(found, 2)
    step = opened()
    for week in range(2):
        mine = [d for d in found if (d.published_at.date() - FIRST).days // 7 == week]
        keep(step, understanding.understand(loaded(), mine))
        weeks.count(step, FIRST + timedelta(weeks=week), FIRST + timedelta(weeks=week))
    sql = "SELECT * FROM repeated_block ORDER BY ALL"
    assert step.execute(sql).fetchall() == at_once.execute(sql).fetchall() != []


def test_the_order_of_texts_changes_no_block():
    sql = "SELECT * FROM repeated_block ORDER BY ALL"
    forward, backward = archive(footed(7)), archive(footed(7)[::-1])
    assert forward.execute(sql).fetchall() == backward.execute(sql).fetchall()


def test_furniture_beside_a_real_sentence_neither_makes_nor_justifies_a_tag():
    text = (
        "Le club de handball a gagné samedi soir dans sa salle.\n"
        "Lire aussi : la fracture numérique et les démarches en ligne"
    )
    assert understanding.understand(loaded(), [document("a", FIRST, text=text)])[0].tags == []


def test_a_justification_stops_where_furniture_begins():
    text = "Le RSA sous condition d’activité démarre ici.\n\nLire aussi : notre dossier sur le RSA"
    (tag,) = understanding.understand(loaded(), [document("a", FIRST, text=text)])[0].tags
    assert {text[s.start : s.end] for s in tag.spans} == {
        "Le RSA sous condition d’activité démarre ici",
        "RSA",
    }


HEADER = "La fracture numérique éloigne des droits les habitants de la Bretagne entière."


def headed():
    """Texts of one source under the same header, which alone speaks of a variable."""
    return [said(f"t{k}", k, f"{HEADER} {TOPICS[k]} ce matin dans le bourg.") for k in range(8)]


def test_a_tag_that_only_repeated_words_justify_is_not_shown():
    db = archive(headed())
    tagged = "SELECT count(DISTINCT passage_id) FROM {} WHERE variable_id = 'numerique'"
    stored = db.execute(tagged.format("tag")).fetchone()
    shown = db.execute(tagged.format("v_tag")).fetchone()
    assert (stored, shown) == ((8,), (4,))


def test_an_actor_named_in_a_repeated_header_is_not_shown_again():
    db = archive(headed())
    counted = "SELECT count(*) FROM v_actor WHERE label = 'Bretagne'"
    assert db.execute(counted).fetchone() == (4,)


def test_hidden_places_are_blanked_where_they_stand():
    text = "Un. Deux. Trois."
    hidden = Hidden([Block("p", 4, 9, FURNITURE)])
    assert hidden.blanked(text) == "Un. " + "\n" * 5 + " Trois."
    assert [hidden.meets(*place) for place in ((0, 3), (3, 5), (8, 10), (9, 10))] == [
        False, True, True, False,
    ]  # fmt: skip
