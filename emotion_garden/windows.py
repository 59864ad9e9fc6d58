"""One picture as pages and the API show it: its addresses, its size, its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from emotion_garden import forms
from gallery import files
from gallery.models import Emotion, Image
from recommendations import interactions, rankings

# Three pictures of this width weigh what a first garden may weigh; the picture's own page has the large ones.
SLATE_WIDTHS = (320, 640)


@dataclass(frozen=True, slots=True)
class Window:
    """A picture ready for a template."""

    image: Image
    liked: bool
    reason: str = ""
    put_off: bool = False
    place: int = 1
    row: int = 1
    """How many pictures hang together, this one being the `place`-th."""

    @property
    def alt(self) -> str:
        """From the recipe's words: what is painted, never who looks at it; its place tells it from its neighbours."""
        mood = capfirst(str(Emotion(self.image.emotion).label))
        favorite = forms.words(self.image.favorite)
        about = f"{mood} – {favorite}" if favorite else mood
        words = _("A picture: %(about)s.") if self.image.is_uploaded else _("A painted garden: %(about)s.")
        told = str(words % {"about": about})
        if self.row == 1:
            return told
        return told + " " + _("Picture %(place)d of %(row)d.") % {"place": self.place, "row": self.row}

    @property
    def code(self) -> str:
        return str(self.image.code)

    @property
    def file_name(self) -> str:
        """Under which a person keeps it; the file door says the same."""
        return f"{self.image.emotion}-{self.image.code.hex[:8]}.jpeg"

    @property
    def webp(self) -> str:
        return files.srcset(self.image, steps=SLATE_WIDTHS)

    @property
    def small(self) -> str:
        return files.url(self.image, SLATE_WIDTHS[-1], "jpeg")

    @property
    def srcset(self) -> str:
        return files.srcset(self.image)

    @property
    def large(self) -> str:
        return files.original_url(self.image)


def of(offer: rankings.Offer) -> list[Window]:
    row = len(offer.items)
    return [
        Window(item.image, item.liked, item.reason, item.put_off, place, row)
        for place, item in enumerate(offer.items, start=1)
    ]


def hung(images: Sequence[Image], *, wishes: interactions.Wishes) -> list[Window]:
    """Pictures that no slate offered, side by side."""
    row = len(images)
    return [
        Window(image, image.code in wishes.liked, "", image.code in wishes.put_off, place, row)
        for place, image in enumerate(images, start=1)
    ]


def described(item: rankings.OfferedItem) -> dict[str, Any]:
    """The picture as `GET /api/v1/garden/` describes it."""
    image = item.image
    return {
        "code": str(image.code),
        "url": files.original_url(image),
        "thumbnail": files.url(image, SLATE_WIDTHS[0]),
        "emotion": image.emotion,
        "caption": image.caption,
        "width": image.width,
        "height": image.height,
        "liked": item.liked,
        "reason": item.reason,
        "repeat": item.repeat,
    }
