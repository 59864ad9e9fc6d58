"""Prompt sets and their templates, one by one, as the API's schema tells it."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiRequest, extend_schema

from generation.described import parts
from generation.serializers.asked import SetAsked, TemplateAsked
from generation.serializers.prompts import PromptSetWhole, RemovedTold, TemplatesTold, TemplateTold

LINE: Final = "1b219bcd-8e6c-4bb1-9a7a-6b8c1f0c6a10"
SET: Final[dict[str, Any]] = {
    "slug": "spring", "name": "Spring", "description": "", "takes_turns": False, "templates": 1, "changed": parts.WHEN,
}  # fmt: skip
_TAGS: Final = ["prompts"]
_WORDS: Final[dict[str, Any]] = {"variables": {"animal": ["cat", "dog"]}, "negative": "text"}
_WHOLE: Final = {**SET, **_WORDS}
_ASKED: Final = {"template": "a $animal in a meadow", "emotion": "happy", "favorite": "$animal"}
_TEMPLATE: Final = {"code": LINE, "title": "", **_ASKED, "negative": "", "pairs": 1, "position": 0}
_LOOKED: Final = {"x-problems": [*parts.REFUSED]}
_REMOVED: Final = {"x-problems": [*parts.REFUSED, "invalid_question", "changed_meanwhile"]}
_BAD: Final = ("unreadable_prompt", "unusable_favorite")
_DRY: Final = "A dry run answers as if it were done, and leaves nothing."

prompt_set = extend_schema(
    operation_id="get_prompt_set",
    summary="One prompt set",
    tags=_TAGS,
    parameters=[parts.UNCHANGED],
    responses={200: PromptSetWhole, 304: None},
    examples=[parts.answer("A set", _WHOLE)],
    extensions=_LOOKED,
)
put_set = extend_schema(
    operation_id="put_prompt_set",
    summary="Write a prompt set",
    description=f"All of it but its templates, which must be understood with the new words. {_DRY}",
    tags=_TAGS,
    parameters=[parts.DRY_RUN, parts.ONLY_IF],
    request=OpenApiRequest(
        SetAsked, examples=[OpenApiExample("Words", value={"name": "Spring", **_WORDS}, request_only=True)]
    ),
    responses={200: PromptSetWhole, 201: PromptSetWhole},
    examples=[parts.answer("Changed", _WHOLE), parts.answer("New", {**_WHOLE, "templates": 0}, status=201)],
    extensions={"x-problems": [*_REMOVED["x-problems"], *_BAD]},
)
remove_set = extend_schema(
    operation_id="delete_prompt_set",
    summary="Remove a prompt set and its templates",
    description="Once more is the same, and nothing went. Pictures and batches keep what they were made from.",
    tags=_TAGS,
    parameters=[parts.DRY_RUN, parts.ONLY_IF],
    responses={200: RemovedTold},
    examples=[parts.answer("Gone", {"dry_run": False, "sets": 1, "templates": 1})],
    extensions=_REMOVED,
)
templates = extend_schema(
    operation_id="list_templates",
    summary="The templates of a set",
    tags=_TAGS,
    parameters=[parts.LIMIT, parts.AFTER, parts.UNCHANGED],
    responses={200: TemplatesTold, 304: None},
    examples=[parts.answer("One template", {"items": [_TEMPLATE], "next": None})],
    extensions=parts.LISTED,
)
add_template = extend_schema(
    operation_id="add_template",
    summary="Add a template to a set",
    description=_DRY,
    tags=_TAGS,
    parameters=[parts.DRY_RUN],
    request=OpenApiRequest(TemplateAsked, examples=[OpenApiExample("Cats and dogs", value=_ASKED, request_only=True)]),
    responses={201: TemplateTold},
    examples=[parts.answer("Added", _TEMPLATE, status=201)],
    extensions={"x-problems": [*parts.REFUSED, "invalid_question", "same_template", *_BAD]},
)
template = extend_schema(
    operation_id="get_template",
    summary="One template",
    tags=_TAGS,
    parameters=[parts.UNCHANGED],
    responses={200: TemplateTold, 304: None},
    examples=[parts.answer("A template", _TEMPLATE)],
    extensions=_LOOKED,
)
change_template = extend_schema(
    operation_id="change_template",
    summary="Change a template",
    description=f"What is left out stays. {_DRY}",
    tags=_TAGS,
    parameters=[parts.DRY_RUN, parts.ONLY_IF],
    request=OpenApiRequest(
        TemplateAsked, examples=[OpenApiExample("Two pairs", value={"pairs": 2}, request_only=True)]
    ),
    responses={200: TemplateTold},
    examples=[parts.answer("Changed", {**_TEMPLATE, "pairs": 2})],
    extensions={"x-problems": [*_REMOVED["x-problems"], "same_template", *_BAD]},
)
remove_template = extend_schema(
    operation_id="delete_template",
    summary="Remove a template",
    description="Once more is the same, and nothing went.",
    tags=_TAGS,
    parameters=[parts.DRY_RUN, parts.ONLY_IF],
    responses={200: RemovedTold},
    examples=[parts.answer("Gone", {"dry_run": False, "sets": 0, "templates": 1})],
    extensions=_REMOVED,
)
