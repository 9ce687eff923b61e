"""Actors, territories and professions of a gazetteer, and those that a text defines itself.

Names are compared on the keys of nlp.lemmas, proper nouns and acronyms on their letters.
"""

import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from simplemma import is_known
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nlp.acronyms import Definition, definitions
from nlp.gazetteer import Entry, Gazetteer
from nlp.lemmas import lemma
from nlp.named import Named, touches
from nlp.people import People
from nlp.surnames import Span, apart
from nlp.things import Lists, Things
from veille import Actor, ActorMention, Passage, digest

DEFINED: Final = "defini"  # class of the actors that a text defines, unknown to the gazetteer
GIVEN: Final = "reconnu"  # class of those that only an installed model tells
LONGEST_ENTITY: Final = 6  # tokens
NEAR: Final = 15  # words on either side in which an ambiguous name finds its context
PROPER: Final = 3  # words of the longest name whose capital is compulsory: « Villes de France »
LOUD: Final = 4  # letters from which an acronym is also written « Ccas », a heading in capitals

_INTO: Final = frozenset({"dans", "en"})  # a department follows
_TOWARDS: Final = frozenset({"à", "de", "sur", "vers", "dans"})  # a town
_CODE = re.compile(r"(?P<town>[A-ZÀ-Þ][\w’'-]+) ?\((\d{2,3}|2[AB])\)")
_IN_CODE = re.compile(
    r"\b(?P<town>dans) le (9[1-5]|7[78]|97[1-6]|2[AB])(?=\s*(?:[,.;:!?)»]|$)|\s(?:et|ou)\b)"
)
# « MDPH93 »; a number apart is a code around Paris only: elsewhere « la CAF 12 ans après ».
_LOCAL = re.compile(r"\b([A-Z]{2,6})(?:(\d\d|2[AB]|97\d)|\s(75|77|78|9[1-5]))\b(?!,\d|\s?[%€\d])")
_BRACKET = re.compile(r"\s?\(\s?(\d{2,3}|2[AB])\s?\)")
_BLANK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class _Match:
    """The name of an actor found in the text."""

    start: int
    end: int
    actor: Actor
    acronym: str  # as written; empty: the name is in full


