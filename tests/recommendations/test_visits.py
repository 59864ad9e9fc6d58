"""A slate keeps what its visit was made of, also of somebody who had no row when it was offered."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from gallery import visitors
from gallery.models import Visitor
from recommendations import drafts, rankings, slates
from recommendations.models import Slate
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pictures() -> None:
    factories.make_rows(8, status="serving", favorite="spring")


def offer(visitor: Visitor | None, code: Any) -> rankings.Offer:
    return rankings.offer(visitor=visitor, visitor_code=code, emotion="happy", favorite="spring")


def test_a_slate_says_in_which_language_it_was_asked_for() -> None:
    visitor = Visitor.objects.create()
    headers = {"X-Visitor": visitors.token(visitor), "Accept-Language": "ko"}
    assert Client().get("/api/v1/garden/?emotion=happy&favorite=spring", headers=headers).status_code == 200
    slate = Slate.objects.get()
    assert (slate.language, slate.emotion, slate.favorite) == ("ko", "happy", "spring")


def test_a_token_remembers_the_language_in_which_it_was_offered() -> None:
    visitor = Visitor()
    with translation.override("ko"):
        token = offer(None, visitor.code).token
    assert drafts.opened(token, visitor_code=visitor.code).language == "ko"
    visitor.save()
    with translation.override("en"):
        assert slates.find(token, visitor=visitor).language == "ko"
