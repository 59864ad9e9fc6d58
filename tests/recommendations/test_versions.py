"""Choosing by hand which model ranks: forwards, back, held, let go; and the command that does it."""

import io
import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from recommendations import judgements, tasks, taste_files, training, versions
from recommendations.models import State, TasteHold, TasteModel
from tests.recommendations import shelf, world

pytestmark = pytest.mark.django_db


def run(*words: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("activate_tastes", *words, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_back_to_the_one_before_and_again(curator: User) -> None:
    one, two = shelf.live("one"), shelf.live("two")
    assert versions.previous() == one
    assert run("--previous")["live"] == str(one.code)
    assert versions.previous() == two
    assert run("--none")["live"] is None
    assert versions.previous() == one, "the one that ranked last"
    assert run(str(two.code))["live"] == str(two.code)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, two.state) == (State.REPLACED, State.LIVE)
    versions.choose(one, by=curator)
    one.refresh_from_db()
    assert one.activated_by == curator


def test_a_model_answers_to_its_code_the_beginning_of_it_and_its_folder() -> None:
    model = shelf.model("20260101-000000-0123abcd")
    for word in (str(model.code), model.code.hex, "0123abcd", model.folder):
        assert versions.find(word) == model
    for word in ("0123", "nothing", "x" * 300):
        with pytest.raises(CommandError, match="There is no taste model"):
            run(word)


def test_nothing_to_go_back_to_is_said() -> None:
    with pytest.raises(CommandError, match="no earlier model"):
        run("--previous")
    assert "Popularity ranks." in _listed()


def test_a_swept_or_damaged_model_is_refused_and_the_live_one_stays(settings: LazySettings) -> None:
    one, two, three = shelf.live("one"), shelf.model("two"), shelf.model("three")
    taste_files.remove(settings.RECOMMENDATIONS_MODELS, ["two"])
    with pytest.raises(CommandError, match="files of this model are gone"):
        run(str(two.code))
    (versions.folder(three) / "picture_biases.npy").write_bytes(b"")
    with pytest.raises(CommandError, match="files are damaged"):
        run(str(three.code))
    assert versions.live() == one and versions.held() is None
    assert versions.previous() is None
    assert "(files gone)" in _listed()


def test_what_is_chosen_by_hand_holds_until_it_is_let_go(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_LEARNER = "popularity"
    world.plant(world.make(seed=3, visitors=60, pictures=48, slates=3))
    run("--none")
    waiting = training.learn()
    assert waiting.state == State.WAITING and versions.live() is None
    assert "waits" in judgements.sentence(waiting.verdict)
    tasks.learn_tastes()
    assert TasteModel.objects.count() == 1, "The same events are not learnt anew because they wait."
    assert run("--release") == {**run(), "held": False, "live": str(waiting.code)}


def test_a_refused_model_is_not_learnt_again_from_the_same(settings: LazySettings) -> None:
    world.plant(world.make(seed=3, visitors=6, pictures=24, slates=2))
    with pytest.raises(CommandError, match="Too little to judge by") as refused:
        call_command("learn_tastes", "--json", stdout=io.StringIO())
    assert refused.value.returncode == 3
    tasks.learn_tastes()
    assert TasteModel.objects.count() == 1
    assert TasteModel.objects.get().state == State.REFUSED


def test_what_cannot_be_learnt_is_kept_and_not_tried_again(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_LEARNER = "tests.recommendations.shelf.Unable"
    world.plant(world.make(seed=3, visitors=6, pictures=24, slates=2))
    tasks.learn_tastes()
    tasks.learn_tastes()
    failed = TasteModel.objects.get()
    assert failed.state == State.REFUSED and "It could not be learnt: no way" in judgements.sentence(failed.verdict)
    with pytest.raises(CommandError, match="files of this model are gone"):
        run(str(failed.code))


def test_only_one_choice_is_held() -> None:
    TasteHold.objects.create(pk=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        TasteHold.objects.create(pk=2)


def _listed() -> str:
    out = io.StringIO()
    call_command("activate_tastes", stdout=out)
    return out.getvalue()
