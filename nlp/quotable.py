"""Can a sentence be read alone, and does it tell a gain or a risk? Rules on French words. Pure."""

import re

import simplemma

from .french import conjugated
from .lemmas import infinitive

WORDS = (8, 45)  # in a sentence that can be quoted

_RISK = re.compile(
    r"(?i)\b(?:risqu|menac|danger(?!os)|crain|redout|alert|fragil|aggrav|exclu(?:e?s?|t|re|ent|ant|ait)\b"
    r"|exclusion|perte|perd(?:s|e|ent|re|ue?s?|ait|aient|ant|ra|ront)?\b|défian|honte|démun|fardeau"
    r"|difficil|difficult|fractur|inégalit|iniqui|isol[eé]|renonc|non-recours|pénuri|manqu"
    r"|disparaî|disparai[ts]|dispari(?!t[eé])|disparu|(?<!après la )fermetur|précar|dégrad|détérior"
    r"|inquiét|frein|obstacl|échec|échou|surcharg|au détriment|faute d|insuffi|pénalis|faillite"
    r"|baiss|(?<!du )(?<!de )(?<!avec le )recul|(?:en (?:pleine |état de )?|nouvelle )crise|absorb"
    r"|pauvreté|appauvr|discrimin|trop (?:peu|souvent|tard)|souffr|néfaste|déplor|peine(?:nt)? à"
    r"|pos\w+ (?:un |des )?problème|remet\w* en cause|à l[’']abandon|désert(?:s|ific)|inadapt"
    r"|coûteu|paupéris|tarde(?:nt)? à|(?:première|principale)s? victime)"
)
# Without « permet », « innov », « autonomi », « soutien », « succès », « valoris », which name a
# device or a public, nor « un défi d’amélioration ».
_GAIN = re.compile(
    r"(?i)\b(?:facilit(?:e|er|ent|ant|ait|era|eront|é(?!e?s? par))\b|amélior(?!ation)|gains?\b"
    r"|gagn\w+ (?:\w+ )?(?:du|en(?! moy)) |évite(?:nt|ra)?\b|favoris(?!é)|atouts?\b|avantages?\b"
    r"|prometteu|bénéfi(?:que|ces?\b)|(?:une?|des|nouvelles?) (?:\w+ )?opportunit|émancip"
    r"|allég|allège|profitable|bonne nouvelle|simplifi(?:e|ent|era|eront|er)\b|enrichi(?:t|ssent)\b"
    r"|ses fruits|mieux (?:accompagn|protég|pris|répondre|orient|inform|comprendre|vivre|pilot)"
    r"|redonn(?:e|ent|er)\b|répond(?:ent)? aux (?:besoin|attente)|bonne voie|dans le bon sens"
    r"|(?:accroît|dévelop|renforc)\w+ (?:le pouvoir d[’']agir|l[’']autonomie)"
    r"|aide(?:nt)? (?:l[ae]s? |l[’'])(?:\S+ ){1,6}à \w+r\b|permet\w* (?:aussi |ainsi )?d(?:e |[’'])"
    r"(?:réduire|limiter|éviter|mieux|lutter|simplifier|libérer))"
)
# What weighs on people is a gain if it falls.
_BURDEN = (
    "(?:chôm[a-zé]+|sans-emploi|demandeurs d[’']emploi|impôts?|taxe|charges|cotisations|coûts?|prix"
    "|tarifs?|délais|écarts?|factures?|loyers|contentieux)"
)
_FALLS = "(?:baiss|diminu|rédui|allég|recul)"
_LIGHTER = re.compile(
    rf"(?i)\b{_BURDEN}(?:\s\S+){{0,6}}?\s{_FALLS}|\b{_FALLS}\w*(?:\s\S+){{0,3}}?[\s’']{_BURDEN}\b"
)
# A public is no risk: « les plus fragiles », « les personnes isolées », « des élèves en danger ».
_PUBLIC = re.compile(
    r"(?i)\b(?:plus|personnes?|publics?|populations?|familles?|ménages?|habitants)\s(?:âgée?s?\s)?"
    r"(?:fragile|précaire|démuni|pauvre|isolé|exclu|vulnérable|défavorisé|menacé)\w*"
    r"|(?<=s )en (?:grande |situation de )?(?:difficulté|précarité|fragilité|danger)s?\b"
)
# « Ne facilite pas », « loin d’alléger », « n’est pas un obstacle »: no gain, no risk.
_DENIAL = re.compile(
    r"(?i)\bn(?:e\s|[’'])(?:\S+\s){1,3}(?:pas|plus|guère|jamais|aucune?)\b(?:\s\S+){0,4}"
    r"|\bloin d(?:e\s|[’'])\S+"
)
# But what these words deny is lacked.
_LACK = re.compile(
    r"(?i)\bne suffi|\bn(?:e\s|[’'])(?:(?:ont|a)\s)?(?:permet|permis|bénéfici|dispos|répond)\w*"
    r"\s(?:\w+\s)?(?:pas|plus|guère)|\b(?:pas|plus) (?:les moyens|accès|suffisant)"
)
# « Sans jamais être exclu », « sans bénéfice pour les familles »: what does not happen.
_WITHOUT = re.compile(
    r"(?i)\bsans\s(?:(?:jamais|plus|pour autant|trop|se|être|l[ae]s?|leurs?|son|sa|en|aucune?|réel)"
    r"\s?){0,3}[\w-]+"
)
# Nothing is gained by who matters: « s’améliorent, sans bénéfice pour les demandeurs ».
_VAIN = re.compile(
    r"(?i)\bsans (?:aucune? |réel |véritable )?(?:amélioration|bénéfice|effet|gain|profit|progrès)"
)
# What is fought, found or told is no harm done: « contre la fracture », « confier leurs craintes ».
_FOUGHT = re.compile(
    r"(?i)\b(?:contre|prév(?:enir|ient|iennent|ention)|rep[éè]r(?:e|ent|er|age)|combl(?:e|er|ent)"
    r"|(?<!ont )(?<!aire )(?<!it )face (?:à|aux?)|rédui(?:re|t|sent)|limit(?:e|er|ent)|évit(?:e|er"
    r"|ent)|(?:remédi|répon)\w+ (?:à|aux?)|lev(?:er|ée?)|rompre|palli\w+|surmonter|réso(?:ud\w+"
    r"|lution)|anticip\w+|détect\w+|évalu\w+|confi(?:er|ent)|(?:maîtrise|gestion|mesure|étude"
    r"|prise)s?(?= d))\s(?:\w+[\s’']){0,5}[\w-]+"
)
# What is only meant, or would be: « Pour améliorer l’accueil, … », « afin d’éviter ».
_MEANT = re.compile(
    r"^(?:Pour|Afin d|Dans le souci|Si\b|Dans l[’']idéal)[^,]*,"
    r"|\b(?:afin d|en vue d|pour év|souhait\w+ |cherch\w+ à |moyen d"
    r"|annonc[^,]* pour )(?:\S+\s?){1,3}|«[^»]{1,40}»"
)


