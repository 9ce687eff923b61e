"""The words the pipeline speaks: documents, passages, tags, units, signals, and our errors.

Every stage imports this module; it imports only the standard library.
A type lives here once two stages need it, not before.
"""

import errno
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")  # days and weeks are those of the readers (design, §3)

STATES = (
    "bruit",
    "candidat",
    "signal_faible",
    "tendance_emergente",
    "signal_fort",
    "tendance_lourde",
    "declin",
    "evenement",
    "saisonnier",
    "source_unique",
)
DECISIONS = ("retenu", "a_suivre", "ecarte", "doute")
WITHDRAWAL = "retirer"  # a decision too: its author then has said none of those of the signal
PINS = ("epingler", "liberer")  # decisions too: on the state shown, not on what a signal is worth
DECIDED = (*DECISIONS, WITHDRAWAL, *PINS)  # all that a documentalist may decide
MOTIVES = ("bruit", "deja_connu", "doublon", "hors_variable", "evenement", "mal_extrait")
KINDS = ("tendance", "levier", "aucun")
ANONYMOUS = "anonyme"  # who decides, when nobody is named
# A disk without room left, a quota reached, a file larger than `ulimit -f` allows.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NAMED = 40  # names that an error tells: all the recipes, all the settings
SOURCE_CLASSES = ("association", "collectivite", "presse", "recherche", "institution")


class Figure(float):
    """A number that is not whole, which `str` writes as it was read: 1.50 is not 1.5."""

    __slots__ = ("_read",)
    _read: str

    def __new__(cls, read: str) -> "Figure":
        """The number that these characters write."""
        made = super().__new__(cls, read)
        made._read = read
        return made

    def __str__(self) -> str:
        """The characters read."""
        return self._read


Name = str | int | Figure  # what a record calls itself, as JSON gave it


def name_as_json(name: Name) -> str:
    """The name of a record as JSON in ASCII, a number as it was written."""
    return json.dumps(name) if isinstance(name, str) else str(name)


def digest(*parts: str) -> str:
    """A stable id of 16 hexadecimal digits (64 bits of BLAKE2b) for these parts, in this order."""
    joined = "\x1f".join(parts).encode()
    return hashlib.blake2b(joined, digest_size=8).hexdigest()


def answering(heirs: Mapping[str, str], name: str) -> str:
    """The signal that answers for this one, from heir to heir; itself if it has none.

    The view v_signal_survivor says the same; neither goes round a loop.
    """
    met = {name}
    while name in heirs and heirs[name] not in met:
        name = heirs[name]
        met.add(name)
    return name


def key_of(hex_id: str) -> int:
    """The id as an unsigned 64-bit integer, the form it takes in the large tables."""
    return int(hex_id, 16)


def day_in_paris(instant: datetime) -> date:
    """The calendar day of an instant, for a reader in France."""
    return instant.astimezone(PARIS).date()


def monday(day: date) -> date:
    """The Monday that names the week of this day."""
    return day - timedelta(days=day.weekday())


def week_number(monday: date) -> int:
    """The rank of a week since 1 January of year 1, a Monday: how weeks travel in arrays."""
    return (monday.toordinal() - 1) // 7


def week_monday(number: int) -> date:
    """The Monday of the week of this rank."""
    return date.min + timedelta(weeks=int(number))


@dataclass(frozen=True, slots=True)
class Document:
    """One published text, as collected or imported. Made by sources, never changed after.

    Two documents with one id and different texts are versions of one document.
    """

    id: str
    source: str  # id of the catalogue line, or the source named by the archive
    voice: str  # who speaks; the source itself unless the record says more
    url: str
    title: str
    text: str  # NFC, otherwise verbatim; every offset of the product indexes it
    published_at: datetime  # UTC
    available_at: datetime  # UTC; when Veille could know the text
    origin: str = "collecte"  # or "import"
    author: str | None = None  # None: the source gives none
    pages: tuple[int, ...] = ()  # offset where each page starts; empty: the text has no pages
    date_note: str = ""  # why published_at is not the date given, empty when it is
    language: str = "fr"  # as announced by the source; checked when the text is analysed

    def __post_init__(self) -> None:
        """Refuse instants that are not in UTC: days would shift silently."""
        for name in ("published_at", "available_at"):
            if getattr(self, name).tzinfo is not UTC:
                raise ValueError(f"{name} must be in UTC, got {getattr(self, name)!r}: {self.url}")

    @property
    def version_id(self) -> str:
        """The id of this state of the text."""
        return digest(self.id, self.text)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to get one URL, with its outcome and its reason in French."""

    url: str
    source: str
    kind: str  # robots, feed, page, pdf, api
    at: datetime
    outcome: str  # nouveau, inchange, vide, refuse, echec
    reason: str = ""
    status: int | None = None  # None: no answer
    size_bytes: int = 0
    etag: str | None = None  # validators, verbatim; None: the server gave none
    last_modified: str | None = None
    n_documents: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """2 to 5 sentences of a version: text[start:end], no more and no less."""

    id: str
    version_id: str
    document_id: str
    ordinal: int
    start: int
    end: int
    page: int | None = None  # 1-based; None: the text has no pages


@dataclass(frozen=True, slots=True)
class Stake:
    """Words of a passage that tell what is at stake, at these offsets of the version."""

    passage_id: str
    stake: str  # one of nlp.variables.STAKES
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A sentence of a passage, at text[start:end] of the version, and what tells its repetition."""

    passage_id: str
    start: int
    end: int
    imprint: int | None  # 64 bits, 0 for page furniture; None: too short to be told


