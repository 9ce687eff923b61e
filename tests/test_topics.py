import random
from datetime import date

import numpy as np
import pytest

from nlp.topics import TOO_FEW, Past, fit, name, new_id

THEMES = {
    "logement": "loyer bailleur locataire expulsion hébergement quittance habitat caution",
    "numérique": "démarche écran connexion identifiant formulaire télécharger internet souris",
    "vieillesse": "aîné résidence grabataire canne démence soignante gériatre fauteuil",
}
BEFORE, NOW = date(2026, 9, 1), date(2026, 10, 1)


def passages(n, seed=0):
    """n passages, each on one of three themes, and their themes."""
    draw = random.Random(seed)
    themes = [draw.choice(sorted(THEMES)) for _ in range(n)]
    texts = [" ".join(draw.choices(THEMES[theme].split(), k=12)) for theme in themes]
    return [f"Hier, les {text}." for text in texts], themes


@pytest.fixture(scope="module")
def fitted():
    texts, themes = passages(240)
    return fit(texts), texts, themes


def test_passages_of_one_theme_are_in_one_topic(fitted):
    found, _, themes = fitted
    pairs = {
        (label, theme) for label, theme in zip(found.labels, themes, strict=True) if label >= 0
    }
    assert len({label for label, _ in pairs}) == len(pairs) == found.n_topics >= 3


def test_more_than_half_of_the_passages_have_a_topic(fitted):
    assert (fitted[0].labels >= 0).mean() > 0.5


def test_the_words_of_a_topic_are_in_its_passages_accents_included(fitted):
    found, texts, _ = fitted
    for topic, words in enumerate(found.words):
        own = " ".join(t for t, label in zip(texts, found.labels, strict=True) if label == topic)
        assert set(words) <= set(own.replace(".", "").lower().split())


def test_the_same_texts_give_the_same_topics(fitted):
    found, texts, _ = fitted
    again = fit(texts)
    assert np.array_equal(again.labels, found.labels)
    assert again.words == found.words


@pytest.mark.parametrize("n", [0, 1, TOO_FEW - 1])
def test_too_few_passages_give_no_topic(n):
    found = fit(passages(n)[0])
    assert (found.n_topics, found.labels.tolist()) == (0, [-1] * n)


@pytest.mark.parametrize("text", ["", "le la les", "12 345", "Le loyer du bailleur."])
def test_passages_that_say_nothing_or_all_the_same_do_not_fail(text):
    found = fit([text] * 80)
    assert len(found.labels) == 80


def past_of(found):
    """The topics of a fit as the archive gives them to the next one."""
    return [
        Past(f"t{k}", BEFORE, np.flatnonzero(found.labels == k).tolist(), list(words))
        for k, words in enumerate(found.words)
    ]


def test_topics_go_on_with_their_ids_and_their_passages_when_texts_come(fitted):
    found, texts, _ = fitted
    more, _ = passages(60, seed=1)
    fresh = np.arange(300) >= 240
    again = fit(texts + more, past_of(found), fresh)
    assert set(again.carried.ids) >= {f"t{k}" for k in range(found.n_topics)}
    held = found.labels >= 0
    assert np.array_equal(again.labels[:240][held], found.labels[held])
    assert (again.labels[240:] >= 0).mean() > 0.5


def test_a_topic_whose_passages_were_cut_anew_is_found_by_its_words(fitted):
    found, texts, _ = fitted
    past = [Past(p.id, p.since, (), p.words) for p in past_of(found)]
    again = fit(texts, past)
    both = (found.labels >= 0) & (again.labels >= 0)
    old = [f"t{k}" for k in found.labels[both]]
    now = [again.carried.ids[k] for k in again.labels[both]]
    assert np.mean([a == b for a, b in zip(old, now, strict=True)]) > 0.8


def test_topics_with_no_text_left_are_closed():
    found = fit([], [Past("t0", BEFORE, (), ["loyer"])])
    assert [(e.relation, e.parent) for e in found.carried.edges] == [("fin", "t0")]


def test_a_new_id_says_the_day_of_the_fit():
    first, later = (new_id(day, 0, ["p"]) for day in (BEFORE, NOW))
    assert first != later
    assert len(first) == 16


def test_the_order_of_passages_changes_no_id():
    assert new_id(NOW, 0, ["p", "q"]) == new_id(NOW, 0, ["q", "p"])


def test_words_are_shown_as_they_are_most_often_written():
    texts = [f"La CAF du quartier {k} verse le loyer au bailleur." for k in range(80)]
    words = fit([*texts, *passages(120)[0]]).words
    assert "caf" not in {word for said in words for word in said}


def test_names_of_people_are_no_words_of_a_topic():
    texts = [f"La mairie de Kermadec {k} loue un logement à Kermadec." for k in range(80)]
    given = [*texts, *passages(120)[0]]
    with_names, without = fit(given), fit(given, people={"kermadec"})
    assert "Kermadec" in {word for said in with_names.words for word in said}
    assert "Kermadec" not in {word for said in without.words for word in said}
    assert all(without.words)
    assert np.array_equal(with_names.labels, without.labels)


def test_a_topic_is_named_by_the_term_that_is_its_own():
    inside = {"épicerie solidaire": ["épiceries solidaires"] * 9, "service": ["service"] * 10}
    assert name(inside, {"service": 5_000}) == "épiceries solidaires"


def test_the_name_is_the_form_written_most_often():
    forms = ["Jury d’usagers", "jury d’usagers", "jury d’usagers"]
    assert name({"jury d'usager": forms}, {}) == "jury d’usagers"


def test_a_topic_without_term_has_no_name():
    assert name({}, {"service": 3}) == ""


def test_a_topic_keeps_its_name_while_it_is_nearly_as_good():
    inside = {"jury citoyen": ["jury citoyen"] * 9, "budget ouvert": ["budget ouvert"] * 8}
    assert name(inside, {}, "budget ouvert") == "budget ouvert"
    assert name(inside | {"budget ouvert": ["budget ouvert"]}, {}, "budget ouvert") == (
        "jury citoyen"
    )


def test_two_topics_never_bear_one_name():
    inside = {"jury citoyen": ["jury citoyen"] * 9, "budget ouvert": ["budget ouvert"]}
    assert name(inside, {}, taken={"jury citoyen"}) == "budget ouvert"
    assert name(inside, {}, "jury citoyen", taken={"jury citoyen"}) == "budget ouvert"
