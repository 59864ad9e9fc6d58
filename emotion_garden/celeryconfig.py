"""Celery's own settings, derived from Django's (see docs/operations.md for what each protects from)."""

from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

broker_url = settings.CELERY_BROKER_URL
broker_connection_retry_on_startup = True
# For ever: a broker that is away for an hour must not end the workers.
broker_connection_max_retries = None
# One try and out: a request that rings the bell must not hang on a broker that is down; the sweep rings again.
# (Kombu would try for 6 s; a worker that loses its broker goes on trying by other settings.)
_ONE_TRY = {"max_retries": 0, "interval_start": 0, "interval_step": 0, "interval_max": 0}
broker_transport_options: dict[str, object] = {"visibility_timeout": settings.CELERY_VISIBILITY_SECONDS, **_ONE_TRY}
if broker_url.startswith("filesystem://"):
    TRANSPORT_ALIASES["filesystem"] = "emotion_garden.folder_broker:Transport"
    # A host that nobody asks; without one kombu warns at every connection.
    broker_url = "filesystem://localhost//"
    _folder = settings.CELERY_BROKER_DATA
    for _name in ("queue", "control"):
        (_folder / _name).mkdir(parents=True, exist_ok=True)
    broker_transport_options = {
        "data_folder_in": str(_folder / "queue"),
        "data_folder_out": str(_folder / "queue"),
        "control_folder": str(_folder / "control"),
        # How long the embedded broker sleeps between two looks; a second makes starts and stops sluggish.
        "polling_interval": 0.2,
    }
task_serializer = "json"
accept_content = ["json"]
task_ignore_result = True
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
task_publish_retry = False
task_default_queue = "default"
task_routes = {
    "generation.tasks.render_interactive": {"queue": "render.interactive"},
    "generation.tasks.render_bulk": {"queue": "render.bulk"},
}
beat_schedule = {
    "sweep": {"task": "generation.tasks.sweep", "schedule": settings.CELERY_SWEEP_SECONDS},
    "tidy-doors": {"task": "emotion_garden.tasks.tidy", "schedule": 600},
    "remove-leftovers": {"task": "generation.tasks.remove_leftovers", "schedule": 600},
    "make-renditions": {
        "task": "gallery.tasks.make_renditions",
        "schedule": settings.CELERY_SWEEP_SECONDS,
        # While the workers are busy only the latest wait for them.
        "options": {"expires": 2 * settings.CELERY_SWEEP_SECONDS},
    },
    # Not more often than that: each time loads what is known of every picture, if any is new.
    "find-look-alikes": {"task": "gallery.tasks.find_alike", "schedule": 15, "options": {"expires": 15}},
    "learn-tastes": {
        "task": "recommendations.tasks.learn_tastes",
        "schedule": settings.RECOMMENDATIONS_LEARN_MINUTES * 60,
    },
}
beat_schedule_filename = str(settings.GARDEN_DATA / "beat-schedule")
timezone = settings.TIME_ZONE
