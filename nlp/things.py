"""The names of things in a text: programmes, devices, services, software, companies, laws.

A name of a thing is told from that of a person (nlp.people), of a place or of a paper by what is
around it: capitals within a sentence, a word of the dictionary in it, a noun that announces it.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from simplemma import is_known

from nlp.lemmas import lemma
from nlp.named import touches
from nlp.stopwords import ARTICLES, DATES, FUNCTION_WORDS, JOINERS, OFFICES, TITLES
from nlp.surnames import DASH, Span, known
from nlp.words import classify

MOST: Final = 5  # capitals of a name; more is a heading
LOUD: Final = 0.5  # share of the words of a line that begin with a capital: beyond, a heading
NEAR: Final = 200  # characters of a line read on either side of a name

_CAPITAL = "A-ZÀ-ÖØ-ÞŒ"
_WORD = rf"(?:[{_CAPITAL}][\w]*(?:[-‐‑’'](?=[{_CAPITAL}\d])[\w]+)*’?)"
_START = r"(?<![\w.@/_-])(?<![a-ce-km-zA-CE-KM-Z]['’])"
_LINK = r"(?:de la |de l[’']|de |du |des |d[’'])"
_RUN = re.compile(rf"{_START}{_WORD}(?: {_LINK}?{_WORD})+(?: \d{{1,2}}(?![\w.,:/%]))?(?![\w@/_-])")
_VERSION = re.compile(rf"{_START}[{_CAPITAL}]\w*[a-z]\w* \d{{1,2}}(?!\w|[.,:/%]\d| ?[%€])")
_ALONE = re.compile(rf"{_START}[{_CAPITAL}]\w{{3,}}(?![\w@/_’'-]|\.\w)")
# « D3.js », « ol3 », « 5G »: letters and a figure, or the extension of a library.
_CODED = re.compile(
    rf"{_START}(?:[A-Za-z]\w{{0,15}}\.(?:js|py|ai|io)|[A-Za-z]{{2,}}\d{{1,2}}|\dG)(?![\w@/_-]|\.\w)"
)
_ROMAN = re.compile(r"[IVXLC]+(?:e|è|ème|er|ère)s?")
_CAMEL = re.compile(
    r"(?!(?:Mc|De|Di|Du|Le|La|Van|Fitz)[A-Z])(?:[A-ZÀ-Þ][a-zà-ÿ]+[A-ZÀ-Þ]|[A-Z]{2,}[a-zà-ÿ]{2,})"
)
_LISTED = re.compile(r"(\w+)(?:,| et| ou) $")
_LISTING = re.compile(r"(?:,| et| ou) (\w+)")
_BEFORE = re.compile(r"([\w’'-]+)\s(?:[«“]\s?)?$")
_DETERMINED = re.compile(
    r"(?:\b(?:[Ll][ea]s?|[Ll]eurs?|[Dd]u|[Aa]ux?|[Cc]et?t?e?|[Uu]ne?|[Dd]es)\s|\b[Ll][’'])(?:[«“]\s?)?$"
)
_OPENS = re.compile(r"^$|(?:[.!?…:;\n•«“\"(/–—|-])\s*$")
_NOUN_OF = re.compile(
    r"(?<![\w’'-])(?:(?:[Ll][ea]s?|du|aux?|des|cet?t?e?)\s|[lL][’'])(?P<noun>[a-zà-ÿœ]{4,})"
    r" (?:de |d[’'])$"
)
# « rue des Lilas », « habitants de Vergt »: what follows says where, whatever it is called.
_STREET = re.compile(
    rf"(?<![\w’'-])(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Ii]mpasse|[Aa]llée|[Qq]uai|[Ss]quare) {_LINK}?"
    rf"(?P<name>{_WORD}(?: {_LINK}?{_WORD})*)"
)
_SITE = re.compile(
    rf"(?<![\w-])(?P<noun>[A-Za-zÀ-ÿœ][a-zà-ÿœ]{{2,}}) (?:de |d[’'])(?P<name>(?![A-Z]{{2}}){_WORD})"
)
# « EHPAD Marie-Curie », « quartier Clodion »: whose name it bears is no subject.
_FACILITIES: Final = frozenset({
    "collège", "lycée", "école", "hôpital", "clinique", "résidence", "crèche", "gymnase", "stade",
    "médiathèque", "bibliothèque", "salle", "foyer", "quartier", "place", "square", "parc", "rue",
})  # fmt: skip
_FACILITY = "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}s?" for w in sorted(_FACILITIES))
_NAMED_AFTER = re.compile(
    rf"(?<![\w-])(?:{_FACILITY}|Ecoles?|[Ee]hpad|EHPAD|[Cc]ités?|[Pp]onts?|[Cc]ampus|[Tt]héâtres?"
    r"|[Cc]inémas?|[Pp]iscines?|[Cc]asernes?|[Gg]ares?|scolaires?|[Aa]venue|[Bb]oulevard"
    r"|[Pp]alais|[Éé]glises?|[Cc]athédrale|[Pp]assage|[Mm]usée|CHU|CHR|CHS|HIA|MJC|[Vv]accinodrome"
    r"|[Cc]entre (?:commercial|social|hospitalier|culturel)|[Mm]aison d[’']arrêt"
    r"|[Ii]nstruction des [Aa]rmées)"
    rf" (?P<name>{_WORD}(?: {_WORD})*)"
)
_COMPOUND = re.compile(rf"(?<![\w-])[{_CAPITAL}]\w+(?:[-‐‑][{_CAPITAL}]\w+)+(?![\w-])")
_HEAD = re.compile(rf"([\w’'‐‑-]+) {_LINK}?")
_TAIL = re.compile(r"(?<!\bde)(?<!\bdu) ([\w’'-]+)$")
_OWNERS: Final = frozenset({"mon", "ma", "mes"})
_NEVER_AT_END: Final = (FUNCTION_WORDS | DATES | ARTICLES | JOINERS.keys()) - _OWNERS


@dataclass(frozen=True, slots=True)
class Lists:
    """What is known of proper names: small letters, or lemmas for common nouns."""

    places: frozenset[str]
    media: frozenset[str]
    antennas: frozenset[str]  # what makes a channel of « France »
    bodies: frozenset[str]
    contexts: frozenset[str]
    sites: frozenset[str]
    surnames: frozenset[str]
    alone: frozenset[str]  # first names and surnames that tell a person without another name
    words: frozenset[str] = frozenset()  # surnames that are words too


def parse(text: str) -> Lists:
    """The lists of a file such as nlp/names.toml."""
    data = tomllib.loads(text)
    kinds = ("places", "media", "antennas", "bodies", "contexts", "sites", "surnames", "surnames")
    return Lists(*(frozenset(data[kind].casefold().split()) for kind in kinds))


class Things:
    """Finds the names of things in a text."""

    def __init__(self, lists: Lists, is_first_name: Callable[[str], bool]) -> None:
        """Know the lists, and which words are first names."""
        self._lists = lists
        self._is_first_name = is_first_name

    def find(
        self, text: str, is_person: Callable[[int, int], bool], places: Sequence[Span]
    ) -> list[Span]:
        """Where things are named, in the order of the text; names may lie in one another.

        Args:
            text: the whole text.
            is_person: whether these characters touch the name of a person.
            places: where territories are named.
        """
        found = {span for span in self._all(text, places) if not is_person(*span)}
        return sorted(found, key=lambda span: (span[0], -span[1]))

    def located(self, text: str, names: Sequence[Span]) -> list[Span]:
        """Where a name only says where a site is, in order; never one of these names of things."""
        found = [street.span("name") for street in _STREET.finditer(text)]
        for site in _SITE.finditer(text):
            span = site.span("name")
            is_word = _known(site["name"].lower())  # « Agences d’Urbanisme », in capitals
            is_site = not is_word and lemma(site["noun"].lower()) in self._lists.sites
            if is_site and span not in names:
                found.append(span)
        for named in _NAMED_AFTER.finditer(text):
            words = re.findall(r"\w[\w’'‐‑-]*", named["name"].casefold())
            is_word = any(map(known, words)) or named["name"].isupper()  # « gare TGV »
            if not is_word and not touches(names, *named.span("name")):
                found.append(named.span("name"))
        for full in _COMPOUND.finditer(text):  # « Aimé-Césaire », whatever bears it
            if self._is_first_name(DASH.split(full[0])[0]) and not touches(names, *full.span()):
                found.append(full.span())
        return sorted(found)

    def _all(self, text: str, places: Sequence[Span]) -> Iterator[Span]:
        yield from self._runs(text, places)
        yield from self._alone(text, places)
        yield from self._of_places(text, places)
        coded = list(_CODED.finditer(text))
        forms = [found[0].casefold() for found in coded]
        for found, form in zip(coded, forms, strict=True):
            if (
                "." in form
                or form[0].isdigit()
                or (forms.count(form) > 1 and form not in self._lists.media)
            ):
                yield found.span()

    def _runs(self, text: str, places: Sequence[Span]) -> Iterator[Span]:
        """Names of several words: « Pass Culture », « Mon Espace Santé », « OpenLayers 3 »."""
        certain: set[str] = set()
        unsure: list[Span] = []
        for run in (*_RUN.finditer(text), *_VERSION.finditer(text)):
            span = self._trimmed(text, *run.span())
            words = re.findall(r"\w[\w’'‐‑-]*", text[slice(*span)])
            is_place = words[:1] != ["France"] and touches(places, *span)
            if is_place or not self._may_be(words) or not self._is_told(text, span, words):
                continue
            if _OPENS.search(text[max(0, span[0] - 4) : span[0]]) or _shouts(text, span):
                unsure.append(span)
            else:
                certain.add(text[slice(*span)].casefold())
                yield span
        yield from (span for span in unsure if text[slice(*span)].casefold() in certain)

    def _trimmed(self, text: str, start: int, end: int) -> Span:
        """The run without the function words and dates that open or close it."""
        while (head := _HEAD.match(text, start, end)) and head[1].casefold() in _NEVER_AT_END:
            start = head.end()
        while (tail := _TAIL.search(text[start:end])) and tail[1].casefold() in _NEVER_AT_END:
            end = start + tail.start()
        return start, end

    def _may_be(self, words: Sequence[str]) -> bool:
        """Whether nothing in these words says a person, a place, a paper, an office, a heading."""
        low = [word.casefold() for word in words]
        capitals = [word for word in words if word[0].isupper()]
        if len(words) < 2 or len(capitals) > MOST or all(word.isupper() for word in words):
            return False
        if low[0] in _FACILITIES and not any(map(known, low[1:])):  # « Hôpital Bichat »
            return False
        if words[0].isupper() and low[1] in JOINERS and not any(map(known, low[2:])):
            return False  # « CCAS de Wambrechies », not « CAP de Cuisinier »
        lists = self._lists
        heads = [lemma(word) for word in low]
        if low[0] in OFFICES or heads[0] in TITLES or not lists.bodies.isdisjoint(heads):
            return False
        if low[0] == "france" and not lists.antennas.isdisjoint(low):
            return False
        if not (lists.places - {"france"}).isdisjoint(low) or not lists.media.isdisjoint(low):
            return False
        is_adjective = _known(low[0]) and not classify(low[0], heads[0]).opens
        return (not is_adjective or low[0] in _OWNERS) and not any(
            self._is_first_name(DASH.split(word)[0]) or _ROMAN.fullmatch(word) for word in capitals
        )

    def _is_told(self, text: str, span: Span, words: Sequence[str]) -> bool:
        """Whether a word of the dictionary, odd capitals or what stands before makes it a thing."""
        first, *others = words
        if any(map(_CAMEL.match, words)):
            return True
        is_word = [_known(w) or _known(lemma(w)) for w in map(str.casefold, words)]
        if others[-1].isdigit():
            return not is_word[0] and not first.isupper()
        if is_word[0] and any(is_word[1:]):
            return True
        before = text[max(0, span[0] - 24) : span[0]]
        return self._announced(before) or _DETERMINED.search(before) is not None

    def _announced(self, before: str) -> bool:
        """Whether the word before says that the name of a thing follows."""
        word = _BEFORE.search(before)
        return word is not None and lemma(word[1].lower()) in self._lists.contexts

    def _alone(self, text: str, places: Sequence[Span]) -> Iterator[Span]:
        """Names of one word that the text announces once at least, wherever it names them."""
        lists = self._lists
        named: dict[str, list[Span]] = {}
        announced: set[str] = set()
        for found in _ALONE.finditer(text):
            name, start = found[0], found.start()
            low = name.casefold()
            if _known(low) or low in lists.places or low in lists.media:
                continue
            if name.isupper() or self._is_first_name(name) or touches(places, *found.span()):
                continue
            named.setdefault(low, []).append(found.span())
            if (_CAMEL.match(name) and not _ROMAN.fullmatch(name)) or self._announced(
                text[max(0, start - 24) : start]
            ):
                announced.add(low)
        beside = {
            low
            for low, spans in named.items()
            for start, end in spans
            if not announced.isdisjoint(_coordinated(text, start, end))
        }
        for low in announced | beside:
            yield from named[low]

    def _of_places(self, text: str, places: Sequence[Span]) -> Iterator[Span]:
        """A common noun and its place, which make a name: « la jungle de Calais »."""
        for start, end in places:
            if text[start].isupper() and (
                noun := _NOUN_OF.search(text[max(0, start - 40) : start])
            ):
                word = lemma(noun["noun"])
                if word not in self._lists.sites and _known(noun["noun"]):
                    yield max(0, start - 40) + noun.start("noun"), end


def _coordinated(text: str, start: int, end: int) -> set[str]:
    """The words that stand with this one in a list: « Leaflet et OpenLayers »."""
    sides = (_LISTED.search(text[max(0, start - 30) : start]), _LISTING.match(text, end))
    return {side[1].casefold() for side in sides if side}


@lru_cache(maxsize=100_000)
def _known(word: str) -> bool:
    return bool(is_known(word, "fr"))


def _shouts(text: str, span: Span) -> bool:
    """Whether the line is a heading, each word of which begins with a capital."""
    before, after = text[max(0, span[0] - NEAR) : span[0]], text[span[0] : span[1] + NEAR]
    line = (before.rpartition("\n")[2] + after.partition("\n")[0]).rstrip()
    if line.endswith((".", "!", "?", "…", ";")):
        return False
    words: list[str] = re.findall(r"[^\W\d_]{2,}", line)
    capitals = sum(map(str.isupper, (word[0] for word in words)))
    return capitals > 2 and capitals > LOUD * len(words)
