"""What the environment says, read once and passed on as values."""

import contextlib
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from veille import BadInput, UnknownName

if TYPE_CHECKING:  # it brings DuckDB in, which `veille --help` has no time for
    from warehouse.publish import Home

CONTACT = "https://example.org/veille"
HISTORY_WEEKS = 26
PACE_S = 2.0
SETTINGS = ("haute_precision", "equilibre", "large_filet")
STARTED_BY = "VEILLE_STARTED_BY"  # the process of the command, told to those that it starts


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run. Everything has a default that works offline."""

    home: "Home"
    spacy_model: str | None = None  # None: an installed fr_core_news_* if any, else ours
    contact: str = CONTACT  # shown to the sites that we visit
    setting: str = "equilibre"  # how strict the confirmation is
    history_weeks: int = HISTORY_WEEKS  # archive needed before a signal may be confirmed
    pace_s: float = PACE_S  # between two requests to one host
    allow: frozenset[str] = frozenset()  # addresses not public that may be reached: demo, tests
    catalogue: Path | None = None  # None: the catalogue of sources that ships with Veille
    variables: Path | None = None  # None: the catalogue of variables that ships with Veille

    @classmethod
    def from_env(cls) -> "Settings":
        """Settings from VEILLE_HOME, VEILLE_SPACY_MODEL, VEILLE_CONTACT, VEILLE_SETTING,
        VEILLE_HISTORY_WEEKS, VEILLE_PACE_S, VEILLE_SOURCES, VEILLE_VARIABLES; VEILLE_ALLOW serves
        tests and demo.

        Raises:
            UnknownName: VEILLE_SETTING is not one of the three settings.
            BadInput: a number cannot be read, or is negative; VEILLE_HOME can name no folder.
        """
        from warehouse.publish import Home

        setting = os.environ.get("VEILLE_SETTING") or "equilibre"
        if setting not in SETTINGS:
            raise UnknownName("Réglage", f"VEILLE_SETTING={setting}", SETTINGS)
        folder = Path(os.environ.get("VEILLE_HOME") or "data")
        if folder.exists() and not folder.is_dir():
            todo = "Donner à VEILLE_HOME le chemin d’un dossier"
            raise BadInput("Ce n’est pas un dossier", where=str(folder), todo=todo)
        return cls(
            home=Home(folder),
            spacy_model=os.environ.get("VEILLE_SPACY_MODEL") or None,
            contact=os.environ.get("VEILLE_CONTACT") or CONTACT,
            setting=setting,
            history_weeks=_number("VEILLE_HISTORY_WEEKS", HISTORY_WEEKS),
            pace_s=_number("VEILLE_PACE_S", PACE_S),
            allow=frozenset(os.environ.get("VEILLE_ALLOW", "").split()),
            catalogue=_path(os.environ.get("VEILLE_SOURCES")),
            variables=_path(os.environ.get("VEILLE_VARIABLES")),
        )

    @contextlib.contextmanager
    def exported(self) -> Iterator[None]:
        """The environment that gives these settings back, for flows: they take plain data only."""
        given = {
            "VEILLE_HOME": str(self.home.folder),
            "VEILLE_SPACY_MODEL": self.spacy_model,
            "VEILLE_CONTACT": self.contact,
            "VEILLE_SETTING": self.setting,
            "VEILLE_HISTORY_WEEKS": str(self.history_weeks),
            "VEILLE_PACE_S": str(self.pace_s),
            "VEILLE_ALLOW": " ".join(sorted(self.allow)),
            "VEILLE_SOURCES": str(self.catalogue) if self.catalogue else None,
            "VEILLE_VARIABLES": str(self.variables) if self.variables else None,
        }
        before = {name: os.environ.get(name) for name in given}
        _set(given)
        try:
            yield
        finally:
            _set(before)


def _set(values: dict[str, str | None]) -> None:
    """Write these variables in the environment; None takes one out of it."""
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


Number = TypeVar("Number", int, float)


def _number(name: str, default: Number) -> Number:
    given = os.environ.get(name)
    if given is None:
        return default
    with contextlib.suppress(ValueError):
        value = type(default)(given)
        if 0 <= value < math.inf:
            return value
    todo = f"Donner un nombre positif, ou retirer {name} pour garder {default}"
    raise BadInput("Réglage illisible", where=f"{name} = « {given} »", todo=todo)


def _path(value: str | None) -> Path | None:
    return Path(value) if value else None


def quiet_prefect(*, logs: str = "CRITICAL") -> None:
    """Set what Prefect reads at import: no telemetry, and time to start on a slow machine.

    The server that it will start is told who started it: see `orphans.end`.

    Args:
        logs: level from which Prefect logs; the command tells the errors of a run by itself.
    """
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", logs)
    os.environ[STARTED_BY] = str(os.getpid())
