"""Can a sentence be read alone, or does it lean on another one? Rules on French words. Pure."""

import re

from .lemmas import infinitive
from .verbs import AUXILIARY, is_finite

WORDS = (8, 45)  # in a sentence that can be quoted

# What cannot open a sentence read on its own: it points at what came before, or at who speaks.
_DANGLING = re.compile(
    r"[«“\"(\s]*(?:Ils?|Elles?|Lui|Eux|Leurs?|S(?:on|a|es)|C[’'e]"
    r"|Ce(?:t|tte|s|la|ci|lui|lles?|ux)?(?:-ci|-là)?|[ÇC]a|Y|En (?:effet|outre|conséquence|revanche"
    r"|somme|résumé|particulier|clair|définitive|cela|(?:découl|résult)\w+|l[ea]s?\s\w+ant)|Et"
    r"|Mais|Or|Car|Donc|Ni|Ou|Puis|Ensuite|Enfin|Ainsi|Aussi|Alors|Bref|Certes|Toutefois|Cependant"
    r"|Néanmoins|Pourtant|Notamment|Également|Surtout|Même|Là|Ici|Voici|Voilà|Tell?e?s?|De (?:plus"
    r"|même|ce|fait|son|leur|telle?s?)|D[’'](?:une? part|autre part|autres?|où|ailleurs)|Du coup"
    r"|Par (?:ailleurs|conséquent|exemple|contre|là)|Dès lors|(?:À|A|Dans|Pour|Sur|Avec|Sans|Malgré"
    r"|Outre|Selon|Après|Avant|Contre|Parmi|D[’']après) (?:ce|cet|cette|ces|cela|sa|son|ses"
    r"|leurs?)|(?:Chez|Parmi|Pour|Selon) (?:autant|y|eux|elles?|lui|tous)"
    r"|Au (?:contraire|demeurant)|Autrement dit|Depuis(?=,)|S[’'](?:en|y)"
    r"|Qu(?:e|[’'])(?![^,]*\b(?:soi(?:t|ent)|agisse)\b)"
    r"|(?:Une? )?[Aa]utre|(?:D[’'])?[Aa]utant|Quelques-une?s|Tou(?:te)?s (?:ses|leurs)|Quant"
    r"|Tant (?:à|aux?|que)|En bref|D[’']abord|Reste|Inversement|Parallèlement|Concrètement|Résultat"
    r"|Finalement|Pas|Seul|L[’'](?:un|une|autre|intéressée?)|Les (?:deux"
    r"|autres|uns|unes|premiers|seconds|intéressée?s)|L[ae] (?:premi|second|derni|(?:deux|trois"
    r"|quatr|cinqu)ième)\w*|L[ae]s? [nv]ôtres?|Contrairement à ce|Merci|Monsieur|Messieurs"
    r"|Mesdames|Un peu|De toute façon|Tout d[’']abord|Oui|Non|Concernant|En ce qui concerne"
    r"|S[’']agissant|Comme|Bien qu(?:e|[’'])|Malheureusement|Heureusement|Pire|Rétroactivement"
    r"|Force est|(?:Premi|Deuxi|Troisi)èmement|Éventuellement|Si bien"
    r"|L[ae]s? mêmes?)(?:(?<=[’'])|(?![\w-]))"
)
# « Lancé en 2019, il est utilisé… » names nobody; « Si le guichet ferme, il… » does.
_UNNAMED = re.compile(
    r"(?:[\w’'-]+\s){1,3}(?:ce(?! qu[ie’']| dont)|cet|cette|ces)\s"
    r"|(?!Si |S[’']|Quand |Lorsqu|Comme |Puisqu|Alors qu|Bien qu)[^,]{3,120},\s(?:ils?|elles?"
    r"|ce|cet|cette|ces)\s(?!(?:ne )?(?:faut|existe|convient|s[’']agit|y a)\b)"
    r"|(?:En|Jusqu[’']à|Depuis|Dès|Après|Avant)\s[^,]{3,60}\sils?\s(?!(?:ne |n[’'])?(?:faut|y a)\b)"
)
# « Pour pallier cette pénurie », « …, et ces difficultés durent »: a word before may name it, time
# does not, nor what a relative goes on to name.
_SHOWN = re.compile(
    r"(?i)(?<![\w-])(?:cet|cette|ces|ce(?!\s(?:n[’']|qu|(?:qui|que|dont|fait|fut|moment|n|point|quel"
    r"|sens|sera|serai|soi|soit|sont|stade|titre|à)\b)))\s(?!derni|prochain|an(?:née)?s?\b|mois"
    r"|semaine|été|hiver|printemps|automne|ère\b|époque|période|jours?\b|trimestre|types?\b|genre"
    r"|fin\b|effet|égard)(?:(?:nouve|même|doubl|deux|trois|quatre|autre|grand|petit|différent|divers"
    r"|seul)\w*\s)*([\w-]++)(?!\s(?:[\w-]+\s){0,4}(?:qui|que|qu[’']|dont|où|auquel)\b)"
)
_NOUNS = (
    "(?:ambition|appel|application|association|but|comité"
    "|concept|concours|décret|défi|démarche|direction|dispositif|document|entreprise|équipe|étude"
    "|événement|exercice|expérience|expérimentation|fonctionnement|fondation|groupe|idée"
    "|initiative|investigation|liste|mesure|méthode|métier|mission|notion|objectif|opération"
    "|organisation|outil|plateforme|prestation|principe|problématique|problème|produit|profession"
    "|programme|projet|question|rapport|réforme|session|site|solution|structure|sujet|système|test"
    "|texte|agence|fédération|région|département|métropole|municipalité)"
)
# « Le texte prévoit », « La moitié redoute »: a noun that nothing names but another sentence.
_BARE = re.compile(
    rf"(?i)(?:[^,]{{3,45}},\s)?(?:l(?:[ae]\s|[’']){_NOUNS}|les\s(?:auteur|auditeur|rapporteur"
    r"|enquêteur|intervenant|participant)e?s|la\s(?:moitié|plupart|majorité)|tou(?:te)?s)"
    r"\s(?:(?:actuel|proposé|retenu|envisagé)\w*\s)?(?:ne\s|n[’']|se\s|s[’']|y\s|en\s"
    r"|l[ae]s?\s|l[’']|leur\s|lui\s)?([^\W\d_]+)"
)
# « Le financement du dispositif est assuré », « selon les règles du décret ».
_BARE_AFTER = re.compile(
    rf"(?i)\b(?:du\s|au\s|d[e’']\s?l(?:a\s|[’'])|à\sl(?:a\s|[’']))({_NOUNS})"
    r"(?=\.|,|\s(?:est|sont|a|ont|sera|par)\s)|\bde l[’'](ensemble),"
    r"|(?<!personnes )(?<!publics )(?<!jeunes )\b(?:concern|étudi)ée?s(?=\.|,|\s(?!par|à|de|en)\w)"
)
_STEM = 5  # letters by which a noun is known to be said before
# Who speaks, when, or what another sentence named.
_ELSEWHERE = re.compile(
    r"(?i)(?<!rendez-)\b(?:je|me|moi|mon|ma|mes|tu|ta|tes|ton|toi|nous|notre|nos|vous"
    r"|votre|vos)(?![\w-])|\b[jmt][’']|\bs[’']en\b|\bc(?:e|es|ette) derni"
    r"|^(?:L[ae]s?\s|L[’']|Des\s|Une?\s)[\w-]+ y\b"
    r"|^.{0,40}\bqui (?:l[’']|l[ae]s?\s|lui\s|y\s)|^\W*\w{1,6}\s[-–—]\s"
    r"|(?<![’'])\b(?:avant-)?hier\b|\bà l[’']instant\b|\btout à l[’']heure\b|\bce (?:matin|soir)\b"
    r"|\bça\b|\bcela\b|\bc(?:elui|elles?|eux)-(?:ci|là)\b|\b(?:la|le|les|du)dite?s?\b|\bsusdit"
    r"|\b(?:les|des) deux\b(?! (?:premi|derni|tiers\b|rives\b|[\w-]+ (?:qui|que|dont)\b))"
    r"|\bdans (?:certains|tous les|le) cas\b(?! (?:où|d))|\b(?:une?|de) tel(?:le)?s?\b"
    r"|\bsemaine (?:dernière|prochaine)\b|\beh bien\b|\bon (?:va|a|en|l[’']a|n[’']a)\b"
    r"|^(?:Soit )?On (?:doit|fait|laisse|parle|pense)\b|^(?!Assez|Chez)\w+ez\b"
)
# What ties a sentence to the one before it; « mais également », « , donc » tie its own clauses.
_TIED = re.compile(
    r"(?i)(?<!mais )(?<!et )(?<!, )(?<!,)\b(?:donc|en effet|par ailleurs|en outre|par conséquent"
    r"|dès lors|de ce fait|non plus|au contraire|pour autant(?! qu)|quant à (?:lui|eux|elles?)"
    r"|également|d[’']ailleurs|par contre|(?:lui|eux|elles?) aussi)\b"
    r"|^[^,]*(?<!mais )(?<!et )(?<!jusqu[’'])\b(?:toutefois|cependant|néanmoins|pourtant(?! déjà)"
    r"|en revanche|quant à (?:lui|eux|elles?)|(?:ainsi|alors|ensuite)(?! (?:même )?qu)"
    r"|(?:est|sont|a|ont) d[’']abord(?!.*\b(?:puis|ensuite|enfin)\b)"
    r"|(?:est|sont|a|ont|\w+ent|\w+e) aussi (?:des?|du|à|aux?|l[ae]s?|l|une?)\b"
    r"|peu(?:t|vent) aussi (?!bien))"
)
# A pronoun or possessive of the plural, and what it may stand for before it.
_MANY = re.compile(
    r"(?i)(?<![\w-])(?:ils|eux|elles)(?![\w-])|(?<!la )\bleurs?\b"
    r"|\bles\s(?=([^\W\d_]+[^\W\d_sxz])\b)|(?:\bd?[eà]|\bpour|\bsans)\sles\s(?=([^\W\d_]+)\b)"
)
_PLURAL = re.compile(
    r"(?i)\b(?:[ldcms]es|[nv]os|leurs|aux|et|ou|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|tous"
    r"|toutes|plusieurs|certaine?s|quelques|nombreu\w+|diverse?s|différente?s|milli\w+|on|chacune?"
    r"|chaque|plupart|\d+|\w*(?:onz|douz|treiz|quinz|seiz|vingt|trent|quarant|cinquant|cent)(?:e|aine)?s?)\b|\bd(?:e\s|[’'])[\w-]+[sx]\b|^\W*\w{3,}s\b"
)
# « L’offrent », « la rend », « de le lier », « lui verse »: one that is said before, and who it is.
_ONE = re.compile(
    r"(?i)(?<![\w-])(?:(le|la|l(?=[’']))(?:\s|[’'])|(lui|y)\s)([^\W\d_]+)|\b(elle)(?![\w-])"
)
_MASCULINE = r"(?i:\b(?:l[e’']|un|du|au|cet?|son|tout|chaque|aucun|quel)(?:(?<=[’'])|\b))"
_FEMININE = r"(?i:\b(?:l[a’']|une|cette|sa|son|toute|chaque|aucune|quelle)(?:(?<=[’'])|\b))"
_PROPER = r"(?<=.)\b[A-Z]\w"
_BEFORE_ONE = {
    "le": re.compile(rf"{_MASCULINE}|{_PROPER}"),
    "la": re.compile(rf"{_FEMININE}|{_PROPER}"),
}
_NAMED = re.compile(rf"{_MASCULINE}|{_FEMININE}|{_PROPER}")
_NOUNS_TOO = ("avoir", "coucher", "devoir", "être", "lever", "pouvoir", "rire", "savoir")
_NO_VERB = ("adhérent", "continent", "excédent", "parent", "présent", "président", "référent")
# « Pour améliorer leur action, les mairies… »: named just after.
_AHEAD = re.compile(
    r"(?:Afin|Malgré|Outre|Pour)\s[^,]*,\s(?:de\s\w+s|des|les|plusieurs|certaine?s)\s"
)
# After one of these the verb is that of another clause, whose object the subject may be.
_CLAUSE = re.compile(
    r"(?i)[,;:]|\b(?:qui|que|dont|où|quand|lorsque?|si|et|mais|ou|puis|car|pour|sans)\b|\b(?:qu|lorsqu|s)[’']"
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
    r"[\w»)]{3,}\.\s|[a-zà-ÿ\d]\.(?=[A-ZÀ-Þ])|\betc\b|\.\.|,,"
    r"|[a-zà-öø-ÿ%»)] (?:Une?|Des|En|Près|Pour|Dans|Depuis|Selon|Avec"
    r"|Sur|Cet(?:te)?|Ce|Ils?|Elles?|À|Aux?|Chaque|On|Nous|L[ae]s?(?= [a-zà-öø-ÿ])"
    r"|L[’'](?=[a-zà-öø-ÿ])|C[’'])(?:(?<=[’'])|(?![\w-]))"
)
_LABEL = re.compile(r"[^:]{0,40}\s?:")
# What a link said, or where it led, was lost: « … publique . », « consultables ici. »
_LINKED = re.compile(r"\s\.|\bici\.")
# Where no verb of its own stands: brackets, the noun after a preposition or « un », the first noun.
_ASIDE = re.compile(
    r"(?i)\([^)]*\)|(?:\b(?:à|avec|dans|de|(?<!qui )en|par|pour|sans|sur)\s(?:l[ae]s?\s|l[’'])?"
    r"|\bd[u’']\s?"
    r"|\b(?:une?|aux?|cet(?:te)?|s(?:on|a))\s|^(?:l[ae]s?\s|l[’'])|, (?:et )?l[ae]\s"
    r"|\bet de l(?:a\s|[’']))[^\W\d_]+"
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
        and not any(found.search(text) for found in (_TWO, _ADDRESS, _LINKED))
        and not _leans(text)
        and _has_verb(text)
    )


