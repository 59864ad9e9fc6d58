"""A seeded world of visitors whose likes follow hidden tastes: what a learner must find out from the log alone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np

from gallery.models import Emotion, Visitor
from recommendations.features import Picture, Visit
from recommendations.history import Events, History
from recommendations.models import Interaction, Kind, Slate
from tests.gallery import factories

STYLES = 4
WORDS = ("roses", "tulips", "meadow", "forest", "misty", "golden", "storm", "dew", "wild", "quiet", "bright", "dusk")
FILLER = "flowers, fantasy, 8k"
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """Pictures with a style (their words' and their own), visitors with a taste for styles, and what they did."""

    picture_emotions: np.ndarray
    captions: list[str]
    visitor_codes: list[UUID]
    # Rows of visitor, emotion, slate, picture, position, liked; in the order of time.
    events: np.ndarray


def make(
    *, seed: int, visitors: int = 300, pictures: int = 240, visits: int = 3, slates: int = 8, taste: float = 3.0
) -> World:
    rng = np.random.default_rng(seed)
    word_styles = rng.normal(size=(len(WORDS), STYLES))
    worded = np.array([rng.choice(len(WORDS), 3, replace=False) for _picture in range(pictures)])
    styles = word_styles[worded].mean(1) + rng.normal(scale=0.4, size=(pictures, STYLES))
    quality = rng.normal(scale=0.6, size=pictures)
    emotions = np.arange(pictures) % len(Emotion.values)
    tastes = rng.normal(size=(visitors, STYLES))
    # What pleases in one emotion may not in another: each visit bends the visitor's taste.
    rows: list[tuple[int, int, int, int, int, int]] = []
    for visitor in range(visitors):
        for emotion in rng.choice(len(Emotion.values), visits, replace=False):
            bent = tastes[visitor] + rng.normal(scale=0.4, size=STYLES)
            cell = np.flatnonzero(emotions == emotion)
            met = rng.permutation(cell)[: min(slates, cell.size // 3) * 3]
            for slate in met.reshape(-1, 3):
                drawn = -2.0 + taste * (styles[slate] @ bent) / np.sqrt(STYLES) + quality[slate]
                # Examined less the further right it hangs.
                chance = (1 / (1 + np.exp(-drawn))) * np.array([1.0, 0.75, 0.5])
                liked = rng.random(3) < chance
                moment = int(rng.integers(0, 1_000_000))
                rows += [(moment, visitor, int(emotion), int(slate[at]), at, int(liked[at])) for at in range(3)]
    rows.sort()
    return World(
        emotions,
        [f"{', '.join(WORDS[word] for word in words)}, {FILLER}" for words in worded],
        [UUID(int=int(rng.integers(1, 2**62))) for _visitor in range(visitors)],
        np.array(rows),
    )


def history(world: World) -> History:
    """The world's log as a learner reads it, without a database."""
    names = Emotion.values
    visits = {(int(row[1]), int(row[2])): 0 for row in world.events}
    visits = {visit: place for place, visit in enumerate(visits)}
    places = np.array([visits[int(row[1]), int(row[2])] for row in world.events])
    shown = Events(places, world.events[:, 3], world.events[:, 4], world.events[:, 0].astype(float))
    return History(
        visits=tuple(Visit(str(world.visitor_codes[visitor]), names[emotion]) for visitor, emotion in visits),
        pictures=tuple(
            Picture(str(UUID(int=number + 1)), names[emotion], "", caption)
            for number, (emotion, caption) in enumerate(zip(world.picture_emotions, world.captions, strict=True))
        ),
        likes=shown.only(world.events[:, 5] == 1),
        shown=shown,
    )


def plant(world: World) -> None:
    """The same log through the real tables."""
    names, curator = Emotion.values, factories.make_curator()
    images = [
        factories.make_rows(1, status="serving", by=curator, emotion=names[emotion], caption=caption)[0]
        for emotion, caption in zip(world.picture_emotions, world.captions, strict=True)
    ]
    visitors = Visitor.objects.bulk_create([Visitor(code=code) for code in world.visitor_codes])
    slates: dict[tuple[int, int], Slate] = {}
    events: list[Interaction] = []
    for moment, visitor, emotion, picture, position, liked in world.events.tolist():
        when = START + timedelta(seconds=moment)
        if (slate := slates.get((moment, visitor))) is None:
            slate = slates[moment, visitor] = _slate(visitors[visitor], names[emotion], when)
        met = {"visitor": visitors[visitor], "image": images[picture], "slate": slate, "position": position}
        met |= {"emotion": names[emotion], "created_at": when, "score": 0.0, "propensity": 1.0}
        events += [Interaction(kind=kind, **met) for kind in [Kind.IMPRESSION, Kind.LIKE][: 1 + liked]]
    Slate.objects.bulk_create(slates.values())
    Interaction.objects.bulk_create(events, batch_size=500)


def _slate(visitor: Visitor, emotion: str, when: datetime) -> Slate:
    slate = Slate(visitor=visitor, emotion=emotion, created_at=when, items=[], policy="by chance", question="")
    slate.walk = slate.code
    return slate
