"""The words, colors and people of the made world."""

from typing import Final

WORDS: Final = (
    "roses", "tulips", "peonies", "lilies", "daisies", "orchids", "poppies", "irises", "lotus", "lavender",
    "sunflowers", "violets", "camellias", "magnolia", "cosmos", "meadow", "forest", "garden", "riverside",
    "hills", "window", "temple", "valley", "pond", "alley", "misty", "golden", "stormy", "rainy", "snowy",
    "moonlit", "dawn", "dusk", "sunlit", "windswept", "quiet", "wild", "bright", "faded", "lush", "lonely",
    "playful", "solemn", "dreamy", "watercolor", "oil", "ink", "pastel", "engraving", "photograph", "abstract",
    "baroque", "minimal", "ornate", "blurred", "sharp", "closeup", "panorama", "symmetrical", "tangled",
)  # fmt: skip
# In every caption: such words tell nothing.
FILLER: Final = ("flowers", "fantasy")
PALETTES: Final = ("red", "orange", "yellow", "green", "teal", "blue", "violet", "white")
BRIGHTNESS: Final = ("dark", "medium", "bright")
FAVORITES: Final = ("cat", "dog", "bird", "butterfly", "sea", "mountain")
AGE_GROUPS: Final = ("teenager", "young-adult", "adult", "middle-age", "elder")
GENDERS: Final = ("female", "male")
LANGUAGES: Final = ("en", "ko")
# Whom a reader of faces takes each emotion for most often when it errs.
TAKEN_FOR: Final = {
    "happy": "surprised", "surprised": "fear", "calm": "sad", "angry": "disgusted",
    "fear": "surprised", "confused": "calm", "disgusted": "angry", "sad": "calm",
}  # fmt: skip
