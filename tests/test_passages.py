import gzip
import json
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.lemmas import blank
from nlp.passages import MAX_SENTENCE, sentences, split
from nlp.tagging import Tagger
from nlp.terms import mentions
from nlp.variables import parse

CORPORA = [
    "an_questions_ecrites_2022",
    "beta_startups",
    "eig",
    "jt_social_2013_2020",
    "la27eregion",
    "vie_publique_discours_2020",
]
CATALOGUE = """
version = "1"
[[variable]]
id = "numerique"
label = "Le numérique"
definition = "…"
expressions = [
  { text = "service public", weight = 3 },
  { text = "données", weight = 3 },
  { text = "plateforme", weight = 3 },
]
"""


def cut(text):
    return [text[start:end] for start, end in sentences(text)]


def passages(text, pages=()):
    return [text[p.start : p.end] for p in split("d", "v", text, pages)]


def words(n):
    """A sentence of n words."""
    return " ".join(["Mot", *["mot"] * (n - 1)]) + "."


def test_a_point_a_space_and_a_capital_end_a_sentence():
    assert cut("Le guichet ferme. Les usagers attendent ! Où aller ? Nul ne sait… Rien.") == [
        "Le guichet ferme.",
        "Les usagers attendent !",
        "Où aller ?",
        "Nul ne sait…",
        "Rien.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "M. Dupont et Mme. Martin ont vu MM. Durand.",
        "Selon l'art. L. 262-2 du code, l'aide est due.",
        "Voir p. 12 et pp. 14-15, cf. Annexe.",
        "Le décret n° 2005-157 et l'av. Foch.",
        "Il vaut 3.5 points, ou 12.50 euros.",
        "La S.N.C.F. Grand Est et J.-P. Bruneau en parlent.",
        "Les CCAS, la CAF, etc. sont saisis.",
        "Une hausse... puis une baisse.",
        "Le site le.taxi et data.gouv.fr répondent.",
    ],
)
def test_an_abbreviation_an_initial_or_a_number_ends_no_sentence(text):
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Les CCAS, la CAF, etc. Le maire agit.", "Les CCAS, la CAF, etc."),
        ("Elle prend le RER D. Les trains tardent.", "Elle prend le RER D."),
        ("Il travaille à la S.N.C.F. Elle aussi.", "Il travaille à la S.N.C.F."),
        ("Il vend des objets d'art. Le soir, il dort.", "Il vend des objets d'art."),
        ("Le plan date de 2019. 35 % sont faits.", "Le plan date de 2019."),
    ],
)
def test_what_looks_shortened_may_end_a_sentence_when_another_opens(text, first):
    assert cut(text)[0] == first


def test_a_closing_quote_belongs_to_the_sentence_it_ends():
    assert cut("« Venez ! » Le guichet ouvre.") == ["« Venez ! »", "Le guichet ouvre."]


def test_a_line_end_ends_a_sentence_without_a_point():
    assert cut("Un titre\nUne phrase.\n\nUne autre") == ["Un titre", "Une phrase.", "Une autre"]


def test_a_line_end_that_only_wraps_a_sentence_ends_nothing():
    assert cut("Le rendez-vous choisi par les\nusagers est tenu.\r\nPuis rien.") == [
        "Le rendez-vous choisi par les\nusagers est tenu.",
        "Puis rien.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Le conseil départemental de\nLoire-Atlantique vote.",
        "Il visite la ville de \r\nNantes, puis l’\nErdre.",
        "Un échange avec Mme\nMartin et M.\nDurand a lieu.",
        "Les mairies de Rezé et\n3 000 habitants s’y retrouvent.",
    ],
)
def test_a_line_that_ends_with_a_word_that_hangs_goes_on(text):
    assert cut(text) == [text]


def test_a_title_line_is_its_own_sentence_before_a_proper_noun():
    assert cut("Les maisons du département\nNantes en ouvre deux.\n\nAu pays de\n\nRetz") == [
        "Les maisons du département",
        "Nantes en ouvre deux.",
        "Au pays de",
        "Retz",
    ]


def test_a_list_gives_one_sentence_an_item_without_its_bullet():
    assert cut("Aides :\n- le RSA\n- la PCH ;\n• l'APA") == [
        "Aides :",
        "le RSA",
        "la PCH ;",
        "l'APA",
    ]


def test_bullets_within_a_line_part_its_items():
    assert cut("Sont dus • le RSA • la PCH") == ["Sont dus", "le RSA", "la PCH"]


def test_the_number_of_an_item_stays_with_it():
    assert cut("1. Le numérique. 2. Le logement.") == ["1. Le numérique.", "2. Le logement."]


