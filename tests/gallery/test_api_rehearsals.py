"""`?dry_run=true` writes nothing anywhere: an operation for curators either rehearses, or says that it does not."""

from typing import Any, Final
from uuid import uuid4

import pytest
from django.test import Client

from gallery.models import DisplayZone, SavedSearch
from tests.gallery.factories import make_curator, make_rows
from tests.gallery.rows import everything

pytestmark = pytest.mark.django_db
WRITES: Final[list[tuple[str, str, dict[str, Any]]]] = [
    ("patch", "pool/%(code)s/", {"emotion": "sad"}),
    ("put", "pool/%(code)s/cover/", {}),
    ("post", "displays/", {"name": "stairs"}),
    ("put", "displays/hall/", {"follows": "sad"}),
    ("patch", "displays/hall/", {"follows": "sad"}),
    ("delete", "displays/hall/", {}),
    ("post", "displays/hall/undo/", {"change": 1}),
    ("post", "searches/", {"name": "sad", "room": "pool", "query": "emotion:sad"}),
    ("patch", "searches/%(search)s/", {"name": "mine"}),
    ("delete", "searches/%(search)s/", {}),
    ("post", "triage/", {"tab": str(uuid4())}),
    ("post", "triage/skip/", {"images": ["%(code)s"]}),
    ("post", "triage/leave/", {"tab": str(uuid4())}),
]


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_what_is_not_rehearsed_says_so_and_writes_nothing(method: str, path: str, body: dict[str, Any]) -> None:
    boss, client = make_curator(), Client()
    client.force_login(boss)
    DisplayZone.objects.create(name="hall")
    known = {
        "code": str(make_rows(1)[0].code),
        "search": SavedSearch.objects.create(name="own", room="pool", query="x", by=boss).pk,
    }
    if "images" in body:
        body = {"images": [known["code"]]}
    before = everything()
    address = f"/api/v1/{path % known}"
    refused = getattr(client, method)(f"{address}?dry_run=true", body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_question")
    assert everything() == before
    done = getattr(client, method)(f"{address}?dry_run=false", body, content_type="application/json")
    assert done.status_code < 300 or path == "displays/hall/undo/"
