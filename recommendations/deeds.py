"""What one visitor did since a model was learnt, in the model's terms: the material of `folding`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gallery.models import Emotion, Image, Visitor
from recommendations import cell, cells
from recommendations.folding import Deeds
from recommendations.live import Live
from recommendations.models import Interaction, Kind

# The latest; who has done more since the last learning has been very busy.
MOST: Final = 1_000
# Pictures of feelings that this process has not been asked about are read one by one: so many of them, the latest.
MOST_ELSEWHERE: Final = 200
# A deed under another feeling says half as much about this one.
OTHER_FEELING: Final = 0.5
# A “not now” says as much as being passed over so often.
NOT_NOW: Final = 2.0
_YES: Final = frozenset({Kind.LIKE, Kind.SHARE, Kind.DOWNLOAD})

Floats = NDArray[np.float64]
Rows = dict[int, NDArray[np.float32]]


@dataclass(slots=True)
class Met:
    """All that happened between the visitor and one picture."""

    emotion: str
    liked: bool = False
    weight: float = 0.0


def read(visitor: Visitor, *, emotion: str, model: Live, vector: Floats, centre: float, unit: float) -> Deeds | None:
    """None when there was nothing. `vector`, `centre` and `unit` tell how the model scores pictures for this visit."""
    met = _met(visitor, emotion, model.newest_event) if model.newest_event else {}
    return of(met, rows=_rows(model, met), vector=vector, centre=centre, unit=unit) if met else None


def has_liked(visitor: Visitor) -> bool:
    """Whether any like of theirs stands; one query."""
    return Interaction.objects.filter(visitor=visitor, kind=Kind.LIKE, withdrawn_at__isnull=True).exists()


def of(met: Mapping[int, Met], *, rows: Rows, vector: Floats, centre: float, unit: float) -> Deeds | None:
    """Of what was met, that of which the model knows the picture."""
    ids = sorted(rows)
    if not ids:
        return None
    found = np.array([rows[pk] for pk in ids], dtype=np.float64)
    return Deeds(
        vectors=found[:, :-1],
        scores=(found[:, :-1] @ vector + found[:, -1] - centre) / unit,
        liked=np.array([met[pk].liked for pk in ids]),
        weights=np.array([met[pk].weight for pk in ids]),
    )


def _met(visitor: Visitor, emotion: str, newest_event: int) -> Mapping[int, Met]:
    """One query."""
    events = Interaction.objects.filter(visitor=visitor, pk__gt=newest_event).order_by("-pk")
    standing = events.filter(withdrawn_at__isnull=True)
    return gathered(standing.values_list("kind", "emotion", "image_id", "image__emotion")[:MOST], emotion=emotion)


def gathered(events: Iterable[tuple[str, str, int, str]], *, emotion: str) -> Mapping[int, Met]:
    """By picture. An event: its kind, what was felt, the picture, the feeling it is made for; the latest first.

    What was liked is a yes, however often it was passed over before; a like taken back is none.
    """
    found: dict[int, Met] = {}
    for kind, felt, image, feeling in events:
        one = found.setdefault(image, Met(feeling))
        counts = 1.0 if felt == emotion else OTHER_FEELING
        if kind in _YES:
            one.liked, one.weight = True, max(counts, one.weight if one.liked else 0.0)
        elif not one.liked:
            one.weight += counts * (NOT_NOW if kind == Kind.NOT_NOW else 1.0)
    return found


def _rows(model: Live, met: Mapping[int, Met]) -> Rows:
    """From the cells at hand, else from the pictures' rows."""
    found = rows(model, cells.at_hand(), met)
    elsewhere = sorted(met.keys() - found.keys())[-MOST_ELSEWHERE:]
    if elsewhere:
        for each in cell.read(Image.objects.filter(pk__in=elsewhere), Emotion.values).values():
            added = each.traits.sums(model.tastes.pictures)
            of_each = np.column_stack([added.vectors, added.biases])
            found |= dict(zip(each.ids.tolist(), of_each, strict=True))
    return found


def rows(model: Live, at_hand: Iterable[cell.Cell], met: Mapping[int, Met]) -> Rows:
    """Each picture's vector and, last, its bias, of those that stand in the cells."""
    found: Rows = {}
    for each in at_hand:
        ids = np.array([pk for pk, one in met.items() if one.emotion == each.emotion], dtype=np.int64)
        places, ours = each.looked_up(ids)
        if ours.any():
            known = model.pictures(each)
            of_each = np.column_stack([known.vectors[places[ours]], known.biases[places[ours]]])
            found |= dict(zip(ids[ours].tolist(), of_each, strict=True))
    return found
