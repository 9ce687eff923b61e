"""From rising units to signals that keep their name: grouping, titles, scores, states.

Pure. Everything looks at the 12 weeks that end at the week being committed, and no further, so
that a past week replayed gives what it gave.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from .confirm import Level
from .kinship import SPEAKS, likeness, words
from .registry import Registry
from .scores import Scope
from .signals import Floats, Ints
from .states import CONFIRMED, SETTINGS, Facts, Ruling, Standing, advance
from .weekly import Keys, Mentions, Signal, SignalWeek, Week, told

__all__ = ["Keys", "Mentions", "Signal", "SignalWeek", "Tracker", "Week", "is_confirmed"]

NESTED = 0.8  # share of the documents of a unit that a longer form of it holds: not one of its own
JOIN = 0.3  # mean Jaccard of document sets from which a unit belongs to a signal
SAME_STORY = 0.5  # share of the documents of a unit held by a signal that says one of its words
LENGTH_WEIGHTS = (1.0, 2.5, 3.0)  # of a unit of 1, 2, 3 words or more: one says too little
IN_SCOPE = 0.15  # share of the passages of a signal that its variable must carry
LIFT = 1.25  # and times that share beside what all passages carry: chance alone gives 1
RARE = 0.02  # share under which all passages are too few to compare with


@dataclass
class Tracker(Registry):
    """The signals of an archive, advanced one committed week at a time."""

    setting: str = "equilibre"
    cold_weeks: int = 26

    @classmethod
    def resumed(cls, signals: Iterable[Signal]) -> "Tracker":
        """A tracker that goes on from stored signals."""
        tracker = cls()
        tracker.hold(signals)
        return tracker

    def tracked(self, week: int) -> list[int]:
        """Keys of the units of living and pinned signals: they are looked at even when silent."""
        pinned = self.ruled(week).pinned
        kept = [s for s in self.signals.values() if s.alive or s.id in pinned]
        return sorted(k for s in kept for k in s.units)

    def advance(self, week: Week) -> list[SignalWeek]:
        """Take in a week: new signals, joins, states.

        The rows to store: one a signal that lives, or that a documentalist keeps in sight.
        A week in which nothing was heard changes none, and says so.
        """
        documents = _documents(week.mentions)
        alike = likeness(documents.of)
        if week.heard:
            self.divide(week.number, documents.of, alike)
            for row in _rising(week):
                self._place(int(week.keys[row]), week, documents)
        looked = {int(key) for key in week.keys}
        awake = (s for s in self.signals.values() if s.alive or s.anchor in looked)
        ordered = sorted(awake, key=lambda signal: signal.id)
        now = self.ruled(week.number)
        stepped = [self._step(signal, week, now, documents) for signal in ordered]
        absorbed = self.unite(week.number, alike, JOIN, now) if week.heard else {}
        return [_closed(row, absorbed) for row in stepped if row is not None]

    def _place(self, key: int, week: Week, documents: "_Documents") -> None:
        """Give a rising unit its signal: its own, one that it rises with, or a new one."""
        if key in self.home:
            return
        host = (
            self._longer(key, week, documents)
            or self._host(key, documents)
            or self._same_story(key, week, documents)
        )
        if host is None:
            name = self.unused(week.lemmas[key])
            host = Signal(name, week.number, key, Standing("bruit", week.number), {})
            self.signals[name] = host
        self.welcome(host, key, week.number, week.lemmas[key])

    def _longer(self, key: int, week: Week, book: "_Documents") -> Signal | None:
        """The signal of a longer form that holds nearly all that is said of this unit."""
        mine = book.of.get(key, set())
        met = sorted({o for document in mine for o in book.units[document] if o in self.home})
        for other in met:
            held = len(mine & book.of[other]) >= NESTED * len(mine)
            if held and _holds(week.lemmas.get(other, ""), week.lemmas.get(key, "")):
                return self.signals[self.home[other]]
        return None

    def _host(self, key: int, book: "_Documents") -> Signal | None:
        """The signal that this unit rises with, None if there is none.

        Average linkage: one generic word (« bourse ») must not bridge two themes.
        """
        mine = book.of.get(key, set())
        met = {other for document in mine for other in book.units[document]}
        names = sorted({self.home[other] for other in met if other in self.home})
        close = {name: self._closeness(mine, self.signals[name], book) for name in names}
        near = [(-value, name) for name, value in close.items() if value >= JOIN]
        return self.signals[min(near)[1]] if near else None

    def _same_story(self, key: int, week: Week, book: "_Documents") -> Signal | None:
        """The living signal that says this in other words: a word in common, half of the documents.

        « Recours au chômage partiel » is rare beside « chômage partiel », so their Jaccard is low;
        a reader wants one signal of both. A part of a longer form is judged by `_longer`.
        """
        mine, said = book.of.get(key, set()), words(week.lemmas.get(key, ""))
        held: list[tuple[float, str]] = []
        for name in sorted({self.home[o] for d in mine for o in book.units[d] if o in self.home}):
            signal = self.signals[name]
            its = (words(week.lemmas.get(k, "")) for k in signal.units)
            if signal.alive and any(said & one and not said < one for one in its):
                theirs = set[int]().union(*(book.of.get(k, set()) for k in signal.units))
                held.append((-len(mine & theirs) / len(mine), name))
        return self.signals[min(held)[1]] if held and -min(held)[0] >= SAME_STORY else None

    def _closeness(self, mine: set[int], signal: Signal, book: "_Documents") -> float:
        """Mean Jaccard of a document set with those of the units of a signal."""
        sets = [theirs for key in signal.units if (theirs := book.of.get(key))]
        # fsum: the same to the last bit whatever the order of the units.
        total = math.fsum(len(mine & theirs) / len(mine | theirs) for theirs in sets)
        return total / max(len(sets), 1)

    def _step(
        self, signal: Signal, week: Week, now: Ruling, book: "_Documents"
    ) -> SignalWeek | None:
        lead = _lead(signal, week)
        if lead is None:
            return None
        was = signal.standing
        asked = SETTINGS[self.setting]
        together = bool(_companions(signal, week, lead, asked.companion, book))
        needs = week.bar.together if together else week.bar.alone
        if was.state == "bruit" and not week.rises(lead, needs) and signal.id not in now.pinned:
            lead = _strongest(signal, week, lead)  # a longer form must not silence what rises
            if not week.rises(lead, needs):
                self.let_go(signal, week.number)
                return None
        seen = _seen(signal, week.mentions)
        n_classes = len({int(c) for c in week.mentions.source_class[seen] if c >= 0})
        level = asked.together if together else asked.alone
        facts = _facts(week, was, lead, n_classes, level, needs, self.cold_weeks)
        signal.standing, reason = advance(was, facts)
        if not signal.alive:
            self.release(signal, week.number)
        scope = _scope(week.mentions, seen, week.usual)
        if week.heard:
            signal.label = _title(int(week.keys[lead]), week.mentions, seen) or signal.label
        if week.heard and scope.n_passages:
            signal.variable = scope.variable
        companions = len(_companions(signal, week, lead, asked.companion, book))
        return told(signal, week, lead, was.state, reason, n_classes, scope, companions)


def _closed(row: SignalWeek, absorbed: Mapping[str, str]) -> SignalWeek:
    """The row of a signal, told to be closed if another absorbed it."""
    if row.signal not in absorbed:
        return row
    return replace(row, state="bruit", reason=absorbed[row.signal])


def _holds(longer: str, shorter: str) -> bool:
    """Whether the words of one unit are some of those of another, side by side."""
    return bool(shorter) and longer != shorter and f" {shorter} " in f" {longer} "


def _rising(week: Week) -> list[int]:
    """Rows of the units over the bar of those that rise together, strongest first, then by key."""
    rows = np.flatnonzero(week.cusum >= week.bar.together)
    return sorted(rows.tolist(), key=lambda r: (-week.cusum[r], int(week.keys[r])))


@dataclass(frozen=True)
class _Documents:
    """Which documents hold each unit, and which units each document holds."""

    of: dict[int, set[int]]
    units: dict[int, set[int]]
    sentences: dict[int, set[int]]  # in which each unit is said


def _documents(mentions: Mentions) -> _Documents:
    found = _Documents(defaultdict(set), defaultdict(set), defaultdict(set))
    places = (mentions.key.tolist(), mentions.document.tolist(), mentions.sentence.tolist())
    for key, document, sentence in zip(*places, strict=True):
        found.of[key].add(document)
        found.units[document].add(key)
        found.sentences[key].add(sentence)
    return found


def _lead(signal: Signal, week: Week) -> int | None:
    """The row of the unit that speaks for a signal, None if none was looked at.

    The strongest, longer ones preferred: « bourse de répit » says more than « bourse », and its
    counts are not those of every other « bourse ».
    """
    rows = [row for key in signal.units if (row := week.row(key)) is not None]
    said = week.proof.count  # where no evidence is left, the one that is still spoken of
    return max(
        rows, key=lambda r: (week.cusum[r] * _length_weight(week, r), said[r], -r), default=None
    )


def _strongest(signal: Signal, week: Week, lead: int) -> int:
    """The row of the unit with the most evidence, the lead among equals."""
    rows = [lead, *(row for key in sorted(signal.units) if (row := week.row(key)) is not None)]
    return max(rows, key=lambda r: week.cusum[r])


def _companions(signal: Signal, week: Week, lead: int, nats: float, book: _Documents) -> list[int]:
    """Rows of the units that rise with the lead, strongest first, none saying its words again.

    What is said in a sentence or two, however many repeat them, bears no witness: where the lead
    stands in the same, all its units rise as one.
    """
    rows = [row for key in signal.units if (row := week.row(key)) is not None and row != lead]
    said = words(week.lemmas.get(int(week.keys[lead]), ""))
    found: list[int] = []
    for row in sorted(rows, key=lambda r: (-week.cusum[r], r)):
        key = int(week.keys[row])
        its = words(week.lemmas.get(key, ""))
        is_apart = len(book.sentences.get(key, ())) >= SPEAKS and not its & said
        if week.cusum[row] >= nats and is_apart:
            found.append(row)
            said |= its
    return found


def _length_weight(week: Week, row: int) -> float:
    n_words = len(week.lemmas.get(int(week.keys[row]), "").split())
    return LENGTH_WEIGHTS[min(len(LENGTH_WEIGHTS), max(1, n_words)) - 1]


def _seen(signal: Signal, mentions: Mentions) -> Ints:
    """Rows of the mentions of the units of a signal."""
    keys = np.fromiter(signal.units, np.uint64, len(signal.units))
    return np.flatnonzero(np.isin(mentions.key, keys))


def _facts(
    week: Week,
    was: Standing,
    lead: int,
    n_classes: int,
    level: Level,
    needs: float,
    cold_weeks: int,
) -> Facts:
    proof = week.proof
    return Facts(
        week=week.number,
        cusum=float(week.cusum[lead]),
        confirmed=proof.stands(lead, float(week.cusum[lead]), level),
        p_value=float(proof.p_value[lead]),
        returns=proof.returns(lead, level.p_value),
        threshold=needs,
        shape=float(proof.shape[lead]),
        lasting=float(proof.lasting[lead]),
        effective=float(proof.effective[lead]),
        n_classes=n_classes,
        visibility=float(proof.visibility[lead]),
        active=float(proof.active[lead]),
        fall=float(proof.fall[lead]),
        bars=week.bars,
        history_weeks=week.exposure.age(week.number),
        cold_weeks=cold_weeks,
        heard=week.heard,
        silent=week.exposure.silent(was.since, week.number),
    )


def _title(lead: int, mentions: Mentions, seen: Ints) -> str:
    """The unit that speaks for a signal, as most of its mentions write it; "" if none does."""
    surfaces = Counter(mentions.surface[k] for k in seen.tolist() if int(mentions.key[k]) == lead)
    return min(surfaces, key=lambda s: (-surfaces[s], s), default="")


def _scope(mentions: Mentions, seen: Ints, usual: Floats) -> Scope:
    """The variable a signal belongs to, None for none; how many of its passages carry it.

    The one that tells most of its passages from all others (share x ln lift): where a third of
    all that is published speaks of the economy, that a signal does too says nothing of it.
    """
    passages = {mentions.passage[k]: int(mentions.variables[k]) for k in seen.tolist()}
    n, masks = len(passages), np.fromiter(passages.values(), np.int64, len(passages))
    said = np.array([(masks >> k & 1).sum() for k in range(len(usual))], np.float64)
    share, base = (said + 2 * usual) / (n + 2), np.maximum(usual, RARE)
    asked = np.minimum(LIFT * base, (1 + base) / 2)
    told = np.where(
        (share >= asked) & (share >= IN_SCOPE), share * np.log(np.maximum(share, RARE) / base), 0.0
    )
    best = int(np.argmax(told))
    return Scope(best, int(said[best]), n) if told[best] > 0 else Scope(None, int(said.max()), n)


def is_confirmed(state: str) -> bool:
    """True for signal_faible and above."""
    return state in CONFIRMED
