import re
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.extract import PARTS, TREND_TYPES, Candidate, extract
from nlp.quotable import stands_alone
from nlp.stakes import acts, face, harms, moves
from tests.warehouse_fixture import CASES

UNTIL = date(2026, 3, 15)
SENTENCE = "Un atelier numérique accueille chaque semaine les retraités du canton."


def candidates():
    """The tagged texts of the case, as one passage each."""
    told = tomllib.loads(CASES.read_text(encoding="utf-8"))["document"]
    return [
        Candidate(
            passage=f"p{k:02}",
            document=f"d{k:02}",
            voice=document["source"],
            text=document["text"],
            start=100 * k,
            kind=document["kind"],
            theme=document["theme"],
            trend_type=document.get("type"),
            probability=0.9,
            day=document["day"],
            spans=(),
        )
        for k, document in enumerate(told)
        if "theme" in document and "copies" not in document
    ]


@pytest.fixture(scope="module")
def chosen():
    return extract(candidates(), until=UNTIL)


def everything(chosen):
    return [sentence for part in PARTS for sentence in chosen.parts[part].sentences]


def test_every_sentence_is_at_its_offsets(chosen):
    passages = {c.passage: c for c in candidates()}
    for s in everything(chosen):
        text, start = passages[s.passage].text, passages[s.passage].start
        assert text[s.start - start : s.end - start] == s.text


def test_every_part_has_five_sentences_of_four_voices(chosen):
    for part in chosen.parts.values():
        assert len(part.sentences) >= 5 and len({s.voice for s in part.sentences}) >= 4
        assert part.shortfall == ""


def test_no_document_is_quoted_more_than_twice(chosen):
    assert max(Counter(s.document for s in everything(chosen)).values()) <= 2


def test_no_sentence_is_said_twice(chosen):
    texts = [s.text for s in everything(chosen)]
    assert len(set(texts)) == len(texts)


def test_no_two_sentences_share_half_their_words(chosen):
    words = [set(re.findall(r"\w{3,}", s.text.lower())) for s in everything(chosen)]
    pairs = [(a, b) for k, a in enumerate(words) for b in words[:k]]
    assert all(len(a & b) / len(a | b) < 0.5 for a, b in pairs)


def test_trends_come_from_trends_and_levers_from_levers(chosen):
    kinds = {c.passage: c.kind for c in candidates()}
    assert {kinds[s.passage] for s in chosen.parts["tendances"].sentences} == {"tendance"}
    assert {kinds[s.passage] for s in chosen.parts["leviers"].sentences} == {"levier"}


@pytest.mark.parametrize(
    "text",
    [
        "Les ouvriers du canton attendent le versement de leur retraite depuis le printemps.",
        "Les permanences du jeudi et l’atelier du soir restent deux rendez-vous connus de tous.",
        "Les propos tenus en séance ont pris une forme plus financière que d’ordinaire.",
        "Les coordonnées des agents expérimentés figurent au dos de la brochure du canton.",
        "Le distributeur de la place reste, formellement, un signe de vie dans le bourg.",
    ],
)
def test_a_word_that_only_looks_like_an_action_is_none(text):
    assert not acts(text)


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "La caisse ouvre un guichet commun dans trois bourgs du plateau.",
        "Le département verse une prime aux agents qui restent cinq ans en poste.",
        "La plateforme permet de suivre un dossier sans se déplacer jusqu’à la préfecture.",
        "Les gardiens d’immeuble sont formés au repérage des situations d’isolement.",
        "Trois caisses du littoral tiennent ensemble une permanence pour les parents séparés.",
        "La commune finance deux postes de médiateur pour lutter contre la fracture numérique.",
    ],
)
def test_what_someone_does_is_an_action_and_no_harm(text):
    assert acts(text) and not harms(text)


@pytest.mark.parametrize(
    "text",
    [
        "Deux caisses du littoral vont réduire leurs permanences à la rentrée de septembre.",
        "La réforme des horaires a fait disparaître les permanences de trois cantons ruraux.",
        "La pénurie de médecins aggrave les difficultés de recrutement du service.",
    ],
)
def test_a_service_that_is_cut_or_a_risk_is_a_harm(text):
    assert harms(text)


@pytest.mark.parametrize(
    "text",
    [
        "Des guichets aux horaires disparates reçoivent exclusivement sur rendez-vous le matin.",
        "La coutume perdure dans les villages du plateau depuis plus de quarante ans.",
    ],
)
def test_a_word_that_only_looks_like_a_risk_is_none(text):
    assert face(text) == ""


