from datetime import UTC, date, datetime, timedelta

import pytest

from flows import reporting
from tests.warehouse_fixture import WEEK, build, edit, signal_id
from veille import BadInput, UnknownName, WarehouseError
from warehouse.decisions import decide
from warehouse.publish import Home

LAST_WEEK = WEEK - timedelta(days=7)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return build(tmp_path_factory.mktemp("home"))


@pytest.fixture
def home(tmp_path):
    return build(tmp_path)


def decided(home, name, decision, at, motive=None, state=None):
    decide(
        home.decisions,
        signal=signal_id(name),
        decision=decision,
        motive=motive,
        note="",
        author="Ada",
        now=at,
        state=state,
    )


def test_the_digest_of_the_last_week_is_two_files(shared):
    html, text = reporting.weekly_digest(shared, None)
    assert (html.name, text.name) == ("digest-2026-03-09.html", "digest-2026-03-09.txt")
    assert html.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_nothing_is_left_beside_the_reports(shared):
    reporting.weekly_digest(shared, None)
    assert [f.name for f in shared.reports.iterdir() if f.name.startswith(".")] == []


def test_a_report_without_room_left_is_said_and_nothing_stays_of_it(home, monkeypatch):
    def refuse(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reporting.aside.os, "fsync", refuse)
    with pytest.raises(WarehouseError, match=r"Plus de place : .*reports"):
        reporting.weekly_digest(home, None)
    assert list(home.reports.iterdir()) == []


def test_any_day_names_its_week(shared):
    html, _ = reporting.weekly_digest(shared, WEEK + timedelta(days=3))
    assert html.name == "digest-2026-03-09.html"


@pytest.mark.parametrize("day", [date(2025, 8, 25), date(2026, 3, 16)])
def test_a_week_not_committed_is_refused_with_the_known_range(shared, day):
    with pytest.raises(BadInput, match=r"jour du 1er.septembre.2025 au 15.mars.2026"):
        reporting.weekly_digest(shared, day)


def test_an_archive_without_a_week_says_what_to_run(home):
    edit(home, "DELETE FROM week")
    with pytest.raises(BadInput, match="veille nightly"):
        reporting.weekly_digest(home, None)


def test_no_archive_says_what_to_run(tmp_path):
    with pytest.raises(WarehouseError, match="veille import"):
        reporting.weekly_digest(Home(tmp_path), None)


def test_a_decision_taken_since_the_night_is_in_the_digest(home):
    decided(home, "pacte", "retenu", datetime(2026, 3, 17, tzinfo=UTC))
    html, _ = reporting.weekly_digest(home, None)
    assert "Remonté par une décision" in html.read_text("utf-8")


def test_a_past_digest_ignores_the_decisions_of_after_its_reading(home):
    decided(home, "pacte", "retenu", datetime(2026, 3, 17, tzinfo=UTC))
    html, _ = reporting.weekly_digest(home, LAST_WEEK)
    assert "Remonté par une décision" not in html.read_text("utf-8")


def test_a_past_digest_counts_the_decisions_of_the_week_it_was_read_in(home):
    decided(home, "pacte", "retenu", datetime(2026, 3, 12, tzinfo=UTC))
    html, _ = reporting.weekly_digest(home, LAST_WEEK)
    assert "Remonté par une décision" in html.read_text("utf-8")


def test_a_pinned_state_is_the_one_shown_with_who_pinned_it(home):
    at = datetime(2026, 3, 17, tzinfo=UTC)
    decided(home, "guichet", "epingler", at, state="tendance_lourde")
    html, text = (path.read_text("utf-8") for path in reporting.weekly_digest(home, None))
    assert "épinglé par Ada le 17\u00a0mars\u00a02026" in html
    assert "[tendance lourde," in text and "État calculé\u00a0: signal faible." in text


@pytest.mark.parametrize("state", ["signal_faible", "bruit"])
def test_a_pin_brings_an_extinct_signal_back_at_once_in_the_last_week(home, state):
    name = signal_id("guichet")
    for table in ("signal_week", "score_part", "evidence"):
        edit(home, f"DELETE FROM {table} WHERE signal_id = ? AND week > ?", name, LAST_WEEK)
    edit(home, "UPDATE signal_week SET state = 'bruit' WHERE signal_id = ?", name)
    assert "guichet conv" not in reporting.weekly_digest(home, None)[1].read_text("utf-8")
    decided(home, "guichet", "epingler", datetime(2026, 7, 17, tzinfo=UTC), state=state)
    asked = []
    _, text = reporting.weekly_digest(home, None, evidence=lambda *of: asked.append(of) or {})
    said = " ".join(text.read_text("utf-8").replace("\u00a0", " ").split())
    assert "épinglé par Ada le 17 juillet 2026" in said
    assert "État calculé : éteint depuis la semaine du " in said
    if state != "bruit":
        assert [ids for _, _, ids in asked] == [[name]]  # the others have theirs stored
        assert "« guichet conversationnel » [signal faible, stable]" in said
        assert "0,00 Éteint, il n’était pas mesuré cette semaine" in said
        brief = reporting.variable_brief(home, "numerique", None)
        assert "épinglé par Ada" in brief.read_text("utf-8")
    decided(home, "guichet", "liberer", datetime(2026, 7, 18, tzinfo=UTC))
    assert "guichet conv" not in reporting.weekly_digest(home, None)[1].read_text("utf-8")


