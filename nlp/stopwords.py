"""Words of French that name nothing to watch: closed classes, dates, and general language.

Forms are in small letters with a straight apostrophe; lemmas are those of nlp.lemmas.
"""

from typing import Final

from nlp.lists import word_list

# Forms that may stand inside a term: « prise en charge », « accès aux droits », « fin de vie ».
JOINERS: Final = {
    "de": "de", "d'": "de", "du": "de", "des": "de", "à": "à", "au": "à", "aux": "à", "en": "en",
}  # fmt: skip
ARTICLES: Final = word_list("le la l' les")  # only after de or à

# Forms that end a term wherever they stand.
FUNCTION_WORDS: Final = word_list("""
-ce -ci -elle -elles -en -il -ils -je -la -le -les -leur -lui -là -moi -nous -on -t -toi -tu -vous
-y a abord actuel actuelle actuelles actuels afin ah ai aie aient aies ailleurs ainsi ait al. alors
amp an ancien ancienne anciennes anciens and après are art art. as assez at au-delà au-dessous
au-dessus aucun aucune aucuns aujourd'hui auparavant auprès auquel aura auraient aurait auront
aussi aussitôt autant autour autre autrefois autrement autres autrui auxquelles auxquels avaient
avais avait avant avec avez avoir avons ayant bah be beau beaucoup beaux bel belle belles ben bien
bientôt bonjour bonsoir br bravo bref by c' c'est car ce ceci cela celle celle-ci celle-là celles
celles-ci celui celui-ci celui-là cent cents cependant certain certaine certaines certains certes
ces cet cette ceux ceux-ci ceux-là cf cf. chacun chacune chaque cher chers chez chère chères ci
ci-après ci-contre ci-dessous ci-dessus ci-joint cinq cinquante cinquième cit. cliquez com combien
comme comment complètement compris comprise comprises concernant connu connue connues connus
contrario contre conçu conçue conçues conçus côté d d'abord d'ailleurs dans davantage dedans dehors
delà demain depuis dernier derniers dernière dernières derrière desdites desdits dessous dessus
deux deuxième devant devers différent différente différentes différents div divers diverse diverses
dix dixième donc dont dorénavant douze dr dr. dudit due dues durant dus dès décrit décrite déjà
désormais dévolu dévolue dévolues dévolus dû effet eh elle elle-même elles elles-mêmes en-dessous
encore enfin ensuite entre envers environ es est est-à-dire et etc etc. eu eue euh eut eux
eux-mêmes ex excepté face faut fig. for fors fortiori fr from furent fus fut futur future futures
futurs grâce guère hein hier hormis hors href htm html http https hui huit huitième hélas ibid ici
id. il ils img in inscrit inscrite inscrites inscrits is issu issue issues issus it j' jadis jamais
je jpg jusqu' jusque justement ladite laquelle ledit lequel lesdites lesdits lesquelles lesquels
leur leurs lien liens lire loin longtemps lors lorsqu' lorsque lui lui-même là là-bas là-dessus m'
m. ma madame mademoiselle maintenant mais malgré me meilleur meilleure meilleures meilleurs merci
mes mesdames messieurs mgr mien mienne mieux mille ministériel mlle mm. mme mme. mmes moi moi-même
moindre moins mon monsieur moult moyennant même mêmes n' naguère nb nbsp ne neuf neuvième ni no.
nombre nombreuse nombreuses nombreux non nonobstant nos not notre nous nous-mêmes nouveau nouveaux
nouvel nouvelle nouvelles nul nulle nulles nuls n° néanmoins nôtre o of oh ok okay on ont onze op.
or org ou oublie oui our outre outre-mer où p. par par-delà parce parfois parmi partout pas pdf
pendant permis peu peut peut-être php pire pis plein pleine pleines pleins plupart plus plusieurs
plutôt png point posteriori pour pourquoi pourtant pp. pr premier premiers première premières
presque priori prochain prochaine prochaines prochains propos propre propres près préalable précité
précitée précédent précédente précédentes précédents présent présente présentes présents ps puis
puisqu' puisque pur pure pures purs q qu qu' qu'il qu'on quand quant quarante quasi quatorze quatre
quatrième que quel quelconque quelle quelles quelqu'un quelqu'une quelque quelquefois quelques
quelques-uns quels qui quiconque quid quinze quoi quoiqu' quoique quot revanche rien récent récente
récentes récents s' sa salut sans sauf se second seconde secondo sein seize selon sept septième
sera seraient serait seront ses seul seule seulement seules seuls si sien sienne simple simples
sinon six sixième soi soi-même soient sois soit soixante sommes son sont soudain sous souvent span
src st ste stp suis suite suivant suivante suivantes suivants sur surtout suscité suscitée susdit
susvisé svp t' ta tandis tant tantôt tard te tel telle telles tels tes that the this tien tiens to
toi ton toujours tous tout toute toutefois toutes travers treize trente trois troisième trop
trouver très tu tôt un une uns vers via vingt vis-à-vis vite vivement voici voilà voir voire vol.
volontiers vos votre vous vous-même vous-mêmes vraiment vs vécu vécue vécues vécus vôtre we with
www y you your zéro ça étaient étais était étant été êtes être ô
""")

