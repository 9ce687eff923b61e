"""What the words of a term bring: a term of several words must name a subject."""

import pytest
import spacy

from flows import models
from nlp.composition import EVERYTHING, Substance, parse
from nlp.formulas import FORMULAS
from nlp.passages import split
from nlp.terms import mentions
from nlp.words import Role, Word, classify

GIVEN = Substance(
    general=frozenset({"niveau", "exigence", "fort", "sens", "enjeu"}),
    shells=frozenset({"enjeu"}),
    kept=frozenset({"niveau de sens", "enjeu de société"}),
    barred=frozenset({"escale", "outil de soin"}),
)


def lacks(*parts):
    return GIVEN.lacks(" ".join(parts), [classify(part, part) for part in parts])


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("niveau", "de", "exigence"), True),
        (("niveau", "fort"), True),
        (("niveau", "de", "logement"), False),  # a word of no list names a subject
        (("niveau",), False),  # alone: other lists say
        (("niveau", "de", "sens"), False),  # names a subject all the same
        (("enjeu", "de", "logement"), True),  # « logement » is a unit by itself
        (("plan", "de", "enjeu", "de", "logement"), True),
        (("enjeu", "logement"), False),
        (("logement", "à", "enjeu"), False),
        (("enjeu", "de", "société"), False),
        (("escale",), True),  # read, and barred as they stand
        (("outil", "de", "soin"), True),
        (("escale", "de", "soin"), False),
    ],
)
def test_a_term_needs_a_word_that_names_a_subject(parts, expected):
    assert lacks(*parts) is expected


def test_without_lists_every_word_names_a_subject():
    assert not EVERYTHING.lacks("niveau fort", [classify("niveau", "niveau")] * 2)


def test_lists_are_read_from_their_file():
    text = 'general = "niveau fort"\nshells = "enjeu"\nkept = ["mot de passe"]\nbarred = ["escale"]'
    assert parse(text) == Substance(
        general=frozenset({"niveau", "fort"}),
        shells=frozenset({"enjeu"}),
        kept=frozenset({"mot de passe"}),
        barred=frozenset({"escale"}),
    )


@pytest.fixture(scope="module")
def loaded():
    return models.load(None)


def units(loaded, text):
    found = loaded.mentions(loaded.nlp(text), split("d", "v", text, ()))
    return {m.unit for m in found}


def test_what_only_introduces_a_subject_leaves_it_alone(loaded):
    found = units(loaded, "Les enjeux de la biodiversité et le domaine des crèches progressent.")
    assert found == {"biodiversité", "crèche"}
    found = units(
        loaded, "Le bilan de la fusion des métropoles, des extraits de dossiers médicaux."
    )
    assert {"fusion de métropole", "dossier médical"} <= found
    assert not {unit for unit in found if "bilan" in unit or "extrait" in unit}
    assert "bilan de compétence" in units(loaded, "Il finit un bilan de compétences.")


@pytest.mark.parametrize(
    "text",
    [
        "Le niveau d’exigence augmente.",
        "Nous saluons cette démarche importante.",
        "Un projet innovant commence.",
        "Contact presse : 01 02 03 04 05.",
        "Le rapport moral est voté.",
        "Suivez-nous sur Facebook, Instagram et LinkedIn. ISSN 1234-5678.",
    ],
)
def test_general_language_makes_no_term(loaded, text):
    assert units(loaded, text) == set()


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("La perte de sens au travail inquiète.", "perte de sens"),
        ("Le reste à charge des familles baisse.", "reste à charge"),
        ("L’accès au logement recule.", "accès à logement"),
        ("Une pénurie d’aidants s’installe.", "pénurie d'aidant"),
        ("Le bonheur au travail se mesure.", "bonheur à travail"),
        ("La vente au détail recule.", "vente à détail"),
    ],
)
def test_what_names_a_subject_stays(loaded, text, unit):
    assert unit in units(loaded, text)


def test_what_is_kept_by_name_would_be_dropped_by_its_words(loaded):
    told = loaded.substance
    joiners = {"de", "d", "à", "en", "le", "la", "l", "du", "des", "au", "aux", "les", "et"}
    bare = Substance(general=told.general, shells=told.shells)
    useless = []
    for unit in told.kept:
        parts = unit.replace("'", " ").split()
        words = [Word(Role.JOINER if p in joiners else Role.CONTENT, p) for p in parts]
        is_dropped = unit in FORMULAS or bare.lacks(unit, words)
        if not is_dropped:
            useless.append(unit)
    assert useless == []


def test_a_word_moved_between_the_lists_makes_another_reading(loaded, monkeypatch):
    before = loaded.reading
    told = "substance.toml"
    true = models._text
    monkeypatch.setattr(models, "_text", lambda n: true(n) + "# relu\n" * (n == told))
    assert loaded.reading != before


def test_a_pipeline_without_parts_of_speech_reads_the_same_lists():
    nlp = spacy.blank("fr")
    doc = nlp("niveau fort")
    found = mentions(doc, split("d", "v", doc.text, ()), general=frozenset(), substance=GIVEN)
    assert found == []


def test_the_object_after_to_whom_it_is_sent_is_apart(loaded):
    found = units(loaded, "Il envoie aux ménages modestes des rappels de trop-perçus.")
    assert {"ménage modeste", "trop perçu"} <= found
    assert "ménage modeste de rappel" not in found


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("L’accès aux droits recule.", "accès à droit"),
        ("Le soutien financier à la parentalité.", "soutien financier à la parentalité"),
        ("Les services à la personne recrutent.", "service à la personne"),
        ("La souffrance au travail augmente.", "souffrance à travail"),
        ("Il offre aux habitants des quartiers un repas.", "habitant de quartier"),
    ],
)
def test_what_a_noun_governs_is_part_of_it(loaded, text, unit):
    assert unit in units(loaded, text)
