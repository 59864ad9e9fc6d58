"""Rows that say what is no longer so: places of displays, counts, copies that never come, tastes without arrays."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from emotion_garden.reconciling import objects
from emotion_garden.reconciling.drift import Drift, Kind
from emotion_garden.reconciling.walking import walk
from gallery import files, renditions
from gallery.models import DisplaySlot, Image, Rendition, RenditionClaim
from recommendations import taste_files
from recommendations.models import Interaction, TasteModel
from recommendations.models import Kind as Met

# Copies are made within seconds; after so long nobody is making them.
LATE: Final = timedelta(hours=1)


def places() -> Iterator[Drift]:
    """What was only taken down keeps its place, which shows nothing: an undo brings it back there."""
    for slot in walk(_emptyable().select_related("zone", "image")):
        sentence = _("The display holds %(key)s, whose files are gone.") % {"key": slot.image.key_tail}
        yield Drift(Kind.STALE, f"display {slot}", sentence, _emptied(slot.pk))


def tallies() -> Iterator[Drift]:
    """Likes and showings of each picture against what visitors did, in one statement: nobody's event between them."""
    off = _counted(Image.objects.all()).exclude(likes=F("liked"), showings=F("shown")).order_by("pk")
    names = ("likes", "showings", "liked", "shown")
    for pk, tail, *numbers in list(off.values_list("pk", "key_tail", *names)):
        sentence = _("It says %(likes)d likes and %(showings)d showings; there were %(liked)d and %(shown)d.")
        yield Drift(Kind.STALE, tail, sentence % dict(zip(names, numbers, strict=True)), _recounted(pk))


def late_copies() -> Iterator[Drift]:
    """Pictures whose smaller copies are due for long, were given up, or are fewer than they should be."""
    claimed = RenditionClaim.objects.filter(until__gt=timezone.now()).values("image")
    late = Image.objects.filter(renditions_due=True, created_at__lt=timezone.now() - LATE).exclude(pk__in=claimed)
    for image in walk(late):
        sentence = _("Its smaller copies are due for ever.")
        yield Drift(Kind.STALE, image.key_tail, sentence, _copied(image.pk), objects.remedy())
    settled: Any = Image.objects.filter(renditions_due=False, pruned_at=None).annotate(copies=Count("renditions"))
    for image in walk(settled):
        # Each width as WebP and JPEG, but for the JPEG of the full width where that is the original.
        widths = files.widths(image.width)
        numbers = {"found": image.copies, "wanted": 2 * len(widths) - (widths[-1] == image.width)}
        if numbers["found"] != numbers["wanted"]:
            sentence = _("It has %(found)d smaller copies instead of %(wanted)d.") % numbers
            yield Drift(Kind.STALE, image.key_tail, sentence, _copied(image.pk), objects.remedy())
    for copy in walk(Rendition.objects.exclude(image__pruned_at=None).select_related("image")):
        yield Drift(Kind.STALE, f"{copy.image.key_tail} {copy}", _("A copy of a pruned picture."), _dropped(copy.pk))


def tastes() -> Iterator[Drift]:
    """The model that ranks now, without its arrays: popularity ranks instead."""
    for model in TasteModel.objects.filter(active=True):
        try:
            taste_files.load(settings.RECOMMENDATIONS_MODELS / model.folder)
        except taste_files.CorruptTastesError as error:
            remedy = _("Learn again: manage.py learn_tastes.")
            yield Drift(Kind.MISSING, f"tastes/{model.folder}", str(error), remedy=remedy)


def _counted(images: QuerySet[Image]) -> Any:
    met = Interaction.objects.filter(image=OuterRef("pk")).order_by().values("image")
    likes = met.filter(kind=Met.LIKE, withdrawn_at__isnull=True).annotate(n=Count("pk")).values("n")
    shown = met.filter(kind=Met.IMPRESSION).annotate(n=Count("pk")).values("n")
    return images.annotate(liked=Coalesce(Subquery(likes), 0), shown=Coalesce(Subquery(shown), 0))


def _emptyable() -> QuerySet[DisplaySlot]:
    return DisplaySlot.objects.exclude(image__pruned_at=None)


def _emptied(pk: int) -> Callable[[], bool]:
    def repair() -> bool:
        # Still only if it is stale: somebody may have chosen another picture meanwhile.
        _emptyable().filter(pk=pk).delete()
        return True

    return repair


def _recounted(pk: int) -> Callable[[], bool]:
    def repair() -> bool:
        with transaction.atomic():
            # Whoever likes it now waits here and adds to the new number.
            Image.objects.select_for_update(of=("self",)).get(pk=pk)
            likes, showings = _counted(Image.objects.filter(pk=pk)).values_list("liked", "shown").get()
            return bool(Image.objects.filter(pk=pk).update(likes=likes, showings=showings))

    return repair


def _copied(pk: int) -> Callable[[], bool]:
    def repair() -> bool:
        of_it = Image.objects.filter(pk=pk)
        renditions.ask(of_it)
        renditions.make(of_it)
        return not of_it.filter(renditions_due=True).exists()

    return repair


def _dropped(pk: int) -> Callable[[], bool]:
    return lambda: bool(Rendition.objects.filter(pk=pk).delete()[0])
