"""The words of a text that make no term: names, places, verbs taken for nouns."""

from collections.abc import Sequence

from spacy.tokens import Doc

from nlp import shouted, verbs, whereabouts
from nlp.named import Named
from nlp.words import Word


def silence(words: list[Word], norms: Sequence[int], doc: Doc, named: Named) -> None:
    """Take them out, in place; the order matters: each looks at what the one before has left.

    Args:
        words: those of a text.
        norms: the lemma of each, as a hash.
        doc: the same text.
        named: whom and what it names.
    """
    shouted.silence(words, norms)
    shouted.soften(words, doc)
    verbs.silence(words, doc)
    whereabouts.silence(words, doc, named)
