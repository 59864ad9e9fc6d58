"""How each operation is described: what its petal says of it, and what all of them have in common.

A petal describes its views with drf-spectacular's `extend_schema`; it names the problems that are its own with
`extensions={"x-problems": ["no_face", …]}`, and their answers and examples are written here, from the catalogue.
"""

from collections import defaultdict
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from emotion_garden import catalogue

ANY: Final = ("bad_request", "key_in_address", "not_acceptable", "throttled", "server_error")
KNOWN: Final = ("invalid_visitor", "invalid_key", "expired_key", "revoked_key", "key_owner_gone")
SENDING: Final = ("csrf_failed", "length_required", "too_large")
BODY: Final = ("parse_error", "invalid", "unsupported_media_type")
REPEATABLE: Final = ("bad_idempotency_key", "idempotency_in_flight", "idempotency_mismatch")
WAITING: Final = {409, 429, 503}
OWN: Final = "x-problems"
# Shown as the `detail` of an example; a real one is more exact, and in the reader's language.
TRACE: Final = "4f1f7a0cbb5344a49c1bb9ad2d7a6d7e"

PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A refusal (RFC 9457). /api/problems/ lists the codes.",
    "required": ["type", "title", "status", "detail", "code", "trace_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "Where the code is explained."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for the person, in their Accept-Language."},
        "code": {"type": "string", "description": "Stable, for programs."},
        "trace_id": {"type": "string", "description": "The request's name in the garden's log."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "field", "detail", "code"],
                "properties": {
                    "pointer": {"type": "string", "description": "A JSON pointer into the body, such as #/emotion."},
                    "field": {"type": "string"},
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                    "line": {"type": "integer", "description": "In which line of a file."},
                },
            },
        },
        "receipt": {"type": "object", "description": "What became of a photo.", "additionalProperties": True},
    },
}
RETRY_AFTER: Final[dict[str, Any]] = {
    "description": "Seconds to wait, where waiting helps.",
    "schema": {"type": "integer", "minimum": 1},
}
IDEMPOTENCY: Final[dict[str, Any]] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "The same key with the same request gets the same answer again, for a day.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 200, "pattern": "^[!-~]+$"},
    "example": "0d1f3f0e-9f0b-4a3f-8f8e-1d4b6a1f3c55",
}


class GardenSchema(AutoSchema):
    """drf-spectacular's, with every problem that an operation can answer, each with an example."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(path, path_regex, path_prefix, method, registry)
        if operation is None:
            return None
        own = operation.pop(OWN, [])
        for status, codes in sorted(_by_status([*self._common(operation), *own]).items()):
            operation["responses"][str(status)] = self._refusal(status, codes)
        if self.method == "POST":
            key = self._component("IdempotencyKey", ResolvedComponent.PARAMETER, IDEMPOTENCY)
            operation.setdefault("parameters", []).append(key)
        return operation

    def get_auth(self) -> list[dict[str, list[str]]]:
        """One of them is enough: a visitor's token needs no session beside it."""
        found = []
        for way in super().get_auth():
            found += [{name: scopes} for name, scopes in way.items()] or [{}]
        return found

    def _common(self, operation: dict[str, Any]) -> list[str]:
        codes = [*ANY, *KNOWN]
        if self.method in {"POST", "PUT", "PATCH", "DELETE"}:
            codes += SENDING
        if "requestBody" in operation:
            codes += BODY
        if self.method == "POST":
            codes += REPEATABLE
        if "{" in self.path:
            codes.append("not_found")
        return codes

    def _refusal(self, status: int, codes: list[str]) -> dict[str, Any]:
        kinds = [catalogue.ALL[code] for code in codes]
        problem = self._component("Problem", ResolvedComponent.SCHEMA, PROBLEM)
        answer: dict[str, Any] = {
            "description": f"{HTTPStatus(status).phrase}: " + ", ".join(f"`{code}`" for code in codes),
            "content": {
                "application/problem+json": {
                    "schema": problem,
                    "examples": {kind.code: self._example(kind, status) for kind in kinds},
                }
            },
        }
        if status in WAITING:
            wait = self._component("RetryAfter", ResolvedComponent.HEADER, RETRY_AFTER)
            answer["headers"] = {"Retry-After": wait}
        return answer

    def _example(self, kind: catalogue.Kind, status: int) -> dict[str, str]:
        shown = {"summary": kind.meaning, "value": _example(kind, status)}
        return self._component(kind.code, ResolvedComponent.EXAMPLE, shown)

    def _component(self, name: str, type_: str, content: dict[str, Any]) -> dict[str, str]:
        """Told once, and referred to wherever it is said: the description would be six times as long."""
        component = ResolvedComponent(name=name, type=type_, schema=content, object=name)  # type: ignore[no-untyped-call]
        self.registry.register_on_missing(component)
        found: dict[str, str] = component.ref
        return found


def _by_status(codes: Iterable[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for code in dict.fromkeys(codes):
        # An unknown one is a mistake of the view's, and should fail where somebody looks: in the test of the schema.
        found[catalogue.ALL[code].statuses[0]].append(code)
    return found


def _example(kind: catalogue.Kind, status: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": kind.type,
        "title": kind.meaning.rstrip("."),
        "status": status,
        "detail": kind.meaning,
        "code": kind.code,
        "trace_id": TRACE,
    }
    if kind.code == "invalid":
        sentence = "emotion: This field is required."
        told["detail"] = sentence
        told["errors"] = [{"pointer": "#/emotion", "field": "emotion", "detail": sentence, "code": "required"}]
    return told
