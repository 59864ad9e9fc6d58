"""The garden's admin: its first page says what to do today, and every page leads to the rooms."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emotion_garden import coverage_pages, own_acts, taste_pages, today
from gallery import curation
from generation import batches

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class Way:
    """A link in the header."""

    address: str
    label: str | Promise
    is_here: bool


class GardenAdminSite(admin.AdminSite):
    """Named in `GardenAdminConfig`; `admin.site` is one of these."""

    site_title = site_header = _("Emotion Garden")
    index_title = _("Today")
    # The width is the pictures'; the rooms are reached from the bar above, and all of them from the first page.
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own = self.admin_view
        return [
            path("coverage/", own(coverage_pages.show), name="coverage"),
            path("coverage/order/", own(coverage_pages.order), name="coverage_order"),
            path("tastes/", own(taste_pages.show), name="tastes"),
            path("tastes/learn/", own(taste_pages.learn), name="tastes_learn"),
            path("tastes/choose/", own(taste_pages.choose), name="tastes_choose"),
            path("tastes/release/", own(taste_pages.release), name="tastes_release"),
            *super().get_urls(),
        ]

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: FBT001, FBT002 - Django's own
        """Whose session has ended under a button comes back to the page of the button, not to where it led."""
        inside = super().admin_view(view, cacheable)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            is_pressed = request.method == "POST" and request.path != reverse("admin:logout")
            if is_pressed and not self.has_permission(request):
                return redirect_to_login(_came_from(request), reverse("admin:login"))
            return inside(request, *args, **kwargs)

        return cast("View", answer)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "ways": ways(request)}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        user = coverage_pages.person(request)
        own = own_acts.lately(user) if user.has_perm("gallery.view_decision") else []
        extra = {"today": today.look(user), "presses": own}
        return super().index(request, {**extra, **(extra_context or {})})


def _came_from(request: HttpRequest) -> str:
    """The page that the button stood on, as far as the browser says it and it is ours."""
    first_page = reverse("admin:index")
    page = request.headers.get("Referer", "").removeprefix(f"{request.scheme}://{request.get_host()}")
    return page if page.startswith(first_page) else first_page


def ways(request: HttpRequest) -> list[Way]:
    """The rooms that are open to this person, from judging to ordering."""
    user = request.user
    found = [
        ("index", _("Today"), user.is_staff),
        ("gallery_poolimage_triage", _("Triage"), _may_judge(user)),
        ("gallery_poolimage_changelist", _("Pool"), user.has_perm("gallery.view_poolimage")),
        ("gallery_servedimage_changelist", _("Serving set"), user.has_perm("gallery.view_servedimage")),
        ("gallery_displayzone_changelist", _("Displays"), user.has_perm("gallery.view_displayzone")),
        ("generation_generationbatch_changelist", _("Orders"), user.has_perm("generation.view_generationbatch")),
        ("coverage", _("Coverage"), isinstance(user, User) and today.may_see_coverage(user)),
        ("tastes", _("Tastes"), user.has_perm(taste_pages.VIEW)),
    ]
    allowed = [(reverse(f"admin:{name}"), label) for name, label, is_open in found if is_open]
    if user.is_staff and user.has_perm(batches.ADD):
        allowed.append((reverse("playground"), _("Playground")))
    # The longest that leads here: triage lies below the pool, and everything below the first page.
    fitting = [address for address, _label in allowed[1:] if request.path.startswith(address)]
    here = max(fitting, key=len, default=request.path)
    return [Way(address, label, is_here=address == here) for address, label in allowed]


def _may_judge(user: User | AnonymousUser) -> bool:
    return user.has_perm("gallery.view_poolimage") and (
        user.has_perm(curation.APPROVE) or user.has_perm(curation.REJECT)
    )
