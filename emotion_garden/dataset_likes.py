"""WORK: the likes of a data set become likes of this garden, and the lists they were told with become slates."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emotion_garden import dataset_people
from emotion_garden.dataset_people import NAMESPACE, READER, OnStep
from emotions.models import EmotionReading
from gallery import tallies
from gallery.models import Image, Status, Visitor
from recommendations import told
from recommendations.datasets import tables, words
from recommendations.datasets.tables import Row
from recommendations.drafts import Item
from recommendations.models import Interaction, Kind, Slate

POLICY: Final = "from a data set"
# What somebody may have liked: what is or was to be seen.
SEEN: Final = frozenset({Status.SERVING, Status.RETIRED})
# The clocks of two machines may differ.
_AHEAD: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Like:
    """One line of interactions.csv, pictures by the ends of their keys."""

    visitor: UUID
    picture: str
    beside: tuple[str, ...]
    when: datetime


@dataclass(frozen=True, slots=True)
class _Met:
    """A like whose visitor and pictures are known here; the slate is None if nothing was told of what hung beside."""

    visitor: int
    image: Image
    when: datetime
    shown: tuple[int, ...]
    slate: UUID | None


def lines(folder: Path, counts: Counter[str]) -> Iterator[Like]:
    """The likes; what else the lines tell is counted. Raises DatasetError."""
    for row in tables.rows(folder, tables.INTERACTIONS, needed=["USER_ID", "ITEM_ID", "TIMESTAMP"]):
        user, item = row.need("USER_ID"), row.need("ITEM_ID")
        row.need("TIMESTAMP")
        when = _moment(row)
        if words.event(row) not in words.LIKES:
            counts["other_events"] += 1
            continue
        beside = tuple(dict.fromkeys(_tail(part) for part in words.beside(row, words.key(item))))
        yield Like(dataset_people.code(user), _tail(item), beside, when)


def plant(folder: Path, *, on_step: OnStep) -> Counter[str]:
    """Some likes in each transaction; run again, it goes on where it was interrupted."""
    counts: Counter[str] = Counter()
    done = 0
    for chunk in dataset_people.chunks(lines(folder, counts)):
        with transaction.atomic():
            _plant(chunk, counts)
        on_step(tables.INTERACTIONS, done := done + len(chunk))
    return counts


def known_items(folder: Path) -> Counter[str]:
    """How many pictures of items.csv are here, and how many are not. Pictures come by import_images, not by names."""
    counts: Counter[str] = Counter()
    if (folder / tables.ITEMS).is_file():
        rows = tables.rows(folder, tables.ITEMS, needed=["ITEM_ID"])
        for chunk in dataset_people.chunks(_tail(row.need("ITEM_ID")) for row in rows):
            here = set(Image.objects.filter(key_tail__in=chunk).values_list("key_tail", flat=True))
            counts["items_known"] += sum(tail in here for tail in chunk)
            counts["items_unknown"] += sum(tail not in here for tail in chunk)
    return counts


def _moment(row: Row) -> datetime:
    try:
        when = datetime.fromtimestamp(words.moment(row), tz=UTC)
    except (ValueError, OverflowError, OSError):
        row.refuse(_("Its TIMESTAMP is no moment of ours."))
    if when > timezone.now() + _AHEAD:
        row.refuse(_("Its TIMESTAMP lies in the future."))
    return when


def _tail(name: str) -> str:
    """Exactly as an export writes it; else as the old clients may have told it."""
    if "://" not in name and name.startswith(told.FOLDER):
        return name.removeprefix(told.FOLDER)
    return told.key_tail(name) or name


def _plant(chunk: list[Like], counts: Counter[str]) -> None:
    tails = {tail for like in chunk for tail in (like.picture, *like.beside)}
    images = {image.key_tail: image for image in Image.objects.filter(key_tail__in=tails, status__in=SEEN)}
    known = [like for like in chunk if like.picture in images]
    counts["unknown_pictures"] += len(chunk) - len(known)
    counts["unlisted_users"] += dataset_people.ensure(like.visitor for like in known)
    # Held, so that nobody of them likes anything here meanwhile.
    held = (
        Visitor.objects.filter(code__in={like.visitor for like in known}).order_by("pk").select_for_update(no_key=True)
    )
    visitors = {visitor.code: visitor.pk for visitor in held}
    met = _new([_met(like, visitors[like.visitor], images) for like in known], counts)
    slates = _slates(met, counts)
    Interaction.objects.bulk_create([_like(one, slates) for one in met])
    counts["likes"] += len(met)
    tallies.add(likes=Counter(one.image.pk for one in met))
    _date(met)


def _date(met: Iterable[_Met]) -> None:
    """Whoever liked something was here then, not first when their data set came: what is kept ends by those moments."""
    earliest: dict[int, datetime] = {}
    for one in met:
        earliest[one.visitor] = min(one.when, earliest.get(one.visitor, one.when))
    visitors = [
        visitor for visitor in Visitor.objects.filter(pk__in=earliest) if visitor.created_at > earliest[visitor.pk]
    ]
    for visitor in visitors:
        visitor.created_at = earliest[visitor.pk]
    Visitor.objects.bulk_update(visitors, ["created_at"])
    readings = [
        reading
        for reading in EmotionReading.objects.filter(visitor__in=earliest, reader=READER)
        if reading.created_at > earliest[reading.visitor_id or 0]
    ]
    for reading in readings:
        reading.created_at = earliest[reading.visitor_id or 0]
    EmotionReading.objects.bulk_update(readings, ["created_at"])


def _met(like: Like, visitor: int, images: dict[str, Image]) -> _Met:
    shown = tuple(images[tail].pk for tail in like.beside if tail in images)
    image = images[like.picture]
    if shown and image.pk not in shown:
        shown = (*shown, image.pk)
    slate = uuid5(NAMESPACE, f"{like.visitor}|{'|'.join(like.beside)}") if shown else None
    return _Met(visitor, image, like.when, shown, slate)


def _new(met: Iterable[_Met], counts: Counter[str]) -> list[_Met]:
    """Without what is liked here already, or was and is no more, and without repetitions: the first like counts."""
    first: dict[tuple[int, int], _Met] = {}
    for one in met:
        if first.setdefault((one.visitor, one.image.pk), one) is not one:
            counts["already_here"] += 1
    liked = Interaction.objects.filter(
        kind=Kind.LIKE, visitor__in={who for who, _image in first}, image__in={image for _who, image in first}
    )
    here = set(liked.values_list("visitor_id", "image_id"))
    counts["already_here"] += len(here & set(first))
    return [one for pair, one in first.items() if pair not in here]


def _slates(met: list[_Met], counts: Counter[str]) -> dict[UUID, Slate]:
    """One for each visitor and list, with its impressions: what hung there hung there once."""
    first = {one.slate: one for one in reversed(met) if one.slate}
    here = {slate.code: slate for slate in Slate.objects.filter(code__in=first)}
    new = Slate.objects.bulk_create([_slate(code, one) for code, one in first.items() if code not in here])
    showings: Counter[int] = Counter()
    impressions = []
    for slate in new:
        for place, pk in enumerate(first[slate.code].shown):
            showings[pk] += 1
            impressions.append(_event(Kind.IMPRESSION, slate, pk, place))
    Interaction.objects.bulk_create(impressions)
    tallies.add(showings=showings)
    counts["slates"] += len(new)
    counts["impressions"] += len(impressions)
    return {**here, **{slate.code: slate for slate in new}}


def _slate(code: UUID, one: _Met) -> Slate:
    """How likely each picture was to be shown is not known, so it has no propensity."""
    items = [Item(pk, place, None, None, reason="", repeat=False) for place, pk in enumerate(one.shown)]
    return Slate(
        code=code,
        visitor_id=one.visitor,
        walk=code,
        # The tables do not say what the visitor felt then; pages show pictures of one emotion.
        emotion=one.image.emotion,
        question=hashlib.sha256(json.dumps([POLICY, one.shown]).encode()).hexdigest(),
        policy=POLICY,
        candidates_hash="",
        rung="",
        items=[asdict(item) for item in items],
        created_at=one.when,
        seen_at=one.when,
    )


def _like(one: _Met, slates: dict[UUID, Slate]) -> Interaction:
    slate = slates[one.slate] if one.slate else None
    places = {item["image"]: item["position"] for item in slate.items} if slate else {}
    return Interaction(
        kind=Kind.LIKE, visitor_id=one.visitor, image=one.image, slate=slate,
        position=places.get(one.image.pk), emotion=one.image.emotion, created_at=one.when,
    )  # fmt: skip


def _event(kind: Kind, slate: Slate, image: int, place: int) -> Interaction:
    return Interaction(
        kind=kind, visitor_id=slate.visitor_id, image_id=image, slate=slate, position=place, emotion=slate.emotion,
        created_at=slate.created_at,
    )  # fmt: skip
