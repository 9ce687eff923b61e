"""Publication dates as the web writes them, to instants in UTC. Pure: now is an argument."""

import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from veille import PARIS

FUTURE = timedelta(hours=24)  # beyond, a date is a mistake or an event to come (reliability, C7)
OLDEST = 1900  # earlier years are placeholders: 0001-01-01, 1601-01-01, 1899-12-30
_UNIX_ZERO = datetime(1970, 1, 1, tzinfo=UTC)  # what a field left at 0 gives; no text is of then
_PIVOT = 68  # two-digit years: 00-68 are 20xx, 69-99 are 19xx, as POSIX has it

_MONTHS = {"jan": 1, "fev": 2, "mar": 3, "avr": 4, "mai": 5, "juin": 6, "juil": 7, "jul": 7}
_MONTHS |= {"aou": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
_MONTHS |= {"feb": 2, "apr": 4, "may": 5, "jun": 6, "aug": 8}  # in English
_PLAIN = str.maketrans("éèêàâûùôîïç", "eeeaauuoiic")
_YEAR_SHORT_OR_LONG = r"(?P<y>\d{4}|\d{2})"
_TIME = r"(?:[\sT,àa-]+(?P<h>\d{1,2})\s?[:h]\s?(?P<min>\d{2})?(?::(?P<s>\d{2}))?)?"
_ZONE = r"(?:[.,]\d+)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_NUMERIC = re.compile(
    rf"(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-]{_YEAR_SHORT_OR_LONG}{_TIME}{_ZONE}"
)
_DAY_AND_MONTH = r"(?:[a-z]+\.?,?\s+)?(?P<d>\d{1,2})(?:er)?\s+(?P<m>[a-z]+)\.?\s+"
_WORDS = re.compile(rf"{_DAY_AND_MONTH}{_YEAR_SHORT_OR_LONG}{_TIME}{_ZONE}", re.IGNORECASE)
# Year first as people write it, then without dashes as PDF, RIS and ISO 8601 (20240720T101500Z)
# do: D:20240720101500+02'00', 2024/07/20/
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}})(?P<by>[/.-])(?P<m>\d{{1,2}})(?P=by)(?P<d>\d{{1,2}}){_TIME}{_ZONE}"
)
_COMPACT = re.compile(
    r"(?:D:)?(?P<y>\d{4})/?(?P<m>\d{2})/?(?P<d>\d{2})/?"
    r"(?:T?(?P<h>\d{2})(?P<min>\d{2})(?P<s>\d{2})?)?(?P<zone>Z|[+-]\d{2}'?\d{2})?'?(?:00'00')?"
)
_MONTH_FIRST = re.compile(r"([A-Za-z]+)\.? (\d{1,2}), (\d{4}(?: \d{2}:\d{2}(?::\d{2})?)?)")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}.*|\d{4}-?W\d{2}(?:-?[1-7])?")  # a week is its Monday
_ZONE_NAME = re.compile(r"\[[A-Za-z_/]+\]$")  # as Java ends an instant, after its offset
_MONTH = re.compile(r"[^\W\d]+\.? \d{4}")
_PERIOD = re.compile(rf"\d{{4}}(?:-\d{{2}}|-?W\d{{2}})?|{_MONTH.pattern}")
_YEAR = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{2}))?")


def published(raw: str | time.struct_time | None, now: datetime) -> tuple[datetime, str]:
    """When a text was published, in UTC, and a note in French, empty when the date is as given.

    A date that is missing, unreadable or more than 24 h ahead is replaced by now.
    """
    if raw is None or raw == "":
        return now, "date absente : date de collecte retenue"
    shown = raw.strip()[:40] if isinstance(raw, str) else time.strftime("%Y-%m-%d", raw)
    instant = _of_struct(raw) if isinstance(raw, time.struct_time) else read(raw)
    if instant is None:
        return now, f"date illisible (« {shown} ») : date de collecte retenue"
    if instant > now + FUTURE:
        return now, f"date dans le futur (« {shown} ») : date de collecte retenue"
    if isinstance(raw, str) and _PERIOD.fullmatch(raw.strip()):
        return instant, f"jour inconnu (« {shown} ») : premier jour de la période retenu"
    return instant, ""


