"""What the walls show: a zone's chosen pictures or an emotion it follows; each change has a person and a way back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery import deciding, eight
from gallery.errors import GardenError, NotFoundError
from gallery.models import DisplayChange, DisplaySlot, DisplayZone, Image, Orientation

ADD: Final = "gallery.add_displayzone"
CHANGE: Final = "gallery.change_displayzone"
DROP: Final = "gallery.delete_displayzone"
# As in the original: eight pictures lying, eight standing.
PLACES: Final = 8
SUGGESTED: Final = ("zone1", "zone2", "zone3")


class UnusableNameError(GardenError):
    """A zone's name is a part of its address."""

    code = "unusable_name"
    status = 422


class UnknownPlaceError(GardenError):
    """A zone has eight places for each orientation."""

    code = "unknown_place"
    status = 422


class NotServedError(GardenError):
    """Only what visitors may see is shown on a wall."""

    code = "not_served"
    status = 409


class FullError(GardenError):
    """All places are taken."""

    code = "full"
    status = 409


class ChangedSinceError(GardenError):
    """The zone is not any more as it was shown."""

    code = "changed"
    status = 409


@dataclass(frozen=True, slots=True)
class Choice:
    """What a zone is to show: ids of pictures for the places from 1 to 8, None where nothing was chosen."""

    follows: str = ""
    landscape: tuple[int | None, ...] = (None,) * PLACES
    portrait: tuple[int | None, ...] = (None,) * PLACES

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        return cls(kept["follows"], tuple(kept["landscape"]), tuple(kept["portrait"]))

    def kept(self) -> dict[str, Any]:
        return {"follows": self.follows, "landscape": list(self.landscape), "portrait": list(self.portrait)}

    def row(self, orientation: str) -> tuple[int | None, ...]:
        return self.portrait if orientation == Orientation.PORTRAIT else self.landscape

    def with_row(self, orientation: str, row: Sequence[int | None]) -> "Choice":
        if orientation == Orientation.PORTRAIT:
            return replace(self, portrait=tuple(row))
        return replace(self, landscape=tuple(row))


def pictures(zone: DisplayZone, *, orientation: str) -> list[Image]:
    """What the wall shows, in order, at most eight: served pictures only; a place whose picture left is passed over."""
    if zone.follows:
        served = Image.objects.serving().filter(emotion=zone.follows, orientation=orientation)
        return list(served.order_by("-likes", "-pk")[:PLACES])
    slots = DisplaySlot.objects.filter(zone=zone, orientation=orientation).order_by("ordinal")
    pks = list(slots.values_list("image", flat=True))
    there = Image.objects.serving().in_bulk(pks)
    return [there[pk] for pk in pks if pk in there]


def make(name: str, *, by: User) -> DisplayZone:
    """The zone of this name, made on first use. Raises NotAllowedError, UnusableNameError."""
    deciding.check(by, ADD)
    zone = DisplayZone(name=name.strip())
    try:
        zone.clean_fields(exclude=["follows"])
    except ValidationError as error:
        raise UnusableNameError(" ".join(error.messages)) from error
    return DisplayZone.objects.get_or_create(name=zone.name)[0]


def choose(
    zone: DisplayZone,
    *,
    portrait: Sequence[Image | None] = (),
    landscape: Sequence[Image | None] = (),
    by: User,
) -> DisplayChange | None:
    """The original's `updateDisplay`: the i-th picture for the i-th place; what stands at the others stays.

    None keeps a place, more than eight are ignored. The zone shows its choice from then on.
    Raises NotAllowedError, NotServedError.
    """

    given = {Orientation.PORTRAIT: _eight(portrait), Orientation.LANDSCAPE: _eight(landscape)}
    if not any(image for images in given.values() for image in images):
        return None

    def taken(choice: Choice) -> Choice:
        for orientation, images in given.items():
            row = choice.row(orientation)
            pks = [image.pk if image else kept for image, kept in zip(images, row, strict=True)]
            choice = choice.with_row(orientation, pks)
        return replace(choice, follows="")

    return _change(zone, taken, by=by)


def show(
    zone: DisplayZone,
    *,
    by: User,
    follows: str | None = None,
    landscape: Sequence[int | None] | None = None,
    portrait: Sequence[int | None] | None = None,
) -> DisplayChange | None:
    """Exactly these ids from the first place on, the other places free; what is None stays as it is.

    Raises NotAllowedError, NotServedError, UnknownEmotionError, UnknownPlaceError.
    """
    wanted = eight.one_of(follows) if follows else follows
    rows = {Orientation.LANDSCAPE: landscape, Orientation.PORTRAIT: portrait}
    if any(len(row or ()) > PLACES for row in rows.values()):
        raise _no_such_place()

    def shown(choice: Choice) -> Choice:
        for orientation, row in rows.items():
            if row is not None:
                choice = choice.with_row(orientation, [*row, *[None] * (PLACES - len(row))])
        return choice if wanted is None else replace(choice, follows=wanted)

    return _change(zone, shown, by=by)


def drop(zone: DisplayZone, *, by: User) -> None:
    """The zone, its choice and what was changed about it. Raises NotAllowedError."""
    deciding.check(by, DROP)
    zone.delete()


