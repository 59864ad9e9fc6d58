"""The buttons of the page “Tastes”: learn now, choose what ranks, take it back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client

from emotion_garden import heartbeats
from recommendations import tasks, taste_files, versions
from recommendations.models import TasteModel
from tests.recommendations import shelf

pytestmark = pytest.mark.django_db
PAGE = "/admin/tastes/"


@pytest.fixture
def operator_client(operator: User) -> Client:
    return _signed_in(operator)


@pytest.fixture
def senior_client(senior_curator: User) -> Client:
    return _signed_in(senior_curator)


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, query: str = "") -> str:
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_activating_and_taking_it_back_is_one_click_each(operator_client: Client, operator: User) -> None:
    one, two = shelf.live("one"), shelf.model("two")
    done = operator_client.post(f"{PAGE}choose/", {"model": str(two.code)})
    assert versions.live() == two
    two.refresh_from_db()
    assert two.activated_by == operator and versions.held() is not None
    page = text(operator_client, done["Location"].removeprefix(PAGE))
    assert "Done. Every visitor’s next page follows." in page and "Chosen by operator" in page
    assert f'name="model" value="{one.code}"' in page and 'value="released"' in page
    operator_client.post(f"{PAGE}choose/", {"model": str(one.code), "undoing": "released"})
    assert versions.live() == one and versions.held() is None


def test_popularity_instead_and_letting_go(operator_client: Client) -> None:
    shelf.live("one")
    operator_client.post(f"{PAGE}choose/", {"model": "popularity"})
    assert versions.live() is None
    assert "Popularity puts the pictures in order." in text(operator_client)
    answer = operator_client.post(f"{PAGE}release/")
    assert versions.held() is None and "by themselves again" in told(answer)


@pytest.mark.parametrize("word", ["", "nobody", "\x00", "0" * 32, "x" * 5000])
def test_nonsense_changes_nothing_and_is_said(word: str, operator_client: Client) -> None:
    one = shelf.live("one")
    answer = operator_client.post(f"{PAGE}choose/", {"model": word})
    assert answer.status_code == 302 and "There is no taste model" in told(answer)
    assert versions.live() == one and versions.held() is None
    for query in ("?asked=x", "?asked=99999999999", "?was=x&held=2", "?asked=-1", "?asked=٣"):
        text(operator_client, query)


def test_a_model_whose_files_are_gone_stays_out(operator_client: Client, settings: LazySettings) -> None:
    one, two = shelf.live("one"), shelf.model("two")
    taste_files.remove(settings.RECOMMENDATIONS_MODELS, ["two"])
    assert "its files are gone" in text(operator_client)
    answer = operator_client.post(f"{PAGE}choose/", {"model": str(two.code)})
    assert "files of this model are gone" in told(answer)
    assert versions.live() == one


def test_a_broken_live_model_raises_an_alarm_here_and_in_the_health_check(operator_client: Client) -> None:
    one = shelf.live("one")
    assert "cannot be loaded" not in text(operator_client)
    biases: Path = versions.folder(one) / "picture_biases.npy"
    biases.write_bytes(biases.read_bytes()[:-2])
    assert 'role="alert"' in text(operator_client)
    faults = Client().get("/healthz/deep").json()["faults"]
    assert any(fault["id"] == "tastes" for fault in faults)


def test_who_may_only_look_sees_no_button_and_is_refused(senior_client: Client) -> None:
    one, two = shelf.live("one"), shelf.model("two")
    page = text(senior_client)
    assert "Learn now" not in page and "Activate" not in page
    for act, form in (("choose/", {"model": str(two.code)}), ("learn/", {}), ("release/", {})):
        assert senior_client.post(PAGE + act, form).status_code == 403
    assert versions.live() == one


def test_learning_is_asked_for_and_followed(
    operator_client: Client, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, rung: Callable[[], int]
) -> None:
    asked = operator_client.post(f"{PAGE}learn/")
    assert rung() == 1
    waiting = operator_client.get(asked["Location"])
    assert waiting["Refresh"] == "3" and "a worker begins within seconds" in waiting.content.decode()
    with taste_files.alone(settings.RECOMMENDATIONS_MODELS):
        busy = operator_client.get(asked["Location"])
        assert busy["Refresh"] == "3" and "Learning now" in busy.content.decode()
        assert "disabled" in busy.content.decode()
    TasteModel.objects.create(
        folder="", learner="x", data_hash="", verdict={"code": "too_little", "visits": 3, "least": 20}
    )
    done = operator_client.get(asked["Location"])
    assert "Refresh" not in done and "Too little to judge by: 3 visits" in done.content.decode()
    late = operator_client.get(f"{PAGE}?asked=1")
    assert "Refresh" not in late


def test_nothing_new_and_nobody_there_are_told_apart(operator_client: Client) -> None:
    long_ago = "?asked=1000000000"
    assert "No worker has been seen" in text(operator_client, long_ago)
    heartbeats.write(name="w", queues=["default"])
    assert "Nothing was learnt" in text(operator_client, long_ago)


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often the bell was rung; the broker is the outermost edge."""
    bells: list[dict[str, Any]] = []
    monkeypatch.setattr(tasks.learn_tastes, "apply_async", lambda **how: bells.append(how))
    return lambda: len(bells)


def test_a_broker_that_is_away_is_said(operator_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_how: Any) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(tasks.learn_tastes, "apply_async", away)
    assert "cannot be reached" in told(operator_client.post(f"{PAGE}learn/"))
