"""Write the digest of a week and the brief of a variable, from the published file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from nlp.extract import Candidate, Extract, Sentence, extract
from reports import brief, digest, notices, pins, render
from reports.french import day
from reports.french import week as in_french
from reports.quotes import longest
from veille import BadInput, Decision, UnknownName, monday
from warehouse import aside
from warehouse.database import room
from warehouse.decisions import all_decisions, answered
from warehouse.publish import Home
from warehouse.read import Archive, Proofread, TaggedPassage, VariableRow, WeekRow, week_end

from .settings import HISTORY_WEEKS

Proofs = Callable[[Archive, date, Sequence[str]], Mapping[str, list[Proofread]]]

DAY = timedelta(days=1)
LONGEST = 2600  # weeks of a brief: fifty years
SERIES_WEEKS = 26


def weekly_digest(
    home: Home,
    week: date | None,
    *,
    evidence: Proofs | None = None,
    history_weeks: int = HISTORY_WEEKS,
) -> tuple[Path, Path]:
    """The digest of a week as files, HTML and plain text.

    Args:
        home: where the archive is and the reports go.
        week: any day of a committed week; None for the last one.
        evidence: chooses the passages of a past week, whose own were not kept; without it, a past
            week is told without passages.
        history_weeks: archive that the nights ask for before they confirm; no week keeps it.

    Raises:
        BadInput: the week is not committed; the range that is, is named.
        WarehouseError: no archive, or a passage that differs from the stored text.
    """
    with Archive.open(home.published) as archive:
        chosen = _committed(archive.weeks(), week)
        given = _digest_material(archive, home, chosen, evidence)
    made = digest.build(replace(given, cold=history_weeks))
    name = f"digest-{made.week}"
    html = _written(home.reports / f"{name}.html", render.digest_html(made))
    return html, _written(home.reports / f"{name}.txt", render.digest_text(made))


def variable_brief(
    home: Home,
    variable_id: str,
    week: date | None,
    n_weeks: int = 52,
    *,
    evidence: Proofs | None = None,
) -> Path:
    """The brief of a variable over the weeks that end with one, as an HTML file.

    Args:
        home: where the archive is and the reports go.
        variable_id: one of the catalogue.
        week: any day of the last week of the period, a committed one; None for the last of all.
        n_weeks: length of the period.
        evidence: chooses the passages of the signals of a past week; without it, what says the
            contrary of a signal is told for the last week only.

    Raises:
        UnknownName: no such variable; those that exist are named.
        BadInput: the week is not committed; the range that is, is named. Or the period has no
            week, or too many.
        WarehouseError: no archive, or a sentence that differs from the stored text.
    """
    if n_weeks > LONGEST:
        todo = f"Demander {LONGEST} semaines au plus"
        raise BadInput("Période trop longue", where=f"{n_weeks} semaines", todo=todo)
    if n_weeks < 1:
        asked = f"{n_weeks} semaine" + ("s" if n_weeks < -1 else "")
        raise BadInput("Période vide", where=asked, todo="Demander une semaine au moins")
    with Archive.open(home.published) as archive:
        made = brief.build(_brief_material(archive, home, variable_id, week, n_weeks, evidence))
    name = f"brief-{variable_id}-{made.last}.html"
    return _written(home.reports / name, render.brief_html(made))


def weekly_reports(
    home: Home,
    week: date | None,
    *,
    evidence: Proofs | None = None,
    history_weeks: int = HISTORY_WEEKS,
) -> list[Path]:
    """The digest of a week, then the brief of every variable up to its end.

    Raises:
        BadInput: the week is not committed.
        WarehouseError: no archive, or a quotation that differs from the stored text.
    """
    written = list(weekly_digest(home, week, evidence=evidence, history_weeks=history_weeks))
    with Archive.open(home.published) as archive:
        last = _committed(archive.weeks(), week)[-1].week
        variables = [row.variable_id for row in archive.variables()]
    return written + [variable_brief(home, v, last, evidence=evidence) for v in variables]


def _committed(weeks: Sequence[WeekRow], wanted: date | None) -> list[WeekRow]:
    """The committed weeks up to the one wanted."""
    if not weeks:
        todo = "Lancer « veille nightly », ou importer une archive par « veille import »"
        raise BadInput("Aucune semaine arrêtée", todo=todo)
    last = monday(wanted) if wanted else weeks[-1].week
    kept = [row for row in weeks if row.week <= last]
    if not kept or kept[-1].week != last:
        end = weeks[-1].week + 6 * DAY
        todo = f"Donner un jour du {day(weeks[0].week)} au {day(end)}, écrit AAAA-MM-JJ"
        raise BadInput("Semaine non arrêtée", where=in_french(last), todo=todo)
    return kept


def _digest_material(
    archive: Archive, home: Home, weeks: list[WeekRow], evidence: Proofs | None
) -> digest.Material:
    week = weeks[-1].week
    is_last = week == archive.weeks()[-1].week
    decisions = _decisions(archive, home, week, is_past=not is_last)
    signals = pins.shown(archive.signals(week, pins.pinned(decisions)), decisions)
    wanted = digest.detailed(signals, decisions)
    proofs = _proofs(archive, week, wanted, evidence, is_last=is_last)
    run = archive.closing_run(week)
    first = week - timedelta(weeks=digest.LINK_WEEKS - 1)
    return digest.Material(
        week=week,
        weeks=weeks,
        run=run,
        signals=signals,
        parts=archive.score_parts(week),
        series=archive.series([row.lead_key for row in signals], week, SERIES_WEEKS),
        wordings=archive.wordings(wanted, week),
        named=archive.named(wanted, week),
        maturity=archive.maturity(wanted, week),
        origins=archive.origins(wanted, week),
        evidence=proofs,
        stored=archive.texts(proof.version_id for found in proofs.values() for proof in found),
        decisions=decisions,
        sources=archive.sources_then(week, run),
        links=archive.links(first, week + timedelta(days=6)),
        rising=archive.rising_pairs(week),
        epochs=archive.open_epochs(week),
        outage=_outage(archive, week) if is_last else "",
    )


def _outage(archive: Archive, week: date) -> str:
    """That nothing came since the last committed week, as the latest run knows."""
    latest = next(reversed(archive.runs()), None)
    sources = archive.sources(latest.as_of) if latest else []
    return notices.outage(week + 6 * DAY, latest, sources)


def _decisions(archive: Archive, home: Home, week: date, *, is_past: bool) -> list[Decision]:
    """Those brought in by the last night and those taken since.

    What was said of a signal absorbed since is said of the one that answers for it.
    The digest of a past week counts the decisions taken until the end of the week it was read in.
    """
    made = [*archive.decisions(), *all_decisions(home.decisions)]
    said = answered(made, archive.survivors(week))
    end = week_end(week + timedelta(days=7))
    return [d for d in said if not is_past or d.decided_at < end]


def _proofs(
    archive: Archive, week: date, wanted: Sequence[str], evidence: Proofs | None, *, is_last: bool
) -> Mapping[str, list[Proofread]]:
    """The stored evidence of the last week; chosen now for a past one, or what has none stored."""
    found = dict(archive.evidence(week)) if is_last or not evidence else {}
    if evidence and (missing := [signal for signal in wanted if signal not in found]):
        found |= evidence(archive, week, missing)
    return {signal: found[signal] for signal in wanted if signal in found}


def _variable(archive: Archive, variable_id: str) -> VariableRow:
    variables = {row.variable_id: row for row in archive.variables()}
    if variable_id not in variables:
        raise UnknownName("Variable", variable_id, list(variables))
    return variables[variable_id]


def _brief_material(
    archive: Archive,
    home: Home,
    variable_id: str,
    wanted: date | None,
    n_weeks: int,
    evidence: Proofs | None = None,
) -> brief.Material:
    variable = _variable(archive, variable_id)
    weeks = _committed(archive.weeks(), wanted)
    week, last = weeks[-1].week, weeks[-1].week + 6 * DAY
    past = None if week == archive.weeks()[-1].week else week
    first = last - timedelta(weeks=n_weeks) + timedelta(days=1)
    parts, faces, n_read = _extract(archive, variable_id, first, last)
    decisions = _decisions(archive, home, week, is_past=past is not None)
    signals = pins.shown(archive.signals(week, pins.pinned(decisions)), decisions)
    told = [row.signal_id for row in brief.told_signals(signals, decisions, variable_id)]
    proofs = _proofs(archive, week, told, evidence, is_last=not past)
    run = archive.closing_run(week)
    return brief.Material(
        variable=variable,
        first=first,
        last=last,
        parts=parts,
        faces=faces,
        stored=archive.texts(_quoted(parts, proofs)),
        n_read=n_read,
        now=archive.tally(variable_id, first, last),
        before=archive.tally(variable_id, first - timedelta(weeks=n_weeks), first - DAY),
        signals=signals,
        maturity=archive.maturity(told, week),
        origins=archive.origins(told, week),
        evidence=proofs,
        decisions=decisions,
        links=archive.links(first, last),
        rising=archive.rising_pairs(week),
        sources=archive.sources_then(week, run),
        weeks=weeks,
        run=run,
    )


def _extract(
    archive: Archive, variable_id: str, first: date, last: date
) -> tuple[Mapping[str, brief.Lines], Mapping[str, tuple[int, int]], int]:
    """The sentences of each part, the faces of each sub-theme, and how many passages were read."""
    passages = archive.passages(variable_id, first, last)
    chosen = extract([_candidate(p) for p in passages], until=last)
    by_id = {p.passage_id: p for p in passages}
    return {n: _lines(chosen, n, by_id) for n in chosen.parts}, chosen.faces, len(passages)


def _quoted(
    parts: Mapping[str, brief.Lines], proofs: Mapping[str, Sequence[Proofread]]
) -> set[str]:
    """The versions that a brief quotes."""
    said = {line.passage.version_id for part in parts.values() for line in part.lines}
    return said | {proof.version_id for found in proofs.values() for proof in found}


def _candidate(p: TaggedPassage) -> Candidate:
    return Candidate(
        passage=p.passage_id,
        document=p.document_id,
        voice=p.voice,
        text=p.text,
        start=p.start,
        kind=p.kind,
        theme=p.theme,
        trend_type=p.trend_type,
        probability=p.probability,
        day=p.counted_on,
        spans=p.spans,
        longest=longest(p.rights),
    )


def _lines(chosen: Extract, name: str, passages: Mapping[str, TaggedPassage]) -> brief.Lines:
    def line(s: Sentence) -> brief.Line:
        return brief.Line(passages[s.passage], s.start, s.end, s.text, s.group, s.face)

    part = chosen.parts[name]
    return brief.Lines([line(s) for s in part.sentences], part.shortfall)


def _written(path: Path, text: str) -> Path:
    """The text in this file, whole or not at all."""
    with room(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.whole(path) as file:
            file.write(text)
    return path
