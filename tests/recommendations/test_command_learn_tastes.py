"""manage.py learn_tastes and its Celery task."""

import io
import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from recommendations import history, interactions, rankings, tasks, training
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
    told = run("--json")
    model = TasteModel.objects.get(active=True)
    assert told["model"] == str(model.code) and told["learner"] == "lightfm"
    assert model.metrics == told["metrics"] and model.data_hash == told["data_hash"]
    assert {"likes", "impressions", "visits", "pictures", "held_out", "tastes", "popularity"} <= set(model.metrics)
    assert model.settings["factors"] == 30
    again = run()
    assert again["data_hash"] == told["data_hash"] and again["metrics"] == told["metrics"]
    assert TasteModel.objects.filter(active=True).get().code != model.code


def test_the_light_learner_serves_too(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_LEARNER = "popularity"
    plant()
    assert run("--json")["learner"] == "popularity"


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
        training.learn()
    assert TasteModel.objects.count() == 8
    assert len(list(settings.RECOMMENDATIONS_MODELS.iterdir())) == 1 + training.KEPT_FOLDERS


def test_the_history_holds_what_stands(django_assert_max_num_queries: Any) -> None:
    from gallery.models import Visitor

    visitor = Visitor.objects.create(age_group="adult", gender="female")
    images = factories.make_rows(3, status="serving")
    offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
    interactions.like(visitor=visitor, image=offer.items[1].image.code, slate=str(offer.slate))
    interactions.like(visitor=visitor, image=offer.items[2].image.code)
    interactions.unlike(visitor=visitor, image=offer.items[2].image.code)
    with django_assert_max_num_queries(3):
        known = history.read()
    assert [(visit.visitor, visit.age_group, visit.gender) for visit in known.visits] == [
        (str(visitor.code), "adult", "female")
    ]
    assert [picture.code for picture in known.pictures] == [str(image.code) for image in images]
    assert len(known.shown) == 3 and known.shown.positions.tolist() == [0, 1, 2]
    assert known.likes.pictures.tolist() == [images.index(offer.items[1].image)]
