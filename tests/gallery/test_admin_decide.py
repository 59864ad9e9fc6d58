"""Deciding in the admin: honest counts, undo, one picture's page."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client

from gallery import curation
from gallery.models import Decision, Image, Safety, Status
from tests.gallery.factories import make_image, make_rows

pytestmark = pytest.mark.django_db
POOL = "/admin/gallery/poolimage/"
SERVING = "/admin/gallery/servedimage/"


def press(client: Client, action: str, images: list[Image], room: str = POOL, **more: str) -> Any:
    """What the browser sends: the hidden fields of the form, the ticked boxes, the button."""
    ticked = ["0", *(str(image.pk) for image in images)]
    return client.post(room, {"index": "0", "_selected_action": ticked, "action": action, "reason": "", **more})


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def statuses() -> list[str]:
    return list(Image.objects.order_by("pk").values_list("status", flat=True))


def test_ticked_pictures_are_approved_with_who_when_and_why(curator_client: Client, curator: User) -> None:
    images = make_rows(3)
    response = press(curator_client, "approve", images[:2], reason="for spring")
    assert told(response) == "2 approved."
    assert statuses() == [Status.SERVING, Status.SERVING, Status.POOL]
    assert set(Decision.objects.values_list("by", "reason")) == {(curator.pk, "for spring")}


def test_what_another_curator_decided_meanwhile_is_counted_and_told(curator_client: Client, curator: User) -> None:
    images = [*make_rows(3), *make_rows(1, safety=Safety.UNCHECKED)]
    curation.approve(Image.objects.filter(pk=images[0].pk), by=curator)
    curation.reject(Image.objects.filter(pk=images[1].pk), by=curator)
    response = press(curator_client, "approve", images)
    assert told(response) == (
        "1 approved, 1 was already rejected, 1 was already served, "
        "1 refused: without a passed safety check it is approved on its own page."
    )


@pytest.mark.parametrize(
    ("room", "action", "was", "became", "words"),
    [
        (POOL, "reject", Status.POOL, Status.REJECTED, "2 rejected."),
        (POOL, "restore", Status.REJECTED, Status.POOL, "2 restored."),
        (SERVING, "retire", Status.SERVING, Status.RETIRED, "2 retired."),
        (SERVING, "restore", Status.RETIRED, Status.SERVING, "2 restored."),
    ],
)
def test_every_other_button_does_its_one_thing(
    senior_client: Client, room: str, action: str, was: str, became: str, words: str
) -> None:
    images = make_rows(2, status=was)
    assert told(press(senior_client, action, images, room)) == words
    assert set(statuses()) == {became}


def test_nothing_ticked_changes_nothing_and_says_so(curator_client: Client) -> None:
    make_rows(1)
    assert "Select pictures first" in told(press(curator_client, "approve", []))
    assert statuses() == [Status.POOL]


def test_a_reason_that_does_not_fit_is_said_and_nothing_changes(curator_client: Client) -> None:
    images = make_rows(1)
    assert "at most 200" in told(press(curator_client, "approve", images, reason="x" * 201))
    assert statuses() == [Status.POOL]


def test_a_stranger_and_an_anonymous_one_press_in_vain(client: Client, stranger_client: Client) -> None:
    images = make_rows(1)
    assert press(stranger_client, "approve", images).status_code == 403
    assert press(client, "approve", images).status_code == 302
    assert statuses() == [Status.POOL]


def test_a_button_that_is_not_offered_cannot_be_pressed_either(curator_client: Client, curator: User) -> None:
    curator.user_permissions.remove(*curator.user_permissions.filter(codename="approve_poolimage"))
    images = make_rows(1)
    press(curator_client, "approve", images)
    assert curator_client.post(f"{POOL}{images[0].pk}/decide/", {"action": "approve"}).status_code == 403
    assert statuses() == [Status.POOL]


def test_the_message_carries_an_undo_that_takes_the_whole_group_back_and_a_redo(curator_client: Client) -> None:
    images = make_rows(2)
    press(curator_client, "approve", images)
    group = Decision.objects.values_list("group", flat=True)[0]
    undo = f"/admin/gallery/decision/undo/{group}/"
    page = curator_client.get(f"{POOL}?emotion=happy").content.decode()
    assert f'action="{undo}"' in page
    assert 'name="next" value="/admin/gallery/poolimage/?emotion=happy"' in page
    response = curator_client.post(undo, {"next": POOL})
    assert (response.status_code, response["Location"]) == (302, POOL)
    assert told(response) == "2 pictures are back where they were."
    assert statuses() == [Status.POOL, Status.POOL]
    assert "Redo" in curator_client.get(POOL).content.decode()


def test_undo_is_a_post_of_this_site_by_one_who_may(client: Client, stranger_client: Client, curator: User) -> None:
    make_rows(1)
    undo = f"/admin/gallery/decision/undo/{curation.approve(Image.objects.all(), by=curator).group}/"
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(curator)
    assert careful.post(undo).status_code == 403
    assert careful.get(undo).status_code == 405
    assert stranger_client.post(undo).status_code == 403
    assert client.post(undo)["Location"].startswith("/admin/login/")
    assert statuses() == [Status.SERVING]


def test_undo_sends_nobody_to_another_site(curator_client: Client, curator: User) -> None:
    make_rows(1)
    undo = f"/admin/gallery/decision/undo/{curation.approve(Image.objects.all(), by=curator).group}/"
    assert curator_client.post(undo, {"next": "https://example.org/"})["Location"] == POOL
    unknown = "/admin/gallery/decision/undo/00000000-0000-4000-8000-000000000000/"
    assert "no such decision" in told(curator_client.post(unknown))


def test_one_picture_is_decided_on_its_own_page_and_followed_to_its_new_room(senior_client: Client) -> None:
    image = make_image(status=Status.POOL)
    response = senior_client.post(f"{POOL}{image.pk}/decide/", {"action": "approve", "reason": "lovely"})
    assert response["Location"] == f"{SERVING}{image.pk}/change/"
    page = senior_client.get(response["Location"]).content.decode()
    for words in ("1 approved.", "Undo", "lovely", "curator", 'value="retire"'):
        assert words in page
    assert senior_client.get(f"{POOL}{image.pk}/change/")["Location"] == response["Location"]


def test_one_pictures_page_tells_its_whole_story(
    senior_client: Client, senior_curator: User, django_assert_num_queries: Any
) -> None:
    recipe = {"prompt": "a <b>quiet</b> pond", "scheduler": "ddim", "size": [64, 40]}
    image = make_image(recipe=recipe, by=senior_curator)
    make_image(family=image.family)
    images = Image.objects.filter(pk=image.pk)
    for _time in range(3):
        curation.undo(curation.retire(images, by=senior_curator).group, by=senior_curator)
    with django_assert_num_queries(11):
        page = senior_client.get(f"{SERVING}{image.pk}/change/").content.decode()
    for words in (
        "a &lt;b&gt;quiet&lt;/b&gt; pond",
        "ddim",
        "[64, 40]",
        str(image.code),
        "undone by senior_curator",
        "Family",
    ):
        assert words in page
    assert page.count('class="gl-undone"') == 3
    assert senior_client.get(f"{SERVING}987654/change/").status_code == 302


def test_decisions_are_listed_and_a_group_is_undone_from_its_page(curator_client: Client, curator: User) -> None:
    make_rows(3)
    curation.approve(Image.objects.all(), by=curator, reason="for spring")
    decision = Decision.objects.all()[0]
    assert "for spring" in curator_client.get("/admin/gallery/decision/?q=spring").content.decode()
    page = curator_client.get(f"/admin/gallery/decision/{decision.pk}/change/").content.decode()
    assert "Undo this group of 3 decisions" in page
    assert curator_client.post(f"/admin/gallery/decision/{decision.pk}/change/", {"reason": "x"}).status_code == 403


def test_undo_is_offered_to_nobody_whom_it_would_refuse(
    curator_client: Client, senior_client: Client, senior_curator: User
) -> None:
    make_rows(1, status=Status.SERVING)
    outcome = curation.retire(Image.objects.all(), by=senior_curator)
    decision = Decision.objects.get()
    for client, offered in ((curator_client, False), (senior_client, True)):
        page = client.get(f"/admin/gallery/decision/{decision.pk}/change/").content.decode()
        assert (f"/undo/{outcome.group}/" in page) is offered
        answer = client.post(f"/admin/gallery/decision/undo/{outcome.group}/")
        assert answer.status_code == (302 if offered else 403)


def test_the_decisions_list_costs_the_same_queries_however_long_it_is(
    curator_client: Client, curator: User, django_assert_num_queries: Any
) -> None:
    make_rows(30)
    curation.approve(Image.objects.all(), by=curator)
    with django_assert_num_queries(7):
        curator_client.get("/admin/gallery/decision/")
