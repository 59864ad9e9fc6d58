"""How far an order of the playground has come, picture by picture, for somebody who may look or may not."""

from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery import files, rooms
from gallery.models import Image, Status
from generation import batches, overview
from generation.models import BatchState, GenerationBatch, Rendering, RenderingState
from generation.progress import Progress

WIDTH: Final = 640
THUMB: Final = 320
# What whoever ordered it may see without a room in the admin: what waits, and what everybody sees. Not what a curator
# has put aside or taken down.
OWN: Final = frozenset({Status.POOL, Status.SERVING})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that this person may see."""

    src: str
    href: str
    """Its page in the admin; for who has no room there, the picture itself."""
    veiled: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """One picture of the order, made or not."""

    id: int
    state: str
    words: str
    width: int
    height: int
    alt: str
    seed: int
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Live:
    """What changes on an order's page."""

    state: str
    over: bool
    sentence: str
    done: int
    total: int
    slots: list[Slot] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        # As text: a script's numbers end at 2^53, seeds at 2^63.
        slots = [{**asdict(slot), "seed": str(slot.seed)} for slot in self.slots]
        return {**asdict(self), "slots": slots}


@dataclass(frozen=True, slots=True)
class Card:
    """One of somebody's last orders."""

    batch: GenerationBatch
    pictures: list[Picture]


def live(batch: GenerationBatch, *, by: User) -> Live:
    progress = batches.progress(batch)
    open_to = rooms.open_to(by)
    renderings = Rendering.objects.filter(batch=batch).select_related("image", "batch").order_by("id")
    slots = [_slot(rendering, open_to=open_to) for rendering in renderings]
    sentence = _sentence(progress, overview.stuck(batch))
    return Live(progress.state, progress.is_over, sentence, progress.done, progress.total, slots)


def own(batch: GenerationBatch) -> QuerySet[Image]:
    """The pictures of this order that whoever ordered it may see."""
    made = Rendering.objects.filter(batch=batch, image__isnull=False).values("image")
    return Image.objects.filter(pk__in=made, status__in=OWN)


def last(found: QuerySet[GenerationBatch], *, by: User) -> list[Card]:
    open_to = rooms.open_to(by)
    shown: dict[int, list[Picture]] = {}
    mine = list(found)
    made = Rendering.objects.filter(batch__in=[batch.pk for batch in mine], image__isnull=False)
    for rendering in made.select_related("image", "batch").order_by("id"):
        if picture := _picture(rendering, open_to=open_to, width=THUMB):
            shown.setdefault(rendering.batch_id, []).append(picture)
    return [Card(batch, shown.get(batch.pk, [])[:3]) for batch in mine]


def _slot(rendering: Rendering, *, open_to: frozenset[Status]) -> Slot:
    picture = _picture(rendering, open_to=open_to, width=WIDTH)
    return Slot(
        id=rendering.pk,
        state=rendering.state,
        words=_words(rendering, picture),
        width=rendering.width,
        height=rendering.height,
        alt=rendering.caption,
        seed=rendering.seed,
        picture=picture,
    )


def _picture(rendering: Rendering, *, open_to: frozenset[Status], width: int) -> Picture | None:
    image = rendering.image
    if image is None:
        return None
    status = Status(image.status)
    if status in open_to:
        page = reverse(f"admin:gallery_{rooms.ROOMS[status]}_change", args=[image.pk])
        return Picture(files.url(image, width), page, image.is_veiled)
    if status not in OWN:
        return None
    sizes = files.nearest(image, width), (image.width, "jpeg")
    code = rendering.batch.code
    src, href = (reverse("playground-picture", args=[code, image.code, *size]) for size in sizes)
    return Picture(src, href, image.is_veiled)


def _words(rendering: Rendering, picture: Picture | None) -> str:
    if rendering.state == RenderingState.FAILED:
        return " · ".join(filter(None, [str(rendering.get_error_class_display()), rendering.error]))
    if rendering.state == RenderingState.DONE:
        if rendering.image is None:
            return _("Painted, and not here any more.")
        if picture is None:
            return _("Painted. A curator has put it aside.")
        if picture.veiled:
            return _("Veiled: no safety check has passed it. Open it to look.")
        return _("Painted.")
    if rendering.state == RenderingState.CANCELLED:
        return _("Cancelled.")
    if rendering.state == RenderingState.QUEUED:
        return _("Tries again.") if rendering.error else _("Waits.")
    return _("Is being painted.")


def _sentence(progress: Progress, stuck: str) -> str:
    words = {"done": progress.done, "total": progress.total, "failed": progress.failed}
    if progress.state == BatchState.CANCELLED:
        return _("Cancelled. %(done)d of %(total)d were painted before.") % words
    if progress.failed and progress.is_over:
        failed = ngettext("%(failed)d picture failed.", "%(failed)d pictures failed.", progress.failed)
        return (failed + " " + _("What went wrong stands in its place.")) % words
    if progress.is_over:
        return _("All are painted. They wait in the pool, and no visitor sees them.")
    if stuck:
        return _("It does not move: %(why)s.") % {"why": stuck}
    if progress.state == BatchState.PAUSED:
        return _("Paused. An operator lets it go on in the admin.")
    painted = _("%(done)d of %(total)d are painted.") % words
    left = _("About %(time)s left.") % {"time": progress.time_left} if progress.time_left else ""
    return f"{painted} {left}".strip()