def follow(zone: DisplayZone, *, emotion: str, by: User) -> DisplayChange | None:
    """An empty emotion: the chosen pictures, which were kept. Raises NotAllowedError, UnknownEmotionError."""
    wanted = eight.one_of(emotion) if emotion else ""
    return _change(zone, lambda choice: replace(choice, follows=wanted), by=by)


def place(zone: DisplayZone, *, orientation: str, image: Image, by: User) -> DisplayChange | None:
    """At the first free place; nothing happens when it has one. Raises NotAllowedError, NotServedError, FullError."""

    def placed(choice: Choice) -> Choice:
        row = list(choice.row(orientation))
        if image.pk in row:
            return choice
        if None not in row:
            raise FullError(_("All eight places are taken. Take a picture away first."))
        row[row.index(None)] = image.pk
        return choice.with_row(orientation, row)

    return _change(zone, placed, by=by)


def remove(zone: DisplayZone, *, orientation: str, ordinal: int, image: int, by: User) -> DisplayChange | None:
    """Its place stays free. Raises NotAllowedError, UnknownPlaceError, ChangedSinceError."""

    def removed(choice: Choice) -> Choice:
        row = _holding(choice, orientation, ordinal, image)
        row[ordinal - 1] = None
        return choice.with_row(orientation, row)

    return _change(zone, removed, by=by)


def move(zone: DisplayZone, *, orientation: str, ordinal: int, image: int, step: int, by: User) -> DisplayChange | None:
    """Changes places with its neighbour: a step of −1 or 1. Raises what `remove` raises."""

    def moved(choice: Choice) -> Choice:
        row = _holding(choice, orientation, ordinal, image)
        here, there = ordinal - 1, min(max(ordinal - 1 + step, 0), PLACES - 1)
        row[here], row[there] = row[there], row[here]
        return choice.with_row(orientation, row)

    return _change(zone, moved, by=by)


def put_back(change: DisplayChange, *, by: User) -> DisplayChange | None:
    """The choice as it was before this change, which is itself a change. Raises NotAllowedError, ChangedSinceError."""

    def before(choice: Choice) -> Choice:
        if choice != Choice.of(change.after):
            raise ChangedSinceError(_("Somebody has changed this zone since. Nothing was put back."))
        # A picture may have left the garden meanwhile: its place is kept for it all the same.
        return Choice.of(change.before)

    return _change(change.zone, before, by=by, is_known=True)


def chosen(zone: DisplayZone) -> Choice:
    """As it stands."""
    rows: dict[str, list[int | None]] = {name: [None] * PLACES for name in Orientation.values}
    for orientation, ordinal, image in zone.slots.values_list("orientation", "ordinal", "image"):
        if 1 <= ordinal <= PLACES:
            rows[orientation][ordinal - 1] = image
    return Choice(zone.follows, tuple(rows["landscape"]), tuple(rows["portrait"]))


def _eight(images: Sequence[Image | None]) -> list[Image | None]:
    return [*images[:PLACES], *[None] * (PLACES - len(images))]


def _holding(choice: Choice, orientation: str, ordinal: int, image: int) -> list[int | None]:
    if orientation not in Orientation.values or not 1 <= ordinal <= PLACES:
        raise _no_such_place()
    row = list(choice.row(orientation))
    if row[ordinal - 1] != image:
        raise ChangedSinceError(_("Another picture stands at this place by now. Nothing was changed."))
    return row


def _no_such_place() -> UnknownPlaceError:
    return UnknownPlaceError(_("A zone has eight places for pictures that lie, and eight for those that stand."))


def _change(
    zone: DisplayZone, edit: Callable[[Choice], Choice], *, by: User, is_known: bool = False
) -> DisplayChange | None:
    """None when nothing is different. Two who change a zone at once do so one after the other."""
    deciding.check(by, CHANGE)
    with transaction.atomic():
        locked = DisplayZone.objects.select_for_update().filter(pk=zone.pk).first()
        if locked is None:
            raise NotFoundError(_("There is no such zone."))
        before = chosen(locked)
        after = edit(before)
        if after == before:
            return None
        _write(locked, before, after, is_known=is_known)
        return DisplayChange.objects.create(zone=locked, by=by, before=before.kept(), after=after.kept())


def _write(zone: DisplayZone, before: Choice, after: Choice, *, is_known: bool) -> None:
    fresh = {
        (orientation, place): pk
        for orientation in Orientation.values
        for place, (was, pk) in enumerate(zip(before.row(orientation), after.row(orientation), strict=True), start=1)
        if pk != was
    }
    new = {pk for pk in fresh.values() if pk} - {*before.landscape, *before.portrait}
    images = Image.objects.all() if is_known else Image.objects.serving()
    there = set(images.filter(pk__in=new).values_list("pk", flat=True))
    if new - there and not is_known:
        raise NotServedError(_("Only pictures of the serving set are shown on a wall."))
    for (orientation, place), pk in fresh.items():
        zone.slots.filter(orientation=orientation, ordinal=place).delete()
        if pk and (pk in there or pk not in new):
            zone.slots.create(orientation=orientation, ordinal=place, image_id=pk)
    DisplayZone.objects.filter(pk=zone.pk).update(follows=after.follows, changed_at=timezone.now())
