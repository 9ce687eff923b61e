"""Names of people, by rule: titles, first names, initials, capitals. No model."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nlp.stopwords import FUNCTION_WORDS
from nlp.surnames import (
    CAPITAL,
    DASH,
    INITIAL,
    PART,
    PARTICLE,
    SHORTEST,
    WORD,
    Names,
    Span,
    Surnames,
    apart,
    known,
)

MOST: Final = 4  # words of a name after the first: « Jean Marie Le Pen », no heading
NEAR: Final = 60  # characters read before a name for an office

_SPACE = "[ \u00a0\u202f]"
_CIVIL = (
    r"MM?\.|Me|Mr\.?|Mmes?|Mlles?|Dr\.?|Pr\.?|[Mm]onsieur|Mesdames|Messieurs|[Mm]adame|Mademoiselle"
    r"|[Mm]aître|[Dd]octeure?|[Aa]bbé|[Pp]ère"
)
_OFFICE = (
    r"présidente?|ministre|députée?|sénateur|sénatrice|maire|rapporteure?|sociologue|économiste"
    r"|philosophe|historienne?|politologue|psychologue|écrivaine?|journaliste|chercheuse|chercheur"
    r"|directeur|directrice|professeure?|préfète?|conseillère|conseiller|secrétaire|commissaire"
    r"|urbaniste|anthropologue|géographe|médecin|avocate?|auteure?|autrice|juriste|psychiatre"
    r"|designer|fondateur|fondatrice|juge|procureure?|greffière?|adjointe?|sœur|colonelle?|amirale?"
    r"|capitaine|commandante?|lieutenante?|adjudante?|sergente?|brigadi(?:er|ère)|gendarme"
    r"|général(?: d[’']armée| de (?:division|brigade|corps d[’']armée))?"
    r"|amie?|collègue|camarade|cousine?|voisine?|oncle|tante|homologue|retraitée?|rescapée?"
    r"|rappeu(?:r|se)|chanteu(?:r|se)|danseu(?:r|se)|comédien(?:ne)?|cinéaste|réalisat(?:eur|rice)"
    r"|poète(?:sse)?|romanci(?:er|ère)|dramaturge|essayiste|peintre|sculpt(?:eur|rice)|graveu(?:r|se)"
    r"|composit(?:eur|rice)|pianiste|violoniste|photographe|plasticien(?:ne)?|couturi(?:er|ère)"
    r"|humoriste|youtubeu(?:r|se)|blogueu(?:r|se)|footballeu(?:r|se)|athlète|cycliste|penseu(?:r|se)"
    r"|biologiste|physicien(?:ne)?|chimiste|mathématicien(?:ne)?|linguiste|démographe|ethnologue"
    r"|neurologue|pédiatre|botaniste|astronome|explorat(?:eur|rice)|designeuse|éditorialiste"
    r"|prophète|pape|cardinal|évêque|pasteure?|imam|rabbin|empereur|impératrice|roi|reine"
    r"|héro(?:s|ïne)|prince(?:sse)?|duc(?:hesse)?|comte(?:sse)?|marquise?|baron(?:ne)?|chanceli(?:er|ère)|dictateur"
)
# « Le poète prussien Goethe »
_FROM = rf"(?:[a-zà-ÿ]+(?:ien(?:ne)?|[ao]ise?|aine?|ande?|ole?|on(?:ne)?|sse|que){_SPACE})?"
_HOLDS_OFFICE = re.compile(rf"(?<![\w.@/])(?:{_OFFICE}){_SPACE}{_FROM}$")
# « L’agent Couturier », « la conseillère municipale Roche »: an organisation may follow too (« le
# délégué Unsa »), so that only a surname that is listed is one.
_WORKS = re.compile(
    rf"(?<![\w.@/])(?:{_OFFICE}|agente?|aidante?|animat(?:eur|rice)|assistante?|bénévole|cheffe?"
    r"|coordinat(?:eur|rice)|déléguée?|éducat(?:eur|rice)|élève|élue?|format(?:eur|rice)|habitante?"
    r"|infirmi(?:er|ère)|inspect(?:eur|rice)|institut(?:eur|rice)|locataire|militante?|patiente?"
    r"|salariée?|stagiaire|usagère?)"
    rf"{_SPACE}(?:(?:communautaire|départemental|général|honoraire|médical|municipal|national"
    r"|référent|régional|scolaire|social|spécialisé|territorial|délégué|(?:chef|principal))e?"
    rf"{_SPACE}|{_FROM})$"
)
_IS_OFFICE = re.compile(_OFFICE, re.IGNORECASE)
_RUN = re.compile(
    rf"(?<![\w.@/])(?:(?P<title>{_CIVIL}){_SPACE}(?P<initial>[{CAPITAL}](?:\.(?!{_SPACE}?{PART})|(?![\w.’'])))"
    rf"|(?:(?P<civil>{_CIVIL}){_SPACE})?"
    rf"(?P<name>(?:(?(civil){PARTICLE}|(?!)))?(?:{INITIAL}{_SPACE}?)?{WORD}"
    rf"(?:{_SPACE}(?:{PARTICLE})?(?!(?:{_CIVIL}){_SPACE})(?:{INITIAL}|{WORD}))*)(?!\w))"
)
_PIECE = re.compile(rf"(?P<particle>{PARTICLE})|(?P<initial>{INITIAL})|(?P<word>{WORD})")
# What opens a sentence, or makes a noun of a capital: « la Marine ».
_EXPLAINED = re.compile(
    r"(?:^|[.!?…:;\n•«“\"(/–—-]|\b(?:[Ll](?:a|es?)|une?|du|des|au)\b|[Ll]['’])\s*$"
)
# After a word that opens a sentence without an article: most likely its verb.
_ACTS = re.compile(r" (?!(?:de|du|des|d|à|en|\w+(?:al|ale|elle|ive|ée|euse|ique))\b)[a-zà-ÿ]+")
_STORM = re.compile(r"(?:tempête|ouragan|cyclone|typhon) $")
# « MM. Teissier, Petit et Abdallah »: what follows is a name too.
_SEVERAL: Final = frozenset({"MM.", "Mmes", "Mlles", "Messieurs", "Mesdames"})
_THEN: Final = frozenset({", ", " et ", ", et "})
_FEASTS: Final = frozenset({"Noël"})
_ROLES: Final = frozenset({
    "le", "la", "les", "président", "présidente", "ministre", "maire", "préfet", "préfète",
    "député", "députée", "sénateur", "sénatrice", "directeur", "directrice", "rapporteur",
    "rapporteure", "secrétaire", "garde", "commissaire", "premier", "première",
})  # fmt: skip
_PLACES: Final = frozenset({"saint", "sainte", "san", "santa", "los", "fort", "mont", "île", "val"})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word or an initial of a run of capitals."""

    start: int
    end: int
    particle: int  # where its particle starts; start if it has none
    text: str
    is_initial: bool

    @property
    def is_shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


