"""Which taste model ranks: switched in one step, by the gate or by hand, and back again."""

from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery.errors import NotFoundError
from recommendations import taste_files
from recommendations.errors import UnusableTastesError
from recommendations.models import State, TasteHold, TasteModel

CHANGE: Final = "recommendations.change_tastemodel"
# Older ones have been swept.
LOOKED_AT: Final = 20


def live() -> TasteModel | None:
    return TasteModel.objects.filter(active=True).first()


def held() -> TasteHold | None:
    return TasteHold.objects.select_related("by").first()


def choose(model: TasteModel | None, *, by: User | None = None, hold: bool = True) -> None:
    """By hand: this one ranks (None: popularity), and nothing goes live by itself until `release`.

    Without the hold the next training, an hour later, would undo what somebody has just decided.
    Raises UnusableTastesError; then everything stays as it was.
    """
    if model is not None:
        check(model)
    with transaction.atomic():
        switch(model, by=by)
        if hold:
            TasteHold.objects.update_or_create(pk=1, defaults={"by": by, "since": timezone.now()})
        else:
            TasteHold.objects.all().delete()


def release() -> bool:
    """What passes the gate goes live by itself again, and at once what has waited; whether anything was held."""
    with transaction.atomic():
        was_held = bool(TasteHold.objects.all().delete()[0])
        newest = TasteModel.objects.first()
        if was_held and newest is not None and newest.state == State.WAITING and is_here(newest):
            switch(newest)
    return was_held


def check(model: TasteModel) -> None:
    """Reads every file. Raises UnusableTastesError."""
    if not is_here(model):
        raise UnusableTastesError(
            _("The files of this model are gone: only those of the latest models are kept. Learn again instead.")
        )
    try:
        taste_files.load(folder(model))
    except taste_files.CorruptTastesError as error:
        raise UnusableTastesError(
            _("This model's files are damaged; it cannot rank. %(error)s") % {"error": error}
        ) from error


def fault() -> str:
    """What keeps a process that has yet to load the live model from it, in English; empty when nothing does."""
    model = live()
    if model is None:
        return ""
    try:
        taste_files.glance(folder(model))
    except taste_files.CorruptTastesError as error:
        return str(error)
    return ""


def switch(model: TasteModel | None, *, by: User | None = None) -> None:
    """From one active model to the other in one step; two who do so at once end with one."""
    with transaction.atomic():
        list(TasteModel.objects.select_for_update().order_by("pk").values_list("pk"))
        TasteModel.objects.filter(active=True).exclude(pk=model.pk if model else 0).update(active=False)
        if model is not None:
            model.active, model.activated_at, model.activated_by = True, timezone.now(), by
            model.save(update_fields=["active", "activated_at", "activated_by"])


def previous() -> TasteModel | None:
    """The one that ranked before the live one (or before popularity was chosen), if its files are still there."""
    ranked = TasteModel.objects.filter(active=False, activated_at__isnull=False).order_by("-activated_at", "-pk")
    return next((model for model in ranked[:LOOKED_AT] if folder(model).is_dir()), None)


def find(word: str) -> TasteModel:
    """By its code, the first eight digits of it, or its folder. Raises NotFoundError."""
    try:
        named = Q(code=UUID(word))
    except ValueError:
        named = Q(folder=word) | Q(folder__endswith=f"-{word}")
    found = TasteModel.objects.filter(named).first() if word else None
    if found is None:
        raise NotFoundError(_("There is no taste model “%(word)s”.") % {"word": word})
    return found


def folder(model: TasteModel) -> Path:
    found: Path = settings.RECOMMENDATIONS_MODELS / model.folder
    return found


def is_here(model: TasteModel) -> bool:
    """Whether its files are there to be activated."""
    return bool(model.folder) and folder(model).is_dir()
