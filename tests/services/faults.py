"""An S3 that fails: a proxy before a real one that answers some calls with 500, late, never, or after the effect."""

import http.client
import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

KINDS = ("500", "500 afterwards", "cut", "late", "never")
HOP_BY_HOP = {"connection", "transfer-encoding", "keep-alive"}


class Handler(BaseHTTPRequestHandler):
    """Passes on what it does not spoil."""

    protocol_version = "HTTP/1.1"
    proxy: ClassVar["FaultyProxy"]

    def handle_one_call(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.proxy.next_fault()
        if fault == "500":
            return self._fail()
        if fault == "never":
            time.sleep(self.proxy.patience * 1.5)
            self.close_connection = True
            return None
        if fault == "late":
            time.sleep(self.proxy.patience / 2)
        status, headers, answer = self._passed_on(body)
        if fault == "500 afterwards":
            return self._fail()
        if fault == "cut":
            self.close_connection = True
            return None
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _value in headers):
            self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)
        return None

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = handle_one_call  # noqa: N815 - http.server's names

    def _passed_on(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        upstream = http.client.HTTPConnection(self.proxy.upstream, timeout=20)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
            upstream.request(self.command, self.path, body, headers)
            answer = upstream.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            upstream.close()

    def _fail(self) -> None:
        self.send_response(500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class FaultyProxy:
    """`share` of the calls fail, in an order that the seed decides. `patience` is how long the client waits."""

    def __init__(self, upstream: str, *, share: float, patience: float, seed: int = 7) -> None:
        self.upstream = urlsplit(upstream).netloc
        self.share = share
        self.patience = patience
        self.calls: Counter[str] = Counter()
        self._dice = random.Random(seed)
        self._guard = threading.Lock()
        handler = type("OneProxysHandler", (Handler,), {"proxy": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def next_fault(self) -> str:
        with self._guard:
            fault = self._dice.choice(KINDS) if self._dice.random() < self.share else ""
            self.calls[fault] += 1
            return fault

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
