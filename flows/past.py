"""The counts of the past, read from the base for the units that a week needs to look at."""

import numpy as np

from nlp.confirm import History
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
        told = np.zeros((len(keys), n_weeks))
        key, weeks, days = counts.by_week(self._db, keys, week, n_weeks)
        told[np.searchsorted(keys, key), weeks - week + n_weeks - 1] = days
        return told

    def by_voice(self, keys: Keys, week: int, rhythm: Rhythm) -> History:
        """The same voice by voice, over the weeks that a confirmation looks at."""
        spans = (ACTIVE, rhythm.season, rhythm.look_back)
        key, weeks, voice, days = counts.by_voice(self._db, keys, week, spans)
        unit = np.searchsorted(keys, key).astype(np.int64)
        return History(unit, weeks, voice, days, len(keys), int(voice.max(initial=0)) + 1)
