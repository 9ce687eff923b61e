"""Sentences that a source repeats, or that only furnish a page: neither tagged nor counted. Pure.

Two ways to know them: by their words (cookie banners, calls to subscribe, « lire aussi »), at the
first sight; by their return in many texts of one source (warehouse/weeks.py), from an imprint that
neither case, marks, numbers nor dates change.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from nlp.passages import sentences
from veille import Block, Passage, digest, key_of

FURNITURE: Final = 0  # the imprint of what furnishes a page, whatever it says
FEWEST_WORDS: Final = 5  # of a block that its return betrays: « Pacte de voisinage » heads a theme

_WORD = re.compile(r"[^\W_]+")
_MONTH: Final = frozenset({
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
})  # fmt: skip
# What no author writes to be read: each needs the words of a page, not a subject alone, so that
# « La fin des cookies tiers inquiète les médias » stays.
_FURNITURE = re.compile(
    r"(?:nous utilisons|ce (?:site|service) (?:utilise|dépose)|j[’']accepte|accepte[rz]|refuse[rz]"
    r"|paramétre[rz]|gére[rz]|en poursuivant)\b.{0,80}\b(?:cookies|traceurs)\b"
    r"|\bpolitique (?:de|en matière de) cookies\b|en poursuivant votre navigation"
    r"|\btout (?:accepter|refuser)\b|\bcontinuer sans accepter\b"
    r"|\bactive[rz] (?:le |votre )?javascript\b|\bjavascript (?:est|semble) désactivé\b"
    r"|\bvotre navigateur ne (?:prend pas en charge|supporte pas|permet pas)\b"
    r"|\b(?:abonnez-vous|inscrivez-vous|je m[’']abonne|je m[’']inscris|recevez)\b.{0,60}"
    r"\b(?:newsletter|lettre d[’']information|infolettre|alertes?|flux rss|podcast|chaîne)\b"
    r"|\b(?:déjà|pas encore) abonnée?\s?\?"
    r"|\b(?:article|contenu|suite)s?\b.{0,20}\bréservée?s? aux abonnée?s\b"
    r"|\bprofitez de (?:votre|notre) (?:offre|abonnement)\b|\bsans engagement\b.{0,30}\babonne"
    r"|\btous droits (?:de \w+ )?réservés\b|\breproduction (?:interdite|même partielle)\b"
    r"|\b(?:partage[rz]|suivez-nous|retrouvez-nous|tweete[rz]|envoye[rz])\b.{0,40}\b(?:facebook"
    r"|twitter|linkedin|whatsapp|instagram|réseaux sociaux|par e-?mail|par courriel)\b"
    r"|\bimprimer (?:cet? |l[’'])?(?:article|page)\b"
    r"|\bretour (?:en haut|à l[’']accueil|à la liste)\b|\baller au contenu\b"
    r"|\bmentions légales\b.{0,60}\b(?:plan du site|contact|accessibilité|cookies)\b",
    re.IGNORECASE,
)
# A pointer to another text: it opens the line.
_POINTER = re.compile(
    r"\W*(?:(?:à )?(?:lire|voir|écouter|relire) (?:aussi|également|la suite|l[’']article|encore"
    r"|sur le même sujet)\b|lire plus\b|(?:sur|dans) le même (?:sujet|thème)\s?:"
    r"|articles? (?:liés?|similaires?|associés?|recommandés?)\b|en savoir plus\s*(?::|$)"
    r"|crédits? photos?\b|photo\s?: ?©|©|copyright\b|cliquez ici pour\b|publié le \d"
    r"|mis à jour le \d|partager\s*(?::|$)|temps de lecture\b)",
    re.IGNORECASE,
)
_LONGEST: Final = 320  # characters; a longer sentence says something else besides


def blocks(text: str, passages: Sequence[Passage]) -> list[Block]:
    """The sentences of these passages, each with its imprint, in the order of the passages."""
    return [
        Block(p.id, start, end, imprint(text[start:end]))
        for p in passages
        for start, end in ((p.start + a, p.start + b) for a, b in sentences(text[p.start : p.end]))
    ]


def speaking(passages: Sequence[Passage], found: Sequence[Block]) -> list[Passage]:
    """The passages that say something, of which these are the blocks: not of furniture alone."""
    said = {block.passage_id for block in found if block.imprint != FURNITURE}
    return [passage for passage in passages if passage.id in said]


def imprint(sentence: str) -> int | None:
    """64 bits that sentences share if they differ by case, marks, numbers or months only.

    FURNITURE for what furnishes a page; None for a sentence too short to be told by its return.
    """
    if furnishes(sentence):
        return FURNITURE
    words = _WORD.findall(sentence.casefold())
    if len(words) < FEWEST_WORDS:
        return None
    return _digest(" ".join("0" if w[0].isdigit() or w in _MONTH else w for w in words))


@lru_cache(maxsize=10_000)
def _digest(words: str) -> int:
    return key_of(digest("block", words)) or 1


def furnishes(sentence: str) -> bool:
    """True for a banner, a pointer, a button or a notice of a web page, known by its words."""
    return len(sentence) <= _LONGEST and (
        _POINTER.match(sentence) is not None or _FURNITURE.search(sentence) is not None
    )