@dataclass(frozen=True, slots=True)
class TagSpan:
    """Why a tag is there: an expression of the lexicon found at these offsets of the version."""

    start: int
    end: int
    expression: str
    weight: float


@dataclass(frozen=True, slots=True)
class Tag:
    """A passage speaks of a variable, with what probability and on what evidence."""

    passage_id: str
    variable: str
    probability: float  # [0, 1]
    kind: str  # tendance, levier, aucun
    theme: str | None  # sub-theme with most weight; None: no expression names one
    trend_type: str | None  # None unless kind is tendance and a type shows
    spans: tuple[TagSpan, ...]
    extracts: tuple[tuple[int, int], ...] = ()  # the same, as a reader is shown them


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit occurs in a passage, at text[start:end] of the version."""

    unit: str  # lemmatised form, the identity of the unit
    passage_id: str
    start: int
    end: int
    context: int  # 64-bit digest of the two words on either side: the new-context rule
    is_cut: bool = False  # wherever the passage says it, it cuts what belongs together


@dataclass(frozen=True, slots=True)
class Actor:
    """Who or what texts name: an organisation, a territory, a profession."""

    id: str
    label: str
    facet: str  # acteur, territoire, metier
    class_: str
    code: str | None  # main acronym, code of a department or region; None: it has none
    parent: str | None  # actor that holds or heads it; None: none is known


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A passage names an actor, first at text[start:end] of the version."""

    actor: Actor
    passage_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a documentalist said of a signal: of its worth (DECISIONS) or of its state (PINS).

    A WITHDRAWAL takes back what its author said of its worth; the rows of before stay.
    """

    id: str
    signal_id: str
    decision: str
    motive: str | None  # only for ecarte
    note: str
    author: str
    decided_at: datetime
    state: str | None = None  # only for epingler: the state to show


class VeilleError(Exception):
    """Base of every error we raise on purpose: what happened, where, and what to do.

    The message is one line of French, shown as it is. Anything else that escapes is a bug.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        line = f"{what} : {where}" if where else what
        super().__init__(f"{line}. {todo}" if todo else line)


class FetchRefused(VeilleError):
    """We chose not to fetch: robots.txt, a reservation, an address that is not public.

    Not a failure of the source. It is recorded and not retried in the same run.
    """


class FetchFailed(VeilleError):
    """The server did not give the resource: no answer, an error status, too large, too slow."""

    def __init__(self, what: str, *, where: str, todo: str = "", status: int | None = None) -> None:
        super().__init__(what, where=where, todo=todo)
        self.status = status  # None: no answer


class Unreadable(VeilleError):
    """The bytes came, but no usable text could be read in them."""


class BadCatalogue(VeilleError):
    """A catalogue (sources or variables) says something that cannot be; the line is named."""


class Doubt(BadCatalogue):
    """Something that may stand in a catalogue, but is likely a slip."""


class UnknownName(VeilleError):
    """A variable, signal, source or recipe that does not exist, with those that do.

    Where their names would tell nothing, as those of signals, `todo` says where to read them.
    """

    exit_code = 2

    def __init__(self, kind: str, name: str, known: Sequence[str] = (), *, todo: str = "") -> None:
        rest = len(known) - NAMED
        more = f" … et {rest} autre{'s' * (rest > 1)}" if rest > 0 else ""
        told = todo or f"Choisir parmi : {', '.join(known[:NAMED])}{more}"
        of = "d’" if kind[0] in "AEÉIOU" else "de "
        super().__init__(
            f"Il n’y a pas {of}{kind.lower()} de ce nom", where=f"« {name} »", todo=told
        )


class BadInput(VeilleError):
    """A file, a date or an option that cannot be used as given."""


class WarehouseError(VeilleError):
    """The database cannot be opened, built or trusted."""


class Locked(VeilleError):
    """Another run holds the lock: nothing was done (EX_TEMPFAIL of sysexits)."""

    exit_code = 75
