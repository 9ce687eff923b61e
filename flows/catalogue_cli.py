"""The subcommands `veille variables`: list, check and try a catalogue of key variables."""

import json
from pathlib import Path
from typing import Annotated

import typer

from .settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="Au format JSON, pour les scripts.")]

variables = typer.Typer(rich_markup_mode=None, add_completion=False)
EDITED = "Fichier à lire ; celui de VEILLE_VARIABLES, ou celui fourni, si aucun n’est donné."


@variables.callback(invoke_without_command=True)
def list_variables(context: typer.Context, as_json: AsJson = False) -> None:
    """Lister, vérifier ou essayer les variables clés.

    Sans sous-commande : chaque variable, ses sous-thèmes, le nombre de ses expressions.
    """
    if context.invoked_subcommand:
        return
    from . import editing, models

    read = models.catalogue(Settings.from_env().variables)
    typer.echo(editing.as_rows(read) if as_json else "\n".join(editing.listed(read)))


@variables.command("check")
def check_variables(
    file: Annotated[Path | None, typer.Argument(help=EDITED)] = None, as_json: AsJson = False
) -> None:
    """Vérifier un catalogue de variables.

    Toutes ses erreurs, chacune avec sa ligne, et ce qui paraît être un oubli.
    """
    from . import editing

    where, found = editing.mistakes(file or Settings.from_env().variables)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    for mistake in found if not as_json else ():
        typer.echo(f"{mistake['level']} : {mistake['message']}", err=True)
    if any(mistake["level"] == "Erreur" for mistake in found):
        raise typer.Exit(1)
    if not as_json:
        typer.echo(f"{where} : aucune erreur.")


@variables.command("try")
def try_variables(
    file: Annotated[Path, typer.Argument(help="Catalogue corrigé, à essayer.")],
    limit: Annotated[int, typer.Option(min=0, help="Textes relus ; 0 : tous.")] = 2_000,
    as_json: AsJson = False,
) -> None:
    """Essayer un catalogue corrigé sur l’archive, sans y toucher.

    Ce que chaque variable gagne et perd, avec les passages.
    """
    from . import editing, models

    settings = Settings.from_env()
    edited = models.catalogue(file)
    today = models.load(settings.spacy_model, settings.variables)
    trial = editing.attempt(settings.home.published, today, edited, limit)
    typer.echo(editing.as_json(trial) if as_json else "\n".join(editing.told(trial)))
