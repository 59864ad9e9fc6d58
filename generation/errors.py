"""What can be wrong with an order of pictures."""

from gallery.errors import GardenError


class UnusableOrderError(GardenError):
    """The order asks for what cannot be made."""

    code = "unusable_order"


class UnreadablePromptError(UnusableOrderError):
    """The prompt has weights or switches that are not understood."""

    code = "unreadable_prompt"


class OtherOrderError(GardenError):
    """The idempotency key has already been used, for another order."""

    code = "idempotency_conflict"
    status = 409
