"""The room of keys: everybody sees and revokes their own, superusers all; a new key is shown on one page, once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from emotion_garden.keys import making
from emotion_garden.keys.making import MadeKey
from emotion_garden.models import ApiKey
from gallery.admin.readonly import ReadOnlyAdmin, person


class _ScopesField(forms.ModelMultipleChoiceField[Permission]):
    """Each scope as it is named in the documentation, with its words."""

    def label_from_instance(self, obj: Permission) -> str:
        return f"{making.name(obj)}: {_(obj.name)}"


class NewKeyForm(forms.ModelForm[ApiKey]):
    """What for, how long, and what it may do."""

    days = forms.IntegerField(
        label=_("Days"), initial=making.DAYS, min_value=1, max_value=making.MOST_DAYS, help_text=_("So long it lasts.")
    )
    scopes = _ScopesField(
        Permission.objects.none(), required=False, label=_("Scopes"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ApiKey
        fields = ["name", "days", "scopes"]


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin[ApiKey]):
    """A key is made and revoked, never changed: who holds it must not find that it does more than yesterday."""

    change_form_template = "admin/emotion_garden/key.html"
    list_display = ("name", "shown_prefix", "owner", "standing", "created_at", "expires_at", "last_used_at")
    list_select_related = ("owner",)
    ordering = ("-pk",)
    fields = ("name", "shown_prefix", "owner", "standing", "scopes", "created_at", "expires_at", "last_used_at")
    readonly_fields = ("shown_prefix", "owner", "standing", "created_at", "expires_at", "last_used_at")
    empty_value_display = "–"

    class Media:
        css = {"all": ["emotion_garden/staff.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("emotion_garden.add_apikey")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiKey]:
        rows = super().get_queryset(request)
        return rows if person(request).is_superuser else rows.filter(owner=person(request))

    def get_form(self, request: HttpRequest, obj: ApiKey | None = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None:
            form.base_fields["scopes"].queryset = making.offered(person(request))  # type: ignore[attr-defined]
        return form

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        return ("name", "days", "scopes") if obj is None else self.fields

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self.form = NewKeyForm
        return super().add_view(request, form_url, {"title": _("A new key"), **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:  # noqa: FBT001
        said = form.cleaned_data
        made = making.make(person(request), called=said["name"], scopes=said["scopes"], days=said["days"])
        form.made, obj.pk, obj.prefix = made, made.row.pk, made.row.prefix
        request.made_key = made  # type: ignore[attr-defined]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Done with the row."""

    def response_add(self, request: HttpRequest, obj: ApiKey, post_url_continue: str | None = None) -> HttpResponse:
        """In the answer itself: a message or a redirect would keep the key in a session or in an address."""
        made: MadeKey = request.made_key  # type: ignore[attr-defined]
        context = {**self.admin_site.each_context(request), "title": _("Your new key"), "made": made, "opts": self.opts}
        response = render(request, "admin/emotion_garden/key_made.html", context)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        key = self.get_object(request, object_id)
        may = bool(key and key.revoked_at is None and request.user.has_perm("emotion_garden.revoke_apikey"))
        return super().change_view(request, object_id, form_url, {"may_revoke": may, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        revoke = self.admin_site.admin_view(require_POST(self.revoke_view))
        return [path("<int:pk>/revoke/", revoke, name="emotion_garden_apikey_revoke"), *super().get_urls()]

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("emotion_garden.revoke_apikey"):
            raise PermissionDenied
        key = get_object_or_404(self.get_queryset(request), pk=pk)
        if making.revoke(key.prefix):
            self.message_user(request, _("The key %(key)s is revoked.") % {"key": key})
        else:
            self.message_user(request, _("The key was revoked already."), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:emotion_garden_apikey_change", args=[pk]))

    @admin.display(description=_("prefix"))
    def shown_prefix(self, key: ApiKey) -> str:
        return f"egk_{key.prefix}…"

    @admin.display(description=_("stands"))
    def standing(self, key: ApiKey) -> str:
        if key.revoked_at is not None:
            return str(_("revoked"))
        if key.expires_at <= timezone.now():
            return str(pgettext_lazy("API key", "ended"))
        return str(_("open") if key.owner.is_active else _("closed with its owner’s account"))