class People:
    """Finds the names of people in a text."""

    def __init__(
        self,
        first_names: Iterable[str],
        others: Container[str],
        surnames: Container[str] = (),
        alone: Iterable[str] | None = None,
        words: Container[str] = (),
    ) -> None:
        """Know names of people, and of what is no person, in small letters.

        Args:
            first_names: any.
            others: of bodies, places, things.
            surnames: any.
            alone: first names and surnames that need no other beside them; None: all.
            words: surnames that are words too: names only after a noun of people.
        """
        self._first_names = _spelt(first_names)
        self._others = others
        enough = _All() if alone is None else _spelt(alone)
        self._alone = Surnames(Names(self._first_names, surnames, others, enough, words))

    def find(self, text: str) -> list[Span]:
        """Where people are named, title apart, in the order of the text, without overlap.

        A full name makes its surname known in the whole text.
        """
        found: list[Span] = []
        alone: list[_Piece] = []
        full: set[str] = set()
        enumerated = len(text)  # where the last name of a list ends, if one is open
        for run in _RUN.finditer(text):
            if run["title"]:
                found.append(run.span("initial"))
                continue
            pieces = list(_pieces(run))
            first, last = self._judged(run, pieces)
            gap = run.start() - enumerated
            follows = gap <= len(", et ") and text[enumerated : run.start()] in _THEN
            if follows and first == last and all(map(self._may_be_listed, pieces[:MOST])):
                first, last = 0, min(len(pieces), MOST)
            if first < last and (follows or run["civil"] in _SEVERAL):
                enumerated = pieces[last - 1].end
            if first < last:
                begin = pieces[first].particle if run["civil"] else pieces[first].start
                found.append((begin, pieces[last - 1].end))
                full.update(self._surname(pieces[first], pieces[last - 1]))
            alone += [
                p
                for k, p in enumerate(pieces)
                if not first <= k < last and (k == 0 or not _is_place(pieces[k - 1]))
            ]
        full.update(p.text.casefold() for p in alone if self._is_alone(p, text))
        again = [(p.start, p.end) for p in alone if p.text in full or p.text.casefold() in full]
        return apart([*found, *again, *self._alone.find(text)])

    def _judged(self, run: re.Match[str], pieces: Sequence[_Piece]) -> tuple[int, int]:
        """First piece of the run that is a name, and the one after its last; equal if none is."""
        n = len(pieces)
        if run["civil"]:
            has_article = pieces[0].text.casefold() in ("le", "la")  # « M. Le Roux », « LE GOFF »
            told = pieces[1:2] if has_article else pieces[:1]
            if told and told[0].text.casefold() not in _ROLES:
                return 0, min(n, MOST)
        for k, piece in enumerate(pieces):
            if self.is_first_name(piece.text) and not (k and _is_place(pieces[k - 1])):
                if k + 1 < n and self._may_follow(pieces[k + 1]):
                    return self._widened(pieces, k), min(n, k + 1 + MOST)
                if k and k + 1 == n and self._is_surname(pieces[k - 1], run):
                    return k - 1, n
                if k and self._alone.is_listed(pieces[k - 1].text):  # Nguyen Van Minh
                    return k - 1, min(n, k + MOST)
            if k + 1 < n and piece.is_initial and self._is_surname(pieces[k + 1]):
                return k, k + 2
            if k and piece.is_initial and self._is_surname(pieces[k - 1]):
                return k - 1, k + 1
            if k and self._is_shouted_name(pieces[k - 1], piece):
                return k - 1, k + 1
        for k, piece in enumerate(pieces[:-1]):  # « Président KENYATTA », not « Maire de Lille »
            has_particle = pieces[k + 1].particle < pieces[k + 1].start
            is_office = not piece.is_shouted and _IS_OFFICE.fullmatch(piece.text)
            if is_office and not has_particle:
                return (k + 1, n) if self._may_all(pieces[k + 1 :]) else (0, 0)
        before = run.string[max(0, run.start() - NEAR) : run.start()]
        if n <= MOST and all(map(self._is_known_name, pieces)) and _WORKS.search(before):
            return 0, n
        return (0, n) if self._may_all(pieces) and _HOLDS_OFFICE.search(before) else (0, 0)

    def _may_all(self, pieces: Sequence[_Piece]) -> bool:
        """Whether all may be surnames, and few enough to be one name."""
        return len(pieces) <= MOST and all(map(self._is_surname, pieces))

    def _is_known_name(self, piece: _Piece) -> bool:
        """Whether it is a surname of a list, be it a word too, and names nothing else."""
        return self._alone.is_name(piece.text) and piece.text.casefold() not in self._others

    def _may_be_listed(self, piece: _Piece) -> bool:
        """Whether it may be a name after « MM. X, »: a common word too, no office and no plural."""
        low = piece.text.casefold()
        if low in self._others or low in FUNCTION_WORDS or _IS_OFFICE.fullmatch(low):
            return False
        return self._is_surname(piece) or low[-1] not in "sx"

    def _widened(self, pieces: Sequence[_Piece], k: int) -> int:
        """The place of the first name, or of the shouted surname before it."""
        return k - 1 if k and pieces[k - 1].is_shouted and self._is_surname(pieces[k - 1]) else k

    def is_first_name(self, word: str) -> bool:
        """Whether the word, or each part of it, is a first name."""
        low = word.casefold()
        if low in self._first_names:
            return len(word) > 2 or not word.isupper()
        parts = DASH.split(low)
        return len(parts) > 1 and all(part in self._first_names for part in parts)

    def _may_follow(self, piece: _Piece) -> bool:
        """Whether it can be a surname: a common word can (Petit), the name of a place too."""
        return piece.is_initial or not (piece.is_shouted and piece.text.casefold() in self._others)

    def _is_surname(self, piece: _Piece, run: re.Match[str] | None = None) -> bool:
        """Whether it names nothing that we know; any noun may, in a list (« Bourdon Michel, »)."""
        low = piece.text.casefold()
        if piece.is_initial or low in self._others or _is_place(piece):
            return False
        if len(low) < (SHORTEST if piece.is_shouted else 3):
            return False
        is_listed = run is not None and run.string[run.end() : run.end() + 1] == ","
        return not known(low) or (is_listed and low not in FUNCTION_WORDS)

    def _is_shouted_name(self, before: _Piece, piece: _Piece) -> bool:
        """Whether it is « Kévina MORVAN »."""
        long = piece.is_shouted and len(piece.text) >= SHORTEST and not before.is_shouted
        return long and self._is_surname(piece) and self._is_surname(before)

    def _surname(self, first: _Piece, last: _Piece) -> Iterator[str]:
        """The words of a name that are names wherever they stand in the text."""
        if self.is_first_name(first.text) and not known(first.text.casefold()):
            yield first.text
        if len(last.text) >= SHORTEST and self._is_surname(last):
            yield last.text.casefold()
        elif last.is_shouted and self.is_first_name(first.text) and not first.is_shouted:
            yield last.text  # « Elisabeth BORNE »: elsewhere BORNE, never borne

    def _is_alone(self, piece: _Piece, text: str) -> bool:
        """Whether it is a name alone: no word, or a capital that nothing else explains."""
        low = piece.text.casefold()
        if low in self._others or piece.is_initial:
            return False
        before = text[max(0, piece.start - 10) : piece.start]
        if _STORM.search(before):
            return False
        if not self._alone.is_enough(low):
            return False
        is_first = self.is_first_name(piece.text) and not piece.is_shouted
        is_listed = self._alone.is_listed(low)  # « Claeys-Leonetti »
        if not is_first and not is_listed:
            return False
        if self._is_surname(piece):
            return True
        if piece.is_shouted:  # « BORNE DE RECHARGE »
            return False
        opens = not before.rstrip()[-1:].isalpha()
        if opens and is_listed and _ACTS.match(text, piece.end):
            return True
        return piece.text not in _FEASTS and _EXPLAINED.search(before) is None


class _All:
    """Every name is in it."""

    def __contains__(self, name: object) -> bool:
        return True


def _spelt(names: Iterable[str]) -> frozenset[str]:
    """The names, with and without their accents."""
    return frozenset(form for name in names for form in (name, _bare(name)))


def _bare(name: str) -> str:
    """The name without accents, as in capitals: « GENEVIEVE »."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def _is_place(piece: _Piece) -> bool:
    """Whether the name of a place follows: Saint, San."""
    return piece.text.casefold() in _PLACES


def _pieces(run: re.Match[str]) -> Iterator[_Piece]:
    start = -1
    for piece in _PIECE.finditer(run.string, *run.span("name")):
        if piece["particle"]:
            start = piece.start()
            continue
        word = piece["word"] or piece["initial"].rstrip(" -")
        begin, end = piece.start(), piece.start() + len(word)
        yield _Piece(begin, end, start if start >= 0 else begin, word, piece["initial"] is not None)
        start = -1
