"""Terms that are no candidates although their words are nouns: formulas, institutions, procedure.

Units as nlp.terms makes them: lemmas, open hyphens. One a line.
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Adjectives that say where or whose: with a noun of general language they name nothing.
QUALIFIERS: Final = _words(
    """actuel adéquat annuel central collectif commun communal complet concret départemental
    différent économique européen extérieur final français général global important individuel
    intercommunal interministériel intérieur international local majeur mondial mutuel national
    nécessaire particulier personnel politique principal privé professionnel public quotidien
    rapide récent régional spécifique supplémentaire supérieur territorial total unique urgent
    vaste dernier premier prochain nouveau petit grand bon mauvais"""
)

FORMULAS: Final = frozenset(
    line.strip()
    for line in """
    achat de français
    action de gouvernement
    agence national
    agence régional
    ancien ministre
    appel à projet
    appel d'offre
    arrêt de cour
    assemblée national
    assemblée général
    banque central
    bout de champ
    cabinet ministériel
    cahier de charge
    calendrier scolaire
    campagne électoral
    carte d'identité
    cas pratique
    chambre de député
    chancelier allemand
    chef d'état
    chef de l'état
    chef d'entreprise
    chef de file
    chef de projet
    code général
    code de sécurité
    collaborateur de président
    collectivité local
    collectivité territorial
    comité de pilotage
    comité de suivi
    commission européen
    compétence nécessaire
    compte rendu
    conférence de presse
    conseil constitutionnel
    conseil de défense
    conseil de ministre
    conseil d'état
    conseil de sécurité
    conseil départemental
    conseil européen
    conseil général
    conseil municipal
    conseil régional
    coup d'oeil
    coup de pouce
    coup de main
    coup de feu
    cour de cassation
    cour de compte
    cour d'appel
    demande d'asile
    direction général
    discours de politique
    discours de politique général
    droite républicain
    échange de pratique
    élection législatif
    élection présidentiel
    élection régional
    élection municipal
    élection européen
    entrée en vigueur
    état d'esprit
    état de lieu
    état membre
    expression de besoin
    extrême droite
    extrême gauche
    feuille de route
    fil de l'eau
    fonction public
    force de l'ordre
    force de sécurité
    front national
    garde à vue
    gouvernement français
    grand électeur
    groupe de travail
    groupe parlementaire
    groupe politique
    homme politique
    indice de agent
    indice de fonctionnaire
    information de gouvernement
    jeu de donnée
    journal de bord
    journal télévisé
    juge d'instruction
    levée de fond
    loi de finance
    loi de programmation
    loi de république
    mandat présidentiel
    mise à disposition
    mise à jour
    mise en avant
    mise en cause
    mise en commun
    mise en œuvre
    mise en place
    mise en service
    mode d'emploi
    mode de vie
    moteur de recherche
    note de frais
    ordre de jour
    ordre public
    panneau indicateur
    parole politique
    parti politique
    partie prenant
    passage à l'acte
    passage à niveau
    peine de mort
    petite commune
    pied à terre
    pied de mur
    piste de réflexion
    plan d'action
    plan de relance
    plateau de france
    point d'étape
    point d'entrée
    point de départ
    point de vue
    politique général
    porte parole
    porteur de projet
    poste de travail
    pouvoir public
    premier ministre
    présence d'esprit
    président de conseil
    président de la commission
    président de la république
    présidente de la commission
    prise de conscience
    prise de contact
    prise de décision
    prise de parole
    prise de position
    prise de vue
    prise en compte
    prise en considération
    projet de loi
    projet de loi de finance
    proposition de loi
    quartier général
    question écrit
    rapport annuel
    réforme de code
    remise en cause
    remise en question
    représentation national
    république en marche
    règle de jeu
    réponse concret
    retour d'expérience
    retour en arrière
    sens commun
    service d'information
    service d'information de gouvernement
    service de renseignement
    service de l'état
    site internet
    source de donnée
    suppression de poste
    syndicat majoritaire
    table rond
    temps réel
    texte de loi
    tir à l'arc
    titre de séjour
    tour de table
    travail de recherche
    travail parlementaire
    union européen
    utilisateur final
    """.splitlines()
    if line.strip()
)
