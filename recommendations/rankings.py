"""Which pictures this visitor sees now, in which order: the question, the walk, the ladder, the draw, the slate."""

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4

import numpy as np
from django.conf import settings

from gallery.models import Image, Visitor
from recommendations import candidates, cells, drafts, interactions, policy, questions, reasons, scores, slates, walks
from recommendations.candidates import Candidates
from recommendations.drafts import Draft, Item
from recommendations.interactions import Wishes
from recommendations.policy import Field, Pick
from recommendations.questions import Question
from recommendations.scores import Scores
from recommendations.walks import Walk

# Without a row nothing can be remembered; the same question then draws the same pictures for as long as a visit.
VISIT_SECONDS: Final = 1800


@dataclass(frozen=True, slots=True)
class OfferedItem:
    """One picture of an offer, and why it is here."""

    image: Image
    position: int
    score: float
    propensity: float
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
    shown = _answer(question, walk, visitor, visitor_code)
    if shown.rung and not shown.items:
        # All of it was taken down since it was drawn, seconds ago for the same question, or just now.
        cells.forget()
        shown = _answer(question, walk, visitor, visitor_code, same_within=0)
    return shown


def check(*, visitor_code: UUID, after: str) -> None:
    """Raises NotFoundError when `offer` would, for somebody without a row: before they get one."""
    walks.of_stranger(visitor_code, after=after)


def recall(*, visitor: Visitor | None, visitor_code: UUID, slate: str) -> Offer:
    """A slate of this visitor (code or token) as it was offered, less what was taken down. Raises NotFoundError."""
    if visitor is not None:
        return _presented(drafts.of(slates.find(slate, visitor=visitor)), visitor, "")
    return _presented(drafts.opened(slate, visitor_code=visitor_code), None, slate)


def _answer(
    question: Question,
    walk: Walk,
    visitor: Visitor | None,
    visitor_code: UUID,
    *,
    same_within: int = slates.SAME_SECONDS,
) -> Offer:
    found = candidates.find(emotion=question.emotion, favorite=question.favorite, orientation=question.orientation)
    if found is None:
        return Offer(uuid4(), "", [], "")
    rng = np.random.default_rng() if visitor else _steady(question, walk, visitor_code)
    draft = _drawn(question, walk, found, visitor, rng)
    if visitor is None:
        return _presented(draft, None, drafts.token(draft, visitor_code=visitor_code))
    kept = slates.keep(draft, visitor=visitor, after=walk.after, within=same_within)
    return _presented(drafts.of(kept), visitor, "")


def _drawn(
    question: Question, walk: Walk, found: Candidates, visitor: Visitor | None, rng: np.random.Generator
) -> Draft:
    exploration = min(1.0, settings.RECOMMENDATIONS_EXPLORATION)
    scored = scores.of(found.cell, visitor=visitor, emotion=question.emotion)
    picks = policy.draw(_field(found, scored, walk), limit=question.limit, exploration=exploration, rng=rng)
    items = _items(picks, found, scored, walk)
    # Made of the items too: a stranger's chance falls alike, but the scores may have moved.
    code = UUID(bytes=hashlib.sha256(rng.bytes(16) + repr(items).encode()).digest()[:16], version=4)
    return Draft(
        code=code,
        walk=walk.code or code,
        emotion=question.emotion,
        favorite=question.favorite,
        orientation=question.orientation,
        question=question.hash(after=walk.after_code),
        policy=f"best of {scored.by}, exploration {exploration:g}",
        taste_model=scored.taste_model,
        candidates_hash=found.hash,
        rung=found.rung_of(picks[0].place),
        items=items,
        trail=() if visitor else tuple(walk.seen),
        created_at=datetime.now(UTC),
    )


def _field(found: Candidates, scored: Scores, walk: Walk) -> Field:
    """Unseen pictures first, then those of this visit that this walk has not met, then the walk's own, oldest first.

    What the visitor has put off comes after all others: a garden of one picture still shows it.
    """
    cell = found.cell
    seen = cell.places_of(list(walk.seen))
    put_off = cell.places_of(sorted(walk.put_off))
    walked = cell.places_of([image for image in walk.seen if image in walk.walked])
    welcome = [tier[~np.isin(tier, put_off)] for tier in found.tiers]
    unseen = [tier[~np.isin(tier, seen)] for tier in welcome]
    met = [tier[np.isin(tier, seen) & ~np.isin(tier, walked)] for tier in welcome]
    again = np.concatenate([walked[~np.isin(walked, put_off)], put_off])
    offered = np.concatenate(found.tiers)
    return Field(
        scores=scored.values,
        showings=cell.showings,
        families=cell.families,
        stages=[unseen, met],
        again=again[np.isin(again, offered)],
    )


def _items(picks: list[Pick], found: Candidates, scored: Scores, walk: Walk) -> tuple[Item, ...]:
    images = [int(found.cell.ids[pick.place]) for pick in picks]
    true = [
        reasons.of(pick, candidates=found, scores=scored, seen=image in walk.seen)
        for pick, image in zip(picks, images, strict=True)
    ]
    return tuple(
        Item(
            image=image,
            position=position,
            score=float(scored.values[pick.place]),
            propensity=pick.propensity,
            reason=reason,
            repeat=image in walk.seen,
        )
        for position, (pick, image, reason) in enumerate(zip(picks, images, reasons.varied(true), strict=True))
    )


def _steady(question: Question, walk: Walk, visitor_code: UUID) -> np.random.Generator:
    """Chance that falls alike for one question of one stranger during one visit; the code itself is random."""
    visit = int(time.time()) // VISIT_SECONDS
    told = f"{visitor_code}|{visit}|{question.hash(after=walk.after_code)}"
    return np.random.default_rng(int.from_bytes(hashlib.sha256(told.encode()).digest()))


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
