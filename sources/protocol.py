"""What the parts of the collection say to each other: a page fetched, a try, a harvest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from veille import Attempt, Document, FetchFailed, FetchRefused, Unreadable, VeilleError

Known = Callable[[str], bool]  # whether a document, named by its id, is already kept


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the state of a resource, sent back to it verbatim."""

    etag: str | None  # None: it gave none
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """One resource as the server gave it, its content encoding undone and nothing else."""

    url: str  # as asked
    final_url: str  # after redirects
    body: bytes
    content_type: str  # lower case, without parameters; empty if the server says nothing
    charset: str | None  # as announced by the server; None if it says nothing
    status: int
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None


class Fetch(Protocol):
    """Get one URL; None: not modified since these validators were given."""

    def __call__(
        self, url: str, *, kind: str = "page", validators: Validators | None = None
    ) -> Page | None:
        """The page, whose kind (robots, feed, page, pdf, api) sets the size allowed.

        Raises:
            FetchRefused: we chose not to ask.
            FetchFailed: the server did not give it.
        """


@dataclass(frozen=True, slots=True)
class Harvest:
    """What collecting a source gave: its new documents, and every URL tried with its outcome."""

    documents: Sequence[Document]
    attempts: Sequence[Attempt]


Memory = Mapping[str, Validators]  # validators of the last answer, by URL


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be imported: where (file, line) and why, in French."""

    where: str
    reason: str


def answered(
    page: Page, source: str, kind: str, outcome: str, reason: str, n_documents: int
) -> Attempt:
    """The row of a URL that gave bytes; its validators are kept verbatim."""
    return Attempt(
        page.url,
        source,
        kind,
        page.fetched_at,
        outcome,
        _moved(page) + reason,
        page.status,
        len(page.body),
        page.etag,
        page.last_modified,
        n_documents,
    )


def unchanged(
    url: str, source: str, kind: str, at: datetime, validators: Validators | None
) -> Attempt:
    """The row of a 304: the validators sent stay good for the next time."""
    etag = validators.etag if validators else None
    last_modified = validators.last_modified if validators else None
    reason = "rien de nouveau depuis la dernière collecte"
    return Attempt(url, source, kind, at, "inchange", reason, 304, 0, etag, last_modified)


def failed(
    error: VeilleError,
    url: str,
    source: str,
    kind: str,
    at: datetime,
    page: Page | None = None,
    *,
    of_text: bool = False,
) -> Attempt:
    """The row of a URL that gave nothing: refused, failed, or bytes without usable text.

    page is what was read before the error; None: nothing came. The kind is robots when
    it is robots.txt that forbids. A text that says nothing is empty; a source that cannot be read
    has failed: it would be taken for a silent one.
    """
    refused = isinstance(error, FetchRefused)
    if refused and error.where.endswith("/robots.txt"):
        kind = "robots"
    outcome = (
        "refuse" if refused else "vide" if of_text and isinstance(error, Unreadable) else "echec"
    )
    reason = f"{error.what}. {error.todo}" if error.todo else error.what
    if page:
        return answered(page, source, kind, outcome, reason, 0)
    status = error.status if isinstance(error, FetchFailed) else None
    return Attempt(url, source, kind, at, outcome, reason, status)


def _moved(page: Page) -> str:
    """What to say of a redirect, empty when there was none."""
    asked = page.url.partition("#")[0]
    return (
        ""
        if page.final_url.rstrip("/") == asked.rstrip("/")
        else f"déplacé vers {page.final_url} ; "
    )
