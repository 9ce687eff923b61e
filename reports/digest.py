"""The digest of a week: which signals, in what order, in which words. Rows in, value out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from veille import Decision
from warehouse.read import (
    ClassReached,
    EpochRow,
    LinkRow,
    Origin,
    PartRow,
    Proofread,
    RisingPair,
    RunRow,
    SignalRow,
    SourceHealth,
    WeekRow,
)

from . import links, news, notices, origins, pins
from .charts import Sparkline, sparkline
from .french import GROUPS, STATES, capital, count, day, say, week
from .links import Links
from .news import Change, SourceNote
from .quotes import Quote, quote
from .reviews import Review, added, reviews, set_aside

DETAILED = 10  # signals told at length: a digest is read in three minutes
FOR_CANDIDATES = 4  # of them, so that what is born is seen whatever already stands
QUOTES = 3  # passages a signal shows, each of another voice
CONTRARY = "contraire"  # role of a passage that says the contrary
WORDINGS = 4  # other wordings a signal shows
IN_A_LINE, IN_A_LANE = 12, 3  # signals told in a line, in a section and in a side lane
FOLDED = 4  # stable signals of a variable told by name
LINK_WEEKS = 12  # the span of every number shown
LANE_TITLES = {
    "evenement": ("Événements", "Un pic isolé, pas une montée."),
    "saisonnier": ("Saisonniers", "La même saison montait aussi l’an dernier."),
    "source_unique": ("Source unique", "Une seule voix en parle : à lire, sans rien conclure."),
}
OUTSIDE = (
    "Hors des variables",
    "Cela monte aussi, mais aucune variable clé n’y est à la fois bien présente et nettement plus"
    " présente que d’habitude.",
)


@dataclass(frozen=True, slots=True)
class Material:
    """All that a digest is made of, as read from the archive; nothing after the week."""

    week: date
    weeks: Sequence[WeekRow]  # committed, up to the week, oldest first
    run: RunRow | None  # the one that committed the week; None: the ledger is empty
    signals: Sequence[SignalRow]
    parts: Mapping[str, Sequence[PartRow]]
    series: Mapping[int, Sequence[int]]
    wordings: Mapping[str, Sequence[str]]
    named: Mapping[str, Sequence[tuple[str, str]]]  # facet and wording of what signals name
    maturity: Mapping[str, Sequence[ClassReached]]
    origins: Mapping[str, Origin]
    evidence: Mapping[str, Sequence[Proofread]]
    stored: Mapping[str, str]  # version -> text, for every passage of the evidence
    decisions: Sequence[Decision]
    sources: Sequence[SourceHealth]
    links: Sequence[LinkRow]
    rising: Sequence[RisingPair]  # signals of two variables that rise together
    epochs: Sequence[EpochRow] = ()  # changes of the list of sources still open
    outage: str = ""  # that nothing came since, if the week is the last of all
    cold: int = notices.COLD_START  # weeks of archive under which nothing is confirmed


@dataclass(frozen=True, slots=True)
class Entry:
    """One signal of the digest."""

    id: str
    label: str
    wordings: tuple[str, ...]
    named: str  # who and what its passages name; empty if nothing comes back
    novelty: str  # its first document, and how new it was; empty if none is known
    path: str  # the classes of sources it has reached; empty if none is known
    variable: str | None  # None: no variable dominates
    state: str
    state_words: str
    standing: str  # since when, in French
    pin: str  # who pinned its state, in French; empty if nobody did
    group: str
    group_words: str
    reason: str
    score: float
    parts: tuple[PartRow, ...]
    review: Review | None  # None: nobody decided
    total: float  # score and review: what orders the digest
    chart: Sparkline
    quotes: tuple[Quote, ...]
    contraries: tuple[Quote, ...]  # passages that say the contrary, apart
    command: str


@dataclass(frozen=True, slots=True)
class Lane:
    """Signals of one kind that claim nothing, told in a line each."""

    title: str
    introduction: str
    entries: tuple[Entry, ...]
    n_more: int  # signals of this kind that are not told


@dataclass(frozen=True, slots=True)
class Fold:
    """Stable signals of one variable, told together: the strongest by name, the others counted."""

    variable: str
    entries: tuple[Entry, ...]
    n_more: int


@dataclass(frozen=True, slots=True)
class Section:
    """Signals told at length, those that moved in a line each, the stable ones folded."""

    title: str
    nothing: str  # said when there is none
    detailed: tuple[Entry, ...]
    others: tuple[Entry, ...]
    n_more: int  # signals that moved and are not told
    stable: tuple[Fold, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest of a week, ready to be laid out."""

    week: date
    title: str
    news: str
    notice: str  # of an outage, a young archive, a list of sources that changed; empty if none
    flow: str
    changes: tuple[Change, ...]
    sections: tuple[Section, ...]
    lanes: tuple[Lane, ...]
    set_aside: tuple[Entry, ...]
    pinned_off: tuple[Entry, ...]  # shown extinct because someone pinned them so
    query: str  # the command that lists every signal of the week
    links: Links
    sources: tuple[SourceNote, ...]
    sources_nothing: str
    blind_spots: tuple[str, ...]
    footer: tuple[str, ...]

    @property
    def at_length(self) -> frozenset[str]:
        """The signals that have a place of their own in the page."""
        return frozenset(entry.id for section in self.sections for entry in section.detailed)


