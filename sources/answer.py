"""What a server answered, made safe: status, headers, and a body that cannot overflow. Pure."""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from veille import FetchFailed

_MIB = 1 << 20
MAX_BYTES = {  # once decoded (reliability, §4); miniflux takes 15 MiB whatever the kind
    "robots": 500 << 10,  # RFC 9309, 2.5: at least this much is read; the rest is left
    "feed": 10 * _MIB,
    "page": 5 * _MIB,
    "pdf": 30 * _MIB,
    "api": 10 * _MIB,
}
_MEMBER = b"\x1f\x8b"  # how one begins
_STEP = 65_536  # bytes inflated at a time: memory stays within limit + 64 KiB

LATER = "Rien à faire : nouvel essai à la prochaine collecte"
FIX = "Ouvrir l’adresse dans un navigateur, puis corriger le catalogue"
_GONE = "La page n’existe plus : si c’est la source elle-même, corriger ou retirer sa ligne"
_CLOSED = "Le site ferme sa porte : lui demander l’accès, ou mettre la source en sommeil"
_STATUSES = {
    401: ("Accès réservé (401)", _CLOSED),
    402: ("Accès payant (402)", _CLOSED),
    403: ("Accès refusé par le serveur (403)", _CLOSED),
    404: ("Page introuvable (404)", _GONE),
    410: ("Page supprimée définitivement (410)", _GONE),
    429: ("Trop de demandes selon le serveur (429)", LATER),
    451: ("Accès interdit pour raison légale (451)", _CLOSED),
    503: ("Serveur momentanément indisponible (503)", LATER),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one request."""

    status: int
    headers: Mapping[str, str]  # names in lower case; values verbatim, the first of each name
    body: bytes  # content encoding undone; empty unless the status is 2xx


def header_map(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by lower-case name. Latin-1 keeps every byte, so validators go back verbatim."""
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return found


def media_type(content_type: str) -> tuple[str, str | None]:
    """Media type in lower case, and charset if one is announced."""
    charset = re.search(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", content_type, re.IGNORECASE)
    media = content_type.partition(";")[0].strip().lower()
    return media, charset[1].lower() if charset else None


def accepted(answer: Answer, url: str, *, conditional: bool) -> Answer:
    """The answer itself if it carries the resource, or its being unchanged.

    Raises:
        FetchFailed: an error status, or one that answers no question of ours.
    """
    status = answer.status
    if 200 <= status < 300 or (status == 304 and conditional):
        return answer
    default = ("Erreur du serveur", LATER) if status >= 500 else ("Réponse inattendue", FIX)
    what, todo = _STATUSES.get(status, (f"{default[0]} ({status})", default[1]))
    raise FetchFailed(what, where=url, todo=todo, status=status)


def read_body(chunks: Iterable[bytes], headers: Mapping[str, str], kind: str, url: str) -> bytes:
    """The whole body, decoded. Past its limit robots.txt is cut, anything else is refused.

    Raises:
        FetchFailed: too large, cut short, damaged, or in an encoding we did not ask for.
    """
    media, _ = media_type(headers.get("content-type", ""))
    limit = MAX_BYTES["pdf" if media == "application/pdf" and kind == "page" else kind]
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise FetchFailed(f"Encodage non demandé ({encoding[:40]})", where=url, todo=FIX)
    pieces = chunks if encoding in ("identity", "") else gunzip(chunks, limit=limit)
    body = bytearray()
    try:
        for piece in pieces:
            body += piece
            if len(body) > limit and kind == "robots":
                return bytes(body[:limit])
            if len(body) > limit:
                what = f"Réponse trop volumineuse (plus de {limit // _MIB} Mio)"
                raise FetchFailed(what, where=url, todo="Rien à faire : elle n’est pas lue")
    except EOFError:
        raise FetchFailed("Réponse coupée avant la fin", where=url, todo=LATER) from None
    except zlib.error:
        raise FetchFailed("Compression gzip abîmée", where=url, todo=LATER) from None
    return bytes(body)


def gunzip(chunks: Iterable[bytes], *, limit: int) -> Iterator[bytes]:
    """Inflate gzip while it arrives, 64 KiB at a time; limit bounds the bytes on the wire.

    Raises:
        zlib.error: not gzip, damaged, or longer on the wire than allowed once decoded.
        EOFError: it stops before its end.
    """
    inflate, n_read = zlib.decompressobj(wbits=31), 0
    for chunk in chunks:
        n_read += len(chunk)
        if n_read > limit + _STEP:
            raise zlib.error("more bytes than they decode to")
        while chunk:
            if inflate.eof:
                if not chunk.startswith(_MEMBER[: len(chunk)]):
                    break  # what follows is padding
                inflate = zlib.decompressobj(wbits=31)  # RFC 1952, 2.2: members follow each other
            yield inflate.decompress(chunk, _STEP)
            chunk = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
    if not inflate.eof:
        raise EOFError
