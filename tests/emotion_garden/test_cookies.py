"""Where the garden is reached by HTTPS, no cookie of it travels without."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

ASK = (
    "from django.conf import settings as s; "
    "print({getattr(s, name) for name in dir(s) if name.endswith('_COOKIE_SECURE')}, s.LANGUAGE_COOKIE_SAMESITE)"
)


@pytest.mark.parametrize(("https", "said"), [("true", "{True} Lax"), ("false", "{False} Lax")])
def test_every_cookie_is_secure(https: str, said: str) -> None:
    environment = {**os.environ, "GARDEN_HTTPS": https, "DJANGO_SETTINGS_MODULE": "emotion_garden.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == said, done.stderr
