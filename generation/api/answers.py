"""What the petal's endpoints have in common: how long an answer may be kept, and how a batch is found and told."""

import hashlib
import json
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from gallery import asking, paging, preconditions
from gallery.errors import NotFoundError
from generation import batches, overview
from generation.models import GenerationBatch
from generation.serializers.batches import BatchTold, BatchWhole

USUAL: Final = 50
MOST: Final = 100
VIEW: Final = "generation.view_generationbatch"
ONCE: Final = {"Cache-Control": "private, no-store"}
# To be kept by whoever asked, and asked again each time: with If-None-Match an unchanged answer costs nothing to send.
ASKED_AGAIN: Final = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization, X-Visitor"}


def found(code: UUID) -> Any:
    """The batch with its counts. Raises NotFoundError."""
    batch = GenerationBatch.objects.with_counts().select_related("prompt", "ordered_by").filter(code=code).first()
    if batch is None:
        raise NotFoundError(_("There is no batch of this code."))
    return batch


def told(code: UUID) -> tuple[dict[str, Any], str]:
    """The batch as it stands, and its tag."""
    batch = found(code)
    reckoned = batches.progress(batch)
    batch.pace, batch.seconds_left, batch.stuck = reckoned.pace, reckoned.seconds_left, overview.stuck(batch)
    return dict(BatchWhole(batch).data), tag(batch)


def tag(batch: Any) -> str:
    """Of what people and workers change; what is only reckoned moves by itself, and would make every If-Match fail."""
    steady = {**BatchTold(batch).data, "stuck": overview.stuck(batch)}
    return tag_of(batch.code.hex, steady)


def tag_of(name: str, told: Any) -> str:
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
    return preconditions.tag(name, digest[:16])


def location(batch: GenerationBatch) -> str:
    return reverse("api-batch", args=[batch.code])


def cost(pairs: int) -> int:
    """Of an order, in pictures; one that is refused for its size is not counted by it."""
    return 2 * pairs if 1 <= pairs <= settings.GENERATION_MOST_PICTURES else 1


def order_key(request: HttpRequest) -> str | None:
    """Under the same Idempotency-Key the same order, for as long as there are rows; without one always another."""
    repeated = getattr(request, "repeated_as", None)
    return f"api:{repeated.hex}" if repeated is not None else None


def page(request: Request, rows: Any, shape: Any, *, order: Any = ("pk",), kept: Any = ("limit",)) -> Response:
    """Some of the rows, told in this shape, and the address of the next ones."""
    asked = request.query_params
    limit = asking.number(asked, "limit", usual=USUAL, most=MOST)
    here = paging.page(rows, limit=limit, after=asked.get("after", ""), order=order)
    following = paging.next_address(plain(request), here.after, kept=kept)
    return Response({"items": shape(here.items, many=True).data, "next": following}, headers=ASKED_AGAIN)


def plain(request: Request) -> HttpRequest:
    return request._request
