"""POST /remove, /removePool and /clearIndex: pictures leave what is shown, and can be brought back."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from emotion_garden.original_api import door, keyed
from gallery import curation, keys
from gallery.errors import InvalidQuestionError
from gallery.models import Status


@door.opens(permissions=(curation.REJECT, curation.RETIRE))
def remove(request: HttpRequest, by: Any) -> HttpResponse:
    """Served ones are retired, waiting ones rejected; the list comes as such, or as its JSON."""
    named = [keys.of(name) for name in _names(door.sent(request))]
    served = keyed.pictures(named, folder=keyed.SERVED, status=Status.SERVING)
    waiting = keyed.pictures(named, folder=keyed.POOL, status=Status.POOL)
    curation.set_aside(served | waiting, by=by)
    return door.answer("")


@door.opens(permissions=(curation.REJECT,))
def remove_pool(request: HttpRequest, by: Any) -> HttpResponse:
    named = [keys.of(name) for name in _names(door.sent(request))]
    curation.reject(keyed.pictures(named, folder=keyed.POOL, status=Status.POOL), by=by)
    return door.answer("")


@door.opens(permissions=(curation.REJECT, curation.RETIRE))
def clear_index(request: HttpRequest, by: Any) -> HttpResponse:
    """Of served pictures alone: for one that waits in the pool, which one page names too, it never did anything."""
    key = keys.of(door.text(door.sent(request), "objName"))
    if key is not None and key.folder == keys.SERVED:
        curation.retire(keyed.pictures([key], folder=keyed.SERVED, status=Status.SERVING), by=by)
    return door.answer("")


def _names(asked: dict[str, Any]) -> list[str]:
    """Raises InvalidQuestionError."""
    said = asked.get("objName")
    if isinstance(said, str):
        try:
            said = json.loads(said)
        except (ValueError, RecursionError):
            raise InvalidQuestionError(_("“objName” has to be a list of keys.")) from None
    return door.texts({"objName": said}, "objName")
