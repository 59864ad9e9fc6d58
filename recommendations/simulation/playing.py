"""Made visitors at the doors of a real garden: over HTTP alone, as any program would come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol
from urllib.parse import urlencode
from uuid import UUID

import numpy as np

from recommendations.simulation import vocabulary
from recommendations.simulation.records import Record
from recommendations.simulation.visits import SLATE
from recommendations.simulation.world import EMOTIONS, UNSAID, World

GARDEN: Final = "/api/v1/garden/"


class Door(Protocol):
    """One request to a garden; the JSON of its answer. Raises for any answer that is no success."""

    def __call__(self, method: str, path: str, *, headers: Mapping[str, str], body: Mapping[str, Any]) -> Any: ...


@dataclass(frozen=True, eq=False)
class Guests:
    """A world whose visitors have the codes that the garden gave them, and what they show at its doors."""

    world: World
    headers: tuple[Mapping[str, str], ...]


def arrive(door: Door, world: World) -> Guests:
    """Every visitor of the world comes to be known. Writes a row for each of them."""
    people, codes, headers = world.visitors, [], []
    for person in range(len(people.codes)):
        told = {
            "age_group": _said(vocabulary.AGE_GROUPS, people.age_groups[person]),
            "gender": _said(vocabulary.GENDERS, people.genders[person]),
        }
        said = {name: value for name, value in told.items() if value}
        answer = door("POST", "/api/v1/visitors/", headers={}, body=said)
        codes.append(UUID(answer["visitor"]))
        language = vocabulary.LANGUAGES[people.languages[person]]
        headers.append({"X-Visitor": answer["token"], "Accept-Language": language})
    return Guests(replace(world, visitors=replace(people, codes=tuple(codes))), tuple(headers))


def play(door: Door, guests: Guests, record: Record, *, visits: Sequence[int]) -> None:
    """These visits of the record's plan. Writes slates, impressions and likes into the garden."""
    world, plan = guests.world, record.plan
    places = {picture.code: place for place, picture in enumerate(world.pictures.shown)}
    for visit in visits:
        person, after = int(plan.visitors[visit]), ""
        headers = guests.headers[person]
        favorite = _said(vocabulary.FAVORITES, world.visitors.favorites[person]) or ""
        question = {"emotion": EMOTIONS[plan.read[visit]], "favorite": favorite, "limit": str(SLATE)}
        for slate in range(int(plan.slates[visit])):
            asked = urlencode({name: value for name, value in {**question, "after": after}.items() if value})
            offer = door("GET", f"{GARDEN}?{asked}", headers=headers, body={})
            codes, after = [item["code"] for item in offer["items"]], offer["slate"]
            pictures = np.array([places[code] for code in codes], dtype=np.int64)
            door("POST", f"/api/v1/slates/{after}/seen/", headers=headers, body={})
            for place in np.flatnonzero(record.answer(visit, pictures, slate=slate)).tolist():
                door("PUT", f"/api/v1/images/{codes[place]}/like/", headers=headers, body={"slate": after})


def _said(words: Sequence[str], place: int) -> str | None:
    return words[place] if place != UNSAID else None
