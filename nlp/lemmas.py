"""French tokens and lemmas without a model to download: spaCy's tokenizer, simplemma's dictionary.

A lemma of ours depends on its token alone, never on the sentence, so that an expression of the
catalogue and its occurrences, or the variants of a term, meet. It is the token's norm (`norm_`):
`lemma_` is left to a trained pipeline, which reads the sentence.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

import simplemma
import spacy
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER
from spacy.language import Language, create_tokenizer
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_suffix_regex, registry
from spacy.vocab import Vocab

from nlp import headings, variants
from nlp.spellings import Spellings

LONGEST_WORD: Final = 150  # characters; spaCy takes 1 s for 2,000 brackets in a row, 4 s for 4,000

# Forms whose dictionary lemma would part what a reader takes for one word: closed classes, nouns
# and adjectives read as verbs (mise: miser), feminines left alone (permanente).
_FIXED: Final = {
    "d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à",
    "l'": "le", "la": "le", "les": "le", "une": "un", "qu'": "que", "n'": "ne", "s'": "se",
    "c'": "ce", "j'": "je", "m'": "me", "t'": "te", "jusqu'": "jusque", "lorsqu'": "lorsque",
    "puisqu'": "puisque", "quoiqu'": "quoique", "leurs": "leur", "nos": "notre", "vos": "votre",
    "mes": "mon", "tes": "ton", "ses": "son", "mise": "mise", "prise": "prise",
    "reprise": "reprise", "remise": "remise", "visite": "visite", "moyenne": "moyenne",
    "donnée": "donnée",
    "terrasse": "terrasse", "terrasses": "terrasse", "boite": "boîte", "boites": "boîte",
    "avancée": "avancée", "avancées": "avancée", "blanche": "blanc", "marchande": "marchand",
    "nouvelles": "nouveau", "exclus": "exclure", "minimas": "minimum", "startups": "startup",
    "start-ups": "start-up", "data": "data", "séquence": "séquence", "accompagnant": "accompagnant",
    "active": "actif", "inégale": "inégal", "violente": "violent", "fausse": "faux",
    "objective": "objectif", "subjective": "subjectif", "grise": "gris", "voisine": "voisin",
    "permanente": "permanent", "conséquente": "conséquent", "courante": "courant",
    "écrivaine": "écrivain", "romaine": "romain", "patronne": "patron", "députée": "député",
    "vœux": "vœu", "i": "i", "crée": "créer", "ouvrent": "ouvrir", "saurait": "savoir",
    "hors-les-murs": "hors-le-mur",
}  # fmt: skip
# Feminine ending, its masculine, and the nouns that only look like such a feminine. Vetted on the
# 60,000 forms of shared/data/corpora: the pairs that occur there 20 times or more.
_FEMININES: Final = (
    ("ale", ("al",), "capitale centrale finale morale multinationale terminale pastorale filiale"
     " diagonale spirale chorale cathédrale biennale"),
    ("ive", ("if",), "perspective prospective alternative coopérative directive rétrospective"
     " offensive locomotive diapositive estive initiative"),
    ("elle", ("el",), "mutuelle maternelle tutelle échelle"),
    ("euse", ("eux", "eur"), "veilleuse tondeuse mitrailleuse pelleteuse liseuse"),
    ("trice", ("teur",), "matrice cicatrice bissectrice calculatrice imprimatrice"),
    ("ienne", ("ien",), "méridienne césarienne chienne"),
    ("ière", ("ier",), "manière carrière prière poussière charnière lisière tourbière gravière"
     " verrière fourrière glacière sablière poudrière sorcière barrière frontière matière"),
)  # fmt: skip
# The same for words the dictionary ignores: recent adjectives and participles.
_NEW_FEMININES: Final = (
    ("ée", "é", "emblée métadonnée journée canopée lycée marée musée"),
    ("ante", "ant", "cinquante quarante soixante"),
    ("ente", "ent", "vente pente"),
    ("aine", "ain", "domaine quatorzaine septaine graine"),
)
# Participles that name people or acts: nouns in all their forms.
_PERSONS: Final = frozenset({
    "abonné", "accusé", "administré", "allié", "arrêté", "assisté", "associé", "assuré", "blessé",
    "condamné", "délégué", "déplacé", "diplômé", "employé", "exilé", "handicapé", "invité",
    "licencié", "naufragé", "oublié", "passé", "réfugié", "rescapé", "retraité", "salarié",
    "sinistré",
})  # fmt: skip
# Nouns in -ée that a participle also spells.
_ACTS: Final = frozenset({
    "allée", "année", "armée", "arrivée", "assemblée", "avancée", "bordée", "chaussée", "contrée",
    "coordonnée", "coulée", "croisée", "dictée", "donnée", "durée", "entrée", "envolée", "foulée",
    "fumée", "fusée", "gelée", "jetée", "journée", "levée", "lignée", "musée", "nuée", "risée",
    "rosée", "ruée", "livrée", "matinée", "métadonnée",
    "montée", "mêlée", "pensée", "percée", "plongée", "portée", "poussée", "randonnée", "rangée",
    "remontée", "renommée", "rentrée", "retombée", "soirée", "tournée", "tranchée", "traversée",
    "veillée", "virée", "visée", "volée",
})  # fmt: skip
# Infinitives that no regular conjugation betrays, and those in -oir, which are few.
_VERBS: Final = frozenset({
    "être", "faire", "boire", "croire", "extraire", "résoudre", "dissoudre", "convaincre",
    "tendre", "impacter", "œuvrer", "démarcher", "diligenter",
})  # fmt: skip
_OIR: Final = frozenset({
    "apercevoir", "asseoir", "avoir", "concevoir", "décevoir", "devoir", "émouvoir", "entrevoir",
    "équivaloir", "falloir", "percevoir", "pleuvoir", "pourvoir", "pouvoir", "prévaloir",
    "prévoir", "promouvoir", "recevoir", "revoir", "savoir", "surseoir", "valoir", "voir",
    "vouloir",
})  # fmt: skip
# A first part of a compound that takes no plural.
_INVARIABLE: Final = frozenset({"sous", "hors", "sans", "trois", "vers", "plus", "moins", "très"})

# Plurals of words the dictionary ignores; -us, -is, -as, -os and -ps are singulars as often.
_PLURAL = re.compile(r"[^\W\d_]{2,}(?:[eébdfgklmnr]|[^\W\d_][t])s$")
_NO_PLURAL: Final = frozenset({
    "plusieurs", "ailleurs", "certes", "volontiers", "néanmoins", "moins", "puits", "remords",
    "ours", "velours", "tiers", "mœurs", "hors", "dehors", "univers", "revers", "travers",
    "divers", "envers", "vers", "lors", "alors", "toujours", "concours", "mars",
    "poids", "surpoids", "contrepoids", "encens", "suspens", "blues",
})  # fmt: skip
INCLUSIVE = re.compile(
    r"^([^\W\d_]{3,}?)(?:[·•‧∙⋅](?:\w{1,5}[·•‧∙⋅]?)*|\((?:e|ne|le|ère|trice|euse)\)s?|\(s\)"
    r"|[.-](?:e|ne|le|ère|trice|rice|euse)(?:[.-]?s)?)$"
)
_HYPHENS = str.maketrans({"’": "'", "‐": "-", "‑": "-", "ʼ": "'"})
_LIGATURE = re.compile("oe(?=u)")  # cœur, œuvre, manœuvre, typed without the ligature
_PRONOUNS = "il|ils|elle|elles|on|je|tu|nous|vous|moi|toi|lui|leur|ce|le|la|les|y|en|ci|là|t"
_RUN = re.compile(rf"\S{{{LONGEST_WORD},}}+")
_WHOLE = re.compile(
    r"(?i)^(?:(?:mains?|chefs?|hors)-d['’](?:œ|oe)uvres?|prud['’]hom\w+|presqu['’]îles?"
    r"|aujourd['’]hui|quelqu['’]une?s?|rendez-vous|peut-être|là-bas|sans-le-sou|c['’]est-à-dire"
    r"|c(?:elui|elle|eux|elles)-(?:ci|là)|av\.|apr\.|J\.-C\.|°[CF])$"
)


@Language.factory("veille_keys")
class Lemmatizer:
    """Sets the norm of every token to its lemma: small letters, accents kept, ' for ’."""

    def __init__(self, nlp: Language, name: str) -> None:
        self._strings = nlp.vocab.strings
        self._lemmas = Spellings(self._strings, lemma)

    def __call__(self, doc: Doc) -> Doc:
        """The same document, with norms."""
        lemmas = self._lemmas(doc)
        for i in headings.words(doc):  # « AIDES » is an acronym only elsewhere
            lemmas[i] = self._strings.add(lemma(doc[i].lower_))
        doc.from_array(["NORM"], lemmas.reshape(-1, 1))  # type: ignore[arg-type]
        return doc


