"""Spellings of one term brought together by fixed rules: hyphens, prefixes, accents, acronyms.

Fixed on purpose: what a text teaches (a long form and its acronym) serves in that text alone, so
that neither the order of texts nor a later one changes what was counted.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from simplemma import is_known
from spacy.strings import get_string_id

# Words (lemmas) that make a compound whether hyphens join them or not: the first is no noun, or
# they say nothing apart.
COMPOUNDS: Final = frozenset({
    ("aller", "vers"), ("bien", "vieillir"), ("bien", "vivre"), ("bien", "être"),
    ("faire", "ensemble"), ("hors", "sol"), ("mal", "logement"), ("mal", "logé"),
    ("mal", "être"), ("mieux", "être"), ("non", "assistance"), ("non", "lieu"),
    ("non", "recours"), ("hors", "le", "mur"),
    ("pouvoir", "de", "agir"), ("reste", "à", "charge"), ("reste", "à", "vivre"),
    ("tiers", "de", "confiance"), ("quart", "monde"), ("sans", "abri"), ("sans", "abrisme"),
    ("sans", "contact"), ("sans", "contrat"), ("sans", "diplôme"), ("sans", "domicile"),
    ("sans", "emploi"), ("sans", "fil"), ("sans", "frontière"), ("sans", "logement"),
    ("sans", "papier"), ("sans", "ressource"), ("sans", "revenu"), ("sans", "solution"),
    ("savoir", "faire"), ("savoir", "être"), ("tiers", "lieu"), ("tiers", "monde"),
    ("tiers", "payant"), ("vivre", "ensemble"),
})  # fmt: skip
_BY_FIRST: Final = {
    get_string_id(first): [
        (parts, tuple(map(get_string_id, parts)))
        for parts in sorted(COMPOUNDS)
        if parts[0] == first
    ]
    for first in {parts[0] for parts in COMPOUNDS}
}
_VERBAL: Final = frozenset({"aller", "faire", "vivre", "savoir", "bien"})  # nouns only after these:
_DETERMINERS: Final = frozenset(
    map(get_string_id, ("le", "l'", "ce", "son", "notre", "leur", "un", "«", '"'))
)
# « Aller vers » is one before these too, which are no complement.
_ENDS: Final = frozenset(map(get_string_id, (*".,;:!?)»", "et", "ou", "pour", "auprès", "dans")))
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


def compound(norms: Sequence[int], i: int, *, is_verb: bool) -> tuple[str, ...]:
    """The compound that begins with the lemma at i (hashes) and is a noun; empty if none is."""
    for parts, hashes in _BY_FIRST.get(norms[i], ()):
        end = i + len(parts)
        if (
            tuple(norms[i:end]) == hashes
            and (
                not (is_verb and parts[0] == "reste")  # « il lui reste à vivre »
                if parts[0] not in _VERBAL
                else (i and norms[i - 1] in _DETERMINERS)
                or (parts[0] == "aller" and norms[end : end + 1] and norms[end] in _ENDS)
            )
        ):
            return parts
    return ()


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
