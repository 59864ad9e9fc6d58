"""manage.py learn_tastes and its Celery task."""

import io
import json
import os
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from recommendations import history, interactions, rankings, tasks, taste_files, training
from recommendations.models import TasteModel
from tests.gallery import factories
from tests.recommendations import world

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Any:
    out = io.StringIO()
    call_command("learn_tastes", *arguments, stdout=out)
    return json.loads(out.getvalue())


def plant() -> None:
    world.plant(world.make(seed=3, visitors=12, pictures=48, slates=2))


def test_it_says_when_there_is_not_enough_to_learn_from() -> None:
    out = io.StringIO()
    with pytest.raises(CommandError, match="There are 0 likes so far; learning tastes begins with 5"):
        call_command("learn_tastes", "--json", stdout=out)
    assert json.loads(out.getvalue())["learnt"] is False
    assert not TasteModel.objects.exists()


def test_it_learns_and_activates_and_tells() -> None:
    plant()
    told = run("--json", "--activate-anyway")
    model = TasteModel.objects.get(active=True)
    assert told["model"] == str(model.code) and told["learner"] == "lightfm"
    assert model.metrics == told["metrics"] and model.data_hash == told["data_hash"]
    assert {"likes", "impressions", "visits", "pictures", "held_out", "tastes", "popularity"} <= set(model.metrics)
    assert model.settings["factors"] == 30
    again = run("--activate-anyway")
    assert again["data_hash"] == told["data_hash"] and again["metrics"] == told["metrics"]
    assert TasteModel.objects.filter(active=True).get().code != model.code


def test_the_light_learner_serves_too(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_LEARNER = "popularity"
    plant()
    assert run("--json", "--activate-anyway")["learner"] == "popularity"


def test_the_task_learns_once_and_then_only_when_something_changed() -> None:
    tasks.learn_tastes()
    assert not TasteModel.objects.exists()
    plant()
    tasks.learn_tastes()
    tasks.learn_tastes()
    assert TasteModel.objects.count() == 1
    factories.make_rows(1, status="serving")
    tasks.learn_tastes()
    assert TasteModel.objects.count() == 2


def test_other_settings_are_a_change(settings: LazySettings) -> None:
    plant()
    tasks.learn_tastes()
    settings.RECOMMENDATIONS_EPOCHS = 2
    tasks.learn_tastes()
    assert TasteModel.objects.count() == 2


def test_old_folders_go_and_their_record_stays(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_LEARNER = "popularity"
    plant()
    for _time in range(8):
        training.learn(anyway=True)
    assert TasteModel.objects.count() == 8
    assert len(list(settings.RECOMMENDATIONS_MODELS.glob("*/manifest.json"))) == 1 + training.KEPT_FOLDERS


def test_refused_ones_do_not_push_out_what_can_be_gone_back_to(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_LEARNER = "popularity"
    plant()
    ranked = [training.learn(anyway=True).folder for _time in range(3)]
    for _time in range(4):
        assert training.learn().state == "refused"
    found = {path.parent.name for path in settings.RECOMMENDATIONS_MODELS.glob("*/manifest.json")}
    assert found >= set(ranked)
    assert len(found) == len(ranked) + training.KEPT_REFUSED


def test_what_a_dead_process_left_goes_and_what_is_young_stays(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_LEARNER = "popularity"
    plant()
    model = training.learn()
    models = settings.RECOMMENDATIONS_MODELS
    left = ["20230102-030405-0123abcd", "20230102-030405-0123abcd.part"]
    spared = [model.folder, "20230102-030405-4567abcd.part", "somebody-elses"]
    for name in [*left, *spared]:
        (models / name).mkdir(exist_ok=True)
    for name in [*left, model.folder, "somebody-elses"]:
        os.utime(models / name, (0, 0))
    training.learn()
    found = {path.name for path in models.iterdir() if path.is_dir()}
    assert not found & set(left)
    assert found >= set(spared)


def test_two_trainings_never_run_at_once(settings: LazySettings) -> None:
    plant()
    with taste_files.alone(settings.RECOMMENDATIONS_MODELS):
        with pytest.raises(CommandError, match="being learned already"):
            call_command("learn_tastes", stdout=io.StringIO())
        tasks.learn_tastes()
    assert not TasteModel.objects.exists()
    tasks.learn_tastes()
    assert TasteModel.objects.count() == 1


def test_a_long_training_is_not_delivered_again() -> None:
    """Redis gives what is not acknowledged to the next worker after its visibility timeout."""
    assert tasks.learn_tastes.acks_late is False


def test_the_history_holds_what_stands(django_assert_max_num_queries: Any) -> None:
    from gallery.models import Visitor

    visitor = Visitor.objects.create(age_group="adult", gender="female")
    images = factories.make_rows(3, status="serving")
    offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
    interactions.like(visitor=visitor, image=offer.items[1].image.code, slate=str(offer.slate))
    interactions.like(visitor=visitor, image=offer.items[2].image.code)
    interactions.unlike(visitor=visitor, image=offer.items[2].image.code)
    with django_assert_max_num_queries(4):
        known = history.read()
    assert [(visit.visitor, visit.age_group, visit.gender) for visit in known.visits] == [
        (str(visitor.code), "adult", "female")
    ]
    assert [picture.code for picture in known.pictures] == [str(image.code) for image in images]
    assert len(known.shown) == 3 and known.shown.positions.tolist() == [0, 1, 2]
    assert known.likes.pictures.tolist() == [images.index(offer.items[1].image)]
