"""Readers for tests, named by dotted path in the setting: they say what they are made to say."""

from emotions.engines.base import Box, Described, Face, ReaderError
from emotions.frames import Picture

SCORES = {
    "happy": 0.1, "surprised": 0.1, "calm": 0.05, "angry": 0.05,
    "fear": 0.05, "confused": 0.5, "disgusted": 0.05, "sad": 0.1,
}  # fmt: skip


class ConfusedReader:
    """Sees one confused face in the middle of every picture that is not of one colour."""

    def describe(self) -> Described:
        return Described("scripted", "1")

    def read(self, picture: Picture) -> list[Face]:
        if picture.pixels.std(axis=(0, 1)).max() < 1:
            return []
        height, width = picture.pixels.shape[:2]
        return [Face(Box(width // 4, height // 4, width // 2, height // 2), SCORES)]


class SmallReader(ConfusedReader):
    """Sees a face of a few pixels."""

    def read(self, picture: Picture) -> list[Face]:
        return [Face(Box(0, 0, 12, 12), SCORES)]


class MissingReader(ConfusedReader):
    """Has no model to read with."""

    def __init__(self) -> None:
        raise ReaderError("The model is missing. Run `make install`.")


class BrokenReader(ConfusedReader):
    """Fails in the middle of a photo."""

    def read(self, picture: Picture) -> list[Face]:
        raise RuntimeError("The reader broke.")
