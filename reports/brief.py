"""The brief of a variable, « Éclairage »: chosen sentences, each with its passage. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from veille import Decision, day_in_paris
from warehouse.read import (
    ClassReached,
    LinkRow,
    Origin,
    Proofread,
    RisingPair,
    RunRow,
    SignalRow,
    SourceHealth,
    TaggedPassage,
    Tally,
    VariableRow,
    WeekRow,
)

from . import links, news, origins, tallies
from .charts import Matrix, matrix
from .digest import contraries, is_confirmed, ordered
from .french import STATES, TREND_TYPES, count, day, listing, number, say
from .quotes import SHOWN, Quote, checked, web_address
from .reviews import Review, reviews

TITLES = {
    "synthese": "1. Synthèse générale",
    "tendances": "2. Quelles sont les principales tendances à prendre en compte ?",
    "leviers": "3. Quels sont les leviers ou vecteurs de solution ?",
}
ELSEWHERE = {
    "synthese": "Autres aspects",
    "tendances": "De type non reconnu",
    "leviers": "Autres leviers",
}
FACES = {"gain": "gain", "risque": "risque", "": ""}
CONTRASTS = 4  # sub-themes whose two faces are told
CONFIRMED_TOLD, CANDIDATES_TOLD = 10, 5  # signals of the variable that are told


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence chosen for a part, with its passage; offsets index the version."""

    passage: TaggedPassage
    start: int
    end: int
    text: str
    group: str | None  # sub-theme or type of trend; None: none shows
    face: str  # gain, risque, or empty


@dataclass(frozen=True, slots=True)
class Lines:
    """The sentences of a part, and what it lacks, in French."""

    lines: Sequence[Line]
    shortfall: str


@dataclass(frozen=True, slots=True)
class Material:
    """All that a brief is made of; nothing after the period."""

    variable: VariableRow
    first: date
    last: date
    parts: Mapping[str, Lines]  # by name: synthese, tendances, leviers
    faces: Mapping[str, tuple[int, int]]  # sub-theme -> sentences that say a gain, a risk
    stored: Mapping[str, str]  # version -> text, for every sentence chosen
    n_read: int  # passages the sentences were chosen from
    now: Tally
    before: Tally  # over as many days before
    signals: Sequence[SignalRow]  # of the last week of the period
    maturity: Mapping[str, Sequence[ClassReached]]  # of the signals of the variable
    origins: Mapping[str, Origin]
    evidence: Mapping[str, Sequence[Proofread]]  # of the same signals
    decisions: Sequence[Decision]
    links: Sequence[LinkRow]
    rising: Sequence[RisingPair]  # at the last week of the period
    sources: Sequence[SourceHealth]
    weeks: Sequence[WeekRow]  # committed, up to the period's end
    run: RunRow | None  # that committed the last of them; None: the ledger is empty


