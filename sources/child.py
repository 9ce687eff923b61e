"""The process that reads heavy or hostile bytes: limits first, one job, then its end.

Run by confine.py as a program: a job, its arguments, bytes on standard input. It opens no
connection and can write no file.
"""

import json
import resource
import sys
from importlib import import_module
from pathlib import Path

MEMORY_BYTES = 1 << 30  # the 2.3 KB PDF bomb asks for 2.1 GB (reliability, §2)
CPU_S = 20
JOBS = {
    "pdf": "sources.pdf_child",
    "feed": "sources.entries",
    "page": "sources.page",
    "links": "sources.listing",
    "office": "sources.office",
}


def main(job: str, *arguments: str) -> None:
    """Limit this process, do the job, and write its verdict and rows as JSON."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from veille import Unreadable  # known only now: -I leaves our folder out of the path

    body = sys.stdin.buffer.read()
    try:
        said = ("ok", import_module(JOBS[job]).rows(body, *arguments))
    except Unreadable as error:
        said = ("unreadable", [[error.what, error.todo]])
    except MemoryError:
        return  # the parent knows what silence means
    except Exception as error:  # the border of the process: a parser may fail in any way
        said = ("unreadable", [[f"Document illisible ({type(error).__name__})", ""]])
    sys.stdout.buffer.write(json.dumps(said).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