def stated(raw: str, now: datetime) -> tuple[datetime, str] | str:
    """The same of what counts at its own date or not at all: in French why not."""
    instant, shown = read(raw), f"(« {raw.strip()[:40]} »)"
    if instant is None:
        return f"date illisible {shown}" if raw.strip() else "date absente"
    return f"date dans le futur {shown}" if instant > now + FUTURE else published(raw, now)


def read(raw: str) -> datetime | None:
    """The instant a date in words or figures names, in UTC; None if it cannot be read.

    ISO 8601, RFC 822, DD/MM/YYYY, YYYY/M/D, French, English (March 5, 2024) and partial dates
    (2011, 2011-05, 2011-W05, mai 2011). Without a zone the time is that of Paris; without a time
    it is midnight there.
    """
    text = _ZONE_NAME.sub("", " ".join(raw.split())[:80])
    readers = (_partial, _iso, _year_first, _compact, _numeric, _month_first, _rfc822, _french)
    for reader in readers:
        try:
            found = reader(text)
            if found is not None:
                return _plausible(found)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def _plausible(found: datetime) -> datetime | None:
    if found.tzinfo is None:
        found = found.replace(tzinfo=PARIS)
    instant = found.astimezone(UTC)
    return instant if found.year >= OLDEST and instant != _UNIX_ZERO else None


def _of_struct(raw: time.struct_time) -> datetime | None:
    try:
        return _plausible(datetime(*raw[:6], tzinfo=UTC))
    except (ValueError, OverflowError, TypeError):
        return None


def _partial(text: str) -> datetime | None:
    if _MONTH.fullmatch(text):
        return _french(f"1 {text}")
    found = _YEAR.fullmatch(text)
    return datetime(int(found["y"]), int(found["m"] or 1), 1) if found else None


def _iso(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if _ISO.fullmatch(text) else None


def _year_first(text: str) -> datetime | None:
    found = _YEAR_FIRST.fullmatch(text)
    return _assembled(found, int(found["m"])) if found else None


def _month_first(text: str) -> datetime | None:
    found = _MONTH_FIRST.fullmatch(text)
    return _french(f"{found[2]} {found[1]} {found[3]}") if found else None


def _rfc822(text: str) -> datetime | None:
    found = parsedate_to_datetime(text)
    # "-0000" says: UTC, place unknown (RFC 5322, 3.3); the library then gives no zone.
    return found.replace(tzinfo=UTC) if text.endswith("-0000") else found


def _numeric(text: str) -> datetime | None:
    found = _NUMERIC.fullmatch(text)
    return _assembled(found, int(found["m"])) if found else None


def _compact(text: str) -> datetime | None:
    found = _COMPACT.fullmatch(text)
    return _assembled(found, int(found["m"])) if found else None


def _french(text: str) -> datetime | None:
    found = _WORDS.fullmatch(text.lower().translate(_PLAIN))
    if not found:
        return None
    month = _MONTHS.get(found["m"][:4]) or _MONTHS.get(found["m"][:3])
    return _assembled(found, month) if month else None


def _assembled(found: re.Match[str], month: int) -> datetime:
    year = int(found["y"])
    if len(found["y"]) == 2:
        year += 2000 if year <= _PIVOT else 1900
    hour, minute, second = (int(found[part] or 0) for part in ("h", "min", "s"))
    naive = datetime(year, month, int(found["d"]), hour, minute, second)
    zone = (found["zone"] or "").upper().replace("'", "")
    if not zone:
        return naive
    return datetime.fromisoformat(naive.isoformat() + ("Z" if zone in ("UTC", "GMT") else zone))
