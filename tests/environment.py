"""Loaded before the settings: every test process gets a data folder of its own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="garden-tests-")
(Path(_folder) / "static").mkdir()  # whitenoise warns of a folder that is not there
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["GARDEN_DATA"] = _folder
os.environ["GARDEN_SECRET_KEY"] = "only for tests"
os.environ.setdefault("GARDEN_LOG_LEVEL", "WARNING")
