"""The API's doors for staff: the permission of the page or command beside them, by a session or by a key."""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from gallery import rooms
from gallery.errors import NotAllowedError


def require(request: Request, *names: str) -> User:
    """Whoever asks, if they are staff and may do all of it. Raises NotAuthenticated, NotAllowedError."""
    user = request.user
    if not isinstance(user, User):
        raise NotAuthenticated
    if not (user.is_staff and user.has_perms(names)):
        raise NotAllowedError(_("You may not do this."))
    return user


def of_rooms(request: Request) -> User:
    """Whoever asks, if any room of pictures is open to them. Raises NotAuthenticated, NotAllowedError."""
    user = require(request)
    if not rooms.open_to(user):
        raise NotAllowedError(_("No room of pictures is open to you."))
    return user
