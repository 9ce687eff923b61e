"""The schema, its French dictionary, its checks, and checksums of content."""

from pathlib import Path

import duckdb
import pytest

from tests.archive_fixture import opened, replayed, stream
from veille import WarehouseError
from warehouse import database, publish


@pytest.fixture(scope="module")
def archive():
    return replayed(stream())


@pytest.fixture
def scratch(archive):
    """The archive, given back as it was."""
    archive.execute("BEGIN")
    yield archive
    archive.execute("ROLLBACK")


@pytest.fixture
def file(tmp_path):
    """A closed file of one table of 50,000 rows."""
    path = tmp_path / "essai.duckdb"
    db = database.connect(path, read_only=False)
    db.execute("CREATE TABLE essai AS SELECT hash(i) AS n FROM range(50000) AS t(i)")
    db.close()
    return path


def test_migrating_twice_changes_nothing(archive):
    before = database.checksums(archive, ledger=True)
    database.migrate(archive)
    assert database.checksums(archive, ledger=True) == before


def test_migrations_are_applied_once(archive):
    names = [name for name, _ in database.scripts("schema")]
    held = archive.execute("SELECT key FROM meta WHERE value = 'fait' ORDER BY key").fetchall()
    assert [row[0] for row in held] == names


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL AND NOT temporary",
        "SELECT view_name FROM duckdb_views() WHERE comment IS NULL AND NOT internal",
        "SELECT c.table_name, c.column_name FROM duckdb_columns() AS c"
        " LEFT JOIN duckdb_tables() AS t USING (database_name, schema_name, table_name)"
        " WHERE c.comment IS NULL AND NOT c.internal AND NOT coalesce(t.temporary, false)",
    ],
    ids=["tables", "views", "columns"],
)
def test_everything_in_the_base_is_explained(archive, sql):
    assert archive.execute(sql).fetchall() == []


def test_the_dictionary_covers_views_too(archive):
    sql = "SELECT comment FROM duckdb_columns() WHERE table_name = 'v_signal_week'"
    assert archive.execute(sql).fetchone() == ("Signal",)


def test_comments_are_in_french(archive):
    sql = "SELECT comment FROM duckdb_columns() WHERE NOT internal AND comment IS NOT NULL"
    words = {word for (text,) in archive.execute(sql).fetchall() for word in text.split()}
    assert not {"the", "of", "and", "which", "week", "when"} & words


def test_views_can_all_be_read(archive):
    views = archive.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert len(views) >= 10
    for (view,) in views:
        archive.execute(f"SELECT * FROM {view}").fetchall()


def one(table, changed=""):
    """SQL that stores a row of this table again, some columns changed."""
    return f"INSERT INTO {table} SELECT * {changed} FROM {table} LIMIT 1"


