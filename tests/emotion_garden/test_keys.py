"""A key lets a program act as its owner: within its scopes, until it ends, and never longer than the owner could."""

import logging
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Permission, User
from django.http import HttpRequest
from django.test import Client
from django.urls import path
from django.utils import timezone
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from emotion_garden.keys import making, opening
from emotion_garden.keys.errors import UnusableKeyError
from emotion_garden.models import ApiKey, KeyHolder
from gallery import curation
from gallery.models import Decision, Image
from tests.gallery import factories

pytestmark = pytest.mark.django_db
SEE, APPROVE = "gallery.view_poolimage", "gallery.approve_poolimage"


@api_view(["GET", "POST"])
def _who(request: Request) -> Response:
    user: Any = request.user
    may = [name for name in (SEE, APPROVE, "auth.change_user") if user.has_perm(name)]
    return Response({"user": user.get_username(), "may": may, "all": sorted(user.get_all_permissions())})


urlpatterns = [path("api/v1/who/", _who)]


@pytest.fixture(autouse=True)
def _addresses(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = __name__


def scopes(*names: str) -> Iterable[Permission]:
    return [row for row in Permission.objects.select_related("content_type") if making.name(row) in names]


def ask(secret: str, *, client: Client | None = None, scheme: str = "Bearer") -> tuple[int, dict[str, Any]]:
    answer = (client or Client()).get("/api/v1/who/", headers={"Authorization": f"{scheme} {secret}"})
    body: dict[str, Any] = answer.json()
    return answer.status_code, body


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Api-Key"])
def test_it_acts_as_its_owner_within_its_scopes(curator: User, scheme: str) -> None:
    made = making.make(curator, called="a script", scopes=scopes(SEE))
    assert ask(made.secret, scheme=scheme) == (200, {"user": "curator", "may": [SEE], "all": [SEE]})


def test_it_never_does_more_than_its_owner_may(curator: User) -> None:
    made = making.make(curator, called="a script", scopes=scopes(SEE, APPROVE))
    curator.user_permissions.remove(*scopes(APPROVE))
    assert ask(made.secret)[1]["may"] == [SEE]


def test_a_superusers_key_has_its_scopes_and_no_more(admin_user: User) -> None:
    made = making.make(admin_user, called="a script", scopes=scopes(APPROVE))
    assert ask(made.secret)[1]["may"] == [APPROVE]
    assert ask(making.make(admin_user, called="none", scopes=[]).secret)[1]["may"] == []


def test_what_it_decides_stands_in_its_owners_name(curator: User) -> None:
    made = making.make(curator, called="a script", scopes=scopes(APPROVE))
    request = HttpRequest()
    request.META["HTTP_AUTHORIZATION"] = f"Bearer {made.secret}"
    holder = opening.holder(request)
    assert isinstance(holder, KeyHolder)
    assert holder == curator
    (image,) = factories.make_rows(1)
    curation.approve(Image.objects.filter(pk=image.pk), by=holder)
    assert Decision.objects.get().by == curator


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"revoked_at": timezone.now()}, "revoked_key"),
        ({"created_at": timezone.now() - timedelta(9), "expires_at": timezone.now() - timedelta(8)}, "expired_key"),
    ],
)
def test_a_key_that_is_over_opens_nothing_and_says_why(curator: User, change: dict[str, Any], code: str) -> None:
    made = making.make(curator, called="a script", scopes=[])
    ApiKey.objects.update(**change)
    status, body = ask(made.secret)
    assert (status, body["code"]) == (401, code)


def test_it_dies_with_its_owners_account(curator: User) -> None:
    made = making.make(curator, called="a script", scopes=scopes(SEE))
    User.objects.update(is_active=False)
    status, body = ask(made.secret)
    assert (status, body["code"]) == (401, "key_owner_gone")


