"""Batches: submit one, list them, look at one and at its renderings."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import asking, paging, rooms, staff, words
from gallery.errors import InvalidQuestionError
from gallery.models import Emotion
from generation import batches
from generation.api import answers
from generation.described import batches as described
from generation.models import BatchState, GenerationBatch, Lane, Rendering, RenderingState
from generation.prompt_sets import costs
from generation.serializers.asked import OrderAsked
from generation.serializers.batches import BatchTold, RenderingTold

_FILTERS = {"state": BatchState.values, "emotion": Emotion.values, "lane": Lane.values}
_COLUMNS = {"state": "state", "emotion": "prompt__emotion", "lane": "lane", "prompt": "prompt__fingerprint"}


class BatchesView(APIView):
    """`GET` lists orders, newest first; `POST` places one, or with `?dry_run=true` says what it would be."""

    throttle_scope = "orders"

    def throttle_cost(self, request: Request) -> int:
        """In pictures; whoever may order nothing pays for the question alone."""
        if request.method != "POST" or not request.user.has_perm(batches.ADD) or _is_dry(request):
            return 1
        asked = OrderAsked(data=request.data)
        return answers.cost(asked.validated_data["pairs"]) if asked.is_valid() else 1

    @described.find
    def get(self, request: Request) -> Response:
        staff.require(request, answers.VIEW)
        asked = request.query_params
        limit = asking.number(asked, "limit", usual=answers.USUAL, most=answers.MOST)
        page = paging.page(_filtered(asked), limit=limit, after=asked.get("after", ""))
        # Counted for this page alone: over all batches it would take as long as there are batches.
        known = GenerationBatch.objects.with_counts().select_related("prompt", "ordered_by")
        whole = known.in_bulk([row.pk for row in page.items])
        items = [BatchTold(whole[row.pk]).data for row in page.items if row.pk in whole]
        kept = ("limit", *_COLUMNS)
        following = paging.next_address(answers.plain(request), page.after, kept=kept)
        return Response({"items": items, "next": following}, headers=answers.ASKED_AGAIN)

    @described.submit
    def post(self, request: Request) -> Response:
        by = staff.require(request, batches.ADD)
        asked = OrderAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        if _is_dry(request):
            order = batches.rehearse(by=by, **asked.order())
            cost = costs.of(prompts=1, pairs=order.count, size=order.size, steps=order.steps)
            return Response({"dry_run": True, "batches": 1, **cost.as_dict()}, headers=answers.ONCE)
        key = answers.order_key(answers.plain(request))
        batch = batches.request(by=by, idempotency_key=key, **asked.order())
        headers = {**answers.ONCE, "Location": answers.location(batch)}
        return Response(BatchTold(answers.found(batch.code)).data, status=status.HTTP_202_ACCEPTED, headers=headers)


class BatchView(APIView):
    """One order, as it goes."""

    @described.look
    def get(self, request: Request, batch: UUID) -> Response:
        staff.require(request, answers.VIEW)
        body, tag = answers.told(batch)
        return Response(body, headers={**answers.ASKED_AGAIN, "ETag": tag})


class RenderingsView(APIView):
    """Each picture of an order: where it stands, and what was tried."""

    @described.renderings
    def get(self, request: Request, batch: UUID) -> Response:
        by = staff.require(request, answers.VIEW)
        asked = request.query_params
        rows = Rendering.objects.filter(batch=answers.found(batch)).select_related("image")
        if state := _one_of(asked, "state", RenderingState.values):
            rows = rows.filter(state=state)
        limit = asking.number(asked, "limit", usual=answers.USUAL, most=answers.MOST)
        slots = rows.prefetch_related("history")
        page = paging.page(slots, limit=limit, after=asked.get("after", ""), order=("pk",))
        context = {"rooms": rooms.open_to(by)}
        items = [RenderingTold(slot, context=context).data for slot in page.items]
        following = paging.next_address(answers.plain(request), page.after, kept=("state", "limit"))
        return Response({"items": items, "next": following}, headers=answers.ASKED_AGAIN)


def _is_dry(request: Request) -> bool:
    return asking.flag(request.query_params, "dry_run")


def _filtered(asked: Any) -> QuerySet[GenerationBatch]:
    rows = GenerationBatch.objects.all()
    for name, column in _COLUMNS.items():
        if value := _one_of(asked, name, _FILTERS.get(name)):
            rows = rows.filter(**{column: value})
    return rows


def _one_of(asked: Any, name: str, known: list[str] | None) -> str:
    """Empty where nothing is said; `known` is None for what may be any name. Raises InvalidQuestionError."""
    said = words.legible(asked.get(name, ""))
    if said and known is not None and said not in known:
        told = {"name": name, "known": ", ".join(known)}
        raise InvalidQuestionError(_("“%(name)s” is one of these: %(known)s.") % told)
    return said
