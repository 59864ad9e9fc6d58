"""A key for programs, and its owner as seen through it."""

from typing import Any, Self

from django.contrib.auth.models import Permission, User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApiKey(models.Model):
    """Lets a program act as its owner, as far as the scopes go. The key itself is shown once and kept nowhere.

    The fingerprint is a plain SHA-256: a slow hash protects words that people choose, and there is nothing to try
    through in 256 random bits; it would only make every request slow. Without a pepper, so that a new secret key of
    the garden does not end all programs.
    """

    prefix = models.CharField(
        _("prefix"),
        max_length=12,
        unique=True,
        editable=False,
        help_text=_("The part of the key that may be seen: logs and lists name the key by it."),
    )
    fingerprint = models.CharField(max_length=64, editable=False)
    name = models.CharField(_("what for"), max_length=100, help_text=_("Which program will use it, and where."))
    # With the account goes the key. Who stands in the record is deactivated instead, and then the key opens nothing.
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("owner"))
    scopes = models.ManyToManyField(
        Permission,
        blank=True,
        related_name="+",
        verbose_name=_("scopes"),
        help_text=_("What the program may do, as far as the owner may. None: only what any visitor may."),
    )
    created_at = models.DateTimeField(pgettext_lazy("API key", "made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("ends"))
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        default_permissions = ("view", "add")
        permissions = [("revoke_apikey", "Can revoke an API key")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="api_key_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} (egk_{self.prefix}…)"


class KeyHolder(User):
    """The owner of a key, limited to its scopes: what a request that carries the key may do."""

    key: ApiKey
    owner: User
    _scopes: frozenset[str] | None = None

    class Meta:
        proxy = True
        default_permissions = ()

    @classmethod
    def of(cls, key: ApiKey) -> Self:
        names = [field.attname for field in cls._meta.concrete_fields]
        holder = cls.from_db(key.owner._state.db, names, [getattr(key.owner, name) for name in names])
        # Or Django would grant everything before any scope is asked.
        holder.is_superuser = False
        holder.key, holder.owner = key, key.owner
        return holder

    @property
    def scopes(self) -> frozenset[str]:
        """What the key was made for, as `app.codename`; read when first asked, since visitors' requests never do."""
        if self._scopes is None:
            rows = self.key.scopes.values_list("content_type__app_label", "codename")
            self._scopes = frozenset(f"{app}.{codename}" for app, codename in rows)
        return self._scopes

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return perm in self.scopes and self.owner.has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return any(name.startswith(f"{app_label}.") for name in self.get_all_permissions())

    def get_all_permissions(self, obj: Any = None) -> set[str]:
        return {name for name in self.scopes if self.owner.has_perm(name, obj)}

    def get_user_permissions(self, obj: Any = None) -> set[str]:
        return self.get_all_permissions(obj)

    def get_group_permissions(self, obj: Any = None) -> set[str]:
        return self.get_all_permissions(obj)