@pytest.mark.parametrize("wrong", ["egk_", "x", "", "egk_000000000000_" + "0" * 64, "Ω"])
def test_a_key_that_is_none_is_refused_even_beside_a_good_session(curator_client: Client, wrong: str) -> None:
    status, body = ask(wrong, client=curator_client)
    assert (status, body["code"]) == (401, "invalid_key")


def test_one_letter_of_the_secret_is_enough_to_be_wrong(curator: User) -> None:
    made = making.make(curator, called="a script", scopes=[])
    other = "0" if made.secret[-1] != "0" else "1"
    status, body = ask(made.secret[:-1] + other)
    assert (status, body["code"]) == (401, "invalid_key")


def test_it_counts_instead_of_the_session_beside_it(admin_client: Client, curator: User) -> None:
    made = making.make(curator, called="a script", scopes=[])
    assert ask(made.secret, client=admin_client)[1]["user"] == "curator"


def test_it_needs_no_csrf_proof(curator: User) -> None:
    made = making.make(curator, called="a script", scopes=[])
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(curator)
    assert browser.post("/api/v1/who/", headers={"Authorization": f"Bearer {made.secret}"}).status_code == 200


def test_a_proxys_own_authorization_is_nobodys_key(curator_client: Client) -> None:
    assert ask("YTpi", client=curator_client, scheme="Basic")[1]["user"] == "curator"


def test_it_is_not_taken_from_the_address(curator: User) -> None:
    made = making.make(curator, called="a script", scopes=[])
    answer = Client().get(f"/api/v1/who/?api_key={made.secret}")
    assert (answer.status_code, answer.json()["code"]) == (400, "key_in_address")


def test_the_challenge_says_what_to_send(curator: User) -> None:
    answer = Client().get("/api/v1/who/", headers={"Authorization": "Bearer nothing"})
    assert answer["WWW-Authenticate"].startswith("Bearer ")


def test_nothing_kept_or_logged_opens_the_door(curator: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        made = making.make(curator, called="a script", scopes=scopes(SEE))
        random = made.secret.rpartition("_")[2]
        ask(made.secret)
        ask(made.secret[:-1] + "x")
        ask("egk_000000000000_" + random)
        making.revoke(made.row.prefix)
    assert re.fullmatch(r"egk_[0-9a-f]{12}_[0-9a-f]{64}", made.secret)
    assert random not in caplog.text
    assert made.row.prefix in caplog.text
    assert random not in str(list(ApiKey.objects.values_list()))


def test_when_it_was_last_used_is_written_every_few_minutes_only(curator: User, django_assert_num_queries: Any) -> None:
    made = making.make(curator, called="a script", scopes=[])
    ask(made.secret)
    first = ApiKey.objects.get().last_used_at
    assert first is not None
    ask(made.secret)
    assert ApiKey.objects.get().last_used_at == first
    long_ago = timezone.now() - timedelta(hours=1)
    ApiKey.objects.update(last_used_at=long_ago)
    ask(made.secret)
    assert (ApiKey.objects.get().last_used_at or long_ago) > long_ago


def test_nobody_gives_away_what_they_may_not_do(curator: User, operator: User) -> None:
    with pytest.raises(UnusableKeyError, match=r"generation\.add_generationbatch"):
        making.make(curator, called="x", scopes=scopes("generation.add_generationbatch"))
    assert not {making.name(row) for row in making.offered(operator)} & {"emotion_garden.add_apikey"}
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("wrong", [{"called": " "}, {"called": "x" * 101}, {"days": 0}, {"days": 99_999}])
def test_a_key_without_sense_is_not_made(curator: User, wrong: dict[str, Any]) -> None:
    with pytest.raises(UnusableKeyError):
        making.make(curator, **{"called": "x", "scopes": [], **wrong})


def test_revoking_twice_is_revoking_once(curator: User) -> None:
    made = making.make(curator, called="a script", scopes=[])
    assert making.revoke(made.row.prefix)
    assert not making.revoke(made.row.prefix)
