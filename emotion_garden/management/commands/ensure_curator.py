"""`manage.py ensure_curator`: the first curator's account."""

from typing import Any

from django.core.management.base import BaseCommand

from emotion_garden import curator


class Command(BaseCommand):
    """Prints how to come in."""

    help = (
        "Makes the account `curator` with every right if it is not there, and prints how to come in. "
        "GARDEN_CURATOR_PASSWORD sets its password; otherwise a random one is made once and kept in GARDEN_DATA."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        access = curator.ensure()
        password = access.password or "the one you have set"
        self.stdout.write(f"name: {access.name}\npassword: {password}")
