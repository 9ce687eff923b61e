"""What a week changed, said in French: the news, the groups, the sources, the limits. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from veille import day_in_paris
from warehouse.read import RunRow, SignalRow, SourceHealth, WeekRow

from .french import (
    FACETS,
    STATES,
    capital,
    count,
    day,
    in_words,
    listing,
    number,
    of,
    quoted,
    say,
    week,
)

LADDER = (
    "bruit", "candidat", "signal_faible", "tendance_emergente", "signal_fort", "tendance_lourde",
)  # fmt: skip
CONFIRMED = LADDER[2:]
LANES = ("evenement", "saisonnier", "source_unique")
CLEAR_MOVE = 1.0  # nats of score between two weeks: the evidence is e times as strong
SEASON_NEEDS = 61  # weeks before what comes back each year can be told
GROUPS = ("ne", "monte", "retombe", "clos", "stable")  # in the order they are told
TITLES = {
    "ne": ("Né", "Nés"),
    "monte": ("Monte", "Montent"),
    "retombe": ("Retombe", "Retombent"),
    "clos": ("Clos", "Clos"),
    "stable": ("Stable", "Stables"),
}
BECOMES = {
    "signal_faible": "un signal faible",
    "tendance_emergente": "une tendance émergente",
    "signal_fort": "un signal fort",
    "tendance_lourde": "une tendance lourde",
}
NAMED = 8  # sources named in one sentence
# The command that lists every living signal of a week, those that the digest folds included.
LISTING = (
    'veille query "SELECT signal_id, label, state, round(score, 1) AS score, reason'
    " FROM v_signal_week WHERE week = '{}' AND state <> 'bruit' ORDER BY score DESC\" --csv"
)
MOVES_TOLD, STABLE_TOLD = 10, 5  # signals of a group told in the list of changes


@dataclass(frozen=True, slots=True)
class Change:
    """One group of signals of the week."""

    group: str
    title: str
    items: tuple[tuple[str, str, str], ...]  # id and title of the signal, what happened to it
    n_more: int  # signals of this group that are not told


@dataclass(frozen=True, slots=True)
class SourceNote:
    """One source that gives nothing, or several never read: why, and what to do."""

    name: str
    sentence: str
    todo: str


def group(row: SignalRow) -> str:
    """Where a signal goes this week: ne, monte, stable, retombe or clos.

    A change of state decides first, then a clear move of the score. Side lanes stand at the
    level of a candidate, a decline under every confirmed state.
    """
    was, now = row.was, row.now.state
    if now == "bruit":
        return "clos"
    if row.born_on == row.now.week or was == "bruit":
        return "ne"
    if _level(now) != _level(was):
        return "monte" if _level(now) > _level(was) else "retombe"
    moved = row.now.score - row.before.score if row.before and now not in LANES else 0.0
    return "monte" if moved >= CLEAR_MOVE else "retombe" if moved <= -CLEAR_MOVE else "stable"


def has_risen(row: SignalRow) -> bool:
    """Whether a signal entered its state this week by rising."""
    return row.was != row.now.state and group(row) in ("ne", "monte")


def _level(state: str) -> float:
    if state == "declin":
        return 1.5
    return LADDER.index(state) if state in LADDER else 1.0


def changes(rows: Sequence[SignalRow]) -> tuple[Change, ...]:
    """The signals of the week by group, changes of state first; empty groups are left out."""
    found = []
    for name in GROUPS:
        mine = sorted((r for r in rows if group(r) == name), key=lambda r: r.was == r.now.state)
        items = tuple((row.signal_id, row.label, _happened(row, name)) for row in mine)
        if items:
            kept = items[: MOVES_TOLD if name != "stable" else STABLE_TOLD]
            title = TITLES[name][len(items) > 1]
            found.append(Change(name, title, kept, len(items) - len(kept)))
    return tuple(found)


def _happened(row: SignalRow, name: str) -> str:
    if row.pinned:
        return f"{STATES[row.now.state]}, épinglé"
    if name == "ne":
        return listing([STATES[row.now.state]]) + (f", {row.variable}" if row.variable else "")
    if row.was != row.now.state:
        moved = f"{of(STATES[row.was])} à {STATES[row.now.state]}"
        return moved if name != "clos" else _lower(row.reason)
    if row.before is None or name == "stable":
        return STATES[row.now.state]
    score = f"{number(row.before.score, 1)} à {number(row.now.score, 1)}"
    return f"{STATES[row.now.state]}, score de {score}"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def news(rows: Sequence[SignalRow], volume: WeekRow) -> str:
    """The week in one sentence: the strongest thing that happened. Rows come best first."""
    moves = {name: [row for row in rows if group(row) == name] for name in GROUPS}
    climbed = [r for r in moves["ne"] + moves["monte"] if r.now.state in CONFIRMED]
    confirmed = [r for r in climbed if r.was not in CONFIRMED]
    higher = [r for r in climbed if r.was in CONFIRMED and r.was != r.now.state]
    born = [r for r in moves["ne"] if r.now.state == "candidat"]
    events = [r for r in moves["ne"] if r.now.state in LANES]
    if confirmed:
        return _confirmed(confirmed)
    if higher:
        return say("{} devient {}.", quoted(higher[0].label), BECOMES[higher[0].now.state])
    if born:
        return _born(born)
    fallen = [r for r in moves["retombe"] + moves["clos"] if r.was in CONFIRMED]
    if fallen:
        return _fallen(fallen[0])
    if events:
        return say("{} fait parler : {}.", quoted(events[0].label), _lower(events[0].reason))
    if moves["monte"]:
        return say("{} continue de monter.", quoted(moves["monte"][0].label))
    return _nothing(len(rows) - len(moves["clos"]), volume)


def _confirmed(rows: Sequence[SignalRow]) -> str:
    best = rows[0]
    told = say(
        "{} en douze semaines quand on en attendait {}, par {}",
        count(best.now.n_mentions, "mention"),
        number(best.now.expected, 1),
        count(best.now.n_voices, "voix", "voix"),
    )
    if len(rows) == 1:
        return say("{} devient {} : {}.", quoted(best.label), BECOMES[best.now.state], told)
    n = capital(in_words(len(rows)))
    return say("{} signaux sont confirmés, d’abord {} : {}.", n, quoted(best.label), told)


def _fallen(row: SignalRow) -> str:
    """A confirmed signal that goes down: what its state became, or by how much its score fell."""
    if row.was != row.now.state or row.before is None:
        return say("{} retombe : {}.", quoted(row.label), _lower(row.reason))
    scores = number(row.before.score, 1), number(row.now.score, 1)
    return say("{} faiblit : score de {} à {}.", quoted(row.label), *scores)


def _born(rows: Sequence[SignalRow]) -> str:
    if len(rows) == 1:
        return say("{} apparaît, à surveiller ; rien n’est confirmé.", quoted(rows[0].label))
    n, best = capital(in_words(len(rows))), quoted(rows[0].label)
    return say("{} candidats apparaissent, d’abord {} ; rien n’est confirmé.", n, best)


def _nothing(n_living: int, volume: WeekRow) -> str:
    documents = count(volume.n_all, "document lu", "documents lus")
    if n_living:
        return say(
            "Semaine stable : {} en cours, aucun changement.",
            count(n_living, "signal", "signaux"),
        )
    return say("Rien à signaler cette semaine : aucun motif ne monte, {}.", documents)


def flow(volume: WeekRow, before: WeekRow | None) -> str:
    """How much was read this week, and the week before."""
    past = say(" ; {} la semaine précédente", number(before.n_all)) if before else ""
    return say(
        "{}, {}{}. {}.",
        count(volume.n_all, "document lu", "documents lus"),
        f"dont {count(volume.n_copies, 'reprise')}" if volume.n_copies else "sans reprise",
        past,
        count(volume.n_voices, "voix entendue", "voix entendues"),
    )


def source_notes(sources: Sequence[SourceHealth], today: date) -> tuple[SourceNote, ...]:
    """What ails each source that gives nothing, with what to do; those never read, together."""
    ailing = [s for s in sources if s.health in ("muette", "en_panne")]
    notes = [SourceNote(s.name, *_ailing(s, today)) for s in ailing]
    unread = [s.name for s in sources if s.health == "jamais_lue"]
    if unread:
        rest = len(unread) - NAMED
        more = [f"et {count(rest, 'autre')}"] if rest > 0 else []
        named = "\u00a0; ".join([*unread[:NAMED], *more])
        title = count(len(unread), "source jamais lue", "sources jamais lues")
        todo = say("lancer « veille nightly » ; si rien ne vient, vérifier l’adresse au catalogue")
        notes.append(SourceNote(title, f"{named}.", todo))
    return tuple(notes)


def _ailing(s: SourceHealth, today: date) -> tuple[str, str]:
    if s.health == "muette" and s.last_day:
        said = say(
            "Muette depuis le {} ({}), quand elle publie d’habitude {}.",
            day(s.last_day),
            count((today - s.last_day).days, "jour"),
            _every(round(s.usual_gap or 1)),
        )
        todo = "ouvrir son site ; si le flux a changé d’adresse, corriger sa ligne du catalogue"
        return said, say(todo)
    refused = s.last_outcome == "refuse"
    said = "Refuse la collecte" if refused else "N’a pas répondu"
    when = f" le {day(day_in_paris(s.last_attempt_at))}" if s.last_attempt_at else ""
    why = _lower(s.last_reason.rstrip(".")) or "raison inconnue"
    accord = "demander l’accord de l’éditeur, ou retirer sa ligne du catalogue"
    later = "attendre la prochaine nuit ; si cela dure, vérifier son adresse dans le catalogue"
    return say("{}{} : {}.", said, when, why), say(accord if refused else later)


def _every(n_days: int) -> str:
    """« chaque jour », « tous les 7 jours »."""
    return "chaque jour" if n_days < 2 else f"tous les {count(n_days, 'jour')}"


def named(pairs: Sequence[tuple[str, str]]) -> str:
    """Who and what the passages of a signal name, facet by facet, as one line."""
    told = {
        title: [word for facet, word in pairs if facet == name] for name, title in FACETS.items()
    }
    return " ".join(
        say("{} : {}.", title, listing(words)) for title, words in told.items() if words
    )


def blind_spots(n_weeks: int, sources: Sequence[SourceHealth]) -> tuple[str, ...]:
    """What the tool does not see, this week's gaps first."""
    listed = [s for s in sources if s.health != "archive"]
    silent = [s for s in listed if s.health != "vivante"]
    found = []
    if silent:
        found.append(_silent(len(silent), len(listed)))
    if n_weeks < SEASON_NEEDS:
        need = f"{SEASON_NEEDS} semaines"
        found.append(say("Ce qui revient chaque année : il faut {} d’archive pour le voir.", need))
    return (
        *found,
        say(
            "Une montée de moins de quatorze mentions environ : elle ne se distingue pas du hasard."
        ),
        say("Une idée que porte une seule voix : elle reste à part, même juste."),
        say("Ce que les sources réservent, et ce qui ne s’écrit pas : images, débats, terrain."),
        say("Le sens et l’ironie : Veille compte des mots, la lecture reste à faire."),
    )


def _silent(n: int, n_sources: int) -> str:
    if n == 1:
        words = "{} sur {} est muette, en panne ou jamais lue : de son silence, on ne conclut rien."
    else:
        words = (
            "{} sur {} sont muettes, en panne ou jamais lues : de leur silence, on ne conclut rien."
        )
    return say(words, count(n, "source"), n_sources)


def footer(monday: date, weeks: Sequence[WeekRow], run: RunRow | None) -> tuple[str, ...]:
    """What made this report: week, archive, versions."""
    last = monday + timedelta(days=6)
    lines = [
        say("{}, jours et semaines de Paris.", capital(week(monday))),
        say(
            "Archive : {}, du {} au {}.",
            count(len(weeks), "semaine"),
            day(weeks[0].week),
            day(last),
        ),
    ]
    if run:
        lines.append(
            # Not its counts: the same night run again finds nothing new, and tells the same week.
            say("Exécution {}. ", run.run_id)
            + say("Programme {}, analyse {}.", run.code_version, run.analysis_version)
        )
    return tuple(lines)
