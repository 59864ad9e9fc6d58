"""What a picture's pixels say at a glance: its main colours by name, and how light it is on the whole. Pure numpy."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pixels

# A glimpse is as large as the JPEG decoder made it; so many pixels a side say all that is asked here.
SIDE: Final = 48
# A name is part of a palette when so much of the picture has that colour; at most so many names.
LEAST_SHARE: Final = 0.08
MOST: Final = 4
# Where each hue begins, of 255 around the circle as Pillow counts it.
_HUES: Final = (
    (0, "red"), (11, "orange"), (28, "yellow"), (46, "green"), (114, "teal"), (138, "blue"), (181, "purple"),
    (206, "pink"), (243, "red"),
)  # fmt: skip
_NAMES: Final = ("black", "white", "grey", *dict.fromkeys(name for _begin, name in _HUES))
_DARK, _PALE, _LIGHT = 46, 38, 208
_DIM, _BRIGHT = 0.36, 0.62


def told(picture: Pixels.Image) -> dict[str, str]:
    """The columns of a picture's row."""
    return {"palette": palette(picture), "brightness": brightness(picture)}


def palette(picture: Pixels.Image) -> str:
    """Names with a space between them, the largest share first; never empty."""
    hue, saturation, value = np.moveaxis(np.asarray(_small(picture).convert("HSV")), 2, 0)
    begins = np.array([begin for begin, _name in _HUES])
    of_hue = np.array([_NAMES.index(name) for _begin, name in _HUES])
    named: NDArray[np.intp] = of_hue[np.searchsorted(begins, hue, side="right") - 1]
    named = np.where(saturation < _PALE, np.where(value > _LIGHT, 1, 2), named)
    named = np.where(value < _DARK, 0, named)
    shares = np.bincount(named.ravel(), minlength=len(_NAMES)) / named.size
    order = np.argsort(-shares, kind="stable")[:MOST]
    chosen = [place for place in order if shares[place] >= LEAST_SHARE] or [order[0]]
    return " ".join(_NAMES[place] for place in chosen)


def brightness(picture: Pixels.Image) -> str:
    """`dark`, `medium` or `bright`, by the mean of its light."""
    light = float(np.asarray(_small(picture).convert("L")).mean()) / 255
    return "dark" if light < _DIM else "bright" if light > _BRIGHT else "medium"


def _small(picture: Pixels.Image) -> Pixels.Image:
    return picture.convert("RGB").resize((SIDE, SIDE), Pixels.Resampling.BOX)
