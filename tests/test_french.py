"""The shipped pipeline reads French as a reader does, and loads with spaCy alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from nlp import french
from nlp.french import lemma_as, word_class

MODEL = Path(__file__).resolve().parents[1] / "nlp" / "model"


@pytest.fixture(scope="module")
def nlp():
    return spacy.load(MODEL)


def tokens(doc):
    return [token.text for token in doc]


def lemmas(doc):
    return {token.text: token.lemma_ for token in doc}


def parts(doc):
    return {token.text: token.pos_ for token in doc}


def sentences(doc):
    return [sentence.text.strip() for sentence in doc.sents]


def test_the_model_loads_without_importing_anything_of_ours():
    code = f"import spacy; print([t.lemma_ for t in spacy.load({str(MODEL)!r})('Le maire a agi.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['le', 'maire', 'avoir', 'agir', '.']"


def test_the_model_weighs_15_mb_at_most():
    assert sum(file.stat().st_size for file in MODEL.rglob("*") if file.is_file()) <= 15_000_000


def test_the_model_names_its_licences():
    told = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))["license"]
    assert [name for name in ("CC BY-SA 4.0", "LGPL-LR") if name not in told] == []


def test_the_sentence_tells_a_noun_from_a_verb(nlp):
    assert parts(nlp("Elle porte un sac devant la porte."))["porte"] == "NOUN"
    assert nlp("Elle porte un sac.")[1].pos_ == "VERB"


def test_the_sentence_decides_the_lemma(nlp):
    doc = nlp("La commune a mis en place une aide ; elle aide les familles.")
    assert [t.lemma_ for t in doc if t.text == "aide"] == ["aide", "aider"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Le rapport de M. Martin est paru.", "M."),
        ("Au titre de l’art. L. 262-2 du code.", "L."),
        ("Les personnes concerné·e·s sont reçues.", "concerné·e·s"),
        ("Les agent(e)s du CCAS sont là.", "agent(e)s"),
        ("L’A.R.S. a répondu.", "A.R.S."),
        ("C’est-à-dire que rien ne change.", "C’est-à-dire"),
        ("Celui-ci reste ouvert.", "Celui-ci"),
        ("Un vote a eu lieu au XXIe siècle.", "XXIe"),
    ],
)
def test_what_a_reader_takes_for_one_word_is_one_token(nlp, text, whole):
    assert whole in tokens(nlp(text))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Qu’en pense-t-il ?", ["Qu’", "en", "pense", "-t-il", "?"]),
        ("Où en a-t-on parlé ?", ["Où", "en", "a", "-t-on", "parlé", "?"]),
        ("un projet—rare—ici", ["un", "projet", "—", "rare", "—", "ici"]),
        ("l’«aller-vers»…", ["l’", "«", "aller-vers", "»", "…"]),
    ],
)
def test_pronouns_dashes_and_quotes_stand_apart(nlp, text, cut):
    assert tokens(nlp(text)) == cut


@pytest.mark.parametrize(
    "expected",
    [
        ["Le rapport de M. Martin est paru.", "Il compte 30 pages."],
        ["L’art. L. 262-2 du code fixe le montant.", "Il est revu chaque année."],
        ["Qui peut demander l’aide ?", "Toute personne majeure."],
        ["Le C.C.A.S. reçoit le public.", "Aucun rendez-vous n’est demandé."],
        ["« Nous manquons de bras. »", "La directrice le répète depuis un an."],
        ["L’article L. 115-3 du CASF le prévoit.", "Il est clair."],
        ["La loi n° 2002-2 du 2 janvier 2002 rénove l’action sociale.", "Elle est citée."],
        ["Le plan 2023-2027 est adopté.", "Il dure cinq ans."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(nlp, expected):
    assert sentences(nlp(" ".join(expected))) == expected


def test_a_line_end_ends_a_title(nlp):
    text = "Le numérique au guichet\n\nLes agents accompagnent le public."
    assert sentences(nlp(text)) == text.split("\n\n")


def test_an_inclusive_form_has_the_lemma_of_its_masculine(nlp):
    found = lemmas(nlp("Les agent·e·s concerné·e·s ont répondu."))
    assert found["agent·e·s"] == "agent"


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [
        ("Les travailleurs, travailleur·euse·s sociaux·ales.", "sociaux·ales", "social"),
        ("Les travailleur·se·s social·e·s sont là.", "social·e·s", "social"),
    ],
)
def test_an_inclusive_adjective_is_no_mark(nlp, text, form, lemma):
    (token,) = [token for token in nlp(text) if token.text == form]
    assert (token.pos_, token.lemma_) == ("ADJ", lemma)


def test_the_per_cent_sign_is_a_symbol(nlp):
    assert parts(nlp("Le non-recours touche 34 % des ménages."))["%"] == "SYM"


def test_what_stands_between_a_name_and_its_object_is_a_verb(nlp):
    assert parts(nlp("La commune place des jeunes."))["place"] == "VERB"
    assert parts(nlp("La place des jeunes change."))["place"] == "NOUN"
    assert parts(nlp("L’assurance maladie des travailleurs."))["maladie"] == "NOUN"


def test_the_apostrophe_of_the_web_changes_nothing(nlp):
    straight, curly = "L'accès n'est qu'un droit.", "L’accès n’est qu’un droit."
    assert [(t.pos_, t.lemma_) for t in nlp(straight)] == [(t.pos_, t.lemma_) for t in nlp(curly)]


def test_white_space_is_no_word(nlp):
    doc = nlp("Un  titre\n\nDes agents\tsont là.")
    assert {token.pos_ for token in doc if token.is_space} == {"SPACE"}


def test_classes_leave_no_trace(nlp):
    assert {token.ent_kb_id for token in nlp("Un logement social.")} == {0}


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "(" * 5_000])
def test_any_text_can_be_read(nlp, text):
    assert nlp(text).text == text


def test_a_long_text_is_read_in_pieces_that_change_nothing(nlp, monkeypatch):
    text = "La mairie ouvre un guichet. Les agents y reçoivent le public. " * 20
    whole = [(t.pos_, t.lemma_, t.is_sent_start) for t in nlp(text)]
    monkeypatch.setattr(french, "PIECE", 50)
    assert [(t.pos_, t.lemma_, t.is_sent_start) for t in nlp(text)] == whole


@pytest.mark.parametrize(
    ("one", "other"), [("logements", "services"), ("finissons", "agissons"), ("privées", "payées")]
)
def test_forms_that_inflect_alike_share_a_class(one, other):
    assert word_class(one) == word_class(other)


def test_a_verb_and_a_noun_have_two_classes():
    assert word_class("logements") != word_class("mangeais")


TABLE = {"a|ADP": "à", "*ssons|VERB": "5r", "*ées|VERB": "3er", "*iques|ADJ": "1"}


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [
        ("a", "ADP", "à"),
        ("A", "ADP", "à"),
        ("a", "AUX", "avoir"),
        ("finissons", "VERB", "finir"),
        ("données", "VERB", "donner"),
        ("données", "NOUN", "donnée"),
        ("RSA", "NOUN", "RSA"),
        ("Lyon", "PROPN", "Lyon"),
        ("zorguiques", "ADJ", "zorguique"),
        ("2024", "NUM", "2024"),
    ],
)
def test_a_lemma_follows_the_part_of_speech(form, pos, lemma):
    assert lemma_as(form, pos, TABLE) == lemma


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Le non-recours progresse.\n2. La caisse recrute.", 2),
        ("Art. 1er. Le maire décide.\nArt. 2. Le préfet signe.", 2),
        ("4° L’AAH.", 1),
        ("→ Orientation des publics", 1),
        ("[1] Note de bas de page.", 1),
        ("II. – La caisse verse.", 1),
        ("Le dispositif\ndes ménages\nen difficulté progresse. Il ouvre.", 2),
    ],
)
def test_the_mark_of_an_item_and_a_wrapped_line_end_no_sentence(nlp, text, expected):
    assert len(sentences(nlp(text))) == expected
