"""Can a sentence be read alone, and does it tell a gain or a risk? Rules on French words. Pure."""

import re

import simplemma

from .french import conjugated
from .lemmas import infinitive

WORDS = (8, 45)  # in a sentence that can be quoted

_RISK = re.compile(
    r"\b(?:risqu|menac|danger|crain|redout|alert|fragil|aggrav|exclu(?:e?s?|t|re|ent|ant|ait)\b"
    r"|exclusion|perte|perd(?:s|e|ent|re|ue?s?|ait|aient|ant|ra|ront)?\b"
    r"|difficult|fractur|inégalit|isol[eé]|renonc|non-recours|pénuri|manqu|disparaî|disparai[ts]|dispari|disparu"
    r"|(?<!après la )fermetur|précar|dégrad|détérior|inquiét|frein|obstacl|échec|échou|surcharg"
    r"|défian|honte|démun|au détriment|faute d|ne suffi|baiss|(?<!du )(?<!de )(?<!avec le )recul"
    r"|crise|pauvr|discrimin|fardeau|trop peu|absorb)",
    re.IGNORECASE,
)
# Without « permet », « simplifi », « innov », « autonomi », « soutien », « succès », which name a
# device or a public: of 20 sentences read, 10 told a gain with them and 14 without (25 Nov 2026).
_GAIN = re.compile(
    r"\b(?:facilit(?:e|é|er|ent|ant|ait)\b|amélior|gagner|gains?\b|évite|favoris|opportunit"
    r"|atouts?\b|avantag|bénéfi(?:que|ces?\b)|émancip|protéger|allég|allège|prometteu|valoris"
    r"|mieux (?:accompagn|protég|pris|répondre|orient|inform|comprendre|vivre)"
    r"|permet\w* (?:aussi |ainsi )?(?:de |d[’'])"
    r"(?:réduire|limiter|éviter|mieux|lutter|simplifier|libérer))",
    re.IGNORECASE,
)
# A public is no risk: « les plus fragiles », « les personnes isolées ».
_PUBLIC = re.compile(
    r"\b(?:plus|personnes?|publics?|populations?|familles?|ménages?|habitants)\s(?:âgée?s?\s)?"
    r"(?:fragile|précaire|démuni|pauvre|isolé|exclu|vulnérable|défavorisé)\w*",
    re.IGNORECASE,
)
_LOST = re.compile(r"\b(?:perte|perd\w*)\s(?:d[’']|leur\s|son\s|en\s)?autonomie", re.IGNORECASE)

_DENIAL = re.compile(
    r"\bn(?:e\s|[’'])(?:\S+\s){1,3}(?:pas|plus|guère|jamais)\b|\bloin d(?:e\s|[’'])", re.IGNORECASE
)


# « Sans jamais être exclu », « sans perdre son budget »: what does not happen.
_WITHOUT = re.compile(
    r"\bsans\s(?:(?:jamais|plus|pour autant|trop|se|être|l[ae]s?|leurs?|son|sa|en)\s?){0,3}"
    r"[\w-]+",
    re.IGNORECASE,
)


def face(text: str) -> str:
    """Which face of a change a sentence tells: gain, risque, or empty if neither stands out."""
    risks = len(_RISK.findall(_WITHOUT.sub("", _PUBLIC.sub("public", text))))
    # « ne facilite pas », « loin d’alléger »: no gain, whatever the words
    denied = _DENIAL.search(text) is not None
    gains = 0 if denied else len(_GAIN.findall(_LOST.sub("perte", text)))
    return "risque" if risks > gains else "gain" if gains > risks else ""


_ACTION = re.compile(
    r"\b(?:(?:accompagn|aménag|anim|(?:co)?financ|cré|distribu|encadr|facilit|lanc|mutualis|organis"
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
    r"|tien(?:t|nent) (?:ensemble )?(?:une|des|leurs?)\b|se tien(?:t|nent)\b)",
    re.IGNORECASE,
)
# What is fought is no harm done: « contre la fracture », « réduire les inégalités ».
_FOUGHT = re.compile(
    r"\b(?:contre|prév(?:enir|ient|iennent)|repér(?:er|age)|face (?:à|aux?)|rédui(?:re|t|sent)"
    r"|limit(?:e|er|ent)|évit(?:e|er|ent)|combl(?:e|er|ent)|(?:remédi|répon)\w+ (?:à|aux?))"
    r"\s(?:\w+[\s’']){0,3}[\w-]+",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\b(?:rédui\w+|supprim\w+|restrei\w+|ferm(?:er|e|ent|ée?s?))"
    r"(?:\s(?:leurs?|ses|son|sa|les?|la|des?|du|nos|plusieurs|certaine?s?)){1,2}\s"
    r"(?:accueil|agence|aide|antenne|atelier|budget|bureau|crédit|dispositif|effectif|financement"
    r"|formation|guichet|horaire|moyen|permanence|poste|service|subvention)",
    re.IGNORECASE,
)


