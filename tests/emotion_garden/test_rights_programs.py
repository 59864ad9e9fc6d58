"""Behind the doors of the API: whom each deed obeys, by session and by key, and that each scope is really needed."""

from typing import Any, Final

import pytest
from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.test import Client

from emotion_garden.keys import making
from emotion_garden.openapi import serving
from tests.emotion_garden import rights_house, test_rights_acts
from tests.emotion_garden.openapi_changes import METHODS
from tests.emotion_garden.rights import ROLES
from tests.emotion_garden.rights_programs import ACTS, LOOKS, Deed
from tests.gallery.rows import everything

pytestmark = pytest.mark.django_db
DEEDS: Final = {**LOOKS, **ACTS}
TAGS: Final = {"curating", "displays"}


class Watched:
    """A client that remembers how everything was just before its request, however much was prepared for it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.before: Any = None

    def __getattr__(self, method: str) -> Any:
        self.before = everything()
        return getattr(self.client, method)


def obeys(name: str, client: Client, boss: User) -> bool:
    """Whether something was told, or something has changed; never both a refusal and a change."""
    with transaction.atomic():
        watched = Watched(client)
        answer = DEEDS[name].knock(watched, boss)
        changed = everything() != watched.before
        transaction.set_rollback(True)
    is_answered: bool = answer.status_code < 300
    assert answer.status_code < 500
    assert not changed or (is_answered and name in ACTS), f"“{name}” is answered {answer.status_code}, and changes."
    return changed if name in ACTS else is_answered


def program(owner: User, *scopes: str) -> Client:
    wanted = Permission.objects.filter(codename__in=[name.partition(".")[2] for name in scopes])
    assert len(wanted) == len(scopes)
    secret = making.make(owner, called="a program", scopes=wanted).secret
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize("name", DEEDS)
def test_each_deed_is_done_for_those_alone_who_may(name: str) -> None:
    """By session, and by a key of everybody's with all that they can give."""
    people = rights_house.cast()
    boss, keys = people["superuser"], rights_house.programs(people)
    should = set(DEEDS[name].roles)
    by_session = {role for role in ROLES if obeys(name, rights_house.client(role, people), boss)}
    by_key = {role for role in people if obeys(name, keys[role], boss)}
    assert (by_session, by_key) == (should, should)
    assert not [key for key in ("no-scopes", "expired", "revoked", "orphaned") if obeys(name, keys[key], boss)]


@pytest.mark.parametrize("name", [name for name, deed in DEEDS.items() if deed.roles])
def test_each_scope_is_needed_and_no_other(name: str) -> None:
    people = rights_house.cast()
    boss, scopes, instead = people["superuser"], DEEDS[name].scopes, DEEDS[name].instead
    assert obeys(name, program(boss, *scopes), boss), f"“{name}” needs more than {scopes}."
    for scope in scopes:
        rest = [other for other in scopes if other != scope]
        assert not obeys(name, program(boss, *rest), boss), f"“{name}” is done without {scope}."
    every = {making.name(row) for row in making.offered(boss)}
    others = every - {scopes[-1], instead}
    assert not obeys(name, program(boss, *others), boss), f"“{name}” is done without {scopes[-1]}."
    assert not instead or obeys(name, program(boss, *scopes[:-1], instead), boss)


@pytest.mark.parametrize("name", test_rights_acts.ACTS)
def test_a_key_presses_no_button_of_the_admin(name: str) -> None:
    """A superuser's, with every scope: pages are for people. What is an endpoint's is any visitor's, too."""
    people = rights_house.cast()
    key = program(people["superuser"], *(making.name(row) for row in making.offered(people["superuser"])))
    act, allowed = test_rights_acts.ACTS[name]
    assert test_rights_acts._changes(act, key, people["superuser"]) == (allowed == ROLES)


def test_no_operation_for_curators_is_left_out() -> None:
    """A new one needs a line in rights_programs.py: whom it obeys, and which scopes it takes."""
    described = serving.described()
    there = {
        one["operationId"]: one["description"]
        for path in described["paths"].values()
        for method, one in path.items()
        if method in METHODS and TAGS & set(one["tags"])
    }
    assert len(there) > 12
    deeds: list[Deed] = list(DEEDS.values())
    assert {deed.operation for deed in deeds} == set(there)
