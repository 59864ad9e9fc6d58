"""The rights table: role × door × action. Every address there is, asked as every role; no cell is missing."""

import pytest

from tests.emotion_garden import rights
from tests.emotion_garden.rights import House

pytestmark = pytest.mark.django_db
HOW = (
    "Who may come in there? Say it in tests/emotion_garden/rights.txt: one word for each role (in, login, no, 404, "
    "405). This is what each meets now; read it before you paste it:\n"
)


def test_no_door_is_missing(house: House) -> None:
    known, there = rights.written(), rights.doors()
    new = sorted(set(there) - set(known))
    assert not new, f"{len(new)} doors have no row. {HOW}" + "\n".join(
        rights.told(door, rights.met(door, house)) for door in new
    )
    gone = [f"{door.path} {door.method}" for door in sorted(set(known) - set(there))]
    assert not gone, f"rights.txt speaks of doors that are gone; drop their rows: {gone}"
    assert len(there) > 200, "Fewer doors than there were: is this test blind?"


@pytest.mark.parametrize("path", sorted({door.path for door in rights.written()}))
def test_every_role_meets_what_the_table_says(path: str, house: House) -> None:
    said = {door: cells for door, cells in rights.written().items() if door.path == path and door in rights.doors()}
    real = {door: rights.met(door, house) for door in said}
    wrong = [
        f"{door.method} /{path}: the {role} meets “{is_}”, the table says “{should}”."
        for door, cells in said.items()
        for role, is_, should in zip(rights.ROLES, real[door], cells, strict=True)
        if is_ != should
    ]
    assert not wrong, "\n".join(wrong)
