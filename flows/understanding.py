"""Turn documents into readings: language, passages, tags, mentions. Plain functions on batches."""

from collections.abc import Iterator, Sequence
from itertools import islice

from spacy.tokens import Doc

from nlp import duplicates, language, passages, terms
from veille import Document, Passage, Tag
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


def retag(models: Models, documents: Sequence[Document]) -> dict[str, list[Tag]]:
    """The tags of documents already read, by version id: their passages are cut as they were."""
    texts = (document.text[:MAX_CHARACTERS] for document in documents)
    docs = models.nlp.pipe(texts, batch_size=50)
    return {
        document.version_id: models.tagger.tag(doc, _spoken_of(document, doc))
        for document, doc in zip(documents, docs, strict=True)
    }


def _spoken_of(document: Document, doc: Doc) -> list[Passage]:
    """The passages that are tagged: none if the text is not in French."""
    if language.detect(document.text) != "fr":
        return []
    return passages.split(document.id, document.version_id, doc.text, document.pages)


def _read(models: Models, document: Document, doc: Doc) -> Reading:
    spoken = language.detect(document.text)
    cut = passages.split(document.id, document.version_id, doc.text, document.pages)
    told = cut if spoken == "fr" else []
    tags = models.tagger.tag(doc, told)
    # Units are looked for in every passage: what rises first is often what no lexicon names yet.
    mentions = terms.mentions(doc, told, general=frozenset())
    signature = duplicates.signature(document.text)
    return Reading(document, spoken, signature, cut, tags, mentions)
