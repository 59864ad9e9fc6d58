"""My bouquet: the pictures that this visitor likes, to look at again, to take along, and to let go."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from emotion_garden import windows
from gallery import visitors
from gallery.models import Image
from recommendations import interactions
from recommendations.interactions import Wishes

AT_ONCE: Final = 24


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Makes no row for somebody who only looks; what was taken down is silently gone."""
    liked = interactions.liked(visitors.known(request))
    # A page that is not there is the first or the last one: links grow old.
    shown = Paginator(liked, AT_ONCE).get_page(request.GET.get("page", ""))
    images = list(shown.object_list)
    wishes = Wishes(liked=frozenset(image.code for image in images))
    context = {
        "windows": windows.hung(images, wishes=wishes),
        "page": shown,
        "liked_count": shown.paginator.count,
        "taken": _taken(request),
        "here": f"{request.path}?page={shown.number}",
    }
    response = render(request, "garden/liked.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def count(request: HttpRequest) -> int:
    return interactions.liked(visitors.known(request)).count()


def _taken(request: HttpRequest) -> windows.Window | None:
    """The picture that was let go on the page before, so that one press brings it back without a script."""
    try:
        code = UUID(request.GET.get("taken", ""))
    except ValueError:
        return None
    visitor = visitors.known(request)
    image = Image.objects.serving().filter(code=code).first() if visitor else None
    if image is None or image.code in interactions.wishes(visitor, [image]).liked:
        return None
    return windows.Window(image, liked=False)
