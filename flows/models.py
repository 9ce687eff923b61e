"""The loaded models, and the version under which their results are stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import metadata
from importlib.resources import as_file, files
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp import boilerplate, composition, gazetteer, terms, things, variables
from nlp.actors import Finder
from nlp.composition import Substance
from nlp.formulas import FORMULAS
from nlp.named import NOBODY, Named
from nlp.stakes import Stakes
from nlp.surnames import known
from nlp.tag_model import TagModel, unpack
from nlp.tagging import Tagger
from nlp.variants import WRITTEN, plain
from veille import BadCatalogue, BadInput, Block, Mention, Passage, digest

# Changes whenever the code of nlp gives other passages, tags or mentions for one text.
ANALYSIS = "20"
INSTALLED = ("fr_core_news_lg", "fr_core_news_md", "fr_core_news_sm")
# Nothing reads dependencies, and nlp.passages cuts the sentences of a night.
UNUSED = ("parser", "veille_sentences")
TOGETHER = 200_000  # characters analysed together: bounds the memory of a batch


@cache
def known_actors() -> gazetteer.Gazetteer:
    """The gazetteer that ships with Veille."""
    text = _text("actors.toml")
    return gazetteer.parse(text, "nlp/actors.toml")


@cache
def known_first_names() -> tuple[str, ...]:
    """The first names that ship with Veille, in small letters, in the order of the alphabet."""
    return tuple(sorted(_listed("first_names.txt") | _listed("other_first_names.txt")))


@cache
def known_names() -> things.Lists:
    """What ships with Veille on the names of places, papers, families and things."""
    lists = things.parse(_text("names.toml"))
    alone = lists.surnames | _listed("first_names.txt")
    surnames = lists.surnames | _listed("surnames.txt")
    words = _listed("surnames_too.txt")
    return replace(lists, surnames=surnames, alone=alone, words=words)


@cache
def known_people() -> frozenset[str]:
    """The first names and surnames that ship with Veille and are no words, in small letters."""
    names = {*known_first_names(), *known_names().surnames}
    return frozenset(name for name in names if not known(name))


@dataclass(frozen=True)
class Models:
    """What turns a text into passages, tags and mentions."""

    nlp: Language
    catalogue: variables.Catalogue
    name: str  # of the language pipeline, with its version
    actors: gazetteer.Gazetteer = field(default_factory=known_actors)
    first_names: tuple[str, ...] = field(default_factory=known_first_names)

    @cached_property
    def tagger(self) -> Tagger:
        """The tagger of the key variables."""
        with self.nlp.select_pipes(enable="veille_keys"):  # its expressions need keys alone
            return Tagger(self.nlp, self.catalogue, tag_model())

    @cached_property
    def finder(self) -> Finder:
        """The finder of actors, territories, professions and people."""
        with self.nlp.select_pipes(enable="veille_keys"):
            return Finder(self.nlp, self.actors, self.first_names, known_names())

    @cached_property
    def stakes(self) -> Stakes:
        """What finds the stakes of a passage."""
        with self.nlp.select_pipes(enable="veille_keys"):
            return Stakes(self.nlp, self.catalogue.issues)

    @cached_property
    def domain(self) -> frozenset[str]:
        """The units of several words that the variables name.

        Those of the catalogue that ships: what the team edits makes tags again, not mentions. A
        body of the gazetteer that is on the list of formulas stays there: an actor is no subject,
        and « conseil départemental » rose when councils took that name.
        """
        known = catalogue().variables
        expressions = [e.text for v in known for e in v.expressions if " " in e.text]
        bodies = [name for entry in self.actors.entries for name in entry.names]
        with self.nlp.select_pipes(enable="veille_keys"):
            named = frozenset(map(terms.unit_of, self.nlp.pipe(expressions)))
            acting = frozenset(map(terms.unit_of, self.nlp.pipe(bodies)))
        return named - (acting & FORMULAS)

    @property
    def reading(self) -> str:
        """The version of all but the tags: code, language pipeline, names and general words."""
        words = sorted(self.general | self.domain)
        lists = ("names.toml", "surnames.txt", "surnames_too.txt", "substance.toml")
        data = digest(self.actors.digest, *map(_text, lists), *self.first_names, *words)
        return f"{ANALYSIS}-{self.name}-{data[:8]}"

    @cached_property
    def general(self) -> frozenset[str]:
        """Lemmas of general language, none of which is a candidate alone."""
        lines = _text("general.txt").splitlines()
        words = (word for line in lines if line[:1] != "#" for word in line.split())
        return self.substance.general.union(words)

    @cached_property
    def substance(self) -> Substance:
        """What words bring to a term."""
        return composition.parse(_text("substance.toml"))

    @property
    def version(self) -> str:
        """The version of the analysis: that of the reading, then of what the tags come from."""
        return f"{self.reading}-{digest(self.catalogue.digest, tag_model().digest)[:8]}"

    def mentions(
        self,
        doc: Doc,
        passages: Sequence[Passage],
        blocks: Sequence[Block] = (),
        named: Named = NOBODY,
    ) -> list[Mention]:
        """The terms of these passages, by the lists that ship: `nlp.terms.mentions`.

        Blocks that furnish a page hold none; who and what is named comes from the finder.
        """
        return terms.mentions(
            doc,
            passages,
            general=self.general,
            domain=self.domain,
            substance=self.substance,
            hidden=boilerplate.furniture(blocks),
            named=named,
        )

    def read(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The analysed texts, in their order; short ones together, a long one alone.

        The text of a Doc has plain apostrophes and spaces; offsets are those of the given one.
        """
        for group in _groups(texts):
            docs = self.nlp.pipe(map(plain, group), batch_size=len(group))
            for text, doc in zip(group, docs, strict=True):
                doc.user_data[WRITTEN] = text
                yield doc


