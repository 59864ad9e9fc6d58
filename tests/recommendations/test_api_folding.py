"""Through HTTP: a like changes the very next slate of whoever liked, and of nobody else."""

from pathlib import Path

import numpy as np
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gallery.models import Image, Visitor
from recommendations import cells, interactions, live, rankings, taste_files, tastes
from recommendations.models import Interaction, Kind, TasteModel
from recommendations.tastes import Tastes
from tests.gallery import factories

pytestmark = pytest.mark.django_db
STYLES = ("roses", "storm", "meadow")


@pytest.fixture(autouse=True)
def pictures(settings: LazySettings) -> dict[str, list[Image]]:
    """Thirty pictures of three styles, and a model that tells styles apart but knows nobody."""
    settings.RECOMMENDATIONS_EXPLORATION = 0
    # Shown often enough that the counts of a test say nothing.
    made = {style: factories.make_rows(10, status="serving", caption=style, showings=5_000) for style in STYLES}
    learnt(settings.RECOMMENDATIONS_MODELS / "styles")
    return made


def learnt(folder: Path) -> TasteModel:
    vectors, none = np.eye(3, dtype=np.float32) * 2, np.zeros(3, dtype=np.float32)
    everybody = np.zeros((1, 3), dtype=np.float32)
    # The last style is everybody's first by a little.
    biases = np.array([0.0, 0.01, 0.05], dtype=np.float32)
    model = Tastes(
        visits=tastes.side(["emotion:happy"], everybody, none[:1]),
        pictures=tastes.side([f"word:{style}" for style in STYLES], vectors, biases),
    )
    taste_files.save(model, folder=folder)
    before = Interaction.objects.create(
        visitor=Visitor.objects.create(), image=Image.objects.all()[0], kind=Kind.IMPRESSION, emotion="happy"
    )
    return TasteModel.objects.create(folder=folder.name, learner="test", active=True, newest_event=before.pk)


def slate(client: Client, *, after: str = "", limit: int = 3) -> tuple[str, list[str], list[str]]:
    said = client.get(f"/api/v1/garden/?emotion=happy&limit={limit}&after={after}").json()
    return said["slate"], [item["caption"] for item in said["items"]], [item["reason"] for item in said["items"]]


def like(client: Client, image: Image) -> None:
    assert client.put(f"/api/v1/images/{image.code}/like/", {}, content_type="application/json").status_code == 200


def test_a_like_changes_the_very_next_slate(client: Client, pictures: dict[str, list[Image]]) -> None:
    first, captions, _reasons = slate(client)
    assert captions == ["meadow"] * 3
    like(client, pictures["storm"][0])
    second, captions, reasons = slate(client, after=first)
    assert captions == ["storm"] * 3
    assert "Like the pictures that you liked." in reasons
    # And it stays so on the way.
    assert slate(client, after=second)[1] == ["storm"] * 3
    assert slate(Client())[1] == ["meadow"] * 3


def test_a_like_taken_back_is_none(client: Client, pictures: dict[str, list[Image]]) -> None:
    image = pictures["storm"][0]
    like(client, image)
    client.delete(f"/api/v1/images/{image.code}/like/")
    _code, captions, reasons = slate(client)
    assert captions == ["meadow"] * 3 and "Like the pictures that you liked." not in reasons


def test_a_style_that_is_passed_over_is_left_for_the_next(client: Client, pictures: dict[str, list[Image]]) -> None:
    after, styles = "", []
    for _slate in range(3):
        after, captions, reasons = slate(client, after=after)
        styles.append(captions[0])
        assert "Like the pictures that you liked." not in reasons, "Nothing was liked."
    assert styles == ["meadow", "storm", "roses"]


def test_what_the_model_has_heard_of_is_not_counted_twice(client: Client, pictures: dict[str, list[Image]]) -> None:
    like(client, pictures["storm"][0])
    newest = Interaction.objects.order_by("-pk")[0].pk
    TasteModel.objects.update(newest_event=newest)
    live.forget()
    assert slate(client)[1] == ["meadow"] * 3


def test_a_like_under_another_feeling_says_half_as_much(client: Client, pictures: dict[str, list[Image]]) -> None:
    [sad] = factories.make_rows(1, status="serving", caption="storm", emotion="sad")
    like(client, sad)
    visitor = Interaction.objects.get(kind=Kind.LIKE).visitor
    other = Visitor.objects.create()
    interactions.like(visitor=other, image=pictures["storm"][0].code)
    assert best(Visitor.objects.create()) < best(visitor) < best(other)


def best(visitor: Visitor) -> float:
    score = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy").items[0].score
    assert score is not None
    return score


def test_a_picture_that_was_taken_down_still_tells_of_the_taste(
    client: Client, pictures: dict[str, list[Image]]
) -> None:
    like(client, pictures["storm"][0])
    Image.objects.filter(pk=pictures["storm"][0].pk).update(status="retired")
    cells.forget()
    assert slate(client)[1] == ["storm"] * 3


@pytest.mark.parametrize("more", [0, 300])
def test_a_request_costs_the_same_queries_however_many_pictures_and_deeds(
    client: Client, pictures: dict[str, list[Image]], more: int, settings: LazySettings
) -> None:
    # On PostgreSQL they count in the database, and are promised elsewhere.
    settings.GARDEN_LIMITS = dict.fromkeys(settings.GARDEN_LIMITS)
    served = factories.make_rows(more, status="serving", caption="storm")
    like(client, pictures["storm"][0])
    visitor = Interaction.objects.get(kind=Kind.LIKE).visitor
    Interaction.objects.bulk_create(
        Interaction(visitor=visitor, image=image, kind=Kind.IMPRESSION, emotion="happy") for image in served
    )
    first, _captions, _reasons = slate(client)
    with CaptureQueriesContext(connection) as asked:
        slate(client, after=first)
    assert sum("SAVEPOINT" not in query["sql"] for query in asked) == 17