def ordered(signals: Sequence[SignalRow], decisions: Sequence[Decision]) -> list[SignalRow]:
    """The signals neither set aside nor pinned as extinct, best score and review first."""
    said = reviews(decisions)
    kept = [r for r in signals if not set_aside(r.signal_id, said) and not pins.is_off(r)]
    return sorted(
        kept, key=lambda row: (-row.now.score - added(said.get(row.signal_id)), row.signal_id)
    )


def detailed(signals: Sequence[SignalRow], decisions: Sequence[Decision]) -> list[str]:
    """The signals told at length, whose passages are needed: at most ten, candidates included.

    What entered its state this week by rising comes before what already stood there: the news is
    always proved by its passages.
    """
    mine = [row for row in ordered(signals, decisions) if in_scope(row)]
    best = sorted(mine, key=lambda row: not news.has_risen(row))
    confirmed = [row.signal_id for row in best if is_confirmed(row)]
    candidates = [row.signal_id for row in best if row.now.state == "candidat"]
    kept = confirmed[: DETAILED - min(FOR_CANDIDATES, len(candidates))]
    return kept + candidates[: DETAILED - len(kept)]


def in_scope(row: SignalRow) -> bool:
    """Whether a signal speaks of a key variable; the others are named, and no more."""
    return row.variable_id is not None


def is_confirmed(row: SignalRow) -> bool:
    """Whether the signal stands as confirmed, or declines after it did."""
    return row.now.state in (*news.CONFIRMED, "declin")


def build(given: Material) -> Digest:
    """The digest of a week.

    Raises:
        WarehouseError: a passage to be quoted differs from the stored text.
    """
    rows = ordered(given.signals, given.decisions)
    off = [row for row in given.signals if pins.is_off(row)]
    at_length = set(detailed(given.signals, given.decisions))
    mine = [row for row in rows if in_scope(row)]
    entries = {row.signal_id: _entry(row, given) for row in given.signals}
    today = given.week + timedelta(days=7)
    volume = given.weeks[-1]
    rising = links.standing(given.rising, rows)
    is_next = len(given.weeks) > 1
    return Digest(
        week=given.week,
        title=say("Veille : {}", week(given.week)),
        news=news.news(mine, volume),
        notice=f"{given.outage} {notices.notice(_young(given), given.epochs)}".strip(),
        flow=news.flow(volume, given.weeks[-2] if is_next else None),
        changes=news.changes(mine),
        sections=_sections(mine, entries, at_length),
        lanes=_lanes(rows, entries),
        set_aside=tuple(entries[r.signal_id] for r in given.signals if r not in (*rows, *off)),
        pinned_off=tuple(entries[r.signal_id] for r in off),
        query=news.LISTING.format(given.week),
        links=links.tell(given.links, rising, min(LINK_WEEKS, known_weeks(given.weeks))),
        sources=news.source_notes(given.sources, today),
        sources_nothing="Toutes les sources du catalogue ont parlé dans leur rythme habituel.",
        blind_spots=news.blind_spots(known_weeks(given.weeks), given.sources),
        footer=news.footer(given.week, given.weeks, given.run),
    )


def known_weeks(weeks: Sequence[WeekRow]) -> int:
    """Weeks of archive in which something was read."""
    return sum(row.n_documents > 0 for row in weeks)


def _young(given: Material) -> str:
    # A pinned state is a documentalist's: it tells nothing of the threshold.
    confirmed = any(is_confirmed(row) and not row.pinned for row in given.signals)
    return notices.cold_start(known_weeks(given.weeks), given.cold, confirmed=confirmed)


