"""The first curator's account is made once, and a password that was changed stays changed."""

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import call_command

from emotion_garden import curator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.GARDEN_DATA = tmp_path


def _opens(password: str) -> bool:
    return bool(password) and User.objects.get(username="curator").check_password(password)


def test_a_random_password_is_kept_in_a_file_for_its_owner_only(tmp_path: Path) -> None:
    access = curator.ensure()
    kept = tmp_path / "curator_password"
    assert _opens(access.password)
    assert kept.read_text().strip() == access.password
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert User.objects.get().is_superuser


def test_a_second_start_changes_nothing() -> None:
    first = curator.ensure()
    before = User.objects.values().get()
    assert curator.ensure() == first
    assert User.objects.values().get() == before


def test_a_changed_password_is_left_alone_and_not_guessed_at() -> None:
    curator.ensure()
    user = User.objects.get()
    user.set_password("chosen in the admin")
    user.save()
    assert curator.ensure().password == ""
    assert _opens("chosen in the admin")


def test_a_password_that_the_settings_name_is_set(settings: LazySettings, tmp_path: Path) -> None:
    curator.ensure()
    settings.GARDEN_CURATOR_PASSWORD = "said by the operator"
    assert curator.ensure().password == "said by the operator"
    assert _opens("said by the operator")
    assert not (tmp_path / "curator_password").exists(), "the file would tell a password that opens nothing"


def test_a_start_that_died_between_file_and_account_goes_on(tmp_path: Path) -> None:
    (tmp_path / "curator_password").write_text("from the dead\n")
    assert curator.ensure().password == "from the dead"
    assert _opens("from the dead")


def test_the_command_says_how_to_come_in() -> None:
    out = StringIO()
    call_command("ensure_curator", stdout=out)
    name, password = out.getvalue().split("\n")[:2]
    assert name == "name: curator"
    assert _opens(password.removeprefix("password: "))
