"""Files: those that rows name and are gone, damaged or open to strangers, and those that no row names."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from emotion_garden.moving import storing
from emotion_garden.reconciling import access
from emotion_garden.reconciling.drift import Drift, Kind
from emotion_garden.reconciling.walking import walk
from gallery import files, orphans, renditions
from gallery.models import Image, Rendition
from generation import remakes

OnStep = Callable[[str, int], None]


def originals(*, quick: bool, on_step: OnStep) -> Iterator[Drift]:
    """Every picture's own file. `quick` does not read them, and so sees no damage."""
    asks = access.are_asked()
    for number, image in enumerate(walk(Image.objects.filter(pruned_at=None)), start=1):
        fault = _fault(str(image.file.name), image.sha256, quick=quick)
        if fault is not None:
            yield _of_original(image, *fault)
        if asks and (fault is None or fault[0] != Kind.MISSING):
            yield from access.of_file(str(image.file.name))
        on_step(_("pictures"), number)


def copies(*, quick: bool, on_step: OnStep) -> Iterator[Drift]:
    """Every smaller copy's file; after the originals, from which they are made again."""
    asks = access.are_asked()
    for number, copy in enumerate(walk(Rendition.objects.select_related("image")), start=1):
        name = str(copy.file.name)
        if (fault := _fault(name, copy.sha256, quick=quick)) is not None:
            kind, sentence = fault
            yield Drift(kind, name, sentence, _copies_again(copy.image, name), remedy())
        if asks and (fault is None or fault[0] != Kind.MISSING):
            yield from access.of_file(name)
        on_step(_("copies"), number)


def strays(*, older_than: timedelta) -> Iterator[Drift]:
    """Files that no row names, older than what somebody may be about to name."""
    for name in orphans.find(older_than=older_than):
        yield Drift(Kind.ORPHAN, name, _("No row names this file."), _removed(name, older_than))


def remedy() -> str:
    return _("Copies are made from the original: put that right first, then run this again.")


def _of_original(image: Image, kind: Kind, sentence: str) -> Drift:
    name = str(image.file.name)
    words = _(
        "Put the file back from a backup (in an export it lies under pictures/%(name)s), "
        "or retire %(key)s: visitors may meet it."
    )
    return Drift(kind, name, sentence, lambda: _made_again(image), words % {"name": name, "key": image.key_tail})


def _fault(name: str, sha256: str, *, quick: bool) -> tuple[Kind, str] | None:
    found = "" if quick else storing.stored_hash(name)
    if not (found or (quick and default_storage.exists(name))):
        return Kind.MISSING, _("The file is gone.")
    if not quick and found != sha256:
        return Kind.HASH, _("The file is not the one that was stored: its bytes have changed.")
    return None


def _made_again(image: Image) -> bool:
    """The renderer's own, when it comes out byte for byte as it was; raises NotRemadeError."""
    jpeg, _recipe = remakes.again(image)
    if files.digest(jpeg) != image.sha256:
        raise remakes.NotRemadeError(_("Made again from its recipe, it is another file on this machine."))
    default_storage.save(str(image.file.name), ContentFile(jpeg))
    return True


def _copies_again(image: Image, name: str) -> Callable[[], bool]:
    def repair() -> bool:
        # A damaged one of the right length would be taken for whole.
        default_storage.delete(name)
        of_it = Image.objects.filter(pk=image.pk)
        renditions.ask(of_it)
        renditions.make(of_it)
        return default_storage.exists(name) or not Rendition.objects.filter(image=image, file=name).exists()

    return repair


def _removed(name: str, older_than: timedelta) -> Callable[[], bool]:
    return lambda: orphans.remove(name, older_than=older_than)
