"""Batches are paused, resumed, cancelled, retried and weighed, one or several at once. Said twice is said once."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import asking, preconditions, staff
from generation import batches, verbs
from generation.api import answers
from generation.described import steering as described
from generation.models import GenerationBatch
from generation.serializers.asked import SteerAsked, WeightAsked
from generation.serializers.batches import BatchTold
from generation.verbs import Verb


class _VerbView(APIView):
    """One verb for one batch; with `?dry_run=true` what it would do."""

    verb: ClassVar[Verb]

    def steered(self, request: Request, code: UUID) -> Response:
        by = staff.require(request, answers.VIEW, self.verb.permission)
        batch = answers.found(code)
        preconditions.require(answers.plain(request), answers.tag(batch))
        dry = asking.flag(request.query_params, "dry_run")
        moved = self.verb.effect(batches.progress(batch)) if dry else self.verb.steer(batch, by=by)
        return _answered(code, moved=moved, dry=dry)


class PauseView(_VerbView):
    """Stops a batch after the pictures that are being made."""

    verb = verbs.PAUSE

    @described.pause
    def post(self, request: Request, batch: UUID) -> Response:
        return self.steered(request, batch)


class ResumeView(_VerbView):
    """Lets a paused batch go on."""

    verb = verbs.RESUME

    @described.resume
    def post(self, request: Request, batch: UUID) -> Response:
        return self.steered(request, batch)


class CancelView(_VerbView):
    """Ends a batch."""

    verb = verbs.CANCEL

    @described.cancel
    def post(self, request: Request, batch: UUID) -> Response:
        return self.steered(request, batch)


class RetryView(_VerbView):
    """Has what failed tried again."""

    verb = verbs.RETRY

    @described.retry
    def post(self, request: Request, batch: UUID) -> Response:
        return self.steered(request, batch)


class WeightView(APIView):
    """How soon it is a batch's turn within its lane."""

    @described.weigh
    def put(self, request: Request, batch: UUID) -> Response:
        by = staff.require(request, answers.VIEW, batches.PAUSE)
        there = answers.found(batch)
        preconditions.require(answers.plain(request), answers.tag(there))
        asked = WeightAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        dry = asking.flag(request.query_params, "dry_run")
        if dry:
            moved = verbs.SOONER.effect(batches.progress(there))
        else:
            moved = batches.weigh(there, weight=asked.validated_data["weight"], by=by)
        return _answered(batch, moved=moved, dry=dry)


class SteerView(APIView):
    """One verb for several batches: each has its own answer, and one that is not there stops none of the others."""

    # Each batch is moved by itself, and may be told the same again.
    repeats = "apart"

    @described.steer
    def post(self, request: Request) -> Response:
        by = staff.require(request, answers.VIEW)
        asked = SteerAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        verb = verbs.REPEATABLE[asked.validated_data["verb"]]
        staff.require(request, answers.VIEW, verb.permission)
        dry = asking.flag(request.query_params, "dry_run")
        codes = list(dict.fromkeys(asked.validated_data["batches"]))
        there = {batch.code: batch for batch in GenerationBatch.objects.filter(code__in=codes)}
        items = [_moved(verb, code, there.get(code), by=by, dry=dry) for code in codes]
        moved = sum(item["moved"] for item in items)
        return Response({"dry_run": dry, "moved": moved, "items": items}, headers=answers.ONCE)


def _answered(code: UUID, *, moved: int, dry: bool) -> Response:
    batch = answers.found(code)
    body = {"dry_run": dry, "moved": moved, "batch": BatchTold(batch).data}
    return Response(body, headers={**answers.ONCE, "ETag": answers.tag(batch)})


def _moved(verb: Verb, code: UUID, batch: GenerationBatch | None, *, by: Any, dry: bool) -> dict[str, Any]:
    if batch is None:
        return {"code": str(code), "moved": 0, "state": None, "problem": "not_found"}
    moved = verb.effect(batches.progress(batch)) if dry else verb.steer(batch, by=by)
    batch.refresh_from_db(fields=["state"])
    return {"code": str(code), "moved": moved, "state": batch.state, "problem": None}
