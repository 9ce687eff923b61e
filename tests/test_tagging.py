import random
from pathlib import Path

import pytest
from spacy.matcher import PhraseMatcher

from nlp.lemmas import blank
from nlp.passages import split
from nlp.tagging import Tagger, _clauses
from nlp.variables import parse

SHIPPED = Path(__file__).resolve().parents[1] / "nlp" / "variables.toml"
TEXT = """
version = "1"
[[variable]]
id = "numerique"
label = "Le numérique"
definition = "…"
themes = [{ id = "acces", label = "Accès" }, { id = "donnees", label = "Données" }]
expressions = [
  { text = "fracture numérique", theme = "acces", weight = 3, kind = "tendance" },
  { text = "numérique", theme = "acces", weight = 1 },
  { text = "démarche en ligne", theme = "acces", weight = 2 },
  { text = "données personnelles", theme = "donnees", weight = 3 },
  { text = "CLIC", theme = "acces", weight = 3 },
]
exclusions = [{ text = "démarche en ligne de passeport" }]
[[variable]]
id = "contexte"
label = "Le contexte"
definition = "…"
expressions = [
  { text = "aide sociale", weight = 3, kind = "levier" },
  { text = "aide", weight = 1 },
]
[kinds]
levier = [{ text = "mettre en place", weight = 3 }, { text = "dispositif", weight = 3 }]
tendance = [{ text = "de plus en plus", weight = 3 }, { text = "augmenter", weight = 3 }]
[trend_types.technologique]
label = "Technologique"
cues = [{ text = "numérique", weight = 2 }]
[trend_types.societale]
label = "Sociétale"
cues = [{ text = "isolement", weight = 3 }]
"""


@pytest.fixture(scope="module")
def nlp():
    return blank()


@pytest.fixture(scope="module")
def tagger(nlp):
    return Tagger(nlp, parse(TEXT, "c.toml"))


@pytest.fixture
def tags(nlp, tagger):
    return lambda text: tagger.tag(nlp(text), split("d", "v", text, ()))


def by_variable(found):
    return {tag.variable: tag for tag in found}


def test_an_expression_that_decides_makes_a_tag(tags):
    (tag,) = tags("Les données personnelles circulent.")
    assert (tag.variable, tag.probability >= 0.5, tag.theme) == ("numerique", True, "donnees")


@pytest.mark.parametrize("text", ["Le numérique avance.", "Cette démarche en ligne lasse."])
def test_a_hint_or_a_strong_expression_alone_makes_none(tags, text):
    assert tags(text) == []


def test_a_strong_expression_and_a_hint_make_a_tag(tags):
    assert len(tags("Le numérique impose cette démarche en ligne.")) == 1


def test_saying_it_again_adds_little(tags):
    once = tags("Données personnelles.")[0].probability
    thrice = tags("Données personnelles, données personnelles, données personnelles.")[0]
    assert once < thrice.probability < once + 0.1


@pytest.mark.parametrize(
    "surface",
    ["fractures numériques", "Fracture numérique", "FRACTURE NUMÉRIQUE", "fracture\nnumérique",
     "fracture\u00a0numérique"],
)  # fmt: skip
def test_the_forms_of_an_expression_are_found(tags, surface):
    text = f"On parle de {surface} ici."
    (span,) = tags(text)[0].spans
    assert text[span.start : span.end] == surface


def test_the_spans_name_the_expression_and_its_weight(tags):
    (span,) = tags("La fracture numérique.")[0].spans
    assert (span.expression, span.weight) == ("fracture numérique", 3.0)


def test_the_longest_expression_wins_within_a_variable(tags):
    assert [s.expression for s in tags("Fracture numérique.")[0].spans] == ["fracture numérique"]


def test_the_same_words_may_serve_two_variables(tags):
    found = tags("La fracture numérique prive d'aide sociale.")
    assert set(by_variable(found)) == {"numerique", "contexte"}


def test_an_exclusion_erases_what_it_covers(tags):
    assert tags("Le numérique et la démarche en ligne de passeport.") == []


