"""Is a rise more than one voice, one week, one season or one event? Pure, on a few hundred units.

The tail probability must hold once the best voice, then the best weeks, are taken out: an
intersection-union test, so no correction for the several tests (signals.md, §3.4).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc

from .signals import ACTIVE, PRIOR, RATIOS, Exposure, Floats, Ints

SPAN = 12  # steps of the shape test and of every number shown
LONG_LAG = 12  # the baseline leaves the widest window out
KAPPA_DEFAULT = 0.15
KAPPA_NEEDS = 100  # units with a solid past before over-dispersion is measured on them
SOLID_PAST = 8.0  # mentions
EVEN = 0.4  # effective voices / voices heard: below, one voice carries it and others repeat it
DOUBLE = float(RATIOS.min())  # the least growth that the CUSUM watches
FLOOR = 0.02  # share of every shape spread evenly: no week is impossible

_WEEKS = np.arange(SPAN)
RISES = np.stack([np.exp(_WEEKS / tau) for tau in (3, 6, 12, 1e9)])
TAUS = (0.5, 1, 2, 3)  # weeks in which an event fades
EVENTS = np.stack(
    [
        np.where(start <= _WEEKS, np.exp(-(_WEEKS - start) / tau), 0.0)
        for start in range(SPAN)
        for tau in TAUS
    ]
)
# What began in the last two weeks cannot be told from the first weeks of a rise.
FADED = EVENTS[: (SPAN - 2) * len(TAUS)]


@dataclass(frozen=True)
class History:
    """Weekly counts by unit and voice of the units looked at, up to one week and no further."""

    unit: Ints  # (R,) index among the units looked at
    week: Ints  # (R,)
    voice: Ints  # (R,) index of the voice
    days: Floats  # (R,) distinct days
    n_units: int
    n_voices: int

    def counts(self, last: int, n_weeks: int) -> Floats:
        """(U, n_weeks) mentions a week, oldest first, the last column being week `last`."""
        column = self.week - (last - n_weeks + 1)
        kept = (column >= 0) & (column < n_weeks)
        cells = self.unit[kept] * n_weeks + column[kept]
        total = np.bincount(cells, weights=self.days[kept], minlength=self.n_units * n_weeks)
        return np.asarray(total, np.float64).reshape(self.n_units, n_weeks)

    def by_voice(self, last: int, n_weeks: int) -> tuple[Ints, Ints, Floats]:
        """Mentions by (unit, voice) over the last n_weeks: units, voices, mentions."""
        kept = (self.week > last - n_weeks) & (self.week <= last)
        pairs = self.unit[kept] * self.n_voices + self.voice[kept]
        found, where = np.unique(pairs, return_inverse=True)
        total = np.bincount(where, weights=self.days[kept], minlength=len(found))
        return found // self.n_voices, found % self.n_voices, np.asarray(total, np.float64)


@dataclass(frozen=True, slots=True)
class Level:
    """What is asked of a rise before it is called a signal."""

    evidence: float  # nats of the CUSUM
    p_value: float  # without the best voice, without the best weeks, against the season
    voices: float  # effective
    effect: float  # lower bound of ln(observed / expected)
    shape: float = 0.0  # log-odds of a rise over a one-shot event


@dataclass(frozen=True)
class Proof:
    """What the confirmation found for each of U units; every field is (U,)."""

    count: Floats  # mentions over 12 weeks
    now: Floats  # mentions of the week
    expected: Floats  # over 12 weeks, from the past and the same season
    usual: Floats  # the same, from the past alone
    p_value: Floats  # smallest over the windows; 1 where no window has enough
    p_without_season: Floats  # the same, had last year said nothing
    voices: Floats  # distinct voices over 12 weeks
    effective: Floats  # exp of the entropy of their shares
    shape: Floats  # log-likelihood of a rise minus that of a one-shot event
    lasting: Floats  # the same, against events that had time to fade; never < 0 at the highest
    effect: Floats  # lower 95 % bound of ln(observed / expected)
    visibility: Floats  # recent mentions per 1,000 documents, half-life 4 weeks
    active: Floats  # weeks with a mention among the last 26
    fall: Floats  # upper 95 % bound of ln(last 8 weeks / last 26), rates
    season_known: bool  # False: less than fourteen months of archive
    # False: the windows are no season, as twelve months; last year's are then the slope itself.
    season_told: bool = True

    def returns(self, unit: int, p_value: float) -> bool:
        """True if what rises is the season: last year's same weeks rose too, and explain it.

        They do if they alone take its probability above this one, or, where so little was said
        that no probability tells, if they said more than half as much.
        """
        known = self.season_known and self.season_told
        rose = known and self.expected[unit] >= DOUBLE * self.usual[unit]
        by_chance = self.p_value[unit] > p_value >= self.p_without_season[unit]
        return bool(rose and (by_chance or self.count[unit] < DOUBLE * self.expected[unit]))

    def stands(self, unit: int, evidence: float, level: Level) -> bool:
        """True if the rise of this unit, of so much evidence, stands at this level of proof."""
        return bool(
            evidence >= level.evidence
            and self.p_value[unit] <= level.p_value
            and self.effective[unit] >= max(level.voices, EVEN * self.voices[unit])
            and self.shape[unit] >= level.shape
            and self.effect[unit] >= level.effect
        )


def negative_binomial_tail(count: Floats, mean: Floats, size: Floats) -> Floats:
    """P(X >= count) for a negative binomial of this mean and size; 1 where count is 0."""
    safe = np.maximum(count, 1)
    tail: Floats = np.where(count > 0, betainc(safe, size, mean / (mean + size)), 1.0)
    return tail


def prove(
    history: History, past: Floats, week: int, exposure: Exposure, kappa: float = KAPPA_DEFAULT
) -> Proof:
    """Confirm or not the units of a history at a week.

    Args:
        history: counts of U units, nothing after `week`.
        past: (U,) decayed counts of weeks up to week - exposure.lag(week), expressed there.
        week, exposure: the week just committed, documents a week.
        kappa: the over-dispersion of the week (`over_dispersion`).

    Raises:
        ValueError: the history goes beyond the week.
    """
    recent = _recent(history, week, exposure.rhythm.look_back)
    base = _base(past, recent, week, exposure)
    season_known = exposure.age(week) >= exposure.rhythm.season_needs
    given = (history, recent, base, week, exposure, kappa)
    tests = [_window(*given, window, season_known) for window in exposure.rhythm.windows]
    best = np.argmin(np.stack([t["p"] for t in tests]), axis=0)
    units, _, mentions = history.by_voice(week, SPAN)
    return Proof(
        count=recent[:, -SPAN:].sum(axis=1),
        now=recent[:, -1],
        expected=tests[-1]["mean"],
        usual=tests[-1]["usual"],
        p_value=_pick(tests, "p", best),
        p_without_season=np.min(np.stack([t["p_plain"] for t in tests]), axis=0),
        voices=np.bincount(units, minlength=history.n_units).astype(float),
        effective=_effective(units, mentions, history.n_units),
        shape=_shape(recent[:, -SPAN:], week, exposure, EVENTS),
        lasting=_lasting(recent[:, -SPAN:], week, exposure),
        effect=_pick(tests, "effect", best),
        visibility=visibility(recent[:, -SPAN:], week, exposure),
        active=(recent[:, -ACTIVE:] > 0).sum(axis=1).astype(float),
        fall=_fall(recent, week, exposure),
        season_known=season_known,
        season_told=exposure.rhythm.windows[-1][0] <= exposure.rhythm.year // 2,
    )


def _recent(history: History, week: int, n_weeks: int) -> Floats:
    if (history.week > week).any():
        raise ValueError(f"the history goes beyond week {week}: {history.week.max()}")
    return history.counts(week, n_weeks)


def _pick(tests: list[dict[str, Floats]], name: str, best: Ints) -> Floats:
    picked: Floats = np.take_along_axis(np.stack([t[name] for t in tests]), best[None], 0)[0]
    return picked


@dataclass(frozen=True)
class _Base:
    """What the past makes one expect: decayed mentions, over decayed documents."""

    mentions: Floats  # (U,)
    documents: float

    def expected(self, documents: float) -> Floats:
        """(U,) mentions expected in so many documents."""
        mean: Floats = (self.mentions + PRIOR) * documents / self.documents
        return mean


def _base(past: Floats, recent: Floats, week: int, exposure: Exposure) -> _Base:
    """The past up to LONG_LAG weeks ago; while the archive is young, its older half.

    A baseline of one week, all that the full lag would leave, expects too much of everything.
    """
    lag = exposure.lag(week)
    long_lag = min(LONG_LAG, max(lag, exposure.age(week) // 2))
    mentions = _long_past(past, recent, (lag, long_lag), exposure.rhythm.decay)
    return _Base(mentions, max(exposure.past(week, long_lag), 1.0))


def _long_past(past: Floats, recent: Floats, lags: tuple[int, int], decay: float) -> Floats:
    """The past at the longer lag: the weeks between the two lags taken out again."""
    lag, long_lag = lags
    between = recent[:, recent.shape[1] - long_lag : recent.shape[1] - lag]
    ages = np.arange(between.shape[1] - 1, -1, -1)
    shorter = past - (between * decay**ages).sum(axis=1)
    longer: Floats = np.maximum(0.0, shorter) / decay ** (long_lag - lag)
    return longer


def over_dispersion(counts: Floats, past: Floats, week: int, exposure: Exposure) -> float:
    """Extra-Poisson variance of ln(observed/expected) over 12 weeks, by the interquartile range.

    Args:
        counts: (U, SPAN) weekly mentions of the units it may be measured on.
        past: (U,) their decayed counts, as `prove` takes them.
        week, exposure: the week just committed, documents a week.
    """
    base = _base(past, counts, week, exposure)
    solid = np.flatnonzero(base.mentions >= SOLID_PAST)
    if len(solid) < KAPPA_NEEDS:
        return KAPPA_DEFAULT
    documents = exposure.between(week - SPAN + 1, week)
    mean = base.expected(documents)[solid]
    log_ratio = np.log((counts[solid].sum(axis=1) + 0.5) / (mean + 0.5))
    spread = np.subtract(*np.percentile(log_ratio, [75, 25])) / 1.349
    noise = np.mean(1 / np.maximum(mean, 1) + 1 / base.mentions[solid])
    return float(max(1e-4, spread**2 - noise))


def _window(
    history: History,
    recent: Floats,
    base: _Base,
    week: int,
    exposure: Exposure,
    kappa: float,
    window: tuple[int, int],
    season_known: bool,
) -> dict[str, Floats]:
    """The tests of one window: p with and without the season, mean, effect."""
    n_weeks, n_dropped = window
    counts = recent[:, -n_weeks:]
    documents = max(exposure.between(week - n_weeks + 1, week), 1.0)
    shrunk = base.mentions + PRIOR
    plain = base.expected(documents)
    mean, blind = plain, plain
    if season_known:
        said, silent = _last_year(recent, n_weeks, week, exposure)
        mean, blind = np.maximum(plain, said), np.maximum(plain, silent)
    size = 1 / (1 / shrunk + kappa)
    total = counts.sum(axis=1)
    left = _without_best_voice(history, total, week, n_weeks)
    kept, share = _without_best_weeks(counts, n_dropped, week, exposure)

    def worst(expected: Floats) -> Floats:
        tails = (
            negative_binomial_tail(total, expected, size),
            negative_binomial_tail(left, expected, size),
            negative_binomial_tail(kept, expected * share, size),
        )
        return np.asarray(np.max(np.stack(tails), axis=0))

    noise = np.sqrt(1 / (total + 0.5) + 1 / shrunk + kappa)
    low = np.log((total + 0.5) / mean) - 1.645 * noise
    return {"p": worst(mean), "p_plain": worst(blind), "mean": mean, "usual": plain, "effect": low}


def _last_year(recent: Floats, n_weeks: int, week: int, exposure: Exposure) -> tuple[Floats, float]:
    """What the same weeks a year ago, give or take two, make one expect; and had they been silent.

    The second tells what was said last year from how little a few weeks can tell.
    """
    year, pad = exposure.rhythm.year, exposure.rhythm.season_pad
    end = recent.shape[1] - year + pad
    start = max(0, recent.shape[1] - year - n_weeks - pad)
    documents = exposure.between(week - year - n_weeks + 1 - pad, week - year + pad)
    ratio = exposure.between(week - n_weeks + 1, week) / max(documents, 1.0)
    return (recent[:, start:end].sum(axis=1) + PRIOR) * ratio, PRIOR * ratio


def _without_best_voice(history: History, total: Floats, week: int, n_weeks: int) -> Floats:
    units, _, mentions = history.by_voice(week, n_weeks)
    best = np.zeros(history.n_units)
    np.maximum.at(best, units, mentions)
    left: Floats = np.maximum(total - best, 0)
    return left


def _without_best_weeks(
    counts: Floats, n_dropped: int, week: int, exposure: Exposure
) -> tuple[Floats, Floats]:
    """Mentions left, and share of the documents left, once the best weeks are out."""
    n_weeks = counts.shape[1]
    documents = exposure.each(week, n_weeks)
    rates = counts / np.maximum(documents, 1.0)
    best = np.argsort(-rates, axis=1, kind="stable")[:, :n_dropped]
    dropped = np.take_along_axis(counts, best, 1).sum(axis=1)
    share = 1 - documents[best].sum(axis=1) / max(documents.sum(), 1.0)
    return counts.sum(axis=1) - dropped, np.maximum(share, 1e-9)


def _effective(units: Ints, mentions: Floats, n_units: int) -> Floats:
    """exp of the entropy of the shares of voices: 4 equal voices give 4; none gives 0."""
    total = np.bincount(units, weights=mentions, minlength=n_units)
    share = mentions / total[units]
    entropy = np.bincount(units, weights=-share * np.log(share), minlength=n_units)
    effective: Floats = np.where(total > 0, np.exp(entropy), 0.0)
    return effective


def _shape(counts: Floats, week: int, exposure: Exposure, events: Floats) -> Floats:
    """Log-likelihood of the weekly counts given their sum: best rise minus best one-shot event."""
    documents = exposure.each(week, SPAN)
    weight = np.maximum(documents, 1e-9) / max(documents.mean(), 1e-9)

    def best(shapes: Floats) -> Floats:
        spread = (shapes / shapes.sum(axis=1, keepdims=True) + FLOOR) * weight
        likelihood = np.log(spread / spread.sum(axis=1, keepdims=True)) @ counts.T
        return np.asarray(likelihood.max(axis=0))

    return best(RISES) - best(events)


def _lasting(counts: Floats, week: int, exposure: Exposure) -> Floats:
    """The shape against events that had time to fade: 0 at least for what is at its highest.

    The first weeks of a rise (1, 2, 2, 3) look as much like an event, but have not faded.
    """
    rates = counts / np.maximum(exposure.each(week, SPAN), 1e-9)
    least = np.where(rates[:, -1] >= rates.max(axis=1), 0.0, -np.inf)
    return np.maximum(_shape(counts, week, exposure, FADED), least)


def _fall(recent: Floats, week: int, exposure: Exposure) -> Floats:
    """Upper bound of the change of rate between the last 26 weeks and the last 8."""
    short, wide = recent[:, -8:].sum(axis=1), recent[:, -ACTIVE:].sum(axis=1)
    ratio = exposure.between(week - 7, week) / max(exposure.between(week - ACTIVE + 1, week), 1.0)
    noise = np.sqrt(1 / (short + 0.5) + 1 / (wide + 0.5))
    bound: Floats = np.log((short + 0.5) / (wide * ratio + 0.5)) + 1.645 * noise
    return bound


def visibility(counts: Floats, week: int, exposure: Exposure) -> Floats:
    """(U,) mentions per 1,000 documents, halved every 4 weeks, from (U, SPAN) weekly counts."""
    weight = 0.5 ** (np.arange(SPAN - 1, -1, -1) / 4)
    seen: Floats = 1000 * (counts @ weight) / max(float(exposure.each(week, SPAN) @ weight), 1.0)
    return seen
