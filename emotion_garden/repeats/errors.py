"""What can be wrong with an Idempotency-Key."""

from django.utils.functional import Promise

from gallery.errors import GardenError


class BadRepeatKeyError(GardenError):
    """The header is no key."""

    code = "bad_idempotency_key"


class OtherRequestError(GardenError):
    """The key was used for another request."""

    code = "idempotency_mismatch"
    status = 422


class InFlightError(GardenError):
    """The first request with this key is not answered yet, or was cut off a moment ago."""

    code = "idempotency_in_flight"
    status = 409

    def __init__(self, sentence: str | Promise, *, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
