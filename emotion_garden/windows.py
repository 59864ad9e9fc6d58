"""One picture as pages and the API show it: its addresses, its size, its words."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from emotion_garden import forms
from gallery import files
from gallery.models import Emotion, Image
from recommendations import rankings

# Three pictures of this width weigh what a first garden may weigh; the picture's own page has the large ones.
SLATE_WIDTHS = (320, 640)


@dataclass(frozen=True, slots=True)
class Window:
    """A picture ready for a template."""

    image: Image
    liked: bool
    reason: str = ""

    @property
    def alt(self) -> str:
        """From the recipe's words: what is painted, never who looks at it."""
        mood = capfirst(str(Emotion(self.image.emotion).label))
        favorite = forms.words(self.image.favorite)
        about = f"{mood} – {favorite}" if favorite else mood
        words = _("A picture: %(about)s.") if self.image.is_uploaded else _("A painted garden: %(about)s.")
        return words % {"about": about}

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
    return [Window(item.image, item.liked, item.reason) for item in offer.items]


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
    }
