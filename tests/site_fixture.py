"""A site on this machine whose answers are set by path, and a clock that only sleeping moves."""

import threading
from collections import defaultdict
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sources.fetch import Fetcher

NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
LOOPBACK = {"127.0.0.1"}


class FakeTime:
    """A clock that only sleeping moves, unless it drifts by itself at each look."""

    def __init__(self, drift_s=0.0):
        self.now, self.slept, self.drift = NOW, [], timedelta(seconds=drift_s)

    def clock(self):
        self.now += self.drift
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.log.append((self.path, dict(self.headers)))
        status, headers, body = self.server.answer(self.path)
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers and status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Site(ThreadingHTTPServer):
    """A site whose answers are set by path; robots.txt is missing unless it is set."""

    daemon_threads = False  # so that closing waits for the last answer

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.log, self.pages = [], defaultdict(lambda: (404, {}, b""))
        self.url = f"http://127.0.0.1:{self.server_port}"

    def answer(self, path):
        return self.pages[path]

    def handle_error(self, request, client_address):
        """Clients that hang up are what these tests are about."""

    def page(self, path, body=b"bonjour", status=200, **headers):
        self.pages[path] = (status, {k.replace("_", "-"): v for k, v in headers.items()}, body)
        return self.url + path

    def asked(self):
        return [path for path, _ in self.log]

    def headers(self):
        return self.log[-1][1]


@contextmanager
def running(site):
    """Serve until the end of the block."""
    with site:
        thread = threading.Thread(target=site.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()


def fetcher(fake_time, **options):
    options = {"allow": LOOPBACK, "pace_s": 2.0, "contact": "https://exemple.fr/veille"} | options
    return Fetcher(clock=fake_time.clock, sleep=fake_time.sleep, **options)
