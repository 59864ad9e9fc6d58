"""The room of keys, and the two commands: a key is shown once, its maker's scopes are offered, no others."""

import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.test import Client

from emotion_garden.keys import making
from emotion_garden.models import ApiKey

pytestmark = pytest.mark.django_db
ROOM = "/admin/emotion_garden/apikey/"
ORDER = "generation.add_generationbatch"


def pk_of(name: str) -> str:
    return str(next(row.pk for row in Permission.objects.select_related("content_type") if making.name(row) == name))


def make(client: Client, **said: Any) -> Any:
    return client.post(f"{ROOM}add/", {"name": "orders", "days": "30", **said})


def test_a_key_is_made_in_a_form_and_shown_once(operator_client: Client) -> None:
    answer = make(operator_client, scopes=[pk_of(ORDER)])
    (secret,) = re.findall(r"egk_[0-9a-f]{12}_[0-9a-f]{64}", answer.text)
    assert "no-store" in answer["Cache-Control"]
    key = ApiKey.objects.get()
    assert (key.owner.get_username(), [making.name(row) for row in key.scopes.all()]) == ("operator", [ORDER])
    for page in (ROOM, f"{ROOM}{key.pk}/change/", f"{ROOM}{key.pk}/history/"):
        shown = operator_client.get(page)
        assert shown.status_code == 200
        assert secret[17:] not in shown.text
        assert key.prefix in shown.text or "history" in page
    assert Client().get("/api/v1/pictures/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def test_only_the_makers_own_scopes_are_offered_and_taken(operator_client: Client) -> None:
    page = operator_client.get(f"{ROOM}add/").text
    assert ORDER in page
    assert "gallery.approve_poolimage" not in page
    answer = make(operator_client, scopes=[pk_of("gallery.approve_poolimage")])
    assert "errorlist" in answer.text
    assert not ApiKey.objects.exists()


def test_scopes_are_said_in_the_language_of_who_gives_them(operator_client: Client) -> None:
    page = operator_client.get(f"{ROOM}add/", headers={"Accept-Language": "ko"}).text
    assert "generation.cancel_generationbatch: 묶음을 취소할 수 있음" in page


@pytest.mark.parametrize("said", [{"name": ""}, {"days": "0"}, {"days": "many"}, {"scopes": ["no"]}])
def test_a_form_without_sense_is_shown_again(operator_client: Client, said: dict[str, Any]) -> None:
    assert "errorlist" in make(operator_client, **said).text
    assert not ApiKey.objects.exists()


def test_it_is_revoked_with_one_button(operator_client: Client) -> None:
    make(operator_client)
    key = ApiKey.objects.get()
    assert "Revoke this key" in operator_client.get(f"{ROOM}{key.pk}/change/").text
    for _time in range(2):
        assert operator_client.post(f"{ROOM}{key.pk}/revoke/").status_code == 302
    assert ApiKey.objects.get().revoked_at is not None
    assert "Revoke this key" not in operator_client.get(f"{ROOM}{key.pk}/change/").text


def test_somebody_elses_keys_are_not_there(operator_client: Client, admin_client: Client, admin_user: User) -> None:
    key = making.make(admin_user, called="the boss's", scopes=[]).row
    assert "the boss's" not in operator_client.get(ROOM).text
    assert operator_client.post(f"{ROOM}{key.pk}/revoke/").status_code == 404
    assert ApiKey.objects.get().revoked_at is None
    make(operator_client)
    assert admin_client.get(ROOM).text.count("egk_") == 2


def test_a_curator_makes_no_keys(curator_client: Client) -> None:
    assert make(curator_client).status_code == 403
    assert not ApiKey.objects.exists()


def run(name: str, *said: str, **options: Any) -> str:
    out = StringIO()
    call_command(name, *said, stdout=out, stderr=StringIO(), **options)
    return out.getvalue().strip()


def test_the_commands_make_and_revoke(operator: User) -> None:
    secret = run("make_api_key", "nightly", "--owner", "operator", "--scope", ORDER)
    assert re.fullmatch(r"egk_[0-9a-f]{12}_[0-9a-f]{64}", secret)
    assert run("revoke_api_key", secret[:16]) == "Revoked."
    assert run("revoke_api_key", secret) == "It was revoked already."


def test_the_command_gives_all_that_the_owner_may(operator: User) -> None:
    run("make_api_key", "nightly", "--owner", "operator", "--all-scopes")
    assert ApiKey.objects.get().scopes.count() == making.offered(operator).count() > 5


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (["make_api_key", "x", "--owner", "nobody"], "There is no account"),
        (["make_api_key", "x", "--owner", "operator", "--scope", "gallery.approve_poolimage"], "may not do this"),
        (["make_api_key", "x", "--owner", "operator", "--days", "0"], "lasts from 1 to"),
        (["revoke_api_key", "egk_000000000000"], "There is no key"),
    ],
)
def test_a_command_that_cannot_says_why(operator: User, said: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(*said)
