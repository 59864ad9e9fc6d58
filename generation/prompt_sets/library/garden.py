"""One garden for every emotion: the four templates that name all five slots."""

from typing import Final

from generation.prompt_sets.library import ShippedSet
from generation.prompt_sets.library.vocabulary import FAVORITE, PAIRS, WORDS
from generation.prompt_sets.lines import Line

_TEMPLATES: Final = {
    "bouquet": (
        "Loose flowers",
        (
            "[EMOTION] flowers, [ANIMAL], [WEATHER], [SEASON], [TIME], fantasy, concept art, finely drawn petals, "
            "rich detail, sharp focus, digital painting"
        ),
    ),
    "glasshouse": (
        "Glasshouse with bright beds",
        (
            "best quality, a glasshouse of a botanical garden, ((very [EMOTION] emotion)), bright beautiful beds, "
            "[ANIMAL], seen from behind, [WEATHER] [SEASON] [TIME], cinematic light, fine detail"
        ),
    ),
    "avenue": (
        "Avenue of old trees",
        (
            "best quality, an avenue in a botanical garden, (very [EMOTION] emotion:1.2), old trees over wide borders, "
            "[ANIMAL], view down the avenue, [WEATHER] [SEASON] [TIME], cinematic light, long shadows"
        ),
    ),
    "photograph": (
        "Photograph of a garden",
        (
            "photograph of a real garden, [EMOTION] mood, [SEASON] flowers in front, [ANIMAL], "
            "[WEATHER] sky, [TIME], 35 mm lens, natural colours, shallow depth of field, highly detailed"
        ),
    ),
}

SET: Final = ShippedSet(
    slug="garden",
    name="Garden generator",
    description="Emotion × animal × weather × season × time: four gardens for each of the eight emotions. "
    "Season, weather and time become the favorite.",
    variables=WORDS,
    negative="text, watermark, signature, frame",
    lines={
        key: Line(template=words, favorite=FAVORITE, title=title, pairs=PAIRS)
        for key, (title, words) in _TEMPLATES.items()
    },
)
