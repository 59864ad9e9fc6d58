"""A batch's events: cut off anywhere, whoever comes back misses nothing and hears nothing twice."""

import json
import random
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Permission, User
from django.test import Client

from generation import batches, events, rendering
from generation.api import events as endpoint
from generation.events import Place
from generation.models import GenerationBatch, Rendering
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import claimed, order, pictures, slots

pytestmark = pytest.mark.django_db


class Event(NamedTuple):
    """One, as a client takes it apart."""

    id: str
    told: dict[str, Any]


@pytest.fixture(autouse=True)
def _brief(settings: LazySettings) -> None:
    """Each answer tells what is new, and ends."""
    settings.GENERATION_EVENTS_SECONDS = 0


def path(batch: GenerationBatch) -> str:
    return f"/api/v1/batches/{batch.code}/events/"


def ask(client: Client, batch: GenerationBatch, last: str = "") -> Any:
    return client.get(path(batch), headers={"Accept": "text/event-stream", **({"Last-Event-ID": last} if last else {})})


def parsed(text: str) -> Iterator[Event]:
    """Whole events only, as an EventSource does it: what is cut off before its empty line was never there."""
    for block in text.split("\n\n")[:-1]:
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "data" in fields:
            assert fields["event"] == "progress"
            yield Event(fields["id"], json.loads(fields["data"]))


def heard(client: Client, batch: GenerationBatch, last: str = "") -> list[Event]:
    answer = ask(client, batch, last)
    if answer.status_code == 204:
        return []
    assert answer.status_code == 200 and answer["Content-Type"] == "text/event-stream"
    return list(parsed(b"".join(answer.streaming_content).decode()))


def names(told: list[Event]) -> list[str]:
    return [
        f"{slot['ordinal']}{slot['orientation'][0]} {slot['state']}" for event in told for slot in event.told["changed"]
    ]


def test_whoever_comes_first_is_told_all_that_has_happened(operator_client: Client, use: Use) -> None:
    batch = order(count=2)
    rendering.work(most=1)
    use(renderers.Blank)
    rendering.work(most=1)
    (event,) = heard(operator_client, batch)
    assert names([event]) == ["1l done", "1p failed"]
    assert event.told["changed"][1]["error_class"] == "blank"
    counts = {name: event.told[name] for name in ("state", "total", "done", "failed", "cancelled", "waiting", "over")}
    assert counts == {
        "state": "running", "total": 4, "done": 1, "failed": 1, "cancelled": 0, "waiting": 2, "over": False,
    }  # fmt: skip


