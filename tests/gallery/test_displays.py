"""What the walls show, who may choose it, and the way back."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connections

from gallery import curation, displays
from gallery.errors import NotAllowedError, NotFoundError, UnknownEmotionError
from gallery.models import DisplayChange, DisplayZone, Image, Orientation, Status
from tests.gallery.factories import make_curator, make_rows

pytestmark = pytest.mark.django_db
LANDSCAPE, PORTRAIT = Orientation.LANDSCAPE, Orientation.PORTRAIT


@pytest.fixture
def operator(db: Any) -> User:
    return make_curator("operator of walls")


@pytest.fixture
def zone(operator: User) -> DisplayZone:
    return displays.make("zone1", by=operator)


def served(count: int, **fields: Any) -> list[Image]:
    return make_rows(count, status=Status.SERVING, **fields)


def shown(zone: DisplayZone, orientation: str = LANDSCAPE) -> list[int]:
    zone.refresh_from_db()
    return [image.pk for image in displays.pictures(zone, orientation=orientation)]


def test_a_zone_is_made_once_by_those_who_may(operator: User) -> None:
    assert displays.make("zone1", by=operator) == displays.make(" zone1 ", by=operator)
    assert DisplayZone.objects.count() == 1
    with pytest.raises(NotAllowedError):
        displays.make("zone2", by=User.objects.create_user("nobody", is_staff=True))


@pytest.mark.parametrize("name", ["", "Zone 1", "../etc", "a/b", "-a", "x" * 41, "a\0b", "정원"])
def test_a_name_that_is_no_part_of_an_address_is_refused(operator: User, name: str) -> None:
    with pytest.raises(displays.UnusableNameError):
        displays.make(name, by=operator)


def test_it_shows_the_chosen_pictures_in_the_order_of_their_places(zone: DisplayZone, operator: User) -> None:
    lying, standing = served(3), served(2, orientation="portrait")
    displays.choose(zone, landscape=lying[::-1], portrait=standing, by=operator)
    assert shown(zone) == [image.pk for image in lying[::-1]]
    assert shown(zone, PORTRAIT) == [image.pk for image in standing]


def test_choosing_is_the_originals_update_falsy_places_stay_and_a_ninth_is_ignored(
    zone: DisplayZone, operator: User
) -> None:
    images = served(20)
    displays.choose(zone, landscape=images[:9], by=operator)
    assert shown(zone) == [image.pk for image in images[:8]]
    displays.choose(zone, landscape=[None, images[10], None, *images[12:13]], by=operator)
    row = [image.pk for image in images[:8]]
    row[1], row[3] = images[10].pk, images[12].pk
    assert shown(zone) == row
    assert displays.choose(zone, landscape=[None, None], by=operator) is None
    assert displays.choose(zone, landscape=[None, images[10]], by=operator) is None


@pytest.mark.parametrize("status", [Status.POOL, Status.REJECTED, Status.RETIRED])
def test_only_served_pictures_can_be_chosen(zone: DisplayZone, operator: User, status: Status) -> None:
    good, [image] = served(1), make_rows(1, status=status)
    with pytest.raises(displays.NotServedError):
        displays.choose(zone, landscape=[*good, image], by=operator)
    with pytest.raises(displays.NotServedError):
        displays.place(zone, orientation=LANDSCAPE, image=image, by=operator)
    assert shown(zone) == []
    assert not DisplayChange.objects.exists()


def test_a_picture_that_was_taken_down_is_passed_over_at_once_and_comes_back(zone: DisplayZone, operator: User) -> None:
    images = served(3)
    displays.choose(zone, landscape=images, by=operator)
    outcome = curation.retire(Image.objects.filter(pk=images[1].pk), by=operator)
    assert shown(zone) == [images[0].pk, images[2].pk]
    displays.place(zone, orientation=LANDSCAPE, image=served(1)[0], by=operator)
    curation.undo(outcome.group, by=operator)
    assert shown(zone)[:3] == [image.pk for image in images]


def test_a_zone_that_follows_an_emotion_shows_the_most_liked_and_keeps_its_choice(
    zone: DisplayZone, operator: User
) -> None:
    chosen = served(1)
    displays.choose(zone, landscape=chosen, by=operator)
    liked = [served(1, emotion="sad", likes=likes)[0] for likes in range(10)]
    make_rows(1, emotion="sad", likes=99)
    displays.follow(zone, emotion="sad", by=operator)
    assert shown(zone) == [image.pk for image in liked[:1:-1]]
    assert shown(zone, PORTRAIT) == []
    displays.follow(zone, emotion="", by=operator)
    assert shown(zone) == [chosen[0].pk]
    with pytest.raises(UnknownEmotionError):
        displays.follow(zone, emotion="joyful", by=operator)


def test_pictures_are_placed_moved_and_taken_away_and_a_second_click_does_nothing(
    zone: DisplayZone, operator: User
) -> None:
    one, two = served(2)
    for image in (one, two, one):
        displays.place(zone, orientation=LANDSCAPE, image=image, by=operator)
    assert shown(zone) == [one.pk, two.pk]
    at: dict[str, Any] = {"orientation": LANDSCAPE, "by": operator}
    displays.move(zone, ordinal=1, image=one.pk, step=1, **at)
    assert shown(zone) == [two.pk, one.pk]
    with pytest.raises(displays.ChangedSinceError):
        displays.move(zone, ordinal=1, image=one.pk, step=1, **at)
    assert displays.move(zone, ordinal=1, image=two.pk, step=-1, **at) is None
    displays.remove(zone, ordinal=1, image=two.pk, **at)
    with pytest.raises(displays.ChangedSinceError):
        displays.remove(zone, ordinal=1, image=two.pk, **at)
    assert displays.chosen(zone).landscape[:2] == (None, one.pk)
    for ordinal in (0, 9, -1, 10**17):
        with pytest.raises(displays.UnknownPlaceError):
            displays.remove(zone, ordinal=ordinal, image=one.pk, **at)


def test_a_full_row_takes_no_ninth(zone: DisplayZone, operator: User) -> None:
    images = served(9)
    displays.choose(zone, landscape=images[:8], by=operator)
    with pytest.raises(displays.FullError):
        displays.place(zone, orientation=LANDSCAPE, image=images[8], by=operator)


def test_every_change_has_a_person_and_can_be_put_back(zone: DisplayZone, operator: User) -> None:
    first, second = served(2), served(3)
    displays.choose(zone, landscape=first, by=operator)
    change = displays.choose(zone, landscape=second, by=operator)
    assert change is not None
    assert (change.by, change.before["landscape"][:3]) == (operator, [first[0].pk, first[1].pk, None])
    back = displays.put_back(change, by=operator)
    assert shown(zone) == [image.pk for image in first]
    assert back is not None
    displays.put_back(back, by=operator)
    assert shown(zone) == [image.pk for image in second]
    with pytest.raises(displays.ChangedSinceError):
        displays.put_back(back, by=operator)


def test_what_is_put_back_is_passed_over_while_it_is_not_served(zone: DisplayZone, operator: User) -> None:
    first, second = served(2), served(2)
    displays.choose(zone, landscape=first, by=operator)
    change = displays.choose(zone, landscape=second, by=operator)
    curation.retire(Image.objects.filter(pk=first[0].pk), by=operator)
    assert change is not None
    displays.put_back(change, by=operator)
    assert shown(zone) == [first[1].pk]


def test_only_those_who_may_change_a_zone(zone: DisplayZone) -> None:
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename="view_displayzone"))
    [image] = served(1)
    with pytest.raises(NotAllowedError):
        displays.choose(zone, landscape=[image], by=looker)
    with pytest.raises(NotAllowedError):
        displays.follow(zone, emotion="sad", by=looker)
    zone_gone = DisplayZone(pk=987, name="gone")
    with pytest.raises(NotFoundError):
        displays.follow(zone_gone, emotion="sad", by=make_curator("operator of walls"))


@pytest.mark.django_db(transaction=True)
def test_two_who_place_at_once_lose_nothing(transactional_db: None) -> None:
    operator = make_curator("operator of walls")
    zone, images = displays.make("zone1", by=operator), served(8)

    def put(image: Image) -> None:
        try:
            displays.place(zone, orientation=LANDSCAPE, image=image, by=operator)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(put, images))
    assert sorted(shown(zone)) == sorted(image.pk for image in images)
    assert DisplayChange.objects.count() == 8
