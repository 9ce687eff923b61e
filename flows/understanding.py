"""Turn documents into readings: language, passages, tags, mentions. Plain functions on batches."""

from collections.abc import Iterator, Sequence
from itertools import islice

from spacy.tokens import Doc

from nlp import boilerplate, duplicates, language, passages, terms
from veille import Document
from warehouse.write import Reading

from .models import Models

BATCH = 200  # documents handled together: large enough for Prefect, small enough for memory
MAX_CHARACTERS = 1_000_000  # spaCy's own limit; the rest of a longer text is not analysed


def batches(documents: Sequence[Document], size: int = BATCH) -> Iterator[list[Document]]:
    """The documents in groups of `size`, in their order."""
    rest = iter(documents)
    while group := list(islice(rest, size)):
        yield group


def understand(models: Models, documents: Sequence[Document]) -> list[Reading]:
    """The reading of each document, in their order; a text not in French gets no tag, no unit."""
    texts = (document.text[:MAX_CHARACTERS] for document in documents)
    docs = models.nlp.pipe(texts, batch_size=50)
    return [_read(models, document, doc) for document, doc in zip(documents, docs, strict=True)]


def _read(models: Models, document: Document, doc: Doc) -> Reading:
    spoken = language.detect(document.text)
    cut = passages.split(document.id, document.version_id, doc.text, document.pages)
    blocks = boilerplate.blocks(doc.text, cut if spoken == "fr" else [])
    told = boilerplate.speaking(cut, blocks)
    tags = models.tagger.tag(doc, told)
    # Units are looked for in every passage: what rises first is often what no lexicon names yet.
    furniture = [block for block in blocks if block.imprint == boilerplate.FURNITURE]
    mentions = terms.mentions(doc, told, general=models.general, outside=furniture)
    signature = duplicates.signature(document.text)
    return Reading(document, spoken, signature, cut, tags, mentions, blocks)
