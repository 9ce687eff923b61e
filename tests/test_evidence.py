"""Which passages prove a signal: the first, the peripheral, then the most different."""

import random
from datetime import date, timedelta

import pytest

from nlp.evidence import NEEDED, WANTED, Candidate, choose

WORDS = ["guichet", "mairie", "atelier", "quartier", "collège", "maison", "voisin", "tournée"]
WORDS += ["réseau", "parcelle", "école", "jardin", "dossier", "permanence", "logement", "caisse"]
DAY = date(2026, 1, 5)


def text(k, n_words=8):
    """A passage of its own words around the wording of the signal."""
    mine = random.Random(k)
    return "Le jury citoyen de " + " ".join(f"{mine.choice(WORDS)}{k}{i}" for i in range(n_words))


def passage(k, voice="a", *, day=None, document=None, weight=50, said=None, cue=None, kind="refus"):
    return Candidate(
        passage=f"p{k:02}",
        document=document or f"d{k:02}",
        text=said or text(k),
        day=DAY + timedelta(days=k if day is None else day),
        voice=voice,
        weight=weight,
        cue=cue,
        kind=kind if cue else "",
    )


def names(chosen):
    return [one.passage for one in chosen]


def test_the_earliest_passage_comes_first():
    found = choose([passage(3), passage(1), passage(2, day=0)])
    assert (found[0].passage, found[0].role) == ("p02", "premier")


def test_the_least_heard_of_the_other_voices_comes_second():
    pool = [passage(0), passage(1, "b", weight=9), passage(2, "c", weight=2), passage(3, "c")]
    found = choose(pool)
    assert (found[1].passage, found[1].role) == ("p02", "peripherique")


def test_one_voice_alone_has_no_peripheral_passage():
    assert [one.role for one in choose([passage(0), passage(1)])] == ["premier", "represente"]


def test_a_document_gives_one_passage():
    found = choose([passage(0, document="d"), passage(1, document="d"), passage(2, "b")])
    assert names(found) == ["p00", "p02"]


def test_new_voices_come_before_voices_already_heard():
    pool = [passage(k) for k in range(6)] + [
        passage(10 + k, voice) for k, voice in enumerate("bcd")
    ]
    voices = {one.passage: one.voice for one in pool}
    assert {voices[p] for p in names(choose(pool))[:4]} == set("abcd")


def test_a_new_day_comes_before_a_day_already_shown():
    pool = [passage(0), passage(1, day=0), passage(2, day=0), passage(3, day=9)]
    assert names(choose(pool))[1] == "p03"


def test_no_more_passages_than_wanted():
    assert len(choose([passage(k) for k in range(30)])) == WANTED
    assert len(choose([passage(k) for k in range(30)], wanted=4)) == 4


def test_passages_that_say_the_same_are_shown_once_when_others_can_be():
    same = [passage(10 + k, "abc"[k], said=text(10)) for k in range(3)]
    found = names(choose([passage(0, "d"), passage(1, "e"), passage(2, "f"), *same]))
    assert len(set(found) & {"p10", "p11", "p12"}) == 1


def test_a_signal_is_proved_even_by_passages_that_say_the_same():
    found = choose([passage(k, "abcdef"[k], said=text(0)) for k in range(6)])
    assert len(found) == NEEDED == 3


def test_a_readable_length_is_preferred():
    pool = [passage(0, day=0)] + [passage(k, day=1, said=text(k, 8 * k)) for k in (1, 6, 30)]
    assert names(choose(pool, wanted=2)) == ["p00", "p06"]


def test_the_order_of_the_candidates_changes_nothing():
    pool = [passage(k, "abcd"[k % 4], day=k // 3, weight=k % 5) for k in range(20)]
    plain = choose(pool)
    for seed in range(5):
        mixed = random.Random(seed).sample(pool, len(pool))
        assert choose(mixed) == plain


def test_nothing_proves_nothing():
    assert choose([]) == []


def plain(n, voices="abcdef"):
    """Passages that prove, of as many voices."""
    return [passage(k, voices[k % len(voices)]) for k in range(n)]


def roles(chosen, role):
    return [one.passage for one in chosen if one.role == role]


def test_what_says_the_contrary_is_chosen_apart_with_its_words():
    found = choose([*plain(6), passage(9, "g", cue="abandon du")])
    assert [(one.passage, one.cue) for one in found if one.role == "contraire"] == [
        ("p09", "abandon du")
    ]
    assert len(found) == WANTED + 1


def test_the_latest_contraries_of_two_voices_are_kept():
    against = [passage(20 + k, voice, cue="recul du") for k, voice in enumerate("ghhg")]
    assert roles(choose([*plain(12), *against]), "contraire") == ["p23", "p22"]


def test_two_contraries_that_say_the_same_are_one():
    against = [
        passage(20 + k, voice, cue="recul du", said=text(99)) for k, voice in enumerate("gh")
    ]
    assert roles(choose([*plain(12), *against]), "contraire") == ["p21"]


@pytest.mark.parametrize(
    ("kind", "n", "kept"), [("refus", 4, 0), ("refus", 5, 2), ("recul", 10, 0), ("recul", 12, 2)]
)
def test_what_too_many_passages_say_is_no_contrary(kind, n, kept):
    against = [passage(20 + k, "gh"[k], cue="cela", kind=kind) for k in range(2)]
    assert len(roles(choose([*plain(n), *against]), "contraire")) == kept


def test_the_earliest_passage_is_a_proof_whatever_it_says():
    found = choose(
        [passage(0, "g", cue="refus du"), *[passage(k, "abc"[k % 3]) for k in range(1, 6)]]
    )
    assert (found[0].passage, found[0].role) == ("p00", "premier")
    assert roles(found, "contraire") == []


def test_a_signal_is_proved_before_it_is_contradicted():
    few = [*plain(3, "aab"), passage(9, "c", cue="abandon du")]
    assert roles(choose(few), "contraire") == ["p09"]
    fewer = [*plain(2, "ab"), passage(9, "c", cue="abandon du"), passage(8, "d", cue="recul du")]
    assert roles(choose(fewer), "contraire") == []
    assert len(choose(fewer)) >= NEEDED


def test_a_contrary_takes_the_place_of_no_proof():
    proofs = roles(choose(plain(12)), "represente")
    more = choose([*plain(12), passage(30, "g", cue="refus du")])
    assert len(roles(more, "represente")) == len(proofs)


def test_the_most_peripheral_voice_does_not_say_the_first_passage_again():
    again = passage(35, "z", weight=1, said=text(0))  # word for word, too late to be one story
    found = choose([*plain(6), again, passage(40, "y", weight=2)])
    assert "p35" not in names(found)
    assert roles(found, "peripherique") == ["p40"]