def test_a_harm_is_no_lever_and_the_part_says_that_it_is_incomplete():
    harm = "Deux caisses du littoral vont réduire leurs permanences à la rentrée de septembre."
    one = replace(candidates()[0], text=harm, start=0, kind="levier")
    part = extract([one], until=UNTIL).parts["leviers"]
    assert part.sentences == () and part.shortfall.startswith("Partie incomplète")


def test_levers_that_act_come_before_another_theme_that_does_not():
    idle = "Le guichet de la place reste un lieu connu de tous les habitants du bourg."
    one = replace(candidates()[0], start=0, kind="levier")
    act = "La mairie finance {0}ra {0}lo {0}mi {0}tu {0}ve {0}so dans le bourg."
    texts = {letter: act.format(letter) for letter in "bcdfghjklmnpqrstvwxz"} | {"a": idle}
    made = [
        replace(one, passage=k, document=k, voice=k, text=text, theme=str(text == idle))
        for k, text in texts.items()
    ]
    found = extract(made, until=UNTIL).parts["leviers"].sentences
    assert len(found) == 8 and idle not in {s.text for s in found}


@pytest.mark.parametrize(
    "text",
    [
        "Dans le canton, un dossier sur quatre reste inachevé au guichet numérique.",
        "Les délais de la caisse obligent les foyers à emprunter pour les salaires.",
        "Les familles du canton n’ont jamais reçu la brochure de la mairie.",
        "La généralisation des écrans efface peu à peu le regard du guichet.",
        "Les bénévoles du bourg s’épuisent quand la caisse compte sur eux.",
        "Les petits foyers craignent la fusion avec les caisses du littoral.",
    ],
)
def test_a_movement_a_share_an_effect_or_a_lack_moves(text):
    assert moves(text)


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "Une charte de l’accueil fixe des règles communes à la mairie et à la caisse.",
        "La maison des associations affiche à l’entrée un choix de missions courtes.",
        "Le comité d’éthique du canton rend publics ses avis sur les algorithmes.",
    ],
)
def test_a_local_device_told_in_the_present_does_not_move(text):
    assert not moves(text)


def test_aids_that_someone_cofinances_are_no_action():
    assert not acts("Les familles du bourg ignoraient les aides cofinancées par la caisse.")
    assert acts("Les ateliers du bourg sont largement cofinancés par la caisse.")


def made(kind, texts):
    """One passage of this kind for each text, of as many documents and voices; « a » is surest."""
    one = replace(candidates()[0], start=0, kind=kind, theme=None, trend_type=None)
    return [
        replace(
            one, passage=k, document=k, voice=k, text=text, probability=0.9 if k == "a" else 0.1
        )
        for k, text in texts.items()
    ]


def test_what_moves_comes_before_a_device_in_the_trends():
    device = "Une charte de l’accueil fixe des règles communes à la mairie et à la caisse."
    moving = "Le {0}ra {0}lo {0}mi {0}tu {0}ve recule davantage chaque année dans le bourg."
    texts = {letter: moving.format(letter) for letter in "bcdfghjklmnpqrstvwxz"} | {"a": device}
    found = extract(made("tendance", texts), until=UNTIL).parts["tendances"].sentences
    assert len(found) == 8 and device not in {s.text for s in found}


def test_what_moves_comes_before_a_device_in_the_synthesis():
    device = "Une charte de l’accueil fixe des règles communes à la mairie et à la caisse."
    moving = "Le {0}ra {0}lo {0}mi {0}tu {0}ve évolue peu à peu dans le bourg."
    texts = {letter: moving.format(letter) for letter in "bcdfghjklmnpqrstvwxz"} | {"a": device}
    found = extract(made("aucun", texts), until=UNTIL).parts["synthese"].sentences
    assert len(found) == 8 and device not in {s.text for s in found}


def test_a_share_is_no_lever_while_an_action_is_left():
    share = "Dans le canton, quatre familles sur dix lancent la demande et l’abandonnent."
    act = "La mairie finance {0}ra {0}lo {0}mi {0}tu {0}ve {0}so dans le bourg."
    texts = {letter: act.format(letter) for letter in "bcdfghjklmnpqrstvwxz"} | {"a": share}
    found = extract(made("levier", texts), until=UNTIL).parts["leviers"].sentences
    assert len(found) == 8 and share not in {s.text for s in found}


