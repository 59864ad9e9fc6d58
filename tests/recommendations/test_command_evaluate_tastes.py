"""`manage.py evaluate_tastes`: the figures of a data set, of this garden, and clear words where there are none."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import LazySettings
from django.core.management import CommandError

from recommendations.models import TasteModel
from tests.recommendations import data_sets, world

METRICS = {"precision@10", "recall@10", "ndcg@10", "hit@10", "mrr@10", "map@10", "auc", "gauc"}
SPREAD = {"coverage@10", "gini@10", "entropy@10", "entropy_per_picture@10", "popularity@10", "tail@10"}


@pytest.fixture(autouse=True)
def _quick(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_EPOCHS = 10


@pytest.mark.parametrize("split", ["random", "temporal"])
def test_it_finds_the_two_groups_that_popularity_cannot_see(tmp_path: Path, split: str) -> None:
    status, told = data_sets.evaluate(data_sets.write(tmp_path), "--split", split, "--seeds", 2)
    assert status == 0
    assert told["data"] | {"users": 40, "items": 30, "likes": 480, "users_unlisted": 40} == told["data"]
    assert told["data"]["missing_files"] == ["users.csv", "items.csv"]
    assert (told["split"], told["seeds"], told["visits"], told["foretold"]) == (split, 2, 40, 80)
    rankers = told["rankers"]
    assert list(rankers) == ["tastes", "popularity", "item_knn", "ease", "random"]
    for one in rankers.values():
        assert set(one["metrics"]) == METRICS | SPREAD and len(one["by_seed"]) == 2 and one["fit_seconds"] >= 0
        assert all(low <= one["metrics"][name] <= high for name, (low, high) in one["intervals"].items())
    for name in ("tastes", "item_knn", "ease"):
        assert rankers[name]["metrics"]["auc"] > 0.85 > rankers["popularity"]["metrics"]["auc"]
    mean, low, high = told["differences"]["popularity"]["ndcg@10"]
    assert 0 < low <= mean <= high
    assert told["slices"] == {} and told["left_out"] == {}


def test_the_same_comes_again(tmp_path: Path) -> None:
    def figures() -> Any:
        told = data_sets.evaluate(data_sets.write(tmp_path), "--seeds", 2)[1]
        return {name: (one["by_seed"], one["intervals"]) for name, one in told["rankers"].items()}

    assert figures() == figures()


def test_each_emotion_has_figures_of_its_own(tmp_path: Path) -> None:
    items = "ITEM_ID,TIMESTAMP,EMOTION\n" + "".join(
        f"i{place},1,{'happy/cat' if place < 20 else 'sad'}\n" for place in range(30)
    )
    told = data_sets.evaluate(data_sets.write(tmp_path, items=items), "--seeds", 1)[1]
    assert set(told["slices"]) == {"happy", "sad"}
    happy = told["slices"]["happy"]
    assert 0 < happy["visits"] <= 40 and set(happy["rankers"]["ease"]) >= METRICS
    assert happy["rankers"]["ease"]["auc"] > happy["rankers"]["random"]["auc"]


def test_people_read_a_table(tmp_path: Path) -> None:
    text = data_sets.told(data_sets.write(tmp_path), "--seeds", 1)
    assert text.startswith("40 users, 30 items, 480 likes.\n40 users are in the interactions only.")
    assert "tastes: lightfm, 30 factors, 10 epochs, rate 0.03." in text
    assert "ndcg@10" in text and "item_knn" in text and "tastes − popularity, ndcg@10: +" in text
    assert "There is no users.csv." in text


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"interactions": ""}, "interactions.csv is empty: its first line should name the columns."),
        ({"interactions": data_sets.INTERACTIONS + "\n"}, "There are 0 likes; an evaluation begins with 5."),
        ({"interactions": "USER_ID,THING\na,b\n"}, "interactions.csv, line 1: The column ITEM_ID is missing"),
        ({"interactions": "USER_ID,ITEM_ID\n" + "".join(f"u{n},i{n}\n" for n in range(9))}, "Nothing is left"),
    ],
)
def test_it_says_what_is_wrong_with_a_data_set(tmp_path: Path, files: dict[str, str], words: str) -> None:
    status, told = data_sets.evaluate(data_sets.write(tmp_path, **files))
    assert status == 2 and words in told["error"]


def test_it_says_when_there_is_no_folder_or_no_moment(tmp_path: Path) -> None:
    assert "There is no folder" in data_sets.evaluate(tmp_path / "nowhere")[1]["error"]
    assert "There is no interactions.csv" in data_sets.evaluate(tmp_path)[1]["error"]
    untimed = "USER_ID,ITEM_ID\n" + "".join(f"u{n % 3},i{n}\n" for n in range(30))
    folder = data_sets.write(tmp_path / "untimed", interactions=untimed)
    assert "without moments there is no split in time" in data_sets.evaluate(folder, "--split", "temporal")[1]["error"]
    assert data_sets.evaluate(folder, "--seeds", 1)[0] == 0


def test_it_wants_a_sensible_number_of_seeds(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="a number from 1 to 100"):
        data_sets.evaluate(tmp_path, "--seeds", "0")


def test_too_many_pictures_leave_ease_out_and_say_so(tmp_path: Path) -> None:
    items = "ITEM_ID\n" + "".join(f"i{place}\n" for place in range(5_001))
    told = data_sets.evaluate(data_sets.write(tmp_path, items=items), "--seeds", 1)[1]
    assert told["left_out"] == {"ease": "5001 pictures are too many for its table; it takes 5000."}
    assert "ease" not in told["rankers"] and "item_knn" in told["rankers"]


@pytest.mark.django_db
def test_without_a_folder_it_measures_this_garden_and_changes_nothing() -> None:
    world.plant(world.make(seed=3, visitors=40, pictures=64, slates=2))
    status, told = data_sets.evaluate("--seeds", 1)
    assert status == 0 and (told["split"], told["ranked"]) == ("temporal", "emotion")
    assert "like_rate" in told["rankers"] and told["data"]["users"] <= 40
    assert len(told["slices"]) > 2
    assert not TasteModel.objects.exists()


@pytest.mark.django_db
def test_an_empty_garden_says_so() -> None:
    assert data_sets.evaluate()[1] == {
        "error": "There are 0 likes; an evaluation begins with 5.",
        "code": "not_enough",
    }


@pytest.mark.parametrize("split", ["random", "temporal"])
def test_where_likes_fall_by_chance_nobody_foretells_anything(tmp_path: Path, split: str) -> None:
    """Whatever leaks from what is kept back into what is learnt, such as the lists shown with it, would show here."""
    chance, rows = np.random.default_rng(7), [data_sets.INTERACTIONS]
    for person in range(150):
        for moment in range(10):
            shown = [f"i{picture}" for picture in chance.choice(60, 3, replace=False).tolist()]
            rows.append(f"u{person},{shown[0]},{1_700_000_000 + moment},click,{'|'.join(sorted(shown))}")
    folder = data_sets.write(tmp_path, interactions="\n".join(rows) + "\n")
    told = data_sets.evaluate(folder, "--split", split, "--seeds", 2)[1]
    assert "like_rate" in told["rankers"]
    for name, one in told["rankers"].items():
        low, high = one["intervals"]["auc"]
        assert low - 0.02 < 0.5 < high + 0.02, f"{name}: {low} to {high}"
