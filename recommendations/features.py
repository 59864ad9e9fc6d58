"""What a visit and a picture are made of, as names: learning and serving must spell them alike."""

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def of_visit(*, visitor: str, emotion: str, age_group: str | None, gender: str | None) -> list[str]:
    """A visit is one visitor with one emotion; the first two names are theirs alone, the others many share."""
    names = [*personal(visitor=visitor, emotion=emotion), f"emotion:{emotion}"]
    if age_group:
        names.append(f"age:{age_group}")
    if gender:
        names.append(f"gender:{gender}")
    return names


def personal(*, visitor: str, emotion: str) -> list[str]:
    return [f"visitor:{visitor}", f"visit:{visitor}:{emotion}"]


def of_picture(*, code: str, emotion: str, favorite: str, caption: str) -> list[str]:
    """The first name is the picture's own; the others it shares with its like."""
    names = [identity(code), f"emotion:{emotion}"]
    if favorite:
        names.append(f"favorite:{favorite}")
    return names + [f"word:{word}" for word in words(caption)]


def identity(code: str) -> str:
    return f"picture:{code}"


def words(caption: str) -> list[str]:
    """The different words of a prompt, in its order."""
    return list(dict.fromkeys(_WORD.findall(caption.lower())))
