"""The endpoint renderer over a real HTTP server: every form of question and answer, and its place among renderers."""

import base64
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import LazySettings

from gallery.models import Image
from generation import engines, rendering
from generation.engines.base import Renderer, RenderError
from tests.generation import endpoints, test_renderers
from tests.generation.endpoints import Stub, badly, serving, well
from tests.generation.orders import order, pictures, slots
from tests.generation.test_renderers import difference, ignore, request


def renderer(settings: LazySettings, *addresses: str, form: str = "array") -> Renderer:
    settings.GENERATION_RENDERER = "endpoint"
    settings.GENERATION_ENDPOINTS = list(addresses)
    settings.GENERATION_ENDPOINT_FORM = form
    settings.GENERATION_MODEL, settings.GENERATION_MODEL_REVISION = "stable-diffusion-v2", "7"
    return engines.renderer()


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving(well()) as stub:
        yield stub


class TestEndpoint(test_renderers.TestEveryRenderer):
    """The contract."""

    @pytest.fixture
    def renderer(self, stub: Stub, settings: LazySettings) -> Iterator[Renderer]:
        yield renderer(settings, stub.url)


@pytest.mark.parametrize("form", endpoints.FORMS)
def test_every_form_of_answer_is_understood(settings: LazySettings, form: str) -> None:
    with serving(well(form)) as stub:
        (picture,) = renderer(settings, stub.url).render([request(7)], ignore)
    expected = endpoints.painted({"seed": 7, "width": 96, "height": 64})
    # A JPEG loses a little on the way.
    assert difference(picture, expected) <= (0 if "array" in form else 60)
    assert (picture.mode, picture.size) == ("RGB", (96, 64))


@pytest.mark.parametrize(("form", "accept"), [("array", "application/json"), ("jpeg", "application/json;jpeg")])
def test_the_json_form_says_everything(stub: Stub, settings: LazySettings, form: str, accept: str) -> None:
    renderer(settings, f"{stub.url}/invocations", form=form).render(
        [replace(request(9), negative_prompt="mud")], ignore
    )
    assert stub.asked == [
        {
            "prompt": "happy, flowers, fantasy", "negative_prompt": "mud", "width": 96, "height": 64, "seed": 9,
            "num_images_per_prompt": 1, "num_inference_steps": 3, "guidance_scale": 7.5,
        }
    ]  # fmt: skip
    (headers,) = stub.headers
    assert (headers["path"], headers["Content-Type"], headers["Accept"]) == ("/invocations", "application/json", accept)


def test_the_text_form_says_the_words_alone(stub: Stub, settings: LazySettings) -> None:
    engine = renderer(settings, stub.url, form="text")
    square = request(1, width=endpoints.SIDE, height=endpoints.SIDE)
    assert engine.render([square], ignore)[0].size == (endpoints.SIDE, endpoints.SIDE)
    assert stub.asked == ["happy, flowers, fantasy"]
    assert stub.headers[0]["Content-Type"] == "application/x-text"
    assert engine.describe()["seed_honoured"] == "no"


def test_unwanted_words_are_left_out_where_there_are_none(stub: Stub, settings: LazySettings) -> None:
    renderer(settings, stub.url).render([request()], ignore)
    assert "negative_prompt" not in stub.asked[0]


def test_the_recipe_names_the_model_and_does_not_claim_what_nobody_knows(settings: LazySettings) -> None:
    described = renderer(settings, "http://user:secret@gpu.invalid/inner/path").describe()
    assert described == {
        "renderer": "endpoint", "model": "stable-diffusion-v2", "revision": "7", "form": "array",
        "seed_honoured": "unknown",
    }  # fmt: skip


def test_another_size_than_asked_for_is_an_error_that_would_come_again(stub: Stub, settings: LazySettings) -> None:
    with pytest.raises(RenderError, match="64×64 instead of 96×64") as refusal:
        renderer(settings, stub.url, form="text").render([request()], ignore)
    assert refusal.value.kind == "bad_recipe"


