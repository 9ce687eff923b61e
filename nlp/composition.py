"""What makes one term of several words: they hold together, and they name a subject.

Words may stand side by side by chance: the words of a path, a complement too far. And a term made
of nothing but general language names no subject: « niveau d'exigence », « projet innovant ».
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from nlp.complements import LEANS, MANNER, STANDING, TROUBLES
from nlp.compounds import NO_COMPOUND, Compounds
from nlp.words import Role, Word

MOST_JOINERS: Final = 2  # de, à, en in it: « perte d'autonomie des personnes », no longer


@dataclass(frozen=True, slots=True)
class Substance:
    """The words and the terms that name no subject, and the terms of such words that name one."""

    general: frozenset[str] = frozenset()  # niveau, article, nouveau
    shells: frozenset[str] = frozenset()  # domaine, enjeu: before « de » they name what follows
    kept: frozenset[str] = frozenset()  # units: « mot de passe »
    barred: frozenset[str] = frozenset()  # units: « suspicion », « outil d'intervention »
    publics: frozenset[str] = frozenset()  # enfant, logement
    participles: frozenset[str] = frozenset()  # placé, confié
    compounds: Compounds = NO_COMPOUND  # « aller vers », « éducation spécialisée »

    def lacks(self, unit: str, words: Sequence[Word]) -> bool:
        """Whether this unit names no subject: so it was read, or none of its words names one.

        Nor does it if a word of it only introduces another, which is a unit by itself (the shell
        nouns of Schmid 2000): « enjeux de biodiversité ».
        """
        content = [word.part for word in words if word.role == Role.CONTENT]
        is_general = len(content) > 1 and self.general.issuperset(content)
        is_shell = any(self.introduces(word, after) for word, after in pairwise(words))
        told = self.compounds
        is_read = unit in self.kept or unit in told.qualified or unit in told.whole
        names = is_read or self.is_public(*content[:2])
        return unit in self.barred or ((is_general or is_shell) and not names)

    def introduces(self, word: Word, after: Word) -> bool:
        """Whether a word only introduces the one after: « bilan de »."""
        return word.part in self.shells and after.role == Role.JOINER

    def is_public(self, noun: str = "", participle: str = "") -> bool:
        """Whether they name a public together, as « enfant placé »."""
        return noun in self.publics and participle in self.participles


EVERYTHING: Final = Substance()  # every word names a subject


def parse(text: str) -> Substance:
    """What a file such as nlp/substance.toml says."""
    data = tomllib.loads(text)

    def words(name: str) -> frozenset[str]:
        return frozenset(data.get(name, "").split())

    return Substance(
        general=words("general"),
        shells=words("shells"),
        kept=frozenset(data.get("kept", ())),
        barred=frozenset(data.get("barred", ())),
        publics=words("publics"),
        participles=words("participles"),
        compounds=Compounds(tuple(data.get("compounds", ())), tuple(data.get("qualified", ()))),
    )


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


def leans(word: Word, after: Word) -> bool:
    """Whether an adjective belongs to what follows: « réclamation relative aux services »."""
    is_adjective = word.role == Role.CONTENT and not word.opens
    return is_adjective and after.role == Role.JOINER and word.part in LEANS.get(after.part, ())


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
