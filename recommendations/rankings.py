"""Which pictures this visitor sees now, in which order: the question, the walk, the ladder, the draw, the slate."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from gallery.models import Image, Visitor
from recommendations import candidates, cells, drafts, drawing, interactions, questions, reasons, slates, walks
from recommendations.candidates import Candidates
from recommendations.drafts import Draft, Item
from recommendations.drawing import Asked
from recommendations.interactions import Wishes

# How often a slate is drawn again because pictures were taken down since.
TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class OfferedItem:
    """One picture of an offer, and why it is here."""

    image: Image
    position: int
    score: float | None
    propensity: float | None
    liked: bool
    put_off: bool
    reason: str
    repeat: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What a page shows. `token` is empty when the slate is stored, or when there was nothing to offer."""

    slate: UUID
    token: str
    items: list[OfferedItem]
    rung: str


def offer(
    *,
    visitor: Visitor | None,
    visitor_code: UUID,
    emotion: str,
    favorite: str = "",
    orientation: str = "",
    limit: int = 3,
    after: str = "",
) -> Offer:
    """Never empty while anything is served. Writes nothing for a visitor without a row.

    Raises UnknownEmotionError, UnknownOrientationError, LimitError, NotFoundError (`after` is not this visitor's).
    """
    question = questions.ask(emotion=emotion, favorite=favorite, orientation=orientation, limit=limit)
    walk = walks.of_visitor(visitor, after=after) if visitor else walks.of_stranger(visitor_code, after=after)
    asked = Asked(question, walk, visitor, visitor_code)
    shown = _answer(asked)
    if shown.rung and not shown.items:
        # All of it vanished, and no decision told of it.
        cells.forget()
        shown = _answer(asked, same_within=0)
    return shown


def check(*, visitor_code: UUID, after: str) -> None:
    """Raises NotFoundError when `offer` would, for somebody without a row: before they get one."""
    walks.of_stranger(visitor_code, after=after)


def recall(*, visitor: Visitor | None, visitor_code: UUID, slate: str) -> Offer:
    """A slate of this visitor (code or token) as it was offered, less what was taken down. Raises NotFoundError."""
    if visitor is not None:
        return _presented(drafts.of(slates.find(slate, visitor=visitor)), visitor, "")
    return _presented(drafts.opened(slate, visitor_code=visitor_code), None, slate)


def _answer(asked: Asked, *, same_within: int = slates.SAME_SECONDS) -> Offer:
    """Full, while there is anything to fill it with: what was taken down meanwhile makes room for others."""
    gone: set[int] = set()
    shown = Offer(uuid4(), "", [], "")
    for _try in range(TRIES):
        found = _found(asked, gone)
        if found is None or (gone and found.size <= len(shown.items)):
            break
        draft, token = _drafted(asked, found, same_within)
        shown = _presented(draft, asked.visitor, token)
        missing = {item.image for item in draft.items} - {item.image.pk for item in shown.items}
        if not missing:
            break
        gone, same_within = gone | missing, 0
    return shown


def _found(asked: Asked, gone: set[int]) -> Candidates | None:
    question = asked.question
    found = candidates.find(emotion=question.emotion, favorite=question.favorite, orientation=question.orientation)
    return found.without(gone) if found else None


def _drafted(asked: Asked, found: Candidates, same_within: int) -> tuple[Draft, str]:
    """A known visitor's slate is stored; somebody without a row gets it as a token."""
    draft = drawing.drawn(asked, found)
    if asked.visitor is None:
        return draft, drafts.token(draft, visitor_code=asked.visitor_code)
    kept = slates.keep(draft, visitor=asked.visitor, after=asked.walk.after, within=same_within)
    return drafts.of(kept), ""


def _presented(draft: Draft, visitor: Visitor | None, token: str) -> Offer:
    images = Image.objects.serving().in_bulk([item.image for item in draft.items])
    wishes = interactions.wishes(visitor, images.values())
    items = [_item(item, images[item.image], wishes) for item in draft.items if item.image in images]
    return Offer(draft.code, token, items, draft.rung)


def _item(item: Item, image: Image, wishes: Wishes) -> OfferedItem:
    return OfferedItem(
        image=image,
        position=item.position,
        score=item.score,
        propensity=item.propensity,
        liked=image.code in wishes.liked,
        put_off=image.code in wishes.put_off,
        reason=reasons.sentence("liked by you" if image.code in wishes.liked else item.reason),
        repeat=item.repeat,
    )
