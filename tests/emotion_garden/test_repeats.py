"""A POST with an Idempotency-Key is done once, and answered alike however often it is sent."""

import threading
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from emotion_garden import erasing, tidying
from emotion_garden.keys import making
from emotion_garden.models import IdempotencyKey
from emotion_garden.repeats import keeping
from emotion_garden.urls import api
from emotions.models import EmotionReading
from gallery import visitors
from gallery.models import DisplayZone, Visitor
from tests.emotions import photos

pytestmark = pytest.mark.django_db
KEY = "0d1f3f0e-9f0b-4a3f-8f8e-1d4b6a1f3c55"
HERE = "/api/v1/zones/"


class _Asked(serializers.Serializer[Any]):
    name = serializers.CharField()


class _Making(APIView):
    """Makes a row, and may then be cut off."""

    meanwhile: Any = staticmethod(lambda: None)

    def post(self, request: Request) -> Response:
        asked = _Asked(data=request.data)
        asked.is_valid(raise_exception=True)
        zone = DisplayZone.objects.create(name=f"{asked.validated_data['name']}-{uuid4().hex[:6]}")
        _Making.meanwhile()
        headers = {"Location": f"/zones/{zone.pk}/"}
        return Response({"zone": zone.name}, status=status.HTTP_201_CREATED, headers=headers)


urlpatterns = [path("api/v1/zones/", _Making.as_view()), path("api/v1/", include(api))]