DATES: Final = word_list("""
% an année années ans août après-midi automne avr. avril centaine centaines centime centimes
cinquantaine cm date dates degré degrés demi-heure dimanche dizaine dizaines dollar dollars
dimanches douzaine déc. décembre décennie décennies euro euros fois févr. février h ha hectare
hectares heure heures hiver janv. janvier jeudi jeudis jour journée journées jours jt juill. juillet
juin kg kilomètre kilomètres km kwh lendemain litre litres lundi lundis mai mardi mardis mars matin
matins matinée mercredi mercredis mi-journée midi milliard milliards millier milliers million
millions min minuit minute minutes mm mois mwh mètre mètres nov. novembre oct. octobre pourcent
pourcentage pourcentages pourcents printemps quarantaine quinzaine quinzaines samedi samedis seconde
secondes semaine semaines semestre semestres sept. septembre siècle siècles soir soirs soirée
soirées soixantaine tonne tonnes trentaine trimestre trimestres veille vendredi vendredis vingtaine
week-end week-ends €
""")

# Adjectives that stand before their noun: they may open a term, never end it.
BEFORE_NOUN: Final = word_list("""
bas bon demi double faible fort grand gros haut jeune libre long mauvais micro mini moyen petit
vieux
""")

# Words after which a name follows (lemmas): « ministre Agnès Buzyn », « mairie de » excepted.
TITLES: Final = word_list("""
acteur affaire ambassadeur avocat candidat capitaine chancelier chanteur chef chercheur colonel
commissaire comédien conseiller directeur docteur député famille fondateur frère gouverneur
général historien jean journaliste juge leader madame maire marie maître ministre monsieur mère
médecin pape patron philosophe pierre politologue procureur professeur préfet président
présidentielle père rapporteur reine roi secrétaire sociologue sénateur sœur économiste écrivain
élu époux
""")

# Participles used as adjectives in the names of public action; others are taken for verbs.
ADJECTIVAL: Final = word_list("""
accompagné adapté agréé aidé aménagé animé assisté autogéré automatisé avancé certifié ciblé
collaboré concerté conditionné connecté conventionné coordonné couplé différencié digitalisé
documenté décarboné décentralisé déconcentré dédié dégradé délégué dématérialisé encadré fermé
fragilisé généralisé géolocalisé handicapé imagé indexé individualisé informatisé inoccupé intégré
isolé labellisé localisé marginalisé monoparental mutualisé médicalisé non-marchand normalisé
numérisé outillé ouvert partagé personnalisé plafonné privatisé privilégié protégé précarisé
recomposé reconnu regroupé renforcé renouvelé régionalisé réglementé régulé rémunéré simplifié
solidarisé spécialisé stabilisé standardisé stigmatisé subventionné supervisé sécurisé tarifé
territorialisé unifié végétalisé électrifié étendu
""")

