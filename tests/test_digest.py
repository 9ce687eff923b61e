import shlex
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import charts, digest, french, news, notices, pins, quotes, render, reviews
from tests.warehouse_fixture import SCORES, SIGNALS, WEEK, build, signal_id
from veille import Decision, WarehouseError
from warehouse import query
from warehouse.read import Archive, EpochRow, RisingPair, RunRow, WeekRow

DAY = datetime(2026, 3, 16, 8, tzinfo=UTC)
LAST_WEEK = WEEK - timedelta(days=7)


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    home = build(tmp_path_factory.mktemp("home"))
    with Archive.open(home.published) as archive:
        signals = archive.signals(WEEK)
        evidence = archive.evidence(WEEK)
        run = archive.closing_run(WEEK)
        return digest.Material(
            week=WEEK,
            weeks=archive.weeks(),
            run=run,
            signals=signals,
            parts=archive.score_parts(WEEK),
            series=archive.series([row.lead_key for row in signals], WEEK),
            wordings=archive.wordings(list(evidence), WEEK),
            named=archive.named(list(evidence), WEEK),
            maturity=archive.maturity(list(evidence), WEEK),
            origins=archive.origins(list(evidence), WEEK),
            evidence=evidence,
            stored=archive.texts(p.version_id for found in evidence.values() for p in found),
            decisions=[],
            sources=archive.sources(run.as_of),
            links=archive.links(date(2025, 12, 22), date(2026, 3, 15)),
            rising=archive.rising_pairs(WEEK),
        )


@pytest.fixture(scope="module")
def home_of_case(tmp_path_factory):
    """A file that nothing else holds open."""
    return build(tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="module")
def built(material):
    return digest.build(material)


def test_a_signal_says_in_a_line_who_and_what_its_passages_name(material):
    named = {signal_id("guichet"): [("territoire", "Brumeval")]}
    built = digest.build(replace(material, named=named))
    told = {label: entry.named for label, entry in entries(built).items()}
    assert told["guichet conversationnel"] == "Territoires\u00a0: Brumeval."
    assert told["pacte de voisinage"] == ""


@pytest.fixture(scope="module")
def signals(material):
    return {row.label: row for row in material.signals}


def decided(name, decision, *, author="Ada", at=DAY, motive=None, note=""):
    return Decision(f"{name}{author}{at}", signal_id(name), decision, motive, note, author, at)


def entries(made):
    return {e.label: e for s in made.sections for e in (*s.detailed, *s.others)}


def moved(row, *, was="candidat", now="candidat", score=8.0, before=8.0):
    """The row in these states, its score now and the week before."""
    return replace(
        row,
        was=was,
        now=replace(row.now, state=now, score=score),
        before=replace(row.now, state=was, score=before),
    )


def test_the_news_is_what_was_confirmed(built):
    assert built.news == (
        "«\u00a0guichet conversationnel\u00a0» devient un signal faible\u00a0: 19\u00a0mentions"
        " en douze semaines quand on en attendait 1,6, par 7\u00a0voix."
    )


def test_a_week_without_signals_says_there_is_nothing(material):
    quiet = digest.build(replace(material, signals=[]))
    assert quiet.news.startswith("Rien à signaler cette semaine")


def test_a_stable_week_says_so(material, signals):
    calm = moved(signals["pacte de voisinage"], was="signal_faible", now="signal_faible")
    assert digest.build(replace(material, signals=[calm])).news.startswith("Semaine stable")


def test_a_confirmed_signal_that_weakens_says_by_how_much(material, signals):
    weak = moved(signals["pacte de voisinage"], was="signal_faible", now="signal_faible", score=7.0)
    said = digest.build(replace(material, signals=[weak])).news
    assert said == "«\u00a0pacte de voisinage\u00a0» faiblit\u00a0: score de 8,0 à 7,0."


def test_a_confirmed_signal_that_falls_says_why(material, signals):
    fallen = moved(signals["pacte de voisinage"], was="signal_faible", now="declin")
    fallen = replace(fallen, reason="En baisse nette depuis quatre semaines")
    said = digest.build(replace(material, signals=[fallen])).news
    assert said.endswith("retombe\u00a0: en baisse nette depuis quatre semaines.")


