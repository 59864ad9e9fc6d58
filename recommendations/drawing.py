"""A slate is drawn: what there is to draw from for this walk, the draw, and what is said of each picture."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
from django.conf import settings

from gallery.models import Visitor
from recommendations import chance, newcomers, policy, reasons, scores, visits
from recommendations.candidates import Candidates, left_of
from recommendations.drafts import Draft, Item
from recommendations.policy import Field, Pick, Places
from recommendations.questions import Question
from recommendations.scores import Scores
from recommendations.walks import Walk


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for what, and what they have seen so far."""

    question: Question
    walk: Walk
    visitor: Visitor | None
    visitor_code: UUID


def drawn(asked: Asked, found: Candidates) -> Draft:
    """Up to as many pictures as were asked for; as many, when there are as many."""
    question, walk, visitor = asked.question, asked.walk, asked.visitor
    exploration, rng = min(1.0, settings.RECOMMENDATIONS_EXPLORATION), _chance(asked)
    visit = visits.now(visitor, emotion=question.emotion, favorite=question.favorite)
    scored = scores.of(found.cell, visit=visit, visitor=visitor)
    picks = policy.draw(field(found, scored, walk), limit=question.limit, exploration=exploration, rng=rng)
    items = _items(picks, found, scored, walk)
    # Made of the items too: a stranger's chance falls alike, but the scores may have moved.
    code = UUID(bytes=hashlib.sha256(rng.bytes(16) + repr(items).encode()).digest()[:16], version=4)
    return Draft(
        code=code,
        walk=walk.code or code,
        emotion=question.emotion,
        favorite=question.favorite,
        orientation=question.orientation,
        language=visit.language,
        question=question.hash(after=walk.after_code),
        policy=f"best of {scored.by}, exploration {exploration:g}",
        taste_model=scored.taste_model,
        candidates_hash=found.hash,
        rung=found.rung_of(picks[0].place),
        items=items,
        trail=() if visitor else tuple(walk.seen),
        created_at=datetime.now(UTC),
    )


def _chance(asked: Asked) -> np.random.Generator:
    question, walk = asked.question, asked.walk
    if asked.visitor is None:
        return chance.of_stranger(asked.visitor_code, question=question, after=walk.after_code)
    return chance.of_visitor(asked.visitor_code, emotion=question.emotion, seen=len(walk.seen))


def field(found: Candidates, scored: Scores, walk: Walk) -> Field:
    """Unseen pictures first, then those of this visit that this walk has not met, then the walk's own, oldest first.

    What the visitor has put off comes after all others: a garden of one picture still shows it. A visit has met few
    pictures, a cell may have a million: nothing here looks at each of them.
    """
    cell = found.cell
    seen = cell.places_of(list(walk.seen))
    put_off = cell.places_of(sorted(walk.put_off))
    walked = cell.places_of([image for image in walk.seen if image in walk.walked])
    unseen = [left_of(tier, np.concatenate([seen, put_off])) for tier in found.tiers]
    before = np.sort(seen[~np.isin(seen, np.concatenate([walked, put_off]))])
    met = [_of_tier(before, tier) for tier in found.tiers]
    again = np.concatenate([walked[~np.isin(walked, put_off)], put_off])
    offered = np.concatenate([_of_tier(again, tier) for tier in found.tiers])
    return Field(
        scores=scored.values,
        showings=cell.showings,
        families=cell.families,
        stages=[unseen, met],
        again=again[np.isin(again, offered)],
        due=newcomers.of(cell),
        seldom=cell.noted("seldom", lambda: 1.0 / (1.0 + cell.showings)),
    )


def _of_tier(places: Places, tier: Places) -> Places:
    """Those that the tier holds."""
    at = np.minimum(np.searchsorted(tier, places), max(0, tier.size - 1))
    found: Places = places[tier[at] == places] if tier.size else places[:0]
    return found


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
            score=round(float(scored.values[pick.place]), 6),
            propensity=pick.propensity,
            reason=reason,
            repeat=image in walk.seen,
        )
        for position, (pick, image, reason) in enumerate(zip(picks, images, reasons.varied(true), strict=True))
    )
