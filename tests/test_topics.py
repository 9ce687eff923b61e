import random
from datetime import date

import numpy as np
import pytest

from nlp.topics import TOO_FEW, TopicSketch, align, fit, name

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


def sketch(number, ids, words, day=NOW, topic_id=""):
    weights = {word: 1.0 for word in words.split()}
    return TopicSketch(number, frozenset(ids.split()), weights, day, topic_id)


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


def test_the_phrases_of_a_topic_are_in_its_passages(fitted):
    found, texts, _ = fitted
    for topic, phrases in enumerate(found.phrases):
        own = [t for t, label in zip(texts, found.labels, strict=True) if label == topic]
        assert phrases
        assert all(any(phrase in text for text in own) for phrase in phrases)


def test_centroids_have_unit_norm(fitted):
    norms = np.linalg.norm(fitted[0].centroids, axis=1)
    assert norms == pytest.approx(np.ones(fitted[0].n_topics))


def test_the_same_texts_give_the_same_topics(fitted):
    found, texts, _ = fitted
    again = fit(texts)
    assert np.array_equal(again.labels, found.labels)
    assert (again.words, again.phrases) == (found.words, found.phrases)


@pytest.mark.parametrize("n", [0, 1, TOO_FEW - 1])
def test_too_few_passages_give_no_topic(n):
    found = fit(passages(n)[0])
    assert (found.n_topics, found.labels.tolist()) == (0, [-1] * n)


@pytest.mark.parametrize("text", ["", "le la les", "12 345", "Le loyer du bailleur."])
def test_passages_that_say_nothing_or_all_the_same_do_not_fail(text):
    found = fit([text] * 80)
    assert len(found.labels) == 80


def test_a_topic_keeps_its_id_when_it_keeps_its_passages():
    before = [sketch(0, "p q r", "loyer bail", BEFORE, "old")]
    assert align(before, [sketch(4, "p q r s", "loyer toit")]) == {4: "old"}


def test_words_alone_are_enough_to_keep_an_id():
    before = [sketch(0, "p", "loyer bail toit", BEFORE, "old")]
    assert align(before, [sketch(1, "q", "loyer bail toit")]) == {1: "old"}


def test_an_unlike_topic_gets_an_id_of_its_own():
    before = [sketch(0, "p q", "loyer", BEFORE, "old")]
    (found,) = align(before, [sketch(0, "x y", "écran")]).values()
    assert found != "old"
    assert len(found) == 16


def test_two_topics_never_share_an_id_the_more_alike_keeps_it():
    before = [sketch(0, "p q r s", "loyer bail", BEFORE, "old")]
    got = align(before, [sketch(0, "p", "loyer"), sketch(1, "q r s", "loyer bail")])
    assert got[1] == "old"
    assert got[0] != "old"


def test_the_order_of_topics_changes_no_id():
    before = [sketch(0, "p q", "a b", BEFORE, "one"), sketch(1, "r s", "c d", BEFORE, "two")]
    now = [sketch(0, "r s", "c d"), sketch(1, "p q", "a b"), sketch(2, "z", "e")]
    assert align(before, now) == align(before[::-1], now[::-1])


def test_a_new_id_says_the_day_of_the_fit():
    first, later = (align([], [sketch(0, "p", "a", day)])[0] for day in (BEFORE, NOW))
    assert first != later


def test_nothing_to_align_gives_nothing():
    assert align([sketch(0, "p", "a", BEFORE, "old")], []) == {}


def test_a_topic_is_named_by_the_term_that_is_its_own():
    inside = {"épicerie solidaire": ["épiceries solidaires"] * 9, "service": ["service"] * 10}
    assert name(inside, {"service": 5_000}) == "épiceries solidaires"


def test_the_name_is_the_form_written_most_often():
    forms = ["Jury d’usagers", "jury d’usagers", "jury d’usagers"]
    assert name({"jury d'usager": forms}, {}) == "jury d’usagers"


def test_a_topic_without_term_has_no_name():
    assert name({}, {"service": 3}) == ""
