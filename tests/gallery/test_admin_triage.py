"""The light table's door: what it hands to whom, and what its buttons do, with a script and without."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from gallery import curation, review
from gallery.models import Decision, Image, ReviewLease, Safety, Status
from tests.gallery.factories import make_curator, make_image, make_rows
from tests.gallery.test_admin_decide import told

pytestmark = pytest.mark.django_db
TABLE = "/admin/gallery/poolimage/triage/"
TAB = "7d0c2f0a-0000-4000-8000-000000000001"
SCRIPT = {"accept": "application/json"}


def ask(client: Client, part: str, /, query: str = "", **fields: Any) -> Any:
    """As the page's script sends it."""
    return client.post(f"{TABLE}{part}/{query}", {"tab": TAB, **fields}, headers=SCRIPT)


def seen(image: Image) -> str:
    return f"{image.pk}:{image.version}"


def handed(client: Client, query: str = "", **fields: Any) -> list[int]:
    return [card["pk"] for card in ask(client, "next", query, **{"count": "10", **fields}).json()["pictures"]]


def client_of(user: User, *names: str) -> Client:
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def test_looking_at_the_page_hands_out_nothing(curator_client: Client) -> None:
    make_rows(3)
    response = curator_client.get(TABLE)
    assert response.status_code == 200
    assert not ReviewLease.objects.exists()
    assert "no-store" in response["Cache-Control"]


def test_the_script_gets_what_it_has_not_got_with_counts(curator_client: Client) -> None:
    first, second = make_rows(2)
    answer = ask(curator_client, "next", count="10", have=[str(first.pk)]).json()
    assert [card["pk"] for card in answer["pictures"]] == [second.pk]
    assert (answer["left"], answer["done"], answer["skipped"]) == (2, 0, 0)
    assert ReviewLease.objects.count() == 2


def test_a_card_says_what_is_asked_with_one_key(curator_client: Client) -> None:
    image = make_image(status=Status.POOL, caption="lilies", favorite="spring", recipe={"sampler": "ddim"})
    served = make_image(family=image.family)
    [card] = ask(curator_client, "next", count="1").json()["pictures"]
    assert (card["caption"], card["favorite"], card["emotion_name"], card["safe"]) == (
        "lilies",
        "spring",
        "Happy",
        True,
    )
    assert ["sampler", "ddim"] in card["recipe"]
    assert [(one["pk"], one["waits"]) for one in card["family"]] == [(served.pk, False)]
    assert curator_client.get(card["original"]).status_code == 200


def test_the_queue_is_what_the_sheet_would_show(curator_client: Client) -> None:
    make_rows(2)
    odd = make_rows(1, emotion="sad", favorite="cat", model="sd", orientation="portrait", caption="a pond")[0]
    for query in ("?emotion=sad", "?orientation=portrait", "?favorite=cat", "?model=sd", "?q=pond", "?q=emotion:sad"):
        assert handed(curator_client, query, tab=str(uuid4())) == [odd.pk], query
        ReviewLease.objects.all().delete()


def test_a_search_that_is_not_understood_is_told(curator_client: Client) -> None:
    make_rows(1)
    response = ask(curator_client, "next", "?q=(", count="10")
    assert (response.status_code, response.json()["code"]) == (422, "bad_search")
    response = curator_client.get(f"{TABLE}?q=(")
    assert response.status_code == 200
    assert "not closed" in response.content.decode() or "missing" in response.content.decode()


@pytest.mark.parametrize(("action", "became"), [("approve", Status.SERVING), ("reject", Status.REJECTED)])
def test_a_key_decides_and_the_next_key_takes_it_back(curator_client: Client, action: str, became: Status) -> None:
    [image] = make_rows(1)
    group, undoing = str(uuid4()), str(uuid4())
    for _time in range(2):
        answer = ask(curator_client, "decide", action=action, picture=seen(image), group=group, reason="bright").json()
        assert answer["changed"] == 1
    assert list(Decision.objects.values_list("became", "reason")) == [(became, "bright")]
    for _time in range(2):
        answer = ask(curator_client, "decide", action="undo", undoes=group, group=undoing).json()
        assert [(card["pk"], card["version"]) for card in answer["pictures"]] == [(image.pk, 2)]
    assert ask(curator_client, "decide", action="undo", undoes=undoing).json()["changed"] == 1
    image.refresh_from_db()
    assert (image.status, Decision.objects.count()) == (became, 3)


def test_a_stale_decision_answers_with_the_others_and_shows_what_still_waits(curator_client: Client) -> None:
    gone, back = make_rows(2)
    ada = make_curator("ada")
    curation.reject(Image.objects.filter(pk=gone.pk), by=ada)
    response = ask(curator_client, "decide", action="approve", picture=seen(gone))
    assert response.status_code == 409
    assert "decided by ada a moment ago" in response.json()["detail"]
    assert response.json()["pictures"] == []
    curation.undo(curation.reject(Image.objects.filter(pk=back.pk), by=ada).group, by=ada)
    response = ask(curator_client, "decide", action="approve", picture=seen(back))
    assert [card["version"] for card in response.json()["pictures"]] == [2]


def test_the_pair_goes_along_only_when_it_is_asked_for(curator_client: Client) -> None:
    family = uuid4()
    one, other = make_rows(2, family=family)
    ask(curator_client, "decide", action="reject", picture=seen(one), also=[seen(other)])
    other.refresh_from_db()
    assert other.status == Status.POOL
    three, four = make_rows(2, family=uuid4())
    ask(curator_client, "decide", action="reject", picture=seen(three), also=[seen(four)], pair="1")
    assert set(Image.objects.pooled()) == {other}