@pytest.mark.parametrize(
    "change, group",
    [
        ({"was": "bruit"}, "ne"),
        ({"now": "signal_faible"}, "monte"),
        ({"score": 9.0}, "monte"),
        ({"score": 8.9}, "stable"),
        ({"score": 7.0}, "retombe"),
        ({"was": "signal_faible"}, "retombe"),
        ({"was": "tendance_emergente", "now": "declin"}, "retombe"),
        ({"was": "declin", "now": "signal_faible"}, "monte"),
        ({"was": "signal_faible", "now": "evenement"}, "retombe"),
        ({"was": "saisonnier", "now": "saisonnier", "score": 12.0}, "stable"),
        ({"now": "bruit"}, "clos"),
    ],
)
def test_a_signal_goes_to_one_group(signals, change, group):
    assert news.group(moved(signals["guichet conversationnel"], **change)) == group


def test_a_signal_born_this_week_is_new_whatever_its_state(signals):
    row = replace(signals["guichet conversationnel"], born_on=WEEK)
    assert news.group(row) == "ne"


def test_groups_that_moved_come_before_stable_ones(built):
    assert [c.group for c in built.changes] == ["ne", "monte", "retombe", "clos", "stable"]


def test_confirmed_signals_and_candidates_are_apart(material, signals):
    both = [signals["pacte de voisinage"], moved(signals["guichet conversationnel"])]
    confirmed, candidates = digest.build(replace(material, signals=both)).sections
    assert [e.label for e in confirmed.detailed] == ["pacte de voisinage"]
    assert [e.label for e in candidates.detailed] == ["guichet conversationnel"]


def test_events_seasons_and_single_sources_have_their_lanes(built):
    assert [lane.title for lane in built.lanes] == ["Événements", "Saisonniers", "Source unique"]


def test_a_signal_shows_three_passages_of_different_voices(built):
    voices = [q.voice for q in entries(built)["guichet conversationnel"].quotes]
    assert len(voices) == len(set(voices)) == 3


def against(material):
    """The same week, the last passage of the conversational counter saying the contrary."""
    *proofs, last = material.evidence[signal_id("guichet")]
    turned = [*proofs, replace(last, role="contraire", cue="abandon du")]
    return replace(material, evidence={**material.evidence, signal_id("guichet"): turned})


def test_what_says_the_contrary_is_shown_apart(material):
    entry = entries(digest.build(against(material)))["guichet conversationnel"]
    assert [quote.cue for quote in entry.contraries] == ["abandon du"]
    assert [quote.cue for quote in entry.quotes] == [None] * 3


def test_a_contrary_is_told_with_its_words_and_as_a_rule(material):
    made = digest.build(against(material))
    for page in (render.digest_html(made), render.digest_text(made)):
        flat = " ".join(page.replace("\u00a0", " ").split())
        assert "Ce qui dit le contraire" in flat and "à vérifier" in flat
        assert "« abandon du »" in flat


def test_without_a_contrary_nothing_is_said_of_it(built):
    assert "Ce qui dit le contraire" not in render.digest_html(built)


def test_the_earliest_passage_says_it_is(built):
    first = entries(built)["guichet conversationnel"].quotes[0]
    assert (first.role, first.day) == ("le plus ancien", date(2026, 1, 14))


def test_a_signal_tells_its_first_document_and_its_path(built):
    told = entries(built)["guichet conversationnel"]
    assert told.novelty.startswith("Premier document")
    assert "14\u00a0janvier\u00a02026" in told.novelty
    assert told.path.startswith("Chemin\u00a0: d’abord presse (Le Courrier de Brumeval")


def test_signals_come_by_score(built):
    totals = [e.total for e in built.sections[0].detailed]
    assert totals == sorted(totals, reverse=True)


def test_a_decision_moves_a_signal_by_a_shown_part(material):
    lifted = digest.build(
        replace(material, decisions=[decided("pacte", "retenu"), decided("guichet", "doute")])
    )
    first, second = lifted.sections[0].detailed[:2]
    assert (first.label, first.total) == ("pacte de voisinage", SCORES["pacte"] + 2)
    assert (second.label, second.total) == ("guichet conversationnel", SCORES["guichet"] - 1)


def test_a_decision_says_what_it_changed(material):
    made = digest.build(replace(material, decisions=[decided("guichet", "a_suivre")]))
    said = entries(made)["guichet conversationnel"].review
    assert said.moved == "remonté par une décision\u00a0: à suivre"