def _listed(name: str) -> frozenset[str]:
    """The words of a list of nlp/, in small letters; lines that begin with # say what it is."""
    lines = (line for line in _text(name).splitlines() if not line.startswith("#"))
    return frozenset(word.casefold() for line in lines for word in line.split())


def _text(name: str) -> str:
    """What a file of nlp/ says."""
    return files("nlp").joinpath(name).read_text(encoding="utf-8")


def _groups(texts: Iterable[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for text in texts:
        if group and sum(map(len, group)) + len(text) > TOGETHER:
            yield group
            group = []
        group.append(text)
    if group:
        yield group


def load(spacy_model: str | None, edited: Path | None = None) -> Models:
    """The models: the pipeline asked for, else an installed fr_core_news_*, else our own.

    Args:
        spacy_model: the name of an installed pipeline, or the path of its folder.
        edited: the team's own catalogue of variables; None for the one that ships with Veille.

    Raises:
        BadInput: the pipeline asked for is not installed, or the catalogue cannot be read.
        BadCatalogue: the catalogue says something that cannot be.
    """
    name = spacy_model or next((name for name in INSTALLED if find_spec(name)), None)
    if name is None:
        with as_file(files("nlp").joinpath("model")) as path:
            return _loaded(path, edited)
    try:
        return _loaded(name, edited)
    except OSError as error:
        todo = "L’installer, ou retirer VEILLE_SPACY_MODEL pour employer le modèle fourni"
        raise BadInput("Modèle spaCy introuvable", where=f"« {name} »", todo=todo) from error


def _loaded(where: str | Path, edited: Path | None) -> Models:
    pipeline = spacy.load(where, exclude=UNUSED)
    if "veille_keys" not in pipeline.pipe_names:
        pipeline.add_pipe("veille_keys")
    meta = pipeline.meta
    return Models(pipeline, catalogue(edited), f"{meta['lang']}_{meta['name']}-{meta['version']}")


def catalogue(edited: Path | None = None) -> variables.Catalogue:
    """The catalogue of key variables: this file, or the one that ships with Veille.

    Raises:
        BadInput: the file cannot be read.
        BadCatalogue: it says something that cannot be.
    """
    return variables.parse(*catalogue_text(edited))


def catalogue_text(edited: Path | None = None) -> tuple[str, str]:
    """The text of the catalogue of key variables, and what to call its file.

    Raises:
        BadInput: the file cannot be read.
        BadCatalogue: it is not in UTF-8.
    """
    if edited is None:
        return files("nlp").joinpath("variables.toml").read_text("utf-8"), "nlp/variables.toml"
    try:
        return edited.read_text("utf-8-sig"), str(edited)
    except UnicodeDecodeError as error:
        where = f"{edited}, ligne {1 + error.object.count(10, 0, error.start)}"  # 10: line feed
        todo = "Enregistrer le fichier en UTF-8"
        raise BadCatalogue("Caractère illisible", where=where, todo=todo) from error
    except OSError as error:
        todo = "Vérifier le chemin (VEILLE_VARIABLES, ou le fichier donné)"
        raise BadInput("Catalogue de variables illisible", where=str(edited), todo=todo) from error


@cache
def tag_model() -> TagModel:
    """The trained weights of the tags that ship with Veille."""
    content = files("nlp").joinpath("tags.npz").read_bytes()
    with np.load(BytesIO(content), allow_pickle=False) as packed:
        return unpack(packed, digest(content.hex()))


def code_version() -> str:
    """The version of the program, for the ledger."""
    return metadata.version("veille")
