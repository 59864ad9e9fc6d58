"""Prompts and prompt sets: looked at, imported from a CSV file, ordered from."""

from typing import Final

from django.db.models import Count
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import asking, eight, paging, staff, words
from gallery.errors import NotFoundError
from generation import batches
from generation.api import answers
from generation.api.prompt_sets import VIEW_SETS, found
from generation.described import prompts as described
from generation.models import Prompt, PromptSet
from generation.prompt_sets import importing, looks, ordering, plans
from generation.prompt_sets.importing import Report
from generation.serializers.asked import ImportAsked, SetOrderAsked
from generation.serializers.prompts import PlacedTold, PromptSetTold, PromptTold

VIEW: Final = "generation.view_prompt"
SHOWN: Final = 12


class PromptsView(APIView):
    """What has been ordered, newest first."""

    @described.prompts
    def get(self, request: Request) -> Response:
        staff.require(request, VIEW)
        asked = request.query_params
        rows = Prompt.objects.annotate(n_batches=Count("batches"))
        if emotion := asked.get("emotion"):
            rows = rows.filter(emotion=eight.one_of(emotion))
        if said := words.legible(asked.get("q", "")):
            rows = rows.filter(template__icontains=said)
        return answers.page(request, rows, PromptTold, order=paging.NEWEST_FIRST, kept=("emotion", "q", "limit"))


class PromptView(APIView):
    """One of them."""

    @described.prompt
    def get(self, request: Request, fingerprint: str) -> Response:
        staff.require(request, VIEW)
        there = Prompt.objects.annotate(n_batches=Count("batches")).filter(fingerprint=fingerprint).first()
        if there is None:
            raise NotFoundError(_("There is no prompt of this fingerprint."))
        return Response(PromptTold(there).data, headers=answers.ASKED_AGAIN)


class PromptSetsView(APIView):
    """`GET` lists the sets; `POST` takes a CSV file's lines into one, or with `?dry_run=true` says what it would do."""

    @described.sets
    def get(self, request: Request) -> Response:
        staff.require(request, VIEW_SETS)
        rows = PromptSet.objects.annotate(n_lines=Count("lines"))
        return answers.page(request, rows, PromptSetTold)

    @described.take
    def post(self, request: Request) -> Response:
        by = staff.require(request, *importing.IMPORT)
        asked = ImportAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        dry = asking.flag(request.query_params, "dry_run")
        act = importing.rehearse if dry else importing.take_the_good if said["skip_bad"] else importing.take
        report = act(said["text"].encode(), name=said["name"], by=by)
        if not dry and not report.written:
            _refuse_lines(report)
        return Response({"dry_run": dry, **report.as_dict()}, headers=answers.ONCE)


class SetOrderView(APIView):
    """Orders pictures of a set's prompts, or with `?dry_run=true` says which they would be."""

    throttle_scope = "orders"

    def throttle_cost(self, request: Request) -> int:
        """In pictures, as far as they can be counted; whoever may order nothing pays for the question alone."""
        may = request.user.has_perms((VIEW_SETS, batches.ADD))
        if request.method != "POST" or not may or asking.flag(request.query_params, "dry_run"):
            return 1
        asked = SetOrderAsked(data=request.data)
        prompt_set = PromptSet.objects.filter(slug=self.kwargs["slug"]).first()
        if prompt_set is None or not asked.is_valid():
            return 1
        return answers.cost(plans.plan(prompt_set, asked.wish()).pairs)

    @described.order
    def post(self, request: Request, slug: str) -> Response:
        by = staff.require(request, VIEW_SETS, batches.ADD)
        prompt_set = found(slug)
        asked = SetOrderAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        plan, lane = plans.plan(prompt_set, asked.wish()), asked.validated_data["lane"]
        if asking.flag(request.query_params, "dry_run"):
            number = ordering.rehearse(plan, by=by, lane=lane)
            return Response({"dry_run": True, "batches": number, **looks.of(plan, shown=SHOWN)}, headers=answers.ONCE)
        made = ordering.order(plan, by=by, lane=lane, idempotency_key=answers.order_key(answers.plain(request)))
        for batch in made:
            batch.location = answers.location(batch)  # type: ignore[attr-defined]
        body = {"set": slug, "pictures": 2 * plan.pairs, "batches": PlacedTold(made, many=True).data}
        headers = {**answers.ONCE, "Location": answers.location(made[0])}
        return Response(body, status=status.HTTP_202_ACCEPTED, headers=headers)


def _refuse_lines(report: Report) -> None:
    """Nothing was written; each bad line is told by its number."""
    told = [_("Line %(line)d: %(error)s") % problem.as_dict() for problem in report.problems]
    raise ValidationError({"text": [ErrorDetail(sentence, code="bad_line") for sentence in told]})
