"""`manage.py prune_pool`: files go, rows and decisions stay."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from gallery import curation, orphans, pool, pruning, replacing
from gallery.models import Decision, Image, Rendition, Status
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return factories.make_curator()


def prune(*words: str) -> tuple[int, Any]:
    out = io.StringIO()
    try:
        call_command("prune_pool", *words, "--json", stdout=out)
    except SystemExit as end:
        return int(str(end.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def aged(image: Image, *, days: int) -> Image:
    Image.objects.filter(pk=image.pk).update(decided_at=timezone.now() - timedelta(days=days))
    image.refresh_from_db()
    return image


def names(image: Image) -> list[str]:
    return [str(image.file), *(str(file) for file in image.renditions.values_list("file", flat=True))]


def test_only_what_was_put_aside_long_ago_loses_its_files(by: User) -> None:
    old = aged(factories.make_image(status="rejected", by=by), days=40)
    kept = [
        aged(factories.make_image(status="rejected", by=by), days=20),
        aged(factories.make_image(status="retired", by=by), days=40),
        aged(factories.make_image(status="serving", by=by), days=40),
        factories.make_image(status="pool"),
    ]
    files = names(old)
    assert len(files) > 1

    status, told = prune("--rejected", "30d")
    assert (status, told["pictures"], told["files"]) == (0, 1, len(set(files)))
    assert not [name for name in files if default_storage.exists(name)]
    assert all(default_storage.exists(name) for image in kept for name in names(image))
    old.refresh_from_db()
    assert (old.status, old.pruned_at is not None, Rendition.objects.filter(image=old).count()) == ("rejected", True, 0)
    assert Decision.objects.filter(image=old).count() == 1
    assert prune("--rejected", "30d")[1]["pictures"] == 0, "a second run has nothing to do"


def test_a_dry_run_says_the_same_and_removes_nothing(by: User) -> None:
    image = aged(factories.make_image(status="retired", by=by), days=9)
    dry = prune("--retired", "1w", "--dry-run")[1]
    assert all(default_storage.exists(name) for name in names(image))
    wet = prune("--retired", "1w")[1]
    assert (dry["pictures"], dry["files"], dry["bytes"]) == (wet["pictures"], wet["files"], wet["bytes"])


def test_a_pruned_picture_cannot_be_restored_or_undone(by: User) -> None:
    image = aged(factories.make_image(status="rejected", by=by), days=2)
    group = Decision.objects.get(image=image).group
    prune("--rejected", "1d")
    one = Image.objects.filter(pk=image.pk)
    assert curation.restore(one, by=by).standing == {"pruned": 1}
    assert curation.undo(group, by=by).changed == 0
    assert one.get().status == Status.REJECTED


def test_the_door_of_the_admin_says_so(senior_client: Client, by: User) -> None:
    image = aged(factories.make_image(status="rejected", by=by), days=2)
    prune("--rejected", "1d")
    shown = senior_client.get(f"/pictures/{image.code}/{image.width}.webp")
    assert (shown.status_code, shown["Content-Type"], shown["Cache-Control"]) == (
        410,
        "image/svg+xml",
        "private, no-store",
    )
    words = {"index": "0", "action": "restore", "_selected_action": [str(image.pk)], "reason": ""}
    answer = senior_client.post("/admin/gallery/poolimage/?status=rejected", words, follow=True)
    assert "its files were pruned" in answer.content.decode()


def test_the_same_bytes_again_are_still_the_rejected_picture(by: User) -> None:
    image = aged(factories.make_image(status="rejected", by=by), days=2)
    jpeg = image.file.read()
    prune("--rejected", "1d")
    again, new = pool.receive(jpeg, emotion="sad", recipe={})
    assert (again.pk, new) == (image.pk, False)


def test_what_a_killed_run_leaves_is_an_orphan(by: User) -> None:
    image = aged(factories.make_image(status="rejected", by=by), days=2)
    files = set(names(image))
    Image.objects.filter(pk=image.pk).update(pruned_at=timezone.now())
    Rendition.objects.filter(image=image).delete()
    assert set(orphans.find(older_than=timedelta(0))) == files


def test_the_old_file_of_a_replaced_picture_goes_when_it_is_asked_for(by: User) -> None:
    image = factories.make_image(status="pool")
    before = str(image.file)
    outcome = replacing.replace(image, factories.make_jpeg(), by=by, recipe={}, note="")
    assert orphans.remove(before, older_than=timedelta(0)) is False, "kept until it is pruned"
    assert prune("--replaced", "1d")[1]["files"] == 0
    assert prune("--replaced", "0d")[1]["files"] == 1
    assert not default_storage.exists(before)
    assert curation.undo(outcome.group, by=by).changed == 0, "there is nothing to go back to"


def test_an_old_file_that_another_picture_shows_stays(by: User) -> None:
    image = factories.make_image(status="pool")
    jpeg = image.file.read()
    replacing.replace(image, factories.make_jpeg(), by=by, recipe={}, note="")
    other, new = pool.receive(jpeg, emotion="sad", recipe={})
    assert new
    assert prune("--replaced", "0d")[1]["files"] == 0
    assert default_storage.exists(str(other.file))


def test_it_refuses_what_it_does_not_understand() -> None:
    assert prune()[0] == 2
    for age in ("soon", "30", "-1d", "1y", "1000000000d"):
        with pytest.raises(CommandError, match="no age"):
            call_command("prune_pool", f"--rejected={age}")


def test_a_file_that_another_picture_shows_stays(by: User) -> None:
    """Two pictures may have a smaller copy of the same bytes, and so of the same name."""
    gone, other = aged(factories.make_image(status="rejected", by=by), days=9), factories.make_image(status="serving")
    shared = gone.renditions.order_by("pk")[0]
    other.renditions.filter(width=shared.width, format=shared.format).update(file=shared.file, sha256=shared.sha256)
    alone = [name for name in names(gone) if name != str(shared.file)]
    assert prune("--rejected", "1w")[1]["files"] == len(alone)
    assert default_storage.exists(str(shared.file))
    assert not [name for name in alone if default_storage.exists(name)]


def test_what_is_restored_meanwhile_keeps_its_files(by: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "CHUNK", 1)
    first, second = (aged(factories.make_image(status="rejected", by=by), days=9) for _number in range(2))

    def restore(_what: str, _done: int) -> None:
        curation.restore(Image.objects.filter(pk=second.pk), by=by)

    long_ago = pruning.out(rejected=timezone.now() - timedelta(days=7))
    assert pruning.prune(long_ago, on_step=restore).pictures == 1
    second.refresh_from_db()
    assert (second.status, second.pruned_at) == ("pool", None)
    assert all(default_storage.exists(name) for name in names(second))
    assert not default_storage.exists(str(first.file))