def face(text: str) -> str:
    """Which face of a change a sentence tells: gain, risque, or empty if neither stands out."""
    told = _WITHOUT.sub("", _PUBLIC.sub("", text))
    said = _DENIAL.sub("", told)
    harm = _LIGHTER.sub("", _FOUGHT.sub("", said))
    gains = len(_LIGHTER.findall(said)) + len(_GAIN.findall(_MEANT.sub("", said)))
    gains *= _VAIN.search(text) is None
    risks = len(_LACK.findall(told)) + len(_RISK.findall(harm))
    return "risque" if risks > gains else "gain" if gains > risks else ""


_ACTION = re.compile(
    r"(?i)\b(?:(?:accompagn|aménag|anim|(?:co)?financ|cré|distribu|encadr|facilit|lanc|mutualis|organis"
    r"|propos|rassembl|recens|recrut|remplac|revaloris|simplifi|vers)(?:e|ent|er|ée?s?|era|eront|ait|aient)\b"
    # Without their participles: « agents expérimentés », « les associés », « ses coordonnées ».
    r"|(?:associ|coordonn|expériment)(?:e|ent|er)\b"
    r"|(?:accompagnement|aménagement|coordination|création|distribution|encadrement|expérimentation"
    r"|financement|formation|lancement|mutualisation|recrutement|revalorisation|soutien)s?\b"
    r"|ouv(?:re|rent|rir|rira|riront|rant)\b|(?:a|ont|est|sont|été) ouverte?s?\b"
    r"|(?:met|mettent|mettre|mettant|mise?s?) en (?:place|œuvre)|vis(?:e|ent|ant) à"
    r"|accueill(?:e|ent|ir|era|eront|ie?s?)\b|déploi|déploy|souten(?:ir|ue?s?)\b|soutien(?:t|nent)\b"
    r"|form(?:er|ée?s?)\b|(?<!la )(?<!une )forme (?:les|des|ses|\d)"
    r"|aid(?:er|ent|ée?s?)\b|aide (?:les|ses|leurs|ceux|\d|à \w+(?:er|ir|re)\b)"
    r"|sign(?:ent|er|ée?s?)\b|(?<!un )(?<!le )(?<!de )signe (?:une?|des|les?|la)\b"
    r"|permet(?:tent)? (?:de |d[’'])|prévoi(?:t|ent)\b|appren(?:d|nent) (?:à|aux?)\b"
    r"|garanti(?:r|t|ssent)\b|offr(?:e|ent|ir)\b|prot[éè]g(?:e|ent|er)\b|(?:a|ont) lieu\b"
    r"|tien(?:t|nent) (?:ensemble )?(?:une|des|leurs?)\b|se tien(?:t|nent)\b)"
)
_CUT = re.compile(
    r"(?i)\b(?:rédui\w+|supprim\w+|restrei\w+|ferm(?:er|e|ent|ée?s?))"
    r"(?:\s(?:leurs?|ses|son|sa|les?|la|des?|du|nos|plusieurs|certaine?s?)){1,2}\s"
    r"(?:accueil|agence|aide|antenne|atelier|budget|bureau|crédit|dispositif|effectif|financement"
    r"|formation|guichet|horaire|moyen|permanence|poste|service|subvention)"
)


