"""What a visit and a picture are made of, as names: learning and serving must spell them alike."""

import re
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Visit:
    """One visitor with one emotion: what they like when sad says little about what they like when happy."""

    visitor: str
    emotion: str
    age_group: str | None = None
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """What a learner may know of a picture."""

    code: str
    emotion: str
    favorite: str
    caption: str


def of_visit(visit: Visit) -> list[str]:
    """The first two names are this visitor's alone; the others many share."""
    return own(visit) + shared(visit)


def own(visit: Visit) -> list[str]:
    return [f"visitor:{visit.visitor}", f"visit:{visit.visitor}:{visit.emotion}"]


def shared(visit: Visit) -> list[str]:
    names = [f"emotion:{visit.emotion}"]
    if visit.age_group:
        names.append(f"age:{visit.age_group}")
    if visit.gender:
        names.append(f"gender:{visit.gender}")
    return names


def of_picture(picture: Picture) -> list[str]:
    """The first name is the picture's own; the others it shares with its like."""
    names = [identity(picture), f"emotion:{picture.emotion}"]
    if picture.favorite:
        names.append(f"favorite:{picture.favorite}")
    return names + [f"word:{word}" for word in words(picture.caption)]


def identity(picture: Picture) -> str:
    return f"picture:{picture.code}"


def words(caption: str) -> list[str]:
    """The different words of a prompt, in its order."""
    return list(dict.fromkeys(_WORD.findall(caption.lower())))
