"""Before anything is learnt, what nobody has seen is expected to fare as others with its words did."""

import pytest
from django.conf import LazySettings

from gallery.models import Image, Visitor
from recommendations import rankings
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def unseen(settings: LazySettings) -> dict[str, Image]:
    """Roses were liked and storms passed over; of each there is one that was never shown."""
    settings.RECOMMENDATIONS_EXPLORATION = 0
    factories.make_rows(5, status="serving", emotion="happy", caption="storm", showings=40)
    factories.make_rows(5, status="serving", emotion="happy", caption="roses", showings=40, likes=20)
    return {
        word: factories.make_rows(1, status="serving", emotion="happy", caption=word)[0] for word in ("storm", "roses")
    }


def place(image: Image) -> int:
    visitor = Visitor.objects.create()
    offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", limit=12)
    return [item.image.pk for item in offer.items].index(image.pk)


def test_what_nobody_has_seen_inherits_from_others_with_its_words(unseen: dict[str, Image]) -> None:
    assert place(unseen["roses"]) < place(unseen["storm"])


def test_its_own_record_weighs_more_than_its_words(unseen: dict[str, Image]) -> None:
    Image.objects.filter(pk=unseen["storm"].pk).update(likes=380, showings=400)
    assert place(unseen["storm"]) == 0
