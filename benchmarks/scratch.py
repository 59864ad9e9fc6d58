"""Imported before anything of the garden's: a garden of its own, empty, in a folder that is thrown away."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

FOLDER = Path(tempfile.mkdtemp(prefix="garden-benchmark-"))
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
}
django.setup()
call_command("migrate", verbosity=0)
