"""An offer: what is in it, what is logged, and the walk from one to the next."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gallery import curation
from gallery.errors import NotFoundError, UnknownEmotionError
from gallery.models import Image, Visitor
from recommendations import cells, interactions, rankings
from recommendations.errors import LimitError, UnknownOrientationError
from recommendations.models import Interaction, Slate
from recommendations.rankings import Offer
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Visitor:
    return Visitor.objects.create()


def ask(visitor: Visitor | None, emotion: str = "happy", **asked: Any) -> Offer:
    code = asked.pop("visitor_code", visitor.code if visitor else uuid4())
    return rankings.offer(visitor=visitor, visitor_code=code, emotion=emotion, **asked)


def shown(offer: Offer) -> list[int]:
    return [item.image.pk for item in offer.items]


def served(count: int, **fields: Any) -> list[Image]:
    return factories.make_rows(count, status="serving", **fields)


def test_it_offers_three_served_pictures_and_logs_them(visitor: Visitor) -> None:
    served(5)
    factories.make_rows(5, status="pool")
    offer = ask(visitor)
    slate = Slate.objects.get(code=offer.slate)
    assert len(offer.items) == 3 and offer.token == "" and offer.rung == "emotion"
    assert {item.image.status for item in offer.items} == {"serving"}
    assert [item["image"] for item in slate.items] == shown(offer)
    assert [item["position"] for item in slate.items] == [0, 1, 2]
    assert all(0 < item["propensity"] <= 1 for item in slate.items)
    assert [item.reason for item in offer.items] == [
        "Hardly anybody has seen it yet.",
        "Made for this feeling.",
        "Hardly anybody has seen it yet.",
    ]
    assert slate.policy == "best of popularity, exploration 0.1"


def test_a_new_walk_does_not_call_new_what_this_visit_has_met(visitor: Visitor) -> None:
    served(3)
    interactions.seen(visitor=visitor, slate=str(ask(visitor).slate))
    again = ask(visitor, limit=2)
    assert {(item.repeat, item.reason) for item in again.items} == {
        (True, "Back again: you have walked past it before.")
    }


def test_the_walk_goes_through_everything_and_then_wraps_around(visitor: Visitor) -> None:
    everything = {image.pk for image in served(7)}
    first = ask(visitor)
    second = ask(visitor, after=str(first.slate))
    third = ask(visitor, after=str(second.slate))
    walked = shown(first) + shown(second) + shown(third)
    assert set(walked[:7]) == everything
    assert walked[7:] == shown(first)[:2]
    assert [item.repeat for item in third.items] == [False, True, True]
    assert third.items[1].reason == "Back again: you have walked past it before."
    fourth = ask(visitor, after=str(third.slate))
    assert shown(fourth) == [shown(first)[2], *shown(second)[:2]]


def test_a_new_walk_of_the_same_visit_starts_with_what_was_not_seen(visitor: Visitor) -> None:
    served(6)
    first = ask(visitor)
    ask(visitor, after=str(first.slate), emotion="happy")
    again = ask(visitor, limit=2)
    assert not set(shown(again)) & set(shown(first))


def test_a_new_walk_through_what_was_all_seen_follows_the_ranking(visitor: Visitor, settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_EXPLORATION = 0
    images = served(6, showings=50)
    first = ask(visitor, limit=6)
    ask(visitor, after=str(first.slate), limit=1)
    for likes, image in enumerate(images):
        Image.objects.filter(pk=image.pk).update(likes=likes)
    cells.forget()
    best = [image.pk for image in reversed(images)]
    again = ask(visitor)
    assert shown(again) == best[:3] and all(item.repeat for item in again.items)
    assert shown(ask(visitor, after=str(again.slate))) == best[3:]


def test_what_was_seen_an_hour_ago_is_as_good_as_new(visitor: Visitor) -> None:
    served(3)
    ask(visitor, after=str(ask(visitor).slate))
    hour_ago = timezone.now() - timedelta(hours=1)
    Interaction.objects.update(created_at=hour_ago)
    assert not any(item.repeat for item in ask(visitor, limit=3).items)


def test_asking_for_the_next_page_counts_the_one_before_as_shown(visitor: Visitor) -> None:
    served(6)
    first = ask(visitor)
    assert Interaction.objects.count() == 0
    ask(visitor, after=str(first.slate))
    ask(visitor, after=str(first.slate))
    assert sorted(Interaction.objects.values_list("image", flat=True)) == sorted(shown(first))
    assert set(Image.objects.filter(pk__in=shown(first)).values_list("showings", flat=True)) == {1}


def test_the_same_question_gets_the_same_slate_within_ten_seconds(visitor: Visitor) -> None:
    served(30)
    first = ask(visitor)
    assert ask(visitor).slate == first.slate
    assert ask(visitor, limit=4).slate != first.slate
    assert ask(Visitor.objects.create()).slate != first.slate
    Slate.objects.update(created_at=timezone.now() - timedelta(seconds=11))
    assert ask(visitor).slate != first.slate


def test_a_picture_taken_down_leaves_at_once(visitor: Visitor) -> None:
    served(3)
    first = ask(visitor)
    gone = Image.objects.filter(pk__in=shown(first)[:1])
    curation.retire(gone, by=factories.make_curator())
    assert shown(ask(visitor)) == shown(first)[1:]
    assert len(shown(ask(visitor, limit=4))) == 2


def test_what_was_taken_down_makes_room_for_others(visitor: Visitor) -> None:
    served(9)
    first = ask(visitor)
    curation.retire(Image.objects.filter(pk__in=shown(first)[1:]), by=factories.make_curator())
    again = ask(visitor)
    assert len(shown(again)) == 3 and not set(shown(again)) & set(shown(first)[1:])
    assert Slate.objects.get(code=again.slate).pk != Slate.objects.get(code=first.slate).pk
    assert [item.position for item in again.items] == [0, 1, 2]


def test_so_does_what_vanished_without_a_decision(visitor: Visitor) -> None:
    images = served(4)
    ask(visitor, limit=1)
    Image.objects.filter(pk__in=[image.pk for image in images[:2]]).update(status="retired")
    assert set(shown(ask(visitor, limit=2))) == {image.pk for image in images[2:]}


def test_when_all_of_a_recent_slate_was_taken_down_there_is_a_new_one(visitor: Visitor) -> None:
    served(1)
    first = ask(visitor, limit=1)
    factories.make_image()
    curation.retire(Image.objects.filter(pk__in=shown(first)), by=factories.make_curator())
    assert len(ask(visitor, limit=1).items) == 1


def test_a_newly_approved_picture_is_offered_at_once(visitor: Visitor) -> None:
    served(2)
    assert len(ask(visitor, limit=5).items) == 2
    new = factories.make_image()
    assert new.pk in shown(ask(visitor, limit=6))


def test_liked_pictures_come_first_when_nothing_is_explored(visitor: Visitor, settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_EXPLORATION = 0
    served(5, showings=40)
    best, second = served(1, likes=9, showings=20)[0], served(1, likes=20, showings=60)[0]
    offer = ask(visitor, limit=3)
    assert shown(offer)[:2] == [best.pk, second.pk]
    assert offer.items[0].reason == "Liked in this garden."


def test_a_stack_is_shown_once(visitor: Visitor) -> None:
    family = uuid4()
    served(4, family=family)
    served(2)
    families = {item.image.family for item in ask(visitor).items}
    assert len(families) == 3


def test_it_says_what_it_does_not_understand(visitor: Visitor) -> None:
    with pytest.raises(UnknownEmotionError, match="“bored” is none of the eight emotions: happy, surprised"):
        ask(visitor, emotion="bored")
    for limit in (0, 61, -1):
        with pytest.raises(LimitError, match="Ask for 1 to 60 pictures at a time"):
            ask(visitor, limit=limit)
    with pytest.raises(UnknownOrientationError, match="neither landscape nor portrait"):
        ask(visitor, orientation="square")


def test_nobody_goes_on_from_anothers_slate(visitor: Visitor) -> None:
    served(3)
    theirs = ask(Visitor.objects.create())
    for after in (str(theirs.slate), str(uuid4()), "nonsense"):
        with pytest.raises(NotFoundError, match="no such slate in your garden"):
            ask(visitor, after=after)


def test_a_slate_can_be_shown_again_as_it_was(visitor: Visitor) -> None:
    served(9)
    first = ask(visitor)
    ask(visitor, after=str(first.slate))
    again = rankings.recall(visitor=visitor, visitor_code=visitor.code, slate=str(first.slate))
    assert shown(again) == shown(first)


def test_an_empty_garden_offers_nothing_and_keeps_nothing(visitor: Visitor) -> None:
    offer = ask(visitor)
    assert (offer.items, offer.token, offer.rung) == ([], "", "")
    assert not Slate.objects.exists()


@pytest.mark.parametrize("count", [10, 400])
def test_an_offer_costs_the_same_queries_in_a_large_garden(visitor: Visitor, count: int) -> None:
    served(count)
    with CaptureQueriesContext(connection) as first:
        offer = ask(visitor, limit=10)
    with CaptureQueriesContext(connection) as next_one:
        ask(visitor, limit=10, after=str(offer.slate))
    assert [statements(first), statements(next_one)] == [13, 15]


def statements(captured: CaptureQueriesContext) -> int:
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


def test_likes_of_others_count_within_a_minute(
    visitor: Visitor, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RECOMMENDATIONS_EXPLORATION = 0
    images = served(5, showings=20)
    ask(visitor)
    for image, likes in ((images[4], 3), (images[2], 2)):
        for _time in range(likes):
            interactions.like(visitor=Visitor.objects.create(), image=image.code)
    assert cells.FRESH_SECONDS <= 60
    monkeypatch.setattr(cells, "FRESH_SECONDS", 0.0)
    assert shown(ask(Visitor.objects.create()))[:2] == [images[4].pk, images[2].pk]


def test_a_like_taken_back_counts_no_longer(
    visitor: Visitor, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RECOMMENDATIONS_EXPLORATION = 0
    monkeypatch.setattr(cells, "FRESH_SECONDS", 0.0)
    images = served(5, showings=20)
    fans = Visitor.objects.bulk_create(Visitor() for _fan in range(3))
    for fan in fans:
        interactions.like(visitor=fan, image=images[3].code)
    interactions.like(visitor=fans[0], image=images[1].code)
    assert shown(ask(visitor))[:2] == [images[3].pk, images[1].pk]
    for fan in fans:
        interactions.unlike(visitor=fan, image=images[3].code)
    assert shown(ask(Visitor.objects.create()))[0] == images[1].pk