def acts(text: str) -> bool:
    """Whether a sentence tells an action; a device that is only named is none."""
    return _ACTION.search(text) is not None


def harms(text: str) -> bool:
    """Whether a sentence tells a harm done, a service that is cut included: no lever."""
    return _CUT.search(text) is not None or face(text) == "risque"


# What cannot open a sentence read on its own: it points at what came before, or at who speaks.
_DANGLING = re.compile(
    r"[«“\"(\s]*(?:Ils?|Elles?|Lui|Eux|Leurs?|S(?:on|a|es)|C[’'e]|Ce(?:t|tte|s|la|ci|lui|lles?|ux)?"
    r"|Ça|Y|En (?:effet|outre|conséquence|revanche|somme|résumé|particulier|clair|définitive)|Et"
    r"|Mais|Or|Car|Donc|Ni|Ou|Puis|Ensuite|Enfin|Ainsi|Aussi|Alors|Bref|Certes|Toutefois|Cependant"
    r"|Néanmoins|Pourtant|Notamment|Également|Surtout|Même|Là|Ici|Voici|Voilà|Tell?e?s?|De (?:plus"
    r"|même|ce|fait|son|leur|telle?s?)|D[’'](?:une? part|autre part|autres?|où|ailleurs)|Du coup"
    r"|Par (?:ailleurs|conséquent|exemple|contre|là)|Dès lors|(?:À|A|Dans|Pour|Sur|Avec|Sans|Malgré"
    r"|Outre|Selon|Après|Avant|Contre|D[’']après) (?:ce|cet|cette|ces|cela|sa|son|ses|leurs?)"
    r"|Pour (?:autant|y|eux|elles?|lui|tous)|Au contraire|Au demeurant|Autrement dit"
    r"|(?:Une? )?[Aa]utre|(?:D[’'])?[Aa]utant|Quelques-une?s|Tou(?:te)?s (?:ses|leurs)|Quant"
    r"|Tant (?:à|aux?|que)|En bref|D[’']abord|Reste|Inversement|Parallèlement|Concrètement|Résultat"
    r"|Finalement|Parmi (?:eux|elles|ces)|Pas|Seul|L[’'](?:un|une|autre|intéressée?)|Les (?:deux"
    r"|autres|uns|unes|premiers|seconds|intéressée?s)|La (?:première|seconde|dernière)"
    r"|Le (?:premier|second|dernier)|Contrairement à ce|Merci|Monsieur|Messieurs|Mesdames|Un peu"
    r"|Oui|Non)(?:(?<=[’'])|(?![\w-]))"
)
# « Lancé en 2019, il est utilisé… » names nobody; « Si le guichet ferme, il… » does.
_UNNAMED = re.compile(
    r"(?:[\w’'-]+\s){1,3}(?:ce(?! qu[ie’']| dont)|cet|cette|ces)\s"
    r"|(?!Si |S[’']|Quand |Lorsqu|Comme |Puisqu|Alors qu|Bien qu)[^,]{3,120},\s(?:ils?|elles?"
    r"|ce|cet|cette|ces)\s(?!(?:ne )?(?:faut|existe|convient|s[’']agit|y a)\b)"
)
# « Pour pallier cette pénurie »: what comes before the first comma may name it, time does not, nor
# what a relative goes on to name.
_SHOWN = re.compile(
    r"(?:\w+, )?([^,;:()]*?)\b(?:cet|cette|ces|ce(?!\s(?:n[’']|qu[’']|(?:qui|que|dont|sont|fut|soit"
    r"|sera|n|point|moment|titre|sens|stade|à)\b)))\s(?!derni|prochain|an(?:née)?s?\b|mois|semaine"
    r"|été|hiver|printemps|automne|ère\b|époque|période|jours?\b|trimestre|types?\b|genre|fin\b"
    r"|effet|égard)(?:(?:nouve|même|doubl|deux|trois|quatre|autre|grand|petit|différent|divers"
    r"|seul)\w*\s)*([\w-]++)(?!\s(?:[\w-]+\s){0,4}(?:qui|que|dont|où)\b)"
)
# « Le texte prévoit », « La mesure concerne »: a noun that nothing names but another sentence.
_BARE = re.compile(
    r"(?i)(?:[^,]{3,45},\s)?l(?:[ae]\s|[’'])(?:ambition|appel|application|association|but|comité"
    r"|concept|concours|décret|défi|démarche|direction|dispositif|document|entreprise|équipe|étude"
    r"|événement|exercice|expérience|expérimentation|fonctionnement|fondation|groupe|idée"
    r"|initiative|investigation|liste|mesure|méthode|métier|mission|notion|objectif|opération"
    r"|organisation|outil|plateforme|prestation|principe|problématique|problème|produit|profession"
    r"|programme|projet|question|rapport|réforme|session|site|solution|structure|sujet|système|test"
    r"|texte)\s(?:(?:actuel|proposé|retenu|envisagé)\w*\s)?(?:ne\s|n[’']|se\s|s[’']|y\s|en\s"
    r"|l[ae]s?\s|l[’']|leur\s|lui\s)?([^\W\d_]+)"
)
_STEM = 5  # letters by which a noun is known to be said before
# Who speaks, or what another sentence named.
_ELSEWHERE = re.compile(
    r"(?i)\b(?:je|j[’']|me|moi|mon|ma|mes|tu|nous|notre|nos|vous|votre|vos)(?![\w-])"
    r"|\bs[’']en\b|\bc(?:e|es|ette) derni|^(?:L[ae]s?\s|L[’']|Des\s|Une?\s)[\w-]+ y\b"
    r"|^.{0,40}\bqui (?:l[’']|l[ae]s?\s|leur\s|lui\s|y\s)"
)
_ADDRESS = re.compile(
    r"(?i)(?:\bM\.|\bMme|\bmonsieur|\bmadame)\s+l(?:[ea]s?\s+|[’']\s?)(?:ministre|secrétaire|garde"
    r"|premi|président|député|sénat|haut|maire)|\b(?:attir|appel"
    r"|interrog)\w*\b.{0,40}\b(?:attention|ministre)|\bsouhait\w+ (?:savoir|connaître|attirer)"
    r"|\blui demande\b|\bdemande (?:au|à la)\b|\bchers? collègues|\blire (?:aussi|la suite|notre)"
    r"|\bcliquez|\babonne[rz]|\bnewsletter|\bcookies?\b|\bcrédits? photo|\bci-(?:dessus|dessous"
    r"|après|joint)|précité|https?:|©|\bcet article\b|\ben tête (?:de|d[’'])|\bci-contre\b"
)
_OPENS = re.compile(r"(?:[«“\"]\s?)?[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ]")
_CLOSES = re.compile(r"\w\s?[%€)]?\s?[»”\"]?\.(?:\s?[»”\"])?$")
# Two sentences in one, a heading glued to its sentence, or an open list.
_TWO = re.compile(
    r"[\w»)]{3,}\.\s|\betc\b|\.\.|,,|[a-zà-öø-ÿ%»)] (?:Une?|Des|En|Près|Pour|Dans|Depuis|Selon|Avec"
    r"|Sur|Cet(?:te)?|Ce|Ils?|Elles?|À|Aux?|Chaque|On|Nous|L[ae]s?(?= [a-zà-öø-ÿ])"
    r"|L[’'](?=[a-zà-öø-ÿ])|C[’'])(?:(?<=[’'])|(?![\w-]))"
)
_LABEL = re.compile(r"[^:]{0,40}\s?:")
# What a link said, or where it led, was lost: « … publique . », « consultables ici. »
_LINKED = re.compile(r"\s\.|\bici\.")
# What no verb of its own stands in: brackets, and the word after a preposition or « un ».
_ASIDE = re.compile(
    r"(?i)\([^)]*\)|\b(?:une?\s|d[eu]\s|d[’']|aux?\s|cet(?:te)?\s|s(?:on|a)\s"
    r"|(?:à|avec|dans|de|en|par|pour|sans|sur)\s(?:l[ae]s?\s|l[’']))[^\W\d_]+"
)
# Forms of the commonest verbs, that the dictionary gives to other words or to no regular verb.
_AUXILIARY = re.compile(
    r"a|ont|ai(?:en)?t|avai(?:en)?t|aur(?:a|ont)|est|sont|soi(?:en)?t|étai(?:en)?t|ser(?:a|ont)|fut"
    r"|furent|\w{2,}rai(?:en)?t|va|vont|vit|peut|peuvent|doit|doivent|faut|fait|font|dit|voit|sait"
)
# Participles, plurals, the persons of who speaks, and words that only look like a verb.
_NOT_THIRD = re.compile(
    r"(?:[szuûi]|ée?|ante?|^(?:entre|contre|outre|cela|data|œuvre|oeuvre|mise|prise|faite))$"
)
# Each takes a verb for itself; « que », « dont », « auquel » may stand without one.
_RELATIVE = re.compile(r"\b(?:qui|où)\b", re.IGNORECASE)


