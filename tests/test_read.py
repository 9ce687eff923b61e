import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.warehouse_fixture import FIRST_WEEK, WEEK, build, edit, signal_id, unit_key
from veille import BadInput, UnknownName, WarehouseError
from warehouse import publish, query
from warehouse.read import Archive, week_end

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return build(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A file that nothing else holds open: DuckDB keeps one configuration a file and process."""
    return build(tmp_path_factory.mktemp("sealed")).published


@pytest.fixture(scope="module")
def archive(home):
    with Archive.open(home.published) as opened:
        yield opened


@pytest.fixture(scope="module")
def signals(archive):
    return {row.label: row for row in archive.signals(WEEK)}


def test_the_case_passes_the_checks_of_a_publication(archive):
    publish.check(archive.db)


def test_a_missing_file_is_said_in_french(tmp_path):
    with pytest.raises(WarehouseError, match="Base absente"):
        Archive.open(tmp_path / "nothing.duckdb")


def test_the_archive_cannot_be_written(archive):
    with pytest.raises(Exception, match="read-only"):
        archive.db.execute("DELETE FROM tag")


def test_a_week_counts_its_copies_apart(archive):
    assert archive.weeks()[-1].n_copies == 1


def test_a_week_ends_at_midnight_in_paris():
    assert week_end(date(2026, 3, 23)) == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_a_week_is_closed_by_the_first_run_after_it(archive):
    assert archive.closing_run(WEEK).as_of == datetime(2026, 3, 16, 2, 30, tzinfo=UTC)


def test_signals_come_best_score_first(archive):
    scores = [row.now.score for row in archive.signals(WEEK)]
    assert scores == sorted(scores, reverse=True)


def test_a_signal_that_stayed_noise_is_left_out(signals):
    assert "cahier numérique" not in signals


def test_a_signal_that_has_just_become_noise_is_kept(signals):
    assert signals["aidant numérique"].now.state == "bruit"


def test_a_signal_carries_its_measures_of_the_week_before(signals):
    assert signals["guichet conversationnel"].before.week == WEEK - timedelta(days=7)


def test_a_signal_says_since_when_it_is_in_its_state(signals):
    assert signals["pacte de voisinage"].since == date(2026, 2, 23)


def test_a_past_week_shows_the_state_of_then(archive):
    past = {row.label: row for row in archive.signals(WEEK - timedelta(days=7))}
    assert past["guichet conversationnel"].now.state == "candidat"
    assert past["guichet conversationnel"].since == date(2026, 2, 16)


def test_a_series_ends_with_the_week_and_fills_silent_weeks(archive):
    unit = unit_key("guichet conversationnel")
    assert archive.series([unit], WEEK, 12) == {unit: [0, 0, 0, 0, 1, 1, 1, 2, 3, 2, 4, 5]}


def test_a_past_series_does_not_see_later_weeks(archive):
    unit = unit_key("guichet conversationnel")
    assert archive.series([unit], WEEK - timedelta(days=7), 2) == {unit: [2, 4]}


def test_the_parts_of_a_score_add_up_to_it(archive, signals):
    row = signals["guichet conversationnel"]
    total = sum(part.value for part in archive.score_parts(WEEK)[row.signal_id])
    assert total == pytest.approx(row.now.score, abs=1e-9)


def test_other_wordings_are_spelt_as_in_the_texts(archive):
    wanted = signal_id("guichet")
    assert archive.wordings([wanted], WEEK) == {wanted: ["agent conversationnel social"]}


def test_a_wording_that_the_title_holds_is_not_told_again(tmp_path):
    home, wanted = build(tmp_path), signal_id("guichet")
    title = "nouvel agent conversationnel social"
    edit(home, "UPDATE signal_week SET label = ? WHERE signal_id = ?", title, wanted)
    with Archive.open(home.published) as archive:
        assert archive.wordings([wanted], WEEK) == {wanted: ["guichet conversationnel"]}


def test_each_unit_is_worded_once_in_its_commonest_spelling(tmp_path):
    home, wanted = build(tmp_path), signal_id("guichet")
    edit(home, "UPDATE signal_week SET label = 'accueil' WHERE signal_id = ?", wanted)
    one = "(SELECT min(passage_key) FROM mention WHERE unit_key = $1)"
    sql = f"UPDATE mention SET end_char = end_char - 16 WHERE unit_key = $1 AND passage_key = {one}"
    edit(home, sql, unit_key("guichet conversationnel"))  # « guichet », in one passage of several
    with Archive.open(home.published) as archive:
        told = archive.wordings([wanted], WEEK)[wanted]
    assert told == ["guichet conversationnel", "agent conversationnel social"]


def test_what_two_passages_of_a_signal_name_is_told_as_written(tmp_path):
    home, wanted = build(tmp_path), signal_id("guichet")
    edit(home, "UPDATE story SET is_copy = false")
    with Archive.open(home.published) as archive:
        assert archive.named([wanted], WEEK) == {wanted: [("territoire", "Brumeval")]}
        assert archive.named([wanted], WEEK - timedelta(weeks=40)) == {}


def test_what_a_text_and_its_copy_name_is_named_once(archive):
    assert archive.named([signal_id("guichet")], WEEK) == {}


def test_what_a_source_repeats_names_nothing(tmp_path):
    home = build(tmp_path)
    edit(home, "UPDATE story SET is_copy = false")
    edit(
        home,
        "INSERT INTO repeated_block SELECT passage_id, passage_key, 1, a.start_char, a.end_char,"
        " '2026-01-01', 9 FROM passage_actor AS a JOIN passage USING (passage_id)",
    )
    with Archive.open(home.published) as archive:
        assert archive.named([signal_id("guichet")], WEEK) == {}


def test_evidence_is_quoted_where_it_is(archive):
    proofs = archive.evidence(WEEK)[signal_id("guichet")]
    stored = archive.texts(proof.version_id for proof in proofs)
    assert all(stored[p.version_id][p.start : p.end] == p.text for p in proofs)
    assert {p.mark for p in proofs} == {"guichet conversationnel"}


def test_a_past_week_has_no_stored_evidence(archive):
    assert archive.evidence(WEEK - timedelta(days=7)) == {}


def test_a_voice_that_is_its_source_is_shown_by_name(archive):
    assert archive.evidence(WEEK)[signal_id("guichet")][0].voice_name == "Le Courrier de Brumeval"


@pytest.mark.parametrize(
    ("voice", "shown"),
    [
        ("Marlène Schiappa", "Marlène Schiappa"),
        ("Ouest-France", "Ouest-France"),
        ("20minutes.fr", "20minutes.fr"),
        ("Seine-Saint-Denis-Habitat", "Seine-Saint-Denis-Habitat"),
        ("Revue n° 12-2014", "Revue n° 12-2014"),
        ("courrier", "Le Courrier"),  # the source itself
        ("content/fr/posts/2024-10-29-une-boussole.html", "Le Courrier"),
        ("cybergeo-932", "Le Courrier"),
        ("eigdefi-2018-01-01-TODO-labsante#1", "Le Courrier"),
        ("betablog-rapport-annuel", "Le Courrier"),
        ("betablog-découvrez-les-lauréats-du-fast", "Le Courrier"),
        ("eig-18-05-29-pourquoi-devenir-EIG", "Le Courrier"),
        ("www.la-croix.com", "www.la-croix.com"),
    ],
)
def test_an_identifier_is_shown_as_its_source(archive, voice, shown):
    found = archive.db.execute("SELECT voice_name(?, 'courrier', 'Le Courrier')", [voice])
    assert found.fetchone() == (shown,)


def test_sources_are_told_mute_from_broken(archive):
    health = {row.source_id: row.health for row in archive.sources(archive.runs()[-1].as_of)}
    assert (health["muette"], health["eteinte"]) == ("muette", "en_panne")
    assert health["courrier"] == "vivante"


@pytest.mark.parametrize(
    ("came_at", "health"),
    [
        ("2026-03-15 03:30", "vivante"),
        ("2026-03-01 03:30", "muette"),  # fifteen days before
        ("2026-03-16 02:31", "muette"),  # later than the instant: not come yet
    ],
)
def test_a_source_whose_old_texts_still_come_is_not_mute(tmp_path, came_at, health):
    home = build(tmp_path)
    one = "(SELECT min(document_id) FROM document WHERE source_id = 'muette')"
    edit(home, f"UPDATE document SET available_at = ? WHERE document_id = {one}", came_at)
    with Archive.open(home.published) as archive:
        found = archive.sources(archive.runs()[-1].as_of)
    assert {row.source_id: row.health for row in found}["muette"] == health


def test_what_a_dead_feed_still_lists_gives_it_no_life(tmp_path):
    home = build(tmp_path)
    sql = "UPDATE document SET available_at = '2026-03-16 02:30' WHERE source_id = 'muette'"
    edit(home, sql)
    with Archive.open(home.published) as archive:
        found = archive.sources(archive.runs()[-1].as_of)
    assert {row.source_id: row.health for row in found}["muette"] == "muette"


def test_the_health_of_a_past_run_ignores_what_came_after(tmp_path):
    home = build(tmp_path)
    edit(home, "INSERT INTO run VALUES ('r0', 'nuit', '2025-10-06 01:30', '', '', '', '')")
    with Archive.open(home.published) as archive:
        then = archive.sources(datetime(2025, 10, 6, 1, 30, tzinfo=UTC))
    health = {row.source_id: row.health for row in then}
    assert (health["muette"], health["eteinte"]) == ("vivante", "jamais_lue")


def test_the_health_of_a_moment_counts_the_days_begun_by_then_in_paris(tmp_path):
    home = build(tmp_path)
    edit(home, "UPDATE document SET counted_on = '2026-03-09' WHERE source_id = 'muette'")
    midnight = datetime(2026, 3, 8, 23, tzinfo=UTC)
    with Archive.open(home.published) as archive:
        now = archive.runs()[-1].as_of
        before, after = archive.sources(now, midnight), archive.sources(now, midnight + SECOND)
    assert {r.source_id: r.n_documents for r in before}["muette"] == 0
    assert {r.source_id: r.n_documents for r in after}["muette"] == 3


@pytest.fixture
def dated_by_day(tmp_path):
    """Every text published at midnight in Paris, as one that is dated by its day only."""
    home = build(tmp_path)
    edit(home, "UPDATE document SET published_at = counted_on - INTERVAL 1 HOUR")
    edit(
        home,
        "UPDATE document SET published_at = published_at - INTERVAL 1 HOUR"
        " WHERE source_id = 'muette'",
    )  # in summer
    return home


def test_the_last_day_of_a_source_is_that_of_paris(dated_by_day):
    with Archive.open(dated_by_day.published) as archive:
        found = {row.source_id: row.last_day for row in archive.sources(archive.runs()[-1].as_of)}
    assert found["muette"] == date(2025, 10, 4)


def test_a_silence_is_counted_to_the_day_it_is_in_paris(dated_by_day):
    midnight = datetime(2025, 10, 18, 22, 30, tzinfo=UTC)  # the 19th in Paris: 15 days
    with Archive.open(dated_by_day.published) as archive:
        now = archive.runs()[-1].as_of
        before, after = archive.sources(now, midnight - HOUR), archive.sources(now, midnight)
    assert {r.source_id: r.health for r in before}["muette"] == "vivante"
    assert {r.source_id: r.health for r in after}["muette"] == "muette"


@pytest.mark.parametrize("name", ["preuves", "leviers_recents"])
def test_a_recipe_gives_the_day_of_publication_in_paris(dated_by_day, name):
    found = query.sealed_query(dated_by_day.published, query.recipe(name).sql)
    at, text = found.columns.index("published_on"), found.columns.index("text")
    days = {row[text]: row[at] for row in found.rows}
    with Archive.open(dated_by_day.published) as archive:
        sql = "SELECT text, counted_on FROM v_passage WHERE NOT is_copy"
        told = dict(archive.db.execute(sql).fetchall())
    assert days and days == {words: told[words] for words in days}


@pytest.fixture
def told_on_a_sunday(tmp_path):
    """Every text counted on Sunday 1 March 2026, in a week whose Monday is in February."""
    home = build(tmp_path)
    for table in ("document", "version"):
        edit(home, f"UPDATE {table} SET counted_on = '2026-03-01'")
    return home


def test_the_months_of_a_variable_are_those_of_the_days_told(told_on_a_sunday):
    recipe = query.recipe("variables_par_mois")
    found = query.sealed_query(told_on_a_sunday.published, recipe.sql)
    with Archive.open(told_on_a_sunday.published) as archive:
        weekly = archive.db.execute(
            "SELECT label, DATE '2026-03-01', n_passages, n_trends, n_levers"
            " FROM v_variable_week JOIN variable USING (variable_id) ORDER BY position"
        ).fetchall()
    assert found.rows == weekly and len(weekly) == 4


def test_passages_of_a_variable_come_surest_first_without_copies(archive):
    found = archive.passages("numerique", date(2025, 9, 1), date(2026, 3, 15))
    assert not any("(reprise)" in passage.title for passage in found)
    assert len(found) == 21


def test_passages_are_bounded(archive):
    assert len(archive.passages("numerique", date(2025, 9, 1), date(2026, 3, 15), at_most=3)) == 3


def test_passages_keep_to_their_period(archive):
    found = archive.passages("numerique", date(2026, 3, 9), date(2026, 3, 11))
    assert {passage.counted_on for passage in found} == {date(2026, 3, 11)}


def test_a_tally_counts_passages_by_class(archive):
    tally = archive.tally("numerique", date(2025, 10, 1), date(2026, 3, 15))
    assert (tally.n_passages, tally.n_trends + tally.n_levers) == (20, 20)
    assert sum(tally.classes.values()) == 20


def test_a_voice_written_in_two_ways_is_told_once(tmp_path):
    home = build(tmp_path)
    name = "if(counted_on < DATE '2026-01-01', 'Chloé Dupont', 'CHLOE DUPONT')"
    edit(home, f"UPDATE document SET voice = 'chloe dupont', voice_written = {name}")
    with Archive.open(home.published) as archive:
        tally = archive.tally("numerique", date(2025, 10, 1), date(2026, 3, 15))
        shown = {found.voice_name for found in archive.evidence(WEEK)[signal_id("guichet")]}
    assert (tally.n_voices, dict(tally.voices)) == (1, {"Chloé Dupont": 20})
    assert shown == {"CHLOE DUPONT"}  # as the passages quoted are signed


def test_a_tally_counts_the_passages_that_tell_each_stake(tmp_path):
    home = build(tmp_path)
    edit(
        home,
        "INSERT INTO passage_stake SELECT passage_id, 'risque', start_char + k, end_char"
        " FROM passage, range(2) AS r(k)",
    )
    with Archive.open(home.published) as archive:
        tally = archive.tally("numerique", date(2025, 10, 1), date(2026, 3, 15))
    assert tally.stakes == {"risque": 20}


def test_stakes_are_tallied_as_the_views_tell_them(tmp_path):
    home = build(tmp_path)
    told = "SELECT passage_id, 'risque', start_char, end_char FROM passage ORDER BY passage_id"
    edit(home, f"INSERT INTO passage_stake {told}")
    # What its source repeats tells nothing: here some sentences, and one tag that they justify.
    edit(
        home,
        "INSERT INTO repeated_block SELECT passage_id, passage_key, 1, start_char, end_char,"
        " '2026-01-01', 9 FROM passage ORDER BY passage_id LIMIT 12",
    )
    edit(
        home,
        "INSERT INTO block SELECT passage_key, 1, start_char, end_char FROM repeated_block LIMIT 5",
    )
    with Archive.open(home.published) as archive:
        tally = archive.tally("numerique", FIRST_WEEK, WEEK + timedelta(days=6))
    sql = query.recipe("enjeux_par_variable").sql
    told_by = {row[:2]: row[2] for row in query.sealed_query(home.published, sql).rows}
    assert tally.stakes == {"risque": told_by["Le numérique", "risque"]}


def test_an_empty_period_tallies_nothing(archive):
    assert archive.tally("numerique", date(2020, 1, 1), date(2020, 2, 1)).n_passages == 0


def test_links_compare_a_period_with_the_one_before(archive):
    links = archive.links(date(2025, 12, 22), date(2026, 3, 15))
    found = {(row.first_id, row.second_id): (row.n_passages, row.n_before) for row in links}
    assert found["numerique", "partenariats"] == (3, 1)


def test_variables_come_with_their_themes(archive):
    assert "Inclusion et médiation numériques" in archive.variables()[0].themes.values()


def test_a_sealed_query_gives_columns_and_rows(sealed):
    table = query.sealed_query(sealed, "SELECT 1 AS one, 'é' AS letter")
    assert (table.columns, table.rows) == (("one", "letter"), [(1, "é")])


def test_a_query_that_would_fill_the_disk_is_refused(sealed, monkeypatch):
    monkeypatch.setattr(query.database, "MEMORY_LIMIT", "60MB")
    monkeypatch.setattr(query.database, "SPILL_LIMIT", "1MB")
    with pytest.raises(BadInput, match="trop lourde : plus de 60MB"):
        query.sealed_query(sealed, "SELECT i FROM range(30000000) AS t(i) ORDER BY hash(i)")


def test_a_sealed_query_says_when_rows_are_left(sealed):
    assert query.sealed_query(sealed, "FROM range(5)", at_most=2).is_cut


REFUSED = {
    "DELETE FROM tag": "DELETE écrit dans la base",
    "WITH a AS (FROM tag) INSERT INTO tag FROM a": "INSERT écrit dans la base",
    "CREATE SECRET (TYPE s3)": "CREATE écrit dans la base",
    "-- garder\nCOPY (SELECT 1) TO 'out.csv'": "COPY écrit ou lit un fichier",
    "COPY (SELECT no_such FROM tag) TO 'out.csv'": "COPY écrit ou lit un fichier",
    "SELECT * FROM read_csv('/etc/passwd')": "SELECT demande un fichier ou le réseau",
    "ATTACH 'other.duckdb'": "ATTACH mène à une autre base",
    "USE memory": "USE mène à une autre base",
    "SET enable_external_access = true": "SET change un réglage",
    "PRAGMA threads = 4": "PRAGMA change un réglage",
    "INSTALL httpfs": "INSTALL demande une extension du moteur",
    "LOAD httpfs": "LOAD demande une extension du moteur",
    "UPDATE EXTENSIONS": "UPDATE demande une extension du moteur",
    "SELECT stem('manger', 'french')": "SELECT demande une extension du moteur",
}


@pytest.mark.parametrize(("sql", "said"), REFUSED.items())
def test_what_a_reader_may_not_do_is_named_in_french_without_a_path(sealed, sql, said):
    with pytest.raises(BadInput, match=r"Requête refusée .*se lit seulement") as refusal:
        query.sealed_query(sealed, sql)
    assert refusal.value.where == said and "/" not in str(refusal.value)


FAULTS = {
    "SELEC 1": "syntaxe, à partir de « SELEC », ligne 1",
    "SELECT": "syntaxe : la requête n’est pas finie",
    "SELECT 'l'eau' FROM v_signal": "un texte ou un nom n’est pas refermé, ligne 1 (« ' »)",
    "FROM v_signals": "table ou vue inconnue, « v_signals », ligne 1 ; noms proches : v_signal",
    "SELECT locked\nFROM tag": "colonne inconnue, « locked », ligne 1 ; noms proches : ",
    "SELECT t.nom\nFROM tag AS t": "« t » n’a pas de colonne « nom », ligne 1",
    "SELECT\nrund(1.2)": "fonction inconnue, « rund », ligne 2 ; noms proches : round",
    "SELECT 1 // 0": "division par zéro",
    "SELECT 'hier'::DATE": "« hier » n’est pas une date, ligne 1",
    "SELECT date_trunc('mois', DATE '2026-01-01')": "unité de temps inconnue, « mois »",
    "SELECT 'x' + DATE '2026-01-01'": "types qui ne conviennent pas, +(STRING, DATE), ligne 1 (« ",
    "SELECT week > 3 FROM week": "DATE et INTEGER ne se comparent pas, ligne 1 (« week > 3 »)",
    "SELECT label, count(*) FROM signal": "colonne « label » ni groupée, ni agrégée, ligne 1",
    "SELECT error('lu /a/b/c')": "le moteur de la base en dit « Invalid Input Error: lu /a/b/c »",
    "SELECT error('lu /' || 'a/b/c')": "le moteur de la base en dit « Invalid Input Error: lu … »",
    """SELECT error('"/a ' || 'b/c" 1/2')""": "le moteur de la base en dit « Invalid Input Error: "
    '"…" 1/2 »',
}


@pytest.mark.parametrize(("sql", "said"), FAULTS.items())
def test_faulty_sql_is_said_in_french_with_what_and_where(sealed, sql, said):
    with pytest.raises(BadInput, match="Requête SQL fautive") as fault:
        query.sealed_query(sealed, sql)
    assert fault.value.where.startswith(said)


def test_a_query_for_which_the_disk_has_no_room_left_says_so(sealed):
    with pytest.raises(WarehouseError, match=r"Plus de place .*réduire la requête"):
        query.sealed_query(sealed, "SELECT error('IO Error: No space left on device')")


def test_an_empty_query_is_refused(sealed):
    with pytest.raises(BadInput, match="Requête vide"):
        query.sealed_query(sealed, " ")


def test_two_questions_at_once_are_refused_rather_than_half_answered(sealed):
    with pytest.raises(BadInput, match="Plusieurs requêtes"):
        query.sealed_query(sealed, "SELECT 1; EXPLAIN SELECT 2")
    assert query.sealed_query(sealed, "SET VARIABLE n = 2; SELECT getvariable('n');").rows == [(2,)]


def test_a_table_is_written_as_csv_and_json(sealed):
    table = query.sealed_query(sealed, "SELECT 'a,b' AS x, DATE '2026-03-09' AS y")
    assert query.as_csv(table) == 'x,y\n"a,b",2026-03-09\n'
    assert '"y": "2026-03-09"' in query.as_json(table)


@pytest.mark.parametrize("recipe", query.recipes(), ids=lambda recipe: recipe.name)
def test_every_recipe_runs_and_has_a_title(sealed, recipe):
    assert recipe.title and query.sealed_query(sealed, recipe.sql).columns


def test_an_unknown_recipe_names_the_others():
    with pytest.raises(UnknownName, match="naissances"):
        query.recipe("nothing")


def test_passages_without_a_sub_theme_name_none(archive):
    tally = archive.tally("partenariats", date(2025, 10, 1), date(2026, 3, 15))
    assert tally.n_passages and None not in tally.themes


def test_json_says_null_for_what_it_cannot_say(sealed):
    table = query.sealed_query(sealed, "SELECT 'nan'::DOUBLE AS x, ['inf'::DOUBLE, 1.0] AS y")
    assert json.loads(query.as_json(table), parse_constant=pytest.fail) == [
        {"x": None, "y": [None, 1.0]}
    ]


SAID = [
    ("{'a': 'nan'::DOUBLE, 'b': ['inf'::DOUBLE]}", {"a": None, "b": [None]}),
    ("TIMESTAMP '2026-03-09 03:30:00'", "2026-03-09T03:30:00"),
    ("TIMESTAMPTZ '2026-03-09 03:30:00+02'", "2026-03-09T01:30:00+00:00"),
    ("[DATE '2026-03-09', NULL]", ["2026-03-09", None]),
    ("TIME '03:30:00'", "03:30:00"),
    ("INTERVAL '2 days 90 seconds'", "P2DT90S"),
    ("INTERVAL '-1500 milliseconds'", "-P0DT1.5S"),
    ("1.50", 1.5),
    ("MAP {DATE '2026-03-09': true}", {"2026-03-09": True}),
    ("'\\x00\\xFF'::BLOB", "00ff"),
    ("'00000000-0000-0000-0000-00000000002a'::UUID", "00000000-0000-0000-0000-00000000002a"),
]


@pytest.mark.parametrize(("sql", "said"), SAID, ids=[sql for sql, _ in SAID])
def test_values_are_said_one_way_in_json_and_in_csv(sealed, sql, said):
    table = query.sealed_query(sealed, f"SELECT {sql} AS x")
    assert json.loads(query.as_json(table), parse_constant=pytest.fail) == [{"x": said}]
    (row,) = csv.DictReader(io.StringIO(query.as_csv(table)))
    expected = "1.50" if sql == "1.50" else said  # CSV has room for all the digits
    assert row["x"] == (expected if isinstance(expected, str) else json.dumps(said))


def test_csv_says_nothing_for_what_has_no_value_and_true_as_json_does(sealed):
    table = query.sealed_query(sealed, "SELECT NULL AS a, 'nan'::DOUBLE AS b, true AS c")
    assert query.as_csv(table) == "a,b,c\n,,true\n"


@pytest.mark.parametrize("said", ["=cmd|x", "@SUM(A1)", "+1+cmd", "- 12 % de plus", "\tx"])
def test_csv_gives_a_spreadsheet_no_formula_to_run(sealed, said):
    table = query.Table(("x",), [(said,)], is_cut=False)
    (row,) = csv.DictReader(io.StringIO(query.as_csv(table)))
    assert row["x"] == f"'{said}" and json.loads(query.as_json(table)) == [{"x": said}]


@pytest.mark.parametrize("said", ["-12", "+3,5", "à 12 %", "a=b", "", -3, timedelta(-1)])
def test_csv_leaves_what_is_no_formula_as_it_is(said):
    assert "'" not in query.as_csv(query.Table(("x",), [(said,)], is_cut=False))


def test_json_refuses_two_columns_of_one_name(sealed):
    table = query.sealed_query(sealed, "SELECT 1 AS a, 2 AS a")
    with pytest.raises(BadInput, match="même nom"):
        query.as_json(table)
