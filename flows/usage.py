"""The help and the mistakes of a command line, in French: the parser says them in English."""

import errno
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol

import typer
from typer._click.core import Context  # typer shows no other way
from typer._click.formatting import HelpFormatter

from veille import FULL, PARIS, BadInput


class UsageError(Protocol):
    """What the parser raises: its message, and the command that was called."""

    def format_message(self) -> str:
        """The mistake, in English."""


FIRST_YEAR: Final = 1970  # of Unix time: no night was before
LAST_YEAR: Final = 2999
INTERRUPTED: Final = 130  # what typer makes of Ctrl-C, as shells do
_WEEK: Final = re.compile(r"\d{4}-?W\d{2}")
WITHOUT_FILES: Final = ("brief", "decide", "digest", "query")  # commands that take words alone

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
    (r"Invalid value for '(.+?)': .*valid integer.*", "« {} » : écrire un nombre entier"),
    (r"Invalid value for '(.+?)': .*valid (?:float|number).*", "« {} » : écrire un nombre"),
    (r"Invalid value for '(.+?)': .*greater than or equal to (.+)", "« {} » : au moins {}"),
    (r"Invalid value for '(.+?)': .*less than or equal to (.+)", "« {} » : au plus {}"),
    (
        r"Invalid value for '(.+?)': .*?[\"'](.+)[\"'] is not readable\.?",
        "« {} » : pas le droit de lire « {} » ; le donner, ou choisir un autre fichier",
    ),
    (r"Invalid value for '(.+?)': .*", "Valeur incorrecte pour « {} »"),
)

_HEADINGS: Final = {"Options": "Options", "Arguments": "Arguments", "Commands": "Commandes"}
# What the parser writes beside the names and the words of help that are ours.
_BESIDE: Final = (
    (re.compile(r"^Show this message and exit\.$"), "Afficher cette aide et s’arrêter."),
    (re.compile(r"\[(.*?)(?:; )?required\]$"), r"[\1obligatoire]"),
    (re.compile(r"\[default: (.*?)(?=[;\]])"), r"[par défaut : \1"),
    (re.compile(r"<(?:path|list\[Path\])>"), "<fichier>"),
    (re.compile(r"<str>"), "<texte>"),
    (re.compile(r"<(?:int|float)(?: range)?>"), "<nombre>"),
    (re.compile(r"COMMAND \[ARGS\]\.\.\."), "COMMANDE [ARGUMENTS]..."),
    (re.compile(r" (?=[:;?!»])|(?<=«) "), "\u00a0"),  # no line may turn there
)


def refuse_empty() -> None:
    """Raise BadInput for an empty argument: as a path, it would be the folder one stands in."""
    if "" in sys.argv:
        raise BadInput("Nom de fichier vide", where="« »", todo="Donner un fichier ou un dossier")


