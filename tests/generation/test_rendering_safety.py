"""Verdicts on rendered pictures: they stand on the picture, and a checker that fails lets nothing through."""

import pytest
from django.conf import LazySettings

from gallery import marks
from gallery.models import Image, Safety
from generation import rendering
from tests.generation import renderers, test_safety
from tests.generation.conftest import Use
from tests.generation.orders import order, pictures, slots

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_once(settings: LazySettings) -> None:
    settings.GENERATION_RETRY_SECONDS = 0


def use_checker(settings: LazySettings, checker: type) -> None:
    settings.GENERATION_SAFETY_CHECKER = f"{test_safety.__name__}.{checker.__qualname__}"


def test_the_verdict_its_grounds_and_its_score_stand_on_the_picture(settings: LazySettings) -> None:
    use_checker(settings, test_safety.Strict)
    batch = order(count=6)
    assert rendering.work() == 12
    found = pictures(batch)
    assert {picture.safety for picture in found} == {Safety.PASSED, Safety.FLAGGED}
    for picture in found:
        assert picture.safety_score is not None
        assert (picture.safety_score > 0.5) == (picture.safety == Safety.FLAGGED)
        assert picture.safety_note.startswith("strict-1: ")
        assert "strict" not in str(picture.recipe), "a checker changes no bytes"


def test_without_a_checker_and_with_an_exemption_they_say_so(settings: LazySettings) -> None:
    unchecked = order()
    rendering.work()
    settings.GENERATION_SAFETY_EXEMPT = {"blotches-1": "sixteen blotches harm nobody"}
    exempt = order()
    rendering.work()
    assert {(picture.safety, picture.safety_note) for picture in pictures(unchecked)} == {("unchecked", "")}
    assert {(picture.safety, picture.safety_note) for picture in pictures(exempt)} == {
        ("exempt", "sixteen blotches harm nobody")
    }


@pytest.mark.parametrize("checker", [test_safety.Crashing, test_safety.Unloadable, test_safety.Dazed])
def test_a_checker_that_fails_has_the_picture_tried_again_then_set_aside_and_never_passed(
    settings: LazySettings, checker: type
) -> None:
    use_checker(settings, checker)
    batch = order()
    assert rendering.work() == 0
    assert Image.objects.count() == 0
    assert {(slot.state, slot.error_class) for slot in slots(batch)} == {("failed", "safety")}
    assert {slot.attempts for slot in slots(batch)} == {settings.GENERATION_ATTEMPTS}
    assert "safety checker" in slots(batch)[0].error


def test_a_checker_that_works_again_finishes_what_it_had_stopped(settings: LazySettings) -> None:
    use_checker(settings, test_safety.Crashing)
    batch = order()
    rendering.work(most=2)
    assert Image.objects.count() == 0
    use_checker(settings, test_safety.Strict)
    rendering.work()
    assert len(pictures(batch)) == 2


def test_a_picture_of_one_colour_fails_before_any_checker_calls_it_passed(settings: LazySettings, use: Use) -> None:
    use(renderers.Blank)
    use_checker(settings, test_safety.Strict)
    batch = order()
    rendering.work()
    assert {slot.error_class for slot in slots(batch)} == {"blank"}
    assert Image.objects.count() == 0


def test_the_file_says_nothing_of_the_batch_the_person_or_the_time(settings: LazySettings) -> None:
    batch = order(favorite="cat")
    rendering.work()
    for picture in pictures(batch):
        data = picture.file.read()
        mark = marks.read(data)
        assert mark is not None
        assert mark.recipe == picture.recipe
        for private in (str(batch.code), str(picture.family), str(picture.code), batch.ordered_at.date().isoformat()):
            assert private.encode() not in data


def test_the_same_order_again_gives_the_same_files(settings: LazySettings) -> None:
    once, again = order(seed=5), order(seed=5)
    rendering.work()
    assert {slot.image_id for slot in slots(once)} == {slot.image_id for slot in slots(again)}
    assert Image.objects.count() == 2
