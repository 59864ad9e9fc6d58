"""POST /updateDisplay: which pictures a wall shows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from emotion_garden.original_api import door, keyed
from gallery import displays, keys
from gallery.models import DisplayZone, Image, Status


@door.opens(permissions=(displays.CHANGE,))
def update(request: HttpRequest, by: Any) -> HttpResponse:
    """The i-th picture for the i-th place; where none is named, what hangs there stays, and so does all after eight."""
    asked = door.sent(request)
    name = door.text(asked, "zone")
    rows = {row: _named(door.texts(asked, row)[: displays.PLACES]) for row in ("landscape", "portrait")}
    zone = DisplayZone.objects.filter(name=name).first() if name.isprintable() else None
    displays.choose(zone or displays.make(name, by=by), **rows, by=by)
    return door.answer("sucess")


def _named(names: list[str]) -> list[Image | None]:
    """Raises NotServedError."""
    named = [keys.of(name) for name in names]
    found = keyed.pictures(named, folder=keyed.SERVED, status=Status.SERVING)
    served = {image.key_tail: image for image in found}
    row = [served.get(key.tail) if key and key.folder == keyed.SERVED else None for key in named]
    if any(name.strip() and image is None for name, image in zip(names, row, strict=True)):
        raise displays.NotServedError(_("Only pictures of the serving set are shown on a wall."))
    return row
