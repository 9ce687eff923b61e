"""What was wrong in a command line, in French: the parser says it in English."""

import re
import sys
from datetime import date
from typing import Final, Protocol

import typer

from veille import BadInput


class UsageError(Protocol):
    """What the parser raises: its message, and the command that was called."""

    def format_message(self) -> str:
        """The mistake, in English."""


_SAID: Final = (
    (r"Missing (?:argument|parameter)s? '?(.+?)'?\.?", "Argument manquant : « {} »"),
    (r"Missing option '?(.+?)'?\.?", "Option manquante : « {} »"),
    (r"No such command '(.+?)'\.?", "Commande inconnue : « {} »"),
    (
        r"No such command '(.+?)'\. Did you mean '?(.+?)'?\?",
        "Commande inconnue : « {} », proche de {}",
    ),
    (r"No such option:? '?([^\s']+)'?\.?", "Option inconnue : « {} »"),
    (r"No such option:? '?([^\s']+)'?\.? .*?(--.+?)[?)]", "Option inconnue : « {} », proche de {}"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)\.?", "En trop : « {} »"),
    (r"Option '(.+?)' requires an argument\.?", "L’option « {} » demande une valeur"),
    (r"Option '(.+?)' does not take a value\.?", "L’option « {} » ne prend pas de valeur"),
    (r"Invalid value for '(.+?)': .*valid (?:integer|number).*", "« {} » : écrire un nombre"),
    (r"Invalid value for '(.+?)': .*greater than or equal to (.+)", "« {} » : au moins {}"),
    (r"Invalid value for '(.+?)': .*less than or equal to (.+)", "« {} » : au plus {}"),
    (r"Invalid value for '(.+?)': .*", "Valeur incorrecte pour « {} »"),
)


def french(error: UsageError) -> str:
    """The mistake in one line of French; as the parser says it if we do not know it."""
    said = " ".join(error.format_message().split())
    for pattern, words in _SAID:
        if found := re.fullmatch(pattern, said):
            return words.format(*found.groups())
    return said


def say(line: str) -> None:
    """Tell progress on stderr, to people only: scripts read stdout."""
    if sys.stderr.isatty():
        typer.echo(line, err=True)


def day(given: str | None) -> date | None:
    """The day written AAAA-MM-JJ, None for none.

    Raises:
        BadInput: it cannot be read.
    """
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        todo = "L’écrire AAAA-MM-JJ, par exemple 2026-06-29"
        raise BadInput("Date illisible", where=f"« {given} »", todo=todo) from error