class Finder:
    """Finds the entries of a gazetteer; one pass of each matcher over a document."""

    def __init__(
        self, nlp: Language, gazetteer: Gazetteer, first_names: Iterable[str], lists: Lists
    ) -> None:
        entries = gazetteer.entries
        self._areas, self._heads = gazetteer.areas, gazetteer.heads
        departments = [e.actor for e in entries if e.actor.class_ == "departement"]
        self._departments = {actor.code: actor for actor in departments}
        self._codes = {actor.id: actor.code for actor in departments}
        self._bearers: dict[str, list[Entry]] = {}  # by key of the pattern
        acronyms = {a: e.actor for e in entries for a in e.acronyms}
        self._local = {a: actor for a, actor in acronyms.items() if a.lower() in self._areas}
        self._matchers = {
            attr: PhraseMatcher(nlp.vocab, attr=attr) for attr in ("ORTH", "LOWER", "NORM")
        }
        self._strings = nlp.vocab.strings
        keys = nlp.get_pipe("veille_keys")
        for entry in entries:
            for attr, form in _forms(entry):
                key = f"{attr} {form}"
                if key not in self._bearers:
                    pattern = nlp.make_doc(form)
                    self._matchers[attr].add(key, [keys(pattern) if attr == "NORM" else pattern])
                self._bearers.setdefault(key, []).append(entry)
        self._certain = {a for e in entries for a in e.acronyms if len(a) >= LOUD and not e.near}
        others = {form.casefold() for e in entries for form in (*e.names, *e.acronyms)}
        others |= lists.places
        self._people = People(first_names, others, lists.surnames, lists.alone, lists.words)
        self._lists = lists
        self._things = Things(lists, self._people.is_first_name)

    def find(self, doc: Doc, passages: Sequence[Passage]) -> Named:
        """Who and what the text names, with the mentions that lie wholly in these passages.

        Args:
            doc: the whole text, analysed by the pipeline given to the finder.
            passages: those to read; offsets index the text.
        """
        text = doc.text  # spaCy builds it anew each time
        reading = _Reading(doc, text)
        people = apart([*self._people.find(text), *_entities(doc, "PER")])
        defined = list(definitions(text))
        found = list(self._matches(reading, {d.acronym for d in defined}))
        found += self._coded(text)
        found = _longest(self._overruled(text, defined, found))
        found = _added(found, text, _entities(doc, "ORG"), "acteur")
        found = _added(found, text, _entities(doc, "LOC"), "territoire")
        named = [m for m in found if not _within(m, people)]
        actors = [(m.start, m.end) for m in named if m.actor.facet != "territoire"]
        places = [(m.start, m.end) for m in named if m.actor.facet == "territoire"]
        names = self._things.find(text, lambda start, end: touches(people, start, end), places)
        coined = [(m.start, m.end) for m in named if self._is_coined(m, text)]
        # In the order of the text: passages look their names up by bisection.
        names = sorted({*names, *coined}, key=lambda span: (span[0], -span[1]))
        silent = apart([*people, *self._things.located(text, names)])
        return Named(_first_mentions(named, passages), people, actors, places, names, silent)

    def _is_coined(self, match: _Match, text: str) -> bool:
        """Whether it is a body's own name, not its function's, or that of a profession."""
        label, written = match.actor.label, text[match.start : match.end]
        if match.acronym or match.actor.facet == "metier":
            return not match.acronym and " " in written
        head = lemma(label.split()[0].lower())
        is_body = head in self._heads or head in self._lists.bodies
        is_own = match.actor.facet == "acteur" and label[0].isupper() and not is_body
        return is_own and written[0].isupper()

    def _matches(self, reading: "_Reading", defined: Container[str]) -> Iterator[_Match]:
        """The names that their context allows; acronyms that the text defines need none."""
        for attr, matcher in self._matchers.items():
            is_acronym = attr == "ORTH"
            for key, first, last in matcher(reading.dense):
                start, end = reading.offsets(first, last)
                surface = reading.text[start:end]
                name = self._strings[key]
                if _BLANK.search(surface) or (attr == "LOWER" and _lacks(surface, name[6:])):
                    continue
                known = is_acronym and surface in defined
                for entry in self._bearers[name]:
                    if not is_acronym and surface in entry.acronyms:
                        continue  # told by its letters, unless the text defines them otherwise
                    if known or self._is_safe(reading, entry, first, last, is_acronym):
                        yield _Match(start, end, entry.actor, surface if is_acronym else "")
                        break

    def _is_safe(
        self, reading: "_Reading", entry: Entry, first: int, last: int, is_acronym: bool
    ) -> bool:
        """Whether nothing says that these words are others."""
        if is_acronym and reading.shouts(first, last):
            return False
        if entry.near and (is_acronym or last - first == 1):
            return not reading.around(first, last).isdisjoint(entry.near)
        if not entry.is_common or last - first > 1:
            return True
        code = self._codes.get(entry.actor.id) or self._codes.get(entry.actor.parent or "")
        if reading.code_after(last) == code:
            return True
        leading = _TOWARDS if entry.actor.class_ == "ville" else _INTO
        return not reading.is_upper(first) and self._is_place(reading, first, last, leading)

    def _is_place(
        self, reading: "_Reading", first: int, last: int, leading: frozenset[str]
    ) -> bool:
        """Whether the words before say that a place follows, and the one after nothing else."""
        *far, before = ["", *reading.keys(first - 5, first)]
        if before == "le" and far:
            before = far[-1]
        if not self._areas.isdisjoint([*far, before]):
            return True
        return before in leading and reading.keys(last, last + 1) != ["de"]

    def _coded(self, text: str) -> Iterator[_Match]:
        """Departments named by their code: « Bobigny (93) », « dans le 93 », « MDPH93 »."""
        for found in _LOCAL.finditer(text):
            actor, place = self._local.get(found[1]), self._departments.get(found[2] or found[3])
            if actor is not None and place is not None:
                yield _Match(*found.span(1), actor, found[1])
                yield _Match(*found.span(2 if found[2] else 3), place, "")
        for found in (*_CODE.finditer(text), *_IN_CODE.finditer(text)):
            actor = self._departments.get(found[2])
            town = found["town"].lower()
            if actor is not None and (town == "dans" or not is_known(town, lang="fr")):
                yield _Match(*found.span(2), actor, "")

    def _overruled(
        self, text: str, defined: Sequence[Definition], found: Sequence[_Match]
    ) -> Iterator[_Match]:
        """The matches once the text's own definitions are known: they win over the gazetteer."""
        meant: dict[str, Actor | None] = {}
        for d in defined:
            if d.acronym in self._certain:
                continue
            within = [m for m in found if d.start <= m.start and m.end <= d.end and not m.acronym]
            same = (
                m.actor for m in within if d.acronym == m.actor.code or m.end - m.start == len(d)
            )
            meant.setdefault(d.acronym, next(same, None) or self._learned(text, d))
        yield from (m for m in found if m.acronym not in meant)
        for acronym, actor in meant.items():
            if actor is not None:
                for place in re.finditer(rf"(?<!\w){acronym}(?!\w)", text):
                    yield _Match(*place.span(), actor, acronym)
        for d in defined:
            actor = meant.get(d.acronym)
            if actor is not None and actor.class_ == DEFINED:
                yield _Match(d.start, d.end, actor, "")

    def _learned(self, text: str, d: Definition) -> Actor | None:
        """The actor of a definition, None if it is neither a body nor a profession."""
        facet = self._heads.get(lemma(d.head))
        if facet is None:
            return None
        label = " ".join(text[d.start : d.end].lower().replace("’", "'").split())
        return Actor(digest(DEFINED, d.acronym, label), label, facet, DEFINED, d.acronym, None)


