"""What a term may not cut: « aide sociale à l'enfance », « Pass Culture », « espace public »."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from spacy import symbols as UD
from spacy.tokens import Doc, Token

Place = tuple[int, int]  # first and last token

LONGEST: Final = 40  # tokens of a whole
_MARKS: Final = ("Gender", "Number")
_TAKEN: Final = frozenset({"prise", "mise", "remise"})
# Verbs that give something to someone.
_GIVING: Final = frozenset({
    "apporter", "attribuer", "coûter", "demander", "dispenser", "distribuer", "donner", "envoyer",
    "expédier", "facturer", "fournir", "infliger", "livrer", "montrer", "offrir", "payer",
    "prescrire", "procurer", "promettre", "proposer", "prêter", "refuser", "réclamer", "réserver",
    "suggérer", "transmettre", "vendre", "verser",
})  # fmt: skip
_AHEAD: Final = 8  # tokens read after « des » for another object of the verb


class Term(NamedTuple):
    """A unit and its first and last token."""

    unit: str
    first: int
    last: int
    is_cut: bool = False  # it cuts what belongs together

    @property
    def place(self) -> Place:
        """Its first and last token."""
        return self.first, self.last


def judged(
    terms: Sequence[Term],
    closed: Iterable[Place],
    tied: Iterable[Place],
    free: Iterable[Place] = (),
) -> list[Term]:
    """The terms in the order given, those that cut a whole told as cut.

    Args:
        terms: those of a passage; those that are wholes themselves cut none.
        closed: first and last token of what holds no other term: the name of a thing.
        tied: the same, of what others may lie within, but not begin or end in the midst of.
        free: the same, of what says the same wherever it stands: a name of one word, an acronym.
    """
    shut = sorted(place for place in closed if place[0] < place[1])
    held = sorted({*shut, *(place for place in tied if place[0] < place[1])})
    kept = {*held, *free}
    return [
        term._replace(is_cut=True)
        if term.place not in kept and (_lies_in(shut, *term.place) or _cuts(held, *term.place))
        else term
        for term in terms
    ]


def begins_midway(before: Sequence[Token], words: Sequence[Token]) -> bool:
    """Whether a term of these words would begin in « la prise en charge de ».

    Or end with an adjective of what is before it: « pensions de | retraite agricoles ».
    """
    taken = [word.norm_ for word in before[-2:]]
    if taken[1:] == ["en"] and taken[0] in _TAKEN:
        return True
    if len(words) < 2 or words[-1].pos != UD.ADJ or words[-2].pos != UD.NOUN:
        return False
    nouns = [word for word in words[:-1] if word.pos in (UD.NOUN, UD.PROPN)]
    if words[-2].lower_.endswith("a") or "-" in words[-1].text:
        return False  # « minima sociaux », « socio-fiscal »
    is_joined = bool(before) and before[-1].lower_ in ("de", "d'", "à")
    owners = [word for word in before if word.pos == UD.NOUN and _one(words[-1], word)]
    return is_joined and bool(owners) and not any(_one(words[-1], noun) for noun in nouns)


def _one(word: Token, noun: Token) -> bool:
    """Whether nothing in their number parts them, nor their last letter."""
    marks = [each.morph.get("Number", []) for each in (word, noun)]
    ends = [each.lower_[-1] in "sxz" for each in (word, noun)]
    return not all(marks) or marks[0] == marks[1] or ends[0] == ends[1]


def is_cut_off(words: Sequence[Token], after: Token) -> bool:
    """Whether an adjective goes with the last noun of these words, and with no other.

    « Métiers de l'accompagnement » before « social »: its number or its gender says so.
    """
    nouns = [word for word in words if word.pos in (UD.NOUN, UD.PROPN)]
    if after.pos != UD.ADJ or len(nouns) < 2:
        return False
    return _agree(after, nouns[-1]) and not any(_agree(after, noun) for noun in nouns[:-1])


def begins_object(words: Doc, first: int, i: int) -> bool:
    """Whether a « des » begins what a verb gives: « envoie aux ménages modestes des rappels ».

    Not if another object follows: « offre aux habitants des quartiers un repas ».

    Args:
        words: those of a text.
        first: the first of the noun group before.
        i: the word that may be « des ».
    """
    if words[i].lower_ != "des" or first < 2 or words[first - 1].lower_ not in ("au", "aux"):
        return False
    verb = words[first - 2]
    if verb.norm_ not in _GIVING or verb.pos != UD.VERB or "Past" in verb.morph.get("Tense", []):
        return False
    for k in range(i + 1, min(i + _AHEAD, len(words))):
        if words[k].is_punct or words[k].pos in (UD.VERB, UD.AUX):
            break
        if words[k].pos == UD.DET and words[k - 1].pos != UD.ADP:
            return False
    return True


def _agree(word: Token, noun: Token) -> bool:
    """Whether nothing in their gender and number parts them."""
    pairs = ((word.morph.get(mark, []), noun.morph.get(mark, [])) for mark in _MARKS)
    return all(not a or not b or a == b for a, b in pairs)


def _near(wholes: Sequence[Place], first: int, last: int) -> Sequence[Place]:
    return wholes[bisect_left(wholes, (first - LONGEST,)) : bisect_left(wholes, (last + 1,))]


def _lies_in(wholes: Sequence[Place], first: int, last: int) -> bool:
    """Whether these tokens lie within one of the wholes."""
    return any(a <= first and last <= b for a, b in _near(wholes, first, last))


def _cuts(wholes: Sequence[Place], first: int, last: int) -> bool:
    """Whether these tokens begin or end in the midst of one of the wholes, and reach beyond it."""
    return any(
        a < first <= b < last or first < a <= last < b for a, b in _near(wholes, first, last)
    )
