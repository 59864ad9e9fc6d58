"""What makes up a garden: which models move, in which order, and which stay behind, each with its reason."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.apps import apps
from django.db.models import Field, Model

# By name, never by number: the account that a new garden begins with must not become somebody else.
PEOPLE: Final = ("auth.group", "auth.user", "auth.group_permissions", "auth.user_groups", "auth.user_user_permissions")

# Each after whatever it points at.
MOVED: Final = (
    "gallery.image",
    "gallery.rendition",
    "gallery.decision",
    "gallery.likenessverdict",
    "gallery.savedsearch",
    "gallery.displayzone",
    "gallery.displayslot",
    "gallery.displaychange",
    "gallery.reviewskip",
    "gallery.visitor",
    "generation.promptset",
    "generation.promptline",
    "generation.prompt",
    "generation.generationbatch",
    "generation.rendering",
    "generation.attempt",
    "generation.expansion",
    "emotions.calibration",
    "emotions.emotionreading",
    "recommendations.tastemodel",
    "recommendations.slate",
    "recommendations.interaction",
)

LEFT_OUT: Final[Mapping[str, str]] = {
    "admin.logentry": "Django's own record of accounts and rights; what is done to pictures is in the decisions",
    "auth.permission": "made by migrate",
    "contenttypes.contenttype": "made by migrate",
    "sessions.session": "who is signed in here is not signed in elsewhere",
    "emotion_garden.allowance": "counts the calls of these minutes",
    "emotion_garden.apikey": "opens this garden's door; another garden gives its own",
    "emotion_garden.apikey_scopes": "part of the keys",
    "emotion_garden.idempotencykey": "answers of this day, for those who ask twice",
    "emotion_garden.workerbeat": "says who works here now",
    "gallery.alikepair": "computed of the pictures; found again",
    "gallery.look": "computed of the pictures; taken again",
    "gallery.renditionclaim": "lasts a minute; copies that are due are made elsewhere too",
    "gallery.reviewlease": "lasts minutes",
    "gallery.servingrevision": "tells the processes of one garden to look again; the import raises it",
    "recommendations.tastehold": "somebody's choice for the visitors of one garden",
}


def models() -> Iterator[type[Model]]:
    return (apps.get_model(label) for label in MOVED)


def label(model: type[Model]) -> str:
    return model._meta.label_lower


def columns(model: type[Model]) -> list[Field[Any, Any]]:
    """What is written of a row; a generated column makes itself."""
    return [field for field in model._meta.concrete_fields if not field.generated]
