"""A small warehouse made by hand: 28 weeks, 8 sources, 30 texts, 8 signals. Nothing random."""

import contextlib
import functools
import tempfile
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

from veille import digest, key_of
from warehouse import database
from warehouse.publish import Home

CASES = Path(__file__).parent / "cases" / "show" / "documents.toml"
WEEK = date(2026, 3, 9)  # the last committed week
FIRST_WEEK = date(2025, 9, 1)
VARIABLES = {
    "numerique": "Le numérique",
    "partenariats": "Les partenariats",
    "contexte_socio_economique": "Le contexte socio-économique",
    "transition_institutionnelle": "La transition institutionnelle",
}
EMPTY = {"VARCHAR": "", "BOOLEAN": False, "DATE": FIRST_WEEK, "VARCHAR[]": [], "INTEGER[]": []}
EMPTY |= {"BLOB": b"", "TIMESTAMP": datetime(2026, 3, 16, 2, 30)}

# name: wording, variable, states of the last weeks (oldest first), mentions a week (oldest first)
SIGNALS = {
    "guichet": (
        "guichet conversationnel",
        "numerique",
        ["candidat"] * 3 + ["signal_faible"],
        [0, 0, 1, 1, 1, 2, 3, 2, 4, 5],
    ),
    "pacte": (
        "pacte de voisinage",
        "partenariats",
        ["signal_faible"] * 5 + ["tendance_emergente"] * 3,
        [1, 0, 1, 1, 2, 1, 2, 2],
    ),
    "coffre": (
        "coffre-fort numérique",
        "numerique",
        ["signal_faible"] * 4 + ["declin"],
        [3, 3, 2, 1, 1, 0, 0],
    ),
    "panne": ("panne du portail", "numerique", ["bruit", "evenement"], [6]),
    "ete": ("bourse aux emplois d’été", "contexte_socio_economique", ["saisonnier"] * 2, [2, 3]),
    "passeport": (
        "passeport des solidarités",
        "transition_institutionnelle",
        ["source_unique"] * 3,
        [2, 3],
    ),
    "aidant": ("aidant numérique", "numerique", ["candidat", "bruit"], [1, 0]),
    "ancien": ("cahier numérique", "numerique", ["candidat", "bruit", "bruit"], [0]),
}
PLACES = ("Brumeval", "Orsières")
SCORES = {"guichet": 14.2, "pacte": 11.9, "coffre": 3.1, "panne": 9.0, "ete": 8.3}
SCORES |= {"passeport": 8.1, "aidant": 0.4, "ancien": 0.1}
REASONS = {
    "signal_faible": "La hausse tient sans la meilleure voix et sans les meilleures semaines"
    " (si rien n’avait changé, on en verrait autant une fois sur 4\u202f000)",
    "tendance_emergente": "A gagné trois classes de sources",
    "declin": "En baisse nette depuis quatre semaines",
    "evenement": "Un pic isolé plutôt qu’une montée",
    "saisonnier": "La même saison montait aussi l’an dernier",
    "source_unique": "Une seule voix, ou presque, en parle",
    "candidat": "Monte nettement, mais trop peu de voix indépendantes encore",
    "bruit": "Rien de neuf depuis quatre semaines",
}


def put(db, table, **values):
    """One row; columns not given hold an empty value, so that the schema may grow."""
    columns = db.execute(f"DESCRIBE {table}").fetchall()
    row = [
        values.pop(c[0]) if c[0] in values else None if c[2] == "YES" else EMPTY.get(c[1], 0)
        for c in columns
    ]
    assert values == {}, f"{table} has no {list(values)}"
    db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def build(folder):
    """A home whose published file holds the whole case."""
    home = Home(Path(folder))
    home.folder.mkdir(parents=True, exist_ok=True)
    home.published.write_bytes(_published())
    return home


def edit(home, sql, *given):
    """Change the published file by hand, to see what readers make of it."""
    with contextlib.closing(database.connect(home.published, read_only=False)) as db:
        db.execute(sql, given)


def signal_id(name):
    """The id of a signal of the case."""
    return digest("signal", name)


@functools.cache
def _published():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.duckdb"
        with contextlib.closing(database.connect(path, read_only=False)) as db:
            database.migrate(db)
            _filled(db)
        return path.read_bytes()


