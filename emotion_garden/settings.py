"""All settings, with every default; nothing else reads the environment (see docs/configuration.md)."""

from pathlib import Path
from typing import Any

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from emotion_garden import env

# Lets annotations such as `admin.ModelAdmin[Image]` run; mypy --strict asks for them.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
GARDEN_DATA = env.folder("GARDEN_DATA", BASE_DIR / "var")

# --- Process ------------------------------------------------------------------------------------------------------
DEBUG = env.flag("GARDEN_DEBUG", default=False)
SECRET_KEY = env.secret("GARDEN_SECRET_KEY", kept_in=GARDEN_DATA / "secret_key")
SECRET_KEY_IS_KEPT = not env.text("GARDEN_SECRET_KEY", "")
ALLOWED_HOSTS = env.words("GARDEN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("GARDEN_TRUSTED_ORIGINS", "")
GARDEN_HTTPS = env.flag("GARDEN_HTTPS", default=False)
WSGI_APPLICATION = "emotion_garden.wsgi.application"
ROOT_URLCONF = "emotion_garden.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

# --- Apps ---------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "emotion_garden",
    "gallery",
    "generation",
    "emotions",
    "recommendations",
    "emotion_garden.apps.GardenAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "emotion_garden.tracing.TraceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "emotion_garden.content_policy.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "emotion_garden.middleware.KeepingMiddleware",
    "emotion_garden.middleware.LimitMiddleware",
    "emotion_garden.middleware.UnchangedMiddleware",
    "emotion_garden.middleware.GardenErrorMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "emotion_garden.middleware.WrongWayMiddleware",
    "emotion_garden.middleware.BodyLimitMiddleware",
    "emotion_garden.middleware.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gallery.middleware.VisitorMiddleware",
    "emotion_garden.repeats.middleware.RepeatMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- Data ---------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", GARDEN_DATA / "garden.sqlite3")}
