"""Pictures that look alike as a page shows them: beside each other, with what differs."""

from collections import Counter
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
    """One line under a picture; it stands out when a neighbour says something else."""

    name: str
    value: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A picture among those that look like it."""

    image: Image
    room: str
    facts: list[Fact]
    may_keep: bool
    of_one_pair: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Pictures that hang together; `more` of them are shown when some of these are judged."""

    members: list[Member]
    more: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its pictures; one that is not here, or not for this person, is missing."""

    verdict: LikenessVerdict
    pictures: list[tuple[Image, str]]


def groups(found: Sequence[Sequence[int]], *, for_: User) -> list[Group]:
    """One query for all of them."""
    shown = [ids[: verdicts.MOST] for ids in found]
    images = Image.objects.in_bulk([pk for ids in shown for pk in ids])
    return [
        Group(_members([images[pk] for pk in ids if pk in images], for_), len(every) - len(ids))
        for ids, every in zip(shown, found, strict=True)
    ]


def judged(said: Iterable[LikenessVerdict], *, statuses: frozenset[Status]) -> list[Judged]:
    """One query for all of them."""
    every = list(said)
    here = verdicts.pictures(every, statuses=statuses)
    return [
        Judged(one, [(here[sha], rooms.ROOMS[Status(here[sha].status)]) for sha in (one.one, one.other) if sha in here])
        for one in every
    ]


def _members(images: Sequence[Image], user: User) -> list[Member]:
    told = [_facts(image) for image in images]
    various = {name for name in (told[0] if told else {}) if len({facts[name] for facts in told}) > 1}
    families = Counter(image.family for image in images)
    keepable = verdicts.keepable(images, by=user)
    return [
        Member(
            image,
            rooms.ROOMS[Status(image.status)],
            [Fact(name, value, name in various) for name, value in facts.items()],
            image.pk in keepable,
            families[image.family] > 1,
        )
        for image, facts in zip(images, told, strict=True)
    ]


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
