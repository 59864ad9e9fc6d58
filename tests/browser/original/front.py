"""A web server in front of the garden, as docs/api.md describes it: a folder of pages below /html/, else the garden."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

PAGES = Path(__file__).with_name("pages")
# Of one connection alone.
HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "te", "upgrade", "content-length"})
PATIENCE = 60


@contextmanager
def standing(garden: str) -> Iterator[str]:
    """The origin on which the pages and the garden at this address are one site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(urlsplit(garden).netloc))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(behind: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answered(self) -> None:
            if self.path.startswith("/html/"):
                self._page(PAGES / Path(urlsplit(self.path).path).name)
            else:
                self._forwarded()

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answered  # noqa: N815 - http.server's names

        def log_message(self, *_parts: Any) -> None:
            """Not beside the tests' own words."""

        def _page(self, path: Path) -> None:
            body = path.read_bytes() if path.is_file() else b""
            kind = mimetypes.guess_type(path.name)[0] or "text/plain"
            self._send(200 if body else 404, [("Content-Type", f"{kind}; charset=utf-8")], body)

        def _forwarded(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            sent = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
            connection = HTTPConnection(behind, timeout=PATIENCE)
            try:
                connection.request(self.command, self.path, body or None, sent)
                answer = connection.getresponse()
                kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP]
                self._send(answer.status, kept, answer.read())
            finally:
                connection.close()

        def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response_only(status)
            for name, value in [*headers, ("Content-Length", str(len(body)))]:
                self.send_header(name, value)
            # A page that was left takes nothing any more.
            with suppress(ConnectionError):
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

    return Handler
