"""What a visit and a picture are made of, as names: learning and serving must spell them alike."""

import re
from dataclasses import dataclass
from typing import Final

# From midnight on, six hours each.
PARTS_OF_DAY: Final = ("night", "morning", "afternoon", "evening")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Visit:
    """One visitor with one emotion: what they like when sad says little about what they like when happy.

    `hour` is that of the garden's clock, 0 to 23; all hours of one part of the day say the same.
    """

    visitor: str
    emotion: str
    age_group: str | None = None
    gender: str | None = None
    favorite: str = ""
    hour: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a learner may know of a picture."""

    code: str
    emotion: str
    favorite: str
    caption: str
    family: str = ""
    palette: tuple[str, ...] = ()
    brightness: str = ""


def of_visit(visit: Visit) -> list[str]:
    """The first two names are this visitor's alone; the others many share."""
    return own(visit) + shared(visit)


def own(visit: Visit) -> list[str]:
    return [f"visitor:{visit.visitor}", f"visit:{visit.visitor}:{visit.emotion}"]


def shared(visit: Visit) -> list[str]:
    part = "" if visit.hour is None else part_of_day(visit.hour)
    told = {
        "emotion": visit.emotion,
        "favorite": visit.favorite,
        "part": part,
        "language": visit.language,
        "age": visit.age_group,
        "gender": visit.gender,
    }
    return [f"{kind}:{value}" for kind, value in told.items() if value]


def part_of_day(hour: int) -> str:
    return PARTS_OF_DAY[hour * len(PARTS_OF_DAY) // 24]


def part_begins(hour: int) -> int:
    """The first hour of the same part of the day."""
    length = 24 // len(PARTS_OF_DAY)
    return hour // length * length


def of_picture(picture: Picture) -> list[str]:
    """The first name is the picture's own; the others it shares with its like."""
    names = [identity(picture), f"emotion:{picture.emotion}"]
    told = {"favorite": picture.favorite, "family": picture.family, "brightness": picture.brightness}
    names += [f"{kind}:{value}" for kind, value in told.items() if value]
    names += [f"colour:{colour}" for colour in picture.palette]
    return names + [f"word:{word}" for word in words(picture.caption)]


def identity(picture: Picture) -> str:
    return f"picture:{picture.code}"


def words(caption: str) -> list[str]:
    """The different words of a prompt, in its order."""
    return list(dict.fromkeys(_WORD.findall(caption.lower())))
