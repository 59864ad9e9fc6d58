"""The prompt's text, as the original Emotion Garden put it together."""

import pytest

from generation import prompts

OTHERS = "flowers, fantasy, concept art, trending on artstation, highly detailed, intricate, sharp focus, digital art"


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({}, f"happy, {OTHERS}"),
        ({"favorite": "cat"}, f"happy, cat, {OTHERS}"),
        ({"emotion_text": "very happy"}, f"very happy, {OTHERS}"),
        ({"favorite": "spring,cloudy,day", "others": "a garden"}, "happy, spring,cloudy,day, a garden"),
        ({"others": ""}, "happy"),
        ({"emotion_text": "", "others": "a garden"}, "a garden"),
        ({"others": ", a  garden ,\n"}, "happy, a garden"),
    ],
)
def test_emotion_then_favorite_then_the_other_words(parts: dict[str, str], text: str) -> None:
    wish: dict[str, str | None] = {"emotion_text": None, "others": None, **parts}
    favorite = wish.pop("favorite", "") or ""

    assert str(prompts.compose(emotion="happy", favorite=favorite, **wish)) == text
