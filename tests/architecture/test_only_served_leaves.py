"""Visitors see the serving set and nothing else: every address is asked, with a picture of every status."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from gallery.models import Emotion, Image, Status
from recommendations.models import Interaction
from tests.architecture import addresses
from tests.gallery import factories

pytestmark = pytest.mark.django_db
NEVER = "00000000-0000-4000-8000-000000000000"
# What is asked for besides the path, so that listings really list.
QUESTIONS = ["", "?emotion=happy&limit=3", "?emotion=happy&favorite=secret"]


@pytest.fixture
def pictures(db: Any) -> dict[str, Image]:
    """One of each status: same emotion, and a caption and a favorite of its own."""
    return {
        status: factories.make_image(status=status, favorite=f"secret{number}", caption=f"a secret caption {number}")
        for number, status in enumerate(Status.values)
    }


def _marks(image: Image) -> list[str]:
    """Whatever would tell of the picture."""
    files = [str(image.file), *map(str, image.renditions.values_list("file", flat=True))]
    return [str(image.code), image.code.hex, image.sha256, image.caption, image.key_tail, *files]


def _samples(image: Image) -> dict[str, str]:
    """A value for each part that an address can have. A new part: add the value that would show `image`."""
    return {
        "code": str(image.code),
        "width": str(image.width),
        "ext": "webp",
        "emotion": Emotion.HAPPY,
        "object_id": str(image.pk),
        "content_type_id": "1",
        "app_label": "gallery",
        "url": f"gallery/image/{image.pk}",
        "id": str(image.pk),
        "pk": str(image.pk),
        "action": "approve",
        "group": str(image.code),
        "batch": str(image.code),
        "version": str(image.code),
        "slug": image.favorite,
        "template": str(image.code),
        "fingerprint": image.sha256,
        "zone": "zone1",
        "search": "1",
        "image": str(image.code),
        "key": image.key_tail,
        "place": "img1h.jpeg",
        "name": "img_20230221-101112_0.jpeg",
    }


def _body(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode("latin-1")) + str(dict(response.headers))


def test_nothing_unserved_is_shown_anywhere(client: Client, pictures: dict[str, Image]) -> None:
    served = pictures[Status.SERVING]
    every = addresses.every()
    assert len(every) > 40, "Fewer addresses than there were: is this test blind?"
    shown = 0
    for address in every:
        for image in pictures.values():
            path = address.filled(_samples(image))
            for question in QUESTIONS:
                body = _body(client.get(path + question))
                shown += str(served.code) in body
                for hidden in pictures.values():
                    asked = [str(hidden.code), hidden.code.hex] if hidden is image else []
                    told = [mark for mark in _marks(hidden) if mark in body and mark not in asked]
                    assert hidden is served or not told, (
                        f"GET {path}{question} tells a stranger of a picture that is {hidden.status}: {told}. "
                        "Start the query from Image.objects.serving()."
                    )
    assert shown >= 3, "The served picture is hardly shown: the addresses were not asked as a visitor asks them."


@pytest.mark.parametrize("status", [status for status in Status.values if status != Status.SERVING])
def test_an_unserved_picture_answers_like_one_that_never_was(
    client: Client, pictures: dict[str, Image], status: str
) -> None:
    with_code = [address for address in addresses.every() if "code" in address.parts]
    assert len(with_code) >= 4
    never = {"code": NEVER}
    for address in with_code:
        hidden = client.get(path := address.filled(_samples(pictures[status])))
        unknown = client.get(address.filled(_samples(pictures[status]) | never))
        assert hidden.status_code in {404, 405}, f"GET {path} finds a picture that is {status}."
        assert hidden.status_code == unknown.status_code, path
        assert hidden.headers.keys() == unknown.headers.keys(), path


def test_a_served_picture_is_there(client: Client, pictures: dict[str, Image]) -> None:
    image = pictures[Status.SERVING]
    found = [
        address.path
        for address in addresses.every()
        if "code" in address.parts and client.get(address.filled(_samples(image))).status_code == 200
    ]
    assert len(found) >= 2, f"Only {found} show a served picture."


@pytest.mark.parametrize("method", ["put", "delete"])
@pytest.mark.parametrize("status", [status for status in Status.values if status != Status.SERVING])
def test_a_like_tells_nothing_of_an_unserved_picture(
    client: Client, pictures: dict[str, Image], status: str, method: str
) -> None:
    """Who guesses a code must not learn from the answer whether there is such a picture."""
    hidden = getattr(client, method)(f"/api/v1/images/{pictures[status].code}/like/", content_type="application/json")
    never = getattr(client, method)(f"/api/v1/images/{NEVER}/like/", content_type="application/json")
    assert hidden.status_code == never.status_code == 404
    assert {**hidden.json(), "trace_id": ""} == {**never.json(), "trace_id": ""}
    assert not Interaction.objects.exists()
    served = client.put(f"/api/v1/images/{pictures[Status.SERVING].code}/like/", content_type="application/json")
    assert served.json() == {"liked": True, "likes": 1}


def test_the_admin_sends_a_stranger_to_its_login(client: Client, pictures: dict[str, Image]) -> None:
    """Whatever the address: the picture's page, its file, its history, an action on it."""
    admin = [address for address in addresses.every() if address.path.startswith("admin/")]
    assert len(admin) > 20
    for address in admin:
        for image in pictures.values():
            path = address.filled(_samples(image))
            for method in ("get", "post"):
                answer = getattr(client, method)(path)
                body = _body(answer)
                assert answer.status_code != 200 or 'name="password"' in body or "jsi18n" in path, f"{method} {path}"
                # In the address that the login leads back to stands what was asked for, and no more.
                assert not [mark for mark in _marks(image) if mark in body and mark not in path], f"{method} {path}"


def test_a_curator_who_left_is_a_stranger(client: Client, pictures: dict[str, Image], curator: User) -> None:
    client.force_login(curator)
    User.objects.filter(pk=curator.pk).update(is_active=False)
    image = pictures[Status.POOL]
    assert client.get(f"/pictures/{image.code}/{image.width}.webp").status_code == 404
