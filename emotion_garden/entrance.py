"""What every door does first: read the settings, or say in one sentence what is wrong with them."""

import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def read_settings() -> None:
    """Ends the program with the sentence; below a traceback nobody would find it."""
    try:
        # They are lazy: to ask for anything reads them all.
        dir(settings)
    except ImproperlyConfigured as error:
        sys.exit(f"The garden cannot start: {error}")
