"""POST /bulk: pictures at exactly the names that the client chose, once, and nothing overwritten."""

import json
import re
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

from gallery import curation, keys
from gallery.models import Image, Safety
from generation import batches, rendering
from generation.models import GenerationBatch, Rendering
from tests.emotion_garden.original_api.asking import ask, urls
from tests.gallery import factories

pytestmark = pytest.mark.django_db
WORDS = {"emotion": "happy", "emotionText": "very happy", "favorite": "", "others": "flowers, 꽃"}
NAME = "imgPool/happy/my cat/img_2048-23756"


@pytest.fixture(autouse=True)
def _quick(settings: LazySettings) -> None:
    """In the real sizes, without the painter's second for each."""
    settings.GENERATION_RENDERER = "tests.generation.renderers.Blotches"


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


def test_more_than_the_page_can_show_is_ordered_all_the_same(operator_client: Client, curator_client: Client) -> None:
    """Its own list ends at fifty pictures; the orders after the twenty-fifth are no worse than those before."""
    for index in range(27):
        assert ask(operator_client, "/bulk", body(index=index)).status_code == 200
    assert {batch.recipe["named"].rpartition("_")[2] for batch in GenerationBatch.objects.all()} == {
        str(index) for index in range(27)
    }
    factories.make_rows(260, favorite="my cat")
    asked = {"emotion": "happy/my cat"}
    first, again = (urls(ask(curator_client, "/retrieve", asked), "landscape") for _time in range(2))
    assert len(first) == 260, "Previews cut their own slice out of the whole list."
    assert first == again, "And go on in the next answer where they stopped."


def test_stamps_of_every_length_are_names(operator_client: Client) -> None:
    for number, stamp in enumerate(("20230319-23756", "20230320-00504", "2048-1111", "1-1", "20230324-214248")):
        assert ask(operator_client, "/bulk", body(fname=f"imgPool/sad/img_{stamp}", index=number)).status_code == 200
    rendering.work()
    assert Image.objects.filter(key_tail__regex=r"^sad/img_\d+-\d+_\d+[hv]\.jpeg$").count() == 10


def test_a_served_picture_outlives_the_day_on_which_its_name_comes_again(
    operator_client: Client, curator: User
) -> None:
    ask(operator_client, "/bulk", body())
    rendering.work()
    Image.objects.update(safety=Safety.PASSED)
    curation.approve(Image.objects.all(), by=curator)
    before = {image.key_tail: image.sha256 for image in Image.objects.serving()}
    assert len(before) == 2
    assert ask(operator_client, "/bulk", body()).status_code == 200
    assert ask(operator_client, "/bulk", body(prompt=json.dumps({**WORDS, "others": "x"}))).status_code == 409
    rendering.work()
    assert {image.key_tail: image.sha256 for image in Image.objects.all()} == before
    for tail in before:
        assert operator_client.get(f"/emotions/{quote(tail)}").status_code == 200


def test_a_picture_that_came_to_the_name_meanwhile_stays(operator_client: Client) -> None:
    """Ordered first and painted later: the one that stands there is not overwritten, and no order is lost."""
    ask(operator_client, "/bulk", body())
    image = factories.make_image()
    Image.objects.filter(pk=image.pk).update(key_tail="happy/my cat/img_2048-23756_0h.jpeg")
    rendering.work()
    assert operator_client.get(f"/emotions/{quote('happy/my cat/img_2048-23756_0h.jpeg')}").content == image.file.read()
    assert Image.objects.pooled().count() == 2
    assert set(Rendering.objects.values_list("state", flat=True)) == {"done"}


def test_names_of_our_own_orders_meet_no_others(operator_client: Client) -> None:
    """UTC to the millisecond and the ordinal; two orders of one millisecond are told apart all the same."""
    moment = datetime(2026, 11, 20, 23, 5, 9, 7_000, tzinfo=timezone(timedelta(hours=9)))
    stamp = "20261120-140509007"
    said = keys.tail(emotion="happy", favorite="", at=moment, ordinal=1, side="h")
    assert said == f"happy/img_{stamp}_1h.jpeg"
    ask(operator_client, "/bulk", body(fname=f"imgPool/happy/img_{stamp}", index=1))
    rendering.work()
    taken = {image.key_tail: image.sha256 for image in Image.objects.all()}
    for _time in range(2):
        GenerationBatch.objects.filter(pk=batches.request(emotion="happy", count=2).pk).update(ordered_at=moment)
    rendering.work()
    names = {image.key_tail: image.sha256 for image in Image.objects.all()}
    assert len(names) == 2 + 8
    assert names.items() >= taken.items()
    assert {f"happy/img_{stamp}_{ordinal}{side}.jpeg" for ordinal in (1, 2) for side in "hv"} <= names.keys()
    assert all(re.fullmatch(rf"happy/img_{stamp}_[12](-[0-9a-f]+)?[hv]\.jpeg", name) for name in names)


def test_what_came_goes_back_as_it_came(operator_client: Client) -> None:
    """Half of a pair of letters, too, which no text can carry but by its escape."""
    written = '{"index":3,"prompt":"{\\"emotion\\":\\"happy\\",\\"others\\":\\"x\\"}","other":"\\ud800 \\u0000"}'
    answer = ask(operator_client, "/bulk", written)
    assert answer.content == written.encode()
