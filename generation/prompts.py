"""What a prompt says: emotion words, favorite and the rest, as the original Emotion Garden put them together."""

import hashlib
from dataclasses import dataclass
from typing import Final

from gallery.models import Emotion

OTHERS: Final = (
    "flowers, fantasy, concept art, trending on artstation, highly detailed, intricate, sharp focus, digital art"
)
LONGEST: Final = 2000

# The original sent the emotion's own name unless the operator wrote something else.
EMOTION_WORDS: Final[dict[str, str]] = {emotion.value: emotion.value for emotion in Emotion}


@dataclass(frozen=True, slots=True)
class Words:
    """The three parts of a prompt, tidied."""

    emotion: str
    favorite: str
    others: str

    def __str__(self) -> str:
        return ", ".join(part for part in (self.emotion, self.favorite, self.others) if part)


def compose(*, emotion: str, favorite: str, emotion_text: str | None, others: str | None) -> Words:
    """The words of an order; None stands for the default, an empty text for nothing."""
    return Words(
        emotion=EMOTION_WORDS[emotion] if emotion_text is None else tidy(emotion_text),
        favorite=favorite,
        others=OTHERS if others is None else tidy(others),
    )


def tidy(text: str) -> str:
    """Printable characters with single spaces: databases refuse NUL and broken Unicode, models ignore the rest."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split()).strip(", ")


def fingerprint(*, emotion: str, template: str, negative: str) -> str:
    return hashlib.sha256("\0".join((emotion, template, negative)).encode()).hexdigest()
