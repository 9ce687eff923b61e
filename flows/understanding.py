"""Turn documents into readings: language, passages, tags, actors, mentions, in batches."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from spacy.tokens import Doc

from nlp import duplicates, language, passages, terms
from nlp.named import NOBODY
from veille import Document
from warehouse.write import Reading

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


def _read(models: Models, document: Document, doc: Doc) -> Reading:
    spoken = language.detect(document.text)
    cut = passages.split(document.id, document.version_id, doc.text, document.pages)
    told = cut if spoken == "fr" else []
    tags = models.tagger.tag(doc, told)
    # Units are looked for in every passage: what rises first is often what no lexicon names yet.
    named = models.finder.find(doc, told) if told else NOBODY
    mentions = terms.mentions(doc, told, general=frozenset(), named=named)
    signature = duplicates.signature(document.text)
    tagged = {tag.passage_id for tag in tags}
    stakes = models.stakes.find(doc, [passage for passage in told if passage.id in tagged])
    return Reading(document, spoken, signature, cut, tags, mentions, named.mentions, stakes)
