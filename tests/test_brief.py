import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import escape

import pytest

from flows import reporting
from reports import brief, pins, render
from tests.warehouse_fixture import WEEK, build, signal_id
from veille import Decision, WarehouseError
from warehouse.read import Archive

LAST = date(2026, 3, 15)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return build(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def material(home):
    with Archive.open(home.published) as archive:
        return reporting._brief_material(archive, home, "numerique", LAST, 24)


@pytest.fixture(scope="module")
def made(material):
    return brief.build(material)


@pytest.fixture(scope="module")
def html(made):
    return render.brief_html(made)


def test_a_brief_is_named_after_its_variable(made):
    assert made.title == "Éclairage\u00a0: Le numérique"


def test_a_brief_has_the_three_parts_of_the_study(made):
    assert [part.title.replace("\u00a0", " ") for part in made.parts] == [
        "1. Synthèse générale",
        "2. Quelles sont les principales tendances à prendre en compte ?",
        "3. Quels sont les leviers ou vecteurs de solution ?",
    ]


def test_trends_are_under_their_types(made):
    headings = [heading for heading, _ in made.parts[1].groups]
    assert headings[:2] == ["Sociétales", "Socio-économiques"]


def test_notes_are_numbered_as_they_come(made):
    order = [said.note for part in made.parts for _, group in part.groups for said in group]
    assert order == list(range(1, len(made.notes) + 1))


def test_every_note_points_at_the_characters_of_its_sentence(made, material):
    said = {s.note: s.text for part in made.parts for _, group in part.groups for s in group}
    passages = {x.passage.passage_id: x.passage for p in material.parts.values() for x in p.lines}
    for note in made.notes:
        text = material.stored[passages[note.passage].version_id]
        assert text[note.start : note.end] == said[note.number]


def test_a_sentence_that_differs_from_the_stored_text_stops_the_build(material):
    lines = material.parts["synthese"]
    wrong = replace(lines.lines[0], start=lines.lines[0].start + 1)
    parts = {**material.parts, "synthese": replace(lines, lines=[wrong, *lines.lines[1:]])}
    with pytest.raises(WarehouseError, match="Citation différente"):
        brief.build(replace(material, parts=parts))


def test_a_part_that_falls_short_says_so_on_the_page(material):
    parts = {**material.parts, "leviers": brief.Lines([], "Partie incomplète : aucune phrase.")}
    page = render.brief_html(brief.build(replace(material, parts=parts)))
    assert "Partie incomplète : aucune phrase." in page


def test_the_signals_of_the_variable_are_listed_without_events(made):
    assert [label for label, *_ in made.signals] == [
        "guichet conversationnel",
        "coffre-fort numérique",
    ]


def test_a_signal_set_aside_is_not_listed(material):
    at = datetime(2026, 3, 16, tzinfo=UTC)
    aside = Decision("d", signal_id("coffre"), "ecarte", "deja_connu", "", "Ada", at)
    made = brief.build(replace(material, decisions=[aside]))
    assert "coffre-fort numérique" not in [label for label, *_ in made.signals]


def test_a_pinned_signal_says_who_pinned_it_and_no_week_of_its_state(material):
    at = datetime(2026, 3, 16, tzinfo=UTC)
    made = [
        Decision("p", signal_id("guichet"), "epingler", None, "Vu.", "Ada", at, "signal_fort"),
        Decision("d", signal_id("guichet"), "retenu", None, "", "Bob", at),
    ]
    shown = pins.shown(material.signals, made)
    told = brief.build(replace(material, signals=shown, decisions=made)).signals[0][1]
    assert told.replace("\u00a0", " ") == (
        "signal fort, épinglé par Ada le 16 mars 2026. État calculé : signal faible. « Vu »."
        " Décision : retenu par Bob le 16 mars 2026."
    )


def test_changes_compare_with_as_many_days_before(made):
    assert made.changes[0].startswith("Passages\u00a0: 20, contre 1")


def test_a_period_before_the_archive_is_said_incomplete(made):
    assert any("période précédente est incomplète" in said for said in made.changes)


def test_nothing_before_means_nothing_compared(material):
    made = brief.build(replace(material, before=replace(material.before, n_passages=0)))
    assert len(made.changes) == 1 and made.changes[0].endswith("rien à comparer.")


def test_the_two_faces_of_a_theme_are_compared(material):
    faced = brief.build(replace(material, faces={"Fracture": (2, 1), "Autre": (0, 5)}))
    assert faced.contrasts == (
        "Fracture\u00a0: 2\u00a0phrases disent un gain, 1\u00a0phrase dit un risque.",
    )


def test_the_notes_to_compare_say_which_tell_a_gain(material):
    def said(note, face):
        return brief.Said("Une phrase.", note, face, "Fracture")

    told = (said(1, "gain"), said(2, "gain"), said(3, ""), said(12, "risque"))
    parts = [brief.Part("Synthèse", (("Fracture", told),), "")]
    expected = " ; comparer les notes 1 et 2 (gain) à la note 12 (risque)"
    assert brief._see("Fracture", parts).replace("\u00a0", " ") == expected
    assert brief._see("Autre", parts) == ""


def test_mute_sources_and_absent_classes_are_told(made):
    assert [note.name for note in made.sources] == [
        "La Sentinelle d’Aubelune",
        "L’Écho de Port-Galène",
    ]
    assert made.absent == ()


NONE_ATTACHED = "Aucune source du catalogue n’est rattachée à cette variable."
ALL_SPOKE = "Toutes les sources attendues ont parlé."


def detached(material, **change):
    """The material of a variable that no source of the catalogue is expected to speak of."""
    sources = [replace(s, variables=(), **change) for s in material.sources]
    return replace(material, sources=sources)


def test_no_source_is_said_to_have_spoken_where_none_is_attached(material):
    page = render.brief_html(brief.build(detached(material)))
    assert NONE_ATTACHED in page and ALL_SPOKE not in page


def test_a_source_that_left_the_catalogue_is_not_expected(material):
    kept = [replace(s, health="archive") for s in material.sources]
    assert brief.build(replace(material, sources=kept)).sources_said == NONE_ATTACHED


def test_a_source_that_spoke_of_the_variable_is_watched_where_none_is_attached(material):
    given = detached(material, health="muette")
    told = {note.name for note in brief.build(given).sources}
    assert "Le Courrier de Brumeval" in told and "La Sentinelle d’Aubelune" not in told


def test_all_expected_sources_have_spoken_only_where_all_are_alive(material, html):
    alive = [s for s in material.sources if s.health == "vivante"]
    assert ALL_SPOKE not in html
    assert ALL_SPOKE in render.brief_html(brief.build(replace(material, sources=alive)))


def test_a_class_without_a_passage_is_absent(material):
    poorer = replace(material.now, classes={"presse": 20})
    alive = [s for s in material.sources if s.health == "vivante"]
    assert not brief.build(replace(material, now=poorer, sources=alive)).sources_said
    made = brief.build(replace(material, now=poorer))
    assert made.absent[0].endswith("associations, collectivités, recherche et institutions.")


@pytest.mark.parametrize(
    "classes, said",
    [
        ({}, "Aucune source de la période n’a de classe connue : rien ne dit lesquelles manquent."),
        (
            {"presse": 12, "recherche": 1},
            "Classes de sources absentes de la période : associations, collectivités et"
            " institutions (7 passages de classe inconnue).",
        ),
    ],
)
def test_no_class_is_said_absent_for_sources_without_one(material, classes, said):
    made = brief.build(replace(material, now=replace(material.now, classes=classes)))
    assert made.absent[0].replace("\u00a0", " ") == said


def test_links_name_the_other_variable(made):
    assert made.links[0].startswith("Les partenariats\u00a0: 4\u00a0passages")


def test_every_call_has_its_note_and_back(html):
    calls = re.findall(r'href="#note-(\d+)" id="appel-(\d+)"', html)
    notes = re.findall(r'<li id="note-(\d+)">', html)
    assert [a for a, _ in calls] == [b for _, b in calls] == notes


def test_each_sentence_is_followed_by_who_says_it_and_when(made, html):
    said = re.findall(r'<span class="from">(.*?), <time datetime="(.*?)">', html)
    assert said == [(escape(note.voice_name), str(note.day)) for note in made.notes]


def test_titles_from_outside_are_escaped(made):
    note = replace(made.notes[0], title="<script>alert(1)</script>", voice_name="<b>")
    page = render.brief_html(replace(made, notes=(note, *made.notes[1:])))
    assert "<script" not in page and "&lt;script&gt;" in page and "&lt;b&gt;" in page


def test_texts_without_licence_are_quoted_by_short_sentences_only(material):
    lines = [line for part in material.parts.values() for line in part.lines]
    closed = [line for line in lines if line.passage.rights == "tdm"]
    assert closed and all(len(line.text) <= 200 for line in closed)


def test_the_same_period_gives_the_same_bytes(home, html):
    with Archive.open(home.published) as archive:
        again = reporting._brief_material(archive, home, "numerique", LAST, 24)
    assert render.brief_html(brief.build(again)) == html


def test_a_brief_ends_with_its_last_committed_week(material):
    assert material.weeks[-1].week == WEEK


def test_a_brief_counts_the_stakes_that_its_passages_tell(material):
    now = replace(material.now, stakes={"risque": 3, "opportunite": 1})
    before = replace(material.before, stakes={"risque": 2})
    told = brief.build(replace(material, now=now, before=before)).changes
    said = "Enjeux dits, repérés d’après certains mots : risque, 3, contre 2 ; opportunité, 1,"
    said += " rien avant."
    assert said in [line.replace("\u00a0", " ") for line in told]


def test_a_brief_shows_apart_what_says_the_contrary_of_its_signals(material):
    *proofs, last = material.evidence[signal_id("guichet")]
    turned = {signal_id("guichet"): [*proofs, replace(last, role="contraire", cue="abandon du")]}
    made = brief.build(replace(material, evidence=turned))
    assert [label for label, _ in made.contraries] == ["guichet conversationnel"]
    page = render.brief_html(made)
    assert "Ce qui dit le contraire" in page and "abandon du" in page


def test_a_brief_without_a_contrary_has_no_such_part(made):
    assert made.contraries == () and "dit le contraire" not in render.brief_html(made)


def test_a_signal_tells_where_it_comes_from(made):
    origin = next(said for label, _, said in made.signals if label == "guichet conversationnel")
    assert origin.startswith("Premier document") and "Chemin" in origin
