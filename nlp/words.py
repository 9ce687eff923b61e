"""What a word may do in a term, of its spelling and lemma alone: no model of parts of speech.

A noun may open a term, an adjective only close it; a verb, an adverb, a date or a number parts two.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from typing import Final

from simplemma import is_known

from nlp.complements import LIGHT, LOCUTIONS, TOLD, UNFINISHED
from nlp.elision import elides
from nlp.formulas import QUALIFIERS
from nlp.lemmas import infinitive
from nlp.lemmas import lemma as lemma_of
from nlp.measures import counts
from nlp.stopwords import (
    ADJECTIVAL,
    ADJECTIVES,
    ARTICLES,
    BEFORE_NOUN,
    DATES,
    EMPTY,
    FUNCTION_WORDS,
    GENERAL,
    JOINERS,
    NOUNS,
    OFFICE_WORDS,
    OFFICES,
    PRONOUNS,
    PUBLICS,
    TITLES,
)
from nlp.variants import SAID, spelling

SHORTEST: Final = 4  # letters of a term of one word, but for an acronym
LONGEST_ACRONYM: Final = 6  # letters; more capitals are a name or a heading that shouts
LONGEST: Final = 40  # characters; more is no word

_SPELLING = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*(?:-\d+)?|\d[A-Z]")
_INNER_HYPHEN = re.compile(r"(?<=[^\W_]{2})-")
_INCLUSIVE = re.compile(r"[·•‧∙⋅(].*")
_JOINED = re.compile(r"[^\W\d_]{3,}o-")  # socio-fiscal, médico-social: tagged as nouns too often
# « SERAFIN-PH »: a part that no vowel makes a name.
INITIALS: Final = re.compile(
    r"^(?=[A-ZÀ-Þ]{2,10}-[A-ZÀ-Þ]{2,10}$)(?:.*-)?[B-DF-HJ-NP-TV-XZ]{2,3}(?:-|$)"
)
_YEAR = re.compile(r"(?<=[^\W\d_])-(?:19|20)\d\d$")  # « PLF-2024 » is a PLF
_ROMAN = re.compile(r"[IVX]+e?")
_ADJECTIVE = re.compile(
    r"[^\W\d_]{2}(?:al|el|if|ique|aire|eux|able|ible|ois|ais|ain|ien|ier)$|[^t\W]é$"
)
_ADVERB = re.compile(r"(?:am|em)ment$|[^\W\d_]{3}ment$")
# Infinitives of our field that name something: « pouvoir d'agir ».
_ACTS: Final = {"pouvoir": "pouvoir", "pouvoirs": "pouvoir", "agir": "agir"}
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "ADJ"})
# What the tagger takes articles in capitals for.
_MISREAD: Final = _NOMINAL | {"X", "VERB", "AUX"}
# Endings that only nouns have: a tagger that says otherwise errs.
_NOUN_ENDING = re.compile(
    r"[^\W\d_]{3}(?:tion|sion|isme|iste|té|ance|ence|age|ure|eur|euse|rice|logie)s?$"
)


class Role(IntEnum):
    """Where a word stands in a run of words that may hold terms."""

    BREAK = 0  # parts two runs
    JOINER = 1  # de, à, en
    ARTICLE = 2  # after a joiner
    CONTENT = 3  # noun or adjective
    SPACE = 4  # a line end or a no-break space
    QUOTE = 5  # an opening or closing mark, which begins no sentence
    HYPHEN = 6  # holds two words together, where the tokenizer parts them


@dataclass(frozen=True, slots=True)
class Word:
    """What a word may do in a term; the same wherever it stands."""

    role: Role
    part: str = ""  # what it gives to the unit
    opens: bool = False  # a term may begin with it
    closes: bool = False  # a term may end with it
    alone: bool = False  # it may be a term
    is_empty: bool = False  # it names nothing, nor do several such words
    is_common: bool = False  # a word of general language
    is_scale: bool = False  # an adjective that makes nothing of a noun of general language
    is_shouted: bool = False  # in capitals
    is_strange: bool = False  # begins with a capital, not in the dictionary, no acronym
    is_name: bool = False  # Xxxx: a person, a place, or the first word of a sentence
    is_known: bool = True  # the dictionary has it: no name if it only opens a sentence
    is_double: bool = False  # a noun, or an adjective if a noun stands before it
    is_light: bool = False  # only introduces what follows: « ensemble de »
    is_title: bool = False  # the name of a person may follow
    is_office: bool = False  # a long official title follows
    is_definite: bool = False  # du, au, la, le, l': one thing, that the text knows
    is_before_noun: bool = False  # an adjective that a noun must follow
    is_unfinished: bool = False  # a term never ends with it
    is_vague: bool = False  # after these, it names what the text has told: « de la direction »
    in_office: bool = False  # may be part of such a title
    is_locution: bool = False  # makes a preposition: « en matière de »
    is_pronoun: bool = False  # a verb follows
    is_gerund: bool = False  # after « en »
    qualifies: bool = False  # an adjective, or a noun that may be one
    needs_de: bool = False  # a noun only before de: « pouvoir d'agir »
    is_solid: bool = False  # a word or a number, not a mark
    is_small: bool = False  # begins with a small letter
    stops: bool = False  # a sentence may begin after it


NOTHING: Final = Word(Role.BREAK)


@lru_cache(maxsize=100_000)
def classify(form: str, lemma: str, pos: str = "") -> Word:
    """What a form may do in a term, of its spelling, its lemma, and its part of speech if known."""
    form, lemma = _YEAR.sub("", form), _YEAR.sub("", lemma)
    low = form.lower().replace("’", "'")
    if not any(character.isalnum() for character in form):
        return _mark(form)
    found = Word(
        Role.BREAK,
        is_solid=True,
        is_small=form[0].islower(),
        is_office=low in OFFICES,
        in_office=low in OFFICE_WORDS,
        is_pronoun=low in PRONOUNS,
        is_shouted=form.isupper(),
        is_strange=form[0].isupper() and not is_known(low, "fr") and not _is_acronym(form),
    )
    tool = "" if form.isupper() and pos in _MISREAD else pos  # « LE DROIT AUX VACANCES »
    if low in JOINERS and tool in ("", "ADP", "DET"):
        one = low in ("du", "au")
        joiner = replace(found, role=Role.JOINER, part=JOINERS[low], in_office=True)
        return replace(joiner, is_definite=one)
    if low in ARTICLES and tool in ("", "DET"):
        return replace(found, role=Role.ARTICLE, part=low, in_office=True, is_definite=low != "les")
    plain = _INCLUSIVE.sub("", low)
    spelt = _SPELLING.fullmatch(plain)
    said = {low, plain, plain if low.isalpha() else lemma.lower()}  # « quel(s) », « lui/elle »
    closed = not said.isdisjoint(FUNCTION_WORDS) or low in DATES or low in OFFICES
    if spelt is None or closed or counts(form) or len(form) > LONGEST:
        return found
    if "(" in lemma:  # « agent(s », which the tokenizer parts from its bracket
        lemma = lemma_of(plain)
    part = _noun_or_adjective(plain, (lemma or plain).lower(), pos)
    return _content(found, form, spelling(part), pos) if part else found


def _mark(form: str) -> Word:
    if form.isspace():
        lines = form.count("\n")
        return Word(Role.SPACE if lines < 2 else Role.BREAK, stops=lines > 0)
    if form == "-":
        return Word(Role.HYPHEN, part="-", stops=True)
    role = Role.QUOTE if form in "«»“”\"'’‘([" else Role.BREAK
    return Word(role, stops=form not in ",/)]", in_office=form == ",")


def _noun_or_adjective(low: str, lemma: str, pos: str) -> str:
    """The lemma that a noun or an adjective gives to the unit; empty for any other word.

    The dictionary and the part of speech must agree, but for a participle tagged as an adjective,
    « pouvoir » and « agir » tagged as nouns, and a noun that its ending betrays whatever the tag.
    """
    told = _of_dictionary(low, lemma)
    if not pos or (told and pos in _NOMINAL):
        return told
    if pos == "ADJ":
        return _participle_of(low)
    if pos == "NOUN":
        return _ACTS.get(low, "")
    betrayed = _NOUN_ENDING.search(low) and not infinitive(low.removesuffix("s") + "r")
    return told if betrayed and pos in ("VERB", "X", "ADV") else ""  # « elle finance » acts


def _of_dictionary(low: str, lemma: str) -> str:
    """The same, of the spelling and the dictionary alone."""
    stem = low.rstrip("es")
    if low.endswith(("é", "és", "ée", "ées")) and stem in ADJECTIVAL:
        return stem
    if lemma in NOUNS or lemma in ADJECTIVES:
        return lemma
    if low in _ACTS:
        return _ACTS[low]
    is_verb = infinitive(lemma) or low.endswith("ant") or _is_participle(lemma)
    return "" if is_verb or (_ADVERB.search(lemma) and _is_adverb(lemma)) else lemma


def _participle_of(low: str) -> str:
    """The masculine singular of a participle; empty for any other word."""
    masculine = low.removesuffix("s").removesuffix("e")
    if masculine.endswith(("é", "ant")):
        return masculine
    is_one = masculine.endswith(("i", "u")) and (
        _is_participle(masculine) or is_known(masculine, "fr")
    )
    return masculine if is_one else ""  # « relègue » is none


def _is_participle(lemma: str) -> bool:
    """Whether it is the participle of a verb: alerté, suspendu, survenu, rempli."""
    stem = lemma[:-1]
    verbs = {
        "é": (f"{stem}er",),
        "u": (f"{stem}re", f"{stem}ir", f"{stem}oir", f"{stem}aître"),
        "i": (f"{stem}ir", f"{stem}re"),
    }.get(lemma[-1], ())
    return any(map(infinitive, verbs))


def _is_adverb(lemma: str) -> bool:
    """Whether a word in -ment is an adverb: an adjective lies in it, and it has no plural."""
    if is_known(lemma + "s", "fr"):
        return False
    if lemma.endswith(("amment", "emment")):
        return True
    stem = lemma.removesuffix("ment")
    if stem.endswith("é"):  # profondément
        stem = f"{stem[:-1]}e"
    adjective = lemma_of(stem)
    return not infinitive(adjective) and (adjective != stem or is_known(stem, "fr"))


def _content(found: Word, form: str, part: str, pos: str) -> Word:
    """A word that makes terms, and which."""
    letters = form.replace("-", "")
    acronym = _is_acronym(form)
    before_noun = part in BEFORE_NOUN
    looks = _is_adjective(form, part) and not (pos == "NOUN" and part in PUBLICS)
    adjective = pos == "ADJ" or (looks and pos != "NOUN")
    general = part in EMPTY or part in GENERAL
    capital = form[0].isupper() and not acronym and not any(c.isupper() for c in form[1:3])
    known = is_known(part, "fr")
    long_enough = acronym or len(letters) >= SHORTEST
    return replace(
        found,
        role=Role.CONTENT,
        part=part,
        opens=(before_noun or not adjective) and len(letters) > 1 and part != "agir",
        closes=(not before_noun or (part == "jeune" and pos == "NOUN")) and len(letters) > 1,
        is_unfinished=part in UNFINISHED,
        is_before_noun=before_noun and pos != "NOUN" and part not in ("jeune", "vieux"),
        is_vague=part in TOLD,
        alone=long_enough
        and not (
            adjective or looks or before_noun or general or part in _ACTS or _ROMAN.fullmatch(form)
        ),
        is_common=general,
        is_scale=part in QUALIFIERS and (adjective or looks or before_noun),
        is_empty=part in EMPTY or part in TITLES or len(letters) < 2,
        is_name=capital and not (known and pos in ("NOUN", "ADJ")),
        is_known=known and pos != "PROPN",
        is_double=(looks and _JOINED.match(form) is not None)
        or (not pos and (part in ADJECTIVES or _ADJECTIVE.search(part) is not None)),
        is_light=part in LIGHT,
        is_title=part in TITLES,
        in_office=True,
        is_locution=part in LOCUTIONS,
        needs_de=form == "pouvoir",
        qualifies=adjective or looks or before_noun,
        is_gerund=found.is_small and form.endswith("ant"),
    )


def _is_acronym(form: str) -> bool:
    letters = form.replace("-", "")
    if form.lower() in SAID or INITIALS.search(form):
        return True
    return letters.isupper() and 2 <= len(letters) <= LONGEST_ACRONYM and letters.isalpha()


def _is_adjective(form: str, lemma: str) -> bool:
    last = lemma.rpartition("-")[2]
    feminine = form.lower().rstrip("s").endswith("e") and last.endswith(("al", "el", "if", "eux"))
    if last in NOUNS and not feminine:
        return False
    looks = last.endswith("ant") or _ADJECTIVE.search(last) is not None
    return feminine or looks or last in ADJECTIVES or last in ADJECTIVAL


def joined(words: Sequence[Word]) -> str:
    """The parts joined by spaces, elided where French elides: « jury d'usager ».

    Hyphens are open (« tiers lieu »), but after a single letter (« e-administration »).
    """
    made = ""
    for word in reversed(words):
        if word.role == Role.HYPHEN or (word.role == Role.ARTICLE and word.part == "l'"):
            made = word.part + made
        elif word.part == "de" and word.role == Role.JOINER and elides(made):
            made = f"d'{made}"
        else:
            made = f"{word.part} {made}" if made and not made.startswith("-") else word.part + made
    return _INNER_HYPHEN.sub(" ", made)
