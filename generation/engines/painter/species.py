"""Species: a row for each flower seen from its side, and `grow`, which raises one of any kind."""

from __future__ import annotations

from . import blooms, clusters, odd
from .blooms import Bloom, Fan, Ring
from .clusters import Ball, Spike
from .dice import Chance
from .discs import DISCS
from .odd import Odd
from .palette import Palette
from .petals import Shape

FANS: dict[str, Fan] = {
    "tulip": Fan(
        (
            Ring(3, 0.98, Shape(width=0.5, root=0.5, tip=0.5, veins=1.0), light=-0.1, spread=0.62, depth=0.3),
            Ring(2, 0.97, Shape(width=0.56, root=0.5, tip=0.55, veins=1.0), light=-0.02, spread=0.46),
            Ring(1, 0.9, Shape(width=0.62, root=0.5, tip=0.5, veins=1.1), light=0.03),
        )
    ),
    "lotus": Fan(
        (
            Ring(7, 0.94, Shape(width=0.36, root=0.6, tip=0.55), light=-0.05, spread=2.5),
            Ring(6, 0.98, Shape(width=0.42, root=0.6, tip=0.55), light=0.0, spread=1.7),
            Ring(5, 0.76, Shape(width=0.46, root=0.55, tip=0.5), light=0.04, spread=2.0),
        ),
        stamens=0,
        cup=False,
    ),
    "magnolia": Fan(
        (
            Ring(4, 1.0, Shape(width=0.5, root=0.55, tip=0.36, veins=0.8), light=-0.05, spread=1.5),
            Ring(3, 0.9, Shape(width=0.56, root=0.55, tip=0.36, veins=0.8), light=0.02, spread=1.1),
        )
    ),
    "spider lily": Fan(
        (
            Ring(9, 0.86, Shape(width=0.12, root=0.5, tip=0.8, bend=0.3, ruffle=0.02), light=-0.06, spread=3.9),
            Ring(8, 0.74, Shape(width=0.14, root=0.5, tip=0.8, bend=0.42), spread=3.3),
        ),
        stamens=15,
        cup=False,
    ),
    "iris": Fan(
        (
            Ring(3, 0.95, Shape(width=0.5, root=0.7, tip=0.3, ruffle=0.05, veins=1.2), light=0.02, spread=0.8),
            Ring(
                3,
                0.8,
                Shape(width=0.52, root=0.7, tip=0.24, ruffle=0.05, veins=1.4, spots=0.5, bend=0.16),
                light=-0.06,
                pair=1,
                spread=3.4,
            ),
        )
    ),
    "calla": Fan(
        (
            Ring(2, 1.0, Shape(width=0.6, root=0.6, tip=0.6, bend=0.1), light=-0.08, spread=0.4),
            Ring(1, 0.82, Shape(width=0.44, root=0.5, tip=0.7, bend=0.12), light=0.04),
        )
    ),
    "snowdrop": Fan(
        (
            Ring(2, 0.9, Shape(width=0.44, root=0.55, tip=0.4), light=-0.06, spread=0.7),
            Ring(1, 0.86, Shape(width=0.5, root=0.5, tip=0.36), light=0.02),
        )
    ),
    "wilted rose": Fan(
        (
            Ring(
                4, 0.86, Shape(width=0.6, root=0.55, tip=0.22, ruffle=0.06, bend=0.1), light=-0.1, spread=1.9, loose=0.3
            ),
            Ring(
                3,
                0.8,
                Shape(width=0.66, root=0.5, tip=0.22, ruffle=0.05),
                light=-0.04,
                spread=1.0,
                loose=0.2,
                depth=0.6,
            ),
            Ring(2, 0.7, Shape(width=0.66, root=0.5, tip=0.24, ruffle=0.04), light=0.02, spread=0.5, depth=0.6),
        )
    ),
    "fuchsia": Fan(
        (
            Ring(4, 0.95, Shape(width=0.26, root=0.5, tip=0.8, bend=0.16), pair=1, spread=2.3, light=-0.04),
            Ring(3, 0.72, Shape(width=0.5, root=0.5, tip=0.2, ruffle=0.04), spread=0.8),
        ),
        stamens=5,
        cup=False,
    ),
    "ragged flame": Fan(
        (
            Ring(7, 1.0, Shape(width=0.2, root=0.5, tip=0.9, bend=0.12, ruffle=0.05), light=-0.08, spread=1.9),
            Ring(5, 0.84, Shape(width=0.24, root=0.5, tip=0.8, ruffle=0.05), light=0.02, spread=1.2),
        ),
        stamens=7,
    ),
}

BALLS: dict[str, Ball] = {
    "allium": Ball(150, 0.16),
    "agapanthus": Ball(54, 0.24, form="five", hollow=1.0),
    "starburst": Ball(90, 0.15, hollow=1.0),
    "dandelion": Ball(74, 0.24, form="puff", hollow=0.5),
    "umbel": Ball(90, 0.1, form="five", dome=True),
    "hydrangea": Ball(110, 0.26, form="cross"),
}

SPIKES: dict[str, Spike] = {
    "lavender": Spike(52, 0.17, form="bud", spread=0.16),
    "delphinium": Spike(44, 0.26, form="five", spread=0.3),
    "foxglove": Spike(24, 0.42, form="bell", spread=0.2, droop=0.75),
    "bluebell": Spike(7, 0.52, form="bell", spread=0.34, droop=1.0, arch=0.95, one_side=True),
    "wisteria": Spike(96, 0.26, form="bud", spread=0.36, droop=0.9, hangs=True),
    "lily of the valley": Spike(8, 0.4, form="bell", spread=0.3, droop=1.0, arch=0.8, one_side=True),
    "salvia": Spike(40, 0.24, form="bell", spread=0.2, droop=0.25),
    "larkspur rain": Spike(40, 0.3, form="five", spread=0.34, droop=0.8, hangs=True),
}

HANGING = frozenset({"wisteria", "larkspur rain"})


def grow(name: str, *, palette: Palette, radius: float, chance: Chance, pair: int = 0) -> Bloom:
    """Raises one flower; discs look at the viewer, the rest stand on (or hang from) their anchor."""
    if name in DISCS:
        return blooms.disc(DISCS[name], palette=palette, radius=radius, chance=chance, pair=pair)
    if name in FANS:
        return blooms.fan(FANS[name], palette=palette, radius=radius, chance=chance, pair=pair)
    if name in BALLS:
        return clusters.ball(BALLS[name], palette=palette, radius=radius, chance=chance, pair=pair)
    if name in SPIKES:
        return clusters.spike(SPIKES[name], palette=palette, radius=radius, chance=chance, pair=pair)
    return odd.grow(Odd(name), palette=palette, radius=radius, chance=chance, pair=pair)
