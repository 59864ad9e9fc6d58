"""A stand-in for Amazon Rekognition, over HTTP: it answers as the documentation of DetectFaces says the service does.

Written from the API reference (2016-06-27) and the developer guide, not from answers of the service itself: that these
are the same is not tested here.
"""

import base64
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from PIL import Image

from emotions import engines

EMOTIONS = {
    "HAPPY": 96.2, "SURPRISED": 6.4, "FEAR": 5.9, "SAD": 2.2,
    "CALM": 0.2, "DISGUSTED": 0.1, "ANGRY": 0.05, "CONFUSED": 0.02,
}  # fmt: skip


def detail(*, box: tuple[float, float, float, float] = (0.4, 0.3, 0.2, 0.4), **more: Any) -> dict[str, Any]:
    """One FaceDetail, its box as left, top, width and height in parts of the picture."""
    left, top, width, height = box
    said = {"Smile": (True, 97.5), "Eyeglasses": (False, 99.9), "Sunglasses": (False, 99.9), "Beard": (False, 88.1),
            "Mustache": (False, 99.3), "EyesOpen": (True, 99.7), "MouthOpen": (True, 95.2)}  # fmt: skip
    return {
        "BoundingBox": {"Left": left, "Top": top, "Width": width, "Height": height},
        "AgeRange": {"Low": 26, "High": 34},
        **{name: {"Value": value, "Confidence": sure} for name, (value, sure) in said.items()},
        "Gender": {"Value": "Female", "Confidence": 99.9},
        "Emotions": [{"Type": name, "Confidence": sure} for name, sure in EMOTIONS.items()],
        "Landmarks": [{"Type": "eyeLeft", "X": left + 0.05, "Y": top + 0.1}],
        "Pose": {"Roll": -5.06, "Yaw": 18.04, "Pitch": 12.57},
        "Quality": {"Brightness": 83.42, "Sharpness": 67.23},
        "Confidence": 99.99,
        "FaceOccluded": {"Value": False, "Confidence": 99.9},
        "EyeDirection": {"Yaw": 16.3, "Pitch": -6.4, "Confidence": 99.9},
    } | more


class Service(ThreadingHTTPServer):
    """Keeps what was sent; answers with `details`, with `refusal`, or with one face unless the photo is one colour."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.sent: list[bytes] = []
        self.details: list[dict[str, Any]] | None = None
        self.refusal: tuple[int, str] | None = None
        self.answers = threading.Event()
        self.answers.set()

    def answer(self, photo: bytes) -> tuple[int, dict[str, Any]]:
        self.sent.append(photo)
        if self.refusal:
            status, code = self.refusal
            return status, {"__type": code, "message": "said in no documentation"}
        details = self.details
        if details is None:
            plain = np.asarray(Image.open(io.BytesIO(photo))).std(axis=(0, 1)).max() < 1
            details = [] if plain else [detail()]
        return 200, {"FaceDetails": details}


class _Answer(BaseHTTPRequestHandler):
    server: Service
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        assert self.headers["X-Amz-Target"] == "RekognitionService.DetectFaces"
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert asked["Attributes"] == ["ALL"]
        if not self.server.answers.wait(timeout=2):
            self.close_connection = True
            return
        status, told = self.server.answer(base64.b64decode(asked["Image"]["Bytes"]))
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def service(patch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The stand-in, and a reader that has never met another one."""
    served = Service()
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    patch.setenv("AWS_ENDPOINT_URL_REKOGNITION", f"http://127.0.0.1:{served.server_port}")
    patch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    patch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    engines._built.cache_clear()
    try:
        yield served
    finally:
        served.shutdown()
        served.server_close()
        engines._built.cache_clear()
