"""The interactions as arrays: visits, pictures, and which met which. Values only, no decisions."""

import hashlib
import json
from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gallery.models import Image, Visitor
from recommendations.features import Picture, Visit
from recommendations.models import Interaction, Kind


@dataclass(frozen=True, eq=False)
class Events:
    """Places of a visit and a picture, the position in the slate (−1: met elsewhere), and when (seconds)."""

    visits: NDArray[np.int64]
    pictures: NDArray[np.int64]
    positions: NDArray[np.int64]
    times: NDArray[np.float64]

    def __len__(self) -> int:
        return int(self.visits.size)

    def only(self, kept: NDArray[np.bool_]) -> "Events":
        return Events(self.visits[kept], self.pictures[kept], self.positions[kept], self.times[kept])


@dataclass(frozen=True, eq=False)
class History:
    """All visits with an event, all pictures that are served or were met, likes that stand, and impressions."""

    visits: tuple[Visit, ...]
    pictures: tuple[Picture, ...]
    likes: Events
    shown: Events

    def until(self, when: float) -> "History":
        """What was known then; visits and pictures keep their places."""
        likes, shown = self.likes, self.shown
        return replace(self, likes=likes.only(likes.times < when), shown=shown.only(shown.times < when))

    def hash(self) -> str:
        """The same for the same events; times do not matter but for their order."""
        found = hashlib.sha256()
        found.update(json.dumps([astuple(visit) for visit in self.visits]).encode())
        found.update(json.dumps([astuple(picture) for picture in self.pictures]).encode())
        for events in (self.likes, self.shown):
            for array in (events.visits, events.pictures, events.positions):
                found.update(array.tobytes() + b"|")
        return found.hexdigest()


def read() -> History:
    """The whole history, in a constant number of queries."""
    rows = (
        Interaction.objects.filter(kind__in=[Kind.LIKE, Kind.IMPRESSION], withdrawn_at__isnull=True)
        .order_by("id")
        .values_list("kind", "visitor_id", "emotion", "image_id", "position", "created_at")
    )
    pictures, people = _pictures(), _people()
    visits: dict[tuple[int, str], int] = {}
    events: dict[str, list[tuple[int, int, int, float]]] = {Kind.LIKE: [], Kind.IMPRESSION: []}
    for kind, visitor, emotion, image, position, when in rows.iterator(5000):
        # Somebody or something that came (or was deleted) since the lists were read is for the next training.
        if visitor in people and image in pictures:
            visit = visits.setdefault((visitor, emotion), len(visits))
            events[kind].append((visit, pictures[image][0], -1 if position is None else position, when.timestamp()))
    return History(
        visits=tuple(Visit(people[pk][0], emotion, *people[pk][1:]) for pk, emotion in visits),
        pictures=tuple(picture for _place, picture in pictures.values()),
        likes=_events(events[Kind.LIKE]),
        shown=_events(events[Kind.IMPRESSION]),
    )


def _pictures() -> dict[int, tuple[int, Picture]]:
    met = Interaction.objects.values("image_id")
    known = (Image.objects.serving() | Image.objects.filter(pk__in=met)).order_by("pk")
    rows = known.values_list("pk", "code", "emotion", "favorite", "caption").iterator(2000)
    return {pk: (place, Picture(str(code), *rest)) for place, (pk, code, *rest) in enumerate(rows)}


def _people() -> dict[int, tuple[str, str | None, str | None]]:
    rows = Visitor.objects.values_list("pk", "code", "age_group", "gender").iterator(5000)
    return {pk: (str(code), age_group, gender) for pk, code, age_group, gender in rows}


def _events(rows: list[tuple[int, int, int, float]]) -> Events:
    visits, pictures, positions, times = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Events(
        np.array(visits, dtype=np.int64),
        np.array(pictures, dtype=np.int64),
        np.array(positions, dtype=np.int64),
        np.array(times, dtype=np.float64),
    )
