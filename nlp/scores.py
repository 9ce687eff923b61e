"""The score of a signal as a sum of parts, each with its sentence in French (signals.md, §3.5)."""

import math
from dataclasses import dataclass

from veille import SOURCE_CLASSES

from .confirm import SOLID_PAST, Proof
from .signals import PRIOR
from .states import HARDLY, LONG_ODDS

# First weights, by hand; to be learnt from decisions later (signals.md, §3.5, §3.8).
WEIGHTS = {"nouveaute": 0.5, "diffusion": 1.0, "classes": 1.0, "forme": 0.5, "variable": 0.5}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score."""

    name: str
    value: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Scope:
    """How far the passages of a signal speak of one variable: the one that most carry, if any."""

    variable: int | None  # None: the signal belongs to no variable
    said: int  # passages that carry it; for no variable, those of the one that most carry
    n_passages: int  # of the last 12 weeks

    @property
    def share(self) -> float:
        """The share of the passages, drawn to a half as by one more, in (0, 1)."""
        return (self.said + 0.5) / (self.n_passages + 1)


def parts(
    proof: Proof,
    unit: int,
    *,
    cusum: float,
    past: float,
    n_classes: int,
    scope: Scope,
    n_said: int,
) -> tuple[Part, ...]:
    """The parts of the score of a signal through its strongest unit; the score is their sum.

    Args:
        proof: what the confirmation found.
        unit: row of the unit.
        cusum: evidence of growth, nats.
        past: decayed count of its baseline, mentions.
        n_classes: classes of sources reached.
        scope: the variable of its passages.
        n_said: mentions of the unit over the same weeks, those that do not count included.
    """
    found = (
        ("croissance", cusum, _growth(proof, unit, n_said, scope.n_passages)),
        ("nouveaute", _novelty(past), _novelty_said(past)),
        ("diffusion", math.log(max(1.0, proof.effective[unit])), _spread(proof, unit)),
        ("classes", float(max(0, n_classes - 1)), _classes(n_classes)),
        ("forme", float(proof.shape[unit]), _form(proof, unit)),
        ("variable", _log_odds(scope.share), _scope_said(scope)),
    )
    return tuple(
        Part(
            name,
            WEIGHTS.get(name, 1.0) * value,
            sentence.replace("%", "\u202f%").replace(" :", "\u00a0:"),
        )
        for name, value, sentence in found
    )


def _growth(proof: Proof, unit: int, n_said: int, n_passages: int) -> str:
    mean = round(float(proof.expected[unit]), 1)
    expected = f"{mean:.1f} {'attendue' if mean < 2 else 'attendues'}".replace(".", ",")
    n, voices = int(proof.count[unit]), int(proof.voices[unit])
    if not n:
        why = " : toutes redites, ou d’une source nouvelle encore à part" if n_said else ""
        told = "Aucune mention ne compte" if n_passages else "Rien n’en a été dit"
        return f"{told} en 12 semaines ({expected}){why}"
    mentions = "1 mention" if n == 1 else f"{n} mentions"
    said = "1 voix" if voices == 1 else f"{voices} voix différentes"
    # Evidence outlives the rise that made it, and wears away week after week.
    past = "Hausse passée, qui s’efface : " if n <= mean else ""
    return f"{past}{mentions} en 12 semaines, {expected}, par {said}"


def _novelty(past: float) -> float:
    """0 for what is already common, ln 17 for what was never seen."""
    return max(0.0, math.log((SOLID_PAST + PRIOR) / (past + PRIOR)))


def _novelty_said(past: float) -> str:
    """What the baseline holds: it ends weeks ago, so that the start of an older rise is in it."""
    if past < PRIOR:
        return "Presque jamais dit dans le passé de référence, où l’ancien s’efface"
    often = "Rarement dit" if past < SOLID_PAST else "Dit plusieurs fois"
    return f"{often} dans le passé de référence, début de la montée compris si elle dure déjà"


def _spread(proof: Proof, unit: int) -> str:
    n = round(float(proof.effective[unit]), 1)
    if not n:
        return "Aucune voix ne compte en 12 semaines"
    alike = "voix équivalente" if n < 2 else "voix équivalentes"
    return f"Paroles réparties comme entre {n:.1f} {alike}".replace(".", ",")


def _classes(n_classes: int) -> str:
    if n_classes <= 1:
        told = "Une seule classe de sources" if n_classes else "Aucune classe de sources connue"
        return f"{told} en 12 semaines"
    return f"{n_classes} classes de sources sur {len(SOURCE_CLASSES)} en 12 semaines"


def _form(proof: Proof, unit: int) -> str:
    """By the odds of a one-shot event over a rise; a state may be confirmed down to LONG_ODDS.

    What is a peak of the last weeks may still be a candidate: the form tells a likeness, no state.
    """
    shape = proof.shape[unit]
    if not proof.count[unit]:
        return "Ni montée ni pic en 12 semaines"
    if shape >= 0:
        return "Montée progressive plutôt que pic isolé"
    if shape >= -HARDLY:
        return "À peine plus proche d’un pic isolé que d’une montée progressive"
    if shape >= -LONG_ODDS:
        return "Plus proche d’un pic isolé que d’une montée progressive, sans certitude"
    return "Sur 12 semaines, ressemble à un pic isolé, non à une montée progressive"


def _scope_said(scope: Scope) -> str:
    if not scope.n_passages:
        return "Aucun passage en 12 semaines : rien ne dit sa variable"
    said = scope.said / scope.n_passages
    if scope.variable is not None:
        return f"{said:.0%} de ses passages portent sa variable"
    if not scope.said:
        return "Hors des variables : aucun de ses passages n’en porte"
    return f"Hors des variables : la plus présente l’est dans {said:.0%} de ses passages"


def _log_odds(share: float) -> float:
    bounded = min(max(share, 0.01), 0.99)
    return math.log(bounded / (1 - bounded))
