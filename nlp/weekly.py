"""What the tracker is given of a week, what it gives back, and the signals it keeps: values."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .confirm import Proof
from .scores import Part, Scope, parts
from .signals import Exposure, Floats, Ints
from .states import Bar, Standing

Keys = NDArray[np.uint64]

LIVING_NEEDS = 20  # units before visibility percentiles mean anything


@dataclass(frozen=True)
class Mentions:
    """Where units were mentioned: one row a mention, aligned arrays and lists."""

    key: Keys
    week: Ints
    document: Ints  # code of the document
    sentence: Ints  # code of the sentence, the same when it is said again word for word
    source_class: Ints  # code of the class, -1 if unknown
    variables: Ints  # bit k set: the passage is tagged with variable k
    passage: Sequence[str]
    surface: Sequence[str]


@dataclass
class Signal:
    """A signal as it stands; changed week by week by `Tracker`."""

    id: str
    born: int
    anchor: int
    standing: Standing
    units: dict[int, int]  # unit key -> week it joined
    gone: list[tuple[int, int, int]] = field(default_factory=list)  # key, week in, week out
    label: str = ""
    variable: int | None = None  # index of the dominant variable; None: outside all of them

    @property
    def alive(self) -> bool:
        """False once it is back to noise."""
        return self.standing.state != "bruit"


@dataclass(frozen=True, slots=True)
class Kin:
    """What a signal became, or what it comes from."""

    signal: str
    relation: str  # fusion (absorbed by the other), division (born of it), redirection (goes on in)
    other: str
    week: int
    reason: str  # in French


@dataclass(frozen=True, slots=True)
class SignalWeek:
    """What is stored of a signal for one week."""

    signal: str
    week: int
    label: str
    variable: int | None
    lead: int
    was: str
    state: str
    reason: str
    cusum: float
    n_mentions: int
    n_now: int
    expected: float
    n_voices: int
    n_effective: float
    n_classes: int
    p_value: float
    shape: float
    effect: float
    visibility: float
    companions: int  # units that rise with the lead and share no word with it
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Week:
    """All that the tracker needs to know of a week; units are rows of the proof."""

    number: int
    keys: Keys  # (U,) sorted keys of the units looked at
    lemmas: dict[int, str]
    cusum: Floats  # (U,)
    past: Floats  # (U,) decayed count of the baseline
    proof: Proof
    living: Floats  # visibility of the units of the week whose past is solid
    mentions: Mentions  # of the last 12 weeks
    usual: Floats  # (n_variables,) share of all passages of these weeks that carry each variable
    exposure: Exposure
    bar: Bar  # evidence that makes a candidate this week
    bars: tuple[float, float, float, float] = field(init=False)  # visibility: P60, P75, P90, P95

    def __post_init__(self) -> None:
        """Set the bars once: every signal of the week is held against them."""
        enough = len(self.living) >= LIVING_NEEDS
        bars = np.percentile(self.living, [60, 75, 90, 95]).tolist() if enough else [math.inf] * 4
        object.__setattr__(self, "bars", tuple(bars))

    @property
    def heard(self) -> bool:
        """False for a week without any text: nothing is concluded of it."""
        return self.exposure.at(self.number) > 0

    def rises(self, row: int, needs: float) -> bool:
        """Whether a unit that is still spoken of has so many nats, in a week that was heard."""
        return self.heard and bool(self.proof.voices[row] and self.cusum[row] >= needs)

    def row(self, key: int) -> int | None:
        """The row of a unit, None if it was not looked at."""
        k = int(np.searchsorted(self.keys, np.uint64(key)))
        return k if k < len(self.keys) and int(self.keys[k]) == key else None


def told(
    signal: Signal,
    week: Week,
    lead: int,
    was: str,
    reason: str,
    n_classes: int,
    scope: Scope,
    companions: int,
) -> SignalWeek:
    """What is stored of a signal for a week, once it has its state."""
    proof = week.proof
    return SignalWeek(
        signal=signal.id,
        week=week.number,
        label=signal.label,
        variable=signal.variable,
        lead=int(week.keys[lead]),
        was=was,
        state=signal.standing.state,
        reason=reason,
        cusum=float(week.cusum[lead]),
        n_mentions=int(proof.count[lead]),
        n_now=int(proof.now[lead]),
        expected=float(proof.expected[lead]),
        n_voices=int(proof.voices[lead]),
        n_effective=float(proof.effective[lead]),
        n_classes=n_classes,
        p_value=float(proof.p_value[lead]),
        shape=float(proof.shape[lead]),
        effect=float(proof.effect[lead]),
        visibility=float(proof.visibility[lead]),
        companions=companions,
        parts=_parts(week, lead, n_classes, scope),
    )


def _parts(week: Week, lead: int, n_classes: int, scope: Scope) -> tuple[Part, ...]:
    return parts(
        week.proof,
        lead,
        cusum=float(week.cusum[lead]),
        past=float(week.past[lead]),
        n_classes=n_classes,
        scope=scope,
        n_said=int((week.mentions.key == week.keys[lead]).sum()),
    )
