"""A walk along any columns meets each row once, whatever comes and goes; its places are good for nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gallery import asking, paging, preconditions
from gallery.errors import InvalidQuestionError
from gallery.models import DisplayZone, Image, Status, Visitor
from tests.gallery import factories

pytestmark = pytest.mark.django_db
BY_TIME = ("-created_at", "-pk")
DAY = datetime(2026, 11, 20, tzinfo=UTC)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hours=st.lists(st.integers(0, 3), min_size=1, max_size=12),
    steps=st.lists(st.tuples(st.sampled_from(["add", "drop"]), st.integers(0, 11)), max_size=12),
    limit=st.integers(1, 5),
)
def test_each_row_that_was_there_and_stays_is_met_once_also_where_times_are_the_same(
    hours: list[int], steps: list[tuple[str, int]], limit: int
) -> None:
    Visitor.objects.all().delete()
    pks = [Visitor.objects.create().pk for _ in hours]
    for pk, hour in zip(pks, hours, strict=True):
        Visitor.objects.filter(pk=pk).update(created_at=DAY + timedelta(hours=hour))
    seen: list[int] = []
    dropped: set[int] = set()
    page = paging.page(Visitor.objects.all(), limit=limit, order=BY_TIME)
    seen += [row.pk for row in page.items]
    while page.after:
        if steps:
            step, number = steps.pop()
            if step == "add":
                Visitor.objects.create()
            else:
                dropped.add(pks[number % len(pks)])
                Visitor.objects.filter(pk__in=dropped).delete()
        page = paging.page(Visitor.objects.all(), limit=limit, after=page.after, order=BY_TIME)
        seen += [row.pk for row in page.items]
    assert len(seen) == len(set(seen))
    assert set(pks) - dropped <= set(seen)


def test_a_walk_can_go_up() -> None:
    names = ["hall", "attic", "stairs"]
    for name in names:
        DisplayZone.objects.create(name=name)
    first = paging.page(DisplayZone.objects.all(), limit=2, order=("name",))
    rest = paging.page(DisplayZone.objects.all(), limit=2, after=first.after, order=("name",))
    assert [zone.name for zone in [*first.items, *rest.items]] == sorted(names)
    assert rest.after == ""


def test_a_place_in_one_walk_is_none_in_another() -> None:
    for name in ("hall", "attic"):
        DisplayZone.objects.create(name=name)
    place = paging.page(DisplayZone.objects.all(), limit=1).after
    with pytest.raises(paging.CursorError):
        paging.page(DisplayZone.objects.all(), limit=1, after=place, order=("name",))
    with pytest.raises(paging.CursorError):
        paging.page(Image.objects.all(), limit=1, after=place)


def test_an_unchanged_answer_is_not_sent_again(client: Client) -> None:
    factories.make_rows(3, status=Status.SERVING, by=factories.make_curator())
    first = client.get("/api/v1/pictures/")
    again = client.get("/api/v1/pictures/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == again["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Authorization", "X-Visitor"} <= {part.strip() for part in first["Vary"].split(",")}
    Image.objects.update(likes=5)
    assert client.get("/api/v1/pictures/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_what_may_not_be_kept_has_no_tag(client: Client) -> None:
    factories.make_rows(1, status=Status.SERVING, by=factories.make_curator())
    assert "ETag" not in client.get("/api/v1/garden/?emotion=happy")
    assert "ETag" not in client.get("/api/v1/garden/?emotion=hungry")


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        (None, True),
        ('"a.3"', True),
        ('"a.2", "a.3"', True),
        ("*", True),
        ('"a.2"', False),
        ('W/"a.3"', False),
        ("", False),
    ],
)
def test_a_write_can_say_what_it_has_read(said: str | None, *, fits: bool) -> None:
    request = HttpRequest()
    if said is not None:
        request.META["HTTP_IF_MATCH"] = said
    current = preconditions.tag("a", 3)
    if fits:
        preconditions.require(request, current)
    else:
        with pytest.raises(preconditions.ChangedMeanwhileError):
            preconditions.require(request, current)


@pytest.mark.parametrize("said", ["0", "101", "-1", "+5", " 5", "1_0", "٣", "9" * 5000, "many"])
def test_a_number_out_of_bounds_is_said(said: str) -> None:
    with pytest.raises(InvalidQuestionError):
        asking.number({"limit": said}, "limit", usual=24, most=100)


def test_a_number_left_out_is_the_usual_one() -> None:
    assert asking.number({}, "limit", usual=24, most=100) == 24
    assert asking.number({"limit": "100"}, "limit", usual=24, most=100) == 100


def test_a_flag_is_true_or_false() -> None:
    assert [asking.flag({"dry_run": said}, "dry_run") for said in ("true", "1", "false", "0", "")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    with pytest.raises(InvalidQuestionError):
        asking.flag({"dry_run": "maybe"}, "dry_run")
