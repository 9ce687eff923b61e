"""The time machine on a small archive of our own words: what it writes, and what it cannot know."""

import gzip
import itertools
import json
import random
import re
import shutil
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

from flows import backtest, cli, importing, models, timemachine
from flows.backtest import Plan
from nlp.states import CONFIRMED
from tests.night_fixture import NOBODY, archive, loaded, settings
from veille import BadInput, Locked, UnknownName, monday
from warehouse import publish
from warehouse.query import sealed_query

FIRST, N_WEEKS, RISE = date(2024, 1, 1), 21, 12  # a Monday; the week in which the plant starts
NOW = datetime(2025, 6, 1, tzinfo=UTC)
NOUNS = re.findall(
    r"\w+",
    "mairie école piscine forêt rivière marché fanfare cantine crèche bibliothèque gare musée"
    " verger moulin pont théâtre caserne patinoire kiosque halle",
)
VERBS = ["rénove", "inaugure", "visite", "finance", "présente", "abandonne", "défend", "prépare"]
VOICES = ("Le Phare", "La Vigie", "Radio Butte", "Le Courrier", "La Gazette", "Le Relais")
KEYS = ["week", "signal", "label", "variable", "units", "state", "score", "documents"]
KEYS += ["passages", "contrary"]


def sentence(draw):
    a, b, c = draw.sample(NOUNS, 3)
    return f"Le conseil {draw.choice(VERBS)} cette année la {a}, puis la {b} et enfin la {c}."


def entry(draw, week, k, said=""):
    """A record of a week, two sentences around what it says."""
    day = FIRST + timedelta(weeks=week, days=draw.randrange(7))
    return {
        "id": f"t{week:02}-{k}{'p' if said else ''}",
        "source": VOICES[(week + k) % len(VOICES)],
        "published": datetime.combine(day, time(10), UTC).isoformat(),
        "label": "plante" if said else "",
        "text": " ".join(filter(None, (sentence(draw), said, sentence(draw)))),
    }


def entries():
    """Four texts of background a week, then a citizens' jury that more and more voices tell."""
    draw = random.Random(4)
    found = []
    for week in range(N_WEEKS):
        found += [entry(draw, week, k) for k in range(4)]
        for k in range(min(max(0, week - RISE + 1), 5)):
            said = f"Un jury citoyen examine le budget participatif de la {draw.choice(NOUNS)}."
            found.append(entry(draw, week, k, said))
    return found


ENTRIES = entries()


def run(folder, records, name="archive.jsonl", **plan):
    """The lines of a backtest of these records, and what it told."""
    folder.mkdir(parents=True, exist_ok=True)
    path = archive(folder / name, records)
    return replay(folder / "out", path, **plan)


def replay(out, *paths, **plan):
    # Twenty-one weeks and one term alone: 17 nats are all the evidence that they can gather.
    given = Plan(out, **{"history_weeks": 8, "setting": "large_filet"} | plan)
    told = timemachine.archive(loaded, paths, given, NOW, lambda line: None, nulls=False)
    return (out / "alerts.jsonl").read_text("utf-8").splitlines(), told


def again(played, tmp_path, **plan):
    """Another backtest of the archive that was played, whose texts are known."""
    shutil.copytree(played[0] / "out", tmp_path / "out")
    return replay(tmp_path / "out", played[0] / "archive.jsonl", **plan)


def until(records, last):
    return [r for r in records if r["published"][:10] <= last.isoformat()]


