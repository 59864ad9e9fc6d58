"""In schools and workplaces no face is read, whoever asks, and the program that could is not even loaded."""

import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import LazySettings
from django.conf import settings as garden
from django.core.checks import run_checks
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import resolve

from emotions import engines
from emotions.engines.base import ReaderError
from emotions.models import EmotionReading

pytestmark = pytest.mark.django_db
PROFILES = ["school", "workplace"]
PHOTO = b"\xff\xd8\xff\xe0 a photo that nobody looks at"
# Knocks at both doors of a process of its own, then says what that process has loaded.
PROGRAM = """
import json, sys
import django
django.setup()
from django.test import Client
client = Client(headers={"host": "localhost"})
photo = b"\\xff\\xd8\\xff"
told = [client.post("/api/v1/readings/", photo, content_type="image/jpeg").status_code]
print(json.dumps({"told": told, "modules": sorted(sys.modules)}))
"""


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest, settings: LazySettings) -> str:
    settings.GARDEN_PROFILE = request.param
    return str(request.param)


@pytest.mark.parametrize("kind", ["form", "raw", "page"])
def test_both_doors_answer_that_faces_are_off(profile: str, admin_client: Client, kind: str) -> None:
    """To a superuser, too."""
    form = {"photo": SimpleUploadedFile("me.jpeg", PHOTO, "image/jpeg")}
    if kind == "page":
        answer = admin_client.post("/reading/", form)
        assert "This garden reads no faces. Pick a mood instead" in answer.text
    else:
        body = (PHOTO, "image/jpeg") if kind == "raw" else (form,)
        headers = {"X-CSRFToken": admin_client.get("/").cookies["csrftoken"].value}
        answer = admin_client.post("/api/v1/readings/", *body, headers=headers)
        assert answer.json()["code"] == "faces_off"
    assert answer.status_code == 403
    assert not EmotionReading.objects.exists()


def test_the_form_stays_unread(profile: str, rf: RequestFactory) -> None:
    class Unread(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("Somebody reads the body.")

    for path, kind in (("/reading/", "multipart/form-data; boundary=x"), ("/api/v1/readings/", "image/jpeg")):
        request: Any = rf.generic("POST", path, PHOTO, content_type=kind)
        request._stream = Unread()
        assert resolve(path).func(request).status_code == 403


def test_the_gate_has_no_camera_and_no_upload(profile: str, client: Client) -> None:
    page = client.get("/")
    # The phone that scans the gate's own code needs its camera; the garden does not.
    for word in ("camera.js", "<video", 'type="file"', "Look in the mirror", "Bring a photo", "photo_doors"):
        assert word not in page.text.replace("profile", "")
    assert "No faces are read here" in page.text
    assert page.text.count('class="mood"') == 8
    assert "camera=()" in page["Permissions-Policy"]


def test_privacy_says_so(profile: str, client: Client) -> None:
    page = client.get("/privacy/").text
    assert "No face is read in this garden." in page
    assert ("stands in a school" in page) is (profile == "school")
    assert "Readings" not in page


def test_no_code_of_ours_gets_a_reader(profile: str) -> None:
    with pytest.raises(ReaderError):
        engines.reader()
    assert engines.sends_to() == ""


def test_a_reader_that_sends_photos_away_stops_the_start(profile: str, settings: LazySettings) -> None:
    assert "garden.E008" not in {check.id for check in run_checks()}
    settings.EMOTIONS_READER = "rekognition"
    assert "garden.E008" in {check.id for check in run_checks()}


@pytest.mark.parametrize("chosen", ["open", *PROFILES])
def test_a_deployment_is_told_which_profile_is_active(settings: LazySettings, chosen: str) -> None:
    settings.GARDEN_PROFILE = chosen
    (said,) = [check for check in run_checks(include_deployment_checks=True) if check.id == "garden.I001"]
    assert chosen in said.msg


def test_nothing_that_reads_faces_is_loaded() -> None:
    environment = {**os.environ, "GARDEN_PROFILE": "school", "DJANGO_SETTINGS_MODULE": "emotion_garden.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=garden.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["told"] == [403]
    assert "emotions.readings" in found["modules"]
    vision = {"cv2", "ai_edge_litert", "boto3", "emotions.engines.fer", "emotions.engines.rekognition"}
    assert not vision & set(found["modules"])


def test_an_unknown_profile_stops_the_start() -> None:
    environment = {**os.environ, "GARDEN_PROFILE": "shcool"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=garden.BASE_DIR, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "GARDEN_PROFILE" in done.stderr
