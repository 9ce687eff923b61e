"""The subcommand `veille backtest`: its options, and what it calls."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from veille import BadInput

from . import usage
from .settings import Settings

Out = Annotated[
    Path,
    typer.Option(
        metavar="<dossier>",
        help="Dossier de sortie : alerts.jsonl, summary.json ; avec --synthetic, aussi truth.jsonl"
        " et trois graphiques.",
    ),
]
Given = Annotated[
    list[Path] | None, typer.Option("--input", help="Archive JSONL datée (.gz), répétable.")
]
Vectors = Annotated[
    Path | None, typer.Option(help="Vecteurs, un par enregistrement (.npy) : vérifiés, sans usage.")
]
First = Annotated[
    str | None, typer.Option("--from", help="Premier jour montré de l’archive, ou sa semaine.")
]
Last = Annotated[str | None, typer.Option("--to", help="Dernier jour rejoué, ou sa semaine.")]
Step = Annotated[str, typer.Option(help="week | month ; une archive seulement.")]
Setting = Annotated[str, typer.Option(help="haute_precision | equilibre | large_filet.")]
History = Annotated[
    int | None, typer.Option(min=1, help="Semaines d’archive avant de rien confirmer.")
]
Seed = Annotated[int | None, typer.Option(min=0, help="Graine du flux engendré à rejouer.")]
Volume = Annotated[
    float | None, typer.Option(min=1, max=5_000, help="Documents engendrés par jour (200).")
]
Nulls = Annotated[
    bool,
    typer.Option("--nulls/--no-nulls", help="Rejouer aussi des témoins, où rien ne doit émerger."),
]


def backtest(
    out: Out,
    given: Given = None,
    embeddings: Vectors = None,
    first: First = None,
    last: Last = None,
    step: Step = "week",
    setting: Setting = "equilibre",
    history_weeks: History = None,
    synthetic: Seed = None,
    docs_per_day: Volume = None,
    nulls: Nulls = True,
) -> None:
    """Remonter le temps : rejouer une archive datée, pas à pas.

    Juge ce qui aurait été dit à chaque pas, à côté des règles publiées.
    """
    from warehouse import publish

    if (given is None) == (synthetic is None):
        todo = "Donner --input ARCHIVE.jsonl, ou --synthetic GRAINE"
        what = "Il faut une archive ou un flux engendré, et un seul"
        raise BadInput(what, where="backtest", todo=todo)
    if given and docs_per_day is not None:
        todo = "Retirer --docs-per-day, ou engendrer un flux par --synthetic"
        raise BadInput("Une archive a son volume", where="--input --docs-per-day", todo=todo)
    since, until = usage.day(first), usage.day(last, ends=True)
    publish.check_free(publish.Home(out))
    from . import models, timemachine
    from .backtest import Plan

    plan = Plan(out, setting, step, history_weeks, since, until, embeddings)
    if synthetic is not None:
        found = timemachine.stream(plan, synthetic, docs_per_day or 200, usage.say, nulls=nulls)
    else:
        settings = Settings.from_env()
        load = partial(models.load, settings.spacy_model, settings.variables)
        now = datetime.now(UTC)
        found = timemachine.archive(load, given or [], plan, now, usage.say, nulls=nulls)
    typer.echo("\n".join(timemachine.told(found, out)))
