"""What documentalists said of signals: the last word rules, and moves a signal. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from veille import WITHDRAWAL, Decision, day_in_paris

from .french import DECISIONS, MOTIVES, day, say

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

    @property
    def told(self) -> str:
        """« retenu par claire le 16 mars 2026 », for a line."""
        return say("{} par {} le {}", self.words, self.author, day(self.day))


def reviews(decisions: Iterable[Decision]) -> dict[str, Review]:
    """The review of each signal that has one. The most recent decision rules."""
    return {signal: _review(list(said.values())) for signal, said in opinions(decisions).items()}


def opinions(decisions: Iterable[Decision]) -> dict[str, dict[str, Decision]]:
    """The last opinion of each author on each signal, latest last, but for those taken back."""
    latest: dict[str, dict[str, Decision]] = {}
    for made in sorted(decisions, key=lambda d: (d.decided_at, d.id)):
        if made.decision not in (*WEIGHT, WITHDRAWAL):  # a pin is no opinion
            continue
        by_author = latest.setdefault(made.signal_id, {})
        by_author.pop(made.author, None)  # so that the order of authors is that of their last word
        if made.decision != WITHDRAWAL:
            by_author[made.author] = made
    return {signal: said for signal, said in latest.items() if said}


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
