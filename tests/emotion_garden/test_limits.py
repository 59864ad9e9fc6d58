"""So often and not oftener: for each key, visitor and address, by the scope of what is asked."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from emotion_garden import settings as shipped
from emotion_garden.env import Rate
from emotion_garden.keys import making
from emotion_garden.limits import callers
from gallery import visitors
from gallery.models import Visitor
from tests.architecture import house

pytestmark = pytest.mark.django_db
HERE = "/api/v1/tried/"


@api_view(["GET"])
def _plain(request: Request) -> Response:
    return Response({})


class _Ordering(APIView):
    throttle_scope = "orders"

    def throttle_cost(self, request: Request) -> int:
        return int(request.query_params["pictures"])

    def get(self, request: Request) -> Response:
        return Response({})


urlpatterns = [path("api/v1/tried/", _plain), path("api/v1/orders/", _Ordering.as_view())]


@pytest.fixture(autouse=True)
def _three_a_minute(settings: LazySettings, tmp_path: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.GARDEN_LIMITS_FILE = tmp_path / "limits"
    settings.GARDEN_LIMITS = {"default": Rate(3, 60), "orders": Rate(100, 60), "wrong keys": Rate(2, 60)}
    settings.GARDEN_LIMIT_ADDRESS = 2


def ask(*, times: int = 1, address: str = "203.0.113.5", where: str = HERE, **headers: str) -> list[int]:
    client = Client(headers=headers)
    return [client.get(where, REMOTE_ADDR=address).status_code for _ in range(times)]


def as_visitor(said: str) -> Any:
    return {"X-Visitor": said}


def token() -> str:
    return visitors.token(Visitor.objects.create())


def test_who_asks_too_often_is_told_when_to_come_again() -> None:
    client = Client(headers={"X-Visitor": token()})
    answers = [client.get(HERE) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    body = answers[-1].json()
    assert (body["code"], body["status"]) == ("throttled", 429)
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert body["detail"].startswith("That is more than 3 in 60 seconds.")


def test_every_answer_says_how_much_is_left() -> None:
    client = Client(headers={"X-Visitor": token()})
    said = [client.get(HERE)["RateLimit"] for _ in range(4)]
    assert [line.partition(";t=")[0] for line in said] == [f'"default";r={left}' for left in (2, 1, 0, 0)]
    assert client.get(HERE)["RateLimit-Policy"] == '"default";q=3;w=60'


def test_each_visitor_has_their_own_and_an_address_its_share() -> None:
    first, second, third = token(), token(), token()
    assert ask(times=3, **as_visitor(first)) == [200] * 3
    assert ask(times=3, **as_visitor(second)) == [200] * 3
    assert ask(**as_visitor(third)) == [429], "the address has had twice what one visitor has"
    assert ask(address="203.0.113.6", **as_visitor(third)) == [200]


def test_newcomers_share_what_their_address_has() -> None:
    assert ask(times=7) == [200] * 6 + [429]


def test_a_token_that_is_none_is_no_way_around() -> None:
    assert [ask(**as_visitor(f"made up {n}"))[0] for n in range(7)] == [200] * 6 + [429]


def test_a_key_has_its_own_wherever_it_is_used(operator: User) -> None:
    secrets = [making.make(operator, called="x", scopes=[]).secret for _ in range(2)]
    for secret in secrets:
        said: Any = {"Authorization": f"Bearer {secret}"}
        assert ask(times=2, **said) + ask(times=2, address="203.0.113.6", **said) == [200] * 3 + [429]
    assert ask() == [200], "keys take nothing from their address"


def test_an_account_has_its_own(operator: User) -> None:
    client = Client()
    client.force_login(operator)
    assert [client.get(HERE).status_code for _ in range(4)] == [200] * 3 + [429]


def test_wrong_keys_are_counted_and_right_ones_beside_them_are_not(operator: User) -> None:
    right = making.make(operator, called="x", scopes=[]).secret
    assert ask(times=5, Authorization="Bearer egk_wrong") == [401] * 4 + [429]
    assert ask(Authorization=f"Bearer {right}") == [200]


def test_a_call_can_cost_more_than_one() -> None:
    said: Any = {"X-Visitor": token()}
    orders = [ask(where=f"/api/v1/orders/?pictures={n}", **said)[0] for n in (60, 50, 40, 1)]
    assert orders == [200, 429, 200, 429]


def test_a_limit_can_be_off(settings: LazySettings) -> None:
    settings.GARDEN_LIMITS = {"default": None}
    assert ask(times=9) == [200] * 9


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counts_as"),
    [
        (0, "198.51.100.1", "203.0.113.5"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "made up, 198.51.100.1", "198.51.100.1"),
        (2, "made up, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "198.51.100.1"),
        (1, "", "203.0.113.5"),
        (1, "2001:db8::1", "2001:db8::/64"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
        (1, "unknown", "nowhere"),
    ],
)
def test_the_address_is_what_our_own_proxy_saw(
    settings: LazySettings, rf: Any, proxies: int, forwarded: str, counts_as: str
) -> None:

    settings.GARDEN_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="203.0.113.5", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert callers.address(request) == counts_as


def test_every_scope_that_a_view_names_has_a_limit() -> None:
    named = {
        line.partition('"')[2].partition('"')[0]
        for path_ in house.modules()
        for line in path_.read_text().splitlines()
        if line.strip().startswith("throttle_scope = ")
    }
    assert len(named) >= 4

    assert named <= set(shipped.GARDEN_LIMITS), "A view names a scope that the settings do not know."


def test_counters_that_are_away_close_no_door(settings: LazySettings, tmp_path: Any) -> None:
    (tmp_path / "file").write_text("")
    settings.GARDEN_LIMITS_FILE = tmp_path / "file" / "limits"
    assert ask(times=9) == [200] * 9
