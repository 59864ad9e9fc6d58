"""Chance in offers: real by itself, alike where a simulation asks for it."""

from uuid import UUID

import pytest
from django.conf import LazySettings

from gallery.models import Image, Visitor
from recommendations import rankings
from recommendations.models import Slate
from tests.gallery import factories

pytestmark = pytest.mark.django_db
CODE = UUID(int=7)


@pytest.fixture(autouse=True)
def pictures(settings: LazySettings) -> list[Image]:
    settings.RECOMMENDATIONS_EXPLORATION = 1
    return factories.make_rows(40, status="serving")


def walked() -> list[int]:
    """Two slates, after which the garden forgets that they were."""
    visitor, _made = Visitor.objects.get_or_create(code=CODE)
    first = rankings.offer(visitor=visitor, visitor_code=CODE, emotion="happy")
    second = rankings.offer(visitor=visitor, visitor_code=CODE, emotion="happy", after=str(first.slate))
    visitor.delete()
    assert not Slate.objects.exists()
    return [item.image.pk for item in [*first.items, *second.items]]


def test_chance_is_real() -> None:
    assert walked() != walked()


def test_with_a_text_it_falls_alike(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_CHANCE = "spring"
    first = walked()
    assert walked() == first and len(set(first)) == 6
    settings.RECOMMENDATIONS_CHANCE = "summer"
    assert walked() != first
