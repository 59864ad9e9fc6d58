"""How much of a like is emotion, picture, visitor, position and chance, and other plain facts of a world."""

from typing import Any, Final

import numpy as np

from recommendations.features import Picture
from recommendations.simulation import liking, logs
from recommendations.simulation.logs import Log
from recommendations.simulation.world import World

# The parts of the logit by what they belong to.
GROUPS: Final = {
    "emotion": ("emotion", "style by emotion"),
    "picture": ("quality",),
    "visitor": ("generosity", "taste", "taste by emotion", "favorite", "hour"),
    "position": ("position",),
    "fatigue": ("fatigue",),
    "together": ("together",),
    "chance": ("chance",),
}
EVENTS: Final = 100_000


def facts(world: World, log: Log | None = None) -> dict[str, Any]:
    """Of a log, by itself one of 100,000 events by chance. `parts` and `groups` are shares that sum to 1."""
    log = log or logs.by_chance(world, events=EVENTS)
    parts = liking.weigh(liking.parts(world, **log.meetings()))
    read = log.plan.read[log.visits]
    return {
        "like_rate": float(log.liked.mean()),
        "like_rate_by_position": [float(log.liked[log.positions == at].mean()) for at in range(3)],
        "misread": float((log.plan.felt != log.plan.read).mean()),
        "visits": len(log.plan),
        "visitors": int(np.unique(log.plan.visitors).size),
        "pictures_by_emotion": np.bincount(world.pictures.emotions).tolist(),
        "events_by_emotion": np.bincount(read, minlength=len(world.moods)).tolist(),
        "style_of_words_and_colors": style_told(world),
        "log": log.hash(),
        "parts": parts,
        "groups": {group: sum(parts[name] for name in names) for group, names in GROUPS.items()},
    }


def style_told(world: World) -> float:
    """How much of the hidden styles the best linear reading of words and colors finds (R², adjusted)."""
    names = sorted({name for picture in world.pictures.shown for name in _names(picture)})
    of_name = {name: place for place, name in enumerate(names)}
    rows = np.zeros((len(world.pictures.shown), len(names)))
    for row, picture in enumerate(world.pictures.shown):
        rows[row, [of_name[name] for name in _names(picture)]] = 1
    styles = world.pictures.styles - world.pictures.styles.mean(0)
    found, _left, rank, _sizes = np.linalg.lstsq(rows, styles, rcond=None)
    missed = ((styles - rows @ found) ** 2).sum() / (len(rows) - rank)
    return float(1 - missed / ((styles**2).sum() / (len(rows) - 1)))


def _names(picture: Picture) -> list[str]:
    return [*picture.caption.split(", "), *(f"color:{color}" for color in picture.palette)]
