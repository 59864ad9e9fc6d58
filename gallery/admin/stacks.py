"""A picture's stack on its page: the other of its pair, the cover, both decided at once; and what looks like it."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gallery import alike, rooms, stacks, verdicts
from gallery.admin.acts import Act
from gallery.admin.readonly import ReadOnlyAdmin, person
from gallery.errors import NotAllowedError
from gallery.models import Image, Status

# More of a family, or of what looks like it, are told by their number.
_MOST_SHOWN: Final = 12


def urls(room: ReadOnlyAdmin[Image]) -> list[URLPattern]:
    def cover(request: HttpRequest, pk: int) -> HttpResponse:
        return _choose_cover(room, request, pk)

    view = room.admin_site.admin_view(require_POST(cover))
    return [path("<int:pk>/cover/", view, name=f"gallery_{room.opts.model_name}_cover")]


def about(image: Image, user: User | AnonymousUser) -> dict[str, Any]:
    """What its page says of the pictures that belong to it, and of those that look like it. Three queries."""
    statuses = rooms.open_to(user)
    family = list(stacks.of(image, statuses=statuses).exclude(pk=image.pk)[:_MOST_SHOWN])
    near = list(alike.of(image, statuses=statuses)[: _MOST_SHOWN + 1])
    return {
        "family": family,
        "partners": [other for other in family if other.status == image.status],
        "may_choose_cover": bool(family) and isinstance(user, User) and stacks.may_choose(image, by=user),
        "alike": [(other, rooms.ROOMS[Status(other.status)]) for other in near[:_MOST_SHOWN]],
        "more_alike": len(near) > _MOST_SHOWN,
        "may_judge": user.has_perm(verdicts.JUDGE),
    }


def meant(request: HttpRequest, image: Image, *, act: Act) -> QuerySet[Image]:
    """The picture, or it and what stands beside it in its stack when the box is ticked; some acts are for one alone."""
    if request.POST.get("stack") != "1" or act.alone:
        return Image.objects.filter(pk=image.pk)
    statuses = rooms.open_to(request.user) & {Status(image.status)}
    return Image.objects.filter(pk__in=stacks.of(image, statuses=statuses).values("pk"))


def _choose_cover(room: ReadOnlyAdmin[Image], request: HttpRequest, pk: int) -> HttpResponse:
    image = get_object_or_404(Image, pk=pk)
    if Status(image.status) not in rooms.open_to(request.user):
        raise PermissionDenied
    try:
        stacks.choose_cover(image, by=person(request))
    except NotAllowedError as error:
        raise PermissionDenied(error.sentence) from error
    room.message_user(request, _("This picture now stands for its stack."), messages.SUCCESS)
    return HttpResponseRedirect(reverse(f"admin:gallery_{rooms.ROOMS[Status(image.status)]}_change", args=[image.pk]))
