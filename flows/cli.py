"""The veille command: each subcommand calls one function and prints its result.

Heavy libraries are imported inside the commands: `veille --help` must answer at once.
"""

import atexit
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from typer._click.exceptions import NoArgsIsHelpError, UsageError  # typer shows no other way

from veille import (
    ANONYMOUS,
    DECIDED,
    MOTIVES,
    SOURCE_CLASSES,
    STATES,
    VeilleError,
)

from . import catalogue_cli, orphans, replay_cli, usage
from .settings import Settings, quiet_prefect

# Without completion and rich panels: half the start-up time, and help that greps well.
app = typer.Typer(
    help="Veille : la veille documentaire de la prospective, des sources aux signaux faibles.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

usage.speak_french()

FILES = "Fichiers (.jsonl, .jsonl.gz, .ris, .pdf, .html, .docx, .odt, .txt, .md) ou dossiers."
UNREAD = 141  # what shells say of a program whose reader has gone: 128 + SIGPIPE

AsJson = Annotated[bool, typer.Option("--json", help="Au format JSON, pour les scripts.")]
Texts = Annotated[
    Path,
    typer.Argument(
        help="Fichier JSONL (ou .jsonl.gz), un objet {id, text} par ligne ;"
        " « - » : entrée standard."
    ),
]
ClassOption = Annotated[
    str | None,
    typer.Option(
        "--classe", help=f"Classe des sources que rien ne classe : {' | '.join(SOURCE_CLASSES)}."
    ),
]
Week = Annotated[
    str | None,
    typer.Option(help="Un jour de la semaine, AAAA-MM-JJ ; la dernière arrêtée par défaut."),
]


def main() -> None:
    """Run the command; our own errors are one line of French on stderr and an exit code."""
    usage.open_streams()
    atexit.register(_hush)  # registered first, so called last
    try:
        code = _code()
    except (BrokenPipeError, SystemExit) as error:
        if getattr(error, "code", 1) != 1:  # Prefect stops by 0; typer by 1, when nobody reads
            raise
        usage.hear_no_more(1, 2)
        code = UNREAD
    raise SystemExit(code)


def _hush() -> None:
    """Close stderr once all is said: nanobind lists there what Prefect's threads still hold.

    DuckDB's binding prints some forty lines of « leaked » objects at the end of a sound run.
    """
    sys.stderr.flush()
    usage.hear_no_more(2)


def _misused(error: UsageError) -> int:
    """Tell in French what was wrong in the command line; a bare command shows its help."""
    command = error.ctx.command_path if error.ctx else "veille"
    if not error.ctx and sys.argv[1:2] and sys.argv[1].isalpha():  # an option without its value
        command += f" {sys.argv[1]}"
    if isinstance(error, NoArgsIsHelpError):
        typer.echo(error.format_message(), err=True)
    else:
        typer.echo(f"Erreur : {usage.french(error)}. Voir « {command} -h ».", err=True)
    return error.exit_code


def _code() -> int:
    """The exit code of the command; its exceptions are dropped with all their frames."""
    try:
        usage.check_encoding(sys.argv[1:])
        code = usage.heard(lambda: app(usage.sql_kept(sys.argv[1:]), standalone_mode=False))
        if code == usage.INTERRUPTED:
            typer.echo("Interrompu ; la base publiée n’a pas été touchée.", err=True)
        return code or 0
    except UsageError as error:
        return _misused(error)
    except (VeilleError, OSError) as error:
        told = error if isinstance(error, VeilleError) else usage.unusable(error)
        if told is None:
            raise
        typer.echo(f"Erreur : {told}", err=True)
        return told.exit_code


@app.command()
def demo(
    seed: Annotated[int, typer.Option(help="Autre tirage des dates des thèmes plantés.")] = 0,
    shuffle: Annotated[
        bool, typer.Option("--shuffle", help="Mélanger les dates : rien ne doit émerger.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Jouer toute la chaîne sur l’échantillon fourni.

    Collecter, comprendre, garder, montrer, puis comparer à ce qui était planté.
    """
    from . import demo as demonstration

    def tell(line: str) -> None:
        typer.echo(line, err=True)

    played = demonstration.play(Settings.from_env(), seed, tell, shuffle=shuffle)
    if as_json:
        typer.echo(json.dumps(demonstration.summary(played), ensure_ascii=False, default=str))
    else:
        typer.echo("\n".join(demonstration.closing(played)))


@app.command()
def nightly(
    as_of: Annotated[
        str | None, typer.Option(help="Instant pour lequel la nuit vaut ; maintenant par défaut.")
    ] = None,
) -> None:
    """Lancer la nuit tout de suite : collecte, analyse, publication.

    La semaine est arrêtée si elle est finie.
    """
    instant = usage.instant(as_of)
    _free()
    _prefect()
    from .nightly import nightly as flow

    typer.echo(flow(instant.isoformat() if instant else None))


@app.command()
def weekly(week: Week = None) -> None:
    """Écrire tout de suite le bulletin et les fiches de la semaine."""
    day = usage.day(week)
    _prefect()
    from .weekly import weekly as flow

    for path in flow(day.isoformat() if day else None):
        typer.echo(path)


@app.command()
def schedule() -> None:
    """Lancer aux heures dites la nuit et le bulletin.

    La collecte de nuit (03:30) et le bulletin (lundi 06:00), heure de Paris, jusqu’à Ctrl-C.
    """
    _prefect(logs="WARNING")
    from .schedule import serve_both

    serve_both()


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help=FILES)],
    source_class: ClassOption = None,
    as_json: AsJson = False,
) -> None:
    """Importer des textes, chacun à sa date de publication."""
    usage.refuse_empty()
    settings = _free()
    from . import importing, models

    loaded = models.load(settings.spacy_model, settings.variables)
    now = datetime.now(UTC)
    done = importing.run(settings, loaded, paths, now, usage.say, source_class=source_class)
    if as_json:
        typer.echo(json.dumps(importing.summary(done), ensure_ascii=False))
        return
    for line in importing.rejected(done.problems, "--json"):
        typer.echo(line, err=True)
    typer.echo("\n".join(importing.closing(done)))


def _free() -> Settings:
    """The settings, if no other run holds the base: who must wait is told so at once."""
    from warehouse import publish

    settings = Settings.from_env()
    publish.check_free(settings.home)
    return settings


def _prefect(*, logs: str = "CRITICAL") -> None:
    """Make ready for Prefect, and end the server that a killed command left."""
    orphans.end()
    quiet_prefect(logs=logs)


@app.command()
def tag(path: Texts) -> None:
    """Étiqueter des textes : variables, nature, justification.

    Un passage par ligne, en JSONL.
    """
    from . import texts

    _each_line(path, texts.tagged)


@app.command()
def terms(
    path: Texts,
    pieces: Annotated[
        bool,
        typer.Option("--morceaux", help="Donner aussi les morceaux."),
    ] = False,
) -> None:
    """Relever les motifs de textes, avec leurs positions.

    Un texte par ligne, en JSONL. Un motif que le fichier ne dit guère qu’en morceau, coupé de ce
    qui va avec lui ou au sein d’un plus long, n’est pas donné.
    """
    from . import texts

    _each_line(path, partial(texts.candidates, pieces=pieces))


def _each_line(path: Path, told: Callable[..., Iterator[str]]) -> None:
    """Print what is found in each text, and say on stderr which lines cannot be read."""
    from . import models

    settings = Settings.from_env()
    loaded = models.load(settings.spacy_model, settings.variables)
    for line in told(loaded, path, lambda problem: typer.echo(problem, err=True)):
        typer.echo(line)


@app.command()
def sources(as_json: AsJson = False) -> None:
    """Lister les sources et leur santé.

    En panne, muette, jamais lue, vivante, ou venue d’une archive.
    """
    from . import listing

    for row in listing.sources(Settings.from_env()):
        line = json.dumps(row, ensure_ascii=False, default=str)
        typer.echo(line if as_json else listing.source_line(row))


@app.command()
def digest(week: Week = None) -> None:
    """Écrire le bulletin d’une semaine."""
    from . import proofs, reporting

    settings, day = Settings.from_env(), usage.day(week)
    for path in reporting.weekly_digest(
        settings.home, day, evidence=proofs.choose, history_weeks=settings.history_weeks
    ):
        typer.echo(path)


@app.command()
def brief(
    variable: Annotated[str, typer.Argument(help="Variable clé, par exemple numerique.")],
    week: Week = None,
    n_weeks: Annotated[int, typer.Option("--weeks", help="Semaines couvertes, une au moins.")] = 52,
) -> None:
    """Écrire la fiche « Éclairage » d’une variable."""
    from . import proofs, reporting

    home = Settings.from_env().home
    typer.echo(
        reporting.variable_brief(
            home, variable, usage.day(week), n_weeks=n_weeks, evidence=proofs.choose
        )
    )


@app.command()
def decide(
    signal: Annotated[str, typer.Argument(help="Identifiant du signal, ou son début.")],
    decision: Annotated[str, typer.Argument(help=" | ".join(DECIDED))],
    motive: Annotated[
        str | None, typer.Option("--motif", help="Avec ecarte : " + " | ".join(MOTIVES))
    ] = None,
    state: Annotated[
        str | None, typer.Option("--etat", help="Avec epingler : " + " | ".join(STATES))
    ] = None,
    note: Annotated[str, typer.Option(help="Commentaire libre.")] = "",
    author: Annotated[str, typer.Option("--auteur", help="Qui décide.")] = ANONYMOUS,
) -> None:
    """Noter une décision sur un signal.

    Le prochain « veille digest » la montre ; la prochaine nuit la porte dans la base.
    """
    from . import listing

    noted = listing.decide(
        Settings.from_env(),
        signal,
        decision=decision,
        motive=motive,
        note=note,
        author=author,
        now=datetime.now(UTC),
        state=state,
    )
    typer.echo(noted)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="Une requête SQL, ou le nom d’une recette.")] = "",
    as_json: AsJson = False,
    csv: Annotated[bool, typer.Option("--csv", help="Au format CSV.")] = False,
) -> None:
    """Interroger la base publiée, en lecture seule.

    Sans argument, lister les recettes.
    """
    from . import listing

    typer.echo(listing.ask(Settings.from_env(), sql, as_json=as_json, csv=csv))


app.add_typer(catalogue_cli.variables, name="variables")
app.command()(replay_cli.backtest)
