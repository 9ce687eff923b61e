"""The signals and their units: who holds what, who leaves, who absorbs whom. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from veille import answering, digest

from .kinship import SAME_WEEKS, Group, Kinship, Likeness
from .states import Ruling, Said, Standing, ruling
from .weekly import Kin, Signal


def founded(lemma: str) -> Iterator[str]:
    """The ids of the first signal that a unit founds, of the second, and so on."""
    yield digest("signal", lemma)
    yield from (digest("signal", lemma, str(n)) for n in count(1))


@dataclass(kw_only=True)
class Registry:
    """Every signal ever born. A unit has one signal at most; an id is never given twice."""

    signals: dict[str, Signal] = field(default_factory=dict)
    home: dict[int, str] = field(default_factory=dict)  # unit key -> signal id
    left: dict[int, str] = field(default_factory=dict)  # unit key -> the signal it left last
    kinship: Kinship = field(default_factory=Kinship)
    kin: dict[tuple[str, str, str], Kin] = field(default_factory=dict)  # signal, relation, other
    said: Sequence[Said] = ()  # by documentalists, oldest first

    def ruled(self, week: int) -> Ruling:
        """What documentalists want at the end of a week; of an absorbed signal, of its heir."""
        heirs = {k.signal: k.other for k in self.kin.values() if k.relation == "fusion"}
        said = [replace(one, signal=answering(heirs, one.signal)) for one in self.said]
        return ruling(said, week)

    def hold(self, signals: Iterable[Signal]) -> None:
        """Take in stored signals."""
        for signal in signals:
            self.signals[signal.id] = signal
            self.home |= dict.fromkeys(signal.units, signal.id)
        gone = [
            (out, since, s.id, key) for s in self.signals.values() for key, since, out in s.gone
        ]
        self.left = {key: name for _, _, name, key in sorted(gone)}

    def unused(self, lemma: str) -> str:
        """The id of a signal that this unit founds: the same whenever it does.

        So what people said of it holds once older texts, or a better reading, move its birth.
        A unit founds a second signal only once its first was absorbed.
        """
        return next(name for name in founded(lemma) if name not in self.signals)

    def welcome(self, host: Signal, key: int, week: int, lemma: str) -> None:
        """Give a unit to a signal, and tell where it comes from."""
        is_new = not host.units
        host.units[key] = week
        self.home[key] = host.id
        former = self.signals.get(self.left.get(key, ""))
        if former is None or former is host:
            return
        if not former.alive:
            why = f"« {lemma} », motif de ce signal éteint, y monte de nouveau"
            self._tell(Kin(former.id, "redirection", host.id, week, why))
        elif is_new:
            why = f"« {lemma} », qui n’avait plus de texte commun avec ce signal, monte à part"
            self._tell(Kin(host.id, "division", former.id, week, why))

    def release(self, signal: Signal, week: int) -> None:
        """Free the units of a signal that died, its anchor apart: only that may wake it.

        A word that served a dead theme (« bourse ») would otherwise bring the next one under
        its name.
        """
        for key in [key for key in signal.units if key != signal.anchor]:
            self._leave(signal, key, week)

    def divide(self, week: int, documents: Mapping[int, set[int]], alike: Likeness) -> None:
        """Free the units that have drifted from their signal; those that rise found another."""
        for name, keys in sorted(self.kinship.drifted(self._groups(), documents, alike).items()):
            for key in keys:
                self._leave(self.signals[name], key, week)

    def unite(self, week: int, alike: Likeness, join: float, now: Ruling) -> dict[str, str]:
        """Make one of the signals that hold the same documents; why, by id of the absorbed one.

        A signal that a documentalist pinned or retained, then a confirmed one, then the older one
        survives. Of two pinned ones, neither is absorbed.
        """
        absorbed: dict[str, str] = {}
        for pair in self.kinship.same(self._groups(), alike, join):
            kept, lost = sorted((self.signals[name] for name in pair), key=lambda s: _rank(s, now))
            if lost.id in now.pinned or absorbed.keys() & set(pair):
                continue
            absorbed[lost.id] = self._absorb(kept, lost, week)
        return absorbed

    def _absorb(self, kept: Signal, lost: Signal, week: int) -> str:
        named = f"«\u00a0{kept.label}\u00a0»"
        why = f"Absorbé par {named}\u00a0: les mêmes textes depuis {SAME_WEEKS} semaines"
        for key in sorted(lost.units):
            self._leave(lost, key, week)
            kept.units[key] = week
            self.home[key] = kept.id
        lost.standing = Standing("bruit", week, confirmed=lost.standing.confirmed)
        self._tell(Kin(lost.id, "fusion", kept.id, week, why))
        self.kinship.forget(lost.id)
        return why

    def let_go(self, signal: Signal, week: int) -> None:
        """Forget a signal founded this week on too little, and all that was told of it."""
        if signal.born != week or signal.label:
            self.release(signal, week)
            return
        del self.signals[signal.id]
        for key in signal.units:
            del self.home[key]
        self.kin = {k: v for k, v in self.kin.items() if signal.id not in (v.signal, v.other)}

    def _leave(self, signal: Signal, key: int, week: int) -> None:
        since = signal.units.pop(key)
        del self.home[key]
        if since < week:  # who came and went in one week was never there
            signal.gone.append((key, since, week))
            self.left[key] = signal.id

    def _groups(self) -> dict[str, Group]:
        return {s.id: (s.anchor, sorted(s.units)) for s in self.signals.values() if s.alive}

    def _tell(self, kin: Kin) -> None:
        self.kin.setdefault((kin.signal, kin.relation, kin.other), kin)


def _rank(signal: Signal, now: Ruling) -> tuple[bool, bool, bool, int, str]:
    """What ranks two signals that are one: the least survives."""
    return (
        signal.id not in now.pinned,
        signal.id not in now.accepted,
        signal.standing.confirmed is None,
        signal.born,
        signal.id,
    )