class _Reading:
    """A document without its tokens of spaces: a line end within a name must not hide it."""

    def __init__(self, doc: Doc, text: str) -> None:
        self.text = text
        keep = np.flatnonzero(doc.to_array(["IS_SPACE"]) == 0)
        self.dense = doc
        if len(keep) < len(doc):
            spell = doc.vocab.strings.__getitem__
            words = [spell(code) for code in doc.to_array(["ORTH"])[keep].tolist()]
            self.dense = Doc(doc.vocab, words=words)
            norms = doc.to_array(["NORM"])[keep]
            self.dense.from_array(["NORM"], norms.reshape(-1, 1))  # type: ignore[arg-type]
        self._starts = doc.to_array(["IDX"])[keep].tolist()
        self._lengths = doc.to_array(["LENGTH"])[keep].tolist()

    def offsets(self, first: int, last: int) -> Span:
        """Where these tokens begin and end in the text."""
        return self._starts[first], self._starts[last - 1] + self._lengths[last - 1]

    def keys(self, first: int, last: int) -> list[str]:
        """The lemmas of these tokens."""
        return [token.norm_ for token in self.dense[max(0, first) : min(last, len(self.dense))]]

    def around(self, first: int, last: int) -> set[str]:
        """The lemmas near these tokens."""
        return {*self.keys(first - NEAR, first), *self.keys(last, last + NEAR)}

    def is_upper(self, i: int) -> bool:
        """Whether the token is in capitals."""
        return self.dense[i].is_upper

    def is_word(self, i: int) -> bool:
        """Whether the dictionary knows the token in small letters."""
        return is_known(self.dense[i].lower_, lang="fr")

    def shouts(self, first: int, last: int) -> bool:
        """Whether the acronym may be a word of a heading in capitals."""
        beside = [*self.dense[max(0, first - 3) : first], *self.dense[last : last + 3]]
        words = [token for token in beside if token.is_alpha]
        has_word = any(len(t) >= LOUD and is_known(t.lower_, "fr") for t in words)
        if not has_word or not all(token.is_upper for token in words):
            return False
        return (last - first == 1 and len(self.dense[first]) < LOUD) or self.is_word(first)

    def code_after(self, last: int) -> str:
        """The code in brackets after these tokens, empty if there is none."""
        found = _BRACKET.match(self.text, self.offsets(last - 1, last)[1])
        return found[1] if found else ""


