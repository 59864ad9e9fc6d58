"""How alike two pictures look: a perceptual hash of 64 bits and the distance between two of them."""

from typing import Final

import imagehash
from PIL import Image

# Two pictures whose hashes differ in at most so many of 64 bits look alike to a person.
LOOKS_ALIKE: Final = 6


def phash(picture: Image.Image) -> str:
    """Sixteen hexadecimal digits. Loads scipy on first use: for workers, not for a web process."""
    return str(imagehash.phash(picture))


def distance(one: str, other: str) -> int:
    """How many of the 64 bits differ, 0 to 64."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
