"""In which state a signal is, and why, in French. Pure: one step a week, with hysteresis.

States, thresholds and dwell times: signals.md §3.6, docs/methode.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from veille import ANONYMOUS, DECISIONS, PINS

from .confirm import Level
from .signals import ALERT, FALSE_RATE, LEAST, MOST, PROMISED, QUIET, SEED, TOGETHER, YOUNG

LANES = ("evenement", "saisonnier", "source_unique")  # beside the ladder, never a claim
LADDER = (
    "bruit",
    "candidat",
    "signal_faible",
    "tendance_emergente",
    "signal_fort",
    "tendance_lourde",
)
CONFIRMED = LADDER[2:]
ALERTS = LADDER[1:]  # what a reader is told of: candidates, and all that is confirmed
DWELL = 4  # weeks before a state may be left for a lower one
COLD_START = 26  # weeks of archive under which nothing is more than a candidate

# Odds, in nats, as Jeffreys names them (1961, Theory of Probability, app. B).
LONG_ODDS = math.log(10)  # from here on, « strong » evidence
HARDLY = LONG_ODDS / 2  # up to here, « not worth more than a bare mention »


@dataclass(frozen=True, slots=True)
class Setting:
    """What confirms a signal: one unit alone, or several that rise together."""

    alone: Level
    together: Level
    less: float = TOGETHER  # nats fewer asked of a candidate that others rise with
    companion: float = 7.0  # nats from which another unit of a signal speaks for it


# « large filet » finds more, « haute précision » less; measures: docs/decisions/0028. The proof
# is the same alone and together, but for what chance gives each: alone, 20 nats keep 40,000 units
# under one false alert in 4,000 weeks (Lorden 1971: 3 x 40,000 / e^20). Shape: the best of 48
# events is set against the best of four rises, so that by chance alone it fits a young rise
# better; it must do so by some odds before it keeps a rise from being told.
SETTINGS = {
    "haute_precision": Setting(Level(22, 1e-3, 3, 1.0), Level(8, 1e-3, 3, 1.0)),
    "equilibre": Setting(Level(20, 0.02, 3, 0.9, -HARDLY), Level(8, 0.02, 2, 0.9, -HARDLY)),
    "large_filet": Setting(
        Level(16, 0.1, 3, 0.5, -LONG_ODDS),
        Level(9, 0.1, 2, 0.5, -LONG_ODDS),
        less=2.0,
        companion=6.0,
    ),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the week says of a signal, through its strongest unit."""

    week: int
    cusum: float
    confirmed: bool
    p_value: float
    returns: bool  # it is the season: last year's same weeks rose too, and explain it
    threshold: float  # evidence that makes a candidate, nats
    shape: float
    lasting: float  # the shape, against events that had time to fade
    effective: float
    n_classes: int
    visibility: float
    active: float  # weeks with a mention among the last 26
    fall: float
    bars: tuple[float, float, float, float]  # visibility: P60, P75, P90, P95 of living units
    history_weeks: int
    cold_weeks: int = COLD_START
    heard: bool = True  # a text counts this week
    silent: int = 0  # weeks in which none did since the state was entered: it does not age in them


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a signal and how long each condition has held."""

    state: str
    since: int  # week of entry
    n_quiet: int = 0  # weeks running with the evidence melted
    n_low: int = 0  # weeks running under what keeps the state: visibility; for a candidate, no lane
    n_fall: int = 0  # weeks running of clear fall
    confirmed: int | None = None  # week of the first confirmation; None: never


@dataclass(frozen=True, slots=True)
class Said:
    """What a documentalist said of a signal."""

    signal: str
    week: int  # in which it was said
    decision: str  # one of veille.DECISIONS or veille.PINS, or veille.WITHDRAWAL
    state: str | None = None  # only for epingler
    author: str = ANONYMOUS


@dataclass(frozen=True, slots=True)
class Ruling:
    """What documentalists want of signals, whatever the statistics say."""

    pinned: dict[str, str]  # signal -> state to show
    accepted: frozenset[str]  # signals retained


def ruling(said: Sequence[Said], week: int) -> Ruling:
    """What holds at the end of a week, of what was said until then, oldest first.

    It changes no computed state: it tells which signals stay in sight, and which id survives.
    """
    pinned: dict[str, str] = {}
    opinions: dict[str, dict[str, str]] = {}
    for one in said:
        if one.week > week:
            continue
        if one.decision not in PINS:
            by_author = opinions.setdefault(one.signal, {})
            by_author.pop(one.author, None)  # who speaks last stands last
            if one.decision in DECISIONS:  # else the author took all back
                by_author[one.author] = one.decision
        elif one.state is not None:
            pinned[one.signal] = one.state
        else:
            pinned.pop(one.signal, None)
    last = {signal: [*said.values()][-1:] for signal, said in opinions.items()}
    return Ruling(pinned, frozenset(s for s, word in last.items() if word == ["retenu"]))


@dataclass(frozen=True, slots=True)
class Bar:
    """The evidence, in nats, that makes a candidate this week."""

    alone: float
    together: float  # when other units rise with it


def bar(
    history: int, n_units: int, *, cold: int = COLD_START, needs: int = 61, less: float = TOGETHER
) -> Bar:
    """The bar that keeps false candidates at PROMISED a week, however many units a week says.

    The chance that evidence of so many nats comes from nothing is e^-nats a unit (Lorden 1971).
    Until seasons can be judged the baseline itself is too short to promise anything: a unit alone
    must then reach ALERT.

    Args:
        history: weeks with texts.
        n_units: units said this week.
        cold: weeks before which nothing is confirmed, and little is asked of a candidate.
        needs: weeks before seasons can be judged.
        less: nats that a companion is worth.
    """
    if history < cold:
        return Bar(YOUNG, YOUNG)
    if history < needs:
        return Bar(ALERT, SEED + TOGETHER - less)
    nats = math.log(max(1, n_units) * FALSE_RATE / PROMISED)
    alone = min(max(nats, LEAST), MOST)
    return Bar(alone, alone - less)


def advance(was: Standing, facts: Facts) -> tuple[Standing, str]:
    """The standing after this week, and the reason in one French sentence.

    A week in which nothing was heard tells nothing: no counter moves.
    """
    if not facts.heard:
        return was, "Aucun texte ne compte cette semaine\u00a0: rien n’est conclu"
    counted = _count(was, facts)
    state, reason = _next(counted, facts)
    if state == was.state:
        return counted, reason
    confirmed = counted.confirmed
    if confirmed is None and state in CONFIRMED:
        confirmed = facts.week
    return Standing(state, facts.week, counted.n_quiet, 0, 0, confirmed), reason


def _count(was: Standing, facts: Facts) -> Standing:
    return replace(
        was,
        n_quiet=was.n_quiet + 1 if facts.cusum < QUIET else 0,
        n_low=was.n_low + 1 if _is_low(was.state, facts) else 0,
        n_fall=was.n_fall + 1 if facts.fall <= -math.log(1.5) else 0,
    )


def _is_low(state: str, facts: Facts) -> bool:
    """True if the week, repeated, would take this state away."""
    if state == "candidat":
        return _lane(state, facts)[0] != ""
    p60, _, p90, _ = facts.bars
    bars = {"tendance_emergente": p60, "signal_fort": p90, "tendance_lourde": p90}
    return facts.visibility < bars.get(state, 0.0)


def _age(now: Standing, facts: Facts) -> int:
    """Weeks with a text since the state was entered."""
    return facts.week - now.since - facts.silent


def _next(now: Standing, facts: Facts) -> tuple[str, str]:
    if now.state in ("bruit", "candidat", *LANES):
        return _before_confirmation(now, facts)
    return _after_confirmation(now, facts)


def _before_confirmation(now: Standing, facts: Facts) -> tuple[str, str]:
    if facts.history_weeks >= facts.cold_weeks and facts.confirmed:
        return "signal_faible", (
            "La hausse tient sans la meilleure voix et sans les meilleures semaines"
            f" (si rien n’avait changé, on en verrait autant {_chance(facts.p_value)})"
        )
    if facts.cusum >= facts.threshold:
        if not facts.effective:  # after a gap in the archive, evidence may outlive its mentions
            return now.state, "Aucune voix ne compte en douze semaines\u00a0: rien n’est conclu"
        lane, why = _lane(now.state, facts)
        # A second voice is news at once; what may be an event, or a season, takes time to judge,
        # and a week more to be read again.
        needed = DWELL if lane else DWELL + 1
        is_held = now.state in LANES and _age(now, facts) < needed
        if is_held and lane != now.state and (lane or now.state != "source_unique"):
            return now.state, "Rien de décisif cette semaine"
        if not lane or (now.state == "candidat" and now.n_low < DWELL):
            return "candidat", _candidate(facts)
        return lane, why
    if now.n_quiet >= DWELL or now.state == "bruit":
        return "bruit", "Rien de neuf depuis quatre semaines"
    return now.state, "Rien de décisif cette semaine"


def _lane(state: str, facts: Facts) -> tuple[str, str]:
    if not facts.effective:
        return "", ""  # of what no voice speaks of, nothing is told
    if facts.effective < 2:
        return "source_unique", "Une seule voix, ou presque, en parle"
    if facts.history_weeks < facts.cold_weeks:
        return "", ""  # neither the season nor the shape can be judged yet
    if facts.returns:
        return "saisonnier", "La même saison montait aussi l’an dernier"
    # With little evidence the shape is told from few weeks: only long odds make an event.
    is_told = state in LANES or facts.cusum >= ALERT
    if facts.lasting < (0.0 if is_told else -LONG_ODDS):
        return "evenement", "Un pic isolé plutôt qu’une montée"
    return "", ""


def _candidate(facts: Facts) -> str:
    if facts.history_weeks < facts.cold_weeks:
        return (
            f"Monte nettement, mais l’archive ne couvre que {facts.history_weeks} semaines\u00a0:"
            " rien ne peut encore être confirmé"
        )
    if facts.effective < 3:
        return "Monte nettement, mais trop peu de voix indépendantes encore"
    return "Monte nettement\u00a0; à confirmer sans la meilleure voix ni les meilleures semaines"


def _after_confirmation(now: Standing, facts: Facts) -> tuple[str, str]:
    age = _age(now, facts)
    if now.state == "declin":
        return _declining(now, facts)
    if age >= DWELL and now.n_fall >= DWELL:
        return "declin", "En baisse nette depuis quatre semaines"
    if now.n_quiet >= 2 * DWELL and now.state == "signal_faible":
        return "bruit", "La hausse s’est éteinte depuis huit semaines"
    up = _promotion(now, facts, age)
    if up:
        return up
    if now.state == "tendance_emergente" and now.n_low >= 8:
        return "signal_faible", "Moins visible que la plupart des motifs depuis huit semaines"
    if now.state in ("signal_fort", "tendance_lourde") and now.n_low >= 12:
        return "tendance_emergente", "Moins visible depuis douze semaines"
    return now.state, "L’état se maintient"


def _promotion(now: Standing, facts: Facts, age: int) -> tuple[str, str] | None:
    _, p75, _, p95 = facts.bars
    if now.state == "signal_faible" and age >= 8 and now.n_quiet == 0 and facts.fall >= 0:
        if facts.visibility >= p75:
            return "tendance_emergente", "Plus visible que les trois quarts des motifs"
        if facts.n_classes >= 3:
            return "tendance_emergente", "A gagné trois classes de sources"
    strong = facts.visibility >= p95 and facts.active >= 20 and facts.effective >= 8
    if now.state == "tendance_emergente" and age >= 8 and strong:
        return "signal_fort", "Parmi les motifs les plus visibles, six mois durant"
    old = now.confirmed is not None and facts.week - now.confirmed >= 104
    if now.state == "signal_fort" and old and strong:
        return "tendance_lourde", "Fort et continu depuis deux ans"
    return None


def _declining(now: Standing, facts: Facts) -> tuple[str, str]:
    if facts.confirmed:
        return "signal_faible", "Repart à la hausse"
    if _age(now, facts) >= 26 and now.n_quiet >= 2 * DWELL:
        return "bruit", "Éteint après six mois de baisse"
    return "declin", "En baisse"


def _chance(p: float) -> str:
    """A probability in words: « une fois sur 4 000 »."""
    if p <= 1e-6:
        return "moins d’une fois sur un million"
    odds = round(1 / p, 1 - math.floor(math.log10(1 / p)))
    return f"une fois sur {int(odds):,}".replace(",", "\u202f")
