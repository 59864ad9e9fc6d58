"""POST /updateDisplay: up to eight and eight pictures, place by place."""

import pytest
from django.test import Client

from gallery.models import DisplaySlot, DisplayZone
from tests.emotion_garden.original_api.asking import ask
from tests.gallery import factories

pytestmark = pytest.mark.django_db


def test_the_ith_picture_hangs_at_the_ith_place(operator_client: Client) -> None:
    image, second = factories.make_images(2)
    names = [f"emotions/{image.key_tail}", "", f"emotions/{second.key_tail}"]
    answer = ask(operator_client, "/updateDisplay", {"zone": "zone1", "portrait": [], "landscape": names})
    assert (answer.status_code, answer.content) == (200, b"sucess")
    assert operator_client.get("/display/zone1/img1h.jpeg").content == image.file.read()
    assert operator_client.get("/display/zone1/img3h.jpeg").content == second.file.read()
    assert list(DisplaySlot.objects.values_list("ordinal", flat=True)) == [1, 3]


def test_what_is_missing_stays_and_what_is_too_much_is_ignored(operator_client: Client) -> None:
    images = factories.make_rows(9, status="serving")
    names = [f"emotions/{image.key_tail}" for image in images]
    ask(operator_client, "/updateDisplay", {"zone": "zone1", "portrait": [], "landscape": names})
    ask(operator_client, "/updateDisplay", {"zone": "zone1", "portrait": [], "landscape": [None, names[0]]})
    over = {"zone": "zone1", "portrait": [], "landscape": [None] * 8 + ["emotions/happy/never.jpeg"]}
    assert ask(operator_client, "/updateDisplay", over).content == b"sucess"
    slots = dict(DisplaySlot.objects.values_list("ordinal", "image"))
    assert slots == {1: images[0].pk, 2: images[0].pk, **{n: images[n - 1].pk for n in range(3, 9)}}


def test_what_is_not_served_never_hangs(operator_client: Client) -> None:
    (pooled,) = factories.make_rows(1)
    for name in (f"emotions/{pooled.key_tail}", f"imgPool/{pooled.key_tail}", "html/x"):
        answer = ask(operator_client, "/updateDisplay", {"zone": "zone1", "portrait": [name], "landscape": []})
        assert answer.status_code == 409
        assert answer.json()["message"]
    assert not DisplayZone.objects.exists()


def test_bad_bodies_are_refused_in_a_sentence(operator_client: Client) -> None:
    none: dict[str, object] = {"portrait": [], "landscape": []}
    for body in ({"zone": "zone1"}, {"zone": 1, **none}, none):
        assert ask(operator_client, "/updateDisplay", body).status_code == 400
    for zone in ("../x", "\x00", ""):
        answer = ask(operator_client, "/updateDisplay", {"zone": zone, "portrait": [], "landscape": []})
        assert answer.status_code == 422, zone