def test_a_scheduler_cannot_be_asked_for(stub: Stub, settings: LazySettings) -> None:
    with pytest.raises(RenderError, match="cannot be told to use the scheduler") as refusal:
        renderer(settings, stub.url).render([replace(request(), scheduler="DDIMScheduler")], ignore)
    assert (refusal.value.kind, stub.asked) == ("bad_recipe", [])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"<html>busy</html>", "no picture"),
        ({"error": "out of paint"}, "out of paint"),
        ({"generated_images": []}, "no picture"),
        ({"generated_image": [[1, 2], [3]]}, "no picture"),
        ({"generated_image": [[[1, 2], [3, 4]]]}, r"shape \(1, 2, 2\)"),
        ({"generated_image": [[[0, 0, 300]]]}, "no colours"),
        ({"generated_image": [[[0, 0, float("nan")]]]}, "no colours"),
        ({"generated_image": "§§§"}, "not base64"),
        ({"generated_image": base64.b64encode(b"GIF89a").decode()}, "no picture"),
        ({"generated_image": None}, "no picture"),
    ],
)
def test_an_answer_without_a_picture_is_an_error(settings: LazySettings, answer: object, words: str) -> None:
    with serving(badly(200, answer)) as stub, pytest.raises(RenderError, match=words):
        renderer(settings, stub.url).render([request()], ignore)


def test_a_name_and_password_in_the_address_are_sent_and_never_said(stub: Stub, settings: LazySettings) -> None:
    address = stub.url.replace("http://", "http://garden:s%40fe@")
    renderer(settings, address).render([request()], ignore)
    assert stub.headers[0]["authorization"] == f"Basic {base64.b64encode(b'garden:s@fe').decode()}"
    stub.say = badly(403, "who are you?")
    with pytest.raises(RenderError, match=r"refuses \(403\): .*who are you") as refusal:
        renderer(settings, address).render([request()], ignore)
    assert "fe@" not in str(refusal.value)


@pytest.mark.parametrize(
    "address",
    [
        "https://garden:pa/ss@gpu.invalid/x",
        "https://garden:1/ss@gpu.invalid/x",
        "https://garden:pa?ss@gpu.invalid/x",
        "https://garden:1#ss@gpu.invalid/x",
        "https://garden:pass",
        "https://garden:pass@",
        "https://garden:pass@gpu.invalid:port/x",
        "https://garden:pass@[gpu.invalid/x",
        "sagemaker://painting?endpoint_url=http://garden:pass@gpu.invalid",
    ],
)
def test_an_address_that_may_hide_its_password_is_refused_without_being_said(
    settings: LazySettings, address: str
) -> None:
    with pytest.raises(RenderError, match="GENERATION_ENDPOINTS has an address that cannot be read") as refusal:
        renderer(settings, address)
    assert not [part for part in ("garden:", "pa/", "ss@", "invalid") if part in str(refusal.value)]
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None


@pytest.mark.parametrize("addresses", [[], ["gpu.invalid"], ["ftp://gpu.invalid"]])
@pytest.mark.django_db
def test_settings_without_a_usable_address_are_named_where_the_picture_failed(
    settings: LazySettings, addresses: list[str]
) -> None:
    settings.GENERATION_RENDERER, settings.GENERATION_ENDPOINTS = "endpoint", addresses
    batch = order()
    rendering.work(most=1)
    assert "GENERATION_ENDPOINTS" in slots(batch)[0].error


@pytest.mark.django_db
def test_an_order_becomes_pictures_in_the_pool(stub: Stub, settings: LazySettings) -> None:
    renderer(settings, stub.url, stub.url)
    batch = order(count=2)
    assert rendering.work() == 4, slots(batch)[0].error
    assert {picture.model for picture in pictures(batch)} == {"stable-diffusion-v2"}
    assert Image.objects.filter(recipe__seed_honoured="unknown").count() == 4
