"""Sentences that a source repeats, or that only furnish a page: neither tagged nor counted. Pure.

Two ways to know them: by their words (cookie banners, calls to subscribe, « lire aussi », paths),
at the first sight; by their return in many texts of one source (warehouse/weeks.py), from an
imprint that neither case, marks, numbers, dates nor names change.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from nlp.passages import sentences
from nlp.stopwords import ARTICLES, FUNCTION_WORDS, JOINERS
from nlp.words import LONGEST_ACRONYM
from veille import Block, Passage, digest, key_of

FURNITURE: Final = 0  # the imprint of what furnishes a page, whatever it says
FEWEST_WORDS: Final = 5  # of a block that its return betrays: « Pacte de voisinage » heads a theme

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_NAME: Final = "N"  # in a skeleton, whose words are in small letters
_BEFORE_NAME: Final = frozenset(
    ["de", "du", "des", "d", "la", "le", "les", "l", "en", "à", "au", "aux"]
)
_MONTH: Final = frozenset({
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
})  # fmt: skip
# What no author writes to be read. Each opens the line, or addresses the reader: « Les seniors
# apprennent à refuser les cookies » tells of readers, and stays.
_OPENERS = re.compile(
    r"\W*(?:"
    # banners
    r"(?:avec votre (?:accord|consentement),? )?(?:nos (?:\d+ )?partenaires et )?nous(?:-mêmes)?,?"
    r" (?:(?:et|ainsi que|avec) (?:nos |les )?(?:\d+ )?partenaires,? )?"
    r"(?:utilisons|stockons|déposons|conservons|accédons)\b.{0,120}"
    r"\b(?:cookies|traceurs|(?:un|votre|vos) (?:appareil|terminal|navigateur)s?)\b"
    r"|(?:ce|notre) (?:site|service)(?: (?:web|internet))? (?:utilise|dépose)\b.{0,40}"
    r"\b(?:cookies|traceurs)\b[^,]*$"
    r"|(?:j[’']accepte|accepte[rz]|refuse[rz]|paramétre[rz]|gére[rz]|personnalise[rz])\b.{0,40}"
    r"\b(?:cookies|traceurs|préférences|choix)\W*$"
    r"|en (?:poursuivant|continuant|cliquant)\b.{0,80}"
    r"\b(?:navigation|vous (?:acceptez|consentez))\b"
    r"|(?:politique (?:de|en matière de)|gestion des|vos choix (?:concernant|sur) les)"
    r" (?:cookies|traceurs|confidentialité)\W*$"
    r"|tout (?:accepter|refuser)\W*$|(?:accepter|refuser) tout\W*$|continuer sans accepter\b"
    r"|(?:(?:veuillez|merci d[’']|vous devez) ?)?active[rz] (?:le |votre )?javascript\b"
    r"|(?:il semble que )?javascript (?:est|semble|soit) désactivé\b"
    r"|votre navigateur ne (?:prend pas en charge|supporte pas|permet pas)\b"
    # calls to subscribe
    r"|recevez\s.{0,60}\b(?:newsletter|lettre d[’']information|infolettre|alertes?|actualités?)\b"
    r"|(?:pour (?:lire|continuer|poursuivre|accéder)\b.{0,50})?\babonnez-vous\W*$"
    r"|il vous reste \d+ ?% de (?:cet|l[’']) ?article|s[’']abonner (?:à partir|dès|pour)\b.{0,30}$"
    r"|newsletters?\s*:|inscription à (?:la|notre) (?:newsletter|lettre)\b"
    r"|abonnez-vous\b.{0,30}(?:€|\bmois\b|\bessai\b|\boffres?\b)"
    r"|profitez de (?:votre|notre) (?:offre|abonnement)\b|(?:faites un don|soutenez-nous)\W*$"
    # buttons and lists of a page
    r"|(?:partage[rz]|tweete[rz]|envoye[rz])\b.{0,40}\b(?:facebook|twitter|linkedin|whatsapp"
    r"|instagram|réseaux sociaux|par e-?mail"
    r"|par courriel)\W*$|partager(?: cet? (?:article|page))?\W*$"
    r"|cet article vous a (?:plu|intéressé)\b"
    r"|imprime[rz](?: (?:cet?|l[’']) ?(?:article|page))?\W*$"
    r"|retour (?:en haut|à l[’']accueil|à la liste)\b|haut de page\W*$"
    r"|(?:aller|passer) au contenu\b"
    r"|(?:ajouter|ajoutez) (?:à|aux) (?:mes|vos) favoris\b|commentaires?\s*\(\d+\)\W*$"
    r"|(?:les )?(?:articles )?(?:les )?plus (?:lus|commentés|partagés)\W*$|accueil\s*[>›»|/]"
    r"|(?:ajouter|laisser|poster) un commentaire\W*$|cookies\s*:|tags?\s*:|par la rédaction\W*$"
    r"|télécharger (?:(?:le|la|en|ce) )?(?:version )?(?:pdf|document|fichier)\W*$"
    r"|voir plus\b.{0,20}$"
    # heads of mails, of job offers, and who to call
    r"|(?:de|à|cc|cci|expéditeur|destinataires?|from|to)\s?:\s.{1,80}$|offres? d[’']emploi\s*[:–—-]"
    r"|contacts? (?:de )?(?:la )?presse\b"
    # pointers to another text
    r"|(?:à )?(?:lire|voir|écouter|relire|découvrir|consulter) (?:aussi|également|encore|ailleurs"
    r"|sur le même sujet)(?=\W*$|\s*[:–—|«\"“-]|\ssur notre site|\s(?-i:[A-ZÀ-ÖØ-Þ])"
    r"|\s(?:notre|nos) (?:dossier|enquête|article|reportage|entretien|interview|analyse)s?\b)"
    r"|(?:à )?(?:lire|découvrir)\s*:|lire (?:la suite|plus)\b.{0,20}$|lire l[’']article\b.{0,20}$"
    r"|(?:sur|dans) le même (?:sujet|thème)\s*(?::|$)"
    r"|articles? (?:liés?|similaires?|associés?|recommandés?)\b|en savoir plus\s*(?::|$)"
    r"|crédits? photos?\b|photo\s?: ?©|©|copyright\b|cliquez ici pour\b"
    r"|(?:publié|mis à jour|modifié) le \d[^,]{0,30}(?:, (?:mis à jour|modifié) le \d[^,]{0,30})?$"
    r"|temps de lecture\s*(?::|\d)"
    r")",
    re.IGNORECASE,
)
# Wherever they stand.
_FURNITURE = re.compile(
    r"\b(?:abonnez-vous|inscrivez-vous|je m[’']abonne|je m[’']inscris)\b.{0,60}"
    r"\b(?:newsletter|lettre d[’']information|infolettre|alertes?|flux rss|podcast|chaîne)\b"
    r"|\b(?:déjà|pas encore) abonnée?\s?\?"
    r"|\b(?:article|contenu|suite)s?\b.{0,20}\bréservée?s? aux abonnée?s\b"
    r"|\bsans engagement\b.{0,30}\babonne|\b(?:suivez|retrouvez)-nous\b.{0,40}\b(?:facebook"
    r"|twitter|linkedin|whatsapp|instagram|réseaux sociaux)\b"
    r"|\btous droits (?:de \w+ )?réservés\b|\breproduction (?:interdite|même partielle)\b"
    r"|\bmentions légales\s*[–—|·•,-].{0,60}\b(?:plan du site|contact|accessibilité|cookies)\b",
    re.IGNORECASE,
)
# The words of a path or of a command, their marks lost: « prestations minima sociaux rsa ». In the
# ten collections of the domain 251 sentences, none that a person would say; in television, none.
_PATH = re.compile(r"[\s*•–-]*((?:[a-z]+|\d+)(?:[\s-]+(?:[a-z]+|\d+)){3,})[\s.,;:]*")
_HEAD: Final = 40  # characters
_LINKS: Final = FUNCTION_WORDS | ARTICLES | JOINERS.keys()
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


class Hidden:
    """The places of a text that say nothing: those of blocks, of which none overlap."""

    def __init__(self, blocks: Sequence[Block] = ()) -> None:
        self.places = sorted((block.start, block.end) for block in blocks)
        self._starts = [start for start, _ in self.places]
        self._ends = [end for _, end in self.places]

    def meets(self, start: int, end: int) -> bool:
        """Whether a character between these offsets is hidden."""
        k = bisect_right(self._ends, start)
        return k < len(self._starts) and self._starts[k] < end

    def blanked(self, text: str) -> str:
        """The text with line ends in the hidden places, so that all else keeps its offsets."""
        pieces, at = [], 0
        for start, end in self.places:
            pieces += [text[at:start], "\n" * (end - start)]
            at = end
        return "".join([*pieces, text[at:]]) if pieces else text


NOTHING_HIDDEN: Final = Hidden()


def furniture(found: Sequence[Block]) -> Hidden:
    """The places of those of these blocks that furnish a page."""
    return Hidden([block for block in found if block.imprint == FURNITURE])


def imprint(sentence: str) -> int | None:
    """64 bits that sentences share if they differ by case, marks, numbers, months or names only.

    FURNITURE for what furnishes a page; None for a sentence too short to be told by its return.
    """
    if furnishes(sentence):
        return FURNITURE
    words = _skeleton(sentence)
    return _digest(" ".join(words)) if len(words) - words.count(_NAME) >= FEWEST_WORDS else None


def _skeleton(sentence: str) -> list[str]:
    """The words of a sentence, with one blank for a number, a month, or names side by side.

    A template has a blank for a name: « une aide de la CAF de l’Ain », « de la CAF du Tarn ».
    """
    words: list[str] = []
    for place, word in enumerate(_WORD.findall(sentence)):
        if place and _is_name(word):
            while words and words[-1] in _BEFORE_NAME:
                words.pop()
            words += [] if words[-1:] == [_NAME] else [_NAME]
        else:
            parts = word.casefold().split("-")
            words += ["0" if w[0].isdigit() or w in _MONTH else w for w in parts]
    return words


def _is_name(word: str) -> bool:
    """Whether it has a capital; a longer word than an acronym, all in capitals, is shouted."""
    is_shouted = word.isupper() and len(word) > LONGEST_ACRONYM
    return word[0].isupper() and not is_shouted and word.casefold() not in _MONTH


@lru_cache(maxsize=10_000)
def _digest(words: str) -> int:
    return key_of(digest("block", words)) or 1


def furnishes(sentence: str) -> bool:
    """True for a banner, a pointer, a button or a notice of a web page, or for a bare path."""
    return is_path(sentence) or (
        len(sentence) <= _LONGEST
        and (_OPENERS.match(sentence) is not None or _FURNITURE.search(sentence) is not None)
    )


def is_path(sentence: str) -> bool:
    """Whether it is four words or more in small letters with no accent, mark nor link.

    What announces them in a few words goes with them: « Zones impactées : ».
    """
    head, _, told = sentence.rpartition(":")
    found = _PATH.fullmatch(told if len(head) <= _HEAD else sentence)
    words = re.split(r"[\s-]+", found[1]) if found else []
    return sum(map(str.isalpha, words)) >= 4 and _LINKS.isdisjoint(words)
