"""Words that lean on a complement, or on what a text has told, and how a term takes them."""

from typing import Final

from nlp.lists import word_list

# Openings that only introduce what follows: « ensemble du territoire », « cas de pathologies ».
LIGHT: Final = word_list("""
absence application assortiment autorité base besoin but cadre cas cause contexte commission côté
cœur directeur directrice direction disposition début effet effort ensemble exemple existence fait
façon faute fin-fond fond forme genre hauteur hypothèse idée importance issue majorité manière
matière moitié moment montant nature nombre notion objet origine part partie plupart point position
président présidente préfet problème quart quantité question raison rang rapport réussite présence
sens somme sorte suite sujet série terme tiers titre total totalité tour type volume égard égide
œuvre
""")

# Nouns that say nothing without their complement: « outil de mise », « crise en provenance ».
UNFINISHED: Final = word_list("""
cours faveur fonction matière mise occurrence pris prise provenance raison remise sein suite vigueur
""")

# After « en », they say how or where things stand: « prix en moyenne », « plateforme en question ».
STANDING: Final = word_list("""
amont attente aval charge collaboration complément contact france général moyenne parallèle
partenariat particulier priorité question référence situation tête
""")

# After « à » alone, they say how: « logement mis à disposition », « risques à court terme ».
MANNER: Final = word_list("""
contribution court disposition long moyen part taille temps terme
""")

# After « du », « de la », « au », they name what the text has told: « agents de la direction ».
TOLD: Final = word_list("""
accord acteur affaire analyse application appel article atelier auteur besoin cadre chantier client
comité commission communauté conseiller consortium créateur date demande direction dispositif
document dossier défi démarche emploi-type entité entreprise enquête expérimentation filière fiche
fichier fonctionnalité fonds formulaire gouvernement groupe image intervention laboratoire liste
maison mission mobilisation mouvement méthode nombre objet observation opération ordre organisme
outil page partenaire partie pays phase plateforme porteur présentation problème processus produit
programme projet promotion présidence président question rapport recherche région réalisation
réunion résidence résultat secteur semaine serveur service session site situation société sommet
startup structure sujet système séance table thème travaux union utilisateur vice-président village
zone édition élection équipe étape état étude évaluation événement
""")

# Adjectives that lean on what follows, after « à » or « de »: « réclamation relative aux services
# publics » is no relative complaint.
LEANS: Final = {
    "à": word_list("""
afférent antérieur apte commun conforme consécutif contraire défavorable dédié essentiel externe
extérieur favorable fidèle hostile identique imputable indispensable inférieur inhérent interne
intrinsèque nécessaire opposable postérieur propice propre préalable relatif semblable similaire
supérieur égal éligible étranger
"""),
    "de": word_list("""
caractéristique dépendant digne désireux distinct exempt fier issu proche représentatif soucieux
susceptible voisin
"""),
}

# General nouns that an adjective of scale makes a theme: « crise économique ».
TROUBLES: Final = word_list("""
crise conflit dette guerre incertitude inégalité insécurité précarité tension
""")

# Nouns that make a preposition between en, à or au and de: « droits en matière de logement ».
LOCUTIONS: Final = word_list("""
attention aune base bord bout cas cause chapitre chevet compte compter cours cœur destination
direction début défaut dépit détriment encontre ensemble faveur fin fonction force gré hauteur
instar intention intégralité intérieur issue lien lieu matière milieu moment moyen niveau nom
occasion origine partir place point prisme profit propos quête raison rang regard registre rythme
sein service signe sortie suite sujet terme titre totalité travers tête veille vertu vue échelle
égard égide épreuve voisinage œuvre
""")