def stands_alone(text: str) -> bool:
    """True for a whole statement that a reader understands out of its text.

    A capital, a full stop, 8 to 45 words, a verb of its own, no question, no address to a minister,
    no speaker, no fragment of a list, no opening that points at another sentence.
    """
    return (
        WORDS[0] <= len(text.split()) <= WORDS[1]
        and _OPENS.match(text) is not None
        and _CLOSES.search(text) is not None
        and _is_prose(text)
        and _LABEL.match(text) is None
        and _DANGLING.match(text) is None
        and _UNNAMED.match(text) is None
        and not any(found.search(text) for found in (_TWO, _ELSEWHERE, _ADDRESS, _LINKED))
        and not _points_back(text)
        and _has_verb(_ASIDE.sub("", text))
    )


def _points_back(text: str) -> bool:
    """Whether the sentence shows, by « ce », « cette » or a bare « le », what another one named."""
    shown, bare = _SHOWN.match(text), _BARE.match(text)
    if bare and _is_finite(bare[1].lower()):
        return True
    return shown is not None and shown[2][:_STEM].lower() not in shown[1].lower()


def _has_verb(text: str) -> bool:
    """False for a title, an item of a list or an infinitive: no verb but those of its relatives.

    A noun that is also a verb (« marche ») counts as one: rather keep a title than lose a sentence.
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    if words and infinitive(words[0]):  # « Aider les jeunes, c’est… »
        return any(map(_AUXILIARY.fullmatch, words))
    return sum(map(_is_finite, words)) > len(_RELATIVE.findall(text))


def _is_finite(word: str) -> bool:
    if _AUXILIARY.fullmatch(word):
        return True
    if _NOT_THIRD.search(word) or infinitive(word):
        return False
    found = simplemma.lemmatize(word, lang="fr").lower()
    plain = word.replace("è", "e")  # « mène », of « mener »
    return (found != word and infinitive(found)) or conjugated(plain) or _is_third(word)


def _is_third(word: str) -> bool:
    """« Réduit », « construit », that the dictionary takes for participles alone."""
    return word.endswith("t") and infinitive(word[:-1] + "re")


def _is_prose(text: str) -> bool:
    """True unless its characters are those of a question, a list, a table or a cut quotation."""
    letters = [c for c in text if c.isalpha()]
    return (
        not set(text) & set("?!…;|•\n\t\ufeff\u200b")
        and text.count('"') % 2 == 0
        and all(text.count(a) == text.count(b) for a, b in ("«»", "()", "“”"))
        and sum(c.isupper() for c in letters) <= 0.25 * len(letters)
        and sum(c.isdigit() for c in text) <= 0.15 * len(text)
    )
