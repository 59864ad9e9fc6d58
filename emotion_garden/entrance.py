"""What every door does first: read the settings and find the database, or say in one sentence what is wrong."""

import contextlib
import sys
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError


def read_settings() -> None:
    """Ends the program with the sentence; below a traceback nobody would find it."""
    try:
        # They are lazy: to ask for anything reads them all.
        dir(settings)
    except ImproperlyConfigured as error:
        sys.exit(f"The garden cannot start: {error}")


@contextlib.contextmanager
def needing_a_database() -> Iterator[None]:
    """Ends a command whose database is away or empty with a sentence; `--traceback` shows the whole story."""
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        where = settings.DATABASES["default"]["NAME"]
        sys.exit(
            f"The garden's database ({where}) cannot answer: {' '.join(str(error).split()).rstrip('.?')}. "
            "Is this the garden you mean (DATABASE_URL, GARDEN_DATA), and has it been made (manage.py migrate)?"
        )