def test_the_latest_decision_rules_and_the_other_author_is_shown():
    later = decided("pacte", "ecarte", author="Bob", at=DAY + timedelta(days=1), motive="bruit")
    said = reviews.reviews([later, decided("pacte", "retenu")])[signal_id("pacte")]
    assert said.decision == "ecarte"
    assert said.dissent == ("retenu par Ada le 16\u00a0mars\u00a02026",)


def test_an_opinion_taken_back_is_as_if_it_had_not_been_given(material):
    said = [
        decided("pacte", "retenu"),
        decided("pacte", "ecarte", motive="bruit", at=DAY + timedelta(hours=1)),
        decided("pacte", "a_suivre", author="Bob", at=DAY + timedelta(hours=2)),
        decided("pacte", "retirer", note="Erreur", at=DAY + timedelta(hours=3)),
    ]
    (review,) = reviews.reviews(said).values()
    assert (review.decision, review.author, review.dissent) == ("a_suivre", "Bob", ())
    said.append(decided("pacte", "retirer", author="Bob", at=DAY + timedelta(hours=4)))
    assert digest.build(replace(material, decisions=said)) == digest.build(material)


def test_a_signal_set_aside_goes_to_the_last_list(material):
    aside = decided("guichet", "ecarte", motive="doublon")
    made = digest.build(replace(material, decisions=[aside]))
    assert [e.label for e in made.set_aside] == ["guichet conversationnel"]
    assert "guichet conversationnel" not in entries(made)


def test_the_news_is_always_proved_at_length(signals):
    standing = signals["pacte de voisinage"]
    many = [replace(standing, signal_id=f"s{k:02}") for k in range(15)]
    weak = moved(signals["guichet conversationnel"], now="signal_faible", score=1.0)
    assert weak.signal_id in digest.detailed([*many, weak], [])


def test_several_confirmations_are_counted_in_words(material, signals):
    two = [
        moved(signals[label], now="signal_faible")
        for label in ("guichet conversationnel", "pacte de voisinage")
    ]
    made = digest.build(replace(material, signals=two))
    assert made.news.startswith("Deux signaux sont confirmés, d’abord «")


def test_long_lists_are_cut_and_say_how_much_is_left(material, signals):
    row = replace(signals["panne du portail"], was="evenement")
    many = [replace(row, signal_id=f"s{k:02}") for k in range(20)]
    made = digest.build(replace(material, signals=many))
    assert (len(made.lanes[0].entries), made.lanes[0].n_more) == (3, 17)
    assert (len(made.changes[0].items), made.changes[0].n_more) == (10, 10)


def crowded(material, signals, n):
    """A week of so many stable candidates of one variable, one of another, and one that moved."""
    row = moved(signals["pacte de voisinage"])
    many = [replace(row, signal_id=f"s{k:02}", label=f"thème {k}") for k in range(n)]
    other = replace(row, signal_id="t", variable_id="numerique", variable="Le numérique")
    low = moved(signals["pacte de voisinage"], score=1.0, before=2.5)
    return digest.build(replace(material, signals=[*many, other, replace(low, signal_id="u")]))


def test_stable_signals_are_folded_by_variable(material, signals):
    section = crowded(material, signals, 60).sections[1]
    assert [(f.variable, len(f.entries), f.n_more) for f in section.stable] == [
        ("Les partenariats", 4, 46),
        ("Le numérique", 1, 0),
    ]
    assert [entry.id for entry in section.others] == ["u"]


def test_folding_loses_no_signal(material, signals):
    section = crowded(material, signals, 60).sections[1]
    folded = sum(len(fold.entries) + fold.n_more for fold in section.stable)
    assert len(section.detailed) + len(section.others) + section.n_more + folded == 62


def test_what_was_decided_of_a_folded_signal_is_seen_first_with_its_decision(material, signals):
    said = replace(decided("pacte", "doute"), signal_id="s40")
    pin = replace(decided("pacte", "epingler"), id="p", signal_id="s41", state="candidat")
    rows = [
        replace(moved(signals["pacte de voisinage"]), signal_id=f"s{k:02}", label=f"thème {k}")
        for k in range(60)
    ]
    given = replace(material, decisions=[said, pin], signals=pins.shown(rows, [said, pin]))
    made = digest.build(given)
    for page in (render.digest_html(made), render.digest_text(made)):
        told = " ".join(page.replace("&nbsp;", " ").replace("\u00a0", " ").split())
        assert "« thème 40 » (7,0, en doute)" in told
        assert "« thème 41 » (8,0, épinglé)" in told


