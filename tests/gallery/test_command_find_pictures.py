"""`manage.py find_pictures`."""

import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from gallery.models import Status
from tests.gallery.factories import make_rows

pytestmark = pytest.mark.django_db


def told(*words: str, **options: Any) -> list[str]:
    out = io.StringIO()
    call_command("find_pictures", *words, stdout=out, **options)
    return out.getvalue().splitlines()


def test_each_picture_is_a_line_newest_first(curator: User) -> None:
    first, second = make_rows(2, favorite="cat")
    make_rows(1, favorite="dog")
    served = make_rows(1, favorite="cat", status=Status.SERVING, by=curator)[0]
    lines = told("favorite:cat", "emotion:happy")
    assert [line.split("\t")[0] for line in lines] == [str(image.code) for image in (served, second, first)]
    assert lines[0].split("\t")[1:5] == ["serving", "exempt", "happy", "cat"]
    assert len(told("favorite:cat", room="pool")) == 2
    assert len(told("favorite:cat", room="serving")) == 1
    assert told("favorite:cat", count=True) == ["3"]


def test_json_has_every_field(curator: User) -> None:
    image = make_rows(1, seed=42, status=Status.SERVING, by=curator)[0]
    facts = json.loads(told("seed:42", json=True)[0])
    assert facts | {"code": str(image.code), "seed": 42, "status": "serving", "by": "curator"} == facts


def test_the_limit_holds_over_several_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.management.commands.find_pictures._AT_ONCE", 3)
    make_rows(10)
    assert len(told(limit=7)) == 7
    assert len(told(limit=0)) == 10


def test_what_is_not_understood_is_said() -> None:
    with pytest.raises(CommandError, match=r"“steps” wants a number, and “many” is none. \(At character 1.\)"):
        told("steps:many")
    with pytest.raises(CommandError, match="0 or more"):
        told(limit=-1)
