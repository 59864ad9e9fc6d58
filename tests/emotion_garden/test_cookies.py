"""Where the garden is reached by HTTPS, no cookie of it travels without."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from emotion_garden import privacy

ASK = (
    "from django.conf import settings as s; "
    "print({getattr(s, name) for name in dir(s) if name.endswith('_COOKIE_SECURE')}, s.LANGUAGE_COOKIE_SAMESITE)"
)


def test_a_language_lasts_as_long_as_the_privacy_page_says(client: Client) -> None:
    answer = client.post("/language/", {"language": "ko", "next": "/"})
    assert answer.cookies["django_language"]["max-age"] == 365 * 24 * 60 * 60
    told = next(cookie for cookie in privacy.COOKIES if cookie.name == "django_language")
    assert str(told.lasts) == "a year"


@pytest.mark.parametrize(("https", "said"), [("true", "{True} Lax"), ("false", "{False} Lax")])
def test_every_cookie_is_secure(https: str, said: str) -> None:
    environment = {**os.environ, "GARDEN_HTTPS": https, "DJANGO_SETTINGS_MODULE": "emotion_garden.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == said, done.stderr
