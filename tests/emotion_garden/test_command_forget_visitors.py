"""`manage.py forget_visitors`: those who have not come for long are erased, nobody else."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from emotions.models import EmotionReading
from gallery.models import Image, Visitor
from recommendations.models import Interaction, Slate
from tests.emotion_garden.test_erasing import visited
from tests.gallery import factories

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=400)


def run(*arguments: str) -> Any:
    out = StringIO()
    call_command("forget_visitors", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def people() -> list[Visitor]:
    """Four who first came long ago; only the first has not come since."""
    for _number in range(3):
        factories.make_image(emotion="happy", orientation="portrait")
    found = [visited() for _person in range(4)]
    Visitor.objects.update(created_at=LONG_AGO)
    for model, late in ((EmotionReading, found[1]), (Slate, found[2]), (Interaction, found[3])):
        model._base_manager.exclude(visitor=late).update(created_at=LONG_AGO)
    return found


def test_only_who_has_not_come_is_erased(people: list[Visitor]) -> None:
    assert run("--unseen-for", "365", "--dry-run") == {"visitors": 1, "dry_run": True}
    assert Visitor.objects.count() == 4
    assert run("--unseen-for", "365") == {"visitors": 1, "dry_run": False}
    assert set(Visitor.objects.all()) == set(people[1:])
    assert {image.likes for image in Image.objects.all()} == {3}
    assert run("--unseen-for", "365") == {"visitors": 0, "dry_run": False}
    assert run("--unseen-for", "500") == {"visitors": 0, "dry_run": False}


@pytest.mark.parametrize("days", ["0", "-1", "x", "999999", "１"])
def test_days_are_a_number(days: str) -> None:
    with pytest.raises(CommandError):
        run("--unseen-for", days)
    with pytest.raises(CommandError):
        run()