def test_a_decision_on_a_signal_told_in_a_line_is_told_with_its_author(material):
    pin = replace(decided("panne", "epingler"), id="p", state="evenement")
    said = [decided("panne", "retenu"), pin]
    made = digest.build(
        replace(material, decisions=said, signals=pins.shown(material.signals, said))
    )
    for page in (render.digest_html(made), render.digest_text(made)):
        told = " ".join(page.replace("\u00a0", " ").split())
        assert "Événement, épinglé par Ada le 16 mars 2026. État calculé : événement" in told
        assert "score 11,0, retenu par Ada le 16 mars 2026." in told


def test_no_line_of_a_digest_runs_over(material):
    said = material.evidence[signal_id("guichet")]
    against = [replace(said[0], role="contraire", cue="recule"), *said[1:]]
    given = replace(material, evidence={**material.evidence, signal_id("guichet"): against})
    lines = render.digest_text(digest.build(given)).splitlines()
    assert [x for x in lines if len(x) > 80 and "http" not in x and "veille " not in x] == []


def test_a_digest_of_sixty_stable_candidates_stays_short(material, signals):
    few, many = (render.digest_text(crowded(material, signals, n)) for n in (20, 60))
    assert len(many.splitlines()) == len(few.splitlines())
    assert "et 46 autres" in many


def test_the_digest_gives_the_command_that_lists_every_signal(built, home_of_case):
    words = shlex.split(built.query)
    assert words[:2] == ["veille", "query"] and words[3] == "--csv"
    table = query.sealed_query(home_of_case.published, words[2])
    assert len(table.rows) == len([r for r in SIGNALS.values() if r[2][-1] != "bruit"])
    for page in (render.digest_html(built), render.digest_text(built)):
        assert "v_signal_week" in page


def test_at_most_ten_signals_are_told_at_length_with_room_for_candidates(signals):
    row = signals["pacte de voisinage"]
    many = [replace(row, signal_id=f"s{k:02}") for k in range(15)]
    few = [replace(moved(row), signal_id=f"c{k}") for k in range(6)]
    kept = digest.detailed([*many, *few], [])
    assert len(kept) == 10 and sum(k.startswith("c") for k in kept) == 4


def test_a_young_archive_shows_candidates_only():
    assert notices.cold_start(12).endswith("Il en faut 26 pour qu’un signal soit confirmé.")
    assert notices.cold_start(6, 8).endswith(
        "Il en faut 8 au lieu de 26 pour qu’un signal soit confirmé."
    )
    assert notices.cold_start(30, 52).endswith("Il en faut 52 pour qu’un signal soit confirmé.")


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_threshold_lowered_is_told_and_candidates_are_not_said_to_be_all(confirmed):
    said = notices.cold_start(20, 8, confirmed=confirmed)
    assert "abaissé à 8\u00a0semaines au lieu de 26\u00a0;" in said
    assert "candidats seulement" not in said


@pytest.mark.parametrize(("n_weeks", "cold"), [(26, 26), (26, 8), (52, 52)])
def test_an_old_enough_archive_has_no_notice(n_weeks, cold):
    assert notices.cold_start(n_weeks, cold) == ""


LATER = WEEK + timedelta(weeks=4)


def changed(change, *names, origin="catalogue"):
    return [EpochRow(name, change, WEEK, LATER, 0.03, origin) for name in names]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            changed("depart", "L’Écho"),
            "« L’Écho » (3 % des textes) a quitté le catalogue : on compare sans elle.",
        ),
        (
            changed("depart", *"ABCDEFG"),
            "« A », « B », « C », « D », « E » et 2 autres sources (21 % des textes) ont quitté le"
            " catalogue : on compare sans elles.",
        ),
        (
            changed("depart", *"AB", origin="textes"),
            "« A » et « B » (6 % des textes) se taisent depuis un mois : on compare sans elles.",
        ),
        (
            changed("arrivee", *"AB"),
            "Sources nouvelles, « A » et « B » (6 % des textes) : elles sont lues, mais ne comptent"
            f" dans les montées qu’à partir de la semaine du {french.day(LATER)}.",
        ),
    ],
)
def test_sources_that_change_together_are_told_together(rows, said):
    assert notices.notice("", rows).replace("\u00a0", " ") == said.replace("\u00a0", " ")


