"""What is asked and carried in odd ways is refused or left out, never a crash."""

from typing import Any
from uuid import uuid4

import pytest
from django.core import signing

from gallery.errors import NotFoundError
from gallery.models import Visitor
from recommendations import drafts, rankings
from recommendations.models import Slate
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("said", "kept"), [("cat\0", ""), ("\x07", ""), ("작은 고양이 ♥", "작은 고양이 ♥")])
def test_a_favorite_that_cannot_be_read_is_none(said: str, kept: str) -> None:
    factories.make_rows(1, status="serving")
    visitor = Visitor.objects.create()
    rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", favorite=said)
    assert Slate.objects.get().favorite == kept


@pytest.mark.parametrize("packed", [[], {}, None, 7, "12345678", [1, 2, 3, 4, 5, 6, 7, 8]])
def test_a_token_of_an_earlier_shape_is_no_slate(packed: Any) -> None:
    signed = signing.dumps(packed, salt=drafts.SALT, compress=True)
    with pytest.raises(NotFoundError):
        drafts.opened(signed, visitor_code=uuid4())


def test_a_token_of_mine_with_an_earlier_shape_is_no_slate() -> None:
    mine = uuid4()
    factories.make_rows(1, status="serving")
    packed = signing.loads(rankings.offer(visitor=None, visitor_code=mine, emotion="happy").token, salt=drafts.SALT)
    for place, older in ((1, 5), (3, ["happy"]), (5, [[1, 2]]), (6, None), (7, "yesterday")):
        changed = [*packed[:place], older, *packed[place + 1 :]]
        with pytest.raises(NotFoundError):
            drafts.opened(signing.dumps(changed, salt=drafts.SALT), visitor_code=mine)
