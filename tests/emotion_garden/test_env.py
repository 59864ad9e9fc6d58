"""A value that makes no sense stops the start with a sentence that names the variable."""

import errno
import os
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
        ("inf", lambda: env.fraction("GARDEN_TRIED", 1.0)),
        ("5", lambda: env.fraction("GARDEN_TRIED", 0.1, most=1)),
        ("99999", lambda: env.number("GARDEN_TRIED", 8000, most=65_535)),
        ("Mars/Olympus", lambda: env.time_zone("GARDEN_TRIED", "UTC")),
        ("../../etc/passwd", lambda: env.time_zone("GARDEN_TRIED", "UTC")),
        ("Europe", lambda: env.time_zone("GARDEN_TRIED", "UTC")),
        ("blue", lambda: env.choice("GARDEN_TRIED", "red", ("red", "green"))),
        ("mysql://u:p@host/garden", lambda: env.database("GARDEN_TRIED", Path())),
        ("garden.db", lambda: env.database("GARDEN_TRIED", Path())),
        ("ftp://host/folder", lambda: env.storage("GARDEN_TRIED", Path())),
        ("s3:///no-bucket", lambda: env.storage("GARDEN_TRIED", Path())),
        ("our-model", lambda: env.pairs("GARDEN_TRIED", "")),
        ("our-model= ", lambda: env.pairs("GARDEN_TRIED", "")),
        ('{"our-model": 5}', lambda: env.pairs("GARDEN_TRIED", "")),
        ('{"our-model":', lambda: env.pairs("GARDEN_TRIED", "")),
        ("/a/folder", lambda: env.storage("GARDEN_TRIED", Path())),
        ("love=1", lambda: env.weights("GARDEN_TRIED", "like=1,dislike=-1")),
        ("like", lambda: env.weights("GARDEN_TRIED", "like=1,dislike=-1")),
        ("like=much", lambda: env.weights("GARDEN_TRIED", "like=1,dislike=-1")),
        ("like=nan", lambda: env.weights("GARDEN_TRIED", "like=1,dislike=-1")),
        ("like=-1", lambda: env.weights("GARDEN_TRIED", "like=1,dislike=-1")),
        ("dislike=0.5", lambda: env.weights("GARDEN_TRIED", "like=1,dislike=-1")),
        ("like=1000", lambda: env.weights("GARDEN_TRIED", "like=1,dislike=-1")),
    ],
)
def test_nonsense_is_named(monkeypatch: pytest.MonkeyPatch, value: str, read: Callable[[], Any]) -> None:
    monkeypatch.setenv("GARDEN_TRIED", value)
    with pytest.raises(ImproperlyConfigured, match="GARDEN_TRIED"):
        read()


def test_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GARDEN_TRIED", "")
    assert env.text("GARDEN_TRIED", "filesystem://") == "filesystem://"
    assert env.number("GARDEN_TRIED", 8000) == 8000
    assert env.fraction("GARDEN_TRIED", 0.5) == 0.5
    assert env.choice("GARDEN_TRIED", "red", ("red", "green")) == "red"
    assert env.time_zone("GARDEN_TRIED", "UTC") == "UTC"


@pytest.mark.parametrize("value", ["a/b=ours = fine; c=made by hand;", '{"a/b": "ours = fine", "c": "made by hand"}'])
def test_pairs_are_read_in_both_forms(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("GARDEN_TRIED", value)
    assert env.pairs("GARDEN_TRIED", "") == {"a/b": "ours = fine", "c": "made by hand"}


def test_kinds_that_are_not_weighed_keep_their_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GARDEN_TRIED", "dislike = -2, share=0")
    usual = "like=1,share=1.5,dislike=-1"
    assert env.weights("GARDEN_TRIED", usual) == {"like": 1, "share": 0, "dislike": -2}
    monkeypatch.setenv("GARDEN_TRIED", "")
    assert env.weights("GARDEN_TRIED", usual) == {"like": 1, "share": 1.5, "dislike": -1}


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
    found = env.database("GARDEN_TRIED", Path())
    assert Path(found["NAME"]).parent.is_dir()
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_new_folder_of_data_is_for_its_owner_only(tmp_path: Path) -> None:
    env.secret("GARDEN_UNSET", kept_in=tmp_path / "one" / "key")
    env.database("GARDEN_UNSET", tmp_path / "two" / "garden.sqlite3")
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("one", "two")] == [0o700, 0o700]


def test_a_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    kept = tmp_path / "data" / "secret"
    first = env.secret("GARDEN_NEVER_SET", kept)
    assert len(first) > 50
    assert env.secret("GARDEN_NEVER_SET", kept) == first
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_without_hard_links_it_is_made_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    kept = tmp_path / "secret"
    first = env.secret("GARDEN_NEVER_SET", kept)
    assert len(first) > 50
    assert env.secret("GARDEN_NEVER_SET", kept) == first
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"], "what was written aside is gone"


@pytest.mark.parametrize("name", ["a+b", "a#b", "a?b", "a%2Fb", "a%zz", "two words", "정원", "a&b=c;d", "a:b@c"])
def test_the_embedded_database_lies_in_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.delenv("GARDEN_TRIED", raising=False)
    file = tmp_path / name / "garden.sqlite3"
    assert env.database("GARDEN_TRIED", file)["NAME"] == str(file)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_plus_in_the_url_of_a_database_is_a_plus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GARDEN_TRIED", f"sqlite:///{tmp_path}/a+b%20c/garden.sqlite3")
    assert env.database("GARDEN_TRIED", Path())["NAME"] == f"{tmp_path}/a+b c/garden.sqlite3"
