"""The petal's own sentences for those who ask for something that it cannot do."""

from gallery.errors import GardenError


class UnknownOrientationError(GardenError):
    """Neither landscape nor portrait."""

    code = "unknown_orientation"


class LimitError(GardenError):
    """Too many pictures asked for at once, or none."""

    code = "bad_limit"


class NotEnoughError(GardenError):
    """There are too few likes to learn from."""

    code = "not_enough"
    status = 409


class BusyError(GardenError):
    """Somebody else is learning right now."""

    code = "busy"
    status = 409


class UnusableTastesError(GardenError):
    """A taste model cannot rank: its files are gone or damaged."""

    code = "unusable_tastes"
    status = 409


class BrokerAwayError(GardenError):
    """Nobody can be asked to learn: the bell is not heard."""

    code = "broker_away"
    status = 503
