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
    vaste dernier premier prochain nouveau petit grand bon mauvais gros long
    efficace technique matériel financier humain administratif estival électoral présidentiel
    nouvelle neutre prioritaire ambitieux considérable précédent initial pertinent
    grave inquiétant préoccupant voisin réel strict illégal juridique vertueux fort haut bas"""
)

FORMULAS: Final = frozenset(
    line.strip()
    for line in """
    achat de français
    action de gouvernement
    administration central
    administration fiscal
    affaire culturel
    agence national
    agence régional
    aller retour
    ampleur inédit
    ancien ministre
    appel d'offre
    appel à projet
    application de la loi
    application de loi
    arrêt de cour
    article de code
    assemblée général
    assemblée national
    autorité judiciaire
    avant goût
    axe de travail
    banque central
    banque centrale
    banque de france
    bas bruit
    base de travail
    bout de champ
    cabinet ministériel
    cahier de charge
    calendrier scolaire
    campagne présidentiel
    campagne électoral
    cas de figure
    cas de force
    cas pratique
    cercle vertueux
    chambre de député
    champ d'application
    chancelier allemand
    chef d'entreprise
    chef d'état
    chef de file
    chef de l'état
    chef de projet
    code de procédure
    code de sécurité
    code général
    collaborateur de président
    collectivité local
    collectivité territorial
    comité de pilotage
    comité de suivi
    commission de finance
    commission européen
    communauté urbain de dunkerque
    compte rendu
    compétence nécessaire
    condition sine
    conférence de presse
    conseil constitutionnel
    conseil d'état
    conseil de l'union
    conseil de ministre
    conseil de sécurité
    conseil départemental
    conseil européen
    conseil général
    conseil municipal
    conseil régional
    consigne de vote
    contrôle de légalité
    coup d'oeil
    coup de feu
    coup de main
    coup de pouce
    cour d'appel
    cour d'assise
    cour de cassation
    cour de compte
    crise profond
    direct de l'élysée
    direct de matignon
    direct de palais de l'élysée
    direction de affaire
    direction général
    discours de politique
    discours de politique général
    dispositif de sécurité
    disposition légal
    disposition réglementaire
    droit de l'union
    droite républicain
    débat de la primaire
    déclaration d'utilité
    décret d'application
    emploi de temps
    entrée en matière
    entrée en vigueur
    entrée en vigueur de loi
    expression de besoin
    extrême gauche
    fabrique de politique
    feuille de route
    fil de l'eau
    fin de non recevoir
    fin de quinquennat
    force de l'ordre
    force de police
    force de sécurité
    force ouvrière
    france insoumis
    front national
    garde à vue
    gestion de crédit
    gouvernement français
    grand électeur
    groupe de travail
    groupe parlementaire
    groupe politique
    haut autorité de santé
    homme politique
    indicateur de suivi
    indice de agent
    indice de fonctionnaire
    information de gouvernement
    institution judiciaire
    jeu de donnée
    journal de bord
    journal télévisé
    juge d'instruction
    lettre de mission
    lettre ouvert
    livret de la résidence
    livret de résidence
    loi de finance
    loi de la république
    loi de programmation
    loi de république
    mandat présidentiel
    massif central
    mesure de soutien
    mise en avant
    mise en cause
    mise en commun
    mise en garde
    mise en place
    mise en relation
    mise en service
    mise en œuvre
    mise à disposition
    mise à jour
    mobilier national
    mode d'emploi
    montée en puissance
    note de frais
    note de synthèse
    objet de question
    ordre de jour
    ordre du jour
    ordre public
    organisation de nation
    organisation de nation uni
    panneau indicateur
    parole politique
    parti politique
    partie prenant
    passage à l'acte
    passage à niveau
    pays basque
    pays de la région
    petite commune
    peuple biélorusse
    peuple libanais
    pied de mur
    pied à terre
    pierre angulaire
    piste de réflexion
    pièce jointe
    plan d'action
    plateau de france
    point d'entrée
    point d'étape
    point de départ
    point de vue
    politique général
    porte parole
    porteur de projet
    poste de travail
    pouvoir public
    premier ministre
    principe fondamental
    prise de contact
    prise de décision
    prise de parole
    prise de position
    prise de risque
    prise de vue
    prise en charge financier
    prise en compte
    prise en considération
    prise en main
    programme d'action
    programme de travail
    projet d'extension
    projet de loi
    projet de loi de finance
    projet de transformation
    projet en cours
    promesse de campagne
    proposition de loi
    préfet de département
    présence d'esprit
    président de conseil
    président de la commission
    président de la république
    présidente de la commission
    publication de décret
    période de crise
    période estival
    quartier général
    question écrit
    rappel à l'ordre
    rapport annuel
    remise en cause
    remise en question
    représentation national
    retour d'expérience
    retour de flamme
    retour en arrière
    règle de jeu
    règlement de compte
    réforme de code
    région bretagne
    réponse concret
    république en marche
    sens commun
    service d'information
    service d'information de gouvernement
    service de l'état
    service de sécurité
    site internet
    source d'inquiétude
    source d'inspiration
    source de donnée
    statut de député
    strict respect
    syndicat majoritaire
    séance de travail
    table rond
    temps de travail parlementaire
    temps record
    temps réel
    terrain conquis
    texte de loi
    texte réglementaire
    tir à l'arc
    tour de force
    tour de table
    travail de recherche
    travail parlementaire
    tribunal administratif
    tribunal correctionnel
    union européen
    usine à gaz
    utilisateur final
    vice président
    éducation national
    intérêt général
    police national
    stratégie national
    échange de pratique
    moteur de recherche
    classe d'âge
    prise de conscience
    travail d'intérêt
    centre hospitalier
    service de renseignement
    crise actuel
    crise majeur
    crise global
    crise local
    élection européen
    élection législatif
    élection municipal
    élection présidentiel
    élection régional
    équipe de pilotage
    équipe de résident
    équipe projet
    état d'avancement
    état d'esprit
    état de lieu
    état membre
    """.splitlines()
    if line.strip()
)