def test_the_digest_says_that_the_list_of_sources_changed(home):
    for change, source in (("arrivee", "muette"), ("depart", "eteinte")):
        edit(
            home,
            "INSERT INTO source_epoch VALUES (?, ?, ?, ?, 0.3, 'textes')",
            source,
            change,
            WEEK - timedelta(days=14),
            WEEK + timedelta(days=7),
        )
    text = reporting.weekly_digest(home, None)[1].read_text("utf-8")
    said = " ".join(text.replace("\u00a0", " ").split())
    assert "Source nouvelle, « La Sentinelle d’Aubelune » (30 % des textes)" in said
    assert "à partir de la semaine du 16 mars 2026" in said
    assert "« L’Écho de Port-Galène » (30 % des textes) se tait depuis un mois" in said
    before = reporting.weekly_digest(home, WEEK - timedelta(days=21))[1].read_text("utf-8")
    assert "Source nouvelle" not in before


def absorb(home, name, other):
    edit(
        home,
        "INSERT INTO signal_lineage VALUES (?, 'fusion', ?, ?, 'Absorbé')",
        signal_id(name),
        signal_id(other),
        WEEK,
    )


def test_what_was_said_of_an_absorbed_signal_is_said_of_the_one_that_answers(home):
    decided(home, "ancien", "retenu", datetime(2026, 3, 17, tzinfo=UTC))
    absorb(home, "ancien", "aidant")
    absorb(home, "aidant", "pacte")
    html, _ = reporting.weekly_digest(home, None)
    assert html.read_text("utf-8").count("Remonté par une décision") == 1


def test_a_released_state_is_the_computed_one(home):
    at = datetime(2026, 3, 17, tzinfo=UTC)
    decided(home, "guichet", "epingler", at, state="tendance_lourde")
    decided(home, "guichet", "liberer", at.replace(day=18))
    _, text = reporting.weekly_digest(home, None)
    assert "épinglé" not in text.read_text("utf-8")


def test_a_pinned_signal_is_shown_after_it_fell_silent(home):
    at = datetime(2026, 3, 12, tzinfo=UTC)
    assert "cahier numérique" not in reporting.weekly_digest(home, None)[1].read_text("utf-8")
    decided(home, "ancien", "epingler", at, state="signal_faible")
    edit(
        home,
        "INSERT INTO decision VALUES ('p', ?, 'epingler', NULL, '', 'Ada', ?, 'signal_faible')",
        signal_id("ancien"),
        at.replace(tzinfo=None),
    )
    assert "cahier numérique" in reporting.weekly_digest(home, None)[1].read_text("utf-8")


def test_a_signal_pinned_as_extinct_is_listed_apart_with_what_frees_it(home):
    decided(home, "guichet", "epingler", datetime(2026, 3, 17, tzinfo=UTC), state="bruit")
    html, text = (path.read_text("utf-8") for path in reporting.weekly_digest(home, None))
    aside = " ".join(text.partition("ÉTEINTS PAR ÉPINGLE")[2].replace("\u00a0", " ").split())
    assert "« guichet conversationnel », épinglé par Ada le 17 mars 2026." in aside
    assert "État calculé : signal faible." in aside
    command = f"veille decide {signal_id('guichet')} liberer --auteur NOM"
    assert command in aside
    assert f"<code>{command}</code>" in html.partition("<h2>Éteints par épingle</h2>")[2]
    assert text.count("«\u00a0guichet conversationnel\u00a0»") == 1
    assert "devient un signal faible" not in text


def test_nothing_pinned_as_extinct_is_no_heading(shared):
    assert "ÉPINGLE" not in reporting.weekly_digest(shared, None)[1].read_text("utf-8")


def test_a_past_week_asks_for_its_passages(shared):
    asked = []

    def evidence(archive, week, signals):
        asked.append((week, list(signals)))
        return archive.evidence(WEEK)

    html, _ = reporting.weekly_digest(shared, LAST_WEEK, evidence=evidence)
    assert asked[0][0] == LAST_WEEK and signal_id("guichet") in asked[0][1]
    assert "<mark>guichet conversationnel</mark>" in html.read_text("utf-8")


def test_the_last_week_shows_the_passages_of_its_night(shared):
    def evidence(archive, week, signals):
        raise AssertionError("not to be asked")

    reporting.weekly_digest(shared, None, evidence=evidence)


def test_later_texts_change_nothing_to_a_past_week(home):
    before = [path.read_bytes() for path in reporting.weekly_digest(home, LAST_WEEK)]
    edit(home, "UPDATE version SET text = 'Brouillé.' WHERE counted_on >= ?", WEEK)
    edit(home, "UPDATE signal_week SET score = 99, label = 'brouillé' WHERE week >= ?", WEEK)
    edit(home, "DELETE FROM unit_week WHERE week >= ?", WEEK)
    assert [path.read_bytes() for path in reporting.weekly_digest(home, LAST_WEEK)] == before


