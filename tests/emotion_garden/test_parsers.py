"""JSON that no parser can read is refused, at every address that reads JSON."""

from uuid import UUID

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
# The same in every process: pytest-xdist compares the names of the tests, in which it stands.
CODE = UUID("00000000-0000-4000-8000-000000000000")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/api/v1/visitors/"),
        ("put", f"/api/v1/images/{CODE}/like/"),
        ("post", f"/api/v1/slates/{CODE}/seen/"),
        ("patch", f"/api/v1/readings/{CODE}/"),
    ],
)
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 50_000, b'{"a": ' + b"9" * 10_000 + b"}", b"\xff", b"{"])
def test_it_is_a_sentence(client: Client, method: str, path: str, body: bytes) -> None:
    answer = getattr(client, method)(path, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "parse_error"
