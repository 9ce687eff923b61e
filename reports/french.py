"""Numbers, dates and keys as a French reader writes them. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip

STATES = {
    "bruit": "éteint",
    "candidat": "candidat",
    "signal_faible": "signal faible",
    "tendance_emergente": "tendance émergente",
    "signal_fort": "signal fort",
    "tendance_lourde": "tendance lourde",
    "declin": "déclin",
    "evenement": "événement",
    "saisonnier": "saisonnier",
    "source_unique": "source unique",
}
GROUPS = {"ne": "né", "monte": "monte", "stable": "stable", "retombe": "retombe", "clos": "clos"}
FACETS = {"acteur": "Acteurs", "territoire": "Territoires", "metier": "Métiers"}
DECISIONS = {
    "retenu": "retenu",
    "a_suivre": "à suivre",
    "ecarte": "écarté",
    "doute": "en doute",
    "retirer": "avis retiré",
    "epingler": "épinglé",
    "liberer": "libéré",
}
MOTIVES = {
    "bruit": "bruit",
    "deja_connu": "déjà connu",
    "doublon": "doublon",
    "hors_variable": "hors variable",
    "evenement": "événement",
    "mal_extrait": "mal extrait",
}
ROLES = {"premier": "le plus ancien", "peripherique": "voix périphérique"}  # others: nothing to say
TREND_TYPES = {
    "societale": "Sociétales",
    "socio_economique": "Socio-économiques",
    "institutionnelle": "Institutionnelles",
    "technologique": "Technologiques",
    "environnementale": "Environnementales",
}
STAKES = {
    "risque": "risque",
    "marge_de_manoeuvre": "marge de manœuvre",
    "opportunite": "opportunité",
}
CLASSES = {
    "association": "associations",
    "collectivite": "collectivités",
    "presse": "presse",
    "recherche": "recherche",
    "institution": "institutions",
}

# The ladder of maturity, first rung first: what institutions publish is the official word.
LADDER = {
    "association": "associations",
    "collectivite": "collectivités",
    "presse": "presse",
    "recherche": "recherche",
    "institution": "textes officiels",
}


def say(sentence: str, *values: object) -> str:
    """The sentence with its values, set in French: no-break spaces where a line may not turn.

    The values are left as they are: a quotation keeps its own spaces.
    """
    for mark in (":", ";", "?", "!", "»", "%"):
        sentence = sentence.replace(f" {mark}", f"\u00a0{mark}")
    return sentence.replace("« ", "«\u00a0").format(*values)


def quoted(words: str) -> str:
    """The words between French quotation marks."""
    return f"«\u00a0{words}\u00a0»"


def unstopped(title: str) -> str:
    """The title without the full stop that may end it, for a comma follows: « Une ville. »."""
    return title[:-1] if title.endswith(".") and not title.endswith("..") else title


def number(value: float, decimals: int = 0) -> str:
    """1234.5 as « 1 234,5 »; whole numbers without decimals."""
    return f"{value:,.{decimals}f}".replace(",", "\u202f").replace(".", ",").replace("-", "−")


def in_words(n: int) -> str:
    """« quatre »; beyond ten, the digits."""
    small = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"]
    return small[n] if n < len(small) else number(n)


def signed(value: float, decimals: int = 2) -> str:
    """A number with its sign, + included."""
    return ("+" if value >= 0 else "") + number(value, decimals)


def count(n: int, one: str, many: str = "") -> str:
    """« 1 voix », « 3 documents »: the number and the word in the right number."""
    return f"{number(n)}\u00a0{one if n < 2 else many or one + 's'}"


def day(when: date) -> str:
    """« 1er mars 2026 »."""
    first = "1er" if when.day == 1 else str(when.day)
    return f"{first}\u00a0{MONTHS[when.month - 1]}\u00a0{when.year}"


def week(monday: date) -> str:
    """« semaine du 9 au 15 mars 2026 », from its Monday."""
    sunday = monday + timedelta(days=6)
    first = "1er" if monday.day == 1 else str(monday.day)
    if monday.month != sunday.month:
        first += f"\u00a0{MONTHS[monday.month - 1]}"
    if monday.year != sunday.year:
        first += f"\u00a0{monday.year}"
    return f"semaine du {first} au {day(sunday)}"


def listing(words: Sequence[str]) -> str:
    """« a, b et c »; empty for nothing."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} et {words[-1]}"


def of(words: str) -> str:
    """« de candidat », « d’événement »."""
    return f"d’{words}" if words[:1] in "aàâeéèêiîoôuh" else f"de {words}"


def capital(sentence: str) -> str:
    """The sentence with a capital first, the rest untouched."""
    return sentence[:1].upper() + sentence[1:]


def change(now: int, before: int) -> str:
    """« 12, contre 8 », « 12, comme avant », « 12, rien avant »."""
    if before == now:
        return f"{number(now)}, comme avant"
    return f"{number(now)}, contre {number(before)}" if before else f"{number(now)}, rien avant"
