"""Which sources are followed: the catalogue, as values and as rows."""

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files

from nlp.variables import Catalogue
from sources import catalogue
from sources.catalogue import Source
from veille import BadCatalogue, BadInput, day_in_paris
from warehouse import write
from warehouse.database import Connection
from warehouse.write import SourceRow

from .settings import Settings


def known(settings: Settings, edited: Catalogue) -> tuple[Source, ...]:
    """The catalogue of sources: the one that ships with Veille, or the one the settings name.

    Raises:
        BadInput: the file named does not exist, or is no file.
        BadCatalogue: a line of it cannot be used.
    """
    variables = [variable.id for variable in edited.variables]
    path = settings.catalogue
    if path is None:
        text = files("sources").joinpath("catalogue.toml").read_text(encoding="utf-8")
        return catalogue.parse(text, "sources/catalogue.toml", variables)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        todo = "L’enregistrer en UTF-8"
        raise BadCatalogue("Caractère illisible", where=f"{path}:{line}", todo=todo) from error
    except OSError as error:
        todo = "Corriger VEILLE_SOURCES, ou le retirer pour employer le catalogue fourni"
        raise BadInput("Catalogue de sources introuvable", where=str(path), todo=todo) from error
    return catalogue.parse(text, str(path), variables)


def list_in(db: Connection, followed: Sequence[Source], now: datetime) -> None:
    """Store the sources followed; those that left the catalogue stay, no longer listed."""
    write.catalogued(db, [_row(source) for source in followed], day_in_paris(now))


def _row(source: Source) -> SourceRow:
    return SourceRow(
        source.id,
        source.name,
        source.class_,
        source.kind,
        source.url,
        source.variables,
        source.rights,
        source.retention_days,
        source.language,
        True,
        source.note,
    )
