"""Coverage: where the garden is thin, why, and ordering exactly what is missing."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client

from emotion_garden import coverage, gaps
from emotion_garden.coverage import Cell, Row
from emotion_garden.gaps import Gap
from gallery.models import Emotion, Image, Status
from generation.models import GenerationBatch
from tests.gallery.factories import make_rows
from tests.generation.orders import order

pytestmark = pytest.mark.django_db
PAGE, ORDER = "/admin/coverage/", "/admin/coverage/order/"


def plant(number: int, *, but: str = "", **fields: Any) -> None:
    """So many of each emotion and orientation are served."""
    for emotion in Emotion.values:
        for side in ("landscape", "portrait"):
            if emotion != but:
                make_rows(number, status=Status.SERVING, emotion=emotion, orientation=side, **fields)


def whole(emotion: str) -> Cell:
    return next(cell for cell in coverage.emotions() if cell.emotion == emotion)


def row(emotion: str) -> Row:
    return next(row for row in coverage.matrix() if row.whole.emotion == emotion)


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_every_emotion_and_orientation_is_counted_with_what_visitors_did() -> None:
    make_rows(2, status=Status.SERVING, emotion="sad", likes=3, showings=20)
    make_rows(1, status=Status.SERVING, emotion="sad", orientation="portrait", favorite="cat", likes=1, showings=5)
    make_rows(4, emotion="sad", favorite="cat")
    for gone in (Status.REJECTED, Status.RETIRED):
        make_rows(5, status=gone, emotion="sad")
    order(1, emotion="sad")
    found = row("sad")
    assert found.whole.landscape == coverage.Tally(served=2, waiting=4, ordered=1, likes=6, showings=40)
    assert found.whole.portrait == coverage.Tally(served=1, waiting=0, ordered=1, likes=1, showings=5)
    assert found.plain == coverage.Tally(served=2, ordered=2, likes=6, showings=40)
    assert [(cell.name, cell.total.served, cell.total.waiting) for cell in found.favorites] == [("sad/cat", 1, 4)]
    assert [cell.name for cell in row("happy").favorites] == ["happy/cat"]
    assert whole("sad").total.served == 3


def test_it_is_thin_below_a_page_or_a_quarter_of_the_middle_emotion() -> None:
    plant(2, but="sad")
    assert all(cell.thin == ("landscape", "portrait") for cell in coverage.emotions())
    assert (whole("happy").reason, whole("sad").reason) == (coverage.TOO_FEW, coverage.NOTHING_SERVED)
    plant(38, but="sad")
    make_rows(10, status=Status.SERVING, emotion="sad")
    make_rows(9, status=Status.SERVING, emotion="sad", orientation="portrait")
    assert [cell.emotion for cell in coverage.emotions() if cell.thin] == ["sad"]
    assert (whole("sad").thin, whole("sad").reason) == (("portrait",), coverage.FAR_BEHIND)


def test_what_waits_or_is_ordered_is_not_missing_twice() -> None:
    plant(20, but="sad")
    assert (whole("sad").aim, whole("sad").missing) == (10, 10)
    make_rows(3, emotion="sad")
    make_rows(4, emotion="sad", orientation="portrait")
    assert whole("sad").missing == 7
    order(7, emotion="sad")
    assert (whole("sad").missing, bool(whole("sad").thin)) == (0, True)


def test_the_page_shows_each_emotion_and_unfolds_its_favorites(
    curator_client: Client, django_assert_max_num_queries: Any
) -> None:
    for favorite in range(70):
        make_rows(1, status=Status.SERVING, favorite=f"favorite {favorite}")
    with django_assert_max_num_queries(6):
        shown = curator_client.get(PAGE).content.decode()
    assert shown.count('<li class="cv-row') == 8
    assert shown.count("<details") == 8
    assert "70 favorites" in shown
    assert "Order" not in shown


def test_an_order_is_looked_at_with_its_cost_and_then_made_once(operator_client: Client, operator: User) -> None:
    plant(20, but="sad")
    assert f"{ORDER}?cell=sad" in operator_client.get(PAGE).content.decode()
    look: Any = operator_client.get(ORDER, {"cell": "sad"})
    assert "20 pictures" in look.content.decode()
    assert "1,000 steps" in look.content.decode()
    assert not GenerationBatch.objects.exists()
    sent = {"gap": [gap.value for gap in look.context["gaps"]], "token": look.context["token"]}
    assert sent["gap"] == ["10:sad"]
    for _time in range(2):
        answer = operator_client.post(ORDER, sent)
        batch = GenerationBatch.objects.get()
        assert answer["Location"] == f"/admin/generation/generationbatch/{batch.pk}/change/"
    assert (batch.prompt.emotion, batch.count, batch.ordered_by) == ("sad", 10, operator)
    assert "20 pictures are ordered in 1 batch." in told(answer)


def test_several_gaps_are_ordered_together_or_not_at_all(operator_client: Client, settings: Any) -> None:
    plant(20, but="sad")
    make_rows(1, status=Status.SERVING, favorite="cat")
    look: Any = operator_client.get(ORDER, {"cell": ["sad", "fear/cat", "happy"]})
    assert look.context["gaps"] == [Gap("fear", "cat", 3), Gap("sad", "", 10)]
    words = "/admin/generation/generationbatch/add/?emotion=fear&favorite=cat&count=3"
    assert words.replace("&", "&amp;") in look.content.decode()
    form: Any = operator_client.get(words).context["form"]
    assert form.initial == {"emotion": "fear", "favorite": "cat", "count": "3"}
    sent = {"gap": ["3:fear/cat", "10:sad"], "token": "abc"}
    settings.GENERATION_MOST_WAITING = 10
    assert "may wait at once" in told(operator_client.post(ORDER, sent))
    assert not GenerationBatch.objects.exists()
    settings.GENERATION_MOST_WAITING = 100
    operator_client.post(ORDER, sent)
    assert set(GenerationBatch.objects.values_list("prompt__emotion", "favorite", "count")) == {
        ("fear", "cat", 3),
        ("sad", "", 10),
    }


@pytest.mark.parametrize("cell", ["bored", "sad/\x00", "sad/a/b", "", "happy", "\ud83c", "sad/" + "x" * 200])
def test_what_cannot_be_ordered_is_said_on_the_coverage_page(operator_client: Client, cell: str) -> None:
    plant(20)
    answer = operator_client.get(ORDER, {"cell": cell.encode("utf-8", "replace")})
    assert answer["Location"] == PAGE
    assert told(answer)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"gap": "0:sad"},
        {"gap": "51:sad"},
        {"gap": "sad"},
        {"gap": "9" * 30 + ":sad"},
        {"gap": "3:bored"},
        {"gap": "3:sad/\x00"},
        {"gap": "3:sad", "token": "\x00"},
        {"gap": "3:sad", "token": "x" * 300},
    ],
)
def test_a_form_that_nobody_filled_in_orders_nothing(operator_client: Client, sent: dict[str, str]) -> None:
    answer = operator_client.post(ORDER, {"token": "abc", **sent})
    assert answer["Location"] == PAGE
    assert told(answer)
    assert not GenerationBatch.objects.exists()


def test_a_gap_reads_back_what_it_wrote() -> None:
    for gap in (Gap("sad", "", 6), Gap("calm", "spring,cloudy,day", 50)):
        assert gaps.read([gap.value]) == [gap]


def test_a_picture_that_is_taken_down_is_missing_at_once(senior_curator: User) -> None:
    plant(3)
    assert not whole("sad").thin
    Image.objects.filter(pk=Image.objects.filter(emotion="sad").values("pk")[:1]).update(status=Status.RETIRED)
    assert whole("sad").thin
