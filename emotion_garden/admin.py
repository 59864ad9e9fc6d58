"""The root's own rooms: who works, who the staff are, and what their roles let them do."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from emotion_garden import roles, staff
from emotion_garden.keys.admin import ApiKeyAdmin
from emotion_garden.models import WorkerBeat
from gallery.admin.readonly import ReadOnlyAdmin

__all__ = ["ApiKeyAdmin", "RoleAdmin", "StaffAdmin", "WorkerBeatAdmin"]


@admin.register(WorkerBeat)
class WorkerBeatAdmin(ReadOnlyAdmin[WorkerBeat]):
    """To look at only: the workers write it themselves."""

    list_display = ("queue", "name", "seen_at")
    ordering = ("queue", "name")


class _RoleField(ModelMultipleChoiceField[Group]):
    """Each role with what its members do."""

    def label_from_instance(self, obj: Group) -> str | SafeString:
        role = roles.ROLES.get(obj.name)
        return format_html("<b>{}</b><br>{}", role.label, role.duty) if role else obj.name


admin.site.unregister([User, Group])


@admin.register(User)
class StaffAdmin(UserAdmin[User]):
    """Somebody new is a name, a password and a tick at each role."""

    list_display = ("username", "their_roles", "is_active", "is_superuser", "last_login")
    list_filter = ("groups", "is_active", "is_superuser")
    ordering = ("username",)
    actions = None
    filter_horizontal = ("user_permissions",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Roles"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email"), "classes": ("collapse",)}),
        (_("More than a role"), {"fields": ("is_superuser", "user_permissions"), "classes": ("collapse",)}),
        (_("Dates"), {"fields": ("last_login", "date_joined"), "classes": ("collapse",)}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2"), "classes": ("wide",)}),
        (_("Roles"), {"fields": ("is_staff", "groups")}),
    )

    class Media:
        css = {"all": ["emotion_garden/staff.css"]}
        js = ["emotion_garden/selectors.js"]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            return _RoleField(
                Group.objects.order_by("pk"),
                label=_("Roles"),
                required=False,
                widget=CheckboxSelectMultiple(attrs={"class": "gl-roles"}),
                help_text=_("None: an account that opens no room."),
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "groups":
            # Roles are a table, not something to add on the way.
            field.widget.can_add_related = False
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_staff": True, **super().get_changeform_initial_data(request)}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"), empty_value="–")
    def their_roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Whoever decided stays; Django would list each of their thousands of decisions to say so."""
        user = self.get_object(request, object_id)
        if user is None or not self.has_delete_permission(request, user) or not staff.is_in_the_record(user):
            return super().delete_view(request, object_id, extra_context)
        self.message_user(request, staff.STAYS % {"name": user.get_username()}, messages.ERROR)
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Own groups may be made; those of the table of roles are written by `manage.py sync_roles`, and shown here."""

    actions = None

    class Media:
        js = ["emotion_garden/selectors.js"]

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return (obj is None or obj.name not in roles.ROLES) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return (obj is None or obj.name not in roles.ROLES) and super().has_delete_permission(request, obj)
