"""How uploads are described."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiRequest, extend_schema

from gallery.described.shared import CODE, STAFF, sent, shown
from gallery.serializers.uploads import FilesTold, UploadAsked

_ITEM: Final[dict[str, Any]] = {
    "name": "meadow.png",
    "outcome": "received",
    "image": CODE,
    "status": "pool",
    "code": "",
    "detail": "",
}
_REFUSED: Final[dict[str, Any]] = {
    **_ITEM,
    "name": "notes.pdf",
    "outcome": "refused",
    "image": None,
    "status": "",
    "code": "unsupported_file",
    "detail": "This file is not a picture.",
}

upload = extend_schema(
    operation_id="upload_images",
    summary="Bring pictures by hand",
    description=(
        "At most 20 files, at most GARDEN_BODY_LIMIT bytes together. They wait in the pool as unchecked; the same file "
        "again is the same picture (`known`). A file that is refused does not lose the others: 201 if any came in, "
        "200 if none. Needs `gallery.view_poolimage` and `gallery.upload_poolimage`."
    ),
    tags=["curating"],
    request={
        "multipart/form-data": OpenApiRequest(
            UploadAsked, examples=[sent("A meadow", {"files": ["(meadow.png)"], "emotion": "happy"})]
        )
    },
    responses={200: FilesTold, 201: FilesTold},
    examples=[
        shown("Nothing new", {"received": 0, "known": 0, "refused": 1, "items": [_REFUSED]}),
        shown("One of two", {"received": 1, "known": 0, "refused": 1, "items": [_ITEM, _REFUSED]}, 201),
    ],
    extensions={"x-problems": [*STAFF, "invalid_question", "unusable_favorite"]},
)
