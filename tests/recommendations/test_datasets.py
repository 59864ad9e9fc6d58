"""Data sets are read liberally; what cannot be understood is named by file and line."""

from pathlib import Path

import pytest

from recommendations import datasets
from recommendations.datasets import DatasetError
from recommendations.features import Picture, Visit
from tests.recommendations import data_sets

HEAD = data_sets.INTERACTIONS + "\n"


def test_the_originals_form_is_read_whole(tmp_path: Path) -> None:
    read = datasets.read(
        data_sets.write(
            tmp_path,
            users='USER_ID,GENERATION,GENDER,EMOTION\n"a","young-adult","Male","HAPPY"\n"b","","",""\n"c","elder","Female","SAD"\n',
            items='ITEM_ID,TIMESTAMP,EMOTION\n"emotions/happy/x_1h.jpeg","1679314362","happy"\n'
            '"emotions/happy/spring,cloudy,day/y_1v.jpeg","1679314362","happy/spring,cloudy,day"\n',
            interactions=HEAD
            + '"a","emotions/happy/x_1h.jpeg","1679314370","click",'
            + '"emotions/happy/spring,cloudy,day/y_1v.jpeg|emotions/happy/x_1h.jpeg"\n',
        )
    )
    history = read.history
    assert history.visits == (Visit("a", "happy", "young-adult", "male"),)
    assert history.pictures == (
        Picture("emotions/happy/x_1h.jpeg", "happy", "", ""),
        Picture("emotions/happy/spring,cloudy,day/y_1v.jpeg", "happy", "spring,cloudy,day", ""),
    )
    assert (history.likes.pictures.tolist(), history.likes.positions.tolist()) == ([0], [1])
    assert history.likes.times.tolist() == [1679314370]
    assert (history.shown.pictures.tolist(), history.shown.positions.tolist()) == ([1, 0], [0, 1])
    assert (read.counts["users"], read.missing, read.has_times) == (3, (), True)


def test_marks_ends_of_line_spaces_cases_and_foreign_columns_do_not_matter(tmp_path: Path) -> None:
    read = datasets.read(
        data_sets.write(
            tmp_path,
            users="\ufeffuser_id,age,zip code\r\n 1 ,24,85711\r\n2,53,94043\r\n",
            items='\ufeffTITLE,ITEM_ID\r\n"Toy Story, or: the ring",1\r\n',
            interactions="\ufeffRATING,Item_Id,USER_ID\r\n\r\n5,1,1\r\n3,1,2\r\n",
        )
    )
    assert [(visit.visitor, visit.age_group) for visit in read.history.visits] == [
        ("1", "young-adult"),
        ("2", "middle-age"),
    ]
    assert len(read.history.likes) == 2 and read.has_times is False


@pytest.mark.parametrize(
    ("age", "group"),
    [
        ("5", "toddler"),
        ("12", "child"),
        ("18", "teenager"),
        ("25", "young-adult"),
        ("49", "adult"),
        ("64", "middle-age"),
        ("64.5", "elder"),
        ("99", "elder"),
        ("Young Adult", "young-adult"),
        ("ancient", None),
        ("", None),
    ],
)
def test_ages_become_the_originals_generations(tmp_path: Path, age: str, group: str | None) -> None:
    read = datasets.read(
        data_sets.write(tmp_path, users=f"USER_ID,GENERATION\na,{age}\n", interactions=HEAD + "a,i,1,click,\n")
    )
    assert read.history.visits[0].age_group == group


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("881250949", 881250949),
        ("881250949.0", 881250949),
        ("881250949123", 881250949.123),
        ("881250949123456", 881250949.123456),
        ("1997-12-04T15:55:49+00:00", 881250949),
        ("1997-12-04 15:55:49", 881250949),
        ("", 0),
    ],
)
def test_moments_are_seconds_milliseconds_or_dates(tmp_path: Path, text: str, seconds: float) -> None:
    read = datasets.read(data_sets.write(tmp_path, interactions=HEAD + f"a,i,{text},click,\n"))
    assert read.history.likes.times.tolist() == [seconds]


