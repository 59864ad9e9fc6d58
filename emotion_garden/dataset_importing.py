"""WORK: a data set is read through, then planted; whoever asks, a command or a program."""

from collections import Counter
from pathlib import Path

from django.db import transaction

from emotion_garden import dataset_likes, dataset_people
from emotion_garden.dataset_people import OnStep
from recommendations.datasets import tables


def plant(folder: Path, *, dry_run: bool, on_step: OnStep) -> dict[str, int]:
    """What came of it, or would: by name how many. Raises DatasetError before anything is written."""
    tables.check_folder(folder)
    _read_through(folder)
    if not dry_run:
        return _plant(folder, on_step)
    with transaction.atomic():
        facts = _plant(folder, on_step)
        transaction.set_rollback(True)
    return facts


def _read_through(folder: Path) -> None:
    """Raises DatasetError for what would stop the import half-way."""
    for _user in dataset_people.users(folder):
        pass
    for _like in dataset_likes.lines(folder, Counter()):
        pass


def _plant(folder: Path, on_step: OnStep) -> dict[str, int]:
    items = dataset_likes.known_items(folder)
    people = dataset_people.plant(folder, on_step=on_step)
    likes = dataset_likes.plant(folder, on_step=on_step)
    names = (
        "likes", "already_here", "slates", "impressions", "unknown_pictures", "other_events",
    )  # fmt: skip
    return {
        "visitors": people.new + likes["unlisted_users"],
        "completed": people.completed,
        "readings": people.readings,
        **{name: likes[name] for name in names},
        "items_known": items["items_known"],
        "items_unknown": items["items_unknown"],
    }