def test_trends_are_grouped_by_type_in_the_order_of_the_brief(chosen):
    groups = [TREND_TYPES.index(s.group) for s in chosen.parts["tendances"].sentences]
    assert groups == sorted(groups)


def test_the_same_passages_in_another_order_give_the_same_choice(chosen):
    assert extract(candidates()[::-1], until=UNTIL) == chosen


def test_a_part_without_enough_says_so_and_pads_nothing():
    trends = [c for c in candidates() if c.kind == "tendance"]
    part = extract(trends, until=UNTIL).parts["leviers"]
    assert part.sentences == ()
    assert part.shortfall.startswith("Partie incomplète\u00a0: aucune phrase")


def test_a_short_part_gives_what_it_found():
    lever = next(c for c in candidates() if c.kind == "levier")
    part = extract([replace(lever, text=SENTENCE)], until=UNTIL).parts["leviers"]
    assert "1 phrase de 1 voix, pour 5 phrases de 4 voix" in part.shortfall


def test_no_passage_gives_three_short_parts():
    empty = extract([], until=UNTIL)
    assert all(part.shortfall for part in empty.parts.values()) and empty.faces == {}


def test_a_sentence_without_the_variable_is_not_chosen():
    told = replace(candidates()[0], spans=((500, 510),))
    assert everything(extract([told], until=UNTIL)) == []


def test_a_sentence_longer_than_its_rights_is_not_chosen():
    assert everything(extract([replace(candidates()[0], longest=40)], until=UNTIL)) == []


def test_a_sentence_of_three_documents_is_a_form():
    one = replace(candidates()[0], text=SENTENCE)
    same = [replace(one, passage=f"p{k}", document=f"d{k}", voice=f"v{k}") for k in range(3)]
    assert everything(extract(same, until=UNTIL)) == []


def test_the_most_recent_of_two_equal_sentences_is_chosen():
    one = replace(candidates()[0], text=SENTENCE)
    old = replace(one, passage="p0", document="d0", day=UNTIL - timedelta(days=300))
    new = replace(one, passage="p1", document="d1", day=UNTIL)
    assert everything(extract([old, new], until=UNTIL))[0].passage == "p1"


@given(st.lists(st.text(max_size=300), max_size=8))
def test_any_text_at_all_is_quoted_exactly(texts):
    one = candidates()[0]
    given_ = [
        replace(one, passage=str(k), document=str(k), text=t, start=0) for k, t in enumerate(texts)
    ]
    for s in everything(extract(given_, until=UNTIL)):
        assert texts[int(s.passage)][s.start : s.end] == s.text


