"""The garden's settings in a data folder of the test process's own."""

import tests.environment  # noqa: F401 - first: it moves GARDEN_DATA
from emotion_garden.settings import *  # noqa: F403
