"""The parts of our French pipeline, which spaCy finds by name: `spacy.load("nlp/model")` is enough.

What a form looks like and what the dictionary says of it feeds the network (`veille_classes`);
the sentence then decides between the lemmas of a form (`veille_lemmas`); the rules of
nlp.passages and the network cut sentences together (`veille_sentences`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Final

import numpy as np
import simplemma
from numpy.typing import NDArray
from spacy import symbols as UD
from spacy.language import Language
from spacy.pipeline.senter import (  # type: ignore[import-not-found]  # compiled
    DEFAULT_SENTER_MODEL,
    SentenceRecognizer,
)
from spacy.strings import get_string_id
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import Model
from thinc.types import Floats2d

from nlp.lemmas import INCLUSIVE, LONGEST_WORD, infinitive, lemma
from nlp.passages import abbreviates, is_mark, sentences
from nlp.spellings import MOST_KNOWN, Spellings

TABLE: Final = "veille_lemmas"  # in the lookups of the vocabulary, see lemma_as
PIECE: Final = 10_000  # tokens that go through the network together: some 100 MB
DEEPEST: Final = 8  # tokens on each side that a token's vector may depend on
Vectorizer = Model[list[Doc], list[Floats2d]]
Backprop = Callable[[list[Floats2d]], list[Doc]]
LONGEST_ENDING: Final = 6  # letters
_AS_IS: Final = frozenset({"PROPN", "X", "SYM", "PUNCT", "NUM", "SPACE"})
# What the network may take « sociaux·ales » for, whose marks no treebank has.
_NO_WORD: Final = (UD.PUNCT, UD.SYM, UD.CCONJ, UD.X)
_OF: Final = frozenset({"de", "d'", "d’", "du"})
_DASHES: Final = frozenset("-‐‑–")
_POINT = re.compile(r"\.(?=\s)")
_PLAIN = str.maketrans({"’": "'", "‐": "-", "‑": "-", "ʼ": "'"})
_ENDINGS: Final = (  # of regular verbs
    "assent", "eraient", "erions", "aient", "erais", "erait", "erons", "eront", "eriez", "ions",
    "erai", "eras", "erez", "iez", "ais", "ait", "ons", "era", "ent", "ant", "ées", "ée", "és",
    "ez", "er", "es", "as", "a", "é", "e",
)  # fmt: skip


@registry.architectures("veille.Bounded.v1")  # type: ignore[untyped-decorator]
def bounded(layer: Vectorizer) -> Vectorizer:
    """The same vectors of tokens as the layer's, in memory that does not grow with the texts.

    A layer of windows sees DEEPEST tokens around each at most: pieces that overlap by as much give
    exactly what the whole text gives.
    """
    return Model(
        "bounded", _forward, init=_initialise, layers=[layer], dims={"nO": layer.get_dim("nO")}
    )


def _initialise(model: Vectorizer, X: list[Doc] | None = None, Y: object = None) -> None:
    model.layers[0].initialize(X=X)


def _forward(model: Vectorizer, docs: list[Doc], is_train: bool) -> tuple[list[Floats2d], Backprop]:
    layer = model.layers[0]
    if is_train:
        return layer(docs, is_train)
    pieces = [piece for doc in docs for piece in _pieces(doc)]
    vectors: list[Floats2d] = []
    for group in _groups([piece for piece, _, _ in pieces]):
        vectors += layer.predict(group)
    parts = iter(v[first:last] for (_, first, last), v in zip(pieces, vectors, strict=True))
    found = [[next(parts) for _ in range(max(1, -(-len(doc) // PIECE)))] for doc in docs]
    whole = [few[0] if len(few) == 1 else model.ops.xp.concatenate(few) for few in found]
    return whole, lambda gradient: []


def _pieces(doc: Doc) -> Iterator[tuple[Doc, int, int]]:
    """Overlapping pieces of a text, with the tokens of each that are its own."""
    if len(doc) <= PIECE:
        yield doc, 0, len(doc)
        return
    for start in range(0, len(doc), PIECE):
        first, last = max(0, start - DEEPEST), min(len(doc), start + PIECE)
        yield doc[first : last + DEEPEST].as_doc(), start - first, last - first


def _groups(pieces: list[Doc]) -> Iterator[list[Doc]]:
    """The pieces in their order, together as long as they hold PIECE tokens at most."""
    group: list[Doc] = []
    for piece in pieces:
        if group and sum(map(len, group)) + len(piece) > PIECE:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


@Language.factory("veille_classes")
class Classes:
    """Writes the class of each form where the network reads it, ENT_KB_ID; others clear it."""

    def __init__(self, nlp: Language, name: str) -> None:
        self._classes = Spellings(nlp.vocab.strings, word_class)

    def __call__(self, doc: Doc) -> Doc:
        """The same document, with classes."""
        classes = self._classes(doc)
        doc.from_array(["ENT_KB_ID"], classes.reshape(-1, 1))  # type: ignore[arg-type]
        return doc


def word_class(form: str) -> str:
    """What the dictionary says of a form: known, a verb, with a plural, what its lemma changes.

    « finissons » gives « ssons>r » and a verb, « logements » « s> » and no verb: forms that the
    treebanks never showed share the class of forms they did.
    """
    if len(form) > LONGEST_WORD:
        return "#"
    low = form.lower().translate(_PLAIN)
    inclusive = INCLUSIVE.match(low)
    low = f"{inclusive[1]}s" if inclusive else low
    if not low.replace("-", "").replace("'", "").isalpha():
        return "0" if low[:1].isdigit() else "#"
    found = simplemma.lemmatize(low, lang="fr").lower()
    shared = n_shared(low, found)
    flags = (
        simplemma.is_known(low, lang="fr"),
        simplemma.is_known(low + "s", lang="fr"),
        infinitive(found),
        conjugated(low),
    )
    return "".join("01"[flag] for flag in flags) + f"{low[shared:]}>{found[shared:]}"


def n_shared(one: str, other: str) -> int:
    """How many letters two words have in common from their start."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def conjugated(low: str) -> bool:
    """Whether a regular verb has this form, whatever else it may be (porte, marche)."""
    stems = (low.removesuffix(end) for end in _ENDINGS if low.endswith(end))
    return any(len(stem) > 1 and infinitive(stem + "er") for stem in stems)