def _forms(entry: Entry) -> Iterator[tuple[str, str]]:
    """How an entry may be written, each with what is compared: letters, small letters or keys."""
    for acronym in entry.acronyms:
        for form in (acronym, ".".join(acronym), f"{'.'.join(acronym)}."):
            yield "ORTH", form
        if len(acronym) >= LOUD:
            yield "ORTH", acronym.capitalize()
    for name in entry.names:
        if not name[0].isupper() or len(name.split()) > PROPER:
            yield "NORM", name
            continue
        bare = unicodedata.normalize("NFD", name[0])[0] + name[1:]  # Ile-de-France
        spaced = (name, bare, name.replace("-", " "), bare.replace("-", " "))
        for form in sorted({f for n in spaced for f in (n, n.replace("'", "’"))}):
            yield "LOWER", form


def _lacks(surface: str, name: str) -> bool:
    """Whether a capital of the name is not in the text: « La réunion » is no island."""
    if len(surface) != len(name):
        return not surface[0].isupper()
    return any(c.isupper() and not s.isupper() for s, c in zip(surface, name, strict=True))


def _entities(doc: Doc, label: str) -> list[Span]:
    """The names that an installed model gives this label, none without one; no heading, no list."""
    entities = [e for e in doc.ents if e.label_ == label and len(e) <= LONGEST_ENTITY]
    return [
        (e.start_char, e.end_char)
        for e in entities
        if e.text[0].isupper() and len(e.text) > 2 and "\n" not in e.text
    ]


def _added(found: list[_Match], text: str, spans: Sequence[Span], facet: str) -> list[_Match]:
    """The matches, and the names of an installed model that touch none of them."""
    known = [(m.start, m.end) for m in found]
    named = [(span, text[slice(*span)]) for span in spans if not touches(known, *span)]
    more = (
        _Match(*span, Actor(digest(GIVEN, facet, name), name, facet, GIVEN, None, None), "")
        for span, name in named
    )
    return sorted([*found, *more], key=lambda m: m.start)


def _longest(found: Iterable[_Match]) -> list[_Match]:
    """Of matches that overlap, the longest, the first, the full name; in the order of the text."""
    kept: list[_Match] = []
    taken: set[int] = set()
    ranked = [(m.start - m.end, m.start, bool(m.acronym), m.actor.id, m) for m in set(found)]
    for *_, match in sorted(ranked, key=lambda match: match[:4]):
        places = range(match.start, match.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)


def _within(match: _Match, people: Sequence[Span]) -> bool:
    """Whether the name is a part of a person's: « Claire Valence »."""
    n = bisect_right(people, (match.start, sys.maxsize)) - 1
    return n >= 0 and match.end <= people[n][1]


def _first_mentions(found: Sequence[_Match], passages: Sequence[Passage]) -> list[ActorMention]:
    starts = [match.start for match in found]
    mentions = []
    for passage in passages:
        seen = set()
        for match in found[bisect_left(starts, passage.start) : bisect_left(starts, passage.end)]:
            if match.actor.id not in seen and match.end <= passage.end:
                seen.add(match.actor.id)
                mentions.append(ActorMention(match.actor, passage.id, match.start, match.end))
    return mentions
