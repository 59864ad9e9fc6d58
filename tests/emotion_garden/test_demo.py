"""The demo garden: every emotion, both orientations, some left for the curator, and nobody's decision touched."""

from collections import Counter

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import InterfaceError, OperationalError

from emotion_garden import curator as account
from emotion_garden import demo
from gallery import curation
from gallery.models import Decision, Emotion, Image, Status
from generation import batches, rendering, stopping
from generation.models import GenerationBatch

pytestmark = pytest.mark.django_db
SIZE = (64, 40)


@pytest.fixture
def gardener(db: object, settings: LazySettings) -> User:
    settings.GENERATION_RENDERER = "tests.emotion_garden.noise.Noise"
    settings.GENERATION_SAFETY_EXEMPT = {"noise": "Blocks of colour."}
    settings.GARDEN_DEMO_PAIRS = 3
    settings.GARDEN_CURATOR_PASSWORD = "curator"
    account.ensure()
    return account.user()


def _plant(gardener: User) -> list[tuple[int, int]]:
    steps: list[tuple[int, int]] = []
    demo.plant(by=gardener, on_step=lambda done, total: steps.append((done, total)), size=SIZE)
    return steps


def _finish(gardener: User) -> None:
    rendering.work(seconds=60)
    demo.finish(by=gardener, on_step=lambda now: None, poll=0)


def _snapshot() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Image, Decision, GenerationBatch)]


def test_it_opens_with_three_served_pictures_of_each_emotion(gardener: User) -> None:
    assert not demo.is_planted()
    steps = _plant(gardener)
    assert steps[-1] == (24, 24)
    assert demo.is_planted()
    assert Counter(Image.objects.serving().values_list("emotion", flat=True)) == dict.fromkeys(Emotion.values, 3)
    assert set(Image.objects.serving().values_list("orientation", flat=True)) == {"landscape", "portrait"}
    assert set(Decision.objects.values_list("by__username", "reason")) == {("curator", "demo garden")}


def test_the_rest_blooms_in_and_each_batch_leaves_a_pair_in_the_pool(gardener: User) -> None:
    _plant(gardener)
    _finish(gardener)
    assert Image.objects.count() == 8 * 2 * 6
    assert Image.objects.pooled().count() == 8 * 2 * 2
    assert set(Image.objects.serving().values_list("favorite", flat=True)) == {"", "spring,cloudy,day"}
    assert demo.is_finished()
    assert demo.standing() == demo.Standing(rendered=96, ordered=96)


def test_a_finished_garden_is_left_as_it_is(gardener: User) -> None:
    _plant(gardener)
    _finish(gardener)
    before = _snapshot()
    assert _plant(gardener) == []
    _finish(gardener)
    assert _snapshot() == before


def test_a_planting_that_was_stopped_goes_on_where_it_was(gardener: User) -> None:
    def stop_after_ten(done: int, total: int) -> None:
        if done == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.plant(by=gardener, on_step=stop_after_ten, size=SIZE)
    assert not demo.is_planted()
    assert len(_plant(gardener)) == 14
    assert Image.objects.count() == Image.objects.serving().count() == 24


def test_what_a_curator_has_decided_stays_decided(gardener: User) -> None:
    _plant(gardener)
    first, second = Image.objects.serving().order_by("pk")[:2]
    curation.retire(Image.objects.filter(pk=first.pk), by=gardener)
    rendering.work(seconds=60)
    waiting = Image.objects.pooled().order_by("pk").first()
    assert waiting is not None
    curation.reject(Image.objects.filter(pk=waiting.pk), by=gardener)
    curation.restore(Image.objects.filter(pk=waiting.pk), by=gardener)
    _finish(gardener)
    stand = dict(Image.objects.values_list("pk", "status"))
    assert (stand[first.pk], stand[second.pk]) == (Status.RETIRED, Status.SERVING)
    assert stand[waiting.pk] == Status.POOL, "somebody has decided about it before: it is theirs"


def test_a_database_that_is_away_for_a_moment_does_not_end_the_finisher(
    gardener: User, caplog: pytest.LogCaptureFixture
) -> None:
    _plant(gardener)
    rendering.work(seconds=60)
    errors: list[Exception] = [OperationalError("database is locked"), InterfaceError("connection already closed")]

    def on_step(now: demo.Standing) -> None:
        if errors:
            raise errors.pop(0)

    demo.finish(by=gardener, on_step=on_step, poll=0)
    assert Image.objects.pooled().count() == 8 * 2 * 2
    assert [record.getMessage() for record in caplog.records] == [
        "The database does not answer (database is locked); the demo garden waits.",
        "The database does not answer (connection already closed); the demo garden waits.",
    ]


def test_a_cancelled_batch_does_not_keep_the_finisher_waiting(gardener: User) -> None:
    for batch in demo.order(by=gardener, size=SIZE):
        batches.cancel(batch)
    _finish(gardener)
    assert demo.is_finished()


def test_no_demo_is_ordered_when_none_is_wanted(gardener: User, settings: LazySettings) -> None:
    settings.GARDEN_DEMO_PAIRS = 0
    assert demo.is_planted()
    assert _plant(gardener) == []
    assert not GenerationBatch.objects.exists()


def test_the_command_plants_and_says_so(
    gardener: User, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.GARDEN_DEMO_PAIRS = 1
    demo.order(by=gardener, size=SIZE)
    call_command("plant_demo_garden")
    assert "16 of 32 demo pictures stand." in capsys.readouterr().out
    stopping.forget()
    rendering.work(seconds=60)
    call_command("plant_demo_garden", finish=True)
    assert "32 of 32 demo pictures stand." in capsys.readouterr().out


def test_what_a_model_has_painted_unchecked_waits_for_a_person(gardener: User, settings: LazySettings) -> None:
    settings.GENERATION_SAFETY_EXEMPT = {}
    _plant(gardener)
    assert Image.objects.pooled().count() == 24
    assert not Decision.objects.exists()
