"""Weeks committed one by one are those replayed at once, and no week hears of the future."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from flows import proofs
from flows.committing import commit
from flows.mentions import Book
from nlp import surveillance
from nlp.signals import LAG, WEEKLY
from tests import archive_fixture as archive
from tests.archive_fixture import (
    FIRST,
    N_WEEKS,
    VARIABLES,
    VOICES,
    document,
    keep,
    monday_of,
    opened,
    reading,
    told,
)
from tests.warehouse_fixture import put
from veille import Block, Decision, UnknownName, digest, key_of, week_number
from warehouse import database, publish, weeks, write

CONFIRMED = {"signal_faible", "tendance_emergente", "signal_fort", "tendance_lourde"}
COMMITTED = ["signal", "signal_unit", "signal_week", "score_part", "unit_state", "unit_week"]
COMMITTED += ["week", "evidence", "signal_lineage", "signal_near", "unit_apart"]


@pytest.fixture(scope="module")
def stream():
    return archive.stream()


@pytest.fixture(scope="module")
def replayed(stream):
    return archive.replayed(stream)


@pytest.fixture(scope="module")
def played(stream):
    return archive.played(stream)


@pytest.fixture(scope="module")
def late(stream):
    return archive.played(stream, every=14)


def states_of(db, label):
    """Each state of a signal in turn, the signal found by the unit that gave it birth."""
    sql = (
        "SELECT w.state FROM signal_week AS w JOIN signal AS s USING (signal_id)"
        " JOIN unit AS u ON u.unit_key = s.anchor_key WHERE u.lemma = ? ORDER BY week"
    )
    states = [state for (state,) in db.execute(sql, [label]).fetchall()]
    return [state for k, state in enumerate(states) if k == 0 or state != states[k - 1]]


def same(a, b, names=COMMITTED):
    left, right = database.checksums(a), database.checksums(b)
    return [name for name in names if left[name] != right[name]]


def test_what_rises_in_many_voices_is_a_candidate_then_a_signal(replayed):
    states = states_of(replayed, archive.PLANT)
    assert states[-2:] == ["candidat", "signal_faible"]


def test_an_event_of_one_day_is_no_signal(replayed):
    assert states_of(replayed, archive.EVENT) == []


def test_one_voice_alone_is_never_confirmed(replayed):
    assert states_of(replayed, archive.SINGLE) == ["source_unique"]


def test_a_theme_that_fades_declines(replayed):
    assert states_of(replayed, archive.FADED)[-1] == "declin"
    assert "signal_faible" in states_of(replayed, archive.FADED)


def test_a_crisis_is_an_event_until_it_lasts(replayed):
    # The crisis and its companion said the same: the one with the lesser key gave the signal.
    first = min((archive.CRISIS, archive.COMPANION), key=lambda u: key_of(digest("unit", u)))
    assert states_of(replayed, first)[:3] == ["candidat", "evenement", "bruit"]


def test_what_comes_back_every_year_is_seasonal(replayed):
    states = states_of(replayed, archive.ANNUAL)
    assert states[-1] == "saisonnier"
    assert not CONFIRMED & set(states)


def test_the_background_gives_no_signal(replayed):
    planted = {archive.PLANT, archive.COMPANION, archive.FADED, archive.CRISIS, archive.SINGLE}
    planted.add(archive.ANNUAL)
    sql = "SELECT u.lemma FROM signal AS s JOIN unit AS u ON u.unit_key = s.anchor_key"
    assert {lemma for (lemma,) in replayed.execute(sql).fetchall()} <= planted


def test_weeks_committed_one_by_one_give_what_a_replay_gives(replayed, played):
    assert same(replayed, played) == []
    assert replayed.execute("SELECT count(*) FROM signal_week").fetchone()[0] > 40


def test_weeks_committed_late_give_what_a_replay_gives(replayed, late):
    assert same(replayed, late) == []


def test_replaying_what_nights_committed_changes_nothing(stream, replayed, late):
    commit(late, upto=monday_of(N_WEEKS), replay=True, variables=VARIABLES)
    assert same(replayed, late) == []


@pytest.mark.parametrize("replay", [True, False])
def test_the_same_commit_twice_changes_nothing(replayed, replay):
    before = database.checksums(replayed)
    commit(replayed, upto=monday_of(N_WEEKS - 1), replay=replay, variables=VARIABLES)
    assert database.checksums(replayed) == before


def test_the_committed_archive_passes_every_check(replayed):
    publish.check(replayed)


def test_every_score_is_the_sum_of_its_six_parts(replayed):
    sql = (
        "SELECT count(*), max(abs(score - total)), min(n), max(n) FROM signal_week JOIN (SELECT"
        " signal_id, week, sum(value) AS total, count(*) AS n FROM score_part GROUP BY ALL)"
        " USING (signal_id, week)"
    )
    n_rows, gap, fewest, most = replayed.execute(sql).fetchone()
    assert (n_rows, fewest, most) == (len(replayed.execute("FROM signal_week").fetchall()), 6, 6)
    assert gap < 1e-9


def test_titles_are_words_of_the_texts(replayed):
    sql = (
        "SELECT DISTINCT label FROM signal_week"
        " WHERE NOT EXISTS (SELECT 1 FROM version WHERE contains(text, label))"
    )
    assert replayed.execute(sql).fetchall() == []


def test_evidence_quotes_the_words_of_its_signal(replayed):
    sql = (
        "SELECT DISTINCT substring(text, mark_start + 1, mark_end - mark_start) = lemma"
        " FROM v_evidence JOIN signal_unit USING (signal_id) JOIN unit USING (unit_key)"
        " WHERE until IS NULL"
    )
    assert replayed.execute(sql).fetchall() == [(True,)]


def past_rows(db, last):
    names = "week signal_id label state reason score cusum p_value shape visibility lead_key"
    sql = f"SELECT {', '.join(names.split())} FROM signal_week WHERE week <= ? ORDER BY ALL"
    return db.execute(sql, [last]).fetchall()


def rubbish(week, k):
    """A text of no sense, in the words of the plants, by a voice that sorts before all others."""
    units = [archive.PLANT, archive.FADED, "xyz"][: 1 + k % 3]
    made = document(f"x{week} {k}", monday_of(week), f"a{k}", " ".join(units), source="voix00")
    return reading(made, units)


def pin(db, name, week, decision="epingler", state="signal_fort"):
    """A documentalist pins, or frees, the state of a signal on the Wednesday of a week."""
    at = archive.noon(monday_of(week) + timedelta(days=2))
    made = Decision(f"{decision} {week}", name, decision, None, "Vu", "Ada", at, state)
    write.decisions(db, [made])


def weeks_of(db, name, since):
    sql = "SELECT week, was, state FROM signal_week WHERE signal_id = ? AND week >= ? ORDER BY week"
    return db.execute(sql, [name, monday_of(since)]).fetchall()


@pytest.fixture(scope="module")
def fallen(stream):
    """The weeks around a signal that dies, its id, and a week after its end."""
    db = archive.replayed(stream[:36])
    sql = "SELECT signal_id, max(week) FROM signal_week WHERE label = ? GROUP BY ALL"
    name, last = db.execute(sql, [archive.ANNUAL]).fetchone()
    assert last == monday_of(21)
    return stream[:36], name, 23


@pytest.mark.parametrize("replay", [True, False])
def test_a_pinned_state_is_shown_whatever_the_nights_compute(fallen, replay):
    found, name, week = fallen
    db = opened()
    keep(db, [reading for texts in found[: week + 1] for reading in texts])
    commit(db, upto=monday_of(week), replay=False, variables=VARIABLES)
    pin(db, name, week)
    keep(db, [reading for texts in found[week + 1 :] for reading in texts])
    commit(db, upto=monday_of(35), replay=replay, variables=VARIABLES)
    shown = "SELECT state, computed_state, pinned_by, pin_note FROM v_signal WHERE signal_id = ?"
    assert db.execute(shown, [name]).fetchone() == ("signal_fort", "bruit", "Ada", "Vu")
    rows = weeks_of(db, name, week + 1)
    assert rows == [(monday_of(w), "bruit", "bruit") for w in range(week + 1, 36)]


def test_a_pin_gives_the_same_weeks_by_nights_and_by_replay(fallen):
    found, name, week = fallen
    one_by_one, at_once = opened(), opened()
    for number, texts in enumerate(found):
        keep(one_by_one, texts)
        if number == week:
            pin(one_by_one, name, week)
        if number == 30:
            pin(one_by_one, name, 30, "liberer", None)
        if number >= week - 1 and number % 2:
            commit(one_by_one, upto=monday_of(number), replay=False, variables=VARIABLES)
    keep(at_once, [reading for texts in found for reading in texts])
    pin(at_once, name, week)
    pin(at_once, name, 30, "liberer", None)
    commit(at_once, upto=monday_of(35), replay=True, variables=VARIABLES)
    assert same(one_by_one, at_once) == []
    assert weeks_of(at_once, name, week)[-1][0] == monday_of(29)  # free from then on


@pytest.mark.parametrize(("week", "measured"), [(36, []), (37, [35]), (90, [35])])
def test_a_pin_said_of_a_past_archive_holds_from_its_last_week(fallen, week, measured):
    found, name, _ = fallen
    db = archive.replayed(found)
    pin(db, name, week)
    commit(db, upto=monday_of(95), replay=True, variables=VARIABLES)
    expected = [(monday_of(w), "bruit", "bruit") for w in measured]
    assert weeks_of(db, name, 23) == expected


def test_a_signal_pinned_extinct_has_a_week_without_figures_until_it_is_measured(fallen):
    found, name, _ = fallen
    db = archive.replayed(found[:34])
    pin(db, name, 34)
    lived = "SELECT week, state, score, n_now FROM v_signal_week WHERE signal_id = ? AND week > ?"
    since = [name, monday_of(22)]
    assert db.execute(lived, since).fetchall() == [(monday_of(33), "bruit", None, None)]
    shown = "SELECT state, score, reason, last_week FROM v_signal WHERE signal_id = ?"
    told = ("signal_fort", None, "Épinglé éteint : pas encore mesuré de nouveau", monday_of(21))
    assert db.execute(shown, [name]).fetchone() == told
    keep(db, [reading for texts in found[34:] for reading in texts])
    commit(db, upto=monday_of(35), replay=False, variables=VARIABLES)
    rows = db.execute(lived, since).fetchall()
    assert rows[-1][0] == monday_of(35) and None not in {score for *_, score, _ in rows}


def test_a_released_signal_shows_its_computed_state_again(fallen):
    found, name, week = fallen
    db = archive.replayed(found)
    pin(db, name, week)
    pin(db, name, week + 1, "liberer", None)
    sql = "SELECT state, computed_state, pinned_by FROM v_signal WHERE signal_id = ?"
    assert db.execute(sql, [name]).fetchone() == ("bruit", "bruit", None)


def test_an_opinion_taken_back_is_in_no_view_and_stays_in_the_table():
    db = opened()
    said = [("Ada", "retenu"), ("Bob", "doute"), ("Bob", "retirer"), ("Cid", "retirer")]
    made = [
        Decision(str(k), "s", word, None, "Vu", author, archive.noon(monday_of(k)))
        for k, (author, word) in enumerate(said)
    ]
    day = archive.noon(monday_of(0)).date()
    row = ["s", day, 1, "titre", None, "candidat", day, 0, 0, 0, None]
    db.execute("INSERT INTO signal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    write.decisions(db, made)
    assert db.execute("SELECT author, decision FROM v_decision").fetchall() == [("Ada", "retenu")]
    assert db.execute("SELECT decision FROM v_signal").fetchall() == [("retenu",)]
    assert db.execute("SELECT count(*) FROM decision").fetchone() == (4,)


def test_a_pin_is_no_opinion():
    db = opened()
    at = archive.noon(monday_of(3))
    write.decisions(db, [Decision("a", "s", "ecarte", "bruit", "", "Ada", at)])
    pin(db, "s", 4)
    assert db.execute("SELECT decision, motive FROM v_decision").fetchall() == [("ecarte", "bruit")]


def test_what_becomes_of_signals_is_kept_from_night_to_night():
    # Said in one text out of three together for a while, then always together.
    texts = []
    for w in range(30):
        texts += [(f"rue {w} {k}", w, k, ["rue"]) for k in range(9)]
        n = max(0, w - 17)
        texts += [(f"jury {w} {k}", w, k, ["jury"]) for k in range(n if w < 22 else 0)]
        texts += [(f"panne {w} {k}", w, k, ["panne"]) for k in range(n if w < 22 else 0)]
        both = ["jury", "panne"]
        texts += [(f"deux {w} {k}", w, k, both) for k in range(n if w >= 22 else 0)]
    told_in = {w: [] for w in range(30)}
    for name, w, k, units in texts:
        day = monday_of(w) + timedelta(days=k % 7)
        told_in[w].append(told(name, day, f"voix{k % 12:02}", units))
    at_once, one_by_one = archive.replayed(list(told_in.values())), opened()
    for w, found in told_in.items():
        keep(one_by_one, found)
        if w >= 15:
            commit(one_by_one, upto=monday_of(w), replay=False, variables=VARIABLES)
    assert same(at_once, one_by_one) == []
    assert at_once.execute("SELECT relation FROM signal_lineage").fetchall() == [("fusion",)]
    sql = (
        "SELECT s.absorbed_by = l.survivor_id, s.state, o.state <> 'bruit' FROM v_signal AS s"
        " JOIN v_signal_lineage AS l USING (signal_id) JOIN v_signal AS o"
        " ON o.signal_id = l.survivor_id"
    )
    assert at_once.execute(sql).fetchall() == [(True, "bruit", True)]
    publish.check(at_once)


def test_every_change_of_state_is_a_row_with_its_reason(replayed):
    sql = "SELECT signal_id, week, was, state, reason FROM {} WHERE state <> was ORDER BY ALL"
    changes = replayed.execute(sql.format("v_signal_transition")).fetchall()
    assert changes == replayed.execute(sql.format("signal_week")).fetchall()
    assert all(reason for *_, reason in changes)


def test_a_pin_is_a_change_of_state_told_with_its_author_and_motive(fallen):
    found, name, week = fallen
    db = archive.replayed(found)
    pin(db, name, week)
    db.execute("UPDATE signal SET label = 'titre d’aujourd’hui'")
    sql = (
        "SELECT week, label, was, state, reason FROM v_signal_transition"
        " WHERE origin = 'Ada' AND signal_id = ?"
    )
    told = "SELECT max_by(label, week) FROM signal_week WHERE signal_id = ? AND week <= ?"
    label = db.execute(told, [name, monday_of(week)]).fetchone()[0]
    expected = (monday_of(week), label, "bruit", "signal_fort", "Épinglé par Ada : Vu")
    assert db.execute(sql, [name]).fetchall() == [expected]


def test_what_nothing_pinned_is_not_told_as_freed(fallen):
    found, name, week = fallen
    db = archive.replayed(found)
    pin(db, name, week, "liberer", None)
    pin(db, name, week + 1)
    pin(db, name, week + 2, "liberer", None)
    pin(db, name, week + 3, "liberer", None)
    sql = "SELECT week FROM v_signal_transition WHERE origin = 'Ada' ORDER BY week"
    assert db.execute(sql).fetchall() == [(monday_of(week + 1),), (monday_of(week + 2),)]


def test_a_gap_in_the_archive_concludes_nothing_by_nights_as_by_replay(stream):
    gap = range(36, 51)  # longer than the twelve weeks that a signal is told from
    texts = [[] if w in gap else found for w, found in enumerate(stream[:56])]
    at_once, one_by_one = archive.replayed(texts), archive.played(texts)
    assert same(at_once, one_by_one) == []
    sql = "SELECT signal_id, was, state, reason FROM signal_week WHERE week = ?"
    rows = [set(at_once.execute(sql, [monday_of(w)]).fetchall()) for w in gap]
    assert rows[0] and rows == [rows[0]] * len(gap)
    assert all(was == state and "Aucun texte" in reason for _, was, state, reason in rows[0])
    alone = "SELECT count(*) FROM signal_week WHERE state = 'source_unique' AND n_voices = 0"
    assert at_once.execute(f"{alone} AND was <> state").fetchone() == (0,)


@pytest.mark.parametrize("cut", [38, 50, 66])
def test_garbage_in_later_weeks_changes_no_earlier_row(stream, replayed, cut):
    garbage = [[rubbish(w, k) for k in range(9)] for w in range(cut, N_WEEKS)]
    other = archive.replayed([*stream[:cut], *garbage])
    expected = past_rows(replayed, monday_of(cut - 1))
    assert past_rows(other, monday_of(cut - 1)) == expected != []


def test_texts_of_a_week_that_is_not_over_are_not_heard(stream):
    db = opened()
    keep(db, [*(reading for week in stream for reading in week), rubbish(67, 0)])
    commit(db, upto=monday_of(66), replay=True, variables=VARIABLES)
    assert same(db, archive.replayed(stream[:67])) == []


def test_the_order_of_the_texts_changes_nothing(stream, replayed):
    db = opened()
    keep(db, [reading for week in stream for reading in week][::-1])
    commit(db, upto=monday_of(N_WEEKS), replay=True, variables=VARIABLES)
    assert same(replayed, db) == []


def test_nothing_is_confirmed_before_the_archive_is_old_enough(stream):
    db = opened()
    keep(db, [reading for week in stream for reading in week])
    commit(db, upto=monday_of(69), replay=True, variables=VARIABLES, cold_weeks=70)
    assert db.execute("FROM signal WHERE confirmed_on IS NOT NULL").fetchall() == []
    assert "candidat" in states_of(db, archive.PLANT)


def test_a_wide_net_confirms_no_later_than_a_strict_one(stream):
    def confirmed(setting):
        db = opened()
        keep(db, [reading for week in stream for reading in week])
        commit(db, upto=monday_of(69), replay=True, variables=VARIABLES, setting=setting)
        return db.execute(
            "SELECT min(confirmed_on) FROM signal WHERE born_on > '2025-03-01'"
        ).fetchone()

    assert confirmed("large_filet") <= confirmed("haute_precision")


def test_only_the_weeks_that_are_over_are_committed(stream):
    db = opened()
    keep(db, [reading for week in stream[:6] for reading in week])
    done = commit(db, upto=monday_of(3), replay=False, variables=VARIABLES)
    assert (done.n_weeks, weeks.committed(db)) == (4, monday_of(3))


def test_no_week_is_committed_beyond_the_last_text(stream):
    db = opened()
    keep(db, [reading for week in stream[:3] for reading in week])
    commit(db, upto=monday_of(30), replay=False, variables=VARIABLES)
    assert weeks.committed(db) == monday_of(2)


def test_an_empty_archive_commits_nothing():
    done = commit(opened(), upto=monday_of(3), replay=True, variables=VARIABLES)
    assert (done.n_weeks, done.n_signals) == (0, 0)


def test_an_unknown_setting_is_refused_in_french():
    with pytest.raises(UnknownName, match=r"réglage.*« moyen ».*haute_precision"):
        commit(opened(), upto=FIRST, replay=True, variables=VARIABLES, setting="moyen")


def test_the_state_of_a_unit_is_that_of_its_counts():
    # Mentioned once at week 40 and once at week 41, read at week 49: DECAY + 1
    db, jury = opened(), ["jury"]
    quiet = [told(f"t{w}", monday_of(w), "voix00", ["rue"]) for w in range(50)]
    keep(db, [*quiet, *(told(f"j{w}", monday_of(w), "voix01", jury) for w in (40, 41))])
    commit(db, upto=monday_of(49), replay=True, variables=VARIABLES)
    held = weeks.states(db, np.array([key_of(digest("unit", "jury"))], np.uint64))
    assert held.past[0] == pytest.approx(WEEKLY.decay + 1)
    assert held.past_week[0] == week_number(monday_of(49)) - LAG


def test_a_commit_that_fails_leaves_the_states_as_they_were(monkeypatch):
    db = opened()
    keep(db, [told(f"t{w}", monday_of(w), "voix00", ["rue"]) for w in range(12)])
    commit(db, upto=monday_of(10), replay=True, variables=VARIABLES)
    before = database.checksums(db)["unit_state"]

    def broken(*_):
        assert db.execute("SELECT count(*) FROM unit_state").fetchone() == (0,)  # all taken out
        raise KeyboardInterrupt

    monkeypatch.setattr(surveillance, "advance", broken)
    with pytest.raises(KeyboardInterrupt):
        commit(db, upto=monday_of(11), replay=False, variables=VARIABLES)
    assert database.checksums(db)["unit_state"] == before


def known(db, *units):
    """A heavy trend made of these units, as an earlier night left it."""
    keys = [key_of(digest("unit", unit)) for unit in units]
    db.execute(
        "INSERT INTO signal VALUES ('s', ?, ?, 'Jury', NULL, 'tendance_lourde', ?, 0, 0, 0, NULL)",
        [FIRST, keys[0], FIRST],
    )
    for key in keys:
        db.execute("INSERT INTO signal_unit VALUES ('s', ?, ?, NULL)", [key, FIRST])


def test_a_living_signal_is_looked_at_however_long_it_is_silent():
    db = opened()
    keep(db, [told(f"t{w}", monday_of(w), "voix00", ["rue"]) for w in (0, 100)])
    commit(db, upto=monday_of(99), replay=False, variables=VARIABLES)
    known(db, "jury", "mairie")
    commit(db, upto=monday_of(100), replay=False, variables=VARIABLES)
    found = db.execute("SELECT week, n_mentions FROM signal_week").fetchall()
    assert found == [(monday_of(100), 0)]


def proved(db, week):
    """The roles and the voices of the proofs of the known trend at a week."""
    voices = dict(db.execute("SELECT passage_id, voice FROM v_passage").fetchall())
    found = proofs.rows(db, monday_of(week), ["s"])
    return [row[4] for row in found], [voices[row[3]] for row in found]


def test_a_signal_long_silent_keeps_its_proofs():
    db = opened()
    keep(db, [told(f"t{k}", monday_of(k), f"voix0{k}", ["jury"]) for k in range(5)])
    known(db, "jury")
    roles, voices = proved(db, 60)
    assert roles == ["premier", "peripherique", "represente"]
    assert len(set(voices)) == 3


def test_a_proof_is_never_of_one_voice_when_others_speak():
    # The unit that speaks for the signal is said by one voice, its companion by another.
    db = opened()
    keep(db, [told(f"t{k}", monday_of(k), "voix00", ["jury", f"sens {k}"]) for k in range(5)])
    keep(db, [told("autre", monday_of(5), "voix01", ["mairie"])])
    known(db, "jury", "mairie")
    lead = key_of(digest("unit", "jury"))
    put(db, "signal_week", signal_id="s", week=monday_of(5), lead_key=lead)
    assert set(proved(db, 5)[1]) == {"voix00", "voix01"}


def test_a_book_shows_twelve_weeks():
    db = opened()
    keep(db, [told(f"t{w}", monday_of(w), "voix00", ["jury"]) for w in range(20)])
    book = Book(db, VARIABLES, monday_of(0), monday_of(19) + timedelta(days=6))
    keys = np.array([key_of(digest("unit", "jury"))], np.uint64)
    page = book.window(keys, week_number(monday_of(15)))
    assert page.week.tolist() == [week_number(monday_of(w)) for w in range(4, 16)]
    assert (set(page.surface), set(page.variables.tolist())) == ({"jury"}, {1})


def test_a_book_knows_what_is_usual_in_twelve_weeks():
    db = opened()
    both = [told(f"b{w}", monday_of(w), "voix00", ["jury"], variables=VARIABLES) for w in (0, 13)]
    keep(db, [*both, *(told(f"t{w}", monday_of(w), "voix01", ["jury"]) for w in range(14))])
    book = Book(db, VARIABLES, monday_of(0), monday_of(13) + timedelta(days=6))
    # Every text carries the first variable; of the 13 of weeks 2 to 13, one the second.
    assert book.usual(week_number(monday_of(13))).tolist() == [1.0, 1 / 13]
    assert book.usual(week_number(monday_of(40))).tolist() == [0.0, 0.0]


def test_a_book_knows_the_classes_of_sources_and_the_variables_of_passages():
    db = opened()
    both = told("a", FIRST, "voix00", ["jury"], variables=VARIABLES)
    keep(db, [both, *(told(voice, FIRST, voice, ["jury"]) for voice in ("voix04", "voix01"))])
    book = Book(db, VARIABLES, FIRST, FIRST + timedelta(days=6))
    page = book.window(np.array([key_of(digest("unit", "jury"))], np.uint64), week_number(FIRST))
    assert len(set(page.source_class.tolist())) == 2
    assert sorted(page.variables.tolist()) == [1, 1, 3]


def test_a_book_knows_which_mentions_stand_in_the_same_sentence():
    db = opened()
    found = [told(name, FIRST, voice, ["jury"]) for name, voice in zip("abc", VOICES, strict=False)]
    size = len(found[0].document.text)  # the third is too short to have an imprint
    blocks = {k: [Block(found[k].passages[0].id, 0, size, imprint=7)] for k in (0, 1)}
    keep(db, [replace(one, blocks=blocks.get(k, ())) for k, one in enumerate(found)])
    book = Book(db, VARIABLES, FIRST, FIRST + timedelta(days=6))
    page = book.window(np.array([key_of(digest("unit", "jury"))], np.uint64), week_number(FIRST))
    assert sorted(Counter(page.sentence.tolist()).values()) == [1, 2]
