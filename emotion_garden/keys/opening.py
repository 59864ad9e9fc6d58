"""Finds the key that a request carries, and whom it lets act."""

import hmac
import logging
import re
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from emotion_garden.keys import making
from emotion_garden.keys.errors import (
    BadKeyError,
    ExpiredKeyError,
    KeyInAddressError,
    OwnerGoneError,
    RevokedKeyError,
)
from emotion_garden.models import ApiKey, KeyHolder

SCHEMES: Final = ("bearer", "api-key")
FORM: Final = re.compile(r"egk_([0-9a-f]{12})_([0-9a-f]{64})", re.ASCII)
MARK: Final = "egk_"
# Written at most so often: a program that asks all day must not write with each request.
USED_EVERY: Final = timedelta(minutes=5)
_KEPT: Final = "_garden_key"
log = logging.getLogger(__name__)


def is_shown(request: HttpRequest) -> bool:
    """Whether the request means to come with a key. Another scheme (a proxy's Basic) is not ours to judge."""
    return request.headers.get("Authorization", "").strip().partition(" ")[0].lower() in SCHEMES


def holder(request: HttpRequest) -> KeyHolder | None:
    """Who acts by the key of this request; None without one. Raises BadKeyError and KeyInAddressError."""
    if MARK in request.META.get("QUERY_STRING", "") and FORM.search(request.META["QUERY_STRING"]):
        sentence = _(
            "A key belongs into the header Authorization, never into the address: logs on the way have read it. "
            "Revoke this one and make another."
        )
        raise KeyInAddressError(sentence)
    if not is_shown(request):
        return None
    kept: KeyHolder | None = getattr(request, _KEPT, None)
    if kept is None:
        kept = _open(request.headers["Authorization"].strip().partition(" ")[2].strip())
        setattr(request, _KEPT, kept)
    return kept


def _open(said: str) -> KeyHolder:
    form = FORM.fullmatch(said)
    row = ApiKey.objects.select_related("owner").filter(prefix=form[1]).first() if form else None
    kept = row.fingerprint if row else ""
    # Compared in constant time, also where there is no such prefix: how long it takes tells nothing.
    same = hmac.compare_digest(making.fingerprint(form[2] if form else ""), kept or "0" * 64)
    if row is None or not same:
        log.warning("A key that this garden does not know was shown: %s.", f"egk_{form[1]}" if form else "malformed")
        raise BadKeyError(_("This key is not one of this garden's."))
    now = timezone.now()
    _refuse_if_over(row, now=now)
    _note_use(row, now=now)
    return KeyHolder.of(row)


def _refuse_if_over(row: ApiKey, *, now: datetime) -> None:
    """Only whoever knows the whole key is told why."""
    if row.revoked_at is not None:
        raise RevokedKeyError(_("This key has been revoked."))
    if row.expires_at <= now:
        raise ExpiredKeyError(_("This key has ended; make a new one."))
    if not row.owner.is_active:
        raise OwnerGoneError(_("The account that this key belongs to has been deactivated."))


def _note_use(row: ApiKey, *, now: datetime) -> None:
    if row.last_used_at is not None and now - row.last_used_at < USED_EVERY:
        return
    try:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - USED_EVERY)
        ApiKey.objects.filter(stale, pk=row.pk).update(last_used_at=now)
    except DatabaseError:
        log.warning("When the key egk_%s was last used could not be written.", row.prefix, exc_info=True)
