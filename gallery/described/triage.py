"""How triage is described."""

from typing import Final

from drf_spectacular.utils import OpenApiRequest, extend_schema

from gallery.described.pool import FILTERS, REFUSED
from gallery.described.shared import CODE, EARNEST, GROUP, KNOWN, sent, shown
from gallery.serializers.triage import CountsTold, HandedTold, HandOutAsked, LeaveAsked, SkipAsked

_NEEDS: Final = "Needs `gallery.view_poolimage`, and `gallery.approve_poolimage` or `gallery.reject_poolimage`."
_COUNTS: Final = {"left": 23, "skipped": 1, "done": 7}

hand_out = extend_schema(
    operation_id="hand_out",
    summary="Be handed pictures to judge",
    description=(
        "The oldest that wait and nobody else holds, for two minutes; asked again, for two more. A lease only keeps "
        f"two people from the same picture: send `versions` with the decision. {_NEEDS}"
    ),
    tags=["curating"],
    parameters=FILTERS,
    request=OpenApiRequest(HandOutAsked, examples=[sent("Ten", {"tab": GROUP, "count": 10})]),
    responses={200: HandedTold},
    examples=[shown("One picture", {"items": [KNOWN], **_COUNTS})],
    extensions={"x-problems": REFUSED},
)
skip = extend_schema(
    operation_id="skip_in_triage",
    summary="Put pictures off",
    description=f"Somebody else may be handed them at once; `back` takes it back. At most 40 at once. {_NEEDS}",
    tags=["curating"],
    request=OpenApiRequest(SkipAsked, examples=[sent("One", {"images": [CODE]})]),
    responses={200: CountsTold},
    examples=[shown("What is left", _COUNTS)],
    extensions={"x-problems": [*EARNEST, "not_found"]},
)
leave = extend_schema(
    operation_id="give_pictures_back",
    summary="Give back what was handed out",
    description=f"What a tab still holds is free for others. It would be so after two minutes. {_NEEDS}",
    tags=["curating"],
    request=OpenApiRequest(LeaveAsked, examples=[sent("A tab", {"tab": GROUP})]),
    responses={204: None},
    extensions={"x-problems": EARNEST},
)
