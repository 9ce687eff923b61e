"""The digest of a week: which signals, in what order, in which words. Rows in, value out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from veille import Decision, day_in_paris
from warehouse.read import (
    EpochRow,
    LinkRow,
    PartRow,
    Proofread,
    RunRow,
    SignalRow,
    SourceHealth,
    WeekRow,
)

from . import news
from .charts import Sparkline, sparkline
from .french import DECISIONS, GROUPS, MOTIVES, STATES, capital, count, day, say, week
from .news import Change, SourceNote
from .quotes import Quote, quote

DETAILED = 10  # signals told at length: a digest is read in three minutes
FOR_CANDIDATES = 4  # of them, so that what is born is seen whatever already stands
QUOTES = 3  # passages a signal shows, each of another voice
WORDINGS = 4  # other wordings a signal shows
IN_A_LINE, IN_A_LANE = 12, 3  # signals told in a line, in a section and in a side lane
LINK_WEEKS = 12  # the span of every number shown
LANE_TITLES = {
    "evenement": ("Événements", "Un pic isolé, pas une montée."),
    "saisonnier": ("Saisonniers", "La même saison, l’an dernier, en disait autant."),
    "source_unique": ("Source unique", "Une seule voix en parle : à lire, sans rien conclure."),
}

OUTSIDE = (
    "Hors des variables",
    "Cela monte aussi, mais moins d’un passage sur quatre y porte l’une des variables clés.",
)

# Points added to the score of a signal by its latest decision, shown as a part of the order.
# The score counts its growth in nats, where 2 is the way from a candidate (8) to an alert (10):
# « retenu » lifts a signal by that much, « à suivre » by half, « en doute » takes half off.
# « écarté » takes no points: the signal goes to the last list, whatever its score.
WEIGHT = {"retenu": 2.0, "a_suivre": 1.0, "doute": -1.0, "ecarte": 0.0}
MOVES = {
    "retenu": "remonté par une décision : {}",
    "a_suivre": "remonté par une décision : {}",
    "doute": "redescendu par une décision : {}",
    "ecarte": "mis de côté par une décision : {}",
}


@dataclass(frozen=True, slots=True)
class Review:
    """The latest decision on a signal, and those of other authors that differ."""

    decision: str
    words: str  # the decision in French
    value: float
    moved: str  # what it changed, in French
    author: str
    day: date
    motive: str  # in French, empty unless the signal is set aside
    note: str
    dissent: tuple[str, ...]  # other authors' latest decisions, in French


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
    evidence: Mapping[str, Sequence[Proofread]]
    stored: Mapping[str, str]  # version -> text, for every passage of the evidence
    decisions: Sequence[Decision]
    sources: Sequence[SourceHealth]
    links: Sequence[LinkRow]
    epochs: Sequence[EpochRow] = ()  # changes of the list of sources still open


@dataclass(frozen=True, slots=True)
class Entry:
    """One signal of the digest."""

    id: str
    label: str
    wordings: tuple[str, ...]
    named: str  # who and what its passages name; empty if nothing comes back
    variable: str | None  # None: no variable dominates
    state: str
    state_words: str
    standing: str  # since when, in French
    group: str
    group_words: str
    reason: str
    score: float
    parts: tuple[PartRow, ...]
    review: Review | None  # None: nobody decided
    total: float  # score and review: what orders the digest
    chart: Sparkline
    quotes: tuple[Quote, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Lane:
    """Signals of one kind that claim nothing, told in a line each."""

    title: str
    introduction: str
    entries: tuple[Entry, ...]
    n_more: int  # signals of this kind that are not told


@dataclass(frozen=True, slots=True)
class Section:
    """Signals told at length, then in a line each."""

    title: str
    nothing: str  # said when there is none
    detailed: tuple[Entry, ...]
    others: tuple[Entry, ...]
    n_more: int  # signals of this kind that are not told


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest of a week, ready to be laid out."""

    week: date
    title: str
    news: str
    notice: str  # of a young archive, of a list of sources that changed; empty if neither
    flow: str
    changes: tuple[Change, ...]
    sections: tuple[Section, ...]
    lanes: tuple[Lane, ...]
    set_aside: tuple[Entry, ...]
    links: str
    sources: tuple[SourceNote, ...]
    sources_nothing: str
    blind_spots: tuple[str, ...]
    footer: tuple[str, ...]

    @property
    def at_length(self) -> frozenset[str]:
        """The signals that have a place of their own in the page."""
        return frozenset(entry.id for section in self.sections for entry in section.detailed)


def reviews(decisions: Iterable[Decision]) -> dict[str, Review]:
    """The review of each signal that has one. The most recent decision rules."""
    latest: dict[str, dict[str, Decision]] = {}
    said = [made for made in decisions if made.decision in WEIGHT]  # a pin is no opinion
    for made in sorted(said, key=lambda d: (d.decided_at, d.id)):
        by_author = latest.setdefault(made.signal_id, {})
        by_author.pop(made.author, None)  # so that the order of authors is that of their last word
        by_author[made.author] = made
    return {signal: _review(list(by_author.values())) for signal, by_author in latest.items()}


