"""The loaded models, and the version under which their results are stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp import variables
from nlp.tagging import Tagger
from veille import BadInput, digest

# Changes whenever the code of nlp gives other passages, tags or mentions for one text.
ANALYSIS = "2"
INSTALLED = ("fr_core_news_lg", "fr_core_news_md", "fr_core_news_sm")
# Nothing reads dependencies or entities, and nlp.passages cuts the sentences of a night.
UNUSED = ("parser", "ner", "veille_sentences")
TOGETHER = 200_000  # characters analysed together: bounds the memory of a batch


@dataclass(frozen=True)
class Models:
    """What turns a text into passages, tags and mentions."""

    nlp: Language
    catalogue: variables.Catalogue
    name: str  # of the language pipeline, with its version

    @cached_property
    def tagger(self) -> Tagger:
        """The tagger of the key variables."""
        with self.nlp.select_pipes(enable="veille_keys"):  # its expressions need keys alone
            return Tagger(self.nlp, self.catalogue)

    @property
    def version(self) -> str:
        """The version of the analysis: code, language pipeline, catalogue of variables."""
        return f"{ANALYSIS}-{self.name}-{digest(self.catalogue.digest)[:8]}"

    def read(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The analysed texts, in their order; short ones together, a long one alone."""
        for group in _groups(texts):
            yield from self.nlp.pipe(group, batch_size=len(group))


def _groups(texts: Iterable[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for text in texts:
        if group and sum(map(len, group)) + len(text) > TOGETHER:
            yield group
            group = []
        group.append(text)
    if group:
        yield group


def load(spacy_model: str | None) -> Models:
    """The models: the pipeline asked for, else an installed fr_core_news_*, else our own.

    Args:
        spacy_model: the name of an installed pipeline, or the path of its folder.

    Raises:
        BadInput: the pipeline asked for is not installed.
    """
    name = spacy_model or next((name for name in INSTALLED if find_spec(name)), None)
    if name is None:
        with as_file(files("nlp").joinpath("model")) as path:
            return _loaded(path)
    try:
        return _loaded(name)
    except OSError as error:
        todo = "L’installer, ou retirer VEILLE_SPACY_MODEL pour employer le modèle fourni"
        raise BadInput("Modèle spaCy introuvable", where=f"« {name} »", todo=todo) from error


def _loaded(where: str | Path) -> Models:
    pipeline = spacy.load(where, exclude=UNUSED)
    if "veille_keys" not in pipeline.pipe_names:
        pipeline.add_pipe("veille_keys")
    meta = pipeline.meta
    return Models(pipeline, catalogue(), f"{meta['lang']}_{meta['name']}-{meta['version']}")


def catalogue() -> variables.Catalogue:
    """The catalogue of key variables that ships with Veille."""
    text = files("nlp").joinpath("variables.toml").read_text(encoding="utf-8")
    return variables.parse(text, "nlp/variables.toml")


def code_version() -> str:
    """The version of the program, for the ledger."""
    return metadata.version("veille")