@pytest.mark.parametrize(
    "text",
    [
        "La fracture numérique touche les plus âgés et les plus isolés du pays.",
        "Le coffre-fort numérique conserve les papiers des personnes sans domicile (CCAS).",
        "Seize communes expérimentent le coffre-fort numérique avec 12 % de leurs allocataires.",
        "« Le guichet ferme », déplore la mairie de Brumeval devant les familles.",
        "Les agents de La Poste tiennent un atelier numérique dans le canton.",
        "Si le guichet ferme, il laisse sans réponse les personnes âgées du canton.",
        "Une équipe qui accompagne les aidants mène un atelier dans chaque canton.",
        "Les communes recrutent des médiateurs numériques au cours de cette année.",
        "La demande croît et les agents du canton répondent seuls à ces demandes.",
        "Le guichet aide chaque semaine ces familles du canton qui renoncent à leurs droits.",
        "Fermer les guichets qui restent ouverts serait une perte pour le canton.",
        "Aider les jeunes du canton, c’est l’objectif que se donne le guichet.",
        "Les communes du canton ouvrent des guichets, et ces guichets ne désemplissent pas.",
        "Le canton du plateau rouvre cette année le guichet que les familles attendaient.",
        "Les familles du plateau attendent ce moment où le guichet va enfin rouvrir.",
        "Plus des deux tiers des familles du plateau ignorent où se trouve le guichet.",
        # The same nouns, named.
        "Le texte de loi sur les foyers prévoit un guichet dans chaque canton.",
        "La profession d’assistante maternelle attire moins de jeunes qu’hier.",
        "Le dispositif qui loge les apprentis double de taille cette année.",
        "La réforme territoriale regroupe trois cantons du plateau en un seul.",
        "Le rôle des agents se réduit souvent à la tenue du guichet numérique.",
        # Pronouns that stand for what was said before them, ties between clauses of one sentence.
        "Le dossier unique permet à chaque agent du canton de le consulter à distance.",
        "Les communes qui ferment leur guichet le rouvrent parfois un an après.",
        "Les familles voient fermer le guichet qui leur permettait de demander une aide.",
        "Près de 9 usagers sur 10 lisent les avis et 8 d’entre eux les jugent utiles.",
        "Trente fondations du pays réservent une part de leurs dons aux guichets.",
        "Pour remplir leur dossier, les familles du canton attendent un rendez-vous.",
        "Non-recours et pauvreté progressent ensemble dans les cantons du plateau.",
        "Les délais s’allongent, et donc les familles du canton quittent le guichet.",
        "Des rails réduisent la peine des soignantes et facilitent le lever des résidents.",
        "Le référent logiciel libre peut conseiller les agents du canton au guichet.",
        "Les élus déguisent en progrès le retrait des guichets de tout le canton.",
        "En réalité il n’y a pas un guichet pour les familles du canton.",
        "Les entreprises du bourg ignorent le guichet et recrutent d’abord entre elles.",
        "La plupart des familles du canton redoutent la fermeture du guichet.",
        "On observe dans le canton un recul des demandes au guichet numérique.",
        "Qu’il s’agisse de prêts ou de dons, le guichet aide toutes les familles.",
    ],
)
def test_a_whole_statement_stands_alone(text):
    assert stands_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        "Il permet aux usagers de gagner du temps dans leurs démarches en ligne.",
        "Cette mesure permet aux usagers de gagner du temps dans leurs démarches.",
        "En outre, la mairie ouvre un atelier numérique pour les retraités.",
        "Par ailleurs, la mairie ouvre un atelier numérique pour les retraités.",
        "Mais la mairie ouvre un atelier numérique pour les retraités du canton.",
        "C’est pour la mairie un atelier numérique de plus ouvert aux retraités.",
        "Lancé en 2019 par la mairie, il est désormais utilisé dans tout le canton.",
        "La mairie ouvrira-t-elle un atelier numérique pour les retraités du canton ?",
        "M. le ministre ouvre un atelier numérique pour les retraités du canton.",
        "La députée attire l’attention du Gouvernement sur l’atelier numérique du canton.",
        "la mairie ouvre un atelier numérique pour les retraités du canton.",
        "La mairie ouvre un atelier numérique pour les retraités du canton",
        "La mairie ouvre un atelier numérique pour les retraités du canton ;",
        "Les ateliers : un par canton, le mardi, avec un médiateur numérique.",
        "Nous ouvrons un atelier numérique pour les retraités de tout le canton.",
        "La mairie ouvre un atelier.",
        "Urgence pour les retraités Une mairie ouvre un atelier numérique au canton.",
        "Mieux accueillir les retraités Le canton ouvre un atelier numérique au centre.",
        "Grâce à cette aide, la mairie ouvre un atelier numérique pour les retraités.",
        "Les équipes qui l’appliquent accueillent chaque semaine les retraités du canton.",
        "La mairie « ouvre un atelier numérique pour les retraités du canton.",
        "La mairie ouvre des ateliers, des permanences, des bornes, des guichets, etc.",
        "La mairie ouvre " + "un atelier numérique et " * 15 + "un guichet.",
        # Titles, items of lists, halves of sentences: no verb, or none but that of a relative.
        "Éviter la noyade grâce à la bouée de l’innovation publique.",
        "Un bel exemple où le droit à l’alimentation est saisi comme un commun.",
        "Accompagner les agents du canton à dématérialiser une démarche d’aide.",
        "Le besoin d’un lieu pour se voir, pour faire ensemble, sans empiéter sur l’espace.",
        "Les modes de coopération, un espace de dialogue entre les élus et les agents.",
        "D’autant plus intéressant quand on considère que le guichet va bientôt fermer.",
        "Tous ses travaux sur les effets du numérique servent encore de référence.",
        "Main dans la main avec les administrations pour assurer l’autonomie des agents.",
        "L’instruction des demandes (en établissant un canal qui garantit un lien).",
        "Tant à l’encontre des agents, qui font mieux avec moins, que des familles.",
        "Le plan, une boussole pour les périodes de transformation Chaque canton est unique.",
        "Les communes recrutent des médiateurs numériques pour pallier cette pénurie.",
        "Malheureusement, les agents du canton ne peuvent répondre seuls à ces demandes.",
        "Les livrables de la résidence des agents sont consultables en ligne ici .",
        "Un carnet de chansons de marins de passage du port.",
        "Le canton aide, par un guichet, les familles qui attendent cette prestation.",
        "La suspension des budgets de la caisse est, dans certains cas, un risque.",
        "Les agents du canton forment les familles, mais celles-ci restent peu nombreuses.",
        "La caisse du plateau a prévu de plafonner ladite hausse à trois pour cent.",
        "Une partie des familles de chacun des deux cantons attend un guichet.",
        "Le canton a besoin d’une telle réforme pour garder ouverts ses guichets.",
        "Concernant les familles du plateau, le guichet reste ouvert deux jours.",
        "Bien que le guichet soit ouvert, les familles du canton l’ignorent souvent.",
        "Le guichet compte mille usagers depuis 2010.À Belval le nombre baisse encore.",
        # A bare noun that another sentence named.
        "Le texte prévoit un guichet pour les familles dans chaque canton rural.",
        "La mesure ne concerne que les veilleurs de nuit des foyers.",
        "La profession s’inquiète de la fermeture des guichets du canton.",
        "Le dispositif actuel laisse de côté les retraités du plateau.",
        "Chaque été, l’association accueille vingt familles de passage au bourg.",
        "L’objectif est de rapprocher les agents des familles du plateau.",
        "Les auteurs recommandent une convention unique avec la caisse du plateau.",
        "Le financement du dispositif est assuré par la caisse et par le canton.",
        "Dans un second temps, les agents publieront une partie de ces relevés.",
        # A pronoun or a possessive that stands for nothing before it.
        "Les auteurs de l’enquête l’offrent désormais aux équipes des guichets.",
        "La municipalité du bourg propose de les lier par une charte commune.",
        "Les associations intercommunales aideront à le remplir chaque mardi matin.",
        "La panne du portail prouve, selon eux, que le guichet reste utile.",
        "En raison du vieillissement du canton, leur reconnaissance est un enjeu social.",
        "Plusieurs juristes y lisent le signe d’une réforme du canton inachevée.",
        "Des milliers de familles du plateau lui doivent un toit et un travail.",
        "Aucun guichet du canton, estime-t-elle, ne sait encore peser une hésitation.",
        "Celles-ci ont travaillé pour le canton sans valider de trimestres de retraite.",
        "Depuis, de nombreux guichets numériques ont ouvert dans les bourgs du canton.",
        "En résultent des écarts entre les bourgs du canton et ceux du plateau.",
        "Jusqu’à fin décembre il couvrira les agents des guichets du canton.",
        "La plus jeune des agentes m’a proposé de porter un projet de guichet.",
        # A tie to the sentence before, an answer, a day that only its text knows.
        "La fermeture des guichets est donc un risque pour les familles du canton.",
        "Les familles du canton s’inquiètent aussi de la fermeture des guichets.",
        "Un guichet a également été ouvert pour les familles de tout le canton.",
        "Q - Le canton ouvre un guichet de plus pour les familles du plateau.",
        "Le maire du bourg a rappelé hier que le guichet ouvrait tous les jours.",
        "Que le chômage baissait et était passé sous la barre des huit pour cent.",
        # Halves: their only « verb » is a noun after its article.
        "La lutte contre le non-recours aux prestations sociales du canton.",
        "Le manque de lieux informels qui permettent de nouer la confiance au bourg.",
        "La moitié pour les familles, avec la suppression de la taxe du canton.",
        "Programme du cours « Ouvrir un guichet numérique dans son canton ».",
        "Un gain de temps et de place pour tout le monde au guichet.",
        "J’ai rejoint le guichet du canton pour accueillir les familles du plateau.",
        "L’agence crée un guichet dont le jury réunira les familles du plateau.",
        "La fermeture des guichets peut aussi coûter cher aux familles du canton.",
        "La moitié redoute que le guichet s’ajoute aux permanences du canton.",
        "Tous souhaitent que le guichet du canton ouvre un jour de plus.",
        "On pense aux familles du plateau qui attendent un guichet depuis un an.",
        "Imaginez que le canton a payé le salaire de onze mille agents.",
        "Ton guichet a été confié par le canton à une caisse du plateau.",
    ],
)
def test_what_leans_on_another_sentence_does_not_stand_alone(text):
    assert not stands_alone(text)


