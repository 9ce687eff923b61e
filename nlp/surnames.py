"""Names that neither a title nor a first name announces: borne, cited, or in small letters."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from simplemma import is_known

from nlp.stopwords import ARTICLES, FUNCTION_WORDS, INVARIABLE, JOINERS

Span = tuple[int, int]  # start and end in the text

SHORTEST: Final = 4  # letters of a surname known alone in the rest of a text

CAPITAL: Final = "A-ZÀ-ÖØ-ÞŒŸ"
SMALL: Final = "a-zß-öø-ÿœ"
PART: Final = rf"(?:(?:Mc|Mac|[DLNO]['’])?[{CAPITAL}][{SMALL}]+|[{CAPITAL}]{{2,}})"
WORD: Final = rf"{PART}(?:[-‐‑]{PART}){{0,4}}"  # bounded: a run of hyphens is read at once
INITIAL: Final = rf"(?:[{CAPITAL}][hr]?\.[ -]?)+"
PARTICLE: Final = (
    r"(?:de[ ](?:la[ ]|La[ ]|l['’])?|d['’]|du[ ]|des[ ]|le[ ]|la[ ]|v[ao]n[ ](?:der?[ ])?"
    r"|ben[ ]|el[ -]|al[ -]|bin[ ]|di[ ]|dos[ ]|da[ ])"
)
# Before a capital that no dictionary explains: « le couple Dumontel », « l’arrêt Perruche ».
_BEARERS = (
    r"couple|familles?|consorts|frères|sœurs|fratrie|(?<!de )fils"
    r"|gouvernement|amendement"
    r"|administration|clan|décrets?|arrêt|jurisprudence|rapports?|commission"
    r"|(?<!de )mission|[Mm]onseigneur"
)
# Kin: whatever capital follows is a name, in capitals too (« épouse TALLANDIEC »).
_KIN = (
    r"épouse|époux|née?|veuve|veuf|(?:ex-)?(?:compagne|compagnon|mari|conjointe?|femme)"
    r"|(?:beau|grand)-père|(?:belle|grand)-mère|beau-frère|belle-sœur|belle-fille|demi-(?:frère|sœur)"
    r"|oncle|tante|cousine?|nièce|neveu|copine|copain"
)
# « L’étude de Delvaumont »: if it is an institute, what it signs is no subject either.
_SIGNED = (
    r"études?|enquêtes?|thèses?|travaux|recherches?|ouvrages?|livres?|essais?|articles?|analyses?"
    r"|théories?|pensée|sociologie|œuvres?|romans?|films?|tribunes?|propos|citations?"
    r"|formule|mots|mort|décès|disparition|assassinat|nomination|élection|démission|départ"
    r"|témoignages?|parole|récits?|rapports?|poèmes?|fables?|chansons?|biographie|plume|langue"
    r"|statue|portraits?|buste|caricatures?|visage|sourire|regard|voix|prénom|enfance|jeunesse"
    r"|procès|arrestation|condamnation|réélection|régime|entourage|disciples?|partisans|prédécesseur"
    r"|successeur|avocate?|compagne|compagnon|mari|filles?|fils|frères?|sœurs?|mère|père|parents"
    r"|oncle|tante|cousine?s?|grand-mère|grand-père|recueil|facéties"
)
_NAME = rf"(?:{INITIAL} ?)?{WORD}(?: (?:{PARTICLE})?{WORD}){{0,3}}"
_BORNE = re.compile(
    rf"(?<!\w)(?:(?:{_BEARERS}) |(?:{_SIGNED}) (?:de |d['’]))(?P<name>{_NAME})(?![\w'’])"
)
_RELATED = re.compile(rf"(?<![\w-])(?:{_KIN}) (?P<name>{_NAME})(?![\w'’])")
# Particles of no French word: « Willem van der Meulen », « Ana dos Santos ».
_FOREIGN = re.compile(
    rf"(?<![\w-])(?P<name>{WORD} (?:v[ao]n (?:de[rn]? )?|ben |bin |da |dos ){WORD})(?!\w)"
)
# « Photo credit: AshLark », « JM Moreau »: who took a picture, and initials without full stops.
_CREDIT = re.compile(
    r"(?<!\w)(?:[Cc]rédits?(?: photos?)?|[Pp]hotos? credits?) ?: ?"
    rf"(?P<name>[{CAPITAL}][\w-]+(?: [{CAPITAL}][\w-]+){{0,2}})"
)
_UNDOTTED = re.compile(rf"(?<![\w.-])(?P<name>[{CAPITAL}]{{2}} (?P<surname>{WORD}))(?![\w'’-])")
# « MarianneMoreau », as one signs on the web.
_GLUED = re.compile(
    rf"(?<![\w@/.-])(?P<first>[{CAPITAL}][{SMALL}]+)(?P<surname>[{CAPITAL}][{SMALL}]+)(?![\w-])"
)
# Before the surname of a list, which else may be the name of a thing.
_NAMED = re.compile(
    r"(?<!\w)(?:lois?|plans?|réformes?|affaire|méthode|loi dite|décret|circulaire|mission|prix"
    r"|doctrine|(?:modèle|théorème|principe|paradoxe|échelle|pyramide|effet) de)"
    rf" (?P<name>{WORD})(?![\w'’])"
)
_YEAR = r"(?:1[89]|20)\d\d[a-z]?\b"
_BRACKET = re.compile(r"\((?P<inside>[^()\n]{3,300})\)")
_CITED = re.compile(
    rf"(?:^|; ?|voir |cf\. ){WORD}(?:(?: et| &|,) {WORD})*(?: et al\.?| et coll\.)?,? {_YEAR}"
)
_TOLD = re.compile(rf"(?<!\w)(?P<name>{WORD}(?: (?:et|&) {WORD})?)(?: et al\.?)? \({_YEAR}")
_WORDS = re.compile(WORD)
_SMALL_WORD = re.compile(rf"(?<![\w@/._-])[{SMALL}]{{2,}}(?:[-'’][{SMALL}]+)*(?![\w@/_-])")
_CIVIL: Final = frozenset({"mme", "mlle", "mr", "madame", "monsieur", "docteur", "dr"})
_SHORTENED: Final = frozenset({"mme", "mlle", "mr", "dr"})  # whatever follows is a name
_PARTICLES: Final = frozenset({"de", "da", "dos", "el", "al", "ben", "van", "von", "le", "la"})
_UNLISTED: Final = FUNCTION_WORDS | ARTICLES | INVARIABLE | JOINERS.keys()
_ENGLISH: Final = frozenset({"said", "mark", "grant", "frank", "chase"})
_SAINTS: Final = frozenset({"saint", "sainte", "st", "ste"})
DASH: Final = re.compile("[-‐‑]")


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of names, in small letters."""

    first: Container[str]
    surnames: Container[str]
    others: Container[str]  # of what is no person
    alone: Container[str]  # of both kinds, those that tell a person without another name
    words: Container[str] = frozenset()  # surnames that are words: after a noun of people alone