def lemma(form: str) -> str:
    """The lemma of a form taken alone: « Départementales » and « département·al·e·s » meet.

    In small letters. An acronym (2 to 5 capitals) is kept as it is but for its case, and a
    capital E typed without its accent gets it back (Etat: état).
    """
    low = _LIGATURE.sub("œ", form.lower().translate(_HYPHENS))
    if len(form) > LONGEST_WORD:
        return low
    if 2 <= len(form) <= 5 and form.isupper() and form.isalpha():
        return low
    if form[:1] == "E" and not _known(low) and _known("é" + low[1:]):
        low = "é" + low[1:]
    inclusive = INCLUSIVE.match(low)
    return _of_word(inclusive[1] if inclusive else low)


def _of_word(low: str) -> str:
    fixed = _FIXED.get(low)
    if fixed is not None:
        return fixed
    if not low.replace("-", "").replace("'", "").isalpha():
        return low
    if low.endswith(("é", "és", "ée", "ées")) and (participle := _participle(low)):
        return participle
    if low.endswith("es") and _found(low).endswith("er"):
        return _plural(low[:-1])
    if "-" in low and not _known(low):
        *parts, last = low.split("-")
        return "-".join([*map(_part, parts), _of_word(last)])
    found = _found(low)
    if found == low:
        found = _singular(low)
    if found == low and low.endswith("e") and len(low) > 4:
        found = _of_plural(low)
    return _masculine(found) if found in (low, low[:-1]) else found


