"""How data sets are described in the API's schema, and the form that one is sent in."""

from collections.abc import Callable
from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiRequest,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers

_STAFF: Final = ["not_authenticated", "not_allowed"]
_TAGS: Final = ["data sets"]
_EXPORT: Final = "For staff with `recommendations.export_dataset`, which no role has by itself."
_ROWS: Final = {
    "users": (
        "Visitors: anonymous codes, what they said of themselves, what they felt last",
        'USER_ID,GENERATION,GENDER,EMOTION\n"dbf9618d-a9dc-4d62-8ead-236f84f027e8","young-adult","Male","HAPPY"\n',
    ),
    "items": (
        "Pictures that are served, or that somebody met when they were",
        'ITEM_ID,TIMESTAMP,EMOTION\n"emotions/happy/img_2_0h.jpeg","1679694168","happy"\n',
    ),
    "interactions": (
        "Likes that stand, each with what was shown beside it",
        """USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,IMPRESSION
"dbf9618d-a9dc-4d62-8ead-236f84f027e8","emotions/happy/img_2_0h.jpeg","1679694170","click","emotions/happy/img_2_0h.jpeg"
""",
    ),
}


class DatasetAsked(serializers.Serializer[Any]):
    """The three files; only the interactions are needed."""

    interactions = serializers.FileField(max_length=200)
    users = serializers.FileField(max_length=200, required=False)
    items = serializers.FileField(max_length=200, required=False)


class TableTold(serializers.Serializer[Any]):
    """One table of the export."""

    name = serializers.ChoiceField(choices=sorted(_ROWS))
    rows = serializers.IntegerField()
    url = serializers.CharField()


class DatasetTold(serializers.Serializer[Any]):
    """The export, table by table."""

    tables = TableTold(many=True)


class PlantedTold(serializers.Serializer[Any]):
    """What came of the import, or in a dry run what would."""

    visitors = serializers.IntegerField()
    completed = serializers.IntegerField(help_text="Visitors who were here and had said less of themselves.")
    readings = serializers.IntegerField(help_text="Visitors who got the emotion that they felt last.")
    likes = serializers.IntegerField()
    already_here = serializers.IntegerField(help_text="Likes that were here, stand twice, or were taken back here.")
    slates = serializers.IntegerField()
    impressions = serializers.IntegerField()
    unknown_pictures = serializers.IntegerField(help_text="Likes of pictures that are not here.")
    other_events = serializers.IntegerField(help_text="Lines that tell of something else than a like.")
    items_known = serializers.IntegerField()
    items_unknown = serializers.IntegerField()
    written = serializers.BooleanField()


_PLANTED: Final = {
    "visitors": 1, "completed": 0, "readings": 1, "likes": 1, "already_here": 0, "slates": 0, "impressions": 0,
    "unknown_pictures": 0, "other_events": 0, "items_known": 1, "items_unknown": 0, "written": True,
}  # fmt: skip
_TABLES: Final = {
    "tables": [{"name": name, "rows": 1, "url": f"/api/v1/datasets/{name}.csv"} for name in _ROWS],
}

counted = extend_schema(
    operation_id="datasets",
    summary="What an export would hold, and where it is",
    description=_EXPORT,
    tags=_TAGS,
    responses={200: DatasetTold},
    examples=[OpenApiExample("A small garden", value=_TABLES, response_only=True)],
    extensions={"x-problems": _STAFF},
)
imported = extend_schema(
    operation_id="import_dataset",
    summary="Plant a data set: users become visitors, likes become likes",
    description=(
        "The files that the export and the original garden write, as a form. Pictures are known by their keys and have "
        "to be here already. All of it is read before anything is written: the first line that does not fit is named "
        "in `errors`, and nothing has happened. Sent again it goes on, and what is here stays as it is. At most 2,000 "
        "lines in each file: more come in pieces, each with the header, or by `manage.py import_dataset`. For staff "
        "with `recommendations.import_dataset`, which no role has by itself."
    ),
    tags=_TAGS,
    parameters=[
        OpenApiParameter("dry_run", bool, description="Say what would come of it, and change nothing."),
    ],
    request={
        "multipart/form-data": OpenApiRequest(
            DatasetAsked,
            examples=[OpenApiExample("Three files", value={name: f"{name}.csv" for name in _ROWS}, request_only=True)],
        )
    },
    responses={200: PlantedTold},
    examples=[OpenApiExample("One like", value=_PLANTED, response_only=True)],
    extensions={"x-problems": [*_STAFF, "invalid_question", "bad_dataset", "dataset_too_large"]},
)


def _table(name: str) -> Callable[[type], type]:
    summary, rows = _ROWS[name]
    described = extend_schema(
        operation_id=f"dataset_{name}",
        summary=summary,
        description=f"As `manage.py export_dataset` writes it, streamed. {_EXPORT}",
        tags=_TAGS,
        responses={(200, "text/csv"): OpenApiTypes.STR},
        examples=[OpenApiExample("One row", value=rows, response_only=True, media_type="text/csv")],
        extensions={"x-problems": _STAFF},
    )
    return extend_schema_view(get=described)


users, items, interactions = _table("users"), _table("items"), _table("interactions")
