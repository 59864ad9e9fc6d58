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
    assert curator_client.get("/admin/auth/user/").status_code == 403
    assert log.getvalue() == "WARNING django.request: Forbidden (Permission denied): /admin/auth/user/\n"


@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_is_told_whole(log: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/broken/").status_code == 500
    assert "ZeroDivisionError" in log.getvalue()
