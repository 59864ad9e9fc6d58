"""The page of look-alikes: side by side, one is kept, or they are different for ever; every step can be taken back."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.test import Client

from gallery import verdicts
from gallery.models import AlikePair, Decision, Image, LikenessVerdict, Safety, Status
from tests.gallery.factories import make_curator, make_rows

pytestmark = pytest.mark.django_db
PAGE = "/admin/gallery/poolimage/likeness/"


def make_alike(number: int, **fields: Any) -> list[Image]:
    """Rows of which each looks like each."""
    images = make_rows(number, **fields)
    pair(images)
    return images


def pair(images: list[Image]) -> None:
    for later, image in enumerate(images):
        AlikePair.objects.bulk_create(AlikePair(one=one, other=image, distance=2) for one in images[:later])


def send(client: Client, verb: str, images: list[Image], **more: Any) -> Any:
    return client.post(f"{PAGE}{verb}/", {"member": [image.pk for image in images], **more})


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def statuses(images: list[Image]) -> list[str]:
    return [Image.objects.get(pk=image.pk).status for image in images]


def shown(client: Client, query: str = "") -> dict[str, Any]:
    response: Any = client.get(f"{PAGE}{query}")
    found: dict[str, Any] = response.context_data
    return found


def groups(client: Client, query: str = "") -> list[list[int]]:
    found = shown(client, query)["groups"]
    return [[member.image.pk for member in group.members] for group in found]


def test_groups_stand_side_by_side_with_what_differs(curator_client: Client) -> None:
    _one, two = make_alike(2)
    Image.objects.filter(pk=two.pk).update(seed=77, safety=Safety.UNCHECKED)
    [group] = shown(curator_client)["groups"]
    differing = {fact.name: fact.value for fact in group.members[1].facts}
    assert differing == {"Safety": "unchecked", "Seed": "77"}
    assert {"Size", "Emotion", "Stands"} <= {fact.name for fact in group.same}
    page = curator_client.get(PAGE).content.decode()
    assert page.count("Keep this one") == 2
    assert "Two different pictures" in page
    assert 'class="gl-member gl-landscape gl-veiled"' in page


def test_one_is_kept_by_one_press_and_the_message_undoes_it(curator_client: Client) -> None:
    images = make_alike(3)
    response = send(curator_client, "keep", images, kept=images[1].pk, p="2")
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}?p=2")
    assert told(response) == "One kept, 2 put aside."
    assert statuses(images) == [Status.REJECTED, Status.POOL, Status.REJECTED]
    [group] = set(Decision.objects.values_list("group", flat=True))
    assert f"/admin/gallery/decision/undo/{group}/" in curator_client.get(PAGE).content.decode()
    assert groups(curator_client) == []
    curator_client.post(f"/admin/gallery/decision/undo/{group}/", {"next": PAGE})
    assert groups(curator_client) == [[image.pk for image in images]]


def test_different_pictures_are_remembered_and_the_page_offers_to_take_it_back(curator_client: Client) -> None:
    images = make_alike(2)
    response = send(curator_client, "part", images, apart="all")
    address = response["Location"]
    page = curator_client.get(address).content.decode()
    assert "Remembered: these are different pictures" in page
    assert groups(curator_client) == []
    assert statuses(images) == [Status.POOL, Status.POOL]
    assert told(send(curator_client, "forget", images)) == "1 verdict is forgotten."
    assert groups(curator_client) == [[image.pk for image in images]]
    assert "Remembered" not in curator_client.get(address).content.decode()


def test_one_that_is_different_leaves_the_group_and_the_others_stay(curator_client: Client) -> None:
    images = make_alike(4)
    send(curator_client, "part", images, apart=images[2].pk)
    assert groups(curator_client) == [[images[0].pk, images[1].pk, images[3].pk]]
    assert LikenessVerdict.objects.count() == 3


def test_what_was_judged_different_is_listed_and_undone_there(curator_client: Client, curator: User) -> None:
    images = make_alike(2)
    verdicts.part(images, others=images, by=curator)
    page = curator_client.get(f"{PAGE}?show=judged").content.decode()
    assert str(images[0].code) in page
    assert "curator" in page
    response = send(curator_client, "forget", images, show="judged")
    assert response["Location"] == f"{PAGE}?show=judged"
    assert not LikenessVerdict.objects.exists()
    Image.objects.all().delete()
    LikenessVerdict.objects.create(one="0" * 64, other="1" * 64, verdict="different", by=curator)
    assert "Not every picture" in curator_client.get(f"{PAGE}?show=judged").content.decode()


def test_a_curator_keeps_what_is_served_and_cannot_put_it_aside(curator_client: Client, senior_client: Client) -> None:
    [waiting], [served] = make_rows(1), make_rows(1, status=Status.SERVING)
    pair([waiting, served])
    page = curator_client.get(PAGE).content.decode()
    assert f'name="kept"\n                      value="{served.pk}"' in page
    assert page.count("Keep this one") == 1
    assert send(curator_client, "keep", [waiting, served], kept=waiting.pk).status_code == 403
    assert statuses([waiting, served]) == [Status.POOL, Status.SERVING]
    send(senior_client, "keep", [waiting, served], kept=waiting.pk)
    assert statuses([waiting, served]) == [Status.POOL, Status.RETIRED]


def test_the_door_opens_for_who_may_look_and_judge(
    client: Client, stranger: User, stranger_client: Client, operator_client: Client
) -> None:
    images = make_alike(2)
    for names in ([], ["view_poolimage"], ["judge_likeness"]):
        stranger.user_permissions.set(Permission.objects.filter(codename__in=names))
        assert stranger_client.get(PAGE).status_code == 403
        for verb in ("keep", "part", "forget"):
            assert send(stranger_client, verb, images, apart="all", kept=images[0].pk).status_code == 403
    assert operator_client.get(PAGE).status_code == 403
    assert client.get(PAGE)["Location"].startswith("/admin/login/")
    assert not LikenessVerdict.objects.exists()
    assert not Decision.objects.exists()


def test_what_one_may_not_see_is_in_no_group_and_cannot_be_judged(stranger: User, stranger_client: Client) -> None:
    stranger.user_permissions.set(
        Permission.objects.filter(codename__in=["view_poolimage", "judge_likeness", "reject_poolimage"])
    )
    waiting, served = make_rows(1), make_rows(1, status=Status.SERVING)
    pair([*waiting, *served])
    assert groups(stranger_client) == []
    assert "no longer where you saw them" in told(send(stranger_client, "part", [*waiting, *served], apart="all"))
    assert "no longer where you saw them" in told(send(stranger_client, "keep", waiting, kept=served[0].pk))
    assert not LikenessVerdict.objects.exists()


def test_a_stale_page_changes_nothing_and_says_so(curator_client: Client, senior_client: Client) -> None:
    images = make_alike(2)
    send(senior_client, "keep", images, kept=images[0].pk)
    assert "put aside meanwhile" in told(send(curator_client, "keep", images, kept=images[1].pk))
    assert statuses(images) == [Status.POOL, Status.REJECTED]


@pytest.mark.parametrize("junk", ["", "x", "-1", "9" * 40, "²", "\x00", "1; drop"])
def test_junk_is_no_error_of_ours(curator_client: Client, junk: str) -> None:
    images = make_alike(2)
    for verb in ("keep", "part", "forget"):
        for sent in ({"member": junk}, {"member": [junk, images[0].pk], "kept": junk, "apart": junk, "p": junk}):
            assert curator_client.post(f"{PAGE}{verb}/", sent).status_code == 302
    assert curator_client.get(PAGE, {"p": junk, "show": junk, "parted": junk}).status_code == 200
    assert not Decision.objects.exists()
    assert not LikenessVerdict.objects.exists()
    assert curator_client.get(f"{PAGE}keep/").status_code == 405


def test_the_page_costs_the_same_queries_however_many_groups_there_are(
    curator_client: Client, django_assert_max_num_queries: Any
) -> None:
    for _number in range(20):
        make_alike(3)
    make_alike(30)
    with django_assert_max_num_queries(7):
        first = groups(curator_client)
    assert [len(group) for group in first] == [24, *[3] * 7]
    assert [len(groups(curator_client, f"?p={number}")) for number in (2, 3, 99)] == [8, 5, 5]
    verdicts_ = [make_alike(2) for _number in range(30)]
    for images in verdicts_:
        verdicts.part(images, others=images, by=make_curator())
    with django_assert_max_num_queries(8):
        assert len(shown(curator_client, "?show=judged")["verdicts"]) == 24
