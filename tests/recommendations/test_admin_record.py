"""The record in the admin: readable with the permission, changeable by nobody, a constant number of queries."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from gallery.models import Visitor
from recommendations import interactions, rankings
from recommendations.models import Interaction, Slate, TasteModel
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(stranger: User) -> Client:
    stranger.user_permissions.set(Permission.objects.filter(content_type__app_label="recommendations"))
    client = Client()
    client.force_login(stranger)
    return client


def walk(steps: int) -> None:
    visitor = Visitor.objects.create()
    after = ""
    for _step in range(steps):
        offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", after=after)
        after = str(offer.slate)
        interactions.like(visitor=visitor, image=offer.items[0].image.code, slate=after)


@pytest.mark.parametrize("room", ["tastemodel", "slate", "interaction"])
def test_a_stranger_is_refused(room: str, stranger_client: Client) -> None:
    assert stranger_client.get(f"/admin/recommendations/{room}/").status_code == 403


def test_every_room_shows_its_record(reader: Client) -> None:
    factories.make_rows(6, status="serving")
    walk(2)
    model = TasteModel.objects.create(
        folder="one", learner="lightfm", data_hash="", active=True,
        metrics={"likes": 7, "tastes": {"auc": 0.71234, "precision@10": 0.1}, "popularity": {"auc": 0.6}},
    )  # fmt: skip
    page = reader.get("/admin/recommendations/tastemodel/").content.decode()
    assert "0.712" in page and "0.600" in page
    for room, row in (
        ("tastemodel", model),
        ("slate", Slate.objects.all()[0]),
        ("interaction", Interaction.objects.all()[0]),
    ):
        assert reader.get(f"/admin/recommendations/{room}/").status_code == 200
        assert reader.get(f"/admin/recommendations/{room}/{row.pk}/change/").status_code == 200


@pytest.mark.parametrize("room", ["tastemodel", "slate", "interaction"])
def test_nobody_adds_to_the_record(room: str, reader: Client) -> None:
    assert reader.get(f"/admin/recommendations/{room}/add/").status_code == 403


@pytest.mark.parametrize("room", ["slate", "interaction"])
def test_a_longer_record_costs_the_same_queries(room: str, reader: Client, django_assert_max_num_queries: Any) -> None:
    factories.make_rows(30, status="serving")
    for _visitor in range(8):
        walk(3)
    with django_assert_max_num_queries(8):
        reader.get(f"/admin/recommendations/{room}/")