class Surnames:
    """Finds the names of people where only their surname is told, or in small letters."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def find(self, text: str) -> Iterator[Span]:
        """Where they are, in any order; they may overlap."""
        for borne in (*_BORNE.finditer(text), *_FOREIGN.finditer(text)):
            if self._are_people(borne["name"]):
                yield borne.span("name")
        for related in _RELATED.finditer(text):
            name = related["name"]
            words = _WORDS.findall(name)
            if name.casefold() not in self._names.others and all(map(self._may_be, words)):
                yield related.span("name")
        for named in _NAMED.finditer(text):
            if self.is_listed(named["name"]) and named["name"].casefold() not in self._names.others:
                yield named.span("name")
        yield from self._cited(text)
        yield from self._web(text)
        yield from self._small(text)

    def is_listed(self, word: str) -> bool:
        """Whether the word, or each part of it, is a surname: « Claeys-Leonetti »."""
        return all(part in self._names.surnames for part in DASH.split(word.casefold()))

    def is_name(self, word: str) -> bool:
        """Whether it is a surname, be it a word too: only a noun of people before it tells."""
        return self.is_listed(word) or word.casefold() in self._names.words

    def is_enough(self, word: str) -> bool:
        """Whether the word, or each part of it, tells a person without another name."""
        return all(part in self._names.alone for part in DASH.split(word.casefold()))

    def is_stranger(self, word: str) -> bool:
        """Whether it is a word of no dictionary and the name of nothing that we know."""
        low = word.casefold()
        return len(low) > 2 and low not in self._names.others and not known(low)

    def _are_people(self, name: str) -> bool:
        """Whether all these words may be names of people, none an acronym."""
        words = _WORDS.findall(name)
        return name.casefold() not in self._names.others and all(
            self._may_be(word) and (not word.isupper() or self.is_listed(word)) for word in words
        )

    def _may_be(self, word: str) -> bool:
        return self.is_stranger(word) or self.is_name(word) or self._is_first(word)

    def _is_first(self, word: str) -> bool:
        return all(part in self._names.first for part in DASH.split(word.casefold()))

    def _is_first_in_small(self, low: str) -> bool:
        """Whether it may be a first name in small letters too: « max » and « said » are others."""
        return len(low) >= SHORTEST and low in self._names.first and low not in _ENGLISH

    def _cited(self, text: str) -> Iterator[Span]:
        """The authors of « (Ferreira et Lungu, 2019) » and of « Ferreira et al. (2019) »."""
        for bracket in _BRACKET.finditer(text):
            for cited in _CITED.finditer(bracket["inside"]):
                for word in _WORDS.finditer(cited[0]):
                    if self._are_people(word[0]):
                        at = bracket.start("inside") + cited.start()
                        yield at + word.start(), at + word.end()
        for told in _TOLD.finditer(text):
            words = list(_WORDS.finditer(text, *told.span("name")))
            is_sure = "et al" in told[0] or any(self.is_listed(word[0]) for word in words)
            if is_sure and self._are_people(told["name"]):
                yield from (word.span() for word in words)

    def _web(self, text: str) -> Iterator[Span]:
        """Names as they are written on the web, and who a picture is by."""
        yield from (c.span("name") for c in _CREDIT.finditer(text) if self._are_people(c["name"]))
        for short in _UNDOTTED.finditer(text):
            low = short["surname"].casefold()
            if self.is_listed(low) and not known(low) and low not in self._names.others:
                yield short.span("name")
        for glued in _GLUED.finditer(text):
            is_name = self.is_listed(glued["surname"]) or self.is_stranger(glued["surname"])
            if self._is_first(glued["first"]) and is_name:
                yield glued.span()

    def _small(self, text: str) -> Iterator[Span]:
        """Names in small letters: « jean dupont », « mme lefebvre », « merci à sophie »."""
        words = list(_SMALL_WORD.finditer(text))
        for i, word in enumerate(words):
            low = word[0]
            if i and words[i - 1][0] in _SAINTS:
                continue
            if low in _CIVIL:
                last = self._after_title(text, words, i)
                if last > i:
                    yield words[i + 1].start(), words[last].end()
            elif self._is_first_in_small(low) or low in self._names.surnames:
                last = self._small_name(text, words, i)
                is_noun = i > 0 and words[i - 1][0] in ARTICLES and _adjacent(text, words, i - 1)
                if last > i or (self.is_enough(low) and not (known(low) or is_noun)):
                    yield word.start(), words[last].end()

    def _after_title(self, text: str, words: Sequence[re.Match[str]], i: int) -> int:
        """The last word of the name that follows a title, i if none does."""
        name = i + 1
        if _adjacent(text, words, i) and words[name][0] in _PARTICLES - ARTICLES:
            name += _adjacent(text, words, name)  # « mme da costa »
        if not _adjacent(text, words, i) or words[name][0] in FUNCTION_WORDS:
            return i
        low = words[name][0]
        if words[i][0] not in _SHORTENED and not self._may_be(low):
            return i
        return self._small_name(text, words, name) if self._may_be(low) else name

    def _small_name(self, text: str, words: Sequence[re.Match[str]], i: int) -> int:
        """The last word of the name that begins at the word i: a first name, or a surname."""
        last = i
        while last - i < 3 and _adjacent(text, words, last):
            after = last + 1
            if words[after][0] in _PARTICLES and _adjacent(text, words, after):
                after += 1
            if not self._goes_on(words[i][0], words[after][0], after - last > 1):
                break
            last = after
        return last

    def _goes_on(self, first: str, word: str, has_particle: bool) -> bool:
        """Whether a name in small letters that begins with the first word holds the other."""
        if not self._is_first_in_small(first):
            return not has_particle and self._is_first_in_small(word)
        return self.is_listed(word) or (not known(first) and self.is_stranger(word))


def _adjacent(text: str, words: Sequence[re.Match[str]], i: int) -> bool:
    """Whether only a space parts this word from the one after."""
    if i + 1 == len(words):
        return False
    return text[words[i].end() : words[i + 1].start()] in (" ", "\u00a0", ". ")


def apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, the longest of those that begin together, none over another."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


@lru_cache(maxsize=200_000)
def known(word: str) -> bool:
    """Whether a dictionary has the word, in small letters: simplemma's lacks « plusieurs »."""
    return word in _UNLISTED or word.endswith("ment") or bool(is_known(word, lang="fr"))
