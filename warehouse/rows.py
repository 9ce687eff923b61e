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
    origin: str  # catalogue or textes


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
    """A passage that proves a signal or says its contrary, with what checks it against its text.

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
    voice: str  # who speaks, as counted
    voice_name: str  # the same, as shown
    source: str
    title: str
    url: str
    page: int | None  # None: the text has no pages
    published_at: datetime
    rights: str  # open, licensed or tdm
    role: str  # premier, peripherique, represente or contraire
    cue: str | None = None  # words that say the contrary; None for a proof


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
    voice: str  # who speaks, as counted
    voice_name: str  # the same, as shown
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
    """How two variables meet in passages over a period, as in view v_variable_link."""

    first_id: str
    first: str
    second_id: str
    second: str
    n_passages: int  # that carry both
    n_documents: int
    expected: float  # passages, if nothing bound the two
    lift: float | None  # observed over expected; None: nothing expected
    lift_low: float | None
    lift_high: float | None
    reading: str  # plus, moins, autant or trop_peu
    n_before: int  # over as many days before
    expected_before: float
    lift_before: float | None
    change: float | None  # of lift; None: no past to compare with
    trend: str  # hausse, baisse, stable, trop_peu or sans_passe


@dataclass(frozen=True, slots=True)
class RisingPair:
    """Two signals of two variables that rise together, as in view v_signal_link."""

    first_variable_id: str
    first: str
    second_variable_id: str
    second: str
    n_documents: int
    n_voices: int
    first_id: str
    second_id: str


@dataclass(frozen=True, slots=True)
class ClassReached:
    """A class of sources that says a signal, as in view v_signal_maturity."""

    class_: str | None  # None: unknown
    rung: int | None  # of the ladder, 1 to 5; None: unknown
    rank: int  # order of arrival, from 1
    first_day: date
    first_voice_name: str
    n_voices: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The first document of a signal and what was said before it rose, as in v_signal_novelty."""

    first_day: date
    first_title: str
    first_voice_name: str
    n_before: int  # documents before the twelve weeks of its first alert
    weeks_before: int  # of archive, before these twelve weeks
    novelty: str  # inedit, rare, connu or sans_recul


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
