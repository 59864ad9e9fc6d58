"""A web process never loads LightFM or scipy: a fresh interpreter imports every door and looks."""

import subprocess
import sys

PROGRAM = """
import django
django.setup()
import sys
from recommendations import admin, api, interactions, rankings, tasks, training, urls
from recommendations.management.commands import learn_tastes
print([name for name in ("lightfm", "scipy", "torch", "recommendations.engines.lightfm") if name in sys.modules])
"""


def test_no_door_loads_lightfm_or_scipy() -> None:
    told = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
