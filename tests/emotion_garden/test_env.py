"""A value that makes no sense stops the start with a sentence that names the variable."""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from emotion_garden import env


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("perhaps", lambda: env.flag("GARDEN_TRIED", default=False)),
        ("many", lambda: env.number("GARDEN_TRIED", 1)),
        ("-1", lambda: env.number("GARDEN_TRIED", 1)),
        ("nan", lambda: env.fraction("GARDEN_TRIED", 1.0)),
        ("-0.5", lambda: env.fraction("GARDEN_TRIED", 1.0)),
        ("blue", lambda: env.choice("GARDEN_TRIED", "red", ("red", "green"))),
        ("mysql://u:p@host/garden", lambda: env.database("GARDEN_TRIED", "")),
        ("garden.db", lambda: env.database("GARDEN_TRIED", "")),
        ("ftp://host/folder", lambda: env.storage("GARDEN_TRIED", Path())),
        ("s3:///no-bucket", lambda: env.storage("GARDEN_TRIED", Path())),
        ("our-model", lambda: env.pairs("GARDEN_TRIED", "")),
        ("our-model= ", lambda: env.pairs("GARDEN_TRIED", "")),
        ('{"our-model": 5}', lambda: env.pairs("GARDEN_TRIED", "")),
        ('{"our-model":', lambda: env.pairs("GARDEN_TRIED", "")),
        ("/a/folder", lambda: env.storage("GARDEN_TRIED", Path())),
    ],
)
def test_nonsense_is_named(monkeypatch: pytest.MonkeyPatch, value: str, read: Callable[[], Any]) -> None:
    monkeypatch.setenv("GARDEN_TRIED", value)
    with pytest.raises(ImproperlyConfigured, match="GARDEN_TRIED"):
        read()


@pytest.mark.parametrize("value", ["a/b=ours = fine; c=made by hand;", '{"a/b": "ours = fine", "c": "made by hand"}'])
def test_pairs_are_read_in_both_forms(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("GARDEN_TRIED", value)
    assert env.pairs("GARDEN_TRIED", "") == {"a/b": "ours = fine", "c": "made by hand"}


def test_a_file_url_is_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GARDEN_TRIED", "file:///pictures%20of%20us")
    assert env.storage("GARDEN_TRIED", Path())["OPTIONS"]["location"] == "/pictures of us"


def test_a_bucket_keeps_what_the_url_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GARDEN_TRIED", "s3://k%2Fey:s%40cret@bucket/a/b?region_name=x&addressing_style=path")
    options = env.storage("GARDEN_TRIED", Path())["OPTIONS"]
    assert (options["bucket_name"], options["location"]) == ("bucket", "a/b")
    assert (options["access_key"], options["secret_key"]) == ("k/ey", "s@cret")
    assert options["client_config"].s3["addressing_style"] == "path"


def test_the_folder_of_an_embedded_database_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GARDEN_TRIED", f"sqlite:///{tmp_path}/new/garden.sqlite3")
    found = env.database("GARDEN_TRIED", "")
    assert Path(found["NAME"]).parent.is_dir()
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    kept = tmp_path / "data" / "secret"
    first = env.secret("GARDEN_NEVER_SET", kept)
    assert len(first) > 50
    assert env.secret("GARDEN_NEVER_SET", kept) == first
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
