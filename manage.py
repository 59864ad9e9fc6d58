#!/usr/bin/env python
"""The operator's door: every management command starts here."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emotion_garden.settings")
    from django.core.management import execute_from_command_line

    from emotion_garden import entrance

    entrance.read_settings()
    with entrance.needing_a_database():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
