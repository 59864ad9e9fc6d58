"""Paints whatever is ordered in the scratch house that the environment names, until it is stopped."""

import time

import django

django.setup()

from generation import rendering  # noqa: E402 - only after django.setup

if __name__ == "__main__":
    while True:
        rendering.work()
        time.sleep(0.2)
