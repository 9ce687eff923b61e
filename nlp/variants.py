"""Spellings of one term brought together by fixed rules: hyphens, prefixes, accents, acronyms.

Fixed on purpose: what a text teaches (a long form and its acronym) serves in that text alone, so
that neither the order of texts nor a later one changes what was counted.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from simplemma import is_known

from nlp.stopwords import FUNCTION_WORDS

# First parts that may be glued, hyphened or apart: « co-construction », « coconstruction ».
_PREFIX = re.compile(
    r"\b(agro|anti|auto|bi|bio|co|cyber|éco|géo|hydro|hyper|infra|inter|intra|macro|micro|mini"
    r"|multi|néo|photo|pluri|poly|pré|psycho|radio|socio|supra|télé|thermo|trans|ultra|vidéo)-"
    r"(?=[^\W\d_]{3})"
)
# Long form of an acronym, in lemmas: public names of French social policy and local government.
_ACRONYMS: Final = """
aah = allocation à adulte handicapé, ase = aide social à l'enfance,
aesh = accompagnant d'élève en situation de handicap,
caf = caisse d'allocation familial, cnaf = caisse national d'allocation familial,
cpam = caisse primaire d'assurance maladie, cnam = caisse national d'assurance maladie,
cdd = contrat à durée déterminé, cdi = contrat à durée indéterminé,
cmu = couverture maladie universel, dgf = dotation global de fonctionnement,
epci = établissement public de coopération intercommunal, ime = institut médico éducatif,
qpv = quartier prioritaire de la politique de la ville,
siae = structure d'insertion par l'activité économique,
ssiad = service de soin infirmier à domicile, zfe = zone à faible émission,
api = allocation de parent isolé, apa = allocation personnalisé d'autonomie,
apl = aide personnalisé au logement,
ars = agence régional de santé,
ccas = centre communal d'action social, cias = centre intercommunal d'action social,
ctg = convention territorial global,
ehpad = établissement d'hébergement pour personnes âgées dépendantes,
ess = économie sociale et solidaire, ia = intelligence artificiel,
mdph = maison départemental de personne handicapé, pmi = protection maternelle et infantile,
pch = prestation de compensation de handicap,
rgpd = règlement général sur la protection des données,
rsa = revenu de solidarité actif, saad = service d'aide à domicile,
siao = service intégré d'accueil et d'orientation, smic = salaire minimum de croissance
"""
_PAIRS: Final = [pair.split("=") for pair in _ACRONYMS.split(",")]
# Acronyms that the press writes as words: « la Caf », « le rsa ».
SAID: Final = frozenset({
    "aah", "adil", "aesh", "anah", "apa", "apl", "ars", "ase", "caf", "carsat", "ccas", "cias",
    "cnaf", "cnav", "cpam", "ehpad", "esat", "esms", "mdph", "pch", "pmi", "qpv", "rgpd", "rsa",
    "saad", "samsah", "siao", "smic", "ssiad", "udaf", "unaf", "urssaf",
})  # fmt: skip
ACRONYM_OF: Final = {long.strip(): short.strip() for short, long in _PAIRS}
ACRONYMS: Final = frozenset(ACRONYM_OF.values())

# What the web writes between letters for an apostrophe; outside words, it is a quotation mark.
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[‘´`′ʼ＇](?=[^\W\d_])")
_BLANK = re.compile("[\u00a0\u2002-\u200a\u202f]")  # spaces that only look otherwise
# Hyphens that only look otherwise, and the dash typed for one: « non‑recours », « mal–logement ».
_HYPHEN = re.compile(r"(?<=\w)[‐‑﹣－](?=\w)|(?<=[^\W\d_])–(?=[^\W\d_])")
# Endings after a full stop or a slash as after a middle dot: « travailleurs.ses », « usager/ère ».
_ENDED = re.compile(
    r"(?<![\w@./-])[^\W\d_]{3,}(?:(?:[./](?:e|s|es|ne|nes|se|ses|te|tes|ve|ves|ère|ères|ale"
    r"|ales|elle|elles|euse|euses|ice|ices|rice|rices|trice|trices)|(?<=l)[./]les?))+(?![\w@/-])(?!\.\w)"
)
_MARKS: Final = str.maketrans("./", "··")
WRITTEN: Final = "written"  # in the user_data of a Doc: its text before `plain`
BARE: Final = 60  # letters from which a text without one accent was typed without: 1 of 4,386
_SIGNS: Final = {"a": "âà", "c": "ç", "e": "éèê", "i": "îï", "o": "ô", "u": "ûù"}
# The dictionary lacks most words in -ès.
_GRAVE: Final = {"pres": "près", "apres": "après", "aupres": "auprès", "deces": "décès"}
_GRAVE.update(acces="accès", exces="excès", progres="progrès", succes="succès")
_BARE_WORD = re.compile(r"\b(?![a-z]*[aeiouy]{4})[a-z]{4,20}\b")
_BARE_A = re.compile(r"\b(?<!il )(?<!elle )(?<!on )(?<!qui )(?<!y )a(?= l(?:['’]|a ))")

_LETTER: Final = r"[^\W\d_]"
_HYPHENED: Final = frozenset(
    ["après", "arrière", "avant", "demi", "ex", "mi", "non", "quasi", "semi", "sous", "vice"]
)
# A hyphen, soft or not, that ends a line within a word; what is before and after it.
_CUT = re.compile(
    rf"(?<!{_LETTER})(?P<left>{_LETTER}{{1,40}})(?P<mark>[-‐\u00ad])"
    rf"(?P<line>[ \t]*(?:\r\n|[\n\r])[ \t]*)(?P<right>{_LETTER}+)"
)


def plain(text: str) -> str:
    """The text with one apostrophe, one space, one hyphen, one mark of inclusive writing, accents.

    As many characters, all in place. Accents are put back in a text that has none, in words that
    no dictionary has without.
    """
    text = _BLANK.sub(" ", _APOSTROPHE.sub("’", text))
    text = _ENDED.sub(lambda word: word[0].translate(_MARKS), _HYPHEN.sub("-", text))
    letters = "".join(filter(str.isalpha, text))
    if len(letters) < BARE or not letters.isascii():
        return text
    return _BARE_A.sub("à", _BARE_WORD.sub(lambda word: _restored(word[0]), text))


@lru_cache(maxsize=200_000)
def _restored(word: str) -> str:
    """The one word of the dictionary that accents make of this, « é » first; itself if in doubt."""
    made = set() if _known(word) or word in _GRAVE else {word}
    for _ in range(2):
        made = {
            f[:i] + a + f[i + 1 :] for f in made for i, c in enumerate(f) for a in _SIGNS.get(c, "")
        }
        found = sorted(filter(_known, made))
        acute = [form for form in found if form.replace("é", "e").isascii()]
        if found:
            return found[0] if len(found) == 1 else acute[0] if len(acute) == 1 else word
    return _GRAVE.get(word, word)


# Proper names that no accent is missing from: « Seine-Saint-Denis » holds no « dénis ».
_BARE: Final = frozenset({"denis", "detroit", "laure", "malte", "peter"})


@lru_cache(maxsize=200_000)
def spelling(word: str) -> str:
    """The word with its prefix glued, its other hyphens open, its missing accents back."""
    glued = _PREFIX.sub(r"\1", word)
    return "-".join(map(_accented, glued.split("-")))


def _accented(word: str) -> str:
    """The one word of the dictionary that accents make of this; itself if known or in doubt."""
    if len(word) < 5 or not word.isascii() or not word.isalpha() or word in _BARE or _known(word):
        return word
    one = {word[:i] + "é" + word[i + 1 :] for i, c in enumerate(word) if c == "e"}
    two = {w[:i] + "é" + w[i + 1 :] for w in one for i, c in enumerate(w) if c == "e"}
    for forms in (one, two):
        found = [form for form in forms if _known(form)]
        if found:
            return found[0] if len(found) == 1 else word
    return word


def _known(word: str) -> bool:
    return is_known(word, "fr")


def cuts(text: str) -> Iterator[tuple[int, int]]:
    """The places, from start to end, that part two halves of one word; in order.

    The line end alone if the word has a hyphen of its own: « coffre-/fort ».
    """
    at = 0
    while found := _CUT.search(text, at):
        own = found["mark"] != "\u00ad" and has_hyphen(found["left"], found["right"])
        yield found.start("line") if own else found.start("mark"), found.end("line")
        at = found.start("right")


@lru_cache(maxsize=10_000)
def has_hyphen(left: str, right: str) -> bool:
    """Whether these two make a word with a hyphen rather than one without."""
    if right[0].isupper() and not left.isupper():
        return True  # Seine-/Saint-Denis
    low, after = left.lower(), right.lower()
    if after == "t":
        return True  # « y a-/t-il »
    if _is_word(low + after):
        return False
    is_joined = low in _HYPHENED or (_is_word(low) and _is_word(after))  # sous-/traitance
    return is_joined or _is_word(f"{low}-{after}")


def _is_word(word: str) -> bool:
    return word in FUNCTION_WORDS or _known(word)
