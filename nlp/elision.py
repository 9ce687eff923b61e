"""Before which words « de » elides: « droit d'usage », not « cours de yoga »."""

import re
from typing import Final

# Beginnings of the words whose h lets nothing elide: « hér » is not one, « héros » is.
_ASPIRATED: Final = """
hableu hâbl hach hack haddock hagard haie haill hain haï(?!ti) haka halag haler halet hâle hall(?!u)
halo(?!g) halt(?!è) hamac hamburger hameau hammam hampe hamster hanch hand hangar hanneton hanse
hant happ harangu haras harcel harcèl hard harem hareng hargn haricot hark harnach harnais harp
hasard haschi hâte hâti hauban hauss haut havre hayon heaum héler henn héraut hère$ hériss herni
héron héros herse hertz hêtr heurt hi-fi hibou hideu hiérarch high hip- hip$ hipp(?:ie|y) hiss hit
hobby hobbie hoch hockey hold holland home$ homard hongr hong- hont hooligan hoquet horde hors(?!t)
hot- hot$ hotline hotspot hotte houblon houe houill houl houpp hourra hous houx hub$ hubs$ hublot
huch huée huer huguenot huit(?!r) hulul hun$ hunnique hupp hurl huron husky hussard hutt
"""
_OTHERS: Final = "onz oui$ ouistiti uhlan y(?=[aeiouéè])(?!eux|euse|onne|erre)"
_WHOLE = "|".join((_ASPIRATED + _OTHERS).replace("$", r"(?!\w)").split())
_ELIDES: Final = re.compile(rf"(?!{_WHOLE})[aeiouyhàâéèêëîïôùûœ]")


def elides(text: str) -> bool:
    """Whether « de » loses its e before this text, in small letters."""
    return _ELIDES.match(text) is not None
