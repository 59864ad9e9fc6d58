"""Discs: the rows of the flowers that look at the viewer."""

from __future__ import annotations

from .blooms import Disc, Ring
from .petals import Shape

_RAY = Shape(width=0.23, root=0.62, tip=0.3, veins=0.7)
_FLAME = Shape(width=0.3, root=0.6, tip=0.75, veins=0.7)
_SCALE = Shape(width=0.4, root=0.66, tip=0.6, veins=0.5)
_ROUND = Shape(width=1.05, root=0.62, tip=0.3, ruffle=0.02, veins=0.6)
_SILK = Shape(width=1.12, root=0.6, tip=0.24, ruffle=0.045, veins=1.0)
_QUILL = Shape(width=0.13, root=0.5, tip=0.4, veins=0.2, bend=0.1)

DISCS: dict[str, Disc] = {
    "daisy": Disc((Ring(21, 1.0, _RAY, pair=1, light=-0.05), Ring(17, 0.94, _RAY, pair=1)), "disc", 0.29),
    "sunflower": Disc(
        (Ring(19, 1.0, _FLAME, light=-0.06), Ring(18, 0.93, _FLAME), Ring(15, 0.78, _FLAME, light=0.03)), "seeds", 0.4
    ),
    "cosmos": Disc((Ring(8, 1.0, Shape(width=0.58, root=0.75, tip=0.2, fringe=0.05, veins=1.0)),), "disc", 0.17),
    "gerbera": Disc(
        (Ring(26, 1.0, _RAY, light=-0.04), Ring(24, 0.88, _RAY), Ring(22, 0.55, _RAY, light=0.06)), "seeds", 0.24
    ),
    "coneflower": Disc((Ring(14, 1.0, Shape(width=0.27, root=0.5, tip=0.26, notch=-0.04, veins=0.9)),), "seeds", 0.36),
    "aster": Disc((Ring(30, 1.0, _QUILL), Ring(28, 0.92, _QUILL, light=0.05)), "disc", 0.26),
    "anemone": Disc((Ring(6, 1.0, _ROUND, light=-0.04), Ring(5, 0.86, _ROUND)), "eye", 0.27),
    "poppy": Disc(
        (
            Ring(
                3, 1.0, Shape(width=1.4, root=0.55, tip=0.2, ruffle=0.05, veins=1.2, blotch=0.3), light=-0.05, depth=0.6
            ),
            Ring(3, 0.9, Shape(width=1.25, root=0.55, tip=0.2, ruffle=0.06, veins=1.2, blotch=0.34), depth=0.6),
        ),
        "eye",
        0.27,
    ),
    "rose": Disc(
        tuple(
            Ring(
                count,
                reach,
                Shape(width=wide, root=0.5, tip=0.2, ruffle=0.03, veins=0.3),
                light=light,
                loose=0.16,
                depth=0.75,
            )
            for count, reach, wide, light in (
                (6, 1.0, 1.1, 0.0),
                (6, 0.88, 1.1, 0.01),
                (5, 0.74, 1.15, -0.01),
                (5, 0.6, 1.2, -0.03),
                (4, 0.46, 1.25, -0.06),
                (3, 0.32, 1.3, -0.1),
                (3, 0.2, 1.4, -0.14),
            )
        ),
    ),
    "camellia": Disc(
        tuple(
            Ring(count, reach, Shape(width=0.92, root=0.6, tip=0.26, veins=0.5), light=light, depth=0.6)
            for count, reach, light in (
                (7, 1.0, -0.03),
                (7, 0.84, 0.0),
                (6, 0.66, 0.02),
                (5, 0.48, 0.0),
                (4, 0.32, -0.04),
            )
        ),
        "stamens",
        0.15,
    ),
    "dahlia": Disc(
        tuple(
            Ring(count, reach, _SCALE, light=light, depth=0.6)
            for count, reach, light in (
                (16, 1.0, -0.07),
                (16, 0.9, -0.03),
                (14, 0.77, 0.0),
                (13, 0.63, 0.02),
                (11, 0.49, 0.02),
                (9, 0.36, -0.02),
                (7, 0.24, -0.07),
                (5, 0.15, -0.1),
            )
        ),
    ),
    "cactus dahlia": Disc(
        tuple(
            Ring(
                count,
                reach,
                Shape(width=0.2, root=0.5, tip=1.0, bend=0.1, veins=0.8),
                light=light,
                loose=0.2,
                depth=0.55,
            )
            for count, reach, light in (
                (18, 1.0, -0.08),
                (17, 0.9, -0.03),
                (15, 0.76, 0.0),
                (13, 0.6, 0.03),
                (11, 0.44, 0.03),
                (8, 0.3, 0.0),
            )
        ),
    ),
    "chrysanthemum": Disc(
        tuple(
            Ring(count, reach, _QUILL, light=light, loose=0.22, depth=0.5)
            for count, reach, light in (
                (26, 1.0, -0.08),
                (26, 0.9, -0.04),
                (24, 0.78, 0.0),
                (22, 0.64, 0.03),
                (18, 0.5, 0.05),
                (14, 0.36, 0.03),
                (9, 0.24, 0.0),
            )
        ),
    ),
    "peony": Disc(
        tuple(
            Ring(
                count,
                reach,
                Shape(width=0.95, root=0.55, tip=0.22, ruffle=0.07, veins=0.6, notch=-0.05),
                light=light,
                loose=0.24,
                depth=0.65,
            )
            for count, reach, light in (
                (8, 1.0, -0.05),
                (9, 0.88, -0.01),
                (9, 0.74, 0.02),
                (8, 0.6, 0.02),
                (8, 0.46, 0.0),
                (6, 0.32, -0.03),
            )
        ),
        "stamens",
        0.12,
    ),
    "lily": Disc(
        (
            Ring(
                3, 1.0, Shape(width=0.44, root=0.7, tip=0.62, veins=1.0, spots=0.6, bend=0.05), light=-0.04, depth=0.6
            ),
            Ring(3, 0.98, Shape(width=0.56, root=0.7, tip=0.55, veins=1.0, spots=0.8, ruffle=0.03), depth=0.6),
        ),
        "stamens",
        0.34,
    ),
    "clematis": Disc((Ring(8, 1.0, Shape(width=0.46, root=0.62, tip=0.55, veins=1.2, ruffle=0.02)),), "stamens", 0.27),
    "passion flower": Disc(
        (
            Ring(5, 1.0, Shape(width=0.42, root=0.6, tip=0.4), light=0.04),
            Ring(5, 0.94, Shape(width=0.46, root=0.6, tip=0.36), light=0.08),
        ),
        "corona",
        0.62,
    ),
    "hellebore": Disc(
        (Ring(5, 1.0, Shape(width=0.94, root=0.6, tip=0.42, veins=0.9, spots=0.8), depth=0.55),), "pale", 0.2
    ),
    "moonflower": Disc(
        (Ring(5, 1.0, Shape(width=1.3, root=0.75, tip=0.16, veins=1.4, notch=-0.06), light=0.02, depth=0.25),),
        "pale",
        0.1,
    ),
    "night star": Disc(
        (
            Ring(12, 1.0, Shape(width=0.17, root=0.5, tip=0.9), light=-0.05),
            Ring(11, 0.86, Shape(width=0.26, root=0.6, tip=0.75)),
            Ring(9, 0.62, Shape(width=0.3, root=0.6, tip=0.7), light=0.03),
        ),
        "stamens",
        0.26,
    ),
    "water lily": Disc(
        tuple(
            Ring(count, reach, Shape(width=0.36, root=0.6, tip=0.5, veins=0.6), light=light, depth=0.4)
            for count, reach, light in ((13, 1.0, -0.05), (12, 0.86, 0.0), (11, 0.7, 0.02), (9, 0.52, 0.03))
        ),
        "stamens",
        0.27,
    ),
    "pansy": Disc(
        (
            Ring(2, 1.0, Shape(width=1.15, root=0.5, tip=0.25, ruffle=0.04, veins=1.0), spread=2.0),
            Ring(3, 0.92, Shape(width=1.15, root=0.55, tip=0.22, ruffle=0.04, blotch=0.4, veins=1.3), pair=1),
        ),
        "disc",
        0.09,
    ),
    "carnation": Disc(
        tuple(
            Ring(
                count,
                reach,
                Shape(width=0.7, root=0.7, tip=0.16, fringe=0.12, veins=0.6),
                light=light,
                loose=0.3,
                depth=0.6,
            )
            for count, reach, light in (
                (9, 1.0, -0.06),
                (9, 0.86, -0.02),
                (8, 0.7, 0.02),
                (7, 0.52, 0.03),
                (5, 0.34, 0.0),
            )
        ),
    ),
}
