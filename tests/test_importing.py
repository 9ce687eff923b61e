"""An archive gives the same tables whatever the order, the pieces and the repeats it comes in."""

import gzip
import os
import random
from datetime import date, datetime, timedelta

import pytest

from flows import importing
from sample.server import serving
from tests import night_fixture as sample
from tests.night_fixture import (
    archive,
    changed,
    day_of,
    import_,
    night_of,
    play,
    record,
    rows,
    sums,
)
from veille import BadInput, Locked, UnknownName, digest
from warehouse import publish

ITEMS = sample.items(0, 59, every=14)
SECOND, TWIN, RIVAL = ITEMS[::15], ITEMS[5::20], ITEMS[7::25]
UPDATE = "\n\nMise à jour : le dispositif est prolongé jusqu’à la fin de l’année prochaine."


def later(item, days):
    return (item.published_at + timedelta(days=days)).isoformat()


def records():
    """Each text once; some in two versions, some at one address under two names, shuffled."""
    found = [record(item) for item in ITEMS]
    found += [record(i, published=later(i, 9), text=i.text + UPDATE) for i in SECOND]
    found += [record(i, published=later(i, 3), title="Reprise", source="autre") for i in TWIN]
    found += [record(i, title="Aussi : " + i.title) for i in RIVAL]
    random.Random(1).shuffle(found)
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The archive in three files."""
    folder, found = tmp_path_factory.mktemp("archive"), records()
    return [archive(folder / f"part{k}.jsonl", found[k::3]) for k in range(3)]


@pytest.fixture(scope="module")
def imported(files, tmp_path_factory):
    """A home after the three files at once. Tests only read it."""
    given = sample.settings(tmp_path_factory.mktemp("imported"), sample.NOBODY)
    done = import_(given, files)
    return given, done


@pytest.fixture
def empty(tmp_path):
    return sample.settings(tmp_path / "home", sample.NOBODY)


def test_every_text_is_there_once_with_its_source_and_dates(imported):
    sql = "SELECT url, source_id, published_at, available_at, counted_on, origin FROM document"
    day = {record(i)["url"]: (i.source, i.published_at.replace(tzinfo=None), i) for i in ITEMS}
    expected = [(url, s, at, at, day_of(i), "import") for url, (s, at, i) in sorted(day.items())]
    assert rows(imported[0], f"{sql} ORDER BY url") == expected


def test_a_text_that_changed_has_two_versions_at_their_own_dates(imported):
    sql = "SELECT url, v.counted_on, text FROM version AS v JOIN document USING (document_id)"
    found = set(rows(imported[0], f"{sql} WHERE contains(text, 'Mise à jour')"))
    assert {(url, day) for url, day, _ in found} == {
        (record(i)["url"], day_of(i) + timedelta(days=9)) for i in SECOND
    }
    assert len(rows(imported[0], "FROM version")) == len(ITEMS) + len(SECOND)


def test_the_first_description_of_a_text_is_kept(imported):
    sql = "SELECT title, source_id FROM document WHERE url = ?"
    for item in TWIN:
        expected = [(" ".join(item.title.split()), item.source)]
        assert rows(imported[0], sql, record(item)["url"]) == expected
    titles = dict(rows(imported[0], "SELECT url, title FROM document"))
    either = {record(i)["url"]: [i.title, "Aussi : " + i.title] for i in RIVAL}
    expected = {url: " ".join(min(two).split()) for url, two in either.items()}
    assert {url: titles[url] for url in expected} == expected


def test_the_past_is_counted_week_by_week(imported):
    found = rows(imported[0], "SELECT count(*), min(week), sum(n_all) FROM week")
    last = max(day_of(ITEMS[-1]), day_of(SECOND[-1]) + timedelta(days=9))
    weeks = (last - sample.KNOWN.first_monday).days // 7 + 1
    # A version of a later week counts its document there too.
    assert found == [(weeks, sample.KNOWN.first_monday, len(ITEMS) + len(SECOND))]


def test_topics_are_fitted_once_up_to_the_end(imported):
    found = rows(imported[0], "SELECT DISTINCT fit_on, origin FROM topic")
    ((last,),) = rows(imported[0], "SELECT max(week) FROM week")
    assert found == [(last + timedelta(days=7), "import")]


def test_the_same_archive_twice_changes_no_table(imported, files):
    given, _ = imported
    before = sums(given)
    done = import_(given, files)
    assert (done.n_new, changed(before, sums(given))) == (0, [])


def test_the_order_of_the_files_does_not_show(imported, files, empty):
    import_(empty, files[::-1])
    assert changed(sums(imported[0]), sums(empty)) == []


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)], ids=str)
def test_an_archive_in_pieces_gives_what_it_gives_at_once(imported, files, empty, order):
    import_(empty, [files[order[0]]])
    import_(empty, [files[order[1]], files[order[2]]])
    assert changed(sums(imported[0]), sums(empty)) == []


def test_a_repeated_record_does_not_show(imported, files, empty, tmp_path):
    lines = files[0].read_text("utf-8").splitlines()
    twice = archive(tmp_path / "twice.jsonl", [*lines[:5], *lines, lines[3]])
    done = import_(empty, [twice, *files[1:]])
    assert done.n_records == imported[1].n_records + 6
    assert changed(sums(imported[0]), sums(empty)) == []


def test_a_compressed_folder_gives_what_its_files_give(imported, files, empty, tmp_path):
    folder = tmp_path / "zip"
    folder.mkdir()
    for file in files:
        (folder / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
    import_(empty, [folder])
    assert changed(sums(imported[0]), sums(empty)) == []


BAD = ["{", "[1, 2]", '{"text": "Sans identité.", "published": "2026-01-05"}', '{"id": "x"}']
BAD += ['{"id": "y", "text": "Sans date."}', '{"id": "z", "text": "Jadis.", "published": "jadis"}']


def test_bad_lines_are_named_and_the_rest_is_in(empty, tmp_path):
    good = [record(item) for item in ITEMS[:4]]
    path = archive(tmp_path / "mixed.jsonl", [*good[:2], *BAD, *good[2:]])
    done = import_(empty, [path])
    named = [f"mixed.jsonl:{line}" for line in range(3, 3 + len(BAD))]
    assert [problem.where for problem in done.problems] == named
    assert (done.n_new, done.n_records) == (4, 4 + len(BAD))
    assert len(rows(empty, "FROM document")) == 4


def test_what_was_taken_in_is_told_in_the_right_number():
    told = [importing.taken(importing.Imported(n_records=n, n_new=n - 1)) for n in (1, 3)]
    assert told == ["0\u00a0texte nouveau sur 1\u00a0lu", "2\u00a0textes nouveaux sur 3\u00a0lus"]


def test_texts_that_are_not_in_french_are_told(empty, tmp_path):
    english = record(ITEMS[0]) | {
        "url": "https://example.org/english",
        "text": "The county council opens three digital help desks for the elderly next spring. "
        * 4,
    }
    path = archive(tmp_path / "mixed.jsonl", [record(ITEMS[1]), english])
    done = import_(empty, [path])
    assert (done.n_new, done.n_foreign) == (2, 1)
    (message,) = rows(empty, "SELECT message FROM run")[0]
    assert "dont 1 hors du français, gardé sans être compté" in message


def test_an_import_that_was_cut_is_told_by_the_next_one(empty, files, monkeypatch):
    def cut(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(importing, "finish", cut)
        import_(empty, files[:1])
    done = import_(empty, files[:1], night_of(sample.KNOWN.weeks, day=1))
    told = "par seconde ; 1\u00a0exécution inachevée avant celle-ci : import du "
    assert told in importing.closing(done)[-1]
    sql = "SELECT kind, outcome FROM run ORDER BY as_of"
    assert rows(empty, sql) == [("import", "interrompu"), ("import", "fait")]


def test_bad_lines_are_counted_in_the_ledger_and_told_in_french(empty, tmp_path):
    path = archive(tmp_path / "mixed.jsonl", [record(ITEMS[0]), *BAD])
    done = import_(empty, [path])
    assert rows(empty, "SELECT outcome FROM run") == [("incomplet",)]
    assert rows(empty, "SELECT n_failed FROM step WHERE step = 'importer'") == [(len(BAD),)]
    assert f"importer : 1 sur 7, {len(BAD)}\u00a0écartés" in importing.closing(done)[0]
    assert len(importing.summary(done)["problems"]) == len(BAD)


@pytest.mark.parametrize("content", ["", "pas du JSON\n"], ids=["empty", "unreadable"])
def test_an_import_that_reads_nothing_is_an_error_and_publishes_nothing(empty, tmp_path, content):
    path = tmp_path / "nothing.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=r"Aucun texte à importer.*nothing\.jsonl"):
        import_(empty, [path])
    assert not empty.home.published.exists()


def test_a_missing_path_stops_the_import_before_it_starts(empty, files):
    with pytest.raises(BadInput, match=r"introuvable.*absent"):
        import_(empty, [files[0], files[0].with_name("absent.jsonl")])
    assert not empty.home.lock.exists()


def test_an_import_waits_for_nobody(empty, files):
    with publish.locked(empty.home), pytest.raises(Locked):
        import_(empty, files)


def test_a_file_without_date_counts_on_the_day_of_the_file(empty, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Le guichet unique ouvre. Il aide les personnes âgées.", encoding="utf-8")
    when = datetime(2026, 3, 4, 12).timestamp()
    os.utime(note, (when, when))
    import_(empty, [note])
    sql = "SELECT source_id, counted_on, date_note FROM document"
    ((source, day, why),) = rows(empty, sql)
    assert (source, day, "date du fichier" in why) == ("fichiers", date(2026, 3, 4), True)


def reports(folder, **texts):
    """Folders that each hold one file of the same name, with these texts."""
    for name, text in texts.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "rapport.txt").write_text(text, encoding="utf-8")
        os.utime(folder / name / "rapport.txt", (night_of(50).timestamp(),) * 2)
    return [folder / name for name in texts]


OPENS = "Le guichet unique ouvre. Il aide les personnes âgées."
SHUTS = "La maison de services ferme. Les habitants du quartier protestent."


@pytest.mark.parametrize("order", [1, -1])
def test_files_of_one_name_in_two_folders_are_two_documents(empty, tmp_path, order):
    for folder in reports(tmp_path / "given", a=OPENS, b=SHUTS)[::order]:
        import_(empty, [folder])
    sql = "SELECT url, text, count(*) OVER () FROM document JOIN version USING (document_id)"
    found = rows(empty, sql)
    assert sorted(found) == [("rapport.txt", text, 2) for text in sorted((OPENS, SHUTS))]


def test_a_folder_that_moved_adds_nothing(empty, tmp_path):
    import_(empty, reports(tmp_path / "given", a=OPENS))
    before = sums(empty)
    (tmp_path / "given" / "a").rename(tmp_path / "moved")
    assert import_(empty, [tmp_path / "moved"]).n_new == 0
    assert sums(empty) == before


def test_a_file_kept_under_its_name_alone_stays_what_it_is(empty, tmp_path, monkeypatch):
    kept, other = reports(tmp_path / "given", a=OPENS, b=SHUTS)
    with monkeypatch.context() as before:
        before.setattr(importing.folder, "digest", lambda *parts: digest(*parts[:3]))
        import_(empty, [kept])
    assert (import_(empty, [kept]).n_new, import_(empty, [other]).n_new) == (0, 1)
    found = rows(empty, "SELECT document_id FROM document")
    assert len(found) == 2 and (digest("record", "fichiers", "rapport.txt"),) in found


def test_a_page_imported_then_collected_is_one_document(tmp_path):
    now = night_of(71)
    found = sample.items(70, 70, every=16)
    with serving(found, now) as server:
        given = sample.settings(tmp_path / "home", server.catalogue())
        known = [record(item, url=server.url(item) + "?utm_source=x") for item in found[:2]]
        import_(given, [archive(tmp_path / "known.jsonl", known)], now)
        done = play(given, now)
    sql = "SELECT url, origin, count(*) OVER (PARTITION BY document_id) FROM document"
    kept = rows(given, f"{sql} JOIN version USING (document_id)")
    assert done.n_documents == len(found) - 2
    assert {url.partition("?")[0]: (o, n) for url, o, n in kept} == {
        server.url(item): ("import" if item in found[:2] else "collecte", 1) for item in found
    }


def test_an_import_after_nights_replays_the_weeks(tmp_path):
    """An old archive brought late counts at its own dates, as if it had come first."""
    now = night_of(71)
    found, past = sample.items(69, 70, every=8), sample.items(50, 60, every=20)
    path = archive(tmp_path / "past.jsonl", [record(item) for item in past])
    with serving(found, now) as server:
        late = sample.settings(tmp_path / "late", server.catalogue())
        play(late, now)
        import_(late, [path], now)
        early = sample.settings(tmp_path / "early", server.catalogue())
        import_(early, [path], now)
        play(early, now)
    assert changed(sums(early), sums(late)) == []


@pytest.mark.slow
def test_an_archive_at_once_gives_the_signals_of_an_archive_then_nights(tmp_path):
    """Seventy-eight weeks imported, or fifty-two then a night a week: the same alerts."""
    known, items = sample.KNOWN, sample.drawn()
    since = known.monday(known.archive_weeks)
    with serving(items, night_of(known.weeks)) as server:
        at_once = sample.settings(tmp_path / "once", server.catalogue())
        played = sample.settings(tmp_path / "played", server.catalogue())
        everything = [record(item, url=server.url(item)) for item in items]
        past = [r for r, item in zip(everything, items, strict=True) if day_of(item) < since]
        import_(at_once, [archive(tmp_path / "all.jsonl", everything)])
        import_(played, [archive(tmp_path / "past.jsonl", past)], night_of(known.archive_weeks))
        for week in range(known.archive_weeks + 1, known.weeks + 1):
            server.now = night_of(week)
            play(played, night_of(week))
    assert sample.alerts(played) == sample.alerts(at_once) != []


def classes(given):
    return dict(rows(given, "SELECT source_id, class FROM source WHERE NOT listed"))


def test_sources_of_an_archive_take_the_class_that_is_given(empty, tmp_path):
    path = archive(tmp_path / "gazette.jsonl", [record(ITEMS[0], source="gazette")])
    import_(empty, [path])
    assert classes(empty) == {"gazette": None}
    import_(empty, [path], source_class="presse")
    assert classes(empty) == {"gazette": "presse"}
    import_(empty, [path], source_class="recherche")  # classed already
    assert classes(empty) == {"gazette": "presse"}


def test_an_unknown_class_of_sources_is_refused_before_anything_is_read(empty, tmp_path):
    path = archive(tmp_path / "gazette.jsonl", [record(ITEMS[0])])
    with pytest.raises(UnknownName, match="pas de classe de sources de ce nom"):
        import_(empty, [path], source_class="radio")
    assert not empty.home.published.exists()
