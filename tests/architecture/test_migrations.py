"""A model that has changed without its migration works for its author only."""

import pytest
from django.core.management import call_command

from tests.architecture import house


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(f"Models and migrations differ; run manage.py makemigrations.\n{capsys.readouterr().out}")


def test_every_app_with_models_has_migrations() -> None:
    for app in house.APPS:
        assert list((house.ROOT / app / "migrations").glob("0*.py")), f"{app} has no migration."
