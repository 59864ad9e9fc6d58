"""Main colours by name, and how light a picture is."""

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image as Pixels

from gallery import colours, files, measuring, pool
from gallery.models import Image
from tests.gallery import factories


def plain(*rgb: int) -> Pixels.Image:
    return Pixels.new("RGB", (64, 40), rgb)


@pytest.mark.parametrize(
    ("rgb", "palette", "brightness"),
    [
        ((255, 255, 255), "white", "bright"),
        ((0, 0, 0), "black", "dark"),
        ((128, 128, 128), "grey", "medium"),
        ((220, 20, 30), "red", "dark"),
        ((250, 150, 30), "orange", "bright"),
        ((250, 235, 60), "yellow", "bright"),
        ((40, 160, 60), "green", "medium"),
        ((20, 160, 170), "teal", "medium"),
        ((30, 60, 220), "blue", "dark"),
        ((130, 40, 200), "purple", "dark"),
        ((250, 130, 200), "pink", "bright"),
    ],
)
def test_one_colour_has_its_name(rgb: tuple[int, int, int], palette: str, brightness: str) -> None:
    assert (colours.palette(plain(*rgb)), colours.brightness(plain(*rgb))) == (palette, brightness)


def test_the_largest_share_comes_first_and_specks_are_left_out() -> None:
    picture = plain(30, 60, 220)
    picture.paste((40, 160, 60), (0, 0, 20, 40))
    picture.paste((250, 235, 60), (60, 0, 62, 10))
    assert colours.palette(picture) == "blue green"


@pytest.mark.django_db
def test_a_received_picture_is_measured() -> None:
    image, _new = pool.receive(files.jpeg(plain(40, 160, 60)), emotion="calm", recipe={})
    assert (image.palette, image.brightness) == ("green", "medium")


@pytest.mark.django_db
def test_older_pictures_are_measured_later_and_lost_files_stop_nothing() -> None:
    first, second, lost = (pool.receive(files.jpeg(plain(*rgb)), emotion="calm", recipe={})[0]
                           for rgb in ((40, 160, 60), (0, 0, 0), (9, 9, 99)))  # fmt: skip
    Image.objects.update(palette="", brightness="")
    default_storage.delete(str(lost.file.name))
    assert measuring.measure() == 2
    told = dict(Image.objects.values_list("pk", "palette"))
    assert told == {first.pk: "green", second.pk: "black", lost.pk: ""}
    assert measuring.measure() == 0


@pytest.mark.django_db
def test_the_command_of_copies_measures_too() -> None:
    factories.make_image()
    Image.objects.update(palette="", brightness="")
    call_command("make_renditions")
    assert Image.objects.exclude(palette="").exclude(brightness="").count() == 1
