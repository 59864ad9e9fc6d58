"""From the large screen to the small one: the garden's address as a QR code, where a phone can reach it."""

import io
import ipaddress
import socket
from functools import lru_cache
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import HttpRequest
from django.http.request import validate_host
from django.utils.safestring import SafeString, mark_safe

# An address for documentation, to which nothing is sent: connecting UDP only asks this machine for its own way out.
_OUT = ("192.0.2.1", 9)


def address(request: HttpRequest) -> str:
    """Where a phone in the same network finds the gate; empty when it cannot."""
    here = request.build_absolute_uri("/")
    if reaches(request):
        return here
    if (host := _own_address()) is None or not validate_host(host, settings.ALLOWED_HOSTS):
        return ""
    parts = urlsplit(here)
    return parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host).geturl()


def reaches(request: HttpRequest) -> bool:
    """Whether the host of this request is more than this machine's name for itself."""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return host != "localhost" and not host.endswith(".localhost") and not _is_loopback(host)


def how() -> str:
    """The command that lets phones in; empty where the garden is open to its network, or has none."""
    host = "" if settings.GARDEN_HOST != "localhost" and not _is_loopback(settings.GARDEN_HOST) else _way_out()
    return f"GARDEN_HOST=0.0.0.0 GARDEN_ALLOWED_HOSTS=localhost,{host} make run" if host else ""


@lru_cache(maxsize=512)
def drawn(text: str) -> SafeString:
    """The QR code as SVG, black: it stands on white."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, svgns=False, nl=False, omitsize=True, svgclass=None, border=2)
    # Of our own making: nothing of `text` stands in it but as squares.
    return mark_safe(out.getvalue().decode())  # noqa: S308


def _own_address() -> str | None:
    """This machine in its network, if `make run` opened the garden to it (GARDEN_HOST)."""
    host = settings.GARDEN_HOST
    if host not in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return None if host == "localhost" or _is_loopback(host) else host
    return _way_out()


def _way_out() -> str | None:
    """This machine's own address in its network."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(_OUT)
            found = str(probe.getsockname()[0])
    except OSError:
        return None
    return None if _is_loopback(found) else found


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