@pytest.fixture(autouse=True)
def _addresses(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = __name__
    _Making.meanwhile = staticmethod(lambda: None)


@pytest.fixture
def token() -> str:
    return visitors.token(Visitor.objects.create())


def send(token: str = "", *, key: str = KEY, name: str = "hall", client: Client | None = None, **more: str) -> Any:
    headers = {"Idempotency-Key": key, **({"X-Visitor": token} if token else {}), **more}
    client = client or Client(raise_request_exception=False)
    return client.post(HERE, {"name": name}, content_type="application/json", headers=headers)


def test_the_same_request_is_done_once_and_answered_alike(token: str) -> None:
    first, second = send(token), send(token)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first["Location"] == second["Location"]
    assert first["Content-Type"] == second["Content-Type"]
    assert ("Idempotent-Replayed" in first, second["Idempotent-Replayed"]) == (False, "true")
    assert first["X-Request-Id"] != second["X-Request-Id"]
    assert DisplayZone.objects.count() == 1


def test_without_a_key_each_request_counts(token: str) -> None:
    for _time in range(2):
        Client(headers={"X-Visitor": token}).post(HERE, {"name": "hall"}, content_type="application/json")
    assert DisplayZone.objects.count() == 2
    assert not IdempotencyKey.objects.exists()


def test_another_request_with_the_same_key_is_refused(token: str) -> None:
    send(token)
    answer = send(token, name="stairs")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_mismatch")
    assert DisplayZone.objects.count() == 1


def test_a_key_belongs_to_whoever_used_it(token: str, operator: User) -> None:
    other = visitors.token(Visitor.objects.create())
    secret = making.make(operator, called="x", scopes=[]).secret
    made = [send(token), send(other), send(Authorization=f"Bearer {secret}")]
    assert len({answer.json()["zone"] for answer in made}) == 3


def test_a_revoked_key_gets_no_old_answers(operator: User) -> None:
    made = making.make(operator, called="x", scopes=[])
    assert send(Authorization=f"Bearer {made.secret}").status_code == 201
    making.revoke(made.row.prefix)
    assert send(Authorization=f"Bearer {made.secret}").status_code == 401


def test_a_refusal_leaves_the_key_free(token: str) -> None:
    assert send(token, name="").status_code == 400
    assert send(token).status_code == 201


def test_what_broke_half_way_is_taken_back_and_can_be_sent_again(token: str) -> None:
    def break_down() -> None:
        raise RuntimeError

    _Making.meanwhile = staticmethod(break_down)
    assert send(token).status_code == 500
    assert not DisplayZone.objects.exists(), "the row was written, and would be written again"
    _Making.meanwhile = staticmethod(lambda: None)
    assert send(token).status_code == 201


def test_while_it_is_worked_on_the_same_request_waits(token: str) -> None:
    seen = []
    _Making.meanwhile = staticmethod(lambda: seen.append(send(token)))
    assert send(token).status_code == 201
    (other,) = seen
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_in_flight")
    assert 1 <= int(other["Retry-After"]) <= 60


def test_who_died_over_it_is_followed_after_a_minute(token: str) -> None:
    def die() -> None:
        raise SystemExit

    _Making.meanwhile = staticmethod(die)
    with pytest.raises(SystemExit):
        send(token, client=Client())
    row = IdempotencyKey.objects.get()
    assert row.status is None
    _Making.meanwhile = staticmethod(lambda: None)
    assert send(token).status_code == 409
    IdempotencyKey.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert send(token).status_code == 201
    assert DisplayZone.objects.count() == 1


def test_who_comes_back_too_late_changes_nothing(token: str) -> None:
    def taken_over() -> None:
        IdempotencyKey.objects.update(fence=9)

    _Making.meanwhile = staticmethod(taken_over)
    assert send(token).json()["code"] == "idempotency_in_flight"
    assert not DisplayZone.objects.exists()


@pytest.mark.parametrize("key", ["short", "x" * 201, "with a blank in it", "Ω" * 9])
def test_a_key_that_is_none_is_refused(token: str, key: str) -> None:
    assert send(token, key=key).json()["code"] == "bad_idempotency_key"


def test_a_newcomers_key_is_a_uuid_since_many_share_an_address() -> None:
    assert send(key="my-program-1").json()["code"] == "bad_idempotency_key"
    assert send().json() == send().json()


def test_a_new_visitor_is_made_once_and_the_token_is_not_kept() -> None:
    def arrive() -> Any:
        return Client(headers={"Idempotency-Key": KEY}).post("/api/v1/visitors/", {}, content_type="application/json")

    first, second = arrive(), arrive()
    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"
    assert Visitor.objects.count() == 1
    assert first.json()["token"] not in str(IdempotencyKey.objects.values_list())
    assert IdempotencyKey.objects.get().body == b""


def read(photo: bytes, client: Client) -> Any:
    headers = {"Idempotency-Key": KEY}
    return client.post("/api/v1/readings/", photo, content_type="image/jpeg", headers=headers)


def test_a_photo_is_read_once_and_leaves_no_trace_in_the_key() -> None:
    photo = photos.happy_photo()
    first = read(photo, Client())
    lost = Client()
    again = read(photo, lost)
    assert first.json() == again.json()
    assert EmotionReading.objects.count() == 1
    assert lost.cookies[visitors.COOKIE].value == first.cookies[visitors.COOKIE].value, "the lost cookie comes again"
    row = IdempotencyKey.objects.get()
    assert row.request == keeping.digest("POST", "/api/v1/readings/", "image/jpeg", b""), "the photo is not hashed"


def test_erased_is_erased_here_too() -> None:
    client = Client()
    read(photos.happy_photo(), client)
    erasing.erase(Visitor.objects.get())
    assert not IdempotencyKey.objects.exists()


def test_after_a_day_it_is_forgotten(token: str) -> None:
    send(token)
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert send(token)["Location"]
    assert DisplayZone.objects.count() == 2, "an old key is a new one"
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert [tidying.tidy()["answers"] for _ in range(2)] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_a_crowd_with_one_key_does_it_once(token: str) -> None:
    statuses: Counter[int] = Counter()

    def one() -> None:
        statuses[send(token).status_code] += 1
        connection.close()

    crowd = [threading.Thread(target=one) for _ in range(20)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert DisplayZone.objects.count() == 1
    assert set(statuses) <= {201, 409}
    assert send(token).status_code == 201
    assert transaction.get_autocommit()
