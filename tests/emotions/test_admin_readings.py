"""The readings in the admin: to look at, for those who may."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from emotions.models import EmotionReading

pytestmark = pytest.mark.django_db
URL = "/admin/emotions/emotionreading/"


@pytest.fixture
def reading() -> EmotionReading:
    scores = {"happy": 0.9, "sad": 0.1}
    face = {"box": {"x": 1, "y": 2, "width": 3, "height": 4}, "emotion": "happy", "scores": scores}
    return EmotionReading.objects.create(
        outcome="read", emotion="happy", confidence=0.9, scores=scores, faces=[face], reader="fer", reader_version="1"
    )


@pytest.fixture
def reader_client(stranger: User, stranger_client: Client) -> Client:
    names = ["view_emotionreading", "change_emotionreading", "add_emotionreading", "delete_emotionreading"]
    stranger.user_permissions.set(Permission.objects.filter(codename__in=names))
    return stranger_client


def test_one_who_may_sees_the_numbers(reader_client: Client, reading: EmotionReading) -> None:
    page = reader_client.get(URL)
    assert page.status_code == 200
    assert "90 %" in page.content.decode()
    assert reader_client.get(f"{URL}{reading.pk}/change/").status_code == 200


def test_the_filters_narrow_the_list(reader_client: Client, reading: EmotionReading) -> None:
    def shown(**asked: Any) -> int:
        return int(reader_client.get(URL, asked).context["cl"].result_count)

    assert shown(outcome__exact="read", emotion__exact="happy") == 1
    assert shown(outcome__exact="no_face") == 0


def test_nothing_can_be_changed_even_with_every_permission(reader_client: Client, reading: EmotionReading) -> None:
    assert reader_client.get(f"{URL}add/").status_code == 403
    assert reader_client.post(f"{URL}{reading.pk}/change/", {"emotion": "sad"}).status_code == 403
    assert reader_client.post(f"{URL}{reading.pk}/delete/", {"post": "yes"}).status_code == 403
    assert EmotionReading.objects.get().emotion == "happy"


def test_a_stranger_sees_nothing(stranger_client: Client, reading: EmotionReading) -> None:
    assert stranger_client.get(URL).status_code == 403


def test_an_empty_garden_has_an_empty_list(reader_client: Client) -> None:
    assert reader_client.get(URL).status_code == 200
