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
COMPOUNDS: Final = """
aller vers, bien vieillir, bien vivre, bien être, faire ensemble, hors sol, hors le mur, mal
logement, mal logé, mal être, mieux être, non assistance, non lieu, non recours, pouvoir de agir,
quart monde, reste à charge, reste à vivre, sans abri, sans abrisme, sans contact, sans contrat,
sans diplôme, sans domicile, sans emploi, sans fil, sans frontière, sans logement, sans papier,
sans ressource, sans revenu, sans solution, savoir faire, savoir être, tiers de confiance, tiers
lieu, tiers monde, tiers payant, vivre ensemble
"""
_BY_FIRST: Final[dict[int, list[tuple[list[str], tuple[int, ...]]]]] = {}
for _parts in map(str.split, COMPOUNDS.split(",")):
    _hashes = tuple(map(get_string_id, _parts))
    _BY_FIRST.setdefault(_hashes[0], []).append((_parts, _hashes))
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
_ACRONYMS: Final = """
aah = allocation à adulte handicapé, ase = aide social à l'enfance,
api = allocation de parent isolé, apa = allocation personnalisé d'autonomie,
apl = aide personnalisé à logement, ars = agence régional de santé,
ccas = centre communal d'action social, cias = centre intercommunal d'action social,
ctg = convention territorial global,
ehpad = établissement d'hébergement pour personne âgé dépendant,
ess = économie social et solidaire, ia = intelligence artificiel,
mdph = maison départemental de personne handicapé, pmi = protection maternel et infantile,
pch = prestation de compensation de handicap, rgpd = règlement général sur la protection de donnée,
rsa = revenu de solidarité actif, saad = service d'aide à domicile,
siao = service intégré d'accueil et d'orientation, smic = salaire minimum de croissance
"""
_PAIRS: Final = [pair.split("=") for pair in _ACRONYMS.split(",")]
ACRONYM_OF: Final = {long.strip(): short.strip() for short, long in _PAIRS}

# What the web writes between letters for an apostrophe; outside words, it is a quotation mark.
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[‘´`′ʼ＇](?=[^\W\d_])")
_BLANK = re.compile("[\u00a0\u2002-\u200a\u202f]")  # spaces that only look otherwise
WRITTEN: Final = "written"  # in the user_data of a Doc: its text before `plain`
BARE: Final = 60  # letters from which a text without one accent was typed without: 1 of 4,386
_SIGNS: Final = {"a": "âà", "c": "ç", "e": "éèê", "i": "îï", "o": "ô", "u": "ûù"}
# The dictionary lacks most words in -ès.
_GRAVE: Final = {"pres": "près", "apres": "après", "aupres": "auprès", "deces": "décès"}
_GRAVE.update(acces="accès", exces="excès", progres="progrès", succes="succès")
_BARE_WORD = re.compile(r"\b(?![a-z]*[aeiouy]{4})[a-z]{4,20}\b")
_BARE_A = re.compile(r"\b(?<!il )(?<!elle )(?<!on )(?<!qui )(?<!y )a(?= l(?:['’]|a ))")


def plain(text: str) -> str:
    """The text with one apostrophe, one space, and accents, as many characters, all in place.

    Accents are put back in a text that has none, in words that no dictionary has without.
    """
    text = _BLANK.sub(" ", _APOSTROPHE.sub("’", text))
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


def compound(norms: Sequence[int], i: int, *, is_verb: bool) -> Sequence[str]:
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
