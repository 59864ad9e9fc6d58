"""What all rooms share, the petals' too: nothing is typed into them, rows are never added or deleted by hand."""

from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.text import capfirst

from gallery import words

_M = TypeVar("_M", bound=Model)


def person(request: HttpRequest) -> User:
    """Who pressed the button; a decision always has a person."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class ReadOnlyAdmin(admin.ModelAdmin[_M]):
    """To look at; what may be done has a button of its own."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        request.GET = _legible(request.GET)  # type: ignore[assignment]
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _legible(asked: QueryDict) -> QueryDict:
    """The address without control characters, which a filter would hand to the database."""
    kept = asked.copy()
    for name, values in asked.lists():
        kept.setlist(name, [words.legible(value) for value in values])
    return kept