def _leans(text: str) -> bool:
    """True for a sentence of which something is said, named or begun in another one.

    By its opening, a tie (« donc »), a pronoun that stands for nothing before it, a noun shown or
    bare, or who speaks.
    """
    return (
        _DANGLING.match(text) is not None
        or _UNNAMED.match(text) is not None
        or _ELSEWHERE.search(text) is not None
        or _TIED.search(text) is not None
        or _shows(text)
        or _misses_many(text)
        or _misses_one(text)
    )


def _shows(text: str) -> bool:
    """Whether the sentence shows, by « ce », « cette » or a bare « le », what another one named."""
    bare = _BARE.match(text)
    if bare and is_finite(bare[1].lower()):
        return True
    shown = [(found.start(1), found[1]) for found in _SHOWN.finditer(text)]
    shown += [(found.start(), found[1] or "") for found in _BARE_AFTER.finditer(text)]
    # A bare one without a noun (« les jeunes concernés ») is never named.
    return any(not noun or noun[:_STEM].lower() not in text[:at].lower() for at, noun in shown)


def _misses_many(text: str) -> bool:
    """« Selon eux », « les lier », « leur suppression », when nothing before is several."""
    for found in _MANY.finditer(text):
        verb = (found[1] or found[2] or "").lower()
        if verb and not (is_finite(verb) or infinitive(verb)):
            continue  # « les » is an article
        is_ahead = found[0].lower().startswith("leur") and _AHEAD.match(text)
        if not is_ahead and not _PLURAL.search(text[: found.start()]):
            return True
    return False


