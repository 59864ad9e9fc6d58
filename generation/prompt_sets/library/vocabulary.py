"""The words of the original Emotion Garden's prompt generator, in its order: 4 × 4 × 4 are the 64 favorites."""

from typing import Final

WORDS: Final[dict[str, list[str]]] = {
    "animal": ["dog", "cat", "no animal"],
    "weather": ["sunny", "cloudy", "rainy", "snowy"],
    "season": ["spring", "summer", "autumn", "winter"],
    "time": ["day", "sunset", "the-middle-of-the-night", "the-early-dawn"],
}
FAVORITE: Final = "$season,$weather,$time"
# As many as one row of the original's generator ordered.
PAIRS: Final = 16