# Nouns with the ending of an adjective (lemmas): a term may begin with them. Vetted on the words
# that follow an article in one occurrence out of six or more in shared/data/corpora.
NOUNS: Final = word_list("""
conseiller abonné abri accent accessoire accident accompagnant accueil accusé achat actif
actionnaire adhérent adjectif administré adolescent adversaire affaire agent aidant aire aliment
allié allocataire alloué ambulancier an animal anniversaire annuaire antibiotique appareil appel
applicatif apprenant apprenti appui argent argumentaire arrêt arrêté arsenal artisan assistant
assisté associé assuré atelier athée attribut audiovisuel audit auxiliaire aventurier avocat
bachelier bain bal banquier basilique bateau bible bien bilan billet blessé blé bois bouclier
boutique boîtier brique bruit budget bureau bureautique but bénéficiaire cadeau café cahier
calendrier canal canapé cancer candidat capital cardinal cartable casier cavalier centenaire
certificat chancelier chantier chat chenal cheval cheveu chien chiffre chirurgien choix château
chômage cible ciel circuit circulaire citadin citoyen clavier cliché client climat clinique clé
collectif collégien combinatoire combustible comité commanditaire commentaire commerçant
commissaire communiqué comptable comédien concessionnaire condamné conflit congé conseil
conservatoire consultant contenu continent contraire contrat contribuable copropriétaire corollaire
courant courrier coursier courtier cousin cout cristal critique croix croyant crédit cuisinier curé
câble célibataire côté degré demain denier destinataire diable dictionnaire didactique différentiel
diplômé dirigeant dispositif doctorant document documentaire domotique dossier doyen drapeau droit
duel dynamique débat débit début défi déficit délai délit délégataire délégué député dépôt détail
détenu eau effectif effet emploi employé endroit enfant engrais enjeu enseignant ensemble entretien
escalier esprit européen examen exploitant exposé exécutif fabrique fermier festival feu fichier
figurant fonctionnaire format formulaire foyer frais fruit gain gardien gestionnaire gibier glacier
grammaire greffier guichet gymnase géopolitique gérant habit habitant habitat hebdomadaire
historien hiver horaire huissier héritier hôpital idéal imaginaire immeuble impératif impôt
incident inconnu individu infirmier informaticien informatique institut intermédiaire internet
intervenant intérimaire intérêt inventaire invité itinéraire jardin jardinier jeu journal
journaliste justiciable justificatif label laboratoire lendemain levier lexique libraire licencié
lien lieu littoral livrable locataire logiciel logique logistique loi loyer lycée lycéen magasin
main maintien maire mal malentendant mandat mandataire manifestant manuel marais marché
mathématicien matériel menuisier meuble miel migrant milieu militant milliardaire millénaire
mobilier mois moment montant moratoire morceau motif moyen musicien musique musée mécanicien
mécanique médecin métal métier naufragé niveau notaire numérique objectif objet observatoire océan
opticien optique ouvrier pain paire palais palier palmier panier panique papier parcellaire
parcours parent pari parlementaire partenaire parti participant passif passé patient paysan
pensionnaire personnel pharmacien physicien pilier pixel plan plastique plat plateau plateforme
policier politicien politique polémique pompier portable portique potentiel praticien pratique
prestataire prisonnier prix problématique procédé produit profit projet propriétaire pré préalable
préservatif président prévenu prêt pédagogie pétitionnaire quartier questionnaire quotidien rabais
rappel recours relais relevé rendez-vous représentant rescapé responsable restaurant retraitant
retraité revenu rhétorique rituel riverain robotique roman rubrique récital réfugié référentiel
régal répertoire réplique république réseau résultat réveil sable salaire salarié sanctuaire
sapeur-pompier secret secrétaire sel sentier signal signalétique signataire sinistré soignant
soleil sommaire sommeil souci soutien spécimen stagiaire statisticien statistique statut suivi
sujet surveillant survivant syndicat séminaire table tableau tactile tactique talent tarif taux
technicien technique terminal terrain territoire thématique théoricien tissu titulaire toit train
traité trajectoire trajet transit travail tribunal tribut trophée tutoriel usager vacancier vaccin
variant vent vivier vocable vocabulaire voisin voix volant volet véhicule vétérinaire éco-quartier
écolier écran élan électricien élu élégant élément énoncé épicier équipementier état éthique
étudiant
""")

# Those that are adjectives more often, but name a public as nouns: « les bénévoles ».
PUBLICS: Final = word_list("""
aveugle bénévole handicapé indépendant mineur précaire senior sourd
""")

