"""How the original pages ask: JSON by XMLHttpRequest, one JSON.parse of what comes back."""

import json
from typing import Any

from django.test import Client


def ask(client: Client, route: str, body: Any, **headers: str) -> Any:
    written = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(route, written, content_type="application/json", headers=headers)


def parsed(answer: Any) -> Any:
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("application/json")
    return json.loads(answer.content)


def urls(answer: Any, side: str) -> list[str]:
    return [item["url"] for item in parsed(answer)[side]]


def key(url: str, folder: str = "emotions") -> str:
    """The key as the pages cut it out of an address."""
    return url[url.rindex(folder) :]
