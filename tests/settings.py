"""The garden's settings in a data folder of the test process's own; what a test starts gets the product's settings."""

import os

import tests.environment  # noqa: F401 - first: it moves GARDEN_DATA
from emotion_garden.settings import *  # noqa: F403

os.environ["DJANGO_SETTINGS_MODULE"] = "emotion_garden.settings"
