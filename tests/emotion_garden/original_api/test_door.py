"""What all old routes share: the addresses, other ways of asking, other sites, and the switch."""

import pytest
from django.conf import LazySettings
from django.test import Client

from emotion_garden.original_api import addresses, names
from tests.emotion_garden.original_api.asking import ask
from tests.gallery import factories

pytestmark = pytest.mark.django_db
ROUTES = [str(route.pattern) for route in addresses.twelve]
OLD = "img_20230221-101112_0.jpeg"
POSTS = [route for route in ROUTES if route != "image"]


@pytest.mark.parametrize("route", POSTS)
def test_another_way_of_asking_is_answered_as_amazon_does(client: Client, route: str) -> None:
    for prefix in ("/", "/dev/"):
        for method in ("PUT", "DELETE", "OPTIONS", *(["GET"] if route != "text2image" else [])):
            answer = client.generic(method, f"{prefix}{route}")
            assert answer.status_code == 403
            assert answer.content == b'{"message":"Missing Authentication Token"}'


def test_the_page_of_a_picture_is_only_looked_at(client: Client) -> None:
    for method in ("POST", "PUT", "DELETE"):
        answer = client.generic(method, "/image?content=emotions/x")
        assert (answer.status_code, answer.content) == (403, b'{"message":"Missing Authentication Token"}')


@pytest.mark.parametrize("route", POSTS)
def test_other_sites_are_refused(route: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for headers in (
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://other.testserver"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    ):
        answer = ask(client, f"/{route}", {"emotion": "happy"}, **headers)
        assert answer.status_code == 403, headers
        assert "site" in answer.json()["message"]


def test_our_own_pages_need_no_token(settings: LazySettings) -> None:
    factories.make_rows(1, status="serving")
    settings.CSRF_TRUSTED_ORIGINS = ["https://pages.example"]
    client = Client(enforce_csrf_checks=True)
    for headers in (
        {},
        {"Origin": "http://testserver"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://pages.example", "Sec-Fetch-Site": "cross-site"},
    ):
        assert ask(client, "/dev/garden", {"emotion": "happy"}, **headers).status_code == 200, headers


def test_a_post_is_never_led_on_to_a_page(client: Client) -> None:
    assert ask(client, "/garden", {"emotion": "happy"}).status_code == 200
    assert ask(client, "/garden/", {"emotion": "happy"}).status_code == 404


def test_capitals_count(client: Client) -> None:
    assert ask(client, "/gardenfromdb", {"emotion": "happy"}).status_code == 404


@pytest.mark.parametrize("path", [*ROUTES, "emotions/x", "imgPool/x", "display/zone1/img1h.jpeg", OLD])
def test_switched_off_they_are_not_there(client: Client, settings: LazySettings, path: str) -> None:
    settings.ORIGINAL_API = False
    assert client.get(f"/{path}").status_code == 404
    assert client.post(f"/{path}").status_code == 404
    assert client.get(f"/dev/{path}").status_code == client.post(f"/dev/{path}").status_code == 404


def test_a_limit_is_told_with_the_time_to_wait(client: Client, settings: LazySettings) -> None:
    from emotion_garden.env import Rate

    settings.GARDEN_LIMITS = {**settings.GARDEN_LIMITS, "garden": Rate(0, 60)}
    answer = ask(client, "/garden", {"emotion": "happy"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert answer.json()["message"]


def test_a_key_that_does_not_open_is_told(client: Client) -> None:
    answer = ask(client, "/garden", {"emotion": "happy"}, Authorization="Bearer egk_no")
    assert answer.status_code == 401


@pytest.mark.parametrize("route", POSTS)
def test_what_no_text_can_carry_is_no_fault_of_ours(admin_client: Client, settings: LazySettings, route: str) -> None:
    """Zero bytes and halves of letters, wherever a text may stand."""
    settings.ORIGINAL_API_WAIT = 0
    for odd in ("\\u0000", "\\ud800"):
        text = f'"imgPool/happy/{odd}"'
        prompt = f'"{{\\"emotion\\":\\"happy\\",\\"others\\":\\"{odd}\\"}}"'
        names = ("emotion", "itemId", "zone", "text", "fname")
        written = ",".join(f'"{name}":{text}' for name in names)
        for known in ("", f',"prompt":{prompt}', f',"prompt":{prompt},"fname":"imgPool/happy/img_1-1","index":1'):
            lists = ",".join(f'"{name}":[{text}]' for name in ("impression", "portrait", "landscape"))
            for keys in (f"[{text}]", text):
                answer = ask(admin_client, f"/{route}", f'{{{written},{lists},"objName":{keys}{known}}}')
                assert answer.status_code < 500, answer.content


@pytest.mark.parametrize("route", ["remove", "removePool"])
def test_longer_lists_than_any_page_sends_are_refused_in_a_sentence(admin_client: Client, route: str) -> None:
    names = [f"emotions/happy/img_1-{number}_0h.jpeg" for number in range(5001)]
    assert ask(admin_client, f"/{route}", {"objName": names[:5000]}).status_code == 200
    answer = ask(admin_client, f"/{route}", {"objName": names})
    assert answer.status_code == 400
    assert "5000" in answer.json()["message"]


@pytest.mark.parametrize("prefix", ["/", "/dev/"])
@pytest.mark.parametrize("route", POSTS)
def test_what_is_refused_before_its_view_is_told_in_the_same_form(
    client: Client, settings: LazySettings, route: str, prefix: str
) -> None:
    settings.BODY_LIMIT = 100
    answer = client.post(f"{prefix}{route}", b"x" * 101, content_type="image/png")
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/json")
    assert list(answer.json()) == ["message"]


def test_what_breaks_is_told_in_the_same_form_and_tells_nothing_of_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_parts: object, **_names: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr("emotion_garden.original_api.gardens.listed", broken)
    answer = ask(Client(raise_request_exception=False), "/garden", {"emotion": "happy"})
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/json")
    assert list(answer.json()) == ["message"]
    assert b"secret" not in answer.content


def test_the_names_of_the_routes_are_theirs() -> None:
    assert {route for route in ROUTES if names.is_route(f"/{route}")} == set(POSTS)
    assert not any(map(names.is_route, ("/", "/dev", "/dev/", "/image", "/garden/", "/api/v1/garden", "/devemotion")))
