"""/text2image: the envelope, its two forms, the address that becomes the picture, and the page of the older API."""

import json
import re
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

from emotion_garden.original_api import text2image
from generation import rendering
from generation.models import GenerationBatch, Rendering
from tests.emotion_garden.original_api.asking import ask, parsed

pytestmark = pytest.mark.django_db
SMALL = {"text": "a calm flower", "width": 64, "height": 40}
URL = re.compile(r"http://testserver(/img_\d{8}-\d{6}_\d+\.jpeg)")


@pytest.fixture(autouse=True)
def _at_once(settings: LazySettings) -> None:
    settings.ORIGINAL_API_WAIT = 0


def url(client: Client, **other: object) -> str:
    (found,) = json.loads(parsed(ask(client, "/text2image", {**SMALL, **other}))["body"])
    return str(URL.fullmatch(found)[1])  # type: ignore[index]


@pytest.mark.parametrize("prefix", ["", "/dev"])
def test_the_envelope_is_parsed_twice_and_has_a_time(operator_client: Client, prefix: str) -> None:
    told = parsed(ask(operator_client, f"{prefix}/text2image", SMALL))
    assert list(told) == ["statusCode", "body", "time"]
    assert told["statusCode"] == 200
    assert type(told["time"]) is int
    (address,) = json.loads(told["body"])
    assert URL.fullmatch(address)


def test_text_alone_is_768_by_512_and_below_dev_the_older_form(operator_client: Client) -> None:
    assert "time" in parsed(ask(operator_client, "/text2image", {"text": "a flower"}))
    told = parsed(ask(operator_client, "/dev/text2image", {"text": "a flower"}))
    assert list(told) == ["statusCode", "body"]
    assert URL.fullmatch(told["body"])
    assert set(Rendering.objects.filter(orientation="landscape").values_list("width", "height")) == {(768, 512)}


@pytest.mark.parametrize("size", [(64, 40), (40, 64)])
def test_the_address_becomes_the_picture(operator_client: Client, size: tuple[int, int]) -> None:
    path = url(operator_client, width=size[0], height=size[1])
    waits = operator_client.get(path)
    assert (waits.status_code, waits["Location"]) == (302, f"{path}?turn=1")
    assert operator_client.get(f"{path}?turn=15").status_code == 403
    rendering.work()
    answer = operator_client.get(f"{path}&time=1")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-store"
    image = Rendering.objects.get(width=size[0]).image
    assert image is not None
    assert answer.content == image.file.read()


def test_only_who_ordered_it_and_curators_of_orders_see_it(operator_client: Client, curator_client: Client) -> None:
    path = url(operator_client)
    rendering.work()
    for client in (Client(), curator_client):
        assert client.get(path).status_code == 403
    assert operator_client.get("/img_20230221-101112_0.jpeg").status_code == 403


def test_another_one_who_may_order_does_not_see_it_and_who_judges_the_pool_too_does(
    operator_client: Client, operator: User, admin_client: Client
) -> None:
    path = url(operator_client)
    rendering.work()
    colleague = User.objects.create_user("colleague", is_staff=True)
    colleague.user_permissions.set(operator.user_permissions.all())
    client = Client()
    client.force_login(colleague)
    assert client.get(path).status_code == 403
    assert admin_client.get(path).status_code == 200


def test_a_failed_picture_is_no_200(operator_client: Client) -> None:
    path = url(operator_client)
    batch = GenerationBatch.objects.get()
    from generation import batches

    batches.cancel(batch)
    assert operator_client.get(path).status_code == 403


def test_what_cannot_be_painted_is_refused_in_a_sentence(operator_client: Client) -> None:
    for other in ({"width": 770}, {"width": "64"}, {"height": 0}, {"text": ""}, {"text": None}, {"text": "x" * 3000}):
        answer = ask(operator_client, "/text2image", {**SMALL, **other})
        assert answer.status_code == 400, other
        assert answer.json()["message"]


def test_the_older_apis_page_shows_the_prompt_and_runs_nothing(operator_client: Client) -> None:
    headers = {"Sec-Fetch-Site": "none"}
    for path in ("/text2image", "/dev/text2image"):
        answer = operator_client.get(path, {"prompt": "<script>x</script> flower"}, headers=headers)
        assert answer["Content-Type"].startswith("text/html")
        assert "Emotion Garden: Stable Diffusion" in answer.text
        assert "&lt;script&gt;x" in answer.text
        assert "<script>" not in answer.text
        assert URL.search(answer.text)


def test_a_link_on_another_site_orders_nothing(operator_client: Client) -> None:
    for site in ("cross-site", "same-site", ""):
        answer = operator_client.get("/text2image?prompt=flower", headers={"Sec-Fetch-Site": site} if site else {})
        assert answer.status_code == 403
    assert not GenerationBatch.objects.exists()


@pytest.fixture
def _one_waits_already(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def wait(_seconds: float) -> None:
        raise AssertionError("There is no place to wait.")

    monkeypatch.setattr("emotion_garden.original_api.text2image.time.sleep", wait)
    settings.ORIGINAL_API_WAIT, settings.ORIGINAL_API_WAITERS = 600, 1
    with text2image._places.one(of=1) as waits:
        assert waits
        yield
    assert text2image._places.taken == 0


@pytest.mark.usefixtures("_one_waits_already")
def test_where_no_more_may_wait_the_address_comes_at_once_and_becomes_the_picture(operator_client: Client) -> None:
    path = url(operator_client)
    early = operator_client.get(path)
    assert (early.status_code, early["Retry-After"]) == (503, "5")
    assert "no-store" in early["Cache-Control"]
    rendering.work()
    assert operator_client.get(path)["Content-Type"] == "image/jpeg"


@pytest.mark.usefixtures("_one_waits_already")
def test_that_nobody_may_wait_tells_a_stranger_of_no_order(operator_client: Client, client: Client) -> None:
    path = url(operator_client)
    assert client.get(path).status_code == client.get("/img_20230221-101112_0.jpeg").status_code == 403


def test_who_waits_gives_the_place_back(
    operator_client: Client, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ORIGINAL_API_WAIT, settings.ORIGINAL_API_WAITERS = 600, 1
    waiting: list[int] = []

    def paint(_seconds: float) -> None:
        waiting.append(text2image._places.taken)
        rendering.work()

    monkeypatch.setattr("emotion_garden.original_api.text2image.time.sleep", paint)
    assert url(operator_client)
    assert (waiting, text2image._places.taken) == ([1], 0)
