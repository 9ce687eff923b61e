"""Names of a subject that their grammar hides: « aller vers », « éducation spécialisée ».

A fixed list, of the field: no text teaches it.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from spacy import symbols as UD
from spacy.strings import get_string_id

from nlp.lemmas import lemma
from nlp.words import Role, Word

_TOKEN = re.compile(r"\w+'?")
# Nouns only after these: « le vivre ensemble ».
_VERBAL: Final = frozenset({
    "aller vers", "bien vieillir", "bien vivre", "bien être", "chez soi", "faire ensemble",
    "savoir faire", "savoir être", "vivre ensemble",
})  # fmt: skip
_DETERMINERS: Final = frozenset(
    map(get_string_id, ("le", "l'", "ce", "son", "notre", "leur", "un", "«", '"'))
)
# « Aller vers » is one before these too, which are no complement.
_ENDS: Final = frozenset(map(get_string_id, (*".,;:!?)»", "et", "ou", "pour", "auprès", "dans")))

_PASSED: Final = Word(Role.SPACE, is_solid=True, is_small=True)  # told by the word that ends


@dataclass(frozen=True)
class Compounds:
    """Compounds as their units are written, to be known by the lemmas of a text.

    Those that are whole say nothing apart, or are parted by words that part two terms; of those
    that are qualified, a noun and a participle that looks like a verb or an adjective of general
    language, the noun stays a term.
    """

    whole: tuple[str, ...] = ()
    qualified: tuple[str, ...] = ()

    @cached_property
    def _by_first(self) -> dict[int, list[tuple[list[str], tuple[int, ...]]]]:
        """The words of each and the hashes of their lemmas, by the first of these."""
        found: dict[int, list[tuple[list[str], tuple[int, ...]]]] = defaultdict(list)
        # « sans domicile fixe » before « sans domicile »
        for parts in sorted(
            map(_TOKEN.findall, self.whole + self.qualified), key=len, reverse=True
        ):
            hashes = tuple(get_string_id(lemma(part)) for part in parts)
            found[hashes[0]].append((parts, hashes))
        return dict(found)

    def join(self, words: list[Word], norms: Sequence[int], pos: Sequence[int]) -> None:
        """Make one thing of « tiers lieu » or « l'aller vers », as a hyphen would, in place.

        Args:
            words: those of a text; a line end may stand within a compound.
            norms, pos: the lemma of each, as a hash, and its part of speech.
        """
        places = [i for i, word in enumerate(words) if word.role != Role.SPACE]
        dense = [norms[i] for i in places]
        for k, i in enumerate(places[:-1]):
            parts = self._at(dense, k, is_verb=pos[i] == UD.VERB)
            if not parts:
                continue
            held = places[k : k + len(parts)]
            if " ".join(parts) in self.qualified:
                words[held[-1]] = _closing(parts[-1])
                continue
            words[i : held[-1]] = [_PASSED] * (held[-1] - i)
            for at, word in zip(held, _joined(parts), strict=True):
                words[at] = word

    def _at(self, norms: Sequence[int], i: int, *, is_verb: bool) -> Sequence[str]:
        """The compound that begins with the lemma at i (hashes) and is a noun; empty if none."""
        for parts, hashes in self._by_first.get(norms[i], ()):
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


NO_COMPOUND: Final = Compounds()


def _joined(parts: Sequence[str]) -> list[Word]:
    """The words of a compound: of the two at its ends none says anything apart."""
    second, *rest = parts[1:]
    first = Word(Role.CONTENT, parts[0], opens=True, is_solid=True, is_small=True)
    if not rest:
        return [first, _closing(second)]
    # It may stand before « à », alone never.
    first = replace(first, closes=True, is_unfinished=True)
    joiner = Word(Role.JOINER, "de" if second == "d'" else second, is_solid=True, is_small=True)
    name = " ".join(rest).replace("' ", "'")
    return [first, joiner, *[_PASSED] * (len(rest) - 1), _closing(name)]


def _closing(part: str) -> Word:
    return Word(Role.CONTENT, part, closes=True, is_solid=True, is_small=True)
