"""Pictures that look alike as a page shows them: beside each other, with what differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gallery import rooms, verdicts
from gallery.models import Image, LikenessVerdict, Status


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a picture, or about all of them."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Member:
    """A picture among those that look like it."""

    image: Image
    room: str
    facts: list[Fact]
    """What is not the same of all of them."""
    may_keep: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Pictures that hang together; `more` of them are shown when some of these are judged."""

    members: list[Member]
    same: list[Fact]
    more: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its pictures; one that is not here, or not for this person, is missing."""

    verdict: LikenessVerdict
    pictures: list[tuple[Image, str]]


def groups(found: Sequence[Sequence[int]], *, for_: User) -> list[Group]:
    """One query for all of them."""
    images = Image.objects.in_bulk([pk for ids in found for pk in ids[: verdicts.MOST]])
    return [_group([images[pk] for pk in ids if pk in images], len(ids[verdicts.MOST :]), for_) for ids in found]


def judged(said: Iterable[LikenessVerdict], *, statuses: frozenset[Status]) -> list[Judged]:
    """One query for all of them."""
    every = list(said)
    here = verdicts.pictures(every, statuses=statuses)
    return [
        Judged(one, [(here[sha], rooms.ROOMS[Status(here[sha].status)]) for sha in (one.one, one.other) if sha in here])
        for one in every
    ]


def _group(images: Sequence[Image], more: int, user: User) -> Group:
    told = [_facts(image) for image in images]
    various = {name for facts in told for name, value in facts.items() if value != told[0][name]}
    keepable = verdicts.keepable(images, by=user)
    members = [
        Member(
            image,
            rooms.ROOMS[Status(image.status)],
            [Fact(name, value) for name, value in facts.items() if name in various],
            image.pk in keepable,
        )
        for image, facts in zip(images, told, strict=True)
    ]
    same = [Fact(name, value) for name, value in (told[0] if told else {}).items() if name not in various]
    if len(images) > 1 and len({image.family for image in images}) == 1:
        same.append(Fact(_("Lineage"), _("one pair")))
    return Group(members, same, more)


def _facts(image: Image) -> dict[str, str]:
    return {
        _("Stands"): image.get_status_display(),
        _("Safety"): image.get_safety_display(),
        _("Size"): f"{image.width} × {image.height}",
        _("Emotion"): ", ".join(filter(None, (image.get_emotion_display(), image.favorite))),
        _("Model"): image.model or "–",
        _("Seed"): "–" if image.seed is None else str(image.seed),
        _("Likes"): str(image.likes),
        _("Made"): date_format(localtime(image.created_at), "SHORT_DATETIME_FORMAT"),
    }
