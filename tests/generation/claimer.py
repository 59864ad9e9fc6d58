"""A process that claims all it can, as fast as it can, and prints what it got."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emotion_garden.settings")
    django.setup()
    from generation import claims

    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    while slots := claims.claim(worker=str(os.getpid()), most=int(sys.argv[1])):
        print(*[slot.pk for slot in slots])  # noqa: T201
