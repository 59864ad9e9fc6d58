"""Corrections through the admin's pages: one picture's form, and many pictures with a look before the change."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db.models import Count
from django.test import Client

from gallery import corrections
from gallery.models import Decision, Image, Kind, Status
from tests.gallery.factories import make_image, make_rows
from tests.gallery.test_admin_decide import POOL, SERVING, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of(curator: User, curator_client: Client) -> Client:
    curator.user_permissions.add(*Permission.objects.filter(codename__startswith="correct_"))
    return curator_client


def one(client: Client, image: Image, **changed: str) -> Any:
    room = POOL if image.status in {Status.POOL, Status.REJECTED} else SERVING
    before = {"emotion": image.emotion, "favorite": image.favorite, "caption": image.caption}
    hidden = {f"initial-{name}": value for name, value in before.items()}
    return client.post(f"{room}{image.pk}/correct/", {**hidden, **before, **changed})


def many(client: Client, images: list[Image], step: str, room: str = POOL, **sent: str) -> Any:
    return client.post(f"{room}correct/", {"_selected_action": [image.pk for image in images], "do": step, **sent})


def test_one_picture_is_corrected_on_its_page_and_its_history_tells_of_it(client_of: Client) -> None:
    image = make_image(favorite="cat", caption="a pond")
    page = client_of.get(f"{SERVING}{image.pk}/change/").content.decode()
    assert f'action="{SERVING}{image.pk}/correct/"' in page
    assert f'href="/pictures/{image.code}/"' in page
    response = one(client_of, image, emotion="sad", favorite="", reason="it rains")
    assert told(response) == "1 picture corrected."
    page = client_of.get(response["Location"]).content.decode()
    for words in ("Emotion: happy → sad", "Favorite: cat → –", "it rains", "Undo"):
        assert words in page


def test_what_the_page_did_not_change_is_not_given(client_of: Client, curator: User) -> None:
    """The page was open while somebody else corrected the emotion; sending its caption does not undo that."""
    image = make_image(status=Status.POOL, caption="a pond")
    corrections.correct(Image.objects.filter(pk=image.pk), by=curator, emotion="sad")
    assert told(one(client_of, image, caption="two ponds")) == "1 picture corrected."
    image.refresh_from_db()
    assert (image.emotion, image.caption) == ("sad", "two ponds")
    assert "Nothing was different" in told(one(client_of, image))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"emotion": "joyful"}, "Select a valid choice"),
        ({"favorite": "a/b"}, "without a slash"),
        ({"favorite": "a\0b"}, "Null characters"),
        ({"caption": "x" * 2001}, "at most 2000"),
        ({"caption": "pond", "reason": "x" * 201}, "at most 200"),
    ],
    ids=str,
)
def test_what_cannot_be_written_is_said(client_of: Client, changed: dict[str, str], words: str) -> None:
    image = make_image(status=Status.POOL)
    assert words in told(one(client_of, image, **changed))
    assert not Decision.objects.filter(kind=Kind.CORRECTION).exists()


def test_many_are_looked_at_first_and_nothing_changes_by_looking(client_of: Client) -> None:
    images = [*make_rows(3), *make_rows(2, emotion="sad")]
    page = many(client_of, images, "").content.decode()
    assert "5 pictures" in page
    page = many(client_of, images, "preview", emotion="sad").content.decode()
    for words in ("3 pictures will change", "2 are so already", 'value="correct"', "Correct 3 pictures"):
        assert words in page
    assert page.count('name="_selected_action"') == 5
    assert not Decision.objects.exists()
    response = many(client_of, images, "correct", emotion="sad", next=f"{POOL}?emotion=happy")
    assert response["Location"] == f"{POOL}?emotion=happy"
    assert told(response) == "3 pictures corrected, 2 were so already."
    assert set(Image.objects.values_list("emotion", flat=True)) == {"sad"}
    assert Decision.objects.values("group").distinct().count() == 1


def token(page: str) -> str:
    return page.split('name="snapshot" value="', 1)[1].split('"', 1)[0]


def test_all_that_match_means_those_that_were_counted(client_of: Client) -> None:
    make_rows(70)
    make_rows(3, emotion="calm")
    sheet = f"{POOL}?emotion=happy"
    every = {"select_across": "1", "next": sheet}
    page = many(client_of, [], "", **every, snapshot=token(client_of.get(sheet).content.decode())).content.decode()
    assert "70 pictures" in page
    make_rows(1)
    page = many(client_of, [], "preview", **every, snapshot=token(page), emotion="sad").content.decode()
    assert "70 pictures will change" in page
    response = many(client_of, [], "correct", **every, snapshot=token(page), emotion="sad")
    assert told(response) == "70 pictures corrected."
    emotions = sorted(Image.objects.values_list("emotion").annotate(n=Count("pk")).values_list("emotion", "n"))
    assert emotions == [("calm", 3), ("happy", 1), ("sad", 70)]


def test_all_that_match_are_left_alone_when_they_are_others_by_now(client_of: Client, curator: User) -> None:
    images = make_rows(5)
    every = {"select_across": "1", "next": f"{POOL}?emotion=happy"}
    page = many(client_of, [], "preview", **every, emotion="sad").content.decode()
    corrections.correct(Image.objects.filter(pk=images[0].pk), by=curator, emotion="calm")
    sent = {**every, "snapshot": token(page), "emotion": "sad"}
    assert "5 pictures were shown, and now it is 4" in told(many(client_of, [], "correct", **sent))
    assert "another room" in told(many(client_of, [], "correct", SERVING, **sent))
    assert "too old" in told(many(client_of, [], "correct", **{**sent, "snapshot": "forged"}))
    assert not Image.objects.filter(emotion="sad").exists()


def test_a_favorite_is_emptied_only_where_its_box_is_ticked(client_of: Client) -> None:
    images = make_rows(2, favorite="cat")
    many(client_of, images, "correct", emotion="calm", favorite="")
    assert Image.objects.filter(favorite="cat", emotion="calm").count() == 2
    many(client_of, images, "correct", set_favorite="on", favorite="")
    assert Image.objects.filter(favorite="", emotion="calm").count() == 2


def test_the_form_says_what_it_lacks_or_cannot_keep(client_of: Client) -> None:
    images = make_rows(1)
    assert "Say what is to be corrected" in many(client_of, images, "correct").content.decode()
    page = many(client_of, images, "preview", set_favorite="on", favorite="a/b").content.decode()
    assert "without a slash" in page
    assert "Select pictures first" in told(many(client_of, [], "correct", emotion="sad"))
    sent = {"_selected_action": ["x", "9" * 40, "\0"], "do": "correct", "emotion": "sad"}
    assert "Select pictures first" in told(client_of.post(f"{POOL}correct/", sent))
    assert client_of.get(f"{POOL}correct/")["Location"] == POOL
    assert many(client_of, images, "correct", emotion="sad", next="https://example.org/")["Location"] == POOL


def test_without_the_rooms_permission_there_is_no_form_and_no_way(curator_client: Client, curator: User) -> None:
    curator.user_permissions.add(Permission.objects.get(codename="correct_poolimage"))
    served, waiting = make_image(), make_image(status=Status.POOL)
    assert "gh-one" not in curator_client.get(f"{SERVING}{served.pk}/change/").content.decode()
    assert one(curator_client, served, emotion="sad").status_code == 403
    assert many(curator_client, [served], "correct", SERVING, emotion="sad").status_code == 403
    response = many(curator_client, [served, waiting], "correct", emotion="sad")
    assert "1 picture corrected, 1 left alone: it stands in a room where you may not correct." in told(response)
    served.refresh_from_db()
    assert served.emotion == "happy"


def test_strangers_and_the_anonymous_correct_nothing(client: Client, stranger_client: Client) -> None:
    image = make_image(status=Status.POOL)
    assert one(stranger_client, image, emotion="sad").status_code == 403
    assert many(stranger_client, [image], "correct", emotion="sad").status_code == 403
    assert one(client, image, emotion="sad").status_code == 302
    assert many(client, [image], "correct", emotion="sad").status_code == 302
    assert client.get(f"{POOL}{image.pk}/correct/").status_code in {302, 405}
    image.refresh_from_db()
    assert image.emotion == "happy"


def test_a_correction_is_undone_from_its_own_page_in_the_list(client_of: Client, curator: User) -> None:
    image = make_image(status=Status.POOL)
    corrections.correct(Image.objects.filter(pk=image.pk), by=curator, emotion="sad")
    [decision] = Decision.objects.all()
    assert "Emotion: happy → sad" in client_of.get("/admin/gallery/decision/").content.decode()
    assert "Undo this decision" in client_of.get(f"/admin/gallery/decision/{decision.pk}/change/").content.decode()
    response = client_of.post(f"/admin/gallery/decision/undo/{decision.group}/")
    assert told(response) == "1 picture is back where it was."
    image.refresh_from_db()
    assert image.emotion == "happy"
