"""The admin's first page: what to do today, for those who may do it, in few queries however large the garden is."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from emotion_garden import health, heartbeats, own_acts
from emotion_garden.models import WorkerBeat
from gallery import curation
from gallery.models import AlikePair, Emotion, Image, Safety, Status
from generation.models import Rendering, RenderingState
from recommendations.models import TasteModel
from tests.gallery.factories import make_image, make_rows
from tests.generation.orders import order

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss_client(admin_user: User) -> Client:
    client = Client()
    client.force_login(admin_user)
    return client


def tasks(client: Client) -> dict[str, Any]:
    response: Any = client.get("/admin/")
    assert response.status_code == 200
    return {task.name: task for task in response.context_data["today"].tasks}


def page(client: Client) -> str:
    return client.get("/admin/").content.decode()


def fill(number: int, **fields: Any) -> None:
    for emotion in Emotion.values:
        for side in ("landscape", "portrait"):
            make_rows(number, status=Status.SERVING, emotion=emotion, orientation=side, **fields)


def test_what_waits_leads_to_triage_with_the_newest_pictures(curator_client: Client) -> None:
    fill(6)
    make_rows(24)
    found = tasks(curator_client)
    assert (found["waiting"].number, found["waiting"].sentence) == ("24", "pictures wait to be judged.")
    assert found["waiting"].address == "/admin/gallery/poolimage/triage/"
    assert len(found["waiting"].pictures) == 8
    assert set(found) == {"waiting"}


def test_an_emotion_is_named_only_if_most_of_what_waits_is_for_it(curator_client: Client) -> None:
    make_rows(6, emotion=Emotion.CALM)
    make_rows(6, emotion=Emotion.SAD)
    assert tasks(curator_client)["waiting"].detail == ""
    make_rows(1, emotion=Emotion.SAD)
    assert tasks(curator_client)["waiting"].detail == "Most of them for “sad”."


def test_a_veiled_picture_is_never_in_the_strip(senior_client: Client) -> None:
    safe = make_image(status=Status.POOL)
    veiled = make_image(status=Status.POOL, safety=Safety.FLAGGED)
    shown = page(senior_client)
    assert str(safe.code) in shown
    assert str(veiled.code) not in shown


def test_unchecked_pictures_are_a_task_of_those_who_may_approve_them(
    curator_client: Client, senior_client: Client
) -> None:
    make_rows(3, safety=Safety.FLAGGED)
    make_rows(2, safety=Safety.UNCHECKED)
    make_rows(4)
    assert "unchecked" not in tasks(curator_client)
    task = tasks(senior_client)["unchecked"]
    assert task.number == "5"
    sheet: Any = senior_client.get(task.address)
    assert sheet.context_data["cl"].result_count == 5


def test_a_thin_emotion_leads_to_its_coverage(curator_client: Client, operator_client: Client) -> None:
    fill(12)
    Image.objects.filter(emotion=Emotion.SAD).update(status=Status.RETIRED)
    for client, tone in ((curator_client, "look"), (operator_client, "due")):
        task = tasks(client)["thin"]
        assert (task.sentence, task.detail) == ("Sad is thin.", "6 pairs are missing.")
        assert (task.address, task.tone) == ("/admin/coverage/", tone)


def test_failures_lead_to_their_batch_and_silent_workers_to_the_workers(operator_client: Client) -> None:
    batch = order(3)
    Rendering.objects.filter(batch=batch, ordinal=1).update(
        state=RenderingState.FAILED, settled_at=timezone.now(), error="no memory", error_class="oom"
    )
    found = tasks(operator_client)
    assert found["failed"].number == "2"
    assert found["failed"].address == f"/admin/generation/generationbatch/{batch.pk}/change/"
    assert found["workers"].sentence == "No worker has been seen for 10 minutes."
    assert (found["coming"].number, found["coming"].tone) == ("4", "calm")
    for queue in health.QUEUES:
        heartbeats.write(name="somebody", queues=[queue])
    assert "workers" not in tasks(operator_client)
    WorkerBeat.objects.filter(queue="default").update(seen_at=timezone.now() - timedelta(minutes=11))
    assert "default" in tasks(operator_client)["workers"].detail


def test_tastes_say_when_they_were_learnt(operator_client: Client) -> None:
    assert tasks(operator_client)["tastes"].sentence == "No tastes have been learnt yet."
    at = timezone.now() - timedelta(hours=2, minutes=1)
    TasteModel.objects.create(folder="x", learner="lightfm", data_hash="x", active=True, created_at=at)
    assert tasks(operator_client)["tastes"].sentence.replace("\xa0", " ") == "Tastes were learnt 2 hours ago."


def test_groups_that_look_alike_lead_to_their_page(curator_client: Client) -> None:
    one, other = make_rows(2)
    AlikePair.objects.create(one=one, other=other, distance=1)
    task = tasks(curator_client)["alike"]
    assert (task.number, task.address) == ("1", "/admin/gallery/poolimage/likeness/")


def test_a_new_garden_begins_with_kind_words(boss_client: Client, curator_client: Client) -> None:
    first = page(boss_client)
    assert "A new garden" in first
    assert "/admin/generation/generationbatch/add/" in first
    assert "An operator does this." in page(curator_client)
    make_rows(1)
    assert "A new garden" not in page(curator_client)


def test_who_has_no_role_is_told_whom_to_ask(stranger_client: Client) -> None:
    make_rows(3)
    shown = page(stranger_client)
    assert "Your account has no role yet" in shown
    assert "td-task" not in shown


def test_the_last_presses_are_told_group_by_group(curator_client: Client, curator: User) -> None:
    make_rows(5)
    some = Image.objects.filter(pk__in=Image.objects.values("pk")[:3])
    curation.undo(curation.approve(some, by=curator, reason="for spring").group, by=curator)
    curation.reject(Image.objects.all(), by=curator)
    told = [(str(press.verb), press.number, press.is_undone) for press in own_acts.lately(curator)]
    assert told == [("Rejected", 5, False), ("Taken back", 3, False), ("Approved", 3, True)]
    shown = page(curator_client)
    assert "for spring" in shown
    assert "Taken back: 3 pictures" in " ".join(shown.split())


def test_the_header_leads_to_the_rooms_that_are_open(
    curator_client: Client, operator_client: Client, stranger_client: Client
) -> None:
    def ways(client: Client, path: str = "/admin/") -> list[tuple[str, bool]]:
        response: Any = client.get(path)
        return [(str(way.label), way.is_here) for way in response.context["ways"]]

    assert [label for label, _here in ways(curator_client)] == ["Today", "Triage", "Pool", "Serving set", "Coverage"]
    assert [label for label, _here in ways(operator_client)] == [
        "Today",
        "Displays",
        "Orders",
        "Coverage",
        "Tastes",
        "Playground",
    ]
    assert ways(stranger_client) == [("Today", True)]
    assert [label for label, here in ways(curator_client, "/admin/gallery/poolimage/") if here] == ["Pool"]


@pytest.mark.parametrize("who", ["curator_client", "senior_client", "operator_client", "boss_client"])
def test_it_costs_few_queries_however_large_the_garden_is(
    who: str, request: pytest.FixtureRequest, django_assert_max_num_queries: Any
) -> None:
    client: Client = request.getfixturevalue(who)
    fill(20)
    make_rows(300)
    make_rows(5, safety=Safety.UNCHECKED)
    order(4)
    with django_assert_max_num_queries(12):
        client.get("/admin/")


def test_its_page_has_no_inline_script_or_style(boss_client: Client) -> None:
    make_image(status=Status.POOL)
    for address in ("/admin/", "/admin/coverage/", "/admin/tastes/"):
        shown = boss_client.get(address).content.decode()
        assert " style=" not in shown
        assert "<style" not in shown
        assert all("src=" in tag.split(">")[0] for tag in shown.split("<script")[1:])
