"""The rights table of keys: every address of the API, asked with every kind of key; elsewhere a key opens nothing."""

import pytest

from tests.emotion_garden import rights
from tests.emotion_garden.rights import Door, House

pytestmark = pytest.mark.django_db
WRITTEN = rights.written(rights.KEYS_TABLE, rights.KEYS)


def _doors() -> list[Door]:
    return sorted(door for door in rights.doors() if door.path.startswith("api/"))


def test_no_cell_is_missing(house: House) -> None:
    new = [door for door in _doors() if door not in WRITTEN]
    assert not new, f"{len(new)} doors have no row in rights_keys.txt. Read before you paste:\n" + "\n".join(
        rights.told(door, rights.met(door, house, by_key=True)) for door in new
    )
    gone = sorted(set(WRITTEN) - set(_doors()))
    assert not gone, f"rights_keys.txt speaks of doors that are gone: {gone}"
    assert len(WRITTEN) > 60


def test_every_key_meets_what_the_table_says(house: House) -> None:
    wrong = [
        f"{door.method} /{door.path}: the key “{key}” meets “{is_}”, the table says “{should}”."
        for door, cells in WRITTEN.items()
        if door in rights.doors()
        for key, is_, should in zip(rights.KEYS, rights.met(door, house, by_key=True), cells, strict=True)
        if is_ != should
    ]
    assert not wrong, "\n".join(wrong)


def test_outside_of_the_api_a_superusers_key_opens_what_a_stranger_opens(house: House) -> None:
    for path in ("admin/", "admin/gallery/poolimage/", "admin/auth/user/", "playground/"):
        assert rights.knock(house.programs["superuser"], Door(path, "GET"), f"/{path}") == "login"
