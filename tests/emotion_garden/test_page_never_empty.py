"""Whatever is served, if only one picture: every question opens a garden."""

from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from emotion_garden import garden
from gallery import revision
from gallery.models import Emotion, Image, Orientation, Status
from recommendations import cells
from tests.emotion_garden.test_page_garden import next_link, shown
from tests.gallery import factories

pytestmark = pytest.mark.django_db

FAVORITES = ("", "cat", "spring,cloudy,day", "winter,snowy,sunset", "작은 고양이", "a,b,c,d", "*")
PICTURE = some.fixed_dictionaries(
    {
        "emotion": some.sampled_from(Emotion.values),
        "orientation": some.sampled_from(Orientation.values),
        "favorite": some.sampled_from(FAVORITES),
        "family": some.sampled_from([UUID(int=number) for number in range(3)]),
        "likes": some.integers(0, 5),
        "showings": some.integers(0, 9),
    }
)
QUESTION = some.fixed_dictionaries(
    {},
    optional={
        "favorite": some.one_of(some.sampled_from(FAVORITES), some.text(max_size=120)),
        "season": some.sampled_from(["", "winter", "spring", "monsoon"]),
        "time": some.sampled_from(["", "day", "sunset"]),
        "orientation": some.sampled_from(["", "portrait", "landscape", "askew"]),
    },
)


def planted(served: list[dict[str, Any]], hidden: list[dict[str, Any]]) -> set[str]:
    for picture in served:
        factories.make_rows(1, status=Status.SERVING, **picture)
    for number, picture in enumerate(hidden):
        factories.make_rows(1, status=(Status.POOL, Status.REJECTED, Status.RETIRED)[number % 3], **picture)
    revision.rise()
    return {str(code) for code in Image.objects.serving().values_list("code", flat=True)}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    served=some.lists(PICTURE, min_size=1, max_size=7),
    hidden=some.lists(PICTURE, max_size=3),
    emotion=some.sampled_from(Emotion.values),
    question=QUESTION,
)
def test_one_picture_is_a_garden(
    served: list[dict[str, Any]], hidden: list[dict[str, Any]], emotion: str, question: dict[str, str]
) -> None:
    with transaction.atomic():
        asked(Client(), planted(served, hidden), emotion, question)
        transaction.set_rollback(True)


def asked(client: Client, there: set[str], emotion: str, question: dict[str, str]) -> None:
    # A revision that was rolled back comes again with other pictures.
    cells.forget()
    garden.forget()
    page = client.get(f"/garden/{emotion}/", question)
    assert page.status_code == 200
    first = shown(page.text)
    assert first and first <= there
    for _step in range(2):
        page = client.get(f"/garden/{emotion}/" + next_link(page.text))
        assert page.status_code == 200
        assert shown(page.text) and shown(page.text) <= there
    said = client.get("/api/v1/garden/", {"emotion": emotion, "favorite": question.get("favorite", "")}).json()
    assert said["items"] and said["rung"]