# Adjectives that no ending betrays (lemmas): a term may end with them, never begin.
ADJECTIVES: Final = word_list("""
abordable absent absolu abstrait accru adjacent adéquat agile agricole aigu alarmant alterne
aléatoire ambigu ambulatoire amer antérieur apparent approprié ardent atroce autonome aveugle
avide bas bienveillant blanc bleu bovin brillant brun béant bénévole calme cardiaque chaud cher
choquant civil clair clandestin clos cohérent compensatoire complet complexe complice compétent
concret concurrent confiné confus connu conscient constant constante conséquent content contingent
continu contradictoire contraint convergent correct couvert croissant célèbre côtier descendant
difficile diffus différent digne diplômé direct discret discriminatoire distant divergent divers
doux droit dur durable décent délicat dépendant dépité dérogatoire efficace endogène enfantin
entier entrant exact excellent exclu exigeant existant exogène expert explicite externe extrême
extérieur facile familier faux ferroviaire fertile fier financier flagrant flou foncier fossile
fou fragile frappant froid frontalier fréquent fécond féminin féroce gentil grand grandissant
gratuit gris gros habile handicapé honnête hospitalier hostile humide hybride illusoire illustre
immobile immobilier immédiat impatient implicite important imprudent inattendu inclus inclusif
incomplet inconnu inconscient indigne indirect indécent indécis indépendant inefficace inespéré
infantile inflammatoire inférieur ingrat injuste innovant inouï inquiet inquiétant insuffisant
intact interdit interne intime intéressant intérieur inutile invalidant invalide inédit irrégulier
isolé jaloux jaune joli judiciaire juste juvénile laid large las latent lent lourd léger légitime
maigre majeur maladroit malsain malveillant maritime marquant masculin maximum menaçant mensonger
mineur minier minimum mixte mobile moderne modeste moindre motivé mou multiple mûr naissant net
neutre noir notoire obligatoire obscur opératoire ovin partagé particulier passager patent patient
pauvre payant performant permanent pertinent plat poli postérieur privé proche profond profonde
provisoire prudent précis précoce précédent préparatoire public puissant puéril pérenne pétrolier
qualifié rapide ras renouvelable respiratoire riche rigide robuste rond rose rouge routier roux
rural récurrent réduit régulier résilient sain saisonnier satisfaisant sauvage second singulier
sinistre sobre social solide sombre sortant souffrant soumis sourd sous-jacent standard strict
structurant stérile subtil suffisant suivant supérieur surendetté surprenant sympa sûr tardif
terne timide transitoire transparent triste ultérieur unique urgent utile vacant valide vaste vert
vide vieillissant vil violent viril vivant volatil vulnérable véloce âgé écrit émergent énorme
épais équivalent étonnant étrange étroit évident
""")

# Lemmas that name nothing even together: a term needs one other word at least.
EMPTY: Final = word_list("""
absence actuel afin ailleurs ainsi alinéa an ancien annexe année article aspect assemblée
attention auteur autour autre avance avenir avis bas base beaucoup besoin bon bonjour bord bout
but cadre capable caractère caractéristique cas cause centaine centre certain chance chapitre
charge chiffre chose clair coin commun complet complexe compte concret condition connaissance
constat contexte coup cours court crainte côté cœur dedans degré dehors demande dernier dessous
dessus difficile différent disponible divers dizaine dossier double droite début démarche député
effet ensemble entier envie espoir esprit essentiel est euro europe européen exact exemple
exercice existence extérieur face facile faible fait faute faux façon femme figure fil fin final
fois fond force forme fort france français fréquent futur gauche genre gens global gouvernement
grand grave gros grâce général habituel haut heure homme honneur hypothèse ici identique idée
immense importance important impossible impression initial instant intention intérieur intérêt
jeune jour journée juste kilomètre large lendemain lieu ligne limite liste lointain long lumière
là madame main majeur manière mauvais merci mesdames messieurs mesure milieu milliard millier
million mineur ministre ministère mise mois moitié moment monde monsieur montant mot moyen mètre
même nature niveau nom nombre nombreux nord normal notamment note nouveau numéro nécessaire
nécessité objectif objet occasion ordre origine ouest page pareil paris parlement part particulier
partie pas passage passé pays peine personne petit peur phase pied place plaisir plein plutôt
point pointe possibilité possible potentiel pourcent premier principal prise problème processus
prochain proche propos propre précis présence présent président présidente prêt période qualité
quantité quart question quotidien raison rapport rare regard relatif respectif reste retour
rubrique récent réel réponse république rôle secrétaire semaine semblable sens sentiment seul
simple situation somme sorte source spécial spécifique succès sud suite sujet susceptible sénateur
série sérieux sûr tableau taux temp temps terme texte tiers titre tort total tour trop type tête
unique urgent utile veille version vieux ville volet volonté vrai vue véritable yeux échec égal
égard élément énorme époque étape état éventuel évident œil œuvre
""")

