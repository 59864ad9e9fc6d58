"""POST /bulk: pictures at exactly the names that the client chose, once, and nothing overwritten."""

import json
from typing import Any

import pytest
from django.test import Client

from gallery.models import Image
from generation import rendering
from generation.models import GenerationBatch, Rendering
from tests.emotion_garden.original_api.asking import ask
from tests.gallery import factories

pytestmark = pytest.mark.django_db
WORDS = {"emotion": "happy", "emotionText": "very happy", "favorite": "", "others": "flowers, 꽃"}
NAME = "imgPool/happy/my cat/img_2048-23756"


def body(**other: Any) -> dict[str, Any]:
    return {"index": 0, "prompt": json.dumps(WORDS, ensure_ascii=False), "fname": NAME, **other}


def test_the_pictures_come_at_the_names_that_were_chosen(operator_client: Client, curator_client: Client) -> None:
    asked = body()
    answer = ask(operator_client, "/bulk", asked)
    assert answer.status_code == 200
    assert answer.content.decode() == json.dumps(asked, ensure_ascii=False, separators=(",", ":"))
    assert {slot.caption for slot in Rendering.objects.all()} == {"very happy, flowers, 꽃"}
    assert curator_client.get(f"/{NAME}_0h.jpeg").status_code == 403
    rendering.work()
    sizes = dict(Image.objects.pooled().values_list("key_tail", "width"))
    assert sizes == {"happy/my cat/img_2048-23756_0h.jpeg": 1280, "happy/my cat/img_2048-23756_0v.jpeg": 800}
    assert curator_client.get(f"/{NAME}_0v.jpeg")["Content-Type"] == "image/jpeg"


def test_the_same_again_is_the_same_order_and_another_is_refused(operator_client: Client) -> None:
    for _time in range(2):
        assert ask(operator_client, "/bulk", body()).status_code == 200
    assert GenerationBatch.objects.count() == 1
    other = ask(operator_client, "/bulk", body(prompt=json.dumps({**WORDS, "others": "bees"})))
    assert other.status_code == 409
    assert other.json()["message"]
    assert ask(operator_client, "/bulk", body(index=1)).status_code == 200
    assert GenerationBatch.objects.count() == 2


@pytest.mark.parametrize("status", ["serving", "pool", "retired"])
def test_a_name_that_a_picture_has_is_refused_and_the_picture_stays(operator_client: Client, status: str) -> None:
    (image,) = factories.make_rows(1, status=status)
    Image.objects.filter(pk=image.pk).update(key_tail="happy/my cat/img_2048-23756_0v.jpeg")
    assert ask(operator_client, "/bulk", body()).status_code == 409
    assert Image.objects.get().sha256 == image.sha256
    assert not GenerationBatch.objects.exists()


def test_names_stay_in_the_pool(operator_client: Client) -> None:
    for name in (
        "emotions/happy/img_1-1", "html/img_1-1", "imgPool/../img_1-1", "imgPool/happy/../img_1-1",
        "/imgPool/happy/img_1-1",         "imgPool/happy/a/b/img_1-1", "imgPool/happy/img_1-1.jpeg",
        "imgPool/happy/x", "imgPool/joy/img_1-1", "",
        "imgPool/happy/Cat/img_1-1", "imgPool/happy/a\x00/img_1-1", "imgPool/happy/img_1-1\n",
        f"imgPool/happy/{'a' * 200}/img_1-1",
    ):  # fmt: skip
        answer = ask(operator_client, "/bulk", body(fname=name))
        assert answer.status_code == 400, name
        assert answer.json()["message"]
    for index in (-1, True, "x", None, 1.5, "1" * 30):
        assert ask(operator_client, "/bulk", body(index=index)).status_code == 400, index
    assert not GenerationBatch.objects.exists()


def test_the_oldest_form_has_features_and_no_name(operator_client: Client) -> None:
    words = {"emotion": "sad", "feature0": "cat", "feature1": "", "feature2": "rain", "others": "garden"}
    assert ask(operator_client, "/bulk", {"index": 0, "prompt": json.dumps(words)}).status_code == 200
    batch = GenerationBatch.objects.get()
    assert (batch.prompt.emotion, batch.prompt.template) == ("sad", "sad, cat, rain, garden")


def test_a_favorite_in_the_prompt_is_painted(operator_client: Client) -> None:
    words = {**WORDS, "emotionText": "", "favorite": "my cat", "others": "garden"}
    assert ask(operator_client, "/bulk", body(prompt=json.dumps(words))).status_code == 200
    assert Rendering.objects.all()[0].caption == "my cat, garden"


def test_prompts_that_are_none_are_refused(operator_client: Client) -> None:
    for prompt in ("", "x", "[]", "{}", 7, None, json.dumps({"emotion": "happy", "others": "x" * 3000})):
        assert ask(operator_client, "/bulk", body(prompt=prompt)).status_code == 400
