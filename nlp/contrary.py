"""Whether a passage says the contrary of a signal: denied, falling, given up, refused, criticised.

Rules on words, said to be rules: the word must bear on the wording of the signal, from just before
it or just after. Irony, quotation and what a whole text argues are out of their reach.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .passages import sentences

DENIAL: Final = "negation"
_OF = r"(?:de\s+l['’]|de\s+la|de\s+leurs?|de\s+cet?(?:te)?|de\s+ces|des|du|de|d['’])\s*"
_TO = r"(?:aux|au|à\s+l['’]|à\s+la|à\s+cet?(?:te)?|à\s+ces|à\s+leurs?|à\s+tout(?:e|es)?)\s*"
_ARTICLE = (
    r"(?:à\s+|sur\s+)?(?:les|le|la|l['’]|une|un|des|aux|au|cette|cet|ces|ce|leurs|leur|ses|son|sa"
    r"|nos|notre)\s*"
)
# Between the word and the wording: an adjective, or a measure of what the wording names.
_NEAR = (
    r"(?:(?:nombre|part|place|usage|recours|utilisation|mouvement|projet|développement)\s+"
    r"(?:du|des|de\s+la|de\s+l['’]|de|d['’]|aux|au)\s*|(?!de\b|du\b|des\b|à\b|aux?\b)[\w-]+\s+)?"
)
# What may stand between the wording and its verb: an adjective, « de Brumeval ».
_SUBJECT = r"(?:\s+(?:(?:de|du|des)\s+(?:la\s+|l['’])?)?[\w'’-]+)??\s+"
_NOT = r"(?:pas|plus|guère|jamais|nullement)"
_STATE = (
    r"(?:est|sont|était|étaient|sera|seront|serait|a\s+été|ont\s+été|reste|restent|demeure"
    r"|demeurent|semble|semblent|paraît|paraissent|jugée?s?|(?:est|sont)\s+jugée?s?)"
)
# A cue that these words take back: « ne pas abandonner », « refuse d’abandonner ».
_TAKEN_BACK = re.compile(
    r"(?:\b(?:ne|pas|sans|ni|non|éviter|évite|évitent|empêcher|empêche|malgré|loin|lutter?|luttent"
    r"|contre|plutôt\s+que|au\s+lieu|question|refus\w*)\s+|\bn['’]\s*|\bd['’]\s*éviter\s+)"
    r"(?:[\w'’-]+[\s,]+){0,4}(?:d['’]\s*)?$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"»”]\s*,?\s*$")  # « …», déplore le cheminot: who speaks, not of what
# After these the wording is no subject: « l’avis de la mairie recule » tells nothing of « mairie ».
_NO_SUBJECT = re.compile(
    r"(?<!nombre\s)(?<!part\s)(?<!port\s)(?<!usage\s)(?:\b(?:de|du|des|à|aux?|pour|par|avec|dans|sur|sous"
    r"|chez|selon|en|contre|vers|entre)\s+|\bd['’]\s*)"
    r"(?:(?:les|le|la|une|un|cette|cet|ces|ce)\s+|l['’]\s*)?$",
    re.IGNORECASE,
)
# « afin que le motif ne profite pas à… » wishes, and denies nothing.
_SO_THAT = re.compile(
    r"\b(?:afin|pour|sans|avant|éviter|empêcher|craint|craignent|si|s['’]il)\s+(?:qu(?:e|['’])\s*)?"
    r"(?:[\w'’-]+\s+){0,4}$",
    re.IGNORECASE,
)
_ADJECTIVE = r"(?:(?:vrai|véritable|nouve\w+|autre|grande?|simple|tel|telle|réel|réelle)s?\s+)?"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say the contrary, at their place in the passage."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Kind:
    id: str
    before: re.Pattern[str]
    after: re.Pattern[str]


class Rules:
    """The rules of a file as `nlp/contrary.toml`."""

    def __init__(self, text: str) -> None:
        given = tomllib.loads(text)
        self._kinds = [_compiled(kind) for kind in given["kind"]]
        self._denied_before, self._denied_after = _denials(given["negation"])

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of contrary that are told, surest first."""
        return (*(kind.id for kind in self._kinds), DENIAL)

    def find(self, text: str, start: int, end: int) -> Cue | None:
        """What in this passage says the contrary of text[start:end]; None if nothing does."""
        for first, last in sentences(text):
            if first <= start and end <= last:
                return next(self._cues(text[first:start], text[end:last], first, end), None)
        return None

    def _cues(self, before: str, after: str, first: int, end: int) -> Iterator[Cue]:
        is_subject = not (_NO_SUBJECT.search(before) or _SO_THAT.search(before))
        for kind in self._kinds:
            found = kind.before.search(before)
            if found and not _is_undone(before[: found.start("cue")]):
                yield _cue(kind.id, found, first)
            if is_subject and (found := kind.after.search(after)):
                yield _cue(kind.id, found, end)
        if found := self._denied_before.search(before):
            yield _cue(DENIAL, found, first)
        if is_subject and (found := self._denied_after.search(after)):
            yield _cue(DENIAL, found, end)


