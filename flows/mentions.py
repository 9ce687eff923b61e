"""The mentions of the units that signals are made of, read once and shown week by week."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from nlp.confirm import SPAN
from nlp.signals import Floats, Ints
from nlp.weekly import Keys, Mentions
from warehouse import signals as stored
from warehouse.database import Connection


class Book:
    """Mentions between two days, fetched when a unit is first asked for."""

    def __init__(self, db: Connection, variables: Sequence[str], first: date, last: date) -> None:
        self._db, self._first, self._last = db, first, last
        self._bit = {name: 1 << k for k, name in enumerate(variables)}
        self._pages: dict[int, Mentions] = {}
        self._lemmas: dict[int, str] = {}
        self._documents: dict[str, int] = {}
        self._classes: dict[str, int] = {}
        self._carried: tuple[Ints, Floats] | None = None

    def lemmas(self, keys: Keys) -> dict[int, str]:
        """The lemmatised forms of these units, and of those asked for before."""
        missing = np.array([k for k in keys.tolist() if k not in self._lemmas], np.uint64)
        if len(missing):
            self._lemmas |= stored.lemmas(self._db, missing)
        return self._lemmas

    def window(self, keys: Keys, week: int) -> Mentions:
        """The mentions of these units over the 12 weeks that end with this one."""
        missing = np.array([k for k in keys.tolist() if k not in self._pages], np.uint64)
        if len(missing):
            self._read(missing)
        pages = [_between(self._pages[k], week - SPAN + 1, week) for k in keys.tolist()]
        return _joined(pages)

    def usual(self, week: int) -> Floats:
        """(n_variables,) share of the passages of these 12 weeks that carry each variable."""
        if self._carried is None:
            self._carried = stored.carried(self._db, list(self._bit), self._first, self._last)
        weeks, found = self._carried
        low, high = np.searchsorted(weeks, [week - SPAN + 1, week + 1])
        total = found[low:high].sum(axis=0)
        share: Floats = total[:-1] / max(float(total[-1]), 1.0)
        return share

    def _read(self, keys: Keys) -> None:
        found = stored.mentions(self._db, keys, self._first, self._last)
        document = _codes(found["document_id"], self._documents)
        source_class = _codes(found["class"], self._classes)
        masks = [sum(self._bit.get(v, 0) for v in said) for said in found["variables"]]
        order = np.argsort(found["unit_key"], kind="stable")
        held = Mentions(
            found["unit_key"].astype(np.uint64)[order],
            found["week"][order],
            document[order],
            found["sentence"].astype(np.int64)[order],
            source_class[order],
            np.array(masks, np.int64)[order],
            found["passage_id"][order].tolist(),
            found["surface"][order].tolist(),
        )
        for key in keys.tolist():
            low, high = np.searchsorted(held.key, np.array([key, key], np.uint64), side="left")
            high = int(np.searchsorted(held.key, np.uint64(key), side="right"))
            self._pages[key] = _rows(held, int(low), high)


def _codes(names: Iterable[str | None], known: dict[str, int]) -> Ints:
    """A code for each name, the same for the same name; -1 for no name."""
    return np.array(
        [known.setdefault(n, len(known)) if isinstance(n, str) else -1 for n in names], np.int64
    )


def _between(page: Mentions, first: int, last: int) -> Mentions:
    low, high = np.searchsorted(page.week, [first, last + 1])
    return _rows(page, int(low), int(high))


def _rows(page: Mentions, low: int, high: int) -> Mentions:
    return Mentions(
        page.key[low:high],
        page.week[low:high],
        page.document[low:high],
        page.sentence[low:high],
        page.source_class[low:high],
        page.variables[low:high],
        page.passage[low:high],
        page.surface[low:high],
    )


def _joined(pages: list[Mentions]) -> Mentions:
    return Mentions(
        np.concatenate([p.key for p in pages]),
        np.concatenate([p.week for p in pages]),
        np.concatenate([p.document for p in pages]),
        np.concatenate([p.sentence for p in pages]),
        np.concatenate([p.source_class for p in pages]),
        np.concatenate([p.variables for p in pages]),
        [name for p in pages for name in p.passage],
        [surface for p in pages for surface in p.surface],
    )
