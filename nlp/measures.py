"""Numbers in letters and units of measure, which name nothing: « vingt-sept », « kilowatts »."""

from itertools import product
from typing import Final

from nlp.lists import word_list

_NUMBERS: Final = word_list("""
zéro un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
vingt vingts trente quarante cinquante soixante septante huitante octante nonante cent cents mille
million millions milliard milliards et
""")
_ORDINALS: Final = word_list("""
unième deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième
douzième treizième quatorzième quinzième seizième vingtième trentième quarantième cinquantième
soixantième septantième huitantième octantième nonantième centième millième millionième milliardième
""")
_PREFIXES: Final = word_list("téra giga méga kilo hecto déca déci centi milli micro nano péta")
# « Bar », « livre », « pied », « pouce » say other things more often.
_BASES: Final = word_list("""
ampère becquerel bit gramme hertz joule litre lumen mètre newton octet ohm pascal
sievert tonne volt watt watt-heure wattheure
""")
_ALONE: Final = word_list("""
acre ares année-lumière années-lumière arpent arpents baud bauds candela carats celsius cuillerée
cuillerées degré-jour degrés-jours décibel décibels fahrenheit kelvin kelvins kilo kilos
kilomètre-heure kilomètres-heure lieues lux micron microns once onces pincée pincées quintal
quintaux stère stères
""")
_HALVES: Final = word_list("année douzaine heure journée siècle kilo dizaine")
_MADE: Final = {p + base for p, base in product({*_PREFIXES, ""}, _BASES)}
MEASURES: Final = frozenset(
    {*_ALONE, *_MADE, *(f"{unit}s" for unit in _MADE)}
    | {f"demi-{unit}{end}" for unit, end in product({*_MADE, *_HALVES}, ("", "s"))}
) | {"watts-heure", "kilowatts-heure", "mégawatts-heure", "gigawatts-heure", "térawatts-heure"}


def counts(form: str) -> bool:
    """Whether a form counts or measures: « soixante-quinze », « hectolitres », never « ACRE »."""
    return form in MEASURES or is_number(form.lower())


def is_number(form: str) -> bool:
    """Whether a form in small letters is a number in letters: « vingt-et-unième »."""
    *parts, last = form.split("-")
    return _NUMBERS.issuperset(parts) and (last in _NUMBERS or last.removesuffix("s") in _ORDINALS)