def _review(said: list[Decision]) -> Review:
    *others, last = said
    return Review(
        decision=last.decision,
        words=DECISIONS[last.decision],
        value=WEIGHT[last.decision],
        moved=say(MOVES[last.decision], DECISIONS[last.decision]),
        author=last.author,
        day=day_in_paris(last.decided_at),
        motive=MOTIVES[last.motive] if last.motive else "",
        note=last.note,
        dissent=tuple(
            say("{} par {} le {}", DECISIONS[d.decision], d.author, day(day_in_paris(d.decided_at)))
            for d in reversed(others)
            if d.decision != last.decision
        ),
    )


def added(review: Review | None) -> float:
    """What a decision adds to the score, 0 if nobody decided."""
    return review.value if review else 0.0


def set_aside(signal: str, said: Mapping[str, Review]) -> bool:
    """Whether the last decision on this signal sets it aside."""
    return signal in said and said[signal].decision == "ecarte"


def ordered(signals: Sequence[SignalRow], decisions: Sequence[Decision]) -> list[SignalRow]:
    """The signals that are not set aside, best score and review first."""
    said = reviews(decisions)
    kept = [row for row in signals if not set_aside(row.signal_id, said)]
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
    at_length = set(detailed(given.signals, given.decisions))
    mine = [row for row in rows if in_scope(row)]
    entries = {row.signal_id: _entry(row, given) for row in given.signals}
    today = given.week + timedelta(days=7)
    volume = given.weeks[-1]
    is_next = len(given.weeks) > 1
    return Digest(
        week=given.week,
        title=say("Veille : {}", week(given.week)),
        news=news.news(mine, volume),
        notice=news.notice(known_weeks(given.weeks), given.epochs),
        flow=news.flow(volume, given.weeks[-2] if is_next else None),
        changes=news.changes(mine),
        sections=_sections(mine, entries, at_length),
        lanes=_lanes(rows, entries),
        set_aside=tuple(entries[r.signal_id] for r in given.signals if r not in rows),
        links=news.links(given.links, LINK_WEEKS, len(given.weeks)),
        sources=news.source_notes(given.sources, today),
        sources_nothing="Toutes les sources du catalogue ont parlé dans leur rythme habituel.",
        blind_spots=news.blind_spots(known_weeks(given.weeks), given.sources),
        footer=news.footer(given.week, given.weeks, given.run),
    )


def known_weeks(weeks: Sequence[WeekRow]) -> int:
    """Weeks of archive in which something was read."""
    return sum(row.n_documents > 0 for row in weeks)


def _sections(
    rows: Sequence[SignalRow], entries: Mapping[str, Entry], at_length: set[str]
) -> tuple[Section, ...]:
    def section(title: str, nothing: str, mine: list[SignalRow]) -> Section:
        told = [entries[row.signal_id] for row in mine]
        detailed = tuple(entry for entry in told if entry.id in at_length)
        others = tuple(entry for entry in told if entry.id not in at_length)
        n_more = max(0, len(others) - IN_A_LINE)
        return Section(title, nothing, detailed, others[:IN_A_LINE], n_more)

    confirmed = [row for row in rows if is_confirmed(row)]
    candidates = [row for row in rows if row.now.state == "candidat"]
    return (
        section("Signaux confirmés", "Aucun signal confirmé cette semaine.", confirmed),
        section("Candidats, à surveiller", "Aucun candidat cette semaine.", candidates),
    )


def _lanes(rows: Sequence[SignalRow], entries: Mapping[str, Entry]) -> tuple[Lane, ...]:
    """The signals told in a line: those of a side state, and those of no key variable."""
    lanes = [
        (words, [row for row in rows if row.now.state == state and in_scope(row)])
        for state, words in LANE_TITLES.items()
    ]
    climbing = [row for row in rows if not in_scope(row) and row.now.state not in LANE_TITLES]
    told = [
        (words, [entries[row.signal_id] for row in mine])
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
    return Entry(
        id=row.signal_id,
        label=row.label,
        wordings=tuple(given.wordings.get(row.signal_id, ()))[:WORDINGS],
        named=news.named(given.named.get(row.signal_id, ())),
        variable=row.variable,
        state=row.now.state,
        state_words=capital(STATES[row.now.state]),
        standing=_standing(row),
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
        quotes=_quotes(given.evidence.get(row.signal_id, ()), given.stored),
        command=f"veille decide {row.signal_id} retenu",
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
    made = [quote(proof, stored) for proof in proofs]
    by_voice = {q.voice: q for q in reversed(made)}
    return tuple(q for q in made if by_voice[q.voice] is q)[:QUOTES]