def _participle(low: str) -> str:
    """One lemma for the four forms of a participle, which have two here; empty for a noun."""
    stem = low.rstrip("es")
    if stem in _PERSONS:
        return stem
    if not low.endswith(("é", "és")) and low.rstrip("s") in _ACTS:
        return ""
    found = (_found(form) for form in (stem, stem + "s"))
    return next((f for f in found if f.endswith("er")), stem if _known(stem) else "")


def _plural(singular: str) -> str:
    """The lemma of a form in -es, without its s: rarely « tu actives »."""
    found = _of_word(singular)
    masculine = singular.removesuffix("e")
    is_adjective = found.endswith("er") and _known(masculine) and _found(masculine) == masculine
    return masculine if is_adjective else found


def _of_plural(low: str) -> str:
    """The lemma that the dictionary gives to the plural alone (usagères: usager)."""
    found = _found(low + "s")
    return low if found in (low, low + "s") or infinitive(found) else found


def _found(low: str) -> str:
    return simplemma.lemmatize(low, lang="fr").lower()


def _known(low: str) -> bool:
    return simplemma.is_known(low, lang="fr")


def _part(part: str) -> str:
    plural = len(part) > 3 and part[-1] in "sx" and part not in _INVARIABLE
    return _of_word(part) if plural else part


def _singular(low: str) -> str:
    """The singular of a word that the dictionary leaves as it is and does not know."""
    if low in _NO_PLURAL or _PLURAL.match(low) is None or _known(low):
        return low
    return low[:-1] if low.endswith("ants") else _found(low[:-1])  # accompagnants, no gerund


def _masculine(low: str) -> str:
    """The masculine of an adjective or a name of trade that the dictionary leaves feminine."""
    if len(low) < 6:
        return low
    known = _known(low)
    for ending, masculines, nouns in _FEMININES:
        if low.endswith(ending) and low.rpartition("-")[2] not in nouns.split():
            forms = [low.removesuffix(ending) + masculine for masculine in masculines]
            attested = [form for form in forms if _known(form) and _found(form) == form]
            return attested[0] if attested else low if known else forms[-1]
    for ending, masculine, nouns in () if known else _NEW_FEMININES:
        if low.endswith(ending) and low.rpartition("-")[2] not in nouns.split():
            form = low.removesuffix(ending) + masculine
            return _found(form) if ending == "ée" else form
    return low


