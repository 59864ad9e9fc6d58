"""Why a key does not open."""

from gallery.errors import GardenError


class BadKeyError(GardenError):
    """The key does not open."""

    code = "invalid_key"
    status = 401


class ExpiredKeyError(BadKeyError):
    """The key's time is over."""

    code = "expired_key"


class RevokedKeyError(BadKeyError):
    """Somebody has revoked the key."""

    code = "revoked_key"


class OwnerGoneError(BadKeyError):
    """The account that the key belongs to has been deactivated."""

    code = "key_owner_gone"


class KeyInAddressError(GardenError):
    """The key stands in the address, where every log on the way has read it."""

    code = "key_in_address"


class UnusableKeyError(GardenError):
    """A key like this cannot be made."""

    code = "unusable_key"
