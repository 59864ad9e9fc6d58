"""The rows: a request is claimed, its answer is kept and found again, and both are forgotten."""

import hashlib
import hmac
import math
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from emotion_garden.models import IdempotencyKey
from emotion_garden.repeats.errors import InFlightError, OtherRequestError

KEPT_FOR: Final = timedelta(days=1)
# A request that takes longer than this is taken for dead; no view that may be repeated takes nearly so long.
HELD_FOR: Final = timedelta(seconds=60)
REPLAYED: Final = "Idempotent-Replayed"
# What belongs to one answer only, or is written anew on every way out.
_NOT_KEPT: Final = {
    "set-cookie", "date", "x-request-id", "ratelimit", "ratelimit-policy", "content-length", "retry-after",
}  # fmt: skip
AGAIN: Final = 0


def digest(*parts: str | bytes) -> str:
    """Keyed, so that the row of a short body cannot be found by trying bodies."""
    made = hmac.new(settings.SECRET_KEY.encode(), b"emotion_garden.repeats", hashlib.sha256)
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        # With its length: two parts must not pass for one.
        made.update(len(raw).to_bytes(8, "big") + raw)
    return made.hexdigest()


def claim(name: str, *, request: str) -> IdempotencyKey:
    """The row, to be worked on (no status) or with what it was answered. Raises InFlightError, OtherRequestError."""
    now = timezone.now()
    IdempotencyKey.objects.filter(name=name, created_at__lt=now - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(name=name, request=request, held_until=now + HELD_FOR)
    except IntegrityError:
        row = IdempotencyKey.objects.filter(name=name).first()
    if row is None:
        # Taken back between the two statements: the other one was refused, and asks again, as this one should.
        raise _in_flight(1)
    if not hmac.compare_digest(row.request, request):
        raise OtherRequestError(_("This Idempotency-Key was used for another request; take a new one."))
    return row if row.status is not None else _take_over(row)


def _take_over(row: IdempotencyKey) -> IdempotencyKey:
    """Whoever held it died, if its time is over."""
    now = timezone.now()
    over = IdempotencyKey.objects.filter(pk=row.pk, fence=row.fence, status=None, held_until__lte=now)
    if not over.update(fence=F("fence") + 1, held_until=now + HELD_FOR):
        raise _in_flight(math.ceil((row.held_until - now).total_seconds()))
    row.fence += 1
    return row


def keep(row: IdempotencyKey, response: HttpResponse, *, visitor: UUID | None, store: bool) -> bool:
    """Writes the answer down; False if somebody else has taken the request over meanwhile."""
    told: dict[str, Any] = {"status": AGAIN}
    if store:
        headers = {name: value for name, value in response.items() if name.lower() not in _NOT_KEPT}
        told = {"status": response.status_code, "headers": headers, "body": response.content}
    mine = IdempotencyKey.objects.filter(pk=row.pk, fence=row.fence, status=None)
    return bool(mine.update(visitor_code=visitor, **told))


def release(row: IdempotencyKey) -> None:
    """A refusal has done nothing: the key is as good as new."""
    IdempotencyKey.objects.filter(pk=row.pk, fence=row.fence, status=None).delete()


def replay(row: IdempotencyKey) -> HttpResponse:
    response = HttpResponse(bytes(row.body), status=row.status, headers=row.headers)
    response.headers[REPLAYED] = "true"
    return response


def forget(visitor_code: UUID) -> None:
    """The answers that a visitor got: they tell of their readings."""
    IdempotencyKey.objects.filter(visitor_code=visitor_code).delete()


def sweep() -> int:
    """Removes what is older than a day; how many there were."""
    gone, _each = IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    return gone


def _in_flight(seconds: int) -> InFlightError:
    sentence = _("A request with this Idempotency-Key is not answered yet. Please send it again in a moment.")
    return InFlightError(sentence, retry_after=max(1, seconds))
