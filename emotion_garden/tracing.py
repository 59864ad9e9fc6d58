"""Each request has a name: in the answer's X-Request-Id, in every problem, and on every line of the log."""

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

HEADER: Final = "X-Request-Id"
# Taken over from a proxy or a client, so that one name goes through all logs; nothing that could forge a line.
FORM: Final = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
_now: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The name of the request that is being answered; empty outside of one."""
    return _now.get()


class TraceMiddleware:
    """The outermost: what any other does has the name already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.headers.get(HEADER, "")
        name = said if FORM.fullmatch(said) else uuid4().hex
        before = _now.set(name)
        try:
            response = self.get_response(request)
        finally:
            _now.reset(before)
        response.headers[HEADER] = name
        return response


class WithRequest(logging.Filter):
    """Gives the log's lines `{request_name}`: the name in brackets, or nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        name = current()
        record.request_name = f" [{name}]" if name else ""
        return True