def imported(home):
    """The same weeks, committed by an import long after; a source spoke again in between."""
    edit(home, "UPDATE run SET kind = 'import', as_of = '2026-11-20 10:00'")
    edit(
        home,
        "UPDATE document SET counted_on = '2026-10-04', published_at = '2026-10-03 22:00'"
        " WHERE source_id = 'muette' AND title = 'Brève 4'",
    )


def test_the_digest_of_an_imported_week_knows_nothing_of_its_sources_after_it(home):
    imported(home)
    text = reporting.weekly_digest(home, LAST_WEEK)[1].read_text("utf-8").replace("\u00a0", " ")
    said = " ".join(text.split())
    assert "La Sentinelle d’Aubelune. Muette depuis le 2 octobre 2025 (158 jours)" in said
    assert said.count("Muette depuis") == 1


def test_the_brief_of_an_imported_week_knows_nothing_of_its_sources_after_it(home):
    imported(home)
    page = reporting.variable_brief(home, "numerique", LAST_WEEK, 8)
    said = page.read_text("utf-8").replace("\u00a0", " ")
    assert said.count("Muette depuis") == 1
    assert "Muette depuis le 2 octobre 2025 (158 jours)" in said


def test_a_night_that_catches_weeks_up_tells_each_as_it_ended(home):
    edit(home, "UPDATE run SET as_of = '2026-06-20 02:30'")
    text = reporting.weekly_digest(home, LAST_WEEK)[1].read_text("utf-8")
    assert text.count("Muette depuis") == 1 and "N’a pas répondu" not in text


def test_a_corrupted_offset_stops_the_digest_and_leaves_the_last_one(home):
    html, _ = reporting.weekly_digest(home, None)
    before = html.read_bytes()
    edit(home, "UPDATE evidence SET start_char = start_char + 1")
    with pytest.raises(WarehouseError, match="coupé au milieu d’un mot"):
        reporting.weekly_digest(home, None)
    assert html.read_bytes() == before


def test_the_digest_is_rebuilt_to_the_byte(shared):
    first = [path.read_bytes() for path in reporting.weekly_digest(shared, None)]
    assert [path.read_bytes() for path in reporting.weekly_digest(shared, None)] == first


def test_a_brief_is_one_file_named_by_its_variable_and_day(shared):
    path = reporting.variable_brief(shared, "numerique", None, n_weeks=24)
    assert path.name == "brief-numerique-2026-03-15.html"


def test_an_unknown_variable_names_the_others(shared):
    with pytest.raises(UnknownName, match="partenariats"):
        reporting.variable_brief(shared, "nothing", None)


def test_a_brief_before_the_archive_is_refused(shared):
    with pytest.raises(BadInput, match=r"du 1er.septembre.2025 au 15.mars.2026"):
        reporting.variable_brief(shared, "numerique", date(2020, 1, 1))


@pytest.mark.parametrize("day", [date(2026, 3, 16), date(2026, 3, 20), date(2027, 1, 1)])
def test_a_brief_of_a_week_not_committed_is_refused_as_the_digest_is(home, day):
    with pytest.raises(BadInput) as asked:
        reporting.weekly_digest(home, day)
    with pytest.raises(BadInput) as brief:
        reporting.variable_brief(home, "numerique", day)
    assert str(brief.value) == str(asked.value) and "Semaine non arrêtée" in str(brief.value)
    assert not list(home.reports.glob("brief-*"))


def test_a_brief_ends_with_the_week_of_the_day_asked(shared):
    path = reporting.variable_brief(shared, "numerique", LAST_WEEK + timedelta(days=2))
    assert path.name == "brief-numerique-2026-03-08.html"


def test_a_brief_of_no_week_is_refused(shared):
    with pytest.raises(BadInput, match="une semaine au moins"):
        reporting.variable_brief(shared, "numerique", None, n_weeks=0)


def test_a_brief_on_too_little_says_so(shared):
    path = reporting.variable_brief(shared, "partenariats", None)
    assert "Partie incomplète" in path.read_text("utf-8")


def test_the_reports_of_a_week_are_the_digest_and_a_brief_a_variable(shared):
    names = [path.name for path in reporting.weekly_reports(shared, None)]
    assert len(names) == 6 and "brief-partenariats-2026-03-15.html" in names


@pytest.mark.parametrize("lost", ["MACRO voice_name", "VIEW v_tag"])
def test_a_base_of_before_an_update_is_told_from_a_damaged_one(home, lost):
    edit(home, f"DROP {lost}")
    with pytest.raises(WarehouseError, match=r"autre version de Veille.*veille nightly"):
        reporting.variable_brief(home, "numerique", None, 8)


@pytest.mark.parametrize(("n", "said"), [(0, "0 semaine"), (-1, "-1 semaine"), (-3, "-3 semaines")])
def test_a_period_without_a_week_agrees_and_says_the_minimum(shared, n, said):
    with pytest.raises(BadInput, match="une semaine au moins") as refused:
        reporting.variable_brief(shared, "numerique", None, n)
    assert refused.value.where == said
