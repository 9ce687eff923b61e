"""The role of who speaks, which is no subject: « estime la gériatre », « X, politiste »."""

import re
from dataclasses import replace
from typing import Final

from simplemma import is_known
from spacy import symbols as UD
from spacy.tokens import Doc

from nlp.named import Named
from nlp.people import is_office
from nlp.words import Word


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERSON = re.compile(
    r"[^\W\d_]{2,}(?:iste|iatre)|(?!.*(?:dia|cata|ana)logue)[^\W\d_]{2,}logue"
    r"|\w*(?:géo|photo|choré|ethno|carto)graphe"
)
# Endings of a man's trade, and of the woman's that tells it from a thing: « facteur » has none.
_ENDINGS: Final = (
    ("teur", ("trice", "teuse")),
    ("teure", ("teur",)),
    ("eur", ("euse",)),
    ("ien", ("ienne",)),
    ("ier", ("ière",)),
    ("ant", ("ante",)),
)
# No person, though a verb or a noun spells such a feminine.
_THINGS: Final = _words("""
accélérateur agrégateur calculateur comparateur courrier démonstrateur dossier entretien
générateur indicateur maintien montant moteur navigateur opérateur répartiteur serveur simulateur
soutien
""")
_LEADS: Final = frozenset({",", "Dr", "M.", "Me", "Mme", "Pr"})  # may stand before the name
_SAYS: Final = _words("""
affirmer ajouter alerter analyser annoncer appuyer argumenter assurer avancer avertir commenter
conclure concéder confier confirmer constater critiquer dénoncer déclarer déplorer détailler
dire décrire estimer expliquer exposer glisser insister interroger juger lancer marteler murmurer
noter objecter observer pester plaider pointer poursuivre prévenir préciser raconter rappeler
rapporter reconnaître regretter relativiser relever remarquer renchérir répliquer répondre résumer
révéler soupirer souligner soutenir tempérer témoigner écrire
""")


def silence(words: list[Word], doc: Doc, named: Named) -> None:
    """Let no role be a term alone, in place, beside a name or where it is who speaks.

    Elsewhere it is a subject: « pénurie d'infirmières ».

    Args:
        words: those of a text.
        doc: the same text.
        named: whom and what it names.
    """
    for i, word in enumerate(words):
        if not (word.alone and word.is_small) or named.is_actor(doc[i].idx, doc[i].idx + 1):
            continue  # the trades of the gazetteer are subjects wherever they stand
        if (_is_beside(doc, i, named) or _speaks(doc, i)) and _is_role(doc[i].lower_, word.part):
            words[i] = replace(word, alone=False)


def _is_role(form: str, lemma: str) -> bool:
    if lemma in _THINGS:
        return False
    if is_office(form) or _PERSON.fullmatch(lemma):
        return True
    women = (lemma.removesuffix(m) + w for m, ws in _ENDINGS if lemma.endswith(m) for w in ws)
    return any(is_known(woman, "fr") for woman in women)


def _is_beside(doc: Doc, i: int, named: Named) -> bool:
    """Whether a person is named right after, or right before a comma."""
    after = i + 1
    while after < len(doc) and doc[after].text in _LEADS:
        after += 1
    before = i - 2 - (i > 1 and doc[i - 1].pos == UD.DET)
    has_comma = before >= 0 and doc[before + 1].text == ","
    beside = [after] * (after < len(doc)) + [before] * has_comma
    return any(named.is_person(doc[k].idx, doc[k].idx + 1) for k in beside)


def _speaks(doc: Doc, i: int) -> bool:
    """Whether it is the subject of a verb of speech: « la politiste explique », « note l'élue »."""
    if i < 1 or doc[i - 1].norm_ != "le" or doc[i - 1].lower_ == "les":
        return False
    if i + 1 < len(doc) and _says(doc, i + 1):
        return True
    return i > 2 and _says(doc, i - 2) and doc[i - 3].text in (",", "»", '"', "”", "!", "?", "…")


def _says(doc: Doc, i: int) -> bool:
    return doc[i].pos == UD.VERB and doc[i].lemma_ in _SAYS