@pytest.mark.parametrize(
    "text, told",
    [
        ("Le dossier unique facilite le travail des agents.", "gain"),
        ("Les personnes isolées renoncent à leurs droits.", "risque"),
        ("Le tout en ligne entraîne une perte d’autonomie.", "risque"),
        ("La prime est versée aux personnes isolées.", ""),
        ("Le guichet ne facilite plus les démarches.", ""),
        ("Le robot, loin d’alléger la tâche, la complique.", ""),
        ("Le guichet ouvre à neuf heures.", ""),
        ("Ces journées permettent de prendre du recul sur sa pratique.", ""),
        ("L’accès aux droits est en net recul.", "risque"),
        ("On peut être endetté sans jamais être exclu du réseau.", ""),
        ("Le chantier a duré sans perdre ni son budget ni son nom.", ""),
        ("Sans guichet, les personnes âgées sont exclues du droit.", "risque"),
        ("La réforme des horaires est restée sans bénéfice pour les familles.", ""),
        ("Les délais s’améliorent sur le papier, sans effet pour les familles.", ""),
        ("Le guichet améliore l’accueil, sans frais pour les familles.", "gain"),
        ("La visite à domicile sert au repérage des fragilités.", ""),
        ("Les mères viennent le soir confier leurs difficultés.", ""),
        ("Le conseil du bourg lutte contre l’isolement et la précarité.", ""),
        ("La commune a tout fait pour lever les freins à la garde des petits.", ""),
        ("Le camion passe chez les élèves en difficulté et les ménages menacés.", ""),
        ("Le loyer n’est plus un obstacle pour les apprentis du bourg.", ""),
        ("Les couleurs disparates de la façade datent de la crise sanitaire.", ""),
        ("Les équipes font face à une pénurie de chambres.", "risque"),
        ("Les veilleurs de nuit ne bénéficient pas de la prime.", "risque"),
        ("Les gardes de nuit n’ont plus accès au vestiaire.", "risque"),
        ("Le taux de chômage du canton a nettement reculé.", "gain"),
        ("La fusion des caisses fait baisser le prix du repas.", "gain"),
        ("Le budget des permanences va baisser de moitié.", "risque"),
        ("La borne fait gagner du temps aux parents.", "gain"),
        ("Un serveur gagne en moyenne la moitié du salaire d’un cadre.", ""),
        ("La tournée aide les aînés du plateau à remplir leur dossier.", "gain"),
        ("Le plan de la mairie compte un volet d’amélioration des cours.", ""),
        ("Pour améliorer leurs cours, des enseignants se réunissent.", ""),
        ("Le collectif « Simplifie ta ville » se réunit le mardi.", ""),
        ("Un contrat réunit la ville et la caisse autour de la souffrance psychique.", ""),
        ("Les visiteuses signalent au service les chutes et les isolements.", ""),
        ("Les visiteuses signalent une aggravation de la pauvreté au bourg.", "risque"),
        ("Le droit perdu par erreur sera rétabli au jour de la demande.", ""),
        ("Le droit perdu par erreur laisse le foyer sans ressources.", "risque"),
        ("Une cellule reçoit les alertes des familles et propose un entretien.", ""),
        ("Les associations alertent sur les délais de la caisse.", "risque"),
        ("Le budget classe chaque ligne selon ses effets sur les inégalités.", ""),
        ("Le plan est une mission pour des aînés en perte d’autonomie.", ""),
        ("Le versement automatique supprimerait une large part du non-recours.", "gain"),
        ("La pauvreté réduit les chances des enfants du bourg.", "risque"),
        ("L’apprentissage gagne du terrain dans les cours du soir du bourg.", ""),
        ("La boutique prête des fauteuils à prix réduit aux aînés du bourg.", ""),
        ("Le canton doit favoriser les sports de nature.", ""),
        ("L’enjeu du guichet est de simplifier les démarches.", ""),
        ("Des aînés qui ont bâti pour améliorer leur retraite sont ruinés.", ""),
        ("La copie est rangée dans le bon sens et dans le bon ordre.", ""),
        ("Les petits foyers craignent la fusion des caisses.", "risque"),
    ],
)
def test_a_sentence_tells_a_gain_or_a_risk(text, told):
    assert face(text) == told