def _is_undone(before: str) -> bool:
    return bool(_TAKEN_BACK.search(before) or _QUOTED.search(before))


def _cue(kind: str, found: re.Match[str], offset: int) -> Cue:
    start = offset + found.start("cue")
    return Cue(kind, start, start + len(found["cue"].rstrip()))


def _compiled(kind: Mapping[str, Sequence[str]]) -> _Kind:
    heads = (
        (kind["nouns"], rf"\s+(?:[\w-]+\s+)?{_OF}"),
        (kind["against"], rf"\s+{_TO}"),
        (kind["verbs"], rf"\s+{_ARTICLE}"),
    )
    before = "|".join(f"(?:{_any(words)}){tail}" for words, tail in heads if words)
    told = [_any(kind["predicates"])] if kind["predicates"] else []
    told += [rf"{_STATE}\s+(?:[\w-]+ment\s+)?(?:{_any(kind['states'])})"] if kind["states"] else []
    return _Kind(
        str(kind["id"]),
        re.compile(rf"\b(?P<cue>{before}){_NEAR}$", re.IGNORECASE),
        re.compile(
            rf"^{_SUBJECT}(?<!la\s)(?<!une\s)(?<!de\s)(?P<cue>{'|'.join(told)})(?![\w-])",
            re.IGNORECASE,
        ),
    )


def _denials(words: Mapping[str, Sequence[str]]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The wording denied, before it (« ne veut plus de… ») and after (« … ne suffit pas »)."""
    not_ = r"n(?:e\s+(?:se\s+|s['’]\s*)?|['’]\s*(?:y\s+)?)"
    before = rf"{not_}(?:{_any(words['before'])})\s+{_NOT}\s+(?:{_ARTICLE}|{_OF})"
    judged = rf"(?:est|sont|était|étaient|sera|seront)\s+(?:toujours\s+|encore\s+)?{_NOT}"
    judged += rf"\s+(?:du\s+tout\s+|assez\s+|forcément\s+)?(?:{_any(words['judged'])})"
    after = rf"{not_}(?:(?:{_any(words['after'])})\s+(?:toujours\s+|encore\s+)?{_NOT}|{judged})"
    return (
        re.compile(rf"\b(?P<cue>{before}){_ADJECTIVE}$", re.IGNORECASE),
        re.compile(rf"^{_SUBJECT}(?P<cue>{after})(?![\w-])", re.IGNORECASE),
    )


def _any(words: Sequence[str]) -> str:
    """One alternative of these words; a star stands for any end of word."""
    return "|".join(
        re.escape(word).replace(r"\*", r"\w*").replace("'", "['’]").replace(r"\ ", r"\s+")
        for word in sorted(words, key=len, reverse=True)
    )
