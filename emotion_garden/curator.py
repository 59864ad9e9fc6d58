"""The garden's first curator: an account with every right, so that a fresh garden can be entered."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError

NAME: Final = "curator"


@dataclass(frozen=True, slots=True)
class Access:
    """How to come in. `password` is empty where we do not know it: it was changed in the admin, as it should be."""

    name: str
    password: str


def ensure() -> Access:
    """Makes the account if it is not there. A password changed since is left alone, unless the settings name one."""
    given = settings.GARDEN_CURATOR_PASSWORD
    user = User.objects.filter(username=NAME).first()
    if user is None:
        # The file first: a start that dies here ends, the next time, with the password that the file says.
        password = given or _kept() or _keep(secrets.token_urlsafe(12))
        try:
            User.objects.create_superuser(NAME, password=password)
        except IntegrityError:
            # Another start was quicker; what it made is treated like any account that was there before.
            return ensure()
    else:
        password = given or _kept()
        if given and not user.check_password(given):
            user.set_password(given)
            user.save(update_fields=["password"])
        elif not user.check_password(password):
            password = ""
    if given:
        # The file would now tell a password that opens nothing.
        _file().unlink(missing_ok=True)
    return Access(NAME, password)


def user() -> User:
    """The account itself. Raises User.DoesNotExist before `ensure`."""
    return User.objects.get(username=NAME)


def _file() -> Path:
    return Path(settings.GARDEN_DATA, "curator_password")


def _kept() -> str:
    return _file().read_text().strip() if _file().is_file() else ""


def _keep(password: str) -> str:
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(f"{password}\n")
    return password