@Language.factory("veille_lemmas")
class ContextLemmas:
    """Sets `lemma_`: what the treebanks say of a form and its part of speech, else the dictionary.

    Clears what `veille_classes` wrote.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self._vocab = nlp.vocab
        self._table: Mapping[str, str] | None = None
        self._known: dict[tuple[int, int], int] = {}
        self._blanks: set[int] = set()  # the spellings of white space, no word of the network's

    def __call__(self, doc: Doc) -> Doc:
        """The same document, with lemmas."""
        known = self._known
        if len(known) > MOST_KNOWN:
            known.clear()
        columns = doc.to_array(["ORTH", "POS"])
        _mend(doc, columns[:, 1])
        pairs = list(zip(columns[:, 0].tolist(), columns[:, 1].tolist(), strict=True))
        for pair in set(pairs).difference(known):
            known[pair] = self._lemma(*pair)
        found = np.zeros((len(pairs), 3), np.uint64)
        found[:, 0] = np.fromiter(map(known.__getitem__, pairs), np.uint64, len(pairs))
        found[:, 1] = np.where(np.isin(columns[:, 0], list(self._blanks)), UD.SPACE, columns[:, 1])
        doc.from_array(["LEMMA", "POS", "ENT_KB_ID"], found)  # type: ignore[arg-type]
        return doc

    def _lemma(self, spelling: int, pos: int) -> int:
        strings = self._vocab.strings
        if strings[spelling].isspace():
            self._blanks.add(spelling)
        if self._table is None:
            lookups = self._vocab.lookups
            self._table = lookups.get_table(TABLE) if lookups.has_table(TABLE) else {}
        return strings.add(lemma_as(strings[spelling], strings[pos], self._table))


def _mend(doc: Doc, pos: NDArray[np.generic]) -> None:
    """Set right the parts of speech of which the network is known to err."""
    for i in np.flatnonzero(np.isin(pos, _NO_WORD)).tolist():
        if INCLUSIVE.match(doc[i].lower_):
            pos[i] = UD.ADJ if i and pos[i - 1] in (UD.NOUN, UD.ADJ) else UD.NOUN
    follows = np.isin(pos[:-2], (UD.PROPN, UD.NOUN, UD.PUNCT)) & (pos[1:-1] == UD.NOUN)
    leads = np.isin(pos[2:], (UD.DET, UD.ADP, UD.ADV, UD.SCONJ))
    for i in (1 + np.flatnonzero(follows & leads)).tolist():
        if _acts(doc[i].text, doc[i - 1].text, doc[i + 1].lower_, pos[i - 1 : i + 2].tolist()):
            pos[i] = UD.VERB
    pos[doc.to_array(["ORTH"]) == get_string_id("%")] = UD.SYM  # UD; its treebanks do not agree


def _acts(form: str, before: str, after: str, pos: Sequence[int]) -> bool:
    """Whether what stands between a name and its complement is its verb: « l'ARS finance des ».

    In the treebanks no such form is a noun there; some two hundred are verbs.
    """
    if not (form.islower() and form.endswith(("e", "ent")) and conjugated(form)):
        return False
    if pos[0] == UD.NOUN:
        return bool(pos[2] == UD.DET) or after == "des"
    if pos[0] == UD.PUNCT and before != ")":
        return False
    return bool(pos[2] != UD.ADP) or after not in _OF


def lemma_as(form: str, pos: str, table: Mapping[str, str]) -> str:
    """The UD lemma of a form that has this part of speech (UPOS).

    Args:
        table: exceptions ("suis|AUX" to "être", small letters or not) and endings: "*ssons|VERB"
            to "4r", four letters off and an r on.
    """
    if len(form) > LONGEST_WORD:
        return form
    found = table.get(f"{form}|{pos}") or table.get(f"{form.lower().translate(_PLAIN)}|{pos}")
    return found or regular(form, pos, table)


def regular(form: str, pos: str, table: Mapping[str, str]) -> str:
    """The lemma of a form that is no exception: the dictionary if it fits, else an ending."""
    low = form.lower().translate(_PLAIN)
    known = simplemma.is_known(low, lang="fr")
    acronym = 1 < len(form) <= 6 and form.isalpha() and form.isupper() and not known
    if pos in _AS_IS or acronym or any(map(str.isdigit, form)):
        return form
    found = simplemma.lemmatize(low, lang="fr").lower()
    if pos in ("VERB", "AUX"):
        candidates = [found, lemma(form), *_by_ending(low, pos, table)]
        return next(filter(infinitive, candidates), candidates[-1])
    if pos not in ("NOUN", "ADJ"):
        return found if known else low
    if known and not (infinitive(found) and found != low) and (pos == "NOUN" or found != low):
        return found
    inclusive = lemma(form) if INCLUSIVE.match(low) else low
    candidates = [inclusive] if inclusive != low else list(_by_ending(low, pos, table))
    attested = (word for word in candidates if simplemma.is_known(word, lang="fr"))
    return next(attested, low if known or not candidates else candidates[0])


def _by_ending(low: str, pos: str, table: Mapping[str, str]) -> Iterator[str]:
    """The lemmas that the endings of the form suggest, longest ending first."""
    for n in range(min(LONGEST_ENDING, len(low) - 1), 0, -1):
        rule = table.get(f"*{low[-n:]}|{pos}")
        if rule:
            yield low[: len(low) - int(rule[0])] + rule[1:]


@Language.factory(
    "veille_sentences",
    assigns=["token.is_sent_start"],
    default_config={"model": DEFAULT_SENTER_MODEL, "rules": True, "sure": 1.0, "doubt": -3.0},
)
def make_sentences(
    nlp: Language,
    name: str,
    model: Model[list[Doc], list[NDArray[np.float32]]],
    rules: bool,
    sure: float,
    doubt: float,
) -> "Sentences":
    """The sentence cutter: rules and network, or the network alone."""
    return Sentences(nlp.vocab, model, name, rules=rules, sure=sure, doubt=doubt)


class Sentences(SentenceRecognizer):  # type: ignore[misc]  # compiled, no types
    """A sentence starts where the rules say unless the network denies it, or where it insists."""

    def __init__(
        self,
        vocab: Vocab,
        model: Model[list[Doc], list[NDArray[np.float32]]],
        name: str,
        *,
        rules: bool,
        sure: float,
        doubt: float,
    ) -> None:
        super().__init__(vocab, model, name, overwrite=True)
        self.rules, self.sure, self.doubt = rules, sure, doubt

    def predict(self, docs: list[Doc]) -> list[NDArray[np.int64]]:
        """For each document, 1 for the tokens that start a sentence, else 0."""
        if not any(len(doc) for doc in docs):
            return [np.zeros(len(doc), np.int64) for doc in docs]
        scores = self.model.predict(docs)
        return [self._starts(doc, s[:, 1] - s[:, 0]) for doc, s in zip(docs, scores, strict=True)]

    def _starts(self, doc: Doc, margin: NDArray[np.float32]) -> NDArray[np.int64]:
        if not self.rules:
            return (margin > 0).astype(np.int64)
        text, places = doc.text, doc.to_array(["IDX"]).tolist() if len(doc) else []
        ruled = _first_tokens(text, places)
        needed = np.full(len(doc), self.sure, float)
        needed[_after_abbreviations(text, places)] = np.inf  # administrative: in no treebank
        needed[ruled] = self.doubt
        starts = margin > needed
        starts[[i for i in np.flatnonzero(starts).tolist() if _is_glued(doc, i)]] = False
        for i in set(np.flatnonzero(starts).tolist()).difference(ruled):
            starts[i] = not _goes_on(text, places[i])
        return starts.astype(np.int64)


def _is_glued(doc: Doc, i: int) -> bool:
    """Whether a token only goes on with the one before: « -2 » of « L. 262-2 », « 2023-2027 »."""
    if i == 0 or doc[i - 1].whitespace_:
        return False
    before, first = doc[i - 1].text[-1], doc[i].text[0]
    return (before.isalnum() and (first.isdigit() or first in _DASHES)) or before in _DASHES


def _goes_on(text: str, start: int) -> bool:
    """Whether only the mark of an item stands before in the line, or the line before goes on."""
    line = text[text.rfind("\n", 0, start) + 1 : start].strip()
    return is_mark(line) if line else text[start].islower()


def _after_abbreviations(text: str, places: Sequence[int]) -> list[int]:
    """The tokens, of these places in the text, that follow the point of an abbreviation."""
    points = (found.start() for found in _POINT.finditer(text))
    after = (bisect_right(places, point) for point in points if abbreviates(text, point))
    return [i for i in after if i < len(places)]


def _first_tokens(text: str, places: Sequence[int]) -> list[int]:
    """The tokens, of these places in the text, at which the rules start a sentence."""
    found = (bisect_left(places, start) for start, _ in sentences(text))
    return [i for i in found if i < len(places)]