# A verb follows, not a noun.
PRONOUNS: Final = word_list("""
je j' tu il elle on ils elles se s' me m' te t' ne n' lui y qui
""")

# The office whose full title follows: « ministre de l'économie, des finances et du numérique ».
OFFICES: Final = word_list("ministre ministres ministère ministères secrétaire secrétaires garde")
OFFICE_WORDS: Final = word_list(", et auprès chargé chargée chargés délégué déléguée d'état")

# Lemmas of general language, of the press and of foresight: no term alone, part of one at will.
GENERAL: Final = word_list("""
conseiller prospective étranger écosystème ménage malade abord absurdité accent accident
accompagnement accord accueil accès achat acquis acte acteur actif action activité actualité
adaptation administratif administration adresse adulte affaire affiche agence agenda agent aide air
aise ajustement alarme alerte alliance alternative ambiance ambition ami amie amont ampleur
amélioration aménagement analyse angle animal animation annonce aperçu appareil appel application
apport approche appréciation appui appétit architecture argent argument arme armée arrivée arrêt
arrêté artiste assistance association associé assurance atelier attaque atteinte attente attitude
attribution auditeur augmentation autorisation autorité avancée avantage aventure avion axe baisse
bande barre bassin bataille beau bien bilan billet blog bois bouclage boulanger boîte branche bras
brique bruit brève budget bureau bâtiment bébé bénéfice bénéficiaire cabinet cadeau cadence cahier
caisse calcul calendrier calme camp campagne caméra candidat capacité capitale carrière carte
catalogue catégorie cellule centrale cercle cesse chambre champ change changement chantier charte
chaîne chef chemin chercheur choc choix chute cible circonstance circulation citation citoyen cité
classe clic client clé code cohérence collaboration collecte collectif collection collectivité
collègue colère combat comité commande commentaire commerce commission communauté commune
communication compagnie comparaison complexité comportement composition compréhension compétence
concept conception concitoyen conclusion concours condamné conduite confiance conflit conférence
connexion conscience conseil conservation considération consigne consommateur consommation
constitution construction consultation conséquence contact contenu continent continuité contrainte
contraire contrat contribution contrôle convention conviction coordination copain copie corps
correspondant cote couleur couloir couple cour courage courant courrier coût crayon crise critique
critère croissance croisée création créativité crédit culture curiosité cycle cérémonie côte dame
danger demandeur demeure dernière description design destination diagnostic dialogue difficulté
diffusion différence dimension diminution direct directeur direction dirigeant discipline discours
discussion disparition dispositif disposition distance distribution diversité document
documentation doigt domaine domicile donne donnée dossier dotation doute droit durée dynamique
débat décision déclaration découvert décès défaillance défaut défense défi définition dégradation
délai délégué démonstration départ département départemental dépense déplacement déploiement dépôt
dérive détail détermination développement eau effectif efficacité effort email emploi employé
encontre endroit enfant engagement enjeu enquête enquêteur enseignement enthousiasme entrepreneur
entreprise entretien entrée environnement envoi erreur espace espèce essai essor estime examen
exception exigence expert expertise explication exploitation exploration exposition exposé
expression expérience expérimentation extension écart échange échelle écho échéance éclairage école
économie économique écoute écran édition éducation élaboration électeur élection élu élève
émergence émission émotion énergie épisode épouse épreuve équilibre équipe équipement établissement
étude évaluation évidence évolution évènement événement fabrication fabrique facteur facture
famille faveur ferme fermeture feuille fiche fichier filière fille film fils fin finance
financement fine fixe flux foi fonction fonctionnaire fonctionnement fondation fonds format
formation formule fouet foule foyer frais front frontière fruit frère futurs fête gage garantie
garde gare garçon gendarme germe geste gestion goût gravité groupe guerre guide guise génération
habitant habitude hausse hauteur histoire hommage horaire horizon identité idéal image immeuble
impact implication impulsion incidence indicateur indication indice individu industrie influence
info information informatique infrastructure ingénieur initiative innovation inquiétude inscription
inspection inspiration installation instance institution instruction instrument intelligence
interaction interlocuteur intermédiaire internet interrogation intervenant intervention interview
introduction intégration inventaire invention inverse investissement invitation invite invité jeu
joue journal journaliste juge jungle jusqu justice lab labo laboratoire lance lancement langage
langue lecteur lecture lettre levier liberté licence lien livre local logiciel logique logo loi
lorsqu lutte machine magasin mail maintien maire mairie maison majorité maman management mandat
mandature manifestation manque marche marché marge mari marque marre masse matière matériel maître
maîtrise membre menace mention menu message mission mobilisation modalité mode modernisation
modification modèle mondial montée morceau mort moteur motif motivation mouvement moyenne
municipalité mur musique mère mécanisme mémoire mérite méthode méthodologie métier métropole nation
national newsletter norme notion nouveauté nuit numérique négociation obligation observation
observatoire obstacle occupation office offre onglet open opinion opportunité opposition opérateur
opération ordinateur ordonnance ore organisation organisme orientation outil ouverture ouvrage
paiement pair panel papa papier paradigme parallèle parc parcours parent parlementaire parole
parquet partage partenaire partenariat parti participant participation particularité passe passion
patient patrimoine patron paysage pensée perception performance permanence permis personnage
personnel perspective perte pertinence peuple photo phrase phénomène pilotage piste pièce plainte
plan planète plateau plateforme plomb poids police politique population port porte porteur portée
pose positif position post poste posture pouce poursuite pouvoir praticien pratique presse pression
prestation preuve principe priorité privé prix problématique procédure procédé producteur
production produit professeur profession professionnel profil profit profondeur programmation
programme progression progrès projet promesse promotion propension proposition propriétaire
propriété protection protocole proximité précaution précision précisément précédent préoccupation
préparation présentation préservation prévision public publication publicité puisqu puissance père
périmètre pôle qualification quartier quelqu questionnaire quinquennat rang rapidité rapporteur
rapprochement rareté rassemblement recette recherche recommandation reconnaissance record recours
recrutement recul regroupement relance relation relève remise rencontre rendez-vous rendu
renforcement renfort renouvellement renseignement rentrée repas report reportage reprise
représentant représentation respect responsabilité responsable ressource restaurant restauration
restriction retard revendication revenu richesse risque route rue rupture rythme règle règlement
réaction réalisation réalité récit rédaction réduction réflexion réforme référence régime région
régional réglementation régulation répartition réseau réserve résidence résident résolution
résultat réunion réussite révision révolution rêve saisie saisine saison salarié salle salon
sanction santé schéma science scène scénario second secours secret secteur sein sensibilité service
session seuil signal signature signe silence site siècle siège social société soin solde solution
sommet sondage sort sortie souci souhait soutien spécialiste spécificité stabilité stade stage
statistique statut stock stockage stratégie structure style subtilité subvention suivi support
suppression surcroît surface surprise survenue suspect symbole système séance sécurité sélection
séminaire sœur table taille tarif technique technologie température tendance tendances tension
tentation terrain terre territoire territorial test thème thématique théorie ton tournage trace
tradition trafic train trait traitement traité trajet transfert transformation transition transport
travail travailleur tribunal trouble troubles trésor tâche téléphone téléspectateur télévision
témoignage témoigner témoin unité univers université urgence usage usager usine utilisateur
utilisation utilité vacance vague valeur valorisation variable variation vent vente victime
victoire vidéo vie vigilance vigueur village virage visage visibilité vision visite visiteur visée
vitesse vocation voie voisin voiture voix volume vote voyage voyageur véhicule web zone
""")

# Nouns that do not inflect, which the dictionary of simplemma lacks.
INVARIABLE: Final = word_list("""
abus accès atlas autobus avis bras campus chaos choix colis confins consensus corps corpus creux
cursus décès dos engrais excès faciès flux gaz gris héros index laps maquis marais mieux noix oasis
paix palais paradis poids printemps progrès propos précis puits refus relais repas repos revers riz
semis stress succès surplus surpoids tas taux temps travers univers virus voix vœux
""")