def acts(text: str) -> bool:
    """Whether a sentence tells an action; a device that is only named is none."""
    return _ACTION.search(text) is not None


def harms(text: str) -> bool:
    """Whether a sentence tells a harm done, a service that is cut included: no lever."""
    return _CUT.search(text) is not None or face(_FOUGHT.sub("", text)) == "risque"


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
    r"|(?:Une? )?[Aa]utre|(?:D[’'])?[Aa]utant|Quelques-une?s|Tou(?:te)?s (?:ses|leurs)"
    r"|Quant|Tant (?:à|aux?|que)|En bref|D[’']abord|Reste|Inversement|Parallèlement"
    r"|Concrètement|Résultat|Finalement"
    r"|Parmi (?:eux|elles|ces)|Pas|Seul|L[’'](?:un|une|autre|intéressée?)"
    r"|Les (?:deux|autres|uns|unes|premiers|seconds|intéressée?s)|La (?:première|seconde|dernière)"
    r"|Le (?:premier|second|dernier)|Contrairement à ce"
    r"|Merci|Monsieur|Messieurs|Mesdames|Un peu|Oui|Non)(?:(?<=[’'])|(?![\w-]))"
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
_STEM = 5  # letters by which a noun is known to be said before
# Who speaks, or what another sentence named.
_ELSEWHERE = re.compile(
    r"\b(?:je|j[’']|me|moi|mon|ma|mes|tu|nous|notre|nos|vous|votre|vos)(?![\w-])"
    r"|\bs[’']en\b|\bc(?:e|es|ette) derni|^(?:L[ae]s?\s|L[’']|Des\s|Une?\s)[\w-]+ y\b"
    r"|^.{0,40}\bqui (?:l[’']|l[ae]s?\s|leur\s|lui\s|y\s)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:\bM\.|\bMme|\bmonsieur|\bmadame)\s+l(?:[ea]s?\s+|[’']\s?)(?:ministre|secrétaire|garde"
    r"|premi|président|député|sénat|haut|maire)"
    r"|\b(?:attir|appel|interrog)\w*\b.{0,40}\b(?:attention|ministre)"
    r"|\bsouhait\w+ (?:savoir|connaître|attirer)|\blui demande\b|\bdemande (?:au|à la)\b"
    r"|\bchers? collègues|\blire (?:aussi|la suite|notre)|\bcliquez|\babonne[rz]|\bnewsletter"
    r"|\bcookies?\b|\bcrédits? photo|\bci-(?:dessus|dessous|après|joint)|précité|https?:|©"
    r"|\bcet article\b|\ben tête (?:de|d[’'])|\bci-contre\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:[«“\"]\s?)?[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ]")
_CLOSES = re.compile(r"\w\s?[%€)]?\s?[»”\"]?\.(?:\s?[»”\"])?$")
# Two sentences in one, a heading glued to its sentence, or an open list.
_TWO = re.compile(
    r"[\w»)]{3,}\.\s|\betc\b|\.\.|,,"
    r"|[a-zà-öø-ÿ%»)] (?:Une?|Des|En|Près|Pour|Dans|Depuis|Selon|Avec|Sur|Cet(?:te)?|Ce|Ils?|Elles?"
    r"|À|Aux?|Chaque|On|Nous|L[ae]s?(?= [a-zà-öø-ÿ])|L[’'](?=[a-zà-öø-ÿ])|C[’'])"
    r"(?:(?<=[’'])|(?![\w-]))"
)
_LABEL = re.compile(r"[^:]{0,40}\s?:")
# What a link said, or where it led, was lost: « … publique . », « consultables ici. »
_LINKED = re.compile(r"\s\.|\bici\.")
# What no verb of its own stands in: brackets, and the word after a preposition or « un ».
_ASIDE = re.compile(
    r"\([^)]*\)|\b(?:une?\s|d[eu]\s|d[’']|aux?\s|cet(?:te)?\s|s(?:on|a)\s"
    r"|(?:à|avec|dans|de|en|par|pour|sans|sur)\s(?:l[ae]s?\s|l[’']))[^\W\d_]+",
    re.IGNORECASE,
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
    """Whether the sentence shows, by « ce » or « cette », what another one named."""
    shown = _SHOWN.match(text)
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
