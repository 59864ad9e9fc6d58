"""What tests of the root share and would be slow to make each time."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from tests.emotion_garden import gardens


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
