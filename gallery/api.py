"""The visitors' endpoint: a program becomes a visitor and gets the token to say so."""

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import visitors
from gallery.serializers import VisitorAsked


class VisitorsView(APIView):
    """Makes a visitor."""

    def post(self, request: Request) -> Response:
        asked = VisitorAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        visitor = visitors.arrive(
            age_group=asked.validated_data.get("age_group"), gender=asked.validated_data.get("gender")
        )
        answer = {"visitor": str(visitor.code), "token": visitors.token(visitor)}
        return Response(answer, status=status.HTTP_201_CREATED, headers={"Cache-Control": "private, no-store"})
