import random
from datetime import date, timedelta

import pytest

from nlp.duplicates import Item, Story, signature, stories

DAY = date(2026, 9, 1)
NEWS = (
    "Près d'une personne sans abri sur trois n'a jamais demandé d'adresse postale, révèle une "
    "enquête menée dans le département. Faute d'adresse, impossible d'ouvrir un compte, de "
    "percevoir une allocation ou de recevoir une convocation. La méconnaissance arrive en tête "
    "des motifs, devant la crainte d'un refus. Dans les petites communes, une mairie sur huit "
    "seulement garde ce courrier. Les associations invoquent le manque de locaux et d'agents. "
    "Les auteurs recommandent une convention unique avec la caisse du département."
)
SENTENCES = NEWS.split(". ")
COPIES = {
    "lead changed": "C'est une étude qui le dit : " + NEWS.removeprefix("Près d'une personne "),
    "sentence moved": ". ".join([SENTENCES[0], *SENTENCES[2:-1], SENTENCES[1], SENTENCES[-1]]),
    "sentence dropped": ". ".join(SENTENCES[:3] + SENTENCES[4:]),
    "case and marks": NEWS.upper().replace(",", " ;").replace("'", "’"),
}
BOILERPLATE = "Ce texte n'engage que ses auteurs et peut être repris librement avec sa source."


def item(document_id, text, day=0, story_id=""):
    return Item(document_id, DAY + timedelta(days=day), signature(text), story_id)


def other_text(seed, n=120):
    draw = random.Random(seed)
    return " ".join("".join(draw.choices("aeioubcdflmnprst", k=7)) for _ in range(n))


def origins(found):
    return {story.document_id: story.original_id for story in found}


def test_a_signature_depends_on_the_text_only():
    assert signature(NEWS) == signature(NEWS)
    assert len(signature(NEWS)) == 512


@pytest.mark.parametrize("text", COPIES.values(), ids=COPIES.keys())
def test_a_reworked_copy_joins_the_story(text):
    assert origins(stories([item("a", NEWS), item("b", text)], []))["b"] == "a"


def test_one_shared_sentence_makes_no_story():
    texts = [f"{other_text(n)}. {BOILERPLATE}" for n in range(5)]
    found = stories([item(str(n), text) for n, text in enumerate(texts)], [])
    assert set(origins(found).values()) == {None}


def test_a_document_alone_founds_its_story():
    assert stories([item("a", NEWS)], []) == [Story("a", "a", None, 1.0)]


def test_a_story_has_one_document_that_copies_none():
    texts = [NEWS, *COPIES.values(), *(other_text(k) for k in range(3))]
    found = stories([item(str(k), text, k) for k, text in enumerate(texts)], [])
    heads = [story.story_id for story in found if story.original_id is None]
    assert sorted(heads) == sorted({story.story_id for story in found})


def test_a_copy_of_a_copy_is_in_the_story_of_the_first():
    recent = [item("b", NEWS, story_id="a")]
    (found,) = stories([item("c", NEWS, day=1)], recent)
    assert (found.story_id, found.original_id, found.similarity) == ("a", "b", 1.0)


def test_a_document_joins_the_most_similar_one():
    near, exact = item("a", COPIES["lead changed"]), item("b", NEWS, day=1)
    assert origins(stories([item("c", NEWS, day=2)], [near, exact])) == {"c": "b"}


def test_ties_go_to_the_earliest_then_to_the_smallest_id():
    recent = [item("c", NEWS, day=0), item("b", NEWS, day=0), item("a", NEWS, day=1)]
    assert origins(stories([item("z", NEWS, day=2)], recent)) == {"z": "b"}


@pytest.mark.parametrize(("days", "original"), [(30, "a"), (31, None)])
def test_a_story_is_joined_for_30_days(days, original):
    assert origins(stories([item("b", NEWS, day=days)], [item("a", NEWS)])) == {"b": original}


def test_a_later_document_is_no_original():
    assert origins(stories([item("b", NEWS)], [item("a", NEWS, day=1)])) == {"b": None}


def test_a_new_version_of_a_document_is_not_its_copy():
    assert origins(stories([item("a", NEWS, day=1)], [item("a", NEWS)])) == {"a": None}


def test_very_short_texts_are_copies_only_word_for_word():
    texts = {
        "a": "Le guichet ferme à midi.",
        "b": "le guichet ferme à midi",
        "c": "Le guichet ferme.",
    }
    found = stories([item(name, text) for name, text in texts.items()], [])
    assert origins(found) == {"a": None, "b": "a", "c": None}


def test_texts_without_words_are_no_copies():
    assert set(origins(stories([item("a", ""), item("b", "…")], [])).values()) == {None}


def test_the_order_given_changes_nothing():
    items = [item(str(n), text, day=n % 3) for n, text in enumerate([NEWS, *COPIES.values()])]
    assert stories(items, []) == stories(items[::-1], [])


def test_two_nights_give_what_one_would():
    items = [item(str(n), text, day=n) for n, text in enumerate([NEWS, *COPIES.values()])]
    first = stories(items[:2], [])
    recent = [
        Item(i.document_id, i.day, i.signature, story.story_id)
        for i, story in zip(items[:2], first, strict=True)
    ]
    assert first + stories(items[2:], recent) == stories(items, [])


def test_thousands_of_equal_texts_take_no_more_than_as_many_others():
    items = [item(f"{n:05}", NEWS) for n in range(3_000)]
    assert {story.story_id for story in stories(items, [])} == {"00000"}
