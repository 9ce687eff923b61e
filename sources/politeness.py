"""May we ask, and when? Pure: robots.txt answers, clocks and headers in, verdicts out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from protego import Protego

AGENT = "Veille"  # the product token robots.txt files name us by
MAX_CRAWL_DELAY_S = 60.0  # not in RFC 9309; beyond a minute a page a night would be too much
DEFAULT_REST = timedelta(hours=1)  # a server that says "later" without a readable time
MAX_REST = timedelta(hours=24)  # the next night asks again anyway


@dataclass(frozen=True, slots=True)
class Robots:
    """What one robots.txt lets Veille do on its site."""

    rules: Protego | None  # None: no rule, the answer is the same everywhere
    trouble: str = ""  # in French, why the file could not be read: then nothing may be asked

    def allows(self, url: str) -> bool:
        """Whether Veille may ask for this URL."""
        if self.rules is None:
            return not self.trouble
        return self.rules.can_fetch(url, AGENT)

    def delay_s(self, pace_s: float) -> float:
        """Seconds to leave between two requests: our pace, or the Crawl-delay if longer."""
        asked = self.rules.crawl_delay(AGENT) if self.rules else None
        return max(pace_s, min(asked or 0.0, MAX_CRAWL_DELAY_S))


def robots(status: int | None, body: bytes, *, trouble: str = "") -> Robots:
    """How to read an answer for robots.txt (RFC 9309, 2.3.1); status None: no answer.

    Missing or refused (3xx after five hops, 4xx): everything is allowed. Broken server or
    network: nothing is, for the trouble given.
    """
    if status is None or status >= 500:
        return Robots(None, trouble or f"réponse {status}")
    if status >= 300:
        return Robots(None)
    return Robots(Protego.parse(body.decode("utf-8-sig", errors="replace")))


def wait_s(last_at: datetime | None, delay_s: float, now: datetime) -> float:
    """Seconds before a host may be asked again; last_at None: it was not asked yet."""
    if last_at is None:
        return 0.0
    return max(0.0, (last_at + timedelta(seconds=delay_s) - now).total_seconds())


def rest_until(status: int, retry_after: str | None, now: datetime) -> datetime | None:
    """Until when a server asks to be left alone, at most 24 h; None: it does not ask."""
    if status not in (429, 503) or (status == 503 and retry_after is None):
        return None
    asked = _retry_at(retry_after or "", now)
    if asked is None:
        return now + DEFAULT_REST
    return min(max(asked, now), now + MAX_REST)


def _retry_at(raw: str, now: datetime) -> datetime | None:
    """The instant a Retry-After names, as seconds or as a date; None if unreadable."""
    text = raw.strip()
    try:
        if text.isascii() and text.isdigit():
            return now + timedelta(seconds=min(int(text[:9]), MAX_REST.total_seconds()))
        found = parsedate_to_datetime(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
