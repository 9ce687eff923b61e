"""Lines of JSON as anyone gives them, plain or gzip: read as they come, in constant memory."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BufferedReader
from typing import IO

from veille import Figure, Unreadable

MAX_LINE = 16 << 20  # bytes; 1 M characters escaped as \\uXXXX pairs take 12
_MAX_RATIO = 200  # inflated to compressed; the archives at hand have 3, a bomb 1,000
_RATIO_FROM = 64 << 20  # bytes inflated before the ratio is looked at
_GZIP = b"\x1f\x8b"
_UNZIP = "le décompresser d’abord"
# What files given in the place of lines begin with: a zip that only stores holds whole lines,
# which would pass for all there is.
_OTHERS = (
    (b"PK\x03\x04", f"fichier zip : {_UNZIP}"),
    (b"\x28\xb5\x2f\xfd", f"fichier Zstandard : {_UNZIP}"),
    (b"BZh", f"fichier bzip2 : {_UNZIP}"),
    (b"\xfd7zXZ", f"fichier xz : {_UNZIP}"),
    (b"7z\xbc\xaf", f"fichier 7z : {_UNZIP}"),
    (b"PAR1", "fichier Parquet : l’enregistrer en lignes JSON d’abord"),
    (b"\xff\xfe", "fichier en UTF-16 : l’enregistrer en UTF-8 d’abord"),
    (b"\xfe\xff", "fichier en UTF-16 : l’enregistrer en UTF-8 d’abord"),
)
# What some readers take for the end of a line, and halves of surrogate pairs, which no file takes.
_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Bomb(OSError):
    """What inflates out of proportion."""


def lines(wire: BufferedReader, *, is_gzip: bool = False) -> Iterator[bytes | None]:
    """The lines of a file; None for one of more than MAX_LINE bytes, whose end is skipped.

    Args:
        wire: the file as it is stored.
        is_gzip: whether it is said to be gzip; what begins as gzip is, whatever is said.

    Raises:
        Unreadable: it is of another format, which the message names.
        OSError, EOFError, zlib.error: it breaks off; Bomb, it inflates out of proportion.
    """
    head = wire.peek(8)[:8]
    for mark, what in _OTHERS:
        if head.startswith(mark):
            raise Unreadable(what)
    is_gzip = is_gzip or head.startswith(_GZIP)
    yield from _cut(gzip.GzipFile(fileobj=wire) if is_gzip else wire, wire)


def _cut(stream: IO[bytes] | gzip.GzipFile, wire: BufferedReader) -> Iterator[bytes | None]:
    n_out = 0
    while piece := stream.readline(MAX_LINE):
        yield piece if piece.endswith(b"\n") or len(piece) < MAX_LINE else None
        while not piece.endswith(b"\n") and (piece := stream.readline(MAX_LINE)):
            n_out = _checked(n_out + len(piece), wire)
        n_out = _checked(n_out + len(piece), wire)


def _checked(n_out: int, wire: BufferedReader) -> int:
    # A pipe does not say how much it gave.
    if n_out > _RATIO_FROM and wire.seekable() and n_out > _MAX_RATIO * wire.tell():
        raise Bomb
    return n_out


def record(line: bytes | None) -> Mapping[str, object] | str:
    """The object that a line holds, or in French why it holds none."""
    if line is None:
        return f"ligne de plus de {MAX_LINE >> 20} Mio"
    try:
        found = json.loads(line.decode("utf-8-sig"), parse_float=Figure)
    except UnicodeDecodeError:
        return "la ligne n’est pas en UTF-8"
    except (ValueError, RecursionError):
        return "la ligne n’est pas du JSON"
    return found if isinstance(found, dict) else "la ligne n’est pas un objet JSON entre accolades"


def written(value: object) -> str:
    """A value as one line of JSON, whatever its reader takes for the end of one.

    Figures are written as they were read, halves of surrogate pairs as escapes.
    """
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", _written(value))


def _written(value: object) -> str:
    if isinstance(value, Figure):
        return str(value)
    if isinstance(value, Mapping):
        told = (f"{json.dumps(k, ensure_ascii=False)}: {_written(v)}" for k, v in value.items())
        return "{" + ", ".join(told) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