class FrenchHelp(HelpFormatter):
    """Writes the help of a command with headings and markers in French."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how to call the command."""
        super().write_usage(prog, _beside(args), prefix or "Utilisation : ")

    def write_heading(self, heading: str) -> None:
        """Write the title of a list."""
        self.write(f"{_HEADINGS.get(heading, heading)} :\n")

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write a list of names and what each is."""
        told = [(_beside(name), _beside(words)) for name, words in rows]
        super().write_dl(told, col_max, col_spacing)


def _beside(words: str) -> str:
    for pattern, french_words in _BESIDE:
        words = pattern.sub(french_words, words)
    return words


def speak_french() -> None:
    """Make the parser write its help in French."""
    Context.formatter_class = FrenchHelp


def french(error: UsageError) -> str:
    """The mistake in one line of French, with what the parser says if we do not know it."""
    said = " ".join(error.format_message().split())
    for pattern, words in _SAID:
        if found := re.fullmatch(pattern, said):
            return words.format(*found.groups())
    return f"Commande mal écrite ({said.rstrip('.')})"


def say(line: str) -> None:
    """Tell progress on stderr, to people only: scripts read stdout."""
    if sys.stderr.isatty():
        typer.echo(line, err=True)


def day(given: str | None, *, ends: bool = False) -> date | None:
    """The day written AAAA-MM-JJ, None for none.

    A week, AAAA-Wnn, is its Monday, or its Sunday for the day that ends a period.

    Raises:
        BadInput: it cannot be read, or is beyond the calendar.
    """
    if given is None:
        return None
    todo = "L’écrire AAAA-MM-JJ, par exemple 2026-06-29"
    try:
        read = date.fromisoformat(given)
    except ValueError as error:
        raise BadInput("Date illisible", where=f"« {given} »", todo=todo) from error
    if read.year > LAST_YEAR:  # what follows counts weeks after it
        raise BadInput("Date hors du calendrier", where=f"« {given} »", todo=todo)
    return read + timedelta(days=6) if ends and _WEEK.fullmatch(given) else read


def instant(given: str | None) -> datetime | None:
    """The same of an instant, AAAA-MM-JJ or AAAA-MM-JJTHH:MM, in Paris if it names no zone."""
    if given is None:
        return None
    try:
        read = datetime.fromisoformat(given)
    except ValueError as error:
        todo = "L’écrire AAAA-MM-JJ ou AAAA-MM-JJTHH:MM, par exemple 2026-06-29T03:30"
        raise BadInput("Date illisible", where=f"« {given} »", todo=todo) from error
    if not FIRST_YEAR < read.year <= LAST_YEAR:  # its weeks are counted
        todo = f"Donner une date de {FIRST_YEAR + 1} à {LAST_YEAR}"
        raise BadInput("Date hors du calendrier", where=f"« {given} »", todo=todo)
    return (read if read.tzinfo else read.replace(tzinfo=PARIS)).astimezone(UTC)


def heard(command: Callable[[], int | None]) -> int | None:
    """The exit code of a command; INTERRUPTED too where DuckDB makes an error of Ctrl-C."""
    try:
        return command()
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        return INTERRUPTED


def open_streams() -> None:
    """Take back the streams that the shell closed: else files of ours would bear their numbers.

    Nothing comes in, nothing said on stderr is heard; a closed output is a pipe nobody reads.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))  # the lowest number free: 0
    encoding = sys.stdout.encoding if sys.stdout else None
    if sys.stdout is None:
        os.dup2(os.pipe()[1], 1)  # in the place of its other end, which got the number
    # Opened anew: under PYTHONUNBUFFERED, what a reader takes half of is lost without a word.
    # A name of file that is not in UTF-8 is said as it is.
    sys.stdout = os.fdopen(1, "w", encoding=encoding, errors="surrogateescape", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def hear_no_more(*streams: int) -> None:
    """Throw away what is still to be written on these streams."""
    for stream in streams:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)


def check_encoding(arguments: Sequence[str]) -> None:
    """Refuse what is no text: bytes of a terminal that is not in UTF-8.

    Raises:
        BadInput: an argument holds such bytes; the names of files may.
    """
    for given in arguments if arguments[:1] and arguments[0] in WITHOUT_FILES else ():
        if any("\ud800" <= letter <= "\udfff" for letter in given):
            shown = given.encode("utf-8", "replace").decode()
            todo = "Écrire en UTF-8, ou régler le terminal : LANG=fr_FR.UTF-8"
            raise BadInput("Texte illisible dans la commande", where=f"« {shown} »", todo=todo)


def sql_kept(arguments: Sequence[str]) -> list[str]:
    """The arguments, where SQL that a comment opens, as our recipes do, is no option."""
    return [f"\n{word}" if word[:2] == "--" and word[2:3].isspace() else word for word in arguments]


def unusable(error: OSError) -> BadInput | None:
    """The error to show for a path that cannot be used as asked; None for any other trouble.

    An output without room left is told too, and nothing more is written there.
    """
    if error.errno in FULL and error.filename is None:
        hear_no_more(1)
        what, todo = "Réponse coupée : plus de place là où elle s’écrit", "Libérer de la place"
        return BadInput(what, todo=f"{todo}, puis relancer")
    if error.filename is None:
        return None
    where = str(error.filename)
    if error.errno in FULL:
        return BadInput("Plus de place", where=where, todo="Libérer de la place, puis relancer")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        todo = "Donner le droit de lire et d’écrire ce chemin, ou en choisir un autre"
        return BadInput("Droits insuffisants", where=where, todo=todo)
    if isinstance(error, FileExistsError | NotADirectoryError | IsADirectoryError):
        todo = "Choisir un autre chemin : un fichier y tient la place d’un dossier, ou l’inverse"
        return BadInput("Chemin inutilisable", where=where, todo=todo)
    told = errno.errorcode.get(error.errno or 0, type(error).__name__)  # its words are in English
    todo = "Vérifier ce chemin et son disque, ou en choisir un autre"
    return BadInput("Fichier inutilisable", where=f"{where} ({told})", todo=todo)
