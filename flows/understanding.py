"""Turn documents into readings: language, passages, tags, actors, mentions, in batches."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from spacy.tokens import Doc

from nlp import boilerplate, duplicates, language, passages
from nlp.named import NOBODY
from veille import Block, Document, Passage, Stake, Tag
from warehouse.understood import Reading, Tagged

from .models import Models

Item = TypeVar("Item")

BATCH = 200  # documents handled together: large enough for Prefect, small enough for memory
MAX_CHARACTERS = 1_000_000  # spaCy's own limit; the rest of a longer text is not analysed


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The documents, or what stands for them, in groups of `size`, in their order."""
    rest = iter(items)
    while group := list(islice(rest, size)):
        yield group


def understand(models: Models, documents: Sequence[Document]) -> list[Reading]:
    """The reading of each document, in their order; a text not in French gets no tag, no unit."""
    texts = (document.text[:MAX_CHARACTERS] for document in documents)
    docs = models.read(texts)
    return [_read(models, document, doc) for document, doc in zip(documents, docs, strict=True)]


def retag(models: Models, documents: Sequence[Document]) -> dict[str, Tagged]:
    """The tags of documents already read, by version id: their passages are cut as they were."""
    texts = (document.text[:MAX_CHARACTERS] for document in documents)
    return {
        document.version_id: Tagged(*_tagged(models, doc, *_spoken_of(document, doc)))
        for document, doc in zip(documents, models.read(texts), strict=True)
    }


def tagged(models: Models, doc: Doc, cut: Sequence[Passage]) -> Sequence[Tag]:
    """The tags of the passages of a French text, as a night gives them."""
    blocks = boilerplate.blocks(doc.text, cut)
    told = boilerplate.speaking(cut, blocks)
    return models.tagger.tag(doc, told, boilerplate.furniture(blocks))


def _tagged(
    models: Models, doc: Doc, told: Sequence[Passage], blocks: Sequence[Block]
) -> tuple[Sequence[Tag], Sequence[Stake]]:
    """The tags of these passages, and the stakes of those that are tagged, furniture left out."""
    hidden = boilerplate.furniture(blocks)
    tags = models.tagger.tag(doc, told, hidden)
    known = {tag.passage_id for tag in tags}
    return tags, models.stakes.find(doc, [p for p in told if p.id in known], hidden)


def _spoken_of(document: Document, doc: Doc) -> tuple[list[Passage], list[Block]]:
    """The passages that are tagged, none if the text is not in French, and their blocks."""
    if language.detect(document.text) != "fr":
        return [], []
    cut = passages.split(document.id, document.version_id, doc.text, document.pages)
    blocks = boilerplate.blocks(doc.text, cut)
    return boilerplate.speaking(cut, blocks), blocks


def _read(models: Models, document: Document, doc: Doc) -> Reading:
    spoken = language.detect(document.text)
    cut = passages.split(document.id, document.version_id, doc.text, document.pages)
    blocks = boilerplate.blocks(doc.text, cut if spoken == "fr" else [])
    told = boilerplate.speaking(cut, blocks)
    tags, stakes = _tagged(models, doc, told, blocks)
    # Units are looked for in every passage: what rises first is often what no lexicon names yet.
    named = models.finder.find(doc, told) if told else NOBODY
    mentions = models.mentions(doc, told, blocks, named)
    signature = duplicates.signature(document.text)
    return Reading(document, spoken, signature, cut, tags, mentions, named.mentions, stakes, blocks)