def test_the_notice_never_denies_a_confirmed_signal(material):
    young = digest.build(replace(material, cold=52))
    assert any(entry.state in news.CONFIRMED for entry in entries(young).values())
    assert "des signaux sont confirmés avant les 52 demandées" in young.notice
    pinned = [replace(row, pinned="par Ada") for row in material.signals]
    assert "candidats seulement" in digest.build(replace(material, cold=52, signals=pinned)).notice


def test_mute_and_broken_sources_say_why_and_what_to_do(built):
    mute, broken = built.sources
    assert mute.sentence.startswith("Muette depuis le 4\u00a0octobre\u00a02025 (163\u00a0jours)")
    assert "délai dépassé après 20 s" in broken.sentence
    assert all(note.todo and note.todo[0].islower() for note in built.sources)


@pytest.mark.parametrize(
    ("gap", "rhythm"), [(None, "chaque jour"), (0.4, "chaque jour"), (7, "tous les 7\u00a0jours")]
)
def test_the_rhythm_of_a_mute_source_is_told_as_one_says_it(material, gap, rhythm):
    (mute,) = [source for source in material.sources if source.health == "muette"]
    (note,) = news.source_notes([replace(mute, usual_gap=gap)], DAY.date())
    assert note.sentence.endswith(f"elle publie d’habitude {rhythm}.")


def test_one_silent_source_is_told_in_the_singular(material):
    mute = next(source for source in material.sources if source.health == "muette")
    (said, *_) = news.blind_spots(100, [mute, replace(mute, health="vivante")])
    assert said.startswith(
        "1\u00a0source sur 2 est muette, en panne ou jamais lue\u00a0: de son silence"
    )


def test_a_signal_gives_the_command_that_decides_without_deciding_in_our_place(built):
    assert {entry.command.split(" ", 3)[3] for entry in entries(built).values()} == {
        "DÉCISION --auteur NOM"
    }


def test_links_say_when_there_is_too_little_to_conclude(built):
    assert "Trop peu de textes pour en juger\u00a0: le numérique et les partenariats" in (
        built.links.paragraph
    )


def test_a_signal_set_aside_is_not_told_to_rise_with_another(material):
    ids = signal_id("guichet"), signal_id("pacte")
    pair = RisingPair("numerique", "guichet", "partenariats", "pacte", 3, 2, *ids)
    given = replace(material, rising=[pair])
    aside = replace(given, decisions=[decided("pacte", "ecarte", motive="bruit")])
    assert "montent ensemble" in digest.build(given).links.paragraph
    assert "montent ensemble" not in digest.build(aside).links.paragraph


def test_links_are_drawn(built):
    assert len(built.links.picture.cells) == 6


def test_copies_are_counted_apart(built):
    assert "dont 1\u00a0reprise" in built.flow


def test_the_first_week_of_an_archive_is_compared_with_nothing():
    assert "précédente" not in news.flow(WeekRow(WEEK, 3, 4, 0, 2), None)


def test_one_document_and_one_voice_are_told_in_the_singular():
    told = news.flow(WeekRow(WEEK, 1, 1, 0, 1), None).replace("\u00a0", " ")
    assert told == "1 document lu, sans reprise. 1 voix entendue."


def test_what_the_tool_does_not_see_names_silent_sources(built):
    assert built.blind_spots[0].startswith("2\u00a0sources sur 8 sont muettes")


def corrupted(material, **change):
    proofs = dict(material.evidence)
    first, *rest = proofs[signal_id("guichet")]
    proofs[signal_id("guichet")] = [replace(first, **change), *rest]
    return replace(material, evidence=proofs)


@pytest.mark.parametrize(
    "change",
    [
        {"start": 1},
        {"end": 330},
        {"mark_start": 47},
        {"text": "Tout autre chose."},
        {"version_id": "unknown"},
        {"start": -1},
    ],
)
def test_a_quotation_that_differs_from_the_stored_text_stops_the_build(material, change):
    with pytest.raises(WarehouseError, match="Citation différente du texte conservé"):
        digest.build(corrupted(material, **change))


