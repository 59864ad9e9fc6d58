"""The rights table (rights.txt) and the real doors that it is about: every address, asked as every role."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.test import Client

from tests.architecture import addresses
from tests.architecture.addresses import Address

TABLE: Final = Path(__file__).with_name("rights.txt")
KEYS_TABLE: Final = Path(__file__).with_name("rights_keys.txt")
# Keys with all scopes that a member of the role can give, one with none, and three that are over.
KEYS: Final = ("stranger", "curator", "senior", "operator", "superuser", "no-scopes", "expired", "revoked", "orphaned")
ROLES: Final = ("anonymous", "visitor", "stranger", "curator", "senior", "operator", "superuser")
WORDS: Final = ("in", "login", "no", "404", "405")

BODIES: Final[Mapping[str, Mapping[str, str]]] = {
    "admin/gallery/poolimage/%(pk)s/decide/": {"action": "approve"},
    "admin/gallery/servedimage/%(pk)s/decide/": {"action": "retire"},
    "admin/gallery/displayzone/%(pk)s/act/": {"do": "follow", "emotion": "sad"},
    "admin/generation/generationbatch/%(pk)s/steer/": {"action": "pause"},
}


@dataclass(frozen=True, slots=True, order=True)
class Door:
    """One address, and one way of knocking."""

    path: str
    method: str


@dataclass(frozen=True, slots=True)
class House:
    """Something behind every door, and somebody of every role."""

    samples: Mapping[str, Mapping[str, str]]
    """Per room (`admin/gallery/poolimage`), and for all other addresses under the empty name: parts of addresses."""
    clients: Mapping[str, Client]
    programs: Mapping[str, Client]
    """Each with a key of its own, named as in the table of keys."""


def written(table: Path = TABLE, columns: tuple[str, ...] = ROLES) -> dict[Door, tuple[str, ...]]:
    """The table: for each door what each role, or each key, meets."""
    found = {}
    for line in table.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            path, method, *cells = line.split()
            assert len(cells) == len(columns), f"{table.name}: a cell is missing in {line!r}."
            assert set(cells) <= set(WORDS), f"{table.name}: {line!r} has a word that is none of {WORDS}."
            found[Door("" if path == "/" else path, method)] = tuple(cells)
    return found


@cache
def doors() -> dict[Door, Address]:
    """Every door there is: GET and POST everywhere, and what else an endpoint of the API listens to."""
    found = {}
    for address in addresses.every():
        methods = ["GET", "POST"]
        if address.path.startswith("api/"):
            methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        found.update({Door(address.path, method): address for method in methods})
    return found


def told(door: Door, cells: tuple[str, ...]) -> str:
    """The line of the table."""
    return f"{door.path or '/':<58} {door.method:<7} " + " ".join(f"{cell:<9}" for cell in cells).rstrip()


def met(door: Door, house: House, *, by_key: bool = False) -> tuple[str, ...]:
    """What each role, or each key, meets there; whatever was done is taken back before the next one comes."""
    address = doors()[door]
    room = "/".join(address.path.split("/")[:3])
    path = address.filled(house.samples.get(room, house.samples[""]))
    if by_key:
        return tuple(knock(house.programs[key], door, path) for key in KEYS)
    return tuple(knock(house.clients[role], door, path) for role in ROLES)


def knock(client: Client, door: Door, path: str) -> str:
    """The word for what one client meets."""
    before = copy.copy(client.cookies)
    with transaction.atomic():
        answer: Any = getattr(client, door.method.lower())(path, _body(door) if door.method == "POST" else {})
        transaction.set_rollback(True)
    # Logging out would end the session of whoever knocks next.
    client.cookies = before
    if answer.status_code == 302 and answer["Location"].startswith("/admin/login/"):
        return "login"
    if answer.status_code in (401, 403):
        return "no"
    if answer.status_code in (404, 405):
        return str(answer.status_code)
    # The health checks say with a 503 that something is unwell, to everybody alike.
    return "in" if answer.status_code < 500 or "healthz" in path else f"broken:{answer.status_code}"


def _body(door: Door) -> dict[str, str]:
    """What has to be sent so that the answer is about rights, not about a form that is empty."""
    return dict(BODIES.get(door.path, {}))