FAULTS = [
    ("confirmed_signals_have_voices", "DELETE FROM evidence"),
    ("confirmed_signals_have_voices", "DELETE FROM evidence WHERE rank > 2"),
    (
        "confirmed_signals_have_voices",
        "UPDATE document SET voice_written = 'une seule'",
    ),
    *(
        ("keys_are_unique", one(table))
        for table in (
            *("document", "version", "passage", "tag", "unit", "unit_state", "signal"),
            "signal_week",
        )
    ),
    (
        "actors_are_in_their_passage",
        "INSERT INTO passage_actor SELECT passage_id, 'a', start_char - 1, end_char FROM passage",
    ),
    (
        "actors_are_in_their_passage",
        "INSERT INTO passage_actor SELECT passage_id, 'a', end_char, end_char FROM passage",
    ),
    (
        "keys_are_unique",
        "INSERT INTO actor SELECT 'a', 'A', 'acteur', 'c', NULL, NULL FROM range(2)",
    ),
    ("keys_are_unique", "INSERT INTO passage_actor SELECT 'p', 'a', 0, 1 FROM range(2)"),
    ("references_are_whole", "INSERT INTO passage_actor SELECT passage_id, 'a', 0, 1 FROM passage"),
    ("references_are_whole", "INSERT INTO passage_actor VALUES ('inconnu', 'ccas', 0, 1)"),
    ("keys_are_unique", "INSERT INTO story SELECT 'd', 's', false, 1 FROM range(2)"),
    ("marks_are_in_their_passage", "UPDATE evidence SET end_char = 9999 WHERE rank = 1"),
    ("marks_are_in_their_passage", "UPDATE evidence SET end_char = start_char"),
    ("marks_are_in_their_passage", "UPDATE evidence SET start_char = -1"),
    (
        "marks_are_in_their_passage",
        "INSERT INTO justification SELECT passage_id, 'v', start_char - 1, end_char FROM passage",
    ),
    ("mentions_bear_their_day", "UPDATE mention SET counted_on = counted_on + 1"),
    ("passages_are_in_their_text", "UPDATE passage SET end_char = end_char + 1"),
    ("passages_are_in_their_text", "UPDATE passage SET end_char = start_char"),
    ("passages_are_in_their_text", "UPDATE passage SET start_char = -1"),
    ("references_are_whole", "DELETE FROM document"),
    ("references_are_whole", one("document", "REPLACE ('inconnu' AS document_id)")),
    ("references_are_whole", "UPDATE document SET source_id = 'inconnue'"),
    ("references_are_whole", "UPDATE passage SET version_id = 'inconnue'"),
    ("references_are_whole", one("tag", "REPLACE ('inconnu' AS passage_id)")),
    ("references_are_whole", "UPDATE tag SET variable_id = 'inconnue'"),
    ("references_are_whole", "INSERT INTO tag_span VALUES ('p', 'v', 0, 1, 'mot', 1)"),
    ("references_are_whole", "INSERT INTO justification VALUES ('p', 'v', 0, 1)"),
    ("references_are_whole", "UPDATE evidence SET passage_id = 'inconnu'"),
    ("references_are_whole", "UPDATE signal_week SET signal_id = 'inconnu'"),
    ("scores_are_sums", "UPDATE signal_week SET score = score + 2e-9"),
    ("scores_are_sums", "DELETE FROM score_part WHERE part = 'forme'"),
    ("scores_are_sums", "DELETE FROM score_part"),
    ("texts_are_not_empty", "UPDATE version SET n_characters = n_characters + 1"),
    ("texts_are_not_empty", "UPDATE version SET text = ' ', n_characters = 1"),
]


@pytest.mark.parametrize(("name", "sql"), database.scripts("checks"))
def test_checks_are_silent_on_clean_data(archive, name, sql):
    assert archive.execute(sql).fetchall() == []


@pytest.mark.parametrize(("name", "fault"), FAULTS)
def test_each_check_finds_its_fault(scratch, name, fault):
    scratch.execute(fault)
    assert scratch.execute(dict(database.scripts("checks"))[name]).fetchall() != []


def test_every_check_has_a_fault_of_its_own():
    assert {name for name, _ in FAULTS} == {name for name, _ in database.scripts("checks")}


def test_a_check_that_fails_is_named_with_its_rows(scratch):
    scratch.execute("UPDATE signal_week SET score = 99")
    with pytest.raises(WarehouseError, match=r"Contrôle « scores_are_sums » en échec.*99.0"):
        publish.check(scratch)


def test_the_order_of_rows_does_not_change_a_checksum(archive):
    before = database.checksums(archive)["version"]
    archive.execute("CREATE TEMP TABLE mixed AS SELECT * FROM version ORDER BY hash(version_id)")
    archive.execute("DELETE FROM version")
    archive.execute("INSERT INTO version SELECT * FROM mixed")
    assert database.checksums(archive)["version"] == before


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (
            "version",
            "SET text = text || ' ' WHERE version_id = (SELECT min(version_id) FROM version)",
        ),
        ("signal", "SET confirmed_on = NULL WHERE state = 'signal_faible'"),
        ("unit_state", "SET s2 = s2 + 1e-9 WHERE s2 > 8"),
        ("week", "SET n_all = n_all + 1 WHERE week = '2024-01-01'"),
        ("story", "SET is_copy = NOT is_copy"),
    ],
)
def test_one_changed_cell_changes_the_checksum_of_its_table_alone(scratch, table, change):
    scratch.execute("INSERT INTO story VALUES ('d', 's', false, 1)")
    before = database.checksums(scratch)
    scratch.execute(f"UPDATE {table} {change}")
    after = database.checksums(scratch)
    assert [name for name in after if after[name] != before[name]] == [table]


