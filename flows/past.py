"""The counts of the past, read from the base for the units that a week needs to look at."""

import numpy as np

from nlp.confirm import SPAN, History
from nlp.signals import ACTIVE, Floats, Rhythm
from nlp.weekly import Keys
from warehouse import counts
from warehouse.database import Connection


class Past:
    """A `nlp.surveillance.Ledger` over the counts of the base."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def by_week(self, keys: Keys, week: int, n_weeks: int) -> Floats:
        """(U, n_weeks) mentions of these units, sorted, over the weeks that end with this one."""
        said = counts.by_week(self._db, keys, week, n_weeks)
        told = np.zeros((len(keys), n_weeks))
        np.add.at(
            told, (np.searchsorted(keys, said.key), said.week - week + n_weeks - 1), said.days
        )
        return told

    def by_voice(self, keys: Keys, week: int, rhythm: Rhythm) -> History:
        """The same over the weeks that a confirmation looks at, by voice where it asks for it."""
        heard = max(SPAN, *(size for size, _ in rhythm.windows))
        spans = (heard, ACTIVE, rhythm.season, rhythm.look_back)
        said = counts.by_voice(self._db, keys, week, spans)
        unit = np.searchsorted(keys, said.key).astype(np.int64)
        n_voices = int(said.voice.max(initial=0)) + 1
        return History(unit, said.week, said.voice, said.days, len(keys), n_voices)
