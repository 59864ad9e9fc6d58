"""Amazon Rekognition as a reader: it tells more of a face than the others, and the photo leaves the garden for it.

What is sent is a new JPEG of the decoded pixels: nothing else that was in the file (place, time, device) leaves. What
comes back is read as the documentation of DetectFaces has it (API version 2016-06-27); it was never tried on the
service itself.
"""

import io
import logging
import threading
from collections.abc import Mapping
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError
from PIL import Image

from emotions.engines import base
from emotions.frames import Picture

VERSION: Final = "2016-06-27"
EMOTIONS: Final = ("happy", "surprised", "calm", "angry", "fear", "confused", "disgusted", "sad")
UNKNOWN: Final = "unknown"
NAMES: Final = {
    "smile": "Smile",
    "eyes_open": "EyesOpen",
    "mouth_open": "MouthOpen",
    "eyeglasses": "Eyeglasses",
    "sunglasses": "Sunglasses",
    "beard": "Beard",
    "mustache": "Mustache",
}
# That the box holds a face and no other thing, in percent. Tilted and half hidden faces have more.
LEAST_CONFIDENCE: Final = 90.0
# The service refuses shorter sides and more bytes, and finds faces of 40 pixels in 1920.
SHORTEST, LONGEST, MOST_BYTES = 80, 1920, 5_242_880
SECONDS: Final = 5
# The service gives 0 to 100 without saying where a smear begins: only the lowest twentieth counts as one here.
CLEAR: Final = 33.0
# By the name that AWS gives the error: what the operator can do about it.
REMEDIES: Final = {
    "AccessDeniedException": "The credentials do not allow rekognition:DetectFaces.",
    "UnrecognizedClientException": "The credentials are not valid.",
    "InvalidSignatureException": "The credentials are not valid, or this machine's clock is wrong.",
    "ExpiredTokenException": "The credentials have expired.",
    "ThrottlingException": "Too many photos at once for this account; nothing is broken.",
    "ProvisionedThroughputExceededException": "Too many photos at once for this account; Amazon can raise its limit.",
}

# At DEBUG they write whole requests, photo included, into the log.
for _name in ("boto3", "botocore", "urllib3"):
    logging.getLogger(_name).setLevel(logging.INFO)


class RekognitionReader:
    """Asks Amazon, with the credentials that boto3 finds; many threads may ask at once, through one client."""

    def __init__(self, region: str = "") -> None:
        self._session = boto3.session.Session(region_name=region or None)
        self._client: Any = None
        self._lock = threading.Lock()

    def describe(self) -> base.Described:
        region = self._session.region_name
        where = f"Amazon Web Services (Rekognition, {region})" if region else "Amazon Web Services (Rekognition)"
        return base.Described("rekognition", VERSION, sends_to=where)

    def read(self, picture: Picture) -> list[base.Face]:
        """Waits for the service, at most about 2 × SECONDS; without a second try, the visitor may make one."""
        height, width = picture.pixels.shape[:2]
        if min(height, width) < SHORTEST:
            return []
        details = self._asked(picture)
        try:
            faces = [
                _face(each, width, height) for each in details if each.get("Confidence", 100.0) >= LEAST_CONFIDENCE
            ]
        except (AttributeError, KeyError, TypeError, ValueError):
            raise base.ReaderError("Amazon Rekognition answered in a form that this reader does not know.") from None
        return sorted(faces, key=lambda face: face.box.area, reverse=True)

    def _asked(self, picture: Picture) -> list[dict[str, Any]]:
        # Every error ends here and `from None`: its trace would hold the photo.
        try:
            client = self._client or self._connected()
            answer = client.detect_faces(Image={"Bytes": _jpeg(picture)}, Attributes=["ALL"])
            return list(answer.get("FaceDetails") or ())
        except NoRegionError:
            raise base.ReaderError("Amazon Rekognition has no region: set EMOTIONS_REKOGNITION_REGION.") from None
        except NoCredentialsError:
            raise base.ReaderError(
                "There are no credentials for Amazon Rekognition: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                "or give this machine a role."
            ) from None
        except ClientError as error:
            raise base.ReaderError(_refusal(error)) from None
        except BotoCoreError as error:
            raise base.ReaderError(f"Amazon Rekognition cannot be reached ({type(error).__name__}).") from None
        except Exception as error:  # noqa: BLE001 - see above
            raise base.ReaderError(f"Amazon Rekognition could not be asked ({type(error).__name__}).") from None

    def _connected(self) -> Any:
        # Clients are for all threads, making one is not.
        with self._lock:
            if self._client is None:
                waiting = Config(
                    connect_timeout=SECONDS,
                    read_timeout=SECONDS,
                    retries={"total_max_attempts": 1},
                    max_pool_connections=16,
                )
                self._client = self._session.client("rekognition", config=waiting)
            return self._client


def _refusal(error: ClientError) -> str:
    code = str(error.response.get("Error", {}).get("Code", ""))
    return f"Amazon Rekognition refused ({code}). {REMEDIES.get(code, '')}".rstrip()


def _jpeg(picture: Picture) -> bytes:
    image = Image.fromarray(picture.pixels)
    image.thumbnail((LONGEST, LONGEST))
    kept = io.BytesIO()
    for quality in (90, 60, 30):  # only noise needs more than the first
        kept = io.BytesIO()
        image.save(kept, "JPEG", quality=quality)
        if kept.tell() <= MOST_BYTES:
            break
    return kept.getvalue()


def _face(detail: Mapping[str, Any], width: int, height: int) -> base.Face:
    scores, unknown = _scores(detail)
    quality, ages = detail.get("Quality") or {}, detail.get("AgeRange")
    return base.Face(
        box=_box(detail["BoundingBox"], width, height),
        scores=scores,
        unknown=unknown,
        features={ours: told for ours, theirs in NAMES.items() if (told := _feature(detail.get(theirs)))},
        ages=(int(ages["Low"]), int(ages["High"])) if ages else None,
        gender=str(detail["Gender"]["Value"]).lower() if detail.get("Gender") else None,
        brightness=float(quality.get("Brightness", 50.0)) * 2.55,
        sharpness=float(quality.get("Sharpness", 100.0)) / CLEAR,
    )


def _scores(detail: Mapping[str, Any]) -> tuple[dict[str, float], float]:
    """Together 1, whatever the service's percents add up to; what it calls unknown is spread evenly and told, too."""
    given = {str(each["Type"]).lower(): max(0.0, float(each["Confidence"])) for each in detail.get("Emotions") or ()}
    told = {name: given.get(name, 0.0) for name in (*EMOTIONS, UNKNOWN)}
    whole = sum(told.values())
    unknown = told[UNKNOWN] / whole if whole else 1.0
    scores = {name: (told[name] / whole if whole else 0.0) + unknown / len(EMOTIONS) for name in EMOTIONS}
    return scores, unknown


def _feature(told: Mapping[str, Any] | None) -> base.Feature | None:
    if not told:
        return None
    return base.Feature(bool(told["Value"]), min(max(float(told["Confidence"]) / 100, 0.5), 1.0))


def _box(ratios: Mapping[str, float], width: int, height: int) -> base.Box:
    """In pixels; the service's may reach beyond the picture."""
    left, right = _within(ratios["Left"], ratios["Width"], width)
    top, bottom = _within(ratios["Top"], ratios["Height"], height)
    return base.Box(left, top, right - left, bottom - top)


def _within(start: float, length: float, whole: int) -> tuple[int, int]:
    first = min(max(round(start * whole), 0), whole - 1)
    return first, min(max(round((start + length) * whole), first + 1), whole)