def test_a_row_stored_twice_changes_the_checksum(scratch):
    before = database.checksums(scratch)["unit"]
    scratch.execute("INSERT INTO unit SELECT * FROM unit")
    assert database.checksums(scratch)["unit"] != before


def test_two_equal_rows_changed_alike_change_the_checksum(scratch):
    scratch.execute("INSERT INTO story SELECT 'd', 's', false, 1 FROM range(2)")
    before = database.checksums(scratch)["story"]
    scratch.execute("UPDATE story SET similarity = 0.5")
    assert database.checksums(scratch)["story"] != before


def test_two_cells_exchanged_change_the_checksum(scratch):
    before = database.checksums(scratch)["signal"]
    scratch.execute("UPDATE signal SET n_quiet = n_low, n_low = n_quiet")
    assert database.checksums(scratch)["signal"] != before


def test_durations_and_the_ledger_do_not_count(scratch):
    before = database.checksums(scratch)
    scratch.execute("INSERT INTO step VALUES ('r', 1, 'compter', 1, 1, 0, '', 2.5)")
    assert database.checksums(scratch) == before
    told = database.checksums(scratch, ledger=True)
    scratch.execute("UPDATE step SET seconds = 7")
    assert database.checksums(scratch, ledger=True) == told


def test_nothing_is_loaded_from_nothing():
    db = opened()
    before = database.checksums(db)
    database.load(db, "unit", [])
    assert database.checksums(db) == before


def test_rows_are_loaded_in_the_order_of_the_columns():
    db = opened()
    database.load(db, "unit", [(2**64 - 1, "le plus grand"), (0, "zéro")])
    assert db.execute("SELECT * FROM unit ORDER BY 1").fetchall()[1] == (2**64 - 1, "le plus grand")


def test_a_missing_base_says_how_to_make_one(tmp_path):
    with pytest.raises(WarehouseError, match=r"Base absente.*veille demo"):
        database.connect(tmp_path / "rien.duckdb", read_only=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", [0, 9, 4100, 8200])
def test_a_damaged_header_is_not_taken_for_a_lock(file, where):
    body = bytearray(file.read_bytes())
    body[where] ^= 0xFF
    file.write_bytes(body)
    with pytest.raises(WarehouseError, match="Base illisible"):
        database.connect(file, read_only=True)


@pytest.mark.parametrize("body", [b"", b"ceci n'est pas une base" * 999], ids=["empty", "text"])
def test_a_file_of_another_kind_is_refused(tmp_path, body):
    path = tmp_path / "essai.duckdb"
    path.write_bytes(body)
    with pytest.raises(WarehouseError, match="Base illisible"):
        database.connect(path, read_only=True)


def test_a_base_held_by_another_program_says_so():
    held = duckdb.IOException('Could not set lock on file "x": Conflicting lock is held')
    assert "ouverte par un autre programme" in str(database.explained(held, Path("x")))


def test_free_sql_reaches_no_file_and_no_setting(file):
    with database.sealed(file) as db:
        assert db.execute("SELECT count(*) FROM essai").fetchone() == (50000,)
        for sql in (f"SELECT * FROM read_text('{__file__}')", "SET enable_external_access = true"):
            with pytest.raises(duckdb.Error):
                db.execute(sql).fetchall()


def test_a_reader_cannot_write(file):
    with (
        database.connect(file, read_only=True) as db,
        pytest.raises(duckdb.Error, match="read-only"),
    ):
        db.execute("DELETE FROM essai")
