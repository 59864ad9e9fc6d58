"""Prompt sets and their templates, one by one: looked at, written, removed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import asking, preconditions, staff
from gallery.errors import NotFoundError
from generation.api import answers
from generation.described import prompt_sets as described
from generation.models import PromptLine, PromptSet
from generation.prompt_sets import writing
from generation.prompt_sets.lines import Line
from generation.serializers.asked import SetAsked, TemplateAsked
from generation.serializers.prompts import PromptSetWhole, TemplateTold

VIEW_SETS: Final = "generation.view_promptset"
VIEW_TEMPLATES: Final = "generation.view_promptline"


class PromptSetView(APIView):
    """One set, without its templates: there may be thousands."""

    @described.prompt_set
    def get(self, request: Request, slug: str) -> Response:
        staff.require(request, VIEW_SETS)
        return _told_set(found(slug), headers=answers.ASKED_AGAIN)

    @described.put_set
    def put(self, request: Request, slug: str) -> Response:
        by = staff.require(request, VIEW_SETS)
        there = _kept(slug)
        staff.require(request, f"generation.{'add' if there is None else 'change'}_promptset")
        _require(request, there)
        asked = SetAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        with _maybe_dry(request):
            new = writing.put_set(slug, asked.validated_data, by=by)
            return _told_set(found(slug), status=status.HTTP_201_CREATED if new else status.HTTP_200_OK)

    @described.remove_set
    def delete(self, request: Request, slug: str) -> Response:
        """Done is done: once more is the same, and nothing went."""
        by = staff.require(request, VIEW_SETS, "generation.delete_promptset", "generation.delete_promptline")
        _require(request, _kept(slug))
        with _maybe_dry(request) as dry:
            return Response({"dry_run": dry, **writing.remove_set(slug, by=by)}, headers=answers.ONCE)


class TemplatesView(APIView):
    """The templates of a set."""

    @described.templates
    def get(self, request: Request, slug: str) -> Response:
        staff.require(request, VIEW_SETS, VIEW_TEMPLATES)
        return answers.page(request, PromptLine.objects.filter(prompt_set=found(slug)), TemplateTold)

    @described.add_template
    def post(self, request: Request, slug: str) -> Response:
        by = staff.require(request, VIEW_SETS, VIEW_TEMPLATES, "generation.add_promptline")
        found(slug)
        asked = TemplateAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        with _maybe_dry(request) as dry:
            made = writing.add_template(slug, position=said.pop("position"), line=Line(**said), by=by)
        # What a dry run has made is gone again, and has no address.
        where = {} if dry else {"Location": reverse("api-template", args=[slug, made.code])}
        headers = {**answers.ONCE, **where}
        return Response(TemplateTold(made).data, status=status.HTTP_201_CREATED, headers=headers)


class TemplateView(APIView):
    """One template."""

    @described.template
    def get(self, request: Request, slug: str, template: UUID) -> Response:
        staff.require(request, VIEW_SETS, VIEW_TEMPLATES)
        return _told_template(writing.template(found(slug), template), headers=answers.ASKED_AGAIN)

    @described.change_template
    def patch(self, request: Request, slug: str, template: UUID) -> Response:
        by = staff.require(request, VIEW_SETS, VIEW_TEMPLATES, "generation.change_promptline")
        kept = writing.template(found(slug), template)
        preconditions.require(answers.plain(request), _tag_of(kept))
        asked = TemplateAsked(data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        with _maybe_dry(request):
            return _told_template(writing.change_template(slug, template, asked.validated_data, by=by))

    @described.remove_template
    def delete(self, request: Request, slug: str, template: UUID) -> Response:
        """Done is done: once more is the same, and nothing went."""
        by = staff.require(request, VIEW_SETS, VIEW_TEMPLATES, "generation.delete_promptline")
        kept = PromptLine.objects.filter(prompt_set=found(slug), code=template).first()
        preconditions.require(answers.plain(request), _tag_of(kept) if kept is not None else "")
        with _maybe_dry(request) as dry:
            went = writing.remove_template(slug, template, by=by)
        return Response({"dry_run": dry, "sets": 0, "templates": went}, headers=answers.ONCE)


def found(slug: str) -> Any:
    """With the number of its templates. Raises NotFoundError."""
    kept = _kept(slug)
    if kept is None:
        raise NotFoundError(_("There is no prompt set of this short name."))
    return kept


def _kept(slug: str) -> Any:
    return PromptSet.objects.annotate(n_lines=Count("lines")).filter(slug=slug).first()


@contextmanager
def _maybe_dry(request: Request) -> Iterator[bool]:
    """A dry run does all of it, and takes it back."""
    dry = asking.flag(request.query_params, "dry_run")
    with transaction.atomic():
        yield dry
        if dry:
            transaction.set_rollback(True)


def _require(request: Request, there: Any) -> None:
    tag = answers.tag_of(there.slug, PromptSetWhole(there).data) if there is not None else ""
    preconditions.require(answers.plain(request), tag)


def _told_set(kept: Any, *, status: int = 200, headers: Any = answers.ONCE) -> Response:
    body = PromptSetWhole(kept).data
    return Response(body, status=status, headers={**headers, "ETag": answers.tag_of(kept.slug, body)})


def _told_template(kept: PromptLine, *, headers: Any = answers.ONCE) -> Response:
    return Response(TemplateTold(kept).data, headers={**headers, "ETag": _tag_of(kept)})


def _tag_of(kept: PromptLine) -> str:
    return answers.tag_of(kept.code.hex, TemplateTold(kept).data)