@pytest.mark.parametrize(
    "number", ["Article 1.", "Art. 3.", "Article L. 262-2.", "ARTICLE 1er.", "« Art. R*123-4-1."]
)
@pytest.mark.parametrize("dash", [" – ", " - ", " "])
def test_the_number_of_an_article_stays_with_what_it_says(number, dash):
    one = f"{number}{dash}Toute personne a droit à l’aide."
    assert cut(f"{one} Elle la demande. {one}") == [one, "Elle la demande.", one]


def test_an_article_that_a_sentence_names_last_ends_it():
    assert cut("Il relit l’article 5. Puis il vote.") == ["Il relit l’article 5.", "Puis il vote."]


def test_a_run_without_punctuation_is_cut_at_spaces():
    pieces = cut("tableau " * 1_000)
    assert max(map(len, pieces)) <= MAX_SENTENCE
    assert {piece.replace("tableau", "").strip() for piece in pieces} == {""}


def test_marks_alone_are_no_sentence():
    assert cut("***\n---\n…") == []


@given(st.text())
def test_sentences_are_ordered_stripped_and_hold_every_word(text):
    spans = sentences(text)
    assert all(text[a:b] and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    held = {i for a, b in spans for i in range(a, b)}
    assert not [c for i, c in enumerate(text) if c.isalnum() and i not in held]


@given(st.lists(st.sampled_from(["Un mot.", "Titre", "\n", "\n\n", " ", "• ", words(50)])))
def test_passages_hold_every_sentence_once_and_two_to_five_of_them(parts):
    text = "".join(parts)
    found, spans = sentences(text), [(p.start, p.end) for p in split("d", "v", text, ())]
    sizes = [sum(a <= c and d <= b for c, d in found) for a, b in spans]
    assert sum(sizes) == len(found)
    assert all(2 <= n <= 5 for n in sizes) or len(found) == 1


def test_a_passage_aims_at_40_to_120_words():
    text = " ".join([words(20)] * 12)
    assert [len(p.split()) for p in passages(text)] == [80, 80, 80]


def test_two_long_paragraphs_never_share_a_passage():
    one = " ".join([words(25)] * 2)
    assert passages(f"{one}\n\n{one}\n\n{one}") == [one] * 3


def test_a_short_paragraph_joins_its_neighbour():
    assert len(passages(f"{words(10)}\n\n{words(30)} {words(30)}")) == 1


def test_a_heading_goes_with_what_it_heads():
    body = " ".join([words(25)] * 3)
    assert passages(f"{body}\n\nLe logement\n\n{body}")[1].startswith("Le logement")


def test_a_text_of_one_sentence_is_one_passage():
    assert passages("Le guichet ferme") == ["Le guichet ferme"]


def test_an_empty_text_has_no_passage():
    assert split("d", "v", " \n ", ()) == []


def test_the_page_is_that_of_the_first_sentence():
    text = f"{words(30)} {words(30)}\n\n{words(30)} {words(30)}"
    second = text.index("\n\n")
    assert [p.page for p in split("d", "v", text, (0, second))] == [1, 2]


def test_a_text_without_pages_names_none():
    assert split("d", "v", words(5), ())[0].page is None


def test_the_id_of_a_passage_says_its_version_and_place():
    first, other = split("d", "v", words(5), ())[0], split("d", "w", words(5), ())[0]
    assert (first.id != other.id, first.ordinal, first.document_id) == (True, 0, "d")


def real_texts(shared_data):
    draw = random.Random(0)
    for name in CORPORA:
        with gzip.open(shared_data / "corpora" / f"{name}.jsonl.gz", "rt") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        yield from draw.sample(texts, min(34, len(texts)))


@pytest.mark.shared
def test_every_offset_of_200_real_documents_is_exact(shared_data):
    nlp, n = blank(), 0
    tagger = Tagger(nlp, parse(CATALOGUE, "c.toml"))
    for text in real_texts(shared_data):
        found, doc = split("d", "v", text, ()), nlp(text)
        held = {p.id: (p.start, p.end) for p in found}
        tags, terms = tagger.tag(doc, found), mentions(doc, found, general=frozenset())
        spans = [(t.passage_id, s.start, s.end) for t in tags for s in t.spans]
        spans += [(m.passage_id, m.start, m.end) for m in terms]
        assert all(text[a:b] == text[a:b].strip() != "" for a, b in held.values())
        assert all(held[i][0] <= a < b <= held[i][1] for i, a, b in spans)
        assert all(text[a:b].strip(" \n") == text[a:b] for _, a, b in spans)
        assert all(text[b : b + 1].isalnum() is False for _, _, b in spans)
        n += 1
    assert n >= 200
