"""A small garden in which everything has happened once, how to wipe it, and what an export of it says."""

import io
import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from emotion_garden.moving import contents
from emotions.models import Calibration, EmotionReading
from gallery import curation, pruning, replacing
from gallery.models import (
    DisplayChange,
    DisplaySlot,
    DisplayZone,
    Image,
    LikenessVerdict,
    ReviewSkip,
    SavedSearch,
    Visitor,
)
from generation import rendering
from generation.models import Expansion
from recommendations import interactions, rankings, training
from recommendations.models import TasteModel
from tests.gallery import factories
from tests.generation.orders import order


def grown() -> User:
    """Plants it; answers its curator."""
    settings.RECOMMENDATIONS_LEARNER = "popularity"
    by = factories.make_curator("Jin")
    group = Group.objects.create(name="tending")
    group.permissions.set(Permission.objects.filter(codename="reject_poolimage"))
    by.groups.add(group)
    call_command("sync_prompts", "--missing", verbosity=0)
    batch = order(2)
    rendering.work()
    Expansion.objects.create(batch=batch, ordinal=1, prompt_set="set", line=uuid4(), template="$season", index=0)
    served = factories.make_images(7, favorite="cat", by=by)
    factories.make_image(status="rejected", by=by)
    pruning.prune(Image.objects.filter(status="rejected"), on_step=lambda _what, _done: None)
    changed = factories.make_image(status="pool")
    replacing.replace(changed, factories.make_jpeg(), by=by, recipe={}, note="another file", reason="sharper")
    factories.make_image(status="retired", orientation="portrait", by=by)
    outcome = curation.reject(Image.objects.filter(batch_code=batch.code), by=by, reason="dull")
    curation.undo(outcome.group, by=by)
    _visited()
    training.learn(anyway=True)
    zone = DisplayZone.objects.create(name="zone1")
    DisplaySlot.objects.create(zone=zone, orientation="landscape", ordinal=1, image=served[0])
    DisplayChange.objects.create(zone=zone, by=by, before={"landscape": {}}, after={"landscape": {"1": served[0].pk}})
    SavedSearch.objects.create(name="mine", room="pool", query="sad", by=by)
    ReviewSkip.objects.create(image=Image.objects.pooled()[0], by=by)
    one, other = sorted([served[0].sha256, served[1].sha256])
    LikenessVerdict.objects.create(one=one, other=other, verdict="different", by=by)
    _backdated()
    return by


def wiped() -> None:
    """An empty garden in the same database; its accounts go too."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE gallery_decision SET undone_by_id = NULL")
        tables = [model._meta.db_table for model in reversed(list(contents.models()))]
        through = ["auth_user_groups", "auth_user_user_permissions", "auth_group_permissions"]
        for table in [
            "gallery_reviewlease",
            "gallery_renditionclaim",
            "gallery_look",
            "gallery_alikepair",
            *tables,
            *through,
            "auth_user",
            "auth_group",
        ]:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our own tables
    shutil.rmtree(default_storage.path(""))
    shutil.rmtree(settings.RECOMMENDATIONS_MODELS)


def run(command: str, *words: Any) -> tuple[int, Any]:
    """The exit status, and the JSON that was answered."""
    out = io.StringIO()
    status = 0
    try:
        call_command(command, *map(str, words), "--json", stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        status = int(str(end.code or 0))
    return status, json.loads(out.getvalue())


def papers(folder: Path) -> dict[str, bytes]:
    """Every file of an export that is no picture: what must be equal, byte for byte."""
    names = [folder / "manifest.json", folder / "SHA256SUMS", folder / "missing.txt", *(folder / "rows").iterdir()]
    return {path.name: path.read_bytes() for path in sorted(names)}


def _visited() -> None:
    Calibration.objects.create(
        reader="test", reader_version="1", temperature=1.7, photos=9, error_before=0.2, error_after=0.1
    )
    for number in range(3):
        visitor = Visitor.objects.create(age_group="adult" if number else None)
        EmotionReading.objects.create(
            visitor=visitor, outcome="read", emotion="happy", confidence=0.1 + number / 7, scores={"happy": 1e-7},
            reader="test", reader_version="1",
        )  # fmt: skip
        for favorite in ("", "cat"):
            offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", favorite=favorite)
            for item in offer.items:
                interactions.like(visitor=visitor, image=item.image.code, slate=str(offer.slate))
        interactions.unlike(visitor=visitor, image=offer.items[0].image.code)
    assert TasteModel.objects.count() == 0


def _backdated() -> None:
    """So that a column that is filled in by itself would show."""
    then = timezone.now() - timedelta(days=40)
    for model in (
        Image,
        Visitor,
        EmotionReading,
        SavedSearch,
        ReviewSkip,
        LikenessVerdict,
        DisplayZone,
        DisplayChange,
        Calibration,
    ):
        names = [f.name for f in model._meta.fields if getattr(f, "auto_now", 0) or getattr(f, "auto_now_add", 0)]
        assert names, model
        model._base_manager.update(**dict.fromkeys(names, then))
