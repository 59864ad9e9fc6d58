"""The contact sheet among many pictures: its search, what narrows it, its pages and what it costs."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from gallery.admin import sheet
from gallery.models import AlikePair, Image, Status
from tests.gallery.factories import make_curator, make_rows

pytestmark = pytest.mark.django_db
POOL = "/admin/gallery/poolimage/"


def cl(client: Client, query: str) -> Any:
    response: Any = client.get(f"{POOL}{query}")
    assert response.status_code == 200
    return response.context_data["cl"]


def pks(**fields: Any) -> set[int]:
    return set(Image.objects.filter(**fields).values_list("pk", flat=True))


def shown(client: Client, query: str) -> set[int]:
    return {image.pk for image in cl(client, query).result_list}


def test_the_search_box_takes_the_language_and_the_filters_narrow_it_further(curator_client: Client) -> None:
    make_rows(2, emotion="sad", caption="a pond")
    make_rows(2, emotion="sad", caption="a rose", orientation="portrait")
    make_rows(1, caption="a rose")
    assert shown(curator_client, "?q=emotion:sad+-pond") == pks(emotion="sad", caption="a rose")
    assert shown(curator_client, "?q=rose&orientation=portrait") == pks(emotion="sad", caption="a rose")


def test_a_search_for_a_status_looks_through_the_whole_room(curator_client: Client) -> None:
    make_rows(1)
    rejected = make_rows(1, status=Status.REJECTED, by=make_curator())[0]
    make_rows(1, status=Status.SERVING, by=make_curator())
    assert shown(curator_client, "?q=status:rejected") == {rejected.pk}
    assert shown(curator_client, "?q=status:serving") == set()


def test_a_search_that_is_not_understood_is_said_and_kept_and_shows_nothing(curator_client: Client) -> None:
    make_rows(2)
    page = curator_client.get(f"{POOL}?q=rose+steps:many&emotion=happy").content.decode()
    assert "“steps” wants a number, and “many” is none. (At character 6.)" in page
    assert 'value="rose steps:many"' in page
    assert 'name="emotion" value="happy"' in page
    assert "gl-card" not in page
    assert 'id="gl-count" hidden' in page
    assert "One by one" not in page
    assert 'value="approve"' not in page


def test_pictures_are_narrowed_by_day_and_by_likeness(curator_client: Client) -> None:
    old, one, other = make_rows(3)
    Image.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=20))
    AlikePair.objects.create(one=one, other=other, distance=2)
    assert shown(curator_client, "?made=today") == {one.pk, other.pk}
    assert shown(curator_client, "?made=7d") == {one.pk, other.pk}
    assert shown(curator_client, "?made=30d") == {old.pk, one.pk, other.pk}
    assert shown(curator_client, "?alike=1") == {one.pk, other.pk}
    assert shown(curator_client, "?q=-is:alike") == {old.pk}


def test_what_narrows_the_sheet_stands_above_it_with_a_way_back(curator_client: Client) -> None:
    batch = "9d0e5a0e-6b0e-4d3f-8f3c-111111111111"
    (image,) = make_rows(1, favorite="cat", batch_code=batch)
    made = date_format(timezone.localtime(image.created_at), "SHORT_DATETIME_FORMAT")
    found = cl(curator_client, f"?favorite=cat&q=happy&batch_code={batch}&o=1")
    assert [chip.words for chip in found.chips] == ["“happy”", "Favorite: cat", f"Batch: {made} · 9d0e5a0e"]
    assert "favorite" not in found.chips[1].address
    assert "o=1" in found.chips[1].address
    assert cl(curator_client, "?status=rejected").chips[0].words == "Status: rejected"
    assert cl(curator_client, "").chips == []


def test_the_menus_offer_the_values_of_the_rooms_own_pictures(curator_client: Client) -> None:
    make_rows(2, favorite="cat", model="sd")
    make_rows(1, favorite="", status=Status.REJECTED, by=make_curator())
    make_rows(1, favorite="dog", status=Status.SERVING, by=make_curator())
    menus = {
        str(spec.title): [str(name) for _value, name in spec.lookup_choices]
        for spec in cl(curator_client, "").filter_specs
    }
    assert menus["Favorite"] == ["without a favorite", "cat"]
    assert menus["Model"] == ["not recorded", "sd"]


def test_a_menu_offers_the_newest_batches_and_an_older_one_is_found_by_its_address(curator_client: Client) -> None:
    codes = [uuid4() for _ in range(22)]
    for code in codes:
        make_rows(2, batch_code=code)
    make_rows(1)
    (menu,) = [spec for spec in cl(curator_client, "").filter_specs if str(spec.title) == "Batch"]
    assert [value for value, _label in menu.lookup_choices] == [str(code) for code in reversed(codes[2:])]
    assert str(menu.lookup_choices[0][1]).endswith(f"· {str(codes[-1])[:8]}")
    old = cl(curator_client, f"?batch_code={codes[0]}")
    assert old.result_count == 2
    assert [chip.words for chip in old.chips] == [f"Batch: {codes[0]}"]
    assert cl(curator_client, "?batch_code=½").result_count == 0


def test_a_page_is_reached_by_its_number_and_knows_its_neighbours(curator_client: Client) -> None:
    images = make_rows(130)
    second = cl(curator_client, "?p=2&emotion=happy")
    assert [image.pk for image in second.result_list] == [image.pk for image in reversed(images[10:70])]
    assert (second.previous_address, second.next_address) == ("?emotion=happy&p=1", "?emotion=happy&p=3")
    assert cl(curator_client, "?p=3").next_address == ""
    for beyond in ("4", "99999999999999999999999999", "-3", "x"):
        assert cl(curator_client, f"?p={beyond}").result_list


def test_a_search_that_reads_row_after_row_is_counted_so_far_and_says_so(
    curator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MOST_COUNTED", 65)
    make_rows(130, caption="rose")
    page = curator_client.get(f"{POOL}?q=rose").content.decode()
    assert "more than 65 pictures" in page
    assert "all that match, on every page" in page
    assert 'name="snapshot"' not in page
    last = cl(curator_client, "?q=rose&p=3")
    assert (len(last.result_list), last.result_count, last.next_address) == (10, 130, "")
    assert "130 pictures" in curator_client.get(f"{POOL}?emotion=happy").content.decode()


@pytest.mark.parametrize(
    "query", ["", "?p=2", "?p=99", "?emotion=happy&favorite=cat", "?q=rose", "?o=-2&p=2", "?alike=1"]
)
def test_a_page_costs_at_most_ten_statements(curator_client: Client, query: str) -> None:
    make_rows(130, favorite="cat", caption="rose")
    with CaptureQueriesContext(connection) as statements:
        curator_client.get(f"{POOL}{query}")
    assert len(statements) <= 10


def test_the_way_to_a_late_page_reads_ids_and_not_pictures(curator_client: Client) -> None:
    make_rows(130)
    with CaptureQueriesContext(connection) as statements:
        curator_client.get(f"{POOL}?p=2")
    far = [query["sql"] for query in statements if "OFFSET 60" in query["sql"]]
    assert len(far) == 1
    assert "caption" not in far[0]
