"""Typed readers of the environment that fail loudly; the only place that reads it."""

import errno
import json
import math
import os
import secrets
import time
from pathlib import Path
from typing import Any, Final, NamedTuple, cast
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

_env = environ.Env()

TRUE = {"1", "true", "yes", "on"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FALSE = {"0", "false", "no", "off", ""}
# A step this many times as long as usual makes learning run away.
MOST_WEIGHT = 10.0
PERIODS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
# What a file system without hard links says to one.
NO_LINKS = {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}


class Rate(NamedTuple):
    """So much in so long."""

    most: int
    seconds: int


def for_child(**more: str) -> dict[str, str]:
    """The environment of a process that we start: ours, and what only it shall see."""
    return {**os.environ, **more}


def text(name: str, default: str) -> str:
    """Set to nothing is not set: an emptied line of `.env` gives the default back."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    value = text(name, str(default))
    try:
        found = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None
    if found < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}, not {found}.")
    if most is not None and found > most:
        raise ImproperlyConfigured(f"{name} must be at most {most}, not {found}.")
    return found


def fraction(name: str, default: float, *, most: float = math.inf) -> float:
    value = text(name, str(default))
    try:
        found = float(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a number, not {value!r}.") from None
    if not (math.isfinite(found) and 0 <= found <= most):
        bounds = "0 or more" if math.isinf(most) else f"between 0 and {most:g}"
        raise ImproperlyConfigured(f"{name} must be {bounds}, not {value!r}.")
    return found


def rate(name: str, default: str) -> Rate | None:
    """`240/minute`; None for `off`."""
    value = text(name, default).strip()
    most, _slash, period = value.partition("/")
    if value.lower() == "off":
        return None
    if not (most.isascii() and most.isdecimal() and 0 < int(most[:12]) <= 1_000_000_000 and period in PERIODS):
        raise ImproperlyConfigured(f"{name} must look like 240/minute (second, minute, hour, day) or off: {value!r}.")
    return Rate(int(most), PERIODS[period])


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ImproperlyConfigured(f"{name} must be a time zone such as Asia/Seoul, not {value!r}.") from None
    return value


def words(name: str, default: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def pairs(name: str, default: str) -> dict[str, str]:
    """A JSON object of texts, or `key=text;key=text`; every key needs a text that says something."""
    value = os.environ.get(name, default).strip()
    if value.startswith("{"):
        try:
            found = json.loads(value)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} is not valid JSON: {error}") from None
    else:
        found = dict(part.partition("=")[::2] for part in value.split(";") if part.strip())
    if not all(isinstance(text, str) and key.strip() and text.strip() for key, text in found.items()):
        raise ImproperlyConfigured(f"{name} must look like key=text;key=text, or a JSON object of texts; none empty.")
    return {key.strip(): text.strip() for key, text in found.items()}


def weights(name: str, default: str) -> dict[str, float]:
    """`kind=number,kind=number`. Kinds that are not named keep their default; none changes the side it speaks for."""
    usual = {kind: float(value) for kind, _equals, value in (part.partition("=") for part in default.split(","))}
    found = dict(usual)
    for part in words(name, ""):
        kind, _equals, value = (text.strip() for text in part.partition("="))
        if kind not in usual:
            raise ImproperlyConfigured(f"{name} weighs {', '.join(usual)}; it does not know {kind!r}.")
        least, most = (0.0, MOST_WEIGHT) if usual[kind] > 0 else (-MOST_WEIGHT, 0.0)
        try:
            found[kind] = float(value)
        except ValueError:
            raise ImproperlyConfigured(f"{name} must look like {default}; {part!r} does not.") from None
        if not least <= found[kind] <= most:
            raise ImproperlyConfigured(f"{name}: {kind} must be between {least:g} and {most:g}, not {value}.")
    return found


def folder(name: str, default: Path) -> Path:
    return Path(os.environ.get(name) or default).expanduser().resolve()


def secret(name: str, kept_in: Path) -> str:
    """The secret from the environment, else one made once and kept in a file of mode 600."""
    if value := os.environ.get(name):
        return value
    if kept_in.exists():
        return _read_whole(kept_in)
    # For its owner only: beside the secret it will hold what visitors were read to feel.
    kept_in.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written aside and linked into place: of two processes that start at once, both end with the first one's secret.
    aside = kept_in.with_name(f".{kept_in.name}.{secrets.token_hex(8)}")
    try:
        aside.touch(mode=0o600)
        aside.write_text(secrets.token_urlsafe(64))
        os.link(aside, kept_in)
    except FileExistsError:
        pass
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        _write_first(kept_in, aside.read_text())
    finally:
        aside.unlink(missing_ok=True)
    return _read_whole(kept_in)


def _write_first(path: Path, content: str) -> None:
    """Without hard links: whoever makes the file writes it, in one go; whoever comes second leaves it alone."""
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(opened, "w") as out:
        out.write(content)


def _read_whole(path: Path) -> str:
    """The other process may have made the file and be about to write it."""
    for _moment in range(20):
        if content := path.read_text().strip():
            return content
        time.sleep(0.05)
    raise ImproperlyConfigured(f"{path} is empty; remove it, and it is made again.")


def database(name: str, default: Path) -> dict[str, Any]:
    """A DATABASES entry from a URL, in which SQLite's path is percent-encoded; without one, SQLite in that file."""
    url = text(name, f"sqlite:///{quote(str(default))}")
    try:
        found: dict[str, Any] = dict(_env.db_url_config(url))
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} is not a database URL: {error}") from None
    if found.get("ENGINE") == "django.db.backends.sqlite3":
        # django-environ reads a + as a space, as in a form.
        if path := unquote(urlsplit(url).path[1:]):
            found["NAME"] = path
        # SQLite makes the file, but not its folder.
        Path(found["NAME"]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # IMMEDIATE: a transaction that will write takes its lock at once instead of failing half way.
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    elif found.get("ENGINE") == "django.db.backends.postgresql":
        found.setdefault("CONN_MAX_AGE", 60)
        # A server that is gone must become an answer of /healthz/ready, not a request that hangs.
        found.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
        found["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured(f"{name} must be a sqlite or postgres URL; {url.split(':')[0]} is not supported.")
    return found


def storage(name: str, default: Path) -> dict[str, Any]:
    """A STORAGES entry from `s3://[key:secret@]bucket[/prefix][?endpoint_url=…&region_name=…]`, a folder otherwise."""
    parts = urlsplit(os.environ.get(name, ""))
    if not parts.scheme and not parts.path:
        return _kept_in(str(default))
    if parts.scheme == "file":
        return _kept_in(unquote(parts.path))
    if parts.scheme == "s3" and parts.hostname:
        return _kept_in_bucket(parts)
    raise ImproperlyConfigured(f"{name} must look like s3://bucket/prefix?region_name=…, or file:///folder.")


def _kept_in(location: str) -> dict[str, Any]:
    return {
        "BACKEND": "gallery.storages.WholeFiles",
        "OPTIONS": {"location": location, "allow_overwrite": True, "base_url": None},
    }


def _kept_in_bucket(parts: SplitResult) -> dict[str, Any]:
    # Here, not above: it takes 0.3 s, which a process without S3 need not wait.
    from botocore.config import Config

    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": True,
        # A bucket that is gone must become an answer soon; botocore's own patience is minutes.
        "client_config": Config(
            connect_timeout=float(query.pop("connect_timeout", 5)),
            read_timeout=float(query.pop("read_timeout", 20)),
            retries={"total_max_attempts": 3, "mode": "standard"},
            # The two that django-storages would have put in itself.
            s3=cast("Any", {"addressing_style": query.get("addressing_style")}),
            signature_version=query.get("signature_version"),
        ),
        **query,
    }
    if parts.username:
        options["access_key"] = unquote(parts.username)
        options["secret_key"] = unquote(parts.password or "")
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
