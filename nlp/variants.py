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
COMPOUNDS: Final = frozenset(
    tuple(pair.split("-"))
    for pair in (
        "aller-vers bien-être bien-vieillir bien-vivre faire-ensemble hors-sol laissez-passer"
        " mal-être mal-logement mal-logé mieux-être non-assistance non-lieu non-recours"
        " non-remplacement quart-monde sans-abri sans-abrisme sans-domicile sans-emploi"
        " sans-papier savoir-être savoir-faire tiers-lieu tiers-payant tiers-monde"
        " vivre-ensemble porte-parole"
    ).split()
)
# First parts that may be glued, hyphened or apart: « co-construction », « coconstruction ».
_PREFIX = re.compile(
    r"\b(agro|anti|auto|bi|bio|co|cyber|éco|géo|hydro|hyper|infra|inter|intra|macro|micro|mini"
    r"|multi|néo|photo|pluri|poly|pré|psycho|radio|socio|supra|télé|thermo|trans|ultra|vidéo)-"
    r"(?=[^\W\d_]{3})"
)
# Acronym: long form, in lemmas. Public names of French social policy and local government.
ACRONYMS: Final = {
    "rsa": "revenu de solidarité actif",
    "aah": "allocation aux adulte handicapé",
}


@lru_cache(maxsize=200_000)
def spelling(word: str) -> str:
    """The word with its prefix glued, its other hyphens open, its missing accents back."""
    glued = _PREFIX.sub(r"\1", word)
    return "-".join(map(_accented, glued.split("-")))


def _accented(word: str) -> str:
    """The only word of the dictionary that accents make of this one; itself if known or in doubt."""
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
