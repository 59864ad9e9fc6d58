"""Too often."""

from django.utils.functional import Promise

from gallery.errors import GardenError


class TooOftenError(GardenError):
    """The caller has asked as often as one may for now; `retry_after` says when to ask again, in seconds."""

    code = "throttled"
    status = 429

    def __init__(self, sentence: str | Promise, *, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
