"""A web process is small and starts at once: it never loads the heavy libraries, and vision only for a photo."""

import json
import subprocess
import sys

from tests.architecture import house

HEAVY = ["torch", "diffusers", "transformers", "tensorflow", "lightfm", "cv2", "ai_edge_litert", "moto", "skimage"]
PROGRAM = """
import json, sys
from emotion_garden.wsgi import application
from django.urls import get_resolver
patterns = get_resolver().url_patterns
from django.contrib import admin
admin.autodiscover()
print(json.dumps({"patterns": len(patterns), "modules": sorted(sys.modules)}))
"""


def test_the_web_process_loads_no_heavy_library() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=house.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["patterns"] > 5
    assert "gallery.views" in found["modules"], "The addresses were not loaded: this test sees nothing."
    loaded = [name for name in HEAVY if name in found["modules"]]
    assert not loaded, (
        f"Importing the addresses loads {', '.join(loaded)}: every web process would carry it. "
        f"Import it inside engines/<real>.py, in the function that first needs it."
    )