def test_an_acronym_is_matched_in_capitals_only(tags):
    assert (len(tags("Le CLIC reçoit.")), tags("Un clic suffit.")) == (1, [])


def test_words_on_two_sides_of_a_blank_line_do_not_meet(tags):
    assert tags("Une aide\n\nSociale ou non, elle compte.") == []


def test_a_passage_keeps_its_own_tags(nlp, tagger):
    text = f"Les données personnelles. {'Rien ici. ' * 20}L'aide sociale. Fin."
    passages = split("d", "v", text, ())
    found = tagger.tag(nlp(text), passages)
    assert [t.passage_id for t in found] == [passages[0].id, passages[-1].id]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("On met en place un dispositif contre la fracture numérique.", "levier"),
        ("La fracture numérique touche de plus en plus de gens.", "tendance"),
        ("Les données personnelles.", "aucun"),
        ("L'aide sociale.", "levier"),
        ("On met en place des données personnelles de plus en plus.", "levier"),
        ("Un dispositif, des données personnelles de plus en plus.", "tendance"),
    ],
)
def test_cues_tell_the_nature_and_an_action_breaks_ties(tags, text, kind):
    assert tags(text)[0].kind == kind


def test_a_trend_has_the_type_of_its_heaviest_cues(tags):
    (tag,) = tags("La fracture numérique et l'isolement augmentent.")
    assert tag.trend_type == "societale"


def test_a_lever_has_no_type_of_trend(tags):
    assert by_variable(tags("L'aide sociale numérique."))["contexte"].trend_type is None


def test_the_most_probable_tag_comes_first(tags):
    found = tags("L'aide sociale. La fracture numérique et les données personnelles.")
    assert [tag.variable for tag in found] == ["numerique", "contexte"]


def test_the_order_of_passages_changes_nothing(nlp, tagger):
    text = f"Les données personnelles. {'Rien ici. ' * 20}L'aide sociale. Fin."
    passages, doc = split("d", "v", text, ()), nlp(text)
    assert tagger.tag(doc, passages[::-1]) == tagger.tag(doc, passages)


def test_an_empty_text_has_no_tag(tags):
    assert tags("") == []


def other_number(word):
    """The plural of a word in the singular, the singular of one in the plural, roughly."""
    if word[-1] in "sx" or not word.isalpha() or len(word) < 4 or word.isupper():
        return word
    return (
        f"{word[:-2]}aux"
        if word.endswith("al")
        else f"{word}x"
        if word[-2:] == "au"
        else f"{word}s"
    )


@pytest.mark.parametrize("change", [str, other_number, str.capitalize])
def test_the_expressions_of_the_catalogue_are_found_in_a_sentence(nlp, change):
    catalogue = parse(SHIPPED.read_text("utf-8"), SHIPPED.name)
    phrases = sorted({e.text for v in catalogue.variables for e in v.expressions})
    chosen = random.Random(0).sample(phrases, 300)
    matcher = PhraseMatcher(nlp.vocab, attr="NORM")
    for phrase in chosen:
        matcher.add(phrase, [nlp(phrase)])
    small = {
        "dans",
        "avec",
        "sans",
        "pour",
        "vers",
        "chez",
        "entre",
        "sous",
        "hors",
        "leur",
        "face",
    }

    def is_found(phrase):
        words = [w if w in small else change(w) for w in phrase.split(" ")]
        doc = nlp(f"Le rapport cite {' '.join(words)}, selon l’élu.")
        return phrase in {nlp.vocab.strings[match] for match, _, _ in matcher(doc)}

    assert sum(map(is_found, chosen)) >= 0.97 * len(chosen)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<p class="chapo">Le numérique exclut.</p>', ["Le numérique exclut"]),
        (
            f'<a href="https://exemple.fr/{"a" * 90}.html" title="Voir">La fracture</a>&nbsp;!',
            ["La fracture"],
        ),
        ("Moins de 3 < 4 et 5 > 2.", ["Moins de 3 < 4 et 5 > 2"]),
    ],
)
def test_a_clause_begins_at_a_word_of_the_text_not_in_its_mark_up(text, expected):
    assert [text[start:end] for start, end in _clauses(text, 0, len(text))] == expected
