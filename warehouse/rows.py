"""What readers get from the warehouse: frozen rows, named as in the tables. Read by reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from veille import Passage


@dataclass(frozen=True, slots=True)
class WeekRow:
    """What one committed week held."""

    week: date  # Monday
    n_documents: int  # tagged, without copies
    n_all: int
    n_copies: int
    n_voices: int


@dataclass(frozen=True, slots=True)
class EpochRow:
    """A change of the list of sources."""

    name: str
    change: str  # arrivee or depart
    week: date  # in which it shows
    until: date  # week from which an arrival counts
    share: float


@dataclass(frozen=True, slots=True)
class RunRow:
    """One line of the ledger."""

    run_id: str
    kind: str
    as_of: datetime
    outcome: str
    message: str
    code_version: str
    analysis_version: str


@dataclass(frozen=True, slots=True)
class Measures:
    """The numbers of a signal one week, as in table signal_week."""

    week: date
    state: str
    score: float
    cusum: float
    n_mentions: int  # voice x day over 12 weeks
    n_now: int  # of the week
    expected: float
    n_voices: int
    n_effective: float
    n_classes: int
    p_value: float
    shape: float
    effect: float
    visibility: float


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A signal as it stood at the end of a week."""

    signal_id: str
    label: str
    variable_id: str | None  # None: no variable dominates
    variable: str | None
    born_on: date
    since: date  # first week of the state it is in
    lead_key: int  # its strongest unit, whose counts are shown
    was: str  # state of the week before
    reason: str
    now: Measures
    before: Measures | None  # None: not measured the week before
    pinned: str = ""  # by whom and when its state was pinned, in French; empty: nobody


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a score, with its sentence."""

    part: str
    value: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Proofread:
    """A passage that proves a signal, with what is needed to check it against the stored text.

    Offsets index the text of the version; `mark` is the wording of the signal in the passage.
    """

    passage_id: str
    version_id: str
    start: int
    end: int
    text: str
    mark_start: int
    mark_end: int
    mark: str
    voice: str
    source: str
    title: str
    url: str
    page: int | None  # None: the text has no pages
    published_at: datetime
    rights: str  # open, licensed or tdm
    role: str  # premier, peripherique or represente


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How one source is doing, as in view v_source_health."""

    source_id: str
    name: str
    class_: str | None  # None: unknown
    variables: tuple[str, ...]  # those expected of it
    n_documents: int
    last_day: date | None  # None: no document yet
    usual_gap: float | None  # days; None: fewer than two days of publication
    last_attempt_at: datetime | None  # None: never tried
    last_outcome: str | None  # None: never tried
    last_reason: str
    health: str  # vivante, muette, en_panne, jamais_lue or archive


@dataclass(frozen=True, slots=True)
class VariableRow:
    """A key variable of the catalogue."""

    variable_id: str
    label: str
    definition: str
    themes: Mapping[str, str]  # theme_id -> label


@dataclass(frozen=True, slots=True)
class TaggedPassage:
    """A passage that speaks of a variable, with its document."""

    passage_id: str
    document_id: str
    version_id: str
    start: int
    end: int
    text: str
    page: int | None  # None: the text has no pages
    voice: str
    source: str
    class_: str | None  # None: unknown
    rights: str
    title: str
    url: str
    published_at: datetime
    counted_on: date
    probability: float
    kind: str
    theme: str | None  # label; None: no sub-theme dominates
    trend_type: str | None  # None: not a trend, or of no known type
    spans: tuple[tuple[int, int], ...]  # what justifies the tag, offsets in the version


@dataclass(frozen=True, slots=True)
class StoredTag:
    """What justifies a tag: start and end in the version, expression, weight; in order."""

    spans: tuple[tuple[int, int, str, float], ...]


@dataclass(frozen=True, slots=True)
class TaggedText:
    """A version with its passages and the tags of each, by passage and variable."""

    version_id: str
    text: str
    passages: tuple[Passage, ...]
    tags: Mapping[tuple[str, str], StoredTag]


@dataclass(frozen=True, slots=True)
class Tally:
    """How much is said of a variable over some days, copies left out."""

    n_passages: int
    n_documents: int
    n_voices: int
    n_trends: int
    n_levers: int
    themes: Mapping[str, int]  # label -> passages
    classes: Mapping[str, int]  # class -> passages
    voices: Mapping[str, int]  # shown name -> passages
    stakes: Mapping[str, int]  # risque, marge_de_manoeuvre, opportunite -> passages that tell it


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Two variables and how many passages carry both, now and before."""

    first_id: str
    first: str
    second_id: str
    second: str
    n_now: int
    n_before: int


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic of the latest fit, as in view v_topic."""

    topic_id: str
    label: str
    words: tuple[str, ...]
    n_passages: int
    variable_id: str | None  # None: no variable in its passages
    share: float | None  # of its passages that carry the variable
    fit_on: date
