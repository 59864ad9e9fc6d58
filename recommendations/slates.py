"""Slates in the database: stored once, found again by their visitor, their impressions counted once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gallery import tallies
from gallery.models import Visitor
from recommendations import drafts
from recommendations.drafts import Draft
from recommendations.models import Interaction, Kind, Slate

SAME_SECONDS: Final = 10


def hold(visitor: Visitor) -> None:
    """Makes everything else that this visitor does wait until the transaction ends; SQLite makes all writers wait.

    Raises NotFoundError for a visitor who was erased meanwhile.
    """
    if not Visitor.objects.select_for_update(no_key=True).filter(pk=visitor.pk).values_list("pk"):
        raise drafts.unknown()


def code_in(reference: str) -> UUID | None:
    """The code, if the reference is a plain slate code; None if it can only be a token."""
    try:
        return UUID(reference)
    except ValueError:
        return None


def find(reference: str, *, visitor: Visitor) -> Slate:
    """This visitor's slate by its code, or by its token, which stores it first. Raises NotFoundError."""
    code = code_in(reference)
    if code is None:
        return store(drafts.opened(reference, visitor_code=visitor.code), visitor=visitor)
    slate = Slate.objects.filter(code=code, visitor=visitor).first()
    if slate is None:
        raise drafts.unknown()
    return slate


def store(draft: Draft, *, visitor: Visitor) -> Slate:
    """The row of a slate that was offered before the visitor had one; the same row however often it is asked for."""
    slate, _made = Slate.objects.get_or_create(code=draft.code, defaults={**drafts.fields(draft), "visitor": visitor})
    if slate.visitor_id != visitor.pk:
        raise drafts.unknown()
    return slate


def keep(draft: Draft, *, visitor: Visitor, after: Slate | None, within: int = SAME_SECONDS) -> Slate:
    """Stores the draft, unless the same question got a slate within so many seconds: then that one is the answer."""
    since = timezone.now() - timedelta(seconds=within)
    with transaction.atomic():
        hold(visitor)
        asked = Slate.objects.filter(visitor=visitor, question=draft.question, created_at__gt=since)
        if (same := asked.order_by("-created_at").first()) is not None:
            return same
        return Slate.objects.create(visitor=visitor, after=after, **drafts.fields(draft))


def count_impressions(slate: Slate) -> int:
    """Each picture of the slate counts as shown, once however often this is called. Returns how many are new."""
    if slate.seen_at is not None:
        return 0
    with transaction.atomic():
        # Whoever moves seen_at counts; a second tab waits for the row and finds it moved.
        if not Slate.objects.filter(pk=slate.pk, seen_at__isnull=True).update(seen_at=timezone.now()):
            return 0
        made = _impressions(slate)
        Interaction.objects.bulk_create(made)
        tallies.add(showings={impression.image_id: 1 for impression in made})
    return len(made)


def _impressions(slate: Slate) -> Sequence[Interaction]:
    return [
        Interaction(
            visitor_id=slate.visitor_id,
            image_id=item.image,
            slate=slate,
            position=item.position,
            score=item.score,
            propensity=item.propensity,
            kind=Kind.IMPRESSION,
            emotion=slate.emotion,
        )
        for item in drafts.of(slate).items
    ]
