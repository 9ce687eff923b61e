"""What the terminal asks of the archive: sources and their health, queries, decisions."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

from rich.console import Console
from rich.table import Table as Drawn
from rich.text import Text

from reports import french, pins, reviews
from veille import ANONYMOUS, WITHDRAWAL, BadInput, Decision, UnknownName
from warehouse import decisions, query
from warehouse import signals as stored
from warehouse.read import Archive

from .settings import Settings

WHERE_IDS = (
    "Prendre l’identifiant au bas du signal, dans le bulletin, ou : veille query signaux_en_cours"
)
UNSEEN = (
    "Ce signal est éteint : la décision est gardée, mais le bulletin ne le montre que s’il remonte"
    " ou s’il est épinglé."
)
NARROWEST = 7  # characters of a column: narrower, words are cut everywhere
MOST_ROWS = 200  # rows shown on a terminal; --csv and --json give them all


def sources(settings: Settings) -> list[dict[str, object]]:
    """The health of every source, the ones that need care first; the catalogue must be readable."""
    if settings.catalogue:
        from . import following, models  # it takes seconds: only if it is of use

        following.known(settings, models.catalogue(settings.variables))
    order = ("en_panne", "muette", "jamais_lue", "vivante", "archive")
    with Archive.open(settings.home.published) as archive:
        runs = archive.runs()
        rows = archive.sources(runs[-1].as_of) if runs else []
    return [asdict(row) for row in sorted(rows, key=lambda r: (order.index(r.health), r.name))]


def source_line(row: dict[str, object]) -> str:
    """One source in one line."""
    reason = f" — {row['last_reason']}" if row["last_reason"] else ""
    return f"{row['source_id']!s:34} {row['health']!s:10} {_held(row)}{reason}"


def _held(row: Mapping[str, object]) -> str:
    """The texts of a source. Without one, it was not asked, is down, or says what another said."""
    if n := row["n_documents"]:
        return f"{n!s:>6} texte{'' if n == 1 else 's'}, dernier le {row['last_day']}"
    if row["last_outcome"] is None and row["health"] != "archive":
        return "jamais demandée"
    return f"aucun texte {'encore' if row['health'] == 'en_panne' else 'gardé sous son nom'}"


def decide(
    settings: Settings,
    signal: str,
    *,
    decision: str,
    motive: str | None,
    note: str,
    author: str,
    now: datetime,
    state: str | None = None,
) -> str:
    """Store a decision on a signal of the published archive, named by its id or its beginning.

    What is said of a signal that was absorbed or read anew goes to the one that answers for it.
    What was noted, in French.

    Raises:
        UnknownName: no signal has this id; where to read them is said.
        BadInput: several have this beginning, or there is no pin to free, no opinion to take back.
    """
    with Archive.open(settings.home.published) as archive:
        labels = dict(stored.labels(archive.db))
        named, heir = _meant(archive, labels, signal)
        said = _said(archive, settings, heir)
        is_extinct = stored.is_extinct(archive.db, heir)
    is_pinned = _is_pinned(said, heir, decision)
    if decision == WITHDRAWAL:
        _check_withdrawal(said, heir, decisions.signed(author))
    made = decisions.decide(
        settings.home.decisions,
        signal=heir,
        decision=decision,
        motive=motive,
        note=note,
        author=author,
        now=now,
        state=state,
    )
    line = noted(made, labels.get(heir, ""), instead="" if heir == named else named)
    return f"{line} {UNSEEN}" if is_extinct and not is_pinned else line


def _meant(archive: Archive, labels: Iterable[str], signal: str) -> tuple[str, str]:
    """The signal of this id, or beginning of one, and the one that answers for it.

    Capitals, and blanks around, are of whoever copied it: ids have none.

    Raises:
        UnknownName: no signal has this id.
        BadInput: several have this beginning.
    """
    gone, asked = stored.survivors(archive.db), signal.strip().lower()
    found = [name for name in dict.fromkeys((*labels, *gone)) if asked and name.startswith(asked)]
    if len(found) > 1:
        todo = f"Donner plus de lettres : {', '.join(found[:5])}"
        raise BadInput("Plusieurs signaux commencent ainsi", where=f"« {signal} »", todo=todo)
    if found:
        return found[0], gone.get(found[0], found[0])
    from . import heirs  # it takes a second: only if it is of use

    # Of one that is gone and was never judged, only the whole id tells.
    heir = heirs.answers(archive.db, asked)
    if heir is None:
        raise UnknownName("Signal", signal, todo=WHERE_IDS)
    return asked, heir


def _said(archive: Archive, settings: Settings, signal: str) -> list[Decision]:
    """What was decided of a signal, and of those it answers for."""
    made = [*archive.decisions(), *decisions.all_decisions(settings.home.decisions)]
    answered = decisions.answered(made, stored.survivors(archive.db))
    return [one for one in answered if one.signal_id == signal]


def _is_pinned(said: Iterable[Decision], signal: str, decision: str) -> bool:
    """Whether a pin holds on a signal once this is decided.

    Raises:
        BadInput: to free what nothing pins would tell a change that did not happen.
    """
    held = pins.pinned(said)
    if decision == "liberer" and signal not in held:
        todo = "Rien n’est à libérer : le bulletin montre déjà l’état calculé"
        raise BadInput("Aucune épingle ne tient", where=f"signal {signal}", todo=todo)
    return decision == "epingler" or (signal in held and decision != "liberer")


def _check_withdrawal(said: Iterable[Decision], signal: str, author: str) -> None:
    """Refuse to take back what this author did not say: another spelling is another author."""
    standing = reviews.opinions(said).get(signal, {})
    if author in standing:
        return
    todo = "Personne n’a d’avis en cours sur ce signal"
    if standing:
        todo = f"Donner --auteur ; ont un avis en cours : {', '.join(standing)}"
    where = f"signal {signal}, auteur « {author} »"
    raise BadInput("Aucun avis à retirer", where=where, todo=todo)


def noted(made: Decision, label: str, *, instead: str = "") -> str:
    """« Noté par claire : « à suivre » pour « alliance de quartier » (62c4…). ».

    Args:
        made: the decision.
        label: the title of its signal.
        instead: the id that was named, of a signal that is no more; empty if it still answers.
    """
    said = french.DECISIONS[made.decision]
    if made.state:
        said += f" {french.STATES[made.state]}"
    motive = f" ({french.MOTIVES[made.motive]})" if made.motive else ""
    by = "sans auteur" if made.author == ANONYMOUS else f"par {made.author}"
    line = f"Noté {by} : « {said} »{motive} pour « {label} » (signal {made.signal_id})."
    return f"{line} Il répond pour {instead}, absorbé ou relu depuis." if instead else line


def ask(settings: Settings, sql: str, *, as_json: bool, csv: bool) -> str:
    """The answer to a query or to a recipe named; the list of recipes for an empty one."""
    if as_json and csv:
        raise BadInput("Deux formats à la fois", where="--json --csv", todo="En garder un seul")
    if not sql.strip():
        return "\n".join(f"{r.name:24} {r.title}" for r in query.recipes())
    text = query.recipe(sql).sql if sql.isidentifier() else sql
    whole = as_json or csv
    table = query.sealed_query(settings.home.published, text, at_most=None if whole else MOST_ROWS)
    if as_json:
        return query.as_json(table).rstrip()
    return query.as_csv(table).rstrip() if csv else _drawn(table)


def _drawn(table: query.Table) -> str:
    """The answer as a table; row by row if its columns would vanish in the width there is."""
    # As wide as the terminal, or 120 columns when there is none.
    width = None if Console().is_terminal else 120
    console = Console(file=(out := io.StringIO()), width=width)
    if _least_width(table) > console.width:
        shown = (
            "\n".join(_upright(table)) or f"Aucune ligne ; colonnes : {', '.join(table.columns)}"
        )
    else:
        console.print(_framed(table))
        shown = out.getvalue().rstrip()
    cut = f"\n(les {len(table.rows)} premières lignes ; --csv les donne toutes)"
    return shown + (cut if table.is_cut else "")


def _least_width(table: query.Table) -> int:
    """The narrowest that a table can be drawn and still be read."""
    columns = zip(table.columns, *([*map(_cell, row)] for row in table.rows), strict=True)
    longest = [(column[0], max(map(len, column))) for column in columns]
    return 1 + sum(3 + (n if name.endswith("_id") else min(n, NARROWEST)) for name, n in longest)


def _upright(table: query.Table) -> Iterator[str]:
    longest = max(map(len, table.columns))
    for rank, row in enumerate(table.rows, 1):
        yield f"Ligne {rank}"
        for name, value in zip(table.columns, row, strict=True):
            yield f"  {name:{longest}}  {_cell(value)}".rstrip()


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _framed(table: query.Table) -> Drawn:
    drawn = Drawn(show_lines=False)
    for name in table.columns:  # an id is to be copied: never cut
        drawn.add_column(Text(name), no_wrap=name.endswith("_id"), overflow="fold")
    for row in table.rows:  # Text: rich would obey « [/] » and « :car: » of a str
        drawn.add_row(*(Text(_cell(value)) for value in row))
    return drawn