def _misses_one(text: str) -> bool:
    """« Le remplir », « la rend », « lui verse », when nothing before is one, but who acts."""
    for found in _ONE.finditer(text):
        before = text[: found.start()]
        word = (found[1] or found[2] or found[4]).lower()
        if word == "elle":
            if not _BEFORE_ONE["la"].search(before):
                return True
            continue
        verb = found[3].lower()
        if infinitive(verb):
            named = _BEFORE_ONE.get(word, _NAMED)
            if word != "y" and not _is_noun_too(word, verb) and not named.search(before):
                return True
        elif before.strip() and _is_object(word, verb) and not _CLAUSE.search(before):
            return True
    return False


def _is_noun_too(word: str, verb: str) -> bool:
    """« Le pouvoir », « l’être » may be nouns."""
    return word in ("le", "l") and verb in _NOUNS_TOO


def _is_object(word: str, verb: str) -> bool:
    """Whether a form after « le », « l’ », « lui » or « y » is its verb, no noun of its article."""
    if word == "y":
        return is_finite(verb) and verb not in ("a", "ait", "aura", "avait", "aurait")
    if word == "lui":
        return is_finite(verb)
    if word == "l" and verb in ("a", "ont", "avait", "avaient", "aura"):
        return True
    return verb not in _NO_VERB and (
        (verb.endswith("ent") and is_finite(verb))
        or (
            word != "l"
            and not verb.endswith(("fait", "rait"))
            and AUXILIARY.fullmatch(verb) is not None
        )
    )


def _has_verb(text: str) -> bool:
    """False for a title, an item of a list or an infinitive: no verb but those of its relatives.

    A noun that is also a verb (« marche ») counts as one: rather keep a title than lose a sentence.
    """
    left = _ASIDE.sub("", text)
    words = re.findall(r"[^\W\d_]+", left.lower())
    if words and infinitive(words[0]):  # « Aider les jeunes, c’est… »
        return any(map(AUXILIARY.fullmatch, words))
    # No sentence begins by its verb: « Programme du cours ».
    n_verbs = sum(map(is_finite, words[left[:1] == text[:1] :]))
    return n_verbs > len(_RELATIVE.findall(left))


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
