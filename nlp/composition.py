"""What makes one term of several words: they hold together, and they name a subject.

Words may stand side by side by chance: the words of a path, a complement too far. And a term made
of nothing but general language names no subject: « niveau d'exigence », « projet innovant ».
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy import symbols as UD
from spacy.strings import get_string_id

from nlp.complements import MANNER, STANDING, TROUBLES
from nlp.lemmas import lemma
from nlp.words import Role, Word

MOST_JOINERS: Final = 2  # de, à, en in it: « perte d'autonomie des personnes », no longer

# Names of a subject that their grammar hides, of the field: no text teaches them.
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


@dataclass(frozen=True, slots=True)
class Substance:
    """The words and the terms that name no subject, and the terms of such words that name one."""

    general: frozenset[str] = frozenset()  # niveau, article, nouveau
    kept: frozenset[str] = frozenset()  # units: « mot de passe »
    barred: frozenset[str] = frozenset()  # units: « suspicion », « outil d'intervention »
    publics: frozenset[str] = frozenset()  # enfant, logement
    participles: frozenset[str] = frozenset()  # placé, confié

    def lacks(self, unit: str, words: Sequence[Word]) -> bool:
        """Whether this unit names no subject: so it was read, or none of its words names one."""
        content = [word.part for word in words if word.role == Role.CONTENT]
        is_general = len(content) > 1 and self.general.issuperset(content)
        names = unit in self.kept or self.is_public(*content[:2])
        return unit in self.barred or (is_general and not names)

    def is_public(self, noun: str = "", participle: str = "") -> bool:
        """Whether they name a public together, as « enfant placé »."""
        return noun in self.publics and participle in self.participles


EVERYTHING: Final = Substance()  # every word names a subject


def parse(text: str) -> Substance:
    """What a file such as nlp/substance.toml says."""
    data = tomllib.loads(text)
    lists = (frozenset(data.get(name, [])) for name in ("kept", "barred"))
    words = (frozenset(data.get(name, "").split()) for name in ("publics", "participles"))
    return Substance(frozenset(data["general"].split()), *lists, *words)


def holds_together(words: Sequence[Word], general: frozenset[str]) -> bool:
    """Whether several words are one term: no pile, no chance complement, more than names or scale.

    Args:
        words: what it is made of, joiners and articles included; the first may open a term.
        general: lemmas of general language, none of which is a term alone.
    """
    if not words[-1].closes or sum(word.role == Role.JOINER for word in words) > MOST_JOINERS:
        return False
    content = [word for word in words if word.role == Role.CONTENT]
    if (
        is_piled(words)
        or is_loose(words, content, general)
        or len({w.part for w in content}) < len(content)
    ):
        return False
    if all(w.is_name or w.is_empty for w in content):
        return False
    return (
        not any(w.is_scale for w in content)
        or any(w.part in TROUBLES for w in content)
        or not all(w.is_scale or w.is_common or w.part in general for w in content)
    )


def is_piled(words: Sequence[Word]) -> bool:
    """Whether words only stand side by side, as in a path: « logement loyer plafond ».

    Three nouns in a row, or a noun that nothing joins to the adjective before it.
    """
    nouns = [w.role == Role.CONTENT and w.is_small and w.opens and not w.qualifies for w in words]
    for k in range(2, len(words)):
        after = words[k - 1]
        is_adjective = after.role == Role.CONTENT and not after.opens
        if nouns[k] and (is_adjective or (nouns[k - 1] and nouns[k - 2])):
            return True
    return False


def is_loose(words: Sequence[Word], content: Sequence[Word], general: frozenset[str]) -> bool:
    """Whether the last word is a chance complement: « agent de la direction »."""
    last, before = words[-1], words[-2]
    if before.part == "en" and last.part in STANDING and content[-2].part != "prise":
        return True
    if before.part == "à" and before.role == Role.JOINER and last.part in MANNER:
        return True
    if not before.is_definite:
        needs_noun = len(content) == 2 and content[0].is_before_noun
        return last.is_unfinished or (needs_noun and not last.opens)
    if (words[-3] if before.role == Role.ARTICLE else before).part == "à":
        is_general = last.is_common or last.part in general
        return last.is_unfinished or (not content[-2].opens and is_general)
    return last.is_vague or last.is_unfinished


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