def _filled(db):
    case = tomllib.loads(CASES.read_text(encoding="utf-8"))
    _catalogue(db, case)
    for document in case["document"]:
        _document(db, **document)
    for name in SIGNALS:
        _signal(db, name)
    _ledger(db)


def _catalogue(db, case):
    for k, (variable, label) in enumerate(VARIABLES.items()):
        put(db, "variable", variable_id=variable, label=label, definition="Défini ici.", position=k)
    for theme in sorted({d["theme"] for d in case["document"] if "theme" in d}):
        put(db, "theme", variable_id="numerique", theme_id=digest(theme), label=theme)
    for name in PLACES:
        named = {"actor_id": digest("actor", name), "label": name, "facet": "territoire"}
        put(db, "actor", **named, **{"class": "ville"})
    dead = {"class": "presse", "rights": "tdm"}
    muette = {"id": "muette", "name": "La Sentinelle d’Aubelune", **dead}
    eteinte = {"id": "eteinte", "name": "L’Écho de Port-Galène", **dead}
    for source in [*case["source"], muette, eteinte]:
        source = {"source_id": source.pop("id"), **source}
        put(db, "source", **source, kind="feed", variables=["numerique"], listed=True)
    for day in (1, 2, 4):
        _text(db, "muette", date(2025, 10, day), f"Brève {day}", f"Rien de neuf le {day}.", {})


def _document(db, source, day, title, text, kind, variable="numerique", **rest):
    version_id = _text(db, source, day, title, text, rest)
    passage_id = digest(version_id, "0", str(len(text)))
    own = {"passage_id": passage_id, "passage_key": key_of(passage_id), "version_id": version_id}
    put(db, "passage", **own, document_id=digest("document", title), end_char=len(text))
    _tags(db, passage_id, kind, variable, rest)
    _mentions(db, passage_id, text, day)
    _named(db, passage_id, text)


def _text(db, source, day, title, text, rest):
    document_id = digest("document", title)
    version_id = digest(document_id, text)
    at = datetime(day.year, day.month, day.day, 9)
    known = {"document_id": document_id, "available_at": at, "counted_on": day}
    url = f"https://{source}.example/{document_id}"
    told = dict.fromkeys(("source_id", "voice", "voice_written"), source)
    told |= {"url": url, "title": title, "origin": "import"}
    put(db, "document", **known, **told, published_at=at, first_version_id=version_id)
    own = {"version_id": version_id, "text": text, "n_characters": len(text), "language": "fr"}
    put(db, "version", **known, **own)
    story = digest("document", rest.get("copies", title))
    put(db, "story", document_id=document_id, story_id=story, is_copy="copies" in rest)
    return version_id


def _tags(db, passage_id, kind, variable, rest):
    theme = digest(rest["theme"]) if "theme" in rest else None
    for one in filter(None, (variable, rest.get("also"))):
        put(
            db,
            "tag",
            passage_id=passage_id,
            variable_id=one,
            probability=0.9 if one == variable else 0.6,
            kind=kind,
            theme_id=theme if one == "numerique" else None,
            trend_type=rest.get("type"),
        )


def _mentions(db, passage_id, text, day):
    for wording in [s[0] for s in SIGNALS.values()] + ["agent conversationnel social"]:
        at = text.find(wording)
        if at >= 0:
            put(
                db,
                "mention",
                unit_key=unit_key(wording),
                passage_key=key_of(passage_id),
                start_char=at,
                end_char=at + len(wording),
                counted_on=day,
                is_cut=False,
            )


def _named(db, passage_id, text):
    for wording in PLACES:
        at, actor_id = text.find(wording), digest("actor", wording)
        if at >= 0:
            spot = {"start_char": at, "end_char": at + len(wording)}
            put(db, "passage_actor", passage_id=passage_id, actor_id=actor_id, **spot)


def unit_key(wording):
    return key_of(digest("unit", wording))


