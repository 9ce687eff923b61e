"""Candidate terms: runs of content words, held together by de, à or en, that may name something.

Works on any pipeline that gives lemmas; parts of speech are used where it gives them too.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import groupby
from typing import Final

from spacy import symbols as UD
from spacy.strings import get_string_id
from spacy.tokens import Doc

from nlp import silences
from nlp.boilerplate import NOTHING_HIDDEN, Hidden
from nlp.composition import EVERYTHING, Substance, holds_together, is_piled, leans
from nlp.formulas import FORMULAS
from nlp.named import NOBODY, Named
from nlp.variants import ACRONYM_OF, ACRONYMS
from nlp.wholes import Place, Term, begins_midway, begins_object, is_cut_off, judged
from nlp.words import INITIALS, NOTHING, Role, Word, classify, joined
from veille import Mention, Passage

MOST_WORDS: Final = 4  # content words of a term
PATH: Final = 4  # content words side by side, of which three nouns in a row: no sentence says so
LONGEST_TITLE: Final = 40  # tokens of « économie, finances et souveraineté industrielle… »

_SMALL_NAME: Final = re.compile(r"\b(?:van|von|der|den|ben|bin|dos|da|di|el|al|[a-zß-öø-ÿ]{4,})\b")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")  # <strong>, <a href="…">

# What may follow in a run, besides a content word, which always may.
_MAY_FOLLOW: Final = {
    Role.CONTENT: (Role.JOINER, Role.HYPHEN),
    Role.JOINER: (Role.ARTICLE,),
    Role.ARTICLE: (),
    Role.HYPHEN: (),
}

_NON: Final = get_string_id("non")
_NEGATION: Final = Word(Role.CONTENT, "non", is_solid=True, is_small=True)


def mentions(
    doc: Doc,
    passages: Sequence[Passage],
    *,
    general: frozenset[str],
    domain: frozenset[str] = frozenset(),
    substance: Substance = EVERYTHING,
    hidden: Hidden = NOTHING_HIDDEN,
    named: Named = NOBODY,
) -> list[Mention]:
    """The terms of the passages, each at its first place in the passage, in the order of the text.

    A term has 1 to 4 content words; nested ones are all given, those that cut what belongs
    together told as cut (`nlp.wholes`). Names of people and places, verbs,
    adverbs, dates, numbers, mark-up and general language are no terms. A unit is the lemmas of
    its tokens; start and end are those of the words as written.

    Args:
        doc: the whole text, with lemmas.
        passages: those to read; their offsets index the text.
        general: lemmas of general language besides ours, none of which is a term alone.
        domain: units that the variables name: terms, however general their words.
        substance: what words bring to a term of several, which must name a subject.
        hidden: the places of sentences that furnish a page: they hold no term.
        named: who and what the text names: people make no term.
    """
    reading = _Reading(doc, hidden, named, substance)
    return [
        mention
        for passage in passages
        for mention in _mentions(reading, passage, reading.told(passage, general, domain))
    ]


def _mentions(reading: "_Reading", passage: Passage, terms: Iterable[Term]) -> Iterable[Mention]:
    """Each unit at its first place; cut if it is at each of its places."""
    found: dict[str, Mention] = {}
    for term in sorted(terms, key=lambda term: term.place):
        if term.unit not in found:
            start, end = reading.offsets(*term.place)
            context = reading.context(*term.place)
            found[term.unit] = Mention(term.unit, passage.id, start, end, context, term.is_cut)
        elif not term.is_cut:
            found[term.unit] = replace(found[term.unit], is_cut=False)
    return found.values()


def surface(mentions_texts: Iterable[str]) -> str:
    """The form to show: the most frequent one as written, the first of the alphabet on ties."""
    counts = Counter(mentions_texts)
    return min(counts, key=lambda text: (-counts[text], text))


def unit_of(doc: Doc) -> str:
    """The unit that these words would be, whatever they say: « guichet unique »."""
    return joined([classify(token.text, token.norm_) for token in doc if not token.is_space])


class _Reading:
    """A document seen as words with their role, and where they stand."""

    def __init__(self, doc: Doc, hidden: Hidden, named: Named, substance: Substance) -> None:
        self._named, self._substance = named, substance
        keys = list(map(tuple, doc.to_array(["ORTH", "NORM", "POS"]).tolist()))  # 0: no POS
        look = doc.vocab.strings.__getitem__
        known = {key: classify(*(look(code) if code else "" for code in key)) for key in set(keys)}
        self._words = [known[key] for key in keys]
        self._doc = doc
        self._lemmas = [key[1].to_bytes(8, "little") for key in keys]
        self._starts: list[int] = doc.to_array(["IDX"]).tolist()
        lengths: list[int] = doc.to_array(["LENGTH"]).tolist()
        self._ends: list[int] = [start + n for start, n in zip(self._starts, lengths, strict=True)]
        text = doc.text  # spaCy joins its tokens each time
        tags = [found.span() for found in _TAG.finditer(text)]
        small = [s for s in named.silent if _SMALL_NAME.search(text, *s)]
        for place in (*hidden.places, *tags, *small):
            first, last = (bisect_left(self._starts, at) for at in place)
            self._words[first:last] = [NOTHING] * (last - first)
        norms = [key[1] for key in keys]
        silences.silence(self._words, norms, doc, named)
        substance.compounds.join(self._words, norms, [key[2] for key in keys])
        self._join_negated(keys, look)
        self._solid = [i for i, word in enumerate(self._words) if word.is_solid]
        self._in_small = {w.part for w in known.values() if w.role == Role.CONTENT and w.is_small}

    def _join_negated(self, keys: Sequence[tuple[int, ...]], look: Callable[[int], str]) -> None:
        """Make adjectives of participles that no auxiliary holds: « non accompagné », « placé »."""
        for i in range(1, len(keys) - 1):
            if keys[i][1] == _NON and self._words[i - 1].role == Role.CONTENT:
                after = classify(look(keys[i + 1][0]), look(keys[i + 1][1]), "ADJ")
                if after.role == Role.CONTENT and not after.opens:
                    self._words[i : i + 2] = [_NEGATION, after]
            elif keys[i][2] == UD.VERB:  # « enfants placés », whatever the tag
                after = classify(look(keys[i][0]), look(keys[i][1]), "ADJ")
                if self._substance.is_public(self._words[i - 1].part, after.part):
                    self._words[i] = after

    def offsets(self, first: int, last: int) -> tuple[int, int]:
        """Where these tokens begin and end in the text."""
        return self._starts[first], self._ends[last]

    def context(self, first: int, last: int) -> int:
        """A 64-bit digest of the lemmas of the two words before and the two after."""
        solid = self._solid
        before, after = bisect_left(solid, first), bisect_right(solid, last)
        lemmas = [self._lemmas[i] for i in solid[max(0, before - 2) : before]]
        lemmas.append(b"|")
        lemmas += [self._lemmas[i] for i in solid[after : after + 2]]
        return int.from_bytes(blake2b(b"".join(lemmas), digest_size=8).digest(), "big")

    def told(self, passage: Passage, general: frozenset[str], domain: frozenset[str]) -> list[Term]:
        """The terms and names of a passage, those that cut what belongs together told as cut."""
        names = list(self.names(passage, general))
        terms = [*names, *self.terms(passage, general, domain)]
        return judged(terms, *self.wholes(passage, names, terms, domain))

    def terms(
        self, passage: Passage, general: frozenset[str], domain: frozenset[str]
    ) -> Iterator[Term]:
        """The units of a passage with their first and last token, nested ones included."""
        first = bisect_left(self._starts, passage.start)
        last = bisect_left(self._starts, passage.end)
        for run in self._runs(first, last):
            places = [n for n, i in enumerate(run) if self._words[i].role == Role.CONTENT]
            path = self._path(run)
            for a, begin in enumerate(places):
                if self._opens(run, begin):
                    for b in range(a, min(a + MOST_WORDS, len(places))):
                        inside = run[begin : places[b] + 1]
                        words = [self._words[i] for i in inside]
                        unit = joined(words)
                        if (
                            self._is_term(inside, b == a, general)
                            and (b == a or not path.issuperset(inside))
                            and unit not in FORMULAS
                            and not self._substance.lacks(unit, words)
                        ):
                            is_cut = unit not in domain and self._is_cut(run, begin, places[b])
                            unit = ACRONYM_OF.get(unit, unit)
                            yield Term(unit, inside[0], inside[-1], is_cut)
                        elif b > a and (unit in domain or unit in self._substance.kept):
                            yield Term(ACRONYM_OF.get(unit, unit), inside[0], inside[-1])

    def names(self, passage: Passage, general: frozenset[str]) -> Iterator[Term]:
        """The proper names of things of a passage, as units with their first and last token."""
        names = self._named.names
        begin = bisect_left(names, (passage.start,))
        for start, end in names[begin : bisect_left(names, (passage.end,))]:
            first = bisect_left(self._starts, start)
            last = bisect_left(self._starts, end) - 1
            if end <= passage.end and self._starts[first] == start and self._ends[last] >= end:
                unit = self._name(first, last)
                is_common = first == last and self._words[first].is_common
                if not is_common and unit not in FORMULAS and unit not in general:
                    yield Term(ACRONYM_OF.get(unit, unit), first, last)

    def wholes(
        self,
        passage: Passage,
        names: Sequence[Term],
        terms: Sequence[Term],
        domain: frozenset[str],
    ) -> tuple[list[Place], list[Place], list[Place]]:
        """What no other term may lie in, what none may cut, and what may lie anywhere."""
        # « Pass Culture », not « tram de Lyon »
        titles = [t.place for t in names if self._doc[t.first].text[:1].isupper()]
        long_forms = [t.place for t in terms if t.unit in ACRONYMS]
        actors = self._named.actors
        near = actors[bisect_left(actors, (passage.start,)) : bisect_left(actors, (passage.end,))]
        spans = [
            (bisect_left(self._starts, start), bisect_left(self._starts, end) - 1)
            for start, end in near
        ]
        tied = spans + [t.place for t in terms if t.unit in domain]
        acronyms = [t.place for t in terms if t.first == t.last and self._words[t.first].is_shouted]
        return titles + long_forms, tied, acronyms + [t.place for t in names]

    def _name(self, first: int, last: int) -> str:
        """The unit of a name: any word may be in it, which gives its letters without a lemma."""
        raw = self._doc[first : last + 1].text.lower() if first < last else ""
        if raw.isalnum():
            return raw  # « 5G », which the tokenizer parts
        words = [(i, self._words[i]) for i in range(first, last + 1) if not self._doc[i].is_space]
        letters = [w if w.part else replace(w, part=self._doc[i].lower_) for i, w in words]
        return joined(letters)

    def _runs(self, first: int, last: int) -> Iterator[list[int]]:
        """The longest runs of content words, joined or side by side, as places in the document."""
        words = self._words
        run: list[int] = []
        resume = first
        for i in range(first, last):
            if i < resume:
                continue
            word = words[i]
            if word.role == Role.SPACE and i + 1 < last and words[i + 1].is_small:
                if run and self._piles(run[-1], i):
                    yield run
                    run = []
                continue  # a line end or a no-break space within a sentence
            if word.is_office or (word.role == Role.JOINER and word.part != "de"):
                resume = self._past_formula(i, last)
            content = word.role == Role.CONTENT and self._is_content(i)
            if resume <= i and (content or (run and self._joins(run, i))):
                run.append(i)
            elif run:
                yield run
                run = []
        if run:
            yield run

    def _path(self, run: Sequence[int]) -> set[int]:
        """The places of a run that are a path: four words or more that only stand side by side."""
        found: set[int] = set()
        for is_content, places in groupby(run, lambda i: self._words[i].role == Role.CONTENT):
            side_by_side = list(places)
            is_long = is_content and len(side_by_side) >= PATH
            if is_long and is_piled([self._words[i] for i in side_by_side]):
                found.update(side_by_side)
        return found

    def _piles(self, before: int, space: int) -> bool:
        """Whether two nouns stand on two lines, nothing between: items of a list, not a term."""
        after = self._words[space + 1]
        is_noun = after.role == Role.CONTENT and after.opens and not after.qualifies
        return is_noun and self._words[before].closes and "\n" in self._doc[space].text

    def _is_content(self, i: int) -> bool:
        """Whether it is no verb after a pronoun or « en », no person's full name."""
        word = self._words[i]
        before = self._words[i - 1] if i else NOTHING
        if before.is_pronoun or (word.is_gerund and before.part == "en"):
            return False
        is_name = not word.is_small and not INITIALS.search(self._doc[i].text)
        if is_name and self._named.is_silent(self._starts[i], self._ends[i]):
            return False
        after = self._words[i + 1] if i + 1 < len(self._words) else NOTHING
        if (word.needs_de and after.part != "de") or leans(word, after):
            return False
        return not (word.is_name and (before.is_name or before.is_title or after.is_name))

    def _joins(self, run: Sequence[int], i: int) -> bool:
        """Whether this word carries on the run, which a content word will have to end."""
        word, before = self._words[i], run[-1]
        if word.role == Role.HYPHEN:
            after = self._starts[min(i + 1, len(self._starts) - 1)]
            return self._ends[before] == self._starts[i] and self._ends[i] == after
        follows = word.role in _MAY_FOLLOW[self._words[before].role]
        return follows and not begins_object(self._doc, run[0], i)

    def _past_formula(self, i: int, last: int) -> int:
        """Where to read on after a compound preposition or the title of an office; i if neither."""
        words = self._words
        end = i + 1
        if words[i].is_office:
            while end < min(last, i + LONGEST_TITLE) and words[end].in_office:
                end += 1
            return end
        end += end < last and words[end].role == Role.ARTICLE
        is_locution = end + 1 < last and words[end].is_locution and words[end + 1].part == "de"
        return end + 2 if is_locution else i

    def _opens(self, run: Sequence[int], n: int) -> bool:
        """Whether a term may begin at this place of a run: never at an adjective."""
        word = self._words[run[n]]
        if not word.opens or (
            n and word.is_double and self._words[run[n - 1]].role == Role.CONTENT
        ):
            return False
        if word.closes and not word.is_light:
            return True
        return n + 1 < len(run) and self._words[run[n + 1]].role == Role.CONTENT

    def _is_term(self, inside: Sequence[int], is_one: bool, general: frozenset[str]) -> bool:
        """Whether these tokens, of which the first may open a term, are one."""
        words = [self._words[i] for i in inside]
        if is_one:
            word = words[0]
            return word.alone and word.part not in general and not self._is_name(inside[0])
        return holds_together(words, general)

    def _is_cut(self, run: Sequence[int], begin: int, end: int) -> bool:
        """Whether the words of a run from begin to end lack what comes right before or after."""
        words = [self._doc[i] for i in run[begin : end + 1]]
        if begins_midway([self._doc[i] for i in run[max(0, begin - 4) : begin]], words):
            return True
        if begin == end or end + 1 == len(run):
            return False
        last, after = self._words[run[end]], self._words[run[end + 1]]
        return self._substance.introduces(last, after) or is_cut_off(words, self._doc[run[end + 1]])

    def _is_name(self, i: int) -> bool:
        """Whether a word standing alone is a name: a capital that no full stop explains."""
        word = self._words[i]
        before = i - 1
        while before >= 0 and self._words[before].role == Role.QUOTE:
            before -= 1
        opens = before < 0 or self._words[before].stops
        if before > 0 and self._words[before - 1].role in (Role.JOINER, Role.ARTICLE):
            opens = False  # a line that wraps after « de »
        explained = opens and (word.is_known or word.part in self._in_small)
        return word.is_name and not explained
