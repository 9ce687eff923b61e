"""Spellings of one term brought together by fixed rules: hyphens, prefixes, accents, acronyms.

Fixed on purpose: what a text teaches (a long form and its acronym) serves in that text alone, so
that neither the order of texts nor a later one changes what was counted.
"""

import re
from functools import lru_cache
from typing import Final

from simplemma import is_known

# Two words that make a compound whether a hyphen joins them or not; the first is no noun, or both
# say nothing apart.
COMPOUNDS: Final = frozenset({
    ("aller", "vers"), ("bien", "vieillir"), ("bien", "vivre"), ("bien", "être"),
    ("faire", "ensemble"), ("hors", "sol"), ("mal", "logement"), ("mal", "logé"),
    ("mal", "être"), ("mieux", "être"), ("non", "assistance"), ("non", "lieu"),
    ("non", "recours"), ("quart", "monde"), ("sans", "abri"), ("sans", "abrisme"),
    ("sans", "contact"), ("sans", "contrat"), ("sans", "diplôme"), ("sans", "domicile"),
    ("sans", "emploi"), ("sans", "fil"), ("sans", "frontière"), ("sans", "logement"),
    ("sans", "papier"), ("sans", "ressource"), ("sans", "revenu"), ("sans", "solution"),
    ("savoir", "faire"), ("savoir", "être"), ("tiers", "lieu"), ("tiers", "monde"),
    ("tiers", "payant"), ("vivre", "ensemble"),
})  # fmt: skip
VERBAL: Final = frozenset({"aller", "faire", "vivre", "savoir", "bien"})  # nouns only after these:
DETERMINERS: Final = frozenset({"le", "l'", "ce", "son", "notre", "leur", "un", "«", '"'})
# First parts that may be glued, hyphened or apart: « co-construction », « coconstruction ».
_PREFIX = re.compile(
    r"\b(agro|anti|auto|bi|bio|co|cyber|éco|géo|hydro|hyper|infra|inter|intra|macro|micro|mini"
    r"|multi|néo|photo|pluri|poly|pré|psycho|radio|socio|supra|télé|thermo|trans|ultra|vidéo)-"
    r"(?=[^\W\d_]{3})"
)
# Long form of an acronym, in lemmas: public names of French social policy and local government.
ACRONYM_OF: Final = {
    long: short
    for short, long in (
        line.strip().split(" = ")
        for line in """
        aah = allocation à adulte handicapé
        ase = aide social à l'enfance
        api = allocation de parent isolé
        apa = allocation personnalisé d'autonomie
        apl = aide personnalisé à logement
        ars = agence régional de santé
        ccas = centre communal d'action social
        cias = centre intercommunal d'action social
        ctg = convention territorial global
        ehpad = établissement d'hébergement pour personne âgé dépendant
        ess = économie social et solidaire
        ia = intelligence artificiel
        mdph = maison départemental de personne handicapé
        pmi = protection maternel et infantile
        pch = prestation de compensation de handicap
        rgpd = règlement général sur la protection de donnée
        rsa = revenu de solidarité actif
        saad = service d'aide à domicile
        siao = service intégré d'accueil et d'orientation
        smic = salaire minimum de croissance
        """.splitlines()
        if line.strip()
    )
}

# What the web writes between letters for an apostrophe; outside words, it is a quotation mark.
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[‘´`′ʼ＇](?=[^\W\d_])")
_BLANK = re.compile("[\u00a0\u2002-\u200a\u202f]")  # spaces that only look otherwise
WRITTEN: Final = "written"  # in the user_data of a Doc: its text before `plain`


def plain(text: str) -> str:
    """The text with one apostrophe and one space, as many characters, each at its place."""
    return _BLANK.sub(" ", _APOSTROPHE.sub("’", text))


@lru_cache(maxsize=200_000)
def spelling(word: str) -> str:
    """The word with its prefix glued, its other hyphens open, its missing accents back."""
    glued = _PREFIX.sub(r"\1", word)
    return "-".join(map(_accented, glued.split("-")))


def _accented(word: str) -> str:
    """The one word of the dictionary that accents make of this; itself if known or in doubt."""
    if len(word) < 5 or not word.isascii() or not word.isalpha() or _known(word):
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
