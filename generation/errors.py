"""What can be wrong with an order of pictures."""

from django.utils.functional import Promise

from gallery.errors import GardenError


class UnusableOrderError(GardenError):
    """The order asks for what cannot be made."""

    code = "unusable_order"


class UnreadablePromptError(UnusableOrderError):
    """The prompt has weights or switches that are not understood."""

    code = "unreadable_prompt"


class SameTemplateError(GardenError):
    """The set has such a template already."""

    code = "same_template"
    status = 409


class OtherOrderError(GardenError):
    """The idempotency key has already been used, for another order."""

    code = "idempotency_conflict"
    status = 409


class QueueFullError(GardenError):
    """So much is waiting that more would only wait longer; `retry_after` says when to ask again, in seconds."""

    code = "queue_full"
    status = 429

    def __init__(self, sentence: str | Promise, *, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