@lru_cache(maxsize=200_000)
def infinitive(word: str) -> bool:
    """Whether the word is an infinitive: the dictionary gives it as lemma of its own conjugation.

    « habiter » is (of « habité »), « foyer » and « membre » are not.
    """
    if word.endswith("oir"):
        return word in _OIR
    if word in _VERBS or word.endswith(("iser", "ifier")):
        return True
    stem = word[:-2]
    if word.endswith("er"):
        forms = [stem + "é", stem + "ez"]
    elif word.endswith("ir"):
        forms = [stem + "issait", stem + "ait", stem + "i"]
    elif word.endswith(("aître", "oître")):
        forms = [word[:-4] + "issons"]
    elif word.endswith("re"):
        forms = [stem + "ons", stem + "sons", stem + "vons", stem[:-1] + "ons", stem[:-2] + "gnons"]
    else:
        return False
    return any(_found(form) == word for form in forms)


def blank() -> Language:
    """A pipeline of a French tokenizer and our lemmas, with nothing to download.

    Compounds stay whole (aide-soignante, rendez-vous), but for a pronoun after its verb
    (doit-elle); the elided word stands apart (l', d’, qu').
    """
    config = {"nlp": {"tokenizer": {"@tokenizers": "veille.tokenizer.v1"}}}
    nlp = spacy.blank("fr", config=config)
    nlp.add_pipe("veille_keys")
    return nlp


@registry.tokenizers("veille.tokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], "Bounded"]:
    """How a pipeline gets our tokenizer, from the name in its configuration."""
    return lambda nlp: Bounded(nlp.vocab, _tokenizer(nlp))


class Bounded:
    """A tokenizer that keeps whole what is too long for a word, and reads texts as `plain`."""

    def __init__(self, vocab: Vocab, tokenizer: Tokenizer) -> None:
        self._vocab = vocab
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """The tokens of a text."""
        text = variants.plain(text)
        words: list[str] = []
        spaces: list[bool] = []
        start = 0
        for run in _RUN.finditer(text):
            self._add(text[start : run.start()], words, spaces)
            words.append(run[0])
            spaces.append(False)
            start = run.end()
        if not start:
            doc: Doc = self._tokenizer(text)
            return doc
        self._add(text[start:], words, spaces)
        return Doc(self._vocab, words=words, spaces=spaces)

    def to_disk(self, path: object, exclude: Sequence[str] = ()) -> None:
        """Nothing to keep: the rules are code."""

    def from_disk(self, path: object, exclude: Sequence[str] = ()) -> "Bounded":
        """Nothing to read."""
        return self

    def _add(self, text: str, words: list[str], spaces: list[bool]) -> None:
        for token in self._tokenizer(text):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))


def _tokenizer(nlp: Language) -> Tokenizer:
    """The French tokenizer, without its cut at every hyphen (« aide - soignante »)."""
    standard = create_tokenizer()(nlp)
    exceptions = nlp.Defaults.tokenizer_exceptions or {}
    infixes = [
        r"\.\.+|…|[«»“”„\"]",
        r"(?<=[0-9])[+*^-](?=[0-9-])",
        rf"(?<=[{ALPHA_LOWER}])\.(?=[{ALPHA_UPPER}])",
        rf"(?<=[{ALPHA}]),(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}])(?:[–—]|--)(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}0-9])[:<>=/](?=[{ALPHA}])",
        rf"(?<=[{ALPHA}]['’])(?=[{ALPHA}])",
    ]
    suffixes = [str(s) for s in nlp.Defaults.suffixes or () if "clés" not in str(s)]
    pronouns = rf"(?:t[-‑])?(?:{_PRONOUNS})"  # -t-il too
    suffixes.append(rf"(?<=[{ALPHA}])[-‑](?:{pronouns}|{pronouns.upper()})")
    return Tokenizer(
        nlp.vocab,
        rules={form: cut for form, cut in exceptions.items() if "-t-" not in form},
        prefix_search=standard.prefix_search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        token_match=_WHOLE.match,
        url_match=standard.url_match,
    )
