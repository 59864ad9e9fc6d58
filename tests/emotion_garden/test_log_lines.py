"""The log: one line for a request that was refused, the whole story of one that failed."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

pytestmark = pytest.mark.django_db


def break_down(_request: object) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [path("broken/", break_down)]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What goes to the console, by the handler of our settings."""
    handlers = [one for one in logging.getLogger().handlers if one.filters and isinstance(one, logging.StreamHandler)]
    (console,) = handlers
    written = io.StringIO()
    before = console.setStream(written)
    yield written
    console.setStream(before)


def test_a_refusal_is_one_line(curator_client: Client, log: io.StringIO) -> None:
    answer = curator_client.get("/admin/auth/user/")
    assert answer.status_code == 403
    told = f"WARNING django.request [{answer['X-Request-Id']}]: Forbidden (Permission denied): /admin/auth/user/\n"
    assert log.getvalue() == told


def test_a_line_outside_of_a_request_names_none(log: io.StringIO) -> None:
    logging.getLogger("garden").warning("Nobody asked.")
    assert log.getvalue() == "WARNING garden: Nobody asked.\n"


@pytest.mark.parametrize(("said", "kept"), [("from-the-proxy.1", True), ("short", False), ("x" * 65, False)])
def test_a_name_that_came_along_is_kept(client: Client, said: str, *, kept: bool) -> None:
    answers = [client.get("/healthz/live", headers={"X-Request-Id": said}) for _ in range(2)]
    names = {answer["X-Request-Id"] for answer in answers}
    assert names == {said} if kept else len(names) == 2


@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_is_told_whole(log: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/broken/").status_code == 500
    assert "ZeroDivisionError" in log.getvalue()