@dataclass(frozen=True, slots=True)
class Note:
    """Where a sentence comes from, to the character."""

    number: int
    voice_name: str
    title: str
    url: str | None  # None: no address that a reader may follow
    day: date
    page: int | None  # None: the text has no pages
    passage: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the brief, with the number of its note."""

    text: str
    note: int
    face: str  # in French, empty for neither
    theme: str | None  # None: no sub-theme dominates


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three parts: sentences under short headings."""

    title: str
    groups: tuple[tuple[str, tuple[Said, ...]], ...]
    shortfall: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The brief, ready to be laid out."""

    title: str
    last: date
    period: str
    definition: str
    parts: tuple[Part, ...]
    signals: tuple[tuple[str, str, str], ...]  # title, what it is, where it comes from
    changes: tuple[str, ...]
    contrasts: tuple[str, ...]
    contraries: tuple[tuple[str, tuple[Quote, ...]], ...]  # title of a signal, passages
    sources: tuple[news.SourceNote, ...]
    sources_said: str  # that all speak, or that none is attached; empty for neither
    absent: tuple[str, ...]
    links: tuple[str, ...]
    picture: Matrix | None  # None: no passage carries two variables
    method: tuple[str, ...]
    notes: tuple[Note, ...]
    footer: tuple[str, ...]


def build(given: Material) -> Brief:
    """The brief of a variable over a period.

    Raises:
        WarehouseError: a sentence differs from the stored text at its offsets.
    """
    numbered = [line for name in TITLES for line in _in_order(given.parts[name])]
    parts = tuple(_part(name, given, numbered) for name in TITLES)
    mine, said = _sources(given)
    return Brief(
        title=say("Éclairage : {}", given.variable.label),
        last=given.last,
        period=say("Du {} au {}", day(given.first), day(given.last)),
        definition=given.variable.definition,
        parts=parts,
        signals=tuple(_signals(given)),
        changes=tallies.changes(given.now, given.before, given.first, given.last, given.weeks),
        contrasts=tuple(_contrasts(given.faces, parts)),
        contraries=tuple(_contraries(given)),
        sources=news.source_notes(mine, given.last + timedelta(days=1)),
        sources_said=said,
        absent=tallies.absent(given.now, given.before),
        links=links.of_variable(
            given.links,
            links.standing(given.rising, ordered(given.signals, given.decisions)),
            given.variable.variable_id,
        ),
        picture=matrix(given.links) if any(row.n_passages for row in given.links) else None,
        method=tuple(_method(given)),
        notes=tuple(_note(k, line, given.stored) for k, line in enumerate(numbered, 1)),
        footer=news.footer(given.weeks[-1].week, given.weeks, given.run) if given.weeks else (),
    )


def _sources(given: Material) -> tuple[list[SourceHealth], str]:
    """The sources whose silence matters, and what to say of them all.

    None attached to the variable: the sources that spoke of it in this period or the one before.
    """
    listed = [s for s in given.sources if s.health != "archive"]
    if mine := [s for s in listed if given.variable.variable_id in s.variables]:
        silent = [s for s in mine if s.health != "vivante"]
        missing = silent or tallies.absent(given.now, given.before)
        return mine, "" if missing else "Toutes les sources attendues ont parlé."
    spoke = {*given.now.voices, *given.before.voices}
    none = say("Aucune source du catalogue n’est rattachée à cette variable.")
    return [s for s in listed if s.name in spoke], none


def _in_order(part: Lines) -> list[Line]:
    """The lines with those of one group together, in the order in which groups first come."""
    groups = list(dict.fromkeys(line.group for line in part.lines))
    return sorted(part.lines, key=lambda line: groups.index(line.group))


def _part(name: str, given: Material, numbered: Sequence[Line]) -> Part:
    groups: dict[str, list[Said]] = {}
    for line in _in_order(given.parts[name]):
        heading = TREND_TYPES.get(line.group or "", line.group or ELSEWHERE[name])
        said = Said(line.text, numbered.index(line) + 1, FACES[line.face], line.passage.theme)
        groups.setdefault(heading, []).append(said)
    told = tuple((heading, tuple(said)) for heading, said in groups.items())
    return Part(say(TITLES[name]), told, given.parts[name].shortfall)


def _note(n: int, line: Line, stored: Mapping[str, str]) -> Note:
    of = line.passage
    checked(line.text, stored, of.version_id, line.start, line.end)
    return Note(
        n,
        of.voice_name,
        of.title,
        web_address(of.url),
        day_in_paris(of.published_at),
        of.page,
        of.passage_id,
        line.start,
        line.end,
    )


def told_signals(
    signals: Sequence[SignalRow], decisions: Sequence[Decision], variable_id: str
) -> list[SignalRow]:
    """The confirmed signals and the candidates of a variable, best first, none set aside."""
    mine = [row for row in ordered(signals, decisions) if row.variable_id == variable_id]
    confirmed = [row for row in mine if is_confirmed(row)][:CONFIRMED_TOLD]
    candidates = [row for row in mine if row.now.state == "candidat"][:CANDIDATES_TOLD]
    return [*confirmed, *candidates]


def _signals(given: Material) -> list[tuple[str, str, str]]:
    said = reviews(given.decisions)
    return [
        (row.label, _signal(row, said.get(row.signal_id)), _origin(row, given))
        for row in told_signals(given.signals, given.decisions, given.variable.variable_id)
    ]


def _contraries(given: Material) -> list[tuple[str, tuple[Quote, ...]]]:
    """The signals told of which passages say the contrary, with these."""
    told = told_signals(given.signals, given.decisions, given.variable.variable_id)
    found = [(s.label, given.evidence.get(s.signal_id, ())) for s in told]
    passages = [(label, contraries(proofs, given.stored)) for label, proofs in found]
    return [(label, quotes) for label, quotes in passages if quotes]


def _origin(row: SignalRow, given: Material) -> str:
    first = origins.novelty(given.origins.get(row.signal_id))
    return f"{first} {origins.path(given.maturity.get(row.signal_id, ()))}".strip()


def _signal(row: SignalRow, review: Review | None) -> str:
    since = f", {row.pinned}" if row.pinned else f" depuis la semaine du {day(row.since)}"
    told = f"{STATES[row.now.state]}{since}. {row.reason}."
    return told + (say(" Décision : {}.", review.told) if review else "")


def _contrasts(faces: Mapping[str, tuple[int, int]], parts: Sequence[Part]) -> list[str]:
    """Where sentences of one sub-theme tell a gain and a risk, with the notes to compare."""
    both = sorted(
        (theme for theme, told in faces.items() if min(told) > 0),
        key=lambda theme: (-min(faces[theme]), theme),
    )
    return [
        say(
            "{} : {} un gain, {} un risque{}.",
            theme,
            _say(faces[theme][0]),
            _say(faces[theme][1]),
            _see(theme, parts),
        )
        for theme in both[:CONTRASTS]
    ]


def _say(n: int) -> str:
    return count(n, "phrase") + (" dit" if n < 2 else " disent")


def _see(theme: str, parts: Sequence[Part]) -> str:
    said = [s for part in parts for _, group in part.groups for s in group if s.theme == theme]
    gains, risks = ([str(s.note) for s in said if s.face == face] for face in ("gain", "risque"))
    if not gains or not risks:
        return ""
    return say(
        " ; comparer {} {} (gain) {} {} (risque)",
        "les notes" if len(gains) > 1 else "la note",
        listing(gains),
        "aux notes" if len(risks) > 1 else "à la note",
        listing(risks),
    )


def _method(given: Material) -> list[str]:
    share = count(given.n_read, "passage")
    if given.n_read < given.now.n_passages:
        share += f" (les plus sûrs, sur {number(given.now.n_passages)})"
    return [
        say(
            "Phrases prises telles quelles dans {}, jamais réécrites ; chaque note donne le passage"
            " et les caractères exacts.",
            share,
        ),
        say(
            "Choix : les plus centrales dans les textes de la variable, les plus sûres et les plus"
            " récentes ; deux par document au plus, quatre voix au moins par partie, sans redite."
        ),
        say("« gain » et « risque » sont repérés d’après certains mots : à vérifier à la lecture."),
        f"Les textes sans licence ouverte ne sont cités que par phrases de {SHOWN} caractères"
        " au plus.",
    ]
