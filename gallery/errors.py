"""The family of errors whose message is a sentence for the person who sent the request."""

from typing import ClassVar

from django.utils.functional import Promise


class GardenError(Exception):
    """Bad input, said kindly. Subclasses fix `code` (stable, for programs) and `status` (HTTP)."""

    code: ClassVar[str] = "bad_request"
    status: ClassVar[int] = 400

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UnknownEmotionError(GardenError):
    """The emotion asked for is none of the eight."""

    code = "unknown_emotion"


class InvalidQuestionError(GardenError):
    """A parameter of the question cannot be what it is."""

    code = "invalid_question"


class NotFoundError(GardenError):
    """What was asked for is not here, or not for this person: one answer for both."""

    code = "not_found"
    status = 404


class NotAllowedError(GardenError):
    """The person is known but may not do this."""

    code = "not_allowed"
    status = 403
