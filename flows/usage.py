"""What was wrong in a command line, in French: the parser says it in English."""

import re
from typing import Final, Protocol


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