def test_what_is_listed_nowhere_or_twice_is_counted(tmp_path: Path) -> None:
    read = datasets.read(
        data_sets.write(
            tmp_path,
            users="USER_ID,GENDER\na,F\na,M\n",
            items="ITEM_ID,EMOTION\ni,sad\ni,happy\n",
            interactions=HEAD + "a,i,1,click,\na,i,2,click,\nb,j,3,watch,\na,j,4,dislike,\nb,i,5,impression,\n",
        )
    )
    assert read.counts | {
        "users": 2, "items": 2, "interactions": 5, "likes": 2, "impressions": 1, "twice": 1, "not_likes": 1,
        "users_unlisted": 1, "items_unlisted": 1, "users_twice": 1, "items_twice": 1,
    } == read.counts  # fmt: skip
    assert read.events == {"click": 2, "watch": 1, "dislike": 1, "impression": 1}
    assert read.history.visits[0].gender == "male" and read.history.pictures[0].emotion == "happy"


def test_a_list_that_was_shown_once_is_shown_once(tmp_path: Path) -> None:
    """Two likes of one list are two lines that tell it twice; a list of the liked picture alone tells nothing."""
    lines = "a,i,1,click,i|j|k\na,j,2,click,i|j|k\nb,i,3,click,i|j|k\nb,j,4,click,j\nb,k,5,click,|\n"
    read = datasets.read(data_sets.write(tmp_path, interactions=HEAD + lines))
    assert len(read.history.shown) == 6
    assert read.history.likes.positions.tolist() == [0, 1, 0, -1, -1]


def test_whole_addresses_are_the_same_pictures(tmp_path: Path) -> None:
    """As the original's dummy generator sends them."""
    url = "https://garden.example/emotions/happy/a%20cat/x_1h.jpeg"
    lines = f"a,{url},1,click,{url}|emotions/happy/y_1h.jpeg\nb,emotions/happy/a cat/x_1h.jpeg,1,click,\n"
    read = datasets.read(data_sets.write(tmp_path, interactions=HEAD + lines))
    assert [picture.code for picture in read.history.pictures] == [
        "emotions/happy/a cat/x_1h.jpeg", "emotions/happy/y_1h.jpeg",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"interactions": HEAD + "a,i,1,click,\na,i,yesterday,click,\n"}, "line 3: TIMESTAMP “yesterday” is neither"),
        ({"interactions": HEAD + "a,i,nan,click,\n"}, "interactions.csv, line 2: TIMESTAMP “nan”"),
        ({"interactions": HEAD + "a,i,1e300,click,\n"}, "interactions.csv, line 2: TIMESTAMP “1e300”"),
        ({"interactions": HEAD + "a,,1,click,\n"}, "interactions.csv, line 2: ITEM_ID is empty."),
        ({"interactions": HEAD + 'a,"i,1,click,\n'}, "line 2: This is no CSV: unexpected end of data."),
        ({"users": "USER_ID,AGE\na,24\nb,240\n"}, "users.csv, line 3: “240” is no age."),
        ({"users": "NAME\nLee\n"}, "users.csv, line 1: The column USER_ID is missing; there are: NAME."),
        ({"items": "\n"}, "items.csv is empty"),
        ({"items": "ITEM_ID,TIMESTAMP\ni,soon\n"}, "items.csv, line 2: TIMESTAMP “soon”"),
    ],
)
def test_what_cannot_be_understood_is_named(tmp_path: Path, files: dict[str, str], words: str) -> None:
    with pytest.raises(DatasetError) as refused:
        datasets.read(data_sets.write(tmp_path, **files))
    assert words in str(refused.value.sentence)


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    folder = data_sets.write(tmp_path)
    (folder / "items.csv").write_bytes("ITEM_ID\nplain\ncafé\n".encode("latin-1"))
    with pytest.raises(DatasetError, match=r"items.csv, line 3: This is no text in UTF-8"):
        datasets.read(folder)


def test_a_line_inside_quotes_counts_as_the_editor_counts(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="line 4"):
        datasets.read(data_sets.write(tmp_path, items='ITEM_ID,TIMESTAMP\n"two\nlines",1\ni,never\n'))
