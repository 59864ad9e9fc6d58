"""Offers to somebody without a row: nothing is written until their token says that they saw or liked it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import signing

from gallery.errors import NotFoundError
from gallery.models import Image, Visitor
from recommendations import drafts, interactions, rankings
from recommendations.models import Interaction, Slate
from recommendations.rankings import Offer
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pictures() -> list[Image]:
    return factories.make_rows(8, status="serving")


def ask(code: UUID, **asked: Any) -> Offer:
    return rankings.offer(visitor=None, visitor_code=code, emotion="happy", **asked)


def shown(offer: Offer) -> list[int]:
    return [item.image.pk for item in offer.items]


def test_nothing_is_written_for_a_stranger() -> None:
    offer = ask(uuid4())
    ask(uuid4(), after="")
    assert len(offer.items) == 3 and offer.token
    assert not Visitor.objects.exists() and not Slate.objects.exists()


def test_the_same_question_of_a_stranger_gets_the_same_slate() -> None:
    code = uuid4()
    assert ask(code).slate == ask(code).slate
    assert shown(ask(code)) == shown(ask(code))
    assert ask(code).slate != ask(uuid4()).slate


def test_a_stranger_walks_without_repeats_and_wraps_around() -> None:
    code = uuid4()
    first = ask(code)
    second = ask(code, after=first.token)
    third = ask(code, after=second.token)
    assert len(set(shown(first) + shown(second) + shown(third)[:2])) == 8
    assert shown(third)[2] == shown(first)[0] and third.items[2].repeat


def test_the_token_becomes_one_slate_however_often_it_comes() -> None:
    code = uuid4()
    offer = ask(code)
    visitor = Visitor.objects.create(code=code)
    assert interactions.seen(visitor=visitor, slate=offer.token) == 3
    assert interactions.seen(visitor=visitor, slate=offer.token) == 0
    assert interactions.seen(visitor=visitor, slate=str(offer.slate)) == 0
    interactions.like(visitor=visitor, image=offer.items[1].image.code, slate=offer.token)
    slate = Slate.objects.get()
    assert slate.code == offer.slate and slate.visitor == visitor
    assert [item["propensity"] for item in slate.items] == [item.propensity for item in offer.items]


def test_a_walk_goes_on_without_repeats_when_the_stranger_becomes_known() -> None:
    code = uuid4()
    first = ask(code)
    second = ask(code, after=first.token)
    visitor = Visitor.objects.create(code=code)
    third = rankings.offer(visitor=visitor, visitor_code=code, emotion="happy", after=second.token)
    assert third.token == "" and not set(shown(third)[:2]) & set(shown(first) + shown(second))
    fourth = rankings.offer(visitor=visitor, visitor_code=code, emotion="happy", after=str(third.slate))
    assert shown(fourth) == [shown(first)[1], shown(first)[2], shown(second)[0]]


def test_nobody_uses_anothers_token() -> None:
    offer = ask(uuid4())
    other = Visitor.objects.create()
    for use in (
        lambda: interactions.seen(visitor=other, slate=offer.token),
        lambda: interactions.like(visitor=other, image=offer.items[0].image.code, slate=offer.token),
        lambda: ask(uuid4(), after=offer.token),
        lambda: ask(uuid4(), after=str(offer.slate)),
        lambda: rankings.recall(visitor=None, visitor_code=uuid4(), slate=offer.token),
    ):
        with pytest.raises(NotFoundError):
            use()
    assert not Slate.objects.exists() and not Interaction.objects.exists()


def test_a_token_made_elsewhere_is_no_token() -> None:
    code = uuid4()
    visitor = Visitor.objects.create(code=code)
    token = ask(code).token
    # Not the last character: it holds only a part of a byte, so that another one may mean the same.
    spoilt = token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:]
    for forged in (spoilt, signing.dumps([code.hex]), "a:b:c", ""):
        with pytest.raises(NotFoundError):
            interactions.seen(visitor=visitor, slate=forged)


def test_a_page_left_open_for_days_starts_a_new_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    code = uuid4()
    old = ask(code).token
    monkeypatch.setattr(drafts, "MAX_AGE", -1)
    assert len(ask(code, after=old).items) == 3
    visitor = Visitor.objects.create(code=code)
    assert len(rankings.offer(visitor=visitor, visitor_code=code, emotion="happy", after=old).items) == 3
    assert interactions.like(visitor=visitor, image=Image.objects.all()[0].code, slate=old)


def test_the_largest_token_fits_into_an_address() -> None:
    factories.make_rows(300, status="serving")
    code, token = uuid4(), ""
    for _step in range(5):
        token = ask(code, limit=60, after=token).token
    assert len(token) < 6000
