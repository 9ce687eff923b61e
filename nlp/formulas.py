"""Terms that are no candidates although their words are nouns: formulas, institutions, procedure.

Units as nlp.terms makes them: lemmas, open hyphens; a comma between two.
"""

from typing import Final

from nlp.lists import word_list

# Adjectives that say where or whose: with a noun of general language they name nothing.
QUALIFIERS: Final = word_list("""
actuel adéquat annuel central collectif commun communal complet concret départemental différent
économique européen extérieur final français général global important individuel intercommunal
interministériel intérieur international local majeur mondial mutuel national nécessaire
particulier personnel politique principal privé professionnel public quotidien rapide récent
régional spécifique supplémentaire supérieur territorial total unique urgent vaste dernier premier
prochain nouveau petit grand bon mauvais gros long efficace technique matériel financier humain
administratif estival électoral présidentiel nouvelle neutre prioritaire ambitieux considérable
précédent initial pertinent grave inquiétant préoccupant voisin réel strict illégal juridique
vertueux fort haut bas significatif complexe opérationnel externe cible disponible potentiel
similaire temporel constitutif substantiel optimal élevé existant crucial conséquent satisfaisant
suffisant volumineux requis
""")

_LISTED: Final = """
achat de français, action de gouvernement, administration central, administration fiscal,
affaire culturel, agence national, agence régional, aller retour, ampleur inédit, ancien ministre,
appel à projet, appel d'offre, application de la loi, application de loi, arrêt de cour,
article de code, assemblée général, assemblée national, autorité judiciaire, avant goût,
axe de travail, banque central, banque centrale, banque de france, bas bruit, base de travail,
boite à lettre, boîte à lettre, boîte à outil, bout de champ, bris de porte, cabinet ministériel,
cahier de charge, calendrier scolaire, campagne électoral, campagne présidentiel, cas de figure,
cas de force, cas échéant, cas pratique, centre hospitalier, cercle vertueux, chambre de député,
champ d'application, chancelier allemand, chef d'entreprise, chef d'état, chef de file,
chef de l'état, chef de projet, chercheur en science, classe d'âge, code de procédure,
code de sécurité, code général, collaborateur de président, collectivité local,
collectivité territorial, comité de pilotage, comité de suivi, commission de finance,
commission européen, communauté urbain de dunkerque, compétence nécessaire, compte rendu,
condition sine, conférence de presse, conseil constitutionnel, conseil d'état, conseil de l'union,
conseil de ministre, conseil de sécurité, conseil départemental, conseil européen,
conseil général, conseil municipal, conseil régional, consigne de vote, contact presse,
contrôle de légalité,
coup d'oeil, coup de feu, coup de main, coup de pouce, cour d'appel, cour d'assise,
cour de cassation, cour de compte, crise actuel, crise global, crise local, crise majeur,
crise profond, débat de la primaire, déclaration d'utilité, décret d'application,
direct de l'élysée, direct de matignon, direct de palais de l'élysée, direction de affaire,
direction général, discours de politique, discours de politique général, dispositif de sécurité,
disposition légal, disposition réglementaire, droit de l'union, droite républicain,
emploi de temps, entrée en matière, entrée en vigueur, entrée en vigueur de loi,
expression de besoin, extrême gauche, échange de pratique, éducation national, élection européen,
élection législatif, élection municipal, élection présidentiel, élection régional,
équipe de pilotage, équipe de résident, équipe projet, état d'avancement, état d'esprit,
état de lieu, état membre, fabrique de politique, feuille de route, fil de l'eau,
fin de non recevoir, fin de quinquennat, force de l'ordre, force de police, force de sécurité,
force ouvrière, fort valeur ajouté, france insoumis, front national, gain de temps, garde à vue,
gestion de crédit, gouvernement français, grand électeur, groupe de travail, groupe parlementaire,
groupe politique, haut autorité de santé, homme politique, indicateur de suivi, indice de agent,
indice de fonctionnaire, information de gouvernement, institution judiciaire, intérêt général,
jeu de donnée, journal de bord, journal télévisé, juge d'instruction, lettre de mission,
lettre ouvert, livret de la résidence, livret de résidence, loi de finance, loi de la république,
loi de programmation, loi de république, mandat présidentiel, massif central, mesure de soutien,
mise à disposition, mise à jour, mise en avant, mise en cause, mise en commun, mise en garde,
mise en place, mise en relation, mise en service, mise en œuvre, mobilier national, mode d'emploi,
montée en puissance, moteur de recherche, note de frais, note de synthèse, objet de question,
ordre de jour, ordre du jour, ordre public, organisation de nation, organisation de nation uni,
panneau indicateur, parole politique, parti politique, partie intégrant, partie prenant,
passage à l'acte, passage à niveau, pays basque, pays de la région, perte de temps,
petite commune, peuple biélorusse, peuple libanais, période de crise, période estival,
phase d'investigation, phase de construction, pied à terre, pied de mur, pierre angulaire,
pièce jointe, piste de réflexion, plan d'action, plateau de france, point d'entrée, point d'étape,
point de départ, point de vue, police national, politique général, porte parole,
porteur de projet, poste de travail, pouvoir public, premier ministre, préfet de département,
présence d'esprit, président de conseil, président de la commission, président de la république,
présidente de la commission, principe fondamental, prise de conscience, prise de contact,
prise de décision, prise de parole, prise de position, prise de recul, prise de risque,
prise de vue, prise en charge financier, prise en compte, prise en considération, prise en main,
programme d'action, programme de travail, projet d'extension, projet de loi,
projet de loi de finance, projet de transformation, projet en cours, promesse de campagne,
proposition de loi, publication de décret, quartier général, question écrit, rappel à l'ordre,
rapport annuel, rapport moral,
remise en cause, remise en question, représentation national, retour à la normale,
retour d'expérience, retour de flamme, retour en arrière, règle de jeu, règlement de compte,
réforme de code, région bretagne, réponse concret, république en marche, sens commun,
service d'information, service d'information de gouvernement, service de l'état,
service de renseignement, service de sécurité, session de formation, séance de travail,
site internet, site web, source d'inquiétude, source d'inspiration, source de donnée,
statut de député, stratégie national, strict respect, syndicat majoritaire, table rond,
table ronde, temps de travail parlementaire, temps record, temps réel, terrain conquis,
texte de loi, texte réglementaire, tir à l'arc, tour de force, tour de table, travail d'intérêt,
travail de recherche, travail parlementaire, tribunal administratif, tribunal correctionnel,
union européen, usine à gaz, utilisateur final, valeur ajouté, vice président, vision du monde,
voie postal
"""
FORMULAS: Final = frozenset(unit.strip() for unit in _LISTED.split(","))