def test_a_mark_that_cuts_a_word_stops_the_build(material):
    with pytest.raises(WarehouseError, match="coupé au milieu d’un mot"):
        digest.build(corrupted(material, mark_start=47, mark="uichet conversationnel"))


def test_a_passage_without_licence_is_cut_to_two_hundred_characters(built):
    cut = entries(built)["guichet conversationnel"].quotes[0]
    assert len(cut.before + cut.mark + cut.after) <= 200
    assert (cut.is_cut_before, cut.is_cut_after) == (False, True)


def test_a_passage_of_open_rights_is_whole(built):
    whole = entries(built)["guichet conversationnel"].quotes[1]
    assert len(whole.before + whole.mark + whole.after) > 200
    assert not whole.is_cut_after


@given(st.text(alphabet="ab cé ", min_size=1, max_size=500), st.data())
def test_a_cut_keeps_the_mark_and_the_edges_of_words(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 40)))
    first, last = quotes.window(text, start, end, 200)
    assert 0 <= first <= start < end <= last <= len(text) and last - first <= 200
    assert first in (0, start) or text[first - 1].isspace()
    assert last in (len(text), end) or text[last].isspace()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "http://",
        "https://a b",
        "https://[",
        "",
    ],
)
def test_an_address_that_is_no_web_page_is_no_link(url):
    assert quotes.web_address(url) is None


def test_a_web_page_is_a_link():
    assert quotes.web_address("https://example.org/a?b=é#c") == "https://example.org/a?b=é#c"


def test_the_chart_says_in_words_what_it_draws():
    drawn = charts.sparkline("motif", [0, 0, 1, 3], WEEK, known=4)
    assert drawn.sentence == (
        "3\u00a0mentions cette semaine, 1 la précédente\u00a0; au plus 3 en 4\u00a0semaines\u00a0;"
        " la première la semaine du 2\u00a0mars\u00a02026."
    )


def test_the_chart_leaves_weeks_before_the_archive_blank():
    drawn = charts.sparkline("motif", [0] * 25 + [2], WEEK, known=3)
    assert (drawn.past + drawn.now).count("M") == 3


def test_the_chart_of_silence_says_so():
    drawn = charts.sparkline("motif", [0] * 26, WEEK, known=26)
    assert drawn.sentence == "Aucune mention ne compte en 26\u00a0semaines."


def test_french_numbers_dates_and_lists():
    assert french.number(-1234.5, 1) == "−1\u202f234,5"
    assert french.week(date(2025, 12, 29)) == (
        "semaine du 29\u00a0décembre\u00a02025 au 4\u00a0janvier\u00a02026"
    )
    assert french.day(date(2026, 3, 1)) == "1er\u00a0mars\u00a02026"
    assert french.listing(["a", "b", "c"]) == "a, b et c"
    assert (french.of("candidat"), french.of("événement")) == ("de candidat", "d’événement")
    assert (french.in_words(4), french.in_words(11)) == ("quatre", "11")
    assert french.count(1, "signal", "signaux") == "1\u00a0signal"


def test_every_state_of_the_case_has_a_french_name():
    assert {state for s in SIGNALS.values() for state in s[2]} <= set(french.STATES)


def ran(kind, days):
    at = datetime(WEEK.year, WEEK.month, WEEK.day, 2, 30, tzinfo=UTC) + timedelta(days=days)
    return RunRow(f"{kind}-1", kind, at, "fait", "", "0", "17")


def test_an_outage_is_told_on_the_last_digest(material):
    broken = [replace(s, health="en_panne") for s in material.sources[:2]]
    told = notices.outage(WEEK + timedelta(days=6), ran("nuit", 21), broken)
    assert "2\u00a0sources en panne" in told and "dernière semaine connue" in told


@pytest.mark.parametrize(("kind", "days"), [("nuit", 7), ("nuit", 13), ("import", 400)])
def test_a_night_on_time_or_an_import_tells_no_outage(kind, days):
    assert notices.outage(WEEK + timedelta(days=6), ran(kind, days), ()) == ""
    assert notices.outage(WEEK + timedelta(days=6), None, ()) == ""
