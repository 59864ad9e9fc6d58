"""`manage.py garden_status`: how the garden stands, for people and for programs."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from emotion_garden import heartbeats
from gallery.models import Emotion, Status
from recommendations.models import TasteModel
from tests.gallery.factories import make_rows
from tests.generation.orders import order

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("garden_status", *arguments, stdout=out)
    return out.getvalue()


def report() -> Any:
    return json.loads(run("--json"))


def test_an_empty_garden_is_told_and_not_an_error() -> None:
    said = run()
    assert all(emotion in said for emotion in Emotion.values)
    assert "thin: 6 pairs missing" in said
    assert "Tastes: none learnt yet." in said
    assert "Queue render.bulk: last seen: never." in said
    assert "! The serving set is empty" in said


def test_its_keys_are_stable() -> None:
    found = report()
    assert set(found) == {"pictures", "emotions", "thin", "orders", "tastes", "workers", "faults"}
    assert set(found["pictures"]) == {"served", "waiting", "ordered", "likes", "showings"}
    assert [emotion["name"] for emotion in found["emotions"]] == Emotion.values
    assert set(found["emotions"][0]) == {
        "name", "emotion", "favorite", "served", "waiting", "ordered", "likes", "showings", "landscape", "portrait",
        "thin", "missing_pairs", "why", "aim", "favorites",
    }  # fmt: skip
    assert set(found["orders"]) == {"open", "queued", "rendering", "done", "failed"}
    assert set(found["tastes"]) == {"learnt_at", "seconds_ago", "learner", "folder"}
    assert [set(worker) for worker in found["workers"]] == [{"queue", "seen_at", "seconds_ago"}] * 3


def test_it_counts_what_there_is() -> None:
    make_rows(5, status=Status.SERVING, emotion="sad", favorite="cat", likes=2, showings=10)
    make_rows(2, emotion="calm")
    order(3, emotion="fear")
    TasteModel.objects.create(folder="x", learner="lightfm", data_hash="x", active=True)
    heartbeats.write(name="somebody", queues=["default", "beat"])
    found = report()
    assert found["pictures"] == {"served": 5, "waiting": 2, "ordered": 6, "likes": 10, "showings": 50}
    sad = next(emotion for emotion in found["emotions"] if emotion["name"] == "sad")
    assert (sad["landscape"]["served"], sad["portrait"]["served"], sad["thin"]) == (5, 0, ["portrait"])
    assert [cell["name"] for cell in sad["favorites"]] == ["sad/cat"]
    assert "sad/cat" in found["thin"]
    assert found["orders"] == {"open": 1, "queued": 6, "rendering": 0, "done": 0, "failed": 0}
    assert found["tastes"]["learner"] == "lightfm"
    assert [worker["queue"] for worker in found["workers"]] == ["default", "render.interactive", "render.bulk", "beat"]
    assert {"worker.render.interactive", "worker.render.bulk"} <= {fault["id"] for fault in found["faults"]}


def test_favorites_are_told_when_asked_for() -> None:
    make_rows(1, status=Status.SERVING, emotion="sad", favorite="spring,cloudy,day")
    assert "1 of 1 favorites are thin" in run()
    assert "spring,cloudy,day" not in run()
    assert run("--favorites").count("  spring,cloudy,day") == 8
