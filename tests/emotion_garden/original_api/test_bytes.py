"""What old clients parse, byte by byte: whole bodies, their type, and nothing around them."""

import json
import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from gallery.models import Image
from tests.emotion_garden.original_api.asking import ask
from tests.emotion_garden.original_api.test_emotion import photo
from tests.gallery import factories

pytestmark = pytest.mark.django_db
JSON = "application/json"
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
NAME = r"img_\d{8}-\d{6}_\d{1,12}\.jpeg"
STAMP = "img_20230320-121242_6"
BULK = {"index": 0, "prompt": '{"emotion":"happy","others":"꽃, \\"flowers\\""}', "fname": "imgPool/happy/img_2023-1"}


@pytest.fixture(autouse=True)
def _small(settings: LazySettings) -> None:
    settings.ORIGINAL_API_WAIT = 0
    settings.EMOTIONS_READER = "tests.emotions.readers.ConfusedReader"


@pytest.fixture
def pair() -> list[Image]:
    """One that lies and one that stands, under names as the original gave them."""
    images = [factories.make_image(orientation=side) for side in ("landscape", "portrait")]
    for image, side in zip(images, "hv", strict=True):
        Image.objects.filter(pk=image.pk).update(key_tail=f"happy/{STAMP}{side}.jpeg")
    return images


def body(answer: Any, status: int = 200) -> str:
    assert (answer.status_code, answer["Content-Type"]) == (status, JSON)
    assert int(answer["Content-Length"]) == len(answer.content)
    return str(answer.content.decode("utf-8"))


@pytest.mark.parametrize("prefix", ["", "/dev"])
@pytest.mark.parametrize("route", ["garden", "gardenfromDB"])
def test_both_gardens_are_two_lists_of_addresses(client: Client, pair: list[Image], prefix: str, route: str) -> None:
    listed = {
        side: [{"url": f"http://testserver/emotions/happy/{STAMP}{letter}.jpeg", "emotion": "happy"}]
        for side, letter in (("landscape", "h"), ("portrait", "v"))
    }
    answer = body(ask(client, f"{prefix}/{route}", {"emotion": "happy"}))
    assert answer == json.dumps(listed, separators=(",", ":"))
    assert body(ask(client, f"{prefix}/{route}", {"emotion": "sadly"})) == '{"landscape":[],"portrait":[]}'


def test_the_pool_is_listed_alike(curator_client: Client, pair: list[Image]) -> None:
    Image.objects.update(status="pool", decided_at=None, decided_by=None)
    listed = body(ask(curator_client, "/retrieve", {"emotion": "happy"}))
    assert listed == (
        f'{{"landscape":[{{"url":"http://testserver/imgPool/happy/{STAMP}h.jpeg","emotion":"happy"}}],'
        f'"portrait":[{{"url":"http://testserver/imgPool/happy/{STAMP}v.jpeg","emotion":"happy"}}]}}'
    )


def test_a_face_is_one_line_in_the_documented_order(client: Client) -> None:
    told = body(client.post("/emotion", photo(), content_type="image/png"))
    assert re.fullmatch(
        rf'{{"id":"({UUID})","bucket":"demo-emotion-garden","key":"profile/\1\.jpeg","ageRange":{{"Low":0,"High":98}},'
        r'"smile":false,"eyeglasses":false,"sunglasses":false,"gender":"Female","beard":false,"mustache":false,'
        r'"eyesOpen":false,"mouthOpen":false,"emotions":"CONFUSED","generation":"adult"}',
        told,
    )
    assert body(client.post("/emotion", photo(mode="RGBA"), content_type="image/png"), 404) == "No Face"


def test_a_like_is_one_word(client: Client, pair: list[Image]) -> None:
    name = f"emotions/happy/{STAMP}h.jpeg"
    assert body(ask(client, "/like", {"id": "x", "itemId": name, "impression": [name]})) == "Success"


def test_an_order_is_its_own_echo(operator_client: Client) -> None:
    assert body(ask(operator_client, "/bulk", BULK)) == json.dumps(BULK, ensure_ascii=False, separators=(",", ":"))


def test_what_is_put_away_answers_nothing_at_all(senior_client: Client, pair: list[Image]) -> None:
    name = f"emotions/happy/{STAMP}h.jpeg"
    for route, keys in (
        ("remove", [name]),
        ("remove", json.dumps([name])),
        ("removePool", [name]),
        ("clearIndex", name),
    ):
        assert body(ask(senior_client, f"/{route}", {"objName": keys})) == ""


def test_a_wall_is_hung_with_the_originals_own_spelling(operator_client: Client, pair: list[Image]) -> None:
    rows = {"portrait": [f"emotions/happy/{STAMP}v.jpeg"], "landscape": [f"emotions/happy/{STAMP}h.jpeg"]}
    assert body(ask(operator_client, "/updateDisplay", {"zone": "zone1", **rows})) == "sucess"


def test_a_picture_of_a_text_comes_in_an_envelope_and_below_dev_also_without(operator_client: Client) -> None:
    whole = body(ask(operator_client, "/text2image", {"text": "a flower", "width": 64, "height": 40}))
    assert re.fullmatch(rf'{{"statusCode":200,"body":"\[\\"http://testserver/{NAME}\\"\]","time":\d+}}', whole)
    older = body(ask(operator_client, "/dev/text2image", {"text": "a flower"}))
    assert re.fullmatch(rf'{{"statusCode":200,"body":"http://testserver/{NAME}"}}', older)


def test_a_page_for_others_is_html(client: Client, pair: list[Image]) -> None:
    answer = client.get(f"/image?content=emotions/happy/{STAMP}h.jpeg")
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert re.search(r'<img [^>]*src="[^"]+"', answer.text)
