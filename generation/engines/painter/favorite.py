"""Favourites: reads `season,weather,time` and leaves every other wording alone."""

from __future__ import annotations

from dataclasses import dataclass

SEASONS = ("spring", "summer", "autumn", "winter")
WEATHERS = ("cloudy", "rainy", "snowy", "sunny")
TIMES = ("day", "sunset", "the-early-dawn", "the-middle-of-the-night")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor likes best: a season, a weather and an hour."""

    season: str
    weather: str
    time: str


def read(favorite: str) -> Wish | None:
    """None for anything but the three-part form: free words have no colours of their own."""
    words = [word.strip().lower() for word in favorite.split(",")]
    if len(words) != 3 or words[0] not in SEASONS or words[1] not in WEATHERS or words[2] not in TIMES:
        return None
    return Wish(season=words[0], weather=words[1], time=words[2])
