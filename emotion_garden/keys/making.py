"""Makes and revokes keys: nobody gives away more than they may do themselves."""

import hashlib
import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from emotion_garden.keys.errors import UnusableKeyError
from emotion_garden.models import ApiKey

DAYS: Final = 90
MOST_DAYS: Final = 3660
# What lets somebody in, or makes other keys, is not for programs; who works may be looked at, and is written by nobody.
NEVER: Final = ("apikey", "workerbeat")
LOOK: Final = "view_workerbeat"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key: its row, and the one time that it can be read."""

    row: ApiKey
    secret: str


def offered(owner: User) -> QuerySet[Permission]:
    """The scopes that this person can give: the garden's own permissions, as far as they have them."""
    ours = [config.label for config in apps.get_app_configs() if config.name in _OURS]
    rows = Permission.objects.filter(content_type__app_label__in=ours).exclude(
        ~Q(codename=LOOK), content_type__model__in=NEVER
    )
    if not owner.is_superuser or not owner.is_active:
        had = owner.get_all_permissions()
        pks = [row.pk for row in rows.select_related("content_type") if name(row) in had]
        rows = rows.filter(pk__in=pks)
    return rows.select_related("content_type").order_by("content_type__app_label", "content_type__model", "codename")


def name(scope: Permission) -> str:
    return f"{scope.content_type.app_label}.{scope.codename}"


def make(owner: User, *, called: str, scopes: Iterable[Permission], days: int = DAYS) -> MadeKey:
    """Raises UnusableKeyError."""
    wanted = list(scopes)
    if not owner.is_active:
        raise UnusableKeyError(_("A deactivated account has no keys."))
    if not called.strip() or len(called) > 100:
        raise UnusableKeyError(_("Say in at most 100 characters what the key is for."))
    if not 1 <= days <= MOST_DAYS:
        raise UnusableKeyError(_("A key lasts from 1 to %(most)d days.") % {"most": MOST_DAYS})
    if missing := sorted({name(row) for row in wanted} - {name(row) for row in offered(owner)}):
        words = {"owner": owner.get_username(), "scopes": ", ".join(missing)}
        raise UnusableKeyError(_("%(owner)s may not do this and so cannot give it away: %(scopes)s.") % words)
    prefix, random = secrets.token_hex(6), secrets.token_hex(32)
    with transaction.atomic():
        row = ApiKey.objects.create(
            prefix=prefix,
            fingerprint=fingerprint(random),
            name=called.strip(),
            owner=owner,
            expires_at=timezone.now() + timedelta(days=days),
        )
        row.scopes.set(wanted)
    log.info("API key egk_%s made for %s.", prefix, owner.get_username())
    return MadeKey(row, f"egk_{prefix}_{random}")


def revoke(prefix: str) -> bool:
    """For good, from the next request on; whether this call did it."""
    moved = ApiKey.objects.filter(prefix=prefix, revoked_at=None).update(revoked_at=timezone.now())
    if moved:
        log.info("API key egk_%s revoked.", prefix)
    return bool(moved)


def fingerprint(random: str) -> str:
    return hashlib.sha256(random.encode("ascii")).hexdigest()


_OURS: Final = ("emotion_garden", "gallery", "generation", "emotions", "recommendations")