def _signal(db, name):
    wording, variable, states, counts = SIGNALS[name]
    own_id = signal_id(name)
    weeks = [WEEK - timedelta(weeks=len(states) - 1 - k) for k in range(len(states))]
    put(
        db,
        "signal",
        signal_id=own_id,
        born_on=weeks[-1] if states[0] == "bruit" else weeks[0],
        anchor_key=unit_key(wording),
        label=wording,
        variable_id=variable,
        state=states[-1],
        state_since=WEEK,
    )
    put(db, "signal_unit", signal_id=own_id, unit_key=unit_key(wording), since=weeks[0])
    if name == "guichet":
        other = unit_key("agent conversationnel social")
        put(db, "signal_unit", signal_id=own_id, unit_key=other, since=weeks[0])
    for k, n in enumerate(reversed(counts)):
        for voice in range(n):
            week = WEEK - timedelta(weeks=k)
            put(db, "unit_week", unit_key=unit_key(wording), week=week, voice=f"v{voice}", n_days=1)
    for k, week in enumerate(weeks):
        was = states[k - 1] if k else "bruit"
        _signal_week(db, name, week, was, states[k], late=len(weeks) - 1 - k)
    _evidence(db, own_id, wording)


def _signal_week(db, name, week, was, state, late):
    wording, variable, _, counts = SIGNALS[name]
    own_id, score = signal_id(name), SCORES[name] - 1.5 * late
    put(
        db,
        "signal_week",
        signal_id=own_id,
        week=week,
        label=wording,
        variable_id=variable,
        lead_key=unit_key(wording),
        state=state,
        was=was,
        reason=REASONS[state],
        score=score,
        cusum=score - 2.0,
        n_mentions=sum(counts),
        n_now=counts[-1 - late] if late < len(counts) else 0,
        expected=1.6,
        n_voices=7,
        n_effective=5.2,
        n_classes=3,
        p_value=0.00025,
        shape=1.4,
        effect=0.9,
        visibility=12.0,
    )
    said = f"{sum(counts)} mentions en 12 semaines, 1,6 attendue, par 7 voix différentes"
    rest = {
        "croissance": (score - 2.0, said),
        "nouveaute": (1.1, "Presque jamais dit dans le passé de référence"),
        "diffusion": (1.3, "Paroles réparties comme entre 5,2 voix équivalentes"),
        "variable": (-0.4, "31\u202f% de ses passages portent sa variable"),
    }
    for part, (value, sentence) in rest.items():
        put(
            db, "score_part", signal_id=own_id, week=week, part=part, value=value, sentence=sentence
        )


def _evidence(db, own_id, wording):
    found = db.execute(
        "SELECT p.passage_id, m.start_char, m.end_char FROM mention AS m"
        " JOIN passage AS p USING (passage_key) JOIN v_document AS d USING (document_id)"
        " WHERE m.unit_key = ? AND NOT d.is_copy ORDER BY d.published_at, p.passage_id LIMIT 6",
        [unit_key(wording)],
    ).fetchall()
    roles = ["premier", "peripherique"] + ["represente"] * 4
    for rank, (row, role) in enumerate(zip(found, roles, strict=False), 1):
        put(
            db,
            "evidence",
            signal_id=own_id,
            week=WEEK,
            rank=rank,
            role=role,
            passage_id=row[0],
            start_char=row[1],
            end_char=row[2],
        )


def _ledger(db):
    week = FIRST_WEEK
    while week <= WEEK:
        rows = db.execute(
            "SELECT count(*), count(*) FILTER (WHERE NOT is_copy), count(DISTINCT voice)"
            " FROM v_document WHERE date_trunc('week', counted_on) = ?",
            [week],
        ).fetchone()
        put(db, "week", week=week, n_all=30 + rows[0], n_documents=28, n_voices=rows[2])
        week += timedelta(days=7)
    night = datetime(2026, 3, 16, 2, 30)
    put(
        db,
        "run",
        run_id="nuit 2026-03-16",
        kind="nuit",
        as_of=night,
        outcome="incomplet",
        message="Une source a manqué",
        code_version="0.1.0",
        analysis_version="a1",
    )
    put(
        db,
        "attempt",
        attempt_id="t1",
        run_id="nuit 2026-03-16",
        source_id="eteinte",
        url="https://echo.example/flux",
        kind="feed",
        attempted_at=night,
        outcome="echec",
        reason="Délai dépassé après 20 s",
    )
