"""What is said when a search is not understood: which word, and where it stands."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gallery.errors import GardenError


class SearchError(GardenError):
    """A search that cannot be read."""

    code: ClassVar[str] = "bad_search"
    status: ClassVar[int] = 422

    def __init__(self, sentence: str | Promise, *, place: int) -> None:
        where = _("%(sentence)s (At character %(place)d.)")
        super().__init__(where % {"sentence": sentence, "place": place + 1})
        self.place = place
        """Counted from 0, in the search as it was typed."""