def test_a_client_that_is_cut_off_anywhere_misses_nothing_and_hears_nothing_twice(
    operator_client: Client, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST", 3)
    chance = random.Random(7)
    batch = order(count=12)
    use(renderers.Blotches)
    got: list[Event] = []
    while not (got and got[-1].told["over"]):
        rendering.work(most=chance.randrange(0, 6))
        answer = ask(operator_client, batch, got[-1].id if got else "")
        text = b"".join(answer.streaming_content).decode()
        # The connection breaks after any byte; what came whole was heard.
        got += list(parsed(text[: chance.randrange(0, 2 * len(text))]))
    told = names(got)
    assert len(told) == len(set(told)) == 24
    assert {word.split()[1] for word in told} == {"done"}
    assert [event.told["done"] for event in got if event.told["changed"]] == sorted(
        {event.told["done"] for event in got if event.told["changed"]}
    )
    assert ask(operator_client, batch, got[-1].id).status_code == 204


def test_what_fails_is_tried_again_and_ends_is_told_in_turn(operator_client: Client, use: Use) -> None:
    batch = order()
    use(renderers.Blank)
    rendering.work()
    got = heard(operator_client, batch)
    assert names(got) == ["1l failed", "1p failed"] and got[-1].told["over"]
    assert heard(operator_client, batch, got[-1].id) == []
    batches.retry(batch)
    got = heard(operator_client, batch, got[-1].id)
    assert names(got) == ["1l queued", "1p queued"]
    assert (got[-1].told["state"], got[-1].told["waiting"]) == ("running", 2)
    use(renderers.Blotches)
    rendering.work()
    got = heard(operator_client, batch, got[-1].id)
    assert sorted(names(got)) == ["1l done", "1p done"] and got[-1].told["over"]


def test_one_that_waits_again_while_another_fails_is_no_standstill(operator_client: Client, use: Use) -> None:
    batch = order()
    use(renderers.Blank)
    rendering.work(most=1)
    got = heard(operator_client, batch)
    first, second = slots(batch)
    # The numbers are the same as before; who they are of is not.
    batches.retry(batch)
    Rendering.objects.filter(pk=first.pk).update(lane="bulk", not_before="2099-01-01T00:00:00Z")
    rendering.work(most=1)
    second.refresh_from_db()
    assert second.state == "failed"
    assert sorted(names(heard(operator_client, batch, got[-1].id))) == ["1l queued", "1p failed"]


def test_a_pause_and_a_cancel_are_told_too(operator_client: Client) -> None:
    batch = order()
    first = heard(operator_client, batch)[-1]
    assert (first.told["state"], first.told["changed"]) == ("running", [])
    batches.pause(batch)
    (paused,) = heard(operator_client, batch, first.id)
    assert (paused.told["state"], paused.told["changed"]) == ("paused", [])
    claimed_before_the_end = paused.id
    batches.resume(batch)
    claimed()
    batches.cancel(batch)
    (cancelled,) = heard(operator_client, batch, claimed_before_the_end)
    # One is still in somebody's hands.
    assert (cancelled.told["state"], cancelled.told["over"]) == ("cancelled", False)
    assert names([cancelled]) == ["1p cancelled"]


def test_the_place_says_all_by_itself_whoever_answers(operator_client: Client) -> None:
    batch = order(count=3)
    rendering.work(most=4)
    (event,) = heard(operator_client, batch)
    place = Place.read(event.id, batch=batch)
    assert (place.state, place.slots) == ("running", "ddddww")
    assert place.written(batch=batch).split(":")[0] == event.id.split(":")[0]


@pytest.mark.parametrize("last", ["7", "nonsense:x:y", "x" * 9000])
def test_an_id_that_is_none_of_this_batch_is_refused(operator_client: Client, last: str) -> None:
    batch, other = order(), order()
    foreign = heard(operator_client, other)[-1].id
    for said in (last, foreign):
        answer = ask(operator_client, batch, said)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")
        assert answer["Content-Type"] == "application/problem+json"


def test_a_browser_may_say_its_first_place_in_the_address(operator_client: Client) -> None:
    batch = order()
    first = heard(operator_client, batch)[-1]
    answer: Any = operator_client.get(path(batch), {"after": first.id})
    assert list(parsed(b"".join(answer.streaming_content).decode())) == []


def test_pictures_are_named_only_to_who_may_see_them(operator_client: Client, operator: User) -> None:
    batch = order()
    rendering.work()
    told = heard(operator_client, batch)[-1].told
    assert [slot["picture"] for slot in told["changed"]] == [None, None]
    operator.user_permissions.add(Permission.objects.get(codename="view_poolimage"))
    told = heard(operator_client, batch)[-1].told
    assert {slot["picture"] for slot in told["changed"]} == {str(picture.code) for picture in pictures(batch)}


def test_an_answer_ends_in_time_and_says_when_to_come_again(
    operator_client: Client, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.GENERATION_EVENTS_SECONDS = 25
    clock = [0.0]
    monkeypatch.setattr("generation.api.events.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("generation.api.events.time.sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    text = b"".join(ask(operator_client, order()).streaming_content).decode()
    assert clock[0] == 25
    assert text.startswith("retry: 1000\n\n")
    # Signs of life, or a proxy would take the line for dead.
    assert text.split("\n\n").count(":") == 12


def test_where_all_streams_are_taken_an_answer_tells_what_is_new_and_ends(
    operator_client: Client, settings: LazySettings
) -> None:
    settings.GENERATION_EVENTS_SECONDS, settings.GENERATION_EVENTS_STREAMS = 600, 1
    batch = order()
    held = ask(operator_client, batch)
    assert next(iter(held.streaming_content)) == b"retry: 1000\n\n"
    rendering.work(most=1)
    text = b"".join(ask(operator_client, batch).streaming_content).decode()
    assert text.startswith("retry: 5000\n\n")
    assert names(list(parsed(text))) == ["1l done"]
    held.close()
    assert endpoint._streams.taken == 0


def test_looking_where_nothing_is_new_reads_few_rows(
    operator_client: Client, django_assert_max_num_queries: Any
) -> None:
    batch = order(count=3)
    rendering.work(most=2)
    place = Place.read(heard(operator_client, batch)[-1].id, batch=batch)
    with django_assert_max_num_queries(2):
        assert list(events.steps(batch, place)) == []
