"""Who asks, as far as it can be counted: a key, an account, a visitor, and the address that they come from."""

import ipaddress
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from emotion_garden.keys import opening
from gallery import visitors

# What one household or server gets: counted alone, each address of it would be a new caller.
_IPV6_NETWORK: Final = 64


def names(request: HttpRequest) -> list[tuple[str, bool]]:
    """Each name under which this request counts, and whether many share it; the most exact one first.

    Whoever brings a key or a session is known; others can become as many visitors as they like, so that their
    address counts beside them.
    """
    if (key := opening.holder(request)) is not None:
        return [(f"key:{key.key.prefix}", False)]
    if request.user.is_authenticated and not request.headers.get(visitors.HEADER):
        return [(f"account:{request.user.pk}", False)]
    where = [(f"address:{address(request)}", True)]
    code = visitors.shown(request)
    return where if code is None else [(f"visitor:{code.hex}", False), *where]


def address(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw; what else a client writes there counts for nothing."""
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.GARDEN_PROXIES
    # Fewer entries than proxies: somebody went past one, and the first entry is the most that is known.
    found = said[-min(proxies, len(said))] if proxies and said else request.META.get("REMOTE_ADDR", "")
    return _network(found)


def _network(text: str) -> str:
    try:
        found = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        # A socket has none, and a proxy may write what it likes ("unknown"): all of those count as one.
        return "nowhere"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), _IPV6_NETWORK), strict=False))
    return str(found)
