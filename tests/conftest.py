"""The cast, with fixed roles, and what keeps every test from the next one's data."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client
from django.utils import translation

from emotion_garden import garden, roles
from recommendations import cells, live


@pytest.fixture(scope="session", autouse=True)
def _what_a_test_starts_gets_the_products_settings() -> None:
    """Not before: the processes among which the tests are shared out inherit it, and would all use one data folder."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "emotion_garden.settings"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite in a file, as in the product: in memory, two threads meet locks that no garden has."""
    database = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "garden.sqlite3")


@pytest.fixture(autouse=True)
def _quick_and_apart(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """A cheap password hash, pictures and models in the test's own folder, no broker, static files unhashed."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.RECOMMENDATIONS_MODELS = tmp_path / "tastes"
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "pictures"), "allow_overwrite": True},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # A revision that was rolled back comes again with other pictures.
    cells.forget()
    live.forget()
    garden.forget()
    _nobody_has_called(settings.GARDEN_LIMITS_FILE)
    # A test client leaves the language of its last page behind.
    translation.deactivate()
    yield


def _nobody_has_called(counters: Path) -> None:
    """Who was made in a test that is rolled back has the number of whoever is made in the next one."""
    if counters.exists():
        with counters.open("r+b") as file:
            file.write(bytes(counters.stat().st_size))


@pytest.fixture
def curator(db: Any) -> User:
    """Judges the pool."""
    return _member("curator")


@pytest.fixture
def senior_curator(db: Any) -> User:
    """Judges the serving set, too."""
    return _member("senior curator")


@pytest.fixture
def operator(db: Any) -> User:
    """Orders batches, looks after displays and tastes."""
    return _member("operator")


def _member(role: str) -> User:
    """Somebody with exactly a role's permissions: their own, so that a test may take one away."""
    user = User.objects.create_user(role.replace(" ", "_"), password=role, is_staff=True)
    user.user_permissions.set(roles.permissions(role))
    return user


@pytest.fixture
def stranger(db: Any) -> User:
    """Staff without a single permission."""
    return User.objects.create_user("stranger", password="stranger", is_staff=True)


@pytest.fixture
def curator_client(curator: User) -> Client:
    client = Client()
    client.force_login(curator)
    return client


@pytest.fixture
def senior_client(senior_curator: User) -> Client:
    client = Client()
    client.force_login(senior_curator)
    return client


@pytest.fixture
def operator_client(operator: User) -> Client:
    client = Client()
    client.force_login(operator)
    return client


@pytest.fixture
def stranger_client(stranger: User) -> Client:
    client = Client()
    client.force_login(stranger)
    return client


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have measured, also where their own output is lost in another process."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    told = [value for report in reports for name, value in report.user_properties if name == "figures"]
    if told:
        terminalreporter.section("figures")
        for line in told:
            terminalreporter.line(str(line))