STORAGES: dict[str, dict[str, Any]] = {
    "default": env.storage("STORAGE_URL", GARDEN_DATA / "pictures"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The address below which a proxy in front hands out the folder of the pictures itself; empty: we send the bytes.
GARDEN_ACCEL = env.text("GARDEN_ACCEL", "")
STATIC_URL = "static/"
STATIC_ROOT = env.folder("GARDEN_STATIC_ROOT", GARDEN_DATA / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# Without collectstatic (tests, a developer's own start) whitenoise finds the files where they lie.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MANIFEST_STRICT = False

# --- Requests -----------------------------------------------------------------------------------------------------
# One number for both: Django's 2.5 MB refuses most phone photos, and a larger file would be spooled to disk.
BODY_LIMIT = env.number("GARDEN_BODY_LIMIT", 12 * 1024 * 1024, least=1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT
# The memory handler only: a face photo must never become a temporary file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
# "school" and "workplace" switch the reading of faces off, for good: nothing else can switch it on.
GARDEN_PROFILE = env.choice("GARDEN_PROFILE", "open", ("open", "school", "workplace"))
VISITOR_COOKIE_AGE = 60 * 60 * 24 * 365

# --- Security -----------------------------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = VISITOR_COOKIE_SECURE = SECURE_SSL_REDIRECT = GARDEN_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if GARDEN_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GARDEN_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
X_FRAME_OPTIONS = "DENY"

# --- Languages ----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ko", _("Korean"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["emotion_garden.formats"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SECURE = GARDEN_HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.time_zone("GARDEN_TIME_ZONE", "UTC")
USE_TZ = True

# --- API ----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "emotion_garden.authentication.KeyAuthentication",
        "emotion_garden.authentication.GardenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["emotion_garden.parsers.ShallowJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "emotion_garden.openapi.schema.GardenSchema",
    "EXCEPTION_HANDLER": "emotion_garden.problems.answer",
    "DEFAULT_THROTTLE_CLASSES": ["emotion_garden.limits.throttle.GardenThrottle"],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,  # Accept alone chooses: an unknown ?format= would be a 404 of its own
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Emotion Garden",
    "DESCRIPTION": (
        "A face is read, and a garden of generated flowers answers. docs/api.md tells it in order, with examples to "
        "paste; every refusal is a problem document, listed at /api/problems/."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "Emotion": "gallery.models.Emotion.choices",
        "Status": "gallery.models.Status.choices",
        "DecisionKind": "gallery.models.Kind.choices",
        "AgeGroup": "gallery.models.AgeGroup.choices",
        "Gender": "gallery.models.Gender.choices",
        "Outcome": "emotions.models.Outcome.choices",
        "BatchState": "generation.models.BatchState.choices",
        "RenderingState": "generation.models.RenderingState.choices",
    },
}
# How often one key, account or visitor may ask, by the `throttle_scope` of what is asked.
GARDEN_LIMITS = {
    "default": env.rate("GARDEN_LIMIT_DEFAULT", "600/minute"),
    "arriving": env.rate("GARDEN_LIMIT_ARRIVING", "30/minute"),
    "reading": env.rate("GARDEN_LIMIT_READING", "30/minute"),
    "garden": env.rate("GARDEN_LIMIT_GARDEN", "120/minute"),
    "like": env.rate("GARDEN_LIMIT_LIKE", "240/minute"),
    # In pictures, not in calls.
    "orders": env.rate("GARDEN_LIMIT_ORDERS", "20000/hour"),
    "wrong keys": env.rate("GARDEN_LIMIT_WRONG_KEYS", "10/minute"),
}
# Many people share an address: so many times as often as one of them.
GARDEN_LIMIT_ADDRESS = env.number("GARDEN_LIMIT_ADDRESS", 20, least=1)
GARDEN_LIMITS_FILE = GARDEN_DATA / "limits"
# How many of our own proxies stand in front; each writes down in X-Forwarded-For from where it was asked.
GARDEN_PROXIES = env.number("GARDEN_PROXIES", 0, most=10)
# The original Emotion Garden's twelve routes at the root, for clients that know no others.
ORIGINAL_API = env.flag("ORIGINAL_API", default=True)
# For so many seconds /text2image holds a thread of the web, so many of a process's at once; then it answers without.
ORIGINAL_API_WAIT = env.number("ORIGINAL_API_WAIT", 20)
ORIGINAL_API_WAITERS = env.number("ORIGINAL_API_WAITERS", 1)

# --- Celery: the doorbell; the rows are the queue -----------------------------------------------------------------
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "filesystem://")
CELERY_BROKER_DATA = GARDEN_DATA / "broker"
# After so long a broker gives a message that nobody has acknowledged to somebody else.
CELERY_VISIBILITY_SECONDS = 600
CELERY_SWEEP_SECONDS = env.number("CELERY_SWEEP_SECONDS", 4, least=1)

# --- Generation: makes pictures -----------------------------------------------------------------------------------
GENERATION_RENDERER = env.text("GENERATION_RENDERER", "painter")
GENERATION_MODEL = env.text("GENERATION_MODEL", "stabilityai/stable-diffusion-2-1-base")
GENERATION_MODEL_REVISION = env.text("GENERATION_MODEL_REVISION", "")
GENERATION_MODEL_VARIANT = env.text("GENERATION_MODEL_VARIANT", "")
GENERATION_LORAS = env.words("GENERATION_LORAS", "")
GENERATION_OFFLINE = env.flag("GENERATION_OFFLINE", default=False)
GENERATION_DEVICE = env.text("GENERATION_DEVICE", "auto")
GENERATION_DTYPE = env.choice("GENERATION_DTYPE", "auto", ("auto", "float32", "float16", "bfloat16"))
GENERATION_ENDPOINTS = env.words("GENERATION_ENDPOINTS", "")
GENERATION_ENDPOINT_FORM = env.choice("GENERATION_ENDPOINT_FORM", "jpeg", ("jpeg", "array", "text"))
GENERATION_ENDPOINT_TIMEOUT = env.number("GENERATION_ENDPOINT_TIMEOUT", 120, least=1)
GENERATION_SAFETY_CHECKER = env.text("GENERATION_SAFETY_CHECKER", "")
GENERATION_SAFETY_MODEL = env.text("GENERATION_SAFETY_MODEL", "CompVis/stable-diffusion-safety-checker")
GENERATION_SAFETY_REVISION = env.text("GENERATION_SAFETY_REVISION", "")
# A model's name → why its pictures need no check; every such picture shows the reason.
GENERATION_SAFETY_EXEMPT = env.pairs("GENERATION_SAFETY_EXEMPT", "")
GENERATION_BATCH_SIZE = env.number("GENERATION_BATCH_SIZE", 0)
GENERATION_MEMORY = env.choice("GENERATION_MEMORY", "plenty", ("plenty", "short"))
GENERATION_COMPILE = env.flag("GENERATION_COMPILE", default=False)
GENERATION_STEPS = env.number("GENERATION_STEPS", 50, least=1)
GENERATION_GUIDANCE = env.fraction("GENERATION_GUIDANCE", 7.5)
GENERATION_SCHEDULER = env.text("GENERATION_SCHEDULER", "")
GENERATION_LEASE_SECONDS = env.number("GENERATION_LEASE_SECONDS", 60, least=2)
GENERATION_ATTEMPTS = env.number("GENERATION_ATTEMPTS", 3, least=1)
GENERATION_RETRY_SECONDS = env.number("GENERATION_RETRY_SECONDS", 5, least=0)
GENERATION_PATIENCE_SECONDS = env.number("GENERATION_PATIENCE_SECONDS", 3600, least=1)
GENERATION_SLICE_SECONDS = env.number("GENERATION_SLICE_SECONDS", 20, least=1)
# 0: never.
GENERATION_QUARANTINE_SECONDS = env.number("GENERATION_QUARANTINE_SECONDS", 300, least=0)
GENERATION_MOST_WAITING = env.number("GENERATION_MOST_WAITING", 200_000, least=1)
GENERATION_MOST_PICTURES = env.number("GENERATION_MOST_PICTURES", 10_000, least=1)
# A stream of a batch's events holds a thread: for so long at most, and so many of them in each web process.
GENERATION_EVENTS_SECONDS = env.number("GENERATION_EVENTS_SECONDS", 25)
GENERATION_EVENTS_STREAMS = env.number("GENERATION_EVENTS_STREAMS", 2)

# --- Emotions: reads faces ----------------------------------------------------------------------------------------
EMOTIONS_READER = env.text("EMOTIONS_READER", "fer")
# Empty: what boto3 finds by itself.
EMOTIONS_REKOGNITION_REGION = env.text("EMOTIONS_REKOGNITION_REGION", "")

# --- Recommendations: learns tastes -------------------------------------------------------------------------------
RECOMMENDATIONS_LEARNER = env.text("RECOMMENDATIONS_LEARNER", "lightfm")
RECOMMENDATIONS_MODELS = env.folder("RECOMMENDATIONS_MODELS", GARDEN_DATA / "tastes")
RECOMMENDATIONS_EXPLORATION = env.fraction("RECOMMENDATIONS_EXPLORATION", 0.1, most=1)
# For simulations: with a text, chance falls alike.
RECOMMENDATIONS_CHANCE = env.text("RECOMMENDATIONS_CHANCE", "")
# While there are visitors enough: each newly approved picture is shown so often in its first hours. 0: none is owed.
RECOMMENDATIONS_NEWCOMER_SHOWINGS = env.number("RECOMMENDATIONS_NEWCOMER_SHOWINGS", 20)
RECOMMENDATIONS_NEWCOMER_HOURS = env.number("RECOMMENDATIONS_NEWCOMER_HOURS", 24, least=1)
RECOMMENDATIONS_FACTORS = env.number("RECOMMENDATIONS_FACTORS", 30, least=1)
RECOMMENDATIONS_EPOCHS = env.number("RECOMMENDATIONS_EPOCHS", 40, least=1)
RECOMMENDATIONS_RATE = env.fraction("RECOMMENDATIONS_RATE", 0.03)
RECOMMENDATIONS_LOSS = env.choice("RECOMMENDATIONS_LOSS", "auto", ("auto", "warp", "bpr", "logistic"))
# How loudly each kind of event speaks for its picture, or against it.
RECOMMENDATIONS_WEIGHTS = env.weights(
    "RECOMMENDATIONS_WEIGHTS", "like=1,share=1.5,download=1.5,not_now=-0.3,dislike=-1,impression=-1"
)
RECOMMENDATIONS_LEARN_MINUTES = env.number("RECOMMENDATIONS_LEARN_MINUTES", 60, least=1)

# --- `make run`: everything on one machine ----------------------------------------------------------------------------
GARDEN_HOST = env.text("GARDEN_HOST", "127.0.0.1")
GARDEN_PORT = env.number("PORT", 8000, least=1, most=65_535)
GARDEN_WEB_PROCESSES = env.number("GARDEN_WEB_PROCESSES", 2, least=1)
GARDEN_WEB_THREADS = env.number("GARDEN_WEB_THREADS", 4, least=1)
GARDEN_WORKER_PROCESSES = env.number("GARDEN_WORKER_PROCESSES", 2, least=1)
# Empty: a random one, made once and kept in a file of mode 600.
GARDEN_CURATOR_PASSWORD = env.text("GARDEN_CURATOR_PASSWORD", "")
GARDEN_DEMO_PAIRS = env.number("GARDEN_DEMO_PAIRS", 6, least=0)

# --- Health -------------------------------------------------------------------------------------------------------
HEALTH_OLDEST_ORDER_MINUTES = env.number("HEALTH_OLDEST_ORDER_MINUTES", 60, least=1)

# --- Logs ---------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname:<7} {name}{request_name}: {message}", "style": "{"}},
    "filters": {
        "without_story": {"()": "emotion_garden.log_lines.WithoutStory"},
        "with_request": {"()": "emotion_garden.tracing.WithRequest"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_story", "with_request"],
        }
    },
    "root": {"handlers": ["console"], "level": env.choice("GARDEN_LOG_LEVEL", "INFO", env.LOG_LEVELS)},
    # A line for each sweep, every few seconds for ever, would hide the lines that say something.
    "loggers": {
        # At DEBUG it writes down what stands in a photo beside its pixels: who took it, and where.
        "PIL": {"level": "INFO"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        # Robots that try host names would fill the log with tracebacks; they get their 400.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
