"""No cache may answer for the garden: a take-down holds at once, and what was refused today may be there tomorrow."""

import pytest
from django.test import Client

from gallery.models import Status
from tests.architecture import addresses
from tests.gallery import factories

pytestmark = pytest.mark.django_db
ASKED = ["", "?emotion=happy"]


@pytest.mark.parametrize("who", ["client", "curator_client"])
@pytest.mark.parametrize("status", [Status.SERVING, Status.RETIRED])
def test_every_answer_says_that_it_is_asked_for_again(who: str, status: Status, request: pytest.FixtureRequest) -> None:
    image = factories.make_image(status=status)
    visitor: Client = request.getfixturevalue(who)
    samples = {
        "code": str(image.code), "width": "64", "ext": "webp", "emotion": "happy", "object_id": str(image.pk),
        "content_type_id": "1", "app_label": "gallery", "url": "gallery/image/1", "id": "1", "pk": str(image.pk),
        "action": "approve", "group": str(image.code), "batch": str(image.code),
    }  # fmt: skip
    asked = 0
    for address in addresses.every():
        if not address.parts <= samples.keys():
            continue
        for question in ASKED:
            answer = visitor.get(f"/{address.filled(samples)}{question}")
            kept = answer.headers.get("Cache-Control", "")
            assert "no-store" in kept or "no-cache" in kept, f"{address.path} {answer.status_code}: {kept!r}"
            asked += 1
    assert asked > 80, "Fewer addresses than there were: is this test blind?"


def test_nothing_that_is_not_there_is_remembered(client: Client) -> None:
    for method, path in (("get", "/nothing/"), ("get", "/garden/bored/"), ("post", "/"), ("get", "/garden/happy")):
        answer = getattr(client, method)(path)
        assert answer.status_code != 200
        assert "no-store" in answer["Cache-Control"], path
