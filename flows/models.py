"""The loaded models, and the version under which their results are stored."""

from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from importlib.resources import files
from importlib.util import find_spec

import spacy
from spacy.language import Language

from nlp import lemmas, variables
from nlp.tagging import Tagger
from veille import BadInput, digest

# Changes whenever the code of nlp gives other passages, tags or mentions for one text.
ANALYSIS = "2"
INSTALLED = ("fr_core_news_lg", "fr_core_news_md", "fr_core_news_sm")


@dataclass(frozen=True)
class Models:
    """What turns a text into passages, tags and mentions."""

    nlp: Language
    catalogue: variables.Catalogue
    name: str  # of the language pipeline

    @cached_property
    def tagger(self) -> Tagger:
        """The tagger of the key variables."""
        return Tagger(self.nlp, self.catalogue)

    @cached_property
    def general(self) -> frozenset[str]:
        """Lemmas of general language, none of which is a candidate alone."""
        lines = files("nlp").joinpath("general.txt").read_text(encoding="utf-8").splitlines()
        return frozenset(word for line in lines if line[:1] != "#" for word in line.split())

    @property
    def version(self) -> str:
        """The version of the analysis: code, language pipeline, catalogue of variables."""
        return f"{ANALYSIS}-{self.name}-{digest(self.catalogue.digest)[:8]}"


def load(spacy_model: str | None) -> Models:
    """The models: the pipeline asked for, else an installed fr_core_news_*, else our own.

    Raises:
        BadInput: the pipeline asked for is not installed.
    """
    found = next((name for name in INSTALLED if find_spec(name)), None)
    name = spacy_model or found
    if name is None:
        return Models(lemmas.blank(), catalogue(), "lemmes")
    try:
        pipeline = spacy.load(name, exclude=["parser", "ner"])
    except OSError as error:
        todo = "L’installer, ou retirer VEILLE_SPACY_MODEL pour employer les lemmes fournis"
        raise BadInput("Modèle spaCy introuvable", where=f"« {name} »", todo=todo) from error
    pipeline.add_pipe("veille_keys")
    return Models(pipeline, catalogue(), f"{name}-{pipeline.meta['version']}")


def catalogue() -> variables.Catalogue:
    """The catalogue of key variables that ships with Veille."""
    text = files("nlp").joinpath("variables.toml").read_text(encoding="utf-8")
    return variables.parse(text, "nlp/variables.toml")


def code_version() -> str:
    """The version of the program, for the ledger."""
    return metadata.version("veille")
