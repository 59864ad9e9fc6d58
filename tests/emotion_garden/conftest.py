"""What tests of the root share and would be slow to make each time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.db import transaction
from django.test import override_settings

from tests.emotion_garden import gardens, rights_house
from tests.emotion_garden.rights import House


@pytest.fixture(scope="session")
def exported(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of a small garden that is in no database any more. To be copied, not changed."""
    folder = tmp_path_factory.mktemp("garden")
    place = {"location": str(folder / "pictures"), "allow_overwrite": True}
    pictures = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place}
    with (
        django_db_blocker.unblock(),
        override_settings(
            STORAGES={**settings.STORAGES, "default": pictures}, RECOMMENDATIONS_MODELS=folder / "tastes"
        ),
        transaction.atomic(),
    ):
        gardens.grown()
        assert gardens.run("garden_export", folder / "box")[0] == 0
        transaction.set_rollback(True)
    return folder / "box"


@pytest.fixture(scope="module")
def storages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = {"location": str(tmp_path_factory.mktemp("pictures")), "allow_overwrite": True}
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": folder},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any, storages: dict[str, Any]) -> Iterator[House]:
    """One house for all doors: what a knock changes is taken back before the next one."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(STORAGES=storages):
            house = rights_house.build()
        yield house
        transaction.set_rollback(True)


@pytest.fixture
def house(built: House, storages: dict[str, Any], settings: LazySettings) -> House:
    settings.STORAGES = storages
    # All knock from one address, and oftener than anybody may.
    settings.GARDEN_LIMITS = dict.fromkeys(settings.GARDEN_LIMITS)
    return built
