"""What curators decide: many pictures at once with what came of each, the record, and the way back."""

from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import acts, asking, paging, rooms, staff, words
from gallery.api.answering import ASKED_AGAIN, NOT_KEPT
from gallery.described import decisions as described
from gallery.errors import InvalidQuestionError
from gallery.models import Decision, Kind
from gallery.serializers.curating import CorrectionAsked, DecisionAsked, DecisionTold, ResultTold, UndoAsked

VIEW: Final = "gallery.view_decision"
USUAL: Final = 100
MOST: Final = 500
_FIELDS: Final = ("emotion", "favorite", "caption")


class DecisionsView(APIView):
    """Decides; and the record of all decisions."""

    @described.history
    def get(self, request: Request) -> Response:
        staff.of_rooms(request)
        staff.require(request, VIEW)
        asked = request.query_params
        limit = asking.number(asked, "limit", usual=USUAL, most=MOST)
        page = paging.page(_asked(request), limit=limit, after=asked.get("after", ""))
        shape = DecisionTold()
        body = {
            "items": [shape.to_representation(decision) for decision in page.items],
            "next": paging.next_address(request._request, page.after, kept=("image", "by", "group", "kind", "limit")),
        }
        return Response(body, headers=ASKED_AGAIN)

    @described.decide
    def post(self, request: Request) -> Response:
        user, sent = staff.of_rooms(request), _sent(DecisionAsked, request)
        result = acts.decide(
            sent["decision"],
            sent["images"],
            by=user,
            reason=words.legible(sent.get("reason", "")).strip(),
            versions=sent.get("versions"),
            in_part=sent["partial"],
            rehearse=asking.flag(request.query_params, "dry_run"),
        )
        return Response(ResultTold(result).data, headers=NOT_KEPT)


class CorrectionsView(APIView):
    """Corrects many pictures in the same way."""

    @described.correct
    def post(self, request: Request) -> Response:
        user, sent = staff.of_rooms(request), _sent(CorrectionAsked, request)
        result = acts.correct(
            sent["images"],
            by=user,
            wanted={name: sent[name] for name in _FIELDS if name in sent},
            reason=words.legible(sent.get("reason", "")).strip(),
            versions=sent.get("versions"),
            in_part=sent["partial"],
            rehearse=asking.flag(request.query_params, "dry_run"),
        )
        return Response(ResultTold(result).data, headers=NOT_KEPT)


class UndoView(APIView):
    """Takes a group of decisions back."""

    # A large group is taken back in portions; what is back already stays so when it is asked for again.
    repeats = "apart"

    @described.undo
    def post(self, request: Request, group: UUID) -> Response:
        user, sent = staff.of_rooms(request), _sent(UndoAsked, request)
        rehearse = asking.flag(request.query_params, "dry_run")
        result = acts.undo(group, by=user, in_part=sent["partial"], rehearse=rehearse)
        return Response(ResultTold(result).data, headers=NOT_KEPT)


def _sent(shape: Any, request: Request) -> dict[str, Any]:
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    found: dict[str, Any] = asked.validated_data
    return found


def _asked(request: Request) -> QuerySet[Decision]:
    """Decisions about pictures of open rooms. Raises InvalidQuestionError."""
    asked = request.query_params
    rows = Decision.objects.filter(rooms.standing(rooms.open_to(request.user), column="image__status"))
    rows = rows.select_related("by", "image").defer("image__recipe")
    for name, column in (("image", "image__code"), ("group", "group")):
        if said := asked.get(name):
            if (code := words.uuid(said)) is None:
                raise InvalidQuestionError(_("“%(name)s” is a code.") % {"name": name})
            rows = rows.filter(**{column: code})
    if said := asked.get("kind"):
        if said not in Kind.values:
            raise InvalidQuestionError(_("“kind” is one of: %(known)s.") % {"known": ", ".join(Kind.values)})
        rows = rows.filter(kind=said)
    if said := asked.get("by"):
        rows = rows.filter(by__username=words.legible(said))
    return rows
