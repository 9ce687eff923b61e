"""The language of a text, among those our sources may publish."""

from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Those our sources may carry. Fewer candidates, fewer blunders on short texts.
LANGUAGES: Final = ("fr", "en", "es", "de", "it", "pt", "nl", "ca", "ro", "pl", "ar", "tr", "ru")

SHORT: Final = 60  # characters; below, French unless the verdict is clear
CLEAR: Final = 0.90  # probability
ENOUGH: Final = 4_000  # characters read: more changes no verdict


def detect(text: str) -> str:
    """The ISO 639-1 code of the language of the text; "fr" for a short text in doubt."""
    found, probability = _identifier().classify(text[:ENOUGH])
    if not any(character.isalpha() for character in text[:ENOUGH]):
        return "fr"
    return "fr" if len(text.strip()) < SHORT and probability < CLEAR else str(found)


@cache
def _identifier() -> LanguageIdentifier:
    """The model of the wheel: loaded once, then only read."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
