"""Misconfiguration becomes advice, with an id and a remedy."""

import pytest
from django.conf import LazySettings
from django.core.checks import run_checks

POSTGRESQL = "django.db.backends.postgresql"
SQLITE = "django.db.backends.sqlite3"


def _found(*, deploy: bool = False) -> set[str]:
    ours = [check for check in run_checks(include_deployment_checks=deploy) if str(check.id).startswith("garden.")]
    assert all(check.hint for check in ours), "each must say what to do"
    return {str(check.id) for check in ours}


def test_a_laptop_gets_no_advice() -> None:
    assert _found() == set()


def test_a_missing_face_model_is_named(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "garden.E001" in _found()
    settings.EMOTIONS_READER = "some.other.Reader"
    assert "garden.E001" not in _found()


def test_a_reader_that_sends_photos_away_is_named_before_it_goes_out(settings: LazySettings) -> None:
    assert "garden.W009" not in _found(deploy=True)
    settings.EMOTIONS_READER = "rekognition"
    assert "garden.W009" in _found(deploy=True)
    assert "garden.W009" not in _found()


def test_chance_that_falls_alike_is_named_before_it_goes_out(settings: LazySettings) -> None:
    assert "garden.W010" not in _found(deploy=True)
    settings.RECOMMENDATIONS_CHANCE = "a simulation"
    assert "garden.W010" in _found(deploy=True)
    assert "garden.W010" not in _found()


@pytest.mark.parametrize(
    "setting", ["GENERATION_RENDERER", "GENERATION_SAFETY_CHECKER", "EMOTIONS_READER", "RECOMMENDATIONS_LEARNER"]
)
@pytest.mark.parametrize(
    ("name", "known"),
    [("foo", False), ("no.such.Engine", False), ("..Engine", False), ("tests.emotion_garden.noise.Noise", True)],
)
def test_an_engine_that_nobody_knows_is_named(settings: LazySettings, setting: str, name: str, known: bool) -> None:
    setattr(settings, setting, name)
    assert ("garden.E003" in _found()) is not known


@pytest.mark.parametrize(
    ("engine", "broker", "kept", "expected"),
    [
        (POSTGRESQL, "filesystem://", False, {"garden.W002"}),
        (SQLITE, "redis://127.0.0.1", True, {"garden.W003"}),
        (POSTGRESQL, "redis://127.0.0.1", True, {"garden.W004"}),
        (POSTGRESQL, "redis://127.0.0.1", False, set()),
    ],
)
def test_parts_for_one_machine_beside_parts_for_many_are_named(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, engine: str, broker: str, kept: bool, expected: set[str]
) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", engine)
    settings.CELERY_BROKER_URL, settings.SECRET_KEY_IS_KEPT = broker, kept
    assert _found() == expected


def test_a_deployment_is_told_of_light_engines_and_missing_https(settings: LazySettings) -> None:
    assert _found(deploy=True) >= {"garden.W005", "garden.W006"}
    settings.GENERATION_RENDERER, settings.GARDEN_HTTPS = "diffusers", True
    assert not {"garden.W005", "garden.W006"} & _found(deploy=True)


def test_a_deployment_is_told_that_debugging_is_on(settings: LazySettings) -> None:
    settings.DEBUG = True
    assert "garden.E002" in _found(deploy=True)


@pytest.mark.parametrize(
    ("addresses", "named"),
    [
        ([], True),
        (["gpu.example"], True),
        (["https://gpu.example/x", "sagemaker://painting?region=eu-central-1"], False),
    ],
)
def test_endpoints_without_an_address_are_named(settings: LazySettings, addresses: list[str], named: bool) -> None:
    settings.GENERATION_ENDPOINTS = addresses
    assert "garden.E004" not in _found()
    settings.GENERATION_RENDERER = "endpoint"
    assert ("garden.E004" in _found()) is named


def test_a_deployment_is_told_that_nobody_checks_what_a_model_paints(settings: LazySettings) -> None:
    assert "garden.W007" not in _found(deploy=True)
    settings.GENERATION_RENDERER = "diffusers"
    assert "garden.W007" in _found(deploy=True)
    settings.GENERATION_SAFETY_CHECKER = "diffusers"
    assert "garden.W007" not in _found(deploy=True)


def test_a_slice_that_outlasts_the_brokers_patience_is_an_error(settings: LazySettings) -> None:
    settings.GENERATION_SLICE_SECONDS = settings.CELERY_VISIBILITY_SECONDS
    assert "garden.E005" in _found()


def test_a_broker_that_does_not_answer_is_no_advice(settings: LazySettings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert "garden.W008" not in _found(deploy=True)


@pytest.mark.parametrize(
    ("accel", "backend", "expected"),
    [
        ("", "storages.backends.s3.S3Storage", set()),
        ("/protected/", "gallery.storages.WholeFiles", set()),
        ("/protected/", "storages.backends.s3.S3Storage", {"garden.E007"}),
        ("protected/", "gallery.storages.WholeFiles", {"garden.E006"}),
        ("/protected", "gallery.storages.WholeFiles", {"garden.E006"}),
        ("/a b/", "gallery.storages.WholeFiles", {"garden.E006"}),
    ],
)
def test_a_proxy_that_could_not_find_the_pictures_is_named(
    settings: LazySettings, accel: str, backend: str, expected: set[str]
) -> None:
    settings.GARDEN_ACCEL = accel
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend}}
    assert {found for found in _found() if found in {"garden.E006", "garden.E007"}} == expected


def test_a_wait_that_outlasts_every_proxy_is_named(settings: LazySettings) -> None:
    settings.ORIGINAL_API_WAIT = 25
    assert "garden.E009" not in _found()
    settings.ORIGINAL_API_WAIT = 26
    assert "garden.E009" in _found()


@pytest.mark.parametrize(("streams", "waiters", "named"), [(2, 1, False), (2, 2, True), (4, 0, True), (0, 3, False)])
def test_a_process_whose_threads_may_all_wait_is_named(
    settings: LazySettings, streams: int, waiters: int, named: bool
) -> None:
    settings.GARDEN_WEB_THREADS = 4
    settings.GENERATION_EVENTS_STREAMS, settings.ORIGINAL_API_WAITERS = streams, waiters
    assert ("garden.W011" in _found()) == named
