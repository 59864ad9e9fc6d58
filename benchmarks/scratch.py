"""Imported before anything of the garden's: a garden of its own, empty, in a folder that is thrown away."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

# A process that a benchmark has started works in the same garden.
SHARED = os.environ.get("BENCHMARK_FOLDER", "")
FOLDER = Path(SHARED or tempfile.mkdtemp(prefix="garden-benchmark-"))
if not SHARED:
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

# Whatever the shell and .env say: a benchmark must not fill somebody's garden with noise.
for name in [name for name in os.environ if name.startswith(("GARDEN_", "GENERATION_", "CELERY_"))]:
    del os.environ[name]
for name in ("DATABASE_URL", "STORAGE_URL"):
    os.environ.pop(name, None)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "emotion_garden.settings",
    "GARDEN_DATA": str(FOLDER),
    "GARDEN_LOG_LEVEL": "ERROR",
    "BENCHMARK_FOLDER": str(FOLDER),
    # As web processes are started: their own threads are enough.
    "OPENBLAS_NUM_THREADS": "1",
}
if DATABASE := os.environ.get("BENCHMARK_DATABASE_URL", ""):
    os.environ["DATABASE_URL"] = DATABASE
django.setup()
if not SHARED:
    call_command("migrate", verbosity=0)
