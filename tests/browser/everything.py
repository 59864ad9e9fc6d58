"""Puts something of every kind into the scratch house that the environment names.

Run as a program; prints what stands for each in addresses.
"""

import json
import sys

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402 - only after django.setup

from tests.emotion_garden import rights_house  # noqa: E402

if __name__ == "__main__":
    curator = User.objects.get(username="curator")
    sys.stdout.write(json.dumps(rights_house.furnished(by=curator, somebody=curator)))
