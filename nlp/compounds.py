"""Names of a subject that their grammar hides: « aller vers », « éducation spécialisée ».

A fixed list, of the field: no text teaches it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from spacy import symbols as UD
from spacy.strings import get_string_id

from nlp.lemmas import lemma
from nlp.words import Role, Word

# They make one thing whether hyphens join them or not: the first is no noun, words that part two
# terms stand within (par, et, jour), or they say nothing apart. As their unit is written.
COMPOUNDS: Final = """
aller vers, bien vieillir, bien vivre, bien être, chez soi, faire ensemble, hors sol, hors le mur,
mal logement, mal logé, mal être, mieux être, mise à l'abri, non assistance, non lieu, non recours,
nouveau management public, open data, pouvoir d'achat, pouvoir d'agir, quart monde, reste à charge,
reste à vivre, sans abri, sans abrisme, sans contact, sans contrat, sans diplôme, sans domicile,
sans domicile fixe, sans emploi, sans fil, sans frontière, sans logement, sans papier,
sans ressource, sans revenu, sans solution, savoir d'expérience, savoir expérientiel, savoir faire,
savoir être, tiers de confiance, tiers lieu, tiers monde, tiers payant, vivre ensemble,
lien familial, lien intergénérationnel, lien social, famille nombreuse,
accueil collectif de mineur, cité éducatif, convention collectif, droit commun,
déterminant de santé, formation initial, garde d'enfant, garde partagé, privation matériel,
protection de majeur, santé public, titre de séjour,
carte mobilité inclusion, contrat jeune majeur, point conseil budget, téléphone grave danger,
accueil de jour, centre de jour, hôpital de jour, heure supplémentaire, jour de carence,
jour férié, journée de carence, journée de solidarité, semaine de quatre jours,
aide active à mourir, bourse sur critères sociaux, contrat d'objectifs et de moyens,
contrat pluriannuel d'objectifs et de moyens, convention d'objectifs et de gestion,
coopérative d'activité et d'emploi, économie sociale et solidaire, école de la deuxième chance,
espérance de vie en bonne santé, établissement et service d'aide par le travail,
insertion par l'activité économique, logement d'abord, management par objectifs,
projet pour l'enfant, protection maternelle et infantile, récupération sur succession,
repas à un euro, service intégré d'accueil et d'orientation, territoire zéro chômeur,
traite des êtres humains, vie affective et sexuelle, violence faite aux femmes
"""
# Nouns whose participle nothing but a list tells from a verb; what stands before it stays a term.
QUALIFIED: Final = """
contrat aidé, curatelle renforcé, démarche dématérialisé, dossier médical partagé,
éducation spécialisé, emploi accompagné, emploi aidé, enfance maltraité, famille recomposé,
formation continu, gouvernance partagé, guichet dématérialisé, habitat partagé,
habitat regroupé, jardin partagé, logement partagé, plateforme dématérialisé,
prévention spécialisé, procédure dématérialisé, secret partagé, service dématérialisé,
temps partiel subi, travail dissimulé, visite médiatisé
"""
_TOKEN = re.compile(r"\w+'?")
_BY_FIRST: Final[dict[int, list[tuple[list[str], tuple[int, ...]]]]] = {}
for _parts in map(_TOKEN.findall, f"{COMPOUNDS},{QUALIFIED}".split(",")):
    _hashes = tuple(get_string_id(lemma(part)) for part in _parts)
    _BY_FIRST.setdefault(_hashes[0], []).append((_parts, _hashes))
for _few in _BY_FIRST.values():  # « sans domicile fixe » before « sans domicile »
    _few.sort(key=lambda one: -len(one[0]))
_QUALIFIED: Final = frozenset(" ".join(unit.split()) for unit in QUALIFIED.split(","))
# Nouns only after these: « le vivre ensemble ».
_VERBAL: Final = frozenset({
    "aller vers", "bien vieillir", "bien vivre", "bien être", "faire ensemble", "savoir faire",
    "savoir être", "vivre ensemble",
})  # fmt: skip
_DETERMINERS: Final = frozenset(
    map(get_string_id, ("le", "l'", "ce", "son", "notre", "leur", "un", "«", '"'))
)
# « Aller vers » is one before these too, which are no complement.
_ENDS: Final = frozenset(map(get_string_id, (*".,;:!?)»", "et", "ou", "pour", "auprès", "dans")))

_PASSED: Final = Word(Role.SPACE, is_solid=True, is_small=True)  # told by the word that ends


def join(words: list[Word], norms: Sequence[int], pos: Sequence[int]) -> None:
    """Make one thing of « tiers lieu » or « l'aller vers », as a hyphen would, in place.

    Args:
        words: those of a text; a line end may stand within a compound.
        norms, pos: the lemma of each, as a hash, and its part of speech.
    """
    places = [i for i, word in enumerate(words) if word.role != Role.SPACE]
    dense = [norms[i] for i in places]
    for k, i in enumerate(places[:-1]):
        if dense[k] in _BY_FIRST and (parts := _at(dense, k, is_verb=pos[i] == UD.VERB)):
            held = places[k : k + len(parts)]
            if " ".join(parts) in _QUALIFIED:
                words[held[-1]] = _closing(parts[-1])
                continue
            words[i : held[-1]] = [_PASSED] * (held[-1] - i)
            for at, word in zip(held, _joined(parts), strict=True):
                words[at] = word


def _at(norms: Sequence[int], i: int, *, is_verb: bool) -> Sequence[str]:
    """The compound that begins with the lemma at i (hashes) and is a noun; empty if none is."""
    for parts, hashes in _BY_FIRST[norms[i]]:
        end = i + len(parts)
        if (
            tuple(norms[i:end]) == hashes
            and (
                not (is_verb and parts[0] == "reste")  # « il lui reste à vivre »
                if " ".join(parts) not in _VERBAL
                else (i and norms[i - 1] in _DETERMINERS)
                or (parts[0] == "aller" and norms[end : end + 1] and norms[end] in _ENDS)
            )
        ):
            return parts
    return ()


def _joined(parts: Sequence[str]) -> list[Word]:
    """The words of a compound: of the two at its ends none says anything apart."""
    second, *rest = parts[1:]
    first = Word(Role.CONTENT, parts[0], opens=True, is_solid=True, is_small=True)
    if not rest:
        return [first, _closing(second)]
    first = replace(
        first, closes=True, is_unfinished=True
    )  # it may stand before « à », alone never
    joiner = Word(Role.JOINER, "de" if second == "d'" else second, is_solid=True, is_small=True)
    name = " ".join(rest).replace("' ", "'")
    return [first, joiner, *[_PASSED] * (len(rest) - 1), _closing(name)]


def _closing(part: str) -> Word:
    return Word(Role.CONTENT, part, closes=True, is_solid=True, is_small=True)