def _sections(
    rows: Sequence[SignalRow], entries: Mapping[str, Entry], at_length: set[str]
) -> tuple[Section, ...]:
    def section(title: str, nothing: str, mine: list[SignalRow]) -> Section:
        told = [entries[row.signal_id] for row in mine]
        detailed = tuple(entry for entry in told if entry.id in at_length)
        others = [entry for entry in told if entry.id not in at_length]
        moved = tuple(_judged_first([entry for entry in others if entry.group != "stable"]))
        n_more = max(0, len(moved) - IN_A_LINE)
        return Section(title, nothing, detailed, moved[:IN_A_LINE], n_more, _folds(others))

    confirmed = [row for row in rows if is_confirmed(row)]
    candidates = [row for row in rows if row.now.state == "candidat"]
    return (
        section("Signaux confirmés", "Aucun signal confirmé cette semaine.", confirmed),
        section("Candidats, à surveiller", "Aucun candidat cette semaine.", candidates),
    )


def _judged_first(entries: Sequence[Entry]) -> list[Entry]:
    """The same, those that someone judged or pinned first: what was decided is always seen."""
    return sorted(entries, key=lambda entry: entry.review is None and not entry.pin)


def _folds(others: Sequence[Entry]) -> tuple[Fold, ...]:
    """The stable signals by variable, in the order of the strongest of each."""
    by_variable: dict[str, list[Entry]] = {}
    for entry in others:
        if entry.group == "stable":
            by_variable.setdefault(entry.variable or "", []).append(entry)
    return tuple(
        Fold(variable, tuple(_judged_first(mine)[:FOLDED]), max(0, len(mine) - FOLDED))
        for variable, mine in by_variable.items()
    )


def _lanes(rows: Sequence[SignalRow], entries: Mapping[str, Entry]) -> tuple[Lane, ...]:
    """The signals told in a line: those of a side state, and those of no key variable."""
    lanes = [
        (words, [row for row in rows if row.now.state == state and in_scope(row)])
        for state, words in LANE_TITLES.items()
    ]
    climbing = [row for row in rows if not in_scope(row) and row.now.state not in LANE_TITLES]
    told = [
        (words, _judged_first([entries[row.signal_id] for row in mine]))
        for words, mine in [*lanes, (OUTSIDE, climbing)]
    ]
    return tuple(
        Lane(title, say(said), tuple(mine[:IN_A_LANE]), max(0, len(mine) - IN_A_LANE))
        for (title, said), mine in told
        if mine
    )


def _entry(row: SignalRow, given: Material) -> Entry:
    review = reviews(given.decisions).get(row.signal_id)
    group = news.group(row)
    proofs = given.evidence.get(row.signal_id, ())
    asked = "liberer" if pins.is_off(row) else "DÉCISION"
    return Entry(
        id=row.signal_id,
        label=row.label,
        wordings=tuple(given.wordings.get(row.signal_id, ()))[:WORDINGS],
        named=news.named(given.named.get(row.signal_id, ())),
        novelty=origins.novelty(given.origins.get(row.signal_id)),
        path=origins.path(given.maturity.get(row.signal_id, ())),
        variable=row.variable,
        state=row.now.state,
        state_words=capital(STATES[row.now.state]),
        standing=_standing(row),
        pin=row.pinned,
        group=group,
        group_words=GROUPS[group],
        reason=row.reason,
        score=row.now.score,
        parts=tuple(given.parts.get(row.signal_id, ())),
        review=review,
        total=row.now.score + added(review),
        chart=sparkline(
            row.label,
            given.series.get(row.lead_key, [row.now.n_now]),
            row.now.week,
            known=len(given.weeks),
        ),
        quotes=_quotes(proofs, given.stored),
        contraries=contraries(proofs, given.stored),
        command=f"veille decide {row.signal_id} {asked} --auteur NOM",
    )


def _standing(row: SignalRow) -> str:
    if row.pinned:
        return row.pinned
    n_weeks = (row.now.week - row.since).days // 7 + 1
    if n_weeks == 1:
        return say("depuis cette semaine ; repéré la semaine du {}", day(row.born_on))
    return say("depuis la semaine du {} ({})", day(row.since), count(n_weeks, "semaine")) + (
        say(" ; repéré la semaine du {}", day(row.born_on)) if row.born_on < row.since else ""
    )


def _quotes(proofs: Sequence[Proofread], stored: Mapping[str, str]) -> tuple[Quote, ...]:
    """The first passages, each of another voice; every one is checked, shown or not."""
    made = [quote(proof, stored) for proof in proofs if proof.role != CONTRARY]
    by_voice = {q.voice: q for q in reversed(made)}
    return tuple(q for q in made if by_voice[q.voice] is q)[:QUOTES]


def contraries(proofs: Sequence[Proofread], stored: Mapping[str, str]) -> tuple[Quote, ...]:
    """The passages that say the contrary of a signal."""
    return tuple(quote(proof, stored) for proof in proofs if proof.role == CONTRARY)
