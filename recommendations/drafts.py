"""A slate before it is stored, as plain values; signed, it is the token that somebody without a row carries."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from gallery.errors import NotFoundError
from recommendations.models import Slate

SALT: Final = "recommendations.drafts"
MAX_AGE: Final = 60 * 60 * 24
# A token travels in addresses: it remembers this many pictures of a walk, the latest.
LONGEST_TRAIL: Final = 200


@dataclass(frozen=True, slots=True)
class Item:
    """One offered picture as it is logged. Score and propensity are None where another program offered it."""

    image: int
    position: int
    score: float | None
    propensity: float | None
    reason: str
    repeat: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a slate says of itself."""

    code: UUID
    walk: UUID
    emotion: str
    favorite: str
    orientation: str
    language: str
    question: str
    policy: str
    taste_model: int | None
    candidates_hash: str
    rung: str
    items: tuple[Item, ...]
    trail: tuple[int, ...]
    created_at: datetime


class ExpiredTokenError(NotFoundError):
    """The token was ours, but it is older than a day."""

    code = "expired_token"


def of(slate: Slate) -> Draft:
    """A stored slate as values."""
    return Draft(
        code=slate.code,
        walk=slate.walk,
        emotion=slate.emotion,
        favorite=slate.favorite,
        orientation=slate.orientation,
        language=slate.language,
        question=slate.question,
        policy=slate.policy,
        taste_model=slate.taste_model_id,
        candidates_hash=slate.candidates_hash,
        rung=slate.rung,
        items=tuple(Item(**item) for item in slate.items),
        trail=tuple(slate.trail),
        created_at=slate.created_at,
    )


def fields(draft: Draft) -> dict[str, Any]:
    """The columns of the slate's row, but for whose it is and what it follows."""
    kept = asdict(draft)
    kept["taste_model_id"] = kept.pop("taste_model")
    return {**kept, "items": [asdict(item) for item in draft.items], "trail": list(draft.trail)}


def token(draft: Draft, *, visitor_code: UUID) -> str:
    """Signed and bound to the visitor: nobody can store another's slate, nor one that was never offered."""
    packed = [
        _owner(visitor_code),
        draft.code.hex,
        draft.walk.hex,
        [draft.emotion, draft.favorite, draft.orientation, draft.language, draft.question],
        [draft.policy, draft.taste_model, draft.candidates_hash, draft.rung],
        [[item.image, item.score, item.propensity, item.reason, int(item.repeat)] for item in draft.items],
        list(draft.trail[-LONGEST_TRAIL:]),
        int(draft.created_at.timestamp()),
    ]
    return signing.dumps(packed, salt=SALT, compress=True)


def opened(signed: str, *, visitor_code: UUID) -> Draft:
    """Raises NotFoundError for what this garden did not sign for this visitor, ExpiredTokenError after a day."""
    try:
        packed = signing.loads(signed, salt=SALT, max_age=MAX_AGE)
    except signing.SignatureExpired as error:
        raise ExpiredTokenError(_("This page of the garden is older than a day; ask for a new one.")) from error
    except signing.BadSignature as error:
        raise unknown() from error
    try:
        return _unpacked(packed, visitor_code)
    except (AttributeError, TypeError, ValueError) as error:
        # Signed by an earlier version, which packed a slate in another way.
        raise unknown() from error


def _unpacked(packed: Any, visitor_code: UUID) -> Draft:
    owner, code, walk, asked, chosen, items, trail, offered = packed
    if owner != _owner(visitor_code):
        raise unknown()
    emotion, favorite, orientation, language, question = asked
    policy, taste_model, candidates_hash, rung = chosen
    return Draft(
        UUID(code), UUID(walk), emotion, favorite, orientation, language, question,
        policy, taste_model, candidates_hash, rung,
        items=tuple(_item(position, item) for position, item in enumerate(items)),
        trail=tuple(trail),
        created_at=datetime.fromtimestamp(offered, tz=UTC),
    )  # fmt: skip


def check(signed: str, *, code: UUID, visitor_code: UUID) -> None:
    """Raises NotFoundError unless this is the token of that slate and that visitor."""
    if opened(signed, visitor_code=visitor_code).code != code:
        raise unknown()


def unknown() -> NotFoundError:
    """One answer for a slate that is not there and one that is another's."""
    return NotFoundError(_("There is no such slate in your garden."))


def _owner(visitor_code: UUID) -> str:
    """A token stands in addresses, which people share: it must not tell who they are."""
    return hashlib.sha256(visitor_code.bytes).hexdigest()[:24]


def _item(position: int, packed: list[Any]) -> Item:
    image, score, propensity, reason, repeat = packed
    return Item(image, position, score, propensity, reason, bool(repeat))
