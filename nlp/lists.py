"""Lists of words, as the modules of the language write them."""


def word_list(text: str) -> frozenset[str]:
    """The words of a text that spaces and line ends part."""
    return frozenset(text.split())