def test_skipped_pictures_come_back_when_asked_for(curator_client: Client) -> None:
    first, second = make_rows(2)
    assert handed(curator_client) == [first.pk, second.pk]
    ask(curator_client, "decide", action="skip", picture=seen(first))
    assert handed(curator_client) == [second.pk]
    answer = ask(curator_client, "decide", action="unskip", picture=seen(first)).json()
    assert [card["pk"] for card in answer["pictures"]] == [first.pk]
    ask(curator_client, "decide", action="skip", picture=seen(first))
    assert handed(curator_client, again="1") == [first.pk, second.pk]


@pytest.mark.parametrize("safety", [Safety.FLAGGED, Safety.UNCHECKED])
def test_no_key_approves_what_no_check_has_passed(curator: User, curator_client: Client, safety: Safety) -> None:
    curator.user_permissions.add(Permission.objects.get(codename="approve_unchecked"))
    [image] = make_rows(1, safety=safety)
    for action in ("approve", "approve_unchecked"):
        ask(curator_client, "decide", action=action, picture=seen(image), reason="looked at")
    page = curator_client.get(f"{TABLE}?picture={image.pk}&tab={TAB}").content.decode()
    assert f'href="/admin/gallery/poolimage/{image.pk}/change/"' in page
    assert Image.objects.get().status == Status.POOL


def test_closing_the_page_frees_its_pictures(curator_client: Client) -> None:
    make_rows(2)
    handed(curator_client)
    assert ask(curator_client, "leave").status_code == 204
    assert not ReviewLease.objects.exists()


def test_buttons_work_without_a_script(curator_client: Client) -> None:
    first, second = make_rows(2)
    response = curator_client.post(f"{TABLE}next/?emotion=happy", {"tab": TAB})
    assert response["Location"] == f"{TABLE}?emotion=happy&tab={TAB}&picture={first.pk}"
    fields = {"tab": TAB, "picture": seen(first), "action": "reject"}
    response = curator_client.post(f"{TABLE}decide/?emotion=happy", fields)
    assert told(response) == "1 rejected."
    assert response["Location"].endswith(f"picture={second.pk}")
    page = curator_client.get(response["Location"]).content.decode()
    assert 'name="action" value="undo"' in page
    group = str(Decision.objects.get().group)
    response = curator_client.post(f"{TABLE}decide/", {"tab": TAB, "action": "undo", "undoes": group})
    assert response["Location"].endswith(f"picture={first.pk}")
    response = curator_client.post(f"{TABLE}decide/", {**fields, "picture": f"{first.pk}:0"})
    assert "look again" in told(response)
    assert "Everything is decided" in curator_client.get(f"{TABLE}?tab={TAB}&emotion=sad").content.decode()


def test_somebody_who_may_only_reject_sees_and_does_only_that(stranger: User) -> None:
    client = client_of(stranger, "view_poolimage", "reject_poolimage")
    [image] = make_rows(1)
    page = client.get(f"{TABLE}?picture={image.pk}").content.decode()
    assert 'value="approve"' not in page
    assert ask(client, "decide", action="approve", picture=seen(image)).status_code == 403
    assert ask(client, "decide", action="reject", picture=seen(image)).status_code == 200


@pytest.mark.parametrize("names", [(), ("view_poolimage",), ("approve_poolimage", "reject_poolimage")])
def test_whoever_may_not_see_or_decide_is_refused(stranger: User, names: tuple[str, ...]) -> None:
    client = client_of(stranger, *names)
    make_rows(1)
    assert client.get(TABLE).status_code == 403
    for part in ("next", "decide", "leave"):
        assert ask(client, part, action="reject", count="1").status_code == 403
        assert client.post(f"{TABLE}{part}/").status_code == 403
        assert client.get(f"{TABLE}{part}/").status_code == 405


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"tab": "x"}, {"action": "dance"}, {"action": "approve"}, {"action": "approve", "picture": "1"},
        {"action": "approve", "picture": "9" * 40 + ":1"},
        {"action": "reject", "picture": "1:1", "also": "\0", "pair": "1"},
        {"action": "approve", "picture": "999999:0", "group": "²"}, {"action": "undo", "undoes": "\0"},
        {"action": "undo", "undoes": str(uuid4())}, {"action": "skip", "picture": "a:b"}, {"action": "unskip"},
        {"count": "9" * 5000, "tab": "\0"}, {"action": "reject", "picture": "1:1", "reason": "x" * 201},
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_words(curator_client: Client, fields: dict[str, str]) -> None:
    make_rows(1)
    response = ask(curator_client, "decide", **fields)
    assert 400 <= response.status_code < 500
    assert response.json()["detail"]
    assert curator_client.post(f"{TABLE}decide/", fields).status_code == 302
    assert ask(curator_client, "next", "?batch_code=%00&made=never&alike=%00", **fields).status_code < 500
    assert curator_client.get(f"{TABLE}?picture=²&tab=%00&emotion=%00&q=%00").status_code == 200
    assert Image.objects.pooled().count() == 1


def test_a_decision_costs_few_queries(curator_client: Client, django_assert_num_queries: Any) -> None:
    images = make_rows(30)
    handed(curator_client)
    ask(curator_client, "decide", action="approve", picture=seen(images[0]))
    # Session, person, their rights and their groups'; begin, versions, asked before?, lock, move, decision, lease,
    # revision, end.
    with django_assert_num_queries(13):
        ask(curator_client, "decide", action="approve", picture=seen(images[1]), group=str(uuid4()))


def test_more_pictures_cost_the_same_queries(curator_client: Client, django_assert_max_num_queries: Any) -> None:
    make_rows(60)
    with django_assert_max_num_queries(18):
        ask(curator_client, "next", count="3")
    with django_assert_max_num_queries(18):
        ask(curator_client, "next", count=str(review.MOST))
