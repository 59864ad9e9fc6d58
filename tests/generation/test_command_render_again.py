"""`manage.py render_again`: the same picture from its recipe, or what is different."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.core.management import call_command

from gallery import marks
from gallery.models import Image
from generation import rendering
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import order, pictures

pytestmark = pytest.mark.django_db


class Newer(renderers.Blotches):
    """A later version, which draws the same."""

    def describe(self) -> dict[str, str]:
        return {**super().describe(), "model": "blotches-2", "brush": "9"}


class Drifted(renderers.Blotches):
    """Draws a little otherwise."""

    def picture(self, request: Any) -> Any:
        return super().picture(request).point(lambda value: min(255, value + 9))


class Stranger(renderers.Blotches):
    """Goes by another name."""

    name = "stranger"


def made(**more: Any) -> Image:
    batch = order(**more)
    assert rendering.work() == 2
    return pictures(batch)[0]


def again(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    """The exit status, and what was said: the answer, or without one the complaint."""
    status = 0
    try:
        call_command("render_again", *(str(word) for word in words))
    except SystemExit as ended:
        status = int(ended.code or 0)
    said = capsys.readouterr()
    return status, said.out.strip() or said.err.strip()


@pytest.mark.parametrize("renderer", ["painter", "diffusers", "tests.generation.renderers.Blotches"])
def test_the_recipe_gives_the_same_file_again(
    capsys: pytest.CaptureFixture[str],
    settings: LazySettings,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    renderer: str,
) -> None:
    settings.GENERATION_RENDERER = renderer
    if renderer == "diffusers":
        settings.GENERATION_MODEL, settings.GENERATION_OFFLINE = str(request.getfixturevalue("tiny_model")), True
        settings.GENERATION_STEPS = 2
    image = made(size=(96, 64), seed=7)
    file = tmp_path / "again.jpeg"
    assert again(capsys, image.code, "--save", file) == (0, "The same picture, byte for byte.")
    assert file.read_bytes() == image.file.read()


def test_the_file_alone_carries_the_recipe() -> None:
    mark = marks.read(made().file.read())
    assert mark is not None
    assert mark.recipe == Image.objects.order_by("id")[0].recipe
    assert mark.kind == "trainedAlgorithmicMedia"


def test_another_version_is_named_although_the_pixels_are_the_same(
    capsys: pytest.CaptureFixture[str], use: Use
) -> None:
    image = made()
    use(Newer)
    status, said = again(capsys, image.code)
    assert status == 1
    assert said.splitlines() == [
        "The same pixels, in a file that differs.",
        "What the recipe says of the picture, and of the new one:",
        '  model: "blotches-1" → "blotches-2"',
        '  brush: – → "9"',
    ]


def test_other_pixels_are_measured(capsys: pytest.CaptureFixture[str], use: Use) -> None:
    image = made()
    use(Drifted)
    status, said = again(capsys, image.code)
    assert status == 1
    assert said.startswith("Another picture: the largest difference is ")
    assert said.endswith("look at the hardware, its drivers, or an endpoint's own seed.")
    status, told = again(capsys, image.code, "--json")
    found = json.loads(told)
    assert (status, found["same"], found["same_pixels"], found["recipe"]) == (1, False, False, {})
    assert 5 <= found["largest_difference"] <= 20
    assert 25 < found["psnr"] < 35


def test_json_of_the_same_has_no_number_that_json_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    image = made()
    assert json.loads(again(capsys, image.code, "--json")[1]) == {
        "code": str(image.code), "same": True, "same_pixels": True, "largest_difference": 0, "psnr": None, "recipe": {},
    }  # fmt: skip


@pytest.mark.parametrize("code", ["bluebell", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_code_is_said(capsys: pytest.CaptureFixture[str], code: str) -> None:
    assert again(capsys, code) == (2, f"There is no picture with the code {code}.")


def test_a_recipe_of_another_renderer_is_said(capsys: pytest.CaptureFixture[str], use: Use) -> None:
    image = made()
    use(Stranger)
    status, said = again(capsys, image.code)
    assert (status, said) == (
        2, "The picture was made by the renderer blotches, and this is stranger: set GENERATION_RENDERER.",
    )  # fmt: skip


def test_a_model_that_is_not_here_is_said(capsys: pytest.CaptureFixture[str], settings: LazySettings) -> None:
    image = made()
    settings.GENERATION_RENDERER, settings.GENERATION_MODEL = "diffusers", "/models/not-here"
    assert again(capsys, image.code) == (
        2, "GENERATION_MODEL names the directory /models/not-here, which is not there.",
    )  # fmt: skip


def test_what_cannot_be_compared_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    image = made()
    status, said = again(capsys, image.code, "--save", tmp_path / "nowhere" / "x.jpeg")
    assert status == 2 and "nowhere" in said
    Image.objects.filter(pk=image.pk).update(recipe={name: image.recipe[name] for name in ("renderer", "seed")})
    assert again(capsys, image.code) == (2, "The picture's recipe lacks 'prompt'.")
    Image.objects.filter(pk=image.pk).update(recipe={})
    assert again(capsys, image.code) == (2, "No recipe was recorded with this picture.")
    default_storage.delete(str(image.file.name))
    status, said = again(capsys, image.code)
    assert status == 2 and said.startswith("The picture's own file cannot be read")
