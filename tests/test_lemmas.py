import pytest

from nlp.lemmas import blank, infinitive, lemma
from nlp.variants import plain


@pytest.fixture(scope="module")
def nlp():
    return blank()


def lemmas(doc):
    return [token.norm_ for token in doc]


@pytest.mark.parametrize(
    "forms",
    [
        "aidant aidants aidante aidantes",
        "départemental départementale départementaux départementales",
        "collaboratif collaborative collaboratifs collaboratives",
        "partagé partagée partagés partagées",
        "dématérialisé dématérialisée dématérialisés dématérialisées dématérialiser",
        "aide-soignant aides-soignants aide-soignante aides-soignantes",
        "tiers-lieu tiers-lieux",
        "œuvre oeuvre œuvres",
        "état État Etat états",
        "usager usagère usager·e usager·ère·s",
        "agent agent·e·s agent(e)s agents",
        "développeur développeuse développeurs",
        "journée journées",
        "de d' d’ du des",
    ],
)
def test_the_forms_of_a_word_have_one_lemma(forms):
    assert len({lemma(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "word", ["temps", "corps", "accès", "parcours", "recours", "bus", "initiative", "tutelle"]
)
def test_a_word_that_only_looks_inflected_is_its_own_lemma(word):
    assert lemma(word) == word


def test_lemmas_are_in_small_letters_with_their_accents():
    assert lemma("Égalités") == "égalité"


def test_an_acronym_is_not_taken_for_a_word():
    assert (lemma("AIDES"), lemma("aides")) == ("aides", "aide")


def test_a_typographic_apostrophe_changes_no_lemma(nlp):
    straight, curly = "l'accès n'est qu'un droit", "l’accès n’est qu’un droit"
    assert lemmas(nlp(straight)) == lemmas(nlp(curly))


def test_the_elided_word_stands_apart(nlp):
    assert [t.text for t in nlp("jusqu’à l'usager d'ici")] == [
        "jusqu’",
        "à",
        "l'",
        "usager",
        "d'",
        "ici",
    ]


def test_compounds_stay_whole(nlp):
    text = "aide-soignante rendez-vous aujourd’hui main-d’œuvre Seine-Saint-Denis non-recours"
    assert [t.text for t in nlp(text)] == text.split()


def test_a_pronoun_after_its_verb_stands_apart(nlp):
    assert [t.text for t in nlp("doit-elle")] == ["doit", "-elle"]


def test_quotes_inside_a_word_stand_apart(nlp):
    assert [t.text for t in nlp("l’«aller-vers»")] == ["l’", "«", "aller-vers", "»"]


def test_a_lemma_does_not_depend_on_the_sentence(nlp):
    alone = lemmas(nlp("données personnelles"))
    assert lemmas(nlp("Les données personnelles sont protégées."))[1:3] == alone


@pytest.mark.parametrize("run", ["(" * 50_000, "l'" * 50_000, "a,b:c/d-" * 10_000])
def test_what_is_too_long_for_a_word_is_one_token(nlp, run):
    text = f"Avant {run} après, {run}"
    doc = nlp(text)
    assert [t.text for t in doc if len(t) < 10] == ["Avant", " ", "après", ","]
    assert doc.text == text


def test_an_empty_text_has_no_lemma(nlp):
    assert lemmas(nlp("")) == []


@pytest.mark.parametrize("word", ["habiter", "agir", "ouvrir", "prendre", "connaître", "devoir"])
def test_an_infinitive_is_known_by_its_conjugation(word):
    assert infinitive(word)


@pytest.mark.parametrize("word", ["foyer", "métier", "quartier", "palier", "membre", "avenir"])
def test_a_noun_that_ends_like_an_infinitive_is_none(word):
    assert not infinitive(word)


def test_accents_are_put_back_only_in_a_long_text_that_has_none():
    long = (
        "des departements, la priorite, l'acces a la sante, un interet, le maire et la Republique"
    )
    assert plain(long).startswith("des départements, la priorité, l'accès à la santé, un intérêt,")
    assert [plain(t) for t in (long[:40], f"{long} né")] == [long[:40], f"{long} né"]


@pytest.mark.parametrize("mark", "‘’´`′ʼ＇")
def test_any_apostrophe_of_the_web_parts_what_it_elides(mark):
    text = f"Dès aujourd{mark}hui, l{mark}État garde l‘accès ‘libre’ d{mark}ici."
    read = [token.norm_ for token in blank()(text)]
    assert {"aujourd'hui", "état", "accès", "‘", "libre"} <= set(read)
    assert read.count("le") == 2
