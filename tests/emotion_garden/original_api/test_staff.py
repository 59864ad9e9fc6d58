"""Who may: each staff route asked by everybody, by session and by key."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from emotion_garden.keys import making
from tests.emotion_garden.original_api.asking import ask

pytestmark = pytest.mark.django_db
BULK = {"index": 0, "prompt": '{"emotion":"happy","others":"x"}', "fname": "imgPool/happy/img_1-1"}
# What each is asked with, and who may: curator, senior curator, operator.
MATRIX = [
    ("/bulk", BULK, "no no in"),
    ("/text2image", {"text": "x"}, "no no in"),
    ("/retrieve", {"emotion": "happy"}, "in in no"),
    ("/remove", {"objName": []}, "in in no"),
    ("/removePool", {"objName": []}, "in in no"),
    ("/clearIndex", {"objName": "imgPool/happy/img_1-1_0h.jpeg"}, "in in no"),
    ("/clearIndex", {"objName": "emotions/happy/img_1-1_0h.jpeg"}, "no in no"),
    ("/updateDisplay", {"zone": "zone1", "portrait": [], "landscape": []}, "no no in"),
]


@pytest.mark.parametrize(("route", "body", "who"), MATRIX)
def test_each_route_is_for_its_role(
    route: str, body: object, who: str, curator_client: Client, senior_client: Client, operator_client: Client,
    stranger_client: Client, settings: object,
) -> None:  # fmt: skip
    settings.ORIGINAL_API_WAIT = 0  # type: ignore[attr-defined]
    told = {client: ask(client, route, body).status_code for client in (curator_client, senior_client, operator_client)}
    assert ["in" if status == 200 else "no" for status in told.values()] == who.split()
    assert set(told.values()) <= {200, 403}
    assert ask(Client(), route, body).status_code == 401
    assert ask(stranger_client, route, body).status_code == 403


@pytest.mark.parametrize(("route", "body", "_who"), MATRIX)
def test_permissions_alone_make_no_staff(route: str, body: object, _who: str, operator: User, curator: User) -> None:
    """Somebody who left keeps an account, and perhaps what it was allowed."""
    for person in (operator, curator):
        person.is_staff = False
        person.save()
        client = Client()
        client.force_login(person)
        assert ask(client, route, body).status_code == 403


@pytest.mark.parametrize(("route", "body", "_who"), MATRIX)
def test_a_key_needs_the_scope(route: str, body: object, _who: str, operator: User, senior_curator: User) -> None:
    for person in (operator, senior_curator):
        empty = making.make(person, called="without", scopes=[]).secret
        answer = ask(Client(), route, body, Authorization=f"Bearer {empty}")
        assert answer.status_code == 403
        assert answer.json()["message"]


def test_a_key_with_the_scope_may_from_anywhere(operator: User) -> None:
    secret = making.make(operator, called="orders", scopes=making.offered(operator)).secret
    answer = ask(Client(), "/bulk", BULK, Authorization=f"Bearer {secret}", Origin="https://elsewhere.example")
    assert answer.status_code == 200


def test_a_session_is_no_use_to_another_site(operator_client: Client) -> None:
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert ask(operator_client, "/bulk", BULK, **headers).status_code == 403


def test_a_visitors_token_switches_the_session_off(operator_client: Client) -> None:
    assert ask(operator_client, "/bulk", BULK, **{"X-Visitor": "x"}).status_code == 401
