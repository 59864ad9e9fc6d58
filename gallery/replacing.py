"""Another file for a picture that we have: a decision like any other; the old file stays until it is pruned."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery import deciding, files, likeness, pool, revision
from gallery.deciding import Act, Outcome
from gallery.errors import GardenError
from gallery.models import Decision, Image, Kind, Rendition, RenditionClaim, Safety, Status

# What visitors see was approved as it was: other bytes need who may show a picture that no checker has passed.
PERMISSIONS: Final[Mapping[str, str]] = {
    Status.POOL: "gallery.upload_poolimage",
    Status.REJECTED: "gallery.upload_poolimage",
    Status.SERVING: "gallery.approve_unchecked",
    Status.RETIRED: "gallery.approve_unchecked",
}
# What a file brings with it; the rest is the picture's own and stays, likes included.
_FIELDS: Final = (
    "file", "sha256", "phash", "width", "height",
    "safety", "safety_note", "safety_score", "recipe", "seed", "model", "steps",
)  # fmt: skip


class SameBytesError(GardenError):
    """Another picture has this file already."""

    code = "same_bytes"
    status = 409


class PrunedError(GardenError):
    """The picture's files have gone."""

    code = "pruned"
    status = 410


def replace(image: Image, jpeg: bytes, *, by: User, recipe: Mapping[str, Any], note: str, reason: str = "") -> Outcome:
    """The picture keeps key, status, likes and decisions, and gets these bytes, unchecked.

    Slow: it decodes and stores. Raises NotAllowedError, SameBytesError, PrunedError, UnreadablePictureError.
    """
    deciding.check(by, PERMISSIONS[image.status])
    deciding.check_reason(reason)
    seen = files.glimpsed(jpeg)
    sha256 = files.digest(jpeg)
    after = {
        "file": pool.stored(files.name(sha256, "jpeg"), jpeg),
        "sha256": sha256,
        "phash": likeness.phash(seen.pixels),
        "width": seen.width,
        "height": seen.height,
        "safety": Safety.UNCHECKED.value,
        "safety_note": note,
        "safety_score": None,
        "recipe": dict(recipe),
        "seed": recipe.get("seed"),
        "model": str(recipe.get("model") or "")[:200],
        "steps": recipe.get("steps"),
    }
    act = Act(by, reason)
    with transaction.atomic():
        locked = Image.objects.select_for_update(of=("self",)).get(pk=image.pk)
        deciding.check(by, PERMISSIONS[locked.status])
        if locked.pruned_at is not None:
            raise PrunedError(_("This picture was pruned; what was decided about it stays."))
        if locked.sha256 == sha256:
            act.standing[locked.status] += 1
        elif not _written(locked, after, act):
            raise SameBytesError(_("Another picture of the garden has the same bytes."))
    return act.outcome()


def take_back(pks: Sequence[int], *, group: UUID, act: Act) -> None:
    """The files as they were before, where they are still kept and the picture was not replaced again since."""
    later = Decision.objects.filter(image=OuterRef("image"), kind=Kind.REPLACEMENT, pk__gt=OuterRef("pk"))
    last = Decision.objects.filter(
        ~Exists(later), group=group, kind=Kind.REPLACEMENT, image__in=pks, undone_by=None
    ).in_bulk(field_name="pk")
    of = {decision.image_id: decision for decision in last.values()}
    for image in Image.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",)):
        decision = of.get(image.pk)
        if decision is None or not _may_go_back(image, decision, act):
            act.standing[image.status] += 1
            continue
        if undoing := _written(image, decision.before, act):
            Decision.objects.filter(pk=decision.pk, undone_by=None).update(undone_by=undoing)
        else:
            act.standing[image.status] += 1


def _may_go_back(image: Image, decision: Decision, act: Act) -> bool:
    is_as_left = image.sha256 == decision.after.get("sha256") and image.pruned_at is None
    return (
        is_as_left
        and act.by.has_perm(PERMISSIONS[image.status])
        and default_storage.exists(str(decision.before.get("file", "")))
    )


def _written(image: Image, after: Mapping[str, Any], act: Act) -> Decision | None:
    """In the caller's transaction, which holds the row. None when another picture has come to have these bytes."""
    before = {name: str(image.file.name) if name == "file" else getattr(image, name) for name in _FIELDS}
    try:
        with transaction.atomic():
            Image.objects.filter(pk=image.pk).update(
                **{name: after[name] for name in _FIELDS},
                version=F("version") + 1,
                # Measured with the new copies.
                palette="",
                brightness="",
                renditions_due=True,
            )
    except IntegrityError:
        return None
    # The old copies show the old picture.
    Rendition.objects.filter(image=image).delete()
    RenditionClaim.objects.filter(image=image).delete()
    decision = Decision.objects.create(
        image=image,
        kind=Kind.REPLACEMENT,
        was=image.status,
        became=image.status,
        by=act.by,
        at=timezone.now(),
        before=before,
        after={name: after[name] for name in _FIELDS},
        reason=act.reason,
        group=act.group,
    )
    act.changed += 1
    revision.rise()
    return decision
