"""Smaller copies, made after a picture was received: the rows are the queue, and every step may be done twice."""

import logging
import math
import time
from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import colours, files, marks, pool
from gallery.models import Image, Rendition, RenditionClaim

log = logging.getLogger(__name__)

# Longer than the copies of the largest picture take.
LEASE: Final = timedelta(seconds=60)
# Before the next try, when the store has failed.
PAUSE: Final = timedelta(seconds=10)
# A picture that has ended so many workers, or cannot be decoded, is left with its original alone.
MOST_LOST: Final = 3
_LOOK_AHEAD: Final = 16


def make(images: QuerySet[Image] | None = None, *, seconds: float = math.inf) -> int:
    """Makes the copies that are due (of these pictures only), oldest first, until the time is up; of how many.

    Several workers share the work. A fault of the store ends the run: it would meet the next picture, too.
    """
    until, made = time.monotonic() + seconds, 0
    while found := list(_free(images).values_list("pk", flat=True)[:_LOOK_AHEAD]):
        for pk in found:
            if time.monotonic() >= until:
                return made
            if (image := _claimed(pk)) is None:
                continue
            try:
                made += _made(image)
            except files.UnreadablePictureError as error:
                _give_up(image, str(error.sentence))
            except Exception as error:
                log.warning("The copies of picture %s are tried again in %s s.", pk, PAUSE.seconds, exc_info=True)
                _put_off(image, str(error))
                return made
    return made


def given_up() -> QuerySet[RenditionClaim]:
    """The pictures that keep their original alone, and why; `ask` has them tried again."""
    return RenditionClaim.objects.filter(lost__gte=MOST_LOST, until__lte=timezone.now()).select_related("image")


def put_off() -> QuerySet[RenditionClaim]:
    """In somebody's hands, or waiting for the next try."""
    return RenditionClaim.objects.filter(lost__lt=MOST_LOST)


def ask(images: QuerySet[Image]) -> int:
    """Has the copies made anew: the file is another, or was put right. Returns of how many."""
    pks = list(images.values_list("pk", flat=True))
    with transaction.atomic():
        RenditionClaim.objects.filter(pk__in=pks).delete()
        return Image.objects.filter(pk__in=pks).update(renditions_due=True)


def _free(images: QuerySet[Image] | None = None) -> QuerySet[Image]:
    taken = RenditionClaim.objects.filter(Q(until__gt=timezone.now()) | Q(lost__gte=MOST_LOST), image=OuterRef("pk"))
    among = Image.objects.all() if images is None else images
    return among.filter(~Exists(taken), renditions_due=True, pruned_at=None).order_by("pk")


def _claimed(pk: int) -> Image | None:
    """The picture, if it is still due and nobody else has it. A worker that dies with it leaves `lost` raised."""
    now = timezone.now()
    try:
        claim, new = RenditionClaim.objects.get_or_create(image_id=pk, defaults={"until": now + LEASE, "lost": 1})
    except IntegrityError:
        # The picture was removed meanwhile.
        return None
    free = RenditionClaim.objects.filter(pk=pk, until__lte=now, lost__lt=MOST_LOST)
    if not new and not free.update(until=now + LEASE, lost=F("lost") + 1):
        return None
    image = Image.objects.filter(pk=pk, renditions_due=True).first()
    if image is None:
        claim.delete()
    return image


def _made(image: Image) -> bool:
    """False when somebody else was quicker, or the picture has got another file meanwhile."""
    with default_storage.open(str(image.file.name)) as stored:
        jpeg = stored.read()
    if files.digest(jpeg) != image.sha256:
        raise files.UnreadablePictureError(_("The stored file is not the one that was received."))
    mark = marks.read(jpeg)
    pixels = files.opened(jpeg)
    copies = files.copies(pixels, xmp=mark.packet if mark else b"")
    # A file that replaced another, or came before colours were measured.
    told = {} if image.brightness else colours.told(pixels)
    rows = [_stored(image, copy) for copy in copies]
    with transaction.atomic():
        due = Image.objects.filter(pk=image.pk, sha256=image.sha256, renditions_due=True)
        if moved := due.update(renditions_due=False, **told):
            Rendition.objects.filter(image=image).delete()
            Rendition.objects.bulk_create(rows)
            RenditionClaim.objects.filter(pk=image.pk).delete()
    return bool(moved)


def _stored(image: Image, copy: files.Copy) -> Rendition:
    sha256 = files.digest(copy.data)
    name = pool.stored(files.name(sha256, copy.format), copy.data)
    return Rendition(image=image, width=copy.width, height=copy.height, format=copy.format, file=name, sha256=sha256)


def _give_up(image: Image, sentence: str) -> None:
    log.warning("Picture %s keeps its original alone: %s", image.pk, sentence)
    RenditionClaim.objects.filter(pk=image.pk).update(until=timezone.now(), lost=MOST_LOST, error=sentence)


def _put_off(image: Image, sentence: str) -> None:
    """A fault that passes, as often as it comes, is no reason to give up."""
    claim = RenditionClaim.objects.filter(pk=image.pk, lost__gt=0)
    claim.update(until=timezone.now() + PAUSE, lost=F("lost") - 1, error=sentence)