def stretched(record):
    """The record in a month where it was in a week."""
    week, day = divmod((date.fromisoformat(record["published"][:10]) - FIRST).days, 7)
    return record | {"published": date(2022 + week // 12, week % 12 + 1, 4 * day + 1).isoformat()}


def before(lines, week):
    return [line for line in lines if date.fromisoformat(json.loads(line)["week"]) < week]


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The archive once: its folder, its lines as text and as data."""
    folder = tmp_path_factory.mktemp("backtest")
    lines, told = run(folder, ENTRIES)
    return folder, lines, [json.loads(line) for line in lines], told


@pytest.fixture(scope="module")
def texts():
    return {record["id"]: record["text"] for record in ENTRIES}


# What is written


def test_a_line_has_the_documented_keys(played):
    assert played[2]
    assert {tuple(line) for line in played[2]} == {tuple(KEYS)}


def test_a_line_is_a_signal_and_a_monday(played):
    found = [(line["week"], line["signal"]) for line in played[2]]
    assert found == sorted(set(found))
    assert all(date.fromisoformat(week).weekday() == 0 for week, _ in found)


def test_the_plant_is_confirmed_once_it_rises(played):
    weeks = [
        line["week"]
        for line in played[2]
        if line["state"] in CONFIRMED and any("jury" in unit for unit in line["units"])
    ]
    assert weeks and date.fromisoformat(weeks[0]) >= FIRST + timedelta(weeks=RISE)


def test_documents_are_the_ids_of_records_that_hold_a_unit(played, texts):
    line = next(line for line in played[2] if "jury citoyen" in line["units"])
    assert line["documents"]
    assert all("jury citoyen" in texts[name] for name in line["documents"])


def test_passages_are_quoted_from_the_records(played, texts):
    quoted = [passage for line in played[2] for passage in line["passages"]]
    assert quoted
    for passage in quoted:
        said = texts[passage["document"]][passage["start"] : passage["end"]]
        assert passage["text"] == said != ""


def test_what_says_the_contrary_is_no_proof(tmp_path):
    draw = random.Random(9)
    said = "Le conseil refuse un jury citoyen sur le budget participatif de la gare."
    against = [entry(draw, N_WEEKS - k, 20, said) for k in (1, 2)]
    lines, _ = run(tmp_path, [*ENTRIES, *against])
    found = [json.loads(line) for line in lines]
    names = {record["id"] for record in against}
    assert {p["document"] for line in found for p in line["contrary"]} == names
    assert not [p for line in found for p in line["passages"] if p["document"] in names]


def test_a_confirmed_signal_has_three_to_six_proofs(played):
    sizes = {len(line["passages"]) for line in played[2] if line["state"] in CONFIRMED}
    assert sizes and sizes <= {3, 4, 5, 6}


def test_a_signal_of_one_voice_has_passages_too(tmp_path):
    draw = random.Random(7)
    alone = [
        entry(draw, RISE + k // 5, 10 + k, f"Près de la {a}, une cabane à livres {verb} la {b}.")
        | {"source": "Le Phare"}
        for k, (a, b) in enumerate(draw.sample(list(itertools.permutations(NOUNS, 2)), 45))
        for verb in draw.sample(VERBS, 1)
    ]
    lines, _ = run(tmp_path, [*ENTRIES, *alone])
    found = [json.loads(line) for line in lines]
    assert "source_unique" in {line["state"] for line in found}
    assert all(line["passages"] for line in found)


def test_a_record_without_id_is_named_by_its_address(tmp_path):
    records = [
        {k: v for k, v in r.items() if k != "id"} | {"url": f"https://a.example/{r['id']}"}
        for r in ENTRIES
    ]
    lines, _ = run(tmp_path, records)
    names = {name for line in lines for name in json.loads(line)["documents"]}
    assert names and all(name.startswith("https://a.example/t") for name in names)


def test_documents_are_named_as_the_archive_names_them(tmp_path):
    spelt = ["  {}", "e\u0301 {}", "\x01{}\x85", "{}\u2028\ud800", "é {}", "é\u200b {}"]
    given = {r["id"]: spelt[k % 6].format(r["id"]) for k, r in enumerate(ENTRIES)}
    given |= {r["id"]: k for k, r in enumerate(ENTRIES[::-7])}
    lines, _ = run(tmp_path, [json.dumps(r | {"id": given[r["id"]]}) for r in ENTRIES])
    found = [json.loads(line) for line in lines]
    names = {name for line in found for name in line["documents"]}
    quoted = {p["document"] for line in found for p in line["passages"]}
    assert names | quoted <= set(given.values())
    assert {type(name) for name in names} == {int, str}
    assert all(
        any(odd in str(name) for name in names) for odd in "\u0301\x01\x85\u2028\ud800\u200b"
    )


def test_decimal_names_come_back_as_they_are_written(tmp_path):
    lines, _ = run(
        tmp_path,
        [
            json.dumps(r).replace(r["id"], "1.50").replace('"1.50"', f"{k}.50")
            for k, r in enumerate(ENTRIES)
        ],
    )
    assert all(re.search(r'"documents": \[(\d+\.50(, )?)+\]', line) for line in lines) and lines
    assert re.search(r'"document": \d+\.50, ', lines[-1])


def test_ids_that_only_their_spelling_parts_are_two_documents(tmp_path):
    twins = [r | {"id": r["id"] + "\u00a0"} for r in ENTRIES]
    twins = [r | {"text": r["text"].replace("conseil", "maire")} for r in twins]
    run(tmp_path, [*ENTRIES, *twins])
    sql = "SELECT count(*) FROM document"
    assert sealed_query(tmp_path / "out" / "veille.duckdb", sql).rows == [(2 * len(ENTRIES),)]


def test_the_summary_is_json_without_nan(played):
    def refuse(constant):
        raise AssertionError(constant)

    text = (played[0] / "out" / "summary.json").read_text("utf-8")
    found = json.loads(text, parse_constant=refuse)
    assert (found["records"], found["cold_steps"]) == (len(ENTRIES), 8)
    assert len(found["methods"]) == 8


def test_what_rises_falls_once_time_is_reversed(played):
    plan = Plan(played[0] / "out", setting="large_filet", history_weeks=8)
    found = backtest.reversed_time(loaded(), plan)
    said = found.weekly.exposure.sum()
    assert said == len(ENTRIES)
    assert not [s for s in found.sightings if s.state in CONFIRMED]


def test_the_witnesses_are_told_in_the_table(played, tmp_path):
    shutil.copytree(played[0] / "out", tmp_path / "out")
    given = Plan(tmp_path / "out", setting="large_filet", history_weeks=8)
    paths = [played[0] / "archive.jsonl"]
    told = timemachine.archive(loaded, paths, given, NOW, lambda line: None, nulls=True)
    ours = next(row for row in told.rows if row.method == "Veille, signal faible")
    assert (ours.shuffled, ours.reversed) == (0, 0)
    assert ours.alerts > 0


# What it cannot know


def test_garbage_in_the_future_changes_nothing_before(played, tmp_path):
    cut, draw = FIRST + timedelta(weeks=18), random.Random(0)

    def spoilt(record):
        garbage = "".join(draw.choices("abcdefgh é.,", k=200))
        is_later = record["published"] >= cut.isoformat()
        return record | {"text": garbage, "id": garbage[:9]} if is_later else record

    lines, _ = run(tmp_path, [spoilt(record) for record in ENTRIES])
    kept = before(lines, cut)
    assert kept == before(played[1], cut) and kept


def test_labels_change_no_byte(played, tmp_path):
    labels = [record["label"] for record in ENTRIES]
    random.Random(0).shuffle(labels)
    mixed = [r | {"label": label} for r, label in zip(ENTRIES, labels, strict=True)]
    assert mixed != ENTRIES
    assert run(tmp_path, mixed)[0] == played[1]


def test_without_labels_no_byte_changes(played, tmp_path):
    bare = [{k: v for k, v in record.items() if k != "label"} for record in ENTRIES]
    assert run(tmp_path, bare)[0] == played[1]


# The same input, the same bytes


def test_the_same_archive_elsewhere_gives_the_same_bytes(played, tmp_path):
    run(tmp_path, ENTRIES)
    for name in ("alerts.jsonl", "summary.json"):
        assert (tmp_path / "out" / name).read_bytes() == (played[0] / "out" / name).read_bytes()


def test_the_order_of_the_records_does_not_show(played, tmp_path):
    mixed = random.Random(2).sample(ENTRIES, len(ENTRIES))
    assert run(tmp_path, mixed)[0] == played[1]


def test_a_text_said_again_later_counts_on_its_first_day_wherever_it_stands(tmp_path, monkeypatch):
    monkeypatch.setattr(backtest, "BATCH", 20)  # those said again are read long before, or after
    told = [record | {"url": f"https://a.example/{record['id']}"} for record in ENTRIES]
    later = {"published": "2024-05-26T10:00:00+00:00"}
    again = [r | later | {"id": f"a-{r['id']}"} for r in told if r["id"].endswith("p")][:9]
    files = told, [*told, *again], [*again, *told], [*told[::-1], *again]
    found = [run(tmp_path / f"{k}", records)[0] for k, records in enumerate(files)]
    assert found[0] == found[1] == found[2] == found[3] != []


def test_the_order_of_the_records_does_not_show_in_the_witnesses(played, tmp_path):
    run(tmp_path, ENTRIES[::-1])
    plan = Plan(tmp_path / "out", setting="large_filet", history_weeks=8)
    turned = backtest.shuffled(loaded(), plan, 1)
    known = backtest.shuffled(loaded(), replace(plan, out=played[0] / "out"), 1)
    assert turned.sightings == known.sightings
    assert (turned.weekly.count == known.weekly.count).all()


def test_a_text_and_a_gzip_give_what_one_file_gives(played, tmp_path):
    parts = [archive(tmp_path / f"part{k}.jsonl", ENTRIES[k::2]) for k in range(2)]
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress(parts[1].read_bytes()))
    assert replay(tmp_path / "out", parts[0], packed)[0] == played[1]


def test_a_timestamp_is_read_as_a_date_of_publication(played, tmp_path):
    records = [
        {k: v for k, v in r.items() if k != "published"}
        | {"timestamp": r["published"].removesuffix("+00:00")}
        for r in ENTRIES
    ]
    assert run(tmp_path, records)[0] == played[1]


def test_a_second_run_reads_no_text_again(played, monkeypatch):
    def refuse(*given):
        raise AssertionError("a text was read again")

    monkeypatch.setattr(backtest.importing, "take", refuse)
    out = played[0] / "out"
    assert replay(out, played[0] / "archive.jsonl")[0] == played[1]


def test_another_setting_starts_from_the_same_texts(played, tmp_path):
    strict, _ = again(played, tmp_path, setting="haute_precision")
    path = played[0] / "archive.jsonl"
    assert replay(tmp_path / "out", path)[0] == played[1] != strict


def test_the_folder_of_a_base_is_refused_and_left_as_it_was(tmp_path):
    given = settings(tmp_path / "out", NOBODY)
    path = archive(tmp_path / "archive.jsonl", ENTRIES[:9])
    importing.run(given, loaded(), [path], NOW, lambda line: None)
    before = given.home.published.read_bytes()
    with pytest.raises(BadInput, match="autre archive"):
        replay(given.home.folder, path)
    assert given.home.published.read_bytes() == before


def test_a_folder_used_for_another_archive_is_refused(tmp_path):
    run(tmp_path, ENTRIES[:9])
    with pytest.raises(BadInput, match="autre archive"):
        run(tmp_path, ENTRIES[:8])


def test_other_models_read_the_archive_of_the_folder_again_and_say_so(played, tmp_path):
    shutil.copytree(played[0] / "out", tmp_path / "out")
    plan = Plan(tmp_path / "out", history_weeks=8, setting="large_filet")
    path, other = played[0] / "archive.jsonl", replace(loaded(), name="autre-1.0")
    for is_first in (True, False):
        said = []
        timemachine.archive(lambda: other, [path], plan, NOW, said.append, nulls=False)
        assert any("relus" in line for line in said) == is_first
        assert any(line.startswith("Compris") for line in said) == is_first
        assert (plan.out / "alerts.jsonl").read_text("utf-8").splitlines() == played[1]
    short = archive(tmp_path / "short.jsonl", ENTRIES[:8])
    with pytest.raises(BadInput, match="autre archive"):
        timemachine.archive(loaded, [short], plan, NOW, said.append, nulls=False)


# Steps and periods


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2024, 1, 1), date(2024, 1, 29)),
        (date(2024, 1, 31), date(2024, 1, 29)),
        (date(2024, 2, 29), date(2024, 2, 26)),
        (date(2023, 12, 31), date(2023, 12, 25)),
        (date(2024, 9, 30), date(2024, 9, 30)),
    ],
)
def test_a_month_is_told_by_the_monday_of_its_last_day(tmp_path, day, told):
    plan = Plan(tmp_path, step="month")
    assert plan.told(monday(plan.counted(day))) == told


def test_a_month_is_one_step_and_its_days_stay_in_order(tmp_path):
    plan = Plan(tmp_path, step="month")
    for month in range(1, 13):
        days = [date(2024, month, day) for day in range(1, 29)]
        counted = [plan.counted(day) for day in days]
        assert len({monday(day) for day in counted}) == 1
        assert counted == sorted(counted)


def test_two_months_are_two_steps_in_a_row(tmp_path):
    plan = Plan(tmp_path, step="month")
    december, january = (plan.counted(d) for d in (date(2023, 12, 31), date(2024, 1, 1)))
    assert monday(january) - monday(december) == timedelta(days=7)


def test_a_week_counts_as_it_is(tmp_path):
    plan, day = Plan(tmp_path), date(2024, 3, 7)
    assert (plan.counted(day), plan.told(monday(day))) == (day, monday(day))


@pytest.mark.parametrize(
    ("step", "weeks", "cold"),
    [("week", None, 26), ("week", 8, 8), ("month", 8, 2), ("month", 1, 1)],
)
def test_the_cold_start_is_told_in_steps(tmp_path, step, weeks, cold):
    assert Plan(tmp_path, step=step, history_weeks=weeks).cold == cold


def test_an_archive_by_month_is_told_by_month(tmp_path):
    lines, outcome = run(tmp_path, map(stretched, ENTRIES), step="month", history_weeks=35)
    months = [date(2022 + (k + 1) // 12, (k + 1) % 12 + 1, 1) for k in range(N_WEEKS)]
    told = [json.loads(line)["week"] for line in lines]
    assert len({*told}) > 1
    assert {*told} <= {monday(day - timedelta(days=1)).isoformat() for day in months}
    assert "Alertes par mois" in timemachine.told(outcome, tmp_path)[0]
    sql = "SELECT sentence FROM score_part UNION SELECT reason FROM signal_week"
    sentences = [said for (said,) in sealed_query(tmp_path / "out" / "veille.duckdb", sql).rows]
    assert any("en 12 mois" in said for said in sentences)
    assert [said for said in sentences if "semaine" in said] == []


def test_only_the_weeks_asked_are_told_and_nothing_later_is_known(played, tmp_path):
    first, last = FIRST + timedelta(weeks=15), FIRST + timedelta(weeks=18)
    lines, _ = again(played, tmp_path, first=first, last=last + timedelta(days=6))
    weeks = [(first + timedelta(weeks=k)).isoformat() for k in range(4)]
    assert lines == [line for line in played[1] if json.loads(line)["week"] in weeks]
    assert lines


@pytest.mark.parametrize("days", [131, 220])  # a Saturday before the last week; long after it
def test_nothing_after_the_last_day_asked_is_heard(played, tmp_path, days):
    last = FIRST + timedelta(days=days)
    asked, told = again(played, tmp_path, last=last)
    cut, known = run(tmp_path / "cut", until(ENTRIES, last))
    assert asked == cut and cut
    assert told.rows == known.rows
    summaries = [
        json.loads((f / "out/summary.json").read_text()) for f in (tmp_path, tmp_path / "cut")
    ]
    assert summaries[0]["records"] == summaries[1]["records"]


def test_nothing_after_the_last_day_asked_is_heard_in_a_month(tmp_path):
    records, last = [*map(stretched, ENTRIES)], date(2023, 8, 10)
    asked, _ = run(tmp_path, records, step="month", history_weeks=35, last=last)
    cut, _ = run(tmp_path / "cut", until(records, last), step="month", history_weeks=35)
    assert asked == cut and cut


def test_witnesses_hear_nothing_after_the_last_day_asked_either(played, tmp_path):
    last = FIRST + timedelta(days=131)
    run(tmp_path, until(ENTRIES, last))
    cut = Plan(tmp_path / "out", setting="large_filet", history_weeks=8)
    asked = replace(cut, out=played[0] / "out", last=last)
    for witness in (partial(backtest.shuffled, seed=1), backtest.reversed_time):
        told, known = witness(loaded(), asked), witness(loaded(), cut)
        assert told.sightings == known.sightings
        assert (told.weekly.count == known.weekly.count).all()


# What it says of a short archive


def test_a_short_archive_confirms_nothing_and_says_so(played, tmp_path):
    lines, told = again(played, tmp_path, history_weeks=None)
    assert not {json.loads(line)["state"] for line in lines} & {*CONFIRMED}
    assert told.notes[0].startswith(
        f"Archive de {N_WEEKS}\u00a0semaines : trop courte, rien n’y est"
    )


def test_texts_that_are_not_in_french_are_told_by_each_run(tmp_path):
    english = "The county council opens three digital help desks for the elderly next spring. " * 4
    records = [*ENTRIES[:9], *(r | {"id": r["id"] + "e", "text": english} for r in ENTRIES[:2])]
    for _ in range(2):
        _, told = run(tmp_path, records)
        said = "11\u00a0textes rejoués, dont 2 hors du français, gardés sans être comptés"
        assert said in told.notes
        summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
        assert (summary["records"], summary["not_french"]) == (11, 2)


def test_a_lowered_cold_start_is_said(played):
    assert "au lieu de 26 : les signaux faibles y sont moins sûrs" in played[3].notes[0]


def test_alerts_of_before_stay_until_the_new_ones_are_whole(tmp_path):
    def broken():
        yield {"week": "2024-01-08"}
        raise KeyboardInterrupt

    timemachine._write_lines(tmp_path, [{"week": "2024-01-01"}])
    (tmp_path / "summary.json").write_text("{}")
    with pytest.raises(KeyboardInterrupt):
        timemachine._write_lines(tmp_path, broken())
    assert (tmp_path / "alerts.jsonl").read_text() == '{"week": "2024-01-01"}\n'
    assert (tmp_path / "summary.json").exists()
    assert timemachine._write_lines(tmp_path, [{"week": "2024-01-15"}]) == 1
    assert {p.name for p in tmp_path.iterdir()} == {"alerts.jsonl"}


def test_an_archive_leaves_nothing_of_a_stream_beside_its_alerts(played, tmp_path):
    shutil.copytree(played[0] / "out", tmp_path / "out")
    of_a_stream = [tmp_path / "out" / name for name in timemachine.OF_A_STREAM]
    for path in of_a_stream:
        path.write_text("d’un autre", encoding="utf-8")
    replay(tmp_path / "out", played[0] / "archive.jsonl")
    assert not [path.name for path in of_a_stream if path.exists()]


def test_a_stray_text_of_years_before_moves_nothing(played, tmp_path):
    stray = entry(random.Random(1), -600, 1) | {"id": "perdu"}
    lines, told = run(tmp_path, [stray, *ENTRIES], history_weeks=9)  # its own week is one
    kept = ("week", "label", "units", "documents")  # a week older, it may confirm a week earlier
    assert [[json.loads(line)[k] for k in kept] for line in lines] == [
        [line[k] for k in kept] for line in played[2]
    ]
    rates = [row.alerts for row in played[3].rows[:2]]
    assert [row.alerts for row in told.rows[:2]] == pytest.approx(rates) and rates[1] > 0


@pytest.mark.parametrize(
    ("weeks", "step", "said"),
    [
        (1, "week", "1\u00a0semaine (--"),
        (26, "week", "26\u00a0semaines (--"),
        (1, "month", "1\u00a0mois (--"),
        (99, "month", "23\u00a0mois (--"),
    ],
)
def test_a_cold_start_is_told_in_the_right_number(tmp_path, weeks, step, said):
    weekly = SimpleNamespace(exposure=np.ones(0))
    plan = Plan(tmp_path, step=step, history_weeks=weeks)
    assert said in timemachine._cold(SimpleNamespace(weekly=weekly), plan)[0]


def test_a_long_silence_within_an_archive_is_told(tmp_path):
    early = [ENTRIES[0] | {"id": "early", "published": "1970-01-05", "source": VOICES[3]}]
    _, told = run(tmp_path, [*early, *ENTRIES[:9]])
    said = "semaines, entre les semaines du 05/01/1970 et du 01/01/2024"
    assert [note for note in told.notes if note.startswith("Aucun texte pendant") and said in note]


@pytest.mark.parametrize(
    ("silence", "step", "told"),
    [(26, "week", True), (25, "week", False), (24, "month", True), (23, "month", False)],
)
def test_a_silence_is_told_once_it_outlasts_a_cold_start(tmp_path, silence, step, told):
    weekly = SimpleNamespace(exposure=np.array([3, *[0] * silence, 1, 0, 2]), first=102_000)
    assert len(timemachine._gap(weekly, Plan(tmp_path, step=step))) == told


def test_an_archive_as_long_as_its_cold_start_is_judged_on_nothing(tmp_path):
    _, told = run(tmp_path, [r for r in ENTRIES if r["id"] < "t08"])
    assert {str(row.alerts) for row in told.rows} == {"nan"}
    assert "trop courte" in told.notes[0]
    methods = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["methods"]
    assert {row["alerts"] for row in methods} == {None}
    assert "nan" not in "".join(timemachine.told(told, tmp_path))


# What is wrong with what is given


@pytest.fixture
def veille(monkeypatch, capsys, tmp_path):
    """Run the command: its exit code and the lines of stderr."""
    monkeypatch.setenv("VEILLE_HOME", str(tmp_path / "home"))
    models = loaded()
    monkeypatch.setattr("flows.models.load", lambda *given: models)

    def run(*arguments):
        given = ["veille", "backtest", "--out", tmp_path / "out", *arguments]
        monkeypatch.setattr(sys, "argv", [str(part) for part in given])
        code = cli._code()
        return code, [x for x in capsys.readouterr().err.splitlines() if x.startswith("Erreur")]

    return run


def refused(result, *words):
    code, lines = result
    assert (code != 0, len(lines)) == (True, 1), lines
    assert [word for word in words if word not in lines[0]] == []


def test_outputs_without_room_left(veille, tmp_path, monkeypatch):
    def refuse(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(timemachine, "_write_lines", refuse)
    path = archive(tmp_path / "a.jsonl", ENTRIES[:3])
    refused(veille("--input", path, "--no-nulls"), f"Plus de place : {tmp_path / 'out'}. Libérer")


@pytest.fixture
def idle(monkeypatch):
    """Nothing is read nor generated."""

    def refuse(*given, **named):
        raise AssertionError("the folder was not looked at first")

    monkeypatch.setattr(timemachine.synthetic, "generate", refuse)
    monkeypatch.setattr(backtest, "replay", refuse)


@pytest.fixture(params=["--synthetic", "--input"])
def asked(request, tmp_path):
    """What to replay."""
    is_stream = request.param == "--synthetic"
    return request.param, 3 if is_stream else archive(tmp_path / "a.jsonl", ENTRIES[:3])


@pytest.mark.parametrize(
    ("place", "out"), [("f", "f"), ("f", "f/x"), ("out/summary.json/x", "out")]
)
def test_a_file_in_the_way_of_outputs_is_told_at_once(veille, tmp_path, idle, asked, place, out):
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).touch()
    refused(veille("--out", tmp_path / out, *asked), "Chemin inutilisable", out, "autre chemin")


def test_a_folder_without_the_right_to_write_is_told_at_once(
    veille, tmp_path, idle, asked, monkeypatch
):
    opened = timemachine.Path.open

    def locked_up(path, mode="r", **given):
        if path.name == "alerts.jsonl":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, **given)

    monkeypatch.setattr(timemachine.Path, "open", locked_up)
    refused(veille(*asked), "Droits insuffisants", str(tmp_path / "out"), "Donner le droit")


def test_a_folder_that_takes_results_is_left_as_it_was(tmp_path):
    (tmp_path / "summary.json").write_text("{}", encoding="utf-8")
    timemachine._ready(tmp_path)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [
        ("summary.json", "{}")
    ]


def test_two_streams_are_not_played_in_one_folder_at_once(tmp_path):
    given = timemachine.stream, Plan(tmp_path), 3, 200, print
    with publish.locked(publish.Home(tmp_path)), pytest.raises(Locked):
        given[0](*given[1:], nulls=False)


@pytest.mark.parametrize(
    "asked",
    [
        ("--from", "2024-03-01", "--to", "2024-02-01"),
        ("--from", "1999-01-01", "--to", "1999-02-01"),
        ("--setting", "rien"),
        ("--step", "jour"),
        ("--history-weeks", "-3"),
        ("--embeddings", "rows.npy"),
        ("--input", "absente.jsonl"),
    ],
)
def test_what_cannot_be_is_refused_before_the_models_are_loaded(
    veille, tmp_path, monkeypatch, asked
):
    def load(*given):
        raise AssertionError("loaded first")

    monkeypatch.setattr(models, "load", load)
    monkeypatch.chdir(tmp_path)
    np.save(tmp_path / "rows.npy", np.zeros((2, 3)))
    path = archive(tmp_path / "a.jsonl", ENTRIES[:3])
    refused(veille("--input", path, *asked))
    assert not (tmp_path / "out").exists()


def test_a_missing_archive(veille, tmp_path):
    refused(veille("--input", tmp_path / "absente.jsonl"), "introuvable", "absente.jsonl")


def test_a_folder_in_the_place_of_an_archive(veille, tmp_path):
    refused(veille("--input", tmp_path), "Ce n’est pas un fichier", str(tmp_path), "--input")


def test_an_empty_archive(veille, tmp_path):
    path = archive(tmp_path / "vide.jsonl", [])
    refused(veille("--input", path), "Aucun texte à rejouer", "vide.jsonl", "rien n’a été rejoué")


def test_a_damaged_folder_is_told_how_to_replay_anew(veille, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "veille.duckdb").write_bytes(b"no base" * 9_999)
    path = archive(tmp_path / "a.jsonl", ENTRIES[:3])
    refused(veille("--input", path), "Base illisible", "un rejeu : par « veille backtest »")


def test_records_without_date(veille, tmp_path):
    records = [{k: v for k, v in r.items() if k != "published"} for r in ENTRIES[:3]]
    refused(veille("--input", archive(tmp_path / "a.jsonl", records)), "date absente", "a.jsonl:1")


def test_a_gzip_cut_at_once(veille, tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "a"}' * 99)[:20])
    refused(veille("--input", path), "archive abîmée ou coupée")


def test_a_gzip_cut_later_gives_what_was_read(played, tmp_path):
    path, whole = tmp_path / "a.jsonl.gz", (played[0] / "archive.jsonl").read_bytes()
    path.write_bytes(gzip.compress(whole)[:3000])
    _, told = replay(tmp_path / "out", path, history_weeks=None)
    assert any("abîmée ou coupée" in note for note in told.notes)


@pytest.mark.parametrize(
    "asked",
    [
        ("--from", "2031-01-01"),
        ("--to", "2019-12-31"),
        ("--from", "1999-01-01", "--to", "1999-02-01"),
    ],
)
def test_a_period_that_holds_no_text(veille, tmp_path, asked):
    path = archive(tmp_path / "a.jsonl", ENTRIES)
    covered = "L’archive va du 02/01/2024 au 26/05/2024"
    refused(veille("--input", path, *asked), "Aucun texte dans la période", *asked, covered)
    assert not (tmp_path / "out").exists()


def test_a_period_that_the_archive_does_not_cover_is_said(played, tmp_path):
    _, told = again(played, tmp_path, first=date(2023, 12, 1), last=date(2024, 5, 20))
    assert "L’archive va du 02/01/2024 au 26/05/2024 : la période demandée en sort" in told.notes


def test_a_seed_under_zero(veille):
    refused(veille("--synthetic", "-3"), "--synthetic", "au moins 0")


def test_a_volume_is_asked_of_a_generated_stream_only(veille, tmp_path):
    path = archive(tmp_path / "a.jsonl", ENTRIES[:3])
    refused(veille("--input", path, "--docs-per-day", "9"), "--docs-per-day", "--synthetic")


def test_a_second_run_tells_the_records_left_aside_as_the_first_did(tmp_path):
    runs = [run(tmp_path, [*ENTRIES[:9], *["{"] * 8]) for _ in range(2)]
    assert runs[0][1].notes == runs[1][1].notes
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert (summary["problems"], len(summary["rejected"])) == (8, 8)


def test_records_left_aside_are_counted_and_all_listed(tmp_path):
    _, told = run(tmp_path, [*ENTRIES[:9], *["{"] * 8])
    assert (
        told.notes[-1] == "… et 3\u00a0autres enregistrements écartés : summary.json les nomme tous"
    )
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert [row["where"] for row in summary["rejected"]] == [
        f"archive.jsonl:{n}" for n in range(10, 18)
    ]


@pytest.mark.parametrize("content", [b"", b"no vectors", b"\x93NUMPY\x01\x00"])
def test_vectors_that_cannot_be_read(veille, tmp_path, content):
    (tmp_path / "v.npy").write_bytes(content)
    path = archive(tmp_path / "a.jsonl", ENTRIES[:3])
    given = ("--input", path, "--embeddings", tmp_path / "v.npy")
    refused(veille(*given), "Vecteurs illisibles", "v.npy")


@pytest.mark.parametrize("given", [np.zeros(3), np.array([["a"]])])
def test_vectors_that_are_no_table_of_numbers(veille, tmp_path, given):
    np.save(tmp_path / "v.npy", given)
    path = archive(tmp_path / "a.jsonl", ENTRIES[:3])
    given = ("--input", path, "--embeddings", tmp_path / "v.npy")
    refused(veille(*given), "Vecteurs illisibles", "une ligne de nombres par enregistrement")


@pytest.mark.parametrize("n_rows", [3, 5])
def test_vectors_with_more_or_fewer_rows_than_records(veille, tmp_path, n_rows):
    np.save(tmp_path / "v.npy", np.zeros((n_rows, 4)))
    whole, part = ENTRIES[:3], [ENTRIES[3] | {"published": "hier"}]
    paths = [archive(tmp_path / f"{k}.jsonl", found) for k, found in enumerate((whole, part))]
    given = [word for path in paths for word in ("--input", path)]
    result = veille(*given, "--embeddings", tmp_path / "v.npy")
    refused(result, f"{n_rows}\u00a0lignes", "4\u00a0enregistrements", "une autre archive")
    refused(veille("--input", "absente.jsonl", "--embeddings", tmp_path / "v.npy"), "introuvable")


def test_vectors_with_a_row_for_each_record_are_accepted_and_said_to_be_idle(played, tmp_path):
    np.save(tmp_path / "v.npy", np.zeros((len(ENTRIES), 4)))
    _, told = again(played, tmp_path, embeddings=tmp_path / "v.npy")
    assert any("ne servent pas" in note for note in told.notes)


def test_an_archive_and_a_seed_at_once(veille, tmp_path):
    refused(veille("--input", tmp_path / "a.jsonl", "--synthetic", 1), "et un seul")
    refused(veille(), "et un seul")


@pytest.mark.parametrize(
    ("option", "value"), [("--from", "2024-05-01"), ("--to", "2024-05-01"), ("--step", "month")]
)
def test_a_generated_stream_refuses_what_it_would_not_heed(veille, tmp_path, option, value):
    refused(veille("--synthetic", 1, option, value), "se rejoue entier", option, "--input")
    assert not (tmp_path / "out").exists()


def test_days_that_are_not_in_order(veille, tmp_path):
    path = archive(tmp_path / "a.jsonl", ENTRIES[:3])
    given = ("--from", "2024-05-01", "--to", "2024-04-01")
    refused(veille("--input", path, *given), "Période vide")


@pytest.mark.parametrize("wrong", [{"step": "jour"}, {"setting": "au_hasard"}])
def test_an_unknown_step_or_setting_is_named_with_those_that_exist(tmp_path, wrong):
    with pytest.raises(UnknownName, match=r"month|equilibre"):
        run(tmp_path, ENTRIES[:3], **wrong)
