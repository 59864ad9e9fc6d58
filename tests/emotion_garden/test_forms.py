"""How a wish for a season, a weather or a time becomes one favorite."""

import pytest

from emotion_garden import forms

SERVED = ["cat", "spring,cloudy,day", "winter,snowy,sunset"]


@pytest.mark.parametrize(
    ("asked", "favorite"),
    [
        ({}, ""),
        ({"season": "", "weather": "", "time": ""}, ""),
        ({"favorite": " cat "}, "cat"),
        ({"favorite": "cat", "season": "spring"}, "cat"),
        ({"season": "summer", "weather": "sunny", "time": "day"}, "summer,sunny,day"),
        ({"season": "winter"}, "winter,*,*"),
        ({"season": "", "weather": "", "time": "day"}, "*,*,day"),
        ({"weather": "rainy", "time": "sunset"}, "*,rainy,sunset"),
        ({"season": "*", "weather": "*", "time": "*"}, ""),
        ({"season": "monsoon"}, ""),
        ({"favorite": "x" * 500}, "x" * 100),
        ({"favorite": "cat\0"}, ""),
        ({"favorite": "\0", "season": "winter"}, ""),
        ({"favorite": "c\x1bat"}, ""),
        ({"favorite": "작은 고양이, café ♥"}, "작은 고양이, café ♥"),
    ],
)
def test_the_favorite_that_is_meant(asked: dict[str, str], favorite: str) -> None:
    assert forms.favorite(asked) == favorite


def test_the_selects_show_what_was_chosen() -> None:
    chosen = {choice.name: choice.chosen for choice in forms.choices("spring,cloudy,day", served=SERVED)}
    assert chosen == {"season": "spring", "weather": "cloudy", "time": "day", "favorite": ""}
    chosen = {choice.name: choice.chosen for choice in forms.choices("winter,*,day", served=SERVED)}
    assert chosen == {"season": "winter", "weather": "", "time": "day", "favorite": ""}
    chosen = {choice.name: choice.chosen for choice in forms.choices("cat", served=SERVED)}
    assert chosen == {"season": "", "weather": "", "time": "", "favorite": "cat"}


def test_the_words_are_the_readers() -> None:
    assert forms.words("winter,snowy,the-middle-of-the-night") == "winter, snowy, middle of the night"
    assert forms.words("cat") == "cat"
    assert forms.words("winter,*,sunset") == "winter, sunset"
